"""My data: everything that is held, to see, correct, take along, and ask about; nobody else's ever."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from ppid import commands as c
from ppid.directory import body_stream
from ppid.events import Stream
from ppid.person import Corrected
from ppid.privacy.vocabulary import PrivacyKind, Proof
from ppid.request.events import Mandate
from ppid.request.vocabulary import Reach
from tests.web.citizen.reading import BUDI, prove, token_of
from tests.web.mailing.posting import Box, plain_of, post
from tests.web.visitor import Page, Visitor
from tests.web.world import OPERATOR, SARI, World

DATA = "/saya/data/1"
OWN = "/saya/data/perkara"
ELSEWHERE = "POLDA-LAIN"
AGENT = "person-" + "c" * 32


def send(browser: Visitor, url: str, values: dict[str, str]) -> Page:
    return browser.send(browser.get(url), values)


def open_mine(browser: Visitor, case: Stream) -> Page:
    return browser.post("/saya/buka", {"csrf_token": token_of(browser), "case": case})


def represented(world: World, mandate: Mandate | None = None) -> Stream:
    """A case of Sari's, in which Budi acts."""
    return world.file(representative=AGENT, representative_identity=BUDI, mandate=mandate).request


def person_of(world: World, case: Stream) -> Stream:
    return world.request(case).requester


# Seeing ---------------------------------------------------------------------------------------------------


def test_everything_that_is_held_is_shown(mailing: World, box: Box) -> None:
    case = mailing.file().request
    page = prove(mailing, box).get("/saya/data")
    for held in (SARI.name, SARI.number, SARI.phone, SARI.email, SARI.occupation, "Jalan Melati 5"):
        assert held in page.text
    assert mailing.request(case).number in page.text
    assert "Salinan KTP" in page.text
    assert "Pasal 20" in page.text
    assert "belum selesai" in page.text, "what still keeps the data"


def test_by_number_and_code_the_data_of_that_case_are_shown(world: World) -> None:
    case = world.file().request
    other = world.file(identity=BUDI).request
    world.follow()
    browser = world.tracker(case)
    assert browser.get("/lacak/permohonan").link("Data pribadi saya") == OWN
    page = browser.get(OWN)
    assert SARI.number in page.text
    assert BUDI.number not in page.text
    assert world.request(other).number not in page.text


def test_who_opened_the_data_is_told_by_office_and_never_by_name(mailing: World, box: Box) -> None:
    case = mailing.file().request
    mailing.follow()
    mailing.officer("desk").get(f"/meja/permohonan/{case.removeprefix('request-')}/pemohon")
    mailing.officer("ppid").get(f"/meja/permohonan/{case.removeprefix('request-')}/pemohon")
    page = prove(mailing, box).get(DATA)
    opened = page.html[page.html.index('id="pembukaan"') :]
    assert "Petugas layanan informasi" in opened
    assert "Petugas Meja" not in page.text
    assert mailing.services.openings.of(person_of(mailing, case))


def test_reading_ones_own_data_leaves_nothing(mailing: World, box: Box) -> None:
    case = mailing.file().request
    browser = prove(mailing, box)
    for url in (DATA, f"{DATA}/salinan.json", f"{DATA}/salinan.pdf"):
        browser.get(url)
    mailing.follow()
    assert mailing.services.openings.of(person_of(mailing, case)) == []


# Taking along ---------------------------------------------------------------------------------------------


def test_the_copy_for_machines_holds_everything_under_names_that_stay(mailing: World, box: Box) -> None:
    case = mailing.file().request
    response = prove(mailing, box).get(f"{DATA}/salinan.json").response
    assert response.mimetype == "application/json"
    assert response.headers["Content-Disposition"] == 'attachment; filename="data-saya.json"'
    copy = json.loads(response.data)
    assert copy["schema"] == "ppid-my-data/1"
    assert copy["identity"]["number"] == SARI.number
    assert copy["cases"][0]["number"] == mailing.request(case).number
    assert [each["media_type"] for each in copy["documents"]] == ["image/png"]
    assert set(copy) == {
        "schema",
        "as_of",
        "controller",
        "identity",
        "changes",
        "cases",
        "documents",
        "legal_bases",
        "kept_because",
        "retention",
        "opened_by",
        "applications",
    }


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_copy_on_paper_is_tagged_and_says_the_same(mailing: World, box: Box, language: str) -> None:
    mailing.file()
    browser = prove(mailing, box, visitor=mailing.visitor(language))
    response = browser.get(f"{DATA}/salinan.pdf").response
    reader = PdfReader(BytesIO(response.data))
    said = " ".join(sheet.extract_text() for sheet in reader.pages)
    assert SARI.number in said
    assert SARI.email in said
    assert ("Copy of Personal Data" if language == "en" else "Salinan Data Pribadi") in said
    assert b"/Marked true" in response.data
    assert b"sari" not in response.headers["Content-Disposition"].encode().lower()


