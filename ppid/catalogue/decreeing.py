"""The decrees on a body's list, and its yearly reports: six months for the one, three for the other."""

from __future__ import annotations

from datetime import date

from ppid.catalogue import events as e
from ppid.catalogue import refusals as no
from ppid.catalogue.commands import DecreeList, PublishReport
from ppid.catalogue.rules import check_link
from ppid.catalogue.state import PublicList
from ppid.checks import LETTER_NUMBER, Context, Label, check_happened, check_order, check_text, promise
from ppid.deadlines import clock_of
from ppid.events import Promise

DECREE_NUMBER = Label(
    "Nomor keputusan", "The number of the decree", "Perki 1/2021 Pasal 45", LETTER_NUMBER.limit
)
APPROVED_BY = Label("Persetujuan Atasan PPID", "The superior's approval", "Perki 1/2021 Pasal 45", 300)
APPROVED = Label("tanggal persetujuan atasan", "the day of the superior's approval")
LAST_DECREE = Label("keputusan sebelumnya", "the decree before")
YEAR_END = Label("akhir tahun anggaran", "the end of the budget year")
MOST_ITEMS = 5_000


def check_decree(public: PublicList | None, decree: e.ListDecree, context: Context) -> None:
    """Refuse a decree that was not approved before it was signed, or is recorded already.

    Law: Perki 1/2021 art. 45.
    """
    check_text("number", decree.number, DECREE_NUMBER)
    check_happened("signed_on", decree.signed_on, context)
    check_text("approval", decree.approval.by, APPROVED_BY)
    check_happened("approval", decree.approval.on, context)
    check_order("signed_on", decree.signed_on, decree.approval.on, APPROVED)
    if public and public.decree:
        known = next((d for d in public.decrees if d.number.strip() == decree.number.strip()), None)
        if known:
            raise no.DecreedTwiceError("number", decree=known.number, signed_on=known.signed_on)
        check_order("signed_on", decree.signed_on, public.decree.signed_on, LAST_DECREE)


def decree(public: PublicList | None, command: DecreeList, context: Context) -> e.Decreed:
    """Decree the list: the next update is due in six months (D27).

    Law: Perki 1/2021 art. 45(7).
    """
    if len(command.items) > MOST_ITEMS:
        raise no.TooManyItemsError(limit=MOST_ITEMS, count=len(command.items))
    check_decree(public, command.decree, context)
    signed_on = command.decree.signed_on
    began_on = public.opened_on if public else signed_on
    update = promise(clock_of("D27", began_on), signed_on, context)
    first_report = () if public else (_report_due(first_year_owed(signed_on, context), began_on, context),)
    return e.Decreed(
        decree=command.decree,
        items=tuple(dict.fromkeys(command.items)),
        promises=(update, *first_report),
    )


def first_year_owed(on: date, context: Context) -> int:
    """The first budget year whose report is not due before ``on``, and which the body existed in."""
    last_year = on.year - 1
    due_on = _report_due(last_year, on, context).due_on
    year = last_year if due_on is not None and on <= due_on else on.year
    return max(year, context.body.established_on.year)


def _report_due(budget_year: int, began_on: date, context: Context) -> Promise:
    return promise(clock_of("D28", began_on), date(budget_year, 12, 31), context)


def publish_report(public: PublicList | None, command: PublishReport, context: Context) -> e.ReportPublished:
    """Record the yearly report and its copy to the commission; the next year's is then awaited (D28).

    The report of an earlier year than the awaited one is recorded too, and starts nothing.
    Law: Perki 1/2021 art. 56(1)-(3).
    """
    year = command.budget_year
    if not context.body.established_on.year <= year < context.as_of.year:
        raise no.YearNotOverError("budget_year", year=year)
    if public and any(report.budget_year == year for report in public.reports):
        raise no.ReportedTwiceError("budget_year", year=year)
    for field, on in (("published_on", command.published_on), ("copy_sent_on", command.copy_sent_on)):
        check_happened(field, on, context)
        check_order(field, on, date(year, 12, 31), YEAR_END)
    check_link("link", command.link)
    awaited = public.clocks.get("D28") if public else None
    is_next = awaited is None or year >= awaited.promise.starts_on.year
    began_on = public.opened_on if public else command.published_on
    return e.ReportPublished(
        budget_year=year,
        published_on=command.published_on,
        copy_sent_on=command.copy_sent_on,
        link=command.link,
        promises=(_report_due(year + 1, began_on, context),) if is_next else (),
    )
