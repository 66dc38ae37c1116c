# SPDX-License-Identifier: Apache-2.0
"""Why an address is not a public mail server's.

An own table rather than ipaddress.is_global, whose answer changes between Python releases. The
ranges are IANA's special-purpose registries (RFC 6890 and successors). IPv6 is the other way
round: only 2000::/3 is handed out, so everything outside it is refused by default.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_REFUSED_4 = {
    IPv4Network("0.0.0.0/8"): "unspecified",
    IPv4Network("10.0.0.0/8"): "private",
    IPv4Network("100.64.0.0/10"): "shared by a carrier's NAT",
    IPv4Network("127.0.0.0/8"): "loopback",
    IPv4Network("169.254.0.0/16"): "link-local",
    IPv4Network("172.16.0.0/12"): "private",
    IPv4Network("192.0.0.0/24"): "reserved",
    IPv4Network("192.0.2.0/24"): "for documentation",
    IPv4Network("192.88.99.0/24"): "reserved",
    IPv4Network("192.168.0.0/16"): "private",
    IPv4Network("198.18.0.0/15"): "for benchmarks",
    IPv4Network("198.51.100.0/24"): "for documentation",
    IPv4Network("203.0.113.0/24"): "for documentation",
    IPv4Network("224.0.0.0/4"): "multicast",
    IPv4Network("240.0.0.0/4"): "reserved",
}

_REFUSED_6 = {
    IPv6Network("::/128"): "unspecified",
    IPv6Network("::1/128"): "loopback",
    IPv6Network("fc00::/7"): "private",
    IPv6Network("fe80::/10"): "link-local",
    IPv6Network("fec0::/10"): "private",
    IPv6Network("ff00::/8"): "multicast",
    # Teredo, ORCHID and other protocol assignments: no mail server lives there.
    IPv6Network("2001::/23"): "reserved",
    IPv6Network("2001:db8::/32"): "for documentation",
    IPv6Network("3fff::/20"): "for documentation",
}

_GLOBAL_UNICAST = IPv6Network("2000::/3")

# Prefixes whose addresses reach an IPv4 host, and how far its address stands from the right.
_CARRIES_4 = {
    IPv6Network("::ffff:0:0/96"): 0,  # IPv4-mapped, RFC 4291 §2.5.5.2
    IPv6Network("::ffff:0:0:0/96"): 0,  # IPv4-translated, RFC 7915
    IPv6Network("64:ff9b::/96"): 0,  # NAT64, RFC 6052 §2.1
    IPv6Network("2002::/16"): 80,  # 6to4, RFC 3056 §2
}


def refusal(text: str) -> str | None:
    """A word for what is wrong with the address, or None if it is a public unicast address."""
    try:
        address = ip_address(text)
    except ValueError:
        return "unreadable"
    if isinstance(address, IPv4Address):
        return _first_match_4(address)
    if address.scope_id is not None:
        return "link-local"
    return _first_match_6(address)


def _first_match_4(address: IPv4Address) -> str | None:
    for network, why in _REFUSED_4.items():
        if address in network:
            return why
    return None


def _first_match_6(address: IPv6Address) -> str | None:
    for network, shift in _CARRIES_4.items():
        if address in network:
            return _first_match_4(IPv4Address(int(address) >> shift & 0xFFFFFFFF))
    for network, why in _REFUSED_6.items():
        if address in network:
            return why
    return None if address in _GLOBAL_UNICAST else "reserved"
