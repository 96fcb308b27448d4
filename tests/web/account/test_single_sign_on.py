"""Single sign-on: with a real provider, and against one that lies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ppid.outside import Outside, SingleSignOn
from tests.serving import serving
from tests.web.account.officers import holds, is_in, kinds, type_password
from tests.web.account.oidc import CLIENT, SECRET, Liar, canaille, sign_in_there
from tests.web.visitor import Page, Visitor
from tests.web.world import PASSWORD, World, app_of, officer_id
from web.account.doors import open_doors
from web.account.links import LinkedElsewhereError

ME, OTHER = officer_id("ppid"), officer_id("desk")


def trusting(world: World, folder: Path, issuer: str, *, second_factor: bool = False) -> World:
    """The world of an operator who named a provider."""
    secret = folder / "oidc.secret"
    secret.write_text(SECRET + "\n", encoding="utf-8")
    at = SingleSignOn(issuer, "Masuk Kantor", CLIENT, secret)
    outside = Outside(single_sign_on=at, private_hosts=frozenset({"localhost"}))
    settings = replace(world.settings, outside=outside, second_factor=second_factor)
    doors = open_doors(world.services.state, world.services.vault, world.clock, settings)
    services = replace(world.services, settings=settings, doors=doors)
    return replace(world, services=services, settings=settings, app=app_of(services))


@pytest.fixture
def issuer() -> Iterator[str]:
    """Give the address of a running Canaille, a new one for each test.

    Its memory finds a code by itself *or* its client: one that a test left unused could answer for another.
    """
    with canaille() as address:
        yield address


@pytest.fixture
def office(world: World, tmp_path: Path, issuer: str) -> World:
    """Give a world that trusts Canaille, at the time that Canaille signs with."""
    world.clock.at = datetime.now(UTC)
    return trusting(world, tmp_path, issuer)


@pytest.fixture
def liar() -> Iterator[Liar]:
    """Give a provider that lies on demand."""
    found = Liar()
    with serving(found.app()) as server:
        found.issuer = f"http://localhost:{server.port}"
        yield found


@pytest.fixture
def fooled(world: World, tmp_path: Path, liar: Liar) -> World:
    """Give a world that trusts the liar, in which the honest account of Dewi is linked."""
    found = trusting(world, tmp_path, liar.issuer)
    liar.now = int(world.clock().timestamp())
    found.services.doors.links.link(liar.issuer, "dewi", ME)
    return found


def go_there(visitor: Visitor, path: str = "/meja/masuk/tunggal") -> str:
    """Follow the link to the provider, and give its address."""
    page = visitor.get(path, follow=False)
    assert page.status == 303, page.text
    return page.location


def link_there(visitor: Visitor) -> str:
    """Begin to link on our own page, and give the address of the provider that it names."""
    return visitor.send(visitor.get("/meja/akun/tunggal")).link("Buka Masuk Kantor")


def back(visitor: Visitor, address: str) -> Page:
    """Come back from the provider."""
    return visitor.get(address.removeprefix("http://localhost"))


def test_an_officer_links_an_account_and_signs_in_with_it(office: World) -> None:
    visitor = office.visitor()
    type_password(visitor)
    assert "Kaitkan dengan Masuk Kantor" in visitor.get("/meja/akun").text
    page = back(visitor, sign_in_there(link_there(visitor)))
    assert "mengenali Anda sebagai: dewi" in page.text
    assert "oidc-linked" not in kinds(office), "nothing is linked by coming back"
    page = visitor.send(page, form="akun")
    assert page.url == "/meja/akun"
    assert "Dikaitkan dengan Masuk Kantor" in page.text
    assert "oidc-linked" in kinds(office)
    fresh = office.visitor()
    assert fresh.get("/meja/masuk").link("Masuk lewat Masuk Kantor") == "/meja/masuk/tunggal"
    page = back(fresh, sign_in_there(go_there(fresh)))
    assert page.url == "/meja"
    assert kinds(office)[-1] == "signed-in"
    assert "dihitung dua faktor" in fresh.get("/meja/akun").text


def test_it_counts_as_both_factors_where_everybody_needs_two(
    world: World, tmp_path: Path, issuer: str
) -> None:
    world.clock.at = datetime.now(UTC)
    strict = trusting(world, tmp_path, issuer, second_factor=True)
    strict.services.doors.links.link(issuer, "dewi", ME)
    visitor = strict.visitor()
    assert back(visitor, sign_in_there(go_there(visitor))).url == "/meja"


def test_an_account_that_nobody_linked_opens_nothing(office: World) -> None:
    visitor = office.visitor()
    page = back(visitor, sign_in_there(go_there(visitor), "budi"))
    assert page.status == 422
    assert "belum dikaitkan" in page.text
    assert not is_in(visitor)


def test_an_answer_counts_once_and_in_its_own_browser(office: World, issuer: str) -> None:
    office.services.doors.links.link(issuer, "dewi", ME)
    visitor, thief = office.visitor(), office.visitor()
    address = sign_in_there(go_there(visitor))
    assert "bukan untuk peramban ini" in back(thief, address).text
    assert not is_in(thief)
    assert back(visitor, address).url == "/meja"
    visitor.client.delete_cookie("ppid_meja")
    assert "sudah dipakai" in back(visitor, address).text
    assert not is_in(visitor)


def test_a_stolen_code_is_refused_with_another_question(office: World, issuer: str) -> None:
    office.services.doors.links.link(issuer, "dewi", ME)
    victim, thief = office.visitor(), office.visitor()
    stolen = sign_in_there(go_there(victim)).partition("code=")[2].partition("&")[0]
    state = go_there(thief).partition("state=")[2].partition("&")[0]
    page = thief.get(f"/meja/masuk/tunggal/kembali?state={state}&code={stolen}")
    assert page.status == 422
    assert not is_in(thief)


def test_an_answer_after_ten_minutes_is_too_late(office: World, issuer: str) -> None:
    office.services.doors.links.link(issuer, "dewi", ME)
    visitor = office.visitor()
    address = sign_in_there(go_there(visitor))
    office.clock.forward(minutes=11)
    assert "lewat sepuluh menit" in back(visitor, address).text


def test_the_honest_answer_of_the_other_provider_lets_in(fooled: World, liar: Liar) -> None:
    visitor = fooled.visitor()
    assert back(visitor, liar.answer_to(go_there(visitor))).url == "/meja"
    assert len(liar.asked[0]["code_verifier"][0]) >= 43


LIES: dict[str, dict[str, object]] = {
    "another issuer": {"claims": {"iss": "https://evil.example"}},
    "another audience": {"claims": {"aud": "somebody-else"}},
    "also for others": {"claims": {"aud": [CLIENT, "somebody-else"]}},
    "another party": {"claims": {"azp": "somebody-else"}},
    "another nonce": {"claims": {"nonce": "n"}},
    "no nonce": {"without": ("nonce",)},
    "expired": {"claims": {"exp": 1}},
    "no expiry": {"without": ("exp",)},
    "from long ago": {"claims": {"iat": 1}},
    "no subject": {"without": ("sub",)},
    "a list as subject": {"claims": {"sub": ["dewi"]}},
    "no time": {"claims": {"iat": "besok", "exp": "lusa"}},
    "no signature": {"algorithm": "none"},
    "signed with the public key": {"algorithm": "HS256"},
    "signed by somebody else": {"foreign_key": True},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_about_the_person_opens_nothing(fooled: World, liar: Liar, lie: str) -> None:
    for name, value in LIES[lie].items():
        setattr(liar, name, value)
    visitor = fooled.visitor()
    page = back(visitor, liar.answer_to(go_there(visitor)))
    assert page.status == 422, page.text
    assert "tidak dapat dipercaya" in page.text
    assert not is_in(visitor)


@pytest.mark.parametrize(
    ("status", "body"),
    [(400, b'{"error": "invalid_grant"}'), (200, b"{}"), (200, b"<html>"), (200, b"[]"), (500, b""),
     (302, b""), (200, b'{"id_token": 7}'), (200, b'{"id_token": "a.b.c"}'), (200, b"x" * 200_000),
     (200, b"[" * 50_000)],
)  # fmt: skip
def test_whatever_else_it_answers_is_a_clear_page(
    fooled: World, liar: Liar, status: int, body: bytes
) -> None:
    liar.token_status, liar.token_body = status, body
    visitor = fooled.visitor()
    page = back(visitor, liar.answer_to(go_there(visitor)))
    assert page.status in {422, 503}
    assert page.heading == "Masuk tunggal tidak berhasil"


@pytest.mark.parametrize(
    "query",
    [
        "",
        "state=x",
        "state=x&code=y",
        "error=access_denied",
        "code=y",
        "state=%00&code=%FF",
        "state=x&state=y",
    ],
)
def test_an_address_that_was_made_up_is_a_clear_page(fooled: World, query: str) -> None:
    visitor = fooled.visitor()
    go_there(visitor)
    page = visitor.get(f"/meja/masuk/tunggal/kembali?{query}")
    assert (page.status, page.heading) == (422, "Masuk tunggal tidak berhasil")


def test_whoever_cancels_there_is_told_so(fooled: World) -> None:
    visitor = fooled.visitor()
    state = go_there(visitor).partition("state=")[2].partition("&")[0]
    assert (
        "membatalkannya" in visitor.get(f"/meja/masuk/tunggal/kembali?state={state}&error=access_denied").text
    )


def test_an_answer_that_names_another_issuer_is_refused(fooled: World, liar: Liar) -> None:
    visitor = fooled.visitor()
    address = liar.answer_to(go_there(visitor)) + "&iss=https://evil.example"
    assert "tidak dapat dipercaya" in back(visitor, address).text


def test_a_provider_that_calls_itself_otherwise_is_not_asked(fooled: World, liar: Liar) -> None:
    liar.says_issuer = "https://evil.example"
    assert "tidak dapat dipercaya" in fooled.visitor().get("/meja/masuk/tunggal").text


def test_a_provider_that_is_down_is_said_so(world: World, tmp_path: Path) -> None:
    office = trusting(world, tmp_path, "http://localhost:1")
    page = office.visitor().get("/meja/masuk/tunggal")
    assert page.status == 503
    assert "Masuk dengan kata sandi" in page.text
    assert type_password(office.visitor()).url == "/meja"


def test_f56_a_provider_inside_the_office_is_asked_only_where_the_operator_named_it(
    world: World, tmp_path: Path, liar: Liar
) -> None:
    office = trusting(world, tmp_path, liar.issuer)
    outside = replace(office.settings.outside, private_hosts=frozenset())
    settings = replace(office.settings, outside=outside)
    doors = open_doors(office.services.state, office.services.vault, office.clock, settings)
    services = replace(office.services, settings=settings, doors=doors)
    assert replace(office, app=app_of(services)).visitor().get("/meja/masuk/tunggal").status == 503


def test_without_a_provider_there_is_no_such_way_in(world: World) -> None:
    visitor = world.visitor()
    assert not visitor.get("/meja/masuk").has_link("Masuk lewat")
    assert visitor.get("/meja/masuk/tunggal").status == 422
    assert visitor.get("/meja/masuk/tunggal/kembali?state=x&code=y").status == 422


def test_one_account_there_is_one_officer_here(either: World) -> None:
    links = either.services.doors.links
    links.link("https://a.example", "dewi", ME)
    links.link("https://a.example", "dewi", ME)
    for subject, officer in (("dewi", OTHER), ("budi", ME)):
        with pytest.raises(LinkedElsewhereError):
            links.link("https://a.example", subject, officer)
    assert links.officer_of("https://b.example", "dewi") == ""


def test_a_link_is_made_by_the_officer_who_began_it(fooled: World, liar: Liar) -> None:
    liar.claims = {"sub": "budi"}
    visitor = fooled.visitor()
    type_password(visitor, "desk")
    address = liar.answer_to(link_there(visitor))
    visitor.client.set_cookie("ppid_meja", holds(fooled.officer("head")))
    assert "tidak lagi masuk" in back(visitor, address).text
    assert fooled.services.doors.links.officer_of(liar.issuer, "budi") == ""


def test_no_page_of_another_site_begins_or_makes_a_link(fooled: World, liar: Liar) -> None:
    liar.claims = {"sub": "budi"}
    visitor = fooled.visitor()
    type_password(visitor, "desk")
    page = visitor.get("/meja/akun/tunggal", follow=False)
    assert page.status == 200
    assert liar.issuer not in page.html, "an address alone asks the provider nothing"
    assert visitor.post("/meja/akun/tunggal").status == 400, "without the token of our form"
    page = back(visitor, liar.answer_to(link_there(visitor)))
    assert fooled.services.doors.links.officer_of(liar.issuer, "budi") == ""
    offer = page.form("akun").values["akun"]
    assert visitor.post("/meja/akun/tunggal", {"akun": offer}).status == 400
    assert fooled.services.doors.links.officer_of(liar.issuer, "budi") == ""
    visitor.send(page, form="akun")
    assert fooled.services.doors.links.officer_of(liar.issuer, "budi") == OTHER


@pytest.mark.parametrize("how", ["another session", "too late", "made up"])
def test_the_account_that_was_shown_is_linked_by_that_session_for_ten_minutes(
    fooled: World, liar: Liar, how: str
) -> None:
    liar.claims = {"sub": "budi", "preferred_username": "budi@kantor"}
    visitor, other = fooled.visitor(), fooled.visitor()
    type_password(visitor, "desk")
    page = back(visitor, liar.answer_to(link_there(visitor)))
    assert "budi@kantor" in page.text
    values = page.form("akun").values
    if how == "another session":
        type_password(other, "desk")
        token = other.get("/meja/akun/tunggal").form().values["csrf_token"]
        refused = other.post("/meja/akun/tunggal", {"akun": values["akun"], "csrf_token": token})
    elif how == "too late":
        fooled.clock.forward(minutes=11)
        refused = visitor.send(page, form="akun")
    else:
        refused = visitor.post("/meja/akun/tunggal", {**values, "akun": "\u0661" + values["akun"][1:]})
    assert refused.status == 422
    assert fooled.services.doors.links.officer_of(liar.issuer, "budi") == ""


def test_a_link_is_removed_by_its_officer(fooled: World, liar: Liar) -> None:
    visitor = fooled.visitor()
    type_password(visitor, password=PASSWORD)
    visitor.send(visitor.get("/meja/akun/tunggal/lepas"))
    assert fooled.services.doors.links.officer_of(liar.issuer, "dewi") == ""
    assert "oidc-unlinked" in kinds(fooled)
