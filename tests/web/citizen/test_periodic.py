"""Objecting without a request: periodic information that is not there (ground b)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from ppid import commands as c
from ppid.events import Actor, Role
from ppid.objection.events import Filed
from ppid.objection.state import Objection
from ppid.objection.vocabulary import Ground
from tests import attached
from tests.web.citizen.test_track import code_of, prove
from tests.web.visitor import Page, Value, Visitor
from tests.web.world import BODY, OPERATOR, SARI, World
from web.citizen.periodic import FILINGS

PDF = attached.pdf("kuasa")
WHAT: dict[str, Value] = {
    "information": "Laporan keuangan tahun 2025",
    "found_on-day": "1",
    "found_on-month": "6",
    "found_on-year": "2026",
    "case": "Tidak ada di situs web maupun papan pengumuman.",
    "purpose": "Penelitian",
}
WHO: dict[str, Value] = {
    "name": "Sari Wulandari",
    "number": "3276 0141 0790 0001",
    "address": "Jalan Melati 5, Depok",
    "occupation": "Peneliti",
    "phone": "0812 0000 0001",
    "email": "",
    "represented": "tidak",
}
AGENT: dict[str, Value] = {
    "name": "Budi Santoso",
    "number": "3276014107900002",
    "address": "Jalan Kenanga 7, Depok",
}


def checked(visitor: Visitor, what: Mapping[str, Value] = {}, who: Mapping[str, Value] = {}) -> Page:
    """Fill in both pages; return the page that shows everything once more, or asks who acts."""
    page = visitor.send(visitor.get("/keberatan-berkala"), {**WHAT, **what})
    assert page.url == "/keberatan-berkala/identitas", page.text[:500]
    return visitor.send(page, {**WHO, **who})


def file(visitor: Visitor, what: Mapping[str, Value] = {}) -> Page:
    """Fill in everything and send it; return the receipt."""
    page = visitor.send(checked(visitor, what), form="isi")
    assert page.url == "/keberatan-berkala/selesai", page.text[:500]
    return page


def filed(world: World) -> list[Objection]:
    """Every objection that was filed, as it stands."""
    found = [r.envelope for r in world.services.log.stream_all() if isinstance(r.envelope.event, Filed)]
    return [world.services.objections.see(f.stream, Actor(f.stream, Role.CITIZEN)) for f in found]


def test_it_is_found_from_the_front_page(world: World) -> None:
    visitor = world.visitor()
    for url in ("/", "/hak"):
        page = visitor.get(visitor.get(url).link("informasi berkala"))
        assert page.heading == "Keberatan: informasi berkala tidak tersedia"


def test_the_receipt_has_number_code_and_the_day_of_the_answer(world: World) -> None:
    visitor = world.visitor()
    page = checked(visitor)
    for said in ("Laporan keuangan tahun 2025", "1 Juni 2026", "Sari Wulandari", "3276 0141 0790 0001"):
        assert said in page.text
    receipt = visitor.send(page, form="isi")
    assert receipt.heading == "Keberatan diterima"
    (objection,) = filed(world)
    assert objection.number in "".join(receipt.text.split())
    assert code_of(world, objection.stream) in receipt.text
    assert "paling lambat Rabu, 15 Juli 2026" in receipt.text
    assert "Mengapa tanggal ini?" in receipt.text
    assert objection.grounds == (Ground.PERIODIC,)
    assert objection.request == ""
    assert objection.found_on is not None
    identity = world.services.people.identity(objection.objector)
    assert identity is not None
    assert identity.name == SARI.name
    paper = visitor.get(receipt.link("Unduh tanda bukti")).response
    assert paper.get_data().startswith(b"%PDF")


def test_it_is_followed_with_number_and_code_as_a_request_is(world: World) -> None:
    visitor = world.visitor()
    receipt = file(visitor)
    page = visitor.send(receipt, form="number")
    assert page.url == "/lacak/keberatan/1"
    assert "menunggu tanggapan Atasan PPID" in page.heading
    assert "Laporan keuangan tahun 2025" in page.text
    (objection,) = filed(world)
    other = world.visitor()
    assert prove(other, objection.number, code_of(world, objection.stream)).url == "/lacak/keberatan/1"
    for _words, href in page.links:
        if href.startswith("/lacak") and not href.endswith(".pdf"):
            assert other.get(href).status == 200, href
    assert "/lacak/permohonan" not in [href for _words, href in page.links]


def test_the_code_is_shown_for_half_an_hour_and_the_receipt_can_be_forgotten(world: World) -> None:
    visitor = world.visitor()
    receipt = file(visitor)
    (objection,) = filed(world)
    code = code_of(world, objection.stream)
    world.clock.forward(minutes=31)
    again = visitor.get("/keberatan-berkala/selesai")
    assert code in receipt.text
    assert code not in again.text
    visitor.send(again, form="csrf_token")
    assert visitor.get("/keberatan-berkala/selesai").status == 404
    assert world.visitor().get("/keberatan-berkala/selesai").status == 404


def test_F10_sending_twice_files_once(world: World) -> None:
    visitor = world.visitor()
    page = checked(visitor)
    visitor.send(page, form="isi")
    again = visitor.send(page, form="isi")
    assert again.url == "/keberatan-berkala/selesai"
    assert "tercatat satu kali" in again.text
    assert len(filed(world)) == 1


def test_a_second_one_is_another_objection(world: World) -> None:
    visitor = world.visitor()
    file(visitor)
    empty = visitor.get("/keberatan-berkala")
    assert empty.form("information").values["information"] == ""
    file(visitor, {"information": "Laporan kinerja"})
    assert [each.number[:4] for each in filed(world)] == ["0001", "0002"]


@pytest.mark.parametrize("field", ["information", "case", "purpose"])
def test_errors_keep_what_was_typed(world: World, field: str) -> None:
    visitor = world.visitor()
    page = visitor.send(visitor.get("/keberatan-berkala"), {**WHAT, field: " "})
    assert page.status == 422
    assert page.title.startswith("Galat:")
    assert page.error(field)
    kept = page.form("information").values
    assert all(kept[name] == value for name, value in WHAT.items() if name != field)


@pytest.mark.parametrize(
    ("day", "said"), [("3", "belum terjadi"), ("31", "kalender"), ("", "hari, bulan"), ("9" * 5000, "angka")]
)
def test_F07_a_day_that_cannot_be_is_refused_at_its_field(world: World, day: str, said: str) -> None:
    visitor = world.visitor()
    page = visitor.send(visitor.get("/keberatan-berkala"), {**WHAT, "found_on-day": day})
    assert page.status == 422
    assert said in page.error("found_on")


@pytest.mark.parametrize("field", ["name", "number", "address", "phone", "represented"])
def test_who_objects_is_needed(world: World, field: str) -> None:
    visitor = world.visitor()
    page = visitor.send(visitor.get("/keberatan-berkala"), WHAT)
    page = visitor.send(page, {**WHO, field: ""})
    assert page.status == 422
    assert page.error(field)
    assert page.form("address").values["occupation"] == "Peneliti"


def test_U12_what_was_found_long_ago_is_marked_late_and_taken_in(world: World) -> None:
    visitor = world.visitor()
    page = checked(visitor, {"found_on-month": "1"})
    assert "Terlambat" in page.text
    receipt = visitor.send(page, form="isi")
    assert "Dicatat terlambat untuk alasan huruf b" in receipt.text
    assert filed(world)[0].late_grounds == (Ground.PERIODIC,)


def test_a_representative_attaches_the_power_of_attorney(world: World) -> None:
    visitor = world.visitor()
    page = checked(visitor, who={"represented": "ya"})
    assert page.url == "/keberatan-berkala/kuasa"
    assert visitor.get("/keberatan-berkala/periksa").url == "/keberatan-berkala/kuasa"
    page = visitor.send(page, {**AGENT, "berkas-power-of-attorney": (PDF, "kuasa.pdf")})
    assert page.url == "/keberatan-berkala/periksa"
    receipt = visitor.send(page, form="isi")
    visitor.send(receipt, form="number")
    assert visitor.get("/lacak/keberatan/1/berkas/1").response.get_data() == PDF
    (objection,) = filed(world)
    agent = world.services.people.identity(objection.representative)
    assert agent is not None
    assert agent.name == "Budi Santoso"


@pytest.mark.parametrize("url", ["identitas", "kuasa", "periksa"])
def test_no_page_comes_before_its_turn(world: World, url: str) -> None:
    page = world.visitor().get(f"/keberatan-berkala/{url}")
    assert page.url == "/keberatan-berkala"
    assert "tidak ditemukan lagi" in page.text


def test_what_was_written_can_be_forgotten(world: World) -> None:
    visitor = world.visitor()
    visitor.send(visitor.get("/keberatan-berkala"), WHAT)
    page = visitor.get("/keberatan-berkala")
    assert page.form("information").values["information"] == "Laporan keuangan tahun 2025"
    form = next(f for f in page.forms if f.action.endswith("/hapus"))
    page = visitor.post(form.action, form.values)
    assert page.form("information").values["information"] == ""


def test_F51_a_flood_from_one_place_is_stopped_and_nothing_typed_is_lost(world: World) -> None:
    flood = world.visitor(address="198.51.100.9")
    for _ in range(FILINGS.most):
        file(flood)
    stopped = flood.send(checked(flood), form="isi")
    assert stopped.status == 429
    assert int(stopped.response.headers["Retry-After"]) > 0
    assert "Laporan keuangan tahun 2025" in stopped.text
    assert file(world.visitor(address="192.0.2.1")).status == 200
    world.clock.forward(minutes=61)
    assert flood.send(flood.get("/keberatan-berkala/periksa"), form="isi").url.endswith("/selesai")


def test_with_several_bodies_one_is_chosen(world: World) -> None:
    world.services.directory.establish(
        c.EstablishBody(code="POLRES-Y", name="Kepolisian Resor Y", established_on=date(2020, 1, 1)), OPERATOR
    )
    visitor = world.visitor()
    page = visitor.send(visitor.get("/keberatan-berkala"), WHAT)
    assert page.error("body")
    page = visitor.send(page, {"body": "body-tidak-ada"})
    assert page.error("body")
    page = visitor.send(page, {"body": BODY})
    visitor.send(visitor.send(page, WHO), form="isi")
    assert filed(world)[0].body == BODY


def test_without_a_body_the_front_page_says_so(empty_world: World) -> None:
    assert empty_world.visitor().get("/keberatan-berkala").url == "/"


def test_silence_opens_the_way_without_papers_of_a_request(world: World) -> None:
    visitor = world.visitor()
    file(visitor)
    (objection,) = filed(world)
    world.clock.set("2026-07-16")
    page = world.tracker(objection.stream).get("/lacak/keberatan/1/komisi")
    assert "Ajukan paling lambat Selasa, 4 Agustus 2026" in page.text
    assert "permohonan informasi" not in page.text
    assert "Tanda bukti keberatan" in page.text
