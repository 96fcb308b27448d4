"""What a careful administrator does raises nothing (audit-log.md, part 4: 101 to 105)."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from contextlib import closing, suppress
from pathlib import Path

import psycopg
import pytest

from ppid.database import sqlite_path
from ppid.seal import verifier
from ppid.seal.export import export
from ppid.seal.leaf import instant
from ppid.seal.live import open_source
from tests.postgres import Cluster, find_binaries
from tests.seal.attacks.history import History
from tests.seal.attacks.scene import Scene, clean, codes
from tests.seal.attacks.sealing import NEW_KEY, Office


def judged(history: History, url: str, folder: Path) -> verifier.Result:
    """Audit an export and the live database at an address; both have to say the same."""
    trusted = verifier.parse_policy(history.policy.encode())
    path = folder / "restored-export.sqlite3"
    export(url, path, history.created_at)
    result = verifier.audit(verifier.SqliteSource(str(path)), trusted, notebook=history.notebook)
    with open_source(url) as source:
        live = verifier.audit(source, trusted, notebook=history.notebook, now=instant(history.created_at))
    assert live.found == result.found
    return result


def test_101_untouched_history_is_verified(scene: Scene) -> None:
    result = scene.audit(files=True, archives=scene.history.archives, notebook=scene.history.notebook)
    clean(result)
    assert result.has("W03")  # 105: the newest events are under no seal yet
    counts = result.counts
    assert (counts["entries"], counts["erased"], counts["heads"], counts["keys"]) == (289, 1, 7, 2)
    assert counts["files_right"] == counts["files"] > 40
    assert counts["sealed"] == counts["confirmed"] == 284


def test_102_vacuum_and_analyze_raise_nothing(scene: Scene) -> None:
    if scene.kind == "sqlite":
        with closing(sqlite3.connect(sqlite_path(scene.url), isolation_level=None)) as c:
            for act in ("VACUUM", "ANALYZE", "REINDEX", "PRAGMA wal_checkpoint(TRUNCATE)"):
                c.execute(act)
    else:
        with psycopg.connect(scene.url, autocommit=True) as connection:
            for table in ("event", "log_leaf", "log_tile"):
                connection.execute(f"VACUUM (FULL, ANALYZE) ppid_log.{table}".encode())
                connection.execute(f"REINDEX TABLE ppid_log.{table}".encode())
    clean(judged(scene.history, scene.url, scene.folder))


def test_102_dump_and_restore_of_sqlite_raise_nothing(sqlite_history: History, tmp_path: Path) -> None:
    """As text, into a new file."""
    target = tmp_path / "restored.sqlite3"
    with (
        closing(sqlite3.connect(sqlite_path(sqlite_history.url))) as live,
        closing(sqlite3.connect(target)) as to,
    ):
        to.executescript("\n".join(live.iterdump()))
    clean(judged(sqlite_history, f"sqlite:///{target}", tmp_path))


@pytest.mark.postgres
def test_102_dump_and_restore_of_postgresql_raise_nothing(
    postgres_history: History, postgres_cluster: Cluster, tmp_path: Path
) -> None:
    """By ``pg_dump`` and ``psql``, into a new database."""
    binaries = find_binaries()
    assert binaries is not None
    if not (binaries / "pg_dump").exists() or not (binaries / "psql").exists():
        pytest.skip("this PostgreSQL brings no pg_dump")
    copy = postgres_cluster.create_database(postgres_history.prepare)
    empty = postgres_cluster.create_database()
    try:
        source, target = (postgres_cluster.superuser_url(url) for url in (copy, empty))
        dumped = _run(binaries / "pg_dump", "--dbname", source)
        _run(binaries / "psql", "--quiet", "--set=ON_ERROR_STOP=1", "--dbname", target, content=dumped)
        clean(judged(postgres_history, target, tmp_path))
    finally:
        postgres_cluster.drop_database(copy)
        postgres_cluster.drop_database(empty)


def _run(program: Path, *arguments: str, content: bytes = b"") -> bytes:
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
    if (libraries := program.parent.parent / "lib").is_dir():
        environment["LD_LIBRARY_PATH"] = str(libraries)
    done = subprocess.run(
        (program, *arguments), input=content, capture_output=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def test_102_rows_numbered_anew_raise_nothing(scene: Scene) -> None:
    """A restore by rows closes the gaps that rolled-back saves left, and begins where it likes."""
    scene.run("UPDATE event SET notification_id = -1000 + 3 * notification_id WHERE notification_id < 40")
    scene.run("UPDATE event SET notification_id = 5000 + 2 * notification_id WHERE notification_id >= 40")
    clean(scene.audit(notebook=scene.history.notebook))


def test_102_a_copy_by_rows_into_the_other_order_of_tables_raises_nothing(scene: Scene) -> None:
    """Entries first, events backwards: the order of writing says nothing, the numbers do."""
    if scene.kind == "sqlite":
        scene.run("CREATE TABLE other AS SELECT * FROM event ORDER BY notification_id DESC")
        scene.run("DROP TABLE event")
        scene.run("ALTER TABLE other RENAME TO event")
    else:
        scene.run("CREATE TABLE other AS SELECT * FROM ppid_log.event ORDER BY notification_id DESC")
        scene.run("TRUNCATE ppid_log.event")
        scene.run("INSERT INTO ppid_log.event OVERRIDING SYSTEM VALUE SELECT * FROM other")
    clean(scene.audit())


def test_104_rotation_with_its_overlap_raises_nothing(scene: Scene) -> None:
    """The month holds one: both keys on one seal, the old one retired behind it."""
    sizes = {note.size: note.text.count("ppid.example.go.id/log1 ") for note in scene.history.notes}
    assert sizes[77] == 2  # its own name counts once as origin and without a space
    clean(scene.audit())


def test_the_next_seal_covers_what_was_open(scene: Scene) -> None:
    """Whoever seals next, after a failover too, goes on from the tables alone."""
    h = scene.history
    office = Office(scene.ledger, lambda: h.created_at, (), h.stamper, [NEW_KEY])
    size = office.checkpoint().size
    again = Office(scene.ledger, lambda: h.created_at, (), h.stamper, [NEW_KEY])
    assert again.ledger.newest() is not None
    result = scene.audit()
    clean(result)
    assert result.counts["sealed"] == size == 289
    says = [f.sentence("en") for f in result.findings if f.code == "W03"]
    assert says == ["the newest 5 entries (from 284 on) are not yet confirmed by enough commissions."]


def test_a_checkpoint_nobody_confirmed_may_go_after_a_week(scene: Scene) -> None:
    """The minute's checkpoints between the daily seals are no evidence of their own."""
    seals = {note.size for note in scene.history.seals} | {1}
    scene.ledger.drop([note.size for note in scene.history.notes if note.size not in seals])
    result = scene.audit(archives=scene.history.archives, notebook=scene.history.notebook)
    clean(result)


