"""Every act on an item as a page: its form, what it does, what it would bring about; an entry each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from ppid.body import Body
from ppid.catalogue import commands as c
from ppid.catalogue import rules
from ppid.catalogue.desk import Catalogue
from ppid.catalogue.lawful import Act
from ppid.catalogue.vocabulary import Form as InfoForm
from ppid.catalogue.vocabulary import Medium, Step
from ppid.checks import Context
from ppid.events import Actor, Event, Role
from projections.words_catalogue import FORMS, MEDIA
from web.filters import day
from web.i18n import gettext as _
from web.office.catalogue import forms
from web.office.catalogue.showing import Seen, changed_rows, publishable, typed
from web.office.catalogue.words import LANGUAGES, class_options, language_words
from web.office.foresight import Foreseen
from web.office.room import ActPage, Form, Rows, plain, rows_of
from web.office.words import options, say


def entry_choices(body: Body, actor: Actor, written: str = "") -> dict[str, Any]:
    """What the form of an entry offers. ``written`` is a language that stands there already."""
    codes = [*LANGUAGES, *([written] if written and written not in LANGUAGES else [])]
    return {
        "klass_options": class_options(),
        "form_options": options(FORMS, InfoForm),
        "language_options": [{"value": code, "text": language_words(code)} for code in codes],
        "own_unit": next((u.name for u in body.units if u.code == actor.unit), actor.unit)
        if actor.role is Role.UNIT_OFFICER
        else "",
        "unit_options": [
            {"value": "", "text": body.name},
            *({"value": unit.code, "text": f"{unit.name} ({unit.code})"} for unit in body.units),
        ],
    }


def _revise_choices(seen: Seen, _form: Form) -> dict[str, Any]:
    return {
        **entry_choices(seen.body, seen.actor, seen.state.entry.language),
        "reason_required": seen.state.step is Step.LISTED,
    }


def _revise_rows(seen: Seen, command: c.ReviseItem, foreseen: Foreseen) -> Rows:
    changed = getattr(foreseen.events[0], "entry", command.entry)
    return [
        *changed_rows(seen.state.entry, changed, seen.body),
        *rows_of((_("Alasan perubahan"), command.reason)),
    ]


def _publish_defaults(seen: Seen, _form: Form) -> Mapping[str, object]:
    link = seen.state.entry.link
    return {
        "published_on": seen.as_of,
        "link": link,
        "media": [Medium.WEBSITE.value] if link else [],
    }


def _publish_choices(_seen: Seen, _form: Form) -> dict[str, Any]:
    return {"media_options": options(MEDIA, Medium)}


def _publish_rows(_seen: Seen, command: c.PublishItem, _foreseen: Foreseen) -> Rows:
    return rows_of(
        (_("Diumumkan"), day(command.published_on)),
        (_("Melalui"), ", ".join(say(MEDIA[medium]) for medium in command.media)),
        (_("Tautan"), command.link),
    )


def _published_now(seen: Seen) -> c.PublishItem | None:
    """The plainest publication, to show which clock it meets and starts."""
    if not publishable(seen):
        return None
    return c.PublishItem(case=seen.state.stream, published_on=seen.as_of, media=(Medium.WEBSITE,))


def _given_back(item: Any, command: c.ReturnItem, _context: Context) -> Event | Sequence[Event]:
    return rules.give_back(item, command)


PAGES: dict[StrEnum, ActPage] = {
    page.act: page
    for page in (
        ActPage(
            Act.RETURN, plain(forms.ReturnSchema), Catalogue.give_back, _given_back,
            sample=lambda seen: c.ReturnItem(case=seen.state.stream, reason="-"),
        ),
        ActPage(
            Act.REVISE, plain(forms.ReviseSchema), Catalogue.revise, rules.revise,
            defaults=lambda seen, _form: typed(seen.state.entry), choices=_revise_choices,
            rows=_revise_rows, previews=True,
        ),
        ActPage(
            Act.PUBLISH, plain(forms.PublishSchema), Catalogue.publish, rules.publish,
            defaults=_publish_defaults, choices=_publish_choices, rows=_publish_rows, previews=True,
            sample=_published_now,
        ),
        ActPage(
            Act.WITHDRAW, plain(forms.WithdrawSchema), Catalogue.withdraw, rules.withdraw,
            sample=lambda seen: c.WithdrawItem(case=seen.state.stream, reason="-"),
        ),
    )
}  # fmt: skip
