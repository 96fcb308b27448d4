"""How often somebody may try: so many turns per source, or per thing that is tried, in so many minutes.

A turn is taken BEFORE the work it allows and given back when it was no failure, so that many who try at the
same moment, in several processes, are counted one by one. What was tried, and from where, is kept as a keyed
hash, and only until all turns are free again.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from datetime import timedelta
from typing import NamedTuple

from flask import request

from web.services import services
from web.turns import Turns

IPV6_SITE = 64
IPV6 = 6


class Limit(NamedTuple):
    """At most ``most`` turns at once and in each ``minutes`` after that, counted under ``name``."""

    name: str
    most: int
    minutes: int

    @property
    def window(self) -> timedelta:
        """How long it takes until all turns are free again."""
        return timedelta(minutes=self.minutes)


def take(limit: Limit, who: str) -> bool:
    """Take a turn; False when ``who`` has none left."""
    return not wait(limit, who)


def wait(limit: Limit, who: str) -> int:
    """Take a turn; 0 when it was given, else the seconds until there is one (for ``Retry-After``)."""
    left = _turns().take(_bucket(limit, who), limit.most, limit.window)
    return -(-left // timedelta(seconds=1))


def give_back(limit: Limit, who: str) -> None:
    """Return a turn: what it was taken for was no failure."""
    _turns().give_back(_bucket(limit, who), limit.most, limit.window)


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


def exceeded(limit: Limit, who: str) -> bool:
    """Whether ``who`` has no turn left, without taking one: for what is counted elsewhere."""
    return not _turns().left(_bucket(limit, who), limit.most, limit.window)


def note(limit: Limit, who: str) -> None:
    """Count what has happened already, whether there was a turn for it or not."""
    take(limit, who)


def _turns() -> Turns:
    return Turns(services().state.database, services().now)


def _bucket(limit: Limit, who: str) -> str:
    secret = services().vault.derive("attempt")
    told = f"{limit.name}\n{who}".encode("utf-8", "replace")
    return hmac.new(secret, told, hashlib.sha256).hexdigest()
