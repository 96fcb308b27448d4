"""Guessing at the door: slowed, never locking its owner out, telling nothing, costing little (F51, F52)."""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import replace
from threading import Event, Semaphore

import pytest
from argon2 import PasswordHasher

from ppid import commands as c
from tests.web.account.officers import holds, is_in, type_password
from tests.web.visitor import Page, Visitor
from tests.web.world import BODY, OPERATOR, World, app_of, officer_id
from web.account import cookies
from web.account.passwords import BusyError, Hashing

WRONG = "tebakan yang salah"


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note every hash that the library makes or checks."""
    made: list[str] = []
    for name in ("hash", "verify"):
        real = getattr(PasswordHasher, name)

        def noted(*args: object, _real: object = real, _name: str = name) -> object:
            made.append(_name)
            assert callable(_real)
            return _real(*args)

        monkeypatch.setattr(PasswordHasher, name, noted)
    return made


def at(world: World, number: int) -> Visitor:
    """A browser at a place of its own."""
    return world.visitor(address=f"198.51.100.{number}")


def attack(world: World, tries: int, username: str = "ppid") -> None:
    """Have many places try a name, each a different password."""
    for number in range(tries):
        type_password(at(world, number + 1), username, f"{WRONG} {number}")


def test_f52_an_unknown_name_costs_what_a_wrong_password_costs(world: World, hashes: list[str]) -> None:
    type_password(at(world, 1), "desk")
    counts = []
    for number, username in enumerate(("ppid", "tidak-ada", "head", "")):
        hashes.clear()
        type_password(at(world, number + 2), username or "x" * 90, WRONG)
        counts.append(tuple(hashes))
    assert counts == [("verify",)] * 4


def test_f52_even_the_first_try_of_all_tells_nothing(world: World, hashes: list[str]) -> None:
    fresh = Hashing(threads=8)
    assert not fresh.fits("", WRONG)
    unknown = len(hashes)
    hashes.clear()
    kept = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash("lain")
    hashes.clear()
    assert not Hashing(threads=8).fits(kept, WRONG)
    assert len(hashes) == unknown


def test_f52_whoever_has_no_try_left_costs_no_hash(world: World, hashes: list[str]) -> None:
    visitor = at(world, 1)
    for _ in range(5):
        type_password(visitor, password=WRONG)
    hashes.clear()
    assert type_password(visitor).status == 429
    assert hashes == []


@pytest.mark.parametrize("what", ["words", "status", "headers"])
def test_f52_the_answers_do_not_differ(world: World, what: str) -> None:
    pages = [type_password(at(world, n), name, WRONG) for n, name in ((1, "ppid"), (2, "nobody"))]
    seen = {
        "words": [page.text for page in pages],
        "status": [str(page.status) for page in pages],
        "headers": [str(sorted(page.response.headers.keys())) for page in pages],
    }[what]
    assert seen[0] == seen[1]


def test_f51_a_name_that_is_attacked_stays_open_to_its_owner_anywhere(world: World) -> None:
    attack(world, 30)
    assert is_in(signed_in(at(world, 200)))


def signed_in(visitor: Visitor) -> Visitor:
    """Sign in with the right password."""
    assert type_password(visitor).status == 200
    return visitor


def test_a_stranger_has_one_try_while_a_name_is_attacked(world: World) -> None:
    attack(world, 21)
    stranger = at(world, 200)
    assert type_password(stranger, password=WRONG).status == 422
    assert type_password(stranger, password=WRONG).status == 429
    other = at(world, 201)
    assert [type_password(other, "head", WRONG).status for _ in range(5)] == [422] * 5


def test_f51_a_browser_that_was_let_in_before_has_tries_of_its_own(world: World) -> None:
    owner = signed_in(at(world, 200))
    owner.post("/meja/keluar", owner.get("/meja").forms[0].values)
    neighbour = at(world, 200)
    for number in range(31):
        type_password(neighbour, f"nama-{number}", WRONG)
    assert type_password(neighbour, "head").status == 429, "the place has no try left"
    attack(world, 21)
    assert [type_password(owner, password=WRONG).status for _ in range(3)] == [422] * 3
    assert is_in(signed_in(owner))


def test_a_known_browser_is_limited_too(world: World) -> None:
    owner = signed_in(at(world, 200))
    owner.client.delete_cookie(cookies.SESSION)
    statuses = [type_password(owner, password=WRONG).status for _ in range(12)]
    assert statuses == [422] * 10 + [429] * 2


def test_a_browser_is_known_for_the_accounts_that_signed_in_there_only(world: World) -> None:
    owner = at(world, 200)
    type_password(owner, "desk")
    owner.client.delete_cookie(cookies.SESSION)
    attack(world, 21)
    assert [type_password(owner, password=WRONG).status for _ in range(2)] == [422, 429]


def test_a_made_up_browser_is_not_known(world: World) -> None:
    attack(world, 21)
    stranger = at(world, 200)
    stranger.client.set_cookie(cookies.DEVICE, "buatan sendiri")
    assert [type_password(stranger, password=WRONG).status for _ in range(2)] == [422, 429]


def test_a_browser_is_forgotten_after_half_a_year(world: World) -> None:
    owner = signed_in(at(world, 200))
    world.clock.forward(days=181)
    assert not world.services.doors.devices.knows(holds(owner, cookies.DEVICE), "ppid")


def test_an_officer_who_was_dismissed_is_told_so_after_the_right_password_only(world: World) -> None:
    command = c.DismissOfficer(body=BODY, officer=officer_id("ppid"), reason="Mutasi")
    world.services.directory.dismiss(command, OPERATOR)
    assert "sudah berakhir" not in type_password(at(world, 1), password=WRONG).text
    assert "sudah berakhir" in type_password(at(world, 2)).text


# A flood --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("threads", "places"), [(2, 2), (4, 2), (8, 4), (40, 18), (256, 18)])
def test_half_of_the_threads_at_most_wait_for_a_hash(
    monkeypatch: pytest.MonkeyPatch, threads: int, places: int
) -> None:
    going_on, hashing = Event(), Hashing(threads)
    inside, most = [], []

    def slow(_self: object, password: str) -> str:
        inside.append(password)
        most.append(len(inside))
        going_on.wait(20)
        inside.pop()
        return "$"

    monkeypatch.setattr(PasswordHasher, "hash", slow)
    with ThreadPoolExecutor(places + 5) as pool:
        tries = [pool.submit(hashing.hash, str(number)) for number in range(places + 5)]
        while sum(t.done() for t in tries) < 5:
            wait([t for t in tries if not t.done()], return_when=FIRST_COMPLETED)
        refused = [t for t in tries if t.done()]
        going_on.set()
    assert all(isinstance(t.exception(), BusyError) for t in refused)
    assert sum(t.exception() is None for t in tries) == places
    assert max(most) == min(2, places), "and two are hashed at once"


def test_whoever_finds_the_room_full_is_told_at_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    going_on, inside = Event(), Semaphore(0)

    def slow(_self: object, _hash: str, _password: str) -> bool:
        inside.release()
        return going_on.wait(20)

    type_password(at(world, 1), "desk", WRONG)
    monkeypatch.setattr(PasswordHasher, "verify", slow)
    with ThreadPoolExecutor(2) as pool:
        waiting = [pool.submit(type_password, at(world, n), f"nama-{n}", WRONG) for n in (2, 3)]
        assert all(inside.acquire(timeout=20) for _ in waiting), "the room is full from here on"
        page: Page = type_password(at(world, 4), "siapa", WRONG)
        going_on.set()
    assert page.status == 503
    assert "Tunggu beberapa detik" in page.error("username")
    assert page.response.headers["Retry-After"] == "3"


# Cookies --------------------------------------------------------------------------------------------------


def cookies_of(world: World, base: str) -> list[str]:
    """The cookies that a sign-in hands out at an address."""
    settings = replace(world.settings, base_url=base)
    services = replace(world.services, settings=settings)
    app = app_of(services)
    client = app.test_client()
    secure = {"base_url": base, "headers": {"Referer": f"{base}/meja/masuk"}}
    page = client.get("/meja/masuk", **secure).get_data(as_text=True)
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    form = {"csrf_token": token, "username": "ppid", "password": "kata-sandi-panjang-7"}
    return client.post("/meja/masuk", data=form, **secure).headers.getlist("Set-Cookie")


def test_cookies_over_https_are_bound_to_this_host(world: World) -> None:
    found = {line.partition("=")[0]: line for line in cookies_of(world, "https://ppid.example.go.id")}
    for name, same_site in (("__Host-ppid_meja", "Lax"), ("__Host-ppid_perangkat", "Strict")):
        line = found[name]
        assert all(word in line for word in ("; Secure", "; HttpOnly", "; Path=/", f"; SameSite={same_site}"))
        assert "Domain" not in line


def test_cookies_over_http_keep_their_plain_names(world: World) -> None:
    found = {line.partition("=")[0]: line for line in cookies_of(world, "http://localhost")}
    assert "HttpOnly" in found["ppid_meja"]
    assert "Secure" not in found["ppid_meja"]
