"""What the desk records, sealed as in an installation, is what the auditor's verifier calls verified."""

from __future__ import annotations

import pytest

from ppid.seal import verifier
from ppid.seal.live import open_source
from ppid.seal.signer import LogSigner
from projections.catalog import ALL
from projections.runner import Follower
from tests.web.world import World
from web.cli.auditing import Audit


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


def test_another_follower_and_another_sealer_take_over_and_the_audit_agrees(place: World) -> None:
    services = place.services
    place.at("extended")
    place.seal()
    lost = Follower(services.log, services.views, ALL, batch=3)
    lost._round()  # noqa: SLF001 - it dies after its first batch, without a word
    place.at("incomplete")
    Follower(services.log, services.views, ALL).catch_up()
    place.seal(daily=True)
    place.at("granted")
    Follower(services.log, services.views, ALL).catch_up()
    lost.catch_up()  # it was only slow, and finds everything done
    place.seal()
    keys = "".join(f"log {vkey}\n" for vkey in LogSigner(place.settings.signer_dir).vkeys())
    result = Audit(services, verifier.parse_policy(f"{keys}quorum none\n".encode())).of_live(
        None, files=False
    )
    assert (result.word("en"), result.findings) == ("VERIFIED", [])
    checked, total = result.checked_overviews or (0, 0)
    assert checked == total > 0


def test_a_log_begins_with_the_name_and_the_key_of_its_signer(world: World) -> None:
    ((_, genesis),) = world.services.ledger.entries("genesis")
    (vkey,) = LogSigner(world.settings.signer_dir).vkeys()
    assert f'"keys":["{vkey}"]'.encode() in genesis
    assert world.services.ledger.origin() == "localhost/log1" == world.settings.origin
