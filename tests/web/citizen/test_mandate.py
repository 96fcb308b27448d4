"""Who acts for a requester, how far, and until when: recorded at filing, and shown to both sides."""

from __future__ import annotations

from datetime import date

import pytest

from ppid.request import events as e
from ppid.request.refusals import MandateOverError
from ppid.request.vocabulary import Reach
from tests.web.citizen.journey import file, fill
from tests.web.citizen.reading import BUDI, prove
from tests.web.mailing.posting import Box
from tests.web.world import World

AGENT = "person-" + "c" * 32
ASKED = {
    "kuasa": {"represented": "ya"},
    "kuasa-identitas": {
        "name": "Budi Santoso",
        "number": "3276014107900002",
        "address": "Jalan Kenanga 7, Depok",
        "reach": "objection",
        "mandate_until-day": "31",
        "mandate_until-month": "12",
        "mandate_until-year": "2026",
    },
}


def test_the_power_of_attorney_is_recorded_and_shown_to_both_sides(world: World) -> None:
    visitor = world.visitor()
    checked = fill(visitor, ASKED)
    assert "keberatan atasnya; berlaku sampai 31 Desember 2026" in checked.text
    visitor.send(checked)
    world.follow()
    case = next(
        r.envelope.stream
        for r in world.services.log.stream_all(after=0)
        if isinstance(r.envelope.event, e.Filed)
    )
    assert world.request(case).mandate == e.Mandate(Reach.OBJECTION, date(2026, 12, 31))
    for page in (
        world.tracker(case).get("/lacak/permohonan"),
        world.officer("ppid").get(f"/meja/permohonan/{case.removeprefix('request-')}"),
    ):
        assert "berlaku sampai 31 Desember 2026" in page.text
    assert "Budi Santoso" in world.tracker(case).get("/lacak/permohonan").text


def test_a_request_of_ones_own_has_no_power_of_attorney(world: World) -> None:
    file(world.visitor())
    filed = [r.envelope.event for r in world.services.log.stream_all(after=0)]
    assert [event.mandate for event in filed if isinstance(event, e.Filed)] == [None]


def test_a_power_that_ended_before_the_request_is_refused(world: World) -> None:
    over = e.Mandate(Reach.REQUEST, date(2026, 6, 1))
    with pytest.raises(MandateOverError):
        world.file(representative=AGENT, representative_identity=BUDI, mandate=over)
    today = e.Mandate(Reach.REQUEST, world.clock.today)
    world.file(representative=AGENT, representative_identity=BUDI, mandate=today)


@pytest.mark.parametrize("year", ["2025", "9999"])
def test_an_end_that_nobody_can_have_meant_is_said_on_its_own_page(world: World, year: str) -> None:
    visitor = world.visitor()
    agent = {**ASKED["kuasa-identitas"], "mandate_until-year": year}
    page = visitor.send(fill(visitor, ASKED, upto="kuasa-identitas"), agent, form="name")
    assert page.status == 422
    assert "31 Desember" in page.error("mandate_until")
    assert page.form("name").values["mandate_until-year"] == year


def test_a_power_that_ended_before_it_was_sent_is_said_before_anything_is_filed(world: World) -> None:
    visitor = world.visitor()
    before = world.services.log.position()
    ended = {**ASKED["kuasa-identitas"], "mandate_until-day": "2", "mandate_until-month": "6"}
    checked = fill(visitor, {**ASKED, "kuasa-identitas": ended})
    world.clock.forward(days=1)
    page = visitor.send(checked)
    assert page.status == 422
    assert "2 Juni" in page.text
    assert page.has_link("Ubah")
    assert world.services.log.position() == before


def test_a_power_that_ended_shows_the_case_no_more(mailing: World, box: Box) -> None:
    until = e.Mandate(Reach.REQUEST, date(2026, 6, 10))
    case = mailing.file(representative=AGENT, representative_identity=BUDI, mandate=until).request
    number = mailing.request(case).number
    assert number in prove(mailing, box, BUDI.email).get("/saya").text
    mailing.clock.set("2026-06-10", 23)
    assert number in prove(mailing, box, BUDI.email).get("/saya").text
    mailing.clock.set("2026-06-11", 1)
    assert number not in prove(mailing, box, BUDI.email).get("/saya").text
    assert number in prove(mailing, box).get("/saya").text, "the requester still sees it"
