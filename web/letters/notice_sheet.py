"""The written notice, annex VII in its own order, with all that Perki 1/2021 art. 31(4) asks for.

Law: UU 14/2008 art. 22(7) a-g; Perki 1/2021 art. 31(4) a-i.
"""

from __future__ import annotations

from datetime import date

from web.letters.blocks import (
    NOTHING_GIVEN,
    Block,
    Fact,
    Facts,
    Heading,
    Option,
    Options,
    Paragraph,
    Sheet,
    Steps,
    Table,
)
from web.letters.kinds import Outcome, WrittenNotice
from web.letters.parts import addressee, cost_labels, cost_values, given, office_signature, ticks, under
from web.letters.wording import COPY_FORMS, Pair, Tongue, objection_hint

OUTCOMES: dict[Outcome, Pair] = {
    "full": ("Informasi diberikan seluruhnya", "The information is given in full"),
    "partial": ("Informasi diberikan sebagian", "The information is given in part"),
    "refused": ("Permohonan ditolak", "The request is refused"),
    "not-held": (
        "Informasi tidak dapat diberikan karena tidak dikuasai",
        "The information cannot be given because we do not hold it",
    ),
    "not-documented": (
        "Informasi belum dapat diberikan karena belum dikuasai atau belum didokumentasikan",
        "The information cannot be given yet because it is not yet held or not yet documented",
    ),
}
GIVEN: tuple[Outcome, ...] = ("full", "partial")


def notice(letter: WrittenNotice, t: Tongue) -> Sheet:
    """The answer to a request."""
    number = letter.letter_number
    return Sheet(
        heading=t("Pemberitahuan Tertulis", "Written Notice"),
        number=t(f"Nomor: {number}", f"Number: {number}") if number else "",
        under=under(
            t,
            t(
                "Lampiran VII Peraturan Komisi Informasi Nomor 1 Tahun 2021",
                "Annex VII of Information Commission Regulation 1 of 2021",
            ),
        ),
        blocks=(
            Paragraph(
                t(
                    "Atas permohonan informasi publik di bawah ini, kami memberitahukan keputusan sebagai"
                    " berikut.",
                    "On the request for public information below, we give notice of this decision.",
                ),
                keep=True,
            ),
            Facts(
                (
                    given(t("Tanggal permohonan", "Date of the request"), t.day(letter.requested_on)),
                    given(t("Nomor pendaftaran", "Registration number"), letter.request_number),
                    *addressee(letter.requester, t),
                    given(t("Informasi yang diminta", "Information asked for"), letter.asked),
                )
            ),
            *_decision(letter, t),
            *_part_a(letter, t),
            *_part_b(letter, t),
            *_closing(letter, t),
            office_signature(letter, letter.signature, t),
        ),
    )


def _decision(letter: WrittenNotice, t: Tongue) -> tuple[Block, ...]:
    return (
        Heading(t("Keputusan", "Decision")),
        Facts(
            (
                Fact(label=t("Hasil", "Outcome"), value=t.of(OUTCOMES[letter.outcome]), strong=True),
                given(t("Alasan", "Reasons"), letter.reasons),
                given(t("Materi yang diberikan", "Material that is given"), letter.material),
            )
        ),
    )


def _part_a(letter: WrittenNotice, t: Tongue) -> tuple[Block, ...]:
    rows = (
        (t("Penguasaan informasi publik", "Control of the information"), (_control(letter, t),)),
        (t("Bentuk fisik yang tersedia", "Physical form available"), _physical(letter, t)),
        (t("Biaya yang dibutuhkan", "Costs"), _costs(letter, t)),
        (t("Waktu penyediaan", "Time to provide"), (Paragraph(_time(letter, t)),)),
        (
            t("Penjelasan penghitaman atau pengaburan", "Explanation of blacked-out parts"),
            _blackout(letter, t),
        ),
    )
    return (
        Heading(t("A. Informasi dapat diberikan", "A. The information can be given")),
        Table(
            header=(
                t("No.", "No."),
                t("Hal", "About"),
                t("Keterangan", "Details"),
            ),
            widths=(2, 9, 20),
            rows=tuple(
                ((Paragraph(f"{number}."),), (Paragraph(label),), cell)
                for number, (label, cell) in enumerate(rows, 1)
            ),
        ),
    )


