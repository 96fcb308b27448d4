"""Commands on a store of their own: what they print, how they exit, what they refuse."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "data"
PPID = [sys.executable, "-m", "web.cli"]


class Office:
    """A folder in which commands run, with its own store."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.environment = environment

    def run(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command as a process of its own."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PPID_")}
        return subprocess.run(
            [*PPID, *arguments],
            cwd=self.folder,
            env={**environment, **self.environment},
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture
def ready(office: Office) -> Office:
    office.run("migrate")
    made = office.run("body", "establish", "POLDA-X", "Polda Contoh", "--established-on", "2010-05-01")
    assert made.returncode == 0, made.stderr
    return office


def test_due_prints_the_day_and_every_day_of_the_count(office: Office) -> None:
    done = office.run("due", "2025-08-04", "10")
    assert done.returncode == 0
    assert done.stdout.startswith("2025-08-19")
    assert "2025-08-18    -  cuti-bersama" in done.stdout
    assert not list(office.folder.iterdir()), "asking makes nothing"


def test_due_as_known_before_the_amendment_in_json(office: Office) -> None:
    done = office.run("due", "2025-08-04", "10", "--known-on", "2025-08-01", "--json")
    found = json.loads(done.stdout)
    assert list(found) == ["start", "days", "due_on", "calendar", "count"]
    assert (found["start"], found["days"], found["due_on"]) == ("2025-08-04", 10, "2025-08-18")
    assert found["count"][0] == {"date": "2025-08-04", "counted": False, "reason": "start"}
    assert sum(day["counted"] for day in found["count"]) == 10


def test_due_into_an_undecreed_year_names_it(office: Office) -> None:
    done = office.run("due", "2026-12-28", "10")
    assert done.returncode == 1
    assert "calendar missing for 2027" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [("2025-02-31", "10"), ("2025-08-04", "0"), ("tomorrow", "10"), ("2025-08-04", "10", "--known-on", "x")],
)
def test_due_says_how_it_is_used(office: Office, arguments: tuple[str, ...]) -> None:
    assert office.run("due", *arguments).returncode == 2


def test_due_counts_by_the_rules_of_a_body(ready: Office) -> None:
    assert ready.run("due", "2026-03-10", "10", "--body", "POLDA-X").stdout.startswith("2026-03-31")
    assert ready.run("body", "counting", "POLDA-X", "--week", "6").returncode == 0
    assert ready.run("due", "2026-03-10", "10", "--body", "POLDA-X").stdout.startswith("2026-03-28")
    assert ready.run("due", "2026-03-16", "5", "--body", "NOBODY").returncode == 1


def test_somebody_besides_the_ppid_always_approves_an_exemption(ready: Office) -> None:
    assert ready.run("body", "approval", "POLDA-X", "--no-head").returncode == 0
    nobody = ready.run("body", "approval", "POLDA-X", "--no-head", "--no-superior")
    assert nobody.returncode == 1
    assert "sekurang-kurangnya oleh Atasan PPID atau pimpinan" in nobody.stderr


def test_a_decree_from_a_file_answers_for_its_year(ready: Office) -> None:
    assert "calendar missing for 2027" in ready.run("due", "2027-01-04", "2").stderr
    holidays = ready.folder / "2027.csv"
    holidays.write_text("# hari libur\nN,2027-01-01,Tahun Baru\nC,2027-01-05,Cuti\n")
    decree = ("calendar", "decree", str(holidays), "--year", "2027", "--number", "1")
    decreed = ready.run(*decree, "--signed-on", "2026-10-01")
    assert decreed.returncode == 0, decreed.stderr
    assert ready.run("due", "2027-01-04", "2").stdout.startswith("2027-01-07")
    assert "sudah ditetapkan" in ready.run(*decree, "--signed-on", "2026-10-01").stderr


def test_migrating_again_changes_nothing(ready: Office) -> None:
    before = ready.run("calendar", "show").stdout
    assert ready.run("migrate").returncode == 0
    assert ready.run("calendar", "show").stdout == before
    assert before.startswith("edition 3/2025-09-19")


