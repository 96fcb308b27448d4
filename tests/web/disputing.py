"""How a dispute comes about: a refusal, an objection nobody answers, an application to the commission."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from msgspec.structs import replace

from ppid.dispute import commands as c
from ppid.dispute import events as e
from ppid.dispute.vocabulary import Level, Outcome, Purpose
from ppid.events import Stream
from ppid.exemption.reference import ExemptionRef
from ppid.objection.commands import FileObjection
from ppid.objection.vocabulary import Ground
from ppid.request.events import Document
from ppid.request.vocabulary import Channel, DocumentKind
from tests.web.world import BODY, World

COMMISSION = e.Commission("Komisi Informasi Provinsi Contoh", Level.PROVINCE)
REGISTER = "021/VII/KI-CTH-PS/2026"
RULING = "021/PTSN/KI-CTH/VIII/2026"
#: Objected on 2 June 2026: thirty working days end on 15 July, and fourteen more on 4 August.
ANSWER_DUE = date(2026, 7, 15)
WINDOW_ENDS = date(2026, 8, 4)
APPLIED = date(2026, 7, 20)
RECEIVED = date(2026, 7, 22)
HEARD = date(2026, 8, 3)
READ_OUT = date(2026, 8, 10)
COPY = date(2026, 8, 12)
#: Fourteen working days after the copy, over 17 and 25 August.
COURT_UNTIL = date(2026, 9, 3)
PROOF = Document(DocumentKind.OTHER, "cd" * 32, "application/pdf", 4096, "person-x", "Berita acara")


def objected(world: World, *grounds: Ground) -> Stream:
    """An objection of today to a refusal of today; nobody answers it."""
    request = world.at("refusal-received")
    command = FileObjection(
        objection=f"objection-{secrets.token_hex(16)}",
        body=BODY,
        channel=Channel.LETTER,
        grounds=grounds or (Ground.EXEMPT,),
        case="Anggaran adalah informasi terbuka.",
        purpose="Penelitian",
        request=request,
    )
    return world.services.objections.file(command, world.actor("desk")).objection


def notify(objection: Stream, **changes: Any) -> c.NotifyDispute:
    """The copy of an application of 20 July, not recorded yet."""
    plain = c.NotifyDispute(
        dispute=f"dispute-{secrets.token_hex(16)}",
        body=BODY,
        commission=COMMISSION,
        applied_on=APPLIED,
        received_on=RECEIVED,
        objection=objection,
        register_number=REGISTER,
    )
    return replace(plain, **changes)


def disputed(world: World, *grounds: Ground) -> Stream:
    """A dispute about an objection that nobody answered, on 22 July."""
    objection = objected(world, *grounds)
    world.clock.set(RECEIVED)
    return world.services.disputes.notify(notify(objection), world.actor("desk")).stream


def heard(world: World, *grounds: Ground) -> Stream:
    """A dispute whose hearing was opened, on the day before its decision."""
    case = disputed(world, *grounds)
    disputes, ppid = world.services.disputes, world.actor("ppid")
    summons = c.RecordSummons(case=case, purpose=Purpose.FIRST, hearing_on=HEARD, received_on=RECEIVED)
    disputes.summon(summons, world.actor("desk"))
    world.clock.set(READ_OUT)
    disputes.open_adjudication(c.OpenAdjudication(case=case, opened_on=HEARD, panel_size=3), ppid)
    return case


def ruling(case: Stream, *opened: ExemptionRef, **changes: Any) -> c.RecordRuling:
    """A decision that opens part of the information, not recorded yet."""
    plain = c.RecordRuling(
        case=case,
        number=RULING,
        read_out_on=READ_OUT,
        outcome=Outcome.OPEN_PART,
        orders=(e.Duty(what="Menyerahkan rincian anggaran", within_days=10),),
        opened=opened,
    )
    return replace(plain, **changes)


def served(world: World, *opened: ExemptionRef) -> Stream:
    """A dispute that was decided, its copy received on 12 August."""
    case = heard(world)
    world.services.disputes.rule(ruling(case, *opened), world.actor("ppid"))
    world.clock.set(COPY)
    received = c.RecordRulingReceived(case=case, received_on=COPY)
    world.services.disputes.receive_ruling(received, world.actor("desk"))
    return case
