"""Commands on keys and personal data: what they refuse, how they exit, and that they never tell a value."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.web.cli.test_cli import DATA, Office, office, ready

__all__ = ["office", "ready"]

#: Every command is a process of its own.
pytestmark = pytest.mark.timeout(300)

BOOK = DATA / "register-2025.csv"


@pytest.fixture
def filled(ready: Office) -> Office:
    """Give a store with the people of an old book."""
    done = ready.run("import", "register", str(BOOK), "--body", "POLDA-X", "--yes", "--skip-bad")
    assert "Take in" not in done.stderr, done.stderr
    return ready


def ids(office: Office) -> list[str]:
    """The ids of the master keys, the newest first."""
    return [line.split("\t")[0] for line in office.run("key", "status").stdout.splitlines()]


def aged(path: Path) -> None:
    """Let a file be two minutes old."""
    then = time.time() - 120
    os.utime(path, (then, then))


def test_the_master_key_is_turned_by_four_commands(filled: Office) -> None:
    (first,) = ids(filled)
    assert filled.run("key", "retire", first, "--yes").returncode == 2
    rotated = filled.run("key", "rotate")
    assert rotated.returncode == 0, rotated.stderr
    assert "Back up" in rotated.stdout
    newest, older = ids(filled)
    assert older == first
    assert filled.run("key", "status").returncode == 1
    needed = filled.run("key", "retire", first, "--yes")
    assert needed.returncode == 1
    assert "rows still need" in needed.stdout
    rewrapped = filled.run("key", "rewrap")
    assert rewrapped.returncode == 0, rewrapped.stderr
    assert newest in rewrapped.stdout
    assert filled.run("key", "status").returncode == 0
    assert "a minute" in filled.run("key", "retire", first, "--yes").stdout
    aged(filled.folder / "var" / "master.key")
    assert filled.run("key", "retire", "0" * 8, "--yes").returncode == 2
    assert filled.run("key", "retire", first, stdin="n\n").returncode == 0
    assert len(ids(filled)) == 2
    retired = filled.run("key", "retire", first, "--yes")
    assert retired.returncode == 0, retired.stdout
    assert "access codes" in retired.stdout
    assert ids(filled) == [newest]


def test_people_are_found_kept_and_erased_by_commands(filled: Office) -> None:
    assert filled.run("person", "find", "number", stdin="3276014107900001\n").returncode == 1
    assert filled.run("person", "index").stdout.strip().endswith("can be found.")
    mail = next(word for word in BOOK.read_text().replace(";", " ").replace(",", " ").split() if "@" in word)
    found = filled.run("person", "find", "email", stdin=f"{mail.strip(chr(34))}\n")
    assert found.returncode == 0, found.stdout + found.stderr
    assert mail not in found.stdout
    person = found.stdout.split()[-1]
    held = filled.run("person", "erase", person, "--basis", "UU 27/2022", "--yes")
    assert held.returncode == 1
    assert "UU 27/2022 Pasal 15" in held.stderr or "Pasal 36-37" in held.stderr
    unplain = ("--texts", "--order", 'x"y')
    assert filled.run("person", "erase", person, "--basis", "UU 27/2022", "--yes", *unplain).returncode == 2
    erased = filled.run("person", "erase", person, "--basis", "UU 27/2022", "--order", "1/2026", "--yes")
    assert f"erased\t{person}" in erased.stdout, erased.stderr
    assert person not in filled.run("person", "find", "email", stdin=f"{mail}\n").stdout
    listed = filled.run("data", "erased")
    assert listed.returncode == 0
    assert listed.stdout.startswith("1 people")
    path = filled.folder / "var" / "erased.list"
    path.write_bytes(path.read_bytes().replace(b"person", b"Person", 1))
    broken = filled.run("data", "scan")
    assert broken.returncode == 3
    assert "altered at line 2" in broken.stderr
    again = filled.run("data", "erased", "--from-log")
    assert again.returncode == 0, again.stderr
    assert "aside-1" in again.stdout
    assert "1 people" in again.stdout


def test_a_body_says_how_long_it_keeps_and_what_is_due_goes(filled: Office) -> None:
    shown = filled.run("retention", "show").stdout
    assert "no end set" in shown
    assert "0 months" in shown
    both = ("--months", "1", "--no-end")
    assert filled.run("retention", "set", "register", *both, "--basis", "JRA").returncode == 2
    set_ = filled.run("retention", "set", "register", "--months", "1", "--basis", "JRA 5/2026")
    assert set_.returncode == 0, set_.stderr
    assert "1 months" in filled.run("retention", "show").stdout
    assert filled.run("retention", "due").returncode == 0, "what was taken in today is not over for long"
    assert filled.run("retention", "apply", "--yes").stdout.strip().endswith("0 erased.")


def test_a_scan_says_where_and_never_what(filled: Office) -> None:
    mail = next(word for word in BOOK.read_text().replace(";", " ").replace(",", " ").split() if "@" in word)
    log = filled.folder / "server.log"
    log.write_text(f"GET / {mail}\n")
    found = filled.run("data", "scan", "--quiet", "--log", str(log))
    assert found.returncode == 1, found.stdout
    assert "CLEAR\tlog\tserver.log at byte 6\temail" in found.stdout
    assert mail not in found.stdout + found.stderr
