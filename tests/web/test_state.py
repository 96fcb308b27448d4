"""The tables that lie beside the log: what is made is what the documents name and what somebody uses."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from web.state import PARTS, WebState

ROOT = Path(__file__).parents[2]


def made_in(folder: Path) -> set[str]:
    """The tables of a new installation."""
    WebState.migrate(f"sqlite:///{folder / 'ppid.sqlite3'}")
    with sqlite3.connect(folder / "ppid-web.sqlite3") as made:
        return {str(name) for (name,) in made.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def test_the_architecture_names_every_table_that_is_made(tmp_path: Path) -> None:
    made = made_in(tmp_path)
    (row,) = re.findall(
        r"^\| web state \|.*$", (ROOT / "docs/architecture.md").read_text("utf-8"), re.MULTILINE
    )
    named = set(re.findall(r"`(\w+)`", row)) - {"ppid_web"}
    assert made == named
    assert made == {name.strip() for part in PARTS for name in part.tables.split(",")}


def test_an_installation_of_the_first_version_keeps_the_table_that_is_no_longer_made(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "ppid-web.sqlite3") as old:
        old.execute("CREATE TABLE attempt (bucket TEXT NOT NULL, at TEXT NOT NULL, until TEXT NOT NULL)")
    assert "attempt" in made_in(tmp_path)
    assert "attempt" not in {name.strip() for part in PARTS for name in part.tables.split(",")}
