"""What happens to each invented request, as steps on working days after it was received."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from ppid import commands as c
from ppid.events import Actor, Approval, Role
from ppid.person import Identity
from ppid.request.events import Blackout, Fee, Notice, Wish
from ppid.request.vocabulary import (
    Channel,
    CopyForm,
    Correctable,
    Delivery,
    ExtensionGround,
    FeeKind,
    Missing,
    Obtain,
    Outcome,
    PaymentMethod,
    RequesterKind,
    Way,
)
from web.demo import redacting
from web.demo.cast import ENTITY, GROUP, PEOPLE, REPRESENTATIVE
from web.demo.stage import Plot, Scene, Step


@dataclass(frozen=True)
class Story:
    """A request received ``ago`` working days before today, and what follows, by working days since."""

    ago: int
    wants: str
    purpose: str
    who: Identity
    steps: tuple[tuple[int, Step], ...] = ()
    channel: Channel = Channel.WEB
    kind: RequesterKind = RequesterKind.INDIVIDUAL
    office: str = "POLDA-TB"
    represented: bool = field(default=False)
    follow: str = ""

    @property
    def plot(self) -> Plot:
        """The story as days and steps."""
        begun: tuple[int, Step] = (0, partial(filed, self))
        return Plot(self.ago, (begun, *self.steps), self.office, self.follow)


def filed(story: Story, s: Scene) -> object:
    """The request comes in."""
    paper = story.channel in {Channel.LETTER, Channel.COUNTER}
    request = s.begin("request")
    command = c.FileRequest(
        key=request,
        request=request,
        body=s.body,
        channel=story.channel,
        requester_kind=story.kind,
        requester=f"person-{uuid.uuid4().hex}",
        identity=story.who,
        representative=f"person-{uuid.uuid4().hex}" if story.represented else "",
        representative_identity=REPRESENTATIVE if story.represented else None,
        wish=Wish(
            information=story.wants,
            purpose=story.purpose,
            obtain=Obtain.COPY,
            copy_form=CopyForm.HARD if paper else CopyForm.SOFT,
            delivery=Delivery.PICK_UP if paper else Delivery.EMAIL,
        ),
    )
    citizen = story.channel is Channel.WEB
    return s.desk.file_request(command, Actor(request, Role.CITIZEN) if citizen else s.ppid)


def complete(s: Scene) -> object:
    """The papers are in order."""
    return s.desk.find_complete(c.FindComplete(request=s.request), s.ppid)


def incomplete(s: Scene) -> object:
    """The identity document is missing."""
    missing = (Missing.IDENTITY_DOCUMENT, Missing.PURPOSE)
    command = c.FindIncomplete(request=s.request, missing=missing, sent_on=s.today)
    return s.desk.find_incomplete(command, s.ppid)


def letter_received(s: Scene) -> object:
    """The requester has the incompleteness letter."""
    command = c.RecordIncompletenessReceived(request=s.request, received_on=s.today)
    return s.desk.record_incompleteness_received(command, s.ppid)


def supplied(s: Scene) -> object:
    """The requester brings what was missing."""
    note = "Fotokopi KTP diserahkan di meja layanan; tujuan: bahan penelitian."
    return s.desk.complete(c.CompleteRequest(request=s.request, note=note), s.ppid)


def uncorrected(s: Scene) -> object:
    """Nothing came in time."""
    return s.desk.close_uncorrected(c.CloseUncorrected(request=s.request), s.ppid)


def routed(unit: str) -> Step:
    """The PPID asks a unit."""

    def step(s: Scene) -> object:
        question = "Mohon cari dokumen yang diminta dan sampaikan apakah ada bagian yang perlu dikecualikan."
        by = s.today + timedelta(days=7)
        command = c.RouteToUnit(request=s.request, unit=unit, question=question, answer_by=by)
        return s.desk.route(command, s.ppid)

    return step


def unit_answered(unit: str) -> Step:
    """The unit found it."""

    def step(s: Scene) -> object:
        answer = "Dokumen tersedia dalam bentuk digital. Tidak ada bagian yang perlu dikecualikan."
        command = c.AnswerAsUnit(request=s.request, answer=answer, holds=True)
        return s.desk.answer_as_unit(command, s.unit(unit))

    return step


def extended(s: Scene) -> object:
    """The one extension."""
    command = c.ExtendDeadline(
        request=s.request,
        ground=ExtensionGround.NOT_YET_HELD,
        reason="Dokumen masih dihimpun dari empat satuan kerja dan belum lengkap.",
        sent_on=s.today,
    )
    return s.desk.extend(command, s.ppid)


def _answer(s: Scene, outcome: Outcome, **content: object) -> object:
    number = f"B-{s.today:%j}/PPID/{s.today.year}"
    notice = Notice(number=number, signed_on=s.today, sent_on=s.today, **content)  # type: ignore[arg-type]
    return s.desk.answer(c.AnswerRequest(request=s.request, outcome=outcome, notice=notice), s.ppid)


def granted(s: Scene) -> object:
    """All of it, free, as a file."""
    return _answer(
        s,
        Outcome.GRANTED,
        material="Seluruh dokumen yang diminta, dalam satu berkas PDF.",
        formats=(CopyForm.SOFT,),
        tool="Surel",
        ready_in_days=3,
    )


def granted_for_a_fee(s: Scene) -> object:
    """All of it, as paper copies."""
    return _answer(
        s,
        Outcome.GRANTED,
        material="Salinan cetak laporan tahunan, 120 halaman.",
        formats=(CopyForm.HARD,),
        tool="Diambil langsung",
        fees=(Fee(FeeKind.COPY, 120, 250, "Penyalinan A4"),),
        how_to_pay="Tunai di meja layanan informasi atau transfer ke rekening resmi.",
        ready_in_days=5,
    )


def partly(s: Scene) -> object:
    """Part of it, the rest blacked out."""
    return _answer(
        s,
        Outcome.PARTLY_GRANTED,
        reasons="Sebagian isi dokumen memuat data pribadi pihak ketiga.",
        material="Rekapitulasi penanganan perkara, tanpa identitas pelapor dan saksi.",
        blackouts=(
            Blackout(
                "Nama dan alamat pelapor dan saksi pada halaman 4 sampai 9",
                "Membuka identitas pelapor dan saksi dapat membahayakan mereka.",
                "17(a)(2)",
                s.resting_on("berkas", 1),
            ),
        ),
        formats=(CopyForm.SOFT,),
        tool="Surel",
        ready_in_days=4,
    )


def refused_exempt(s: Scene) -> object:
    """Refused under article 17."""
    return _answer(
        s,
        Outcome.REFUSED_EXEMPT,
        reasons="Informasi mengungkap hasil evaluasi perorangan peserta seleksi.",
        articles=("17(h)(4)",),
        consequence="Membuka hasil psikotes perorangan melanggar hak pribadi peserta seleksi.",
        approval=Approval("Kabidhumas selaku Atasan PPID", s.today),
        exemptions=(s.resting_on("berkas", 2),),
    )


def refused_on(exemption: str, row: int, article: str) -> Step:
    """Refused under a row of another of the body's exemptions."""

    def step(s: Scene) -> object:
        return _answer(
            s,
            Outcome.REFUSED_EXEMPT,
            reasons="Informasi yang diminta termasuk dalam keputusan pengecualian.",
            articles=(article,),
            consequence="Membukanya membahayakan keamanan sarana penegak hukum.",
            approval=Approval("Atasan PPID", s.today),
            exemptions=(s.resting_on(exemption, row),),
        )

    return step


