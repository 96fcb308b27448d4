"""What an auditor may ask for: which cases, of which body, and as of which day or fact."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from itertools import takewhile
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask import abort
from marshmallow import ValidationError

from ppid.body import Body, UnknownBodyError
from ppid.events import Recorded, Stream
from ppid.request.vocabulary import Outcome
from ppid.subject import State
from projections.replay import DEFAULT_ZONE, by_then, moment_of, state_of
from web.access import current
from web.audit.kinds import BY_PLACE, KINDS, Kind, Place, hex_of
from web.i18n import gettext as _
from web.schemas import DateParts, EnumField, FormSchema, Text, WholeNumber
from web.services import services

HEX = re.compile(r"[0-9a-f]{32}")


class FilterSchema(FormSchema):
    """Which cases."""

    jenis = EnumField(Place, required=False)
    badan = Text(30, required=False)
    tahun = WholeNumber(1900, 9999, required=False)
    langkah = Text(40, required=False)
    hasil = EnumField(Outcome, required=False)
    nomor = Text(100, required=False)


class MomentSchema(FormSchema):
    """As of the end of which day, or right after which fact."""

    per = DateParts(required=False)
    fakta = WholeNumber(1, 10**9, required=False)


class Moment(NamedTuple):
    """When a case or a body is looked at. ``chosen`` is False for now."""

    at: datetime
    day: date
    chosen: bool = True


class Seen(NamedTuple):
    """A case at a moment, and as it is now. ``state`` is None before it was known."""

    kind: Kind
    body: Body
    moment: Moment
    state: State | None
    recorded: tuple[Recorded, ...]
    now: State
    everything: tuple[Recorded, ...]

    @property
    def stream(self) -> Stream:
        """The stream of the case."""
        return self.now.stream

    @property
    def hex(self) -> str:
        """The case in an address."""
        return hex_of(self.stream)

    @property
    def later(self) -> int:
        """How many facts were recorded after the moment."""
        return len(self.everything) - len(self.recorded)


# Which cases ----------------------------------------------------------------------------------------------


def bodies() -> list[Body]:
    """The bodies that the auditor who is signed in may look at."""
    bound = current().body
    return [bound] if bound else services().directory.bodies()


def body_of(code: str) -> Body | None:
    """The body of a code among those; None for all of them. Raises ``ValidationError`` at ``badan``."""
    bound = current().body
    if bound or not code:
        return bound
    try:
        return services().directory.body_by_code(code)
    except UnknownBodyError:
        raise ValidationError({"badan": [_("Badan publik ini tidak dikenal.")]}) from None


class Asked(NamedTuple):
    """Which cases were asked for. ``place`` is ``ALL`` for every kind."""

    place: Place
    body: Body | None
    year: int | None
    step: str
    outcome: Outcome | None
    number: str

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of case that are asked for."""
        return KINDS if self.place is Place.ALL else (BY_PLACE[self.place.value],)


def asked(query: Mapping[str, object]) -> Asked:
    """What an address asks for. Raises ``ValidationError``.

    Requests are shown unless a kind is named; a number is looked for among all kinds.
    """
    data = FilterSchema().load(query)
    step, outcome, number = str(data["langkah"] or ""), data["hasil"], str(data["nomor"] or "")
    everywhere = number and not (step or outcome)
    place = data["jenis"] or (Place.ALL if everywhere else Place.REQUEST)
    if step and (place is Place.ALL or step not in {s.value for s in BY_PLACE[place.value].steps}):
        raise ValidationError({"langkah": [_("Pilih langkah dari jenis kasus yang ditampilkan.")]})
    if outcome and place is not Place.REQUEST:
        raise ValidationError({"hasil": [_("Hasil hanya dapat dipilih untuk permohonan.")]})
    return Asked(place, body_of(str(data["badan"] or "")), data["tahun"], step, outcome, number)


# As of when -----------------------------------------------------------------------------------------------


def zone_of(body: Body | None) -> str:
    """Whose local day a date means."""
    return body.zone if body else DEFAULT_ZONE


def day_asked(query: Mapping[str, object], body: Body | None) -> Moment:
    """The end of the day that was asked for, or now. Raises ``ValidationError`` at ``per``."""
    per = MomentSchema(only=("per",)).load(query)["per"]
    now = services().now()
    today = now.astimezone(ZoneInfo(zone_of(body))).date()
    if per is None:
        return Moment(now, today, chosen=False)
    if per > today:
        raise ValidationError({"per": [_("Tanggal ini belum tiba. Pilih hari ini atau sebelumnya.")]})
    return Moment(moment_of(per, zone_of(body)), per)


def find(place: str, case: str) -> tuple[Kind, Body, tuple[Recorded, ...], State]:
    """The case of an address, when this auditor may see it. Raises what is unknown of its subject."""
    kind = BY_PLACE[place]
    if not HEX.fullmatch(case):
        abort(404)
    recorded = tuple(services().log.load(f"{kind.subject.kind}-{case}"))
    state = state_of(recorded)
    if state is None or not kind.subject.may_see(current().actor, state):
        raise kind.subject.unknown
    return kind, services().directory.body(state.body), recorded, state


def see(place: str, case: str, query: Mapping[str, object]) -> Seen:
    """The case at the moment asked for. Raises ``ValidationError`` at ``per`` or ``fakta``."""
    kind, body, recorded, now = find(place, case)
    fact = MomentSchema(only=("fakta",)).load(query)["fakta"]
    if fact is not None:
        shown = tuple(takewhile(lambda r: r.envelope.version <= fact, recorded))
        at = shown[-1].envelope.recorded_at
        return Seen(kind, body, Moment(at, body.local_date(at)), state_of(shown), shown, now, recorded)
    moment = day_asked(query, body)
    if not moment.chosen:
        return Seen(kind, body, moment, now, recorded, now, recorded)
    shown = by_then(recorded, moment.at)
    return Seen(kind, body, moment, state_of(shown), shown, now, recorded)
