"""Attacks on what people read, and the office's own audit beside the verifier's."""

# ruff: noqa: S608 - the SQL is the insider's, made of names in this folder

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from ppid.database import beside, sqlite_path
from ppid.seal import verifier
from tests.seal.attacks.history import Fact, History
from tests.seal.attacks.scene import Scene, codes, copy_sqlite, says
from tests.seal.attacks.test_database import edit
from tests.web.world import Clock, settings_of
from web.cli.auditing import Audit
from web.services import Services, open_services


@contextmanager
def office(scene: Scene) -> Iterator[Services]:
    """The program on the copy, as the office runs it, at the end of the month."""
    folder = scene.history.folder
    shutil.copy(folder / "master.key", scene.folder / "master.key")
    if scene.kind == "sqlite":
        for part in ("views", "web"):
            copy_sqlite(beside(scene.history.url, part), sqlite_path(beside(scene.url, part)))
    services = open_services(settings_of(scene.folder, scene.url), Clock(scene.history.created_at))
    try:
        yield services
    finally:
        services.close()


def told(scene: Scene, *changes: str) -> verifier.Result:
    """What ``ppid log verify`` finds when the overviews were changed like this."""
    with office(scene) as services:
        for sql in changes:
            with services.views.transaction() as c:
                c.execute(sql)
        trusted = verifier.parse_policy(scene.history.policy.encode())
        return Audit(services, trusted).of_live(scene.history.notebook, files=False)


def waiting(scene: Scene) -> Fact:
    """A case that waits for an answer."""
    return scene.history.of("extended")[0]


def test_101_overviews_of_an_untouched_history_agree(scene: Scene) -> None:
    result = told(scene)
    assert codes(result) == [], [(f.code, f.sentence("en")) for f in result.findings]
    checked, total = result.checked_overviews or (0, 0)
    assert checked == total > 100


def test_27_an_edited_deadline_is_told(scene: Scene) -> None:
    case = waiting(scene).stream
    result = told(scene, f"UPDATE worklist_1 SET due_on = '2026-12-31' WHERE stream = '{case}'")
    says(
        result,
        "P01",
        "menunjukkan due_on 2026-12-31, riwayat yang dicatat menghasilkan",
        "shows due_on 2026-12-31",
    )
    says(result, "P01", case, "the recorded history gives due_on 2026-0")
    assert (codes(result), result.exit_code) == (["P01"], 1)


def test_28_a_case_taken_out_of_an_overview_is_told(scene: Scene) -> None:
    case = waiting(scene).stream
    result = told(scene, f"DELETE FROM worklist_1 WHERE stream = '{case}'")
    says(result, "P01", case, case)
    assert (codes(result), result.exit_code) == (["P01"], 1)


def test_28b_a_case_nobody_recorded_in_an_overview_is_told(scene: Scene) -> None:
    case = waiting(scene).stream
    columns = "SELECT * FROM worklist_1"
    with office(scene) as services:
        row = services.views.query(f"{columns} WHERE stream = '{case}'")
    assert len(row) == 1
    result = told(scene, f"UPDATE worklist_1 SET stream = 'request-{'ab' * 16}' WHERE stream = '{case}'")
    says(result, "P01", f"request-{'ab' * 16}", f"request-{'ab' * 16}")
    assert codes(result) == ["P01"]


def test_28c_an_event_that_cannot_be_replayed_is_told(scene: Scene) -> None:
    """Content that the program cannot read any more: altered, and no overview can be checked against it."""
    scene.write(waiting(scene), b'{"event":')
    result = told(scene)
    says(result, "E01", "isi diubah", "content was altered")
    says(result, "P02", "tidak dapat diputar ulang", "cannot be replayed")
    assert result.exit_code == 1


@pytest.mark.parametrize("state", [b'{"event":', b"[]", b"{}", b"\xff"])
@pytest.mark.parametrize("case", ["a person", "a content"])
def test_28d_what_was_erased_and_cannot_be_read_keeps_nobody_from_looking(
    scene: Scene, case: str, state: bytes
) -> None:
    """The program reads at its start what was erased: one broken fact must not hide that it was broken."""
    erased = {"a person": scene.history.fact("person.erased"), "a content": scene.history.of("erased")[0]}
    scene.write(erased[case], state)
    assert "E01" in codes(told(scene))


def test_28e_an_order_that_cannot_be_read_keeps_nobody_from_looking(scene: Scene) -> None:
    scene.set_leaf(scene.history.fact("erasure").index, b"{}")
    assert told(scene).exit_code == 1


def test_an_edited_event_shows_in_both_halves(scene: Scene) -> None:
    """The overviews were folded from the true event: they contradict the edited one."""
    edit(scene)
    assert "E01" in codes(told(scene))


def test_the_views_are_where_these_tests_change_them(sqlite_history: History) -> None:
    """The tests above can fail: a table of that name is there, with rows."""
    path = sqlite_path(beside(sqlite_history.url, "views"))
    with closing(sqlite3.connect(path)) as c:
        assert c.execute("SELECT count(*) FROM worklist_1 WHERE due_on > ''").fetchone()[0] > 10
