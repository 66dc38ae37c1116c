// SPDX-License-Identifier: Apache-2.0
// Memory that is given back is wiped first. A password is copied many times on its way (by Embind,
// by strings that move, into commands), and mail is as private: rather than trust every copy to
// clean up behind itself, nothing is left behind by anyone. It costs one memset a free.
#include <emscripten/heap.h>
#include <malloc.h>

#include <cstdlib>
#include <cstring>

extern "C" {

void* emscripten_builtin_malloc(size_t size);
void emscripten_builtin_free(void* memory);

void free(void* memory) {
  if (memory == nullptr) return;
  std::memset(memory, 0, malloc_usable_size(memory));
  // The compiler may not see that nobody reads it again.
  __asm__ volatile("" : : "r"(memory) : "memory");
  emscripten_builtin_free(memory);
}

// The original may move the block and forget the old place.
void* realloc(void* memory, size_t size) {
  if (memory == nullptr) return malloc(size);
  if (size == 0) {
    free(memory);
    return nullptr;
  }
  const size_t had = malloc_usable_size(memory);
  if (size <= had && size >= had / 2) return memory;
  void* moved = malloc(size);
  if (moved == nullptr) return nullptr;
  std::memcpy(moved, memory, had < size ? had : size);
  free(memory);
  return moved;
}

}  // extern "C"
