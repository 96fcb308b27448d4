"""Who may open what: every route, in every method, for every role, as declared and as it answers.

``python -m tests.house.test_access > docs/access.md`` writes the table for people.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from ppid import commands as c
from ppid.acts import Acts
from ppid.catalogue.state import list_stream
from ppid.events import Actor, Role, Stream
from ppid.objection.commands import FileObjection
from ppid.objection.vocabulary import Ground
from ppid.request.lawful import ACTS, Act
from ppid.request.state import REQUEST
from ppid.request.vocabulary import Channel
from tests.web.conftest import established, world
from tests.web.office.strangers import open_stranger
from tests.web.rooms import TRIED
from tests.web.visitor import Visitor
from tests.web.world import BODY, CODE, OPERATOR, SARI, World, officer_id, open_world
from web.access import EVERYONE, MAILED, SESSION_COOKIE, Proof, declared, proofs
from web.audit.kinds import BY_PLACE
from web.office.frame import ROOMS
from web.office.room import AnyRoom
from web.office.words import ROLES as ROLE_WORDS
from web.state import Account

__all__ = ["established", "world"]

PAGE = Path(__file__).parents[2] / "docs" / "access.md"
#: Where whoever has proved nothing is sent.
ASKING = frozenset({"/lacak", "/surel", "/meja/masuk"})
#: Steps that between them have every document, letter and file that an address may name.
STEPS = ("registered", "routed", "delivered")
#: The steps of signing in; each shows nothing of the desk, and asks for what the step before it gave.
DOOR = (
    *("second.step", "second.set_up", "passkey.enter_with", "passkey.set_up"),
    *("single.start", "single.come_back"),
)
NOBODY, TRACKER, READER = "nobody", "citizen", "mail-reader"
OFFICERS: dict[str, Role] = {
    "desk": Role.SERVICE_DESK,
    "unit": Role.UNIT_OFFICER,
    "other-unit": Role.UNIT_OFFICER,
    "ppid": Role.PPID,
    "superior": Role.SUPERIOR,
    "head": Role.HEAD,
    "admin": Role.BODY_ADMIN,
    "auditor": Role.AUDITOR,
    "stranger": Role.PPID,
}
#: Who proved what a page for citizens wants.
PROVERS = {
    Proof.CODE: frozenset({TRACKER}),
    Proof.MAIL: frozenset({READER}),
    Proof.EITHER: frozenset({TRACKER, READER}),
}
#: Who belongs here by role, but has nothing to do with a case of this body that was put to LANTAS.
OUTSIDERS = frozenset({"other-unit", "stranger"})
#: What an address may name, by the name of its part; addresses of acts are tried with every act.
PARTS = {
    "slug": ("tanda-bukti", "formulir", "identitas"),
    "whose": ("pemohon", "informasi"),
    "place": ("1",),
    "number": (1,),
    "page": (1,),
    "ending": ("csv", "json"),
    "act": tuple(act.value for act in Act),
    "clock": ("D06",),
    "code": (CODE,),
    "item": ("0" * 32,),
    "path": ("0/000",),
    "run": ("0" * 32,),
    "size": ("1",),
    "token": ("x" * 43,),
    "officer": (officer_id("ppid").removeprefix("person-"),),
    "proposal": ("0" * 32,),
    "delegation": ("0" * 32,),
    "absence": ("0" * 32,),
}
#: Where an auditor reads a case of any kind.
AUDITED = (
    "audit.case",
    "audit.case_file",
    "audit.hearing_file",
    "audit.beside",
    "audit.deadline",
    "audit_seal.bundle",
)


@dataclass(frozen=True)
class Ask:
    """One question to the application: an address, and what of its answer depends on the asker.

    ``hidden_from`` are those to whom the case of the address is not shown; ``taken_by`` the roles that the
    act of the address belongs to, None where it names no act.
    """

    endpoint: str
    method: str
    url: str
    hidden_from: frozenset[str] = frozenset()
    taken_by: frozenset[Role] | None = None


def asks(app: Flask, cases: Mapping[str, Stream]) -> Iterator[Ask]:
    """Every route in every method, with real ids in its address, by the kind of the subject."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        kind = rule.endpoint.partition(".")[0]
        tried = TRIED.get(kind)
        case = cases[kind if tried else REQUEST.kind]
        of_case = bool({"case", "hex"} & rule.arguments)
        outside = (tried.hidden_from if tried else OUTSIDERS) if of_case else frozenset()
        for values in _values(rule, case.rpartition("-")[2]):
            if rule.endpoint in AUDITED:
                values["hex"] = _hex_at(str(values.get("place", "sengketa")), cases)
            url = adapter.build(rule.endpoint, values)
            taken_by = roles_of(app, kind, str(values["act"])) if "act" in values else None
            for method in sorted(set(rule.methods or ()) - {"HEAD", "OPTIONS"}):
                yield Ask(rule.endpoint, method, url, outside, taken_by)


