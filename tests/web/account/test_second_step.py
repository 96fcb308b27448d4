"""The second step: what half a session opens (nothing else), how long it lives, and what ends it."""

from __future__ import annotations

import pytest

from ppid.events import Role
from ppid.request.state import REQUEST
from tests.house.test_access import asks, cases
from tests.web.account.officers import (
    application,
    code_of,
    holds,
    is_in,
    kinds,
    secret_on,
    type_password,
)
from tests.web.conftest import established, world
from tests.web.visitor import Visitor
from tests.web.world import World, officer_id
from web.access import EVERYONE, declared
from web.account import cookies

__all__ = ["cases", "established", "world"]


def test_an_officer_with_an_application_is_asked_for_its_code(world: World) -> None:
    app, visitor = application(world), world.visitor()
    page = type_password(visitor)
    assert page.heading == "Langkah kedua"
    assert not is_in(visitor)
    page = visitor.send(visitor.get("/meja/masuk/kode"), {"code": code_of(world, app)})
    assert page.url == "/meja"
    assert kinds(world)[-1] == "signed-in"


def test_f54_a_code_that_let_somebody_in_is_refused_afterwards(world: World) -> None:
    app = application(world)
    code = code_of(world, app)
    first, second = world.visitor(), world.visitor()
    assert first.send(type_password(first), {"code": code}).url == "/meja"
    page = second.send(type_password(second), {"code": code})
    assert page.status == 422
    assert "sudah dipakai" in page.error("code")
    assert not is_in(second)


def test_f54_a_recovery_code_lets_in_once(world: World) -> None:
    application(world)
    code = world.services.doors.recovery.renew(officer_id("ppid"))[0]
    first, second = world.visitor(), world.visitor()
    assert first.send(type_password(first), {"code": code.lower()}).url == "/meja"
    assert "recovery-used" in kinds(world)
    assert second.send(type_password(second), {"code": code}).status == 422


def test_five_wrong_codes_end_the_half_session(world: World) -> None:
    app, visitor = application(world), world.visitor()
    page = type_password(visitor)
    for _ in range(4):
        page = visitor.send(page, {"code": "AAAA-AAAA-AAAA"})
        assert page.status == 422
    page = visitor.send(page, {"code": "AAAA-AAAA-AAAA"})
    assert page.heading == "Masuk lagi dari awal"
    world.clock.forward(minutes=1)
    page = visitor.post("/meja/masuk/kode", {"code": code_of(world, app), **token_of(visitor)})
    assert page.heading == "Masuk lagi dari awal"
    assert not is_in(visitor)


def test_f51_the_limit_of_codes_follows_the_officer_at_that_place_only(world: World) -> None:
    app = application(world)
    guesser = world.visitor(address="198.51.100.1")
    for _ in range(5):
        guesser.send(type_password(guesser), {"code": "AAAA-AAAA-AAAA"})
    page = guesser.send(type_password(guesser), {"code": code_of(world, app)})
    assert page.status == 429
    assert int(page.response.headers["Retry-After"]) > 0
    owner = world.visitor(address="203.0.113.9")
    assert owner.send(type_password(owner), {"code": code_of(world, app)}).url == "/meja"


def test_a_half_session_lives_ten_minutes(world: World) -> None:
    app, visitor = application(world), world.visitor()
    page = type_password(visitor)
    world.clock.forward(minutes=9, seconds=59)
    assert visitor.get("/meja/masuk/kode").heading == "Langkah kedua"
    world.clock.forward(seconds=2)
    assert visitor.send(page, {"code": code_of(world, app)}).heading == "Masuk lagi dari awal"
    assert not is_in(visitor)


def test_a_half_session_has_a_token_of_its_own(world: World) -> None:
    app, visitor = application(world), world.visitor()
    page = type_password(visitor)
    half = holds(visitor, cookies.HALF)
    assert half
    assert not holds(visitor)
    thief = world.visitor()
    thief.client.set_cookie(cookies.SESSION, half)
    assert not is_in(thief)
    visitor.send(page, {"code": code_of(world, app)})
    assert holds(visitor) not in {"", half}
    assert not holds(visitor, cookies.HALF)
    late = world.visitor()
    late.client.set_cookie(cookies.HALF, half)
    assert late.get("/meja/masuk/kode").heading == "Masuk lagi dari awal"


