"""The room of public information beyond single acts: decrees over several items, reports, files, imports."""

from __future__ import annotations

from datetime import date

import pytest

from ppid.catalogue.state import ITEM, Item, PublicList
from ppid.catalogue.vocabulary import InfoClass, Step
from ppid.events import Stream
from projections.items import PublicItems
from tests import attached
from tests.web.listing import decree, hex_of, listed, propose
from tests.web.office.tries_item import TYPED
from tests.web.visitor import Page, Visitor
from tests.web.world import BODY, PNG, World
from web.books import list_columns, list_table, write_csv, write_xlsx
from web.office.catalogue.beginning import public_list

LIST = "/meja/daftar-informasi"
PDF = (attached.pdf("isi"), "laporan.pdf")
ROW = (
    1, "Rencana pengadaan 2026", "Paket pengadaan tahun 2026", "Direktorat Lalu Lintas", "Kepala Biro",
    "Januari 2026; Kota Contoh", "Digital", "5 tahun", "Berkala", "", "id", "lelang", "", "", "", "", "",
)  # fmt: skip


def item_of(world: World, stream: Stream) -> Item:
    found = ITEM.fold(r.envelope for r in world.services.log.load(stream))
    assert found is not None
    return found


def list_of(world: World) -> PublicList | None:
    with world.app.app_context():
        return public_list(BODY)


def items(world: World) -> list[Stream]:
    log = world.services.log.stream_all()
    return sorted({r.envelope.stream for r in log if r.envelope.stream.startswith("item-")})


def decreed(visitor: Visitor, typed: dict[str, object]) -> Page:
    page = visitor.get(f"{LIST}/baru/keputusan")
    entries = {"number": "KEP/7/VI/2026", "approved_by": "Kapolda Contoh", **typed}
    shown = visitor.send(page, entries, form="idempotency_key")  # type: ignore[arg-type]
    assert "Belum ada yang dicatat" in shown.text, shown.text
    return visitor.send(shown, button="catat", form="idempotency_key")


def test_one_decree_takes_several_proposals_in_and_starts_the_clocks_of_the_list(world: World) -> None:
    chosen = [propose(world, title=f"Laporan {n}", klass=InfoClass.PERIODIC) for n in range(3)]
    other = propose(world, title="Menunggu")
    world.follow()
    ppid = world.officer("ppid")
    page = ppid.get(f"{LIST}/baru/keputusan")
    assert "Laporan 2" in page.text
    assert page.form("items").values["number"] == "KEP-DIP/1/2026"
    before = world.services.log.position()
    done = decreed(ppid, {"items": [hex_of(item) for item in chosen]})
    assert done.url == f"{LIST}/penetapan"
    assert world.services.log.position() == before + 4
    assert {item_of(world, item).step for item in chosen} == {Step.LISTED}
    assert item_of(world, other).step is Step.PROPOSED
    for said in ("KEP/7/VI/2026", "2 Desember 2026", "31 Maret 2027"):
        assert said in done.text
    letter = ppid.get(done.link("PDF KEP"))
    assert letter.response.data.startswith(b"%PDF")
    world.follow()
    assert "Laporan 2" in world.visitor().get("/daftar-informasi").text


def test_a_decree_without_a_choice_confirms_the_list(world: World) -> None:
    done = decreed(world.officer("ppid"), {})
    assert "KEP/7/VI/2026" in done.text
    found = list_of(world)
    assert found is not None
    assert [d.number for d in found.decrees] == ["KEP/7/VI/2026"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"number": ""}, "number"),
        ({"approved_by": ""}, "approved_by"),
        ({"items": ["x"]}, "items"),
        ({"signed_on-year": "2027"}, "signed_on"),
        ({"approved_on-day": "3", "signed_on-day": "2"}, "approved_by"),
    ],
)
def test_what_is_wrong_with_a_decree_is_said_where_it_stands(
    world: World, typed: dict[str, object], field: str
) -> None:
    propose(world)
    world.follow()
    ppid = world.officer("ppid")
    page = ppid.get(f"{LIST}/baru/keputusan")
    entries = {"number": "KEP/7/VI/2026", "approved_by": "Kapolda Contoh", **typed}
    refused = ppid.send(page, entries, form="idempotency_key")  # type: ignore[arg-type]
    assert refused.status == 422
    assert refused.error(field), refused.text


