"""Random lawful and unlawful acts over all subjects, on both databases, held against a model of the law.

Eight walks of 2,600 steps: 20,800 in all. A seed tells the same story on either database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from projections.catalog import ALL
from projections.exempt_list import PublicExemptions
from projections.items import PublicItems
from projections.verify import verify
from tests.model.invariants import INVARIANTS
from tests.model.walk import Walk
from tests.postgres import Cluster, urls_of
from tests.web.world import World, open_world

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

SEEDS = range(4)
STEPS = 2_600
DAYS = 640
PAGE = Path(__file__).parents[2] / "docs" / "invariants.md"
#: What a walk of this length must have met, or it proves little.
DONE = {"file", "extend", "answer", "test", "decree", "object", "objection answer", "objection settle",
        "notify", "dispute extend_mediation", "dispute rule", "dispute comply", "list"}  # fmt: skip
REFUSED = {"already-extended", "no-decree", "unknown-decree", "decree-not-in-force", "letter-not-covered",
           "never-exempt", "own-decision", "ground-not-open", "already-objected", "nothing-to-settle",
           "no-mediation-on-exemption", "mediation-already-extended", "not-your-act", "exempt-not-listed",
           "changed-meanwhile"}  # fmt: skip


def test_the_law_holds_on_sqlite(tmp_path: Path) -> None:
    prove(lambda seed: open_world(tmp_path / str(seed), empty=True), tmp_path)


@pytest.mark.postgres
def test_the_law_holds_on_postgresql(postgres_cluster: Cluster, tmp_path: Path) -> None:
    def fresh(seed: int) -> World:
        urls = urls_of(postgres_cluster.create_database())
        return open_world(tmp_path / str(seed), urls.app, urls.owner, empty=True)

    prove(fresh, tmp_path)


def prove(fresh: Callable[[int], World], folder: Path) -> None:
    """Walk every seed; hold each log to the law, and all together to having met what they should."""
    done, refused = Counter[str](), Counter[str]()
    for seed in SEEDS:
        (folder / str(seed)).mkdir()
        world = fresh(seed)
        walk = Walk(world, seed)
        walk.go(STEPS, DAYS)
        holds(walk)
        done += walk.done
        refused += walk.refused
        world.services.close()
    assert set(done) >= DONE, DONE - set(done)
    assert set(refused) >= REFUSED, REFUSED - set(refused)


def holds(walk: Walk) -> None:
    """The log against the law, the rows against the log, what is public against what is exempt."""
    services = walk.office.world.services
    log = [recorded.envelope for recorded in services.log.stream_all()]
    for invariant in INVARIANTS:
        invariant(log)
    walk.office.world.follow()
    for projection in ALL:
        assert verify(services.log, services.views, projection).equal, projection.table
    nothing_exempt_is_public(walk)


def nothing_exempt_is_public(walk: Walk) -> None:
    """What is exempt today is no listed item, what ended is one; the exempt list holds decreed rows only."""
    services, today = walk.office.world.services, walk.office.today
    public = [line for body in walk.office.bodies for line in PublicItems(services.views).all(body)]
    sources = {item.source for item in map(walk.item, (line.stream for line in public)) if item.source}
    listed = {(source.exemption, source.row) for source in sources}
    rows = {
        (x.stream, n): (x, row) for x in walk.exemptions.cases if x.decreed_on for n, row in x.rows.items()
    }
    exempt = {place for place, (x, _row) in rows.items() if x.in_force(place[1], today)}
    assert not listed & exempt
    assert listed == {place for place, (_x, row) in rows.items() if row.over}
    told = {line.stream for body in walk.office.bodies for line in PublicExemptions(services.views).all(body)}
    assert told == {x.stream for x in walk.exemptions.cases if x.decreed_on}


@pytest.mark.parametrize("invariant", INVARIANTS)
def test_every_invariant_is_named_in_the_docs(invariant: object) -> None:
    assert f"`{getattr(invariant, '__name__', '')}`" in PAGE.read_text(encoding="utf-8")
