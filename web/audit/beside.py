"""A case on a past day beside the same case today, entry by entry, with what differs said in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from flask import render_template, request
from marshmallow import ValidationError

from ppid.deadlines import Text as Words
from ppid.events import Role
from web.access import allow
from web.audit.asking import Moment, Seen, see
from web.audit.cases import PLACES
from web.audit.room import AnyPage, bp, today_in
from web.audit.said import Said
from web.audit.telling import clocks, everything, facts
from web.filters import day
from web.i18n import gettext as _
from web.office.sight import title_of
from web.office.words import say
from web.schemas import Errors, errors_of
from web.services import services


class Mark(StrEnum):
    """How an entry stands to itself."""

    SAME = "same"
    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"


MARKS: Mapping[Mark, tuple[Words, str]] = {
    Mark.SAME: (Words("sama", "same"), "grey"),
    Mark.CHANGED: (Words("berubah", "changed"), "orange"),
    Mark.NEW: (Words("baru", "new"), "green"),
    Mark.GONE: (Words("tidak ada lagi", "gone"), "red"),
}


class Pair(NamedTuple):
    """An entry as it was and as it is."""

    label: str
    then: str
    now: str
    mark: Mark

    @property
    def words(self) -> str:
        """How it stands to itself, in words."""
        return say(MARKS[self.mark][0])

    @property
    def colour(self) -> str:
        """The colour of those words."""
        return MARKS[self.mark][1]


def pairs(seen: Seen) -> list[Pair]:
    """Return every entry that says anything then or now."""
    now = as_now(seen)
    then_says = _says(seen)
    now_says = _says(now)
    labels = dict.fromkeys((*now_says, *then_says))
    found = (_pair(label, then_says.get(label, ""), now_says.get(label, "")) for label in labels)
    return [pair for pair in found if pair.then or pair.now]


def as_now(seen: Seen) -> Seen:
    """The same case at this very moment."""
    at = services().now()
    moment = Moment(at, today_in(seen.body.zone), chosen=False)
    return seen._replace(moment=moment, state=seen.now, recorded=seen.everything)


def _says(seen: Seen) -> dict[str, str]:
    if seen.state is None:
        return {}
    entries: Iterable[Said] = everything(seen.kind, seen.state, seen.moment.day)
    return {each.label: each.value for each in entries} | dict(_clocks(seen))


def _clocks(seen: Seen) -> Iterator[tuple[str, str]]:
    for line in clocks(seen):
        due_on = line.shown.promise.due_on
        until = _("paling lambat %(on)s", on=day(due_on)) if due_on else _("menunggu kalender kerja")
        yield _("Jangka waktu: %(name)s", name=line.shown.name), f"{until}: {line.status}"


def _pair(label: str, then: str, now: str) -> Pair:
    if then == now:
        return Pair(label, then, now, Mark.SAME)
    if not then:
        return Pair(label, then, now, Mark.NEW)
    return Pair(label, then, now, Mark.CHANGED if now else Mark.GONE)


@bp.get(f"/audit/<any({PLACES}):place>/<hex>/dulu-dan-sekarang")
@allow(Role.AUDITOR)
def beside(place: str, hex: str) -> AnyPage:  # noqa: A002  (so it is called in every address)
    """Show a case on a past day, or as it was first recorded, beside the same case today."""
    errors: Errors = {}
    asked = {k: v for k, v in request.args.items() if k.startswith(("per", "fakta")) and v}
    try:
        seen = see(place, hex, asked or {"fakta": "1"})
    except ValidationError as problem:
        errors = errors_of(problem)
        seen = see(place, hex, {"fakta": "1"})
    found = [] if errors else pairs(seen)
    only = request.args.get("hanya") == "beda"
    page = render_template(
        "audit/beside.html",
        errors=errors or None,
        seen=seen,
        label=seen.now.number or title_of(seen.now),
        shown=[pair for pair in found if not only or pair.mark is not Mark.SAME],
        differing=sum(pair.mark is not Mark.SAME for pair in found),
        same=sum(pair.mark is Mark.SAME for pair in found),
        only=only,
        since=[] if errors else facts(as_now(seen))[len(seen.recorded) :],
        asked=asked,
        filters=request.args,
        zone=seen.body.zone,
    )
    return page, 422 if errors else 200
