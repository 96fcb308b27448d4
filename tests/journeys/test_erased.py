"""Somebody asks, is answered and is erased: then they are found nowhere, nor after an older backup came back.

Every page that each role can reach by links is opened, every file it offers is read; so are the tables, the
bytes on the disk and the stored files. The case still replays, and the sealed log still verifies.
"""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import psycopg
import pytest
from psycopg import sql
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from ppid import commands as c
from ppid.database import sqlite_path
from ppid.finding import Needles
from ppid.person import Identity
from ppid.seal import verifier
from ppid.seal.choosing import self_policy
from ppid.seal.export import export
from projections.catalog import ALL
from projections.verify import verify
from tests.postgres import Cluster
from tests.web.citizen.journey import file
from tests.web.visitor import Visitor
from tests.web.world import OPERATOR, World, app_of
from web.opened_by_all import open_pages
from web.scanning import Scan
from web.services import Services, open_services

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(600)]

WHO = Identity(
    name="Zulaikha Prabandari",
    number="3276014107900087",
    address="Gang Kemuning 87 Cimanggis",
    phone="0813 9876 5432",
    email="zulaikha.prabandari@example.org",
)
ANSWERS = {
    "identitas": {
        "name": WHO.name,
        "number": WHO.number,
        "address": WHO.address,
        "occupation": "Peneliti",
    },
    "kontak": {"phone": WHO.phone, "email": WHO.email},
}
SPELLED = [
    text.encode().lower()
    for text in (WHO.name, WHO.number, WHO.address, WHO.phone, WHO.email, WHO.phone.replace(" ", "")[1:])
]
MOST_TEXT_BYTES = 300_000
STARTS = {
    "": "/",
    "desk": "/meja",
    "ppid": "/meja",
    "unit": "/meja",
    "superior": "/meja",
    "head": "/meja",
    "auditor": "/audit",
}
#: Opening these ends what a crawl stands on, or leads away from what is kept.
LEAVE_OUT = re.compile(r"^/(static|keluar|bahasa|meja/keluar|catatan/tile)|[?&]bahasa=")
MOST_PAGES = 120


def sought() -> Needles:
    needles = Needles()
    needles.add("person-sought", WHO)
    return needles


@dataclass
class Search:
    """Looks for the one person in everything that is given, and remembers where they were."""

    needles: Needles = field(default_factory=sought)
    where: list[str] = field(default_factory=list)
    read: int = 0

    def look(self, place: str, content: bytes) -> None:
        """Look in some content, and inside of it where it is a PDF or an archive."""
        self.read += 1
        low = content.lower()  # codings are read by the scan of the whole installation
        text = content[:MOST_TEXT_BYTES].decode("utf-8", "replace")
        if any(spelled in low for spelled in SPELLED) or any(self.needles.in_text(text)):
            self.where.append(place)
        if content.startswith(b"%PDF"):
            with suppress(PyPdfError):  # some attachments of the world are no whole PDF
                text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
                self.look(f"{place}, its text", text.encode("utf-8", "replace"))
        elif content.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for name in archive.namelist():
                    self.look(f"{place}, {name}", archive.read(name))


def crawl(visitor: Visitor, start: str, search: Search, whose: str) -> None:
    """Open every page that links lead to from ``start``, and look in each."""
    waiting, seen = [start], {start}
    while waiting and len(seen) < MOST_PAGES * 4 and search.read < 5000:
        page = visitor.get(waiting.pop(0))
        if page.status >= 400:
            continue
        search.look(f"{whose or 'anybody'} {page.url}", page.response.get_data())
        for _, href in page.links:
            url = urldefrag(href).url
            if not url.startswith("/") or LEAVE_OUT.search(url) or url in seen:
                continue
            shape = re.sub(r"[0-9a-f]{32}|\d+", "#", urlsplit(url).path)
            if sum(re.sub(r"[0-9a-f]{32}|\d+", "#", urlsplit(s).path) == shape for s in seen) < 4:
                seen.add(url)
                waiting.append(url)


def search_everywhere(world: World, case: str, url: str) -> Search:
    """Look in every page of every role, every table, every file. ``url`` may read every table."""
    search = Search()
    world.follow()
    for whose, start in STARTS.items():
        crawl(world.officer(whose) if whose else world.visitor(), start, search, whose)
    crawl(world.tracker(case), "/lacak", search, "the citizen")
    for address, content in open_pages(world.services):
        search.look(f"anybody {address}", content)
    folder = world.settings.master_key_file.parent
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        search.look(path.relative_to(folder).as_posix(), path.read_bytes())
    for row in rows(world.services, url):
        search.look(*row)
    return search


def rows(services: Services, url: str) -> Iterator[tuple[str, bytes]]:
    """Every row of every table, as text."""
    for recorded in services.log.stream_all():
        yield f"event {recorded.envelope.stream}", repr(recorded).encode()
    if url.startswith("sqlite"):
        return  # the files were read byte by byte
    with psycopg.connect(url) as connection:
        tables = connection.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname LIKE 'ppid%'"
        ).fetchall()
        for schema, table in tables:
            for (row,) in connection.execute(
                sql.SQL("SELECT row_to_json(t)::text FROM {} t").format(sql.Identifier(schema, table))
            ).fetchall():
                yield f"{schema}.{table}", row.encode()


