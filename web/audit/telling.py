"""A case of any kind in an auditor's words: who recorded what, in its stored form, what changed since.

Officers act for the public and are named with the position they held then; a requester stays a requester.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from ppid.appointing.events import OfficerAppointed
from ppid.clocks import ClockState
from ppid.events import Recorded, Stream
from ppid.request.state import REQUEST
from ppid.subject import State
from projections.history import line_of
from web.audit.asking import Seen
from web.audit.kinds import Kind
from web.audit.said import Said, said
from web.filters import day
from web.i18n import gettext as _
from web.i18n import pick
from web.office.clocks import ClockShown, show
from web.office.sight import step_of
from web.office.words import ROLES, say
from web.services import services

#: Characters that a reader would not see, or that turn the words after them around.
UNSEEN = frozenset({"Cf", "Cs", "Co", "Zl", "Zp"})
FIRST_ASTRAL = 0x10000


class Fact(NamedTuple):
    """One fact in words, with who recorded it, and exactly as it is stored."""

    version: int
    position: int
    topic: str
    sentence: str
    happened_on: date | None
    recorded_at: datetime
    role: str
    name: str
    office: str
    actor: str
    raw: str


class Difference(NamedTuple):
    """What a case said at the moment, and what it says now."""

    label: str
    then: str
    now: str
    long: bool = False


class ClockLine(NamedTuple):
    """A clock as it stood: its promise with every day counted, and in words where it stands."""

    shown: ClockShown
    status: str
    colour: str


# Facts ----------------------------------------------------------------------------------------------------


def facts(seen: Seen) -> list[Fact]:
    """Return the facts up to the moment, oldest first."""
    stored = {raw.version: raw for raw in services().log.raw(seen.stream)}
    names = _Names(seen.body.stream, seen.recorded)
    return [_fact(recorded, names, stored[recorded.envelope.version].state) for recorded in seen.recorded]


def _fact(recorded: Recorded, names: _Names, state: bytes) -> Fact:
    line = line_of(recorded)
    name, office = names.of(recorded)
    return Fact(
        version=line.version,
        position=line.position,
        topic=line.topic,
        sentence=pick(id=line.sentence_id, en=line.sentence_en),
        happened_on=line.happened_on,
        recorded_at=line.recorded_at,
        role=say(ROLES[line.role]),
        name=name,
        office=office,
        actor=line.actor if name else "",
        raw=pretty(state),
    )


class _Names:
    """The names and positions of a body's officers, as they were appointed when they acted."""

    def __init__(self, body: Stream, recorded: Iterable[Recorded]) -> None:
        actors = {r.envelope.actor for r in recorded}
        self.held: list[tuple[int, OfficerAppointed]] = [
            (r.position, r.envelope.event)
            for r in services().log.load(body)
            if isinstance(r.envelope.event, OfficerAppointed) and r.envelope.event.officer in actors
        ]
        opened = services().vault.open_all([event.name for _, event in self.held])
        self.names = [known.name if known else _("(nama dihapus)") for known in opened]

    def of(self, recorded: Recorded) -> tuple[str, str]:
        """The name and position of who recorded a fact; empty for a citizen or a process."""
        found = ("", "")
        for (position, appointed), name in zip(self.held, self.names, strict=True):
            if position <= recorded.position and appointed.officer == recorded.envelope.actor:
                found = (name, appointed.position)
        return found


def pretty(state: bytes) -> str:
    """The stored JSON with line breaks; what cannot be seen is written as its escape: the same JSON."""
    laid_out = json.dumps(json.loads(state), ensure_ascii=False, indent=2)
    return re.sub(r"[^\x20-\x7e\n]", _escaped, laid_out)


def _escaped(found: re.Match[str]) -> str:
    character = found.group()
    if unicodedata.category(character) not in UNSEEN and not character.isspace():
        return character
    point = ord(character)
    if point < FIRST_ASTRAL:
        return f"\\u{point:04x}"
    high, low = divmod(point - FIRST_ASTRAL, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"


# Differences ----------------------------------------------------------------------------------------------


def entries(seen: Seen) -> list[Said]:
    """Return what the case says at the moment, without what is not there yet."""
    return [each for each in said(seen.state, seen.moment.day) if each.value] if seen.state else []


def differences(seen: Seen, today: date) -> list[Difference]:
    """Return what the case says otherwise now. Both sides are in words; nothing equal is listed."""
    if seen.state is None:
        return []
    then = {each.label: each for each in everything(seen.kind, seen.state, seen.moment.day)}
    now = {each.label: each for each in everything(seen.kind, seen.now, today)}
    empty = _("belum ada")
    return [
        Difference(label, _value(then, label) or empty, _value(now, label) or empty, _long(then, now, label))
        for label in dict.fromkeys((*now, *then))
        if _value(then, label) != _value(now, label)
    ]


def everything(kind: Kind, state: State, as_of: date) -> list[Said]:
    """Return what a case says on a day, its step first, with what it says nothing about yet."""
    return [Said(_("Langkah"), kind.step(step_of(state))), *said(state, as_of)]


def _value(entries: Mapping[str, Said], label: str) -> str:
    return entries[label].value if label in entries else ""


def _long(then: Mapping[str, Said], now: Mapping[str, Said], label: str) -> bool:
    return any(label in entries and entries[label].long for entries in (then, now))


# Clocks ---------------------------------------------------------------------------------------------------


def clocks(seen: Seen) -> list[ClockLine]:
    """Return every clock that had started by the moment, as it stood on that day."""
    if seen.state is None:
        return []
    running = seen.state.running()
    return [_clock(clock, seen, runs=clock in running) for _code, clock in sorted(seen.state.clocks.items())]


def _clock(clock: ClockState, seen: Seen, *, runs: bool) -> ClockLine:
    as_of = seen.moment.day
    shown = show(clock.promise, seen.body, as_of, ran_out=clock.ran_out, now=seen.moment.at)
    late = clock.late(as_of, seen.moment.at)
    if clock.replaced:
        extended = REQUEST.of(seen.stream)
        words = _("digantikan oleh perpanjangan") if extended else _("tidak berlaku lagi")
        return ClockLine(shown, words, "grey")
    if clock.met:
        on = day(clock.on) if clock.on else ""
        if late:
            return ClockLine(shown, _("dipenuhi terlambat %(on)s", on=on).strip(), "red")
        return ClockLine(shown, _("dipenuhi %(on)s", on=on).strip(), "green")
    if not runs:
        return ClockLine(shown, _("berhenti karena perkaranya selesai"), "grey")
    return ClockLine(shown, _("lewat") if late else _("berjalan"), "red" if late else "blue")
