"""The letters about personal data: the answer to a data subject, the notices of a breach.

Law: UU 27/2022 art. 14-15, 30, 32, 41 (answer), 46 (what data, when and how, handling and recovery).
"""

from __future__ import annotations

from web.letters.blocks import Block, Fact, Facts, Heading, Paragraph, Sheet, Statement, Steps
from web.letters.parts import addressee, given, numbered, office_signature, under
from web.letters.privacy_kinds import BreachNotice, PrivacyAnswer
from web.letters.wording import Tongue


def answer(letter: PrivacyAnswer, t: Tongue) -> Sheet:
    """The answer: what was asked, what was decided, and why."""
    return Sheet(
        heading=t("Jawaban atas Permohonan Subjek Data Pribadi", "Answer to a Data Subject's Request"),
        number=numbered(letter.letter_number, t),
        under=under(t, letter.law),
        blocks=(
            Facts(
                (
                    given(t("Nomor permohonan", "Request number"), letter.privacy_number),
                    given(t("Diterima", "Received"), letter.received),
                    given(t("Yang diminta", "What was asked"), letter.asked),
                    *addressee(letter.person, t),
                )
            ),
            Paragraph(t("Atas permohonan tersebut kami menjawab:", "We answer this request:"), keep=True),
            Statement(letter.outcome.upper()),
            *_undone(letter, t),
            *_until(letter, t),
            *(Paragraph(part) for part in letter.text.splitlines() if part.strip()),
            office_signature(letter, letter.signature, t),
        ),
    )


def _undone(letter: PrivacyAnswer, t: Tongue) -> tuple[Block, ...]:
    """Why what an earlier letter granted is not carried out: for the reason that stands above."""
    if letter.granted_on is None:
        return ()
    number, on = letter.granted, t.day(letter.granted_on)
    return (
        Paragraph(
            t(
                f"Surat kami nomor {number} tanggal {on} menyetujui permohonan ini. Karena alasan tersebut,"
                " persetujuan itu tidak dapat dijalankan dan tidak berlaku lagi; data Anda belum dihapus.",
                f"Our letter number {number} of {on} granted this request. For the reason above, what it"
                " granted cannot be carried out and no longer holds; your data were not erased.",
            )
        ),
    )


def _until(letter: PrivacyAnswer, t: Tongue) -> tuple[Block, ...]:
    if letter.until is None:
        return ()
    said = t("Pengecualian ini berlaku sampai dengan", "This exception holds until")
    return (Paragraph(f"{said} {t.day(letter.until)}."),)


def notice(letter: BreachNotice, t: Tongue) -> Sheet:
    """The notice of a breach, to a person or to the agency."""
    return Sheet(
        heading=t(
            "Pemberitahuan Kegagalan Pelindungan Data Pribadi", "Notice of a Failure to Protect Personal Data"
        ),
        number=numbered(letter.letter_number, t),
        under=under(t, t("Pasal 46 UU 27/2022", "Law 27/2022 art. 46")),
        blocks=(
            Facts(
                (
                    given(t("Nomor catatan", "Record number"), letter.breach_number),
                    *_to(letter, t),
                    given(t("Diketahui", "Known since"), letter.known),
                    *(
                        (given(t("Terjadi pada", "Happened on"), t.day(letter.happened_on)),)
                        if letter.happened_on
                        else ()
                    ),
                )
            ),
            Heading(t("Data pribadi yang terungkap", "Personal data that were exposed")),
            Steps(letter.data),
            Heading(t("Bagaimana data terungkap", "How the data were exposed")),
            *_written(letter.how),
            Heading(t("Penanganan", "What was done against it")),
            *_written(letter.handling),
            Heading(t("Pemulihan", "What is done to recover")),
            *_written(letter.recovery),
            *_help(letter, t),
            office_signature(letter, letter.signature, t),
        ),
    )


def _to(letter: BreachNotice, t: Tongue) -> tuple[Fact, ...]:
    if letter.person is not None:
        return addressee(letter.person, t)
    agency = t("Lembaga Pelindungan Data Pribadi", "The agency for personal data protection")
    return (
        given(t("Kepada", "To"), agency),
        given(t("Jumlah orang", "Number of people"), str(letter.people)),
    )


def _written(text: str) -> tuple[Block, ...]:
    return tuple(Paragraph(part) for part in text.splitlines() if part.strip())


def _help(letter: BreachNotice, t: Tongue) -> tuple[Block, ...]:
    if letter.person is None:
        return ()
    return (
        Paragraph(
            t(
                "Waspadai orang yang mengaku dari badan ini dan meminta kata sandi, kode, atau uang: kami"
                " tidak pernah memintanya. Anda berhak melihat, membetulkan, dan meminta penghapusan data"
                " Anda; hubungi alamat pada kepala surat ini.",
                "Beware of anybody who claims to be this body and asks for a password, a code or money: we"
                " never do. You may see your data, have them corrected and ask for their erasure; write to"
                " the address at the head of this letter.",
            )
        ),
    )
