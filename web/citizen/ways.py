"""What the law lets the citizen do now, as the tracking page says it: each with its day, article and link.

Which ways are open is decided by ``ppid.objection.next_steps`` alone; here each one gets where it leads.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec
from flask import url_for
from msgspec.structs import replace

from ppid.objection.next_steps import NextStep, Way, next_steps
from ppid.objection.vocabulary import Closing
from ppid.request.vocabulary import Outcome
from web.citizen.dossier import Dossier
from web.citizen.grounds import dealt_with, ground_words
from web.i18n import gettext as _
from web.i18n import pick


class Press(StrEnum):
    """How much a way is put forward: a right that was given by a failure, or one that is there anyway."""

    FIRST = "primary"
    SECOND = "secondary"


class Step(msgspec.Struct, frozen=True):
    """A way as the page shows it. ``action`` and ``href`` are empty where there is nothing but to wait."""

    title: str
    text: str
    law: str
    until: date | None = None
    late: bool = False
    grounds: tuple[str, ...] = ()
    action: str = ""
    href: str = ""
    press: Press = Press.FIRST


def steps(dossier: Dossier) -> list[Step]:
    """What can be done or waited for, the most pressing first; empty when there is nothing."""
    live = [
        place
        for place, each in enumerate(dossier.objections, start=1)
        if each.closing is not Closing.WITHDRAWN
    ]
    last = dossier.objections[live[-1] - 1] if live else None
    told = [
        _told(step, live[-1] if live else 0, dossier)
        for step in next_steps(dossier.request, last, dossier.context)
    ]
    for place in live[:-1]:
        told += of_objection(dossier, place)
    # Two objections may wait for the same; it is said once.
    return list(dict.fromkeys(step for step in told if step))


def of_objection(dossier: Dossier, place: int) -> list[Step]:
    """What can be done or waited for about one objection."""
    found = next_steps(None, dossier.objections[place - 1], dossier.context)
    return [told for step in found if (told := _told(step, place, dossier))]


def _told(step: NextStep, place: int, dossier: Dossier) -> Step | None:
    """A step in words; ``place`` is that of the objection it is about, 0 for the request."""
    said = Step(
        pick(id=step.title.id, en=step.title.en),
        pick(id=step.says.id, en=step.says.en),
        step.article,
        step.until,
        step.late,
    )
    match step.way:
        case Way.NOTHING:
            return None
        case Way.OBJECT:
            return _object(step, said, dossier)
        case Way.COMMISSION:
            to_commission = url_for("following.commission", place=place)
            return replace(said, action=_("Ajukan ke Komisi Informasi"), href=to_commission)
        case Way.AWAIT_REMEDY:
            orders = url_for("following.objection", place=place)
            return replace(said, action=_("Lihat perintahnya"), href=orders, press=Press.SECOND)
        case _:
            return said


def _object(step: NextStep, said: Step, dossier: Dossier) -> Step | None:
    """Object now, on grounds that no objection dealt with yet."""
    before = dealt_with(dossier.objections)
    fresh = [suggestion.ground for suggestion in step.suggestions if suggestion.ground not in before]
    if not fresh:
        return None
    granted = dossier.request is not None and dossier.request.outcome is Outcome.GRANTED
    return replace(
        said,
        grounds=tuple(ground_words(ground) for ground in fresh),
        action=_("Ajukan keberatan"),
        href=url_for("objecting.write"),
        press=Press.SECOND if granted or before else Press.FIRST,
    )
