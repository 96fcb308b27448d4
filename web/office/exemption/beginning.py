"""The guided form of a consequence test: what is never exempt first, then the sheet of annex II, row by row.

Law: UU 14/2008 art. 18(1), 19; Perki 1/2021 art. 49, annex II.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import current_app, url_for

from ppid.body import Body
from ppid.checks import Context
from ppid.deadlines import Text
from ppid.events import Event, Stream
from ppid.exemption import commands as c
from ppid.exemption import testing
from ppid.exemption.articles import NEVER_EXEMPT, OPENINGS, Kind
from ppid.exemption.desk import BOOK, Exemptions
from ppid.exemption.lawful import TESTERS
from web.access import current
from web.i18n import gettext as _
from web.office.articles import article_groups
from web.office.exemption import reading
from web.office.exemption.forms import TestSchema
from web.office.exemption.reading import DISPUTE_ASKED, REQUEST_ASKED
from web.office.exemption.rows_form import MOST_ROWS, shown_rows
from web.office.exemption.showing import sheet_rows
from web.office.exemption.words import INSTEAD, INTERESTS, NONE_OF_THESE, OCCASIONS, period_limits
from web.office.frame import ROOMS
from web.office.room import BeginPage, Form, Start
from web.office.words import options, say, say_first
from web.services import services

#: The answer to the first question, in the address.
KIND_ASKED = "jenis"
SHOWN_AT = {"rows": "r1_information", "cause": "request_number", "officer": "testers"}


def may_begin(start: Start) -> None:
    """What the address names is a request or dispute of this body."""
    reading.cause_asked(start.asked, start.actor)


def kind_options() -> list[dict[str, str]]:
    """The seven kinds that are never exempt, and none of them."""
    return [
        *(
            {
                "value": kind.value,
                "text": say_first(never.text),
                "hint": _("UU 14/2008 Pasal 18 ayat (1) huruf %(letter)s", letter=never.letter),
            }
            for kind, never in NEVER_EXEMPT.items()
        ),
        {"value": Kind.NONE_OF_THESE.value, "text": say(NONE_OF_THESE)},
    ]


def _choices(start: Start, form: Form) -> dict[str, Any]:
    """The first question, until it is answered; then what the sheet offers."""
    cause = reading.cause_asked(start.asked, start.actor)
    about = {
        "cause": cause,
        "cause_number": reading.number_of(cause, start.actor),
        "cause_entries": [(n, start.asked[n]) for n in (REQUEST_ASKED, DISPUTE_ASKED) if n in start.asked],
        "kind_options": kind_options(),
    }
    answered = form.get(KIND_ASKED, "")
    if "idempotency_key" not in form and answered != Kind.NONE_OF_THESE.value:
        return {
            **about,
            "choosing": True,
            "kind": answered,
            "stop": stop_of(answered),
            "anew_href": _anew(start),
        }
    return {
        **about,
        **sheet_choices(start.body, start.as_of, form),
        "units": [{"value": u.code, "text": f"{u.name} ({u.code})"} for u in start.body.units],
    }


def _anew(start: Start) -> str:
    asked: dict[str, Any] = {n: start.asked[n] for n in (REQUEST_ASKED, DISPUTE_ASKED) if n in start.asked}
    return url_for("exemption.begin", **asked)


def stop_of(answered: str) -> dict[str, str] | None:
    """Why it can never be exempt, and what to do instead; None where nothing stops it."""
    never = NEVER_EXEMPT.get(Kind(answered)) if answered in set(Kind) else None
    if never is None:
        return None
    room = current_app.extensions.get(ROOMS, {}).get("item")
    propose = (
        next((page for page in room.begins if page.on_list and current().actor.role in page.roles), None)
        if room
        else None
    )
    return {
        "text": say_first(never.text),
        "letter": never.letter,
        "instead": say(INSTEAD[Kind(answered)]),
        "href": room.begin_href(propose) if room and propose else "",
        "action": say(propose.name) if propose else "",
    }


def sheet_choices(body: Body, as_of: date, form: Form) -> dict[str, Any]:
    """What every sheet offers: its rows, the grounds, the periods, the testers, the disputes."""
    shown = shown_rows(form)
    return {
        "places": list(range(1, shown + 1)),
        "may_add": shown < MOST_ROWS,
        "most_rows": MOST_ROWS,
        "kind_options": kind_options(),
        "groups": article_groups(),
        "opening_options": options(OPENINGS),
        "interest_options": options(INTERESTS),
        "limits": period_limits(),
        "occasion_options": options(OCCASIONS),
        "officers": _testers(body, as_of),
        "disputes": [
            {"value": row.stream.rpartition("-")[2], "text": row.number or row.title}
            for row in reading.open_disputes(body.stream)
        ],
    }


def _testers(body: Body, on: date) -> list[dict[str, str]]:
    """Who can have tested: everybody in office, as the rules ask it."""
    serving = [(officer.id, term) for officer in body.officers if (term := officer.term(on))]
    names = reading.names_of(body, [officer for officer, _term in serving])
    return [
        {
            "value": officer,
            "text": names[officer],
            "hint": ", ".join(part for part in (term.position, term.unit) if part),
        }
        for officer, term in serving
    ]


def _defaults(start: Start, _form: Form) -> Mapping[str, object]:
    officer = current().officer
    return {
        "tested_on": start.as_of,
        "place": start.body.contact.city,
        "r1_kind": Kind.NONE_OF_THESE.value,
        "testers": [officer.id] if officer else [],
    }


def _decided(command: c.MakeTest, context: Context) -> Sequence[Event]:
    """The test as it would be recorded, with the number that is next in the book."""
    book = services().desk.decider.next_number(command.body, command.tested_on.year, BOOK)
    with book as numbers:
        _version, sequence = numbers.next()
    known = _known(command.cause, command.body)
    return (testing.test(command, context, current().actor, sequence=sequence, known=known),)


def _known(cause: Stream, body: Stream) -> bool:
    return reading.known_cause(cause, body)


BEGINS = (
    BeginPage(
        "",
        Text("Buat uji konsekuensi", "Make a consequence test"),
        TESTERS,
        TestSchema,
        Exemptions.test,
        _decided,
        may_begin=may_begin,
        defaults=_defaults,
        choices=_choices,
        rows=lambda start, command, foreseen: sheet_rows(start.body, command, foreseen),
        previews=True,
        shown_at=SHOWN_AT,
        button=Text("Catat uji konsekuensi", "Record the consequence test"),
    ),
)
