"""How a dispute's events make it, and who may know of it. Folding never refuses."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from ppid.clocks import ClockState, met, noted, replaced, started
from ppid.dispute import events as e
from ppid.dispute.case import Dispute, Mediation
from ppid.dispute.refusals import UnknownDisputeError
from ppid.events import Actor, Envelope, Event, Role
from ppid.subject import Subject

#: Whoever may see a case of their body.
READERS = frozenset({Role.SERVICE_DESK, Role.PPID, Role.SUPERIOR, Role.HEAD})

BEFORE_REGISTER = ("D13", "D14")
COMMISSION_CLOCKS = ("D13", "D14", "D15", "D17", "D18", "D19", "D20")
COURT_CLOCKS = ("D22", "D22C")


def begin(envelope: Envelope[Event]) -> Dispute | None:
    """The dispute that a notification makes; None for any other event."""
    event = envelope.event
    if not isinstance(event, e.Notified):
        return None
    return Dispute(
        stream=envelope.stream,
        version=envelope.version,
        body=envelope.body,
        number=event.register_number
        or event.objection_number
        or event.letter_number
        or event.commission.name,
        clocks=started({}, event.promises),
        commission=event.commission,
        applied_on=event.applied_on,
        received_on=event.received_on,
        grounds=event.grounds,
        objection=event.objection,
        objection_number=event.objection_number,
        request=event.request,
        register_number=event.register_number,
        window=event.window,
        early=event.early,
    )


def evolve(dispute: Dispute, event: Event) -> Dispute:  # noqa: PLR0911  (one line per kind of fact)
    """Fold one event. Never refuses; what it does not know changes nothing."""
    match event:
        case e.Recounted():
            return _recounted(dispute, event)
        case e.ClockRanOut():
            return replace(dispute, clocks=noted(dispute.clocks, event))
        case e.FoundIncomplete() | e.Completed() | e.Registered():
            return _entered(dispute, event)
        case e.Summoned():
            return _summoned(dispute, event)
        case e.MediationOpened() | e.MediationExtended() | e.MediationEnded() | e.AdjudicationOpened():
            return _sat(dispute, event)
        case e.Ruled() | e.RulingReceived():
            return _ruled(dispute, event)
        case e.Appealed() | e.AppealRuled() | e.AppealRulingReceived():
            return _at_court(dispute, event)
        case e.CassationFiled() | e.CassationRuled():
            return _at_supreme_court(dispute, event)
        case e.BecameFinal() | e.Complied() | e.ExecutionOrdered() | e.Paid() | e.Ended():
            return _afterwards(dispute, event)
        case _:
            return _pleaded(dispute, event)


def _recounted(dispute: Dispute, event: e.Recounted) -> Dispute:
    moved = replace(dispute, clocks=started(dispute.clocks, (event.new,)))
    if dispute.final is None:
        return moved
    due = tuple(event.new if promise == event.old else promise for promise in dispute.final.due)
    return replace(moved, final=replace(dispute.final, due=due))


def _entered(dispute: Dispute, event: e.FoundIncomplete | e.Completed | e.Registered) -> Dispute:
    clocks = dispute.clocks
    match event:
        case e.FoundIncomplete():
            clocks = started(met(clocks, ("D13",), event.sent_on), event.promises)
            return replace(dispute, clocks=clocks, incomplete=event)
        case e.Completed():
            clocks = met(clocks, ("D14",), event.completed_on)
            return replace(dispute, clocks=clocks, completed_on=event.completed_on)
        case e.Registered():
            clocks = met(clocks, BEFORE_REGISTER, event.registered_on)
            number = event.register_number
            return replace(dispute, clocks=clocks, number=number, register_number=number)


def _summoned(dispute: Dispute, event: e.Summoned) -> Dispute:
    """A summons tells that the application was registered, though not when, and ends the clock it starts."""
    clocks = started(met(dispute.clocks, BEFORE_REGISTER, None), event.promises)
    clocks = met(clocks, ("D17",), event.received_on)
    return replace(dispute, clocks=clocks, summonses=(*dispute.summonses, event))


def _sat(
    dispute: Dispute, event: e.MediationOpened | e.MediationExtended | e.MediationEnded | e.AdjudicationOpened
) -> Dispute:
    clocks = dispute.clocks
    match event:
        case e.MediationOpened():
            clocks = started(_begun(clocks, event.first_meeting_on), event.promises)
            return replace(dispute, clocks=clocks, mediation=Mediation(event))
        case e.AdjudicationOpened():
            return replace(dispute, clocks=_begun(clocks, event.opened_on), adjudication=event)
        case e.MediationExtended():
            mediation = replace(dispute.mediation, extended=event) if dispute.mediation else None
            return replace(dispute, clocks=started(clocks, event.promises), mediation=mediation)
        case e.MediationEnded():
            mediation = replace(dispute.mediation, ended=event) if dispute.mediation else None
            return replace(dispute, clocks=met(clocks, ("D19",), event.ended_on), mediation=mediation)


def _begun(clocks: dict[str, ClockState], on: date) -> dict[str, ClockState]:
    """The commission started; who did not challenge the panel by then cannot any more."""
    return replaced(met(met(clocks, BEFORE_REGISTER, None), ("D15",), on), ("D18",))


def _pleaded(dispute: Dispute, event: Event) -> Dispute:  # noqa: PLR0911  (one case per event)
    clocks = dispute.clocks
    match event:
        case e.Challenged():
            clocks = met(clocks, ("D18",), event.filed_on)
            return replace(dispute, clocks=clocks, challenges=(*dispute.challenges, event))
        case e.ConclusionsFiled():
            return replace(dispute, clocks=met(clocks, ("D20",), event.filed_on), conclusions=event)
        case e.Represented():
            return replace(dispute, represented=event)
        case e.Answered():
            return replace(dispute, answered=event)
        case e.EvidenceSent():
            return replace(dispute, evidence=(*dispute.evidence, event))
        case e.InterimRuled():
            return replace(dispute, interim=(*dispute.interim, event))
        case e.Inspected():
            return replace(dispute, inspections=(*dispute.inspections, event))
        case _:
            return dispute


def _ruled(dispute: Dispute, event: e.Ruled | e.RulingReceived) -> Dispute:
    clocks = dispute.clocks
    match event:
        case e.Ruled():
            over = replaced(met(clocks, ("D16",), event.read_out_on), COMMISSION_CLOCKS)
            return replace(dispute, clocks=started(over, event.promises), ruling=event)
        case e.RulingReceived():
            clocks = started(met(clocks, ("D21",), event.received_on), event.promises)
            return replace(dispute, clocks=clocks, ruling_received_on=event.received_on)


def _at_court(dispute: Dispute, event: e.Appealed | e.AppealRuled | e.AppealRulingReceived) -> Dispute:
    clocks = dispute.clocks
    match event:
        case e.Appealed():
            # An appeal in time that the body hears of late takes back that the decision became final.
            clocks = met(_unreplaced(clocks, COURT_CLOCKS), COURT_CLOCKS, event.filed_on)
            clocks = replaced(clocks, ("D21", "D24"))
            return replace(dispute, clocks=clocks, appeals=(*dispute.appeals, event), final=None)
        case e.AppealRuled():
            return replace(dispute, appeal_ruling=event)
        case e.AppealRulingReceived():
            clocks = started(clocks, event.promises)
            return replace(dispute, clocks=clocks, appeal_ruling_received_on=event.received_on)


def _unreplaced(clocks: dict[str, ClockState], codes: tuple[str, ...]) -> dict[str, ClockState]:
    return {c: replace(clock, replaced=False) if c in codes else clock for c, clock in clocks.items()}


def _at_supreme_court(dispute: Dispute, event: e.CassationFiled | e.CassationRuled) -> Dispute:
    match event:
        case e.CassationFiled():
            clocks = met(_unreplaced(dispute.clocks, ("D23",)), ("D23",), event.filed_on)
            clocks = replaced(clocks, ("D24",))
            return replace(dispute, clocks=clocks, cassations=(*dispute.cassations, event), final=None)
        case e.CassationRuled():
            return replace(dispute, cassation_ruling=event)


def _afterwards(
    dispute: Dispute, event: e.BecameFinal | e.Complied | e.ExecutionOrdered | e.Paid | e.Ended
) -> Dispute:
    clocks = dispute.clocks
    match event:
        case e.BecameFinal():
            over = replaced(clocks, tuple(clocks))
            return replace(dispute, clocks=started(over, event.promises), final=event)
        case e.Complied():
            complied = replace(dispute, done=(*dispute.done, event))
            if not complied.outstanding:
                clocks = met(clocks, ("D24",), event.done_on)
            return replace(complied, clocks=started(clocks, event.promises))
        case e.ExecutionOrdered():
            return replace(dispute, execution=event)
        case e.Paid():
            return replace(dispute, payments=(*dispute.payments, event))
        case e.Ended():
            return replace(dispute, clocks=replaced(clocks, tuple(clocks)), ended=event)


def may_see(actor: Actor, dispute: Dispute) -> bool:
    """Whether the actor may know of the case: its body's officers, every auditor, and whoever asked."""
    if actor.role is Role.CITIZEN:
        return actor.id != "" and actor.id in (dispute.request, dispute.objection)
    if actor.role is Role.AUDITOR:
        return actor.body in ("", dispute.body)
    return actor.body == dispute.body and actor.role in READERS


DISPUTE = Subject(
    kind="dispute",
    state=Dispute,
    begin=begin,
    evolve=evolve,
    may_see=may_see,
    unknown=UnknownDisputeError,
    ran_out=e.ClockRanOut,
    moved=e.Recounted,
)
