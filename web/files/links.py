"""Links to one file, for one reader or one moment: sealed, so that they say nothing and cannot be made up.

What a link is for is part of its seal: the long leave to see a small picture opens no file.
"""

from __future__ import annotations

import base64
import binascii
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from ppid.events import Stream
from web.services import services

#: Where files are handed out, on their own address.
PLACE = "/berkas"
LASTS = timedelta(minutes=5)
#: A page with small pictures may be left open for longer than a link to a file should last.
PICTURES_LAST = timedelta(hours=8)
_MOST_CHARS = 2000


class Leave(StrEnum):
    """What a link gives leave to; each is sealed with a key of its own."""

    FILE = "file-link"
    UNSCANNED = "file-link-unscanned"
    PICTURE = "file-link-picture"


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
    """A token for this file; ``bound`` is whom it is for, '' for whoever has it.

    What lasts longer than a link to a file gives leave to its picture alone.
    """
    leave = Leave.PICTURE if lasts > LASTS else Leave.UNSCANNED if bound else Leave.FILE
    clear = msgspec.json.encode(_Link(given, services().now() + lasts))
    box = services().vault.seal_own(leave, clear, bound)
    return _text(box)


def unseal(token: str, leave: Leave, bound: str = "") -> Given | None:
    """The file of a token; None when it was made up, altered, for somebody or something else, or too old."""
    if len(token) > _MOST_CHARS:
        return None
    try:
        box = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    if _text(box) != token:
        return None  # the same bytes spelled in another way
    clear = services().vault.open_own(leave, box, bound)
    if clear is None:
        return None
    link = msgspec.json.decode(clear, type=_Link)
    return link.given if services().now() < link.until else None


def _text(box: bytes) -> str:
    return base64.urlsafe_b64encode(box).rstrip(b"=").decode("ascii")
