"""How the sealed log stands, as one value: for the command line and for supervisors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ppid.seal.checkpoint import checkpoint_in
from ppid.seal.heads import HeadsBook
from ppid.seal.ledger import Ledger, Note
from ppid.seal.note import Note as SignedNote
from ppid.seal.policy import Policy


@dataclass(frozen=True, slots=True)
class Sealed:
    """A checkpoint: its size, its root, and when the last entry under it was recorded."""

    size: int
    root: bytes
    upto: datetime


@dataclass(frozen=True, slots=True)
class Status:
    """How the log stands.

    ``confirmed`` are the witnesses that confirmed the newest seal, with their times, of ``witnesses`` in the
    policy (None without one); ``oldest_unsealed`` is how long the first entry under no checkpoint has waited.
    """

    origin: str
    entries: int
    checkpoint: Sealed | None
    seal: Sealed | None
    sealed_at: datetime | None
    confirmed: tuple[tuple[str, datetime], ...]
    witnesses: int | None
    needed: int
    quorum: bool
    tokens: tuple[str, ...]
    oldest_unsealed: timedelta | None

    @property
    def unsealed(self) -> int:
        """How many entries are under no checkpoint yet."""
        return self.entries - (self.checkpoint.size if self.checkpoint else 0)


def status_of(ledger: Ledger, policy: Policy | None, now: datetime) -> Status:
    """Look at the log. It must have begun."""
    newest, heads = ledger.newest(), HeadsBook(ledger).newest()
    covered = newest.size if newest else 0
    waiting = ledger.recorded_at(covered)
    note = ledger.note_covering(heads.index) if heads else None
    judged = policy.judge(SignedNote.of(note.text)) if policy and note else None
    cosigned = judged.cosigned if judged else {}
    arithmetic = policy.arithmetic() if policy else None
    return Status(
        origin=ledger.origin(),
        entries=ledger.size(),
        checkpoint=_sealed(ledger, newest),
        seal=_sealed(ledger, note),
        sealed_at=heads.recorded_at if heads and note else None,
        confirmed=tuple((name, datetime.fromtimestamp(at, UTC)) for name, at in sorted(cosigned.items())),
        witnesses=arithmetic.witnesses if arithmetic else None,
        needed=arithmetic.needed if arithmetic else 0,
        quorum=judged.quorum if judged else False,
        tokens=tuple(token.tsa for token in ledger.tokens(note.size)) if note else (),
        oldest_unsealed=now - waiting if waiting else None,
    )


def _sealed(ledger: Ledger, note: Note | None) -> Sealed | None:
    upto = ledger.recorded_at(note.size - 1) if note else None
    if note is None or upto is None:
        return None
    return Sealed(note.size, checkpoint_in(SignedNote.of(note.text)).root, upto)
