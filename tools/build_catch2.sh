#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Compiles Catch2 into build/catch2, once for all native presets. It is not sanitised itself: the
# tests and the core are.
set -euo pipefail
cd "$(dirname "$0")/.."
prefix=$PWD/build/catch2
stamp=$(cat "$0" build/sources/catch2/src/catch2/catch_version.cpp | sha256sum | cut -d' ' -f1)
if [ "$(cat "$prefix/.stamp" 2>/dev/null)" = "$stamp" ]; then exit 0; fi

echo "Compiling Catch2…"
tree=build/catch2-tree
rm -rf "$tree" "$prefix"
cmake -S build/sources/catch2 -B "$tree" -G Ninja --log-level=WARNING \
  -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_CXX_STANDARD=20 \
  -DCMAKE_INSTALL_PREFIX="$prefix" -DCMAKE_INSTALL_LIBDIR=lib \
  -DCATCH_INSTALL_DOCS=OFF -DCATCH_INSTALL_EXTRAS=OFF
cmake --build "$tree" -- --quiet
cmake --install "$tree" >/dev/null
rm -rf "$tree"
echo "$stamp" >"$prefix/.stamp"
