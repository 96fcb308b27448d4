"""What the invented bodies publish: items of their lists, in the three classes. ``{y}`` is this year."""

from __future__ import annotations

from dataclasses import dataclass

from ppid.catalogue.vocabulary import Form, InfoClass


@dataclass(frozen=True)
class Item:
    """An item as its unit fills it in. ``{y}``, ``{l}`` and ``{b}``: this year, last year, the one before."""

    title: str
    summary: str
    responsible: str
    unit: str = ""
    made_when: str = "{y}"
    forms: tuple[Form, ...] = (Form.DIGITAL,)
    retention: str = "5 tahun"
    keywords: tuple[str, ...] = ()
    klass: InfoClass = InfoClass.ANY_TIME


PRINTED = (Form.PRINT, Form.DIGITAL)
PERIODIC = InfoClass.PERIODIC
AT_ONCE = InfoClass.IMMEDIATE

#: Published when the list began, and again since; the first has a file.
KEPT_UP = (
    Item(
        "Maklumat pelayanan kepolisian",
        "Janji mutu setiap layanan, cara menagihnya, dan sanksi bila tidak dipenuhi.",
        "Kepala Kepolisian Daerah",
        retention="Selama berlaku",
        keywords=("standar layanan", "janji layanan"),
        klass=PERIODIC,
    ),
    Item(
        "Daftar isian pelaksanaan anggaran tahun {y}",
        "Pagu anggaran per program, kegiatan, dan jenis belanja.",
        "Kepala Bidang Keuangan",
        "BIDKEU",
        "Januari {y}",
        PRINTED,
        "10 tahun",
        ("DIPA", "anggaran", "pagu"),
        PERIODIC,
    ),
    Item(
        "Laporan realisasi anggaran semester I tahun {y}",
        "Belanja yang sudah dilaksanakan dibanding pagu, per program.",
        "Kepala Bidang Keuangan",
        "BIDKEU",
        "Juli {y}",
        PRINTED,
        "10 tahun",
        ("anggaran", "realisasi", "belanja"),
        PERIODIC,
    ),
    Item(
        "Laporan keuangan tahun {l} yang sudah diaudit",
        "Neraca, realisasi anggaran, dan catatan atas laporan keuangan.",
        "Kepala Bidang Keuangan",
        "BIDKEU",
        "Mei {y}",
        PRINTED,
        "10 tahun",
        ("anggaran", "neraca", "BPK"),
        PERIODIC,
    ),
    Item(
        "Rencana umum pengadaan barang dan jasa tahun {y}",
        "Paket pekerjaan, nilai pagu, cara pengadaan, dan jadwal pemilihan.",
        "Pejabat Pembuat Komitmen",
        "BIDKEU",
        "Januari {y}",
        (Form.DIGITAL,),
        "10 tahun",
        ("tender", "lelang", "RUP"),
        PERIODIC,
    ),
    Item(
        "Laporan kinerja instansi tahun {l}",
        "Capaian setiap sasaran strategis beserta anggarannya.",
        "Kepala Biro Perencanaan",
        made_when="Februari {y}",
        keywords=("LKjIP", "kinerja"),
        klass=PERIODIC,
    ),
    Item(
        "Profil, struktur organisasi, dan daftar pejabat",
        "Kedudukan, tugas, alamat, struktur, dan nama jabatan dalam organisasi.",
        "Kepala Biro Sumber Daya Manusia",
        "BIROSDM",
        retention="Selama berlaku",
        keywords=("struktur", "alamat"),
        klass=PERIODIC,
    ),
    Item(
        "Statistik kecelakaan lalu lintas per bulan tahun {y}",
        "Jumlah kejadian, korban, dan kerugian menurut kabupaten dan jenis jalan.",
        "Direktur Lalu Lintas",
        "DITLANTAS",
        keywords=("kecelakaan", "lalu lintas", "korban"),
        klass=PERIODIC,
    ),
    Item(
        "Tarif dan syarat SIM, STNK, dan SKCK",
        "Biaya menurut peraturan penerimaan negara bukan pajak, syarat, dan lama layanan.",
        "Direktur Lalu Lintas",
        "DITLANTAS",
        "{l}",
        PRINTED,
        "Selama berlaku",
        ("biaya", "PNBP", "SIM", "SKCK"),
        PERIODIC,
    ),
    Item(
        "Laporan layanan informasi publik tahun {l}",
        "Jumlah permohonan, waktu layanan, penolakan dan alasannya, keberatan, dan sengketa.",
        "Kabidhumas selaku Atasan PPID",
        made_when="Maret {y}",
        keywords=("PPID", "laporan layanan"),
        klass=PERIODIC,
    ),
)
#: Published when the list began, and not again: overdue.
FORGOTTEN = Item(
    "Hasil survei kepuasan masyarakat semester II tahun {l}",
    "Nilai setiap unsur layanan SIM, SKCK, dan SPKT beserta tindak lanjutnya.",
    "Kepala Inspektorat Pengawasan Daerah",
    made_when="Januari {y}",
    keywords=("survei", "IKM"),
    klass=PERIODIC,
)
ANY_TIME = (
    Item(
        "Peraturan Kapolda tentang penyelenggaraan PPID",
        "Susunan, tugas, dan tata cara layanan informasi di lingkungan Polda.",
        "Kepala Bidang Hukum",
        "",
        "{b}",
        PRINTED,
        "Selama berlaku",
        ("peraturan", "PPID"),
    ),
    Item(
        "Standar pelayanan SPKT dan penerimaan laporan",
        "Alur, syarat, waktu, dan hak pelapor sejak laporan diterima.",
        "Kepala SPKT",
        "",
        "{l}",
        PRINTED,
        "Selama berlaku",
        ("laporan polisi", "pengaduan", "SOP"),
    ),
    Item(
        "Standar pelayanan SKCK",
        "Syarat, alur, waktu, dan tempat pelayanan surat keterangan catatan kepolisian.",
        "Direktur Intelijen Keamanan",
        "",
        "{l}",
        PRINTED,
        "Selama berlaku",
        ("SKCK", "SOP"),
    ),
    Item(
        "Standar pelayanan unit pelayanan perempuan dan anak",
        "Tata cara melapor, pendampingan, dan perlindungan identitas korban.",
        "Direktur Reserse Kriminal Umum",
        "DITRESKRIMUM",
        "{l}",
        PRINTED,
        "Selama berlaku",
        ("perempuan", "anak", "kekerasan"),
    ),
    Item(
        "Kontrak pengadaan kendaraan patroli tahun {l}",
        "Perjanjian, nilai, penyedia, dan berita acara serah terima.",
        "Pejabat Pembuat Komitmen",
        "BIDKEU",
        "Juni {l}",
        PRINTED,
        "10 tahun",
        ("kontrak", "pengadaan", "kendaraan"),
    ),
    Item(
        "Kontrak pengadaan seragam dinas tahun {y}",
        "Perjanjian, nilai, penyedia, dan spesifikasi bahan.",
        "Pejabat Pembuat Komitmen",
        "BIDKEU",
        "April {y}",
        PRINTED,
        "10 tahun",
        ("kontrak", "pengadaan", "seragam"),
    ),
    Item(
        "Daftar aset tanah dan bangunan",
        "Luas, alamat, status, dan penggunaan setiap aset.",
        "Kepala Biro Logistik",
        "",
        "{l}",
        (Form.DIGITAL,),
        "10 tahun",
        ("aset", "tanah"),
    ),
    Item(
        "Perjanjian kerja sama dengan pemerintah daerah",
        "Naskah kerja sama pengamanan, data kependudukan, dan layanan terpadu.",
        "Kepala Biro Operasi",
        "",
        "{l}",
        PRINTED,
        "10 tahun",
        ("perjanjian", "kerja sama", "MoU"),
    ),
    Item(
        "Prosedur evakuasi gedung pelayanan",
        "Jalur, titik kumpul, dan bantuan bagi penyandang disabilitas.",
        "Kepala Pelayanan Markas",
        "",
        "{l}",
        (Form.PRINT, Form.DIGITAL, Form.BRAILLE),
        "Selama berlaku",
        ("darurat", "evakuasi", "disabilitas"),
    ),
    Item(
        "Rekapitulasi penanganan perkara menurut jenis tahun {l}",
        "Jumlah laporan, penyelesaian, dan penghentian, tanpa identitas.",
        "Direktur Reserse Kriminal Umum",
        "DITRESKRIMUM",
        "Februari {y}",
        (Form.DIGITAL,),
        "10 tahun",
        ("perkara", "kejahatan", "statistik"),
    ),
    Item(
        "Titik rawan kecelakaan dan rencana penanganannya",
        "Peta ruas, penyebab, dan rencana perbaikan bersama dinas perhubungan.",
        "Direktur Lalu Lintas",
        "DITLANTAS",
        "{y}",
        (Form.DIGITAL,),
        "5 tahun",
        ("kecelakaan", "peta", "keselamatan"),
    ),
)
#: What threatened people was announced the day it was known: the first so many working days after the list
#: began, the others so many ago.
EMERGENCIES = (
    (
        72,
        Item(
            "Penutupan jalan lintas pesisir karena longsor",
            "Ruas yang ditutup, jalan alihan, dan perkiraan dibuka kembali.",
            "Direktur Lalu Lintas",
            "DITLANTAS",
            klass=AT_ONCE,
            keywords=("darurat", "longsor", "jalan"),
        ),
    ),
    (
        23,
        Item(
            "Peringatan banjir rob di pesisir Kota Bahari",
            "Kampung yang terancam, waktu air pasang, tempat mengungsi, dan nomor darurat.",
            "Kepala Biro Operasi",
            klass=AT_ONCE,
            keywords=("darurat", "banjir", "pengungsian"),
        ),
    ),
    (
        3,
        Item(
            "Gangguan layanan SIM daring",
            "Layanan yang terhenti, sebabnya, dan tempat layanan pengganti.",
            "Direktur Lalu Lintas",
            "DITLANTAS",
            klass=AT_ONCE,
            keywords=("SIM", "gangguan"),
        ),
    ),
)
#: Proposed by units, waiting for the next decree; the last was given back.
PROPOSED = (
    (
        6,
        "BIDKEU",
        Item(
            "Realisasi anggaran operasi pengamanan tahun {y}",
            "Belanja operasi per kegiatan sampai triwulan III.",
            "Kepala Bidang Keuangan",
            "BIDKEU",
            "Oktober {y}",
            PRINTED,
            "10 tahun",
            ("anggaran", "operasi"),
        ),
    ),
    (
        4,
        "DITLANTAS",
        Item(
            "Lokasi layanan SIM keliling per minggu",
            "Tempat, jam, dan jenis layanan setiap hari.",
            "Direktur Lalu Lintas",
            "DITLANTAS",
            "{y}",
            (Form.DIGITAL,),
            "1 tahun",
            ("SIM", "jadwal"),
        ),
    ),
    (
        1,
        "DITLANTAS",
        Item(
            "Jumlah tilang elektronik per bulan tahun {y}",
            "Pelanggaran menurut jenis dan ruas, tanpa nomor kendaraan.",
            "Direktur Lalu Lintas",
            "DITLANTAS",
            "{y}",
            (Form.DIGITAL,),
            "5 tahun",
            ("tilang", "ETLE"),
        ),
    ),
    (
        8,
        "DITLANTAS",
        Item(
            "Data lalu lintas",
            "Berbagai data lalu lintas.",
            "Direktur Lalu Lintas",
            "DITLANTAS",
            "{y}",
            (Form.DIGITAL,),
            "5 tahun",
        ),
    ),
)
PRECINCT = (
    Item(
        "Standar pelayanan kepolisian Polres Muara",
        "Syarat, alur, dan waktu layanan SIM, SKCK, dan laporan kehilangan.",
        "Kapolres Muara",
        made_when="{l}",
        forms=PRINTED,
        retention="Selama berlaku",
        keywords=("SIM", "SKCK", "standar layanan"),
    ),
    Item(
        "Daftar isian pelaksanaan anggaran Polres Muara tahun {y}",
        "Pagu anggaran per program dan kegiatan.",
        "Kepala Bagian Perencanaan",
        made_when="Januari {y}",
        retention="10 tahun",
        keywords=("DIPA", "anggaran"),
        klass=PERIODIC,
    ),
    Item(
        "Statistik kecelakaan di wilayah Muara tahun {y}",
        "Jumlah kejadian dan korban per kecamatan.",
        "Kepala Satuan Lalu Lintas",
        "SATLANTAS",
        keywords=("kecelakaan",),
        klass=PERIODIC,
    ),
    Item(
        "Jadwal patroli dialogis kampung pesisir",
        "Kampung dan hari kunjungan Bhabinkamtibmas.",
        "Kepala Satuan Binmas",
        keywords=("patroli", "kampung"),
    ),
)
