# SPDX-License-Identifier: Apache-2.0
"""websockify's WebSocket on a non-blocking socket, with a queue of our own size.

websockify calls send() until it has gone through and keeps one message in hand, so a pong that
falls between two tries is an error, and a slow reader holds up the other direction. Here every
frame goes to the end of one byte queue, and flush() sends what the socket takes.
"""

from __future__ import annotations

import socket
import ssl
import struct

from websockify.websocket import WebSocketWantReadError
from websockify.websockifyserver import CompatibleWebSocket

from .limits import MAX_MESSAGE, READ_FROM_BROWSER

_BINARY, _CLOSE, _PING, _PONG = 0x2, 0x8, 0x9, 0xA


class Channel(CompatibleWebSocket):
    # Names with an underscore, besides _queue_frame and _within_limit, are websockify's own.
    _sent_close: bool
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
    def more(self) -> bool:
        """Whether bytes wait above the socket, where select() does not see them."""
        if not self.open:
            return False
        held = getattr(self.socket, "pending", None)
        return bool(self.pending()) or (held is not None and held() > 0)

    def queue(self, payload: bytes) -> None:
        self._queue_frame(_BINARY, payload)

    def queue_ping(self) -> None:
        self._queue_frame(_PING, b"")

    def queue_close(self, code: int, reason: str) -> None:
        """RFC 6455 §5.5.1; nothing is queued after it."""
        if not self._sent_close:
            # RFC 6455 §5.5: "All control frames MUST have a payload length of 125 bytes or less".
            self._queue_frame(_CLOSE, struct.pack(">H", code) + reason.encode("utf-8")[:120])
            self._sent_close = True

    def _queue_frame(self, opcode: int, payload: bytes) -> None:
        if self.open and not self._sent_close:
            self._send_buffer += self._encode_hybi(opcode, payload)

    def flush(self) -> None:
        """Sends what the socket takes now."""
        try:
            self._flush()
        except (ssl.SSLWantWriteError, ssl.SSLWantReadError):
            pass

    def receive(self) -> list[bytes] | None:
        """The messages that have come in, perhaps none; None once the browser has closed."""
        messages: list[bytes] = []
        try:
            while True:
                message = self.recvmsg()
                if message is None:
                    break
                messages.append(message)
                if not self.pending():
                    return self._within_limit(messages)
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return self._within_limit(messages)
        # Its last words count although it has gone.
        return messages or None

    def _within_limit(self, messages: list[bytes]) -> list[bytes] | None:
        if max(len(self._recv_buffer), len(self._partial_msg)) <= MAX_MESSAGE:
            return messages
        self.queue_close(1009, "message too big")
        return None

    def handle_ping(self, data: bytes) -> None:
        self._queue_frame(_PONG, data)

    def _recv(self) -> bool:
        try:
            data = self.socket.recv(READ_FROM_BROWSER)
        except BlockingIOError as error:
            raise WebSocketWantReadError from error
        self._recv_buffer += data
        return len(data) > 0

    def hang_up(self) -> None:
        if self.open:
            try:
                self.socket.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            self._close()
