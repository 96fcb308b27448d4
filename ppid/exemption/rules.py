"""The decrees of an exemption and its ends: by stipulation, by its period, by a ruling, by an open session.

Law: UU 14/2008 art. 11(2), 20; PP 61/2010 art. 5(2), 10, 11; Perki 1/2021 art. 49(5), 51-53, annexes III, V.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ppid.checks import Context, Label, check_happened, check_order, check_text
from ppid.clocks import ran_out
from ppid.events import Event, Stream
from ppid.exemption import commands as c
from ppid.exemption import events as e
from ppid.exemption import refusals as no
from ppid.exemption.papers import RUNNING, Row, Sheet
from ppid.exemption.reference import OpenedPart
from ppid.exemption.rows import (
    check_running,
    named_once,
    row_in_force,
    row_of,
    task_opens_on,
    tasks,
    with_deadline,
)
from ppid.exemption.sheet import check_period
from ppid.exemption.state import EXEMPTION, Exemption, waits_for
from ppid.exemption.testing import PLACE, given_or_made, may_change, may_decree, may_lift
from ppid.exemption.vocabulary import Status

CONSIDERING = Label("Pertimbangan", "The considerations", "Perki 1/2021 Lampiran III", 5000)
APPROVED = Label("tanggal persetujuan terakhir", "the day of the last approval")
DECREED = Label("tanggal keputusan pengecualian", "the day of the decree")
COURT = Label("Pengadilan", "The court", "PP 61/2010 Pasal 5 ayat (2)", 300)
CASE_NUMBER = Label("Nomor perkara", "The case number", "PP 61/2010 Pasal 5 ayat (2)", 300)
PART = Label("Bagian yang dibuka", "The opened part", "Perki 1/2021 Pasal 52 ayat (3)", 2000)


# Decrees -----------------------------------------------------------------------------------------------


def decree(exemption: Exemption, command: c.DecreeExemption, context: Context) -> e.Decreed:
    """Decree the rows of the approved sheet exempt; the deadline before their end starts (D25).

    Law: Perki 1/2021 art. 49(5)-(7), annex III; PP 61/2010 art. 4(2).
    """
    may_decree(exemption)
    _check_paper(exemption, command, context)
    for row in exemption.sheet.rows:
        check_period(row, command.signed_on, command.signed_on)
    number = given_or_made(command.number, "SK", exemption, command.signed_on, context)
    event = e.Decreed(number, command.signed_on, command.place, command.considering)
    return with_deadline(exemption, event, context)


def change(exemption: Exemption, command: c.ChangeExemption, context: Context) -> e.Changed:
    """Decree the rows of a new test; what they were is kept beside what they are.

    Law: PP 61/2010 art. 10; Perki 1/2021 art. 53, annexes IV and V.
    """
    may_change(exemption, context)
    _check_paper(exemption, command, context)
    on, after = command.signed_on, exemption.sheet.rows
    now = [row_in_force(exemption, row.number, max(on, context.as_of)) for row in after]
    for was, row in zip(now, after, strict=True):
        check_period(row, was.since or on, on)
    event = e.Changed(
        given_or_made(command.number, "SK", exemption, on, context),
        on,
        command.place,
        before=tuple(_as_tested(row) for row in now),
        after=after,
        considering=command.considering,
    )
    return with_deadline(exemption, event, context)


def _as_tested(row: Row) -> e.SheetRow:
    """A row of the decree as the sheet said it."""
    return e.SheetRow(**{name: getattr(row, name) for name in e.SheetRow.__struct_fields__})


def lift(exemption: Exemption, command: c.LiftExemption, context: Context) -> e.Lifted:
    """Decree that the rows of a new test are open from that day. Law: PP 61/2010 art. 10; art. 53."""
    may_lift(exemption, context)
    _check_signed(exemption, command.signed_on, context)
    rows = tuple(row.number for row in exemption.sheet.rows)
    for number in rows:
        row_in_force(exemption, number, command.signed_on)
    letter = given_or_made(command.number, "SK", exemption, command.signed_on, context)
    event = e.Lifted(rows, letter, command.signed_on, exemption.sheet.reason)
    return with_deadline(exemption, event, context)


def _check_paper(
    exemption: Exemption, command: c.DecreeExemption | c.ChangeExemption, context: Context
) -> None:
    _check_signed(exemption, command.signed_on, context)
    check_text("place", command.place, PLACE)
    check_text("considering", command.considering, CONSIDERING, required=False)


def _check_signed(exemption: Exemption, signed_on: date, context: Context) -> None:
    """A decree is signed once the sheet is approved, and not before the decree it changes."""
    check_happened("signed_on", signed_on, context)
    check_order("signed_on", signed_on, _approved_on(exemption.sheet), APPROVED)
    if exemption.decrees:
        check_order("signed_on", signed_on, exemption.decrees[-1].signed_on, DECREED)


def _approved_on(sheet: Sheet) -> date:
    signed = [signature.on for signature in (sheet.reviewed, sheet.approved) if signature]
    return max([sheet.tested_on, *signed])


# Stipulating that it opens -----------------------------------------------------------------------------


def may_declare_open(exemption: Exemption, context: Context) -> None:
    """Some row ends within sixty working days, and nobody has stipulated it. Law: PP 61/2010 art. 11; U16."""
    check_running(exemption, context)
    if tasks(exemption, context):
        return
    waiting = waits_for(exemption)
    if waiting:
        _refuse_early(waiting[0], context)
    rows = exemption.rows_in_force(context.as_of)
    declared = next((row for row in rows if row.status is Status.DECLARED_OPEN), None)
    if declared:
        raise no.AlreadyDeclaredError("rows", row=declared.number)
    raise no.NoEndError("rows", row=rows[0].number)


def _refuse_early(row: Row, context: Context) -> None:
    opens_on = task_opens_on(row, context)
    if opens_on is None or context.as_of < opens_on:
        raise no.TooEarlyToDeclareError("rows", row=row.number, until=row.until, opens_on=opens_on)


def declare_open(exemption: Exemption, command: c.DeclareOpen, context: Context) -> e.DeclaredOpen:
    """Stipulate that rows are public once their period ends: thirty working days before it at the latest.

    Later is late, never unlawful: it opens by itself anyway. Law: PP 61/2010 art. 11; Perki 1/2021 art. 52.
    """
    check_running(exemption, context)
    check_happened("signed_on", command.signed_on, context)
    rows = named_once(command.rows)
    for number in rows:
        row = row_in_force(exemption, number, command.signed_on)
        if row.status is Status.DECLARED_OPEN:
            raise no.AlreadyDeclaredError("rows", row=number)
        if row.until is None:
            raise no.NoEndError("rows", row=number)
        opens_on = task_opens_on(row, context)
        if opens_on is None or command.signed_on < opens_on:
            raise no.TooEarlyToDeclareError("rows", row=number, until=row.until, opens_on=opens_on)
    letter = given_or_made(command.number, "SK", exemption, command.signed_on, context)
    return with_deadline(exemption, e.DeclaredOpen(rows, letter, command.signed_on), context)


# Ending ------------------------------------------------------------------------------------------------


def expire(exemption: Exemption, context: Context) -> list[e.Expired]:
    """The periods that ended before today and were not noted: what they held is public since.

    Law: PP 61/2010 art. 11(3); Perki 1/2021 art. 52(2).
    """
    ended: list[e.Expired] = []
    for until in sorted({row.until for row in exemption.rows if row.status in RUNNING and row.until}):
        if until >= context.as_of:
            break
        rows = tuple(r.number for r in exemption.rows if r.status in RUNNING and r.until == until)
        event = with_deadline(exemption, e.Expired(rows, until), context)
        ended.append(event)
        exemption = EXEMPTION.evolve(exemption, event)
    return ended


def ends(exemption: Exemption, context: Context) -> list[Event]:
    """What the passing of days made of an exemption: a deadline missed, a period ended."""
    missed = ran_out(exemption.running(), context.as_of, e.ClockRanOut)
    return [*missed, *expire(exemption, context)]


def open_by_ruling(
    exemption: Exemption,
    context: Context,
    *,
    dispute: Stream,
    ruling: str,
    final_on: date,
    rows: Sequence[int] = (),
    parts: Sequence[OpenedPart] = (),
) -> tuple[e.OpenedByRuling, ...]:
    """What a final ruling opens of an exemption: whole rows, or parts of rows that stay exempt otherwise.

    What is open already needs no ruling any more, so nothing may be left to record.
    Law: Perki 1/2021 art. 52(3)-(4); UU 14/2008 art. 11(2).
    """
    whole, partial = _still_closed(exemption, rows, parts)
    if not (whole or partial):
        return ()
    event = e.OpenedByRuling(dispute, ruling, final_on, whole, partial)
    return (with_deadline(exemption, event, context),)


def open_by_objection(
    exemption: Exemption,
    context: Context,
    *,
    objection: Stream,
    number: str,
    signed_on: date,
    rows: Sequence[int] = (),
    parts: Sequence[OpenedPart] = (),
) -> tuple[e.Lifted, ...]:
    """What the answer to an objection opens of an exemption. Law: UU 14/2008 art. 11(2), 36(2)."""
    whole, partial = _still_closed(exemption, rows, parts)
    if not (whole or partial):
        return ()
    event = e.Lifted(whole, number, signed_on, objection=objection, parts=partial)
    return (with_deadline(exemption, event, context),)


def _still_closed(
    exemption: Exemption, rows: Sequence[int], parts: Sequence[OpenedPart]
) -> tuple[tuple[int, ...], tuple[OpenedPart, ...]]:
    if not exemption.decrees:
        raise no.NotDecreedError(number=exemption.number)
    named_once((*rows, *(part.row for part in parts)))
    for part in parts:
        check_text("parts", part.part, PART)
    whole = tuple(n for n in dict.fromkeys(rows) if row_of(exemption, n).status in RUNNING)
    partial = tuple(
        part
        for part in dict.fromkeys(parts)
        if part.row not in whole and _closed_part(row_of(exemption, part.row), part)
    )
    return whole, partial


def _closed_part(row: Row, part: OpenedPart) -> bool:
    return row.status in RUNNING and part.part not in row.opened_parts


def may_open_in_court(exemption: Exemption, context: Context) -> None:
    """Some row rests on letter a alone. Law: PP 61/2010 art. 5(2); Perki 1/2021 art. 51(2)."""
    check_running(exemption, context)
    in_force = exemption.rows_in_force(context.as_of)
    if not any(only_letter_a(row) for row in in_force):
        raise no.OnlyLetterAError("rows", row=in_force[0].number)


def only_letter_a(row: Row) -> bool:
    """Whether a row rests on letter a and on nothing else."""
    return all(code.startswith("17(a)") for code in row.articles)


def open_in_court(exemption: Exemption, command: c.RecordOpenedInCourt, context: Context) -> e.OpenedInCourt:
    """Record that rows on letter a were opened in a public court session, which ends their period.

    Law: PP 61/2010 art. 5(2); Perki 1/2021 art. 51(2).
    """
    may_open_in_court(exemption, context)
    check_happened("session_on", command.session_on, context)
    check_text("court", command.court, COURT)
    check_text("case_number", command.case_number, CASE_NUMBER)
    rows = named_once(command.rows)
    for number in rows:
        if not only_letter_a(row_in_force(exemption, number, command.session_on)):
            raise no.OnlyLetterAError("rows", row=number)
    event = e.OpenedInCourt(rows, command.session_on, command.court, command.case_number)
    return with_deadline(exemption, event, context)
