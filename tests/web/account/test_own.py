"""One's own account: sessions listed and ended, the password changed, factors set up and removed."""

from __future__ import annotations

import pytest

from tests.web.account.officers import (
    CHROME,
    application,
    code_of,
    holds,
    is_in,
    kinds,
    secret_on,
    type_password,
)
from tests.web.visitor import Page, Visitor
from tests.web.world import PASSWORD, World, officer_id
from web.account import cookies

NEW = "gerobak ungu lompat 4 kali"


def as_chrome(visitor: Visitor) -> Visitor:
    """The same browser, saying what it is."""
    visitor.client.environ_base["HTTP_USER_AGENT"] = CHROME
    return visitor


def signed_in(world: World, username: str = "ppid") -> Visitor:
    """A browser in which an officer typed name and password."""
    visitor = world.visitor()
    assert type_password(visitor, username).status == 200
    return visitor


def test_every_session_is_listed_with_its_device_and_times(world: World) -> None:
    here = as_chrome(world.visitor())
    type_password(here)
    world.clock.forward(hours=1)
    signed_in(world)
    page = here.get("/meja/akun")
    assert page.text.count("perangkat ini") == 1
    assert "Chrome, Linux" in page.text
    assert "Peramban lain" in page.text
    assert "8 jam tanpa kegiatan" in page.text
    assert "24 jam sejak masuk" in page.text
    assert "2 Juni 2026 pukul 09.14 WIB" in page.text


def test_f53_the_owner_ends_a_session_elsewhere(world: World) -> None:
    here, there = signed_in(world), signed_in(world)
    page = here.get("/meja/akun")
    other = next(f for f in page.forms if f.action.endswith("/sesi"))
    assert other.buttons
    here.post(other.action, {"csrf_token": other.values["csrf_token"], "sesi": other.buttons[0]})
    assert not is_in(there)
    assert is_in(here)
    assert kinds(world)[-1] == "session-ended"


def test_f53_all_other_sessions_end_at_once(world: World) -> None:
    here, others = signed_in(world), [signed_in(world) for _ in range(3)]
    here.send(here.get("/meja/akun"), form="tombol", button="lain")
    assert [is_in(other) for other in others] == [False] * 3
    assert is_in(here)


def test_nobody_ends_somebody_elses_session(world: World) -> None:
    here, victim = signed_in(world, "desk"), signed_in(world, "ppid")
    (theirs,) = world.services.doors.sessions.of("ppid")
    page = here.get("/meja/akun")
    token = page.forms[0].values["csrf_token"]
    here.post("/meja/akun/sesi", {"csrf_token": token, "sesi": theirs.id})
    here.post("/meja/akun/sesi", {"csrf_token": token, "tombol": "lain"})
    assert is_in(victim)


@pytest.mark.parametrize(("hours", "still"), [(7.9, True), (8.1, False)])
def test_a_session_without_activity_ends(world: World, hours: float, still: bool) -> None:
    visitor = signed_in(world)
    world.clock.forward(hours=hours)
    assert is_in(visitor) is still


def test_a_session_ends_after_a_day_whatever_is_done(world: World) -> None:
    visitor = signed_in(world)
    for _ in range(5):
        world.clock.forward(hours=4.7)
        assert is_in(visitor)
    world.clock.forward(hours=1)
    assert not is_in(visitor)


def test_choosing_a_role_does_not_lengthen_the_session(world: World) -> None:
    visitor = signed_in(world)
    for _ in range(5):
        world.clock.forward(hours=4.7)
        page = visitor.get("/meja/peran")
        assert visitor.send(page, {"role": "ppid"}).url == "/meja"
    world.clock.forward(hours=1)
    assert not is_in(visitor)


def change(visitor: Visitor, fresh: str = NEW, now: str = PASSWORD, again: str = "") -> Page:
    """Fill in the page that changes the password."""
    page = visitor.get("/meja/akun/kata-sandi")
    return visitor.send(page, {"password": now, "fresh": fresh, "again": again or fresh})


def test_f53_a_changed_password_ends_every_other_session(world: World) -> None:
    here, there = signed_in(world), signed_in(world)
    page = change(here)
    assert page.url == "/meja/akun"
    assert is_in(here)
    assert not is_in(there)
    fresh = world.visitor()
    assert type_password(fresh).status == 422
    assert type_password(fresh, password=NEW).url == "/meja"
    assert "password-changed" in kinds(world)


@pytest.mark.parametrize(
    ("fresh", "says"),
    [
        ("pendek-7", "paling sedikit 12"),
        ("RahasiaRahasia99", "mudah ditebak"),
        ("password123456!", "mudah ditebak"),
        ("ppid-ppid-ppid-2026", "mudah ditebak"),
        ("aaaaaaaaaaaaaaaa", "mudah ditebak"),
        ("123456789012345", "mudah ditebak"),
        ("Selamat Datang 2026", "mudah ditebak"),
    ],
)
def test_a_weak_password_is_refused(world: World, fresh: str, says: str) -> None:
    visitor = signed_in(world)
    page = change(visitor, fresh)
    assert page.status == 422
    assert says in page.error("fresh")
    assert type_password(world.visitor()).url == "/meja"


