# SPDX-License-Identifier: Apache-2.0
"""Which mail server may be reached through the relay.

A relay that connects wherever a web page asks is a hole in the network it stands in, so it
reaches only the two POP3 ports of public addresses, and what its owner has named on the allow
list. The name is looked up once, every address it has is checked, and the caller connects to a
checked address, never to the name: a second look-up could answer differently (DNS rebinding).

MailPolicy is also a token plugin for a plain websockify:

    PYTHONPATH=server websockify --token-plugin relay.policy.MailPolicy \
        --token-source 'mail.example.org:1995 @/etc/pillarbox/allow' 8110
"""

from __future__ import annotations

import logging
import re
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from .addresses import refusal
from .limits import MAX_ADDRESSES, MAX_HOST_LENGTH

# RFC 1939 §3 and RFC 8314 §7.3: POP3 and POP3 over implicit TLS.
MAIL_PORTS = (110, 995)

log = logging.getLogger("relay")

Resolver = Callable[[str, int], list[str]]


class Verdict(Enum):
    """The words are part of the relay's contract (README.md)."""

    ALLOWED = "allowed"
    MALFORMED = "malformed"
    REFUSED = "refused"
    UNKNOWN_HOST = "unknown-host"


@dataclass(frozen=True)
class Decision:
    verdict: Verdict
    reason: str
    host: str = ""
    port: int = 0
    addresses: tuple[str, ...] = ()

    def log_text(self) -> str:
        """Host, port and verdict: all that is ever written down about a connection."""
        target = f"{self.host}:{self.port} " if self.host else ""
        return f"{target}{self.log_reason()}"

    def log_reason(self) -> str:
        return f"{self.verdict.value}: {self.reason}"


@dataclass(frozen=True)
class Target:
    host: str
    port: int

    @staticmethod
    def parse(text: str) -> Target | None:
        """Reads `host:port` or `[2001:db8::1]:port`; None for anything else."""
        match = re.fullmatch(r"(?:\[([0-9A-Fa-f:.]+)\]|([^:\[\]]+)):([0-9]{1,5})", text, re.ASCII)
        if match is None:
            return None
        literal, name, digits = match.groups()
        port = int(digits)
        if not 1 <= port <= 65535:
            return None
        host = literal if literal is not None else name.rstrip(".")
        if literal is not None and ":" not in literal:
            return None
        if literal is None and not is_host_name(host):
            return None
        return Target(host.lower(), port)


def is_host_name(text: str) -> bool:
    """RFC 1123 §2.1, with the underscore that some zones use. IDNs come as A-labels."""
    if len(text) > MAX_HOST_LENGTH:
        return False
    label = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?", re.ASCII)
    return all(label.fullmatch(part) for part in text.split("."))


def resolve(host: str, port: int) -> list[str]:
    """Every address of a name, in the system's order of preference."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class AllowListError(ValueError):
    """An entry of the allow list cannot be read; the message names it."""


def read_allow_list(entries: Iterable[str]) -> frozenset[Target]:
    """Entries are `host:port`, or `@FILE` with one a line, blank lines and # comments aside."""
    targets: set[Target] = set()
    for entry in entries:
        if entry.startswith("@"):
            try:
                lines = Path(entry[1:]).read_text(encoding="utf-8").splitlines()
            except (OSError, UnicodeDecodeError) as error:
                raise AllowListError(f"cannot read the allow list {entry[1:]}: {error}") from error
            written = (line.split("#")[0].strip() for line in lines)
            targets |= read_allow_list(line for line in written if line and line[0] != "@")
            continue
        target = Target.parse(entry)
        if target is None:
            raise AllowListError(f"not host:port on the allow list: {entry!r}")
        targets.add(target)
    return frozenset(targets)


class MailPolicy:
    def __init__(
        self,
        source: str | Iterable[str] | None = None,
        *,
        only_listed: bool = False,
        resolver: Resolver = resolve,
    ) -> None:
        entries = source.split() if isinstance(source, str) else source or ()
        self._listed = read_allow_list(entries)
        self._only_listed = only_listed
        self._resolver = resolver

    def decide(self, token: str | None) -> Decision:
        if token is None:
            return Decision(Verdict.MALFORMED, "no token; ask with ?token=HOST:PORT")
        target = Target.parse(token)
        if target is None:
            # What cannot be read is not repeated: it may hold anything.
            return Decision(Verdict.MALFORMED, "the token is not HOST:PORT")
        listed = target in self._listed
        if not listed and self._only_listed:
            return self._refuse(target, "this relay serves only the servers on its allow list")
        if not listed and target.port not in MAIL_PORTS:
            return self._refuse(target, "only ports 110 and 995 are relayed")
        return self._check_addresses(target, listed)

    def _check_addresses(self, target: Target, listed: bool) -> Decision:
        try:
            addresses = self._resolver(target.host, target.port)[:MAX_ADDRESSES]
        except (OSError, UnicodeError):
            addresses = []
        if not addresses:
            return Decision(
                Verdict.UNKNOWN_HOST, "the name has no address", target.host, target.port
            )
        if not listed:
            for address in addresses:
                why = refusal(address)
                if why is not None:
                    return self._refuse(target, f"its address is {why}")
        reason = "on the allow list" if listed else "public mail server"
        return Decision(Verdict.ALLOWED, reason, target.host, target.port, tuple(addresses))

    @staticmethod
    def _refuse(target: Target, reason: str) -> Decision:
        return Decision(Verdict.REFUSED, reason, target.host, target.port)

    def lookup(self, token: str) -> tuple[str, int] | None:
        """websockify's token plugin: the address to connect to, or None to refuse."""
        decision = self.decide(token)
        log.info("%s", decision.log_text())
        if decision.verdict is not Verdict.ALLOWED:
            return None
        return decision.addresses[0], decision.port
