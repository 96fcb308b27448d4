"""Nobody learns here who asked: every public page, list, file and register is free of every requester."""

from __future__ import annotations

import re

import pytest

from ppid.events import Actor, Role
from ppid.objection.commands import FileObjection
from ppid.objection.vocabulary import Ground
from ppid.person import Identity
from ppid.request.vocabulary import Channel
from tests.web.listing import listed
from tests.web.public.test_nothing_exempt_is_public import walk, words_of
from tests.web.world import BODY, World
from web.access import EVERYONE, declared

ASKER = Identity(
    name="Penanyaqxzqv Rahayu",
    number="3276019912340007",
    address="Gang Alamatqxzqv 77",
    occupation="Pekerjaanqxzqv",
    phone="0899 7654 3210",
    email="surelqxzqv@example.org",
)
AGENT = Identity(
    name="Kuasaqxzqv Santoso",
    number="3276019912340008",
    address="Gang Kuasaqxzqv 78",
    phone="0899 7654 3211",
    email="kuasaqxzqv@example.org",
)
FIELDS = [
    value for who in (ASKER, AGENT) for value in (who.name, who.number, who.address, who.email, who.phone)
]
#: Any piece of them, however it is written.
TRACES = re.compile(r"qxzqv|32760199\s*1234000[78]|0?899[ -]?7654", re.IGNORECASE)


@pytest.fixture
def asked(world: World) -> World:
    """Requests at several steps and an objection, all of somebody who must stay unknown."""
    agent = {"representative": "person-" + "d" * 32, "representative_identity": AGENT}
    for step in ("registered", "extended", "refused-exempt", "delivered"):
        world.at(step, identity=ASKER, **(agent if step == "delivered" else {}))
        agent = {**agent, "representative": "person-" + "e" * 32}
    case = world.at("delivered", identity=ASKER)
    command = FileObjection(
        objection="objection-" + case.rpartition("-")[2],
        body=BODY,
        channel=Channel.WEB,
        grounds=(Ground.NOT_AS_ASKED,),
        case="Bukan yang saya minta.",
        purpose="Penelitian",
        request=case,
    )
    world.services.objections.file(command, Actor(case, Role.CITIZEN))
    listed(world, title="Laporan terbuka SIM")
    world.follow()
    world.seal(daily=True)
    return world


def test_what_is_looked_for_stands_where_it_may(asked: World) -> None:
    """Else the tests below could find nothing whatever the pages said."""
    assert TRACES.search(words_of(asked.officer("ppid").get("/meja/register")))
    assert all(TRACES.search(field) or field.startswith("Gang") for field in FIELDS)


def test_no_page_that_a_visitor_reaches_names_a_requester(asked: World) -> None:
    starts = ["/", "/daftar-informasi", "/informasi-dikecualikan", "/bantuan", "/hak", "/surel", "/lacak"]
    said = walk(asked.visitor(), starts)
    assert len(said) > 15
    for url, text in said.items():
        assert not TRACES.search(text), url


def test_no_open_address_without_a_name_in_it_names_a_requester(asked: World) -> None:
    known = declared(asked.app)
    visitor = asked.visitor()
    tried = 0
    for rule in asked.app.url_map.iter_rules():
        if known[rule.endpoint] == EVERYONE and not rule.arguments and "GET" in (rule.methods or ()):
            assert not TRACES.search(words_of(visitor.get(rule.rule))), rule.rule
            tried += 1
    assert tried > 15


@pytest.mark.parametrize("field", FIELDS)
def test_no_search_finds_a_requester(asked: World, field: str) -> None:
    visitor = asked.visitor()
    for place in ("/daftar-informasi", "/informasi-dikecualikan", "/ajukan"):
        page = visitor.get(place, query_string={"cari": field, "teks": field})
        # A search repeats what was typed; beside it nothing of the person may stand.
        assert not TRACES.search(page.text.replace(field, "")), place


def test_without_proof_no_address_of_a_case_answers_anything_of_it(asked: World) -> None:
    visitor = asked.visitor()
    case = next(iter(asked.services.log.stream_all(after=0))).envelope.stream
    for url in ("/lacak/permohonan", "/saya", "/saya/data", "/saya/data/1", f"/meja/permohonan/{case}"):
        page = visitor.get(url, follow=False)
        assert page.status in {303, 404}
        assert not TRACES.search(page.response.get_data(as_text=True))
