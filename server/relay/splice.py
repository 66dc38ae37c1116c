# SPDX-License-Identifier: Apache-2.0
"""Moves bytes between a browser's WebSocket and a mail server's TCP connection.

What the two sides may rely on:
- Bytes arrive unchanged and in order; the relay never looks at them.
- Neither side is read faster than the other takes: at most MAX_QUEUED bytes wait here.
- When one side ends, what it had sent is still delivered before the other is closed. (A plain
  websockify drops it: a slow reader lost the last 2 MB of 90.)
- A connection on which nothing moves for `idle_seconds` is closed.
"""

from __future__ import annotations

import select
import socket
import time

from .channel import Channel
from .limits import CLOSE_SECONDS, DRAIN_SECONDS, MAX_QUEUED, READ_FROM_SERVER


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

    def run(self) -> None:
        """Returns when both sides have ended."""
        self._server.setblocking(False)
        self._browser.setblocking(False)
        code, reason = self._relay()
        self._deliver_to_server()
        self._deliver_to_browser(code, reason)

    def _relay(self) -> tuple[int, str]:
        """Relays until one side ends; returns the close code and reason for the browser."""
        ping_at = time.monotonic() + self._heartbeat_seconds
        while True:
            now = time.monotonic()
            if now - self._moved_at > self._idle_seconds:
                return 1008, "idle for too long"
            # A ping behind queued bytes would say nothing that the bytes do not.
            if self._heartbeat_seconds and now >= ping_at:
                ping_at = now + self._heartbeat_seconds
                if self._browser.queued == 0:
                    self._browser.queue_ping()
            readable = self._wait(1.0)
            if self._lifeline in readable:
                return 1001, "the relay stops"
            try:
                if self._browser in readable and not self._read_browser():
                    return 1000, ""
            except (OSError, ValueError):
                return 1000, ""
            try:
                if self._server in readable and not self._read_server():
                    return 1000, "Target closed"
                self._write_server()
            except OSError:
                return 1000, "Target closed"
            try:
                self._write_browser()
            except OSError:
                return 1000, ""

    def _wait(self, seconds: float) -> list[object]:
        read: list[object] = [self._lifeline]
        write: list[object] = []
        more = False
        if len(self._to_server) < MAX_QUEUED and self._browser.queued < 2 * MAX_QUEUED:
            read.append(self._browser)
            more = self._browser.more
        if self._browser.queued < MAX_QUEUED:
            read.append(self._server)
        if self._to_server:
            write.append(self._server)
        if self._browser.queued:
            write.append(self._browser)
        readable = select.select(read, write, [], 0 if more else seconds)[0]
        if more and self._browser not in readable:
            readable.append(self._browser)
        return readable

    def _read_browser(self) -> bool:
        messages = self._browser.receive()
        if messages is None:
            return False
        for message in messages:
            self._to_server += message
            self._moved_at = time.monotonic()
        return self._browser.open

    def _read_server(self) -> bool:
        try:
            octets = self._server.recv(READ_FROM_SERVER)
        except BlockingIOError:
            return True
        if not octets:
            return False
        self._moved_at = time.monotonic()
        self._browser.queue(octets)
        return True

    def _write_server(self) -> None:
        if self._to_server:
            try:
                sent = self._server.send(self._to_server)
            except BlockingIOError:
                return
            del self._to_server[:sent]
            self._moved_at = time.monotonic()

    def _write_browser(self) -> None:
        before = self._browser.queued
        if before:
            self._browser.flush()
            if self._browser.queued < before:
                self._moved_at = time.monotonic()

    def _deliver_to_server(self) -> None:
        """The last command, QUIT perhaps, still reaches the server; then it is closed."""
        try:
            deadline = time.monotonic() + DRAIN_SECONDS
            while self._to_server and time.monotonic() < deadline:
                ready = select.select([self._lifeline], [self._server], [], DRAIN_SECONDS)
                if self._lifeline in ready[0]:
                    break
                before = len(self._to_server)
                self._write_server()
                if len(self._to_server) < before:
                    deadline = time.monotonic() + DRAIN_SECONDS
            self._server.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        self._server.close()

    def _deliver_to_browser(self, code: int, reason: str) -> None:
        """Everything queued, the close frame, and the wait for the browser's own."""
        browser = self._browser
        try:
            browser.queue_close(code, reason)
            deadline = time.monotonic() + DRAIN_SECONDS
            while browser.open and time.monotonic() < deadline:
                ready = select.select(
                    [self._lifeline, browser], [browser] if browser.queued else [], [], 1.0
                )
                if self._lifeline in ready[0] and code != 1001:
                    break
                before = browser.queued
                browser.flush()
                if before and browser.queued < before:
                    left = CLOSE_SECONDS if browser.queued == 0 else DRAIN_SECONDS
                    deadline = time.monotonic() + left
                if browser.open and browser in ready[0] and browser.receive() is None:
                    break
        except (OSError, ValueError):
            pass
        browser.hang_up()
