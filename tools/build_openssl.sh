#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Compiles OpenSSL 3.5 LTS for wasm into build/openssl: a TLS 1.2/1.3 client, X.509 and the hashes
# that SASL needs; everything else is left out (why each: ARCHITECTURE.md). About 90 s on 2 cores,
# once; a change of this script builds it again.
set -euo pipefail
cd "$(dirname "$0")/.."
source=build/sources/openssl
prefix=$PWD/build/openssl
stamp=$(cat tools/build_openssl.sh $source/VERSION.dat | sha256sum | cut -d' ' -f1)
if [ "$(cat "$prefix/.stamp" 2>/dev/null)" = "$stamp" ]; then exit 0; fi

echo "Compiling OpenSSL for wasm…"
tree=build/openssl-tree
rm -rf $tree "$prefix"
mkdir -p $tree "$prefix"
cd $tree
export NODE_PATH=/usr/share/nodejs
CC=emcc CXX=em++ AR=emar RANLIB=emranlib ../sources/openssl/Configure linux-generic32 \
  --prefix="$prefix" --libdir=lib --openssldir=/nonexistent \
  no-pic no-asm no-threads no-shared no-dso no-module no-tests no-apps no-docs no-legacy \
  no-ssl3 no-tls1 no-tls1_1 no-dtls no-quic no-psk no-srp no-comp no-engine no-cms no-ts no-cmp \
  no-ct no-gost no-ocsp no-http no-sock no-srtp no-nextprotoneg no-ec2m no-ui-console no-autoload-config \
  no-aria no-bf no-blake2 no-camellia no-cast no-des no-dh no-dsa no-idea no-md4 no-mdc2 no-rc2 no-rc4 \
  no-rmd160 no-scrypt no-seed no-siphash no-siv no-sm2 no-sm3 no-sm4 no-whirlpool no-ocb no-padlockeng \
  no-deprecated no-uplink no-slh-dsa no-rfc3779 no-argon2 \
  -DOPENSSL_SMALL_FOOTPRINT -O3 -msimd128 >configure.log 2>&1 || { tail -20 configure.log >&2; exit 1; }
make -j"$(nproc)" build_libs >make.log 2>&1 || { tail -40 make.log >&2; exit 1; }
make install_dev >install.log 2>&1 || { tail -20 install.log >&2; exit 1; }
cd ../..
rm -rf $tree
echo "$stamp" >"$prefix/.stamp"
