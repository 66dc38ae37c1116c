#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# tools/fetch_source.sh PACKAGE DIRECTORY VERSION=SHA256…
# Unpacks the upstream source of a Debian source package into DIRECTORY, once. It comes from a
# newer Debian suite through a private apt configuration, so the machine's own apt setup stays as
# it is. Versions are pinned by hash, the newest pinned first; where the pool has dropped them
# all, a newer patch release that apt itself has verified is taken, and said so.
set -euo pipefail
package=$1 directory=$(realpath -m "$2")
shift 2
suite=trixie

if [ -f "$directory/.complete" ]; then exit 0; fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"

mirror=$(apt-get indextargets --format '$(REPO_URI) $(SUITE)' 'Created-By: Packages' |
  grep -vi -e security -e nodesource -e cloud | awk '$1 ~ /debian\/?$/ {print $1; exit}')
if [ -z "$mirror" ]; then
  echo "fetch_source: no Debian mirror in this machine's apt configuration." >&2
  echo "Unpack the upstream release of $package into $directory, touch $directory/.complete, and run again." >&2
  exit 1
fi
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
mkdir -p "$work"/{lists/partial,cache/archives/partial,parts}
echo "deb-src [signed-by=$keyring] $mirror $suite main" >"$work/sources.list"
apt=(apt-get -qq -o "Dir::Etc::sourcelist=$work/sources.list" -o "Dir::Etc::sourceparts=$work/parts"
  -o "Dir::State::lists=$work/lists" -o "Dir::Cache=$work/cache" -o "APT::Sandbox::User=root")
"${apt[@]}" update

cd "$work"
chosen=
for pin in "$@"; do
  version=${pin%%=*} sha=${pin#*=}
  # The Debian revision is unknown here: ask apt for all it has and match the upstream part.
  full=$(apt-cache "${apt[@]:2}" showsrc "$package" 2>/dev/null | awk '/^Version:/ {print $2}' |
    grep -E "^([0-9]+:)?${version//./\\.}(-|\+|$)" | head -n 1 || true)
  [ -n "$full" ] || continue
  "${apt[@]}" source --download-only "$package=$full" >/dev/null 2>&1 || continue
  archive=$(ls ./*"_$version".orig.tar.* 2>/dev/null | grep -v '\.asc$' | head -n 1)
  [ -n "$archive" ] || continue
  if ! echo "$sha  $archive" | sha256sum --check --quiet -; then
    echo "fetch_source: $archive does not have the pinned SHA-256 $sha: not used." >&2
    exit 1
  fi
  chosen=$archive
  break
done
if [ -z "$chosen" ]; then
  "${apt[@]}" source --download-only "$package" >/dev/null
  chosen=$(ls ./*.orig.tar.* | grep -v '\.asc$' | head -n 1)
  series=${1%%=*} series=${series%.*}
  case "$chosen" in
    *_"$series".*) echo "fetch_source: no pinned $package is left in the pool; taking ${chosen#./}, verified by apt." >&2 ;;
    *) echo "fetch_source: the pool has no $package $series.x: add a newer pin." >&2; exit 1 ;;
  esac
fi

rm -rf "$directory"
mkdir -p "$directory"
tar -xf "$chosen" -C "$directory" --strip-components=1
touch "$directory/.complete"
echo "Unpacked ${chosen#./}"
