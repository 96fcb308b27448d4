"""The seal of the day: due at 00:05 in Jakarta, confirmed by commissions and an authority of time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ppid.database import sqlite_path
from ppid.seal import verifier
from ppid.seal.daily import DailySeal, Others, last_due, others_of
from ppid.seal.integrator import Integrator
from ppid.seal.leaf import kind_of
from ppid.seal.note import Note, Verifier
from ppid.seal.policy import PolicyError
from ppid.seal.rotation import RotationError, add, keys_of, retire
from ppid.seal.signer import LogSigner
from ppid.seal.stamping import REPLY_TYPE
from ppid.seal.status import status_of
from ppid.seal.witnessing import Result
from tests.seal.authority import TestAuthority, make_authority, serving
from tests.seal.commission import Commission, establish
from tests.web.world import World

NAMES = ("riau", "jambi", "bengkulu")


@dataclass
class Watched:
    """A world whose seals three commissions and an authority of time confirm."""

    world: World
    folder: Path
    commissions: dict[str, Commission]
    authority: TestAuthority
    stack: ExitStack

    @property
    def signer(self) -> LogSigner:
        """The signer of the log."""
        return LogSigner(self.world.settings.signer_dir)

    def policy(self, addresses: dict[str, str]) -> Path:
        """The policy of the office; it takes two of three commissions."""
        lines = [f"log {vkey}" for vkey in self.signer.vkeys()]
        lines += [f"witness {name} {one.vkey} {addresses[name]}" for name, one in self.commissions.items()]
        lines += [f"group komisi 2 {' '.join(NAMES)}", "quorum komisi", f"# tsa waktu {self.authority.pin}"]
        path = self.folder / "policy.txt"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def _stamp(self, _path: str, request: bytes) -> tuple[int, str, bytes]:
        at = self.world.clock() + timedelta(minutes=1)
        return 200, REPLY_TYPE, self.authority.reply_at(request, at)

    def daily(self, away: tuple[str, ...] = ()) -> DailySeal:
        """The seal of the day, with some commissions out of reach."""
        addresses = {
            name: "http://127.0.0.1:1" if name in away else self.stack.enter_context(one.serving())
            for name, one in self.commissions.items()
        }
        url = self.stack.enter_context(serving(self._stamp))
        others = others_of(
            self.policy(addresses),
            (("waktu", url),),
            allow_test=True,
            private_hosts=frozenset({"127.0.0.1"}),
        )
        integrator = Integrator(self.world.services.ledger, self.signer)
        return DailySeal(integrator, self.world.clock, others)


@pytest.fixture
def watched(world: World, tmp_path: Path) -> Iterator[Watched]:
    """Give a world that others watch."""
    keys = [Verifier.of(vkey) for vkey in LogSigner(world.settings.signer_dir).vkeys()]
    commissions = {name: establish(tmp_path / name, f"ki.example.go.id/{name}", keys) for name in NAMES}
    for commission in commissions.values():
        commission.clock.now = world.clock() + timedelta(minutes=1)
    with ExitStack() as stack:
        yield Watched(world, tmp_path, commissions, make_authority(tmp_path / "tsa"), stack)
        for commission in commissions.values():
            commission.archive.close()


def utc(text: str) -> datetime:
    """An instant."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-06-02T02:14", "2026-06-01T17:05"),
        ("2026-06-01T17:05", "2026-06-01T17:05"),
        ("2026-06-01T17:04:59", "2026-05-31T17:05"),
        ("2026-01-01T00:00", "2025-12-31T17:05"),
    ],
)
def test_a_seal_is_due_at_five_past_midnight_in_jakarta(now: str, due: str) -> None:
    assert last_due(utc(now)) == utc(due)


def test_a_missing_seal_is_made_at_once_and_then_once_a_day(world: World) -> None:
    daily = DailySeal(
        Integrator(world.services.ledger, LogSigner(world.settings.signer_dir)), world.clock, Others()
    )
    assert daily.newest() is None
    assert daily.due()
    note = daily.seal()
    assert daily.newest() == note == world.services.ledger.newest()
    assert not daily.due()
    world.clock.forward(hours=14)
    assert not daily.due(), "at 23:14 of the same day"
    world.clock.forward(minutes=51)
    assert daily.due()
    daily.seal()
    assert not daily.due()
    assert daily.sufficient(), "without a policy nobody else is asked"
    assert daily.confirm().witnesses is None


def test_a_clock_that_once_ran_ahead_does_not_end_the_seals(world: World) -> None:
    right = world.clock()
    daily = DailySeal(
        Integrator(world.services.ledger, LogSigner(world.settings.signer_dir)), world.clock, Others()
    )
    world.clock.forward(days=20_000)
    daily.seal()
    world.clock.at = right
    assert daily.due(), "what the log says of the last seal is no time that anybody can wait for"
    daily.seal()
    assert not daily.due()
    world.clock.forward(days=1)
    assert daily.due()


