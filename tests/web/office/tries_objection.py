"""How the room of objections is tried: the steps of an objection, and every act through its form."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date
from typing import Any

from msgspec.structs import replace

from ppid.events import Actor, Role, Stream
from ppid.exemption.reference import ExemptionRef
from ppid.objection import commands as c
from ppid.objection import events as e
from ppid.objection.vocabulary import Ground, Party, Verdict
from ppid.request.vocabulary import Channel
from tests import attached
from tests.web.exempting import row_value
from tests.web.trying import Begin, Tried, Try
from tests.web.world import BODY, World

PDF = (attached.pdf("surat"), "surat.pdf")
NEXT_MONTH = date(2026, 7, 6)
DUE = {"order_1_due-day": "6", "order_1_due-month": "7", "order_1_due-year": "2026"}
ORDER = {"order_1_what": "Memberikan rincian per bulan", **DUE}


def file(world: World, request: Stream, *grounds: Ground, **changes: Any) -> Stream:
    """An objection of the request's citizen, received today."""
    command = c.FileObjection(
        objection=f"objection-{secrets.token_hex(16)}",
        body=BODY,
        channel=Channel.WEB,
        grounds=grounds,
        case="Anggaran adalah informasi terbuka.",
        purpose="Penelitian",
        request=request,
    )
    filed = replace(command, **changes)
    return world.services.objections.file(filed, Actor(request, Role.CITIZEN)).objection


def about_a_grant(world: World) -> Stream:
    """Objected to what a grant left out, in time: ground d."""
    return file(world, world.at("notice-received"), Ground.NOT_AS_ASKED)


def about_a_refusal(world: World) -> Stream:
    """Objected to a refusal as exempt: grounds a and e."""
    return file(world, world.at("refusal-received"), Ground.EXEMPT, Ground.NOT_FULFILLED)


def answer(world: World, case: Stream, verdict: Verdict = Verdict.OVERTURNED, **changes: Any) -> None:
    """Answer today; what overturns orders one thing."""
    objection = world.services.objections.see(case, world.actor("superior"))
    closes = Ground.EXEMPT in objection.pending and verdict is not Verdict.OVERTURNED
    command = c.AnswerObjection(
        case=case,
        verdict=verdict,
        letter_number="B/40/VI/2026",
        signed_on=world.clock.today,
        sent_on=world.clock.today,
        position="Wakapolda Contoh",
        explanations=tuple(e.Explanation(ground, "Dijelaskan.") for ground in objection.pending),
        reasons="" if verdict is Verdict.OVERTURNED else "Sudah sesuai permohonan.",
        orders=() if verdict is Verdict.UPHELD else (e.Order("Memberikan rincian", NEXT_MONTH),),
        exemptions=(ExemptionRef(world.exempt(), rows=(1,)),) if closes else (),
    )
    world.services.objections.answer(replace(command, **changes), world.actor("superior"))


def _talks(world: World) -> Stream:
    case = about_a_grant(world)
    command = c.OpenSettlement(case=case, opened_on=world.clock.today)
    world.services.objections.open_settlement(command, world.actor("ppid"))
    return case


def _settled(world: World) -> Stream:
    case = _talks(world)
    command = c.Settle(
        case=case,
        agreement="Rincian diberikan.",
        agreed_on=world.clock.today,
        signed_by=Party.OBJECTOR,
        position="Wakapolda Contoh",
    )
    world.services.objections.settle(command, world.actor("superior"))
    return case


def _exempt(world: World) -> Stream:
    """Refused as exempt, by a decree in force that the lists know of."""
    case = about_a_refusal(world)
    world.follow()
    return case


def _answered(world: World) -> Stream:
    case = about_a_grant(world)
    answer(world, case)
    return case


def _upheld(world: World) -> Stream:
    case = about_a_grant(world)
    answer(world, case, Verdict.UPHELD)
    command = c.RecordAnswerReceived(case=case, received_on=world.clock.today)
    world.services.objections.record_answer_received(command, world.actor("desk"))
    return case


