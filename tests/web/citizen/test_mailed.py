"""A link by mail: the same for every address, good for one use, and it opens only what is the reader's."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from ppid import commands as c
from ppid.events import Actor, Role, Stream
from ppid.objection.commands import FileObjection
from ppid.objection.vocabulary import Ground
from ppid.request.vocabulary import Channel
from tests.web.citizen.reading import BUDI, ask, link_in, prove, token_of
from tests.web.mailing.posting import Box, post
from tests.web.visitor import Page, Visitor
from tests.web.world import BODY, OPERATOR, SARI, World

COUNTS = (
    "SELECT COUNT(*) FROM mail",
    "SELECT COUNT(*) FROM mailed_link",
    "SELECT COUNT(*) FROM turn",
)
UNKNOWN = "tidak.dikenal@example.org"


def object_to(world: World, case: Stream) -> Stream:
    command = FileObjection(
        objection=f"objection-{case.rpartition('-')[2]}",
        body=BODY,
        channel=Channel.WEB,
        grounds=(Ground.NOT_AS_ASKED,),
        case="Bukan yang saya minta.",
        purpose="Penelitian",
        request=case,
    )
    world.services.objections.file(command, Actor(case, Role.CITIZEN))
    return command.objection


# Asking ---------------------------------------------------------------------------------------------------


def test_F50_known_and_unknown_addresses_get_the_same_answer_and_the_same_work(mailing: World) -> None:
    mailing.file()
    mailing.follow()
    seen = []
    for place, address in enumerate((SARI.email, UNKNOWN)):
        visitor = mailing.visitor(address=f"198.51.100.{place}")
        database = mailing.services.state.database
        before = [database.query(count)[0][0] for count in COUNTS]
        page = ask(visitor, address)
        after = [database.query(count)[0][0] for count in COUNTS]
        added = [int(b or 0) - int(a or 0) for a, b in zip(before, after, strict=True)]
        seen.append((page.status, page.url, page.response.data, added))
    assert seen[0] == seen[1]
    assert seen[0][3][:2] == [1, 1]


def test_only_a_known_address_gets_a_mail(mailing: World, box: Box) -> None:
    mailing.file()
    for address in (UNKNOWN, SARI.email):
        ask(mailing.visitor(), address)
    post(mailing)
    assert box.recipients == [[SARI.email]]
    assert mailing.services.state.database.query("SELECT COUNT(*) FROM mail WHERE ended = ''")[0][0] == 0


@pytest.mark.parametrize("typed", ["SARI@Example.ORG", "  sari@example.org "])
def test_the_way_an_address_is_typed_does_not_matter(mailing: World, box: Box, typed: str) -> None:
    mailing.file()
    ask(mailing.visitor(), typed)
    post(mailing)
    assert box.recipients == [[SARI.email]]


@pytest.mark.parametrize("typed", ["\u017fari@example.org", "\uff53ari@example.org", "sar\u0131@example.org"])
def test_an_address_that_only_looks_the_same_gets_nothing(mailing: World, box: Box, typed: str) -> None:
    mailing.file()
    ask(mailing.visitor(), typed)
    post(mailing)
    assert not box.recipients


def test_no_mail_box_is_filled_and_no_list_of_addresses_tried(mailing: World, box: Box) -> None:
    mailing.file()
    pages = [ask(mailing.visitor(address=f"203.0.113.{n}"), SARI.email) for n in range(6)]
    post(mailing)
    assert len(box.taken) == 3
    assert len({page.response.data for page in pages}) == 1
    guessing = [ask(mailing.visitor(address="198.51.100.9"), f"a{n}@example.org").status for n in range(25)]
    assert guessing[:20] == [200] * 20
    assert set(guessing[20:]) == {429}


@pytest.mark.parametrize(
    "typed", ["", "bukan surel", "a@b", "a@example.org\nBcc: x@y.example", "a" * 400 + "@x.id"]
)
def test_what_is_no_address_is_told_so(mailing: World, typed: str) -> None:
    assert ask(mailing.visitor(), typed).status == 422


def test_an_installation_without_mail_says_so_and_how_else(world: World) -> None:
    page = world.visitor().get("/surel")
    assert "belum mengirim surel" in page.text
    assert "/lacak" in [href for _, href in page.links]
    assert not [form for form in page.forms if "email" in form.names]
    visitor = world.visitor()
    csrf = visitor.get("/lacak").form("number").values["csrf_token"]
    assert visitor.post("/surel", {"email": SARI.email, "csrf_token": csrf}).status == 200
    assert world.services.state.database.query("SELECT COUNT(*) FROM mailed_link")[0][0] == 0


# The link -------------------------------------------------------------------------------------------------


def test_opening_a_link_uses_nothing_up_and_shows_only_a_button(mailing: World, box: Box) -> None:
    case = mailing.file().request
    ask(mailing.visitor(), SARI.email)
    post(mailing)
    href = link_in(box)
    scanner = mailing.visitor()
    for _ in range(3):
        page = scanner.get(href)
        scanner.client.head(href)
        assert page.status == 200
        assert mailing.request(case).number not in page.html
        assert SARI.email not in page.html
    headers = page.response.headers
    assert headers["Referrer-Policy"] == "strict-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "noindex" in headers["X-Robots-Tag"]
    assert not [target for _, target in page.links if target.startswith(("http:", "https:", "//"))]
    assert scanner.get("/saya", follow=False).status == 303, "a GET proves nothing"
    assert prove_with(mailing.visitor(), href).url == "/saya"


def prove_with(visitor: Visitor, href: str) -> Page:
    return visitor.send(visitor.get(href))


def test_a_link_is_good_once(mailing: World, box: Box) -> None:
    mailing.file()
    prove(mailing, box)
    href = link_in(box)
    again = mailing.visitor().get(href)
    assert again.status == 410
    assert "tidak berlaku lagi" in again.text


def test_two_windows_use_a_link_once(mailing: World, box: Box) -> None:
    mailing.file()
    ask(mailing.visitor(), SARI.email)
    post(mailing)
    one, two = mailing.visitor(), mailing.visitor()
    first, second = one.get(link_in(box)), two.get(link_in(box))
    assert one.send(first).url == "/saya"
    assert two.send(second).status == 410
    assert two.get("/saya", follow=False).location == "/surel"


def test_a_link_is_good_for_half_an_hour(mailing: World, box: Box) -> None:
    mailing.file()
    visitor = mailing.visitor()
    ask(visitor, SARI.email)
    post(mailing)
    page = visitor.get(link_in(box))
    mailing.clock.forward(minutes=30)
    assert visitor.send(page).status == 410
    assert visitor.get(link_in(box)).status == 410


@pytest.mark.parametrize("token", ["x", "A" * 43, "%00", "..%2f..", "a" * 3000, "😀"])
def test_a_forged_link_opens_nothing(mailing: World, token: str) -> None:
    mailing.file()
    visitor = mailing.visitor()
    assert visitor.get(f"/surel/{token}").status in {404, 410}
    csrf = visitor.get("/lacak").form("number").values["csrf_token"]
    assert visitor.post(f"/surel/{token}", {"csrf_token": csrf}).status in {404, 410}


def test_a_link_needs_the_token_of_its_form(mailing: World, box: Box) -> None:
    mailing.file()
    ask(mailing.visitor(), SARI.email)
    post(mailing)
    visitor = mailing.visitor()
    assert visitor.post(link_in(box), {}).status == 400
    assert visitor.get(link_in(box)).status == 200, "and was not used up"


def test_neither_token_nor_address_lies_in_the_store(mailing: World, box: Box) -> None:
    mailing.file()
    ask(mailing.visitor(), SARI.email)
    database = mailing.services.state.database
    rows = [database.query("SELECT * FROM mail"), database.query("SELECT * FROM mailed_link")]
    post(mailing)
    token = link_in(box).rpartition("/")[2]
    prove_with(mailing.visitor(), f"/surel/{token}")
    rows.append(mailing.services.state.database.query("SELECT * FROM citizen_session"))
    assert token not in str(rows)
    assert "example.org" not in str(rows)
    assert len(rows[2]) == 1


def test_a_mail_goes_to_nobody_who_was_erased_meanwhile(mailing: World, box: Box) -> None:
    case = mailing.file().request
    ask(mailing.visitor(), SARI.email)
    person = mailing.request(case).requester
    mailing.services.people.erase(
        c.ErasePerson(person=person, basis="Permintaan pemohon", order="12/2026"), OPERATOR
    )
    post(mailing)
    assert not box.taken


# What is seen afterwards ----------------------------------------------------------------------------------


def test_all_cases_of_the_address_and_no_others_are_listed(mailing: World, box: Box) -> None:
    mine = [mailing.file().request, mailing.at("extended")]
    refused = mailing.at("delivered")
    objection = object_to(mailing, refused)
    other = mailing.file(identity=BUDI).request
    browser = prove(mailing, box)
    page = browser.get("/saya")
    for case in (*mine, refused):
        assert mailing.request(case).number in page.text
    shown = mailing.services.objections.see(objection, Actor(objection, Role.CITIZEN))
    assert shown.number in page.text
    assert mailing.request(other).number not in page.text
    assert "Berikutnya" in page.text
    assert "paling lambat" in page.text


def test_a_case_opens_as_by_number_and_code(mailing: World, box: Box) -> None:
    case = mailing.at("delivered")
    object_to(mailing, case)
    browser = prove(mailing, box)
    opened = browser.post("/saya/buka", {"csrf_token": token_of(browser), "case": case})
    assert opened.url == "/lacak/permohonan"
    assert mailing.request(case).number in opened.text


def test_F50_another_persons_case_cannot_be_opened(mailing: World, box: Box) -> None:
    mailing.file()
    other = mailing.file(identity=BUDI).request
    browser = prove(mailing, box)
    for case in (other, "request-" + "0" * 32, "", "x" * 5000):
        page = browser.post("/saya/buka", {"csrf_token": token_of(browser), "case": case})
        assert page.status in {400, 404}
        assert mailing.request(other).number not in page.text
    assert browser.get("/lacak/permohonan", follow=False).location == "/lacak"


def test_a_representative_sees_the_case_they_act_in_and_is_told_so(mailing: World, box: Box) -> None:
    agent = "person-" + "c" * 32
    case = mailing.file(representative=agent, representative_identity=BUDI).request
    browser = prove(mailing, box, BUDI.email)
    page = browser.get("/saya")
    assert mailing.request(case).number in page.text
    assert "sebagai kuasa" in page.text
    assert "sebagai kuasa" not in prove(mailing, box).get("/saya").text


def test_whoever_lost_the_address_is_no_longer_shown(mailing: World, box: Box) -> None:
    case = mailing.file().request
    browser = prove(mailing, box)
    person = mailing.request(case).requester
    moved = replace(SARI, email="sari.baru@example.org")
    command = c.CorrectPerson(person=person, identity=moved, reason="Alamat surel salah tulis")
    mailing.services.people.correct(command, mailing.actor("desk"))
    assert mailing.request(case).number not in browser.get("/saya").text


def test_signing_out_ends_every_copy_of_the_cookie(mailing: World, box: Box) -> None:
    case = mailing.file().request
    browser = prove(mailing, box)
    cookie = browser.client.get_cookie("ppid")
    assert cookie
    thief = mailing.visitor()
    thief.client.set_cookie("ppid", cookie.value)
    assert mailing.request(case).number in thief.get("/saya").text
    browser.post("/surel/selesai", {"csrf_token": token_of(browser)})
    for visitor in (browser, thief):
        assert visitor.get("/saya", follow=False).location == "/surel"


@pytest.mark.parametrize(("every", "times"), [({"hours": 2, "minutes": 1}, 1), ({"hours": 1}, 13)])
def test_a_proof_ends_when_idle_and_at_last_in_any_case(
    mailing: World, box: Box, every: dict[str, float], times: int
) -> None:
    mailing.file()
    browser = prove(mailing, box)
    for _ in range(times):
        mailing.clock.forward(**every)
        last = browser.get("/saya", follow=False)
    assert last.location == "/surel"


def test_proving_another_address_ends_the_first(mailing: World, box: Box) -> None:
    case = mailing.file().request
    mailing.file(identity=BUDI)
    browser = prove(mailing, box)
    prove(mailing, box, BUDI.email, browser)
    assert mailing.request(case).number not in browser.get("/saya").text
    assert len(mailing.services.state.database.query("SELECT * FROM citizen_session")) == 1


def test_signing_out_closes_the_case_that_was_opened_with_the_address(mailing: World, box: Box) -> None:
    case = mailing.file().request
    mailing.follow()
    browser = prove(mailing, box)
    browser.post("/saya/buka", {"csrf_token": token_of(browser), "case": case})
    csrf = token_of(browser)
    cookie = browser.client.get_cookie("ppid")
    assert cookie
    thief = mailing.visitor()
    thief.client.set_cookie("ppid", cookie.value)
    assert thief.get("/lacak/permohonan").url == "/lacak/permohonan"
    browser.post("/surel/selesai", {"csrf_token": csrf})
    thief.client.set_cookie("ppid", cookie.value)
    assert thief.get("/lacak/permohonan").url == "/lacak"
    assert not mailing.services.state.database.query("SELECT * FROM opened_case")


def test_an_open_case_closes_to_whoever_lost_the_address(mailing: World, box: Box) -> None:
    case = mailing.file().request
    mailing.follow()
    browser = prove(mailing, box)
    browser.post("/saya/buka", {"csrf_token": token_of(browser), "case": case})
    moved = replace(SARI, email="sari.baru@example.org")
    person = mailing.request(case).requester
    command = c.CorrectPerson(person=person, identity=moved, reason="Alamat surel salah tulis")
    mailing.services.people.correct(command, mailing.actor("desk"))
    page = browser.get("/lacak/permohonan")
    assert page.url == "/saya"
    assert mailing.request(case).number not in page.text
