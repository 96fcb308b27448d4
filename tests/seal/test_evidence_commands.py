"""The commands of ``ppid log`` that let evidence out and check the log, as an auditor uses them."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result

from ppid.database import sqlite_path
from ppid.seal import verifier
from projections.replay import counts_as_of, moment_of
from tests.seal.sealing import Seal, as_root
from tests.web.world import BODY, CODE, World
from web.cli.evidence import COMMANDS


@pytest.fixture
def policy(seal: Seal, tmp_path: Path) -> Path:
    """Give the auditor's policy as a file."""
    file = tmp_path / "policy.txt"
    file.write_text(seal.policy_text, encoding="utf-8")
    return file


def run(office: World, *arguments: object) -> Result:
    """Run a command on that office."""
    s = office.settings
    env = {
        "PPID_DATABASE_URL": s.database_url,
        "PPID_MASTER_KEY_FILE": str(s.master_key_file),
        "PPID_FILES": str(s.files),
        "PPID_SIGNER_DIR": str(s.signer_dir),
        "PPID_BASE_URL": s.base_url,
    }
    return CliRunner().invoke(COMMANDS[0], [str(each) for each in arguments], env=env)


def owned(office: World, sql: str) -> None:
    """Do something to the overviews as whoever owns the machine."""
    url = office.settings.database_url
    if url.startswith("sqlite"):
        path = sqlite_path(url)
        with closing(sqlite3.connect(path.with_name(f"{path.stem}-views{path.suffix}"))) as views:
            views.execute(sql.replace("ppid_read.", ""))
            views.commit()
        return
    with psycopg.connect(url, autocommit=True) as views_:
        views_.execute(sql.encode())


def test_the_log_is_checked_and_every_overview_with_it(
    office: World, seal: Seal, policy: Path, tmp_path: Path
) -> None:
    office.at("delivered")
    office.follow()
    seal.daily(office.clock())
    report, book = tmp_path / "report.html", tmp_path / "notebook.json"
    done = run(
        office,
        "verify",
        "--policy",
        policy,
        "--files",
        "--lang",
        "en",
        "--report",
        report,
        "--notebook",
        book,
    )
    assert "VERIFIED" in done.output, done.output
    assert "VERIFIED" in report.read_text(encoding="utf-8")
    assert json.loads(book.read_text(encoding="utf-8"))[seal.ledger.origin()]["size"] == seal.ledger.size()
    told = json.loads(run(office, "verify", "--policy", policy, "--json").output)
    assert told["exit"] == done.exit_code
    # The machine's clock is months before or after that of the story: only that may be held against it.
    assert set(told["codes"]) <= {"C03", "W03"}, told["findings"]


def test_an_edited_overview_is_named_with_what_the_history_gives(
    office: World, seal: Seal, policy: Path
) -> None:
    case = office.at("extended")
    office.follow()
    seal.daily(office.clock())
    owned(office, "UPDATE ppid_read.worklist_1 SET due_on = '2026-12-31'")
    done = run(office, "verify", "--policy", policy, "--lang", "en")
    assert done.exit_code == 1, done.output
    assert "TAMPERING DETECTED" in done.output
    [line] = [line for line in done.output.splitlines() if line.startswith("P01")]
    assert "worklist_1" in line
    assert case in line
    assert "shows due_on 2026-12-31, the recorded history gives due_on 2026-06-26" in line


def test_a_file_of_a_form_that_was_not_sent_is_no_alarm_and_a_planted_one_is(
    world: World, tmp_path: Path
) -> None:
    seal = Seal(world.services.ledger, world.settings.signer_dir)
    world.at("registered")
    world.follow()
    seal.checkpoint()
    world.services.files.put(b"of a form that is still being filled in")
    told = json.loads(run(world, "verify", "--files", "--json").output)
    assert "F03" not in told["codes"]
    assert told["counts"]["files_of_unsent_forms"] == 1
    assert told["counts"]["files_right"] == 1
    (world.settings.files / "ab").mkdir(exist_ok=True)
    (world.settings.files / "ab" / ("ab" * 32)).write_bytes(b"not what its name says")
    done = run(world, "verify", "--files", "--lang", "en")
    assert done.exit_code == 1
    assert re.search(r"^F03 .*abababab", done.output, re.MULTILINE)


