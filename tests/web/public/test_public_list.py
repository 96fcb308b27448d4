"""The list of public information as everybody reads it: found, paged, printed, downloaded."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from ppid.catalogue import commands as c
from ppid.catalogue.events import PublicFile, Source
from ppid.catalogue.opening import opened_beside
from ppid.catalogue.vocabulary import InfoClass, SourceKind
from ppid.deciding import Envelopes
from ppid.events import Actor, Role
from tests import attached
from tests.web.citizen.journey import ANSWERS, fill, slug_of
from tests.web.listing import ENTRY, decree, hex_of, listed, propose
from tests.web.office.strangers import open_stranger
from tests.web.visitor import Page, Visitor
from tests.web.world import BODY, CODE, World
from web.books import open_list
from web.public.catalogue import SIZE

HOSTILE = "<script>alert(1)</script> {{ 7*7 }} \u202e"


def test_the_front_page_leads_to_the_list_and_searches_it(world: World) -> None:
    item = listed(world)
    visitor = world.visitor()
    home = visitor.get("/")
    assert home.link("Daftar Informasi Publik") == "/daftar-informasi"
    found = visitor.get("/daftar-informasi?cari=kinerja+pelayanan")
    assert f"/informasi/{hex_of(item)}" in [href for _, href in found.links]
    assert "<mark>kinerja</mark>" in found.html
    assert "1 informasi ditemukan" in found.text


def test_the_list_is_told_by_class_with_counts(world: World) -> None:
    listed(world, title="Anggaran 2026", klass=InfoClass.PERIODIC)
    listed(world, title="Profil organisasi")
    visitor = world.visitor()
    page = visitor.get("/daftar-informasi")
    for tab in ("Semua (2)", "Berkala (1)", "Serta-merta (0)", "Setiap saat (1)"):
        assert tab in page.text
    periodic = visitor.get(page.link("Berkala"))
    assert "Anggaran 2026" in periodic.text
    assert "Profil organisasi" not in periodic.text
    assert "setiap enam bulan" in periodic.text
    assert visitor.get("/daftar-informasi?golongan=serta-merta").status == 200
    assert visitor.get("/daftar-informasi?golongan=dikecualikan").status == 404


def test_an_item_shows_the_columns_of_annex_one_and_how_to_ask_for_it(world: World) -> None:
    item = listed(world, link="https://polda-x.example/sim")
    page = world.visitor().get(f"/informasi/{hex_of(item)}")
    for said in (ENTRY.summary, "Direktorat Lalu Lintas", "Direktur Lalu Lintas", "5 tahun", "Digital"):
        assert said in page.text
    assert "Januari 2026, Kota Contoh" in page.text
    assert page.link("https://polda-x.example/sim") == "https://polda-x.example/sim"
    assert page.link("Ajukan permohonan untuk informasi ini") == f"/ajukan?informasi={hex_of(item)}"


def test_an_opened_item_says_what_opened_it(world: World) -> None:
    source = Source(kind=SourceKind.RULING, exemption="exemption-" + "e" * 32, row=1, reference="012/KI/2026")
    decider = world.services.catalogue.decider
    context = decider.context(world.body)
    put_on = Envelopes(Actor("timekeeper", Role.TIMEKEEPER), context)
    placed = opened_beside(decider, context, source, "Berkas yang dibuka")
    world.services.log.append([put_on(*one) for one in placed])
    world.follow()
    page = world.visitor().get(f"/informasi/{hex_of(placed[0][0])}")
    assert "dahulu dikecualikan dan sekarang terbuka: dibuka oleh putusan" in page.text
    assert "Belum diisi" in page.text


def test_a_page_holds_so_many_and_leads_to_the_next_and_back(world: World) -> None:
    for number in range(SIZE + 2):
        propose(world, title=f"Laporan nomor {number:03}")
    log = world.services.log.stream_all()
    items = {r.envelope.stream for r in log if r.envelope.stream.startswith("item-")}
    decree(world, *sorted(items))
    world.follow()
    visitor = world.visitor()
    first = visitor.get("/daftar-informasi")
    assert "Laporan nomor 000" in first.text
    assert f"Laporan nomor {SIZE:03}" not in first.text
    second = visitor.get(first.link("Halaman berikutnya"))
    assert f"Laporan nomor {SIZE + 1:03}" in second.text
    assert "Laporan nomor 000" in visitor.get(second.link("Halaman sebelumnya")).text


def test_no_word_found_leads_to_a_request_that_is_filled_in_already(world: World) -> None:
    listed(world)
    visitor = world.visitor()
    page = visitor.get("/daftar-informasi?cari=terowongan+rahasia")
    assert "Tidak ada yang cocok" in page.text
    started = visitor.get(page.link("Ajukan permohonan dengan kata-kata ini"))
    assert "terowongan rahasia" in started.text
    question = answer_upto(visitor, visitor.send(started), "informasi")
    assert question.form("information").values["information"] == "terowongan rahasia"


def answer_upto(visitor: Visitor, page: Page, upto: str) -> Page:
    """Answer question after question from ``page`` until ``upto`` is asked."""
    while slug_of(page) != upto:
        sent = ANSWERS[slug_of(page)]
        page = visitor.send(page, sent, form=next(iter(sent)))
    return page


def test_asking_for_an_item_names_it_and_is_added_to_an_unfinished_request(world: World) -> None:
    one, two = listed(world), listed(world, title="Anggaran 2026")
    visitor = world.visitor()
    visitor.send(visitor.get(f"/ajukan?informasi={hex_of(one)}"))
    page = visitor.get(f"/ajukan?informasi={hex_of(two)}")
    assert page.has_link("Lanjutkan tanpa menambah")
    question = answer_upto(visitor, visitor.send(page, button="tambah", form="tombol"), "informasi")
    asked = question.form("information").values["information"]
    assert ENTRY.title in asked
    assert "Anggaran 2026 (DIP-" in asked


def test_the_suggestion_comes_once_for_a_text_and_loses_nothing(world: World) -> None:
    item = listed(world)
    visitor = world.visitor()
    question = fill(visitor, upto="informasi")
    text = "Laporan kinerja pelayanan SIM tahun 2025"
    page = visitor.send(question, {"information": text})
    assert page.heading == "Ini mungkin sudah terbuka"
    assert page.link(ENTRY.title) == f"/informasi/{hex_of(item)}"
    opened = visitor.get(page.link(ENTRY.title))
    assert opened.has_link("Kembali ke permohonan itu")
    following = visitor.get(page.link("lanjutkan permohonan"))
    assert slug_of(following) == "tujuan"
    again = visitor.get("/ajukan/informasi")
    assert again.form("information").values["information"] == text
    assert slug_of(visitor.send(again, {"information": text})) == "tujuan"
    other = visitor.send(visitor.get("/ajukan/informasi"), {"information": f"{text}, per bulan"})
    assert other.heading == "Ini mungkin sudah terbuka"


def test_the_check_page_names_what_may_be_public_and_still_sends(world: World) -> None:
    listed(world)
    visitor = world.visitor()
    question = fill(visitor, upto="informasi")
    page = visitor.send(question, {"information": "Laporan kinerja pelayanan SIM tahun 2025"})
    page = answer_upto(visitor, visitor.get(page.link("lanjutkan permohonan")), "periksa")
    assert "Mungkin sudah terbuka" in page.text
    assert slug_of(visitor.send(page)) == "selesai"


def test_a_request_for_something_else_is_suggested_nothing(world: World) -> None:
    listed(world)
    page = fill(world.visitor(), {"informasi": {"information": "Jadwal patroli pantai bulan Mei"}})
    assert slug_of(page) == "periksa"
    assert "Mungkin sudah terbuka" not in page.text


def test_the_list_is_printed_and_read_back_from_its_files(world: World) -> None:
    listed(world, title="=HYPERLINK(1)")
    visitor = world.visitor()
    page = visitor.get("/daftar-informasi")
    printed = visitor.get(page.link("Halaman siap cetak"))
    assert "Direktur Lalu Lintas" in printed.text
    pdf = visitor.get(page.link("PDF")).response
    assert pdf.mimetype == "application/pdf"
    assert pdf.data.startswith(b"%PDF")
    context = world.services.catalogue.decider.context(world.body)
    for words in ("XLSX", "CSV"):
        table = open_list(visitor.get(page.link(words)).response.data, context)
        assert not table.problems
        assert [row.entry for row in table.rows] == [replace(ENTRY, title="=HYPERLINK(1)")]


def test_the_decree_and_the_yearly_report_are_shown(world: World) -> None:
    listed(world)
    world.services.catalogue.publish_report(
        c.PublishReport(
            body=BODY,
            budget_year=2025,
            published_on=world.clock.today,
            copy_sent_on=world.clock.today,
            link="https://polda-x.example/laporan-2025.pdf",
        ),
        world.actor("ppid"),
    )
    page = world.visitor().get("/daftar-informasi")
    assert "disetujui Kapolda Contoh" in page.text
    assert page.link("buka laporan 2025") == "https://polda-x.example/laporan-2025.pdf"


def test_a_file_is_given_as_an_attachment_that_nothing_runs(world: World) -> None:
    content = attached.pdf("isi")
    kept = PublicFile(
        world.services.files.put(content), "application/pdf", len(content), "..\\laporan\r\n sim.pdf"
    )
    item = listed(world, file=kept)
    visitor = world.visitor()
    page = visitor.get(f"/informasi/{hex_of(item)}")
    response = visitor.get(page.link("Unduh berkas")).response
    assert response.data == content
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response.headers["Content-Security-Policy"]


def test_of_several_bodies_one_is_chosen_or_all_are_searched(world: World) -> None:
    item = listed(world)
    open_stranger(world)
    visitor = world.visitor()
    page = visitor.get("/daftar-informasi")
    assert page.link("Kepolisian Daerah Contoh") == f"/daftar-informasi/{CODE}"
    assert "belum berisi" in visitor.get(page.link("Polda Lain")).text
    found = visitor.get("/daftar-informasi?cari=kinerja")
    assert f"/informasi/{hex_of(item)}" in [href for _, href in found.links]
    assert "Kepolisian Daerah Contoh" in found.text
    # The form that begins from the item asks that body, without another question.
    visitor.send(visitor.get(f"/ajukan?informasi={hex_of(item)}"))
    assert slug_of(visitor.get("/ajukan/pemohon")) == "pemohon"


@pytest.mark.parametrize(
    "address",
    [
        "/daftar-informasi?cari=%22%27%28*%29+OR+NEAR%2F1+%00%ff",
        f"/daftar-informasi?cari={'a' * 5000}",
        "/daftar-informasi?sesudah=xx",
        "/daftar-informasi?sesudah=W10",
        "/daftar-informasi?sebelum=" + "A" * 2000,
        "/daftar-informasi?golongan=%00",
        "/daftar-informasi/tidak-ada",
        "/daftar-informasi/%00/lampiran-i.pdf",
        "/informasi/" + "0" * 32,
        "/informasi/x/berkas",
        "/ajukan?informasi=%00&teks=%00%ff",
    ],
)
def test_odd_addresses_are_answered_and_never_a_fault(world: World, address: str) -> None:
    listed(world)
    assert world.visitor().get(address).status in {200, 400, 404}


def test_hostile_words_stay_words(world: World) -> None:
    item = listed(world, title=HOSTILE, summary=f"{HOSTILE} kinerja " * 30)
    visitor = world.visitor()
    for address in ("/daftar-informasi", "/daftar-informasi?cari=script", f"/informasi/{hex_of(item)}"):
        page = visitor.get(address)
        assert "<script>" not in page.html
        assert "7*7" in page.text


def test_the_pages_read_in_english(world: World) -> None:
    item = listed(world)
    visitor = world.visitor("en")
    for address in ("/daftar-informasi", "/daftar-informasi?cari=xyzq", f"/informasi/{hex_of(item)}"):
        page = visitor.get(address)
        assert page.status == 200
        assert 'lang="en"' in page.html


def test_an_installation_without_a_body_has_no_list(empty_world: World) -> None:
    assert "belum dibuka" in empty_world.visitor().get("/daftar-informasi").text
