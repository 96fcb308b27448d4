"""The consequence test and the signatures on it: made, given back, approved, decreed.

Law: UU 14/2008 art. 19; PP 61/2010 art. 3, 7(5), 10; Perki 1/2021 art. 10(2)e, 49, 53, annexes II-V; U17.
"""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from ppid.checks import (
    LETTER_NUMBER,
    NOTE,
    REASON,
    Context,
    Label,
    check_happened,
    check_order,
    check_text,
)
from ppid.events import Actor, Role
from ppid.exemption import commands as c
from ppid.exemption import events as e
from ppid.exemption import refusals as no
from ppid.exemption.articles import PeriodRule, letters_of
from ppid.exemption.papers import Sheet
from ppid.exemption.rows import check_running, row_in_force
from ppid.exemption.sheet import (
    check_cause,
    check_count,
    check_period,
    check_rows,
    check_testers,
    check_texts,
    numbered,
    position_of,
)
from ppid.exemption.state import Exemption
from ppid.exemption.vocabulary import Aim, Step
from ppid.request.intake import ROMAN

PLACE = Label("Tempat", "The place", "Perki 1/2021 Lampiran II", 300)
TESTED = Label("tanggal uji konsekuensi", "the day of the consequence test")
DELEGATED = Label("tanggal surat pendelegasian", "the day of the delegation")
SHA256_CHARS = 64


def letter_number(kind: str, sequence: int, nth: int, on: date, context: Context) -> str:
    """A number of the body's book of exemptions: ``SK-0003/PPID-X/VI/2026``, later ones ``SK-0003-2/...``."""
    again = f"-{nth}" if nth > 1 else ""
    return f"{kind}-{sequence:04d}{again}/PPID-{context.body.code}/{ROMAN[on.month - 1]}/{on.year}"


def given_or_made(given: str, kind: str, exemption: Exemption, on: date, context: Context) -> str:
    """The number of a letter: as given, else the next of this exemption."""
    check_text("number", given, LETTER_NUMBER, required=False)
    made = letter_number(kind, exemption.sequence, exemption.issued + 1, on, context)
    return given.strip() or made


# The test ----------------------------------------------------------------------------------------------


def test(command: c.MakeTest, context: Context, actor: Actor, *, sequence: int, known: bool) -> e.Tested:
    """Make a consequence test, before anything is exempt. Law: UU 14/2008 art. 19; Perki 1/2021 art. 49."""
    check_cause(command.occasion, command.cause, known=known)
    check_happened("tested_on", command.tested_on, context)
    check_text("place", command.place, PLACE)
    check_text("number", command.number, LETTER_NUMBER, required=False)
    if command.unit:
        context.body.unit(command.unit)
    rows = numbered(command.rows)
    check_rows(rows, lambda _number: command.tested_on, command.tested_on)
    made = letter_number("UK", sequence, 1, command.tested_on, context)
    return e.Tested(
        command.number.strip() or made,
        sequence,
        command.tested_on.year,
        by=actor.id,
        tested_on=command.tested_on,
        place=command.place,
        occasion=command.occasion,
        rows=rows,
        testers=check_testers(command.testers, context),
        cause=command.cause,
        unit=command.unit,
        chain=context.body.exemption_chain,
    )


def may_test_anew(exemption: Exemption) -> None:
    """A sheet that was given back is tested anew; a decree is tested anew to change or lift it."""
    if exemption.closed:
        raise no.ExemptionOverError(number=exemption.number)
    under_way = not exemption.decrees or exemption.changing
    if under_way and exemption.sheet.step is not Step.RETURNED:
        raise no.SheetUnderWayError(number=exemption.sheet.number)


