"""The copy for machines: JSON under names that stay, with the meaning of each in docs/using/my-data.md.

Law: UU 27/2022 art. 7, 13.
"""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from ppid.person import Identity
from web.citizen.held import BASES, Change, Held, HeldCase, HeldDocument, Seen

SCHEMA = "ppid-my-data/1"


class Hold(msgspec.Struct, frozen=True):
    """What keeps the data, and until when; null while nobody can say."""

    reason: str
    case: str
    until: date | None


class Retention(msgspec.Struct, frozen=True):
    """How many months a class of records is kept once its case is over; null while that is not set."""

    record: str
    months: int | None
    basis: str


class Asked(msgspec.Struct, frozen=True):
    """An application about the data."""

    number: str
    kind: str
    asked_at: datetime
    due_at: datetime | None
    step: str
    answered_at: datetime | None
    answer: str


class MyData(msgspec.Struct, frozen=True):
    """Everything that is held about a person."""

    schema: str
    as_of: datetime
    controller: str
    identity: Identity
    changes: tuple[Change, ...]
    cases: tuple[HeldCase, ...]
    documents: tuple[HeldDocument, ...]
    legal_bases: tuple[str, ...]
    kept_because: tuple[Hold, ...]
    retention: tuple[Retention, ...]
    opened_by: tuple[Seen, ...]
    applications: tuple[Asked, ...]


def copy_of(held: Held) -> MyData:
    """Return the copy of what is held."""
    return MyData(
        schema=SCHEMA,
        as_of=held.at,
        controller=held.body.name,
        identity=held.identity,
        changes=held.changes,
        cases=held.cases,
        documents=held.documents,
        legal_bases=tuple(law for law, _ in BASES),
        kept_because=tuple(Hold(hold.kind.value, hold.number, hold.until) for hold in held.holds),
        retention=tuple(Retention(r.record.value, r.months, r.basis) for r in held.retention),
        opened_by=held.seen,
        applications=tuple(
            Asked(
                number=each.number,
                kind=each.kind.value,
                asked_at=each.asked_at,
                due_at=each.due_at,
                step=each.step.value,
                answered_at=each.answered_at,
                answer=each.answer,
            )
            for each in held.asked
        ),
    )
