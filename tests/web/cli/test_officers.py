"""The operator's commands about officers: they set a body up, and stop where its own administrators begin."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.web.cli.test_cli import Office

PASSWORD = ("--password", "empat kuda kayu merah")


@pytest.fixture
def ready(tmp_path: Path) -> Office:
    """Give a body without officers."""
    office = Office(tmp_path, PPID_EMBEDDED_FOLLOWER="0")
    assert office.run("migrate").returncode == 0
    made = office.run("body", "establish", "POLDA-X", "Polda Contoh", "--established-on", "2010-05-01")
    assert made.returncode == 0, made.stderr
    return office


def appoint(office: Office, username: str, *roles: str) -> str:
    asked = [part for role in roles for part in ("--role", role)]
    done = office.run("officer", "appoint", username, f"Nama {username}", "--body", "POLDA-X", *asked)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_body_is_set_up_and_then_left_to_its_administrators(ready: Office) -> None:
    printed = appoint(ready, "ratih", "body-admin")
    assert re.fullmatch(r"ratih\t[A-Z0-9]{4}(?:-[A-Z0-9]{4}){3}\n", printed)
    appoint(ready, "rina", "ppid")
    appoint(ready, "bayu", "body-admin")
    refused = ready.run("officer", "appoint", "citra", "Citra", "--body", "POLDA-X", "--role", "ppid")
    assert refused.returncode == 1
    assert "two administrators" in refused.stderr
    added = ready.run("officer", "add", "citra", "Citra", "--body", "POLDA-X", "--role", "ppid", *PASSWORD)
    assert added.returncode == 1
    # Nothing stays of what was refused: the name is free, nobody signs in with it.
    assert ready.run("officer", "dismiss", "citra", "--reason", "Coba").returncode == 2
    assert ready.run("officer", "dismiss", "rina", "--reason", "Mutasi").returncode == 1
    # An administrator is helped back in, also before the first code was used; nobody else is.
    again = ready.run("officer", "invite", "ratih")
    assert again.returncode == 0
    assert again.stdout != printed
    assert ready.run("officer", "invite", "rina").returncode == 1


def in_days(days: int) -> str:
    """A day ahead: the commands go by the clock of the machine."""
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


def test_lending_absence_and_the_list(ready: Office) -> None:
    for username, role in (("rina", "ppid"), ("dewi", "service-desk")):
        made = ready.run("officer", "add", username, username, "--body", "POLDA-X", "--role", role, *PASSWORD)
        assert made.returncode == 0, made.stderr
    lent = ready.run(
        "officer", "delegate", "rina", "dewi", "--role", "ppid", "--until", in_days(400), "--reason", "Cuti"
    )
    assert lent.returncode == 1, "a delegation is for a year at most"
    since = ("--since", in_days(30), "--until", in_days(50))
    assert (
        ready.run(
            "officer", "delegate", "rina", "dewi", "--role", "ppid", *since, "--reason", "Cuti"
        ).returncode
        == 0
    )
    assert ready.run("officer", "absent", "rina", "--until", in_days(400)).returncode == 0
    listed = ready.run("officer", "list").stdout.splitlines()
    assert listed == ["rina\tppid\t-\t-\t-\taway", "dewi\tservice-desk\t-\t-\t-\t-"]
    assert ready.run("officer", "dismiss", "dewi", "--reason", "Mutasi").returncode == 0
    assert ready.run("officer", "list").stdout.splitlines() == ["rina\tppid\t-\t-\t-\taway"]


def test_why_answers_for_a_case_and_finds_nothing_else(ready: Office) -> None:
    made = ready.run("officer", "add", "rina", "Rina", "--body", "POLDA-X", "--role", "ppid", *PASSWORD)
    assert made.returncode == 0, made.stderr
    none = ready.run("officer", "why", "rina", "0001/PPID-POLDA-X/VI/2026")
    assert none.returncode == 1
    assert "No case" in none.stderr


def test_an_auditor_is_appointed_and_dismissed_by_an_event(ready: Office) -> None:
    late = ready.run("officer", "auditor", "kip", "--until", "2020-01-01", *PASSWORD)
    assert late.returncode == 1
    made = ready.run("officer", "auditor", "kip", "--name", "Asisten Komisi", *PASSWORD)
    assert made.returncode == 0, made.stderr
    assert ready.run("officer", "dismiss", "kip", "--reason", "Selesai").returncode == 0
    again = ready.run("officer", "dismiss", "kip", "--reason", "Selesai")
    assert again.returncode == 1
    assert "holds no appointment" in again.stderr


def test_no_account_of_an_auditor_stays_where_the_appointment_could_not_be_recorded(ready: Office) -> None:
    """An account without its appointment would be taken for one from before there were any, and read on."""
    store = sqlite3.connect(ready.folder / "var" / "ppid.sqlite3")
    with closing(store), store:
        store.execute("CREATE TRIGGER full BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'full'); END")
    assert ready.run("officer", "auditor", "kip", *PASSWORD).returncode != 0
    with closing(sqlite3.connect(ready.folder / "var" / "ppid-web.sqlite3")) as accounts:
        assert accounts.execute("SELECT count(*) FROM account").fetchone() == (0,)


def test_a_name_that_is_taken_appoints_no_auditor(ready: Office) -> None:
    appoint(ready, "kip", "ppid")
    with closing(sqlite3.connect(ready.folder / "var" / "ppid.sqlite3")) as store:
        count = "SELECT count(*) FROM event"
        before = store.execute(count).fetchone()
        assert ready.run("officer", "auditor", "kip", *PASSWORD).returncode == 2
        assert store.execute(count).fetchone() == before
