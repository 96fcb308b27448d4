"""One copy of the history, to be attacked as whoever owns the machine can, and then audited from outside."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from ppid.database import Database, Row, Value, sqlite_path
from ppid.seal import verifier
from ppid.seal.ledger import Ledger, Note, Token
from ppid.seal.leaf import commitment, event_line, instant, parse_event
from ppid.seal.note import Note as SignedNote
from ppid.seal.note import Signer
from ppid.seal.tiles import grown
from ppid.seal.tree import leaf_hash, root_of
from ppid.seal.checkpoint import Checkpoint
from tests.seal.attacks.exporting import export
from tests.seal.attacks.history import Fact, History
from tests.seal.attacks.sealing import ORIGIN, write_archive

EXITS = {
    "VERIFIED": 0,
    "TAMPERING DETECTED": 1,
    "CANNOT READ": 2,
    "NOT ENOUGH TRUST": 3,
}


@dataclass
class Scene:
    """A copy of the database and the files, with every trigger gone, in the hands of an insider."""

    history: History
    url: str
    folder: Path
    database: Database = field(init=False)

    def __post_init__(self) -> None:
        """Take the locks off the doors."""
        self.database = Database(self.url, schema="ppid_log")
        with self.database.transaction() as c:
            if c.kind == "postgresql":
                for table in ("event", "log_leaf", "log_erased"):
                    c.execute(f"ALTER TABLE ppid_log.{table} DISABLE TRIGGER ALL")
            else:
                for (name,) in c.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
                    c.execute(f"DROP TRIGGER {name}")

    @property
    def kind(self) -> str:
        """Which database it is."""
        return self.database.kind

    @cached_property
    def files(self) -> Path:
        """A copy of the stored files."""
        copy = self.folder / "files"
        shutil.copytree(self.history.folder / "files", copy)
        return copy

    @cached_property
    def ledger(self) -> Ledger:
        """The sealed log's own tables, with the same powers."""
        return Ledger(self.url)

    def close(self) -> None:
        """Leave."""
        self.database.close()
        self.ledger.close()

    # What an insider does ------------------------------------------------------------------------------

    def run(self, sql: str, *args: Value) -> None:
        """Change whatever."""
        with self.database.transaction() as c:
            c.execute(sql, args)

    def ask(self, sql: str, *args: Value) -> list[Row]:
        """Look."""
        return self.database.query(sql, args)

    def state(self, fact: Fact) -> dict[str, Any]:
        """What is stored of an event."""
        where = "WHERE originator_id = ? AND originator_version = ?"
        ((state,),) = self.ask(f"SELECT state FROM event {where}", fact.stream, fact.version)
        found: dict[str, Any] = json.loads(bytes(state))
        return found

    def write(self, fact: Fact, state: bytes | None) -> None:
        """Write other content over an event."""
        where = "WHERE originator_id = ? AND originator_version = ?"
        self.run(f"UPDATE event SET state = ? {where}", state, fact.stream, fact.version)

    def rewrite(self, fact: Fact, **changes: Any) -> bytes:
        """Change fields of an event; return what is stored now."""
        state = self.state(fact)
        state["event"] |= changes
        written = json.dumps(state, separators=(",", ":")).encode()
        self.write(fact, written)
        return written

    def set_leaf(self, index: int, leaf: bytes) -> None:
        """Write another leaf."""
        self.run("UPDATE log_leaf SET leaf = ? WHERE leaf_index = ?", leaf, index)

    def salt(self, index: int) -> bytes:
        """The salt of a leaf."""
        ((salt,),) = self.ask("SELECT salt FROM log_leaf WHERE leaf_index = ?", index)
        return bytes(salt)

    def releaf(self, fact: Fact, **changes: Any) -> bytes:
        """Write the leaf of an event anew, as the recorder would have with these fields."""
        was = parse_event(fact.line)
        fields: dict[str, Any] = {
            "commit": was.commit,
            "index": was.index,
            "log": was.log,
            "stream": was.stream,
            "version": was.version,
            "prev": was.prev,
            "recorded_at": instant(was.recorded_at),
            "tenant": was.tenant,
            "topic": was.topic,
        }
        line = event_line(**fields | changes)
        self.set_leaf(fact.index, line)
        return line

    def recommit(self, fact: Fact, state: bytes) -> None:
        """Make the leaf of an event fit other content."""
        self.releaf(fact, commit=commitment(self.salt(fact.index), state))

    def delete_event(self, fact: Fact) -> None:
        """Delete the row of an event."""
        where = "WHERE originator_id = ? AND originator_version = ?"
        self.run(f"DELETE FROM event {where}", fact.stream, fact.version)

    def delete_leaf(self, index: int) -> None:
        """Delete a leaf."""
        self.run("DELETE FROM log_leaf WHERE leaf_index = ?", index)

    def leaves(self) -> list[bytes]:
        """Every leaf there is, in order."""
        return [bytes(leaf) for (leaf,) in self.ask("SELECT leaf FROM log_leaf ORDER BY leaf_index")]

    def sign_again(self, *signers: Signer, sizes: Iterable[int] | None = None) -> dict[int, str]:
        """Rebuild tiles and sign checkpoints anew over the leaves as they are now; the old lines go.

        Returns the notes by size. Without cosignatures: nobody outside gives them for that.
        """
        hashes = [leaf_hash(leaf) for leaf in self.leaves()]
        tiles = grown(lambda _level, _n: b"", 0, hashes)
        with self.database.transaction() as c:
            c.execute("DELETE FROM log_token")  # they are about other bytes now
            c.execute("DELETE FROM log_tile")
            for (level, n), content in tiles.items():
                c.execute("INSERT INTO log_tile VALUES (?, ?, ?)", (level, n, content))
        notes = {}
        for note in self.ledger.notes():
            if note.size > len(hashes) or (sizes is not None and note.size not in sizes):
                continue
            text = Checkpoint(ORIGIN, note.size, root_of(hashes[: note.size])).text
            notes[note.size] = str(SignedNote(text, tuple(signer.sign(text) for signer in signers)))
            self.set_note(note.size, notes[note.size])
        return notes

    def set_note(self, size: int, text: str) -> None:
        """Put another note in the place of a checkpoint."""
        self.run("UPDATE log_checkpoint SET note = ? WHERE size = ?", text, size)

    def cut(self, size: int) -> None:
        """Bring everything back to when the log had so many entries: a backup of that day."""
        for fact in self.history.facts[size:]:
            if fact.kind == "event":
                self.delete_event(fact)
        self.run("DELETE FROM log_leaf WHERE leaf_index >= ?", size)
        self.run("DELETE FROM log_checkpoint WHERE size > ?", size)
        self.run("DELETE FROM log_token WHERE size > ?", size)
        self.run("DELETE FROM log_tile")
        hashes = [leaf_hash(leaf) for leaf in self.leaves()]
        covered = max(note.size for note in self.ledger.notes())
        for (level, n), content in grown(lambda _level, _n: b"", 0, hashes[:covered]).items():
            self.run("INSERT INTO log_tile VALUES (?, ?, ?)", level, n, content)

    # What the auditor does -------------------------------------------------------------------------------

    def export(self, name: str = "export.sqlite3") -> Path:
        """The auditor's export of what is there now."""
        path = self.folder / name
        export(self.url, path, self.history.created_at)
        return path

    def audit(
        self,
        *,
        policy: str = "",
        files: bool = False,
        archives: Mapping[str, list[str]] | None = None,
        notebook: dict[str, dict[str, object]] | None = None,
    ) -> verifier.Result:
        """Export as the office does, and audit the export as an auditor does."""
        return audit(
            self.history,
            self.export(),
            policy=policy,
            files=self.files if files else None,
            archives=[write_archive(self.folder / f"{n}.ndjson", a) for n, a in (archives or {}).items()],
            notebook=notebook,
        )