def test_a_returned_proposal_says_why_and_goes_back_by_a_revision(world: World) -> None:
    unit, ppid = world.officer("unit"), world.officer("ppid")
    page = unit.send(unit.get(f"{LIST}/baru"), TYPED, form="idempotency_key")
    page = unit.send(page, button="catat", form="idempotency_key")
    (stream,) = items(world)
    ppid.send(ppid.get(f"{page.url}/return"), {"reason": "Nilainya belum ada."}, form="seen", button="catat")
    assert "Nilainya belum ada." in unit.get(page.url).text
    revised = unit.send(unit.get(f"{page.url}/revise"), {"summary": "Dengan nilainya."}, form="seen")
    assert "sebelumnya: Paket pengadaan" in revised.text
    unit.send(revised, button="catat", form="seen")
    assert item_of(world, stream).step is Step.PROPOSED
    assert item_of(world, stream).unit == "LANTAS"


def test_a_unit_cannot_speak_for_another_and_the_exempt_class_is_refused(world: World) -> None:
    unit = world.officer("unit")
    page = unit.get(f"{LIST}/baru")
    unit.send(page, {**TYPED, "unit": "RESKRIM"}, form="idempotency_key", button="catat")
    assert item_of(world, items(world)[0]).unit == "LANTAS"
    refused = unit.send(
        unit.get(f"{LIST}/baru"), {**TYPED, "klass": "exempt"}, form="idempotency_key", button="catat"
    )
    assert refused.status == 422
    assert "tidak masuk Daftar Informasi Publik" in refused.error("klass")
    assert refused.form("title").values["title"] == TYPED["title"]


def test_an_empty_proposal_is_told_all_that_it_lacks_at_once(world: World) -> None:
    unit = world.officer("unit")
    refused = unit.send(unit.get(f"{LIST}/baru"), {"made_where": ""}, form="idempotency_key")
    assert refused.status == 422
    for field in (
        "title",
        "summary",
        "klass",
        "responsible",
        "made_when",
        "made_where",
        "forms",
        "retention",
    ):
        assert refused.error(field), field
    assert "Lampiran I" in refused.error("retention")


def test_a_day_that_the_class_has_no_use_for_is_not_dropped(world: World) -> None:
    unit = world.officer("unit")
    typed = {**TYPED, "known_on-day": "1", "known_on-month": "6", "known_on-year": "2026"}
    refused = unit.send(unit.get(f"{LIST}/baru"), typed, form="idempotency_key")
    assert refused.error("known_on")


def test_the_tabs_tell_apart_what_waits_and_what_is_due(world: World) -> None:
    propose(world, title="Usulan Satu")
    late = propose(world, title="Berkala Satu", klass=InfoClass.PERIODIC)
    decree(world, late)
    propose(world, title="Bencana Satu", klass=InfoClass.IMMEDIATE, known_on=world.clock.today)
    ppid = world.officer("ppid")
    world.follow()
    assert "Berkala Satu" not in ppid.get(f"{LIST}?daftar=berkala").text
    assert "Bencana Satu" in ppid.get(f"{LIST}?daftar=serta-merta").text
    assert "Berkala Satu" in ppid.get(f"{LIST}?daftar=tercantum").text
    world.clock.set(date(2026, 12, 7))
    ppid = world.officer("ppid")
    assert "Berkala Satu" in ppid.get(f"{LIST}?daftar=berkala").text
    assert "Berkala Satu" in ppid.get(f"{LIST}?daftar=lewat").text
    page = ppid.get(LIST)
    assert "Usulan Satu" in page.text
    assert "Setiap saat 0" in page.text


def test_publishing_periodic_information_starts_its_six_months_again(world: World) -> None:
    item = propose(world, klass=InfoClass.PERIODIC)
    decree(world, item)
    world.clock.set(date(2026, 6, 30))
    ppid = world.officer("ppid")
    page = ppid.get(f"{LIST}/{hex_of(item)}/publish")
    assert "30 Desember 2026" in page.text
    shown = ppid.send(page, {"media": ["website"]}, form="seen")
    done = ppid.send(shown, button="catat", form="seen")
    assert "30 Desember 2026" in done.text


