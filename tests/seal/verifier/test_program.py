"""The file as an auditor runs it: any Python from 3.9 on, isolated; a word and an exit code for an answer."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path

import pytest

from ppid.seal import verifier as v
from tests.seal.verifier import builder as b
from tests.seal.verifier.builder import LETTER, REQUEST, ordinary, pack

PROGRAM = Path(v.__file__)


def _interpreters() -> dict[str, str]:
    """Every Python from 3.9 to 3.13 that is here, by version."""
    found = {f"{sys.version_info[0]}.{sys.version_info[1]}": sys.executable}
    places = sorted(
        Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")).glob("versions/3.*/bin/python")
    )
    named = [Path(p) for n in range(9, 14) if (p := shutil.which(f"python3.{n}"))]
    for place in (*named, *places):
        asked = (place, "-I", "-S", "-c", "import sys; print('%d.%d' % sys.version_info[:2])")
        done = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=30)
        if done.returncode == 0:
            found.setdefault(done.stdout.strip(), str(place))
    return found


INTERPRETERS = _interpreters()


def run(*arguments: object, python: str = sys.executable) -> subprocess.CompletedProcess[str]:
    command = (python, "-I", "-S", str(PROGRAM), *map(str, arguments))
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One of each kind of evidence."""
    folder = tmp_path_factory.mktemp("evidence")
    office = ordinary()
    (folder / "policy.txt").write_bytes(b.policy())
    office.export(folder / "export.sqlite")
    office.archive(folder / "a.ndjson")
    office.archive(folder / "b.ndjson")
    pack(folder / "bundle.zip", office.bundle_files(attachments=[LETTER]))
    (folder / "mine.ppid-receipt").write_text(json.dumps(office.receipt(2)))
    return folder


COMMANDS = {
    "audit": ("audit", "export.sqlite", "--policy", "policy.txt", "--archive", "a.ndjson"),
    "bundle": ("bundle", "bundle.zip", "--policy", "policy.txt"),
    "compare": ("compare", "a.ndjson", "b.ndjson", "--policy", "policy.txt", "--export", "export.sqlite"),
    "receipt": ("receipt", "mine.ppid-receipt", "--policy", "policy.txt"),
    "deadline": ("deadline", "bundle.zip", "--policy", "policy.txt"),
}


def at(folder: Path, words: tuple[str, ...]) -> list[str]:
    return [str(folder / word) if (folder / word).exists() else word for word in words]


@pytest.mark.parametrize("version", [f"3.{n}" for n in range(9, 14)])
@pytest.mark.parametrize("command", COMMANDS)
def test_every_python_says_the_same(folder: Path, version: str, command: str) -> None:
    if version not in INTERPRETERS:
        pytest.skip(f"Python {version} is not installed")
    done = run(*at(folder, COMMANDS[command]), "--json", python=INTERPRETERS[version])
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    here = json.loads(run(*at(folder, COMMANDS[command]), "--json").stdout)
    for answer in (told, here):
        del answer["facts"]["seconds"], answer["facts"]["checked_at"]
    assert told == here
    assert told["verdict"] == "VERIFIED"


@pytest.mark.parametrize("version", [f"3.{n}" for n in range(9, 14)])
def test_every_python_finds_the_change(folder: Path, tmp_path: Path, version: str) -> None:
    if version not in INTERPRETERS:
        pytest.skip(f"Python {version} is not installed")
    path = shutil.copy(folder / "export.sqlite", tmp_path)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE event SET state=x'00' WHERE notification_id=3")
        db.execute("UPDATE log_leaf SET leaf=zeroblob(70000) WHERE leaf_index=8")
        db.execute("UPDATE event SET state=zeroblob(70000000) WHERE notification_id=7")
    done = run("audit", path, "--policy", folder / "policy.txt", python=INTERPRETERS[version])
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("✗ TERDETEKSI PERUBAHAN\n")


def test_it_speaks_both_languages(folder: Path) -> None:
    words = at(folder, COMMANDS["audit"])
    assert run(*words).stdout.startswith("✓ TERVERIFIKASI\n")
    english = run(*words, "--lang", "en").stdout
    assert english.startswith("✓ VERIFIED\n")
    assert "✓ yes  Complete: no entry or event is missing or was put in: 7 of 7" in english
    assert "\u2013  Overviews agree with the history: not checked by this file" in english


