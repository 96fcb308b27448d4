"""The pages of requests on personal data and of breaches: the hour, who sees what, whom to tell, letters."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from ppid.breach import commands as b
from ppid.breach.vocabulary import Channel, DataClass
from ppid.commands import ErasePerson
from ppid.events import Actor, Role, Stream
from ppid.openings import What
from ppid.privacy import commands as c
from ppid.privacy.vocabulary import Ground, PrivacyKind
from tests.web.office.tries_breach import BREACH_TRIED, HOW, assessed, note, on
from tests.web.office.tries_privacy import ANSWER, ORDERED, PRIVACY_TRIED, ask, proved
from tests.web.visitor import Visitor
from tests.web.world import World
from web.office.breach import whom

WORDS = "Nama saya salah ditulis"


def page_of(case: Stream, act: str = "") -> str:
    place = "data-pribadi" if case.startswith("privacy") else "kegagalan-data"
    return f"/meja/{place}/{case.rpartition('-')[2]}{act}"


def pdf_text(visitor: Visitor, address: str) -> str:
    """What a letter says, in one line."""
    answer = visitor.get(address).response
    assert answer.mimetype == "application/pdf", answer.data
    return " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(answer.data)).pages).split())


def person_of(world: World, case: Stream) -> Stream:
    return world.services.privacy.see(case, world.actor("ppid")).person


# Requests -------------------------------------------------------------------------------------------------


def test_the_page_and_the_list_say_the_hour_it_is_due(world: World) -> None:
    case = ask(world)
    world.follow()
    desk = world.officer("desk")
    due = "Jumat, 5 Juni 2026 pukul 09.14 WIB"
    assert due in desk.get(page_of(case)).text
    assert "sisa 72 jam" in desk.get(page_of(case)).text
    listed = desk.get("/meja/data-pribadi").text
    assert due in listed
    assert "sisa 72 jam" in listed
    world.clock.forward(hours=72, seconds=1)
    desk = world.officer("desk")
    assert "lewat kurang dari 1 jam" in desk.get(page_of(case)).text
    assert "lewat kurang dari 1 jam" in desk.get("/meja/data-pribadi?daftar=lewat").text
    assert "Tidak ada yang cocok" in desk.get("/meja/data-pribadi?daftar=segera").text


def test_the_list_is_in_the_order_of_the_hour(world: World) -> None:
    first = ask(world)
    world.clock.forward(minutes=10)
    second = ask(world)
    world.clock.forward(minutes=10)
    third = ask(world)
    world.follow()
    page = world.officer("desk").get("/meja/data-pribadi")
    places = [page.html.index(case.rpartition("-")[2]) for case in (first, second, third)]
    assert places == sorted(places)


def test_an_hour_and_a_day_come_together(world: World) -> None:
    case = proved(world)
    visitor = world.officer("ppid")
    page = visitor.get(page_of(case, "/done"))
    for typed, said in (
        ({"told_time": "09.00"}, "Isi tanggalnya, atau kosongkan jamnya"),
        (on("told_on"), "Isi jamnya, misalnya 14.05."),
        ({**on("told_on"), "told_time": "25.00"}, "Tuliskan jamnya seperti 14.05."),
        ({**on("told_on"), "told_time": "9"}, "Tuliskan jamnya seperti 14.05."),
        ({**on("told_on"), "told_time": "08.59"}, "Jawaban tidak dapat mendahului permohonannya."),
        ({**on("told_on"), "told_time": "09.15"}, "belum terjadi"),
        ({"told_on-day": "1", "told_on-month": "1", "told_on-year": "0001", "told_time": "00.00"}, "Tanggal"),
    ):
        answer = visitor.send(page, {**ANSWER, **typed}, form="seen")
        assert (answer.status, said in answer.text) == (422, True), (typed, answer.text)
    world.clock.forward(hours=3)
    done = visitor.send(page, {**ANSWER, **on("told_on"), "told_time": "10:30"}, form="seen", button="catat")
    assert "Selasa, 2 Juni 2026 pukul 10.30 WIB" in done.text


def test_names_are_masked_and_opened_on_a_page_of_their_own(world: World) -> None:
    case = ask(world)
    visitor = world.officer("desk")
    page = visitor.get(page_of(case))
    known = world.services.people.identity(person_of(world, case))
    assert known is not None
    assert known.name in page.text
    assert known.number not in page.text
    assert WORDS in page.text
    assert known.number in visitor.get(page_of(case, "/pemohon")).text
    world.follow()
    assert What.IDENTITY in {o.what for o in world.services.openings.of(person_of(world, case))}
    for who in ("unit", "superior", "head"):
        assert world.officer(who).get(page_of(case)).status == 403
        assert world.officer(who).get(page_of(case, "/pemohon")).status == 403


def test_an_erasure_says_what_still_keeps_the_data(world: World) -> None:
    held = proved(world, PrivacyKind.ERASE)
    world.follow()
    page = world.officer("ppid").get(page_of(held))
    assert "Yang masih menahan penghapusan" in page.text
    assert "keberatan atau sengketa masih dapat diajukan" in page.text


def test_the_answer_is_a_letter_and_prints_as_erased_afterwards(world: World) -> None:
    case = proved(world, PrivacyKind.ERASE)
    ppid = world.actor("ppid")
    text = "Data Anda dihapus pekan ini."
    world.services.privacy.grant(
        c.GrantErasure(case=case, number="B/9/VI/2026", text=text, order=ORDERED), ppid
    )
    visitor = world.officer("ppid")
    person = person_of(world, case)
    known = world.services.people.identity(person)
    assert known is not None
    told = pdf_text(visitor, page_of(case, "/surat/jawaban"))
    for words in ("B/9/VI/2026", "PENGHAPUSAN DISETUJUI", text, known.name, "2 Juni 2026 pukul 09.14 WIB"):
        assert words in told
    order = ErasePerson(person=person, basis="UU 27/2022 Pasal 43", order="1/2026")
    world.services.people.erase(order, Actor("operator", Role.OPERATOR))
    gone = pdf_text(visitor, page_of(case, "/surat/jawaban"))
    assert "[dihapus]" in gone
    assert known.name not in gone
    assert text not in gone
    assert "Data pribadi orang ini sudah dihapus." in visitor.get(page_of(case)).text
    assert visitor.get(page_of(case, "/surat/lain")).status == 404
    assert visitor.get(page_of(ask(world), "/surat/jawaban")).status == 404


def test_a_refusal_names_the_exception_and_until_when(world: World) -> None:
    case = proved(world, PrivacyKind.ERASE)
    refuse = c.RefusePrivacy(
        case=case,
        ground=Ground.LAW_ENFORCEMENT,
        until=world.clock.today.replace(year=2027),
        number="B/9/VI/2026",
        text="Perkara masih disidik.",
    )
    world.services.privacy.refuse(refuse, world.actor("ppid"))
    told = pdf_text(world.officer("ppid"), page_of(case, "/surat/jawaban"))
    assert "DITOLAK: KEPENTINGAN PROSES PENEGAKAN HUKUM" in told
    assert "Pengecualian ini berlaku sampai dengan 2 Juni 2027." in told


def test_an_erasure_that_is_held_asks_for_an_order(world: World) -> None:
    case = proved(world, PrivacyKind.ERASE)
    world.follow()
    visitor = world.officer("ppid")
    page = visitor.get(page_of(case, "/grant"))
    assert "Data ini masih tertahan." in page.text
    held = visitor.send(page, ANSWER, form="idempotency_key")
    assert held.status == 422
    assert "keberatan atau sengketa atas" in held.text
    assert not world.services.privacy.see(case, world.actor("ppid")).granted


def test_a_refusal_after_the_grant_names_it_and_says_why(world: World) -> None:
    case = proved(world, PrivacyKind.ERASE)
    privacy, ppid = world.services.privacy, world.actor("ppid")
    privacy.grant(c.GrantErasure(case=case, number="B/9/VI/2026", text="Pekan ini.", order=ORDERED), ppid)
    visitor = world.officer("ppid")
    assert visitor.get(page_of(case, "/surat/penolakan")).status == 404
    assert "sudah disetujui dengan surat nomor B/9/VI/2026" in visitor.get(page_of(case, "/refuse")).text
    refuse = c.RefusePrivacy(
        case=case,
        ground=Ground.LAW_ENFORCEMENT,
        until=world.clock.today.replace(year=2027),
        number="B/12/VI/2026",
        text="Perkara baru disidik.",
    )
    privacy.refuse(refuse, ppid)
    first = pdf_text(visitor, page_of(case, "/surat/jawaban"))
    assert "PENGHAPUSAN DISETUJUI" in first
    assert "B/9/VI/2026" in first
    told = pdf_text(visitor, page_of(case, "/surat/penolakan"))
    for words in (
        "B/12/VI/2026",
        "DITOLAK: KEPENTINGAN PROSES PENEGAKAN HUKUM",
        "Surat kami nomor B/9/VI/2026 tanggal 2 Juni 2026 menyetujui permohonan ini.",
        "Perkara baru disidik.",
    ):
        assert words in " ".join(told.split())
    page = visitor.get(page_of(case)).text
    assert "Penolakan setelah persetujuan" in page
    assert f"Dasarnya perintah nomor {ORDERED}." in page


def test_what_cannot_be_held_against_seeing_is_not_offered(world: World) -> None:
    page = world.officer("ppid").get(page_of(proved(world), "/refuse"))
    assert "penegakan hukum" not in page.text.lower()
    assert "tidak ada pada badan ini" in page.text
    unproved = world.officer("ppid").get(page_of(ask(world, PrivacyKind.ERASE), "/refuse"))
    assert "identitas pemohon tidak terbukti" in unproved.text.lower()


def test_a_number_that_names_nobody_is_refused(world: World) -> None:
    visitor = world.officer("desk")
    (begin,) = PRIVACY_TRIED.begins
    page = visitor.get(PRIVACY_TRIED.beginning_of(world, begin))
    none = visitor.send(page, {**begin.typed, "number": "9999/X"}, form="idempotency_key")
    assert (none.status, "Tidak ada permohonan atau keberatan dengan nomor ini." in none.text) == (422, True)
    alone = visitor.send(page, {**begin.typed, "whose": "kuasa"}, form="idempotency_key")
    assert (alone.status, "Perkara ini tidak memiliki kuasa." in alone.text) == (422, True)


# Breaches -------------------------------------------------------------------------------------------------


def test_a_breach_says_what_is_missing_and_by_when(world: World) -> None:
    case = note(world)
    page = world.officer("head").get(page_of(case))
    assert "Jumat, 5 Juni 2026 pukul 09.14 WIB" in page.text
    assert "penelaahan belum dicatat, lembaga pelindungan data pribadi belum diberi tahu" in page.text
    desk = world.officer("desk")
    assert "Peran Anda hanya membaca catatan ini." in desk.get(page_of(case)).text
    assert desk.get(page_of(case, "/assess")).status == 403
    assert world.officer("unit").get(page_of(case)).status == 403


def test_people_are_found_by_cases_and_by_what_somebody_opened(world: World) -> None:
    one, other, third = (world.at("complete") for _ in range(3))
    world.services.openings.note([world.request(third).requester], world.actor("desk"), What.CASE, third)
    world.clock.forward(hours=1)
    world.services.openings.note([world.request(one).requester], world.actor("unit"), What.CASE, one)
    world.follow()
    case = note(world)
    visitor = world.officer("ppid")
    page = visitor.get(page_of(case, "/assess"))
    typed = {
        **BREACH_TRIED.tries[0].typed,
        "numbers": f"{world.request(one).number}\n{world.request(other).number}",
        "officer": world.actor("desk").id,
        **on("since_on"),
        "since_time": "08.00",
        "people": "",
    }
    unknown = visitor.send(page, {**typed, "numbers": "9999/X"}, form="seen")
    assert "Nomor ini tidak ada pada badan ini: 9999/X" in unknown.text
    strange = visitor.send(page, {**typed, "officer": "person-x"}, form="seen")
    assert strange.status == 422
    dateless = visitor.send(
        page, {**typed, **dict.fromkeys(on("since_on"), ""), "since_time": ""}, form="seen"
    )
    assert "Isi sejak kapan pembukaan data dihitung." in dateless.text
    visitor.send(page, typed, form="seen", button="catat")
    breach = world.services.breaches.see(case, world.actor("ppid"))
    wanted = {world.request(stream).requester for stream in (one, other, third)}
    assert (set(breach.persons), breach.people) == (wanted, 3)
    again = visitor.get(page_of(case, "/assess"))
    assert "Sudah tercatat 3 orang; mereka tetap tercatat." in again.text
    visitor.send(again, {**BREACH_TRIED.tries[0].typed, "people": "3"}, form="seen", button="catat")
    assert set(world.services.breaches.see(case, world.actor("ppid")).persons) == wanted


def test_only_what_was_opened_between_the_instants_counts(world: World) -> None:
    person = world.request(world.at("complete")).requester
    desk = world.actor("desk")
    world.services.openings.note([person], desk, What.CASE)
    at = world.clock()
    world.follow()
    assert whom_in(world, desk.id, at) == (person,)
    world.clock.forward(seconds=1)
    assert whom_in(world, desk.id, world.clock()) == ()
    assert whom_in(world, world.actor("unit").id, at) == ()


def whom_in(world: World, officer: Stream, at: object) -> tuple[Stream, ...]:
    """The people whose data an officer opened at one instant."""
    with world.app.test_request_context():
        body = world.actor("ppid").body
        return whom.opened_by(officer, body, at, at)  # type: ignore[arg-type]


def test_each_person_has_a_letter_and_so_has_the_agency(world: World) -> None:
    case = assessed(world)
    visitor = world.officer("ppid")
    (person,) = world.services.breaches.see(case, world.actor("ppid")).persons
    known = world.services.people.identity(person)
    assert known is not None
    people = visitor.get(page_of(case, "/orang"))
    assert known.name in people.text
    assert known.email not in people.text
    told = pdf_text(visitor, people.link("Pemberitahuan"))
    for words in (
        known.name,
        "nama",
        HOW,
        "Masih berlangsung.",
        "2 Juni 2026 pukul 09.14 WIB",
        "meminta kata sandi",
    ):
        assert words in told
    agency = pdf_text(visitor, page_of(case, "/surat/lembaga"))
    assert known.name not in agency
    assert "Lembaga Pelindungan Data Pribadi" in agency
    handled = b.ContainBreach(case=case, handling="Ditarik", recovery="Diperiksa", done_on=world.clock.today)
    world.services.breaches.contain(handled, world.actor("ppid"))
    assert "Ditarik" in pdf_text(visitor, page_of(case, "/surat/lembaga"))
    for slug in ("orang-0", "orang-2", "orang-x", "orang-", "orang-\u0661", "orang-99999999999", "lain"):
        assert visitor.get(page_of(case, f"/surat/{slug}")).status == 404, slug
    assert visitor.get(page_of(note(world), "/surat/lembaga")).status == 404


@pytest.mark.parametrize("rows", ["0", "2", "1-9", "3-1", "x", "1;2", "1-", "\u0661", "9999999"])
def test_places_that_the_list_does_not_have_are_refused(world: World, rows: str) -> None:
    case = assessed(world)
    visitor = world.officer("ppid")
    page = visitor.get(page_of(case, "/notify-subjects"))
    answer = visitor.send(page, {"channel": "letter", "rows": rows}, form="seen")
    assert answer.status == 422
    assert "omor urut" in answer.text


def test_without_places_everybody_who_is_left_is_told(world: World) -> None:
    case = assessed(world)
    visitor = world.officer("ppid")
    page = visitor.get(page_of(case, "/notify-subjects"))
    visitor.send(page, {"channel": "letter", "rows": "", "people": "1"}, form="seen", button="catat")
    breach = world.services.breaches.see(case, world.actor("ppid"))
    assert (breach.told, breach.all_told) == (2, True)


def test_many_people_come_a_page_at_a_time(world: World) -> None:
    case = note(world)
    persons = tuple(f"person-{n:032x}" for n in range(120))
    assess = b.AssessBreach(case=case, data=(DataClass.NAME,), people=120, how=HOW, persons=persons)
    world.services.breaches.assess(assess, world.actor("ppid"))
    visitor = world.officer("ppid")
    page, seen = visitor.get(page_of(case, "/orang")), 1
    while page.has_link("Halaman berikutnya"):
        page, seen = visitor.get(page.link("Halaman berikutnya")), seen + 1
    assert seen == 3
    assert "orang-120" in page.html
    for odd in ("x", "0", "-1", "999999999999", "121", "\u0661"):
        assert visitor.get(page_of(case, f"/orang?dari={odd}")).status == 200
    told = b.NotifySubjects(case=case, channel=Channel.LETTER, persons=persons[:1])
    world.services.breaches.notify_subjects(told, world.actor("ppid"))
    assert "Sudah diberi tahu" in visitor.get(page_of(case, "/orang")).text
