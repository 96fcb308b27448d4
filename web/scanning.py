"""Proving that nobody's data stand in the clear: every table, every file, every page that anybody may open.

It takes who everybody is out of their boxes, and looks for each value in what there is. It never tells a
value, only where one stands. What a requester wrote into a free text themselves is a kind of its own: it is
part of what was asked. Law: UU 27/2022 art. 35; regulations §10; decision 0031.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from ppid.database import Database, beside, sqlite_path
from ppid.database.snapshot import snapshot
from ppid.events import Stream
from ppid.finding import Hit, Needles, What
from ppid.keeping import KEEPERS
from ppid.mentioned import texts_in
from ppid.person import current_identity
from projections.people import OFFICERS
from projections.reader import Reader
from web.books.export import PRIVATE
from web.services import Services

CHUNK = 4 << 20
#: A value that lies across two pieces of a file is found in the second, which begins so much earlier.
OVERLAP = 1024
PEOPLE_AT_ONCE = 500
EXCLUDED = {
    "register exports of officers": f"the law asks for these columns: {', '.join(sorted(PRIVATE))} and the "
    "NIK (Perki 1/2021 Pasal 32, Lampiran VIII); only signed-in officers get them",
    "letters and receipts": "made when they are asked for, from boxes, and never kept",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A value of somebody's in the clear: the kind of place, where there, and what kind of value."""

    place: str
    where: str
    what: What
    person: Stream
    coded: str = ""


@dataclass
class Report:
    """What was looked for, read and found. ``free`` are texts that people wrote themselves into a case."""

    people: int = 0
    values: int = 0
    alone: int = 0
    rows: int = 0
    file_bytes: int = 0
    pages: int = 0
    clear: list[Finding] = field(default_factory=list)
    free: list[Finding] = field(default_factory=list)
    #: Copies of free texts: in lists, indexes and the bytes of files.
    copies: int = 0
    skipped: list[str] = field(default_factory=list)