def test_every_finding_has_a_sentence_in_both_languages_and_advice() -> None:
    for key, (indonesian, english) in v.MESSAGES.items():
        assert indonesian != english
        assert set(re.findall(r"{(\w+)}", indonesian)) == set(re.findall(r"{(\w+)}", english)), key
        assert all(v.advice_for(key.partition(".")[0])) or key.startswith("W")


def test_every_code_of_the_specification_has_a_sentence() -> None:
    codes = (
        "L01 L02 L03 L04 L05 L06 L07 L09 E01 E02 E03 E04 E05 E07 E09 T01 T02 C01 C02 C03 C04 C05 C07 C08 C09"
        " C10 C11 C13 D01 D02 D05 F01 F02 F03 H01 P01 P02 B01 B02 B03 B04 B05 B06 W01 W02 W03"
    )
    assert set(codes.split()) <= {key.partition(".")[0] for key in v.MESSAGES}


def test_it_remembers_only_what_held(folder: Path, tmp_path: Path) -> None:
    notebook = tmp_path / "notebook.json"
    words = ("audit", folder / "export.sqlite", "--policy", folder / "policy.txt", "--notebook", notebook)
    assert run(*words).returncode == 0
    told = json.loads(notebook.read_text())
    assert told[b.ORIGIN]["size"] == 9
    assert run(*words).returncode == 0
    path = shutil.copy(folder / "export.sqlite", tmp_path)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DELETE FROM log_leaf WHERE leaf_index=8")
        db.execute("DELETE FROM event WHERE notification_id=7")
        db.execute("DELETE FROM log_checkpoint WHERE size=9")
        db.execute("DELETE FROM log_tile")
    assert "C04" in run("audit", path, *words[2:]).stdout
    assert json.loads(notebook.read_text())[b.ORIGIN]["size"] == 9


@pytest.mark.parametrize("policy", [b"", b"quorum nobody\n", b"\xff\x00", b"log x\nquorum none\n"])
def test_a_policy_that_cannot_be_read(folder: Path, tmp_path: Path, policy: bytes) -> None:
    (tmp_path / "policy").write_bytes(policy)
    done = run("audit", folder / "export.sqlite", "--policy", tmp_path / "policy", "--lang", "en")
    assert (done.returncode, done.stderr) == (2, "")
    assert done.stdout.startswith("? CANNOT READ\n")


def test_what_is_not_there_cannot_be_read(folder: Path, tmp_path: Path) -> None:
    for command in ("audit", "bundle", "receipt"):
        done = run(command, tmp_path / "none", "--policy", folder / "policy.txt")
        assert (done.returncode, done.stderr) == (2, "")
    assert run("audit", folder / "export.sqlite", "--policy", tmp_path / "none").returncode == 2


# The report -------------------------------------------------------------------------------------------


