"""Whom an auditor trusts (C2SP tlog-policy): logs, witnesses, and how many of them must agree. Pure.

A policy is held by whoever checks and never taken from the evidence. Groups refer only to what stands above
them, so that everything is worked out from top to bottom and nothing can go in circles. Comment lines of
the form ``# tsa NAME SHA256`` pin the certificate of a time-stamping authority; other readers skip them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from ppid.errors import Fact, Language, say
from ppid.seal.checkpoint import Checkpoint, checkpoint_in
from ppid.seal.note import Kind, Note, SignatureError, Verifier
from ppid.seal.spelling import SealError, number_of

NONE = "none"
MOST_BYTES = 1 << 18

_PIN = re.compile(r"#[ \t]*tsa[ \t]+(?P<name>[^ \t]+)[ \t]+(?P<sha256>[0-9a-f]{64})")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class PolicyError(SealError):
    """The policy file is not as C2SP says; the message begins with the number of the line."""


@dataclass(frozen=True, slots=True)
class Known:
    """A log or a witness that the policy names. Logs are named by their keys."""

    name: str
    verifier: Verifier
    url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A group agrees when at least ``needed`` of its members do; members are witnesses or groups above it."""

    needed: int
    members: tuple[str, ...]


_OfGroup: TypeAlias = Callable[[Group, list[int]], int]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a note is worth under a policy: whose signatures are right, whose are wrong, and if they suffice.

    ``cosigned`` holds for each witness the first time it states, in seconds since 1970.
    """

    checkpoint: Checkpoint
    logs: tuple[Verifier, ...]
    wrong_logs: tuple[Verifier, ...]
    cosigned: Mapping[str, int]
    wrong_witnesses: tuple[str, ...]
    quorum: bool

    @property
    def accepted(self) -> bool:
        """Whether a log of the policy signed it, its quorum agreed, and no line in a known name is wrong."""
        return bool(self.logs) and self.quorum and not self.wrong_logs and not self.wrong_witnesses

    @property
    def median_times(self) -> tuple[int, int] | None:
        """The lower and the upper median of the witnesses' times: few liars among many move neither far."""
        times = sorted(self.cosigned.values())
        return (times[(len(times) - 1) // 2], times[len(times) // 2]) if times else None


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy, as read from its file."""

    logs: tuple[Known, ...]
    witnesses: Mapping[str, Known]
    groups: Mapping[str, Group]
    quorum: str
    tsa: Mapping[str, str]

    @classmethod
    def of(cls, written: bytes | str) -> Policy:
        """Read a policy file; raise PolicyError at the first line that is wrong."""
        if len(written) > MOST_BYTES:
            raise PolicyError(f"the policy is longer than {MOST_BYTES} bytes")
        reading = _Reading()
        for number, line in enumerate(_decoded(written).split("\n"), start=1):
            try:
                reading.take(line)
            except SealError as error:
                raise PolicyError(f"line {number}: {error}") from None
        if reading.quorum is None:
            raise PolicyError("the policy has no quorum line")
        return cls(tuple(reading.logs), reading.witnesses, reading.groups, reading.quorum, reading.tsa)

    def met_by(self, cosigned: Collection[str]) -> bool:
        """Whether these witnesses, by their names in the policy, are a quorum."""
        agreed = self._work_out(
            lambda name: int(name in cosigned), lambda group, members: int(sum(members) >= group.needed)
        )
        return agreed is None or agreed > 0

    def judge(self, note: Note) -> Judgement:
        """Check every line of a note in the name of a key of this policy. It refuses nothing but form.

        A key of a log counts only for the checkpoints of the log of its name. Raises CheckpointError.
        """
        checkpoint = checkpoint_in(note)
        own = [log.verifier for log in self.logs if log.verifier.name == checkpoint.origin]
        checked = {log: _times(note, log) for log in own}
        seen = {name: _times(note, known.verifier) for name, known in self.witnesses.items()}
        cosigned = {name: min(times) for name, times in seen.items() if times}
        return Judgement(
            checkpoint,
            logs=tuple(log for log, times in checked.items() if times),
            wrong_logs=tuple(log for log, times in checked.items() if times is None),
            cosigned=cosigned,
            wrong_witnesses=tuple(name for name, times in seen.items() if times is None),
            quorum=self.met_by(cosigned),
        )

    def arithmetic(self) -> Arithmetic:
        """How far the quorum carries."""
        return Arithmetic(
            witnesses=self._count(lambda _, members: sum(members)),
            needed=self._count(lambda group, members: sum(sorted(members)[: group.needed])),
            liars_needed=self._count(
                lambda group, members: sum(sorted(members)[: max(0, 2 * group.needed - len(members))])
            ),
            absences_to_stop=self._count(
                lambda group, members: sum(sorted(members)[: len(members) - group.needed + 1])
            ),
        )

    def _count(self, of_group: _OfGroup) -> int:
        return self._work_out(lambda _: 1, of_group) or 0

    def _work_out(self, of_witness: Callable[[str], int], of_group: _OfGroup) -> int | None:
        """The value of the quorum from the values of its members; None where no witness is asked for."""
        values = {name: of_witness(name) for name in self.witnesses}
        for name, group in self.groups.items():
            values[name] = of_group(group, [values[member] for member in group.members])
        return values.get(self.quorum)


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """What a quorum can stand, in numbers of witnesses.

    Two different histories can both be sealed only if enough witnesses confirm both, and an honest one never
    does. With k of n that takes 2k - n liars; groups of groups take the cheapest way through them.
    """

    witnesses: int
    needed: int
    liars_needed: int
    absences_to_stop: int

    def words(self, language: Language) -> str:
        """The same in sentences for people who decide whether to rely on a seal."""
        if not self.witnesses:
            return _WORDS["nobody"][language]
        absent = self.absences_to_stop - 1
        parts = (
            "quorum",
            ("useless", "honest", "tolerant")[min(self.liars_needed, 2)],
            "absent" if absent else "present",
        )
        facts: dict[str, Fact] = {
            "witnesses": self.witnesses,
            "needed": self.needed,
            "liars": self.liars_needed,
            "absent": absent,
        }
        return " ".join(say(_WORDS[part][language], language, facts) for part in parts)


_WORDS: dict[str, dict[Language, str]] = {
    "nobody": {
        "id": "Tidak ada saksi yang harus mengonfirmasi segel: pemegang kunci log dapat memperlihatkan"
        " riwayat yang berbeda kepada orang yang berbeda.",
        "en": "No witness has to confirm a seal: whoever holds the key of the log can show different"
        " histories to different people.",
    },
    "quorum": {
        "id": "Segel baru berlaku setelah dikonfirmasi sedikitnya {needed} dari {witnesses} saksi.",
        "en": "A seal counts once at least {needed} of {witnesses} witnesses have confirmed it.",
    },
    "useless": {
        "id": "Itu belum cukup: dua riwayat yang berbeda dapat sama-sama disegel walaupun semua saksi jujur.",
        "en": "That is not enough: two different histories can both be sealed even if all witnesses are"
        " honest.",
    },
    "honest": {
        "id": "Dua riwayat yang berbeda tidak dapat sama-sama disegel selama semua saksi jujur; satu saksi"
        " yang berbohong sudah cukup untuk itu.",
        "en": "Two different histories cannot both be sealed while all witnesses are honest; one that lies"
        " is enough for it.",
    },
    "tolerant": {
        "id": "Dua riwayat yang berbeda tidak dapat sama-sama disegel selama kurang dari {liars} saksi"
        " berbohong.",
        "en": "Two different histories cannot both be sealed while fewer than {liars} witnesses lie.",
    },
    "present": {
        "id": "Satu saksi yang berhalangan sudah dapat menahan segel.",
        "en": "One absent witness can hold up a seal.",
    },
    "absent": {
        "id": "Segel tetap jadi walaupun {absent} saksi berhalangan.",
        "en": "A seal is still made if any {absent} of them are absent.",
    },
}


def _times(note: Note, verifier: Verifier) -> list[int] | None:
    """The times stated by the lines of this key, 0 where its kind states none; None if one is wrong."""
    try:
        return [verifier.verify(note.text, signature.data) or 0 for signature in note.by(verifier)]
    except SignatureError:
        return None


def _decoded(written: bytes | str) -> str:
    """The file as text. In one that is not UTF-8 every octet is a letter, so that names stay as different."""
    if isinstance(written, str):
        return written
    try:
        return written.decode("utf-8")
    except UnicodeDecodeError:
        return written.decode("latin-1")


class _Reading:
    """A policy while its lines are read."""

    def __init__(self) -> None:
        self.logs: list[Known] = []
        self.witnesses: dict[str, Known] = {}
        self.groups: dict[str, Group] = {}
        self.quorum: str | None = None
        self.tsa: dict[str, str] = {}
        self._members: set[str] = set()

    def take(self, line: str) -> None:
        """Read one line."""
        if _FORBIDDEN.search(line):
            raise PolicyError("a control character")
        line = line.strip(" \t")
        if line.startswith("#"):
            if pin := _PIN.fullmatch(line):
                self.tsa[pin["name"]] = pin["sha256"]
            return
        match re.split(r"[ \t]+", line):
            case [""]:
                pass
            case ["log", vkey, *url] if len(url) <= 1:
                self._log(vkey, *url)
            case ["witness", name, vkey, *url] if len(url) <= 1:
                self._witness(name, vkey, *url)
            case ["group", name, needed, *members] if members:
                self._group(name, needed, members)
            case ["quorum", name]:
                self._quorum(name)
            case _:
                raise PolicyError("neither log, witness, group nor quorum, or not with what belongs to it")

    def _log(self, vkey: str, url: str = "") -> None:
        verifier = Verifier.of(vkey)
        if verifier.kind is not Kind.NOTE:
            raise PolicyError("the key of a log is not a plain Ed25519 key")
        if any(verifier.public == log.verifier.public for log in self.logs):
            raise PolicyError("the same key for two logs")
        self.logs.append(Known(verifier.name, verifier, url))

    def _witness(self, name: str, vkey: str, url: str = "") -> None:
        self._new(name)
        verifier = Verifier.of(vkey)
        if verifier.kind is not Kind.COSIGNATURE:
            raise PolicyError("the key of a witness is not one for cosignature/v1")
        if any(verifier.public == known.verifier.public for known in self.witnesses.values()):
            raise PolicyError("the same key for two witnesses")
        self.witnesses[name] = Known(name, verifier, url)

    def _group(self, name: str, word: str, members: list[str]) -> None:
        self._new(name)
        for member in members:
            self._defined(member)
            if member in self._members:
                raise PolicyError(f"{member} is a member twice")
            self._members.add(member)
        words = {"all": len(members), "any": 1}
        needed = words[word] if word in words else number_of(word, "number of members needed")
        if not 1 <= needed <= len(members):
            raise PolicyError(f"{needed} of {len(members)} members cannot be needed")
        self.groups[name] = Group(needed, tuple(members))

    def _quorum(self, name: str) -> None:
        if self.quorum is not None:
            raise PolicyError("a second quorum")
        if name != NONE:
            self._defined(name)
        self.quorum = name

    def _new(self, name: str) -> None:
        if name == NONE or name in self.witnesses or name in self.groups:
            raise PolicyError(f"the name {name} is taken")

    def _defined(self, name: str) -> None:
        if name not in self.witnesses and name not in self.groups:
            raise PolicyError(f"{name} is not defined above")
