"""A case of any subject as it stands on a day, ready for JSON: nobody, and nothing written freely."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypedDict

from ppid.breach.state import BREACH, Breach
from ppid.catalogue.state import CATALOGUE, ITEM, Item, PublicList
from ppid.clocks import ClockState, overdue
from ppid.counting import WorkingCalendar
from ppid.dispute.case import Dispute
from ppid.dispute.events import Decision
from ppid.dispute.state import DISPUTE
from ppid.events import Unit
from ppid.exemption.state import EXEMPTION, Exemption
from ppid.objection.state import OBJECTION, Objection
from ppid.privacy.state import PRIVACY, Privacy
from ppid.redaction.rules import by_letter
from ppid.redaction.state import REDACTION, Redaction
from ppid.request.state import REQUEST, Request
from ppid.subject import State
from projections.replay import days_left

Described = dict[str, object]


class ClockShown(TypedDict):
    """One clock, ready for JSON. ``ended_on`` is the day that met it; ``days_left`` only while it runs.

    ``days`` are of ``unit``, counted back from ``starts_on`` where ``backwards``; ``days_left`` are working
    days, or days of the calendar for a clock that is counted in them, in months or hours. ``due_at`` is the
    instant it ends, where hours are counted.
    """

    clock: str
    starts_on: str
    days: int
    unit: str
    backwards: bool
    due_on: str | None
    due_at: str | None
    missing_year: int | None
    calendar: str
    status: str
    ended_on: str | None
    late: bool
    ran_out: bool
    days_left: int | None


def as_dict(state: State, as_of: date, calendar: WorkingCalendar | None = None) -> Described:
    """Return a case as it stands on ``as_of``: what every case has, then what only its subject has.

    With the body's working calendar every running clock also says how many days are left, below zero when
    it is over.
    """
    kind = state.stream.partition("-")[0]
    listed: Any = state
    return {
        "kind": kind,
        kind: state.stream,
        "version": state.version,
        "body": state.body,
        "number": state.number,
        "as_of": as_of.isoformat(),
        "step": listed.step.value,
        "closed": state.closed,
        "overdue": overdue(state.running(), as_of),
        **DESCRIBED[kind](state, as_of),
        "clocks": [_clock(clock, state, as_of, calendar) for _, clock in sorted(state.clocks.items())],
    }


def _request(request: Request, _as_of: date) -> Described:
    notice, delivery, answer = request.notice, request.delivery, request.answer_clock
    return {
        "year": request.year,
        "outcome": _text(request.outcome),
        "closing": _text(request.closing),
        "channel": request.channel.value,
        "requester_kind": request.requester_kind.value,
        "imported": request.imported is not None,
        "received_on": request.received_on.isoformat(),
        "due_on": _text(answer.promise.due_on) if answer else None,
        "missing": [lack.value for lack in request.missing],
        "incompleteness_received_on": _text(request.incompleteness_received_on),
        "extended": request.extension is not None,
        "units": list(dict.fromkeys(routing.unit for routing in request.routings)),
        "unit_asked": request.open_routing.unit if request.open_routing else None,
        "notice": notice.number if notice else None,
        "signed_on": _text(notice.signed_on) if notice else None,
        "notified_on": _text(notice.sent_on) if notice else None,
        "notice_received_on": _text(request.notice_received_on),
        "fee_idr": notice.fee_idr if notice else 0,
        "owed_idr": request.owed_idr,
        "paid_on": _text(request.paid.paid_on) if request.paid else None,
        "delivered_on": _text(delivery.delivered_on) if delivery else None,
    }


def _objection(objection: Objection, as_of: date) -> Described:
    answer, settled = objection.answer, objection.settlement
    return {
        "year": objection.year,
        "request": objection.request or None,
        "channel": objection.channel.value,
        "received_on": objection.received_on.isoformat(),
        "registered_on": _text(objection.registered_on),
        "grounds": [ground.value for ground in objection.grounds],
        "late_grounds": [ground.value for ground in objection.late_grounds],
        "settled_on": settled.agreed_on.isoformat() if settled else None,
        "verdict": _text(objection.verdict),
        "answer": answer.letter.number if answer else None,
        "answered_on": answer.letter.sent_on.isoformat() if answer else None,
        "answer_received_on": _text(objection.answer_received_on),
        "exemptions": [ref.exemption for ref in answer.exemptions] if answer else [],
        "opened": [ref.exemption for ref in answer.opened] if answer else [],
        "orders": [
            {"due_on": o.due_on.isoformat(), "done_on": _text(o.done_on), "late": o.late(as_of)}
            for o in objection.orders
        ],
        "dispute": objection.dispute.dispute if objection.dispute else None,
        "closing": _text(objection.closing),
    }


def _dispute(dispute: Dispute, as_of: date) -> Described:
    final, ended = dispute.final, dispute.ended
    mediated = dispute.mediation.ended if dispute.mediation else None
    return {
        "request": dispute.request or None,
        "objection": dispute.objection or None,
        "commission": dispute.commission.name,
        "level": dispute.commission.level.value,
        "register_number": dispute.register_number,
        "grounds": [ground.value for ground in dispute.grounds],
        "applied_on": dispute.applied_on.isoformat(),
        "received_on": dispute.received_on.isoformat(),
        "applied_late": dispute.late,
        "answered_on": dispute.answered.filed_on.isoformat() if dispute.answered else None,
        "mediation": mediated.result.value if mediated else None,
        "ruling": _decision(dispute.ruling),
        "appealed_on": [appeal.filed_on.isoformat() for appeal in dispute.appeals],
        "court_ruling": _decision(dispute.appeal_ruling),
        "cassation_filed_on": [filed.filed_on.isoformat() for filed in dispute.cassations],
        "cassation_ruling": _decision(dispute.cassation_ruling),
        "final_on": final.final_on.isoformat() if final else None,
        "final_by": final.how.value if final else None,
        "orders": [
            {
                "due_on": _text(order.due.due_on) if order.due else None,
                "done_on": order.done.done_on.isoformat() if order.done else None,
                "late": order.late(as_of),
            }
            for order in dispute.orders
        ],
        "ended_on": ended.ended_on.isoformat() if ended else None,
        "ending": ended.ending.value if ended else None,
    }


def _decision(decision: Decision | None) -> Described | None:
    if decision is None:
        return None
    return {
        "number": decision.number,
        "read_out_on": decision.read_out_on.isoformat(),
        "outcome": _text(getattr(decision, "outcome", None)),
        "opened": [ref.exemption for ref in decision.opened],
    }


def _exemption(exemption: Exemption, as_of: date) -> Described:
    return {
        "year": exemption.year,
        "unit": exemption.unit,
        "cause": exemption.sheet.cause or None,
        "test": exemption.sheet.number,
        "tested_on": exemption.sheet.tested_on.isoformat(),
        "occasion": exemption.sheet.occasion.value,
        "articles": list(exemption.articles),
        "decrees": [
            {"number": decree.number, "signed_on": decree.signed_on.isoformat()}
            for decree in exemption.decrees
        ],
        "in_force": exemption.in_force(as_of),
        "rows": [
            {
                "row": row.number,
                "articles": list(row.articles),
                "status": row.status.value,
                "since": _text(row.since),
                "until": _text(row.until),
                "opened_on": _text(row.opened_on),
                "in_force": row.in_force(as_of),
            }
            for row in exemption.rows
        ],
    }


def _item(item: Item, _as_of: date) -> Described:
    source, published = item.source, item.published
    return {
        "class": item.entry.klass.value,
        "unit": item.unit,
        "public": item.public,
        "proposed_on": item.opened_on.isoformat(),
        "listed_on": _text(item.listed_on),
        "decree": item.decree.number if item.decree else None,
        "published_on": published.published_on.isoformat() if published else None,
        "revised": item.revised,
        "withdrawn_on": _text(item.withdrawn.withdrawn_on) if item.withdrawn else None,
        "opened_by": source.kind.value if source else None,
        "exemption": source.exemption if source else None,
        "opened_in": source.case or None if source else None,
    }


def _list(public: PublicList, _as_of: date) -> Described:
    return {
        "decrees": [{"number": d.number, "signed_on": d.signed_on.isoformat()} for d in public.decrees],
        "reports": [
            {"budget_year": r.budget_year, "published_on": r.published_on.isoformat()} for r in public.reports
        ],
    }


def _privacy(privacy: Privacy, _as_of: date) -> Described:
    return {
        "asked": privacy.kind.value,
        "way": privacy.way.value,
        "received_at": privacy.received_at.isoformat(),
        "proof": _text(privacy.proof),
        "granted": privacy.granted,
        "answered_at": privacy.answered_at.isoformat() if privacy.answered_at else None,
        "letter": privacy.reply.number if privacy.reply else None,
        "ground": _text(privacy.ground),
        "until": _text(privacy.until),
    }


def _breach(breach: Breach, _as_of: date) -> Described:
    agency, public = breach.agency, breach.announced
    return {
        "known_at": breach.known_at.isoformat(),
        "happened_on": _text(breach.happened_on),
        "data": [each.value for each in breach.data],
        "people": breach.people,
        "told": breach.told,
        "assessed": breach.assessed,
        "agency_told_at": agency.told_at.isoformat() if agency else None,
        "public_to_be_told": breach.public,
        "public_told_on": public.told_on.isoformat() if public else None,
        "handled_on": breach.contained.done_on.isoformat() if breach.contained else None,
    }


def _redaction(redaction: Redaction, _as_of: date) -> Described:
    released = redaction.released
    return {
        "begun_on": redaction.opened_on.isoformat(),
        "unit": redaction.unit,
        "request": redaction.request or None,
        "pages": redaction.original.pages,
        "original": redaction.original.content,
        "reviewed": len(redaction.reviewed),
        "boxes": {each.letter: each.count for each in by_letter(redaction.marks)},
        "copy": released.content if released else None,
        "checked_by": list(released.checked_by) if released else [],
    }


#: What only a subject has, by the first word of its streams.
DESCRIBED: Mapping[str, Callable[[Any, date], Described]] = {
    REQUEST.kind: _request,
    OBJECTION.kind: _objection,
    DISPUTE.kind: _dispute,
    EXEMPTION.kind: _exemption,
    ITEM.kind: _item,
    CATALOGUE.kind: _list,
    PRIVACY.kind: _privacy,
    BREACH.kind: _breach,
    REDACTION.kind: _redaction,
}


def _clock(clock: ClockState, state: State, as_of: date, calendar: WorkingCalendar | None) -> ClockShown:
    promise = clock.promise
    running = clock in state.running()
    return {
        "clock": promise.clock,
        "starts_on": promise.starts_on.isoformat(),
        "days": promise.days,
        "unit": promise.unit.value,
        "backwards": promise.backwards,
        "due_on": _text(promise.due_on),
        "due_at": promise.due_at.isoformat() if promise.due_at else None,
        "missing_year": promise.missing_year,
        "calendar": promise.calendar,
        "status": _status(clock, running=running),
        "ended_on": _text(clock.on),
        "late": clock.late(as_of) if running or clock.met else False,
        "ran_out": clock.ran_out,
        "days_left": _left(clock, as_of, calendar) if running else None,
    }


def _left(clock: ClockState, as_of: date, calendar: WorkingCalendar | None) -> int | None:
    due_on = clock.promise.due_on
    if due_on and clock.promise.unit in {Unit.CALENDAR_DAYS, Unit.MONTHS, Unit.HOURS}:
        return (due_on - as_of).days
    return days_left(calendar, as_of, due_on) if calendar else None


def _status(clock: ClockState, *, running: bool) -> str:
    if running:
        return "running"
    if clock.met:
        return "met"
    return "replaced" if clock.replaced else "ended"


def _text(value: date | str | None) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else str(value)
