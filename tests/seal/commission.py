"""A commission with a witness of its own, in a folder, by HTTP or by its pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask.testing import FlaskClient

from ppid.seal import folder as folders
from ppid.seal.archive import Archive, Entry
from ppid.seal.note import Verifier
from ppid.seal.witness import Witness
from tests.serving import served
from web.witness import create_witness_app

START = datetime(2026, 3, 2, 0, 5, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that the test sets."""

    now: datetime = START

    def __call__(self) -> datetime:
        """Tell the time; a second goes by."""
        self.now += timedelta(seconds=1)
        return self.now


@dataclass
class Commission:
    """A witness in a folder of its own."""

    folder: Path
    witness: Witness
    archive: Archive
    clock: Clock

    @property
    def vkey(self) -> str:
        """Its public key."""
        return str(self.witness.verifier)

    def entries(self) -> list[Entry]:
        """All that is in the archive."""
        with self.archive.reading() as book:
            return list(book.entries())

    def client(self, *, by_hand: bool = False) -> FlaskClient:
        """A browser on the machine of the commission."""
        return create_witness_app(self.witness, self.archive, by_hand=by_hand).test_client()

    @contextmanager
    def serving(self, *, by_hand: bool = False) -> Iterator[str]:
        """Answer offices on a free port; gives the address."""
        app = create_witness_app(self.witness, self.archive, by_hand=by_hand, with_pages=False, hosts=None)
        with served(app) as address:
            yield address


def establish(folder: Path, name: str, logs: Sequence[Verifier]) -> Commission:
    """Make a commission that knows these logs."""
    folders.create(folder, name, logs)
    return reopened(folder)


def reopened(folder: Path) -> Commission:
    """A commission whose program is started again."""
    clock = Clock()
    witness, archive = folders.open_witness(folder, clock)
    return Commission(folder, witness, archive, clock)
