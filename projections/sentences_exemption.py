"""One plain sentence or two for every fact of an exemption, in both languages.

No sentence repeats what somebody wrote freely, so none can tell what is exempt. Pure: no clock, no database.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import assert_never

from ppid.deadlines import D25, Text
from ppid.events import Event, Promise
from ppid.exemption import events as e
from ppid.exemption.articles import letters_of
from ppid.exemption.events import ExemptionEvent
from ppid.exemption.reference import OpenedPart
from ppid.exemption.vocabulary import Aim, Occasion
from projections.saying import fill, joined, ran_out, recounted, said, small, with_promises

EXEMPTION_EVENTS: frozenset[type[Event]] = frozenset(ExemptionEvent.__args__)

OCCASIONS: dict[Occasion, Text] = {
    Occasion.BEFORE_REQUEST: Text("sebelum ada permohonan", "before any request"),
    Occasion.UPON_REQUEST: Text("atas sebuah permohonan", "upon a request"),
    Occasion.DURING_DISPUTE: Text("dalam sebuah sengketa", "during a dispute"),
}
AIMS: dict[Aim, Text] = {
    Aim.CLASSIFY: Text("pengecualian", "an exemption"),
    Aim.CHANGE: Text("perubahan pengecualian", "a change of the exemption"),
    Aim.LIFT: Text("pencabutan pengecualian", "the end of the exemption"),
}


def sentence(event: ExemptionEvent) -> Text:  # noqa: C901, PLR0911, PLR0912  (one case per event)
    """Return what happened, as the office would write it beside the exemption."""
    match event:
        case e.Tested():
            return _tested(event)
        case e.Returned():
            return said(
                "Lembar uji konsekuensi dikembalikan kepada PPID dengan alasan.",
                "The sheet of the consequence test was given back to the PPID with a reason.",
            )
        case e.Reviewed(on=on):
            return fill(
                said(
                    "Atasan PPID menyetujui lembar uji konsekuensi pada {on}.",
                    "The superior approved the sheet of the consequence test on {on}.",
                ),
                on=on,
            )
        case e.Approved():
            return _approved(event)
        case e.Decreed(number=number, signed_on=on):
            decreed = said(
                "Pengecualian ditetapkan dengan keputusan nomor {number} tanggal {on}.",
                "The exemption was decreed by decree number {number} of {on}.",
            )
            return _promised(fill(decreed, number=number, on=on), event.promises)
        case e.Changed():
            changed = said(
                "{rows} diubah dengan keputusan nomor {number} tanggal {on}.",
                "{rows}: changed by decree number {number} of {on}.",
            )
            rows = _rows(row.number for row in event.after)
            filled = fill(changed, rows=rows, number=event.number, on=event.signed_on)
            return _promised(filled, event.promises)
        case e.Lifted():
            return _lifted(event)
        case e.DeclaredOpen(number=number, signed_on=on):
            declared = said(
                "{rows} ditetapkan menjadi informasi publik pada akhir jangka waktunya, dengan keputusan "
                "nomor {number} tanggal {on}.",
                "{rows}: stipulated to become public when the period ends, by decree number {number} of "
                "{on}.",
            )
            return _promised(fill(declared, rows=_rows(event.rows), number=number, on=on), event.promises)
        case e.Expired(ended_on=on):
            expired = said(
                "Jangka waktu berakhir pada {on}: {rows} terbuka dengan sendirinya.",
                "The period ended on {on}: {rows} became public by itself.",
            )
            return _promised(fill(expired, rows=small(_rows(event.rows)), on=on), event.promises)
        case e.OpenedByRuling() | e.OpenedInCourt():
            return _opened(event)
        case e.Dropped():
            return said(
                "Uji konsekuensi dihentikan; tidak ada yang menjadi dikecualikan karenanya.",
                "The consequence test was given up; nothing became exempt by it.",
            )
        case e.Recounted():
            return recounted(event)
        case e.ClockRanOut():
            return ran_out(event)
    assert_never(event)


def happened_on(event: ExemptionEvent) -> date | None:
    """Return the day on which it happened, as it was declared; None when that is the day it was recorded."""
    match event:
        case e.Tested(tested_on=on) | e.Reviewed(on=on) | e.Approved(on=on):
            return on
        case e.Decreed(signed_on=on) | e.Changed(signed_on=on) | e.Lifted(signed_on=on):
            return on
        case e.DeclaredOpen(signed_on=on) | e.Expired(ended_on=on) | e.OpenedByRuling(final_on=on):
            return on
        case e.OpenedInCourt(session_on=on) | e.ClockRanOut(due_on=on):
            return on
        case _:
            return None


def _tested(event: e.Tested) -> Text:
    tested = said(
        "Uji konsekuensi nomor {number} untuk {aim} dibuat {occasion} pada {on}, dengan dasar Pasal 17 huruf "
        "{letters}.",
        "Consequence test number {number} for {aim} was made {occasion} on {on}, on article 17 {letters}.",
    )
    letters = letters_of(code for row in event.rows for code in row.articles)
    return fill(
        tested,
        number=event.number,
        aim=AIMS[event.aim],
        occasion=OCCASIONS[event.occasion],
        on=event.tested_on,
        letters=", ".join(letter.letter for letter in letters),
    )


def _approved(event: e.Approved) -> Text:
    approved = said(
        "Pimpinan badan publik menyetujui lembar uji konsekuensi pada {on}.",
        "The head of the body approved the sheet of the consequence test on {on}.",
    )
    if event.delegation:
        approved = said(
            "Lembar uji konsekuensi disetujui atas nama pimpinan pada {on}, dengan pendelegasian nomor "
            "{number}.",
            "The sheet of the consequence test was approved in the head's name on {on}, by delegation "
            "{number}.",
        )
    filled = fill(approved, on=event.on, number=event.delegation.number if event.delegation else "")
    for period in event.periods:
        set_ = said(
            " Jangka waktu baris {row} ditetapkan sampai {until}.",
            " The period of row {row} was set to {until}.",
        )
        filled = joined(filled, fill(set_, row=period.row, until=period.until))
    return filled


def _lifted(event: e.Lifted) -> Text:
    lifted = said(
        "{rows} tidak lagi dikecualikan sejak keputusan nomor {number} tanggal {on}.",
        "{rows}: no longer exempt since decree number {number} of {on}.",
    )
    if event.objection:
        lifted = said(
            "{rows} terbuka karena jawaban keberatan nomor {number} tanggal {on}.",
            "{rows}: opened by the answer to an objection, number {number} of {on}.",
        )
    rows = _rows_and_parts(event.rows, event.parts)
    return _promised(fill(lifted, rows=rows, number=event.number, on=event.signed_on), event.promises)


def _opened(event: e.OpenedByRuling | e.OpenedInCourt) -> Text:
    if isinstance(event, e.OpenedByRuling):
        opened = said(
            "{rows} terbuka karena putusan nomor {number} yang berkekuatan hukum tetap pada {on}.",
            "{rows}: opened by ruling number {number}, final on {on}.",
        )
        rows = _rows_and_parts(event.rows, event.parts)
        filled = fill(opened, rows=rows, number=event.ruling, on=event.final_on)
    else:
        opened = said(
            "{rows} dibuka dalam sidang pengadilan yang terbuka untuk umum pada {on}, perkara nomor "
            "{number}.",
            "{rows}: opened in a public court session on {on}, case number {number}.",
        )
        filled = fill(opened, rows=_rows(event.rows), number=event.case_number, on=event.session_on)
    return _promised(filled, event.promises)


def _rows(numbers: Iterable[int]) -> Text:
    told = ", ".join(str(number) for number in numbers)
    return Text(f"Baris {told}", f"Row {told}")


def _rows_and_parts(rows: tuple[int, ...], parts: tuple[OpenedPart, ...]) -> Text:
    whole = _rows(rows)
    partial = ", ".join(str(number) for number in dict.fromkeys(part.row for part in parts))
    if not partial:
        return whole
    if not rows:
        return Text(f"Sebagian dari baris {partial}", f"Part of row {partial}")
    return Text(f"{whole.id} dan sebagian dari baris {partial}", f"{whole.en} and part of row {partial}")


def _promised(text: Text, promises: tuple[Promise, ...]) -> Text:
    return with_promises(text, promises, (D25.code,))