def test_anew(
    exemption: Exemption, command: c.MakeTestAnew, context: Context, actor: Actor, *, known: bool
) -> e.Tested:
    """Test anew after a return, or for a change or an end of the decree. Law: Perki 1/2021 art. 53."""
    may_test_anew(exemption)
    if (command.aim is Aim.CLASSIFY) is bool(exemption.decrees):
        raise no.OtherAimError(number=exemption.sheet.number)
    check_cause(command.occasion, command.cause, known=known)
    check_happened("tested_on", command.tested_on, context)
    check_order("tested_on", command.tested_on, exemption.sheet.tested_on, TESTED)
    check_text("place", command.place, PLACE)
    check_text("reason", command.reason, REASON, required=command.aim is not Aim.CLASSIFY)
    check_text("number", command.number, LETTER_NUMBER, required=False)
    nth = len(exemption.earlier) + 2
    made = letter_number("UK", exemption.sequence, nth, command.tested_on, context)
    return e.Tested(
        command.number.strip() or made,
        exemption.sequence,
        exemption.year,
        by=actor.id,
        tested_on=command.tested_on,
        place=command.place,
        occasion=command.occasion,
        rows=_rows_anew(exemption, command),
        testers=check_testers(command.testers, context),
        aim=command.aim,
        cause=command.cause,
        unit=exemption.unit,
        chain=context.body.exemption_chain,
        reason=command.reason,
    )


def _rows_anew(exemption: Exemption, command: c.MakeTestAnew) -> tuple[e.SheetRow, ...]:
    if command.aim is Aim.CLASSIFY:
        rows = numbered(command.rows)
        check_rows(rows, lambda _number: command.tested_on, command.tested_on)
        return rows
    check_count(command.rows)
    now = {row.number: row_in_force(exemption, row.number, command.tested_on) for row in command.rows}
    if command.aim is Aim.LIFT:
        for row in command.rows:
            check_texts(row)
        return command.rows
    check_rows(command.rows, lambda number: now[number].since or command.tested_on, command.tested_on)
    for row in command.rows:
        was = now[row.number]
        if all(getattr(was, name) == getattr(row, name) for name in e.SheetRow.__struct_fields__):
            raise no.NothingChangesRowError("rows", row=row.number)
    return command.rows


# The signatures ----------------------------------------------------------------------------------------


def _under_way(exemption: Exemption) -> Sheet:
    if exemption.closed:
        raise no.ExemptionOverError(number=exemption.number)
    if exemption.decrees and not exemption.changing:
        raise no.NoTestUnderWayError(number=exemption.number)
    return exemption.sheet


def _to_sign(exemption: Exemption) -> Sheet:
    sheet = _under_way(exemption)
    if sheet.returned:
        raise no.SheetReturnedError(number=sheet.number)
    return sheet


def check_other_person(exemption: Exemption, actor: Actor) -> None:
    """Each step of the chain is another person's. Law: U17."""
    if actor.id in exemption.sheet.signers:
        raise no.SamePersonError(number=exemption.sheet.number)


def may_return(exemption: Exemption) -> None:
    """A sheet that waits for a signature, or for its decree, may be given back."""
    _to_sign(exemption)


def give_back(exemption: Exemption, command: c.ReturnSheet) -> e.Returned:
    """Give the sheet back to be tested anew, with the reason."""
    may_return(exemption)
    check_text("reason", command.reason, REASON)
    return e.Returned(reason=command.reason)


def may_review(exemption: Exemption) -> None:
    """The superior signs once, where the body's chain asks for it."""
    sheet = _to_sign(exemption)
    if not sheet.chain.superior:
        raise no.SuperiorNotAskedError(number=sheet.number)
    if sheet.reviewed:
        raise no.AlreadySignedError(number=sheet.number)


def review(exemption: Exemption, command: c.ReviewSheet, context: Context, actor: Actor) -> e.Reviewed:
    """Approve the sheet as the superior. Law: Perki 1/2021 art. 10(2)e."""
    may_review(exemption)
    check_other_person(exemption, actor)
    on = _signed_on(command.signed_on, exemption.sheet.tested_on, context)
    check_text("note", command.note, NOTE, required=False)
    return e.Reviewed(actor.id, on, position_of(command.position, actor.id, context), command.note)


def _signed_on(given: date | None, earlier: date, context: Context) -> date:
    on = given or context.as_of
    check_happened("signed_on", on, context)
    check_order("signed_on", on, earlier, TESTED)
    return on


