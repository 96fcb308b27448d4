"""What is known of each stored file: its verdict, its small picture, and which content it is of its owner.

None of it is history. A verdict names malware, never a person; a picture is sealed like its file; the mark of
a content is keyed by its owner's own key and says nothing without it.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from ppid.database import Database
from ppid.events import Stream
from ppid.files import FileStore, StoredFileAlteredError, StoredFileMissingError
from ppid.scanning import UNSCANNED, Scan, Scanner, Verdict
from ppid.vault import DataKey, ErasedKeyError, Vault

SCHEMA: tuple[str, ...] = (
    """
    CREATE TABLE IF NOT EXISTS file_scan (
        sha256 TEXT PRIMARY KEY, person TEXT NOT NULL, verdict TEXT NOT NULL, signature TEXT NOT NULL,
        engine TEXT NOT NULL, at TEXT NOT NULL)
    """,
    "CREATE INDEX IF NOT EXISTS file_scan_open ON file_scan (verdict, at)",
    "CREATE INDEX IF NOT EXISTS file_scan_person ON file_scan (person)",
    """
    CREATE TABLE IF NOT EXISTS file_mark (
        mark TEXT PRIMARY KEY, sha256 TEXT NOT NULL, person TEXT NOT NULL)
    """,
    """
    CREATE TABLE IF NOT EXISTS file_picture (
        sha256 TEXT PRIMARY KEY, person TEXT NOT NULL, box TEXT NOT NULL)
    """,
)
TABLES = "file_scan, file_mark, file_picture"
#: How many files one round of the keeper asks the scanner about.
AT_ONCE = 20
_MOST_NAMES = 400

log = logging.getLogger("ppid.files")


class Scans:
    """Verdicts, pictures and marks of stored files. Thread-safe."""

    def __init__(
        self, database: Database, vault: Vault, files: FileStore, now: Callable[[], datetime], clamd: str = ""
    ) -> None:
        self._db = database
        self._vault = vault
        self._files = files
        self._now = now
        self._scanner = Scanner(clamd) if clamd else None

    @property
    def configured(self) -> bool:
        """Whether there is a scanner to ask."""
        return self._scanner is not None

    # Verdicts ----------------------------------------------------------------------------------------

    def look(self, content: bytes) -> Scan:
        """What the scanner says of bytes; unscanned where there is none."""
        return self._scanner.scan(content) if self._scanner else UNSCANNED

    def of(self, sha256: str) -> Scan:
        """What is known of a stored file."""
        return self.of_all([sha256]).get(sha256, UNSCANNED)

    def of_all(self, names: Iterable[str]) -> dict[str, Scan]:
        """What is known of many stored files; those nobody scanned are left out."""
        wanted = sorted(set(names))
        found: dict[str, Scan] = {}
        for at in range(0, len(wanted), _MOST_NAMES):
            some = wanted[at : at + _MOST_NAMES]
            places = ", ".join("?" * len(some))
            rows = self._db.query(
                f"SELECT sha256, verdict, signature, engine FROM file_scan WHERE sha256 IN ({places})",  # noqa: S608
                some,
            )
            for name, verdict, signature, engine in rows:
                found[str(name)] = Scan(Verdict(str(verdict)), str(signature), str(engine))
        return found

    def note(self, sha256: str, person: Stream, scan: Scan) -> None:
        """Keep a verdict. ``person`` is whose key sealed the file, '' for a public one."""
        with self._db.transaction() as c:
            c.execute(
                "INSERT INTO file_scan (sha256, person, verdict, signature, engine, at) "
                "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (sha256) DO UPDATE SET verdict = excluded.verdict, "
                "signature = excluded.signature, engine = excluded.engine, at = excluded.at",
                (sha256, person, scan.verdict.value, scan.signature, scan.engine, self._now().isoformat()),
            )

    def rescan(self, most: int = AT_ONCE) -> int:
        """Ask about what has no verdict yet, those asked longest ago first; return how many got one."""
        if not self.configured:
            return 0
        rows = self._db.query(
            "SELECT sha256, person FROM file_scan WHERE verdict IN (?, ?) ORDER BY at, sha256 LIMIT ?",
            (Verdict.UNSCANNED.value, Verdict.FAILED.value, most),
        )
        done = 0
        for sha256, person in rows:
            scan = self.scan_stored(str(sha256), str(person))
            if scan is None:
                continue
            if scan.away:
                break
            done += scan.verdict in (Verdict.CLEAN, Verdict.INFECTED)
        return done

    def scan_stored(self, sha256: str, person: Stream) -> Scan | None:
        """Ask about one stored file and keep the verdict; None where nobody can read the file any more."""
        try:
            content = self._read(sha256, person)
        except ErasedKeyError:
            # Erased, or of a form that is not sent yet, whose key nobody but the form has.
            self.note(sha256, person, UNSCANNED)
            return None
        except (StoredFileMissingError, StoredFileAlteredError, ValueError) as problem:
            log.critical("stored file %s cannot be scanned: %s", sha256, type(problem).__name__)
            self.note(sha256, person, Scan(Verdict.FAILED))
            return None
        before, scan = self.of(sha256), self.look(content)
        if scan.away and before.verdict in (Verdict.CLEAN, Verdict.INFECTED):
            return scan  # what was said before stands until something else is said
        self.note(sha256, person, scan)
        if scan.verdict is Verdict.INFECTED and before.verdict is not Verdict.INFECTED:
            log.critical(
                "stored file %s holds malware: %s; it is not served any more", sha256, scan.signature
            )
        return scan

    def _read(self, sha256: str, person: Stream) -> bytes:
        stored = self._files.get(sha256)
        return self._vault.open_bytes(person, stored) if person else stored

    # The same content twice ----------------------------------------------------------------------------

    def same(self, key: DataKey, content: bytes) -> str:
        """The stored file of this very content of this very person, kept fresh; '' where there is none."""
        rows = self._db.query("SELECT sha256 FROM file_mark WHERE mark = ?", (_mark(key, content),))
        name = str(rows[0][0]) if rows else ""
        # Touched before it is named anew, so that the sweep of what nobody names passes it by.
        return name if name and self._files.touch(name) else ""

    def mark(self, key: DataKey, content: bytes, sha256: str) -> None:
        """Remember which stored file a content is."""
        with self._db.transaction() as c:
            c.execute(
                "INSERT INTO file_mark (mark, sha256, person) VALUES (?, ?, ?) "
                "ON CONFLICT (mark) DO UPDATE SET sha256 = excluded.sha256",
                (_mark(key, content), sha256, key.person),
            )

    # Pictures ------------------------------------------------------------------------------------------

    def picture(self, sha256: str) -> bytes | None:
        """The sealed small picture of a file; None where none was made."""
        rows = self._db.query("SELECT box FROM file_picture WHERE sha256 = ?", (sha256,))
        return bytes.fromhex(str(rows[0][0])) if rows else None

    def keep_picture(self, sha256: str, person: Stream, box: bytes) -> None:
        """Keep a sealed picture; an empty one says that there is nothing to draw."""
        with self._db.transaction() as c:
            c.execute(
                "INSERT INTO file_picture (sha256, person, box) VALUES (?, ?, ?) "
                "ON CONFLICT (sha256) DO NOTHING",
                (sha256, person, box.hex()),
            )

    # Forgetting ----------------------------------------------------------------------------------------

    def forget(self, sha256: str) -> None:
        """Forget all about a stored file."""
        self._delete("sha256", sha256)

    def forget_person(self, person: Stream) -> None:
        """Forget all about the files of a person whose key is gone."""
        self._delete("person", person)

    def _delete(self, column: str, value: str) -> None:
        with self._db.transaction() as c:
            for table in TABLES.split(", "):
                c.execute(f"DELETE FROM {table} WHERE {column} = ?", (value,))  # noqa: S608 - names of ours

    def people(self) -> list[Stream]:
        """Whose files something is known of."""
        union = " UNION ".join(f"SELECT person FROM {table}" for table in TABLES.split(", "))  # noqa: S608
        return [str(row[0]) for row in self._db.query(union) if row[0]]

    def names(self) -> set[str]:
        """The stored files of which something is known."""
        union = " UNION ".join(f"SELECT sha256 FROM {table}" for table in TABLES.split(", "))  # noqa: S608
        return {str(row[0]) for row in self._db.query(union)}


def _mark(key: DataKey, content: bytes) -> str:
    return hmac.new(
        key.clear, b"ppid-file-v1\n" + hashlib.sha256(content).digest(), hashlib.sha256
    ).hexdigest()
