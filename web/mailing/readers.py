"""Who has a mail address: found by the blind index, then held to the address letter by letter."""

from __future__ import annotations

from typing import NamedTuple

from ppid.events import Stream
from web.mailing.addresses import plain
from web.services import Services


class Reader(NamedTuple):
    """A person who gave an address, and the address as they gave it."""

    person: Stream
    email: str


def having(services: Services, address: str) -> list[Reader]:
    """The persons whose own address this is; none of those whose address only looks like it."""
    if not address:
        return []
    found = []
    for person in services.people.find("email", address):
        identity = services.people.identity(person)
        if identity and plain(identity.email) == plain(address):
            found.append(Reader(person, identity.email))
    return found
