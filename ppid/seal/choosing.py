"""Which checkpoints count: the newest that covers an entry, and those that bound when it was recorded.

A checkpoint bounds a time where somebody else says when they saw it: a quorum of witnesses, or an authority
of time. The policy decides who that is; without one, only the log's own keys are known.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from ppid.database import Row
from ppid.seal.ledger import Ledger
from ppid.seal.note import Note
from ppid.seal.policy import Judgement, Policy
from ppid.seal.spelling import SealError

_PAGE = 16
_NEWEST = "SELECT size, note FROM log_checkpoint WHERE size <= ? ORDER BY size DESC LIMIT ?"
# Most checkpoints have the signature of the log alone: the database skips them faster than we do.
_MORE = (
    "(note LIKE '%\n\u2014 %\n\u2014 %' OR EXISTS"
    " (SELECT 1 FROM log_token WHERE log_token.size = log_checkpoint.size))"
)
_DOWN = f"SELECT size, note FROM log_checkpoint WHERE size <= ? AND {_MORE} ORDER BY size DESC LIMIT ?"  # noqa: S608 - constants
_UP = f"SELECT size, note FROM log_checkpoint WHERE size >= ? AND {_MORE} ORDER BY size LIMIT ?"  # noqa: S608 - constants
_STAMPED = "SELECT 1 FROM log_token WHERE size = ? LIMIT 1"
_LARGEST = 2**62


class _WithKeys(msgspec.Struct):
    """What leaves of the kinds genesis and keys say of keys."""

    keys: tuple[str, ...] = ()
    add: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """A checkpoint as it is kept, and what it is worth."""

    size: int
    note: Note
    judgement: Judgement
    stamped: bool

    @property
    def signed(self) -> bool:
        """Whether a key of the log signed it."""
        return bool(self.judgement.logs) and not self.judgement.wrong_logs

    @property
    def quorum(self) -> bool:
        """Whether the log signed it and enough witnesses confirmed it."""
        return self.judgement.accepted

    @property
    def bounds(self) -> bool:
        """Whether somebody else says when they saw it."""
        return self.signed and (self.stamped or (self.quorum and bool(self.judgement.cosigned)))


def self_policy(ledger: Ledger) -> str:
    """A policy that knows the log's own keys, as its entries name them, and asks no witness.

    It shows that the log is as its own keys signed it. Whoever holds these keys could have signed another.
    """
    lines = [
        f"log {key}"
        for _, line in (*ledger.entries("genesis"), *ledger.entries("keys"))
        for known in [msgspec.json.decode(line, type=_WithKeys)]
        for key in (*known.keys, *known.add)
    ]
    return "\n".join([*dict.fromkeys(lines), "quorum none", ""])


class Checkpoints:
    """The checkpoints of a log, judged by a policy; each is judged once."""

    def __init__(self, ledger: Ledger, policy: Policy | None = None) -> None:
        self._ledger = ledger
        self._policy = policy or Policy.of(self_policy(ledger))
        self._judged: dict[int, Kept] = {}

    def newest(self, *, covering: int = 0, quorum: bool = False) -> Kept | None:
        """The newest checkpoint that the log signed and that covers an entry, with a quorum where asked."""
        asked = _DOWN if quorum and self._policy.witnesses else _NEWEST
        size = _LARGEST
        while rows := self._ledger.database.query(asked, (size, _PAGE)):
            for at, text in rows:
                if at <= covering:
                    return None
                kept = self._kept(at, str(text))
                if kept and kept.signed and (kept.quorum or not quorum):
                    return kept
            size = rows[-1][0] - 1
        return None

    def head_for(self, first: int, last: int, *, quorum_only: bool = False) -> Kept | None:
        """The checkpoint to show a case at: with a quorum and all of it, or else as much of it as there is.

        With ``quorum_only`` later entries are left out rather than shown without a quorum.
        """
        sealed = self.newest(covering=first, quorum=True)
        if sealed and (quorum_only or sealed.size > last):
            return sealed
        return None if quorum_only else self.newest(covering=first)

    def before(self, index: int) -> Kept | None:
        """The last checkpoint without the entry ``index`` that bounds a time."""
        size = index
        while rows := self._ledger.database.query(_DOWN, (size, _PAGE)):
            if kept := self._first_bounding(rows):
                return kept
            size = rows[-1][0] - 1
        return None

    def after(self, index: int) -> Kept | None:
        """The first checkpoint with the entry ``index`` that bounds a time."""
        size = index + 1
        while rows := self._ledger.database.query(_UP, (size, _PAGE)):
            if kept := self._first_bounding(rows):
                return kept
            size = rows[-1][0] + 1
        return None

    def _first_bounding(self, rows: Iterable[Row]) -> Kept | None:
        for size, text in rows:
            kept = self._kept(size, str(text))
            if kept and kept.bounds:
                return kept
        return None

    def _kept(self, size: int, text: str) -> Kept | None:
        if size not in self._judged:
            try:
                note = Note.of(text)
                judgement = self._policy.judge(note)
            except SealError:
                return None  # a broken checkpoint bounds nothing; the audit says what is wrong with it
            stamped = bool(self._ledger.database.query(_STAMPED, (size,)))
            self._judged[size] = Kept(size, note, judgement, stamped)
        return self._judged[size]


__all__ = ["Checkpoints", "Kept", "self_policy"]
