"""The demo's objections: one at every step, on every ground."""

from __future__ import annotations

import uuid

from ppid.events import Actor, Role
from ppid.objection import commands as c
from ppid.objection.events import Explanation, Order
from ppid.objection.vocabulary import Ground, Party, Verdict
from ppid.request.vocabulary import Channel
from web.demo.cast import PEOPLE
from web.demo.stage import Scene, Step


def objected(*grounds: Ground, case: str, channel: Channel = Channel.WEB) -> Step:
    """The requester objects."""

    def step(s: Scene) -> object:
        command = c.FileObjection(
            objection=s.begin("objection"),
            body=s.body,
            channel=channel,
            grounds=grounds,
            case=case,
            purpose="Memperoleh informasi yang diminta",
            request=s.request,
        )
        citizen = channel is Channel.WEB
        return s.services.objections.file(command, Actor(s.request, Role.CITIZEN) if citizen else s.ppid)

    return step


def position_of_superior(s: Scene) -> str:
    """In which position the superior signs."""
    superior = s.officer(Role.SUPERIOR).id
    return next(each.position for each in s.services.directory.body(s.body).officers if each.id == superior)


def talks_opened(s: Scene) -> object:
    """Both sides begin to talk."""
    command = c.OpenSettlement(case=s.objection, opened_on=s.today, note="Pertemuan di ruang layanan.")
    return s.services.objections.open_settlement(command, s.officer(Role.SUPERIOR))


def settled(s: Scene) -> object:
    """They agree."""
    command = c.Settle(
        case=s.objection,
        agreement="Badan Publik menyerahkan data per bulan dalam bentuk tabel pada hari ini juga.",
        agreed_on=s.today,
        signed_by=Party.OBJECTOR,
        position=position_of_superior(s),
    )
    return s.services.objections.settle(command, s.officer(Role.SUPERIOR))


def talks_failed(s: Scene) -> object:
    """They do not agree."""
    command = c.FailSettlement(
        case=s.objection, failed_on=s.today, reason="Pemohon tetap meminta data per kamera."
    )
    return s.services.objections.fail_settlement(command, s.officer(Role.SUPERIOR))


def _answered(s: Scene, verdict: Verdict, **content: object) -> object:
    objection = s.services.objections.see(s.objection, s.officer(Role.SUPERIOR))
    told = "Setelah memeriksa permohonan, jawaban PPID, dan keterangan unit, atasan menyatakan: "
    words = {
        Verdict.UPHELD: "jawaban PPID sudah tepat.",
        Verdict.OVERTURNED: "keberatan diterima.",
        Verdict.PARTLY_OVERTURNED: "keberatan diterima sebagian.",
    }
    command = c.AnswerObjection(
        case=s.objection,
        verdict=verdict,
        letter_number=f"B-{s.today:%j}/KEB/{s.today.year}",
        signed_on=s.today,
        sent_on=s.today,
        position=position_of_superior(s),
        explanations=tuple(Explanation(ground, told + words[verdict]) for ground in objection.pending),
        **content,  # type: ignore[arg-type]
    )
    return s.services.objections.answer(command, s.officer(Role.SUPERIOR))


def upheld(s: Scene) -> object:
    """The superior upholds what was not about an exemption."""
    return _answered(s, Verdict.UPHELD, reasons="Permohonan sudah dijawab sesuai dengan yang dikuasai.")


def upheld_on(exemption: str, row: int) -> Step:
    """The superior upholds a refusal as exempt."""

    def step(s: Scene) -> object:
        return _answered(
            s,
            Verdict.UPHELD,
            reasons="Uji konsekuensi sudah dilakukan dan keputusannya masih berlaku.",
            exemptions=(s.resting_on(exemption, row),),
        )

    return step


def overturned_on(exemption: str, row: int, within_days: int) -> Step:
    """The superior overturns a refusal as exempt: the row is open, and the PPID is to hand it over."""

    def step(s: Scene) -> object:
        return _answered(
            s,
            Verdict.OVERTURNED,
            opened=(s.resting_on(exemption, row),),
            orders=(Order("Menyerahkan salinan rekaman pada tanggal yang diminta", s.day(within_days)),),
        )

    return step


def overturned(s: Scene) -> object:
    """The superior overturns, and orders what is missing."""
    return _answered(
        s,
        Verdict.OVERTURNED,
        orders=(Order("Melengkapi jawaban dengan data per kecamatan", s.day(8)),),
    )


def overturned_in_part(s: Scene) -> object:
    """The superior overturns one part and upholds the rest."""
    return _answered(
        s,
        Verdict.PARTLY_OVERTURNED,
        reasons="Biaya salinan wajar; berkas digital dapat diberikan tanpa biaya.",
        orders=(Order("Mengirim laporan dalam bentuk PDF tanpa biaya", s.day(5)),),
    )


def answer_received(s: Scene) -> object:
    """The objector has the answer."""
    command = c.RecordAnswerReceived(case=s.objection, received_on=s.today)
    return s.services.objections.record_answer_received(command, s.ppid)


def remedied(s: Scene) -> object:
    """The PPID does what was ordered."""
    objection = s.services.objections.see(s.objection, s.ppid)
    proof = s.paper(objection.objector, "Tanda terima salinan", "Diterima lengkap oleh pemohon.")
    command = c.RemedyObjection(
        case=s.objection,
        order=1,
        done_on=s.today,
        proof="Salinan diserahkan langsung, tanda terima terlampir.",
        documents=(proof,),
    )
    return s.services.objections.remedy(command, s.ppid)


def closed(s: Scene) -> object:
    """Nothing more is owed."""
    return s.services.objections.close(c.CloseObjection(case=s.objection), s.ppid)


def withdrawn(s: Scene) -> object:
    """The objector takes it back."""
    command = c.WithdrawObjection(case=s.objection, reason="Data sudah diterima dari unit.")
    return s.services.objections.withdraw(command, s.ppid)


def objected_without_request(s: Scene) -> object:
    """Somebody finds that periodic information is not published."""
    objection = s.begin("objection")
    command = c.FileObjection(
        objection=objection,
        body=s.body,
        channel=Channel.WEB,
        grounds=(Ground.PERIODIC,),
        case="Halaman laporan keuangan di situs badan publik kosong sejak tahun lalu.",
        purpose="Memantau penggunaan anggaran",
        information=f"Laporan realisasi anggaran semester I tahun {s.today.year}",
        found_on=s.day(-1),
        objector=f"person-{uuid.uuid4().hex}",
        identity=PEOPLE[6],
    )
    return s.services.objections.file(command, Actor(objection, Role.CITIZEN))
