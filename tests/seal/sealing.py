"""A log that is sealed in the test itself: its own signer, three witnesses, and a policy of all of them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import psycopg
import pytest

from ppid.database import sqlite_path
from ppid.seal.heads import HeadsBook
from ppid.seal.integrator import Integrator
from ppid.seal.ledger import Ledger
from ppid.seal.note import Kind, Note, Signer
from ppid.seal.policy import Policy
from ppid.seal.signer import LogSigner
from tests.postgres import Cluster
from tests.web.world import World

WITNESSES = ("pusat", "daerah", "kampus")


def _witness(number: int, name: str) -> Signer:
    return Signer.from_seed(f"{name}.example/saksi", Kind.COSIGNATURE, bytes([number]) * 32)


@dataclass
class Seal:
    """Seals the log of a ledger as the office does every minute, and as the commissions do every night."""

    ledger: Ledger
    folder: Path
    witnesses: dict[str, Signer] = field(
        default_factory=lambda: {name: _witness(n, name) for n, name in enumerate(WITNESSES, start=1)}
    )

    def __post_init__(self) -> None:
        """Find the key of the log."""
        signer = LogSigner(self.folder)
        self.vkey = signer.vkeys()[0]
        self._integrator = Integrator(self.ledger, signer)

    def checkpoint(self) -> int:
        """Sign what is in the log by now; return its size."""
        self._integrator.integrate()
        newest = self.ledger.newest()
        assert newest is not None
        return newest.size

    def daily(self, at: datetime, *, heads: bool = True) -> int:
        """State the map of heads, sign, and have every witness confirm it at that instant."""
        if heads:
            HeadsBook(self.ledger).record(at)
        size = self.checkpoint()
        self.confirm(at)
        return size

    def confirm(self, at: datetime) -> None:
        """Have every witness confirm the newest checkpoint."""
        newest = self.ledger.newest()
        assert newest is not None
        note = Note.of(newest.text)
        lines = (w.sign(note.text, int(at.timestamp())) for w in self.witnesses.values())
        assert self.ledger.replace(newest, str(note.signed(*lines)))

    @property
    def policy_text(self) -> str:
        """What an auditor holds: two of the three must have confirmed."""
        names = " ".join(self.witnesses)
        lines = [f"witness {name} {signer.verifier}" for name, signer in self.witnesses.items()]
        return "\n".join([f"log {self.vkey}", *lines, f"group komisi 2 {names}", "quorum komisi", ""])

    @property
    def policy(self) -> Policy:
        """The same, read."""
        return Policy.of(self.policy_text)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def office(request: pytest.FixtureRequest) -> World:
    """Give a police region on either database."""
    made: World = request.getfixturevalue("world" if request.param == "sqlite" else "postgres_world")
    return made


@pytest.fixture
def seal(office: World) -> Seal:
    """Give what seals its log."""
    return Seal(office.services.ledger, office.settings.signer_dir)


def as_root(office: World, request: pytest.FixtureRequest, *statements: str) -> None:
    """Do it as whoever owns the machine, triggers or not."""
    url = office.settings.database_url
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(sqlite_path(url), isolation_level=None)) as file:
            for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                file.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                file.execute(statement)
        return
    cluster: Cluster = request.getfixturevalue("postgres_cluster")
    with psycopg.connect(cluster.superuser_url(url), autocommit=True) as root:
        root.execute("SET search_path = ppid_log")
        root.execute("ALTER TABLE event DISABLE TRIGGER ALL")
        root.execute("ALTER TABLE log_leaf DISABLE TRIGGER ALL")
        for statement in statements:
            root.execute(statement.encode())