STEPS: dict[str, Callable[[World], Stream]] = {
    "filed": about_a_grant,
    "refused": about_a_refusal,
    "exempt": _exempt,
    "talks": _talks,
    "settled": _settled,
    "answered": _answered,
    "upheld": _upheld,
}
LETTER = {"letter_number": "TK-7", "position": "Wakapolda Contoh"}


def _request(world: World) -> str:
    return f"?permohonan={world.at('notice-received').removeprefix('request-')}"


OBJECTION_TRIED = Tried(
    kind="objection",
    at=lambda world, step: STEPS[step](world),
    shown="filed",
    tries=(
        Try("ppid", "filed", "open-settlement", {"note": "Bertemu di kantor."}, (e.SettlementOpened,)),
        Try(
            "superior",
            "talks",
            "settle",
            {"agreement": "Rincian diberikan.", **ORDER, "documents": PDF},
            (e.Settled,),
        ),
        Try("ppid", "talks", "fail-settlement", {"reason": "Tidak ada titik temu."}, (e.SettlementFailed,)),
        Try(
            "superior",
            "filed",
            "answer",
            {**LETTER, "explanation_d": "Rinciannya memang diminta.", **ORDER},
            (e.Overturned,),
            "?verdict=overturned",
        ),
        Try(
            "superior",
            "refused",
            "answer",
            {
                **LETTER,
                "explanation_a": "Hanya nama saksi yang dikecualikan.",
                "explanation_e": "Selebihnya diberikan.",
                "reasons": "Nama saksi dilindungi.",
                "exempt_rows": [row_value(1)],
                **ORDER,
            },
            (e.PartlyOverturned,),
            "?verdict=partly-overturned",
        ),
        Try(
            "superior",
            "filed",
            "answer",
            {**LETTER, "explanation_d": "Semua yang diminta sudah diberikan.", "reasons": "Sesuai."},
            (e.Upheld,),
            "?verdict=upheld",
        ),
        Try("desk", "answered", "answer-received", {}, (e.AnswerReceived,)),
        Try(
            "ppid",
            "answered",
            "remedy",
            {"proof": "Surel terkirim dengan lampiran.", "documents": PDF},
            (e.Remedied,),
        ),
        Try("desk", "filed", "withdraw", {"reason": "Sudah jelas."}, (e.Withdrawn,)),
        Try(
            "desk",
            "filed",
            "correct",
            {"new": "Rincian per bulan tidak ada.", "reason": "Salah ketik."},
            (e.Corrected,),
            "?what=case",
        ),
        Try(
            "ppid",
            "filed",
            "correct",
            {"new-day": "1", "reason": "Suratnya tiba kemarin."},
            (e.Corrected,),
            "?what=received-on",
        ),
        Try("superior", "upheld", "close", {"note": "Selesai."}, (e.Closed,)),
    ),
    begins=(
        Begin(
            "desk",
            "",
            {"channel": "counter", "grounds": ["d"], "case": "Rincian per bulan tidak ada."},
            (e.Filed, e.Registered),
            _request,
        ),
        Begin(
            "ppid",
            "berkala",
            {
                "channel": "letter",
                "information": "Laporan keuangan 2025",
                "case": "Tidak ada di situs web.",
                "purpose": "Penelitian",
                "found_on-day": "1",
                "found_on-month": "6",
                "found_on-year": "2026",
                "name": "Rudi Hartono",
                "who": "kuasa-lain",
                "proxy_name": "Hendra Gunawan",
                "surat_kuasa": PDF,
            },
            (e.Filed, e.Registered),
        ),
    ),
    several=frozenset({"grounds", "exempt_rows", "open_rows"}),
    chosen=frozenset({"verdict", "what", "signed_by", "channel", "who", "order"}),
)