def token_of(visitor: Visitor) -> dict[str, str]:
    """The token of this browser against forged forms."""
    return {"csrf_token": visitor.get("/lacak").form("number").values["csrf_token"]}


def test_f55_half_a_session_opens_no_page_of_the_desk(world: World, cases: dict[str, str]) -> None:
    application(world)
    visitor = world.visitor()
    type_password(visitor)
    known, tried = declared(world.app), 0
    for ask in asks(world.app, {**cases, REQUEST.kind: cases["delivered"]}):
        if known[ask.endpoint] in {EVERYONE, frozenset({Role.CITIZEN})}:
            continue
        if ask.method == "POST":
            page = visitor.post(ask.url, token_of(visitor), follow=False)
        else:
            page = visitor.get(ask.url, follow=False)
        tried += 1
        assert (page.status, page.location.partition("?")[0]) == (303, "/meja/masuk"), ask
    assert tried > 70
    assert visitor.get("/meja/masuk/kode").heading == "Langkah kedua", "and the half session still stands"


# Where everybody needs two factors ------------------------------------------------------------------------


def test_whoever_has_none_sets_one_up_before_anything_opens(strict_world: World) -> None:
    world, visitor = strict_world, strict_world.visitor()
    page = type_password(visitor, back="/meja/register")
    assert page.heading == "Pasang aplikasi autentikator"
    assert not is_in(visitor)
    app = secret_on(page := visitor.get("/meja/masuk/pasang", query_string={"kembali": "/meja/register"}))
    assert visitor.send(page, {"code": "123"}).status == 422
    page = visitor.send(page, {"code": code_of(world, app)})
    assert page.heading == "Kode pemulihan"
    assert page.html.count("ppid-code") == 10
    assert page.link("lanjutkan") == "/meja/register"
    assert is_in(visitor)
    assert world.services.doors.recovery.left(officer_id("ppid")) == 10
    assert kinds(world) == ["totp-set", "signed-in"]


def test_whoever_else_knows_the_password_sees_another_key(strict_world: World) -> None:
    world, owner, thief = strict_world, strict_world.visitor(), strict_world.visitor()
    seen, page = secret_on(type_password(thief)), type_password(owner)
    app = secret_on(page)
    assert app.secret != seen.secret
    assert secret_on(owner.get("/meja/masuk/pasang")).secret == app.secret, "the picture stays while it is up"
    assert owner.send(page, {"code": code_of(world, seen)}).status == 422
    assert owner.send(page, {"code": code_of(world, app)}).heading == "Kode pemulihan"
    world.clock.forward(seconds=60)
    late = world.visitor()
    assert late.send(type_password(late), {"code": code_of(world, seen)}).status == 422
    assert not is_in(late)


def test_the_picture_of_the_key_needs_no_style(strict_world: World) -> None:
    visitor = strict_world.visitor()
    page = type_password(visitor)
    assert "<svg" in page.html
    assert "style=" not in page.html


def test_a_session_from_before_the_rule_opens_nothing_more(strict_world: World) -> None:
    assert strict_world.officer("ppid").get("/meja").url.startswith("/meja/masuk")


def test_the_code_that_set_it_up_does_not_let_in_again(strict_world: World) -> None:
    world, visitor = strict_world, strict_world.visitor()
    page = type_password(visitor)
    code = code_of(world, secret_on(page))
    visitor.send(page, {"code": code})
    again = world.visitor()
    assert again.send(type_password(again), {"code": code}).status == 422


def test_nobody_sets_a_factor_up_over_one_that_stands(strict_world: World) -> None:
    world = strict_world
    application(world)
    visitor = world.visitor()
    type_password(visitor)
    assert visitor.get("/meja/masuk/pasang").heading == "Langkah kedua"
    page = visitor.post("/meja/masuk/pasang", {"code": "123456", **token_of(visitor)})
    assert page.heading == "Langkah kedua"


@pytest.mark.parametrize("path", ["/meja/masuk/kode", "/meja/masuk/pasang"])
def test_the_pages_of_the_second_step_show_nothing_without_the_first(world: World, path: str) -> None:
    page = world.visitor().get(path)
    assert (page.status, page.heading) == (422, "Masuk lagi dari awal")
    assert "svg" not in page.html.partition("<main")[2].partition("</main>")[0]
