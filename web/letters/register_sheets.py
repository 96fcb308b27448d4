"""The lists an office keeps, as pages to print: the list of public information and both registers.

A header is repeated on every page and a line is numbered in its order. Law: Perki 1/2021 art. 21(2), 32(1),
43(2), 45, annexes I, VIII and XI.
"""

from __future__ import annotations

from collections.abc import Sequence

from web.letters.blocks import (
    NOTHING_GIVEN,
    Block,
    Facts,
    Group,
    Heading,
    Paragraph,
    Sheet,
    Signatures,
    Signer,
    Statement,
    Table,
)
from web.letters.objection_kinds import ObjectionLine, ObjectionRegister
from web.letters.parts import given, in_view_of, numbered, place_on, under
from web.letters.public_kinds import (
    InfoClass,
    ListDecree,
    ListedItem,
    PublicInformationList,
    RequestRegister,
)
from web.letters.wording import GROUNDS, Pair, Tongue

CLASSES: dict[InfoClass, Pair] = {
    "periodic": ("Informasi berkala", "Periodic information"),
    "immediate": ("Informasi serta-merta", "Information announced at once"),
    "any-time": ("Informasi tersedia setiap saat", "Information available at any time"),
}
TICK = "✓"


def public_list(letter: PublicInformationList, t: Tongue) -> Sheet:
    """Annex I: a table for each class, numbered through."""
    decreed = t(f"Ditetapkan dengan {letter.decree}", f"Decreed by {letter.decree}")
    undecreed = t("Belum ditetapkan dengan keputusan PPID", "Not decreed by the PPID yet")
    return Sheet(
        heading=t("Daftar Informasi Publik", "List of Public Information"),
        number=t(f"Keadaan pada {t.day(letter.dated_on)}", f"As of {t.day(letter.dated_on)}"),
        under=under(t, f"{_annex('I', t)}. {decreed if letter.decree else undecreed}"),
        paper="a4-landscape",
        book=True,
        blocks=_items(letter.items, t),
    )


def _annex(number: str, t: Tongue) -> str:
    return t(
        f"Lampiran {number} Peraturan Komisi Informasi Nomor 1 Tahun 2021",
        f"Annex {number} of Information Commission Regulation 1 of 2021",
    )


def _items(items: Sequence[ListedItem], t: Tongue) -> tuple[Block, ...]:
    if not items:
        return (Paragraph(t("Belum ada informasi dalam daftar ini.", "Nothing is listed yet.")),)
    blocks: list[Block] = []
    number = 1
    for klass, words in CLASSES.items():
        kept = [item for item in items if item.klass == klass]
        if kept:
            blocks += (Heading(t.of(words)), _item_table(kept, number, t))
            number += len(kept)
    return tuple(blocks)


def _item_table(items: Sequence[ListedItem], first: int, t: Tongue) -> Table:
    return Table(
        header=(
            t("No.", "No."),
            t("Ringkasan isi informasi", "Summary of the content"),
            t("Pejabat/unit/satuan kerja yang menguasai", "Official or unit that controls it"),
            t("Penanggung jawab pembuatan atau penerbitan", "Responsible for making or issuing it"),
            t("Waktu dan tempat pembuatan", "Time and place made"),
            t("Bentuk informasi yang tersedia", "Available form"),
            t("Jangka waktu penyimpanan", "Retention period"),
        ),
        widths=(3, 18, 11, 11, 9, 9, 8),
        rows=tuple(
            (
                (Paragraph(f"{number}."),),
                (Paragraph(_said(item)),),
                (Paragraph(item.controlled_by or NOTHING_GIVEN),),
                (Paragraph(item.responsible or NOTHING_GIVEN),),
                (Paragraph(item.made or NOTHING_GIVEN),),
                (Paragraph(item.forms or NOTHING_GIVEN),),
                (Paragraph(item.retention or NOTHING_GIVEN),),
            )
            for number, item in enumerate(items, first)
        ),
        small=True,
    )


def _said(item: ListedItem) -> str:
    """The title, and the summary where it says more."""
    return item.title if item.summary in ("", item.title) else f"{item.title}\n{item.summary}"


def list_decree(letter: ListDecree, t: Tongue) -> Sheet:
    """The decree on the list: who approved it, what it takes in. Law: Perki 1/2021 art. 45."""
    earlier = (given(t("Memperbarui", "Updates"), letter.earlier),) if letter.earlier else ()
    return Sheet(
        heading=t(
            "Keputusan PPID\ntentang Daftar Informasi Publik",
            "Decree of the PPID\non the List of Public Information",
        ),
        number=numbered(letter.letter_number, t),
        under=under(t, t("Pasal 45 Peraturan Komisi Informasi Nomor 1 Tahun 2021", "Perki 1/2021 art. 45")),
        paper="a4-landscape",
        book=True,
        blocks=(
            *in_view_of(t),
            Facts(
                (
                    given(
                        t("Persetujuan Atasan PPID", "Approved by the superior"),
                        f"{letter.approved_by}, {t.day(letter.approved_on)}",
                    ),
                    *earlier,
                )
            ),
            Statement(t("MEMUTUSKAN", "IT IS DECREED")),
            Paragraph(
                t(
                    "KESATU: Menetapkan informasi berikut dalam Daftar Informasi Publik.",
                    "FIRST: The following information enters the List of Public Information.",
                ),
                keep=True,
            ),
            *_items(letter.items, t),
            Paragraph(
                t(
                    "KEDUA: Daftar ini diperbarui paling singkat 6 bulan sekali. Keputusan ini berlaku sejak"
                    " tanggal ditetapkan.",
                    "SECOND: This list is updated at least every 6 months. This decree takes effect on the"
                    " day it is signed.",
                ),
                keep=True,
            ),
            Signatures(
                (
                    Signer(
                        heading=f"{place_on(letter.office.place, letter.dated_on, t)}\n"
                        f"{letter.signature.position}",
                        name=letter.signature.name,
                        detail=letter.signature.identity,
                    ),
                ),
            ),
        ),
    )