def test_import_shows_asks_and_takes_in_once(ready: Office) -> None:
    shown = ready.run("import", "register", str(DATA / "register-2025.csv"), "--body", "POLDA-X", stdin="n\n")
    assert "New: 246" in shown.stdout
    assert json.loads(ready.run("replay", "--json").stdout)["requests"] == 0
    taken = ready.run("import", "register", str(DATA / "register-2025.csv"), "--body", "POLDA-X", "--yes")
    assert (taken.returncode, "Taken in: 246 cases." in taken.stdout) == (0, True)
    again = ready.run("import", "register", str(DATA / "register-2025.csv"), "--body", "POLDA-X", "--yes")
    assert "Already there: 246" in again.stdout
    counts = json.loads(ready.run("replay", "--body", "POLDA-X", "--json").stdout)
    assert (counts["requests"], counts["outcomes"]["granted"]) == (246, 133)
    verified = ready.run("projections", "verify")
    assert (verified.returncode, "differ" in verified.stdout) == (0, False)
    one = ready.run("replay", "0003/PPID-POLDA-X/I/2025", "--json")
    assert json.loads(one.stdout)["step"] == "closed"
    past = ready.run("replay", "0003/PPID-POLDA-X/I/2025", "--as-of", "2025-06-01")
    assert (past.returncode, "not recorded yet" in past.stderr) == (1, True)


def test_a_bad_book_names_every_bad_row_and_writes_nothing(ready: Office) -> None:
    done = ready.run("import", "register", str(DATA / "register-2025-bad.csv"), "--body", "POLDA-X", "--yes")
    assert done.returncode == 1
    named = [line for line in done.stderr.splitlines() if "Baris " in line]
    assert len(named) == 11
    assert "Baris 2 (No 1)" in named[0]
    assert "31 Februari 2025" in named[0]
    assert json.loads(ready.run("replay", "--json").stdout)["requests"] == 0
    assert "HYPERLINK" not in done.stdout + done.stderr


def test_F70_wrong_settings_are_all_named(tmp_path: Path) -> None:
    done = Office(tmp_path, PPID_PORT="x", PPID_DEM="1").run("migrate")
    assert done.returncode == 3
    assert "PPID_PORT" in done.stderr
    assert "PPID_DEM " in done.stderr
    assert "Traceback" not in done.stderr


def test_F70_a_readable_master_key_stops_the_start(ready: Office) -> None:
    (ready.folder / "var" / "master.key").chmod(0o644)
    done = ready.run("projections", "status")
    assert (done.returncode, "chmod 600" in done.stderr) == (3, True)


def test_a_store_without_tables_says_what_to_run(office: Office) -> None:
    done = office.run("replay")
    assert (done.returncode, "ppid migrate" in done.stderr) == (3, True)


def test_a_database_that_is_away_is_said_in_seconds(tmp_path: Path) -> None:
    away = Office(tmp_path, PPID_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    done = away.run("projections", "status")
    assert (done.returncode, "cannot be reached" in done.stderr) == (3, True)


def test_officers_are_appointed_with_a_password_and_once(ready: Office) -> None:
    add = ("officer", "add", "rina", "Rina", "--body", "POLDA-X", "--role", "ppid", "--password")
    assert ready.run(*add, "short").returncode == 2
    assert ready.run(*add, "long-enough-word").returncode == 0
    taken = ready.run(*add, "long-enough-word")
    assert (taken.returncode, "taken" in taken.stderr) == (2, True)


def test_a_bad_holiday_file_names_the_line(ready: Office) -> None:
    holidays = ready.folder / "bad.csv"
    holidays.write_text("N,2026-01-01,Tahun Baru\nX,2026-02-01,Aneh\n")
    done = ready.run(
        "calendar", "decree", str(holidays), "--year", "2026", "--number", "1", "--signed-on", "2025-09-19"
    )
    assert (done.returncode, "Line 2" in done.stderr) == (2, True)


def test_a_day_before_today_is_read_as_the_day_it_was(ready: Office) -> None:
    day = date(2020, 1, 1).isoformat()
    counts = json.loads(ready.run("replay", "--as-of", day, "--json").stdout)
    assert counts["requests"] == 0
