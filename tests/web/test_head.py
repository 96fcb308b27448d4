"""HEAD looks and never acts: it carries no token against forged forms, and link checkers send it."""

from __future__ import annotations

from werkzeug.routing import Rule

from tests.web.rooms import TRIED
from tests.web.world import World

#: What the parts of an address may be; an address that names nothing may answer 404, never act.
PARTS = {"place": "1", "hex": "0" * 32, "act": "withdraw", "slug": "identitas", "whose": "pemohon"}


def test_head_withdraws_nothing(world: World) -> None:
    case = world.at("delivered") and world.file().request
    answer = world.tracker(case).client.head("/lacak/cabut")
    assert world.request(case).closing is None
    assert answer.status_code == 200
    assert answer.data == b""


def test_head_records_nothing_anywhere(world: World) -> None:
    case = world.at("registered")
    kinds = {kind: tried.at(world, tried.shown) for kind, tried in TRIED.items()}
    world.follow()
    adapter = world.app.url_map.bind("localhost")
    rules = [rule for rule in world.app.url_map.iter_rules() if {"POST", "HEAD"} <= (rule.methods or set())]
    assert len(rules) > 20
    browsers = [world.visitor(), world.tracker(case), world.officer("desk"), world.officer("ppid")]
    before = world.services.log.position()
    for rule in rules:
        about = kinds.get(rule.endpoint.partition(".")[0], case).rpartition("-")[2]
        values = {name: _value(rule, name) for name in rule.arguments}
        if "hex" in values:
            values["hex"] = about
        if "case" in values:
            values["case"] = about
        url = adapter.build(rule.endpoint, values)
        for browser in browsers:
            assert browser.client.head(url).status_code < 500, url
    recorded = [each.envelope.event for each in world.services.log.stream_all(after=before)]
    assert {type(event).__name__ for event in recorded} <= {"Opened"}


def _value(rule: Rule, name: str) -> str:
    offered = getattr(rule._converters[name], "items", None)  # noqa: SLF001  (no public way to what `any` offers)
    return min(offered) if offered else PARTS.get(name, "1")
