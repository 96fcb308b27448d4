"""What a witness keeps: every note it confirmed and every request it refused, in one file, for ever.

Rows are only added; triggers of the file itself refuse anything else. The last confirmed row of a log IS the
state of the witness for that log, so that state and archive cannot disagree. A row is on the disk before its
cosignature is made; because Ed25519 makes the same signature of the same text and time again, a signature
that a power cut swallowed is made anew from its row, and is the same one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from os import O_CREAT, O_EXCL, O_WRONLY, close, fdopen, fsync
from os import open as open_file
from pathlib import Path
from secrets import token_hex

from ppid.database import Connection, Database, Row
from ppid.seal.note import Verifier
from ppid.seal.spelling import base64_of, bytes_of, number_of

FORMAT = "ppid-witness/1"
MOST_REFUSALS = 10_000
"""The first few forged requests prove an office wrong; the others may not fill the disk."""

SCHEMA = (
    "CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE log_key (vkey TEXT PRIMARY KEY, origin TEXT NOT NULL, trusted INTEGER NOT NULL)",
    "CREATE TABLE waiting (origin TEXT PRIMARY KEY, at TEXT NOT NULL, request BLOB NOT NULL)",
    """CREATE TABLE entry (
        number INTEGER PRIMARY KEY, at TEXT NOT NULL, origin TEXT NOT NULL, old INTEGER NOT NULL,
        size INTEGER NOT NULL, root BLOB NOT NULL, proof TEXT NOT NULL, note TEXT NOT NULL,
        refused TEXT, against INTEGER REFERENCES entry)""",
    "CREATE INDEX entry_confirmed ON entry (origin, size) WHERE refused IS NULL",
    "CREATE TABLE cosignature (number INTEGER PRIMARY KEY REFERENCES entry, line TEXT NOT NULL)",
    *(
        f"CREATE TRIGGER {table}_{act} BEFORE {act} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'an archive only grows'); END"
        for table in ("entry", "cosignature")
        for act in ("UPDATE", "DELETE")
    ),
)
_COLUMNS = (
    "number, at, origin, old, size, root, proof, note, refused, against, "
    "(SELECT line FROM cosignature WHERE cosignature.number = entry.number)"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: a note that was confirmed, or a request that was refused and why."""

    at: datetime
    origin: str
    old: int
    size: int
    root: bytes
    proof: tuple[bytes, ...]
    note: str
    refused: str | None = None
    against: int | None = None
    """The entry that a refused request contradicts."""
    number: int = 0
    cosignature: str | None = None

    @property
    def whole_note(self) -> str:
        """The note with our cosignature under it."""
        return self.note + (self.cosignature or "")

    def line(self) -> str:
        """The entry as a line of the archive that commissions exchange."""
        content = {
            "at": spell(self.at),
            "note": self.whole_note,
            "old": self.old,
            "origin": self.origin,
            "proof": [base64_of(step) for step in self.proof],
            "refused": self.refused,
        }
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that passed every check and waits for a person to confirm it."""

    at: datetime
    request: bytes


def spell(at: datetime) -> str:
    """Write an instant of UTC as the archive does."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Archive:
    """The file. Safe under threads and under several processes: one writes at a time.

    Beside it lies a mark: how many rows there were at least. An archive that has fewer was put back from a
    backup and has forgotten what it confirmed.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._mark = path.with_suffix(".mark")
        self._database = Database(f"sqlite:///{path}")

    @classmethod
    def create(cls, path: Path, vkey: str) -> Archive:
        """Make the file, for the witness of this key. Raises FileExistsError."""
        close(open_file(path, O_WRONLY | O_CREAT | O_EXCL, 0o600))
        archive = cls(path)
        with archive._database.transaction() as connection:
            for statement in SCHEMA:
                connection.execute(statement)
            for key, value in (("format", FORMAT), ("vkey", vkey)):
                connection.execute("INSERT INTO about (key, value) VALUES (?, ?)", (key, value))
        archive.mark(0)
        return archive

    def mark(self, number: int) -> None:
        """Remember outside the file that row ``number`` was written."""
        fresh = self._mark.with_name(f".{self._mark.name}.{token_hex(4)}")
        descriptor = open_file(fresh, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        with fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(f"{number}\n")
            file.flush()
            fsync(file.fileno())
        fresh.replace(self._mark)

    def forgot(self) -> bool:
        """Whether rows that were written once are not there any more. Also where nobody can tell."""
        try:
            written = number_of(self._mark.read_text(encoding="ascii").strip(), "mark")
        except (OSError, ValueError):
            return True
        with self.reading() as book:
            return book.entry(written) is None if written else False

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    @contextmanager
    def writing(self) -> Iterator[Book]:
        """Look and write in one transaction; it is on the disk when the block has ended."""
        with self._database.transaction() as connection:
            yield Book(connection)

    @contextmanager
    def reading(self) -> Iterator[Book]:
        """Look at one moment of the archive."""
        with self._database.reading(snapshot=True) as connection:
            yield Book(connection)


class Book:
    """The archive inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def about(self, key: str) -> str | None:
        """What the file says about itself: ``format``, ``vkey``, ``retired``."""
        rows = self._connection.execute("SELECT value FROM about WHERE key = ?", (key,))
        return str(rows[0][0]) if rows else None

    def retire(self, why: str) -> None:
        """Confirm nothing any more, for this reason."""
        self._connection.execute(
            "INSERT INTO about (key, value) VALUES ('retired', ?) ON CONFLICT (key) DO NOTHING", (why,)
        )

    def trust(self, verifier: Verifier, *, trusted: bool = True) -> None:
        """Believe the signatures of this key of a log from now on, or no longer."""
        self._connection.execute(
            "INSERT INTO log_key (vkey, origin, trusted) VALUES (?, ?, ?) "
            "ON CONFLICT (vkey) DO UPDATE SET trusted = excluded.trusted",
            (str(verifier), verifier.name, int(trusted)),
        )

    def keys(self, origin: str) -> list[Verifier]:
        """The keys that may sign for this log."""
        rows = self._connection.execute(
            "SELECT vkey FROM log_key WHERE origin = ? AND trusted = 1 ORDER BY vkey", (origin,)
        )
        return [Verifier.of(vkey) for (vkey,) in rows]

    def origins(self) -> list[str]:
        """The logs this witness knows."""
        rows = self._connection.execute(
            "SELECT DISTINCT origin FROM log_key WHERE trusted = 1 ORDER BY origin"
        )
        return [origin for (origin,) in rows]

    def latest(self, origin: str) -> Entry | None:
        """What was confirmed last for this log: the state that nothing may go back behind."""
        return self._one("origin = ? AND refused IS NULL ORDER BY size DESC, number DESC LIMIT 1", origin)

    def confirmed(self, origin: str, size: int) -> Entry | None:
        """What was first confirmed for this size of this log."""
        return self._one("origin = ? AND size = ? AND refused IS NULL ORDER BY number LIMIT 1", origin, size)

    def entry(self, number: int) -> Entry | None:
        """The row of this number."""
        return self._one("number = ?", number)

    def entries(self) -> Iterator[Entry]:
        """Every row, oldest first, read in pieces."""
        after = 0
        while rows := self._connection.execute(
            f"SELECT {_COLUMNS} FROM entry WHERE number > ? ORDER BY number LIMIT 500",  # noqa: S608 - constants
            (after,),
        ):
            yield from map(_entry, rows)
            after = rows[-1][0]

    def refusals(self, origin: str) -> list[Entry]:
        """The requests that were refused, newest first."""
        return self._all("origin = ? AND refused IS NOT NULL ORDER BY number DESC LIMIT 100", origin)

    def unsigned(self) -> list[Entry]:
        """Confirmed rows whose cosignature is missing: a process ended between writing and signing."""
        return self._all(
            "refused IS NULL AND NOT EXISTS "
            "(SELECT 1 FROM cosignature WHERE cosignature.number = entry.number) ORDER BY number LIMIT 1000"
        )

    def add(self, entry: Entry) -> Entry:
        """Write a row; a refusal that stands there already is not written again."""
        if entry.refused is not None:
            known = self._refused_before(entry)
            if known is not None:
                return known
        proof = " ".join(base64_of(step) for step in entry.proof)
        values = (
            spell(entry.at), entry.origin, entry.old, entry.size, entry.root, proof,
            entry.note, entry.refused, entry.against,
        )  # fmt: skip
        rows = self._connection.execute(
            "INSERT INTO entry (at, origin, old, size, root, proof, note, refused, against) "  # noqa: S608 - constants
            f"VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING {_COLUMNS}",
            values,
        )
        return _entry(rows[0])

    def sign(self, number: int, line: str) -> None:
        """Add the cosignature of a row."""
        self._connection.execute(
            "INSERT INTO cosignature (number, line) VALUES (?, ?) ON CONFLICT (number) DO NOTHING",
            (number, line),
        )

    def wait(self, origin: str, waiting: Waiting) -> None:
        """Keep a request until somebody confirms it; a newer one takes its place."""
        self._connection.execute(
            "INSERT INTO waiting (origin, at, request) VALUES (?, ?, ?) "
            "ON CONFLICT (origin) DO UPDATE SET at = excluded.at, request = excluded.request",
            (origin, spell(waiting.at), waiting.request),
        )

    def waiting(self, origin: str) -> Waiting | None:
        """The request that waits for this log."""
        rows = self._connection.execute("SELECT at, request FROM waiting WHERE origin = ?", (origin,))
        return Waiting(datetime.fromisoformat(rows[0][0]), bytes(rows[0][1])) if rows else None

    def served(self, origin: str) -> None:
        """Nothing waits any more for this log."""
        self._connection.execute("DELETE FROM waiting WHERE origin = ?", (origin,))

    def _refused_before(self, entry: Entry) -> Entry | None:
        known = self._one(
            "origin = ? AND size = ? AND root = ? AND old = ? AND refused = ? ORDER BY number LIMIT 1",
            entry.origin, entry.size, entry.root, entry.old, entry.refused,
        )  # fmt: skip
        if known is not None:
            return known
        (count,) = self._connection.execute(
            "SELECT COUNT(*) FROM entry WHERE origin = ? AND refused IS NOT NULL", (entry.origin,)
        )[0]
        return entry if count >= MOST_REFUSALS else None

    def _one(self, where: str, *args: str | int | bytes | None) -> Entry | None:
        found = self._all(where, *args)
        return found[0] if found else None

    def _all(self, where: str, *args: str | int | bytes | None) -> list[Entry]:
        rows = self._connection.execute(f"SELECT {_COLUMNS} FROM entry WHERE {where}", args)  # noqa: S608
        return [_entry(row) for row in rows]


def _entry(row: Row) -> Entry:
    number, at, origin, old, size, root, proof, note, refused, against, line = row
    steps = tuple(bytes_of(step, "step of a proof") for step in proof.split())
    return Entry(
        datetime.fromisoformat(at),
        origin,
        old,
        size,
        bytes(root),
        steps,
        note,
        refused,
        against,
        number,
        line,
    )
