"""Mail addresses: how two are compared, and how one is written on an envelope."""

from __future__ import annotations

from email.headerregistry import Address
from unicodedata import normalize


class NoAddressError(ValueError):
    """No mail can be sent to this address."""


def plain(address: str) -> str:
    """An address as it is compared where it opens something: only A to Z and a to z are the same.

    A search may be generous; a proof may not. Letters that merely look or fold alike (``ß`` and ``ss``, full
    width, a dotless i) are different mail boxes, perhaps of different people.
    """
    composed = normalize("NFC", address).strip()
    return "".join(c.lower() if c.isascii() else c for c in composed)


def header_of(address: str, name: str = "") -> Address:
    """An address for a header: the name of its host in ASCII. Raises ``NoAddressError``.

    The header classes quote what must be quoted and refuse line breaks, so an address can never add a
    header or a second recipient.
    """
    local, _, host = address.strip().rpartition("@")
    if not (local and host):
        raise NoAddressError
    try:
        domain = host.encode("idna").decode("ascii") if not host.isascii() else host
        return Address(display_name=name, username=local, domain=domain)
    except (ValueError, UnicodeError, IndexError) as wrong:
        raise NoAddressError from wrong
