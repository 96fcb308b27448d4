"""The page on which an officer records that the commission has a case: about an objection, or ground b."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for

from ppid.deadlines import Text
from ppid.dispute.desk import Disputes
from ppid.dispute.entry import default_level
from ppid.dispute.events import Notified
from ppid.dispute.lawful import NOTIFIERS
from ppid.dispute.vocabulary import Level
from ppid.events import Stream
from ppid.objection.refusals import UnknownObjectionError
from ppid.objection.state import OBJECTION, Objection
from ppid.objection.vocabulary import Ground, Step
from projections.agenda import AGENDA, Agendum
from projections.reader import Reader
from projections.words_dispute import LEVELS
from projections.words_objection import STEPS
from web.access import current
from web.filters import day
from web.i18n import gettext as _
from web.office.dispute import forms, telling
from web.office.dispute.reading import owner
from web.office.foresight import Foreseen
from web.office.objection.words import ground_words
from web.office.room import BeginPage, Form, Rows, Start, plain, rows_of
from web.office.sight import HEX
from web.office.words import options, say
from web.schemas import digits
from web.services import services

#: In the address: the objection, or the number that is looked for.
OBJECTION_ASKED, NUMBER = "keberatan", "nomor"
MOST_FOUND = 20
SEQUENCE_DIGITS = 4
#: Where an objection stands when it usually goes to the commission.
READY = (Step.LAPSED, Step.UPHELD, Step.PARTLY_OVERTURNED, Step.OVERTURNED, Step.REMEDY_DUE)


def objection_of(start: Start) -> Objection | None:
    """The objection that the address names; None where it names none. Raises ``UnknownObjectionError``."""
    named = start.asked.get(OBJECTION_ASKED, "")
    if not named:
        return None
    if not HEX.fullmatch(named):
        raise UnknownObjectionError
    return services().objections.see(f"{OBJECTION.kind}-{named}", start.actor)


def _may_begin(start: Start) -> None:
    objection_of(start)


def _defaults(start: Start, _form: Form) -> Mapping[str, object]:
    objection = objection_of(start)
    level = default_level(start.body)
    return {
        "received_on": start.as_of,
        "commission_level": level.value,
        "commission_name": say(LEVELS[level]),
        "grounds": [ground.value for ground in objection.grounds] if objection else [],
    }


def _choices(start: Start, _form: Form) -> dict[str, Any]:
    objection = objection_of(start)
    if objection is None:
        return {"choosing": True, "typed": start.asked.get(NUMBER, ""), "found": _found(start)}
    return {
        **_offered(),
        "objection": objection,
        "objection_step": say(STEPS[objection.step]),
        "ground_options": [{"value": g.value, "text": ground_words(g)} for g in objection.grounds],
    }


def _offered() -> dict[str, Any]:
    return {"level_options": options(LEVELS, Level)}


def _found(start: Start) -> list[dict[str, str]]:
    """Objections by their number; without one, those that the commission may take."""
    typed = "".join(digits(start.asked.get(NUMBER, "")).upper().split())
    reader = Reader(services().views, AGENDA)
    where: dict[str, object] = {"body": start.body.stream, "kind": OBJECTION.kind}
    if not typed:
        ready = {**where, "closed": False, "step": list(READY)}
        rows = reader.page(where=ready, order=("opened_on", "stream"), limit=MOST_FOUND, descending=True)
    elif "\0" in typed:
        rows = []
    else:
        first, _slash, rest = typed.partition("/")
        number = f"{first.zfill(SEQUENCE_DIGITS)}/{rest}"
        rows = reader.page(where={**where, "number": number}, limit=MOST_FOUND)
    return [_line(row) for row in rows]


def _line(row: Agendum) -> dict[str, str]:
    return {
        "href": url_for("dispute.begin", keberatan=row.stream.rpartition("-")[2]),
        "number": row.number,
        "received": day(row.opened_on),
        "step": say(STEPS[Step(row.step)]),
    }


def _rows(_start: Start, command: Any, foreseen: Foreseen) -> Rows:
    notified = foreseen.events[0]
    if not isinstance(notified, Notified):
        raise TypeError(notified)
    return rows_of(
        (_("Komisi Informasi"), notified.commission.name),
        (_("Tingkat"), say(LEVELS[notified.commission.level])),
        (_("Atas keberatan"), notified.objection_number),
        (_("Alasan"), "\n".join(ground_words(ground) for ground in notified.grounds)),
        (_("Diterima Komisi Informasi"), day(notified.applied_on)),
        (
            _("Jangka waktu pengajuan"),
            telling.window_words(notified),
        ),
        (_("Salinan diterima badan publik"), day(command.received_on)),
        (_("Nomor register"), notified.register_number),
        (_("Nomor surat"), notified.letter_number),
    )


def _files_of(start: Start) -> Stream:
    objection = objection_of(start)
    return owner(objection.objector if objection else "", start.actor.id)


def _begin(what: str, name: Text, **more: Any) -> BeginPage:
    return BeginPage(
        what=what,
        name=name,
        roles=NOTIFIERS,
        use_case=Disputes.notify,
        decision=lambda command, x: services().disputes.foreseen(command, current().actor, x),
        rows=_rows,
        previews=True,
        takes_files=True,
        files_of=_files_of,
        shown_at={"commission": "commission_name"},
        **more,
    )


BEGINS = (
    _begin(
        "",
        Text("Catat sengketa", "Record a dispute"),
        schema=plain(forms.NotifySchema),
        may_begin=_may_begin,
        defaults=_defaults,
        choices=_choices,
    ),
    _begin(
        "berkala",
        Text("Catat sengketa atas informasi berkala", "Record a dispute about periodic information"),
        schema=plain(forms.PeriodicSchema),
        defaults=_defaults,
        choices=lambda _start, _form: {**_offered(), "periodic": ground_words(Ground.PERIODIC)},
        on_list=False,
    ),
)
