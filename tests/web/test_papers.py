"""Every letter of a case says what the log said on the day it was issued, and to whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from msgspec.structs import replace

from ppid import commands as c
from ppid.events import Actor, Role, Stream
from ppid.request import events as e
from ppid.request.vocabulary import (
    Channel,
    CopyForm,
    Correctable,
    Delivery,
    FeeKind,
    Obtain,
    Outcome,
    RequesterKind,
)
from tests.web import stories
from tests.web.letters.reading import in_order, squeezed, words
from tests.web.world import SARI, WISH, World
from web import papers
from web.papers import letters_of, pdf


@pytest.fixture(autouse=True)
def _in_the_application(world: World) -> Iterator[None]:
    with world.app.test_request_context():
        yield


def slugs(world: World, case: Stream) -> list[str]:
    return [paper.slug for paper in letters_of(world.request(case))]


def text_of(world: World, case: Stream, slug: str, language: str = "id") -> str:
    return words(pdf(world.request(case), slug, language=language))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        ((), ["tanda-bukti", "formulir"]),
        (("incomplete",), ["tanda-bukti", "formulir", "tidak-lengkap"]),
        (
            ("incomplete", "letter-received", "completed", "incomplete"),
            ["tanda-bukti", "formulir", "tidak-lengkap", "tidak-lengkap-2"],
        ),
        (("complete", "extended"), ["tanda-bukti", "formulir", "perpanjangan"]),
        (("complete", "granted"), ["tanda-bukti", "formulir", "pemberitahuan", "formulir-salinan"]),
        (("complete", "refused-exempt"), ["tanda-bukti", "formulir", "pemberitahuan", "penolakan"]),
        (("complete", "refused-other"), ["tanda-bukti", "formulir", "pemberitahuan"]),
        (("complete", "not-held"), ["tanda-bukti", "formulir", "pemberitahuan"]),
        (("complete", "not-documented"), ["tanda-bukti", "formulir", "pemberitahuan"]),
    ],
)
def test_a_case_has_the_letters_that_were_issued(
    world: World, acts: tuple[str, ...], expected: list[str]
) -> None:
    case = world.file().request
    world.act(case, *acts)
    assert slugs(world, case) == expected
    for slug in expected:
        assert pdf(world.request(case), slug).startswith(b"%PDF-")


def test_who_only_wants_to_look_gets_no_form_for_a_copy(world: World) -> None:
    case = world.file(wish=replace(WISH, obtain=Obtain.VIEW)).request
    world.act(case, "complete", "granted")
    assert "formulir-salinan" not in slugs(world, case)


def test_a_letter_that_was_not_issued_is_not_found(world: World) -> None:
    request = world.request(world.file().request)
    for slug in ("perpanjangan", "pemberitahuan", "tidak-lengkap-2", "", "../x"):
        with pytest.raises(papers.NoSuchLetterError):
            pdf(request, slug)


def test_the_receipt_tells_number_day_hour_due_date_and_where_to_look(world: World) -> None:
    case = world.file()
    text = text_of(world, case.request, "tanda-bukti")
    assert not in_order(
        text,
        [case.number, "2 Juni 2026, 09.14 WIB", "Formulir di situs web", SARI.name, SARI.address,
         WISH.information, WISH.purpose, "17 Juni 2026", "http://localhost/lacak"],
    )  # fmt: skip
    assert squeezed(case.access_code) not in text
    given = words(pdf(world.request(case.request), "tanda-bukti", code=case.access_code))
    assert squeezed(case.access_code) in given


def test_the_form_holds_the_union_of_the_fields(world: World) -> None:
    proxy = replace(SARI, name="Hendra Gunawan", number="1")
    command = {
        "representative": "person-" + "7" * 32,
        "representative_identity": proxy,
        "requester_kind": RequesterKind.LEGAL_ENTITY,
        "wish": replace(WISH, copy_form=CopyForm.HARD, delivery=Delivery.POST),
    }
    text = text_of(world, world.file(**command).request, "formulir")
    facts = [SARI.name, SARI.number, SARI.address, SARI.occupation, SARI.phone, SARI.email]
    assert all(squeezed(fact) in text for fact in (*facts, "Hendra Gunawan", "Salinan KTP", WISH.purpose))


def test_the_letter_of_incompleteness_names_each_lack_by_the_article_of_its_channel(world: World) -> None:
    case = world.at("registered") if "registered" in stories.STORIES else world.file().request
    world.act(case, "incomplete")
    text = text_of(world, case, "tidak-lengkap")
    assert not in_order(
        text, ["TL-0001/PPID-POLDA-X/VI/2026", "Salinan identitas", "Pasal 27", "Tujuan penggunaan informasi",
               "Pasal 30 ayat (1) huruf g", "Petugas Meja"],
    )  # fmt: skip
    on_paper = world.file(channel=Channel.COUNTER, received_at=None).request
    world.act(on_paper, "incomplete")
    assert squeezed("Pasal 29 ayat (5) huruf h") in text_of(world, on_paper, "tidak-lengkap")


def test_the_extension_counts_from_the_base_date(world: World) -> None:
    case = world.file().request
    world.act(case, "complete", "extended")
    text = text_of(world, case, "perpanjangan")
    assert not in_order(
        text, ["PJ-0001/", "17 Juni 2026", "Data masih dihimpun", "26 Juni 2026", "Pejabat PPID"]
    )


def test_the_notice_of_a_grant_says_form_cost_and_day(world: World) -> None:
    case = world.file().request
    world.act(case, "complete", "granted-for-a-fee")
    text = text_of(world, case, "pemberitahuan")
    assert not in_order(
        text, ["B/17/VI/2026", "Informasi diberikan seluruhnya", "Rincian anggaran pelayanan SIM 2025",
               "Rp500", "20 lembar", "Rp10.000", "Transfer ke rekening resmi", "3 hari kerja", "5 Juni 2026",
               "Atasan PPID"],
    )  # fmt: skip


def test_copies_at_two_prices_are_all_on_the_bill(world: World) -> None:
    fees = (
        e.Fee(kind=FeeKind.COPY, quantity=10, each_idr=200, label="A4"),
        e.Fee(kind=FeeKind.COPY, quantity=2, each_idr=1500, label="A3"),
        e.Fee(kind=FeeKind.SENDING, quantity=1, each_idr=9000),
        e.Fee(kind=FeeKind.OTHER, quantity=1, each_idr=700),
    )
    case = world.file().request
    world.act(case, "complete")
    said = stories.notice(world, formats=(CopyForm.HARD,), fees=fees, how_to_pay="Tunai")
    command = c.AnswerRequest(request=case, outcome=Outcome.GRANTED, notice=said)
    world.services.desk.answer(command, world.actor("ppid"))
    text = text_of(world, case, "pemberitahuan")
    assert not in_order(text, ["Rp2.000", "Rp9.000", "Rp3.700 (A3; Lain-lain)", "Rp14.700"])


def test_the_refusal_names_letters_consequence_and_approval(world: World) -> None:
    case = world.file().request
    world.act(case, "complete", "refused-exempt")
    decree = text_of(world, case, "penolakan")
    assert not in_order(
        decree, ["B/17/VI/2026", "INFORMASI YANG DIKECUALIKAN", "Pasal 17 huruf a UU 14/2008",
                 "Kapolda Contoh, 2 Juni 2026", "Saksi dapat dipengaruhi", "DITOLAK"],
    )  # fmt: skip
    notice = text_of(world, case, "pemberitahuan")
    assert not in_order(
        notice, ["Permohonan ditolak", "Membuka berkas", "Dasar hukum: Pasal 17 huruf a", "Lampiran"]
    )


def test_other_refusals_and_absences_say_why(world: World) -> None:
    for outcome, facts in {
        "refused-other": ["Permohonan ditolak", "UU 14/2008 Pasal 6 ayat (2)"],
        "not-held": ["tidak dikuasai", "Berkas ini diserahkan", "Dinas Perhubungan Kota Contoh"],
        "not-documented": ["Informasi belum selesai", "1 September 2026", "Data masih dihimpun"],
    }.items():
        case = world.file().request
        world.act(case, "complete", outcome)
        assert not in_order(text_of(world, case, "pemberitahuan"), facts)


def test_a_letter_says_in_english_what_it_says_in_indonesian(world: World) -> None:
    case = world.file(language="en").request
    world.act(case, "complete", "extended")
    text = words(pdf(world.request(case), "perpanjangan"))
    assert squeezed("New due date: 26 June 2026") in text


def test_a_letter_stays_as_it_was_issued(world: World) -> None:
    case = world.file().request
    before = pdf(world.request(case), "formulir")
    first = pdf(world.request(case), "tanda-bukti")
    world.clock.forward(days=1)
    correct = c.CorrectRequest(request=case, what=Correctable.PURPOSE, new="Skripsi", reason="Salah tulis")
    world.services.desk.correct(correct, world.actor("desk"))
    person = c.CorrectPerson(
        person=world.request(case).requester, identity=replace(SARI, name="Sari W."), reason="Ejaan"
    )
    world.services.people.correct(person, world.actor("desk"))
    assert pdf(world.request(case), "formulir") == before
    assert pdf(world.request(case), "tanda-bukti") == first
    world.act(case, "incomplete")
    assert squeezed("Sari W.") in text_of(world, case, "tidak-lengkap")


def test_an_officer_signs_in_the_position_held_then(world: World) -> None:
    case = world.file().request
    world.act(case, "complete", "extended")
    desk = world.services.directory
    operator = Actor("operator", Role.OPERATOR)
    officer = world.actor("ppid").id
    renamed = c.AppointOfficer(
        body=world.body.stream, officer=officer, name="Nama Baru", roles=(Role.PPID,), position="Jabatan Baru"
    )
    desk.appoint(renamed, operator)
    desk.dismiss(c.DismissOfficer(body=world.body.stream, officer=officer, reason="Mutasi"), operator)
    text = text_of(world, case, "perpanjangan")
    assert squeezed("Pejabat PPID") in text
    assert squeezed("Jabatan Baru") not in text


def test_an_erased_requester_prints_as_erased(world: World) -> None:
    case = world.file().request
    world.act(case, "complete", "granted")
    erase = c.ErasePerson(person=world.request(case).requester, basis="UU 27/2022 Pasal 43")
    world.services.people.erase(erase, Actor("operator", Role.OPERATOR))
    for slug in slugs(world, case):
        text = text_of(world, case, slug)
        assert squeezed(SARI.name) not in text
        assert "[dihapus]" in text
    assert "[erased]" in text_of(world, case, "pemberitahuan", "en")


def test_every_character_a_form_can_hold_can_be_printed(world: World) -> None:
    odd = "=1+1\n\u202egnirts <b>\u0000x #let \\ $ @a" * 50
    case = world.file(
        wish=replace(WISH, information=odd), identity=replace(SARI, name="#eval \u202e X")
    ).request
    for slug in slugs(world, case):
        assert pdf(world.request(case), slug).startswith(b"%PDF-")


def test_the_same_letter_is_the_same_file(world: World) -> None:
    case = world.file().request
    world.act(case, "complete", "granted")
    first = [pdf(world.request(case), slug) for slug in slugs(world, case)]
    world.clock.forward(days=400)
    assert first == [pdf(world.request(case), slug) for slug in slugs(world, case)]


def test_the_days_of_the_papers_are_the_days_of_the_body(world: World) -> None:
    world.clock.set("2026-06-03", 0, 30)  # still 2 June in UTC
    request = world.request(world.file().request)
    assert [paper.on for paper in letters_of(request)] == [date(2026, 6, 3)] * 2


def test_a_letter_is_sent_under_a_name_without_anybody_in_it(world: World) -> None:
    request = world.request(world.file().request)
    response = papers.send(request, "tanda-bukti")
    assert response.mimetype == "application/pdf"
    assert response.headers["Content-Disposition"] == (
        'inline; filename="tanda-bukti-0001-PPID-POLDA-X-VI-2026.pdf"'
    )
    assert response.headers["Cache-Control"] == "no-store"
