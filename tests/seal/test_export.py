"""What an auditor takes away: one file from either database, a folder of tiles; and the log as it lives."""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from ppid.database import sqlite_path
from ppid.log import migrate
from ppid.seal import verifier
from ppid.seal.checkpoint import checkpoint_in
from ppid.seal.export import TABLES, Exported, ExportError, export, export_files
from ppid.seal.leaf import Erasure
from ppid.seal.ledger import Token
from ppid.seal.live import open_source
from ppid.seal.note import Note
from ppid.seal.static import StaticError, write_static
from ppid.seal.tiles import Tile, entries_of
from ppid.seal.tree import leaf_hash, root_of
from tests.golang import build
from tests.postgres import Cluster, urls_of
from tests.seal.sealing import Seal, as_root
from tests.web.world import World


def history(office: World, seal: Seal) -> None:
    """Three cases over two days, with the map of heads and a time stamp."""
    office.at("delivered")
    seal.checkpoint()
    office.clock.forward(minutes=1)
    office.at("refusal-received")
    size = seal.daily(office.clock())
    seal.ledger.add_token(Token(size, "tsa", b"no reply of an authority"))
    office.clock.forward(days=1)
    office.at("registered")
    seal.daily(office.clock())


def judged(seal: Seal, source: verifier.Source, files: Path | None = None) -> verifier.Result:
    """What the verifier says of a whole log."""
    return verifier.audit(source, verifier.parse_policy(seal.policy_text.encode()), files)


def exported(office: World, out: Path, upto: int | None = None) -> Exported:
    """Export the log as it is now."""
    return export(office.settings.database_url, out, office.clock(), upto=upto)


def test_an_export_is_verified_and_so_is_the_live_log(office: World, seal: Seal, tmp_path: Path) -> None:
    history(office, seal)
    out = tmp_path / "export.sqlite"
    done = exported(office, out)
    assert done.entries == seal.ledger.size()
    assert export_files(out, office.services.files, tmp_path / "evidence") == (4, 0)
    with closing(verifier.SqliteSource(out)) as source:
        from_file = judged(seal, source, files=tmp_path / "evidence")
    with open_source(office.settings.database_url) as live:
        from_live = judged(seal, live, files=office.settings.files)
    for result in (from_file, from_live):
        assert result.verdict == "VERIFIED", [f.sentence("en") for f in result.findings]
        assert result.counts["files_right"] == 4
    assert from_file.counts == from_live.counts
    assert from_file.codes == from_live.codes


