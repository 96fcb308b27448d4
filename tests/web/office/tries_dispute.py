"""How the room of disputes is tried: a case before the commission and the courts, and every act on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ppid.dispute import commands as c
from ppid.dispute import events as e
from ppid.dispute.vocabulary import Court, CourtOutcome, Finality, Party
from ppid.events import Stream
from ppid.exemption.reference import ExemptionRef
from ppid.objection.vocabulary import Ground
from tests.web.disputing import disputed, heard, notify, objected, ruling, served
from tests.web.office.tries_objection import PDF
from tests.web.trying import Begin, Tried, Try
from tests.web.world import World

COURT = "PTUN Kota Contoh"


def days(name: str, day: int, month: int) -> dict[str, str]:
    """The three boxes of a day of 2026."""
    return {f"{name}-day": str(day), f"{name}-month": str(month), f"{name}-year": "2026"}


def unregistered(world: World) -> Stream:
    """A copy without a register number."""
    objection = objected(world)
    world.clock.set("2026-07-22")
    command = notify(objection, register_number="")
    return world.services.disputes.notify(command, world.actor("desk")).stream


def _incomplete(world: World) -> Stream:
    case = unregistered(world)
    on = world.clock.today
    command = c.RecordIncomplete(case=case, sent_on=on, received_on=on)
    world.services.disputes.record_incomplete(command, world.actor("desk"))
    return case


def about_a_duty(world: World) -> Stream:
    """A dispute on grounds that are mediated."""
    return disputed(world, Ground.NOT_FULFILLED)


def _mediating(world: World) -> Stream:
    case = about_a_duty(world)
    world.clock.set("2026-07-27")
    command = c.OpenMediation(case=case, first_meeting_on=world.clock.today)
    world.services.disputes.open_mediation(command, world.actor("ppid"))
    return case


def _ruled(world: World) -> Stream:
    case = heard(world)
    world.services.disputes.rule(ruling(case), world.actor("ppid"))
    return case


def _opening(world: World) -> Stream:
    """Ruled so that a row of the exemption opens."""
    return served(world, ExemptionRef(world.exempt(), rows=(1,)))


def appealed(world: World) -> Stream:
    """The applicant went to court a week after the copy."""
    case = served(world)
    world.clock.set("2026-08-20")
    command = c.RecordAppeal(
        case=case,
        by=Party.APPLICANT,
        court=Court.ADMINISTRATIVE,
        court_name=COURT,
        filed_on=world.clock.today,
    )
    world.services.disputes.appeal(command, world.actor("ppid"))
    return case


def _court_ruled(world: World) -> Stream:
    case = appealed(world)
    world.clock.set("2026-10-05")
    command = c.RecordAppealRuling(
        case=case, number="7/G/KI/2026/PTUN", read_out_on=world.clock.today, outcome=CourtOutcome.CONFIRMED
    )
    world.services.disputes.rule_on_appeal(command, world.actor("ppid"))
    return case


def _at_supreme_court(world: World) -> Stream:
    case = _court_ruled(world)
    command = c.RecordAppealRulingReceived(case=case, received_on=world.clock.today)
    world.services.disputes.receive_appeal_ruling(command, world.actor("ppid"))
    filed = c.RecordCassation(case=case, by=Party.BODY, filed_on=world.clock.today)
    world.services.disputes.file_cassation(filed, world.actor("ppid"))
    return case


def final(world: World) -> Stream:
    """Nobody went to court: final since the day after the window, 4 September."""
    case = served(world)
    world.clock.set("2026-09-07")
    command = c.RecordFinal(case=case, final_on=date(2026, 9, 4), how=Finality.NO_APPEAL)
    world.services.disputes.record_final(command, world.actor("ppid"))
    return case


def _over(world: World) -> Stream:
    case = served(world)
    world.clock.set("2026-09-07")
    return case


STEPS: dict[str, Callable[[World], Stream]] = {
    "unregistered": unregistered,
    "incomplete": _incomplete,
    "registered": lambda world: _known(world, disputed(world)),
    "duty": about_a_duty,
    "mediating": _mediating,
    "heard": lambda world: _known(world, heard(world)),
    "ruled": _ruled,
    "served": served,
    "opening": _opening,
    "over": _over,
    "appealed": appealed,
    "court-ruled": _court_ruled,
    "at-supreme-court": _at_supreme_court,
    "final": final,
}


def _known(world: World, case: Stream) -> Stream:
    """With what the lists know of exemptions."""
    world.follow()
    return case


def _asked(world: World) -> str:
    return f"?keberatan={objected(world).removeprefix('objection-')}"


def at(world: World, step: str) -> Stream:
    """A fresh dispute at a step; its objection is of the day on which the world begins."""
    world.clock.set("2026-06-02")
    return STEPS[step](world)


DUTY = {"duty_1_what": "Menyerahkan rincian anggaran", "duty_1_days": "10"}
LETTER = {"letter_number": "B/50/VIII/2026"}

DISPUTE_TRIED = Tried(
    kind="dispute",
    at=at,
    shown="registered",
    tries=(
        Try("desk", "unregistered", "incomplete", {**LETTER, **days("sent_on", 21, 7)}, (e.FoundIncomplete,)),
        Try("desk", "incomplete", "completed", {}, (e.Completed,)),
        Try("desk", "unregistered", "registered", {"register_number": "021/2026"}, (e.Registered,)),
        Try("desk", "registered", "summons", {**days("hearing_on", 3, 8), "documents": PDF}, (e.Summoned,)),
        Try("ppid", "registered", "challenge", {"by": "body", "reason": "Kerabat."}, (e.Challenged,)),
        Try(
            "superior",
            "registered",
            "represent",
            {**LETTER, "speaker_1_position": "Kepala Bidang Hukum", "documents": PDF},
            (e.Represented,),
        ),
        Try("ppid", "registered", "answer", {**LETTER, "documents": PDF}, (e.Answered,)),
        Try(
            "ppid",
            "registered",
            "evidence",
            {**LETTER, "piece_1_title": "Surat", "piece_1_kind": "document", "piece_1_file": PDF},
            (e.EvidenceSent,),
        ),
        Try("ppid", "duty", "open-mediation", {}, (e.MediationOpened,)),
        Try("ppid", "mediating", "extend-mediation", {}, (e.MediationExtended,)),
        Try("superior", "mediating", "end-mediation", {"result": "agreed"}, (e.MediationEnded,)),
        Try("ppid", "registered", "open-adjudication", {"panel_size": "3"}, (e.AdjudicationOpened,)),
        Try(
            "ppid",
            "heard",
            "interim-ruling",
            {"number": "021/SELA", "point": "time-limit", "holding": "Dalam waktu.", "documents": PDF},
            (e.InterimRuled,),
        ),
        Try("ppid", "heard", "inspection", {"place": "Kantor", "closed": "ya"}, (e.Inspected,)),
        Try("superior", "heard", "conclusions", {**LETTER, "documents": PDF}, (e.ConclusionsFiled,)),
        Try(
            "ppid",
            "heard",
            "ruling",
            {"number": "021/PTSN", **DUTY, "summary": "Sebagian terbuka.", "documents": PDF},
            (e.Ruled,),
            "?outcome=open-part",
        ),
        Try("ppid", "heard", "ruling", {"number": "021/PTSN"}, (e.Ruled,), "?outcome=refusal-confirmed"),
        Try("desk", "ruled", "ruling-received", {}, (e.RulingReceived,)),
        Try(
            "desk",
            "served",
            "appeal",
            {"by": "applicant", "court_name": COURT, "documents": PDF},
            (e.Appealed,),
        ),
        Try(
            "ppid",
            "appealed",
            "appeal-ruling",
            {"number": "7/G/2026", **DUTY, "documents": PDF},
            (e.AppealRuled,),
            "?outcome=amended",
        ),
        Try("desk", "court-ruled", "appeal-ruling-received", {}, (e.AppealRulingReceived,)),
        Try("desk", "court-ruled", "cassation", {"by": "body", "documents": PDF}, (e.CassationFiled,)),
        Try(
            "ppid",
            "at-supreme-court",
            "cassation-ruling",
            {"number": "9 K/2026", "documents": PDF},
            (e.CassationRuled, e.BecameFinal),
            "?outcome=confirmed",
        ),
        Try("superior", "over", "final", days("final_on", 4, 9), (e.BecameFinal,)),
        Try("ppid", "final", "compliance", {"proof": "Diserahkan.", "documents": PDF}, (e.Complied,)),
        Try(
            "desk",
            "final",
            "execution-order",
            {"court_name": COURT, "number": "3/Pen/2026", "documents": PDF},
            (e.ExecutionOrdered,),
        ),
        Try(
            "ppid",
            "served",
            "paid",
            {"kind": "costs", "amount_idr": "Rp250.000", "documents": PDF},
            (e.Paid,),
        ),
        Try("desk", "registered", "end", {"ending": "withdrawn", "note": "Dicabut."}, (e.Ended,)),
    ),
    begins=(
        Begin(
            "desk",
            "",
            {**days("applied_on", 2, 6), "register_number": "021/2026", "documents": PDF},
            (e.Notified,),
            _asked,
        ),
        Begin("superior", "berkala", days("applied_on", 2, 6), (e.Notified,)),
    ),
    several=frozenset({"grounds", "open_rows"}),
    chosen=frozenset(
        {
            "called_for", "by", "result", "point", "closed", "outcome", "court", "how", "kind",
            "ending", "order",
            "commission_level",
        }
    ),
)  # fmt: skip
