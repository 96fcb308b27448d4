"""The citizen's application to the commission, prefilled, and the pages that bind a hearing file.

Law: UU 14/2008 art. 37; Perki 1/2013 art. 5, 10-13, annex I.
"""

from __future__ import annotations

from web.letters.blocks import (
    NOTHING_GIVEN,
    Block,
    Fact,
    Facts,
    Heading,
    Option,
    Options,
    Paragraph,
    Picture,
    Sheet,
    Signatures,
    Signer,
    Table,
)
from web.letters.dispute_kinds import (
    ContentsLine,
    Dated,
    DisputeApplication,
    Divider,
    HearingContents,
    HearingMilestones,
)
from web.letters.kinds import Ground, Person
from web.letters.parts import given, ticks, under, written
from web.letters.wording import GROUNDS, Pair, Tongue

#: What may be asked of the commission, and the grounds each answers. Law: Perki 1/2013 art. 10(1)c.
RELIEF: tuple[tuple[frozenset[Ground], Pair], ...] = (
    (
        frozenset({"a"}),
        (
            "Menyatakan bahwa informasi yang diminta adalah informasi yang terbuka",
            "Declare that the information asked for is open",
        ),
    ),
    (
        frozenset({"b"}),
        (
            "Memerintahkan Termohon mengumumkan informasi berkala",
            "Order the respondent to publish the periodic information",
        ),
    ),
    (
        frozenset({"c"}),
        ("Memerintahkan Termohon menanggapi permohonan", "Order the respondent to answer the request"),
    ),
    (
        frozenset({"d"}),
        (
            "Memerintahkan Termohon menanggapi permohonan sebagaimana yang diminta",
            "Order the respondent to answer the request as it was asked",
        ),
    ),
    (
        frozenset({"e", "g"}),
        ("Memerintahkan Termohon memenuhi permohonan", "Order the respondent to fulfil the request"),
    ),
    (frozenset({"f"}), ("Menetapkan biaya yang wajar", "Set a reasonable fee")),
)


def application(letter: DisputeApplication, t: Tongue) -> Sheet:
    """Annex I of Perki 1/2013: the parties, what went before, why, what is asked, which documents."""
    return Sheet(
        heading=t(
            "Permohonan Penyelesaian\nSengketa Informasi Publik",
            "Application to Settle\na Public-Information Dispute",
        ),
        number=t("No. Registrasi: ................", "Register no.: ................"),
        letterhead=False,
        under=under(
            t,
            t(
                "Lampiran I Peraturan Komisi Informasi Nomor 1 Tahun 2013; diisi dari data badan publik,"
                " diperiksa dan ditandatangani Pemohon; nomor registrasi diisi Komisi Informasi",
                "Annex I of Information Commission Regulation 1 of 2013; filled with what the body knows,"
                " to be checked and signed by the applicant; the commission fills its register number",
            ),
        ),
        blocks=(
            *_parties(letter, t),
            *_before(letter, t),
            *_cause(letter, t),
            *_asked(letter, t),
            *_documents(letter, t),
            *_signed(letter, t),
        ),
    )


def _parties(letter: DisputeApplication, t: Tongue) -> tuple[Block, ...]:
    proxy = letter.representative
    represented = (_party(t("Kuasa Pemohon", "Representative"), proxy, t)) if proxy else ()
    return (
        Facts((given(t("Diajukan kepada", "Addressed to"), letter.commission),)),
        *_party(t("I. Pemohon", "I. Applicant"), letter.applicant, t),
        *represented,
        *_party(t("II. Termohon (badan publik)", "II. Respondent (public body)"), letter.respondent, t),
    )


def _party(heading: str, person: Person, t: Tongue) -> tuple[Block, ...]:
    return (
        Heading(heading),
        Facts(
            (
                written(t("Nama", "Name"), person.name),
                written(t("Alamat", "Address"), person.address),
                written(t("Nomor telepon / surel", "Telephone / e-mail"), person.contact),
            )
        ),
    )


