"""People by key: nothing of them in the clear, and an erasure that leaves every event readable."""

from __future__ import annotations

import pytest

from ppid import commands as c
from ppid.acts import NotYourActError
from ppid.events import Sealed
from ppid.person import ErasedError, Identity
from projections.catalog import ALL
from projections.people import PEOPLE
from projections.reader import Reader
from projections.verify import verify
from tests.web.world import OPERATOR, SARI, World


def test_no_identity_stands_in_the_clear_in_the_log_or_the_projections(either: World) -> None:
    either.at("delivered")
    either.follow()
    secrets = [SARI.name, SARI.number, SARI.address, SARI.phone, SARI.email]
    streams = {r.envelope.stream for r in either.services.log.stream_all()}
    stored = [raw.state.decode() for stream in streams for raw in either.services.log.raw(stream)]
    rows = [repr(row) for p in ALL for row in Reader(either.services.views, p).all()]
    assert not [s for s in secrets for text in (*stored, *rows) if s in text]


def test_erasing_a_person_closes_their_data_and_keeps_every_event(either: World) -> None:
    case = either.at("granted")
    request = either.request(case)
    before = either.services.log.load(case)
    either.services.people.erase(
        c.ErasePerson(person=request.requester, basis="UU 27/2022 Pasal 43", order="12/2026"), OPERATOR
    )
    either.follow()
    assert either.services.people.identity(request.requester) is None
    assert either.services.log.load(case) == before
    row = Reader(either.services.views, PEOPLE).get(request.requester)
    assert row is not None
    assert row.sealed is None
    assert all(verify(either.services.log, either.services.views, p).equal for p in ALL)
    with pytest.raises(ErasedError):
        either.services.people.erase(c.ErasePerson(person=request.requester, basis="lagi"), OPERATOR)
    with pytest.raises(ErasedError):
        either.services.people.correct(
            c.CorrectPerson(person=request.requester, identity=SARI, reason="salah ketik"),
            either.actor("desk"),
        )


def test_a_correction_shows_at_once_and_the_old_box_stays(either: World) -> None:
    case = either.at("registered")
    person = either.request(case).requester
    changed = Identity(name="Sari Wulandari, S.H.", number=SARI.number)
    either.services.people.correct(
        c.CorrectPerson(person=person, identity=changed, reason="Gelar tertinggal"), either.actor("desk")
    )
    assert either.services.people.identity(person) == changed
    boxes = [r.envelope.event.identity for r in either.services.log.load(person)]  # type: ignore[attr-defined]
    assert [either.services.vault.open(box) for box in boxes] == [SARI, changed]


def test_a_box_moved_to_another_person_does_not_open(either: World) -> None:
    first, second = (either.request(either.at("registered")).requester for _ in range(2))
    box = either.services.log.load(first)[0].envelope.event.identity.box  # type: ignore[attr-defined]
    assert either.services.vault.open(Sealed(second, box)) is None


def test_only_the_desk_corrects_and_only_operators_erase(either: World) -> None:
    person = either.request(either.at("registered")).requester
    with pytest.raises(NotYourActError):
        either.services.people.correct(
            c.CorrectPerson(person=person, identity=SARI, reason="x"), either.actor("unit")
        )
    with pytest.raises(NotYourActError):
        either.services.people.erase(c.ErasePerson(person=person, basis="x"), either.actor("ppid"))