def refused_other(s: Scene) -> object:
    """Refused on another article."""
    return _answer(
        s,
        Outcome.REFUSED_OTHER,
        reasons="Permohonan tidak menyebut informasi tertentu walaupun sudah diminta penjelasan.",
        articles=("UU 14/2008 Pasal 6 ayat (2)",),
    )


def not_held(s: Scene) -> object:
    """Another body has it."""
    return _answer(
        s,
        Outcome.NOT_HELD,
        held=False,
        other_body="Dinas Perhubungan Kota Bahari",
        explanation="Data volume lalu lintas dikuasai oleh dinas perhubungan.",
    )


def not_documented(s: Scene) -> object:
    """Not written down yet."""
    return _answer(
        s,
        Outcome.NOT_DOCUMENTED,
        explanation="Rekapitulasi tahun berjalan baru disusun setelah tutup triwulan.",
        available_on=s.today + timedelta(days=45),
    )


def notice_received(s: Scene) -> object:
    """The requester has the notice."""
    return s.desk.record_notice_received(
        c.RecordNoticeReceived(request=s.request, received_on=s.today), s.ppid
    )


def paid(s: Scene) -> object:
    """The fee was paid in cash."""
    command = c.RecordPayment(
        request=s.request,
        amount_idr=30_000,
        method=PaymentMethod.CASH,
        paid_on=s.today,
        receipt_number="KW-0047",
    )
    return s.desk.record_payment(command, s.ppid)


