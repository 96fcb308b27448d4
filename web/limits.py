"""How often somebody may try: a sliding window per source and per thing that is tried.

What was tried, and from where, is kept as a keyed hash and only for the length of the window.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from datetime import timedelta
from typing import NamedTuple

from flask import request

from web.services import services

IPV6_SITE = 64
IPV6 = 6


class Limit(NamedTuple):
    """At most ``most`` failures within ``minutes``, each counted under ``name``."""

    name: str
    most: int
    minutes: int

    @property
    def window(self) -> timedelta:
        """How long a failure counts."""
        return timedelta(minutes=self.minutes)


def exceeded(limit: Limit, who: str) -> bool:
    """Whether ``who`` failed as often as ``limit`` allows."""
    return services().state.attempts(_bucket(limit, who), limit.window) >= limit.most


def note(limit: Limit, who: str) -> None:
    """Count a failure."""
    services().state.note_attempt(_bucket(limit, who), limit.window)


def source() -> str:
    """Where the request comes from: the address, or the whole site of an IPv6 address."""
    address = request.remote_addr or ""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version != IPV6:
        return str(parsed)
    return str(ipaddress.ip_network((parsed, IPV6_SITE), strict=False))


def _bucket(limit: Limit, who: str) -> str:
    secret = services().vault.derive("attempt")
    told = f"{limit.name}\n{who}".encode("utf-8", "replace")
    return hmac.new(secret, told, hashlib.sha256).hexdigest()
