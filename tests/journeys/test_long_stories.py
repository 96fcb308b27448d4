"""The two long stories of the law, from the first question to the end, across the holidays of 2026.

A refusal on article 17(a)(1) goes to the commission after an objection that nobody answers, and half of it is
opened; and a partial refusal is overturned by the superior and remedied in time. Each is played through HTTP,
on both databases, and in a real browser without scripts on a small screen: the same script, forms only.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser import Pages
from tests.journeys import commission_story as commission
from tests.journeys import remedy_story as remedied
from tests.journeys.beginnings import ask, decree, find_complete
from tests.journeys.looking import Looker
from tests.journeys.stage import Stage, stream_of
from tests.journeys.test_story import address
from tests.journeys.walking import AtBrowser, AtHttp
from tests.web.world import World

__all__ = ["address"]

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture(params=["http", pytest.param("http-postgresql", marks=pytest.mark.postgres), "browser"])
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    """Give the world with people who walk in it over HTTP, or in a browser."""
    world: World
    looker = Looker("id")
    if request.param == "browser":
        address: str = request.getfixturevalue("address")
        pages: Pages = request.getfixturevalue("page_of")
        world = request.getfixturevalue("world")
        yield Stage(world, lambda: AtBrowser(pages(360), address, looker), looker)
        assert not looker.faults, "\n".join(looker.faults)
        return
    world = request.getfixturevalue("postgres_world" if "postgresql" in request.param else "world")
    yield Stage(world, lambda: AtHttp(world.visitor()), looker)


def test_a_refusal_goes_to_the_commission_which_opens_half_of_it(stage: Stage) -> None:
    stage.on("2026-06-02")
    exemption = decree(stage, *commission.SCENE)
    stage.on("2026-06-03")
    # Ten working days over 16 June, the Islamic new year.
    asked = ask(stage, "Berkas kecelakaan lalu lintas di Jalan Merdeka", "Kamis, 18 Juni 2026")
    stage.on("2026-06-05")
    find_complete(stage, asked)
    commission.refuse(stage, asked, exemption)
    objection = commission.object_to_it(stage, asked)
    commission.be_silent(stage, asked, objection)
    dispute = commission.go_to_the_commission(stage, asked, objection)
    commission.be_heard(stage, dispute, exemption)
    commission.be_decided(stage, dispute, exemption)
    commission.become_final(stage, dispute, exemption)
    commission.comply(stage, asked, dispute)
    commission.look_at_the_lists(stage)
    commission.look_into_the_file(stage, dispute)
    commission.replay(stage, asked)
    commission.told_in_order(stage, asked, objection, dispute, exemption)
    stage.verified()


def test_a_partial_refusal_is_overturned_and_remedied_in_time(stage: Stage) -> None:
    stage.on("2026-06-12")
    exemption = decree(stage, remedied.PAYROLL)
    stage.on("2026-06-15")
    # Ten working days after 15 June, without the 16th.
    asked = ask(stage, "Rincian honorarium kegiatan tahun 2025", "Selasa, 30 Juni 2026")
    stage.on("2026-06-17")
    find_complete(stage, asked)
    remedied.give_in_part(stage, asked, exemption)
    remedied.pay_and_receive(stage, asked)
    objection = remedied.object_on_two_grounds(stage, asked)
    remedied.be_refused_as_decider(stage, objection)
    remedied.overturn(stage, objection)
    remedied.receive_the_answer(stage, asked)
    remedied.remedy(stage, objection)
    remedied.see_it_carried_out(stage, asked, objection)
    assert stage.facts(stream_of("objection", objection)) == [
        "objection.filed",
        "objection.registered",
        "objection.overturned",
        "objection.answer-received",
        "objection.remedied",
        "objection.remedied",
        "objection.closed",
    ]
    assert stage.facts(asked.stream) == [
        "request.filed",
        "request.registered",
        "request.found-complete",
        "request.clock-ran-out D05 2026-06-22",
        "request.partly-granted",
        "request.notice-received",
        "request.fee-paid",
        "request.information-delivered",
        "request.closed",
    ]
    stage.verified()
