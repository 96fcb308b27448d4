"""Whoever opens personal data leaves a fact that the person, the body and the auditor see, each in part."""

from __future__ import annotations

import pytest

from ppid.database import StoreUnavailableError
from ppid.events import Stream
from ppid.openings import Opened, What
from projections.openings import OPENINGS
from projections.reader import Reader
from tests.web.world import SARI, World

MASKED = "•" * 6


def opened(world: World, person: Stream) -> list[tuple[str, What]]:
    """By which role and in which way a person's data were opened, as the log has it."""
    return [
        (r.envelope.role.value, r.envelope.event.what)
        for r in world.services.log.stream_all()
        if isinstance(r.envelope.event, Opened) and person in r.envelope.event.people
    ]


def path(case: Stream) -> str:
    """The page of a request."""
    return f"/meja/permohonan/{case.removeprefix('request-')}"


@pytest.fixture
def case(world: World) -> Stream:
    """A registered request."""
    found = world.at("registered")
    world.follow()
    return found


def test_a_case_shows_the_name_and_hides_the_rest_until_it_is_asked_for(world: World, case: Stream) -> None:
    desk = world.officer("desk")
    page = desk.get(path(case))
    assert "Sari Wulandari" in page.text
    assert SARI.number not in page.html
    assert SARI.email not in page.html
    assert f"{MASKED}{SARI.number[-4:]}" in page.text

    whole = desk.get(f"{path(case)}/pemohon")
    assert SARI.number in whole.text
    assert "Nama Anda dan waktunya dicatat" in whole.text


def test_what_was_opened_is_in_the_log_once_a_day_for_each_way(world: World, case: Stream) -> None:
    requester = world.request(case).requester
    desk = world.officer("desk")
    for _ in range(2):
        desk.get("/meja")
        desk.get(path(case))
        desk.get(f"{path(case)}/pemohon")
        desk.get(f"{path(case)}/surat/tanda-bukti")

    assert sorted(opened(world, requester)) == [
        ("service-desk", What.CASE),
        ("service-desk", What.IDENTITY),
        ("service-desk", What.LIST),
        ("service-desk", What.PAPER),
    ]

    world.clock.set("2026-06-09")
    world.officer("desk").get(path(case))
    assert opened(world, requester)[-1] == ("service-desk", What.CASE)
    assert len(opened(world, requester)) == 5


def test_a_download_of_the_register_is_noted_before_it_leaves(world: World, case: Stream) -> None:
    requester = world.request(case).requester
    for ending in ("csv", "xlsx"):
        page = world.officer("ppid").get(f"/meja/register.{ending}")
        assert page.status == 200
    assert opened(world, requester) == [("ppid", What.EXPORT)]


def test_a_unit_and_a_citizen_open_nothing(world: World, case: Stream) -> None:
    requester = world.request(case).requester
    world.officer("unit").get("/meja")
    world.visitor().get("/")
    assert opened(world, requester) == []


def test_nothing_is_shown_where_the_opening_cannot_be_recorded(
    world: World, case: Stream, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = world.officer("desk")

    def away(*_: object) -> int:
        raise StoreUnavailableError

    monkeypatch.setattr(world.services.openings, "note", away)
    page = desk.get(path(case))
    assert page.status == 503
    assert "Sari Wulandari" not in page.text


def test_the_trail_is_told_to_the_body_and_to_the_auditor(world: World, case: Stream) -> None:
    world.officer("desk").get(f"{path(case)}/pemohon")
    world.follow()

    seen = world.officer("ppid").get("/meja/pembukaan-data")
    assert "data lengkap" in seen.text
    assert path(case) in seen.html

    audited = world.officer("auditor").get("/audit/register/pembukaan-data")
    assert "data lengkap" in audited.text
    assert "Sari Wulandari" not in audited.text
    assert world.officer("desk").get("/meja/pembukaan-data").status == 403


def test_the_names_of_one_list_are_one_line_to_the_body_and_to_the_auditor(world: World) -> None:
    people = {world.request(world.file(documents=()).request).requester for _ in range(3)}
    assert len(people) == 3
    lone = world.request(world.at("registered")).requester
    actor = world.actor("desk")
    world.services.openings.note(people, actor, What.LIST)
    world.services.openings.note([lone], actor, What.LIST)
    world.follow()

    for officer, address in (("ppid", "/meja/pembukaan-data"), ("auditor", "/audit/register/pembukaan-data")):
        seen = world.officer(officer).get(address).text
        assert seen.count("nama dalam daftar") == 2, address
        assert seen.count("nama dalam daftar (3 orang)") == 1, address
    english = world.officer("auditor", "en").get("/audit/register/pembukaan-data")
    assert "(3 people)" in english.text

    file = world.officer("auditor").get("/audit/register/pembukaan-data.csv")
    lines = file.response.data.decode("utf-8-sig").splitlines()[1:]
    assert {person for person in (*people, lone) if any(person in line for line in lines)} == {*people, lone}
    assert len(lines) == 4


def test_two_at_once_note_an_opening_once(world: World, case: Stream) -> None:
    requester = world.request(case).requester
    actor = world.actor("desk")
    assert world.services.openings.note([requester], actor, What.CASE, case) == 1
    other = type(world.services.openings)(
        world.services.log, world.services.now, Reader(world.services.views, OPENINGS)
    )
    assert other.note([requester], actor, What.CASE, case) == 0
    assert other.note([requester], actor, What.FILE, case) == 1
    assert world.services.openings.note([requester], actor, What.FILE, case) == 0
