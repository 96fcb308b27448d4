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
from ppid.request.refusals import UnknownRequestError
from ppid.request.state import Request, fold, may_see
from ppid.request.vocabulary import Outcome, Step
from projections.replay import DEFAULT_ZONE, case_as_of, moment_of
from web.access import current
from web.i18n import gettext as _
from web.schemas import DateParts, EnumField, FormSchema, Text, WholeNumber
from web.services import services

HEX = re.compile(r"[0-9a-f]{32}")
WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")


class FilterSchema(FormSchema):
    """Which cases."""

    badan = Text(30, required=False)
    tahun = WholeNumber(1900, 9999, required=False)
    langkah = EnumField(Step, required=False)
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
    """A case at a moment, and as it is now. ``request`` is None before it was known."""

    stream: Stream
    body: Body
    moment: Moment
    request: Request | None
    recorded: tuple[Recorded, ...]
    now: Request
    everything: tuple[Recorded, ...]

    @property
    def hex(self) -> str:
        """The case in an address."""
        return self.stream.removeprefix("request-")

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


def where_of(asked: Mapping[str, object]) -> dict[str, object]:
    """The question to the list of cases. Raises ``ValidationError``."""
    body = body_of(str(asked.get("badan") or ""))
    where: dict[str, object] = {"body": body.stream} if body else {}
    for name, column in (("tahun", "year"), ("langkah", "step"), ("hasil", "outcome")):
        if asked.get(name):
            where[column] = asked[name]
    number = "".join(str(asked.get("nomor") or "").split()).upper()
    if WHOLE_NUMBER.fullmatch(number):
        where["sequence"] = int(number)
    elif number:
        where["number"] = number
    return where


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


def find(case: str) -> tuple[Body, tuple[Recorded, ...], Request]:
    """The case of an address, when this auditor may see it. Raises ``UnknownRequestError``."""
    if not HEX.fullmatch(case):
        abort(404)
    recorded = tuple(services().log.load(f"request-{case}"))
    request = fold(r.envelope for r in recorded)
    if request is None or not may_see(current().actor, request):
        raise UnknownRequestError
    return services().directory.body(request.body), recorded, request


def see(case: str, query: Mapping[str, object]) -> Seen:
    """The case at the moment asked for. Raises ``ValidationError`` at ``per`` or ``fakta``."""
    body, recorded, now = find(case)
    fact = MomentSchema(only=("fakta",)).load(query)["fakta"]
    stream = now.stream
    if fact is not None:
        shown = tuple(takewhile(lambda r: r.envelope.version <= fact, recorded))
        at = shown[-1].envelope.recorded_at
        moment = Moment(at, body.local_date(at))
        return Seen(stream, body, moment, fold(r.envelope for r in shown), shown, now, recorded)
    moment = day_asked(query, body)
    if not moment.chosen:
        return Seen(stream, body, moment, now, recorded, now, recorded)
    then = case_as_of(services().log, stream, moment.at)
    return Seen(stream, body, moment, then.request, then.recorded, now, recorded)
