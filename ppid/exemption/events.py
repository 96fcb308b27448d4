"""The facts of an exemption: the test, its signatures, its decree, and how it ends.

Law: Perki 1/2021 art. 49-53, annexes II-V; PP 61/2010 art. 3-11; regulations §4.3 to §4.5.
"""

from __future__ import annotations

from datetime import date

import msgspec

from ppid.body import ExemptionChain
from ppid.clocks import Moved, RanOut
from ppid.events import Event, Promise, Stream
from ppid.exemption.articles import Kind, Opening
from ppid.exemption.reference import OpenedPart
from ppid.exemption.vocabulary import Aim, Interest, Occasion
from ppid.registering import Registration


class SheetRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One row of a sheet: specific content, not a title of a document (annexes II and IV).

    ``until`` is the last exempt day; None means as long as needed, or as ``period_basis`` says.
    ``other_law`` is the statute and article of letter j.
    """

    number: int
    information: str
    articles: tuple[str, ...]
    consequence_opened: str
    consequence_closed: str
    public_interest: str
    interest: Interest = Interest.CLOSING_PROTECTS_MORE
    kind: Kind = Kind.NONE_OF_THESE
    opening: Opening | None = None
    legal_basis: str = ""
    other_law: str = ""
    until: date | None = None
    period_basis: str = ""


class Tester(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who tested: an officer of the body by their id, or the position of somebody who is none."""

    officer: Stream = ""
    position: str = ""
    unit: str = ""


class Delegation(msgspec.Struct, frozen=True):
    """The document by which the head lets somebody else approve: its number, day, and SHA-256 (U17)."""

    number: str
    signed_on: date
    sha256: str


class Tested(Registration, frozen=True, kw_only=True):
    """The consequence test: what may be exempt, on which ground, and why (art. 49(2), annexes II, IV).

    The first one of a stream begins it; a later one is the test made anew after a return, or the test that
    a change or the end of a decree needs (art. 53). ``by`` is the id of the officer who made it, ``cause``
    the request or dispute it was made for.
    """

    by: Stream
    tested_on: date
    place: str
    occasion: Occasion
    rows: tuple[SheetRow, ...]
    testers: tuple[Tester, ...]
    aim: Aim = Aim.CLASSIFY
    cause: Stream = ""
    unit: str = ""
    chain: ExemptionChain = ExemptionChain()
    reason: str = ""


class Returned(Event, frozen=True):
    """The superior or the head gave the sheet back with a reason; it is tested anew."""

    reason: str


class Reviewed(Event, frozen=True):
    """The superior approved the sheet (Perki 1/2021 art. 10(2)e). ``by`` is the officer's id."""

    by: Stream
    on: date
    position: str
    note: str = ""


class SetPeriod(msgspec.Struct, frozen=True):
    """The end that the head set for a row on letters c to f (PP 61/2010 art. 7(5))."""

    row: int
    until: date


class Approved(Event, frozen=True):
    """The head of the body, or a written delegate, approved the sheet (PP 61/2010 art. 3(2), annex II)."""

    by: Stream
    on: date
    position: str
    delegation: Delegation | None = None
    periods: tuple[SetPeriod, ...] = ()
    note: str = ""


class Decreed(Event, frozen=True):
    """The PPID decreed the rows exempt (annex III); the deadline before their end starts (D25)."""

    number: str
    signed_on: date
    place: str
    considering: str = ""
    promises: tuple[Promise, ...] = ()


class Changed(Event, frozen=True):
    """A decree after a new test changed rows (annex V): as they were, and as they are now."""

    number: str
    signed_on: date
    place: str
    before: tuple[SheetRow, ...]
    after: tuple[SheetRow, ...]
    considering: str = ""
    promises: tuple[Promise, ...] = ()


class Lifted(Event, frozen=True):
    """Rows are no longer exempt: by a decree after a new test, or by the answer to an objection.

    ``objection`` is the objection's stream where its answer opened them, or ``parts`` of them (UU 14/2008
    art. 11(2)).
    """

    rows: tuple[int, ...]
    number: str
    signed_on: date
    reason: str = ""
    objection: Stream = ""
    parts: tuple[OpenedPart, ...] = ()
    promises: tuple[Promise, ...] = ()


class DeclaredOpen(Event, frozen=True):
    """The PPID stipulated that rows become public when their period ends (PP 61/2010 art. 11; art. 52)."""

    rows: tuple[int, ...]
    number: str
    signed_on: date
    promises: tuple[Promise, ...] = ()


class Expired(Event, frozen=True):
    """The period of rows ended on ``ended_on``: they are public without anybody's act (art. 52(2))."""

    rows: tuple[int, ...]
    ended_on: date
    promises: tuple[Promise, ...] = ()


class OpenedByRuling(Event, frozen=True):
    """A final ruling opened rows or parts of them; everybody may have them (art. 52(3)-(4))."""

    dispute: Stream
    ruling: str
    final_on: date
    rows: tuple[int, ...] = ()
    parts: tuple[OpenedPart, ...] = ()
    promises: tuple[Promise, ...] = ()


class OpenedInCourt(Event, frozen=True):
    """Rows on letter a were opened in a public court session (PP 61/2010 art. 5(2); art. 51(2))."""

    rows: tuple[int, ...]
    session_on: date
    court: str
    case_number: str
    promises: tuple[Promise, ...] = ()


class Dropped(Event, frozen=True):
    """The PPID gave a test up: nothing became exempt by it, or the decree stays as it is."""

    reason: str


class Recounted(Moved, frozen=True):
    """A calendar decree moved the deadline before the end of a period (regulations §9.1)."""


class ClockRanOut(RanOut, frozen=True):
    """Nothing was stipulated in time; the information opens by itself when its period ends (art. 52(2))."""


ExemptionEvent = (
    Tested
    | Returned
    | Reviewed
    | Approved
    | Decreed
    | Changed
    | Lifted
    | DeclaredOpen
    | Expired
    | OpenedByRuling
    | OpenedInCourt
    | Dropped
    | Recounted
    | ClockRanOut
)
