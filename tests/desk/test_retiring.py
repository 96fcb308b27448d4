"""Retention: scans of identity cards go early, everything else by the schedule, nothing that is held."""

from __future__ import annotations

import pytest

from ppid.errors import RuleError
from ppid.events import Actor, Role
from ppid.person import Erased, PapersDestroyed
from ppid.retention import Record, RetentionSet
from ppid.retiring import Due, apply, due
from projections.parties import PARTIES
from projections.reader import Reader
from tests.web.world import BODY, OPERATOR, SARI, World


def all_due(world: World) -> list[Due]:
    world.follow()
    known = Reader(world.services.views, PARTIES).keys()
    people = sorted({str(person) for person, _ in known})
    return list(due(world.services.people.erasing, people))


def set_months(world: World, record: Record, months: int | None) -> None:
    world.services.retention.set(BODY, RetentionSet(record, months, "JRA 5/2026"), OPERATOR)


def test_nothing_of_an_open_case_is_due(either: World) -> None:
    set_months(either, Record.REGISTER, 0)
    set_months(either, Record.ATTACHMENT, 0)
    either.at("granted")
    either.clock.forward(days=400)
    assert all_due(either) == []


def test_a_scan_of_a_card_goes_when_nobody_can_object_any_more(either: World) -> None:
    request = either.request(either.at("closed"))
    card = request.documents[0].sha256
    assert all_due(either) == []
    either.clock.forward(days=90)
    (one,) = all_due(either)
    assert (one.person, one.record, one.numbers) == (
        request.requester,
        Record.IDENTITY_SCAN,
        (request.number,),
    )
    apply(either.services.people.erasing, one, OPERATOR)
    assert either.services.files.stored(card) is None
    assert either.services.people.identity(request.requester) == SARI
    told = either.services.log.load(request.requester)[-1].envelope.event
    assert isinstance(told, PapersDestroyed)
    assert (told.record, told.papers[0].sha256) == ("identity-scan", card)
    assert all_due(either) == []


def test_a_person_goes_when_the_schedule_of_the_body_is_over(world: World) -> None:
    request = world.request(world.at("closed"))
    set_months(world, Record.REGISTER, 6)
    world.clock.forward(days=150)
    assert [one.record for one in all_due(world)] == [Record.IDENTITY_SCAN]
    world.clock.forward(days=60)
    (one,) = all_due(world)
    assert one.record is Record.REGISTER
    apply(world.services.people.erasing, one, OPERATOR)
    assert world.services.people.identity(request.requester) is None
    assert any(isinstance(r.envelope.event, Erased) for r in world.services.log.load(request.requester))
    assert all_due(world) == []


def test_what_became_held_meanwhile_stays(world: World) -> None:
    request = world.request(world.at("closed"))
    world.clock.forward(days=90)
    (one,) = all_due(world)
    set_months(world, Record.IDENTITY_SCAN, 12)
    apply(world.services.people.erasing, one, OPERATOR)
    assert world.services.files.stored(request.documents[0].sha256) is not None


def test_a_schedule_needs_its_basis_a_period_and_somebody_who_may(world: World) -> None:
    good = RetentionSet(Record.REGISTER, 60, "JRA 5/2026")
    for wrong, who in (
        (RetentionSet(Record.REGISTER, 60, " "), OPERATOR),
        (RetentionSet(Record.REGISTER, -1, "JRA"), OPERATOR),
        (RetentionSet(Record.REGISTER, 1201, "JRA"), OPERATOR),
        (good, Actor("x", Role.SERVICE_DESK, BODY)),
    ):
        with pytest.raises(RuleError):
            world.services.retention.set(BODY, wrong, who)
    assert world.services.retention.of(BODY)[Record.REGISTER].months is None