def test_an_export_holds_nothing_but_the_log(office: World, seal: Seal, tmp_path: Path) -> None:
    history(office, seal)
    out = tmp_path / "export.sqlite"
    exported(office, out)
    with closing(sqlite3.connect(out)) as file:
        tables = {name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert tables == {*TABLES, "export"}
        about = dict(file.execute("SELECT key, value FROM export"))
    assert about["format"] == "ppid-export/1"
    assert about["origin"] == seal.ledger.origin()
    [key] = office.services.log.some_person_key()
    assert key.wrapped not in out.read_bytes()
    with pytest.raises(ExportError):
        exported(office, out)


def test_both_databases_export_the_same_rows(world: World, postgres_cluster: Cluster, tmp_path: Path) -> None:
    """The same history, put into PostgreSQL row by row, comes out as it does from SQLite."""
    seal = Seal(world.services.ledger, world.settings.signer_dir)
    history(world, seal)
    url = postgres_cluster.create_database()
    try:
        _copy_to_postgres(world, postgres_cluster.superuser_url(url))
        first, second = tmp_path / "sqlite.sqlite", tmp_path / "postgres.sqlite"
        export(world.settings.database_url, first, world.clock())
        seen: list[tuple[int, int]] = []
        export(
            postgres_cluster.superuser_url(url), second, world.clock(), progress=lambda *at: seen.append(at)
        )
        assert seen[-1][0] == seen[-1][1] > 50
        for name in (*TABLES, "export"):
            assert _rows(first, name) == _rows(second, name), name
        assert _rows(first, "log_leaf")
    finally:
        postgres_cluster.drop_database(url)


def _copy_to_postgres(world: World, url: str) -> None:
    migrate(url)
    with (
        closing(sqlite3.connect(sqlite_path(world.settings.database_url))) as source,
        psycopg.connect(url) as target,
    ):
        target.execute("SET session_replication_role = replica")
        target.execute("ALTER TABLE ppid_log.log_leaf DISABLE TRIGGER ALL")
        target.execute("TRUNCATE ppid_log.log_leaf")
        target.execute("ALTER TABLE ppid_log.event DISABLE TRIGGER ALL")
        for name, columns in TABLES.items():
            names = ", ".join(columns)
            marks = ", ".join(["%s"] * len(columns))
            rows = source.execute(f"SELECT {names} FROM {name}").fetchall()  # noqa: S608
            with target.cursor() as cursor:
                overriding = "OVERRIDING SYSTEM VALUE" if name == "event" else ""
                insert = f"INSERT INTO ppid_log.{name} ({names}) {overriding} VALUES ({marks})"  # noqa: S608 - ours
                cursor.executemany(insert.encode(), rows)


def _rows(path: Path, name: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as file:
        return file.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall()  # noqa: S608


def test_the_first_entries_can_be_exported_alone(office: World, seal: Seal, tmp_path: Path) -> None:
    office.at("delivered")
    first = seal.daily(office.clock())
    office.at("registered")
    seal.daily(office.clock())
    out = tmp_path / "export.sqlite"
    done = exported(office, out, upto=first)
    assert (done.entries, done.checkpoints) == (first, 1)
    with closing(verifier.SqliteSource(out)) as source:
        assert judged(seal, source).verdict == "VERIFIED"


def test_what_was_erased_since_cannot_be_exported_as_it_was(
    office: World, seal: Seal, tmp_path: Path
) -> None:
    case = office.at("registered")
    first = seal.daily(office.clock())
    leaf = seal.ledger.leaves_of(case)[0]
    remainder = leaf.state.replace(b"Anggaran pelayanan", b"-")
    order = Erasure((leaf.index,), (hashlib.sha256(remainder).hexdigest(),), (), "2026/1", "UU 27/2022", "x")
    seal.ledger.erase(order, [remainder], office.clock())
    seal.daily(office.clock())
    with pytest.raises(ExportError, match="erased a content"):
        exported(office, tmp_path / "early.sqlite", upto=first)
    exported(office, tmp_path / "all.sqlite")
    with closing(verifier.SqliteSource(tmp_path / "all.sqlite")) as source:
        result = judged(seal, source)
    assert result.verdict == "VERIFIED", [f.sentence("en") for f in result.findings]
    assert result.counts["erased"] == 1


def test_two_rows_in_one_place_are_exported_both(world: World, tmp_path: Path) -> None:
    """Whoever owns the file can take its constraints away; then the auditor must see what was done."""
    seal = Seal(world.services.ledger, world.settings.signer_dir)
    history(world, seal)
    copy = tmp_path / "tampered.sqlite3"
    with (
        closing(sqlite3.connect(sqlite_path(world.settings.database_url))) as source,
        closing(sqlite3.connect(copy, isolation_level=None)) as target,
    ):
        source.backup(target)
        target.execute("CREATE TABLE loose AS SELECT * FROM event")
        target.execute("DROP TABLE event")
        target.execute("ALTER TABLE loose RENAME TO event")
        target.execute(
            "INSERT INTO event SELECT max(notification_id) + 1, originator_id, 1, topic, state FROM event"
        )
        before = target.execute("SELECT count(*) FROM event").fetchone()[0]
    done = export(f"sqlite:///{copy}", tmp_path / "export.sqlite", world.clock())
    assert done.events == before
    with closing(verifier.SqliteSource(tmp_path / "export.sqlite")) as found:
        assert judged(seal, found).has("E03")


@pytest.mark.postgres
def test_an_auditor_with_a_role_of_their_own_reads_the_same(postgres_world: World, tmp_path: Path) -> None:
    seal = Seal(postgres_world.services.ledger, postgres_world.settings.signer_dir)
    history(postgres_world, seal)
    url = urls_of(postgres_world.settings.database_url).auditor
    exported(postgres_world, tmp_path / "ours.sqlite")
    export(url, tmp_path / "theirs.sqlite", postgres_world.clock())
    for name in TABLES:
        assert _rows(tmp_path / "ours.sqlite", name) == _rows(tmp_path / "theirs.sqlite", name)
    with open_source(url) as live:
        assert judged(seal, live).verdict == "VERIFIED"


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("UPDATE event SET topic = 'request.granted' WHERE topic = 'request.filed'", "E04"),
        ("DELETE FROM event WHERE topic = 'request.registered'", "E02"),
        ("UPDATE log_leaf SET originator_id = 'x' WHERE leaf_index = 30", "L09"),
        ("DELETE FROM log_leaf WHERE leaf_index > 40", "T02"),
        ("UPDATE log_checkpoint SET note = 'nothing'", "C11"),
        ("DELETE FROM log_tile", "T01"),
    ],
)
def test_the_live_log_and_its_export_say_the_same_of_an_insider(
    office: World, seal: Seal, tmp_path: Path, request: pytest.FixtureRequest, sql: str, code: str
) -> None:
    history(office, seal)
    as_root(office, request, sql)
    out = tmp_path / "export.sqlite"
    exported(office, out)
    with closing(verifier.SqliteSource(out)) as source:
        from_file = judged(seal, source)
    with open_source(office.settings.database_url) as live:
        from_live = judged(seal, live)
    assert from_live.has(code), from_live.codes
    assert from_live.found == from_file.found
    assert [f.sentence("en") for f in from_live.findings] == [f.sentence("en") for f in from_file.findings]


