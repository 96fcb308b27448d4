"""Guessing numbers and codes: a number that exists takes the same work as one that does not (F50, F51)."""

from __future__ import annotations

import hmac
import sys
from collections import Counter
from types import FrameType

import pytest

from ppid.events import Actor, Role
from tests.web.citizen.test_mailed import object_to
from tests.web.world import World
from web.services import services

GUESS = "ABCD-EFGH-JKLM"


@pytest.fixture
def numbers(world: World) -> dict[str, str]:
    """A number of each kind, and some that are none."""
    case = world.at("delivered")
    objection = object_to(world, case)
    world.follow()
    seen = world.services.objections.see(objection, Actor(objection, Role.CITIZEN))
    return {
        "request": world.request(case).number,
        "objection": seen.number,
        "unknown": "9999/PPID-POLDA-X/VI/2026",
        "nothing": "0000/TIDAK-ADA",
    }


def work_of(world: World, number: str, code: str = GUESS) -> Counter[str]:
    """How often the store was asked and codes were compared while a number was tried."""
    visitor = world.visitor()
    form = visitor.get("/lacak")
    counted: Counter[str] = Counter()

    def watch(_frame: FrameType, event: str, called: object) -> None:
        if event == "c_call" and getattr(called, "__name__", "") in {"execute", "compare_digest"}:
            counted[getattr(called, "__name__", "")] += 1

    sys.setprofile(watch)
    try:
        page = visitor.send(form, {"number": number, "code": code})
    finally:
        sys.setprofile(None)
    assert page.status == 422
    return counted


def test_F51_every_wrong_guess_takes_the_same_work(world: World, numbers: dict[str, str]) -> None:
    work_of(world, "warm")  # what is done once, such as reading a template
    seen = {kind: work_of(world, number) for kind, number in numbers.items()}
    assert seen["request"]["compare_digest"] >= 2
    assert seen["request"] == seen["unknown"] == seen["nothing"]
    # The one fact of an objection that exists is read in the same question.
    assert seen["objection"] == seen["unknown"]


def test_F50_every_wrong_guess_reads_the_same(world: World, numbers: dict[str, str]) -> None:
    said = set()
    for number in numbers.values():
        visitor = world.visitor()
        page = visitor.send(visitor.get("/lacak"), {"number": number, "code": GUESS})
        said.add((page.status, page.text.replace(number, "")))
    assert len(said) == 1


def test_a_code_is_compared_in_constant_time_and_stands_nowhere(world: World) -> None:
    case = world.file().request
    code = world.services.vault.access_code(case)
    assert world.services.vault.code_matches(case, code.lower().replace("-", " "))
    assert not world.services.vault.code_matches(case, code[:-1] + ("2" if code[-1] != "2" else "3"))
    stored = [r.envelope.event for r in world.services.log.load(case)]
    assert code not in str(stored)
    assert hmac.compare_digest(code, world.services.vault.access_code(case)), "derived, the same each time"
    with world.app.app_context():
        assert services().vault is world.services.vault
