#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes a machine ready to build, run and test Pillarbox: Debian packages, npm packages, and the
# pinned sources of OpenSSL and Catch2. Does nothing where nothing is missing, asks no questions,
# and runs as root or with sudo.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(
  ca-certificates    # Mozilla's trust anchors, for the asset that the browser gets
  emscripten         # C++ to WebAssembly
  brotli             # sizes as a host would serve them
  chromium           # end-to-end tests, and the pictures in the documents
  fonts-droid-fallback # the scripts that a plain machine has no letters for
  clang clang-format clang-tidy libclang-rt-14-dev # native builds, sanitizers, fuzzers, style
  cmake ninja-build make patch perl xz-utils
  dpkg-dev           # reads source packages
  dovecot-pop3d      # the demo mailbox and the server that tests talk to
  libssl-dev         # OpenSSL for native builds
  openssl            # certificates of tests and demo
  python3 websockify # the relay
  mypy               # types of the relay's policy
  procps             # tests look at processes
  iproute2 mpop fetchmail libgmime-3.0-dev # benchmarks: a slow network, and the peers to measure against
)

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else
    echo "setup: these need root, and there is no sudo: $*" >&2
    return 1
  fi
}

missing=()
if command -v dpkg-query >/dev/null; then
  for package in "${packages[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
else
  echo "setup: not a Debian system. Please provide what these packages do: ${packages[*]}" >&2
fi
if [ ${#missing[@]} -gt 0 ]; then
  echo "Installing Debian packages: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  as_root apt-get -qq update
  # No service is to start by itself: the demo and the tests run their own, on loopback.
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
    -o Dpkg::Options::=--force-confold "${missing[@]}" >/dev/null
fi

mkdir -p build
wanted=$(sha256sum package-lock.json | cut -d' ' -f1)
if [ "$(cat node_modules/.pillarbox-lock 2>/dev/null)" != "$wanted" ]; then
  echo "Installing npm packages"
  npm ci --no-audit --no-fund --loglevel=error
  echo "$wanted" >node_modules/.pillarbox-lock
fi

tools/fetch_source.sh openssl build/sources/openssl \
  3.5.7=a8c0d28a529ca480f9f36cf5792e2cd21984552a3c8e4aa11a24aa31aeac98e8
tools/fetch_source.sh catch2 build/sources/catch2 \
  3.7.1=c991b247a1a0d7bb9c39aa35faf0fe9e19764213f28ffba3109388e62ee0269c
tools/build_openssl.sh
echo "Set up."
