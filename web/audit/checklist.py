"""What the law asks of a case of each kind, step by step, as questions with boxes to tick by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from ppid.deadlines import Text
from web.audit.kinds import Place


class Step(NamedTuple):
    """A question, and the article it comes from."""

    question: Text
    article: str


def _step(id_: str, en: str, article: str) -> Step:
    return Step(Text(id_, en), article)


CHECKLISTS: Final[Mapping[Place, tuple[Step, ...]]] = {
    Place.REQUEST: (
        _step(
            "Nomor pendaftaran diberikan pada hari permohonan diterima",
            "The registration number was given on the day of receipt",
            "UU 14/2008 Pasal 22 ayat (4)-(6)",
        ),
        _step(
            "Kelengkapan diperiksa dalam 3 hari kerja",
            "Completeness was checked within 3 working days",
            "Perki 1/2021 Pasal 31 ayat (2)",
        ),
        _step(
            "Bila belum lengkap: kekurangannya disebut dalam surat, dan pemohon mendapat 3 hari kerja",
            "If incomplete: a letter named what was missing, and the requester had 3 working days",
            "Perki 1/2021 Pasal 33",
        ),
        _step(
            "Pemberitahuan tertulis dikirim dalam 10 hari kerja sejak permohonan diterima",
            "The written notice was sent within 10 working days of receipt",
            "UU 14/2008 Pasal 22 ayat (7)",
        ),
        _step(
            "Bila diperpanjang: satu kali, 7 hari kerja, sebelum batas semula, dengan alasan tertulis",
            "If extended: once, by 7 working days, before the first limit, with reasons in writing",
            "UU 14/2008 Pasal 22 ayat (8); Perki 1/2021 Pasal 36",
        ),
        _step(
            "Isi pemberitahuan lengkap dan menjawab yang diminta",
            "The notice is complete and answers what was asked",
            "UU 14/2008 Pasal 22 ayat (7); Perki 1/2021 Pasal 31 ayat (4)",
        ),
        _step(
            "Bila ditolak atau dihitamkan: ada uji konsekuensi dan keputusan yang berlaku pada hari itu",
            "If refused or blacked out: a consequence test and a decree were in force on that day",
            "UU 14/2008 Pasal 17 dan 19; Perki 1/2021 Pasal 49",
        ),
        _step(
            "Biaya hanya untuk penyalinan dan pengiriman; salinan elektronik tanpa biaya",
            "Costs are only for copying and sending; a digital copy is free",
            "Perki 1/2021 Pasal 37 dan 38",
        ),
        _step(
            "Informasi diserahkan dalam waktu yang dijanjikan, dan bukti penyerahannya ada",
            "The information was delivered in the time promised, with proof of delivery",
            "Perki 1/2021 Pasal 31 ayat (4) huruf f",
        ),
        _step(
            "Tanggal yang dinyatakan cocok dengan surat aslinya",
            "The dates that are declared agree with the original letters",
            "Perki 1/2021 Pasal 32",
        ),
    ),
    Place.OBJECTION: (
        _step(
            "Diajukan dengan alasan yang disebut undang-undang, dan dicatat dalam register",
            "It rests on grounds the law names, and stands in the register",
            "UU 14/2008 Pasal 35 ayat (1); Perki 1/2021 Pasal 43",
        ),
        _step(
            "Bila diajukan lewat waktu: keterlambatannya dicatat, dan keberatan tetap diterima",
            "If filed late: this was noted, and the objection was taken in",
            "UU 14/2008 Pasal 36 ayat (1)",
        ),
        _step(
            "Atasan PPID menanggapi tertulis dalam 30 hari kerja",
            "The superior answered in writing within 30 working days",
            "UU 14/2008 Pasal 36 ayat (2)",
        ),
        _step(
            "Yang menanggapi bukan yang mengambil keputusan pertama",
            "Whoever answered did not take the first decision",
            "UU 14/2008 Pasal 35 dan 36",
        ),
        _step(
            "Bila keputusan PPID dikuatkan: alasannya tertulis dan disertakan",
            "If the decision was upheld: the reasons are in writing and attached",
            "UU 14/2008 Pasal 36 ayat (3)",
        ),
        _step(
            "Perintah Atasan PPID dilaksanakan pada waktunya",
            "The superior's orders were carried out in time",
            "Perki 1/2021 Pasal 44",
        ),
        _step(
            "Bila tidak ditanggapi: pengaju tahu bahwa ia dapat pergi ke Komisi Informasi",
            "If unanswered: the objector was told of the way to the commission",
            "UU 14/2008 Pasal 37",
        ),
    ),
    Place.DISPUTE: (
        _step(
            "Diajukan dalam 14 hari kerja sejak tanggapan diterima atau waktunya habis",
            "Applied for within 14 working days of the answer, or of the end of the time for it",
            "UU 14/2008 Pasal 37 ayat (2)",
        ),
        _step(
            "Panggilan, jawaban, dan bukti badan publik tepat waktu",
            "Summons, answer and evidence of the body were in time",
            "Perki 1/2013",
        ),
        _step(
            "Yang dikecualikan dapat ditunjukkan dasarnya: uji konsekuensi dan keputusan",
            "What is exempt has its basis: test and decree",
            "UU 14/2008 Pasal 45",
        ),
        _step(
            "Mediasi dan ajudikasi menurut tahapannya",
            "Mediation and adjudication by their stages",
            "UU 14/2008 Pasal 38-44",
        ),
        _step(
            "Bila ke pengadilan: dalam 14 hari kerja sejak putusan diterima",
            "If taken to court: within 14 working days of receipt of the ruling",
            "UU 14/2008 Pasal 48 ayat (1)",
        ),
        _step(
            "Putusan yang berkekuatan hukum tetap dilaksanakan pada waktunya",
            "The final ruling was carried out in time",
            "UU 14/2008 Pasal 46; Perki 1/2013",
        ),
    ),
    Place.EXEMPTION: (
        _step(
            "Uji konsekuensi dibuat sebelum informasi dikecualikan",
            "The consequence test came before the exemption",
            "UU 14/2008 Pasal 19; Perki 1/2021 Pasal 49",
        ),
        _step(
            "Setiap baris menyebut huruf Pasal 17, akibatnya, dan jangka waktunya",
            "Each row names a letter of article 17, the consequence, and its period",
            "UU 14/2008 Pasal 17; Perki 1/2021 Pasal 51",
        ),
        _step(
            "Tidak mengenai yang tidak boleh dikecualikan",
            "Nothing that may never be exempt",
            "UU 14/2008 Pasal 18",
        ),
        _step(
            "Kepentingan umum dipertimbangkan dan ditulis",
            "The public interest was weighed, in writing",
            "UU 14/2008 Pasal 2 ayat (4)",
        ),
        _step(
            "Diperiksa, disetujui, dan ditetapkan oleh orang yang berbeda",
            "Reviewed, approved and decreed by different people",
            "PP 61/2010 Pasal 3 ayat (2); Perki 1/2021 Pasal 10",
        ),
        _step(
            "Dibuka pada akhir jangka waktunya dan masuk daftar informasi",
            "Opened at the end of its period and entered in the list",
            "PP 61/2010 Pasal 11; Perki 1/2021 Pasal 52",
        ),
    ),
    Place.ITEM: (
        _step(
            "Golongannya benar: berkala, serta-merta, atau setiap saat",
            "Its class is right: periodic, immediate, or at all times",
            "UU 14/2008 Pasal 9-11",
        ),
        _step(
            "Diumumkan pada waktunya dan diperbarui",
            "Published in time and kept up to date",
            "UU 14/2008 Pasal 9 dan 10",
        ),
        _step(
            "Dapat dibuka oleh siapa pun dari alamat yang tercantum",
            "Can be opened by anybody at the address that is given",
            "UU 14/2008 Pasal 7",
        ),
        _step(
            "Bila ditarik: alasannya tertulis dan masuk akal",
            "If withdrawn: the reason is in writing and plausible",
            "Perki 1/2021",
        ),
    ),
    Place.LIST: (
        _step(
            "Daftar ditetapkan dan diperbarui sedikitnya setiap 6 bulan",
            "The list was decreed, and again at least every 6 months",
            "Perki 1/2021",
        ),
        _step(
            "Laporan tahunan diumumkan dan disampaikan kepada Komisi Informasi pada waktunya",
            "The yearly report was published and sent to the commission in time",
            "UU 14/2008 Pasal 12; Perki 1/2021",
        ),
    ),
    Place.PRIVACY: (
        _step(
            "Permohonan dicatat dengan saat diterimanya, tertulis atau elektronik",
            "The request was recorded with the instant it came, on paper or electronically",
            "UU 27/2022 Pasal 14",
        ),
        _step(
            "Identitas pemohon dibuktikan sebelum datanya dibuka, diubah, atau dihapus",
            "The identity was proved before data were shown, changed or erased",
            "UU 27/2022 Pasal 14",
        ),
        _step(
            "Dipenuhi dan diberitahukan dalam 3x24 jam",
            "It was fulfilled and told within 3x24 hours",
            "UU 27/2022 Pasal 30, 32, dan 41",
        ),
        _step(
            "Bila ditolak: pengecualiannya disebut dalam surat, dengan alasan dan sampai kapan",
            "If refused: the letter names the exception, its reason and until when it holds",
            "UU 27/2022 Pasal 15",
        ),
    ),
    Place.BREACH: (
        _step(
            "Setiap orang yang datanya terungkap diberi tahu tertulis dalam 3x24 jam",
            "Everybody whose data were exposed was told in writing within 3x24 hours",
            "UU 27/2022 Pasal 46",
        ),
        _step(
            "Lembaga pelindungan data pribadi diberi tahu tertulis dalam 3x24 jam",
            "The agency for personal data was told in writing within 3x24 hours",
            "UU 27/2022 Pasal 46",
        ),
        _step(
            "Pemberitahuan memuat data apa, kapan dan bagaimana, penanganan, dan pemulihannya",
            "The notices say which data, when and how, the handling and the recovery",
            "UU 27/2022 Pasal 46",
        ),
    ),
    Place.REDACTION: (
        _step(
            "Hanya bagian yang dikecualikan yang dihitamkan; selebihnya terbaca",
            "Only what is exempt was blacked out; the rest can be read",
            "UU 14/2008 Pasal 22 ayat (7) huruf e; Perki 1/2021 Pasal 50",
        ),
        _step(
            "Setiap kotak menyebut huruf Pasal 17 yang menutupnya",
            "Every box names its letter of article 17",
            "UU 14/2008 Pasal 17",
        ),
        _step(
            "Salinan lulus pemeriksaan kebocoran, dan sidiknya sama dengan yang diserahkan",
            "The copy passed the leak check, and its fingerprint is that of what was given",
            "Perki 1/2021 Pasal 50",
        ),
    ),
}
"""By kind of case. Only what can be seen in the case and its papers is asked."""
