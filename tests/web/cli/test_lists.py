"""``ppid import catalogue``: what it prints, how it exits, what it refuses."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ppid.catalogue import columns as col
from tests.web.cli.test_cli import Office
from web.books import write_csv, write_xlsx

HEADING = (col.NO, *col.ANNEX, col.KLASS)
ROW = (
    1,
    "Laporan kinerja 2025",
    "Polda Contoh",
    "Kapolda",
    "2026; Depok",
    "Cetak",
    "5 tahun",
    "Berkala",
)
DECREE = ("--decree", "KEP/1/2020", "--signed-on", "2020-01-06", "--approved-by", "Kapolda Contoh")


@pytest.fixture
def ready(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    office.run("migrate")
    made = office.run("body", "establish", "POLDA-X", "Polda Contoh", "--established-on", "2010-05-01")
    assert made.returncode == 0, made.stderr
    return office


def a_list(office: Office, *rows: tuple[str | int | date | None, ...], name: str = "dip.csv") -> str:
    write = write_csv if name.endswith("csv") else None
    content = write(HEADING, rows) if write else write_xlsx(HEADING, rows, "DIP")
    (office.folder / name).write_bytes(content)
    return name


def test_a_list_is_shown_asked_for_and_taken_in_once(ready: Office) -> None:
    file = a_list(ready, ROW, (2, "Profil badan publik", *ROW[2:]), name="dip.xlsx")
    shown = ready.run("import", "catalogue", file, "--body", "POLDA-X", *DECREE, stdin="n\n")
    assert "Rows read: 2. New: 2. Already there: 0." in shown.stdout
    assert "Taken in" not in shown.stdout
    dry = ready.run("import", "catalogue", file, "--body", "POLDA-X", *DECREE, "--dry-run")
    assert (dry.returncode, "Taken in" in dry.stdout) == (0, False)
    taken = ready.run("import", "catalogue", file, "--body", "POLDA-X", *DECREE, "--yes")
    assert (taken.returncode, taken.stderr) == (0, "")
    assert "Taken in: 2 items." in taken.stdout
    again = ready.run("import", "catalogue", file, "--body", "POLDA-X", *DECREE, "--yes")
    assert again.returncode == 0
    assert "New: 0. Already there: 2." in again.stdout
    assert "nothing new" in again.stdout
    verified = ready.run("projections", "verify")
    assert verified.returncode == 0, verified.stdout


def test_without_a_decree_the_rows_become_proposals(ready: Office) -> None:
    done = ready.run("import", "catalogue", a_list(ready, ROW), "--body", "POLDA-X", "--yes")
    assert "Taken in: 1 items as proposals." in done.stdout


def test_a_bad_row_is_named_and_nothing_is_written(ready: Office) -> None:
    file = a_list(ready, ROW, (7, "", *ROW[2:7], "Dikecualikan"))
    done = ready.run("import", "catalogue", file, "--body", "POLDA-X", "--yes")
    assert done.returncode == 1
    assert f"Baris 3 (No 7): Kolom {col.SUMMARY} kosong" in done.stderr
    assert f"Baris 3 (No 7): Kolom {col.KLASS}: informasi yang dikecualikan" in done.stderr
    assert "Nothing was written" in done.stdout
    good = ready.run("import", "catalogue", a_list(ready, ROW), "--body", "POLDA-X", "--dry-run")
    assert "New: 1." in good.stdout


def test_a_file_that_is_no_list_and_a_half_named_decree_are_told(ready: Office) -> None:
    (ready.folder / "a.pdf").write_bytes(b"%PDF-1.7 nothing")
    assert ready.run("import", "catalogue", "a.pdf", "--body", "POLDA-X").returncode == 1
    file = a_list(ready, ROW)
    half = ready.run("import", "catalogue", file, "--body", "POLDA-X", "--decree", "KEP/1")
    assert half.returncode == 2
    assert "--approved-by" in half.stderr
    early = ready.run(
        "import",
        "catalogue",
        file,
        "--body",
        "POLDA-X",
        *DECREE,
        "--approved-on",
        "2020-01-07",
        "--yes",
    )
    assert early.returncode == 1
    assert "6 Januari 2020" in early.stderr
    assert ready.run("import", "catalogue", file, "--body", "NOBODY").returncode == 1