def audit(
    history: History,
    path: Path,
    *,
    policy: str = "",
    files: Path | None = None,
    archives: Iterable[Path] = (),
    notebook: dict[str, dict[str, object]] | None = None,
) -> verifier.Result:
    """Audit an export with a policy, the history's own unless another is given."""
    trusted = verifier.parse_policy((policy or history.policy).encode())
    source = verifier.SqliteSource(str(path))
    return verifier.audit(
        source,
        trusted,
        files=str(files) if files else None,
        archives=[str(archive) for archive in archives],
        notebook=notebook,
    )


def codes(result: verifier.Result) -> list[str]:
    """The codes of the findings, notes left out, each once."""
    return sorted({finding.code for finding in result.findings if not finding.code.startswith("W")})


def says(result: verifier.Result, code: str, indonesian: str, english: str) -> None:
    """Insist on a finding whose sentence has these words in both languages."""
    found = [finding for finding in result.findings if finding.code == code]
    told = [(f.code, f.entry, f.sentence("id"), f.sentence("en")) for f in result.findings]
    assert found, told
    assert any(english in f.sentence("en") and indonesian in f.sentence("id") for f in found), told


def clean(result: verifier.Result) -> None:
    """Insist that nothing at all was found wrong."""
    assert codes(result) == [], [(f.code, f.entry, f.sentence("en")) for f in result.findings]
    assert (result.verdict, result.exit_code) == ("VERIFIED", 0)


def copy_sqlite(url: str, path: Path) -> str:
    """A copy by the backup API, as a cautious administrator makes it."""
    with closing(sqlite3.connect(sqlite_path(url))) as source, closing(sqlite3.connect(path)) as target:
        source.backup(target)
    return f"sqlite:///{path}"


__all__ = ["EXITS", "Note", "Scene", "Token", "audit", "clean", "codes", "copy_sqlite", "says"]
