"""What an officer may ask for on an exemption, as frozen values. A command knows no rule."""

from __future__ import annotations

from datetime import date

from ppid.commands import CaseCommand, Command
from ppid.events import Stream
from ppid.exemption.events import Delegation, SetPeriod, SheetRow, Tester
from ppid.exemption.vocabulary import Aim, Occasion


class MakeTest(Command, frozen=True, kw_only=True):
    """Make a consequence test. ``exemption`` is the new stream, made by the caller at random.

    Rows are numbered as they stand; an empty ``number`` is made from the body's book of exemptions.
    """

    exemption: Stream
    body: Stream
    tested_on: date
    place: str
    occasion: Occasion
    rows: tuple[SheetRow, ...]
    testers: tuple[Tester, ...]
    cause: Stream = ""
    unit: str = ""
    number: str = ""


class MakeTestAnew(CaseCommand, frozen=True, kw_only=True):
    """Test anew: after a return, or to change or lift rows of a decree (those that ``rows`` number)."""

    tested_on: date
    place: str
    rows: tuple[SheetRow, ...]
    testers: tuple[Tester, ...]
    aim: Aim = Aim.CLASSIFY
    occasion: Occasion = Occasion.BEFORE_REQUEST
    cause: Stream = ""
    reason: str = ""
    number: str = ""


class ReturnSheet(CaseCommand, frozen=True, kw_only=True):
    """Give the sheet back to the PPID with a reason."""

    reason: str


class ReviewSheet(CaseCommand, frozen=True, kw_only=True):
    """Approve the sheet as the superior. ``signed_on`` is today where it is left out."""

    position: str = ""
    signed_on: date | None = None
    note: str = ""


class ApproveSheet(CaseCommand, frozen=True, kw_only=True):
    """Approve the sheet as the head, or for the head by a written delegation."""

    position: str = ""
    signed_on: date | None = None
    delegation: Delegation | None = None
    periods: tuple[SetPeriod, ...] = ()
    note: str = ""


class DropTest(CaseCommand, frozen=True, kw_only=True):
    """Give a test up: what it was about stays as it is."""

    reason: str


class DecreeExemption(CaseCommand, frozen=True, kw_only=True):
    """Decree the rows of an approved sheet exempt (annex III)."""

    signed_on: date
    place: str
    number: str = ""
    considering: str = ""


class ChangeExemption(CaseCommand, frozen=True, kw_only=True):
    """Decree the rows of an approved test to change (annex V)."""

    signed_on: date
    place: str
    number: str = ""
    considering: str = ""


class LiftExemption(CaseCommand, frozen=True, kw_only=True):
    """Decree that the rows of an approved test to lift are open."""

    signed_on: date
    number: str = ""


class DeclareOpen(CaseCommand, frozen=True, kw_only=True):
    """Stipulate that rows become public when their period ends."""

    rows: tuple[int, ...]
    signed_on: date
    number: str = ""


class RecordOpenedInCourt(CaseCommand, frozen=True, kw_only=True):
    """Record that rows on letter a were opened in a public court session."""

    rows: tuple[int, ...]
    session_on: date
    court: str
    case_number: str