def delivered(s: Scene) -> object:
    """The information was sent."""
    command = c.DeliverInformation(
        request=s.request, delivered_on=s.today, way=Way.EMAIL, proof="Surel terkirim dan dibalas pemohon."
    )
    return s.desk.deliver(command, s.ppid)


def withdrawn(s: Scene) -> object:
    """The requester takes it back."""
    reason = "Informasi sudah ditemukan di situs web."
    return s.desk.withdraw(c.WithdrawRequest(request=s.request, reason=reason), s.ppid)


def corrected(s: Scene) -> object:
    """The purpose was written down wrongly."""
    command = c.CorrectRequest(
        request=s.request,
        what=Correctable.PURPOSE,
        new="Penelitian skripsi tentang keselamatan berlalu lintas",
        reason="Salah tulis saat menyalin formulir kertas.",
    )
    return s.desk.correct(command, s.ppid)


def closed(s: Scene) -> object:
    """Nothing more is owed."""
    return s.desk.close(c.CloseRequest(request=s.request), s.ppid)


def closed_unpaid(s: Scene) -> object:
    """What cost something was given in another form."""
    note = "Diberikan dalam bentuk digital tanpa biaya; salinan cetak tidak jadi diambil."
    return s.desk.close(c.CloseRequest(request=s.request, note=note), s.ppid)


