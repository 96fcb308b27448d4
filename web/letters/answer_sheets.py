"""The letters in which the office answers: incomplete, extended, the written notice, the refusal decree.

Law: UU 14/2008 art. 17, 22(7)-(8); Perki 1/2021 art. 31(4), 33, 34(2), 36, annexes VII and IX.
"""

from __future__ import annotations

from web.letters.blocks import (
    Block,
    Fact,
    Facts,
    Heading,
    Option,
    Options,
    Paragraph,
    Received,
    Sheet,
    Statement,
    Steps,
    Table,
)
from web.letters.kinds import ExtensionLetter, IncompletenessLetter, RefusalDecree
from web.letters.parts import given, in_view_of, numbered, office_signature, the_request, under
from web.letters.wording import ARTICLE_17, Tongue, objection_hint


def incompleteness(letter: IncompletenessLetter, t: Tongue) -> Sheet:
    """What is missing, by article, and until when it can be mended."""
    return Sheet(
        heading=t("Surat Keterangan Tidak Lengkap", "Letter of Incompleteness"),
        number=numbered(letter.letter_number, t),
        under=under(t, t("Pasal 33 Peraturan Komisi Informasi Nomor 1 Tahun 2021", "Perki 1/2021 art. 33")),
        blocks=(
            the_request(
                letter,
                letter.requester,
                (
                    given(t("Tanggal permohonan", "Date of the request"), t.day(letter.requested_on)),
                    given(t("Informasi yang diminta", "Information asked for"), letter.asked),
                ),
                t,
            ),
            Paragraph(
                t(
                    "Permohonan informasi tersebut telah kami periksa dan dinyatakan belum lengkap. Yang"
                    " masih perlu dilengkapi:",
                    "We have checked this request and found it incomplete. What is still missing:",
                ),
                keep=True,
            ),
            Table(
                header=(t("No.", "No."), t("Yang perlu dilengkapi", "Missing"), t("Dasar", "Article")),
                widths=(2, 17, 13),
                rows=tuple(
                    ((Paragraph(f"{number}."),), (Paragraph(item.what),), (Paragraph(item.article),))
                    for number, item in enumerate(letter.missing, 1)
                ),
            ),
            *_until_when(letter, t),
            office_signature(letter, letter.signature, t),
            _received(t),
        ),
    )


def _until_when(letter: IncompletenessLetter, t: Tongue) -> tuple[Block, ...]:
    how = (Paragraph(letter.how_to_complete),) if letter.how_to_complete else ()
    return (
        Statement(
            t(
                "Lengkapilah dalam 3 hari kerja sejak surat ini diterima.",
                "Please complete the request within 3 working days after receiving this letter.",
            )
        ),
        *how,
        Paragraph(
            t(
                "Apabila tidak dilengkapi dalam waktu itu, kami mencatatnya dalam buku register dan"
                " permohonan tidak diproses lebih lanjut. Anda tetap dapat mengajukan permohonan baru.",
                "If it is not completed by then, we note this in the register and do not process the"
                " request further. You can still file a new request.",
            ),
            keep=True,
        ),
    )


def _received(t: Tongue) -> Received:
    return Received(
        (
            Heading(t("Tanda terima surat", "Receipt of this letter")),
            Facts(
                (
                    Fact(label=t("Diterima pada tanggal", "Received on"), value=None),
                    Fact(label=t("Nama penerima", "Name of the receiver"), value=None),
                    Fact(label=t("Tanda tangan", "Signature"), value=None),
                )
            ),
        )
    )


def extension(letter: ExtensionLetter, t: Tongue) -> Sheet:
    """Why the answer takes longer, and the new date."""
    new_due = t.due(letter.new_due_on, letter.missing_year)
    return Sheet(
        heading=t("Pemberitahuan Perpanjangan Waktu", "Notice of Extension"),
        number=numbered(letter.letter_number, t),
        under=under(
            t,
            t(
                "Pasal 22 ayat (8) UU 14/2008; Pasal 36 Peraturan Komisi Informasi Nomor 1 Tahun 2021",
                "Art. 22(8) of Law 14/2008; Perki 1/2021 art. 36",
            ),
        ),
        blocks=(
            the_request(
                letter,
                letter.requester,
                (
                    given(t("Tanggal permohonan", "Date of the request"), t.day(letter.requested_on)),
                    given(t("Informasi yang diminta", "Information asked for"), letter.asked),
                    given(t("Tanggal jatuh tempo semula", "Original due date"), t.day(letter.base_due_on)),
                ),
                t,
            ),
            Paragraph(
                t(
                    "Kami belum dapat menyampaikan pemberitahuan tertulis atas permohonan tersebut, karena:",
                    "We cannot yet give the written notice on this request, because:",
                ),
                keep=True,
            ),
            _grounds(letter, t),
            Facts((given(t("Penjelasan", "Explanation"), letter.reason),)),
            Statement(
                t(
                    f"Tanggal jatuh tempo yang baru: {new_due}"
                    if letter.new_due_on
                    else new_due[0].upper() + new_due[1:],
                    f"New due date: {new_due}" if letter.new_due_on else new_due[0].upper() + new_due[1:],
                )
            ),
            *_limits_of_extension(t),
            office_signature(letter, letter.signature, t),
        ),
    )


