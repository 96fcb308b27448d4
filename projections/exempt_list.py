"""The list of exempt information as everybody reads it (DIK): what, why and until when, never the content.

Only what a decree says has columns here. A test under way, or one that was given up, has a row too, since its
facts are folded there; but every column that people read is empty, and no reading function gives it.
Law: UU 14/2008 art. 17, 19, 20; Perki 1/2021 art. 49-53, annexes II-III; regulations §4.7.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import msgspec
from msgspec.structs import replace

from ppid.database import Database
from ppid.events import Recorded, Stream
from ppid.exemption.papers import RUNNING, Decree, Row
from ppid.exemption.state import EXEMPTION, Exemption
from ppid.exemption.vocabulary import Status
from projections.reader import Reader
from projections.shape import Projection
from projections.store import Standing
from projections.words_searched import terms

#: The newest decree first.
ORDER = ("decreed_on", "stream")


class ExemptRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A row of a decree in the columns of the list.

    ``sheet`` and ``decree`` are those that say the row as it is now; ``approver`` is a position, no name.
    ``opened_parts`` are parts that a ruling or an answer opened while the rest stays exempt.
    """

    number: int
    information: str
    articles: tuple[str, ...]
    if_opened: str
    if_closed: str
    since: date
    status: Status
    sheet: str
    tested_on: date
    decree: str
    decreed_on: date
    other_law: str = ""
    legal_basis: str = ""
    until: date | None = None
    period_basis: str = ""
    approver: str = ""
    changed: bool = False
    opened_on: date | None = None
    opened_parts: tuple[str, ...] = ()

    def exempt(self, on: date) -> bool:
        """Whether it is exempt on a day; the last day of its period is, to its end."""
        if self.status not in RUNNING or (self.until is not None and on > self.until):
            return False
        return on >= self.since


class ExemptLine(msgspec.Struct, frozen=True, kw_only=True):
    """A decree of the list with its rows.

    ``running``: some row still is exempt by its recorded facts. ``said`` is what the search looks in.
    ``state`` is the whole exemption as JSON, for the fold alone.
    """

    stream: Stream
    body: Stream
    public: bool
    state: str
    running: bool = False
    unit: str = ""
    decree: str = ""
    decreed_on: date | None = None
    said: str = ""
    rows: tuple[ExemptRow, ...] = ()


_ENCODER = msgspec.json.Encoder(order="deterministic")
_DECODER = msgspec.json.Decoder(Exemption)


def _keys_of(recorded: Recorded) -> Iterable[Stream]:
    stream = recorded.envelope.stream
    return (stream,) if EXEMPTION.of(stream) else ()


def evolve(row: ExemptLine | None, recorded: Recorded) -> ExemptLine | None:
    """Fold one event of an exemption; a test that was given up has no row any more."""
    before = _DECODER.decode(row.state) if row else None
    exemption = EXEMPTION.place(before, recorded.envelope)
    if exemption is None:
        return None
    state = _ENCODER.encode(exemption).decode()
    decree = exemption.decree
    if decree is None:
        if exemption.closed:
            return None
        return ExemptLine(stream=exemption.stream, body=exemption.body, public=False, state=state)
    rows = tuple(_row(exemption, each) for each in exemption.rows)
    return ExemptLine(
        stream=exemption.stream,
        body=exemption.body,
        public=True,
        state=state,
        running=not exemption.closed,
        unit=exemption.unit,
        decree=decree.number,
        decreed_on=decree.signed_on,
        said="\n".join(each.information for each in rows),
        rows=rows,
    )


def _row(exemption: Exemption, row: Row) -> ExemptRow:
    decree = _decree_of(exemption, row.number)
    signed = decree.sheet.approved or decree.sheet.reviewed
    return ExemptRow(
        number=row.number,
        information=row.information,
        articles=row.articles,
        if_opened=row.consequence_opened,
        if_closed=row.consequence_closed,
        since=row.since or decree.signed_on,
        status=row.status,
        sheet=decree.sheet.number,
        tested_on=decree.sheet.tested_on,
        decree=decree.number,
        decreed_on=decree.signed_on,
        other_law=row.other_law,
        legal_basis=row.legal_basis,
        until=row.until,
        period_basis=row.period_basis,
        approver=signed.position if signed else "",
        changed=decree is not exemption.decrees[0],
        opened_on=row.opened_on,
        opened_parts=row.opened_parts,
    )


def _decree_of(exemption: Exemption, number: int) -> Decree:
    """The decree that says a row as it is now: the last change of it, else the first decree."""
    changes = (d for d in reversed(exemption.decrees) if any(r.number == number for r in d.sheet.rows))
    return next(changes, exemption.decrees[0])


def _tally(row: ExemptLine) -> Iterable[tuple[str, ...]]:
    if row.public:
        yield (row.body, "running" if row.running else "over")


EXEMPT_LIST = Projection(
    name="exempt_list",
    version=1,
    row=ExemptLine,
    key=("stream",),
    keys_of=_keys_of,
    evolve=evolve,
    indexes=(
        ("body", "public", "decreed_on", "stream"),
        ("body", "public", "running", "decreed_on", "stream"),
    ),
    tally=_tally,
    tally_by=("body", "kept"),
    search=("said",),
)


def asked(body: Stream, *, running: bool | None = None) -> Mapping[str, object]:
    """What every question asks for: decrees of a body, still running or over or both. Never a test."""
    where: dict[str, object] = {"public": True, "body": body}
    return where if running is None else {**where, "running": running}


def without_state(row: ExemptLine) -> ExemptLine:
    """A line as everybody may have it: its columns alone."""
    return replace(row, state="")


class PublicExemptions:
    """Questions to the list that anybody may ask."""

    def __init__(self, views: Database) -> None:
        self.reader = Reader(views, EXEMPT_LIST)

    def standing(self) -> Standing:
        """Return how far the list has come."""
        return self.reader.standing()

    def all(self, body: Stream) -> Iterator[ExemptLine]:
        """Yield every decree of a body, the newest first."""
        rows = self.reader.all(where=asked(body), order=ORDER, descending=True)
        return (without_state(row) for row in rows)

    def search(
        self, text: str, body: Stream, *, running: bool | None = None, limit: int = 50
    ) -> list[ExemptLine]:
        """Return the decrees whose rows hold every word of a text, the best first."""
        found = self.reader.search(terms(text), where=asked(body, running=running), limit=limit)
        return [without_state(row) for row in found]

    def counts(self, body: Stream) -> dict[bool, int]:
        """Return how many decrees are running (True), and how many are over (False)."""
        kept = self.reader.tally(body=body)
        return {True: kept.get((body, "running"), 0), False: kept.get((body, "over"), 0)}
