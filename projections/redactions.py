"""Every redaction in one row, found by the request it was made for. No word of a document."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec
from msgspec.structs import replace

from ppid.events import Recorded, Stream
from ppid.redaction.events import Begun, Dropped, Released
from ppid.redaction.state import REDACTION
from projections.reader import Reader
from projections.shape import Projection

MOST = 100


class Redacted(msgspec.Struct, frozen=True):
    """A redaction: for which request, and whether its copy may be given."""

    stream: Stream
    request: Stream
    body: Stream
    unit: str
    title: str
    begun_at: datetime
    released: bool = False
    dropped: bool = False


def _keys_of(recorded: Recorded) -> Iterable[Stream]:
    stream = recorded.envelope.stream
    return (stream,) if REDACTION.of(stream) else ()


def evolve(row: Redacted | None, recorded: Recorded) -> Redacted | None:
    """Fold one fact of a redaction."""
    envelope = recorded.envelope
    match row, envelope.event:
        case None, Begun(title=title, unit=unit, request=request):
            return Redacted(envelope.stream, request, envelope.body, unit, title, envelope.recorded_at)
        case Redacted(), Released():
            return replace(row, released=True)
        case Redacted(), Dropped():
            return replace(row, dropped=True)
        case _:
            return row


REDACTIONS = Projection(
    name="redactions",
    version=1,
    row=Redacted,
    key=("stream",),
    keys_of=_keys_of,
    evolve=evolve,
    indexes=(("request", "begun_at", "stream"),),
)


def of_request(redactions: Reader[Redacted], request: Stream) -> list[Redacted]:
    """Return the redactions of a request, the newest first, without those given up."""
    where = {"request": request, "dropped": False}
    return redactions.page(where=where, order=("begun_at", "stream"), limit=MOST, descending=True)
