# SPDX-License-Identifier: Apache-2.0
"""websockify's WebSocket on a non-blocking socket, with a queue of our own size.

websockify sends one message at a time and keeps it in hand until it has gone, so a pong that
falls between two tries is an error, and a slow reader holds up the other direction. Here every
frame goes to the end of one byte queue, and flush() sends what the socket takes.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct

from websockify.websocket import WebSocketWantReadError
from websockify.websockifyserver import CompatibleWebSocket

from .limits import MAX_MESSAGE, READ_FROM_BROWSER

_BINARY, _CLOSE, _PING, _PONG = 0x2, 0x8, 0x9, 0xA
_NO_STATUS = 1005


class Channel(CompatibleWebSocket):
    # Names with an underscore are websockify's own, but for _queue_frame.
    _sent_close: bool
    _received_close: bool
    _send_buffer: bytes
    _recv_buffer: bytes
    _partial_msg: bytes

    @property
    def queued(self) -> int:
        return len(self._send_buffer)

    @property
    def open(self) -> bool:
        return self.socket is not None

    @property
    def received_close(self) -> bool:
        return self._received_close

    @property
    def ended(self) -> bool:
        """Nothing more will be relayed: one side has closed, or the browser broke a rule."""
        return not self.open or self._sent_close or self._received_close

    @property
    def holds_input(self) -> bool:
        """Whether bytes wait above the socket, where select() does not see them."""
        tls_holds = getattr(self.socket, "pending", None)
        return bool(self.pending()) or (tls_holds is not None and tls_holds() > 0)

    def queue(self, payload: bytes) -> None:
        self._queue_frame(_BINARY, payload)

    def queue_ping(self) -> None:
        self._queue_frame(_PING, b"")

    def queue_close(self, code: int, reason: str) -> None:
        """RFC 6455 §5.5.1. Nothing is queued after it."""
        # RFC 6455 §5.5: "All control frames MUST have a payload length of 125 bytes or less".
        self._queue_frame(_CLOSE, struct.pack(">H", code) + reason.encode("utf-8")[:120])
        self._sent_close = True

    def _queue_frame(self, opcode: int, payload: bytes) -> None:
        if self.open and not self._sent_close:
            self._send_buffer += self._encode_hybi(opcode, payload)

    def flush(self) -> None:
        """Sends what the socket takes now."""
        with contextlib.suppress(ssl.SSLWantWriteError, ssl.SSLWantReadError):
            self._flush()

    def receive(self) -> list[bytes]:
        """The messages that have come in, perhaps none. See `ended` afterwards."""
        messages: list[bytes] = []
        with contextlib.suppress(ssl.SSLWantReadError, ssl.SSLWantWriteError):
            while (message := self.recvmsg()) is not None:
                messages.append(message)
                if not self.pending():
                    break
        if any(
            len(held) > MAX_MESSAGE for held in (self._recv_buffer, self._partial_msg, *messages)
        ):
            self.queue_close(1009, "message too big")
            return []
        return messages

    def shutdown(self, how: object, code: int | None = 1000, reason: str | None = None) -> None:
        # RFC 6455 §7.4.1: 1005 "MUST NOT be set as a status code in a Close control frame";
        # websockify 0.10 answers a close frame without a code with it.
        if code == _NO_STATUS:
            super().shutdown(how, None, None)
        else:
            super().shutdown(how, code, reason)

    def handle_ping(self, data: bytes) -> None:
        self._queue_frame(_PONG, data)

    def _recv(self) -> bool:
        try:
            # As much again as waits already: a long message is then copied a few times only.
            data = self.socket.recv(max(READ_FROM_BROWSER, len(self._recv_buffer)))
        except BlockingIOError as error:
            raise WebSocketWantReadError from error
        self._recv_buffer += data
        return len(data) > 0

    def hang_up(self) -> None:
        if self.open:
            with contextlib.suppress(OSError):
                self.socket.shutdown(socket.SHUT_RDWR)
            self._close()
