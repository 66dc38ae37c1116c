# SPDX-License-Identifier: Apache-2.0
"""Moves bytes between a browser's WebSocket and a mail server's TCP connection.

What the two sides may rely on:
- Bytes arrive unchanged and in order; the relay never looks at them.
- Neither side is read faster than the other takes: about MAX_QUEUED bytes wait here.
- When one side ends, what it had sent is still delivered before the other is closed. (A plain
  websockify drops it: a slow reader lost the last 2 MB of 90.)
- A connection on which nothing moves for `idle_seconds` is closed.
"""

from __future__ import annotations

import contextlib
import select
import socket
import time

from .channel import Channel
from .limits import CLOSE_SECONDS, DRAIN_SECONDS, MAX_QUEUED, READ_FROM_SERVER

# RFC 6455 §7.4.1: "such as a server going down".
_GOING_AWAY = 1001


class _BrowserEnded(Exception):
    pass


class _ServerEnded(Exception):
    pass


class _RelayEnds(Exception):
    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Splice:
    def __init__(
        self,
        browser: Channel,
        server: socket.socket,
        *,
        lifeline: int,
        heartbeat_seconds: float,
        idle_seconds: float,
    ) -> None:
        self._browser = browser
        self._server = server
        self._lifeline = lifeline
        self._heartbeat_seconds = heartbeat_seconds
        self._idle_seconds = idle_seconds
        self._to_server = bytearray()
        self._moved_at = time.monotonic()
        self._ping_at = self._moved_at + heartbeat_seconds

    def run(self) -> None:
        """Returns when both sides have ended."""
        self._server.setblocking(False)
        self._browser.setblocking(False)
        try:
            while True:
                self._watch_clock()
                self._step()
        except _BrowserEnded:
            self._deliver_to_server()
            self._server.close()
            self._deliver_to_browser(1000, "")
        except _ServerEnded:
            self._server.close()
            # The words are websockify's own.
            self._deliver_to_browser(1000, "Target closed")
        except _RelayEnds as end:
            self._server.close()
            self._deliver_to_browser(end.code, end.reason)

    def _watch_clock(self) -> None:
        now = time.monotonic()
        if now - self._moved_at > self._idle_seconds:
            raise _RelayEnds(1008, "idle for too long")
        if self._heartbeat_seconds and now >= self._ping_at:
            self._ping_at = now + self._heartbeat_seconds
            # A ping behind queued bytes would say nothing that the bytes do not.
            if self._browser.queued == 0:
                self._browser.queue_ping()

    def _step(self) -> None:
        readable = self._wait()
        if self._lifeline in readable:
            raise _RelayEnds(_GOING_AWAY, "the relay stops")
        if self._browser in readable:
            self._read_browser()
        self._write_server()
        if self._server in readable:
            self._read_server()
        self._write_browser()

    def _wait(self) -> list[object]:
        """What can be read now; returns after a second at the latest."""
        read: list[object] = [self._lifeline]
        write: list[object] = []
        held = False
        if len(self._to_server) < MAX_QUEUED and self._browser.queued < 2 * MAX_QUEUED:
            read.append(self._browser)
            held = self._browser.holds_input
        if self._browser.queued < MAX_QUEUED:
            read.append(self._server)
        if self._to_server:
            write.append(self._server)
        if self._browser.queued:
            write.append(self._browser)
        readable = select.select(read, write, [], 0 if held else 1.0)[0]
        return [*readable, self._browser] if held else readable

    def _read_browser(self) -> None:
        try:
            messages = self._browser.receive()
        except OSError as error:
            raise _BrowserEnded from error
        for message in messages:
            self._to_server += message
            self._moved_at = time.monotonic()
        if self._browser.ended:
            raise _BrowserEnded

    def _read_server(self) -> None:
        try:
            octets = self._server.recv(READ_FROM_SERVER)
        except BlockingIOError:
            return
        except OSError as error:
            raise _ServerEnded from error
        if not octets:
            raise _ServerEnded
        self._moved_at = time.monotonic()
        self._browser.queue(octets)

    def _write_server(self) -> None:
        if not self._to_server:
            return
        try:
            sent = self._server.send(self._to_server)
        except BlockingIOError:
            return
        except OSError:
            # It takes no more, but what it said before may still wait to be read.
            self._to_server.clear()
            return
        del self._to_server[:sent]
        self._moved_at = time.monotonic()

    def _write_browser(self) -> None:
        before = self._browser.queued
        if before == 0:
            return
        try:
            self._browser.flush()
        except OSError as error:
            raise _BrowserEnded from error
        if self._browser.queued < before:
            self._moved_at = time.monotonic()

    def _deliver_to_server(self) -> None:
        """The last command, QUIT perhaps, still reaches the server."""
        deadline = time.monotonic() + DRAIN_SECONDS
        while self._to_server and time.monotonic() < deadline:
            readable = select.select([self._lifeline], [self._server], [], 1.0)[0]
            if self._lifeline in readable:
                return
            before = len(self._to_server)
            self._write_server()
            if len(self._to_server) < before:
                deadline = time.monotonic() + DRAIN_SECONDS

    def _deliver_to_browser(self, code: int, reason: str) -> None:
        """Everything queued, our close frame, and the wait for the browser's own."""
        browser = self._browser
        browser.queue_close(code, reason)
        deadline = time.monotonic() + (DRAIN_SECONDS if browser.queued else CLOSE_SECONDS)
        with contextlib.suppress(OSError):
            while browser.open and not browser.received_close and time.monotonic() < deadline:
                read: list[object] = [browser]
                if code != _GOING_AWAY:
                    read.append(self._lifeline)
                write = [browser] if browser.queued else []
                readable = select.select(read, write, [], 1.0)[0]
                if self._lifeline in readable:
                    break
                before = browser.queued
                browser.flush()
                if browser.queued < before:
                    patience = DRAIN_SECONDS if browser.queued else CLOSE_SECONDS
                    deadline = time.monotonic() + patience
                if browser.open and browser in readable:
                    browser.receive()
            browser.flush()
        browser.hang_up()
