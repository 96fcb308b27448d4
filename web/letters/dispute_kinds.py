"""What a dispute needs on paper: the citizen's application, prefilled, and what binds a hearing file.

The other forms of Perki 1/2013 (annexes II to V) are the commission's own: its register, its letter of
incompleteness and its deeds. Law: UU 14/2008 art. 37; Perki 1/2013 art. 5, 10-13, annex I.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

from web.letters.kinds import Ground, Letter, Person

Cause = Literal["unsatisfied", "silence"]  # Perki 1/2013 art. 5: not satisfied with the answer, or no answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A paper by its number and day; without a day there is none."""

    number: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeApplication(Letter):
    """Permohonan penyelesaian sengketa, Perki 1/2013 annex I, filled with what the body knows.

    The citizen completes and signs it; the commission fills its register number. ``reference_number`` only
    names the file. The documents are those of art. 11, ticked where the body issued or keeps them.
    """

    reference_number: str
    applicant: Person
    representative: Person | None
    respondent: Person
    commission: str
    grounds: tuple[Ground, ...]
    cause: Cause
    information: str
    purpose: str
    objected: Dated
    requested: Dated = Dated()
    answered: Dated = Dated()
    answer_received_on: date | None = None
    objection_answer: Dated = Dated()
    objection_answer_received_on: date | None = None
    silence_since: date | None = None
    case: str = ""
    apply_by: date | None = None

    @property
    def reference(self) -> str:
        """The number of the objection that the application follows."""
        return self.reference_number


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentsLine:
    """A piece of a hearing file: its place, title, day and first page; no page where it is left out."""

    number: int
    title: str
    part: str = ""  # the part of the file it belongs to, as its heading says
    on: date | None = None
    page: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A fact of the case, with the day it happened on."""

    on: date
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingContents(Letter):
    """The first pages of a hearing file: whose case it is, what it holds and where."""

    case_number: str
    commission: str
    grounds: tuple[Ground, ...]
    pieces: tuple[ContentsLine, ...]

    @property
    def parts(self) -> tuple[tuple[str, tuple[ContentsLine, ...]], ...]:
        """The pieces under the headings of their parts, in order."""
        return tuple((part, tuple(lines)) for part, lines in groupby(self.pieces, key=lambda line: line.part))

    @property
    def reference(self) -> str:
        """The number of the case at the commission, or of the objection."""
        return self.case_number


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingMilestones(Letter):
    """What happened in the case, from the request on, in the order of its days."""

    case_number: str
    milestones: tuple[Milestone, ...]

    @property
    def reference(self) -> str:
        """The number of the case at the commission, or of the objection."""
        return self.case_number


@dataclass(frozen=True, slots=True, kw_only=True)
class Divider(Letter):
    """A page of a hearing file for a piece that has none of its own: a picture, or where to find it."""

    case_number: str
    title: str
    facts: tuple[tuple[str, str], ...]
    note: str = ""
    image: bytes = b""  # a picture of a paper, PNG or JPEG, on the page

    @property
    def reference(self) -> str:
        """The number of the case at the commission, or of the objection."""
        return self.case_number
