"""What begins at the list: a proposal, a decree that takes proposals in, the yearly report.

Law: Perki 1/2021 art. 45 (proposal, decree, update), 56 (report).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from ppid.catalogue import commands as c
from ppid.catalogue import decreeing, rules
from ppid.catalogue.desk import Catalogue
from ppid.catalogue.lawful import PROPOSERS
from ppid.catalogue.state import CATALOGUE, ITEM, Item, PublicList, list_stream
from ppid.catalogue.vocabulary import InfoClass, Step
from ppid.checks import Context
from ppid.deadlines import D26, Text
from ppid.deciding import Done
from ppid.events import Event, Role, Stream
from projections.agenda import AGENDA, state_of
from projections.reader import Reader
from projections.words_catalogue import CLASSES
from web.filters import day
from web.i18n import gettext as _
from web.office.catalogue import forms
from web.office.catalogue.pages import entry_choices
from web.office.catalogue.showing import entry_rows, unit_words
from web.office.foresight import Foreseen
from web.office.room import BeginPage, Form, Rows, Start, plain, rows_of
from web.office.sight import HEX
from web.office.words import say
from web.services import services

#: The proposal that an address asks to be ticked already.
ITEM_ASKED = "informasi"
MOST_SHOWN = 200


# A proposal -----------------------------------------------------------------------------------------------


def _proposed(command: c.ProposeItem, context: Context) -> Sequence[Event]:
    in_force = services().catalogue.rows_in_force(command.source, context)
    return (rules.propose(command, context, in_force),)


def _entry_of(foreseen: Foreseen, command: c.ProposeItem) -> Any:
    return getattr(foreseen.events[0], "entry", command.entry)


# The decree -----------------------------------------------------------------------------------------------


def public_list(body: Stream) -> PublicList | None:
    """The list of a body as it stands; None before its first decree or report."""
    return CATALOGUE.fold(r.envelope for r in services().log.load(list_stream(body)))


def proposals(start: Start, chosen: Sequence[Stream]) -> list[Item]:
    """The proposals that wait for a decree, the oldest first; those that were chosen are among them."""
    reader = Reader(services().views, AGENDA)
    rows = reader.page(
        where={"kind": ITEM.kind, "body": start.body.stream, "step": Step.PROPOSED.value},
        order=("opened_on", "stream"),
        limit=MOST_SHOWN,
    )
    found = {row.stream: state_of(row, ITEM) for row in rows}
    recorded = services().log.load_many([s for s in chosen if s not in found])
    for stream in chosen:
        item = found.get(stream) or ITEM.fold(r.envelope for r in recorded.get(stream, ()))
        if item and item.body == start.body.stream and item.step is Step.PROPOSED:
            found[stream] = item
    return list(found.values())


def _asked(start: Start) -> list[str]:
    return [each for each in start.asked.getlist(ITEM_ASKED) if HEX.fullmatch(each)][:MOST_SHOWN]


def _decree_defaults(start: Start, _form: Form) -> Mapping[str, object]:
    known = public_list(start.body.stream)
    of_year = [d for d in known.decrees if d.signed_on.year == start.as_of.year] if known else []
    superior = known.decree.approval.by if known and known.decree else ""
    return {
        "items": _asked(start),
        "number": f"KEP-DIP/{len(of_year) + 1}/{start.as_of.year}",
        "signed_on": start.as_of,
        "approved_by": superior,
        "approved_on": start.as_of,
    }


def _decree_choices(start: Start, form: Form) -> dict[str, Any]:
    ticked = [each for each in (*form.getlist("items"), *_asked(start)) if HEX.fullmatch(each)]
    found = proposals(start, [f"{ITEM.kind}-{each}" for each in dict.fromkeys(ticked)][:MOST_SHOWN])
    known = public_list(start.body.stream)
    return {
        "item_options": [
            {
                "value": item.stream.rpartition("-")[2],
                "text": item.title,
                "hint": _(
                    "%(klass)s · %(unit)s · diusulkan %(on)s",
                    klass=say(CLASSES[item.entry.klass]),
                    unit=unit_words(item.unit, start.body),
                    on=day(item.opened_on),
                ),
            }
            for item in found
        ],
        "many": len(found) >= MOST_SHOWN,
        "last": known.decree if known else None,
    }


def _decided(command: c.DecreeList, context: Context) -> Sequence[Event]:
    """The decree as it would be recorded; each proposal is asked whether it may enter."""
    desk = services().catalogue
    decreed = decreeing.decree(public_list(command.body), command, context)
    for item in _items(command):
        in_force = desk.rows_in_force(item.source, context)
        rules.listed(item, command.decree, context, in_force)
    return (decreed,)


def _items(command: c.DecreeList) -> list[Item]:
    desk = services().catalogue
    found = [desk.decider.load(ITEM, stream) for stream in command.items]
    if any(item.body != command.body for item in found):
        raise ITEM.unknown
    return found


def _decree_rows(_start: Start, command: c.DecreeList, _foreseen: Foreseen) -> Rows:
    decree = command.decree
    titles = "\n".join(f"{n}. {item.title}" for n, item in enumerate(_items(command), start=1))
    return rows_of(
        (_("Nomor keputusan"), decree.number),
        (_("Ditandatangani"), day(decree.signed_on)),
        (_("Disetujui oleh"), decree.approval.by),
        (_("Tanggal persetujuan"), day(decree.approval.on)),
        (_("Yang masuk daftar"), titles or _("Tidak ada yang baru: daftar ditegaskan sebagaimana adanya.")),
    )


def _decree_elsewhere(_start: Start, command: c.DecreeList) -> Sequence[str]:
    periodic = sum(item.entry.klass is InfoClass.PERIODIC for item in _items(command))
    if not periodic:
        return ()
    return (
        _(
            "%(n)s informasi berkala mulai dihitung: %(clock)s.",
            n=periodic,
            clock=say(D26.name),
        ),
    )


# The yearly report ----------------------------------------------------------------------------------------


def year_to_report(start: Start) -> int:
    """The newest budget year that is over and has no report yet; last year where all have one."""
    known = public_list(start.body.stream)
    reported = {report.budget_year for report in known.reports} if known else set()
    last, first = start.as_of.year - 1, start.body.established_on.year
    return next((year for year in range(last, first - 1, -1) if year not in reported), last)


def _report_defaults(start: Start, _form: Form) -> Mapping[str, object]:
    return {
        "budget_year": year_to_report(start),
        "published_on": start.as_of,
        "copy_sent_on": start.as_of,
    }


def _report_rows(_start: Start, command: c.PublishReport, _foreseen: Foreseen) -> Rows:
    return rows_of(
        (_("Tahun anggaran"), str(command.budget_year)),
        (_("Diumumkan"), day(command.published_on)),
        (_("Salinan dikirim ke Komisi Informasi"), day(command.copy_sent_on)),
        (_("Tautan laporan"), command.link),
    )


def _to_overview(_done: Done) -> str:
    return url_for("item.overview")


BEGINS = (
    BeginPage(
        "", Text("Usulkan informasi", "Propose an item"), PROPOSERS, plain(forms.ProposeSchema),
        Catalogue.propose, _proposed,
        defaults=lambda start, _form: {"language": forms.LANGUAGE, "made_where": start.body.contact.city},
        choices=lambda start, _form: entry_choices(start.body, start.actor),
        rows=lambda start, command, foreseen: entry_rows(_entry_of(foreseen, command), start.body),
        previews=True,
    ),
    BeginPage(
        "keputusan", Text("Tetapkan daftar dengan keputusan", "Decree the list"), (Role.PPID,),
        plain(forms.DecreeSchema), Catalogue.decree, _decided,
        defaults=_decree_defaults, choices=_decree_choices, rows=_decree_rows, elsewhere=_decree_elsewhere,
        previews=True, shown_at={"approval": "approved_by"}, leads_to=_to_overview,
        button=Text("Tetapkan daftar", "Decree the list"),
    ),
    BeginPage(
        "laporan", Text("Catat laporan tahunan", "Record the yearly report"), (Role.PPID,),
        plain(forms.ReportSchema), Catalogue.publish_report,
        lambda command, context: (
            decreeing.publish_report(public_list(command.body), command, context),
        ),
        defaults=_report_defaults, rows=_report_rows, previews=True, leads_to=_to_overview,
    ),
)  # fmt: skip
