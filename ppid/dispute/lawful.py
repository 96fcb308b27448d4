"""Which acts are lawful on a dispute now, and who may record them.

The PPID and the superior, who speaks for the body, record everything; the desk records letters that came.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from ppid.acts import ActRule, Acts
from ppid.checks import Context
from ppid.deadlines import Text
from ppid.dispute import courts, entry, hearing, ruling
from ppid.dispute.case import Dispute
from ppid.events import Role


class Act(StrEnum):
    """A step that may be recorded on a dispute. The value is part of page addresses."""

    RECORD_INCOMPLETE = "incomplete"
    RECORD_COMPLETED = "completed"
    RECORD_REGISTERED = "registered"
    RECORD_SUMMONS = "summons"
    RECORD_CHALLENGE = "challenge"
    REPRESENT = "represent"
    ANSWER = "answer"
    SEND_EVIDENCE = "evidence"
    OPEN_MEDIATION = "open-mediation"
    EXTEND_MEDIATION = "extend-mediation"
    END_MEDIATION = "end-mediation"
    OPEN_ADJUDICATION = "open-adjudication"
    RECORD_INTERIM_RULING = "interim-ruling"
    RECORD_INSPECTION = "inspection"
    FILE_CONCLUSIONS = "conclusions"
    RECORD_RULING = "ruling"
    RECORD_RULING_RECEIVED = "ruling-received"
    RECORD_APPEAL = "appeal"
    RECORD_APPEAL_RULING = "appeal-ruling"
    RECORD_APPEAL_RULING_RECEIVED = "appeal-ruling-received"
    RECORD_CASSATION = "cassation"
    RECORD_CASSATION_RULING = "cassation-ruling"
    RECORD_FINAL = "final"
    RECORD_COMPLIANCE = "compliance"
    RECORD_EXECUTION_ORDER = "execution-order"
    RECORD_PAID = "paid"
    END = "end"


#: Who speaks for the body before the commission and the courts (Perki 1/2021 art. 10(2)e).
SPEAKERS = (Role.PPID, Role.SUPERIOR)
#: Who may also note that a letter came.
RECEIVERS = (*SPEAKERS, Role.SERVICE_DESK)


def _rule(
    id: str,  # noqa: A002  (the language, as everywhere)
    en: str,
    check: Callable[[Dispute], object],
    roles: tuple[Role, ...] = SPEAKERS,
) -> ActRule[Dispute]:
    def lawful(dispute: Dispute, _context: Context) -> None:
        check(dispute)

    return ActRule(Text(id, en), roles, lawful)


def _final(dispute: Dispute, context: Context) -> None:
    ruling.may_record_final(dispute, context)


ACTS: Acts[Act, Dispute] = Acts(
    {
        Act.RECORD_INCOMPLETE: _rule(
            "Catat surat kekurangan berkas",
            "Record the commission's incompleteness letter",
            entry.may_be_incomplete,
            RECEIVERS,
        ),
        Act.RECORD_COMPLETED: _rule(
            "Catat berkas dilengkapi",
            "Record that the papers were completed",
            entry.may_be_completed,
            RECEIVERS,
        ),
        Act.RECORD_REGISTERED: _rule(
            "Catat nomor register", "Record the register number", entry.may_be_registered, RECEIVERS
        ),
        Act.RECORD_SUMMONS: _rule(
            "Catat panggilan sidang", "Record a summons", entry.may_before_ruling, RECEIVERS
        ),
        Act.RECORD_CHALLENGE: _rule(
            "Catat hak ingkar", "Record a challenge of the panel", entry.may_before_ruling
        ),
        Act.REPRESENT: _rule("Tunjuk kuasa badan publik", "Name who speaks for the body", entry.may_act),
        Act.ANSWER: _rule("Catat jawaban tertulis", "Record the written answer", entry.may_before_ruling),
        Act.SEND_EVIDENCE: _rule(
            "Catat bukti yang diserahkan", "Record evidence sent", entry.may_before_ruling
        ),
        Act.OPEN_MEDIATION: _rule(
            "Catat mediasi dibuka", "Record the first mediation meeting", hearing.may_open_mediation
        ),
        Act.EXTEND_MEDIATION: _rule(
            "Catat perpanjangan mediasi", "Record the mediation's extension", hearing.may_extend_mediation
        ),
        Act.END_MEDIATION: _rule(
            "Catat hasil mediasi", "Record how the mediation ended", hearing.may_in_mediation
        ),
        Act.OPEN_ADJUDICATION: _rule(
            "Catat ajudikasi dibuka", "Record the first day of the hearing", hearing.may_open_adjudication
        ),
        Act.RECORD_INTERIM_RULING: _rule(
            "Catat putusan sela", "Record an interim ruling", hearing.may_in_hearing
        ),
        Act.RECORD_INSPECTION: _rule(
            "Catat pemeriksaan setempat", "Record an inspection", hearing.may_in_hearing
        ),
        Act.FILE_CONCLUSIONS: _rule(
            "Catat kesimpulan tertulis", "Record the written conclusions", hearing.may_in_hearing
        ),
        Act.RECORD_RULING: _rule(
            "Catat putusan Komisi Informasi", "Record the commission's decision", ruling.may_rule
        ),
        Act.RECORD_RULING_RECEIVED: _rule(
            "Catat salinan putusan diterima",
            "Record receipt of the decision's copy",
            ruling.may_receive_ruling,
            RECEIVERS,
        ),
        Act.RECORD_APPEAL: _rule(
            "Catat gugatan ke pengadilan", "Record a filing at court", courts.may_appeal, RECEIVERS
        ),
        Act.RECORD_APPEAL_RULING: _rule(
            "Catat putusan pengadilan", "Record the court's decision", courts.may_rule_on_appeal
        ),
        Act.RECORD_APPEAL_RULING_RECEIVED: _rule(
            "Catat putusan pengadilan diterima",
            "Record receipt of the court's decision",
            courts.may_receive_appeal_ruling,
            RECEIVERS,
        ),
        Act.RECORD_CASSATION: _rule(
            "Catat kasasi", "Record a cassation", courts.may_go_to_cassation, RECEIVERS
        ),
        Act.RECORD_CASSATION_RULING: _rule(
            "Catat putusan kasasi", "Record the Supreme Court's decision", courts.may_rule_on_cassation
        ),
        Act.RECORD_FINAL: ActRule(
            Text("Catat berkekuatan hukum tetap", "Record that the decision is final"), SPEAKERS, _final
        ),
        Act.RECORD_COMPLIANCE: _rule(
            "Catat pelaksanaan putusan", "Record compliance with an order", courts.may_comply
        ),
        Act.RECORD_EXECUTION_ORDER: _rule(
            "Catat penetapan eksekusi", "Record an order to comply", courts.may_order_execution, RECEIVERS
        ),
        Act.RECORD_PAID: _rule("Catat pembayaran", "Record a payment", ruling.may_after_ruling),
        Act.END: _rule(
            "Catat sengketa berakhir", "Record that the case ended", entry.may_before_ruling, RECEIVERS
        ),
    }
)
#: Who may record the copy of an application, which begins a dispute.
NOTIFIERS = RECEIVERS