def test_the_notebook_notices_a_log_that_shrank(
    office: World, seal: Seal, policy: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    office.at("registered")
    small = seal.daily(office.clock())
    office.at("registered")
    seal.daily(office.clock())
    office.follow()
    book = tmp_path / "notebook.json"
    first = run(office, "verify", "--policy", policy, "--notebook", book, "--json")
    seen = json.loads(book.read_text(encoding="utf-8")) if book.exists() else first.output
    assert json.loads(first.output)["exit"] == 0, first.output
    as_root(
        office,
        request,
        f"DELETE FROM log_checkpoint WHERE size > {small}",  # noqa: S608 - a number
        f"DELETE FROM event WHERE (originator_id, originator_version) IN (SELECT originator_id,"  # noqa: S608
        f" originator_version FROM log_leaf WHERE leaf_index >= {small})",
        f"DELETE FROM log_leaf WHERE leaf_index >= {small}",  # noqa: S608 - a number
        "DELETE FROM log_tile WHERE level > 0",
    )
    done = run(office, "verify", "--policy", policy, "--notebook", book, "--lang", "en")
    assert done.exit_code == 1, done.output
    assert re.search(r"^C04 .*the log shrank", done.output, re.MULTILINE), done.output
    assert json.loads(book.read_text(encoding="utf-8")) == seen, "what was seen stays noted"


def test_what_cannot_be_replayed_is_named(
    office: World, seal: Seal, policy: Path, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    case = office.at("complete")
    office.follow()
    seal.daily(office.clock())
    state = "x'7b7d'" if office.settings.database_url.startswith("sqlite") else "'{}'::bytea"
    as_root(
        office,
        request,
        f"UPDATE event SET state = {state} WHERE originator_id = '{case}' AND originator_version = 2",  # noqa: S608
    )
    done = run(office, "verify", "--policy", policy, "--lang", "en")
    assert done.exit_code == 1, done.output
    assert re.search(r"^E01 ", done.output, re.MULTILINE)
    told = rf"^P02 .*event {case} v2, registered cannot be replayed"
    assert re.search(told, done.output, re.MULTILINE), done.output
    # Whoever altered an event cannot keep the evidence of it back.
    assert run(office, "bundle", case, tmp_path / "case.zip", "--policy", policy).exit_code == 0
    judged = verifier.verify_bundle(tmp_path / "case.zip", verifier.parse_policy(policy.read_bytes()))
    assert judged.has("E01")


def test_without_a_policy_it_says_what_that_proves(office: World, seal: Seal) -> None:
    office.at("registered")
    office.follow()
    seal.checkpoint()
    done = run(office, "verify", "--lang", "en")
    assert "only the log's own keys" in done.output
    assert "commissions must be witnesses" in done.output


def test_a_store_that_is_away_cannot_be_read(office: World, policy: Path, seal: Seal, tmp_path: Path) -> None:
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(b"no database" * 100)
    seal.checkpoint()
    done = run(office, "verify", "--policy", policy, "--export", broken, "--lang", "en")
    assert done.exit_code == 2, done.output
    assert "CANNOT READ" in done.output


def test_evidence_of_a_case_by_its_number(office: World, seal: Seal, policy: Path, tmp_path: Path) -> None:
    case = office.at("delivered")
    number = office.request(case).number
    early = run(office, "bundle", number, tmp_path / "early.zip")
    assert (early.exit_code, "Not yet" in early.output) == (1, True), early.output
    seal.daily(office.clock())
    done = run(office, "bundle", number, tmp_path / "case.zip", "--policy", policy)
    assert done.exit_code == 0, done.output
    result = verifier.verify_bundle(tmp_path / "case.zip", verifier.parse_policy(policy.read_bytes()))
    assert result.verdict == "VERIFIED", [f.sentence("en") for f in result.findings]
    assert run(office, "receipt", number, tmp_path / "case.ppid-receipt").exit_code == 0
    proof = verifier.check_receipt(
        (tmp_path / "case.ppid-receipt").read_bytes(), verifier.parse_policy(policy.read_bytes())
    )
    assert proof.verdict == "VERIFIED"
    assert run(office, "bundle", "B/999", tmp_path / "none.zip").exit_code == 1
    assert not (tmp_path / "none.zip").exists()


def test_the_verifier_is_handed_out_and_runs_alone(
    office: World, seal: Seal, policy: Path, tmp_path: Path
) -> None:
    office.at("delivered")
    seal.daily(office.clock())
    tool, out, files = tmp_path / "ppid-verify.py", tmp_path / "export.sqlite", tmp_path / "evidence"
    said = run(office, "verifier", tool).output.split()[0]
    assert hashlib.sha256(tool.read_bytes()).hexdigest() == said
    assert run(office, "export", out, "--files", files).exit_code == 0
    done = subprocess.run(
        [sys.executable, "-I", "-S", tool, "audit", out, "--policy", policy, "--files", files, "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    told = json.loads(done.stdout)
    live = json.loads(run(office, "verify", "--policy", policy, "--files", "--json").output)
    assert told["counts"] == live["counts"]
    assert told["codes"] == live["codes"]


def test_figures_are_counted_again_from_an_export(office: World, seal: Seal, tmp_path: Path) -> None:
    office.at("delivered")
    office.at("registered")
    size = seal.daily(office.clock())
    out = tmp_path / "export.sqlite"
    assert run(office, "export", out).exit_code == 0
    day = office.clock.today
    told = json.loads(run(office, "figures", out, "--as-of", day, "--body", CODE, "--json").output)
    rests_on = told.pop("rests_on")
    assert told == counts_as_of(office.services.log, BODY, moment_of(day))
    assert told["requests"] == 2
    assert (rests_on["entries"], rests_on["checkpoint"]["size"]) == (size, size)
    before = json.loads(run(office, "figures", out, "--as-of", "2026-06-01", "--json").output)
    assert before["requests"] == 0
    assert before["rests_on"]["entries"] == 0
    assert "counted from the first" in run(office, "figures", out, "--as-of", day).output


def test_what_is_no_export_is_not_counted(world: World, tmp_path: Path) -> None:
    noise, other = tmp_path / "noise.sqlite", tmp_path / "other.sqlite"
    noise.write_bytes(b"no database" * 100)
    with closing(sqlite3.connect(other)) as file:
        file.execute("CREATE TABLE event (x)")
    for path in (noise, other):
        done = run(world, "figures", path, "--as-of", "2026-06-02")
        assert done.exit_code == 1, done.output
        assert path.name in done.output
    seal = Seal(world.services.ledger, world.settings.signer_dir)
    world.at("registered")
    seal.checkpoint()
    assert run(world, "export", tmp_path / "e.sqlite").exit_code == 0
    with closing(sqlite3.connect(tmp_path / "e.sqlite")) as file:
        file.execute("UPDATE event SET state = 7 WHERE originator_version = 1")
        file.commit()
    done = run(world, "figures", tmp_path / "e.sqlite", "--as-of", "2026-06-02")
    assert (done.exit_code, "cannot be counted" in done.output) == (1, True), done.output
    done = run(world, "verify", "--export", tmp_path / "e.sqlite", "--lang", "en")
    assert done.exit_code == 1, done.output
    assert "P02" in done.output
    assert re.search(r"^E0[19] ", done.output, re.MULTILINE)


def test_the_static_folder_is_brought_up_to_date(office: World, seal: Seal, tmp_path: Path) -> None:
    assert run(office, "static", tmp_path / "static").exit_code == 1, "there is no checkpoint yet"
    office.at("registered")
    size = seal.checkpoint()
    assert run(office, "static", tmp_path / "static").output.startswith(f"{size} entries, ")


def test_what_cannot_be_written_is_no_finding(world: World, tmp_path: Path) -> None:
    seal = Seal(world.services.ledger, world.settings.signer_dir)
    world.at("registered")
    world.follow()
    seal.checkpoint()
    nowhere = tmp_path / "no" / "such" / "folder"
    assert run(world, "verify", "--report", nowhere / "r.html").exit_code == 2
    for command in ("export", "verifier"):
        done = run(world, command, nowhere / "x")
        assert done.exit_code == 2, done.output
        assert "No such file or directory" in done.output
