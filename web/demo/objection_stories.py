"""What happens to each invented objection, as steps on working days after its request was received."""

from __future__ import annotations

from ppid.objection.vocabulary import Ground
from ppid.request.vocabulary import Channel, RequesterKind
from web.demo.cast import ENTITY, PEOPLE, PRECINCTS, REGION
from web.demo.objecting import (
    answer_received,
    closed,
    objected,
    objected_without_request,
    overturned,
    overturned_in_part,
    overturned_on,
    remedied,
    settled,
    talks_failed,
    talks_opened,
    upheld,
    upheld_on,
    withdrawn,
)
from web.demo.stage import Plot
from web.demo.stories import (
    Story,
    closed_unpaid,
    complete,
    delivered,
    granted,
    granted_for_a_fee,
    notice_received,
    partly,
    refused_exempt,
    refused_on,
    refused_other,
)

P = PEOPLE
PRECINCT = PRECINCTS[0].code
ASKED = (2, complete)
STORIES: tuple[Story, ...] = (
    # Just filed; and one that came after its thirty working days.
    Story(
        15,
        "Notulen rapat koordinasi penanganan banjir rob",
        "Advokasi lingkungan",
        P[0],
        (
            ASKED,
            (9, refused_other),
            (10, notice_received),
            (15, objected(Ground.NOT_FULFILLED, case="Permohonan sudah menyebut rapat dan tanggalnya.")),
        ),
    ),
    Story(
        46,
        "Rekapitulasi penanganan perkara penipuan daring",
        "Penelitian",
        P[2],
        (
            ASKED,
            (9, partly),
            (10, notice_received),
            (11, delivered),
            (
                44,
                objected(
                    Ground.EXEMPT,
                    Ground.NOT_AS_ASKED,
                    case="Tanggal perkara ikut dihitamkan, padahal bukan identitas.",
                ),
            ),
        ),
    ),
    # Talks, a settlement with something left to do, and talks that failed.
    Story(
        20,
        "Salinan laporan survei kepuasan masyarakat",
        "Kajian layanan",
        ENTITY,
        (
            ASKED,
            (6, granted_for_a_fee),
            (7, notice_received),
            (
                10,
                objected(
                    Ground.FEE, case="Laporan itu ada dalam bentuk digital, sehingga tidak perlu biaya cetak."
                ),
            ),
            (15, talks_opened),
        ),
        kind=RequesterKind.LEGAL_ENTITY,
    ),
    Story(
        26,
        "Data pelanggaran muatan berlebih per bulan",
        "Penelitian",
        P[6],
        (
            ASKED,
            (8, granted),
            (9, notice_received),
            (10, delivered),
            (
                11,
                objected(Ground.NOT_AS_ASKED, case="Yang diberikan data per tahun, yang diminta per bulan."),
            ),
            (15, talks_opened),
            (24, settled),
        ),
    ),
    Story(
        29,
        "Jumlah tilang elektronik per kamera",
        "Penelitian",
        P[2],
        (
            ASKED,
            (8, granted),
            (9, notice_received),
            (10, delivered),
            (
                12,
                objected(
                    Ground.NOT_AS_ASKED, case="Yang diberikan jumlah per kota, yang diminta per kamera."
                ),
            ),
            (16, talks_opened),
            (20, talks_failed),
        ),
    ),
    # The answer is due this week.
    Story(
        39,
        "Daftar penerima penghargaan pelayanan publik",
        "Bahan berita",
        P[3],
        (
            ASKED,
            (7, refused_other),
            (8, notice_received),
            (
                10,
                objected(
                    Ground.NOT_FULFILLED,
                    case="Penghargaan diumumkan dalam upacara, jadi bukan rahasia.",
                    channel=Channel.LETTER,
                ),
            ),
        ),
    ),
    # Silence: the way to the commission is open by itself.
    Story(
        45,
        "Biaya pemeliharaan kapal patroli dua tahun terakhir",
        "Pengawasan anggaran",
        P[5],
        (ASKED, (12, objected(Ground.UNANSWERED, case="Sepuluh hari kerja berlalu tanpa jawaban."))),
        follow="no answer to the objection: the way to the Information Commission",
    ),
    # Upheld; overturned with an order outstanding; partly; remedied and closed.
    Story(
        36,
        "Hasil tes kesehatan jiwa calon bintara",
        "Keperluan keluarga",
        P[4],
        (
            ASKED,
            (8, refused_exempt),
            (9, notice_received),
            (11, objected(Ground.EXEMPT, case="Hasil itu tentang anak saya sendiri.")),
            (29, upheld_on("berkas", 2)),
            (31, answer_received),
        ),
    ),
    Story(
        33,
        "Rekaman kamera ruang tunggu SKCK pada hari pengaduan",
        "Pengaduan layanan",
        P[1],
        (
            ASKED,
            (8, refused_on("ruang-tunggu", 1, "17(a)(5)")),
            (9, notice_received),
            (12, objected(Ground.EXEMPT, case="Ruang tunggu terbuka untuk umum dan kameranya terlihat.")),
            (28, overturned_on("ruang-tunggu", 1, 12)),
            (29, answer_received),
        ),
    ),
    Story(
        32,
        "Laporan kinerja instansi dalam bentuk cetak",
        "Arsip perpustakaan",
        P[7],
        (
            ASKED,
            (7, granted_for_a_fee),
            (8, notice_received),
            (
                10,
                objected(
                    Ground.FEE,
                    Ground.NOT_AS_ASKED,
                    case="Diminta berkas digital, dijawab dengan biaya cetak.",
                ),
            ),
            (26, overturned_in_part),
            (27, answer_received),
            (30, remedied),
            (30, closed_unpaid),
        ),
    ),
    Story(
        48,
        "Data kecelakaan lalu lintas pelajar per kecamatan",
        "Penelitian",
        P[2],
        (
            ASKED,
            (8, granted),
            (9, notice_received),
            (10, delivered),
            (12, objected(Ground.NOT_AS_ASKED, case="Data diberikan tanpa rincian kecamatan.")),
            (28, overturned),
            (29, answer_received),
            (33, remedied),
            (45, closed),
        ),
    ),
    Story(
        24,
        "Jadwal pelayanan SIM keliling di pulau",
        "Keperluan pribadi",
        P[0],
        (
            (1, complete),
            (6, granted),
            (9, notice_received),
            (14, objected(Ground.LATE, case="Jadwal belum diterima pada hari yang dijanjikan.")),
            (15, delivered),
            (17, withdrawn),
        ),
    ),
    Story(
        28,
        "Daftar rekanan pengadaan bahan bakar",
        "Pengawasan anggaran",
        P[5],
        (
            ASKED,
            (8, refused_other),
            (9, notice_received),
            (
                12,
                objected(
                    Ground.NOT_FULFILLED, case="Daftar rekanan adalah bagian dari kontrak yang terbuka."
                ),
            ),
            (25, upheld),
            (26, answer_received),
        ),
    ),
    # In a precinct.
    Story(
        25,
        "Jumlah perkara narkotika per kecamatan di Muara",
        "Penelitian",
        P[6],
        (
            ASKED,
            (8, granted),
            (9, notice_received),
            (10, delivered),
            (12, objected(Ground.NOT_AS_ASKED, case="Rincian per kecamatan tidak diberikan.")),
        ),
        office=PRECINCT,
    ),
    Story(
        44,
        "Anggaran patroli laut Polres Muara",
        "Bahan berita",
        P[3],
        (
            ASKED,
            (12, objected(Ground.UNANSWERED, case="Tidak ada jawaban sampai hari ini.")),
            (24, overturned),
            (25, answer_received),
            (30, remedied),
        ),
        office=PRECINCT,
    ),
)
#: Ground b needs no request.
PLOTS: tuple[Plot, ...] = (Plot(7, ((0, objected_without_request),), REGION.code),)
