"""Who gets to the desk, and how: sign-in, roles, sign-out, and what an expired sign-in must not lose."""

from __future__ import annotations

import pytest

from ppid import commands as c
from ppid.events import Role
from ppid.request import events as e
from tests.web.office.test_acts import events, page_of
from tests.web.visitor import Page, Visitor
from tests.web.world import BODY, OFFICERS, OPERATOR, PASSWORD, World, officer_id
from web.access import SESSION_COOKIE
from web.account.entry import safe_path

CREDENTIALS = {"username": "ppid", "password": PASSWORD}
FOREIGN = (
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "https:evil.example",
    "https://evil.example/meja",
    "\\\\evil.example",
    "/meja\r\nSet-Cookie: a=b",
    "/meja\\..\\x",
    "javascript:alert(1)",
    "meja",
    "/%2f/evil.example",
    "",
)


def sign_in(visitor: Visitor, back: str = "", **changes: str) -> Page:
    """Fill in the sign-in page."""
    page = visitor.get("/meja/masuk", query_string={"kembali": back} if back else {})
    return visitor.send(page, {**CREDENTIALS, **changes})


def token(visitor: Visitor) -> str:
    """The token that this browser holds."""
    cookie = visitor.client.get_cookie(SESSION_COOKIE)
    return cookie.value if cookie else ""


def appoint(world: World, username: str, *roles: Role) -> None:
    """Give an officer other roles."""
    command = c.AppointOfficer(body=BODY, officer=officer_id(username), name="Pejabat", roles=roles)
    world.services.directory.appoint(command, OPERATOR)


def test_an_officer_signs_in_and_sees_the_worklist(world: World) -> None:
    visitor = world.visitor()
    page = sign_in(visitor)
    assert page.url == "/meja"
    assert page.heading == "Meja kerja"
    assert "Pejabat PPID · PPID" in page.text


def test_the_auditor_goes_to_the_audit(world: World) -> None:
    visitor = world.visitor()
    page = visitor.get("/meja/masuk")
    page = visitor.send(page, {**CREDENTIALS, "username": "auditor"}, follow=False)
    assert (page.status, page.location) == (303, "/audit")


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(world: World) -> None:
    visitor = world.visitor()
    page = visitor.send(visitor.get("/meja/masuk"), CREDENTIALS, follow=False)
    cookie = next(h for h in page.response.headers.getlist("Set-Cookie") if h.startswith(SESSION_COOKIE))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize(
    "wrong", [{"password": "salah-sekali-ini"}, {"username": "tidak-ada"}, {"username": "ppid' OR 1=1 --"}]
)
def test_f52_an_unknown_name_and_a_wrong_password_get_the_same_words(
    world: World, wrong: dict[str, str]
) -> None:
    page = sign_in(world.visitor(), **wrong)
    assert page.status == 422
    assert page.error("username").endswith(
        "Nama pengguna atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi."
    )
    assert PASSWORD not in page.html


def test_f52_guessing_is_slowed_down_and_the_owner_elsewhere_is_not(world: World) -> None:
    guesser = world.visitor(address="198.51.100.1")
    statuses = [sign_in(guesser, password="tebakan-nomor-1").status for _ in range(6)]
    assert statuses == [422] * 5 + [429]
    blocked = sign_in(guesser)
    assert blocked.status == 429
    assert 0 < int(blocked.response.headers["Retry-After"]) <= 900
    assert sign_in(world.visitor(address="203.0.113.9")).url == "/meja"
    world.clock.forward(minutes=16)
    assert sign_in(guesser).url == "/meja"


def test_f53_each_sign_in_has_a_new_token_and_sign_out_ends_it_on_the_server(world: World) -> None:
    visitor = world.visitor()
    visitor.client.set_cookie(SESSION_COOKIE, "pasangan-penyerang")
    sign_in(visitor)
    first = token(visitor)
    assert first not in {"", "pasangan-penyerang"}
    page = visitor.get("/meja")
    visitor.post("/meja/keluar", page.forms[0].values)
    thief = world.visitor()
    thief.client.set_cookie(SESSION_COOKIE, first)
    assert thief.get("/meja").url.startswith("/meja/masuk")


def test_f53_two_devices_are_signed_out_apart(world: World) -> None:
    one, two = world.visitor(), world.visitor()
    sign_in(one)
    sign_in(two)
    one.post("/meja/keluar", one.get("/meja").forms[0].values)
    assert one.get("/meja").url.startswith("/meja/masuk")
    assert two.get("/meja").url == "/meja"


@pytest.mark.parametrize("wanted", FOREIGN)
def test_f18_nothing_leads_off_the_site(wanted: str) -> None:
    assert safe_path(wanted) == ""


