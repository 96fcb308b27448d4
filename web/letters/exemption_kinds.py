"""The papers of an exemption, as plain values: the sheets of annexes II and IV, the decrees of III and V.

Kept out: the case, whose words the caller puts into these. Law: UU 14/2008 art. 2(4), 17, 19; PP 61/2010
art. 4, 10-11; Perki 1/2021 art. 49-53, annexes II-V.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from web.letters.kinds import Letter, Signature

Act = Literal["classify", "change", "lift", "declare-open"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TestedRow:
    """A row of annex II; ``interest`` is what weighing the public interest gave (UU 14/2008 art. 2(4))."""

    information: str
    basis: str
    if_opened: str
    if_closed: str
    period: str
    interest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedRow:
    """A row of annex IV: what the decree said before, and what the new test says."""

    information: str
    basis_before: str
    basis_after: str
    opened_before: str
    closed_before: str
    closed_after: str
    period: str
    interest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TesterLine:
    """Who tested: a line of the table of testers."""

    name: str
    position: str
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Who approved under *Menyetujui*, when, and by which delegation; without a day it is not signed yet."""

    position: str
    name: str = ""
    on: date | None = None
    delegation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsequenceTest(Letter):
    """Lembar pengujian konsekuensi, annex II. ``occasion`` says upon what it was made (art. 49(1))."""

    tested_on: date
    place: str
    occasion: str
    unit: str
    rows: tuple[TestedRow, ...]
    testers: tuple[TesterLine, ...]
    approvals: tuple[Approval, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeTest(Letter):
    """Lembar pengujian konsekuensi atas pengubahan, annex IV. ``decree`` is the one that is to change."""

    tested_on: date
    place: str
    decree: str
    reason: str
    rows: tuple[ChangedRow, ...]
    testers: tuple[TesterLine, ...]
    approvals: tuple[Approval, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecreedRow:
    """What a decree says of one piece of information; ``before`` is what the earlier decree said."""

    number: int
    information: str
    basis: str
    period: str
    before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionDecree(Letter):
    """Surat keputusan, annex III, or annex V on a changed classification.

    ``act`` says what it does; an end of a decree (``lift``) and the stipulation before the end of a period
    (``declare-open``) have no annex and follow the same order. ``sheets`` are the numbers and days of the
    tests it rests on; ``earlier`` names the decree that it changes. Art. 49(7) asks for the unit, the
    reasons and the period; PP 61/2010 art. 4(2) for the classification.
    """

    act: Act
    place: str
    unit: str
    considering: str
    sheets: tuple[str, ...]
    rows: tuple[DecreedRow, ...]
    signature: Signature
    earlier: str = ""
    reason: str = ""
    approvals: tuple[Approval, ...] = ()
