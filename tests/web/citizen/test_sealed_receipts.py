"""The sealed receipt in the hands of who filed: on the page, on paper, while the case is followed."""

from __future__ import annotations

import io
import json
import threading
import time
from pathlib import Path

import pypdf
import pytest

from ppid.seal import verifier
from ppid.seal.choosing import self_policy
from tests.browser import Pages
from tests.web.citizen.journey import file, fill
from tests.web.citizen.test_accessible import address
from tests.web.citizen.test_objecting import object_to
from tests.web.citizen.test_objecting_seen import Walk
from tests.web.public.test_sealed import Commissions
from tests.web.visitor import Page
from tests.web.world import World
from web import seals

__all__ = ["address"]

OFFER = "Unduh tanda terima tersegel"


def verdict_of(world: World, receipt: bytes) -> verifier.Result:
    policy = self_policy(world.services.ledger).encode()
    return verifier.check_receipt(receipt, verifier.parse_policy(policy))


def words_of(page: Page) -> str:
    pages = pypdf.PdfReader(io.BytesIO(page.response.data)).pages
    return " ".join(p.extract_text() for p in pages).replace("\u200b", "")


def test_before_it_is_sealed_the_receipt_says_that_it_comes(world: World) -> None:
    visitor = world.visitor()
    begun = time.monotonic()
    page = file(visitor)
    assert "Sedang disegel" in page.text
    assert page.link("Muat ulang halaman ini") == "/ajukan/selesai"
    assert not page.has_link(OFFER)
    assert time.monotonic() - begun < 30  # nobody waits where nothing is sealed at all
    early = visitor.get("/ajukan/tanda-terima")
    assert early.status == 404
    assert "sedang disegel" in early.text


def test_once_sealed_it_is_given_to_who_filed_and_the_verifier_takes_it(world: World) -> None:
    visitor = world.visitor()
    file(visitor)
    world.seal()
    page = visitor.get("/ajukan/selesai")
    given = visitor.get(page.link(OFFER)).response
    assert given.headers["Content-Disposition"].endswith('.ppid-receipt"')
    assert "no-store" in given.headers["Cache-Control"]
    result = verdict_of(world, given.data)
    assert result.exit_code == 0
    assert result.facts["topic"] == "request.filed"
    assert f"Ini catatan ke-{result.facts['entry']}" in page.text.replace("\u2011", "-")


def test_the_page_waits_a_moment_for_a_seal_that_is_about_to_come(world: World) -> None:
    world.seal()
    sealing = threading.Timer(0.5, world.seal)
    visitor = world.visitor()
    asked = fill(visitor)
    sealing.start()
    page = visitor.send(asked)
    sealing.join()
    assert page.has_link(OFFER)


def test_nobody_else_gets_it(world: World) -> None:
    visitor = world.visitor()
    file(visitor)
    world.seal()
    stranger = world.visitor()
    assert stranger.get("/ajukan/tanda-terima").status == 404
    assert stranger.get("/lacak/tanda-terima").url == "/lacak"
    other = world.file().request
    world.seal()
    given = world.tracker(other).get("/lacak/tanda-terima").response.data
    assert json.loads(json.loads(given)["leaf"])["originator_id"] == other
    assert world.tracker(other).get("/lacak/keberatan/1/tanda-terima").status == 404


def test_who_holds_the_code_finds_it_while_following_the_case(world: World) -> None:
    case = world.at("extended")
    world.seal()
    tracker = world.tracker(case)
    page = tracker.get("/lacak/permohonan")
    given = tracker.get(page.link(OFFER)).response.data
    assert verdict_of(world, given).facts["request"] == case