def _control(letter: WrittenNotice, t: Tongue) -> Options:
    other = t("Badan publik lain, yaitu: ", "Another public body: ")
    unknown = t("tidak diketahui", "not known")
    name = NOTHING_GIVEN if letter.controlled_by_us else letter.other_body or unknown
    return Options(
        (
            Option(text=t("Kami", "Us"), ticked=letter.controlled_by_us),
            Option(text=other + name, ticked=not letter.controlled_by_us),
        )
    )


def _physical(letter: WrittenNotice, t: Tongue) -> tuple[Block, ...]:
    options = ticks(COPY_FORMS, letter.physical, t)
    if not letter.delivery:
        return (options,)
    return (
        options,
        Paragraph(t(f"Alat dan format: {letter.delivery}", f"Means and format: {letter.delivery}")),
    )


def _costs(letter: WrittenNotice, t: Tongue) -> tuple[Block, ...]:
    if letter.outcome not in GIVEN:
        return (Paragraph(NOTHING_GIVEN),)
    lines = zip(cost_labels(t), cost_values(letter.costs, t), strict=True)
    bill = Paragraph("\n".join(f"{label}: {value}" for label, value in lines))
    if not letter.costs.how_to_pay:
        return (bill,)
    return (
        bill,
        Paragraph(t(f"Cara membayar: {letter.costs.how_to_pay}", f"To pay: {letter.costs.how_to_pay}")),
    )


def _time(letter: WrittenNotice, t: Tongue) -> str:
    return _days_and_date(letter.provide_within_days, letter.provide_on, t) or NOTHING_GIVEN


def _days_and_date(days: int | None, day: date | None, t: Tongue) -> str:
    within = "" if days is None else t.working_days(days)
    until = t(f"paling lambat {t.day(day)}", f"at the latest on {t.day(day)}") if day else ""
    return ", ".join(filter(None, (within, until)))


def _blackout(letter: WrittenNotice, t: Tongue) -> tuple[Block, ...]:
    if not (letter.blackout_material or letter.blackout_reason):
        nothing = t("Tidak ada bagian yang dihitamkan.", "Nothing is blacked out.")
        return (Paragraph(nothing if letter.outcome in GIVEN else NOTHING_GIVEN),)
    material = letter.blackout_material or NOTHING_GIVEN
    reason = letter.blackout_reason or NOTHING_GIVEN
    return (
        Paragraph(t(f"Materi: {material}", f"Material: {material}")),
        Paragraph(t(f"Alasan: {reason}", f"Reason: {reason}")),
    )


def _part_b(letter: WrittenNotice, t: Tongue) -> tuple[Block, ...]:
    return (
        Heading(
            t("B. Informasi tidak dapat diberikan karena", "B. The information cannot be given because"),
        ),
        Options(
            (
                Option(
                    text=t("Informasi yang diminta belum dikuasai", "It is not yet held"),
                    ticked=letter.shortfall == "not-yet-held",
                ),
                Option(
                    text=t("Informasi yang diminta belum didokumentasikan", "It is not yet documented"),
                    ticked=letter.shortfall == "not-yet-documented",
                ),
                Option(
                    text=t("Informasi yang diminta ditolak untuk diberikan", "It is refused"),
                    ticked=letter.outcome == "refused" or bool(letter.refused_material),
                ),
            )
        ),
        *_why_not(letter, t),
    )


def _why_not(letter: WrittenNotice, t: Tongue) -> tuple[Block, ...]:
    rows: list[Fact] = []
    if letter.shortfall is not None:
        when = _days_and_date(letter.available_within_days, letter.available_on, t)
        rows.append(given(t("Disediakan dalam waktu", "Available within"), when))
        rows.append(given(t("Penjelasan", "Explanation"), letter.shortfall_explanation))
    if letter.refused_material:
        rows.append(given(t("Materi yang ditolak", "Refused material"), letter.refused_material))
    return (Facts(tuple(rows)),) if rows else ()


def _closing(letter: WrittenNotice, t: Tongue) -> tuple[Block, ...]:
    attached: tuple[Block, ...] = ()
    if letter.attachments:
        attached = (Heading(t("Lampiran", "Enclosed")), Steps(letter.attachments))
    return (
        *attached,
        Heading(t("Keberatan", "Objection")),
        Paragraph(
            objection_hint(
                t,
                letter.objection_to,
                "pemberitahuan ini diterima atau alasan keberatan lainnya ditemukan",
                "receiving this notice or finding another ground for objection",
            ),
            keep=True,
        ),
    )