class Page(HTMLParser):
    """Collects the tags, and the text outside of style."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - theirs
        """Take a tag."""
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        """Take a text."""
        self.text += data + " "


def test_the_report_answers_in_words_and_signs(folder: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    assert run(*at(folder, COMMANDS["audit"]), "--report", report, "--lang", "en").returncode == 0
    html = report.read_text(encoding="utf-8")
    page = Page(html)
    assert "✓ VERIFIED" in page.text
    for question in (
        "Complete",
        "Unchanged",
        "In order",
        "Times plausible",
        "Files as recorded",
        "Overviews agree",
    ):
        assert question in page.text
    assert "not checked by this file" in page.text
    assert html.startswith('<!doctype html><html lang="en">')
    assert "default-src 'none'" in html
    assert not {"script", "img", "link", "iframe"} & set(page.tags)


def test_nothing_of_the_evidence_becomes_markup(tmp_path: Path) -> None:
    office = ordinary()
    evil = "<script>alert(1)</script>&"
    office.event(REQUEST, evil, {})
    office.seal()
    path = office.export(tmp_path / "export.sqlite")
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE event SET state=x'00', topic='</li><img src=x>'")
    with closing(v.SqliteSource(path)) as source:
        result = v.audit(source, v.parse_policy(b.policy()))
    result.facts["origin"] = evil
    result.notes[evil] = evil
    result.rows.append((evil,))
    page = Page(v.write_report(result, "id"))
    assert {"script", "img"}.isdisjoint(page.tags)
    assert "alert(1)" in page.text


def test_hashes_stand_only_under_technical_details(tmp_path: Path) -> None:
    path = ordinary().export(tmp_path / "export.sqlite")
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE log_leaf SET leaf=replace(leaf,'body-1','body-2') WHERE leaf_index=7")
    with closing(v.SqliteSource(path)) as source:
        html = v.write_report(v.audit(source, v.parse_policy(b.policy())), "id")
    assert re.search(r"[0-9a-f]{4}( [0-9a-f]{4}){7}", html)
    outside = re.sub(r"<details>.*?</details>", "", html, flags=re.DOTALL)
    assert not re.search(r"[0-9a-f]{4}( [0-9a-f]{4}){7}", outside)
    assert not re.search(r"[0-9a-f]{40}", html)


def test_what_another_check_adds_stands_in_the_report(tmp_path: Path) -> None:
    path = ordinary().export(tmp_path / "export.sqlite")
    with closing(v.SqliteSource(path)) as source:
        result = v.audit(source, v.parse_policy(b.policy()))
    result.overviews(6, 7)
    result.add("P01", None, REQUEST, what="worklist", shown="2026-12-31", right="2026-03-26")
    assert (result.verdict, result.exit_code) == ("TAMPERING DETECTED", 1)
    page = Page(v.write_report(result, "en"))
    assert "overview worklist shows 2026-12-31, the recorded history gives 2026-03-26" in page.text
    assert "6 of 7" in page.text


# Chance -----------------------------------------------------------------------------------------------


def seeded(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - the same changes in every run


def mutated(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randrange(1, 4)):
        place = chance.randrange(len(changed))
        match chance.randrange(4):
            case 0:
                changed[place] ^= 1 << chance.randrange(8)
            case 1:
                del changed[place : place + chance.randrange(1, 50)]
            case 2:
                changed[place:place] = chance.randbytes(chance.randrange(1, 20))
            case _:
                changed[place] = chance.choice(b'\x00\xff"{}[]\n9-')
    return bytes(changed)


def test_changed_by_chance_no_bundle_is_accepted_as_what_it_was_not(tmp_path: Path) -> None:
    office, chance = ordinary(), seeded(962)
    files = office.bundle_files(attachments=[LETTER])
    policy = v.parse_policy(b.policy())
    path = tmp_path / "bundle.zip"
    for _ in range(250):
        name = chance.choice(sorted(files))
        altered = files | {name: mutated(files[name], chance)}
        result = v.verify_bundle(pack(path, altered), policy)
        # Of a seal, a line that nobody knows may be added or lost; of the rest nothing.
        assert result.exit_code or name.startswith(("checkpoint", "heads")), name
    whole = pack(path, files).read_bytes()
    for _ in range(250):
        path.write_bytes(mutated(whole, chance))
        v.verify_bundle(path, policy)


def test_changed_by_chance_no_export_ends_in_a_fault(tmp_path: Path) -> None:
    chance, policy = seeded(963), v.parse_policy(b.policy())
    whole = ordinary().export(tmp_path / "export.sqlite").read_bytes()
    path = tmp_path / "changed.sqlite"
    for _ in range(150):
        path.write_bytes(mutated(whole, chance))
        try:
            with closing(v.SqliteSource(path)) as source:
                v.audit(source, policy)
        except v.CannotRead:
            continue


def test_changed_by_chance_no_receipt_ends_in_a_fault() -> None:
    chance, policy = seeded(964), v.parse_policy(b.policy())
    receipt = ordinary().receipt(2)
    text = json.dumps(receipt).encode()
    for _ in range(150):
        result = v.check_receipt(mutated(text, chance), policy)
        assert result.exit_code or result.facts["entry"] == "2"


def test_every_reason_is_said_in_indonesian_too() -> None:
    source = Path(v.__file__).read_text(encoding="utf-8")
    said = set(re.findall(r'(?:Bad\(|why=)"([^"<]*)"', source))
    assert len(said) > 100
    assert said - set(v.REASONS) == set()
    result = v.Result("audit")
    result.add("L02", 3, why="its bytes are not spelt as they must be")
    assert "ejaan bitanya" in result.findings[0].sentence("id")
    assert "not spelt" in result.findings[0].sentence("en")
