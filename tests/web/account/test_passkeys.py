"""Passkeys in a real browser whose authenticator is software: made, used, removed, copied, replayed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import CDPSession, Page, Route
from werkzeug.serving import BaseWSGIServer

from tests.browser import Pages, axe, report
from tests.serving import serving
from tests.web.account.officers import application, code_of, is_in, kinds
from tests.web.world import PASSWORD, World, app_of, officer_id
from web.account.doors import open_doors
from web.account.passkeys import CopiedKeyError, NoAnswerError, Passkeys, Purpose

ME, OTHER = officer_id("ppid"), officer_id("desk")


@dataclass
class Site:
    """A served world at an address that passkeys are made for."""

    world: World
    url: str

    def sign_in(self, page: Page, username: str = "ppid") -> None:
        """Type name and password."""
        page.goto(f"{self.url}/meja/masuk")
        page.fill("[name=username]", username)
        page.fill("[name=password]", PASSWORD)
        page.click("main form button")

    def add_key(self, page: Page, name: str = "Telepon kantor") -> None:
        """Make a passkey on the account's page."""
        page.goto(f"{self.url}/meja/akun/kunci")
        page.fill("[name=name]", name)
        page.click("#passkey-form button")
        page.wait_for_selector("text=Kode pemulihan")

    @property
    def passkeys(self) -> Passkeys:
        """Where the keys are kept."""
        return self.world.services.doors.passkeys


def site_of(world: World, server: BaseWSGIServer, *, second_factor: bool = False) -> Site:
    """Serve the world at this server's address."""
    url = f"http://localhost:{server.port}"
    settings = replace(world.settings, base_url=url, second_factor=second_factor)
    services = world.services
    doors = open_doors(services.state, services.vault, world.clock, settings)
    services = replace(services, settings=settings, doors=doors)
    served = replace(world, services=services, settings=settings, app=app_of(services))
    server.app = served.app
    return Site(served, url)


@pytest.fixture(params=[False])
def site(world: World, request: pytest.FixtureRequest) -> Iterator[Site]:
    """Serve the world; a parameter of True asks everybody for two factors."""
    with serving() as server:
        yield site_of(world, server, second_factor=request.param)