# Registers ------------------------------------------------------------------------------------------------


def objection_register(letter: ObjectionRegister, t: Tongue) -> Sheet:
    """Annex XI: a line for each objection, with the grounds ticked."""
    return Sheet(
        heading=t("Register Keberatan", "Register of Objections"),
        number=letter.period,
        under=under(t, f"{_annex('XI', t)}. {_as_of(letter, t)}"),
        paper="a3-landscape",
        book=True,
        blocks=(
            Table(
                header=_objection_header(t),
                widths=(8, 7, 10, 10, 9, 8, 8, 12, 9, 2, 2, 2, 2, 2, 2, 2, 9, 8, 10, 9),
                groups=(
                    Group("", 9),
                    Group(t("Alasan (Pasal 35 ayat (1))", "Grounds (art. 35(1))"), 7),
                    Group("", 4),
                ),
                rows=tuple(_objection_cells(line, t) for line in letter.lines),
                small=True,
            ),
            *_legend(t),
        ),
    )


def _as_of(letter: ObjectionRegister | RequestRegister, t: Tongue) -> str:
    return t(f"Keadaan pada {t.day(letter.dated_on)}", f"As of {t.day(letter.dated_on)}")


def _objection_header(t: Tongue) -> tuple[str, ...]:
    return (
        t("No.", "No."),
        t("Tanggal", "Date"),
        t("Nama", "Name"),
        t("Alamat", "Address"),
        t("Nomor kontak", "Contact"),
        t("Pekerjaan", "Occupation"),
        t("No. pendaftaran permohonan", "Request number"),
        t("Informasi yang diminta", "Information asked for"),
        t("Tujuan penggunaan", "Purpose of use"),
        *GROUNDS,
        t("Keputusan atasan PPID", "Decision of the superior"),
        t("Hari/tanggal tanggapan", "Day of the answer"),
        t("Nama dan posisi atasan PPID", "Name and position of the superior"),
        t("Tanggapan pemohon", "Reaction of the requester"),
    )


def _objection_cells(line: ObjectionLine, t: Tongue) -> tuple[tuple[Block, ...], ...]:
    answered = f"{t.weekday(line.answered_on)}, {t.short(line.answered_on)}" if line.answered_on else ""
    texts = (
        line.number,
        t.short(line.received_on),
        line.name,
        line.address,
        line.contact,
        line.occupation,
        line.request_number,
        line.information,
        line.purpose,
    )
    after = (line.decision, answered, line.superior, line.reaction)
    return (
        *((Paragraph(text or NOTHING_GIVEN),) for text in texts),
        *((Paragraph(TICK if ground in line.grounds else "\N{NO-BREAK SPACE}"),) for ground in GROUNDS),
        *((Paragraph(text or NOTHING_GIVEN),) for text in after),
    )


def _legend(t: Tongue) -> tuple[Block, ...]:
    return (
        Heading(t("Keterangan alasan", "The grounds")),
        Paragraph("\n".join(t.of(words) for words in GROUNDS.values())),
    )


def request_register(letter: RequestRegister, t: Tongue) -> Sheet:
    """Annex VIII: a line for each request; its cells come in the order of the annex."""
    return Sheet(
        heading=t("Register Permohonan Informasi Publik", "Register of Requests for Public Information"),
        number=letter.period,
        under=under(t, f"{_annex('VIII', t)}. {_as_of(letter, t)}"),
        paper="a3-landscape",
        book=True,
        blocks=(
            Table(
                header=_request_header(t),
                widths=(3, 7, 10, 10, 9, 8, 13, 10, 2, 2, 2, 2, 2, 2, 2, 9, 11, 9, 8, 7, 7),
                groups=(
                    Group("", 8),
                    Group(t("Status informasi", "Status"), 3),
                    Group(t("Bentuk", "Form"), 2),
                    Group(t("Jenis", "Type"), 2),
                    Group("", 2),
                    Group(t("Hari/tanggal", "Day"), 2),
                    Group(t("Biaya dan cara bayar", "Cost and payment"), 2),
                ),
                rows=tuple(
                    tuple((Paragraph(cell or "\N{NO-BREAK SPACE}"),) for cell in line.cells)
                    for line in letter.lines
                ),
                small=True,
            ),
            Paragraph(
                t(
                    "Status: K di bawah penguasaan; T tidak di bawah penguasaan; B belum didokumentasikan."
                    " Bentuk: S salinan elektronik; H salinan tertulis. Jenis: L melihat; S salinan.",
                    "Status: K under control; T not under control; B not yet documented. Form: S electronic"
                    " copy; H written copy. Type: L view; S copy.",
                )
            ),
        ),
    )


def _request_header(t: Tongue) -> tuple[str, ...]:
    return (
        t("No.", "No."),
        t("Tanggal", "Date"),
        t("Nama", "Name"),
        t("Alamat", "Address"),
        t("Nomor kontak", "Contact"),
        t("Pekerjaan", "Occupation"),
        t("Informasi yang diminta", "Information asked for"),
        t("Tujuan penggunaan", "Purpose of use"),
        *("K", "T", "B"),
        *("S", "H"),
        *("L", "S"),
        t("Keputusan", "Decision"),
        t("Alasan penolakan", "Reason of refusal"),
        t("Pemberitahuan", "Notice"),
        t("Pemberian informasi", "Giving"),
        t("Biaya", "Cost"),
        t("Cara bayar", "Payment"),
    )
