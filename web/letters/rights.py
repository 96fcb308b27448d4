"""The rights of a requester, as on the back of annex VI. Law: UU 14/2008 art. 4, 6, 17, 22, 35-37."""

from __future__ import annotations

from web.letters.blocks import Block, Heading, NewPage, Paragraph, Steps
from web.letters.wording import ARTICLE_17, Tongue


def rights_page(t: Tongue) -> tuple[Block, ...]:
    """Return the page with the rights."""
    return (
        NewPage(),
        Heading(
            t(
                "Hak-hak Pemohon Informasi menurut Undang-Undang Nomor 14 Tahun 2008",
                "Rights of the requester under Law Number 14 of 2008",
            )
        ),
        Heading(t("I. Hak atas informasi", "I. The right to information"), 3),
        Paragraph(
            t(
                "Anda berhak meminta seluruh informasi yang ada pada badan publik, kecuali informasi yang"
                " apabila dibuka dan diberikan dapat:",
                "You may ask for all information a public body holds, except information whose disclosure"
                " would:",
            ),
            keep=True,
        ),
        Steps(tuple(f"{t.of(words)};" for words in ARTICLE_17.values()), "a."),
        Paragraph(
            t(
                "Badan publik juga dapat tidak memberikan informasi yang belum dikuasai atau belum"
                " didokumentasikan.",
                "A public body may also withhold what it does not yet hold or has not yet documented.",
            )
        ),
        Heading(t("II. Tanda bukti", "II. Proof of your request"), 3),
        Paragraph(
            t(
                "Pastikan Anda mendapat tanda bukti permohonan berupa nomor pendaftaran. Apabila tidak"
                " diberikan, tanyakan alasannya kepada petugas; mungkin permohonan Anda belum lengkap.",
                "Make sure that you get a registration number as proof of your request. If you get none,"
                " ask the officer why; your request may be incomplete.",
            )
        ),
        Heading(t("III. Jawaban tertulis", "III. A written answer"), 3),
        Paragraph(
            t(
                "Anda berhak mendapat pemberitahuan tertulis paling lambat 10 hari kerja sejak permohonan"
                " diterima. Waktu itu dapat diperpanjang satu kali, paling lama 7 hari kerja, dengan"
                " alasan tertulis.",
                "You have a right to a written notice at the latest 10 working days after your request was"
                " received. This may be extended once, by at most 7 working days, with written reasons.",
            )
        ),
        *_costs_and_remedies(t),
    )


def _costs_and_remedies(t: Tongue) -> tuple[Block, ...]:
    return (
        Heading(t("IV. Biaya", "IV. Costs"), 3),
        Paragraph(
            t(
                "Biaya hanya dapat dikenakan untuk penyalinan dan pengiriman, menurut keputusan pimpinan"
                " badan publik yang diumumkan.",
                "You can be charged only for copying and sending, by a published decree of the head of the"
                " body.",
            )
        ),
        Heading(t("V. Keberatan", "V. Objection"), 3),
        Paragraph(
            t(
                "Apabila tidak puas dengan keputusan badan publik, misalnya permohonan ditolak atau hanya"
                " diberikan sebagian, Anda dapat mengajukan keberatan kepada atasan PPID paling lambat 30"
                " hari kerja sejak permohonan ditolak atau alasan keberatan lainnya ditemukan. Atasan PPID"
                " wajib memberikan tanggapan tertulis paling lambat 30 hari kerja sejak keberatan diterima"
                " atau dicatat.",
                "If you are not satisfied with the decision, for instance because your request was refused"
                " or met only in part, you may object to the superior of the PPID at the latest 30 working"
                " days after the refusal or after finding another ground. The superior must answer in"
                " writing at the latest 30 working days after the objection was received or registered.",
            )
        ),
        Heading(t("VI. Komisi Informasi", "VI. Information Commission"), 3),
        Paragraph(
            t(
                "Apabila tidak puas dengan tanggapan atasan PPID, Anda dapat mengajukan penyelesaian"
                " sengketa kepada Komisi Informasi paling lambat 14 hari kerja sejak tanggapan itu diterima.",
                "If you are not satisfied with the superior's answer, you may take the dispute to the"
                " Information Commission at the latest 14 working days after receiving it.",
            )
        ),
    )
