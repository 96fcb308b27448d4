"""The edge, on every address: nothing leads away, nothing of another's is there, nothing typed is lost."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode, urljoin

import pytest

from ppid.events import Role
from tests.house.test_access import asks
from tests.web.office.strangers import open_stranger
from tests.web.office.test_acts import page_of
from tests.web.rooms import TRIED
from tests.web.visitor import Page, Visitor
from tests.web.world import CODE, PASSWORD, SARI, World
from web.access import SESSION_COOKIE

EVIL = (
    "//evil.example", "https://evil.example", "https:evil.example", "http:///evil.example",
    "\\\\evil.example",
    "/\\evil.example", "\\/evil.example", "/%2Fevil.example", "%2F%2Fevil.example", "/%5Cevil.example",
    "/meja/../..//evil.example", "/meja\r\nLocation: https://evil.example", "javascript:alert(1)",
    "evil.example", "\t//evil.example", " //evil.example", "/meja@evil.example", "/\t/evil.example",
    "https://localhost@evil.example",
)  # fmt: skip
#: What such an entry is called here, and elsewhere.
NAMES = ("kembali", "next", "url", "return", "return_to", "redirect", "continue", "to", "bahasa")
#: A path of this site, as every browser reads it.
LOCAL = re.compile(r"/(?:[!-.0-\[\]-~][!-\[\]-~]*)?")


def cases_of(world: World) -> dict[str, str]:
    found = {"request": world.at("delivered")}
    found |= {kind: tried.at(world, tried.shown) for kind, tried in TRIED.items()}
    world.follow()
    return found


# Leading away (F18) -----------------------------------------------------------------------------------------


@pytest.mark.slow
def test_F18_no_address_leads_off_this_site(world: World) -> None:
    """With every name such an entry has, on every page, for everybody: each redirect is a path of ours."""
    cases = cases_of(world)
    people = [
        world.visitor(),
        world.tracker(cases["request"]),
        world.officer("ppid"),
        world.officer("auditor"),
    ]
    wrong, redirects = [], 0
    for number, ask in enumerate(asks(world.app, cases)):
        if ask.endpoint in {"office.sign_out", "track.stop"} or ask.method != "GET":
            continue
        evil = EVIL[number % len(EVIL)]
        asked = f"{ask.url}?{urlencode(dict.fromkeys(NAMES, evil))}"
        for visitor in people:
            page = visitor.get(asked, follow=False)
            page.response.close()
            if 300 <= page.status < 400:
                redirects += 1
                if not LOCAL.fullmatch(page.location):
                    wrong.append(f"{asked}: {page.location}")
    assert redirects > 100
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("evil", EVIL)
def test_F18_signing_in_leads_to_the_desk_whatever_was_wanted(world: World, evil: str) -> None:
    visitor = world.visitor()
    page = visitor.get(f"/meja/masuk?kembali={quote(evil)}")
    form = page.form("password")
    assert LOCAL.fullmatch(form.values.get("kembali") or "/")
    body = {**dict(form.values), "username": "ppid", "password": PASSWORD, "kembali": evil}
    done = visitor.post(form.action or "/meja/masuk", body, follow=False)
    assert done.status in {303, 400}
    assert done.status == 400 or done.location.startswith("/meja")
    assert LOCAL.fullmatch(done.location or "/")
    assert not urljoin("http://localhost/meja/masuk", done.location).startswith("http://evil")


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "//evil.example/",
        "/\\evil.example",
        "/%2fevil.example/",
        "/%5cevil.example",
        "/.//evil.example",
    ],
)
def test_F18_a_change_of_language_stays_here(world: World, path: str) -> None:
    answer = world.visitor().client.get(f"{path}?bahasa=en")
    location = answer.headers.get("Location", "/")
    assert LOCAL.fullmatch(location), location
    assert answer.status_code in {303, 308, 400, 404}


#: The number of a form that is being filled in, made at random when it is opened: any number is a new form.
CHOSEN_HERE = frozenset({"intake.form", "intake.check"})

# Another's (F50) --------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_F50_a_case_of_another_body_is_as_if_it_were_not(world: World, method: str) -> None:
    """Every address with an id in it: a real one answers a stranger like one that never was."""
    cases = cases_of(world)
    invented = {kind: f"{stream.rpartition('-')[0]}-{'f' * 32}" for kind, stream in cases.items()}
    stranger = world.visitor()
    stranger.client.set_cookie(SESSION_COOKIE, open_stranger(world, Role.PPID))
    token = stranger.get("/lacak").form("number").values["csrf_token"]
    tried, wrong = 0, []
    for real, none in zip(asks(world.app, cases), asks(world.app, invented), strict=True):
        if (
            real.url == none.url
            or real.endpoint in CHOSEN_HERE
            or real.method != method
            or real.endpoint.startswith(("audit", "track", "following"))
        ):
            continue
        pages = [answer(stranger, method, url, token) for url in (real.url, none.url)]
        said = [(page.status, neutral(page)) for page in pages]
        tried += 1
        if said[0] != said[1] or pages[0].status not in {403, 404}:
            wrong.append(f"{method} {real.url}: {pages[0].status} against {pages[1].status}")
    assert tried > 20
    assert not wrong, "\n".join(wrong)


def answer(visitor: Visitor, method: str, url: str, token: str) -> Page:
    return (
        visitor.post(url, {"csrf_token": token}, follow=False)
        if method == "POST"
        else visitor.get(url, follow=False)
    )


def neutral(page: Page) -> str:
    """The page without its token and its own address."""
    html = re.sub(r'(name="csrf_token" value=")[^"]+', r"\1", page.html)
    return re.sub(r"[0-9a-f]{32}", "", html)


def test_F50_lists_searches_exports_and_feeds_of_another_body_hold_nothing_of_it(world: World) -> None:
    case = cases_of(world)["request"]
    number = world.request(case).number
    stranger = world.visitor()
    stranger.client.set_cookie(SESSION_COOKIE, open_stranger(world, Role.PPID))
    places = [
        "/meja",
        f"/meja?cari={quote(number)}",
        f"/meja?cari={quote(SARI.name)}",
        "/meja/register",
        "/meja/register.csv",
    ]
    places += ["/meja/register.xlsx", "/meja/register/keberatan", "/meja/keberatan", "/meja/sengketa"]
    for place in places:
        answered = stranger.get(place)
        text = (
            answered.response.get_data(as_text=True)
            if (answered.response.mimetype or "").startswith("text")
            else ""
        )
        for secret in (SARI.name, SARI.number, case.removeprefix("request-"), f"PPID-{CODE}/"):
            assert secret not in text.replace(quote(number), "").replace(number, "").replace(
                f'value="{SARI.name}"', ""
            ), place
    own = world.officer("ppid").get("/meja/register.csv")
    assert SARI.name in own.response.get_data(as_text=True), "who may read it finds it"


def test_F50_a_code_opens_its_own_case_and_no_other(world: World) -> None:
    mine, other = world.at("delivered"), world.at("granted")
    visitor = world.tracker(mine)
    own, theirs = world.request(mine).number, world.request(other).number
    seen = visitor.get("/lacak/permohonan")
    assert own in seen.text
    for place in (
        "/lacak/permohonan",
        "/lacak/tanda-terima",
        f"/lacak/permohonan?kasus={other}",
        f"/lacak/permohonan?nomor={theirs}",
    ):
        page = visitor.get(place)
        assert theirs not in page.text
        page.response.close()
    for place in (
        "/lacak/berkas/pemohon/99",
        "/lacak/berkas/informasi/99",
        "/lacak/keberatan/99",
        "/lacak/surat/bukan.pdf",
    ):
        assert visitor.get(place).status == 404, place


# Nothing typed is lost (F12) -------------------------------------------------------------------------------


def test_F12_a_form_open_for_six_hours_loses_nothing_when_the_sign_in_has_gone(world: World) -> None:
    case, visitor = world.at("registered"), world.visitor()
    visitor.send(visitor.get("/meja/masuk"), {"username": "desk", "password": PASSWORD})
    page = visitor.get(page_of(case, "find-complete"))
    words = "Catatan yang panjang, ditulis sejak pagi."
    world.clock.forward(hours=13)
    before = world.services.log.position()
    sent = visitor.send(page, {"note": words})
    assert sent.url.startswith("/meja/masuk")
    assert world.services.log.position() == before
    back = visitor.send(sent, {"username": "desk", "password": PASSWORD})
    assert back.form("note").values["note"] == words


def test_F12_passwords_typed_when_the_sign_in_has_gone_are_kept_nowhere(world: World) -> None:
    visitor, fresh = world.visitor(), "kata sandi baru yang panjang"
    visitor.send(visitor.get("/meja/masuk"), {"username": "desk", "password": PASSWORD})
    page = visitor.get("/meja/akun/kata-sandi")
    bukti = visitor.get("/meja/bukti")
    world.clock.forward(hours=13)
    sent = visitor.send(page, {"password": PASSWORD, "fresh": fresh, "again": fresh})
    assert sent.url.startswith("/meja/masuk")
    assert list(world.services.state.drafts()) == []
    sent = visitor.send(bukti, {"password": PASSWORD})
    (kept,) = world.services.state.drafts()
    assert b"/meja/bukti" in kept
    assert PASSWORD.encode() not in kept
    assert visitor.send(sent, {"username": "desk", "password": PASSWORD}).url == "/meja/bukti"


def test_F12_a_citizens_draft_waits_for_days(world: World) -> None:
    from tests.web.citizen.journey import fill

    visitor = world.visitor()
    page = fill(visitor)
    world.clock.forward(hours=6)
    assert visitor.send(page).heading == "Permohonan diterima"
