"""The demo shows every subject at every step, whatever the day it is filled in on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from ppid.breach.state import BREACH
from ppid.catalogue.state import CATALOGUE, ITEM, Item, PublicList
from ppid.catalogue.vocabulary import InfoClass
from ppid.catalogue.vocabulary import Step as ItemStep
from ppid.directory import body_stream
from ppid.dispute.case import Dispute
from ppid.dispute.state import DISPUTE
from ppid.dispute.vocabulary import Step as DisputeStep
from ppid.exemption.rows import tasks
from ppid.exemption.state import EXEMPTION
from ppid.exemption.vocabulary import Status
from ppid.exemption.vocabulary import Step as ExemptionStep
from ppid.objection.state import OBJECTION, Objection
from ppid.objection.vocabulary import Closing, Ground
from ppid.objection.vocabulary import Step as ObjectionStep
from ppid.privacy.state import PRIVACY
from ppid.privacy.vocabulary import PrivacyKind
from ppid.privacy.vocabulary import Step as PrivacyStep
from ppid.subject import S, Subject
from projections.agenda import AGENDA, Agendum, state_of
from projections.reader import Reader
from tests.web.world import settings_of
from web.demo import begins, seed
from web.demo.cast import OFFICES, PRECINCTS, REGION
from web.demo.paper import one_page
from web.services import Services, migrate, open_services

BODY = body_stream(REGION.code)
#: Every clock runs: a working day, with the decree of the year signed on the way; a Sunday.
FULL = ("2026-03-03", "2026-11-22")
#: At the end of the last decreed year, and after it.
BARE = ("2026-12-31", "2027-01-04", "2027-12-20")


@contextmanager
def filled(folder: Path, day: str, hour: str = "03:00") -> Iterator[Services]:
    """An installation with the demo of a day (UTC)."""
    now = datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=UTC)
    settings = settings_of(folder)
    migrate(settings, begins(now))
    services = open_services(settings, lambda: now)
    try:
        assert len(seed(services)) >= 3
        services.follower.catch_up()
        yield services
    finally:
        services.close()


def every(services: Services, subject: Subject[S], body: str = "") -> list[S]:
    """Every case of a subject."""
    where: dict[str, Any] = {"kind": subject.kind} | ({"body": body} if body else {})
    rows: Reader[Agendum] = Reader(services.views, AGENDA)
    return [state_of(row, subject) for row in rows.all(where=where)]


@pytest.fixture(scope="module", params=FULL)
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """The demo on a day whose clocks all run."""
    with filled(tmp_path_factory.mktemp("demo"), request.param) as services:
        yield services


def test_people_asked_of_their_data_and_a_breach_is_half_told(demo: Services) -> None:
    steps = {(p.kind, p.step) for p in every(demo, PRIVACY, BODY)}
    assert steps >= {
        (PrivacyKind.ACCESS, PrivacyStep.VERIFIED),
        (PrivacyKind.ERASE, PrivacyStep.REFUSED),
    }
    (breach,) = every(demo, BREACH, BODY)
    assert (breach.people, breach.left, breach.agency) == (2, 1, None)
    assert breach.contained


def test_an_exemption_stands_at_every_step(demo: Services) -> None:
    exemptions = every(demo, EXEMPTION, BODY)
    assert {e.step for e in exemptions} >= {
        ExemptionStep.TESTED,
        ExemptionStep.REVIEWED,
        ExemptionStep.APPROVED,
        ExemptionStep.RETURNED,
        ExemptionStep.IN_FORCE,
        ExemptionStep.OVER,
    }
    assert any(len(e.rows_in_force(_today(demo))) == 2 for e in exemptions), "a decree with two rows"
    assert any(len(e.decrees) == 2 for e in exemptions), "one that was changed"
    context = demo.desk.decider.context(demo.directory.body(BODY))
    assert any(tasks(e, context) for e in exemptions), "one that is to be stipulated"
    statuses = {row.status for e in exemptions for row in e.rows}
    assert statuses >= {
        Status.ACTIVE,
        Status.EXPIRED,
        Status.LIFTED,
        Status.OPENED_BY_OBJECTION,
        Status.OPENED_BY_RULING,
    }
    assert every(demo, EXEMPTION, body_stream(PRECINCTS[0].code))


def _today(services: Services) -> date:
    return services.directory.body(BODY).local_date(services.now())


def test_an_objection_stands_at_every_step_and_on_every_ground(demo: Services) -> None:
    objections = every(demo, OBJECTION)
    assert {o.step for o in objections} == set(ObjectionStep)
    assert {ground for o in objections for ground in o.grounds} == set(Ground)
    assert any(o.late_grounds for o in objections)
    assert any(o.closing is Closing.WITHDRAWN for o in objections)
    assert any(not o.request for o in objections)
    soon = [o for o in objections if not o.answer and not o.closed and _left(demo, o) in range(6)]
    assert soon, "one is due this week"
    overdue = [o for o in objections if o.lapsed and not o.dispute and not o.answer]
    assert any(o.clocks["D12"].running and not o.clocks["D12"].late(_today(demo)) for o in overdue)
    assert any(o.open_orders for o in objections)
    assert {o.body for o in objections} >= {BODY, body_stream(PRECINCTS[0].code)}


def _left(services: Services, objection: Objection) -> int:
    due_on = objection.clocks["D10"].promise.due_on
    return (due_on - _today(services)).days if due_on else -1


def test_a_dispute_stands_at_the_commission_the_courts_and_after_them(demo: Services) -> None:
    disputes = every(demo, DISPUTE)
    assert {d.step for d in disputes} >= {
        DisputeStep.NOTIFIED,
        DisputeStep.SUMMONED,
        DisputeStep.MEDIATION,
        DisputeStep.RULED,
        DisputeStep.AT_COURT,
        DisputeStep.COURT_RULED,
        DisputeStep.COMPLYING,
        DisputeStep.FINAL,
    }
    assert any(d.step is DisputeStep.RULED and d.clocks["D22"].running for d in disputes)
    assert any(_half_done(d) for d in disputes), "one order done, one outstanding"


def _half_done(dispute: Dispute) -> bool:
    return bool(dispute.final) and any(o.done for o in dispute.orders) and bool(dispute.outstanding)


def test_the_list_has_three_classes_and_what_waits(demo: Services) -> None:
    items = every(demo, ITEM, BODY)
    listed = Counter(i.entry.klass for i in items if i.step is ItemStep.LISTED)
    assert set(listed) == {InfoClass.PERIODIC, InfoClass.IMMEDIATE, InfoClass.ANY_TIME}
    assert sum(listed.values()) >= 25
    assert {i.step for i in items} >= {ItemStep.PROPOSED, ItemStep.RETURNED}
    assert any(_overdue(i, "D26") for i in items)
    assert any(not _overdue(i, "D26") for i in items if i.entry.klass is InfoClass.PERIODIC)
    assert {i.source.kind.value for i in items if i.source} >= {"expiry", "objection", "ruling", "lifting"}
    [public] = every(demo, CATALOGUE, BODY)
    assert len(public.decrees) == 2
    assert public.reports
    assert not _overdue(public, "D27")
    for item in items:
        if item.entry.file:
            assert demo.files.get(item.entry.file.sha256).startswith(b"%PDF")


def _overdue(state: Item | PublicList, clock: str) -> bool:
    found = state.clocks.get(clock)
    return found is not None and found.ran_out


def test_nobody_acts_before_the_day_it_is_recorded(demo: Services) -> None:
    last: dict[str, datetime] = {}
    for recorded in demo.log.stream_all():
        stream, at = recorded.envelope.stream, recorded.envelope.recorded_at
        assert last.get(stream, at) <= at <= demo.now()
        last[stream] = at


@pytest.mark.parametrize("day", BARE)
def test_a_year_without_a_decree_does_not_stop_it(tmp_path: Path, day: str) -> None:
    with filled(tmp_path, day) as services:
        kinds: dict[str, Callable[[], int]] = {
            "exemption": lambda: len(every(services, EXEMPTION)),
            "objection": lambda: len(every(services, OBJECTION)),
            "item": lambda: len(every(services, ITEM)),
        }
        few = {kind: count() for kind, count in kinds.items() if count() < 8}
        assert not few


@pytest.mark.parametrize("hour", ["16:55", "17:05"])
def test_it_may_be_filled_in_around_midnight(tmp_path: Path, hour: str) -> None:
    with filled(tmp_path, "2026-09-16", hour) as services:
        assert len(every(services, OBJECTION)) > 15


def test_every_code_of_an_office_is_known() -> None:
    assert set(OFFICES) == {REGION.code, *(office.code for office in PRECINCTS)}


def test_a_page_keeps_brackets_and_strokes_as_they_are() -> None:
    page = one_page("Salinan (asli)", ["C:\\naskah"])
    assert b"(Salinan \\(asli\\))" in page
    assert b"C:\\\\naskah" in page
    assert page.rstrip().endswith(b"%%EOF")
    start = int(page.rpartition(b"startxref\n")[2].split()[0])
    assert page[start:].startswith(b"xref")