def test_f18_a_forged_address_leads_to_the_desk(world: World) -> None:
    assert sign_in(world.visitor(), back="//evil.example/meja").url == "/meja"


def test_the_officer_comes_back_to_the_page_that_asked_for_the_sign_in(world: World) -> None:
    case = world.at("complete")
    visitor = world.visitor()
    page = visitor.get(page_of(case, "extend"))
    assert page.heading == "Masuk ke meja kerja"
    assert visitor.send(page, CREDENTIALS).heading == "Perpanjang waktu"


def expire(world: World, case: str, reason: str) -> tuple[Visitor, Page]:
    """Open the extension form, let the sign-in expire, and send what was typed."""
    visitor = world.visitor()
    sign_in(visitor)
    form = visitor.get(page_of(case, "extend"))
    world.clock.forward(hours=9)
    return visitor, visitor.send(form, {"ground": "not-yet-held", "reason": reason})


def test_f12_an_expired_sign_in_loses_nothing_typed(world: World) -> None:
    case = world.at("complete")
    visitor, page = expire(world, case, "Alasan yang panjang\ndengan dua baris.")
    assert page.heading == "Masuk ke meja kerja"
    page = visitor.send(page, CREDENTIALS)
    assert page.heading == "Perpanjang waktu"
    assert "ditampilkan lagi di bawah" in page.text
    form = page.form("reason")
    assert form.values["reason"].replace("\r", "") == "Alasan yang panjang\ndengan dua baris."
    assert form.values["ground"] == "not-yet-held"
    page = visitor.send(visitor.send(page, {}, form="reason"), button="catat", form="seen")
    assert isinstance(events(world, case)[-1], e.Extended)
    assert "ditampilkan lagi" not in visitor.get(page_of(case, "extend")).text


def test_f12_nobody_else_gets_what_was_typed(world: World) -> None:
    case = world.at("complete")
    appoint(world, "superior", Role.PPID)
    visitor, page = expire(world, case, "Rahasia rekan saya")
    page = visitor.send(page, {**CREDENTIALS, "username": "superior"})
    assert page.heading == "Perpanjang waktu"
    assert "Rahasia rekan saya" not in page.html


def test_f12_what_is_kept_is_sealed(world: World) -> None:
    case = world.at("complete")
    expire(world, case, "Tulisan yang tidak boleh terbaca di berkas")
    kept = [p for p in world.settings.master_key_file.parent.rglob("*") if p.is_file()]
    assert not any(b"Tulisan yang tidak boleh" in path.read_bytes() for path in kept)


def test_f44_a_role_taken_away_counts_at_the_next_request(world: World) -> None:
    case = world.at("complete")
    visitor = world.officer("ppid")
    assert visitor.get(page_of(case, "extend")).status == 200
    appoint(world, "ppid", Role.SERVICE_DESK)
    assert visitor.get(page_of(case, "extend")).status == 403
    world.services.directory.dismiss(
        c.DismissOfficer(body=BODY, officer=officer_id("ppid"), reason="Mutasi"), OPERATOR
    )
    assert visitor.get("/meja").url.startswith("/meja/masuk")


def test_an_officer_of_several_roles_chooses_and_switches(world: World) -> None:
    appoint(world, "ppid", Role.PPID, Role.SERVICE_DESK)
    case = world.at("complete")
    visitor = world.visitor()
    page = sign_in(visitor)
    assert page.heading == "Bekerja dalam peran apa?"
    before = token(visitor)
    page = visitor.send(page, {"role": "service-desk"})
    assert page.url == "/meja"
    assert token(visitor) != before
    assert "Petugas layanan informasi" in page.text
    assert visitor.get(page_of(case, "extend")).status == 403
    visitor.send(visitor.get(page.link("Ganti peran")), {"role": "ppid"})
    assert visitor.get(page_of(case, "extend")).status == 200


def test_f55_a_role_that_is_not_held_cannot_be_chosen(world: World) -> None:
    visitor = world.officer("desk")
    page = visitor.get("/meja/peran")
    page = visitor.send(page, {"role": "ppid"})
    assert page.status == 422
    assert "Anda tidak memegang peran ini." in page.text


def test_f13_a_form_without_its_token_is_refused(world: World) -> None:
    case = world.at("registered")
    visitor = world.officer("desk")
    before = events(world, case)
    for url in (page_of(case, "find-complete"), "/meja/masuk", "/meja/keluar"):
        assert visitor.post(url, {"seen": "2", "idempotency_key": "k", **CREDENTIALS}).status == 400
    assert events(world, case) == before


def test_every_officer_of_the_world_can_sign_in(world: World) -> None:
    for username in OFFICERS:
        page = world.visitor()
        assert (
            page.send(page.get("/meja/masuk"), {**CREDENTIALS, "username": username}, follow=False).status
            == 303
        )