class Scan:
    """One search through everything."""

    def __init__(self, services: Services, tell: Callable[[str], object] = lambda _line: None) -> None:
        self._services = services
        self._tell = tell
        self.report = Report()
        self._needles = Needles()
        self._free: set[tuple[Stream, What]] = set()

    def run(self, logs: Iterable[Path] = (), pages: Iterable[tuple[str, bytes]] = ()) -> Report:
        """Look everywhere. ``logs`` are files and folders, ``pages`` what anybody may open."""
        self._gather()
        settings = self._services.settings
        self._log()
        for name, database in self._databases():
            self._tables(name, database)
        for path in self._database_files():
            self._file("file of the database", path)
        self._files("stored file", settings.files)
        for path in logs:
            self._files("log", path)
        for address, content in pages:
            self.report.pages += 1
            self._note_all("page", address, self._in_bytes(content))
        if not self._services.settings.database_url.startswith("sqlite:///"):
            self.report.skipped.append("the files of PostgreSQL: they belong to its own user")
        self.report.skipped += [f"{what}: {why}" for what, why in EXCLUDED.items()]
        return self.report

    # Who is looked for -------------------------------------------------------------------------------

    def _gather(self) -> None:
        services, after = self._services, ""
        posts = {row.officer: row.position for row in Reader(services.views, OFFICERS).all()}
        sql = "SELECT person FROM person_key WHERE person > ? ORDER BY person LIMIT ?"
        while rows := services.ledger.database.query(sql, (after, PEOPLE_AT_ONCE)):
            people = [str(person) for (person,) in rows]
            streams = services.log.load_many(people)
            boxes = [current_identity([r.envelope.event for r in streams.get(p, ())]) for p in people]
            for person, identity in zip(people, services.vault.open_all(boxes), strict=True):
                # An officer known by the post alone is no name.
                if identity and identity.name != posts.get(person):
                    self._needles.add(person, identity)
                    self.report.people += 1
            after = people[-1]
        self.report.values, self.report.alone = len(self._needles), self._needles.alone
        self._tell(f"looking for {self.report.values} values of {self.report.people} people")

    # Tables ------------------------------------------------------------------------------------------

    def _log(self) -> None:
        """Read every fact, field by field, before anything that was folded from them."""
        for recorded in self._services.log.stream_all():
            envelope = recorded.envelope
            if envelope.stream.partition("-")[0] not in KEEPERS:
                continue  # nobody writes a free text there: what stands there is found in its table
            for path, text in texts_in(msgspec.to_builtins(envelope.event)):
                for hit in self._needles.in_text(text):
                    self._free.add((hit.person, hit.what))
                    where = f"{envelope.stream} version {envelope.version}, {path}"
                    self.report.free.append(Finding("free text of a case", where, hit.what, hit.person))

    def _databases(self) -> list[tuple[str, Database]]:
        services = self._services
        return [
            ("ppid_log", services.ledger.database),
            ("ppid_read", services.views),
            ("ppid_web", services.state.database),
        ]

    def _tables(self, schema: str, database: Database) -> None:
        with snapshot(database.url, schema) as moment:
            for table in _tables_of(database, schema):
                self._tell(f"table {schema}.{table.name}")
                names = ", ".join(map(_quoted, table.columns))
                for row in moment.rows(f"SELECT {names} FROM {_quoted(table.name)}"):  # noqa: S608 - our tables
                    self.report.rows += 1
                    self._row(f"table {schema}.{table.name}", table, row)

    def _row(self, place: str, table: _Table, row: Sequence[object]) -> None:
        cells = dict(zip(table.columns, row, strict=True))
        for column, value in cells.items():
            hits = list(self._in_cell(value))
            if hits:
                key = " ".join(_told(cells[name]) for name in table.key)
                known = "(not told)" if column in table.key or any(self._in_cell(key)) else key
                self._note_all(place, f"{column}, row {known}", hits)

    def _in_cell(self, value: object) -> Iterator[Hit]:
        if isinstance(value, bytes | memoryview):
            content = bytes(value)
            text = content.decode("utf-8", "replace")
        elif isinstance(value, str):
            content, text = value.encode("utf-8", "replace"), value
        elif isinstance(value, dict | list):
            text = json.dumps(value, ensure_ascii=False, default=str)
            content = text.encode("utf-8", "replace")
        else:
            return
        yield from self._needles.in_text(text)
        yield from self._needles.in_coded(content)
        if self._needles.alone and text[:1] in {"{", "["}:
            yield from self._alone_in_json(text)

    def _alone_in_json(self, text: str) -> Iterator[Hit]:
        try:
            told = json.loads(text)
        except ValueError:
            return
        for _, each in texts_in(told):
            yield from (hit for hit in self._needles.in_text(each) if " " not in each.strip())

    # Files and pages -----------------------------------------------------------------------------------

    def _database_files(self) -> Iterator[Path]:
        url = self._services.settings.database_url
        if not url.startswith("sqlite:///"):
            return
        for each in (url, beside(url, "views"), beside(url, "web")):
            path = sqlite_path(each)
            for name in (path, *(path.with_name(path.name + end) for end in ("-wal", "-journal"))):
                if name.exists():
                    yield name

    def _files(self, place: str, folder: Path) -> None:
        paths = [folder] if folder.is_file() else sorted(p for p in folder.rglob("*") if p.is_file())
        for path in paths:
            self._note_all(place, f"the name of {path.parent.name}/…", self._needles.in_text(path.name))
            self._file(place, path)

    def _file(self, place: str, path: Path) -> None:
        self._tell(f"{place} {path.name}")
        before, at = b"", 0
        with path.open("rb") as file:
            while piece := file.read(CHUNK):
                content = before + piece
                for hit in self._needles.in_raw(content):
                    where = f"{path.name} at byte {at - len(before) + hit.at}"
                    self._note(place, where, hit)
                at += len(piece)
                before = content[-OVERLAP:]
        self.report.file_bytes += at

    def _in_bytes(self, content: bytes) -> Iterator[Hit]:
        yield from self._needles.in_text(content.decode("utf-8", "replace"))
        yield from self._needles.in_coded(content)

    # Noting ------------------------------------------------------------------------------------------

    def _note_all(self, place: str, where: str, hits: Iterable[Hit]) -> None:
        for hit in hits:
            self._note(place, where, hit)

    def _note(self, place: str, where: str, hit: Hit) -> None:
        if (hit.person, hit.what) in self._free:
            self.report.copies += 1
            return
        finding = Finding(place, where, hit.what, hit.person, hit.coded)
        if finding not in self.report.clear[-50:]:
            self.report.clear.append(finding)


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]


def _tables_of(database: Database, schema: str) -> list[_Table]:
    columns = "SELECT name, pk FROM pragma_table_info(?)"
    if database.kind == "sqlite":
        tables = (
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND ? <> ''"
        )
    else:
        tables = (
            "SELECT c.relname FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = ?::regnamespace "
            "AND has_table_privilege(c.oid, 'SELECT') ORDER BY c.relname"
        )
        columns = (
            "SELECT a.attname, CASE WHEN a.attnum = ANY (i.indkey) THEN 1 ELSE 0 END FROM pg_attribute a "
            "LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary "
            "WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"
        )
    found = []
    for (name,) in database.query(tables, (schema,)):
        told = str(name) if database.kind == "sqlite" else f"{schema}.{_quoted(str(name))}"
        rows = database.query(columns, (told,))
        names = tuple(str(column) for column, _ in rows)
        found.append(_Table(str(name), names, tuple(str(column) for column, key in rows if key) or names[:1]))
    return found


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _told(value: object) -> str:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return text[:80]
