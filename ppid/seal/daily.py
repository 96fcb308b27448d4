"""The seal of the day: the map of heads, a checkpoint over it, and its confirmation by witnesses.

It is due at 00:05 in Jakarta, and at once where the last one is missing. Who does not confirm is asked again
until the policy has its quorum. What only the office signed is not kept for ever.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from ppid.seal.checkpoint import checkpoint_in
from ppid.seal.fetching import AddressError, Post, UnreachableError, poster
from ppid.seal.heads import HeadsBook
from ppid.seal.integrator import Integrator
from ppid.seal.ledger import Ledger, Note, Token
from ppid.seal.note import Note as SignedNote
from ppid.seal.policy import Policy, PolicyError
from ppid.seal.stamping import Authority, StampError, stamp
from ppid.seal.tiles import TileReader
from ppid.seal.tree import consistency_proof
from ppid.seal.witnessing import Round, ask_all, latest_sizes

SEALED_AT = time(0, 5)
KEPT_UNCONFIRMED = timedelta(days=7)
#: A seal that claims to be younger than now by more than this was made by a clock that ran ahead.
AHEAD = timedelta(minutes=2)
_JAKARTA = timedelta(hours=7)
_SEALS_LOOKED_AT = 400


@dataclass(frozen=True, slots=True)
class Others:
    """Who confirms a seal from outside. Without a policy nobody does.

    ``private_hosts`` may be asked although they are inside the office.
    """

    policy: Policy | None = None
    authorities: tuple[Authority, ...] = ()
    allow_test: bool = False
    private_hosts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Confirmed:
    """How asking the others went: the round of the witnesses, new tokens, and which could not be had."""

    witnesses: Round | None
    tokens: int
    failures: tuple[str, ...]


def others_of(
    policy_file: Path | None,
    tsa: tuple[tuple[str, str], ...],
    *,
    allow_test: bool = False,
    private_hosts: frozenset[str] = frozenset(),
) -> Others:
    """Read the policy and find the pin of each authority in it. Raises PolicyError."""
    if policy_file is None:
        return Others()
    try:
        policy = Policy.of(policy_file.read_bytes())
    except OSError as missing:
        raise PolicyError(f"it cannot be read ({type(missing).__name__})") from missing
    unpinned = [name for name, _ in tsa if name not in policy.tsa]
    if unpinned:
        raise PolicyError(f"it pins no certificate for {', '.join(unpinned)}: add a line # tsa NAME SHA256")
    authorities = tuple(Authority(name, url, frozenset({policy.tsa[name]})) for name, url in tsa)
    return Others(policy, authorities, allow_test, private_hosts)


def last_due(now: datetime) -> datetime:
    """The newest instant at which a seal was due."""
    local = now.astimezone(UTC) + _JAKARTA
    due = datetime.combine(local.date(), SEALED_AT, UTC)
    return (due if due <= local else due - timedelta(days=1)) - _JAKARTA


class DailySeal:
    """Makes the seal of the day and has it confirmed."""

    def __init__(
        self,
        integrator: Integrator,
        now: Callable[[], datetime],
        others: Others,
        send: Post | None = None,
    ) -> None:
        self.ledger: Ledger = integrator.ledger
        self.heads = HeadsBook(self.ledger)
        self.others = others
        self.signing = integrator.signing
        self._integrator = integrator
        self._now = now
        self._send = send or poster(others.private_hosts)
        self._sealed_at: datetime | None = None

    def due(self) -> bool:
        """Whether the last seal is missing.

        Recorded times never fall behind what a clock that ran ahead has left there. A time that is still to
        come says nothing therefore: what this process itself has sealed does.
        """
        newest, now = self.heads.newest(), self._now()
        made = (newest.recorded_at if newest else None, self._sealed_at)
        return not any(at and last_due(now) <= at <= now + AHEAD for at in made)

    def seal(self) -> Note:
        """Record the map of heads, and have a checkpoint signed that covers it."""
        at = self._now()
        index = self.heads.record(at)
        self._sealed_at = at
        self._integrator.integrate()
        note = self.ledger.note_covering(index)
        assert note is not None  # noqa: S101 - it was integrated just now
        return note

    def newest(self) -> Note | None:
        """The checkpoint of the newest seal; None while there is none."""
        entry = self.heads.newest()
        return self.ledger.note_covering(entry.index) if entry else None

    def sufficient(self) -> bool:
        """Whether nobody has to be asked any more: the policy has its quorum and every authority stamped."""
        note, policy = self.newest(), self.others.policy
        if policy is None:
            return True
        if note is None:
            return False
        stamped = {token.tsa for token in self.ledger.tokens(note.size)}
        wanted = {authority.name for authority in self.others.authorities}
        return policy.judge(SignedNote.of(note.text)).quorum and wanted <= stamped

    def confirm(self) -> Confirmed:
        """Show the newest seal to everybody who has not confirmed it yet."""
        note, policy = self.newest(), self.others.policy
        if note is None or policy is None:
            return Confirmed(None, 0, ())
        tokens, failures = self._stamp(note)
        known = self.known_sizes()
        round_ = ask_all(
            SignedNote.of(note.text), policy, lambda name: known[name], self.prove, self.keep, self._send
        )
        return Confirmed(round_, tokens, failures)

    def known_sizes(self) -> dict[str, int]:
        """For each witness the largest of our seals that it confirmed."""
        policy = self.others.policy
        if policy is None:
            return {}
        sizes: dict[str, int] = {}
        for entry in reversed(self.heads.entries()[-_SEALS_LOOKED_AT:]):
            note = self.ledger.note_covering(entry.index)
            for name, size in latest_sizes(policy, [note.text] if note else []).items():
                sizes[name] = sizes.get(name) or size
            if sizes and all(sizes.values()):
                break
        return {name: sizes.get(name, 0) for name in policy.witnesses}

    def prove(self, old: int, size: int) -> list[bytes]:
        """The proof that the log of ``size`` entries begins with that of ``old``."""
        return consistency_proof(TileReader(self.ledger.tile).node, old, size)

    def keep(self, note: SignedNote) -> None:
        """Add the lines of ``note`` to the checkpoint, whoever adds others to it at the same moment."""
        size = checkpoint_in(note).size
        while True:
            (kept,) = self.ledger.notes(size, size)
            if self.ledger.replace(kept, str(SignedNote.of(kept.text).signed(*note.signatures))):
                return

    def prune(self) -> int:
        """Forget checkpoints older than a week that nobody confirmed and no seal needs; return how many."""
        before = self._entry_at(self._now() - KEPT_UNCONFIRMED)
        seals = {
            note.size for entry in self.heads.entries() if (note := self.ledger.note_covering(entry.index))
        }
        stamped = {token.size for token in self.ledger.tokens()}
        origin = self.ledger.origin()
        old = [
            note.size
            for note in self.ledger.notes(0, before)
            if note.size not in seals | stamped
            and all(line.name == origin for line in SignedNote.of(note.text).signatures)
        ]
        self.ledger.drop(old)
        return len(old)

    def _entry_at(self, at: datetime) -> int:
        """How many entries were recorded before ``at``."""
        low, high = 0, self.ledger.size()
        while low < high:
            middle = (low + high) // 2
            recorded = self.ledger.recorded_at(middle)
            if recorded is not None and recorded < at:
                low = middle + 1
            else:
                high = middle
        return low

    def _stamp(self, note: Note) -> tuple[int, tuple[str, ...]]:
        there = {token.tsa for token in self.ledger.tokens(note.size)}
        made, failures = 0, []
        for authority in self.others.authorities:
            if authority.name in there:
                continue
            try:
                got = stamp(note.text, authority, allow_test=self.others.allow_test, send=self._send)
            except (StampError, UnreachableError, AddressError) as failed:
                failures.append(str(failed))
                continue
            self.ledger.add_token(Token(note.size, authority.name, got.reply))
            made += 1
        return made, tuple(failures)
