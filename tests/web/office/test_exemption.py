"""The guided consequence test, the chain and its document, periods and the list, as officers meet them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from ppid.events import Stream
from ppid.exemption.articles import NEVER_EXEMPT, Kind
from ppid.exemption.state import EXEMPTION, Exemption
from ppid.exemption.vocabulary import Aim, Occasion
from tests.web.exempting import ROWS
from tests.web.office import tries_exemption as at
from tests.web.office.administrators import end_after
from tests.web.office.tries_exemption import PDF, ROW
from tests.web.visitor import Page, Value, Visitor
from tests.web.world import World

BEGIN = "/meja/pengecualian/baru"
FORM = f"{BEGIN}?jenis=none-of-these"
PLAIN: dict[str, Value] = {**ROW, "occasion": "before-request"}


def recorded(world: World) -> list[Exemption]:
    """Every exemption there is."""
    streams = {r.envelope.stream for r in world.services.log.read(0, 10_000)}
    found = [
        EXEMPTION.fold(r.envelope for r in world.services.log.load(s))
        for s in sorted(streams)
        if EXEMPTION.of(s)
    ]
    return [exemption for exemption in found if exemption]


def send(visitor: Visitor, page: Page, typed: Mapping[str, Value], button: str = "catat") -> Page:
    """Send the form of the test."""
    return visitor.send(page, typed, form="idempotency_key", button=button)


def place_of(case: Stream, act: str = "") -> str:
    """The address of an exemption."""
    return f"/meja/pengecualian/{case.rpartition('-')[2]}{'/' + act if act else ''}"


# What is never exempt -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", NEVER_EXEMPT)
def test_what_article_18_names_is_stopped_at_the_first_question(world: World, kind: Kind) -> None:
    page = world.officer("ppid").get(f"{BEGIN}?jenis={kind.value}")
    assert "tidak pernah dapat dikecualikan" in page.text
    assert f"Pasal 18 ayat (1) huruf {NEVER_EXEMPT[kind].letter}" in page.text
    assert "Yang perlu dilakukan" in page.text
    assert not any("idempotency_key" in form.names for form in page.forms)


def test_the_first_question_comes_before_the_sheet(world: World) -> None:
    page = world.officer("ppid").get(BEGIN)
    assert "Apakah yang akan diuji salah satu dari ini?" in page.text
    assert not any("r1_information" in form.names for form in page.forms)


def test_an_officer_who_goes_around_the_question_is_stopped_at_its_entry(world: World) -> None:
    visitor = world.officer("ppid")
    page = send(visitor, visitor.get(FORM), {**PLAIN, "r1_kind": "spending-plan"})
    assert page.status == 422
    assert "selalu terbuka (UU 14/2008 Pasal 18 ayat (1) huruf d)" in page.text
    assert "r1_kind" in page.ids
    assert not recorded(world)


# The sheet ------------------------------------------------------------------------------------------------


def test_a_sheet_is_checked_before_it_is_recorded(world: World) -> None:
    visitor = world.officer("ppid")
    shown = send(visitor, visitor.get(FORM), PLAIN, button="periksa")
    assert "Belum ada yang dicatat" in shown.text
    assert "Pasal 17 huruf a angka 2" in shown.text
    assert "UK-0001/PPID-POLDA-X/VI/2026" in shown.text
    assert not recorded(world)
    done = send(visitor, shown, {})
    (exemption,) = recorded(world)
    assert exemption.number in done.text
    assert exemption.sheet.rows[0].information == ROW["r1_information"]


def test_the_next_number_of_the_book_is_foreseen(world: World) -> None:
    at.sheet(world)
    visitor = world.officer("ppid")
    shown = send(visitor, visitor.get(FORM), PLAIN, button="periksa")
    assert "UK-0002/PPID-POLDA-X/VI/2026" in shown.text


def test_a_row_is_added_and_nothing_typed_is_lost(world: World) -> None:
    visitor = world.officer("ppid")
    more = send(visitor, visitor.get(FORM), PLAIN, button="ubah-tambah")
    form = more.form("idempotency_key")
    assert more.status == 200
    assert form.values["r1_information"] == ROW["r1_information"]
    assert form.values.getlist("r1_articles") == ["17(a)(2)"]
    assert "r2_information" in form.names
    assert "r3_information" not in form.names
    second: dict[str, Value] = {
        name.replace("r1_", "r2_"): value for name, value in ROW.items() if not name.startswith("r1_until")
    }
    typed: dict[str, Value] = {
        **second,
        "r2_kind": "none-of-these",
        "r2_articles": ["17(h)(3)"],
        "r2_opening": "none",
    }
    send(visitor, more, typed)
    (exemption,) = recorded(world)
    assert [(row.number, row.articles) for row in exemption.sheet.rows] == [
        (1, ("17(a)(2)",)),
        (2, ("17(h)(3)",)),
    ]
    assert exemption.sheet.rows[1].until is None


def test_a_row_that_was_begun_in_vain_is_left_out(world: World) -> None:
    visitor = world.officer("ppid")
    more = send(visitor, visitor.get(FORM), PLAIN, button="ubah-tambah")
    send(visitor, more, {"r2_information": "Salah tempat", "r2_drop": "ya"})
    (exemption,) = recorded(world)
    assert len(exemption.sheet.rows) == 1


def test_twenty_rows_are_the_most_of_a_sheet(world: World) -> None:
    visitor = world.officer("ppid")
    page = visitor.get(FORM)
    for _ in range(20):
        page = send(visitor, page, {}, button="ubah-tambah")
    names = page.form("idempotency_key").names
    assert "r20_information" in names
    assert "r21_information" not in names
    assert "Tambah informasi lain" not in page.text


def test_every_fault_of_every_row_stands_at_its_entry_at_once(world: World) -> None:
    visitor = world.officer("ppid")
    more = send(visitor, visitor.get(FORM), {}, button="ubah-tambah")
    typed: dict[str, Value] = {
        "r1_information": "Identitas pelapor",
        "r1_articles": ["17(a)(2)"],
        "r1_until-day": "31",
        "r1_until-month": "2",
        "r1_until-year": "2027",
        "r2_information": "Perjanjian yang dilarang dibuka",
        "r2_kind": "none-of-these",
        "r2_articles": ["17(j)", "17(i)"],
        "testers": [],
    }
    page = send(visitor, more, typed)
    assert page.status == 422
    hrefs = {href for _, href in page.links if href.startswith("#")}
    assert {
        "#occasion", "#r1_consequence_opened", "#r1_consequence_closed", "#r1_public_interest",
        "#r1_interest", "#r1_until", "#r2_other_law", "#r2_period_basis", "#r2_interest",
    } <= hrefs  # fmt: skip
    assert {href.removeprefix("#") for href in hrefs} <= page.ids
    form = page.form("idempotency_key")
    assert form.values["r2_information"] == "Perjanjian yang dilarang dibuka"
    assert form.values["r1_until-day"] == "31"


def test_only_officers_in_office_on_the_day_are_offered_as_testers(world: World) -> None:
    visitor = world.officer("ppid")
    gone = end_after(world, "unit", world.clock.today)
    shown = visitor.get(FORM)
    assert f'value="{gone}"' in shown.html
    world.clock.forward(days=1)
    visitor = world.officer("ppid")
    page = visitor.get(FORM)
    assert f'value="{gone}"' not in page.html
    assert f'value="{world.actor("ppid").id}"' in page.html
    refused = send(visitor, page, {**PLAIN, "testers": [gone]})
    assert refused.status == 422
    assert ("Pilih salah satu pilihan yang tersedia.", "#testers") in refused.links
    assert not recorded(world)


@pytest.mark.parametrize(
    ("typed", "entry", "said"),
    [
        ({"r1_until-year": "2057"}, "r1_until", "30 tahun"),
        ({"r1_until-day": "", "r1_until-month": "", "r1_until-year": ""}, "r1_until", "tidak boleh permanen"),
        ({"r1_articles": ["17(h)(2)"]}, "r1_opening", "Pasal 18 ayat (2)"),
        ({"r1_articles": ["17(h)(2)"], "r1_opening": "consent"}, "r1_opening", "menyetujui secara tertulis"),
        ({"r1_articles": ["17(i)"]}, "r1_period_basis", "Sebutkan peraturan"),
        ({"r1_articles": ["17(j)"], "r1_other_law": "Perpol 4/2020"}, "r1_other_law", "undang-undang"),
        ({"r1_interest": "opening-serves-more"}, "r1_interest", "Pasal 2 ayat (4)"),
        (
            {"occasion": "upon-request", "request_number": "0099/PPID/2026"},
            "request_number",
            "tidak ditemukan",
        ),
        ({"testers": [], "testers_other": ""}, "testers", "penguji"),
        ({"r1_articles": ["17(z)"]}, "r1_articles", "tersedia"),
    ],
)
def test_a_refusal_of_the_law_stands_at_its_entry(
    world: World, typed: Mapping[str, Value], entry: str, said: str
) -> None:
    visitor = world.officer("ppid")
    page = send(visitor, visitor.get(FORM), {**PLAIN, **typed})
    assert page.status == 422, page.text
    found = [words for words, href in page.links if href == f"#{entry}"]
    assert found
    assert said in found[0]
    assert entry in page.ids
    assert not recorded(world)


def test_a_test_upon_a_request_begins_at_the_request(world: World) -> None:
    case = world.at("registered")
    visitor = world.officer("ppid")
    request = visitor.get(f"/meja/permohonan/{case.removeprefix('request-')}")
    href = next(href for words, href in request.links if words == "Uji konsekuensi atas permohonan ini")
    first = visitor.get(href)
    assert world.request(case).number in first.text.replace(" ", "")
    sheet = visitor.get(f"{href}&jenis=none-of-these")
    assert "occasion" not in sheet.form("idempotency_key").names
    done = send(visitor, sheet, ROW)
    (exemption,) = recorded(world)
    assert (exemption.sheet.occasion, exemption.sheet.cause) == (Occasion.UPON_REQUEST, case)
    assert f"/meja/permohonan/{case.removeprefix('request-')}" in [href for _, href in done.links]


def test_a_request_may_be_named_by_its_number(world: World) -> None:
    case = world.at("registered")
    world.follow()
    visitor = world.officer("ppid")
    typed: dict[str, Value] = {
        **PLAIN,
        "occasion": "upon-request",
        "request_number": world.request(case).number.lower(),
    }
    send(visitor, visitor.get(FORM), typed)
    (exemption,) = recorded(world)
    assert exemption.sheet.cause == case


def test_an_answered_request_and_other_roles_are_not_led_to_a_test(world: World) -> None:
    answered, fresh = world.at("notice-received"), world.at("registered")
    for officer, case in (("ppid", answered), ("desk", fresh), ("superior", fresh)):
        page = world.officer(officer).get(f"/meja/permohonan/{case.removeprefix('request-')}")
        assert page.status == 200
        assert "Uji konsekuensi atas permohonan ini" not in page.text
    for officer in ("desk", "unit", "superior", "head", "auditor"):
        assert world.officer(officer).get(BEGIN).status == 403


def test_an_address_that_names_no_request_of_this_body_says_so(world: World) -> None:
    visitor = world.officer("ppid")
    for query in (f"permohonan={'0' * 32}", "permohonan=x", f"sengketa={'0' * 32}", "sengketa=%00"):
        assert visitor.get(f"{BEGIN}?{query}&jenis=none-of-these").status == 404


# Signatures -----------------------------------------------------------------------------------------------


def test_the_case_says_who_signs_next_and_who_may_not(world: World) -> None:
    case = at.sheet(world)
    page = world.officer("superior").get(place_of(case))
    assert "Atasan PPID menyetujui" in page.text
    assert "Bukan orang yang sudah menandatangani: Pejabat PPID." in page.text
    signed = at.reviewed(world)
    page = world.officer("superior").get(place_of(signed))
    assert "Anda sudah menandatangani lembar ini" in page.text
    assert "Setujui sebagai pimpinan" not in [words for words, _ in page.links]
    assert world.officer("superior").get(place_of(signed, "approve")).status == 403


def test_who_signs_for_the_head_shows_the_document_and_it_can_be_read_again(world: World) -> None:
    case = at.by_another(world)
    visitor = world.officer("superior")
    page = visitor.get(place_of(case, "approve"))
    refused = visitor.send(page, {"delegation_number": "SPD-1"}, form="seen", button="catat")
    assert refused.status == 422
    assert {"#delegation_on", "#delegation_file"} <= {href for _, href in refused.links}
    assert refused.form("seen").values["delegation_number"] == "SPD-1"
    whole = {"delegation_on-day": "1", "delegation_on-month": "6", "delegation_on-year": "2026"}
    visitor.send(refused, {**whole, "delegation_file": PDF}, form="seen", button="catat")
    (exemption,) = recorded(world)
    approved = exemption.sheet.approved
    assert approved is not None
    assert approved.delegation is not None
    assert approved.delegation.sha256 == hashlib.sha256(PDF[0]).hexdigest()
    kept = visitor.get(place_of(case, "pendelegasian"))
    assert kept.response.data == PDF[0]
    assert "attachment" in kept.response.headers["Content-Disposition"]
    assert world.officer("desk").get(place_of(case, "pendelegasian")).status == 200
    assert world.officer("ppid").get(place_of(at.sheet(world), "pendelegasian")).status == 404


def test_the_head_sets_the_length_of_letter_c(world: World) -> None:
    case = at.reviewed(world, (at.STATE_SECRET,))
    visitor = world.officer("head")
    page = visitor.get(place_of(case, "approve"))
    assert "delegation_file" not in page.form("seen").names
    wrong = visitor.send(page, {"period_1-month": "13"}, form="seen", button="catat")
    assert wrong.status == 422
    assert "#period_1" in {href for _, href in wrong.links}
    visitor.send(wrong, {"period_1-month": "1"}, form="seen", button="catat")
    (exemption,) = recorded(world)
    assert str(exemption.sheet.rows[0].until) == "2028-01-02"


# Periods --------------------------------------------------------------------------------------------------


def test_the_task_to_stipulate_stands_on_the_case_and_in_the_list(world: World) -> None:
    ending, far = at.ending(world), at.decreed(world)
    world.follow()
    visitor = world.officer("ppid")
    assert "Tugas: tetapkan menjadi informasi publik" in visitor.get(place_of(ending)).text
    assert "Tugas: tetapkan" not in visitor.get(place_of(far)).text
    soon = [href for _, href in visitor.get("/meja/pengecualian?daftar=segera").links]
    assert place_of(ending) in soon
    assert place_of(far) not in soon


def test_the_list_is_narrowed_to_what_is_tested_in_force_or_over(world: World) -> None:
    cases = {"diuji": at.returned(world), "berlaku": at.decreed(world), "semua": at.approved(world)}
    over = at.decreed(world, (replace(ROWS[0], until=world.clock.today),))
    world.follow()
    visitor = world.officer("ppid")
    for choice in ("diuji", "berlaku"):
        links = [href for _, href in visitor.get(f"/meja/pengecualian?daftar={choice}").links]
        shown = {name for name, case in cases.items() if place_of(case) in links}
        assert shown == ({"diuji", "semua"} if choice == "diuji" else {"berlaku"})
    assert place_of(over) in [href for _, href in visitor.get("/meja/pengecualian").links]
    assert visitor.get("/meja/pengecualian?daftar=entah").status == 404


def test_a_change_is_shown_before_and_after(world: World) -> None:
    case = at.anew(world, Aim.CHANGE)
    page = world.officer("ppid").get(place_of(case, "change"))
    assert "Semula: sampai dengan 30 Juni 2027" in page.text
    assert "Menjadi: sampai dengan 30 Desember 2026" in page.text


def test_the_letters_of_the_annexes_are_given(world: World) -> None:
    case = at.decreed(world)
    visitor = world.officer("superior")
    links = [href for _, href in visitor.get(place_of(case)).links if "/surat/" in href]
    assert [href.rpartition("/")[2] for href in links] == ["lembar-uji", "keputusan"]
    for href in links:
        assert visitor.get(href).response.mimetype == "application/pdf"
    assert visitor.get(place_of(case, "surat/lain")).status == 404