def test_F57_markup_in_ones_own_data_is_inert_everywhere(mailing: World, box: Box) -> None:
    nasty = replace(SARI, name="<script>alert(1)</script>", address="=1+1\n#import x", phone="*_$[")
    mailing.file(identity=nasty)
    browser = prove(mailing, box)
    assert "<script>" not in browser.get(DATA).html
    assert browser.get(f"{DATA}/salinan.pdf").status == 200
    assert json.loads(browser.get(f"{DATA}/salinan.json").response.data)["identity"]["name"] == nasty.name


# Correcting -----------------------------------------------------------------------------------------------


def test_contact_data_are_changed_at_once_and_told(mailing: World, box: Box) -> None:
    case = mailing.file().request
    browser = prove(mailing, box)
    given = {"address": "Jalan Baru 1", "phone": "0811 2222 333", "email": SARI.email}
    page = send(browser, f"{DATA}/kontak", given)
    assert page.url == DATA
    assert "Jalan Baru 1" in page.text
    person = person_of(mailing, case)
    identity = mailing.services.people.identity(person)
    assert identity == replace(SARI, address="Jalan Baru 1", phone="0811 2222 333")
    last = mailing.services.log.load(person)[-1].envelope
    assert isinstance(last.event, Corrected)
    assert last.role.value == "citizen"
    post(mailing)
    assert box.recipients[-1] == [SARI.email]
    assert "Jalan Baru" not in plain_of(box.taken[-1])


def test_a_changed_address_is_told_to_both_and_opens_to_the_new_one_only(mailing: World, box: Box) -> None:
    mailing.file()
    browser = prove(mailing, box)
    page = send(browser, f"{DATA}/kontak", {"address": "", "phone": "", "email": "sari.baru@example.org"})
    assert page.url == "/saya"
    assert "Belum ada perkara" in page.text
    post(mailing)
    # The first mail was the link.
    assert sorted(box.recipients[1:]) == [["sari.baru@example.org"], [SARI.email]]
    assert prove(mailing, box, "sari.baru@example.org").get("/saya/data").status == 200
    assert SARI.phone not in prove(mailing, box, "sari.baru@example.org").get(DATA).text


@pytest.mark.parametrize(
    "wrong",
    [{"email": "bukan surel"}, {"phone": "abc"}, {"address": "x" * 1001}, {"email": "a@b.id\nBcc: c@d.id"}],
)
def test_what_cannot_be_reached_is_refused_and_nothing_changes(
    mailing: World, box: Box, wrong: dict[str, str]
) -> None:
    case = mailing.file().request
    browser = prove(mailing, box)
    page = send(browser, f"{DATA}/kontak", wrong)
    assert page.status == 422
    assert mailing.services.people.identity(person_of(mailing, case)) == SARI


def test_nobody_writes_a_name_or_a_number_through_the_contact_form(mailing: World, box: Box) -> None:
    case = mailing.file().request
    browser = prove(mailing, box)
    page = browser.get(f"{DATA}/kontak")
    forged = {**page.form("email").values, "name": "Orang Lain", "number": "1" * 16, "phone": "0800 111 222"}
    browser.post(f"{DATA}/kontak", forged)
    identity = mailing.services.people.identity(person_of(mailing, case))
    assert identity is not None
    assert (identity.name, identity.number) == (SARI.name, SARI.number)


