"""The operator's commands for officers who cannot get in: on record, and ending what was open."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web.cli.test_cli import Office
from tests.web.cli.test_officers import PASSWORD, ready

__all__ = ["ready"]

NEW = ("--password", "gerobak ungu lompat 4 kali")


@pytest.fixture
def staffed(ready: Office) -> Office:
    """Give a body with one officer."""
    added = ready.run("officer", "add", "rina", "Rina", "--body", "POLDA-X", "--role", "ppid", *PASSWORD)
    assert added.returncode == 0, added.stderr
    return ready


def test_an_officer_gets_another_password(staffed: Office) -> None:
    done = staffed.run("officer", "password", "Rina", *NEW)
    assert (done.returncode, done.stdout) == (0, "rina signs in with the new password; 0 sessions ended.\n")
    assert staffed.run("officer", "password", "siapa", *NEW).returncode == 2


@pytest.mark.parametrize("weak", ["pendek", "rahasia2026!!", "rina-rina-rina"])
def test_a_weak_password_is_refused(staffed: Office, weak: str) -> None:
    assert staffed.run("officer", "password", "rina", "--password", weak).returncode == 2


def test_lost_factors_are_taken_off_after_a_yes(staffed: Office) -> None:
    assert staffed.run("officer", "unlock", "rina").stdout.count("password alone") == 0
    done = staffed.run("officer", "unlock", "rina", "--yes")
    assert "rina signs in with the password alone" in done.stdout


def test_old_access_records_are_forgotten(staffed: Office, tmp_path: Path) -> None:
    done = staffed.run("officer", "forget-access")
    assert (done.returncode, done.stdout) == (0, "0 access records older than 731 days are gone.\n")