# Tiles ----------------------------------------------------------------------------------------------------


def test_the_static_folder_grows_with_the_log(office: World, seal: Seal, tmp_path: Path) -> None:
    office.at("delivered")
    seal.checkpoint()
    folder = tmp_path / "static"
    first = write_static(seal.ledger, folder)
    for _ in range(12):
        office.at("delivered")
    size = seal.checkpoint()
    assert size > 256 or office.services.ledger.size() == size
    second = write_static(seal.ledger, folder)
    assert (second.size, write_static(seal.ledger, folder).files) == (size, 0)
    assert first.size < second.size
    held = checkpoint_in(Note.of((folder / "checkpoint").read_bytes()))
    entries: list[bytes] = []
    for n in range(-(-size // 256)):
        entries += entries_of((folder / Tile(None, n, min(256, size - 256 * n)).path).read_bytes())
    assert root_of(map(leaf_hash, entries)) == held.root
    assert entries == list(seal.ledger.leaves(0, size))


def test_another_history_is_not_written_over_the_folder(office: World, seal: Seal, tmp_path: Path) -> None:
    office.at("registered")
    seal.checkpoint()
    folder = tmp_path / "static"
    write_static(seal.ledger, folder)
    note = (folder / "checkpoint").read_text(encoding="utf-8")
    origin, size, root, *rest = note.split("\n")
    (folder / "checkpoint").write_text("\n".join([origin, size, "A" * 42 + "A=", *rest]), encoding="utf-8")
    with pytest.raises(StaticError, match="two histories"):
        write_static(seal.ledger, folder)
    (folder / "checkpoint").write_text("\n".join([origin, "99999", root, *rest]), encoding="utf-8")
    with pytest.raises(StaticError):
        write_static(seal.ledger, folder)


def test_gos_packages_accept_the_static_folder(go: str, office: World, seal: Seal, tmp_path: Path) -> None:
    for _ in range(3):
        office.at("delivered")
    seal.daily(office.clock())
    folder, keys, proofs = tmp_path / "static", tmp_path / "keys", tmp_path / "proofs"
    write_static(seal.ledger, folder)
    keys.write_text(f"{seal.vkey}\n", encoding="utf-8")
    proofs.write_text("", encoding="utf-8")
    judge = build(go, tmp_path)
    done = subprocess.run([judge, folder, keys, proofs], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