def test_tiles_can_be_made_anew_from_the_entries(scene: Scene) -> None:
    scene.sign_again(sizes=())
    result = scene.audit()
    assert codes(result) == []


def test_a_copy_of_the_running_file_without_its_log_looks_like_a_cut(
    sqlite_history: History, tmp_path: Path
) -> None:
    """Why exports are made by rows: a plain copy of a database in use lacks the newest part."""
    live = tmp_path / "live.sqlite3"
    with (
        closing(sqlite3.connect(sqlite_path(sqlite_history.url))) as source,
        closing(sqlite3.connect(live)) as to,
    ):
        source.backup(to)
    with closing(sqlite3.connect(live, isolation_level=None)) as c:
        c.execute("PRAGMA journal_mode = WAL")
        c.execute("PRAGMA wal_autocheckpoint = 0")
        for (name,) in c.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            c.execute(f"DROP TRIGGER {name}")
        kept = c.execute("SELECT * FROM log_leaf WHERE leaf_index >= 283").fetchall()
        c.execute("DELETE FROM log_leaf WHERE leaf_index >= 283")
        c.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        c.executemany("INSERT INTO log_leaf VALUES (?, ?, ?, ?, ?)", kept)  # stands in the -wal file alone
        whole = judged(sqlite_history, f"sqlite:///{live}", tmp_path)
        clean(whole)
        copy = tmp_path / "copied.sqlite3"
        copy.write_bytes(live.read_bytes())
    trusted = verifier.parse_policy(sqlite_history.policy.encode())
    with suppress(verifier.CannotRead):
        result = verifier.audit(verifier.SqliteSource(str(copy)), trusted)
        assert result.has("T02")
        assert result.exit_code == 1
