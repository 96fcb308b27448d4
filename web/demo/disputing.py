"""The demo's disputes: summoned, in mediation, before the courts, final with something left to do."""

from __future__ import annotations

from ppid import commands as request_commands
from ppid.dispute import commands as c
from ppid.dispute.events import Commission, Duty, Evidence, Representative
from ppid.dispute.vocabulary import (
    Court,
    CourtOutcome,
    EvidenceKind,
    Level,
    MediationResult,
    Outcome,
    Party,
    Purpose,
)
from ppid.events import Role, Stream
from ppid.objection import commands as objection_commands
from web.demo.stage import Scene, Step

COMMISSION = Commission("Komisi Informasi Provinsi Tanah Bahari", Level.PROVINCE)
HALL = "Ruang sidang Komisi Informasi Provinsi Tanah Bahari"
COURT = "Pengadilan Tata Usaha Negara Kota Bahari"


def _objector(s: Scene) -> Stream:
    return s.services.objections.see(s.objection, s.ppid).objector


def notified(register: int) -> Step:
    """The copy of the application comes, two working days after the commission got it."""

    def step(s: Scene) -> object:
        command = c.NotifyDispute(
            dispute=s.begin("dispute"),
            body=s.body,
            commission=COMMISSION,
            applied_on=s.day(-2),
            received_on=s.today,
            objection=s.objection,
            register_number=f"{register:03d}/KI-TB-PS/{s.today.year}" if register else "",
            letter_number=f"{100 + register}/KI-TB/{s.today.year}",
            documents=(s.paper(_objector(s), "Salinan permohonan sengketa"),),
        )
        return s.services.disputes.notify(command, s.officer(Role.PPID))

    return step


def gone_on(s: Scene) -> object:
    """Nothing more is owed on the request and the objection: the case goes on at the commission."""
    s.services.objections.close(objection_commands.CloseObjection(case=s.objection), s.ppid)
    return s.desk.close(request_commands.CloseRequest(request=s.request), s.ppid)


def summoned(purpose: Purpose, in_days: int) -> Step:
    """A summons to a hearing some working days ahead."""

    def step(s: Scene) -> object:
        command = c.RecordSummons(
            case=s.dispute,
            purpose=purpose,
            hearing_on=s.day(in_days),
            received_on=s.today,
            letter_number=f"PGL-{s.today:%j}/KI-TB/{s.today.year}",
            place=HALL,
        )
        return s.services.disputes.summon(command, s.ppid)

    return step


def represented(s: Scene) -> object:
    """The body says who speaks for it."""
    command = c.AppointRepresentatives(
        case=s.dispute,
        representatives=(
            Representative("Kepala Bidang Hukum"),
            Representative("Kasubbid PID selaku PPID", s.ppid.id),
        ),
        letter_number=f"SKK-{s.today:%j}/{s.today.year}",
        signed_on=s.today,
    )
    return s.services.disputes.represent(command, s.officer(Role.SUPERIOR))


def pleaded(exemption: str, row: int) -> Step:
    """The body answers in writing, and lays the test before the panel under seal."""

    def step(s: Scene) -> object:
        number = f"B-{s.today:%j}/SENGKETA/{s.today.year}"
        answer = c.FileAnswer(
            case=s.dispute,
            filed_on=s.today,
            letter_number=number,
            documents=(s.paper(_objector(s), "Jawaban tertulis termohon"),),
        )
        s.services.disputes.answer(answer, s.ppid)
        resting = s.resting_on(exemption, row)
        evidence = (
            Evidence(EvidenceKind.DOCUMENT, "Pemberitahuan tertulis dan tanda terimanya"),
            Evidence(
                EvidenceKind.TEST_SHEET,
                "Lembar uji konsekuensi",
                sealed=True,
                exemption=resting.exemption,
                rows=resting.rows,
            ),
        )
        command = c.SendEvidence(case=s.dispute, sent_on=s.today, letter_number=number, evidence=evidence)
        return s.services.disputes.send_evidence(command, s.ppid)

    return step


def mediation_opened(s: Scene) -> object:
    """The parties meet for the first time."""
    return s.services.disputes.open_mediation(
        c.OpenMediation(case=s.dispute, first_meeting_on=s.today), s.ppid
    )