P = PEOPLE
STORIES: tuple[Story, ...] = (
    Story(0, "Jadwal dan lokasi layanan SIM keliling bulan ini", "Keperluan pribadi", P[0]),
    Story(0, "Jumlah kendaraan yang ditilang menurut jenis pelanggaran tahun 2026", "Bahan berita", P[3]),
    Story(1, "SOP pelayanan SKCK beserta biayanya", "Keperluan melamar kerja", P[1], channel=Channel.WHATSAPP),
    Story(2, "Laporan keuangan 2025 yang sudah diaudit", "Kajian anggaran", ENTITY, kind=RequesterKind.LEGAL_ENTITY),
    Story(5, "Daftar pengadaan barang dan jasa tahun 2026", "Pengawasan anggaran", P[5]),
    Story(3, "Data kecelakaan lalu lintas per kecamatan 2021 sampai 2025", "Penelitian", P[2], ((1, complete),)),
    Story(4, "Rencana kerja dan anggaran tahun 2026", "Pengawasan anggaran", P[5], ((2, complete), (2, routed("BIDKEU")))),
    Story(6, "Data kecelakaan di jalan lintas pesisir", "Advokasi keselamatan", P[4], ((1, complete), (2, routed("DITLANTAS")), (5, unit_answered("DITLANTAS")))),
    Story(7, "Struktur organisasi dan daftar jabatan", "Tugas kuliah", P[2], ((2, complete), (3, routed("BIROSDM"))), Channel.EMAIL),
    Story(10, "Realisasi anggaran pemeliharaan kendaraan dinas 2025", "Pengawasan anggaran", P[6], ((2, complete),)),
    Story(9, "Statistik laporan kehilangan menurut bulan", "Penelitian", P[6], ((1, complete),), Channel.LETTER),
    Story(12, "Rekapitulasi izin keramaian tahun 2025", "Bahan berita", P[3], ((2, complete),)),
    Story(14, "Daftar aset tanah dan bangunan", "Kajian aset daerah", ENTITY, ((3, complete),), kind=RequesterKind.LEGAL_ENTITY),
    Story(2, "Data korban kecelakaan anak", "Penelitian", P[7], ((1, incomplete),), Channel.COUNTER),
    Story(5, "Rekaman CCTV simpang lima, 3 Oktober", "Keperluan klaim asuransi", P[1], ((2, incomplete), (3, letter_received)), Channel.COUNTER),
    Story(8, "Surat keputusan mutasi pejabat 2025", "Bahan berita", P[3], ((2, incomplete), (3, letter_received))),
    Story(6, "Dokumen kontrak pengadaan seragam", "Pengawasan anggaran", P[5], ((1, incomplete), (2, letter_received), (4, supplied))),
    Story(16, "Data pribadi pelapor perkara tetangga", "Tidak disebutkan", P[4], ((2, incomplete), (3, letter_received), (8, uncorrected)), Channel.PHONE),
    Story(12, "Evaluasi kinerja pelayanan publik lima tahun terakhir", "Penelitian", P[6], ((2, complete), (9, extended))),
    Story(16, "Salinan seluruh perjanjian kerja sama dengan pihak ketiga", "Kajian hukum", GROUP, ((2, complete), (10, extended)), kind=RequesterKind.GROUP, represented=True),
    Story(20, "Data tilang elektronik menurut lokasi kamera", "Penelitian", P[2], ((2, complete), (8, granted), (9, notice_received))),
    Story(9, "Laporan tahunan layanan informasi publik 2025", "Kajian", ENTITY, ((1, complete), (6, granted_for_a_fee), (7, notice_received)), kind=RequesterKind.LEGAL_ENTITY),
    Story(22, "Laporan tahunan 2024 dalam bentuk cetak", "Arsip perpustakaan", P[6], ((2, complete), (7, granted_for_a_fee), (8, notice_received), (10, paid), (11, delivered)), Channel.LETTER),
    Story(25, "SOP penerimaan laporan masyarakat", "Keperluan pribadi", P[0], ((1, complete), (4, granted), (5, delivered))),
    Story(30, "Rekapitulasi penanganan perkara pencurian 2025", "Bahan berita", P[3], ((2, complete), (9, extended), (15, partly), (16, notice_received), (18, delivered))),
    Story(11, "Rekapitulasi laporan kekerasan dalam rumah tangga", "Penelitian", P[7], ((2, complete), (9, partly), (10, redacting.prepared), (10, redacting.released))),
    Story(13, "Nilai psikotes peserta seleksi bintara", "Keperluan keluarga", P[4], ((2, complete), (8, refused_exempt), (9, notice_received)), follow="refused: object in one step"),
    Story(28, "Hasil pemeriksaan kesehatan calon bintara", "Keperluan keluarga", P[1], ((2, complete), (9, refused_exempt), (12, notice_received), (13, closed)), Channel.LETTER),
    Story(18, "Semua dokumen yang ada", "Ingin tahu", P[5], ((2, complete), (9, refused_other), (10, notice_received))),
    Story(24, "Volume lalu lintas harian jalan protokol", "Perencanaan usaha", P[5], ((1, complete), (5, not_held), (6, notice_received), (7, closed)), Channel.EMAIL),
    Story(15, "Rekapitulasi pengaduan triwulan berjalan", "Kajian", ENTITY, ((2, complete), (8, not_documented), (9, notice_received)), kind=RequesterKind.LEGAL_ENTITY),
    Story(7, "Jam layanan SIM di akhir pekan", "Keperluan pribadi", P[0], ((3, withdrawn),)),
    Story(5, "Data titik rawan kecelakaan", "Riset pemasaran", P[2], ((1, corrected), (2, complete)), Channel.COUNTER),
    Story(3, "Data kecelakaan di wilayah Muara", "Penelitian", P[2], ((1, complete),), office="POLRES-MUARA"),
    Story(12, "Anggaran pengamanan pilkada", "Bahan berita", P[3], ((2, complete),), office="POLRES-MUARA"),
    Story(4, "Prosedur pengurusan surat kehilangan", "Keperluan pribadi", P[7], ((1, complete), (3, granted)), office="POLRES-BUKIT"),
    Story(1, "Jadwal patroli wilayah pasar", "Keamanan lingkungan", P[4], channel=Channel.PHONE, office="POLRES-TELUK"),
)  # fmt: skip
