"""What somebody objects to: a request of this body, or periodic information that is not there.

The request is named by the address; the grounds that may be raised today come with their windows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from ppid.calendar import CalendarMissingError
from ppid.checks import promise
from ppid.deadlines import D09, D10, Text, clock_of
from ppid.objection.next_steps import suggestions
from ppid.objection.state import Objection
from ppid.objection.vocabulary import Ground
from ppid.objection.windows import Window, windows
from ppid.request.refusals import UnknownRequestError
from ppid.request.state import Request
from projections.cases import CASES, Case
from projections.reader import Reader
from web.filters import day, days_left
from web.i18n import gettext as _
from web.office.clocks import ClockShown, left_of, show
from web.office.objection.words import ground_words
from web.office.room import Start
from web.office.sight import HEX
from web.office.words import OUTCOMES, say, say_first
from web.schemas import digits
from web.services import services

#: In the address: the request, or the number that is looked for.
REQUEST, NUMBER = "permohonan", "nomor"
MOST_FOUND = 10
SEQUENCE_DIGITS = 4


class ClosedGround(msgspec.Struct, frozen=True):
    """A ground that cannot be raised today, and why."""

    name: str
    why: str


def request_of(start: Start) -> Request | None:
    """The request that the address names; None where it names none. Raises ``UnknownRequestError``."""
    named = start.asked.get(REQUEST, "")
    if not named:
        return None
    if not HEX.fullmatch(named):
        raise UnknownRequestError
    return services().desk.request(f"request-{named}", start.actor)


def objections_to(start: Start, request: Request) -> list[Objection]:
    """The objections to it so far."""
    return services().objections.of_request(request.stream, start.actor)


def raised(objections: list[Objection], *, but: str = "") -> dict[Ground, str]:
    """The grounds that open objections raise, each with the number of its objection."""
    return {g: o.number for o in objections if not o.closed and o.stream != but for g in o.grounds}


# Grounds --------------------------------------------------------------------------------------------------


def ground_choices(start: Start, request: Request | None) -> dict[str, object]:
    """The grounds that may be raised today with their windows, and why the others may not."""
    found = windows(request, start.context)
    taken = raised(objections_to(start, request)) if request else {}
    fitting = {s.ground: s.why for s in suggestions(request, start.context)} if request else {}
    free = [g for g in Ground if found[g].open and g not in taken]
    free.sort(key=lambda g: g not in fitting)
    return {
        "ground_options": [_option(start, found[g], fitting.get(g)) for g in free],
        "closed_grounds": [
            ClosedGround(ground_words(g), _why_not(found[g], taken)) for g in Ground if g not in free
        ],
    }


def _option(start: Start, window: Window, fits: Text | None) -> dict[str, str]:
    hints = [_("Sesuai catatan: %(why)s.", why=say(fits)) if fits else "", window_words(start, window)]
    return {
        "value": window.ground.value,
        "text": ground_words(window.ground),
        "hint": " ".join(hint for hint in hints if hint),
    }


def window_words(start: Start, window: Window) -> str:
    """Until when a ground may be raised in time, in a sentence."""
    if window.ground is Ground.PERIODIC:
        return _("Jangka waktu 30 hari kerja dihitung sejak pengaju mendapati informasinya tidak ada.")
    if window.starts_on is None:
        return _("Jangka waktu belum berjalan: tanggal pemberitahuan diterima pemohon belum dicatat.")
    if window.ends_on is None:
        return _("Batas waktunya menunggu kalender kerja yang belum ditetapkan.")
    if window.late:
        return _(
            "Terlambat: jangka waktu 30 hari kerja berakhir %(on)s. Keberatan tetap diterima dan ditandai.",
            on=day(window.ends_on),
        )
    left = left_of(window.ends_on, D09.unit, start.context.calendar, start.as_of)
    if left is None:
        return _("Sampai dengan %(on)s.", on=day(window.ends_on))
    return _("Sampai dengan %(on)s (%(left)s).", on=day(window.ends_on), left=days_left(left))


def _why_not(window: Window, taken: Mapping[Ground, str]) -> str:
    if window.ground in taken:
        return _("Sudah diajukan dalam keberatan %(number)s", number=taken[window.ground])
    return say_first(window.why_not) if window.why_not else ""


def due(start: Start) -> ClockShown | None:
    """The clock of the answer, if the objection is received today."""
    try:
        promised = promise(clock_of(D10.code, start.as_of), start.as_of, start.context)
    except CalendarMissingError:
        return None
    return show(promised, start.body, start.as_of)


# The request it is about ----------------------------------------------------------------------------------


def outcome_words(request: Request) -> str:
    """How a request was answered, or that it was not."""
    if request.outcome is None:
        return _("Belum ditanggapi")
    words = OUTCOMES.get(request.outcome)
    return say(words) if words else _("Tidak dilengkapi")


def case_in_facts(request: Request) -> str:
    """What is recorded of the request, as a beginning of the description of the case."""
    told = [
        _(
            "Permohonan nomor %(number)s diterima pada %(on)s.",
            number=request.number,
            on=day(request.received_on),
        )
    ]
    notice = request.notice
    if notice is None:
        clock = request.answer_clock
        if clock and clock.promise.due_on:
            told.append(_("Batas waktu menjawab: %(on)s.", on=day(clock.promise.due_on)))
        told.append(_("Sampai keberatan ini dicatat belum ada pemberitahuan tertulis."))
    else:
        told.append(
            _(
                "Pemberitahuan nomor %(number)s dikirim pada %(on)s dengan keputusan: %(outcome)s.",
                number=notice.number,
                on=day(notice.sent_on),
                outcome=outcome_words(request),
            )
        )
    return " ".join(told)


# Looking a request up -------------------------------------------------------------------------------------


def found_requests(start: Start) -> list[dict[str, str]]:
    """The requests whose number, or sequence number, was typed; the newest first."""
    typed = "".join(digits(start.asked.get(NUMBER, "")).upper().split())
    if not typed or "\0" in typed:
        return []
    rows = _by_number(start.body.stream, typed)
    return [
        {
            "hex": row.stream.removeprefix("request-"),
            "number": row.number,
            "received": day(row.received_on),
            "subject": row.subject,
            "outcome": say(OUTCOMES[row.outcome]) if row.outcome and row.outcome in OUTCOMES else "",
        }
        for row in rows
    ]


def _by_number(body: str, typed: str) -> list[Case]:
    reader = Reader(services().views, CASES)
    first, slash, rest = typed.partition("/")
    if slash:
        whole = f"{first.zfill(SEQUENCE_DIGITS)}/{rest}"
        return reader.page(where={"body": body, "number": whole}, limit=MOST_FOUND)
    if re.fullmatch(r"[0-9]{1,9}", first):
        rows = reader.page(where={"body": body, "sequence": int(first)}, limit=MOST_FOUND)
        return sorted(rows, key=lambda row: row.year, reverse=True)
    return []
