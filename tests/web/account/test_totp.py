"""Codes of an application: each accepted once, near its time, by its officer alone (F54)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pyotp
import pytest

from tests.web.account.officers import application, code_of
from tests.web.world import World, officer_id

ME, OTHER = officer_id("ppid"), officer_id("desk")


def test_f54_a_code_is_accepted_once(either: World) -> None:
    app = application(either)
    code = code_of(either, app)
    assert either.services.doors.totp.accept(ME, code)
    assert not either.services.doors.totp.accept(ME, code)


def test_f54_of_two_at_once_one_wins(either: World) -> None:
    app, totp = application(either), either.services.doors.totp
    for _ in range(5):
        either.clock.forward(seconds=60)
        code = code_of(either, app)
        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(totp.accept, [ME] * 8, [code] * 8)) == 1


def test_f54_an_earlier_code_is_refused_after_a_later_one(world: World) -> None:
    app, totp = application(world), world.services.doors.totp
    assert totp.accept(ME, code_of(world, app, 1))
    assert not totp.accept(ME, code_of(world, app))


@pytest.mark.parametrize(("steps", "right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off(world: World, steps: int, right: bool) -> None:
    app = application(world)
    world.clock.forward(minutes=10)
    assert world.services.doors.totp.accept(ME, code_of(world, app, steps)) is right


@pytest.mark.parametrize("typed", ["", "000000", "12345", "١٢٣٤٥٦", "abcdef", "\x00", "1" * 5000, "\ud800"])
def test_what_is_no_code_is_refused(world: World, typed: str) -> None:
    app = application(world)
    if typed == "000000" and typed in {code_of(world, app, n) for n in (-1, 0, 1)}:
        world.clock.forward(minutes=5)
    assert not world.services.doors.totp.accept(ME, typed)


def test_an_application_counts_only_once_a_code_of_it_was_typed(either: World) -> None:
    totp = either.services.doors.totp
    app = pyotp.TOTP(totp.offer(ME))
    assert not totp.is_set(ME)
    assert not totp.accept(ME, code_of(either, app))
    assert not totp.confirm(ME, "000000" if code_of(either, app) != "000000" else "111111")
    assert not totp.is_set(ME)
    assert totp.confirm(ME, code_of(either, app))
    assert totp.is_set(ME)
    assert not totp.accept(ME, code_of(either, app)), "the code that confirmed is used up"


def test_an_offer_stands_for_half_an_hour(world: World) -> None:
    totp = world.services.doors.totp
    first = totp.offer(ME, "mine")
    world.clock.forward(minutes=29)
    assert totp.offer(ME, "mine") == first
    world.clock.forward(minutes=2)
    assert not totp.confirm(ME, code_of(world, pyotp.TOTP(first)), "mine")
    assert totp.offer(ME, "mine") != first


def test_every_session_is_offered_a_secret_of_its_own(either: World) -> None:
    totp = either.services.doors.totp
    mine, theirs = (pyotp.TOTP(totp.offer(ME, token)) for token in ("mine", "theirs"))
    assert len({mine.secret, theirs.secret, totp.offer(ME), totp.offer(ME)}) == 4
    assert totp.offer(ME, "mine") == mine.secret
    assert not totp.fits(ME, code_of(either, theirs), "mine")
    assert not totp.confirm(ME, code_of(either, theirs), "mine")
    assert totp.fits(ME, code_of(either, mine), "mine")
    assert totp.confirm(ME, code_of(either, mine), "mine")
    assert not totp.confirm(ME, code_of(either, theirs), "theirs"), "what others were offered is over"


def test_another_application_takes_the_place_of_the_first_once_confirmed(world: World) -> None:
    old, totp = application(world), world.services.doors.totp
    fresh = pyotp.TOTP(totp.offer(ME))
    assert totp.accept(ME, code_of(world, old)), "until then the first one counts"
    world.clock.forward(seconds=60)
    assert totp.confirm(ME, code_of(world, fresh))
    world.clock.forward(seconds=60)
    assert not totp.accept(ME, code_of(world, old))
    assert totp.accept(ME, code_of(world, fresh))


def test_a_secret_moved_to_another_officer_does_not_open(world: World) -> None:
    app = application(world)
    with world.services.state.database.transaction() as c:
        c.execute("UPDATE second_factor SET officer = ? WHERE officer = ?", (OTHER, ME))
    assert not world.services.doors.totp.accept(OTHER, code_of(world, app))


def test_the_secret_stands_nowhere_in_the_clear(world: World) -> None:
    secret = application(world).secret.encode()
    files = [p for p in world.settings.master_key_file.parent.rglob("*") if p.is_file()]
    assert not any(secret in path.read_bytes() for path in files)