def test_a_password_is_changed_by_whoever_knows_it_only(world: World) -> None:
    visitor = signed_in(world)
    assert change(visitor, now="bukan kata sandinya").status == 422
    assert change(visitor, again="lain sama sekali ya").error("again")
    assert type_password(world.visitor()).url == "/meja"


def test_an_application_is_set_up_and_others_are_signed_out(world: World) -> None:
    here, there = signed_in(world), signed_in(world)
    page = here.get("/meja/akun/aplikasi")
    app = secret_on(page)
    page = here.send(page, {"code": code_of(world, app)})
    assert page.heading == "Kode pemulihan"
    assert is_in(here)
    assert not is_in(there)
    assert "Tersisa 10 dari 10" in here.get("/meja/akun").text
    assert kinds(world)[-3:] == ["totp-set", "session-ended", "recovery-renewed"]
    world.clock.forward(minutes=2)
    again = world.visitor()
    assert again.send(type_password(again), {"code": code_of(world, app)}).url == "/meja"


def test_a_factor_is_changed_after_a_fresh_proof_only(world: World) -> None:
    visitor = signed_in(world)
    world.clock.forward(minutes=16)
    page = visitor.get("/meja/akun/aplikasi")
    assert page.heading == "Buktikan lagi bahwa ini Anda"
    assert visitor.send(page, {"password": "salah-sama-sekali"}).status == 422
    page = visitor.send(page, {"password": PASSWORD})
    assert page.heading == "Pasang aplikasi autentikator"
    assert kinds(world)[-1] == "proved-again"


def test_whoever_has_an_application_proves_with_its_code(world: World) -> None:
    app, visitor = application(world), world.visitor()
    visitor.send(type_password(visitor), {"code": code_of(world, app)})
    world.clock.forward(minutes=16)
    page = visitor.get("/meja/akun/pemulihan")
    assert page.heading == "Buktikan lagi bahwa ini Anda"
    assert "password" not in page.form("code").names
    code = code_of(world, app)
    assert visitor.send(page, {"code": code}).heading == "Buat kode pemulihan baru"
    world.clock.forward(seconds=20)
    assert not world.services.doors.totp.accept(officer_id("ppid"), code), "it is used up"


def test_the_last_factor_stays_where_everybody_needs_one(strict_world: World) -> None:
    app, visitor = application(strict_world), strict_world.visitor()
    visitor.send(type_password(visitor), {"code": code_of(strict_world, app)})
    page = visitor.get("/meja/akun/aplikasi/lepas")
    assert "terakhir" in page.text
    visitor.post("/meja/akun/aplikasi/lepas", {"csrf_token": page.forms[0].values["csrf_token"]})
    assert strict_world.services.doors.totp.is_set(officer_id("ppid"))


def test_an_application_is_removed_with_its_recovery_codes(world: World) -> None:
    app, visitor = application(world), world.visitor()
    world.services.doors.recovery.renew(officer_id("ppid"))
    visitor.send(type_password(visitor), {"code": code_of(world, app)})
    visitor.send(visitor.get("/meja/akun/aplikasi/lepas"))
    assert world.services.doors.recovery.left(officer_id("ppid")) == 0
    assert type_password(world.visitor()).url == "/meja"
    assert "totp-removed" in kinds(world)


def test_recovery_codes_are_renewed_and_shown_once(world: World) -> None:
    app, visitor = application(world), world.visitor()
    old = world.services.doors.recovery.renew(officer_id("ppid"))
    visitor.send(type_password(visitor), {"code": code_of(world, app)})
    page = visitor.send(visitor.get("/meja/akun/pemulihan"))
    assert page.heading == "Kode pemulihan"
    assert page.response.headers["Cache-Control"] == "no-store"
    assert not any(code in page.text for code in old)
    assert not world.services.doors.recovery.use(officer_id("ppid"), old[0])


def test_f53_a_planted_token_is_never_adopted(world: World) -> None:
    visitor = world.visitor()
    for kind in (cookies.SESSION, cookies.HALF, cookies.DEVICE):
        visitor.client.set_cookie(kind, "ditanam-penyerang")
    type_password(visitor)
    assert is_in(visitor)
    assert "ditanam-penyerang" not in {holds(visitor), holds(visitor, cookies.DEVICE)}
    attacker = world.visitor()
    attacker.client.set_cookie(cookies.SESSION, "ditanam-penyerang")
    assert not is_in(attacker)