def _hex_at(place: str, cases: Mapping[str, Stream]) -> str:
    """A case of the kind that an auditor finds at this place; the list of the body has its own name."""
    kind = BY_PLACE[place].subject.kind
    return cases.get(kind, list_stream(BODY)).rpartition("-")[2]


def roles_of(app: Flask, kind: str, act: str) -> frozenset[Role]:
    """Whose act it is, in the room of a subject."""
    acts = app.extensions[ROOMS][kind].acts if kind in TRIED else ACTS
    return frozenset(next(acts.roles(known) for known in acts if known.value == act))


def _values(rule: Rule, case: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = [{}]
    for name in sorted(rule.arguments):
        offered = getattr(rule._converters[name], "items", None)  # noqa: SLF001  (no public way to what `any` offers)
        options = (case,) if name in {"case", "hex"} else tuple(sorted(offered or PARTS[name]))
        found = [{**values, name: option} for values in found for option in options]
    return found


def visitors(world: World, case: Stream) -> dict[str, Visitor]:
    """A browser for each kind of person, each with a token for its forms."""
    _appoint(world, "other-unit", Role.UNIT_OFFICER, "RESKRIM")
    _appoint(world, "admin", Role.BODY_ADMIN, "")
    found = {NOBODY: world.visitor(), TRACKER: world.tracker(case), READER: world.visitor()}
    proofs = world.services.proofs
    token = proofs.open_session(SARI.email, [world.request(case).requester])
    with found[READER].client.session_transaction() as session:
        session[MAILED] = token
    for name in OFFICERS:
        if name == "stranger":
            visitor = world.visitor()
            visitor.client.set_cookie(SESSION_COOKIE, open_stranger(world, Role.PPID))
        elif name in {"other-unit", "admin"}:
            visitor = world.visitor()
            visitor.client.set_cookie(SESSION_COOKIE, _session(world, name))
        else:
            visitor = world.officer(name)
        found[name] = visitor
    return found


def _appoint(world: World, name: str, role: Role, unit: str) -> None:
    officer = f"person-{name.encode().hex():0>32}"
    world.services.directory.appoint(
        c.AppointOfficer(body=BODY, officer=officer, name=name, roles=(role,), unit=unit, position=name),
        OPERATOR,
    )
    world.services.state.add_account(Account(name, officer, BODY), "kata-sandi-panjang-9")


def _session(world: World, name: str) -> str:
    account = Account(name, f"person-{name.encode().hex():0>32}", BODY)
    return world.services.state.open_session(account, OFFICERS[name].value)


def expected(ask: Ask, name: str, roles: frozenset[Role], proof: Proof) -> str:
    """What the declaration and the rules say: admitted, sent to prove something, or refused."""
    if roles == EVERYONE:
        return "admitted"
    if roles == {Role.CITIZEN}:
        if name in PROVERS[proof]:
            return "admitted"
        return "/lacak" if proof is Proof.CODE else "/surel"
    if name in {NOBODY, TRACKER, READER}:
        return "/meja/masuk"
    beyond = name in ask.hidden_from
    not_theirs = ask.taken_by is not None and OFFICERS[name] not in ask.taken_by
    return "refused" if OFFICERS[name] not in roles or beyond or not_theirs else "admitted"


def seen(visitor: Visitor, ask: Ask, token: str) -> str:
    """What the application answered."""
    if ask.method == "POST":
        page = visitor.post(ask.url, {"csrf_token": token}, follow=False)
    else:
        page = visitor.get(ask.url, follow=False)
    if page.status in {401, 403, 404}:
        return "refused" if page.status != 401 else "401"
    if page.status == 303 and page.location.partition("?")[0] in ASKING:
        return page.location.partition("?")[0]
    return "admitted" if page.status < 500 else str(page.status)


def _object(world: World, case: Stream) -> None:
    """Object to a request, so that its citizen has an objection to follow."""
    command = FileObjection(
        objection=f"objection-{case.rpartition('-')[2]}",
        body=BODY,
        channel=Channel.WEB,
        grounds=(Ground.NOT_AS_ASKED,),
        case="Bukan yang saya minta.",
        purpose="Penelitian",
        request=case,
    )
    world.services.objections.file(command, Actor(case, Role.CITIZEN))


@pytest.fixture
def cases(world: World) -> dict[str, Stream]:
    found = {step: world.at(step) for step in STEPS}
    _object(world, found["delivered"])
    found |= {kind: tried.at(world, tried.shown) for kind, tried in TRIED.items()}
    world.follow()
    return found


def test_every_route_declares_who_may_open_it(world: World) -> None:
    known = declared(world.app)
    assert {rule.endpoint for rule in world.app.url_map.iter_rules()} == set(known)
    assert {
        rule.endpoint
        for rule in world.app.url_map.iter_rules()
        if rule.rule.startswith("/meja") and known[rule.endpoint] == EVERYONE
    } == {"office.sign_in", "office.sign_out", "invited.choose", *DOOR}
    assert all(known[e] == {Role.AUDITOR} for e in known if e.startswith("audit."))


@pytest.mark.slow
@pytest.mark.parametrize("name", [NOBODY, TRACKER, READER, *OFFICERS])
def test_each_role_is_let_in_exactly_where_it_is_declared(
    world: World, cases: dict[str, Stream], name: str
) -> None:
    # The case that has been answered has letters and files; the one with a unit has a unit that may see it.
    case = cases["routed"] if OFFICERS.get(name) is Role.UNIT_OFFICER else cases["delivered"]
    known, proved = declared(world.app), proofs(world.app)
    wrong, asked, fresh = [], 0, visitors(world, case)[name]
    for ask in asks(world.app, {**cases, REQUEST.kind: case}):
        if ask.endpoint in {"office.sign_out", "track.stop", "mailed.stop"}:
            continue  # they end what the rest of the questions needs
        token = fresh.get("/lacak").form("number").values["csrf_token"]
        proof = proved.get(ask.endpoint, Proof.CODE)
        wanted, got = expected(ask, name, known[ask.endpoint], proof), seen(fresh, ask, token)
        asked += 1
        if wanted != got and not _nothing_there(ask, wanted, got):
            wrong.append(f"{ask.method} {ask.url} as {name}: {wanted} is right, {got} came")
    assert asked > 70
    assert not wrong, "\n".join(wrong)


def _nothing_there(ask: Ask, wanted: str, got: str) -> bool:
    """Whether somebody who was let in merely found nothing: no receipt in this browser, no such letter."""
    empty = {"apply.done", "apply.receipt_file", "intake.done", "intake.receipt_file"}
    empty |= {"periodic.done", "periodic.receipt_file"}
    # No item of the public list has that address here, and the list was not decreed.
    empty |= {"public_list.item", "public_list.file", "item.decree_letter"}
    # The token of a file, or of its picture, names none.
    empty |= {"files.given", "files.picture"}
    # Only a request has the clock that is asked for, and no line of the register of mass acts is named.
    empty |= {"audit.deadline", "audit.mass_facts"}
    # Nothing waits for a second administrator here, nothing is lent, nobody is away.
    empty |= {"officers.proposal", "officers.delegation", "officers.back"}
    # Nothing is sealed here: no checkpoint, no tile, no receipt, no evidence, and no run of the audit.
    empty |= {
        "sealed.checkpoint",
        "sealed.tile",
        "sealed.seal",
        "audit_seal.bundle",
        "audit_seal.report_file",
    }
    empty |= {f"{place}.sealed_file" for place in ("apply", "periodic", "track", "following")}
    if ask.endpoint in AUDITED and "/penetapan-daftar/" in ask.url:
        return wanted == "admitted" and got == "refused"
    # A unit is let in, but the papers it may read hold nobody's identity, so some are not there for it.
    some = {"desk.letter", "desk.document", "track.letter", "track.file", "track.notice"}
    some |= {"following.letter", "following.file"}
    # Nothing was named that is this reader's own: no case, no application, no other place than their own.
    some |= {"mine.open_case", "mydata.withdraw"}
    some |= {f"mydata.{each}" for each in ("show", "copy", "contact", "ask")}
    some |= {f"{kind}.{paper}" for kind in TRIED for paper in ("letter", "document")}
    return wanted == "admitted" and got == "refused" and ask.endpoint in empty | some


def test_a_unit_of_another_question_and_another_body_see_no_case(
    world: World, cases: dict[str, Stream]
) -> None:
    browsers = visitors(world, cases["routed"])
    for case in (cases[step] for step in STEPS):
        address = f"/meja/permohonan/{case.removeprefix('request-')}"
        for name in OUTSIDERS:
            page = browsers[name].get(address)
            assert page.status == 404, (name, case)
            assert "0001/" not in page.text


# The page for people --------------------------------------------------------------------------------------

COLUMNS = (
    Role.SERVICE_DESK,
    Role.UNIT_OFFICER,
    Role.PPID,
    Role.SUPERIOR,
    Role.HEAD,
    Role.BODY_ADMIN,
    Role.AUDITOR,
)
INTRO = """\
# Who may open what

Written from the declarations on the routes by `python -m tests.house.test_access > docs/access.md`; a test
holds this page to them and tries every address with every role. Whoever is not signed in is sent to the
sign-in, and comes back with what was typed. A role that is not admitted gets 403.

Beyond the role, a case is shown only to officers of its own body, to a unit once it was asked, and to the
auditor; for everybody else it does not exist (404). A citizen sees the one case whose number and access code
were proved in that browser (`code`), or what belongs to a mail address that was proved there (`mail`);
`either` takes both proofs.
"""


def page(app: Flask) -> str:
    """The page of the documentation."""
    known = declared(app)
    names = ["anybody", "citizen", *(ROLE_WORDS[role].en.lower() for role in COLUMNS)]
    proved = proofs(app)
    rows = [
        _row([f"`{_address(r)}`", _methods(r), *_marks(known[r.endpoint], proved.get(r.endpoint))])
        for r in _rules(app)
    ]
    table = [_row(["address", "methods", *names]), _row(["---"] * (len(names) + 2)), *rows]
    head = [_row(["`act`", "step", *names[1:]]), _row(["---"] * (len(names) + 1))]
    rooms: dict[str, AnyRoom] = app.extensions.get(ROOMS, {})
    taken = [("permohonan", ACTS), *((room.place, room.acts) for room in rooms.values())]
    said = [line for place, acts in taken for line in (*_said(place), *head, *_taken(acts), "")]
    return "\n".join([INTRO, "## Addresses\n", *table, "", "## Steps on a case\n", *said])


def _said(place: str) -> tuple[str, ...]:
    return (f"The address `/meja/{place}/<case>/<act>` admits for each act only:\n",)


def _taken(acts: Acts[Any, Any]) -> list[str]:
    return [
        _row([f"`{act.value}`", acts.name(act).en, *_marks(frozenset(acts.roles(act)))[1:]]) for act in acts
    ]


def _rules(app: Flask) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, _methods(rule)))


def _address(rule: Rule) -> str:
    """The address without the lists of what its parts may be."""
    return re.sub(r"<(?:\w+(?:\(.*?\))?:)?(\w+)>", r"<\1>", rule.rule)


def _methods(rule: Rule) -> str:
    return ", ".join(sorted(set(rule.methods or ()) - {"HEAD", "OPTIONS"}))


def _marks(roles: frozenset[Role], proof: Proof | None = None) -> list[str]:
    if roles == EVERYONE:
        return ["yes", *[""] * (len(COLUMNS) + 1)]
    if proof:
        return ["", proof.value, *[""] * len(COLUMNS)]
    return ["", *("yes" if role in roles else "" for role in (Role.CITIZEN, *COLUMNS))]


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def test_the_page_of_access_is_current(world: World) -> None:
    advice = "run: python -m tests.house.test_access > docs/access.md"
    assert PAGE.read_text(encoding="utf-8") == page(world.app), advice


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        opened = open_world(Path(folder))
        sys.stdout.write(page(opened.app))
        opened.services.close()
