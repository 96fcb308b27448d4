"""What happens to each invented dispute, from the request on."""

from __future__ import annotations

from ppid.dispute.events import Duty
from ppid.dispute.vocabulary import Outcome, Purpose
from ppid.objection.vocabulary import Ground
from ppid.request.vocabulary import RequesterKind
from web.demo.cast import ENTITY, PEOPLE, PRECINCTS
from web.demo.disputing import (
    agreement_decided,
    appeal_ruled,
    appealed,
    complied,
    concluded,
    gone_on,
    heard,
    inspected,
    mediated,
    mediation_opened,
    notified,
    pleaded,
    represented,
    ruled,
    ruled_open,
    ruling_received,
    summoned,
)
from web.demo.objecting import answer_received, objected, upheld, upheld_on
from web.demo.stories import Story, complete, delivered, granted, notice_received, refused_on, refused_other

P = PEOPLE
ASKED = (2, complete)
CAMERA = ((8, refused_on("kamera", 2, "17(a)(5)")), (9, notice_received))
NETWORK = ((8, refused_on("kamera", 1, "17(a)(5)")), (9, notice_received))
STORIES: tuple[Story, ...] = (
    # After silence: summoned, with the written answer and the sealed evidence sent.
    Story(
        66,
        "Alamat jaringan kamera pengawas di Simpang Pelabuhan",
        "Penelitian keamanan",
        P[3],
        (
            ASKED,
            *NETWORK,
            (12, objected(Ground.EXEMPT, case="Yang diminta hanya nama penyedia jaringannya.")),
            (49, notified(41)),
            (50, gone_on),
            (61, summoned(Purpose.FIRST, 9)),
            (63, represented),
            (64, pleaded("kamera", 1)),
        ),
    ),
    # In mediation.
    Story(
        64,
        "Rincian biaya pelatihan anggota per kegiatan",
        "Pengawasan anggaran",
        ENTITY,
        (
            ASKED,
            (8, granted),
            (9, notice_received),
            (10, delivered),
            (
                12,
                objected(
                    Ground.NOT_AS_ASKED, case="Yang diberikan jumlah setahun, yang diminta per kegiatan."
                ),
            ),
            (30, upheld),
            (31, answer_received),
            (40, notified(38)),
            (46, summoned(Purpose.FIRST, 8)),
            (47, represented),
            (55, mediation_opened),
        ),
        kind=RequesterKind.LEGAL_ENTITY,
    ),
    # Agreed in mediation, which is final, and done.
    Story(
        90,
        "Daftar rekanan pengadaan alat tulis",
        "Pengawasan anggaran",
        P[5],
        (
            ASKED,
            (9, refused_other),
            (10, notice_received),
            (12, objected(Ground.NOT_FULFILLED, case="Daftar rekanan ada dalam kontrak yang terbuka.")),
            (28, upheld),
            (29, answer_received),
            (37, notified(29)),
            (38, gone_on),
            (42, summoned(Purpose.FIRST, 7)),
            (49, mediation_opened),
            (58, mediated),
            (62, agreement_decided),
            (63, ruling_received),
            (70, complied(1, "Daftar rekanan tiga tahun diserahkan di meja layanan.")),
        ),
    ),
    # Ruled, and in the time to go to court.
    Story(
        94,
        "Hasil evaluasi layanan pengaduan daring",
        "Kajian layanan",
        P[6],
        (
            ASKED,
            (9, refused_other),
            (10, notice_received),
            (12, objected(Ground.NOT_FULFILLED, case="Evaluasi layanan bukan informasi rahasia.")),
            (46, notified(33)),
            (47, gone_on),
            (52, summoned(Purpose.FIRST, 7)),
            (53, represented),
            (59, heard),
            (72, summoned(Purpose.DECISION, 12)),
            (79, concluded),
            (
                84,
                ruled(
                    Outcome.DUTY_ORDERED,
                    "Termohon wajib memberikan hasil evaluasi.",
                    Duty("Memberikan hasil evaluasi layanan pengaduan", within_days=14),
                ),
            ),
            (86, ruling_received),
        ),
    ),
    # Final: a row of an exemption opened by it, one order done and one outstanding.
    Story(
        112,
        "Lokasi dan jadwal kalibrasi kamera tilang elektronik",
        "Advokasi pengguna jalan",
        P[2],
        (
            ASKED,
            *CAMERA,
            (12, objected(Ground.EXEMPT, case="Kamera terlihat dari jalan dan rambunya terpasang.")),
            (26, upheld_on("kamera", 2)),
            (28, answer_received),
            (36, notified(17)),
            (37, gone_on),
            (42, summoned(Purpose.FIRST, 6)),
            (44, represented),
            (45, pleaded("kamera", 2)),
            (48, heard),
            (54, inspected),
            (58, summoned(Purpose.DECISION, 8)),
            (62, concluded),
            (
                66,
                ruled_open(
                    "kamera",
                    2,
                    Duty("Menyerahkan daftar lokasi kamera kepada pemohon", within_days=10),
                    Duty("Mengumumkan jadwal kalibrasi di situs web", within_days=36),
                ),
            ),
            (68, ruling_received),
            (90, complied(1, "Daftar lokasi kamera diserahkan dengan berita acara.")),
        ),
        follow="from the refusal to the Information Commission, whose ruling opened it",
    ),
    # At court, and after the court.
    Story(
        124,
        "Rekapitulasi hasil pemeriksaan internal per tahun",
        "Bahan berita",
        P[3],
        (
            ASKED,
            (9, refused_other),
            (10, notice_received),
            (12, objected(Ground.NOT_FULFILLED, case="Yang diminta angka per tahun tanpa nama.")),
            (26, upheld),
            (28, answer_received),
            (37, notified(12)),
            (38, gone_on),
            (43, summoned(Purpose.FIRST, 6)),
            (49, heard),
            (70, ruled(Outcome.REFUSAL_CONFIRMED, "Permohonan tidak cukup jelas.")),
            (73, ruling_received),
            (80, appealed),
        ),
    ),
    Story(
        134,
        "Biaya sewa gedung pelayanan di pusat perbelanjaan",
        "Pengawasan anggaran",
        ENTITY,
        (
            ASKED,
            (9, refused_other),
            (10, notice_received),
            (12, objected(Ground.NOT_FULFILLED, case="Perjanjian sewa dibiayai anggaran negara.")),
            (26, upheld),
            (28, answer_received),
            (36, notified(9)),
            (37, gone_on),
            (41, summoned(Purpose.FIRST, 6)),
            (47, heard),
            (
                66,
                ruled(
                    Outcome.OPEN_ALL,
                    "Biaya sewa adalah informasi terbuka.",
                    Duty("Memberikan perjanjian sewa", within_days=20),
                ),
            ),
            (68, ruling_received),
            (76, appealed),
            (126, appeal_ruled),
        ),
        kind=RequesterKind.LEGAL_ENTITY,
    ),
    # In a precinct: the copy came, not registered yet.
    Story(
        52,
        "Daftar pos polisi yang direnovasi",
        "Bahan berita",
        P[7],
        (
            ASKED,
            (8, granted),
            (9, notice_received),
            (10, delivered),
            (12, objected(Ground.NOT_AS_ASKED, case="Tanpa biaya renovasi per pos.")),
            (30, upheld),
            (31, answer_received),
            (43, notified(0)),
        ),
        office=PRECINCTS[0].code,
    ),
)
