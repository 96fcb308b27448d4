"""The papers of an exemption: the sheet of a test, its signatures, the decree, and the rows of a decree."""

from __future__ import annotations

from datetime import date

import msgspec

from ppid.body import ExemptionChain
from ppid.events import Stream
from ppid.exemption import events as e
from ppid.exemption.articles import letters_of
from ppid.exemption.vocabulary import Aim, Occasion, Status, Step

#: Rows whose period still runs by their recorded facts.
RUNNING = (Status.ACTIVE, Status.DECLARED_OPEN)


class Row(e.SheetRow, frozen=True, kw_only=True, omit_defaults=True):
    """A row of the decree: what the sheet says of it, since when it is exempt, and how it ended.

    ``opened_on`` is the first day it was open again by a decree, a ruling, an objection or a court session;
    ``opened_parts`` are the parts that a ruling opened while the rest stays exempt.
    """

    status: Status = Status.TESTED
    since: date | None = None
    opened_on: date | None = None
    opened_parts: tuple[str, ...] = ()

    def in_force(self, on: date) -> bool:
        """Whether the row is exempt on ``on``; the last day of its period is, to its end."""
        if self.since is None or on < self.since:
            return False
        if self.until is not None and on > self.until:
            return False
        return self.opened_on is None or on < self.opened_on


class Signature(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who approved a sheet, in which position, on which day, and by which delegation."""

    officer: str
    position: str
    on: date
    delegation: e.Delegation | None = None
    note: str = ""


class Sheet(msgspec.Struct, frozen=True, omit_defaults=True):
    """A consequence test and its signatures. ``returned`` is the reason it was given back with."""

    number: str
    tested_by: str
    tested_on: date
    place: str
    aim: Aim
    occasion: Occasion
    cause: Stream
    rows: tuple[e.SheetRow, ...]
    testers: tuple[e.Tester, ...]
    chain: ExemptionChain
    reason: str = ""
    reviewed: Signature | None = None
    approved: Signature | None = None
    returned: str = ""

    @property
    def step(self) -> Step:
        """Where the sheet stands on its way through the chain."""
        if self.returned:
            return Step.RETURNED
        if self.approved or (self.reviewed and not self.needs_head):
            return Step.APPROVED
        return Step.REVIEWED if self.reviewed or not self.chain.superior else Step.TESTED

    @property
    def needs_head(self) -> bool:
        """Whether the head must sign: by the body's chain, or because the law leaves it to nobody else.

        The head sets the length for letters c to f, and approves every change and end of a decree.
        """
        if self.chain.head or self.aim is not Aim.CLASSIFY:
            return True
        return any(letter.letter in "cdef" for row in self.rows for letter in letters_of(row.articles))

    @property
    def signers(self) -> tuple[str, ...]:
        """Everybody who signed so far: each step is another person's."""
        signed = (self.reviewed, self.approved)
        return (self.tested_by, *(signature.officer for signature in signed if signature))


class Decree(msgspec.Struct, frozen=True, omit_defaults=True):
    """A decree of the PPID: its number, day and place, the sheet it rests on, and whose it is."""

    number: str
    signed_on: date
    place: str
    sheet: Sheet
    considering: str = ""