def _grounds(letter: ExtensionLetter, t: Tongue) -> Options:
    return Options(
        (
            Option(
                text=t(
                    "a. informasi yang diminta belum kami kuasai atau belum kami dokumentasikan;",
                    "a. we do not yet hold, or have not yet documented, the information asked for;",
                ),
                ticked=letter.ground == "not-held",
            ),
            Option(
                text=t(
                    "b. kami belum dapat memutuskan status informasi yang diminta.",
                    "b. we cannot yet decide the status of the information asked for.",
                ),
                ticked=letter.ground == "undecided",
            ),
        )
    )


def _limits_of_extension(t: Tongue) -> tuple[Block, ...]:
    return (
        Paragraph(
            t(
                "Perpanjangan paling lama 7 hari kerja, dihitung dari tanggal jatuh tempo semula, dan"
                " tidak dapat diulang.",
                "The extension is at most 7 working days, counted from the original due date, and cannot"
                " be repeated.",
            )
        ),
        Paragraph(
            t(
                "Apabila sampai tanggal itu Anda belum menerima jawaban, Anda dapat mengajukan keberatan"
                " kepada atasan PPID paling lambat 30 hari kerja sesudahnya.",
                "If you have no answer by that date, you may object to the superior of the PPID at the"
                " latest 30 working days after it.",
            ),
            keep=True,
        ),
    )


def refusal(letter: RefusalDecree, t: Tongue) -> Sheet:
    """Annex IX: exempt, on which article, with which consequences; therefore refused."""
    return Sheet(
        heading=t(
            "Surat Keputusan PPID\ntentang Penolakan Permohonan Informasi",
            "Decree of the PPID\non the Refusal of a Request for Information",
        ),
        number=numbered(letter.letter_number, t),
        under=under(
            t,
            t(
                "Lampiran IX Peraturan Komisi Informasi Nomor 1 Tahun 2021",
                "Annex IX of Information Commission Regulation 1 of 2021",
            ),
        ),
        blocks=(
            the_request(
                letter,
                letter.requester,
                (
                    given(t("Tanggal permohonan", "Date of the request"), t.day(letter.requested_on)),
                    given(t("Informasi yang dibutuhkan", "Information asked for"), letter.asked),
                ),
                t,
            ),
            *in_view_of(t),
            Paragraph(
                t(
                    "PPID memutuskan bahwa informasi yang dimohon adalah:",
                    "The PPID decides that the information asked for is:",
                ),
                keep=True,
            ),
            Statement(t("INFORMASI YANG DIKECUALIKAN", "EXEMPT INFORMATION")),
            *_exemption(letter, t),
            *_therefore(letter, t),
            office_signature(letter, letter.signature, t),
        ),
    )


def _exemption(letter: RefusalDecree, t: Tongue) -> tuple[Block, ...]:
    grounds = [
        t(
            f"Pasal 17 huruf {code} UU 14/2008: apabila dibuka dapat {t.of(ARTICLE_17[code])}.",
            f"Article 17 letter {code} of Law 14/2008: disclosure would {t.of(ARTICLE_17[code])}.",
        )
        for code in letter.article_17
    ]
    if letter.other_law or letter.other_article:
        basis = " ".join(filter(None, (letter.other_article, letter.other_law)))
        grounds.append(
            t(
                f"Pasal 17 huruf j UU 14/2008, menurut {basis}.",
                f"Article 17 letter j of Law 14/2008, under {basis}.",
            )
        )
    more = (
        (t("Rincian dasar", "Details of the basis"), letter.article_17_detail),
        (t("SK pengecualian", "Exemption decree"), letter.exemption_decree),
        (t("Disetujui oleh", "Approved by"), letter.approved_by),
    )
    rows = tuple(given(label, value) for label, value in more if value)
    named = (
        (
            Paragraph(t("Informasi dalam keputusan itu:", "Information of that decree:"), keep=True),
            Steps(letter.exempt_rows),
        )
        if letter.exempt_rows
        else ()
    )
    return (
        Paragraph(t("Pengecualian informasi didasarkan pada:", "The exemption rests on:"), keep=True),
        Options(tuple(Option(text=ground, ticked=True) for ground in grounds)),
        *((Facts(rows),) if rows else ()),
        *named,
        Paragraph(
            t(
                "Berdasarkan pasal tersebut, membuka informasi itu dapat menimbulkan konsekuensi sebagai"
                " berikut:",
                "Under that article, disclosing the information would have these consequences:",
            ),
            keep=True,
        ),
        Paragraph(letter.consequences),
    )


def _therefore(letter: RefusalDecree, t: Tongue) -> tuple[Block, ...]:
    attached: tuple[Block, ...] = ()
    if letter.attachments:
        attached = (Heading(t("Lampiran", "Enclosed")), Steps(letter.attachments))
    return (
        Paragraph(t("Dengan demikian menyatakan bahwa:", "It is therefore declared that:"), keep=True),
        Statement(t("PERMOHONAN INFORMASI DITOLAK", "THE REQUEST FOR INFORMATION IS REFUSED")),
        *attached,
        Paragraph(
            objection_hint(t, letter.objection_to, "menerima surat keputusan ini", "receiving this decree"),
            keep=True,
        ),
    )