def test_the_yearly_report_meets_its_clock_and_is_read_by_everybody(world: World) -> None:
    ppid = world.officer("ppid")
    page = ppid.get(f"{LIST}/baru/laporan")
    assert page.form("budget_year").values["budget_year"] == "2025"
    link = "https://polda-x.example/laporan-2025"
    shown = ppid.send(page, {"link": link}, form="idempotency_key")
    done = ppid.send(shown, button="catat", form="idempotency_key")
    assert "31 Maret 2027" in done.text
    assert done.link(link) == link
    assert world.visitor().get("/daftar-informasi").link("buka laporan 2025") == link


# Files ----------------------------------------------------------------------------------------------------


def test_a_file_is_attached_for_everybody_and_taken_away_again(world: World) -> None:
    item = listed(world)
    ppid = world.officer("ppid")
    address = f"{LIST}/{hex_of(item)}/berkas-publik"
    page = ppid.get(address)
    assert page.text.count("Siapa pun dapat mengunduh") == 1
    refused = ppid.send(page, {"berkas": PDF}, form="berkas", button="catat")
    assert refused.error("reason")
    ppid.send(page, {"berkas": PDF, "reason": "Laporan lengkap."}, form="berkas", button="catat")
    world.follow()
    public = f"/informasi/{hex_of(item)}/berkas"
    assert world.visitor().get(public).response.data == PDF[0]
    ppid.send(ppid.get(address), {"reason": "Memuat nama."}, form="berkas", button="hapus")
    world.follow()
    assert world.visitor().get(public).status == 404
    assert item_of(world, item).entry.file is None


def test_a_file_that_is_none_is_refused_with_what_was_typed(world: World) -> None:
    item = propose(world)
    unit = world.officer("unit")
    page = unit.get(f"{LIST}/{hex_of(item)}/berkas-publik")
    for wrong in ((b"MZ\x90", "x.exe"), (b"", "kosong.pdf")):
        refused = unit.send(page, {"berkas": wrong, "reason": "Lengkap."}, form="berkas", button="catat")
        assert refused.status == 422
        assert refused.error("berkas")
        assert refused.form("reason").values["reason"] == "Lengkap."
    assert unit.send(page, {"berkas": (PNG, "foto.png")}, form="berkas", button="catat").status == 200
    stale = unit.send(page, {"berkas": PDF}, form="berkas", button="catat")
    assert stale.status in {200, 409}


def test_what_left_the_list_takes_no_file(world: World) -> None:
    item = listed(world)
    ppid = world.officer("ppid")
    ppid.send(ppid.get(f"{LIST}/{hex_of(item)}/withdraw"), {"reason": "Usang."}, form="seen", button="catat")
    assert "sudah ditarik" in ppid.get(f"{LIST}/{hex_of(item)}/berkas-publik").text


# Import ---------------------------------------------------------------------------------------------------


def sheet(world: World, *rows: tuple[object, ...], ending: str = "csv") -> tuple[bytes, str]:
    columns = list_columns()
    lines = [row[: len(columns)] for row in rows]
    if ending == "csv":
        return write_csv(columns, lines), "daftar.csv"  # type: ignore[arg-type]
    return write_xlsx(columns, lines, "DIP"), "daftar.xlsx"  # type: ignore[arg-type]


def rows(count: int) -> list[tuple[object, ...]]:
    width = len(list_columns())
    return [(*(n, f"Laporan {n}", *ROW[2:]),)[:width] for n in range(1, count + 1)]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_list_is_looked_through_and_then_taken_in_by_its_decree_once(world: World, ending: str) -> None:
    ppid = world.officer("ppid")
    page = ppid.get(f"{LIST}/impor")
    shown = ppid.send(page, {"berkas": sheet(world, *rows(3), ending=ending)}, form="berkas")
    assert "Baru 3" in shown.text, shown.text
    assert not items(world)
    typed = {
        "cara": "keputusan", "number": "KEP/1/2025", "approved_by": "Kapolda",
        "signed_on-day": "1", "signed_on-month": "6", "signed_on-year": "2026",
        "approved_on-day": "1", "approved_on-month": "6", "approved_on-year": "2026",
    }  # fmt: skip
    for _ in range(2):
        done = ppid.send(shown, typed, form="cara", button="catat")
        assert done.url == LIST, done.text
    assert len(items(world)) == 3
    assert {item_of(world, item).step for item in items(world)} == {Step.LISTED}
    again = ppid.send(page, {"berkas": sheet(world, *rows(3), ending=ending)}, form="berkas")
    assert "Tidak ada yang baru" in again.text


