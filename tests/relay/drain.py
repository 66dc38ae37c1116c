# SPDX-License-Identifier: Apache-2.0
"""A server that closes while the relay still holds bytes for a browser that does not read.

Over real networks the kernel hides how much is held; here its buffer is a few kilobytes, so most
of the mail is in the relay's own queue when the server has closed. Prints how much that was, and
whether the browser then got all of it.
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
import struct
import threading

from relay.channel import Channel
from relay.splice import Splice

MAIL = os.urandom(150_000)


class Watched(Channel):
    """Says when the relay has noticed the end, and how much it held then."""

    held = 0

    def __init__(self) -> None:
        super().__init__()
        self.noticed = threading.Event()

    def queue_close(self, code: int, reason: str) -> None:
        self.held = self.queued
        super().queue_close(code, reason)
        self.noticed.set()


def frames(stream: bytes) -> tuple[bytes, int]:
    """The payloads of binary frames, joined, and the code of the close frame behind them."""
    payload = b""
    at = 0
    while stream[at] & 15 != 8:
        length, at = stream[at + 1], at + 2
        if length == 126:
            length, at = struct.unpack_from(">H", stream, at)[0], at + 2
        elif length == 127:
            length, at = struct.unpack_from(">Q", stream, at)[0], at + 8
        payload += stream[at : at + length]
        at += length
    return payload, struct.unpack_from(">H", stream, at + 2)[0]


near, browser = socket.socketpair()
near.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4608)
target, server = socket.socketpair()
server.sendall(MAIL)
server.close()
channel = Watched()
channel.client = False
channel.socket = near
lifeline, _life = os.pipe()
splice = Splice(channel, target, lifeline=lifeline, heartbeat_seconds=0, idle_seconds=60)
relaying = threading.Thread(target=splice.run)
relaying.start()
channel.noticed.wait()
browser.settimeout(20)
stream = b""
while len(stream) < len(MAIL) or b"Target closed" not in stream[-20:]:
    chunk = browser.recv(65536)
    if not chunk:
        break
    stream += chunk
browser.close()
relaying.join()
got, code = frames(stream)
same = hashlib.sha256(got).digest() == hashlib.sha256(MAIL).digest()
print(json.dumps({"held": channel.held, "same": same, "code": code}))