# Backing up and putting back ---------------------------------------------------------------------------


@dataclass
class Backups:
    """Copies of the database and the stored files, made and put back with everything stopped."""

    world: World
    folder: Path
    cluster: Callable[[], Cluster]

    def make(self) -> None:
        """Copy."""
        self.world.services.close()
        shutil.copytree(self.world.settings.files, self.folder / "files")
        shutil.copytree(self.world.settings.signer_dir, self.folder / "signer")
        if self._postgres:
            self._copy(self._name, f"{self._name}_backup")
        else:
            for path in sqlite_path(self._url).parent.glob("ppid*.sqlite3*"):
                shutil.copy(path, self.folder)
        self._start()

    def put_back(self) -> None:
        """Put the copy in the place of what there is, and start."""
        self.world.services.close()
        for name, place in (
            ("files", self.world.settings.files),
            ("signer", self.world.settings.signer_dir),
        ):
            shutil.rmtree(place)
            shutil.copytree(self.folder / name, place)
        if self._postgres:
            self._drop(self._name)
            self._copy(f"{self._name}_backup", self._name)
        else:
            for path in sqlite_path(self._url).parent.glob("ppid*.sqlite3*"):
                path.unlink()
            for path in self.folder.glob("ppid*.sqlite3*"):
                shutil.copy(path, sqlite_path(self._url).parent)
        self._start()

    def _start(self) -> None:
        self.world.services = open_services(self.world.settings, self.world.clock)
        self.world.app = app_of(self.world.services)

    @property
    def all_tables(self) -> str:
        """The address for somebody who may read every table."""
        return self.cluster().superuser_url(self._url) if self._postgres else self._url

    @property
    def _url(self) -> str:
        return self.world.settings.schema_url

    @property
    def _postgres(self) -> bool:
        return self._url.startswith("postgresql")

    @property
    def _name(self) -> str:
        return urlsplit(self._url).path.removeprefix("/")

    def _copy(self, source: str, target: str) -> None:
        self._execute(
            sql.SQL("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}").format(
                sql.Literal(source)
            )
        )
        self._execute(
            sql.SQL("CREATE DATABASE {} OWNER ppid_owner TEMPLATE {}").format(
                sql.Identifier(target), sql.Identifier(source)
            )
        )

    def _drop(self, name: str) -> None:
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _execute(self, statement: sql.Composed) -> None:
        admin = self.cluster().superuser_url(self._url).replace(f"/{self._name}?", "/postgres?")
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute(statement)


@pytest.fixture
def backups(either: World, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Backups]:
    """Give backups of the world at hand."""
    folder = tmp_path / "elsewhere" / "backup"
    folder.mkdir(parents=True)
    made = Backups(either, folder, lambda: request.getfixturevalue("postgres_cluster"))
    yield made
    if made._postgres:  # noqa: SLF001 - its own fixture
        made._drop(f"{made._name}_backup")  # noqa: SLF001


# The story -----------------------------------------------------------------------------------------------


def test_F67_an_erased_person_is_found_nowhere_even_after_an_older_backup(
    either: World, backups: Backups, tmp_path: Path
) -> None:
    file(either.visitor(), ANSWERS)
    either.follow()
    streams = {r.envelope.stream for r in either.services.log.stream_all()}
    (case,) = (stream for stream in streams if stream.startswith("request-"))
    either.act(case, "complete", "granted", "notice-received", "delivered")
    request = either.request(case)
    card = request.documents[0].sha256
    before = Search()
    either.follow()
    crawl(either.officer("desk"), "/meja", before, "desk")
    assert [place for place in before.where if place.startswith("desk /meja")], "the search finds nobody"

    backups.make()
    either.services.people.erase(
        c.ErasePerson(person=request.requester, basis="UU 27/2022 Pasal 43", order="12/2026"), OPERATOR
    )
    _checked(backups, case, card, tmp_path / "after")

    backups.put_back()
    assert either.services.log.person_keys([request.requester]) == {}
    _checked(backups, case, card, tmp_path / "restored")


def _checked(backups: Backups, case: str, card: str, folder: Path) -> None:
    either, services = backups.world, backups.world.services
    search = search_everywhere(either, case, backups.all_tables)
    assert search.where == []
    assert search.read > 100
    assert Scan(services).run().clear == []
    assert services.files.stored(card) is None
    auditor = either.officer("auditor").get(f"/audit/permohonan/{case.partition('-')[2]}")
    assert auditor.status == 200
    assert either.request(case).number in auditor.text
    assert all(verify(services.log, services.views, p).equal for p in ALL)
    folder.mkdir()
    either.seal()
    export(services.settings.schema_url, folder / "log.sqlite3", either.clock())
    policy = verifier.parse_policy(self_policy(services.ledger).encode())
    found = verifier.audit(verifier.SqliteSource(folder / "log.sqlite3"), policy, services.settings.files)
    assert found.verdict != "TAMPERED", found
    assert not {finding.code for finding in found.findings} & {"F01", "F02", "F03", "E01"}
