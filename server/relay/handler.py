# SPDX-License-Identifier: Apache-2.0
"""One connection from a browser: a file of the site, the probe, or a WebSocket to relay.

A page cannot see why an upgrade was refused, only that it was (close code 1006). So the same
address asked without an upgrade answers with the same status and a reason as JSON; the whole
contract is in README.md.
"""

from __future__ import annotations

import contextlib
import json
import logging
import shutil
import signal
import socket
from http.server import BaseHTTPRequestHandler
from socketserver import BaseServer
from typing import TYPE_CHECKING, cast
from urllib.parse import parse_qs, urlsplit

from websockify.websocketserver import WebSocketRequestHandlerMixIn

from .channel import Channel
from .limits import CLOSE_SECONDS, CONNECT_SECONDS, REQUEST_SECONDS
from .policy import Decision, Verdict
from .splice import Splice
from .static_site import SECURITY_HEADERS

if TYPE_CHECKING:
    from .server import Relay

log = logging.getLogger("relay")

STATUS = {
    Verdict.ALLOWED: 200,
    Verdict.MALFORMED: 400,
    Verdict.REFUSED: 403,
    Verdict.UNKNOWN_HOST: 404,
}


class Handler(WebSocketRequestHandlerMixIn, BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Pillarbox"
    sys_version = ""
    timeout = REQUEST_SECONDS
    SocketClass = Channel

    @classmethod
    def serve(cls, connection: socket.socket, address: object, relay: Relay) -> None:
        """Answers everything that comes over one connection."""
        # http.server asks for a server of its own kind, and uses nothing of it.
        cls(connection, address, cast(BaseServer, relay))

    @property
    def _relay(self) -> Relay:
        return cast("Relay", self.server)

    def do_GET(self) -> None:
        if self._is_relay_path():
            self._answer_probe()
        elif self._relay.site is None:
            self._answer_text(404, "Nothing here: this is a relay, its address is /relay")
        else:
            self._answer_file()

    def do_HEAD(self) -> None:
        self.do_GET()

    def handle_upgrade(self) -> None:
        self.close_connection = True
        if not self._is_relay_path():
            self._answer_text(404, "The relay's address is /relay")
            return
        decision = self._decide()
        if decision.verdict in (Verdict.MALFORMED, Verdict.REFUSED):
            log.info("%s", decision.log_text())
            self._answer_verdict(decision)
            return
        self._decision = decision
        super().handle_upgrade()

    def handle_websocket(self) -> None:
        """The upgrade is done; from here on, self.request is a Channel."""
        decision = self._decision
        browser: Channel = self.request
        server, reason = connect(decision)
        log.info("%s:%s %s", decision.host, decision.port, reason or decision.log_reason())
        if server is None:
            # 1011 is what a plain websockify says when it cannot connect.
            browser.settimeout(CLOSE_SECONDS)
            browser.queue_close(1011, reason)
            with contextlib.suppress(OSError):
                browser.flush()
                browser.receive()
            browser.hang_up()
            return
        browser.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # From here on the lifeline tells of the relay's end, and there is a goodbye to say.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        Splice(
            browser,
            server,
            lifeline=self._relay.lifeline,
            heartbeat_seconds=self._relay.options.heartbeat,
            idle_seconds=self._relay.options.idle_timeout,
        ).run()

    def finish(self) -> None:
        # The mixin has put a Channel into the place of a socket, and it is closed already.
        with contextlib.suppress(OSError, ValueError):
            super().finish()

    # Decisions

    def _is_relay_path(self) -> bool:
        return self._relay.site is None or urlsplit(self.path).path == "/relay"

    def _decide(self) -> Decision:
        """Origin first, then the number of connections, then the policy, which asks the DNS."""
        if self._origin_refused():
            return Decision(Verdict.REFUSED, "this relay does not serve pages of that origin")
        if self._relay.options.behind_proxy and not self._relay.slots.claim(self._client()):
            return Decision(Verdict.REFUSED, "too many connections from one address")
        return self._relay.policy.decide(self._token())

    def _origin_refused(self) -> bool:
        """RFC 6455 §10.2. A client that is no browser may say anything or nothing here."""
        allowed = self._relay.options.origin
        return bool(allowed) and self.headers.get("Origin") not in allowed

    def _client(self) -> str:
        """Behind a proxy the last address is the one that the proxy itself has seen."""
        forwarded: str = self.headers.get("X-Forwarded-For", "")
        return forwarded.rpartition(",")[2].strip() or str(self.client_address[0])

    def _token(self) -> str | None:
        try:
            values = parse_qs(urlsplit(self.path).query, errors="strict", max_num_fields=8)
        except ValueError:
            return ""
        return values["token"][0] if "token" in values else None

    # Answers

    def _answer_probe(self) -> None:
        self._answer_verdict(self._decide())

    def _answer_verdict(self, decision: Decision) -> None:
        body = {"relay": "pillarbox", "verdict": decision.verdict.value, "reason": decision.reason}
        headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
        origin = self.headers.get("Origin")
        if origin is not None and not self._origin_refused():
            headers["Access-Control-Allow-Origin"] = origin
            headers["Vary"] = "Origin"
        self._answer(STATUS[decision.verdict], headers, json.dumps(body).encode())

    def _answer_file(self) -> None:
        assert self._relay.site is not None
        page = self._relay.site.open(self.path, self.headers.get("Accept-Encoding", ""))
        if page is None:
            self._answer_text(404, "Not found")
            return
        with page.file:
            headers = {**page.headers, "ETag": page.etag}
            known = self.headers.get("If-None-Match", "")
            if page.etag in (tag.strip().removeprefix("W/") for tag in known.split(",")):
                self._begin(304, headers, None)
                return
            self._begin(200, headers, page.size)
            if self.command != "HEAD":
                shutil.copyfileobj(page.file, self.wfile, 256 * 1024)

    def _answer_text(self, status: int, text: str) -> None:
        headers = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
        self._answer(status, headers, f"{text}\n".encode())

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self._begin(status, headers, len(body))
        if self.command != "HEAD":
            self.wfile.write(body)

    def _begin(self, status: int, headers: dict[str, str], length: int | None) -> None:
        # No request here has a body; one that comes anyway is not read as the next request.
        if "Content-Length" in self.headers or "Transfer-Encoding" in self.headers:
            self.close_connection = True
        self.send_response(status)
        for name, value in {**SECURITY_HEADERS, **headers}.items():
            self.send_header(name, value)
        if length is not None:
            self.send_header("Content-Length", str(length))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What http.server and websockify answer by themselves, in our form."""
        self.close_connection = True
        # An answer needs a status line, also to what was too broken to have a version.
        self.request_version = self.protocol_version
        if not hasattr(self, "headers"):
            self.headers = self.MessageClass()
        self._answer_text(code, message or self.responses.get(code, ("Error", ""))[0])

    def log_message(self, *_args: object) -> None:
        """Nothing: a request line may hold what is nobody's business. See Decision.log_text."""


def connect(decision: Decision) -> tuple[socket.socket | None, str]:
    """Tries the checked addresses in turn; returns the connection, or None and the reason."""
    if decision.verdict is Verdict.UNKNOWN_HOST:
        return None, f"{decision.verdict.value}: {decision.reason}"
    reason = ""
    for address in decision.addresses:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        try:
            server = socket.socket(family, socket.SOCK_STREAM)
        except OSError:
            reason = reason or "unreachable: the relay has no such network"
            continue
        try:
            server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            server.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            server.settimeout(CONNECT_SECONDS)
            server.connect((address, decision.port))
            return server, ""
        except ConnectionRefusedError:
            reason = "connection-refused: nothing listens on that port"
        except ConnectionResetError:
            reason = "connection-reset: the mail server hung up at once"
        except TimeoutError:
            reason = f"timeout: no answer within {CONNECT_SECONDS:.0f} s"
        except OSError:
            reason = reason or "unreachable: no route to the mail server"
        server.close()
    return None, reason
