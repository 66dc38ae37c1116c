// SPDX-License-Identifier: Apache-2.0
#include "tls/wire.h"

#include <algorithm>

namespace pillarbox::tls {
namespace {

Wire& wire_of(BIO* bio) { return *static_cast<Wire*>(BIO_get_data(bio)); }

int read(BIO* bio, char* to, size_t size, size_t* taken) {
  Wire& wire = wire_of(bio);
  BIO_clear_retry_flags(bio);
  *taken = std::min(size, wire.in.size());
  if (*taken == 0) {
    if (!wire.ended) BIO_set_retry_read(bio);
    return 0;
  }
  std::copy_n(wire.in.data(), *taken, reinterpret_cast<uint8_t*>(to));
  wire.in = wire.in.subspan(*taken);
  return 1;
}

int write(BIO* bio, const char* from, size_t size, size_t* written) {
  BIO_clear_retry_flags(bio);
  append(wire_of(bio).out, std::string_view(from, size));
  *written = size;
  return 1;
}

long control(BIO* bio, int command, long, void*) {
  switch (command) {
    case BIO_CTRL_FLUSH:
      return 1;
    case BIO_CTRL_EOF:
      return wire_of(bio).ended && wire_of(bio).in.empty() ? 1 : 0;
    default:
      return 0;
  }
}

}  // namespace

Wire::Wire() : method_(BIO_meth_new(BIO_TYPE_SOURCE_SINK, "pillarbox wire")) {
  if (!method_) return;
  BIO_meth_set_read_ex(method_.get(), read);
  BIO_meth_set_write_ex(method_.get(), write);
  BIO_meth_set_ctrl(method_.get(), control);
}

Handle<BIO> Wire::make_bio() {
  Handle<BIO> bio(method_ ? BIO_new(method_.get()) : nullptr);
  if (bio) {
    BIO_set_data(bio.get(), this);
    BIO_set_init(bio.get(), 1);
  }
  return bio;
}

}  // namespace pillarbox::tls
