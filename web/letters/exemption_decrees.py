"""The decrees of an exemption: annexes III and V, and in their order its end and its stipulation.

The annexes cite the revoked Perki 1/2017; these cite what is in force. Law: PP 61/2010 art. 4, 10-11;
Perki 1/2021 art. 49(5)-(7), 52-53, annexes III and V.
"""

from __future__ import annotations

from web.letters.blocks import (
    Block,
    Facts,
    Heading,
    Paragraph,
    Sheet,
    Signatures,
    Signer,
    Statement,
    Steps,
    Table,
)
from web.letters.exemption_kinds import Act, ExemptionDecree
from web.letters.exemption_sheets import approval_signer
from web.letters.parts import given, in_view_of, numbered, place_on, under
from web.letters.wording import Pair, Tongue

TITLES: dict[Act, Pair] = {
    "classify": (
        "Keputusan PPID\ntentang Klasifikasi Informasi yang Dikecualikan",
        "Decree of the PPID\non the Classification of Exempt Information",
    ),
    "change": (
        "Keputusan PPID\ntentang Pengubahan Klasifikasi Informasi yang Dikecualikan",
        "Decree of the PPID\non a Change in the Classification of Exempt Information",
    ),
    "lift": (
        "Keputusan PPID\ntentang Pencabutan Pengecualian Informasi",
        "Decree of the PPID\non Lifting an Exemption of Information",
    ),
    "declare-open": (
        "Penetapan PPID\ntentang Informasi Publik yang Terbuka",
        "Stipulation of the PPID\non Information that Becomes Public",
    ),
}
FORMS: dict[Act, Pair] = {
    "classify": (
        "Lampiran III Peraturan Komisi Informasi Nomor 1 Tahun 2021",
        "Annex III of Information Commission Regulation 1 of 2021",
    ),
    "change": (
        "Lampiran V Peraturan Komisi Informasi Nomor 1 Tahun 2021",
        "Annex V of Information Commission Regulation 1 of 2021",
    ),
    "lift": (
        "Pasal 53 Peraturan Komisi Informasi Nomor 1 Tahun 2021; Pasal 10 PP 61/2010",
        "Perki 1/2021 art. 53; Government Regulation 61/2010 art. 10",
    ),
    "declare-open": (
        "Pasal 52 Peraturan Komisi Informasi Nomor 1 Tahun 2021; Pasal 11 PP 61/2010",
        "Perki 1/2021 art. 52; Government Regulation 61/2010 art. 11",
    ),
}


def decree(letter: ExemptionDecree, t: Tongue) -> Sheet:
    """Considering, in view of, regarding; then what is decreed, row by row."""
    return Sheet(
        heading=t.of(TITLES[letter.act]),
        number=numbered(letter.letter_number, t),
        under=under(t, t.of(FORMS[letter.act])),
        blocks=(
            Heading(t("Menimbang", "Considering")),
            Paragraph(letter.considering or t.of(CONSIDERING[letter.act])),
            *in_view_of(t),
            *_regarding(letter, t),
            Statement(t("MEMUTUSKAN", "IT IS DECREED")),
            *_decreed(letter, t),
            _signatures(letter, t),
        ),
    )


CONSIDERING: dict[Act, Pair] = {
    "classify": (
        (
            "bahwa informasi di bawah ini telah diuji konsekuensinya secara saksama dan penuh ketelitian"
            " sebelum dinyatakan dikecualikan;"
        ),
        (
            "that the consequences of disclosing the information below were tested with care before it is"
            " declared exempt;"
        ),
    ),
    "change": (
        "bahwa pengujian konsekuensi yang baru menunjukkan klasifikasi informasi di bawah ini perlu diubah;",
        "that a new consequence test shows that the classification of the information below has to change;",
    ),
    "lift": (
        (
            "bahwa pengujian konsekuensi yang baru menunjukkan informasi di bawah ini tidak lagi perlu"
            " dikecualikan;"
        ),
        "that a new consequence test shows that the information below need not be exempt any more;",
    ),
    "declare-open": (
        "bahwa jangka waktu pengecualian informasi di bawah ini akan berakhir;",
        "that the period of exemption of the information below is about to end;",
    ),
}