def authenticator(page: Page) -> tuple[CDPSession, str]:
    """Give the browser a device that keeps passkeys and knows its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    found = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, str(found["authenticatorId"])


def press(page: Page) -> None:
    """Have the script ask for the passkey."""
    page.click("#passkey-form button")


def sent_by(page: Page, to: str = "**/meja/masuk/kunci*") -> dict[str, str | float | bool]:
    """Press, and hold back what the browser would send."""
    taken: list[str] = []

    def hold(route: Route) -> None:
        taken.append(route.request.post_data or "")
        route.abort()

    page.route(to, hold)
    with page.expect_event("requestfailed"):
        press(page)
    page.unroute(to)
    return dict(parse_qsl(taken[0], keep_blank_values=True))


def test_a_passkey_is_made_and_lets_in_alone(site: Site, page_of: Pages) -> None:
    page = page_of(1280, javascript=True)
    authenticator(page)
    site.sign_in(page)
    site.add_key(page)
    assert page.locator(".ppid-code").count() == 10
    page.goto(f"{site.url}/meja/akun/kunci")
    assert "Telepon kantor" in page.inner_text("main")
    page.click("text=Keluar")
    page.goto(f"{site.url}/meja/masuk")
    page.click("text=Masuk dengan kunci sandi")
    press(page)
    page.wait_for_url(f"{site.url}/meja")
    page.goto(f"{site.url}/meja/akun")
    assert "kunci sandi (dua faktor)" in page.inner_text("main")
    assert kinds(site.world)[-1] == "signed-in"


def test_a_passkey_is_the_second_step_after_the_password(site: Site, page_of: Pages) -> None:
    page = page_of(1280, javascript=True)
    authenticator(page)
    site.sign_in(page)
    site.add_key(page)
    page.click("text=Keluar")
    site.sign_in(page)
    assert page.inner_text("h1") == "Langkah kedua"
    page.goto(f"{site.url}/meja")
    assert "/meja/masuk" in page.url
    page.goto(f"{site.url}/meja/masuk/kode")
    page.click("text=Pakai kunci sandi")
    press(page)
    page.wait_for_url(f"{site.url}/meja")
    assert [s.proof for s in site.world.services.doors.sessions.of("ppid")] == ["password+passkey"]


@pytest.mark.parametrize("site", [True], indirect=True)
def test_where_everybody_needs_a_factor_a_passkey_is_one(site: Site, page_of: Pages) -> None:
    page = page_of(360, javascript=True)
    authenticator(page)
    site.sign_in(page)
    page.click("text=Pasang kunci sandi")
    page.fill("[name=name]", "Kunci USB")
    press(page)
    page.wait_for_selector("text=Kode pemulihan")
    page.goto(f"{site.url}/meja")
    assert page.url == f"{site.url}/meja"


def test_an_answer_counts_once(site: Site, page_of: Pages) -> None:
    page = page_of(1280, javascript=True)
    authenticator(page)
    site.sign_in(page)
    site.add_key(page)
    page.click("text=Keluar")
    page.goto(f"{site.url}/meja/masuk/kunci")
    form = sent_by(page)
    first = page.context.request.post(
        f"{site.url}/meja/masuk/kunci", form=form, headers={"Referer": site.url}
    )
    assert first.url == f"{site.url}/meja"
    page.context.clear_cookies(name="ppid_meja")
    again = page.context.request.post(
        f"{site.url}/meja/masuk/kunci", form=form, headers={"Referer": site.url}
    )
    assert again.status == 422
    assert "tidak diterima" in again.text()


def test_an_answer_to_an_old_question_is_too_late(site: Site, page_of: Pages) -> None:
    page = page_of(1280, javascript=True)
    authenticator(page)
    site.sign_in(page)
    site.add_key(page)
    page.click("text=Keluar")
    page.goto(f"{site.url}/meja/masuk/kunci")
    site.world.clock.forward(minutes=6)
    press(page)
    page.wait_for_selector("text=tidak diterima")


def test_a_copied_key_is_refused_and_recorded(site: Site, page_of: Pages) -> None:
    page = page_of(1280, javascript=True)
    device, id_ = authenticator(page)
    site.sign_in(page)
    site.add_key(page)
    page.click("text=Keluar")
    page.goto(f"{site.url}/meja/masuk/kunci")
    press(page)
    page.wait_for_url(f"{site.url}/meja")
    page.click("text=Keluar")
    (copy,) = device.send("WebAuthn.getCredentials", {"authenticatorId": id_})["credentials"]
    device.send("WebAuthn.clearCredentials", {"authenticatorId": id_})
    device.send("WebAuthn.addCredential", {"authenticatorId": id_, "credential": {**copy, "signCount": 0}})
    page.goto(f"{site.url}/meja/masuk/kunci")
    elsewhere = site.world.officer("ppid")
    assert is_in(elsewhere)
    press(page)
    page.wait_for_selector("text=tidak diterima")
    assert not is_in(elsewhere), "the copy may have opened any session"
    assert kinds(site.world)[-1] == "passkey-copied"
    assert site.passkeys.usable(ME) == []


def test_whoever_has_only_a_passkey_proves_with_it_or_a_code_on_paper(site: Site, page_of: Pages) -> None:
    page = page_of(1280, javascript=True)
    authenticator(page)
    site.sign_in(page)
    site.add_key(page)
    site.world.clock.forward(minutes=16)
    page.goto(f"{site.url}/meja/akun/kunci")
    assert "/meja/bukti" in page.url
    assert page.locator("[name=password]").count() == 0
    press(page)
    page.wait_for_url(f"{site.url}/meja/akun/kunci")
    assert kinds(site.world)[-1] == "proved-again"
    site.world.clock.forward(minutes=16)
    code = site.world.services.doors.recovery.renew(ME)[0]
    page.goto(f"{site.url}/meja/akun/kunci")
    page.fill("[name=code]", code)
    page.click("main form:has([name=code]) button")
    page.wait_for_url(f"{site.url}/meja/akun/kunci")


def test_a_password_proves_nothing_where_there_is_a_passkey(world: World) -> None:
    visitor = world.officer("ppid")
    with world.services.state.database.transaction() as c:
        c.execute(
            "INSERT INTO passkey VALUES ('a2s', ?, 'Kunci', '', 0, '2026-06-02T00:00:00+00:00', '', '')",
            (ME,),
        )
    world.clock.forward(minutes=16)
    page = visitor.get("/meja/akun/kunci")
    assert page.url.startswith("/meja/bukti")
    token = page.forms[0].values["csrf_token"]
    for typed in ({"password": PASSWORD}, {"answer": "{}", "password": PASSWORD}):
        assert visitor.post("/meja/bukti", {"csrf_token": token, **typed}).status == 422
    assert visitor.get("/meja/akun/kunci").url.startswith("/meja/bukti")


@pytest.mark.parametrize("may", [True, False])
def test_a_good_key_is_kept_only_while_it_may_be(site: Site, page_of: Pages, may: bool) -> None:
    page = page_of(1280, javascript=True)
    authenticator(page)
    site.sign_in(page)
    page.goto(f"{site.url}/meja/akun/kunci")
    question = site.passkeys.ask_for_new(ME, "ppid")
    page.eval_on_selector(
        "form[data-passkey]", "(form, options) => { form.dataset.options = options }", question.options
    )
    page.fill("[name=name]", "Kunci")
    answer = str(sent_by(page, "**/meja/akun/kunci")["answer"])
    assert site.passkeys.add(question.token, ME, answer, "Kunci", lambda: may) is may
    assert len(site.passkeys.of(ME)) == may


def test_somebody_who_is_not_verified_by_the_device_is_refused(site: Site, page_of: Pages) -> None:
    page = page_of(1280, javascript=True)
    device, id_ = authenticator(page)
    site.sign_in(page)
    site.add_key(page)
    page.click("text=Keluar")
    device.send("WebAuthn.setUserVerified", {"authenticatorId": id_, "isUserVerified": False})
    page.goto(f"{site.url}/meja/masuk/kunci")
    press(page)
    page.wait_for_selector("#passkey-refused:not([hidden])")
    assert "/meja/masuk/kunci" in page.url


def test_the_second_step_takes_a_key_of_that_officer_only(site: Site, page_of: Pages) -> None:
    page = page_of(1280, javascript=True)
    authenticator(page)
    site.sign_in(page, "desk")
    site.add_key(page)
    page.click("text=Keluar")
    page.goto(f"{site.url}/meja/masuk/kunci")
    form = sent_by(page)
    token = site.passkeys.ask(Purpose.SECOND, ME).token
    with pytest.raises(NoAnswerError):
        site.passkeys.check(token, Purpose.SECOND, str(form["answer"]), ME)


def test_a_key_is_removed_by_its_owner_only(site: Site, page_of: Pages) -> None:
    page = page_of(1280, javascript=True)
    authenticator(page)
    site.sign_in(page)
    site.add_key(page)
    (key,) = site.passkeys.of(ME)
    assert not site.passkeys.remove(OTHER, key.credential)
    page.goto(f"{site.url}/meja/akun/kunci")
    page.click("main table button")
    page.wait_for_selector("text=sudah dilepas")
    assert site.passkeys.of(ME) == []
    assert site.world.services.doors.recovery.left(ME) == 0
    page.click("text=Keluar")
    page.goto(f"{site.url}/meja/masuk/kunci")
    press(page)
    page.wait_for_selector("text=tidak diterima")


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", "null", "x" * 30_000, '{"id": 1, "response": {}}', "\ud800"]
)
def test_what_is_no_answer_is_refused(world: World, answer: str) -> None:
    passkeys = world.services.doors.passkeys
    for purpose, officer in ((Purpose.ENTER, ""), (Purpose.SECOND, ME)):
        with pytest.raises(NoAnswerError):
            passkeys.check(passkeys.ask(purpose, officer).token, purpose, answer, officer)
    with pytest.raises(NoAnswerError):
        passkeys.add(passkeys.ask_for_new(ME, "ppid").token, ME, answer, "Kunci")


def test_a_question_of_one_purpose_takes_no_answer_of_another(either: World) -> None:
    passkeys = either.services.doors.passkeys
    token = passkeys.ask(Purpose.ENTER).token
    with pytest.raises(NoAnswerError):
        passkeys.add(token, ME, json.dumps({"response": {}}), "Kunci")
    with either.services.state.database.reading() as c:
        assert c.execute("SELECT * FROM passkey_question") == [], "and it is answered with that"


@pytest.mark.parametrize(("had", "says", "taken"), [(5, 6, True), (5, 5, False), (5, 0, False), (0, 0, True)])
def test_a_count_that_runs_back_is_a_copy(either: World, had: int, says: int, taken: bool) -> None:
    with either.services.state.database.transaction() as c:
        c.execute(
            "INSERT INTO passkey VALUES ('k', ?, 'Kunci', '', ?, '2026-06-02T00:00:00+00:00', '', '')",
            (ME, had),
        )
    passkeys = either.services.doors.passkeys
    if taken:
        passkeys.count("k", ME, says)
        return
    for count in (says, had + 100):
        with pytest.raises(CopiedKeyError):
            passkeys.count("k", ME, count)
    assert [key.is_copied for key in passkeys.of(ME)] == [True], "and it stays so whatever it counts later"
    assert passkeys.usable(ME) == []
    assert either.services.doors.has_second_factor(ME), "the password alone opens no more than before"


@pytest.mark.parametrize(
    ("base", "possible"),
    [("https://ppid.example.go.id", True), ("http://localhost:8080", True), ("http://127.0.0.1:8080", False),
     ("http://ppid.example.go.id", False), ("https://[::1]:8443", False)],
)  # fmt: skip
def test_passkeys_are_offered_where_browsers_keep_them(world: World, base: str, possible: bool) -> None:
    services = world.services
    assert Passkeys(services.state.database, world.clock, services.vault, base).possible is possible


def test_the_pages_are_accessible_and_say_what_they_need(site: Site, page_of: Pages) -> None:
    page = page_of(360, javascript=True)
    site.sign_in(page)
    for path in ("/meja/akun", "/meja/akun/kunci", "/meja/akun/aplikasi", "/meja/akun/kata-sandi"):
        page.goto(f"{site.url}{path}")
        assert not (found := axe(page)), report(found)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    bare = page_of(360)
    bare.goto(f"{site.url}/meja/masuk/kunci")
    assert bare.is_visible("#passkey-needs")
    assert not bare.is_visible("#passkey-form")


def test_an_application_still_works_beside_a_passkey(site: Site, page_of: Pages) -> None:
    app = application(site.world)
    page = page_of(360)
    site.sign_in(page)
    page.fill("[name=code]", code_of(site.world, app))
    page.click("main form button")
    assert page.url == f"{site.url}/meja"


@pytest.mark.parametrize(("asked", "taken"), [(Purpose.SECOND, True), (Purpose.ENTER, False)])
def test_a_true_answer_counts_for_what_it_was_asked_for(
    site: Site, page_of: Pages, asked: Purpose, taken: bool
) -> None:
    page = page_of(1280, javascript=True)
    authenticator(page)
    site.sign_in(page)
    site.add_key(page)
    page.click("text=Keluar")
    question = site.passkeys.ask(asked, ME if asked is Purpose.SECOND else "")
    page.goto(f"{site.url}/meja/masuk/kunci")
    page.eval_on_selector(
        "form[data-passkey]", "(form, options) => { form.dataset.options = options }", question.options
    )
    answer = str(sent_by(page)["answer"])
    if taken:
        assert site.passkeys.check(question.token, Purpose.SECOND, answer, ME) == ME
    else:
        with pytest.raises(NoAnswerError):
            site.passkeys.check(question.token, Purpose.SECOND, answer, ME)