def mediated(s: Scene) -> object:
    """The parties agree."""
    command = c.EndMediation(case=s.dispute, ended_on=s.today, result=MediationResult.AGREED)
    return s.services.disputes.end_mediation(command, s.ppid)


def agreement_decided(s: Scene) -> object:
    """The commission decides as they agreed, which is final."""
    command = c.RecordRuling(
        case=s.dispute,
        number=_number(s, "PTSN-M"),
        read_out_on=s.today,
        outcome=Outcome.MEDIATION_AGREEMENT,
        orders=(Duty("Menyerahkan daftar rekanan tiga tahun terakhir", within_days=15),),
        summary="Para pihak sepakat; termohon menyerahkan daftar rekanan.",
    )
    return s.services.disputes.rule(command, s.ppid)


def heard(s: Scene) -> object:
    """The hearing opens."""
    command = c.OpenAdjudication(case=s.dispute, opened_on=s.today, panel_size=3)
    return s.services.disputes.open_adjudication(command, s.ppid)


def inspected(s: Scene) -> object:
    """The panel looks at what is exempt, behind closed doors."""
    command = c.RecordInspection(
        case=s.dispute, inspected_on=s.today, place="Ruang kendali kamera Ditlantas", closed=True
    )
    return s.services.disputes.record_inspection(command, s.ppid)


def concluded(s: Scene) -> object:
    """The body files its conclusions."""
    number = f"B-{s.today:%j}/KSP/{s.today.year}"
    command = c.FileConclusions(case=s.dispute, filed_on=s.today, letter_number=number)
    return s.services.disputes.file_conclusions(command, s.ppid)


def _number(s: Scene, kind: str) -> str:
    return f"{s.today:%j}/{kind}/KI-TB/{s.today.year}"


def ruled_open(exemption: str, row: int, *orders: Duty) -> Step:
    """The commission opens a row of an exemption."""

    def step(s: Scene) -> object:
        command = c.RecordRuling(
            case=s.dispute,
            number=_number(s, "PTSN-A"),
            read_out_on=s.today,
            outcome=Outcome.OPEN_PART,
            orders=orders,
            opened=(s.resting_on(exemption, row),),
            summary="Informasi yang diminta terbuka; data teknis lainnya tetap dikecualikan.",
            documents=(s.paper(_objector(s), "Salinan putusan"),),
        )
        return s.services.disputes.rule(command, s.ppid)

    return step


def ruled(outcome: Outcome, summary: str, *orders: Duty) -> Step:
    """The commission decides."""

    def step(s: Scene) -> object:
        command = c.RecordRuling(
            case=s.dispute,
            number=_number(s, "PTSN-A"),
            read_out_on=s.today,
            outcome=outcome,
            orders=orders,
            summary=summary,
        )
        return s.services.disputes.rule(command, s.ppid)

    return step


def ruling_received(s: Scene) -> object:
    """The copy comes: the time to go to court runs."""
    command = c.RecordRulingReceived(case=s.dispute, received_on=s.today)
    return s.services.disputes.receive_ruling(command, s.ppid)


def appealed(s: Scene) -> object:
    """The applicant goes to court."""
    command = c.RecordAppeal(
        case=s.dispute,
        by=Party.APPLICANT,
        court=Court.ADMINISTRATIVE,
        court_name=COURT,
        filed_on=s.today,
        case_number=f"17/G/KI/{s.today.year}/PTUN.KB",
    )
    return s.services.disputes.appeal(command, s.ppid)


def appeal_ruled(s: Scene) -> object:
    """The court lets the decision stand."""
    command = c.RecordAppealRuling(
        case=s.dispute,
        number=f"17/G/KI/{s.today.year}/PTUN.KB",
        read_out_on=s.today,
        outcome=CourtOutcome.CONFIRMED,
    )
    return s.services.disputes.rule_on_appeal(command, s.ppid)


def complied(order: int, proof: str) -> Step:
    """The body does what it was ordered to do."""

    def step(s: Scene) -> object:
        command = c.RecordCompliance(
            case=s.dispute,
            order=order,
            done_on=s.today,
            proof=proof,
            documents=(s.paper(_objector(s), "Berita acara penyerahan", proof),),
        )
        return s.services.disputes.comply(command, s.ppid)

    return step
