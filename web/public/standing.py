"""How the sealed log stands: how much is sealed, who confirmed it when, and what still waits.

The limits are those of the verifier, so that the page never praises what an auditor would complain about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from hashlib import sha256

from ppid.seal.choosing import Checkpoints
from ppid.seal.heads import HeadsBook
from ppid.seal.ledger import Ledger, Note
from ppid.seal.note import Note as SignedNote
from ppid.seal.policy import Judgement, Policy
from ppid.seal.spelling import SealError
from ppid.seal.stamping import StampError, check, note_body
from ppid.seal.verifier import groups

#: Every entry is under a checkpoint after one minute, and under a confirmed seal after one day; twice that
#: is late (as in ``ppid/seal/verifier.py``).
SEALED_WITHIN = timedelta(seconds=120)
CONFIRMED_WITHIN = timedelta(days=2)


class State(Enum):
    """The one word about the log that a visitor reads first."""

    EMPTY = "empty"
    BROKEN = "broken"
    UNCONFIRMED = "unconfirmed"
    LATE = "late"
    WAITING = "waiting"
    ALONE = "alone"
    FINE = "fine"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A commission of the policy, and when it confirmed; None where it has not."""

    name: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Stamped:
    """What an authority of time says: no later than. ``at`` is None where we have no pin to check it by."""

    name: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Seal:
    """A checkpoint with what others said to it.

    ``upto`` is when the last entry under it was recorded; ``made_at`` when the seal of a day was begun, as
    the office itself says.
    """

    size: int
    root: bytes
    confirmations: tuple[Confirmation, ...]
    stamps: tuple[Stamped, ...]
    quorum: bool
    signed: bool
    upto: datetime | None
    made_at: datetime | None = None

    @property
    def confirmed(self) -> int:
        """How many commissions confirmed it."""
        return sum(one.at is not None for one in self.confirmations)

    @property
    def at(self) -> datetime | None:
        """When it stood: the middle of what the commissions say, an authority of time, or else the office."""
        times = sorted(one.at for one in self.confirmations if one.at)
        stamps = sorted(one.at for one in self.stamps if one.at)
        return times[len(times) // 2] if times else next(iter(stamps), self.made_at)

    @property
    def groups(self) -> tuple[str, ...]:
        """The beginning of the seal in groups that two people can read to each other."""
        return tuple(groups(self.root).split())


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the log stands. ``seal``: the newest that enough commissions confirmed; ``newest`` may wait."""

    origin: str
    entries: int
    state: State
    seal: Seal | None
    newest: Seal | None
    unsealed: int
    unsealed_age: timedelta | None


def standing(ledger: Ledger, policy: Policy, now: datetime) -> Standing:
    """Tell how the log stands at ``now``."""
    raw = ledger.newest()
    newest = seal_of(ledger, policy, raw) if raw else None
    seal = _confirmed(ledger, policy)
    entries = ledger.size()
    covered = newest.size if newest else 0
    return Standing(
        origin=ledger.origin() if entries else "",
        entries=entries,
        state=_state(ledger, policy, now, newest, seal),
        seal=seal,
        newest=newest,
        unsealed=max(entries - covered, 0),
        unsealed_age=_age(ledger, covered, now),
    )


def daily_seals(ledger: Ledger, policy: Policy, below: int, most: int) -> list[Seal]:
    """The seals of the days, newest first: of each map of heads the first checkpoint that covers it."""
    found: list[Seal] = []
    for entry in reversed(HeadsBook(ledger).entries()):
        note = ledger.note_covering(entry.index) if entry.index < below else None
        if note is None or note.size >= below or (found and note.size == found[-1].size):
            continue
        if seal := seal_of(ledger, policy, note, entry.recorded_at):
            found.append(seal)
        if len(found) == most:
            break
    return found


def _confirmed(ledger: Ledger, policy: Policy) -> Seal | None:
    """The newest seal of a day that counts: with the quorum where the policy asks for one."""
    kept = Checkpoints(ledger, policy).newest(quorum=True) if policy.witnesses else None
    if kept is None and policy.witnesses:
        return None
    entry = HeadsBook(ledger).newest(kept.size if kept else None)
    note = ledger.note_covering(entry.index) if entry else None
    if kept and (note is None or note.size != kept.size):
        return _judged(ledger, policy, kept.note, kept.judgement)
    return seal_of(ledger, policy, note, entry.recorded_at) if note and entry else None


def seal_of(ledger: Ledger, policy: Policy, kept: Note, made_at: datetime | None = None) -> Seal | None:
    """Read a checkpoint that is kept; None where it cannot be read."""
    try:
        note = SignedNote.of(kept.text)
        judgement = policy.judge(note)
    except SealError:
        return None
    return _judged(ledger, policy, note, judgement, made_at)


def _judged(
    ledger: Ledger,
    policy: Policy,
    note: SignedNote,
    judgement: Judgement,
    made_at: datetime | None = None,
) -> Seal:
    size = judgement.checkpoint.size
    return Seal(
        size=size,
        root=judgement.checkpoint.root,
        confirmations=tuple(
            Confirmation(name, _moment(judgement.cosigned.get(name))) for name in policy.witnesses
        ),
        stamps=tuple(
            Stamped(token.tsa, _stamped_at(str(note), token.reply, policy)) for token in ledger.tokens(size)
        ),
        quorum=judgement.accepted,
        signed=bool(judgement.logs) and not judgement.wrong_logs,
        upto=ledger.recorded_at(size - 1) if size else None,
        made_at=made_at,
    )


def _moment(seconds: int | None) -> datetime | None:
    if seconds is None:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _stamped_at(note: str, reply: bytes, policy: Policy) -> datetime | None:
    """When the stamp says, once it is checked. A test authority counts where the policy itself pins it."""
    try:
        digest = sha256(note_body(note)).digest()
        return check(reply, digest, frozenset(policy.tsa.values()), allow_test=True).at
    except StampError:
        return None


def _age(ledger: Ledger, index: int, now: datetime) -> timedelta | None:
    """How long ago the entry ``index`` was recorded; None where there is none."""
    at = ledger.recorded_at(index)
    return max(now - at, timedelta()) if at else None


def _state(ledger: Ledger, policy: Policy, now: datetime, newest: Seal | None, seal: Seal | None) -> State:
    if ledger.newest() is None:
        return State.EMPTY
    if newest is None or not newest.signed:
        return State.BROKEN
    unsealed = _age(ledger, newest.size, now)
    unconfirmed = _age(ledger, seal.size if seal else 0, now)
    if policy.arithmetic().witnesses and unconfirmed and unconfirmed > CONFIRMED_WITHIN:
        return State.UNCONFIRMED
    if unsealed and unsealed > SEALED_WITHIN:
        return State.LATE
    if not policy.arithmetic().witnesses:
        return State.ALONE
    return State.FINE if seal else State.WAITING
