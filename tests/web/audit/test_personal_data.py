"""An auditor replays requests on personal data and breaches like any other case, and reads nobody's words."""

from __future__ import annotations

import json

import pytest

from ppid.events import Stream
from projections.replay import case_as_of
from tests.web.audit.test_kinds import address, shown
from tests.web.office.tries_breach import assessed
from tests.web.office.tries_privacy import proved
from tests.web.visitor import Visitor
from tests.web.world import World
from web.serving import keep_time

WORDS = "Nama saya salah ditulis"


@pytest.fixture
def cases(world: World) -> tuple[Stream, Stream]:
    """One of each, late by a second."""
    made = proved(world), assessed(world)
    world.clock.forward(hours=72, seconds=1)
    world.follow()
    keep_time(world.services)
    world.follow()
    return made


@pytest.fixture
def auditor(world: World, cases: tuple[Stream, Stream]) -> Visitor:
    return world.officer("auditor")


def test_the_hour_is_told_and_that_it_ran_out(auditor: Visitor, cases: tuple[Stream, Stream]) -> None:
    for case in cases:
        text = auditor.get(address(case)).text
        assert "Jumat, 5 Juni 2026 pukul 09.14 WIB" in text
        assert "Batas waktu 5 Juni 2026 pukul 09.14 WIB telah lewat" in text
        before = auditor.get(address(case, "?per=2026-06-04")).text
        assert "berjalan paling lambat Jumat, 5 Juni 2026 pukul 09.14 WIB" in before


def test_the_hours_are_counted_again(auditor: Visitor, cases: tuple[Stream, Stream]) -> None:
    for case, clock in zip(cases, ("D30", "D31"), strict=True):
        page = auditor.get(f"{address(case)}/batas-waktu/{clock}")
        assert page.status == 200
        assert "Tanggal yang dijanjikan sama" in page.text
        assert "72 jam" in page.text


def test_nobodys_words_and_names_are_read(
    world: World, auditor: Visitor, cases: tuple[Stream, Stream]
) -> None:
    person = world.services.privacy.see(cases[0], world.actor("ppid")).person
    known = world.services.people.identity(person)
    assert known is not None
    for case in cases:
        for page in (auditor.get(address(case)).html, auditor.get(f"{address(case)}.json").response.text):
            for secret in (WORDS, known.name, known.number, known.email):
                assert secret not in page


def test_they_stand_in_lists_and_are_found_by_number(
    world: World, auditor: Visitor, cases: tuple[Stream, Stream]
) -> None:
    for case in cases:
        state = case_as_of(world.services.log, case, world.clock()).state
        assert state is not None
        kind = address(case).split("/")[2]
        assert shown(auditor.get(f"/audit/kasus?jenis={kind}")) == [address(case)]
        assert address(case) in shown(auditor.get(f"/audit/kasus?nomor={state.number}"))
        rows = json.loads(auditor.get(f"/audit/kasus.json?jenis={kind}").response.data)
        assert [row["kasus"] for row in rows] == [case]


def test_the_stored_form_says_the_instant(auditor: Visitor, cases: tuple[Stream, Stream]) -> None:
    for case in cases:
        told = json.loads(auditor.get(f"{address(case)}.json").response.data)
        (clock,) = told["case"]["clocks"]
        assert (clock["unit"], clock["days"], clock["due_at"]) == ("hours", 72, "2026-06-05T02:14:00+00:00")
        assert (clock["late"], clock["ran_out"]) == (True, True)