def _paper(label: str, paper: Dated, t: Tongue) -> Fact:
    said = " ".join(
        filter(
            None,
            (
                t(f"Nomor {paper.number}", f"Number {paper.number}") if paper.number else "",
                t(f"tanggal {t.day(paper.on)}", f"of {t.day(paper.on)}") if paper.on else "",
            ),
        )
    )
    return given(label, said)


def _before(letter: DisputeApplication, t: Tongue) -> tuple[Block, ...]:
    received = letter.answer_received_on
    replied = letter.objection_answer_received_on
    return (
        Heading(t("III. Permohonan dan keberatan", "III. Request and objection")),
        Facts(
            (
                _paper(t("Permohonan informasi", "Request"), letter.requested, t),
                given(t("Informasi yang diminta", "Information asked for"), letter.information),
                given(t("Tujuan penggunaan", "Purpose of use"), letter.purpose),
                _paper(t("Pemberitahuan tertulis", "Written notice"), letter.answered, t),
                *((given(t("Diterima pada", "Received on"), t.day(received)),) if received else ()),
                _paper(t("Keberatan", "Objection"), letter.objected, t),
                _paper(t("Tanggapan atasan PPID", "Answer of the superior"), letter.objection_answer, t),
                *(
                    (given(t("Tanggapan diterima pada", "Answer received on"), t.day(replied)),)
                    if replied
                    else ()
                ),
            )
        ),
        Heading(t("Alasan keberatan", "Grounds of the objection"), 3),
        ticks(GROUNDS, letter.grounds, t),
    )


def _cause(letter: DisputeApplication, t: Tongue) -> tuple[Block, ...]:
    until = t.day(letter.silence_since) if letter.silence_since else NOTHING_GIVEN
    by = letter.apply_by
    deadline = (
        (
            Paragraph(
                t(
                    f"Menurut catatan badan publik, permohonan ini diajukan paling lambat {t.day(by)} (14"
                    " hari kerja).",
                    f"By the body's record, this application is due at the latest on {t.day(by)} (14 working"
                    " days).",
                )
            ),
        )
        if by
        else ()
    )
    return (
        Heading(t("IV. Alasan permohonan", "IV. Reason of the application")),
        Options(
            (
                Option(
                    text=t(
                        "Pemohon tidak puas terhadap tanggapan atasan PPID",
                        "The applicant is not satisfied with the superior's answer",
                    ),
                    ticked=letter.cause == "unsatisfied",
                ),
                Option(
                    text=t(
                        "Atasan PPID tidak menanggapi keberatan dalam 30 hari kerja"
                        + (f" (berakhir {until})" if letter.cause == "silence" else ""),
                        "The superior did not answer within 30 working days"
                        + (f" (which ended on {until})" if letter.cause == "silence" else ""),
                    ),
                    ticked=letter.cause == "silence",
                ),
            )
        ),
        *deadline,
        Facts((written(t("Uraian/kasus posisi", "The case"), letter.case, lines=4),)),
    )


def _asked(letter: DisputeApplication, t: Tongue) -> tuple[Block, ...]:
    grounds = frozenset(letter.grounds)
    return (
        Heading(t("V. Hal yang dimohonkan kepada Komisi Informasi", "V. What is asked of the commission")),
        Options(tuple(Option(text=t.of(words), ticked=bool(grounds & served)) for served, words in RELIEF)),
    )


def _documents(letter: DisputeApplication, t: Tongue) -> tuple[Block, ...]:
    request = letter.grounds != ("b",)
    rows = [
        (t("Identitas Pemohon yang sah", "Valid identity of the applicant"), False),
        *(
            ((t("Surat kuasa khusus bermeterai", "Stamped special power of attorney"), False),)
            if letter.representative
            else ()
        ),
    ]
    if request:
        rows += [
            (
                t("Permohonan informasi dan tanda buktinya", "Request and its receipt"),
                bool(letter.requested.on),
            ),
            (t("Pemberitahuan tertulis, bila ada", "Written notice, if any"), bool(letter.answered.on)),
        ]
    rows += [
        (t("Keberatan dan tanda terimanya", "Objection and its receipt"), bool(letter.objected.on)),
        (t("Tanggapan atasan PPID, bila ada", "Superior's answer, if any"), bool(letter.objection_answer.on)),
    ]
    return (
        Heading(t("VI. Kelengkapan dokumen (Pasal 11)", "VI. Documents (art. 11)")),
        Options(tuple(Option(text=text, ticked=there) for text, there in rows)),
        Paragraph(
            t(
                "Yang bertanda ada dalam berkas badan publik dan dapat diunduh; yang tidak bertanda"
                " dilampirkan oleh Pemohon.",
                "What is ticked is in the body's file and can be downloaded; the applicant adds the rest.",
            )
        ),
    )


