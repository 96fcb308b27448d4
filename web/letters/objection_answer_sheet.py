"""The superior's answer to an objection: what it says on each ground, its orders, what is attached.

Law: UU 14/2008 art. 36-37; Perki 1/2021 art. 44.
"""

from __future__ import annotations

from web.letters.blocks import (
    Block,
    Facts,
    Heading,
    Paragraph,
    Sheet,
    Statement,
    Steps,
    Table,
)
from web.letters.kinds import Ground
from web.letters.objection_kinds import ObjectionAnswer, Verdict
from web.letters.parts import addressee, given, numbered, office_signature, under
from web.letters.wording import GROUNDS, Pair, Tongue

VERDICTS: dict[Verdict, Pair] = {
    "upheld": ("Putusan PPID dikuatkan", "The decision of the PPID is upheld"),
    "overturned": ("Keberatan dikabulkan seluruhnya", "The objection is granted in full"),
    "partly-overturned": ("Keberatan dikabulkan sebagian", "The objection is granted in part"),
}


def answer(letter: ObjectionAnswer, t: Tongue) -> Sheet:
    """The written answer: its date and number, what it says on each ground, its orders, what is attached."""
    return Sheet(
        heading=t("Tanggapan atas Keberatan", "Answer to an Objection"),
        number=numbered(letter.letter_number, t),
        under=under(
            t,
            t(
                "Pasal 36 UU 14/2008; Pasal 44 Peraturan Komisi Informasi Nomor 1 Tahun 2021",
                "Law 14/2008 art. 36; Perki 1/2021 art. 44",
            ),
        ),
        blocks=(
            Facts(
                (
                    given(t("Tanggal tanggapan", "Date of the answer"), t.day(letter.dated_on)),
                    given(t("Nomor keberatan", "Objection number"), letter.objection_number),
                    given(t("Keberatan diterima pada", "Objection received on"), t.day(letter.received_on)),
                    given(t("Nomor permohonan", "Request number"), letter.request_number),
                    *addressee(letter.objector, t),
                    given(t("Informasi yang diminta", "Information asked for"), letter.information),
                )
            ),
            Paragraph(
                t("Atas keberatan tersebut kami memutuskan:", "On this objection we decide:"), keep=True
            ),
            Statement(t.of(VERDICTS[letter.verdict]).upper()),
            *_explained(letter, t),
            *_opened(letter, t),
            *_ordered(letter, t),
            *_closing(letter, t),
            office_signature(letter, letter.signature, t),
        ),
    )


def _explained(letter: ObjectionAnswer, t: Tongue) -> tuple[Block, ...]:
    reasons: tuple[Block, ...] = ()
    if letter.reasons:
        reasons = (
            Heading(
                t("Alasan putusan PPID dikuatkan", "Why the decision of the PPID stands"),
            ),
            Paragraph(letter.reasons),
        )
    return (
        Heading(t("Penjelasan atas setiap alasan", "Explanation of each ground")),
        *(
            block
            for each in letter.explanations
            for block in (
                Paragraph(f"{each.ground}. {_ground(each.ground, t)}", keep=True),
                Paragraph(each.text),
            )
        ),
        *reasons,
    )


def _ground(ground: Ground, t: Tongue) -> str:
    words = t.of(GROUNDS[ground]).partition(". ")[2]
    return words[:1].upper() + words[1:]


def _opened(letter: ObjectionAnswer, t: Tongue) -> tuple[Block, ...]:
    if not letter.opened:
        return ()
    return (
        Heading(t("Informasi yang tidak lagi dikecualikan", "Information that is no longer exempt")),
        Steps(letter.opened),
    )


def _ordered(letter: ObjectionAnswer, t: Tongue) -> tuple[Block, ...]:
    if not letter.orders:
        return ()
    return (
        Heading(t("Perintah kepada PPID", "Orders to the PPID")),
        Table(
            header=(
                t("No.", "No."),
                t("Yang harus dilakukan", "What to do"),
                t("Paling lambat", "At the latest"),
            ),
            widths=(2, 20, 9),
            rows=tuple(
                (
                    (Paragraph(f"{number}."),),
                    (Paragraph(order.what),),
                    (Paragraph(t.day(order.due_on)),),
                )
                for number, order in enumerate(letter.orders, 1)
            ),
        ),
    )


def _closing(letter: ObjectionAnswer, t: Tongue) -> tuple[Block, ...]:
    attached: tuple[Block, ...] = ()
    if letter.attachments:
        attached = (Heading(t("Lampiran", "Enclosed")), Steps(letter.attachments))
    return (
        *attached,
        Heading(t("Apabila Anda tidak puas", "If you are not satisfied")),
        Paragraph(
            t(
                "Anda dapat mengajukan penyelesaian sengketa kepada Komisi Informasi paling lambat 14 hari"
                " kerja sejak menerima tanggapan ini. Tidak dipungut biaya.",
                "You may take the dispute to the Information Commission at the latest 14 working days after"
                " receiving this answer. It costs nothing.",
            ),
            keep=True,
        ),
    )