def test_others_confirm_a_seal_until_it_is_enough(watched: Watched) -> None:
    world, ledger = watched.world, watched.world.services.ledger
    world.at("extended")
    daily = watched.daily(away=("riau", "jambi"))
    assert not daily.sufficient()
    note = daily.seal()
    confirmed = daily.confirm()
    assert confirmed.witnesses
    assert [o.result for o in confirmed.witnesses.outcomes] == [
        Result.UNREACHABLE, Result.UNREACHABLE, Result.CONFIRMED,
    ]  # fmt: skip
    assert (confirmed.tokens, confirmed.failures) == (1, ())
    assert not daily.sufficient()
    status = status_of(ledger, daily.others.policy, world.clock())
    assert ([name for name, _ in status.confirmed], status.witnesses, status.needed) == (["bengkulu"], 3, 2)
    assert (status.quorum, status.tokens, status.unsealed) == (False, ("waktu",), 0)
    daily = watched.daily(away=("riau",))
    again = daily.confirm()
    assert again.witnesses
    assert [o.result for o in again.witnesses.outcomes] == [Result.UNREACHABLE, Result.CONFIRMED]
    assert again.tokens == 0
    assert daily.sufficient()
    assert status_of(ledger, daily.others.policy, world.clock()).quorum
    world.clock.forward(days=1)
    for commission in watched.commissions.values():
        commission.clock.now = world.clock() + timedelta(minutes=1)
    world.at("incomplete")
    daily = watched.daily()
    assert daily.known_sizes() == {"riau": 0, "jambi": note.size, "bengkulu": note.size}
    daily.seal()
    daily.confirm()
    assert daily.sufficient()
    result = audited(watched)
    assert (result.word("en"), [f.code for f in result.findings]) == ("VERIFIED", [])


def audited(watched: Watched) -> verifier.Result:
    """What the auditor's own program says, by the policy of the office."""
    policy = verifier.parse_policy((watched.folder / "policy.txt").read_bytes())
    source = verifier.SqliteSource(sqlite_path(watched.world.settings.database_url))
    return verifier.audit(source, policy)


def test_a_policy_that_cannot_be_used_is_told(tmp_path: Path, watched: Watched) -> None:
    with pytest.raises(PolicyError, match="cannot be read"):
        others_of(tmp_path / "nowhere", ())
    path = watched.policy(dict.fromkeys(NAMES, ""))
    with pytest.raises(PolicyError, match="pins no certificate for lain"):
        others_of(path, (("lain", "http://127.0.0.1"),))
    assert others_of(None, ()) == Others()


def test_what_only_the_office_signed_goes_after_a_week(watched: Watched) -> None:
    world, ledger = watched.world, watched.world.services.ledger
    daily = watched.daily()
    first = daily.seal()
    for _ in range(3):
        world.file()
        world.clock.forward(hours=1)
        world.seal()
    unconfirmed = [note.size for note in ledger.notes()[1:]]
    world.file()
    confirmed = world.seal()
    assert confirmed
    policy = daily.others.policy
    assert policy
    lines = watched.commissions["riau"].witness.confirm(f"old 0\n\n{confirmed.text}".encode()).lines
    daily.keep(Note.of(confirmed.text + lines))
    world.clock.forward(days=6)
    world.file()
    recent = world.seal()
    assert recent
    assert daily.prune() == 0
    world.clock.forward(days=2)
    assert daily.prune() == len(unconfirmed) == 3
    assert [note.size for note in ledger.notes()] == [first.size, confirmed.size, recent.size]
    assert daily.prune() == 0


def test_a_key_is_changed_with_a_day_on_which_both_sign(watched: Watched) -> None:
    """C13 is for whoever goes on with a key that was retired; this is how it is done rightly."""
    world, ledger = watched.world, watched.world.services.ledger
    daily = watched.daily()
    daily.seal()
    (old,) = keys_of(ledger)
    with pytest.raises(RotationError, match="every key"):
        add(ledger, watched.signer, world.clock())
    new = watched.signer.add_key()
    assert add(ledger, watched.signer, world.clock()) == [new]
    assert keys_of(ledger) == [old, new]
    with pytest.raises(RotationError, match="No seal of the day"):
        retire(daily, old, world.clock())
    world.clock.forward(days=1)
    daily.seal()
    with pytest.raises(RotationError, match="no such key"):
        retire(daily, "x", world.clock())
    retire(daily, old, world.clock())
    assert keys_of(ledger) == [new]
    world.seal()
    watched.signer.retire_key(old)
    world.clock.forward(days=1)
    note = daily.seal()
    assert [s.key_id for s in Note.of(note.text).signatures] == [Verifier.of(new).key_id]
    assert [kind_of(line) for _, line in ledger.entries("keys")] == ["keys", "keys"]
    policy = verifier.parse_policy(f"log {old}\nlog {new}\nquorum none\n".encode())
    source = verifier.SqliteSource(sqlite_path(world.settings.database_url))
    result = verifier.audit(source, policy)
    assert (result.word("en"), [f.code for f in result.findings]) == ("VERIFIED", [])