def test_it_is_worth_more_once_commissions_confirmed(world: World, tmp_path: Path) -> None:
    commissions = Commissions(world, tmp_path)
    case = world.file().request
    world.seal(daily=True)
    tracker = world.tracker(case)
    policy = verifier.parse_policy(commissions.file.read_bytes())
    assert "Unduh lagi besok" in tracker.get("/lacak/permohonan").text
    early = tracker.get("/lacak/tanda-terima").response.data
    assert verifier.check_receipt(early, policy).exit_code == 3
    commissions.confirm(2)
    assert "Unduh lagi besok" not in tracker.get("/lacak/permohonan").text
    late = tracker.get("/lacak/tanda-terima").response.data
    assert verifier.check_receipt(late, policy).exit_code == 0


def test_an_objection_has_its_own(world: World) -> None:
    case = world.at("refusal-received")
    tracker = world.tracker(case)
    object_to(tracker, "a")
    world.seal()
    page = tracker.get("/lacak/keberatan/1")
    given = tracker.get(page.link(OFFER)).response.data
    assert verdict_of(world, given).facts["topic"] == "objection.filed"
    receipt = tracker.get("/lacak/keberatan/1/tanda-bukti")
    assert receipt.has_link(OFFER)
    paper = tracker.get("/lacak/keberatan/1/surat/tanda-bukti.pdf")
    assert "Tanda terima tersegel" in words_of(paper)


def test_the_printed_receipt_carries_the_codes_and_only_once_sealed(world: World) -> None:
    case = world.file().request
    tracker = world.tracker(case)
    before = tracker.get("/lacak/surat/tanda-bukti.pdf")
    assert "Tanda terima tersegel" not in words_of(before)
    world.seal()
    after = tracker.get("/lacak/surat/tanda-bukti.pdf")
    with world.app.test_request_context():
        sealed = seals.codes_of(case)
    assert sealed is not None
    assert f"Kode {len(sealed.texts)} dari {len(sealed.texts)}" in words_of(after)
    assert sealed.check_url in words_of(after)
    assert "Tanda terima tersegel" not in words_of(tracker.get("/lacak/surat/formulir.pdf"))
    # The codes hold all that the file holds.
    assert verdict_of(world, "\n".join(sealed.texts).encode()).counts["opened"] == 1


def test_the_desk_prints_them_too(world: World) -> None:
    case = world.file().request
    world.seal()
    paper = world.officer("desk").get(f"/meja/permohonan/{case.rpartition('-')[2]}/surat/tanda-bukti")
    assert paper.status == 200
    assert "Tanda terima tersegel" in words_of(paper)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_pages_of_seals_are_fit_for_everybody(
    world: World, address: str, page_of: Pages, language: str, tmp_path: Path
) -> None:
    walk = Walk(world, address, page_of, language)
    walk.open("/catatan", "segel-kosong")
    commissions = Commissions(world, tmp_path)
    case = world.file().request
    world.seal(daily=True)
    walk.open("/catatan", "segel-menunggu")
    commissions.confirm(3)
    world.clock.forward(seconds=14)
    world.file()
    world.clock.forward(seconds=14)
    walk.open("/catatan", "segel")
    walk.open("/catatan/segel", "segel-daftar")
    walk.open("/catatan/tanda-terima", "tanda-terima")
    walk.press("tanda-terima-kosong")
    given = world.tracker(case).get("/lacak/tanda-terima").response.data
    walk.page.locator("[name=berkas]").set_input_files(
        {"name": "r.ppid-receipt", "mimeType": "application/octet-stream", "buffer": given}
    )
    walk.press("tanda-terima-asli")
    with world.services.ledger.database.transaction() as c:
        c.execute("DROP TRIGGER leaf_is_never_deleted")
        index = int(verdict_of(world, given).facts["entry"])
        c.execute("DELETE FROM log_leaf WHERE leaf_index >= ?", (index,))
    walk.page.locator("[name=berkas]").set_input_files(
        {"name": "r.ppid-receipt", "mimeType": "application/octet-stream", "buffer": given}
    )
    walk.press("tanda-terima-hilang")
    assert not walk.looker.faults, "\n".join(walk.looker.faults)
