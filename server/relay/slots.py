# SPDX-License-Identifier: Apache-2.0
"""Counts connections, in memory that the listening process shares with its children.

There is a slot for each connection that may be open at once; it holds a hash of the client's
address. Behind a proxy only the child knows the address, from X-Forwarded-For, so it writes its
own slot then. Two that write at the same moment may both be refused, never both let in wrongly.
"""

from __future__ import annotations

import hashlib
import mmap

_WIDTH = 16
_FREE = bytes(_WIDTH)
_NAMELESS = b"\xff" * _WIDTH


class Slots:
    def __init__(self, total: int, per_client: int) -> None:
        self._table = mmap.mmap(-1, total * _WIDTH)
        self._total = total
        self._per_client = per_client
        # The slot of the connection that this process serves; set after the fork.
        self.mine = -1

    def take(self, client: str) -> int | None:
        """A slot for a new connection, or None if there are too many."""
        free = next((slot for slot in range(self._total) if self._read(slot) == _FREE), None)
        if free is None:
            return None
        key = _key(client) if client else _NAMELESS
        if client and self._count(key) >= self._per_client:
            return None
        self._write(free, key)
        return free

    def claim(self, client: str) -> bool:
        """Names the client of this process's slot; False if it has too many."""
        key = _key(client)
        self._write(self.mine, key)
        return self._count(key) <= self._per_client

    def free(self, slot: int) -> None:
        self._write(slot, _FREE)

    def _count(self, key: bytes) -> int:
        return sum(self._read(slot) == key for slot in range(self._total))

    def _read(self, slot: int) -> bytes:
        return self._table[slot * _WIDTH : (slot + 1) * _WIDTH]

    def _write(self, slot: int, key: bytes) -> None:
        self._table[slot * _WIDTH : (slot + 1) * _WIDTH] = key


def _key(client: str) -> bytes:
    return hashlib.sha256(client.encode("utf-8", "replace")).digest()[:_WIDTH]
