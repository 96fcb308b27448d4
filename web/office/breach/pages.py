"""Every act on a breach as a page: its form, what it does, what it would bring about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ppid.breach import commands as c
from ppid.breach import rules
from ppid.breach.desk import Breaches
from ppid.breach.lawful import KEEPERS, Act
from ppid.breach.state import Breach
from ppid.breach.vocabulary import CHANNELS, DATA, MEDIA, Channel
from ppid.deadlines import Text
from web.filters import day, number, weekday_moment
from web.i18n import gettext as _
from web.office.breach import forms
from web.office.foresight import Foreseen
from web.office.forms import YesNo
from web.office.moments import shown_at
from web.office.room import ActPage, BeginPage, Form, Rows, Start, plain, rows_of, today_as
from web.office.sight import Sight
from web.office.words import options, say
from web.services import services

Seen = Sight[Breach]


def data_words(data: tuple[Any, ...]) -> str:
    """The kinds of data, in words."""
    return ", ".join(say(DATA[each]) for each in data)


def _what_rows(command: c.NoteBreach | c.AssessBreach) -> list[tuple[str, object]]:
    return [
        (_("Data yang terungkap"), data_words(command.data)),
        (_("Jumlah orang"), number(command.people)),
        (_("Bagaimana data terungkap"), command.how),
        (_("Terjadi pada"), day(command.happened_on) if command.happened_on else ""),
    ]


def _noted_rows(start: Start, command: c.NoteBreach, _foreseen: Foreseen) -> Rows:
    known_at = command.known_at or start.context.now
    return rows_of(
        (_("Diketahui"), weekday_moment(known_at, start.body.zone)),
        *_what_rows(command),
    )


BEGINS = (
    BeginPage(
        "",
        Text("Catat kegagalan pelindungan data", "Record a breach"),
        KEEPERS,
        plain(forms.NoteSchema),
        Breaches.note,
        lambda command, context: rules.note(command, context, sequence=1),
        choices=lambda _start, _form: {"classes": options(DATA)},
        rows=_noted_rows,
        previews=True,
        shown_at={**shown_at("known"), "how": "course"},
    ),
)


# The acts -------------------------------------------------------------------------------------------------


def _assess_defaults(seen: Seen, _form: Form) -> Mapping[str, object]:
    breach = seen.state
    return {
        "data": [each.value for each in breach.data],
        "course": breach.how,
        "people": str(breach.people),
        "public": (YesNo.YES if breach.public else YesNo.NO).value,
        **({"happened_on": breach.happened_on} if breach.happened_on else {}),
    }


def _assess_choices(seen: Seen, _form: Form) -> dict[str, Any]:
    officers = seen.body.officers
    names = services().vault.open_all([officer.name for officer in officers])
    return {
        "classes": options(DATA),
        "public_options": [
            {"value": YesNo.YES.value, "text": _("Ya, masyarakat perlu diberi tahu")},
            {"value": YesNo.NO.value, "text": _("Tidak")},
        ],
        "officers": [
            {"value": officer.id, "text": known.name if known else _("(nama dihapus)")}
            for officer, known in zip(officers, names, strict=True)
        ],
        "named": len(seen.state.persons),
    }


def _assess_rows(_seen: Seen, command: c.AssessBreach, _foreseen: Foreseen) -> Rows:
    return rows_of(
        *_what_rows(command),
        (_("Dikenal dari catatan"), _("%(n)s orang", n=number(len(command.persons)))),
        (_("Masyarakat diberi tahu"), _("ya") if command.public else _("tidak")),
    )


def _subject_defaults(seen: Seen, _form: Form) -> Mapping[str, object]:
    unnamed = seen.state.left - len(seen.state.untold)
    return {"channel": Channel.LETTER.value, "people": str(unnamed)}


def _subject_choices(seen: Seen, _form: Form) -> dict[str, Any]:
    return {
        "channels": options(CHANNELS),
        "named": len(seen.state.untold),
        "unnamed": seen.state.left - len(seen.state.untold),
    }


def _subject_rows(seen: Seen, command: c.NotifySubjects, _foreseen: Foreseen) -> Rows:
    told_at = command.told_at or seen.context.now
    return rows_of(
        (_("Cara"), say(CHANNELS[command.channel])),
        (_("Jumlah orang"), number(command.people + len(command.persons))),
        (_("Disampaikan"), weekday_moment(told_at, seen.body.zone)),
    )


def _agency_rows(seen: Seen, command: c.NotifyAgency, _foreseen: Foreseen) -> Rows:
    told_at = command.told_at or seen.context.now
    return rows_of(
        (_("Nomor surat"), command.number), (_("Disampaikan"), weekday_moment(told_at, seen.body.zone))
    )


PAGES = {
    page.act: page
    for page in (
        ActPage(
            Act.ASSESS,
            plain(forms.AssessSchema),
            Breaches.assess,
            rules.assess,
            defaults=_assess_defaults,
            choices=_assess_choices,
            rows=_assess_rows,
            previews=True,
            shown_at={"persons": "numbers", "how": "course"},
        ),
        ActPage(
            Act.NOTIFY_SUBJECTS,
            plain(forms.NotifySubjectsSchema),
            Breaches.notify_subjects,
            rules.notify_subjects,
            defaults=_subject_defaults,
            choices=_subject_choices,
            rows=_subject_rows,
            previews=True,
            shown_at={**shown_at("told"), "persons": "rows"},
        ),
        ActPage(
            Act.NOTIFY_AGENCY,
            plain(forms.NotifyAgencySchema),
            Breaches.notify_agency,
            rules.notify_agency,
            rows=_agency_rows,
            previews=True,
            shown_at=shown_at("told"),
        ),
        ActPage(
            Act.NOTIFY_PUBLIC,
            plain(forms.NotifyPublicSchema),
            Breaches.notify_public,
            rules.notify_public,
            defaults=today_as("told_on"),
            choices=lambda _seen, _form: {"media": options(MEDIA)},
        ),
        ActPage(
            Act.CONTAIN,
            plain(forms.ContainSchema),
            Breaches.contain,
            rules.contain,
            defaults=today_as("done_on"),
        ),
        ActPage(
            Act.CLOSE,
            plain(forms.CloseSchema),
            Breaches.close,
            lambda b, command, _: rules.close(b, command),
            sample=lambda seen: c.CloseBreach(case=seen.state.stream),
        ),
    )
}