def test_a_list_without_a_decree_comes_in_as_proposals(world: World) -> None:
    ppid = world.officer("ppid")
    shown = ppid.send(ppid.get(f"{LIST}/impor"), {"berkas": sheet(world, *rows(2))}, form="berkas")
    done = ppid.send(shown, {"cara": "usulan"}, form="cara", button="catat")
    assert "2 informasi masuk sebagai usulan" in done.text
    assert {item_of(world, item).step for item in items(world)} == {Step.PROPOSED}


def test_bad_rows_are_named_and_nothing_is_recorded(world: World) -> None:
    bad = list(rows(2)[1])
    bad[8] = "Dikecualikan"
    ppid = world.officer("ppid")
    shown = ppid.send(
        ppid.get(f"{LIST}/impor"), {"berkas": sheet(world, rows(1)[0], tuple(bad))}, form="berkas"
    )
    assert "Perlu diperbaiki 1" in shown.text
    assert "informasi yang dikecualikan tidak masuk" in shown.text
    assert not [form for form in shown.forms if "cara" in form.names]
    assert not items(world)


@pytest.mark.parametrize(
    "file",
    [
        (b"", "x.csv"),
        (b"\x00\x01\x02", "x.xlsx"),
        (b"PK\x03\x04rusak", "x.xlsx"),
        PDF,
        (b"a;b\n1;2", "x.csv"),
    ],
)
def test_a_file_that_is_no_list_is_told_and_never_a_fault(world: World, file: tuple[bytes, str]) -> None:
    ppid = world.officer("ppid")
    page = ppid.send(ppid.get(f"{LIST}/impor"), {"berkas": file}, form="berkas")
    assert page.status in {200, 422}
    assert page.error("berkas") or "Perlu diperbaiki" in page.text, page.text
    assert not items(world)


def test_a_decree_of_an_import_that_is_wrong_keeps_the_file_and_what_was_typed(world: World) -> None:
    ppid = world.officer("ppid")
    shown = ppid.send(ppid.get(f"{LIST}/impor"), {"berkas": sheet(world, *rows(1))}, form="berkas")
    refused = ppid.send(
        shown, {"cara": "keputusan", "number": "KEP/1", "approved_by": "Kapolda"}, form="cara", button="catat"
    )
    assert refused.status == 422
    assert refused.error("signed_on")
    assert refused.form("cara").values["number"] == "KEP/1"
    assert not items(world)
    unchosen = ppid.send(shown, form="cara", button="catat", values={"cara": "lain"})
    assert unchosen.error("cara")


def test_a_file_of_another_form_or_officer_is_not_there(world: World) -> None:
    ppid = world.officer("ppid")
    shown = ppid.send(ppid.get(f"{LIST}/impor"), {"berkas": sheet(world, *rows(1))}, form="berkas")
    for key in ("0" * 32, "x", ""):
        refused = ppid.send(shown, {"idempotency_key": key, "cara": "usulan"}, form="cara", button="catat")
        assert "sudah tidak tersimpan" in refused.text
    assert not items(world)


def test_the_export_reads_back_as_known(world: World) -> None:
    item = listed(world)

    lines = PublicItems(world.services.views).all(BODY)
    content = write_csv(list_columns(), list_table(lines, world.body))
    ppid = world.officer("ppid")
    shown = ppid.send(ppid.get(f"{LIST}/impor"), {"berkas": (content, "d.csv")}, form="berkas")
    assert "Sudah ada 1" in shown.text
    assert items(world) == [item]


def test_each_page_reads_in_english(world: World) -> None:
    item = listed(world)
    ppid = world.officer("ppid", "en")
    for address in (LIST, f"{LIST}/penetapan", f"{LIST}/impor", f"{LIST}/{hex_of(item)}/berkas-publik"):
        page = ppid.get(address)
        assert page.status == 200
        assert 'lang="en"' in page.html
