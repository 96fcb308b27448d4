"""The world that other tests visit holds what it says."""

from __future__ import annotations

import pytest

from tests.web.stories import STORIES
from tests.web.world import World


def test_a_case_can_be_taken_to_every_step(world: World) -> None:
    steps = {step: world.request(world.at(step)).step for step in STORIES}
    assert steps["registered"] == "registered"
    assert steps["extended"] == "extended"
    assert steps["awaiting-payment"] == "awaiting-payment"
    assert {steps[step] for step in ("delivered", "withdrawn", "closed")} == {"closed"}
    world.follow()


@pytest.mark.postgres
def test_a_world_lives_on_postgresql_too(postgres_world: World) -> None:
    assert postgres_world.file().number == "0001/PPID-POLDA-X/VI/2026"


def test_the_clock_reads_jakarta(world: World) -> None:
    world.clock.set("2026-06-03", 0, 30)
    assert world.clock.today.isoformat() == "2026-06-03"
    assert world.file().received_on == world.clock.today
