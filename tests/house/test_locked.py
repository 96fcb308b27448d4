"""Every library that is installed is locked to a version and to the hashes of its files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKED = re.compile(r"[A-Za-z0-9._-]+(?:\[[a-z0-9,._-]+\])?==[^\s;]+(?: ; .+)?")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def entries(text: str) -> list[str]:
    """The requirements of a file, each on one line, without remarks."""
    lines = (line for line in text.splitlines() if not line.lstrip().startswith("#"))
    joined = "\n".join(lines).replace("\\\n", " ")
    return [" ".join(line.split()) for line in joined.splitlines() if line.strip()]


def problem(entry: str) -> str:
    """What is missing in an entry; "" for nothing."""
    name, *hashes = re.split(r" (?=--hash=)", entry)
    if not LOCKED.fullmatch(name):
        return f"{name}: no version"
    if not hashes or not all(HASH.fullmatch(each) for each in hashes):
        return f"{name}: no hash"
    return ""


@pytest.mark.parametrize("name", ["run", "test", "docs"])
def test_every_line_has_a_version_and_a_hash(name: str) -> None:
    found = entries((ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8"))
    assert len(found) > 10
    assert not [said for entry in found if (said := problem(entry))]


def test_every_file_of_requirements_is_looked_at_here() -> None:
    assert {path.stem for path in (ROOT / "requirements").glob("*.txt")} == {"run", "test", "docs"}


@pytest.mark.parametrize(
    "entry",
    [
        "flask",
        "flask>=3 --hash=sha256:" + "0" * 64,
        "flask==3.1.2",
        "flask==3.1.2 --hash=md5:00",
        "-e .",
        "https://x/y.whl",
    ],
)
def test_a_line_without_either_is_seen(entry: str) -> None:
    assert problem(entry)


def test_nothing_is_installed_without_asking_for_hashes() -> None:
    """The set-up, the image and the audit ask pip to insist."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "LOCKED = $(PIP) --require-hashes --only-binary :all:" in makefile
    assert re.search(r"pip-audit --strict --require-hashes", makefile)
    dockerfile = (ROOT / "docker" / "Dockerfile").read_text(encoding="utf-8")
    assert all("--require-hashes" in line for line in dockerfile.splitlines() if "-r /tmp/run.txt" in line)