def may_approve(exemption: Exemption) -> None:
    """The head signs once, after the superior. Law: PP 61/2010 art. 3(2), 7(5), 10."""
    sheet = _to_sign(exemption)
    if not sheet.needs_head:
        raise no.HeadNotAskedError(number=sheet.number)
    if sheet.approved:
        raise no.AlreadySignedError(number=sheet.number)
    if sheet.chain.superior and not sheet.reviewed:
        raise no.SuperiorFirstError(number=sheet.number)


def approve(exemption: Exemption, command: c.ApproveSheet, context: Context, actor: Actor) -> e.Approved:
    """Approve the sheet as the head or a written delegate; the head sets the length of letters c to f.

    Law: PP 61/2010 art. 3(2), 7(5), 10; Perki 1/2021 art. 51(5), 53(2), annex II; U17.
    """
    may_approve(exemption)
    check_other_person(exemption, actor)
    sheet = exemption.sheet
    on = _signed_on(command.signed_on, sheet.reviewed.on if sheet.reviewed else sheet.tested_on, context)
    _check_delegation(command.delegation, on, context, needed=actor.role is not Role.HEAD)
    _check_periods(exemption, command.periods, on)
    check_text("note", command.note, NOTE, required=False)
    return e.Approved(
        actor.id,
        on,
        position_of(command.position, actor.id, context),
        command.delegation,
        command.periods,
        command.note,
    )


def _check_delegation(delegation: e.Delegation | None, on: date, context: Context, *, needed: bool) -> None:
    if delegation is None:
        if needed:
            raise no.DelegationError("delegation")
        return
    if not delegation.number.strip() or len(delegation.sha256) != SHA256_CHARS:
        raise no.DelegationError("delegation")
    check_text("delegation", delegation.number, LETTER_NUMBER)
    check_happened("delegation", delegation.signed_on, context)
    check_order("signed_on", on, delegation.signed_on, DELEGATED)


def _check_periods(exemption: Exemption, periods: tuple[e.SetPeriod, ...], on: date) -> None:
    rows = {row.number: row for row in exemption.sheet.rows}
    if len({period.row for period in periods}) < len(periods):
        raise no.NoRowsError("periods", limit=len(rows))
    for period in periods:
        row = rows.get(period.row)
        if row is None:
            raise no.UnknownRowError("periods", row=period.row, number=exemption.sheet.number)
        if not any(letter.period is PeriodRule.SET_BY_HEAD for letter in letters_of(row.articles)):
            raise no.NotHeadsPeriodError("periods", row=period.row)
        was = exemption.row(period.row)
        check_period(replace(row, until=period.until), (was and was.since) or exemption.sheet.tested_on, on)


def may_drop(exemption: Exemption) -> None:
    """A test that is under way, or was given back, may be given up."""
    _under_way(exemption)


def drop(exemption: Exemption, command: c.DropTest) -> e.Dropped:
    """Give a test up: what it was about stays as it is."""
    may_drop(exemption)
    check_text("reason", command.reason, REASON)
    return e.Dropped(reason=command.reason)


# The decree --------------------------------------------------------------------------------------------


def approved_for(exemption: Exemption, aim: Aim) -> Sheet:
    """The sheet that everybody has approved and that leads to ``aim``. Refused while it does not exist."""
    sheet = _to_sign(exemption)
    if sheet.aim is not aim:
        raise no.OtherAimError(number=sheet.number)
    if sheet.step is not Step.APPROVED:
        raise no.NotApprovedError(number=sheet.number)
    return sheet


def may_decree(exemption: Exemption) -> None:
    """A decree follows the whole chain, once. Law: Perki 1/2021 art. 49(5), annex III; U17."""
    if exemption.decrees:
        raise no.AlreadyDecreedError(number=exemption.number)
    approved_for(exemption, Aim.CLASSIFY)


def may_change(exemption: Exemption, context: Context) -> None:
    """A change follows a new test of its rows, which the head approved. Law: PP 61/2010 art. 10."""
    check_running(exemption, context)
    approved_for(exemption, Aim.CHANGE)


def may_lift(exemption: Exemption, context: Context) -> None:
    """An end follows a new test of its rows, which the head approved. Law: PP 61/2010 art. 10."""
    check_running(exemption, context)
    approved_for(exemption, Aim.LIFT)
