"""The grounds of an objection as a citizen chooses among them: which fit, why, and each one's window.

What fits is the domain's to say (``ppid.objection.next_steps``); this puts it into words. A late ground is
marked and stays on offer. Law: UU 14/2008 art. 35(1), 36(1).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from ppid.body import Body
from ppid.checks import Context
from ppid.deadlines import Text
from ppid.events import Promise
from ppid.objection.next_steps import suggestions
from ppid.objection.state import Objection
from ppid.objection.vocabulary import GROUNDS, Closing, Ground
from ppid.objection.windows import Window, windows
from ppid.request.state import Request
from web.citizen.deadlines import Due, due_of
from web.filters import weekday_day
from web.i18n import gettext as _
from web.i18n import pick


class Offered(msgspec.Struct, frozen=True):
    """A ground that may be chosen now. ``fits``: the record speaks for it; ``late``: its window is over."""

    ground: Ground
    name: str
    why: str
    until: str
    fits: bool
    late: bool


class Barred(msgspec.Struct, frozen=True):
    """A ground that cannot be chosen now, and why."""

    ground: Ground
    name: str
    why: str


class Choice(msgspec.Struct, frozen=True):
    """What a citizen chooses from: the grounds that fit first, and the windows that are counted."""

    offered: tuple[Offered, ...]
    barred: tuple[Barred, ...]
    windows: tuple[Due, ...]

    @property
    def ticked(self) -> tuple[Ground, ...]:
        """What is ticked before anybody chose: the only ground that fits, as after silence."""
        fitting = [each.ground for each in self.offered if each.fits]
        return tuple(fitting) if len(fitting) == 1 else ()


def choice(request: Request, raised: dict[Ground, str], context: Context) -> Choice:
    """The grounds about a request; ``raised`` are those of open objections, with their numbers.

    Ground b needs no request and has a form of its own.
    """
    found = {g: w for g, w in windows(request, context).items() if GROUNDS[g].needs_request}
    fitting = {suggestion.ground: suggestion.why for suggestion in suggestions(request, context)}
    open_now = [window for ground, window in found.items() if window.open and ground not in raised]
    chosen_from = [offered(window, fitting.get(window.ground)) for window in open_now]
    return Choice(
        tuple(sorted(chosen_from, key=lambda each: not each.fits)),
        tuple(_barred(w, raised) for g, w in found.items() if not w.open or g in raised),
        _counted((window for window in open_now if window.ground in fitting), context.body),
    )


def raised(objections: Iterable[Objection]) -> dict[Ground, str]:
    """The grounds of objections that are still open, each with the number it was raised under."""
    return {ground: each.number for each in objections if not each.closed for ground in each.grounds}


def dealt_with(objections: Iterable[Objection]) -> set[Ground]:
    """The grounds that were objected to and not withdrawn: after an answer the way leads onwards."""
    return {g for each in objections if each.closing is not Closing.WITHDRAWN for g in each.grounds}


def ground_words(ground: Ground) -> str:
    """A ground as a line of its own: ``Permohonan tidak ditanggapi (huruf c)``."""
    return _("%(name)s (huruf\u00a0%(letter)s)", name=_first(GROUNDS[ground].name), letter=ground.value)


def until_words(until: date | None, missing_year: int | None, *, late: bool) -> str:
    """When a window ends, or what it waits for."""
    if until is None and missing_year is None:
        return _("Batasnya 30 hari kerja sejak Anda menerima pemberitahuan tertulis.")
    if until is None:
        return _("Tanggal batasnya menunggu penetapan hari libur tahun %(year)s.", year=missing_year)
    if late:
        return _("Terlambat: batasnya %(day)s. Tetap diterima dan dicatat terlambat.", day=weekday_day(until))
    return _("Batasnya %(day)s.", day=weekday_day(until))


def offered(window: Window, why: Text | None = None) -> Offered:
    """A ground as it is offered, with its window; ``why``: what is recorded speaks for it."""
    promise = window.promise
    fits = GROUNDS[window.ground].fits
    said = pick(id=fits.id, en=fits.en)
    return Offered(
        window.ground,
        ground_words(window.ground),
        _("Sesuai catatan kami: %(why)s.", why=said) if why else _("Pilih bila %(why)s.", why=said),
        until_words(window.ends_on, promise.missing_year if promise else None, late=window.late),
        why is not None,
        window.late,
    )


def _barred(window: Window, raised: dict[Ground, str]) -> Barred:
    why = window.why_not
    if window.ground in raised:
        said = _("sudah diajukan dalam keberatan %(number)s", number=raised[window.ground])
    else:
        said = pick(id=why.id, en=why.en) if why else ""
    return Barred(window.ground, ground_words(window.ground), said)


def _counted(found: Iterable[Window], body: Body) -> tuple[Due, ...]:
    """Each window that is counted, once: grounds on one notice share theirs."""
    promises: dict[tuple[date, int], Promise] = {}
    for window in found:
        if window.promise and window.promise.due_on:
            promises.setdefault((window.promise.starts_on, window.promise.days), window.promise)
    return tuple(due_of(promise, body) for promise in promises.values())


def _first(text: Text) -> str:
    said = pick(id=text.id, en=text.en)
    return said[:1].upper() + said[1:]
