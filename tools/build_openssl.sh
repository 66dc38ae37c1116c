#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Compiles OpenSSL 3.5 LTS for wasm into build/openssl: a TLS 1.2/1.3 client, X.509, and the hashes
# that SASL needs. About two minutes on two idle cores, once; a change of this script, of
# tools/openssl, of the source or of the compiler builds it again.
set -euo pipefail
cd "$(dirname "$0")/.."
source=${PILLARBOX_OPENSSL_SOURCE:-$PWD/build/sources/openssl}
tools=$PWD/tools/openssl
prefix=$PWD/build/openssl
tree=$PWD/build/openssl-tree
jobs=$(nproc)
if ! [ -f "$source/VERSION.dat" ]; then
  echo "build_openssl: no OpenSSL source in $source: run npm run setup." >&2
  exit 1
fi
stamp=$({ cat tools/build_openssl.sh tools/openssl/*.c "$source/VERSION.dat" && emcc --version | sed -n 1p; } | sha256sum | cut -d' ' -f1)
if [ "$(cat "$prefix/.stamp" 2>/dev/null)" = "$stamp" ]; then exit 0; fi

# Left out, by kind:
left_out=(
  # what the host does not have: assembly, threads, files, sockets, devices, loadable modules
  asm threads thread-pool stdio posix-io sock async dso module shared pic secure-memory
  ui-console autoload-config engine padlockeng
  # programs and documents; names of source files and texts of errors (we word our own)
  apps tests docs filenames err
  # protocols we do not speak
  ssl3 tls1 tls1_1 dtls quic psk srp srtp nextprotoneg comp http ocsp ct ts cms cmp gost rfc3779
  # algorithms that neither TLS 1.2/1.3 with AEAD nor public certificates nor SASL need. DES, DH
  # and DSA go too; MD5 and SHA-1 stay for APOP, CRAM-MD5 and SCRAM-SHA-1. Not "bulk": it takes EC
  # and ChaCha20 away.
  legacy argon2 aria bf blake2 camellia cast des dh dsa ec2m idea md4 mdc2 ml-dsa multiblock ocb
  rc2 rc4 rc5 rmd160 scrypt seed siphash siv slh-dsa sm2 sm3 sm4 whirlpool
)
# Small everywhere, fast where the octets of the mail go through and where a handshake takes its
# time. (Not -DOPENSSL_SMALL_FOOTPRINT: it changes the layout of AES-GCM's state, which then differs
# between the two halves, and it saves 4 KB.) AES without assembly would read tables at places
# that depend on the key; its constant-time form does 20 MB/s instead of 100, and only servers that
# do not take ChaCha20, which does 200, see it.
# No SIMD for the fast ones: clang 14 would put the four words of ChaCha20's rounds into one vector,
# and moves them about so much that it is half as fast.
small='-Os -msimd128'
fast='-O3 -DOPENSSL_AES_CONST_TIME'
fast_files='chacha_enc|poly1305|gcm128|ctr128|aes_core|sha1dgst|sha256|sha512|keccak1600|curve25519'
fast_files+='|bn_add|bn_asm|bn_div|bn_exp|bn_lib|bn_mod|bn_mont|bn_mul|bn_shift|bn_sqr'
fast_files+='|cipher_chacha20_poly1305_hw'

quietly() { # LOG COMMAND…: shows the log's end only if the command fails
  local log=$1
  shift
  "$@" >"$log" 2>&1 || { tail -n 40 "$log" | cut -c 1-300 >&2; exit 1; }
}

echo "Compiling OpenSSL for wasm…"
rm -rf "$tree"
mkdir -p "$tree"
cd "$tree"
# Debian's Emscripten finds its JavaScript packages there; the date goes into the library.
export NODE_PATH=/usr/share/nodejs SOURCE_DATE_EPOCH=0
export CC=emcc CXX=em++ AR=emar RANLIB=emranlib
# No seed source: wasm/tls/platform.cpp gives OpenSSL the host's random octets. No path of this
# machine gets into the library: it is configured for / and installed under a DESTDIR.
quietly configure.log "$source/Configure" linux-generic32 --prefix=/ --libdir=lib \
  --openssldir=/nonexistent --with-rand-seed=none "${left_out[@]/#/no-}"
quietly make.log make -j"$jobs" build_generated
mapfile -t fast_objects < <(grep -oE '^(crypto|providers)/[a-z0-9_/]+-lib-[a-z0-9_]+\.o:' Makefile |
  tr -d : | grep -E -- "-lib-($fast_files)\.o$" | sort -u)
quietly make_fast.log make -j"$jobs" CFLAGS="$fast" "${fast_objects[@]}"
quietly make_small.log make -j"$jobs" CFLAGS="$small" build_libs

# What OpenSSL's configuration cannot leave out is replaced; the files say what and why.
put_in() { # NAME FOLDER…: tools/openssl/NAME.c, compiled with the headers of these folders
  local name=$1 folder includes=(-Iinclude "-I$source" "-I$source/include")
  shift
  for folder in "$@"; do includes+=("-I$folder" "-I$source/$folder"); done
  quietly "$name.log" emcc $small -Wall -Werror "${includes[@]}" -c "$tools/$name.c" -o "$name.o"
  quietly "$name.log" emar rs libcrypto.a "$name.o"
}
take_out() { # LIBRARY NAME…
  local library=$1
  shift
  local objects=("${@/#/$library-lib-}")
  quietly take_out.log emar d "$library.a" "${objects[@]/%/.o}"
}
take_out libcrypto baseprov defltprov
put_in provider providers/common/include providers/implementations/include
take_out libcrypto curve448 curve448_tables eddsa f_generic scalar
take_out libssl statem_srvr extensions_srvr statem_dtls d1_lib d1_msg d1_srtp
put_in left_out ssl
quietly install.log make install_dev DESTDIR="$tree/installed"
echo "$stamp" >installed/.stamp
# Swapped in whole: who stops us half-way keeps what was there.
cd "$(dirname "$prefix")"
rm -rf "$prefix"
mv "$tree/installed" "$prefix"
rm -rf "$tree"
