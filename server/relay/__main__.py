# SPDX-License-Identifier: Apache-2.0
"""The command line: python3 -m relay, or `npm run relay --`."""

from __future__ import annotations

import argparse
import logging
import ssl
import sys

from .limits import (
    HEARTBEAT_SECONDS,
    IDLE_SECONDS,
    MAX_CONNECTIONS,
    MAX_CONNECTIONS_PER_CLIENT,
)
from .policy import AllowListError, MailPolicy
from .server import Options, Relay


def read_arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="relay",
        allow_abbrev=False,
        description="Relays WebSockets to POP3 servers (ports 110 and 995 of public addresses, "
        "and what is allowed by name), and serves the site on the same port.",
    )
    add = parser.add_argument
    add("--listen", default="127.0.0.1:8110", metavar="HOST:PORT", type=_listen_address)
    add("--allow", action="append", default=[], metavar="HOST:PORT", help="allow this server too")
    add("--allow-file", action="append", default=[], metavar="FILE", help="the same, one a line")
    add("--only-allowed", action="store_true", help="allow nothing but these servers")
    add("--origin", action="append", default=[], metavar="URL", help="serve only these sites")
    add("--web", metavar="DIR", help="serve the built site; the relay is then at /relay")
    add("--cert", metavar="FILE", help="speak TLS with this certificate chain (PEM)")
    add("--key", metavar="FILE", help="its key, if it is not in the same file")
    add("--heartbeat", default=HEARTBEAT_SECONDS, metavar="SECONDS", type=_seconds)
    add("--idle-timeout", default=IDLE_SECONDS, metavar="SECONDS", type=_seconds)
    add("--max-connections", default=MAX_CONNECTIONS, metavar="N", type=_count)
    add("--max-per-client", default=MAX_CONNECTIONS_PER_CLIENT, metavar="N", type=_count)
    add("--behind-proxy", action="store_true", help="take clients from X-Forwarded-For")
    add("--lifeline", metavar="FD", type=int, help="stop when this descriptor reaches its end")
    return parser.parse_args(arguments)


def _listen_address(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not colon or not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise argparse.ArgumentTypeError("not HOST:PORT")
    return host.strip("[]") or "0.0.0.0", int(port)


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 <= value < 1e9:
        raise argparse.ArgumentTypeError("not a number of seconds")
    return value


def _count(text: str) -> int:
    value = int(text)
    if not 1 <= value <= 1_000_000:
        raise argparse.ArgumentTypeError("not a count")
    return value


def main() -> int:
    given = read_arguments(sys.argv[1:])
    logging.basicConfig(format="relay: %(message)s", level=logging.INFO, stream=sys.stderr)
    try:
        policy = MailPolicy(
            [*given.allow, *(f"@{file}" for file in given.allow_file)],
            only_listed=given.only_allowed,
        )
        relay = Relay(
            Options(
                host=given.listen[0],
                port=given.listen[1],
                origin=given.origin,
                web=given.web,
                cert=given.cert,
                key=given.key,
                heartbeat=given.heartbeat,
                idle_timeout=given.idle_timeout,
                max_connections=given.max_connections,
                max_per_client=given.max_per_client,
                behind_proxy=given.behind_proxy,
                lifeline=given.lifeline,
            ),
            policy,
        )
    except (AllowListError, OSError, ssl.SSLError) as error:
        logging.error("cannot start: %s", error)
        return 1
    print(f"Relay is ready: {relay.url}", flush=True)
    relay.serve()
    return 0


if __name__ == "__main__":
    sys.exit(main())
