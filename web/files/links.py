"""Links to one file, for one reader or one moment: sealed, so that they say nothing and cannot be made up."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime, timedelta

import msgspec

from ppid.events import Stream
from web.services import services

#: Where files are handed out, on their own address.
PLACE = "/berkas"
LASTS = timedelta(minutes=5)
#: A page with small pictures may be left open for longer than a link to a file should last.
PICTURES_LAST = timedelta(hours=8)
_PURPOSE = "file-link"
_MOST_CHARS = 2000


class Given(msgspec.Struct, frozen=True):
    """A stored file as it leaves: ``person`` is whose key opens it, '' for a public one."""

    sha256: str
    person: Stream
    media_type: str
    name: str


class _Link(msgspec.Struct, frozen=True):
    given: Given
    until: datetime


def seal(given: Given, bound: str = "", lasts: timedelta = LASTS) -> str:
    """A token for this file; ``bound`` is whom it is for, '' for whoever has it."""
    clear = msgspec.json.encode(_Link(given, services().now() + lasts))
    box = services().vault.seal_own(_PURPOSE, clear, bound)
    return _text(box)


def unseal(token: str, bound: str = "") -> Given | None:
    """The file of a token; None when it was made up, altered, for somebody else, or is too old."""
    if len(token) > _MOST_CHARS:
        return None
    try:
        box = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    if _text(box) != token:
        return None  # the same bytes spelled in another way
    clear = services().vault.open_own(_PURPOSE, box, bound)
    if clear is None:
        return None
    link = msgspec.json.decode(clear, type=_Link)
    return link.given if services().now() < link.until else None


def _text(box: bytes) -> str:
    return base64.urlsafe_b64encode(box).rstrip(b"=").decode("ascii")
