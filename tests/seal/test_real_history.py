"""What the desk records, sealed as in an installation, is what the auditor's verifier calls verified."""

from __future__ import annotations

import pytest

from ppid.seal import verifier
from ppid.seal.live import open_source
from ppid.seal.signer import LogSigner
from tests.web.world import World


def audited(world: World) -> verifier.Result:
    """The verdict of the auditor's own program on the database as it stands."""
    keys = "".join(f"log {vkey}\n" for vkey in LogSigner(world.settings.signer_dir).vkeys())
    with open_source(world.settings.schema_url) as source:
        return verifier.audit(source, verifier.parse_policy(f"{keys}quorum none\n".encode()))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def place(request: pytest.FixtureRequest) -> World:
    """Give a world on either database."""
    found: World = request.getfixturevalue("world" if request.param == "sqlite" else "postgres_world")
    return found


def test_a_history_of_real_cases_is_verified(place: World) -> None:
    world = place
    world.at("extended")
    assert world.seal()
    world.clock.forward(days=1)
    world.at("incomplete")
    world.seal(daily=True)
    result = audited(world)
    assert (result.word("en"), result.findings) == ("VERIFIED", [])
    assert result.counts["heads"] == 1
    assert result.counts["confirmed"] == result.counts["entries"] == world.services.ledger.size()


def test_a_log_begins_with_the_name_and_the_key_of_its_signer(world: World) -> None:
    ((_, genesis),) = world.services.ledger.entries("genesis")
    (vkey,) = LogSigner(world.settings.signer_dir).vkeys()
    assert f'"keys":["{vkey}"]'.encode() in genesis
    assert world.services.ledger.origin() == "localhost/log1" == world.settings.origin
