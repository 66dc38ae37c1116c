# SPDX-License-Identifier: Apache-2.0
"""A connection that says something before its time is over stays open, and one that does not ends.

The clock is ours: it stands still until it is set, so a slow machine makes nothing idle. Prints how
often the server was reached, and the frame that ended the connection.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import struct
import threading
from types import SimpleNamespace

from relay import splice
from relay.channel import Channel

IDLE_SECONDS = 100
WORD = b"NOOP\r\n"

now = 0.0
splice.time = SimpleNamespace(monotonic=lambda: now)  # type: ignore[assignment]


def masked(payload: bytes) -> bytes:
    """A binary frame of a browser; a mask of zeros leaves the payload as it is."""
    return bytes([0x82, 0x80 | len(payload), 0, 0, 0, 0]) + payload


near, browser = socket.socketpair()
target, server = socket.socketpair()
channel = Channel()
channel.client = False
channel.socket = near
lifeline, _life = os.pipe()
relaying = threading.Thread(
    target=splice.Splice(
        channel, target, lifeline=lifeline, heartbeat_seconds=0, idle_seconds=IDLE_SECONDS
    ).run
)
relaying.start()
reached = 0
for _ in range(5):
    now += 0.9 * IDLE_SECONDS
    browser.sendall(masked(WORD))
    reached += server.recv(64) == WORD
browser.settimeout(1)
frame = b""
while not frame:
    # Once is not enough: the last word may be noted after the clock was set.
    now += 1.1 * IDLE_SECONDS
    with contextlib.suppress(TimeoutError):
        frame = browser.recv(64)
browser.close()
relaying.join()
code = struct.unpack_from(">H", frame, 2)[0]
print(json.dumps({"reached": reached, "code": code, "reason": frame[4:].decode()}))
