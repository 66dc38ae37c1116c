# SPDX-License-Identifier: Apache-2.0
"""Listens, forks a process for each connection, and ends them all with itself.

A process a connection is websockify's own way: one that crashes or is held up by its peer
harms nobody else, and the kernel cleans up after it.
"""

from __future__ import annotations

import contextlib
import logging
import os
import select
import signal
import socket
import ssl
import time
from dataclasses import dataclass, field
from types import FrameType
from typing import NoReturn

from .handler import Handler
from .limits import (
    CLOSE_SECONDS,
    HEARTBEAT_SECONDS,
    IDLE_SECONDS,
    MAX_CONNECTIONS,
    MAX_CONNECTIONS_PER_CLIENT,
    REQUEST_SECONDS,
)
from .policy import MailPolicy
from .slots import Slots
from .static_site import StaticSite

log = logging.getLogger("relay")

_BUSY = (
    b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n"
    b"Retry-After: 10\r\nContent-Length: 0\r\n\r\n"
)


@dataclass
class Options:
    host: str = "127.0.0.1"
    port: int = 8110
    origin: list[str] = field(default_factory=list)
    web: str | None = None
    cert: str | None = None
    key: str | None = None
    heartbeat: float = HEARTBEAT_SECONDS
    idle_timeout: float = IDLE_SECONDS
    max_connections: int = MAX_CONNECTIONS
    max_per_client: int = MAX_CONNECTIONS_PER_CLIENT
    behind_proxy: bool = False
    lifeline: int | None = None


class Stop(BaseException):
    """Raised by SIGTERM and SIGINT; no `except Exception` swallows it."""


class Relay:
    def __init__(self, options: Options, policy: MailPolicy) -> None:
        self.options = options
        self.policy = policy
        self.site = StaticSite(options.web) if options.web else None
        self.slots = Slots(options.max_connections, options.max_per_client)
        self._tls = _tls_context(options)
        self._children: dict[int, int] = {}
        self._listener = _listen(options)
        # Children watch the reading end: it ends when this process does, however it dies.
        self.lifeline, self._life = os.pipe()

    @property
    def url(self) -> str:
        host, port = self._listener.getsockname()[:2]
        name = f"[{host}]" if ":" in host else host
        return f"{'https' if self._tls else 'http'}://{name}:{port}/"

    def serve(self) -> None:
        """Runs until SIGTERM, SIGINT, or the end of the lifeline option."""
        watched = [self._listener.fileno()]
        if self.options.lifeline is not None:
            watched.append(self.options.lifeline)
        try:
            # Inside, so that not even the first signal passes by the clean-up.
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, _raise_stop)
            while True:
                ready = select.select(watched, [], [], 1.0)[0]
                self._reap()
                if self.options.lifeline in ready:
                    break
                if watched[0] in ready:
                    self._accept()
        except Stop:
            pass
        finally:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, signal.SIG_IGN)
            self._listener.close()
            self._end_children()

    def _accept(self) -> None:
        try:
            connection, address = self._listener.accept()
        except OSError:
            return
        client = "" if self.options.behind_proxy else str(address[0])
        slot = self.slots.take(client)
        if slot is None:
            log.warning("too many connections")
            _send_busy(connection, self._tls is None)
        else:
            # A signal must not fall between the fork and the note of it.
            signal.pthread_sigmask(signal.SIG_BLOCK, _STOP_SIGNALS)
            try:
                child = os.fork()
                if child == 0:
                    self._child(connection, address, slot)
                self._children[child] = slot
            except OSError as error:
                self.slots.free(slot)
                log.warning("cannot start a process: %s", error.strerror)
            finally:
                signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOP_SIGNALS)
        connection.close()

    def _child(self, connection: socket.socket, address: object, slot: int) -> NoReturn:
        try:
            for number in _STOP_SIGNALS:
                signal.signal(number, signal.SIG_DFL)
            # A terminal sends its ^C to all; the parent tells its children itself.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOP_SIGNALS)
            self._listener.close()
            os.close(self._life)
            self.slots.mine = slot
            connection.settimeout(REQUEST_SECONDS)
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
            Handler.serve(connection, address, self)
        except (OSError, ssl.SSLError):
            # The browser went away, or never spoke TLS.
            pass
        except Exception as error:
            log.error("internal error: %s", type(error).__name__)
        finally:
            try:
                connection.close()
            finally:
                os._exit(0)

    def _reap(self) -> None:
        while self._children:
            child, _ = os.waitpid(-1, os.WNOHANG)
            if child == 0:
                return
            self.slots.free(self._children.pop(child))

    def _end_children(self) -> None:
        """Those that relay see the end of the lifeline and say goodbye; SIGTERM is for the rest."""
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
        os.close(self._life)
        for number in (signal.SIGTERM, signal.SIGKILL):
            for child in self._children:
                os.kill(child, number)
            deadline = time.monotonic() + CLOSE_SECONDS
            while self._children and time.monotonic() < deadline:
                self._reap()
                if self._children:
                    signal.sigtimedwait([signal.SIGCHLD], 0.1)


_STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)


def _raise_stop(_number: int, _frame: FrameType | None) -> None:
    raise Stop


def _listen(options: Options) -> socket.socket:
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((options.host, options.port))
    listener.listen(128)
    listener.setblocking(False)
    return listener


def _tls_context(options: Options) -> ssl.SSLContext | None:
    if options.cert is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(options.cert, options.key)
    return context


def _send_busy(connection: socket.socket, readable: bool) -> None:
    if readable:
        connection.setblocking(False)
        with contextlib.suppress(OSError):
            connection.send(_BUSY)
