"""Recovery codes: ten, each once, known to nobody afterwards (F54)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.web.world import World, officer_id

ME, OTHER = officer_id("ppid"), officer_id("desk")


def test_f54_each_code_opens_once(either: World) -> None:
    recovery = either.services.doors.recovery
    codes = recovery.renew(ME)
    assert len(set(codes)) == 10
    assert [recovery.use(ME, code) for code in codes] == [True] * 10
    assert recovery.left(ME) == 0
    assert not any(recovery.use(ME, code) for code in codes)


def test_f54_of_two_at_once_one_wins(either: World) -> None:
    recovery = either.services.doors.recovery
    code = recovery.renew(ME)[3]
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _: recovery.use(ME, code), range(8))) == 1
    assert recovery.left(ME) == 9


def test_renewing_ends_the_codes_before(world: World) -> None:
    recovery = world.services.doors.recovery
    old = recovery.renew(ME)
    fresh = recovery.renew(ME)
    assert not any(recovery.use(ME, code) for code in old)
    assert recovery.left(ME) == 10
    assert recovery.use(ME, fresh[0])


def test_a_code_is_its_officers_alone(world: World) -> None:
    recovery = world.services.doors.recovery
    code = recovery.renew(ME)[0]
    recovery.renew(OTHER)
    assert not recovery.use(OTHER, code)


def test_a_code_may_be_typed_as_people_do(world: World) -> None:
    recovery = world.services.doors.recovery
    codes = recovery.renew(ME)
    typed = (codes[0].lower(), codes[1].replace("-", ""), f"  {codes[2]} ".replace("-", " "))
    assert [recovery.use(ME, code) for code in typed] == [True] * 3


@pytest.mark.parametrize("typed", ["", "-", "\x00", "\ud800", "A" * 4000, "ABCD-EFGH-JKLM"])
def test_what_is_no_code_is_refused(world: World, typed: str) -> None:
    world.services.doors.recovery.renew(ME)
    assert not world.services.doors.recovery.use(ME, typed)


def test_codes_are_kept_as_keyed_hashes(world: World) -> None:
    codes = world.services.doors.recovery.renew(ME)
    files = [p.read_bytes() for p in world.settings.master_key_file.parent.rglob("*") if p.is_file()]
    for code in codes:
        assert not any(code.encode() in file or code.replace("-", "").encode() in file for file in files)
