"""The practice folder, and the walk through it: every command says what docs/using/checking.md shows."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from ppid.seal import verifier
from ppid.topics import VOCABULARY
from web.cli import cli
from web.demo import practice as kit_of
from web.demo.practice import CHANGED, SHOWN, make_kit
from web.demo.practice_words import README_NAME

PAGE = Path(__file__).parents[2] / "docs" / "using" / "checking.md"
_LISTING = re.compile(r"^```console\n\$ python3 -I -S ppid-verify\.py (.+)\n((?:.+\n)+)```$", re.MULTILINE)
_EXITS = {"✓ VERIFIED": 0, "✗ TAMPERING DETECTED": 1}


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The practice folder as a new user gets it."""
    folder = tmp_path_factory.mktemp("latihan")
    make_kit(folder)
    return folder


def run(kit: Path, *words: str) -> tuple[int, str]:
    """Run the verifier of the folder as the page says: alone, without our code or any package."""
    command = [sys.executable, "-I", "-S", kit_of.VERIFIER_FILE, *words]
    done = subprocess.run(command, cwd=kit, capture_output=True, timeout=60, check=False)
    assert done.stderr == b"", done.stderr
    return done.returncode, done.stdout.decode("utf-8")


def found(kit: Path, *words: str) -> dict[str, object]:
    """The same for a machine."""
    answer: dict[str, object] = json.loads(run(kit, *words, "--policy", kit_of.POLICY_FILE, "--json")[1])
    return answer


def as_shown(line: str) -> re.Pattern[str]:
    """A line as the page shows it, where … stands for what is left out or drawn by lot."""
    return re.compile(".*".join(re.escape(part) for part in line.split("…")))


def test_the_walk_through_shows_what_the_verifier_says(kit: Path, tmp_path: Path) -> None:
    """In the order of the page and in one folder: a notebook is as the steps before left it."""
    folder = tmp_path / "latihan"
    shutil.copytree(kit, folder)
    steps = _LISTING.findall(PAGE.read_text(encoding="utf-8"))
    assert [words.split()[0] for words, _ in steps] == ["bundle", "deadline", "audit", "audit", "receipt"]
    for words, shown in steps:
        code, said = run(folder, *words.split())
        lines = said.splitlines()
        assert code == _EXITS[shown.splitlines()[0]], said
        missing = [line for line in shown.splitlines() if not any(map(as_shown(line).fullmatch, lines))]
        assert missing == [], f"the page shows for {words}:\n{shown}\nthe verifier says:\n{said}"
    assert "TAMPERING DETECTED" in (folder / "laporan.html").read_text(encoding="utf-8")


