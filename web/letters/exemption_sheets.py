"""The sheets of a consequence test: annex II, and annex IV where a classification is to change.

Law: UU 14/2008 art. 2(4), 19; Perki 1/2021 art. 49, 53, annexes II and IV.
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
    Table,
)
from web.letters.exemption_kinds import Approval, ChangeTest, ConsequenceTest, TesterLine
from web.letters.parts import given, numbered, under
from web.letters.wording import Tongue


def consequence(letter: ConsequenceTest, t: Tongue) -> Sheet:
    """Annex II: what is to be exempt, on which ground, with which consequences, for how long, by whom."""
    return Sheet(
        heading=t("Lembar Pengujian Konsekuensi", "Consequence Test Sheet"),
        number=numbered(letter.letter_number, t),
        under=under(t, _annex("II", t)),
        paper="a4-landscape",
        blocks=(
            Paragraph(
                t(
                    f"Pada hari {t.weekday(letter.tested_on)}, tanggal {t.day(letter.tested_on)}, bertempat"
                    f" di {letter.place or NOTHING_GIVEN}, telah dilakukan pengujian konsekuensi atas"
                    " informasi publik sebagai berikut.",
                    f"On {t.weekday(letter.tested_on)}, {t.day(letter.tested_on)}, at"
                    f" {letter.place or NOTHING_GIVEN}, the consequences of disclosure were tested for the"
                    " following public information.",
                ),
                keep=True,
            ),
            Facts(
                (
                    given(t("Unit yang menguasai", "Unit that holds it"), letter.unit),
                    given(t("Waktu pengujian", "Occasion of the test"), letter.occasion),
                )
            ),
            _tested(letter, t),
            *_weighed([(n, row.interest) for n, row in enumerate(letter.rows, 1)], t),
            *_people(letter.testers, letter.approvals, t),
        ),
    )


def _annex(number: str, t: Tongue) -> str:
    return t(
        f"Lampiran {number} Peraturan Komisi Informasi Nomor 1 Tahun 2021",
        f"Annex {number} of Information Commission Regulation 1 of 2021",
    )


def _tested(letter: ConsequenceTest, t: Tongue) -> Table:
    return Table(
        header=(
            t("No.", "No."),
            t("Informasi yang akan dikecualikan", "Information to be exempted"),
            t("Dasar hukum pengecualian", "Legal basis"),
            t("Dibuka", "Opened"),
            t("Ditutup", "Closed"),
            t("Jangka waktu", "Period"),
        ),
        widths=(2, 11, 11, 11, 11, 7),
        groups=(
            Group("", 3),
            Group(
                t("Konsekuensi/pertimbangan bagi publik apabila", "Consequence for the public if it is"), 2
            ),
            Group(""),
        ),
        rows=tuple(
            (
                (Paragraph(f"{number}."),),
                (Paragraph(row.information),),
                (Paragraph(row.basis),),
                (Paragraph(row.if_opened),),
                (Paragraph(row.if_closed),),
                (Paragraph(row.period),),
            )
            for number, row in enumerate(letter.rows, 1)
        ),
        small=True,
    )


def change(letter: ChangeTest, t: Tongue) -> Sheet:
    """Annex IV: what the decree says, and what the new test makes of it."""
    return Sheet(
        heading=t(
            "Lembar Pengujian Konsekuensi\natas Pengubahan Klasifikasi Informasi",
            "Consequence Test Sheet\non a Change of Classification",
        ),
        number=numbered(letter.letter_number, t),
        under=under(t, _annex("IV", t)),
        paper="a4-landscape",
        blocks=(
            Paragraph(
                t(
                    f"Pada tanggal {t.day(letter.tested_on)}, bertempat di {letter.place or NOTHING_GIVEN},"
                    " telah dilakukan pengujian konsekuensi atas pengubahan klasifikasi informasi yang"
                    " dikecualikan sebagai berikut.",
                    f"On {t.day(letter.tested_on)}, at {letter.place or NOTHING_GIVEN}, the consequences of"
                    " changing the classification of the following exempt information were tested.",
                ),
                keep=True,
            ),
            Facts(
                (
                    given(t("Keputusan yang diubah", "Decree to be changed"), letter.decree),
                    given(t("Alasan pengubahan", "Reason of the change"), letter.reason),
                )
            ),
            _changed(letter, t),
            *_weighed([(n, row.interest) for n, row in enumerate(letter.rows, 1)], t),
            *_people(letter.testers, letter.approvals, t),
        ),
    )


def _changed(letter: ChangeTest, t: Tongue) -> Table:
    return Table(
        header=(
            t("No.", "No."),
            t("Informasi yang dikecualikan", "Exempt information"),
            t("Sebelum", "Before"),
            t("Sesudah", "After"),
            t("Dibuka", "Opened"),
            t("Ditutup", "Closed"),
            t("Ditutup", "Closed"),
            t("Jangka waktu", "Period"),
        ),
        widths=(2, 9, 8, 8, 8, 8, 8, 8),
        groups=(
            Group("", 2),
            Group(t("Dasar hukum", "Legal basis"), 2),
            Group(t("Pertimbangan sebelumnya", "Previous consideration"), 2),
            Group(t("Pertimbangan baru", "New consideration")),
            Group(""),
        ),
        rows=tuple(
            (
                (Paragraph(f"{number}."),),
                (Paragraph(row.information),),
                (Paragraph(row.basis_before),),
                (Paragraph(row.basis_after),),
                (Paragraph(row.opened_before),),
                (Paragraph(row.closed_before),),
                (Paragraph(row.closed_after),),
                (Paragraph(row.period),),
            )
            for number, row in enumerate(letter.rows, 1)
        ),
        small=True,
    )


def _weighed(rows: Sequence[tuple[int, str]], t: Tongue) -> tuple[Block, ...]:
    """What weighing the public interest gave: the annexes have no column for it, the law asks for it."""
    said = [(number, interest) for number, interest in rows if interest]
    if not said:
        return ()
    return (
        Heading(
            t(
                "Kepentingan publik yang ditimbang (Pasal 2 ayat (4) UU 14/2008)",
                "Public interest weighed (Law 14/2008 art. 2(4))",
            )
        ),
        *(Paragraph(t(f"Nomor {number}: {said}", f"Number {number}: {said}")) for number, said in said),
    )


def _people(testers: Sequence[TesterLine], approvals: Sequence[Approval], t: Tongue) -> tuple[Block, ...]:
    return (
        Heading(t("Yang melakukan pengujian", "Tested by")),
        Table(
            header=(
                t("No.", "No."),
                t("Nama", "Name"),
                t("Jabatan", "Position"),
                t("Unit kerja", "Unit"),
                t("Tanda tangan", "Signature"),
            ),
            widths=(2, 12, 14, 12, 10),
            rows=tuple(
                (
                    (Paragraph(f"{number}."),),
                    (Paragraph(tester.name or NOTHING_GIVEN),),
                    (Paragraph(tester.position),),
                    (Paragraph(tester.unit or NOTHING_GIVEN),),
                    (Paragraph("\N{NO-BREAK SPACE}"),),
                )
                for number, tester in enumerate(testers, 1)
            ),
            small=True,
            keep=True,
        ),
        Signatures(tuple(approval_signer(approval, t) for approval in approvals)),
    )


def approval_signer(approval: Approval, t: Tongue) -> Signer:
    """The block *Menyetujui*: signed on its day, by the head, the superior, or by a written delegation."""
    on = t.day(approval.on) if approval.on else "." * 24
    by = t(f"Berdasarkan {approval.delegation}", f"By {approval.delegation}") if approval.delegation else ""
    return Signer(
        heading=f"{t('Menyetujui', 'Approved')}, {on}\n{approval.position}",
        name=approval.name,
        detail=by,
    )
