# SPDX-License-Identifier: Apache-2.0
"""Files of the built site: which one a path names, and the headers it is sent with."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote_to_bytes

# What `npm run build` can put into dist/. A type not named here is sent as opaque bytes.
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".pem": "application/x-pem-file",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}

# In order of preference: file name ending and content coding.
_PRECOMPRESSED = ((".br", "br"), (".gz", "gzip"))

# Sent with everything. The page's own policy stands in its meta element, where any static host
# serves it; frame-ancestors is the one directive that works only as a header.
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": "frame-ancestors 'self'",
}


@dataclass
class Page:
    file: BinaryIO
    size: int
    etag: str
    headers: dict[str, str]


class StaticSite:
    def __init__(self, root: str) -> None:
        self._root = Path(root).resolve(strict=True)

    def open(self, raw_path: str, accept_encoding: str) -> Page | None:
        """The file a request path names, opened; None where there is nothing to serve."""
        path = self._locate(raw_path)
        if path is None:
            return None
        headers = {
            "Content-Type": _TYPES.get(path.suffix.lower(), "application/octet-stream"),
            "Cache-Control": self._cache_control(path),
            "Vary": "Accept-Encoding",
        }
        for ending, coding in _PRECOMPRESSED:
            if _accepts(accept_encoding, coding):
                page = self._open_file(path.with_name(path.name + ending), headers)
                if page is not None:
                    page.headers["Content-Encoding"] = coding
                    return page
        return self._open_file(path, headers)

    def _locate(self, raw_path: str) -> Path | None:
        text = unquote_to_bytes(raw_path.partition("?")[0].partition("#")[0])
        if text[:1] != b"/" or b"\0" in text or b"\\" in text:
            return None
        try:
            parts = text.decode("utf-8").split("/")[1:]
        except UnicodeDecodeError:
            return None
        if parts[-1] == "":
            parts[-1] = "index.html"
        # No way up, and nothing hidden: dist/ has no dot files that are meant to be seen.
        if any(part == "" or part.startswith(".") for part in parts):
            return None
        return self._root.joinpath(*parts)

    def _open_file(self, path: Path, headers: dict[str, str]) -> Page | None:
        try:
            # A symbolic link may point anywhere; what it points to decides.
            real = path.resolve(strict=True)
            if not real.is_relative_to(self._root):
                return None
            descriptor = os.open(real, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except (OSError, ValueError, RuntimeError):
            return None
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            os.close(descriptor)
            return None
        etag = f'"{status.st_mtime_ns:x}-{status.st_size:x}-{real.suffix[1:]}"'
        return Page(os.fdopen(descriptor, "rb"), status.st_size, etag, dict(headers))

    def _cache_control(self, path: Path) -> str:
        # Vite names the files of assets/ by their content; everything else keeps its name when
        # it changes, index.html and sw.js above all.
        if path.is_relative_to(self._root / "assets"):
            return "public, max-age=31536000, immutable"
        return "no-cache"


def _accepts(accept_encoding: str, coding: str) -> bool:
    for item in accept_encoding.lower().split(","):
        name, _, parameters = item.partition(";")
        if name.strip() == coding:
            return parameters.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