def test_every_file_of_the_folder_is_on_the_page(kit: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    files = {path.name for path in kit.iterdir()} - {README_NAME, "salinan.json"}
    assert {name for name in files if f"`{name}`" not in page} == {kit_of.RECEIPT_FILE}
    assert kit_of.RECEIPT_FILE in page


def case_of(kit: Path, number: str) -> str:
    """The name of a case in the export, by the number in its own content."""
    with closing(sqlite3.connect(kit / kit_of.SOUND_FILE)) as database:
        rows = database.execute("SELECT originator_id, state FROM event WHERE topic = 'request.registered'")
        (stream,) = [name for name, state in rows if json.loads(state)["event"]["number"] == number]
    return str(stream)


def test_the_changed_log_names_the_one_case_that_was_changed(kit: Path) -> None:
    answer = found(kit, "audit", kit_of.CHANGED_FILE)
    findings = answer["findings"]
    assert isinstance(findings, list)
    assert answer["verdict"] == "TAMPERING DETECTED"
    assert {(f["code"], f["subject"]) for f in findings} == {("E01", case_of(kit, CHANGED))}


def test_the_sound_log_goes_on_from_last_months_seal(kit: Path) -> None:
    notebook = kit / "salinan.json"
    notebook.write_bytes((kit / kit_of.NOTEBOOK_FILE).read_bytes())
    answer = found(kit, "audit", kit_of.SOUND_FILE, "--notebook", notebook.name)
    assert (answer["verdict"], answer["findings"]) == ("VERIFIED", [])
    before = json.loads((kit / kit_of.NOTEBOOK_FILE).read_text())[kit_of.ORIGIN]
    after = json.loads(notebook.read_text())[kit_of.ORIGIN]
    assert 0 < before["size"] < after["size"]
    assert before["note"].count("latihan-komisi") == len(kit_of.WITNESSES)


def test_a_log_that_is_not_what_was_seen_last_month_is_found_by_the_notebook(
    kit: Path, tmp_path: Path
) -> None:
    other = tmp_path / "lain"
    other.mkdir()
    make_kit(other)
    book = (kit / kit_of.NOTEBOOK_FILE).read_bytes()
    (other / kit_of.NOTEBOOK_FILE).write_bytes(book)
    answer = found(other, "audit", kit_of.SOUND_FILE, "--notebook", kit_of.NOTEBOOK_FILE)
    assert answer["verdict"] == "TAMPERING DETECTED"
    assert answer["codes"] == {"C05": 1}
    assert (other / kit_of.NOTEBOOK_FILE).read_bytes() == book


def test_the_bundle_is_the_case_that_the_page_names(kit: Path) -> None:
    assert found(kit, "bundle", kit_of.BUNDLE_FILE)["facts"]["request"] == case_of(kit, SHOWN)  # type: ignore[index]
    with zipfile.ZipFile(kit / kit_of.BUNDLE_FILE) as bundle:
        lines = [json.loads(line) for line in bundle.read("events.ndjson").splitlines()]
    assert any(SHOWN.encode() in base64.b64decode(line["state"]) for line in lines)


def test_the_receipt_is_that_of_the_changed_case(kit: Path) -> None:
    answer = found(kit, "receipt", kit_of.RECEIPT_FILE)
    assert answer["verdict"] == "VERIFIED"
    assert answer["facts"]["request"] == case_of(kit, CHANGED)  # type: ignore[index]
    assert kit_of.RECEIPT_FILE in (kit / README_NAME).read_text(encoding="utf-8")


def test_a_report_says_what_was_checked_by_whose_rules_and_with_what(kit: Path) -> None:
    facts = found(kit, "bundle", kit_of.BUNDLE_FILE)["facts"]
    assert isinstance(facts, dict)
    assert (facts["number"], facts["source"]) == (SHOWN, kit_of.BUNDLE_FILE)
    named = {
        "source_sha256": kit_of.BUNDLE_FILE,
        "policy": kit_of.POLICY_FILE,
        "verifier": kit_of.VERIFIER_FILE,
    }
    for fact, name in named.items():
        assert facts[fact] == hashlib.sha256((kit / name).read_bytes()).hexdigest()


def test_a_number_in_an_altered_content_is_not_vouched_for(kit: Path) -> None:
    _, said = run(kit, "audit", kit_of.CHANGED_FILE, "--policy", kit_of.POLICY_FILE)
    assert said.count(f"{CHANGED} menurut isi yang diubah, {case_of(kit, CHANGED)}") == 2


def test_every_type_of_event_has_its_words_in_a_report() -> None:
    assert set(verifier.TOPICS) == set(VOCABULARY)


def test_the_verifier_in_the_folder_is_the_one_that_is_published(kit: Path) -> None:
    assert (kit / kit_of.VERIFIER_FILE).read_bytes() == Path(verifier.__file__).read_bytes()


def test_the_insider_changed_two_events_of_one_case_and_nothing_else(kit: Path) -> None:
    with closing(sqlite3.connect(kit / kit_of.CHANGED_FILE)) as database:
        database.execute("ATTACH ? AS sound", (str(kit / kit_of.SOUND_FILE),))
        differing = database.execute(
            "SELECT a.originator_id, a.originator_version FROM event a JOIN sound.event b"
            " USING (notification_id) WHERE a.state <> b.state"
        ).fetchall()
    assert differing == [(case_of(kit, CHANGED), 1), (case_of(kit, CHANGED), 2)]


def test_the_command_refuses_a_folder_that_holds_something(tmp_path: Path) -> None:
    (tmp_path / "surat.txt").touch()
    done = CliRunner().invoke(cli, ["log", "practice", str(tmp_path)])
    assert done.exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["surat.txt"]
