"""What the desk records, sealed as in an installation, is what the auditor's verifier calls verified."""

from __future__ import annotations

from ppid.database import sqlite_path
from ppid.seal import verifier
from ppid.seal.signer import LogSigner
from tests.web.world import World


def audited(world: World) -> verifier.Result:
    """The verdict of the auditor's own program on the database as it stands."""
    keys = "".join(f"log {vkey}\n" for vkey in LogSigner(world.settings.signer_dir).vkeys())
    source = verifier.SqliteSource(str(sqlite_path(world.settings.database_url)))
    return verifier.audit(source, verifier.parse_policy(f"{keys}quorum none\n".encode()))


def test_a_history_of_real_cases_is_verified(world: World) -> None:
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
