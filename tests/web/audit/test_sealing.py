"""What the auditor sees of the seals: marks on facts, the evidence of a case, and the audit of everything."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from ppid.seal import verifier
from ppid.seal.choosing import self_policy
from ppid.seal.erasing import Order, erase
from ppid.topics import VOCABULARY
from tests.browser import Pages
from tests.journeys.looking import Looker
from tests.web.citizen.test_accessible import address
from tests.web.visitor import Page, Visitor
from tests.web.world import World
from web.access import SESSION_COOKIE
from web.audit import running
from web.audit.runs import KEPT, BusyError

__all__ = ["address"]

RUN = "/audit/pemeriksaan"


def case_page(world: World, case: str, visitor: Visitor | None = None) -> Page:
    visitor = visitor or world.officer("auditor")
    return visitor.get(f"/audit/permohonan/{case.rpartition('-')[2]}")


def run_to_the_end(world: World, visitor: Visitor, **form: str) -> Page:
    """Start a run by the button and read its report when it has ended."""
    page = visitor.send(visitor.get(RUN), form or None)
    with world.app.test_request_context():
        runs = running.runs()
    for thread in runs.threads:
        thread.join(60)
    del page
    return visitor.get(RUN)


# Marks ------------------------------------------------------------------------------------------------------


def test_each_fact_says_whether_it_is_sealed(world: World) -> None:
    case = world.file().request
    page = case_page(world, case)
    assert page.html.count(">menunggu segel<") == 2
    world.seal()
    world.act(case, "complete")
    page = case_page(world, case)
    assert page.text.count("tersegel ✓") == 2
    assert page.html.count(">menunggu segel<") == len(world.services.log.load(case)) - 2


def test_erased_content_names_its_order_and_stays_in_its_place(world: World) -> None:
    case = world.file().request
    world.seal()
    order = Order(
        stream=case,
        version=1,
        fields=("wish.purpose",),
        files=(),
        number="114/2026",
        basis="UU 27/2022 Pasal 43",
        by="pejabat-1",
    )
    erase(world.services.ledger, world.services.files, VOCABULARY, order, world.clock())
    world.seal()
    page = case_page(world, case)
    assert "Isi dihapus pada 2 Juni 2026" in page.text
    assert "114/2026" in page.text
    assert "waktu, jenis, dan urutannya tetap terbukti" in page.text


# The evidence of a case -------------------------------------------------------------------------------------


def test_one_click_gives_evidence_that_the_verifier_accepts(world: World, tmp_path: Path) -> None:
    case = world.at("extended")
    world.seal(daily=True)
    auditor = world.officer("auditor")
    response = auditor.get(case_page(world, case, auditor).link("Unduh berkas bukti")).response
    assert response.status_code == 200
    assert response.mimetype == "application/zip"
    file = tmp_path / "bukti.zip"
    file.write_bytes(response.data)
    policy = verifier.parse_policy(self_policy(world.services.ledger).encode())
    result = verifier.verify_bundle(file, policy)
    assert result.exit_code == 0, [f.sentence("en") for f in result.findings]
    with zipfile.ZipFile(io.BytesIO(response.data)) as bundle:
        names = bundle.namelist()
        lines = bundle.read("events.ndjson").splitlines()
    assert "heads.json" in names
    assert len(lines) == len(world.services.log.load(case))


def test_evidence_that_is_not_sealed_yet_is_asked_for_later(world: World) -> None:
    case = world.file().request
    hex_of = case.rpartition("-")[2]
    page = world.officer("auditor").get(f"/audit/permohonan/{hex_of}/bukti.zip")
    assert page.status == 409
    assert "belum disegel" in page.text


@pytest.mark.parametrize("hex_of", ["0" * 32, "x", "../..", "0" * 4000])
def test_evidence_of_no_case_is_not_found(world: World, hex_of: str) -> None:
    assert world.officer("auditor").get(f"/audit/permohonan/{hex_of}/bukti.zip").status == 404


# The audit of everything ------------------------------------------------------------------------------------


def test_a_run_answers_six_questions_with_counts(world: World) -> None:
    world.at("extended")
    kept = world.seal(daily=True)
    assert kept is not None
    auditor = world.officer("auditor")
    assert "Belum pernah diperiksa" in auditor.get(RUN).text
    page = run_to_the_end(world, auditor)
    assert "Terverifikasi" in page.text
    assert page.text.count("✓ ya") == 6
    assert f"segel atas {kept.size} catatan" in page.text
    report = auditor.get(page.link("Unduh laporan lengkap"))
    assert report.status == 200
    assert "TERVERIFIKASI" in report.html


def test_what_was_not_asked_is_not_called_fine(world: World) -> None:
    world.seal(daily=True)
    page = run_to_the_end(world, world.officer("auditor"), berkas="")
    assert "tidak diperiksa Jumlah" in page.text


def test_a_run_finds_what_was_altered_and_says_what_to_do(world: World) -> None:
    case = world.file().request
    world.seal(daily=True)
    world.follow()
    with world.services.ledger.database.transaction() as c:
        c.execute("DROP TRIGGER event_is_never_updated")
        c.execute(
            "UPDATE event SET state = CAST(replace(CAST(state AS TEXT), 'SIM', 'STNK') AS BLOB) "
            "WHERE originator_id = ?",
            (case,),
        )
    auditor = world.officer("auditor")
    page = run_to_the_end(world, auditor)
    assert "Terdeteksi perubahan" in page.text
    assert "ppid-verdict--bad" in page.html
    assert "(E01)" in page.text
    assert "✗ tidak" in page.text


def test_a_second_run_goes_on_from_the_first(world: World) -> None:
    world.seal(daily=True)
    auditor = world.officer("auditor")
    run_to_the_end(world, auditor)
    entries = world.services.ledger.size()
    world.clock.forward(days=1)
    world.file()
    world.seal(daily=True)
    page = run_to_the_end(world, world.officer("auditor"))
    assert f"Meneruskan {entries} catatan" in page.text
    assert "Pemeriksaan sebelumnya" in page.text


def test_only_one_run_at_a_time_and_a_dead_one_blocks_nobody(world: World) -> None:
    world.seal(daily=True)
    with world.app.test_request_context():
        runs = running.runs()
    at = world.clock().isoformat()
    with runs.database.transaction() as c:
        c.execute("INSERT INTO audit_run VALUES ('running', ?, ?, '10 entries', '')", (at, at))
    auditor = world.officer("auditor")
    page = auditor.get(RUN)
    assert "sedang berjalan" in page.text
    assert "10 entries" in page.text
    assert not page.has_link("Mulai pemeriksaan")
    with pytest.raises(BusyError):
        runs.start(policy=b"", files=False)
    world.clock.forward(minutes=3)
    page = run_to_the_end(world, world.officer("auditor"))
    assert "Terverifikasi" in page.text, page.text


def test_a_run_of_a_clock_that_was_ahead_blocks_nobody_and_old_ones_are_forgotten(world: World) -> None:
    world.seal(daily=True)
    with world.app.test_request_context():
        runs = running.runs()
    at, ahead = world.clock(), world.clock() + timedelta(days=400)
    with runs.database.transaction() as c:
        add = "INSERT INTO audit_run VALUES (?, ?, ?, '', '')"
        c.execute(add, ("running", at.isoformat(), ahead.isoformat()))
        for n in range(30):
            c.execute(add, (f"old-{n}", at.isoformat(), (at - timedelta(days=n + 1)).isoformat()))
    assert runs.current() is None
    runs.start(policy=b"nonsense\n", files=False).join(60)
    kept = {str(row[0]) for row in runs.database.query("SELECT id FROM audit_run")}
    assert len(kept) == KEPT
    assert {"old-0", "old-18"} < kept
    assert "old-19" not in kept


def test_a_policy_that_cannot_be_read_ends_the_run_and_not_the_server(world: World, tmp_path: Path) -> None:
    world.seal(daily=True)
    with world.app.test_request_context():
        runs = running.runs()
    runs.start(policy=b"nonsense\n", files=False).join(60)
    assert "Pemeriksaan terhenti" in world.officer("auditor").get(RUN).text


@pytest.mark.parametrize("who", ["desk", "ppid", "unit", "superior", "head"])
def test_nobody_but_an_auditor_may(world: World, who: str) -> None:
    case = world.file().request
    world.seal()
    officer = world.officer(who)
    assert officer.get(RUN).status == 403
    assert officer.get(f"/audit/permohonan/{case.rpartition('-')[2]}/bukti.zip").status == 403
    assert officer.get(f"{RUN}/{'0' * 32}/laporan.html").status == 403


@pytest.mark.parametrize("run", ["running", "0" * 32, "x" * 4000, "%00"])
def test_a_report_that_is_not_there_is_not_found(world: World, run: str) -> None:
    auditor = world.officer("auditor")
    assert auditor.get(f"{RUN}/{run}/laporan.html").status == 404
    assert auditor.get(f"{RUN}?hasil={run}").status == 404


def test_counts_name_the_checkpoint_they_were_made_at(world: World) -> None:
    world.at("extended")
    kept = world.seal(daily=True)
    assert kept is not None
    auditor = world.officer("auditor")
    page = auditor.get("/audit/hitung")
    assert f"segel atas {kept.size} catatan" in page.text
    assert "ppid log figures" in page.text
    told = json.loads(auditor.get("/audit/hitung?bentuk=json").response.get_data(as_text=True))
    assert told["rests_on"]["checkpoint"]["size"] == kept.size


@pytest.mark.slow
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_pages_are_fit_for_everybody(world: World, address: str, page_of: Pages, language: str) -> None:
    case = world.at("extended")
    world.seal(daily=True)
    run_to_the_end(world, world.officer("auditor"))
    page = page_of(1280, language=language)
    token = world.officer("auditor").client.get_cookie(SESSION_COOKIE)
    assert token is not None
    page.context.add_cookies(
        [
            {"name": SESSION_COOKIE, "value": token.value, "url": address},
            {"name": "bahasa", "value": language, "url": address},
        ]
    )
    looker = Looker(language)
    for path, name in ((RUN, "pemeriksaan"), (f"/audit/permohonan/{case.rpartition('-')[2]}", "kasus-segel")):
        page.goto(f"{address}{path}")
        looker.look(page, name)
    assert not looker.faults, "\n".join(looker.faults)


@pytest.mark.postgres
def test_the_same_on_postgresql(postgres_world: World, tmp_path: Path) -> None:
    case = postgres_world.at("extended")
    kept = postgres_world.seal(daily=True)
    assert kept is not None
    postgres_world.follow()
    auditor = postgres_world.officer("auditor")
    page = run_to_the_end(postgres_world, auditor)
    assert "Terverifikasi" in page.text, page.text
    assert case_page(postgres_world, case).html.count(">tersegel ✓<") == 4
    response = auditor.get(f"/audit/permohonan/{case.rpartition('-')[2]}/bukti.zip").response
    file = tmp_path / "bukti.zip"
    file.write_bytes(response.data)
    policy = verifier.parse_policy(self_policy(postgres_world.services.ledger).encode())
    assert verifier.verify_bundle(file, policy).exit_code == 0
    visitor = postgres_world.visitor()
    assert visitor.get("/catatan").status == 200
    assert visitor.get("/catatan/checkpoint").response.get_data(as_text=True) == kept.text
    assert visitor.get(f"/catatan/tile/entries/000.p/{kept.size}").status == 200
    assert visitor.get("/catatan/tile/0/000.p/1").status == 200
    given = postgres_world.tracker(case).get("/lacak/tanda-terima").response.data
    assert verifier.check_receipt(given, policy).exit_code == 0
