"""The page of one exemption: its sheet, who signs next, its decrees, what is left of its periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from flask import url_for

from ppid.body import Body
from ppid.deadlines import D25
from ppid.deadlines.publishing import STIPULATION_TASK_DAYS
from ppid.events import Role, Stream
from ppid.exemption import commands as c
from ppid.exemption.articles import letters_of
from ppid.exemption.events import Lifted, OpenedByRuling, SheetRow, Tester
from ppid.exemption.papers import Row, Sheet, Signature
from ppid.exemption.rows import task_opens_on, tasks
from ppid.exemption.state import EXEMPTION, Exemption
from ppid.exemption.vocabulary import Step
from projections.agenda import Agendum, state_of
from web.filters import day, days_left
from web.i18n import gettext as _
from web.office.exemption import reading
from web.office.exemption.reading import Seen
from web.office.exemption.words import (
    AIMS,
    EXEMPT_STATUSES,
    INTERESTS,
    OCCASIONS,
    STATUSES,
    UNDER_TEST,
    basis_of,
    period_of,
)
from web.office.foresight import Foreseen
from web.office.room import Rows, rows_of
from web.office.sight import unit_name
from web.office.words import say_first


class RowShown(NamedTuple):
    """A row of annex II, and how it stands under its decree."""

    number: int
    information: str
    basis: str
    opened: str
    closed: str
    interest: str
    period: str
    since: date | None
    until: date | None
    left: str
    status: str
    colour: str
    opened_on: date | None
    opened_parts: tuple[str, ...]


def shown_row(row: SheetRow, as_of: date | None = None) -> RowShown:
    """A row in words; of a decree, with what is left of its period."""
    decreed = row if isinstance(row, Row) else None
    exempt = decreed is not None and decreed.status in EXEMPT_STATUSES
    left = days_left((row.until - as_of).days, calendar_days=True) if exempt and row.until and as_of else ""
    return RowShown(
        number=row.number,
        information=row.information,
        basis=basis_of(row),
        opened=row.consequence_opened,
        closed=row.consequence_closed,
        interest=f"{say_first(INTERESTS[row.interest])}. {row.public_interest}",
        period=period_of(row),
        since=decreed.since if decreed else None,
        until=row.until,
        left=left,
        status=say_first(STATUSES[decreed.status]) if decreed else "",
        colour="orange" if exempt else "green",
        opened_on=decreed.opened_on if decreed else None,
        opened_parts=decreed.opened_parts if decreed else (),
    )


# The preview of a sheet -----------------------------------------------------------------------------------


def sheet_rows(body: Body, command: c.MakeTest | c.MakeTestAnew, foreseen: Foreseen) -> Rows:
    """A sheet as it will stand, in the order of annex II."""
    tested = foreseen.events[0]
    testers: Sequence[Tester] = getattr(tested, "testers", command.testers)
    return rows_of(
        (_("Nomor lembar uji"), getattr(tested, "number", command.number)),
        (_("Tanggal dan tempat"), f"{day(command.tested_on)}, {command.place}"),
        (_("Dilakukan"), say_first(OCCASIONS[command.occasion])),
        (_("Unit yang menguasai"), unit_name(body, command.unit) if isinstance(command, c.MakeTest) else ""),
        (_("Alasan"), command.reason if isinstance(command, c.MakeTestAnew) else ""),
        *(line for n, row in enumerate(command.rows, start=1) for line in _row_lines(row.number or n, row)),
        (_("Penguji"), "\n".join(testers_of(body, testers))),
    )


def _row_lines(number: int, row: SheetRow) -> list[tuple[str, str]]:
    shown = shown_row(row)
    return [
        (_("Informasi %(n)s", n=number), shown.information),
        (_("Dasar hukum informasi %(n)s", n=number), shown.basis),
        (_("Bila dibuka (%(n)s)", n=number), shown.opened),
        (_("Bila ditutup (%(n)s)", n=number), shown.closed),
        (_("Kepentingan publik (%(n)s)", n=number), shown.interest),
        (_("Jangka waktu (%(n)s)", n=number), shown.period),
    ]


def testers_of(body: Body, testers: Sequence[Tester]) -> list[str]:
    """Testers with their office: name, position, unit."""
    names = reading.names_of(body, [tester.officer for tester in testers])
    return [
        ", ".join(dict.fromkeys(part for part in (names.get(t.officer, ""), t.position, t.unit) if part))
        for t in testers
    ]


class ChangedRow(NamedTuple):
    """What a new test changes of a row."""

    number: int
    before: RowShown
    after: RowShown


def changes_of(exemption: Exemption) -> list[ChangedRow]:
    """The rows of a test to change, before and after."""
    return [
        ChangedRow(row.number, shown_row(was), shown_row(row))
        for row in exemption.sheet.rows
        if (was := exemption.row(row.number))
    ]


#: What of a row is told before and after.
COMPARED = ("information", "basis", "opened", "closed", "interest", "period")


def changed_rows(exemption: Exemption) -> Rows:
    """Before and after, only what differs (annexes IV and V)."""
    names = dict(
        zip(
            COMPARED,
            (
                _("Informasi"),
                _("Dasar hukum"),
                _("Bila dibuka"),
                _("Bila ditutup"),
                _("Kepentingan publik"),
                _("Jangka waktu"),
            ),
            strict=True,
        )
    )
    return rows_of(
        *(
            (
                _("Baris %(n)s: %(what)s", n=row.number, what=names[name].lower()),
                _(
                    "Semula: %(before)s\nMenjadi: %(after)s",
                    before=getattr(row.before, name),
                    after=getattr(row.after, name),
                ),
            )
            for row in changes_of(exemption)
            for name in COMPARED
            if getattr(row.before, name) != getattr(row.after, name)
        )
    )


# The page -------------------------------------------------------------------------------------------------


class SignerShown(NamedTuple):
    """A step of the chain: whose it is, and where it stands."""

    text: str
    status: str
    colour: str
    hint: str


def show(seen: Seen) -> Mapping[str, object]:
    """What only an exemption shows."""
    exemption = seen.state
    under_way = not exemption.decrees or exemption.changing
    due = tasks(exemption, seen.context)
    return {
        "sheet": exemption.sheet,
        "under_way": under_way,
        "sheet_facts": _sheet_facts(seen, exemption.sheet),
        "sheet_rows": [shown_row(row) for row in exemption.sheet.rows],
        "chain": chain_of(seen) if under_way and not exemption.closed else [],
        "barred_me": _barred(seen),
        "rows": [shown_row(row, seen.as_of) for row in exemption.rows],
        "changes": changes_of(exemption) if exemption.changing else [],
        "decrees": exemption.decrees,
        "due": [shown_row(row, seen.as_of) for row in due],
        "task_days": STIPULATION_TASK_DAYS,
        "deadline_days": D25.days,
        "task_opens_on": _opens_on(seen),
        "dropped": exemption.dropped,
        "links": links_of(seen),
        "delegation": _delegation(seen),
        "holder": unit_name(seen.body, exemption.unit) if exemption.unit else "",
    }


def _barred(seen: Seen) -> bool:
    """Whether an approver looks at a sheet that still waits for an approval, and signed it already."""
    approver = seen.actor.role in {Role.SUPERIOR, Role.HEAD}
    waiting = seen.state.sheet.step in {Step.TESTED, Step.REVIEWED} and not seen.state.closed
    return approver and waiting and seen.actor.id in seen.state.sheet.signers


def _opens_on(seen: Seen) -> date | None:
    """When the next row may be stipulated; None where that is not known, or nothing waits."""
    until = seen.state.period_ends_on
    row = next((row for row in seen.state.rows if row.until == until and row.status in EXEMPT_STATUSES), None)
    return task_opens_on(row, seen.context) if row else None


def _sheet_facts(seen: Seen, sheet: Sheet) -> Rows:
    return rows_of(
        (_("Nomor lembar uji"), sheet.number),
        (_("Tujuan"), say_first(AIMS[sheet.aim])),
        (_("Tanggal dan tempat"), f"{day(sheet.tested_on)}, {sheet.place}"),
        (_("Dilakukan"), say_first(OCCASIONS[sheet.occasion])),
        (_("Alasan"), sheet.reason),
        (_("Penguji"), "\n".join(testers_of(seen.body, sheet.testers))),
        (_("Dikembalikan dengan alasan"), sheet.returned),
    )


def chain_of(seen: Seen) -> list[SignerShown]:
    """Every step from the test to the decree: done, next, or waiting; and who may not take it."""
    sheet = seen.state.sheet
    names = reading.names_of(seen.body, sheet.signers)
    signed: list[tuple[str, bool, str, date | None]] = [
        (_("PPID menguji"), True, names[sheet.tested_by], sheet.tested_on)
    ]
    if sheet.chain.superior:
        signed.append((_("Atasan PPID menyetujui"), *_signed(sheet.reviewed, names)))
    if sheet.needs_head:
        signed.append((_("Pimpinan menyetujui"), *_signed(sheet.approved, names)))
    signed.append((_("PPID menetapkan"), False, "", None))
    if sheet.returned:
        signed[1:] = [(_("PPID menguji ulang"), False, "", None)]
    return _steps(
        signed, bar=_("Bukan orang yang sudah menandatangani: %(who)s.", who=", ".join(names.values()))
    )


def _signed(signature: Signature | None, names: Mapping[Stream, str]) -> tuple[bool, str, date | None]:
    if signature is None:
        return False, "", None
    by = ", ".join(dict.fromkeys((names[signature.officer], signature.position)))
    if signature.delegation:
        by = _("%(who)s, dengan pendelegasian nomor %(number)s", who=by, number=signature.delegation.number)
    return True, by, signature.on


def _steps(signed: Sequence[tuple[str, bool, str, date | None]], bar: str) -> list[SignerShown]:
    shown: list[SignerShown] = []
    waiting = False
    for place, (text, done, who, on) in enumerate(signed):
        if done:
            shown.append(SignerShown(text, _("Selesai"), "green", f"{who}, {day(on)}"))
            continue
        signature = 0 < place < len(signed) - 1
        status, colour = (_("Menunggu"), "grey") if waiting else (_("Berikutnya"), "yellow")
        shown.append(SignerShown(text, status, colour, bar if signature else ""))
        waiting = True
    return shown


def _delegation(seen: Seen) -> str:
    approved = seen.state.sheet.approved
    known = approved.delegation if approved else None
    return url_for("exemption.delegation", case=seen.hex) if known else ""


class LinkShown(NamedTuple):
    """Another case that this one goes back to, or that opened it."""

    text: str
    number: str
    href: str


def links_of(seen: Seen) -> list[LinkShown]:
    """The request or dispute it was tested for, and the objection or dispute that opened it."""
    found: dict[Stream, str] = {}
    for sheet in (*seen.state.earlier, seen.state.sheet):
        if sheet.cause:
            found.setdefault(sheet.cause, _("Diuji atas"))
    for recorded in seen.recorded:
        match recorded.envelope.event:
            case Lifted(objection=case) if case:
                found[case] = _("Dibuka atas keberatan")
            case OpenedByRuling(dispute=case):
                found[case] = _("Dibuka atas putusan sengketa")
            case _:
                pass
    links = [(text, case, reading.link_of(case, seen.actor)) for case, text in found.items()]
    return [LinkShown(text, number, href) for text, _case, (number, href) in links if href]


# The list -------------------------------------------------------------------------------------------------


def describe(row: Agendum) -> str:
    """The grounds of an exemption, and what is left of its period."""
    exemption = state_of(row, EXEMPTION)
    letters = ", ".join(letter.letter for letter in letters_of(exemption.articles))
    said = [_("Pasal 17 huruf %(letters)s", letters=letters)]
    if row.step in {step.value for step in UNDER_TEST}:
        said.append(_("diuji %(on)s", on=day(exemption.sheet.tested_on)))
    elif exemption.period_ends_on and row.step != Step.OVER:
        said.append(_("berakhir %(on)s", on=day(exemption.period_ends_on)))
    return " · ".join(said)