# Asking ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "kind"),
    [("betulkan", PrivacyKind.CORRECT), ("hapus", PrivacyKind.ERASE), ("batasi", PrivacyKind.RESTRICT)],
)
@pytest.mark.parametrize("place", [DATA, OWN])
def test_an_ask_gets_its_number_and_its_hours(
    mailing: World, box: Box, what: str, kind: PrivacyKind, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.citizen.my_data.SHOWS_SECONDS", 0.01)
    case = mailing.file().request
    mailing.follow()
    browser = prove(mailing, box) if place == DATA else mailing.tracker(case)
    page = send(browser, f"{place}/ajukan/{what}", {"what": "Nama saya ditulis keliru."})
    assert page.status == 200
    mailing.follow()
    (asked,) = mailing.services.privacy.of(person_of(mailing, case))
    assert asked.kind is kind
    assert asked.due_at is not None
    assert (asked.due_at - asked.asked_at).total_seconds() == 72 * 3600
    seen = mailing.services.privacy.see(asked.privacy, mailing.actor("ppid"))
    assert seen.proof is (Proof.MAIL if place == DATA else Proof.CODE)
    shown = browser.get(place)
    assert asked.number in shown.text
    assert "5 Juni 2026 pukul 09.14 WIB" in shown.text


def test_an_ask_sent_twice_is_one(mailing: World, box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.citizen.my_data.SHOWS_SECONDS", 0.01)
    case = mailing.file().request
    browser = prove(mailing, box)
    form = browser.get(f"{DATA}/ajukan/batasi")
    for _ in range(2):
        browser.send(form, {"what": "Jangan dipakai untuk survei."})
    mailing.follow()
    assert len(mailing.services.privacy.of(person_of(mailing, case))) == 1


def test_an_erasure_says_before_what_still_keeps_the_data(mailing: World, box: Box) -> None:
    case = mailing.file().request
    page = prove(mailing, box).get(f"{DATA}/ajukan/hapus")
    assert mailing.request(case).number in page.text
    assert "UU 43/2009" in page.text
    assert "Pasal 15" in page.text
    assert page.text.index("belum selesai") < page.text.index("Kirim permintaan")


def test_an_ask_says_what_it_is_about(mailing: World, box: Box) -> None:
    mailing.file()
    browser = prove(mailing, box)
    assert send(browser, f"{DATA}/ajukan/hapus", {"what": "  "}).status == 422
    assert send(browser, f"{DATA}/ajukan/hapus", {"what": "x" * 5001}).status == 422


def test_an_ask_can_be_taken_back_by_nobody_else(
    mailing: World, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.citizen.my_data.SHOWS_SECONDS", 0.01)
    case = mailing.file().request
    mailing.file(identity=BUDI)
    browser = prove(mailing, box)
    send(browser, f"{DATA}/ajukan/hapus", {"what": "Semua data saya."})
    mailing.follow()
    (asked,) = mailing.services.privacy.of(person_of(mailing, case))
    stranger = prove(mailing, box, BUDI.email)
    taken = stranger.post(
        f"{DATA}/tarik", {"csrf_token": token_of(stranger), "permintaan": asked.privacy}, follow=False
    )
    assert taken.status == 404
    browser.post(f"{DATA}/tarik", {"csrf_token": token_of(browser), "permintaan": asked.privacy})
    assert mailing.services.privacy.of(person_of(mailing, case))[0].step.value == "withdrawn"
    assert browser.get(DATA).status == 200


# Nobody else's --------------------------------------------------------------------------------------------


PAGES = (
    "",
    "/salinan.json",
    "/salinan.pdf",
    "/kontak",
    "/ajukan/hapus",
    "/ajukan/betulkan",
    "/ajukan/batasi",
)


@pytest.mark.parametrize(
    "place", ["2", "0", "-1", "1.0", "0001", "9" * 4000, "person-" + "0" * 32, "perkara"]
)
def test_F50_no_place_names_somebody_else(mailing: World, box: Box, place: str) -> None:
    mailing.file()
    mailing.file(identity=BUDI)
    browser = prove(mailing, box)
    for page in PAGES:
        answer = browser.get(f"/saya/data/{place}{page}")
        assert answer.status == 404
        assert BUDI.number.encode() not in answer.response.data


def test_a_case_opened_by_its_code_opens_no_mail_address(world: World) -> None:
    case = world.file().request
    world.follow()
    browser = world.tracker(case)
    assert browser.get("/saya", follow=False).location == "/surel"
    for page in PAGES:
        assert browser.get(f"{DATA}{page}").status == 404


def test_whoever_proved_nothing_is_asked_to(world: World) -> None:
    world.file()
    for place in (DATA, OWN, "/saya/data"):
        for page in PAGES if place != "/saya/data" else ("",):
            assert world.visitor().get(f"{place}{page}", follow=False).location == "/surel"


def test_after_an_erasure_nothing_is_shown_any_more(mailing: World, box: Box) -> None:
    case = mailing.file().request
    browser = prove(mailing, box)
    order = c.ErasePerson(person=person_of(mailing, case), basis="Putusan", order="12/G/2026")
    mailing.services.people.erase(order, OPERATOR)
    assert browser.get(DATA).status == 404
    assert "Belum ada perkara" in browser.get("/saya").text
    mailing.follow()
    assert mailing.tracker(case).get(OWN).status == 404


def test_a_case_left_open_shows_no_data_to_the_next_reader(world: World) -> None:
    case = world.file().request
    world.follow()
    browser = world.tracker(case)
    assert browser.get(OWN).status == 200
    world.clock.forward(hours=3)
    assert browser.get(OWN, follow=False).location == "/lacak"


def test_an_application_goes_to_the_body_that_keeps_the_data_and_to_no_other(
    mailing: World, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.citizen.my_data.SHOWS_SECONDS", 0.01)
    other = c.EstablishBody(code=ELSEWHERE, name="Polda Lain", established_on=mailing.clock.today)
    mailing.services.directory.establish(other, OPERATOR)
    elsewhere = mailing.file(
        body=body_stream(ELSEWHERE),
        representative=AGENT,
        representative_identity=BUDI,
        mandate=Mandate(Reach.REQUEST, mailing.clock.today),
    ).request
    # The body that was established first has nothing to do with Budi, and no case shows him any more.
    mailing.clock.forward(days=1)
    mailing.follow()
    browser = prove(mailing, box, BUDI.email)
    assert mailing.request(elsewhere).number not in browser.get("/saya").text
    assert json.loads(browser.get(f"{DATA}/salinan.json").response.data)["controller"] == "Polda Lain"
    assert send(browser, f"{DATA}/ajukan/hapus", {"what": "Semua data saya."}).status == 200
    mailing.follow()
    (asked,) = mailing.services.privacy.of(AGENT)
    assert asked.body == body_stream(ELSEWHERE)


# Through somebody's own mail ------------------------------------------------------------------------------


def test_whoever_acts_for_somebody_never_becomes_them_by_their_own_mail(mailing: World, box: Box) -> None:
    case = represented(mailing)
    mailing.follow()
    browser = prove(mailing, box, BUDI.email)
    opened = open_mine(browser, case)
    assert opened.url == "/lacak/permohonan"
    assert not opened.has_link("Data pribadi saya")
    for page in PAGES:
        answer = browser.get(f"{OWN}{page}")
        assert answer.status == 404, page
        assert SARI.number.encode() not in answer.response.data
    csrf = token_of(browser)
    given = {"csrf_token": csrf, "email": BUDI.email, "phone": "", "address": ""}
    assert browser.post(f"{OWN}/kontak", given).status == 404
    asked = browser.post(f"{OWN}/ajukan/hapus", {"csrf_token": csrf, "what": "Hapus semuanya."})
    assert asked.status == 404
    mailing.follow()
    assert mailing.services.people.identity(person_of(mailing, case)) == SARI
    assert not mailing.services.privacy.of(person_of(mailing, case))
    assert browser.get("/saya/data").url == DATA, "their own data, and nobody else's"
    assert BUDI.number in browser.get(DATA).text


def test_a_case_opened_through_ones_own_mail_shows_ones_data_and_says_how_it_was_proved(
    mailing: World, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.citizen.my_data.SHOWS_SECONDS", 0.01)
    case = mailing.file().request
    mailing.follow()
    browser = prove(mailing, box)
    assert open_mine(browser, case).has_link("Data pribadi saya")
    assert SARI.number in browser.get(OWN).text
    assert browser.get("/saya/data").url == DATA, "one person is listed once"
    assert send(browser, f"{OWN}/ajukan/hapus", {"what": "Semua data saya."}).status == 200
    mailing.follow()
    (asked,) = mailing.services.privacy.of(person_of(mailing, case))
    assert mailing.services.privacy.see(asked.privacy, mailing.actor("ppid")).proof is Proof.MAIL


def test_a_case_left_open_by_a_representative_closes_when_their_power_ends(mailing: World, box: Box) -> None:
    mailing.clock.set("2026-06-02", 22)
    until = Mandate(Reach.REQUEST, mailing.clock.today)
    case = represented(mailing, until)
    mailing.follow()
    browser = prove(mailing, box, BUDI.email)
    assert open_mine(browser, case).url == "/lacak/permohonan"
    mailing.clock.forward(hours=1)
    assert mailing.request(case).number in browser.get("/saya").text
    assert browser.get("/lacak/permohonan").url == "/lacak/permohonan"
    mailing.clock.forward(hours=1.5)
    over = browser.get("/lacak/permohonan")
    assert over.url == "/saya"
    assert "tidak lagi berhak" in over.text
    assert mailing.request(case).number not in over.text
    assert browser.get("/lacak/permohonan", follow=False).location == "/lacak"