def _signed(letter: DisputeApplication, t: Tongue) -> tuple[Block, ...]:
    return (
        Paragraph(
            t(
                "Demikian permohonan ini diajukan untuk diselesaikan menurut peraturan perundang-undangan."
                " Tidak dipungut biaya.",
                "This application is made to be settled as the law provides. It costs nothing.",
            ),
            keep=True,
        ),
        Signatures(
            (
                Signer(
                    heading=t(
                        f"{'.' * 20}, {'.' * 24}\nPemohon/Kuasa Pemohon",
                        f"{'.' * 20}, {'.' * 24}\nApplicant/Representative",
                    ),
                    name=(letter.representative or letter.applicant).name,
                ),
            )
        ),
    )


# The hearing file -----------------------------------------------------------------------------------------


def contents(letter: HearingContents, t: Tongue) -> Sheet:
    """What a hearing file holds, and on which of its pages."""
    return Sheet(
        heading=t("Berkas Sidang", "Hearing File"),
        number=numbered_case(letter.case_number, t),
        under=under(t, letter.commission),
        book=True,
        blocks=(
            Heading(t("Alasan sengketa", "Grounds of the dispute")),
            ticks({ground: GROUNDS[ground] for ground in letter.grounds}, letter.grounds, t),
            Heading(t("Daftar isi", "Contents")),
            *(block for part, lines in letter.parts for block in _part(part, lines, t)),
        ),
    )


def _part(part: str, lines: tuple[ContentsLine, ...], t: Tongue) -> tuple[Block, ...]:
    table = Table(
        header=(
            t("No.", "No."),
            t("Surat atau dokumen", "Paper"),
            t("Tanggal", "Date"),
            t("Halaman", "Page"),
        ),
        widths=(3, 22, 9, 6),
        rows=tuple(_line(piece, t) for piece in lines),
    )
    return (Heading(part, 3), table) if part else (table,)


def numbered_case(number: str, t: Tongue) -> str:
    """The number of a case, said as such."""
    return t(f"Perkara: {number}", f"Case: {number}")


def _line(piece: ContentsLine, t: Tongue) -> tuple[tuple[Block, ...], ...]:
    note = (Paragraph(piece.note),) if piece.note else ()
    return (
        (Paragraph(f"{piece.number}."),),
        (Paragraph(piece.title), *note),
        (Paragraph(t.day(piece.on) if piece.on else NOTHING_GIVEN),),
        (Paragraph(str(piece.page) if piece.page else NOTHING_GIVEN),),
    )


def milestones(letter: HearingMilestones, t: Tongue) -> Sheet:
    """What happened, day by day."""
    return Sheet(
        heading=t("Perjalanan Perkara", "Course of the Case"),
        number=numbered_case(letter.case_number, t),
        under=under(t),
        book=True,
        blocks=(
            Table(
                header=(t("Tanggal", "Date"), t("Peristiwa", "Event")),
                widths=(8, 26),
                rows=tuple(
                    ((Paragraph(t.day(each.on)),), (Paragraph(each.text),)) for each in letter.milestones
                ),
            ),
        ),
    )


def divider(letter: Divider, t: Tongue) -> Sheet:
    """A page for a piece that has none of its own: its picture, or why it is not printed."""
    return Sheet(
        heading=letter.title,
        number=numbered_case(letter.case_number, t),
        under=under(t),
        blocks=(
            Facts(tuple(given(label, value) for label, value in letter.facts)),
            *((Paragraph(letter.note),) if letter.note else ()),
            *((Picture(tuple(letter.image), letter.title),) if letter.image else ()),
        ),
    )
