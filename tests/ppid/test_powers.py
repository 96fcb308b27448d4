"""Why somebody may or may not: the answer is that of the act itself, with every condition by its name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from ppid import body as bodies
from ppid.acts import NotYourActError
from ppid.appointing import events as e
from ppid.body import Body
from ppid.checks import Context
from ppid.errors import RuleError
from ppid.events import Actor, Event, Role, Stream
from ppid.objection.lawful import ACTS as OBJECTION_ACTS
from ppid.objection.lawful import Act as ObjectionAct
from ppid.objection.state import OBJECTION
from ppid.powers import Powers, Predicate, may_appoint, may_confirm
from ppid.request.lawful import ACTS, Act
from ppid.request.state import REQUEST, Request
from tests import examples as x
from tests.ppid.objection import facts as objected
from tests.ppid.test_appointing import ADA, BIMA, CITRA, DEWI, EKA, NEW, OFFICE, TODAY, lent
from tests.scenario import request_of

REQUESTS = Powers(REQUEST, ACTS)
OBJECTIONS = Powers(OBJECTION, OBJECTION_ACTS)
FILED = request_of(x.FILED, x.REGISTERED, x.FOUND_COMPLETE)
ROUTED = request_of(x.FILED, x.REGISTERED, x.FOUND_COMPLETE, x.ROUTED)


def context(*more: Event) -> Context:
    body = bodies.fold(x.REGION, [*OFFICE, *more])
    assert body is not None
    return replace(x.context(TODAY), body=body)


def tried(body: Body, officer: Stream, act: Act, state: Request, on: Context) -> bool:
    """Whether the act goes through in any role the officer holds today: asked of the rules themselves."""
    return any(_goes_through(actor, act, state, on) for actor in actors(body, officer, on))


def actors(body: Body, officer: Stream, on: Context) -> Iterator[Actor]:
    for grant in body.grants_of(officer, on.as_of):
        yield Actor(officer, grant.role, body.stream, grant.unit)


def _goes_through(actor: Actor, act: Act, state: Request, on: Context) -> bool:
    try:
        ACTS.check_role(act, actor, state)
        ACTS.check(act, state, on)
    except RuleError:
        return False
    return REQUEST.may_see(actor, state)


@pytest.mark.parametrize("state", [FILED, ROUTED], ids=["complete", "routed"])
@pytest.mark.parametrize(
    "officer", [ADA, CITRA, DEWI, EKA, NEW], ids=["admin", "ppid", "superior", "unit", "nobody"]
)
def test_the_answer_is_that_of_the_act_itself(state: Request, officer: Stream) -> None:
    on = context()
    for act, verdict in REQUESTS.explain_all(officer, state, on):
        assert verdict.allowed == tried(on.body, officer, act, state, on), act


def test_who_holds_another_role_is_told_whose_act_it_is() -> None:
    verdict = REQUESTS.explain(DEWI, Act.ANSWER, FILED, context())
    assert not verdict.allowed
    assert verdict.against is not None
    assert verdict.against.predicate is Predicate.HOLDS_THE_ROLE
    assert verdict.against.text.id == "Langkah ini milik PPID; yang dipegangnya: Atasan PPID."
    assert verdict.against.text.en == "This act is for information officer; they hold: superior of the PPID."


def test_a_delegate_may_and_is_told_until_when() -> None:
    verdict = REQUESTS.explain(EKA, Act.ANSWER, FILED, context(lent(Role.PPID)))
    assert verdict.allowed
    held = next(r for r in verdict.reasons if r.predicate is Predicate.HOLDS_THE_ROLE)
    assert held.text.id == "Memegang peran PPID karena pelimpahan, sampai 12 Juni 2026."
    assert verdict.grant is not None
    assert verdict.grant.delegation is not None
    assert verdict.grant.delegation.giver == CITRA


def test_a_delegation_that_is_over_gives_nothing() -> None:
    later = replace(context(lent(Role.PPID)), as_of=x.day("2026-06-13"))
    verdict = REQUESTS.explain(EKA, Act.ANSWER, FILED, later)
    assert verdict.against is not None
    assert verdict.against.predicate is Predicate.HOLDS_THE_ROLE


def test_what_is_not_lawful_now_is_told_in_the_words_of_the_refusal() -> None:
    verdict = REQUESTS.explain(CITRA, Act.DELIVER, FILED, context())
    assert verdict.against is not None
    assert verdict.against.predicate is Predicate.LAWFUL_NOW
    with pytest.raises(RuleError) as refused:
        ACTS.check(Act.DELIVER, FILED, context())
    assert verdict.against.text.id == refused.value.sentence("id")


def test_a_unit_that_was_not_asked_sees_no_case() -> None:
    verdict = REQUESTS.explain(EKA, Act.ANSWER_AS_UNIT, FILED, context())
    assert verdict.against is not None
    assert verdict.against.predicate is Predicate.MAY_SEE_THE_CASE


def test_who_decided_is_told_that_the_objection_is_not_theirs_in_a_lent_role_either() -> None:
    state = objected.objection_of(replace(objected.FILED, decided_by=(CITRA,)), objected.REGISTERED)
    on = replace(context(lent(Role.SUPERIOR, giver=DEWI, delegate=CITRA)), as_of=TODAY)
    verdict = OBJECTIONS.explain(CITRA, ObjectionAct.ANSWER, state, on)
    assert verdict.against is not None
    assert verdict.against.predicate is Predicate.ANOTHER_PERSON
    assert OBJECTIONS.explain(DEWI, ObjectionAct.ANSWER, state, on).allowed


def test_a_case_of_another_body_is_nobody_s_here() -> None:
    other = replace(FILED, body="body-" + "9" * 32)
    verdict = REQUESTS.explain(CITRA, Act.ANSWER, other, context())
    assert [reason.predicate for reason in verdict.reasons] == [Predicate.OF_THE_BODY]
    assert not verdict.allowed


def test_the_operator_has_no_role_in_any_case() -> None:
    operator = Actor("operator", Role.OPERATOR, x.REGION)
    for act in Act:
        with pytest.raises(NotYourActError):
            ACTS.check_role(act, operator, FILED)
        assert not REQUESTS.explain("operator", act, FILED, context()).allowed
    for other in ObjectionAct:
        assert Role.OPERATOR not in OBJECTION_ACTS.roles(other)
    assert not REQUEST.may_see(operator, FILED)


def test_an_administrator_appoints_and_only_another_confirms() -> None:
    proposal = e.FactorResetProposed("p" * 32, ADA, CITRA, "Telepon hilang")
    on = context(proposal)
    assert may_appoint(on.body, ADA, on).allowed
    assert not may_appoint(on.body, CITRA, on).allowed
    own = may_confirm(on.body, ADA, proposal, on).against
    assert own is not None
    assert own.predicate is Predicate.ANOTHER_PERSON
    assert may_confirm(on.body, BIMA, proposal, on).allowed
    assert not may_confirm(on.body, CITRA, proposal, on).allowed
    assert not may_appoint(on.body, NEW, on).allowed