def _regarding(letter: ExemptionDecree, t: Tongue) -> tuple[Block, ...]:
    """Which tests it rests on and which decree it changes."""
    items = [
        t(f"Lembar Pengujian Konsekuensi {sheet}", f"Consequence test sheet {sheet}")
        for sheet in letter.sheets
    ]
    if letter.earlier:
        items.insert(0, t(f"Keputusan PPID {letter.earlier}", f"Decree of the PPID {letter.earlier}"))
    if not items:
        return ()
    ended = (*(f"{item};" for item in items[:-1]), f"{items[-1]}.")
    return (Heading(t("Memperhatikan", "Regarding")), Steps(ended))


def _decreed(letter: ExemptionDecree, t: Tongue) -> tuple[Block, ...]:
    first, second, third = (_ordinal(n, t) for n in range(3))
    sheet = (
        Paragraph(
            t(
                f"{second}: Lembar pengujian konsekuensi yang disebut di atas merupakan bagian yang tidak"
                " terpisahkan dari keputusan ini.",
                f"{second}: The consequence test sheet named above is an integral part of this decree.",
            )
        ),
    )
    reason = (Paragraph(t(f"Alasan: {letter.reason}", f"Reason: {letter.reason}")),) if letter.reason else ()
    unit = (
        (Facts((given(t("Unit yang menguasai", "Unit that holds it"), letter.unit),)),) if letter.unit else ()
    )
    return (
        Paragraph(f"{first}: {t.of(ORDERS[letter.act])}", keep=True),
        *unit,
        _rows(letter, t),
        *reason,
        *(sheet if letter.sheets else ()),
        Paragraph(
            t(
                f"{third if letter.sheets else second}: Keputusan ini berlaku sejak tanggal ditetapkan.",
                f"{third if letter.sheets else second}: This decree takes effect on the day it is signed.",
            ),
            keep=True,
        ),
    )


def _ordinal(place: int, t: Tongue) -> str:
    return t.of((("KESATU", "FIRST"), ("KEDUA", "SECOND"), ("KETIGA", "THIRD"))[place])


ORDERS: dict[Act, Pair] = {
    "classify": (
        "Menetapkan informasi berikut sebagai informasi yang dikecualikan.",
        "The following information is exempt.",
    ),
    "change": (
        "Mengubah klasifikasi informasi yang dikecualikan menjadi sebagai berikut.",
        "The classification of the exempt information is changed as follows.",
    ),
    "lift": (
        "Mencabut pengecualian atas informasi berikut, sehingga menjadi informasi publik yang terbuka.",
        "The exemption of the following information is lifted; it becomes public information.",
    ),
    "declare-open": (
        (
            "Menetapkan informasi berikut sebagai informasi publik yang terbuka sejak berakhirnya jangka"
            " waktu pengecualiannya."
        ),
        "The following information is public from the end of its period of exemption.",
    ),
}


def _rows(letter: ExemptionDecree, t: Tongue) -> Table:
    changes = letter.act == "change"
    before = (t("Semula", "Before"),) if changes else ()
    return Table(
        header=(
            t("No.", "No."),
            t("Informasi", "Information"),
            *before,
            t("Menjadi", "Now") if changes else t("Dasar hukum", "Legal basis"),
            t("Jangka waktu", "Period"),
        ),
        widths=(2, 11, 8, 8, 8) if changes else (2, 12, 11, 8),
        rows=tuple(
            (
                (Paragraph(f"{row.number}."),),
                (Paragraph(row.information),),
                *((((Paragraph(row.before),)),) if changes else ()),
                (Paragraph(row.basis),),
                (Paragraph(row.period),),
            )
            for row in letter.rows
        ),
        small=changes,
    )


def _signatures(letter: ExemptionDecree, t: Tongue) -> Signatures:
    """The PPID's signature and stamp, beside whoever had to approve."""
    decreed = Signer(
        heading=t(
            f"Ditetapkan di {place_on(letter.place or letter.office.place, letter.dated_on, t)}\n"
            f"{letter.signature.position}",
            f"Signed at {place_on(letter.place or letter.office.place, letter.dated_on, t)}\n"
            f"{letter.signature.position}",
        ),
        name=letter.signature.name,
        detail=letter.signature.identity,
    )
    return Signatures((*(approval_signer(approval, t) for approval in letter.approvals[:1]), decreed))
