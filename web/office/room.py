"""A room of the office: all that the pages of one subject declare. How they work stands in ``acting``.

A subject brings its acts (``ActPage``), what begins a new stream (``BeginPage``), its list (``Listing``) and
its words; ``web.office.opening.open_room`` makes the addresses of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Generic, NamedTuple

from flask import url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from ppid.acts import Acts
from ppid.body import Body
from ppid.checks import Context
from ppid.counting import WorkingCalendar
from ppid.deadlines import Text
from ppid.deciding import Done
from ppid.events import Actor, Event, Role, Stream
from ppid.request.events import Document
from ppid.subject import S, Subject
from projections.agenda import Agendum
from projections.reader import Range
from web.access import OFFICERS
from web.office.foresight import Decision, Foreseen
from web.office.forms import ActSchema, BeginSchema
from web.office.sight import Sight, look, step_of, title_of
from web.office.words import say
from web.services import Services

Form = MultiDict[str, str]
Rows = list[dict[str, object]]


@dataclass(frozen=True)
class Start:
    """A new stream before its first event: who begins it, when, and what the address asks for.

    ``key`` is the key of the form and names the stream to be, so that a form sent twice begins one.
    """

    kind: str
    key: str
    context: Context
    actor: Actor
    asked: Form

    @property
    def stream(self) -> Stream:
        """The stream that will begin."""
        return f"{self.kind}-{self.key}"

    @property
    def body(self) -> Body:
        """The body that records it."""
        return self.context.body

    @property
    def as_of(self) -> date:
        """Today, where the body is."""
        return self.context.as_of


def nothing(_seen: Any, _form: Form) -> dict[str, Any]:
    """No defaults, no choices."""
    return {}


def no_sample(_seen: Any) -> Any:
    """No command to show the consequence of."""
    return None


def no_rows(_seen: Any, _command: Any, _foreseen: Foreseen) -> Rows:
    """No paper to preview."""
    return []


def nothing_elsewhere(_seen: Any, _command: Any) -> Sequence[str]:
    """Nothing is recorded beside it."""
    return ()


def no_person(_seen: Any) -> Stream:
    """Nobody: the page takes no files."""
    return ""


@dataclass(frozen=True, kw_only=True)
class Page:
    """What the pages of acts and of beginnings share.

    ``previews``: what was typed is shown as it will stand before it is recorded. ``choices`` is what the
    form offers (with ``choosing`` true, ``<template>-choice.html`` is shown instead of the form);
    ``defaults`` fills it; ``rows`` is the paper that the preview shows; ``elsewhere`` says what is recorded
    in other streams. ``files_of`` is the person under whose key the page's files are sealed; from the
    preview to the record they are kept with the form, for a browser sends a file only once.
    ``takes_records``: the files may be records of the office, not only papers that prove something.
    ``shown_at`` moves an error from the command's field to an entry of the form. ``button`` is on the button
    that records.
    """

    defaults: Callable[[Any, Form], Mapping[str, object]] = nothing
    choices: Callable[[Any, Form], Mapping[str, Any]] = nothing
    rows: Callable[[Any, Any, Foreseen], Rows] = no_rows
    elsewhere: Callable[[Any, Any], Sequence[str]] = nothing_elsewhere
    previews: bool = False
    takes_files: bool = False
    takes_records: bool = False
    files_of: Callable[[Any], Stream] = no_person
    shown_at: Mapping[str, str] = field(default_factory=dict)
    button: Text | None = None


@dataclass(frozen=True)
class ActPage(Page):
    """One act. ``sample`` is its plainest command, so that the page can tell the consequence at once."""

    act: StrEnum
    schema: Callable[[Any, Form], ActSchema]
    use_case: Callable[[Any, Any, Actor], Done]
    decision: Decision
    sample: Callable[[Any], Any] = field(default=no_sample, kw_only=True)


@dataclass(frozen=True)
class BeginPage(Page):
    """A form without a case, which begins a new stream. ``what`` is the last part of its address, or ''.

    ``decision`` gives the first events of the stream as they would be recorded; ``may_begin`` refuses with
    the reason why it cannot begin now, whatever is typed.
    """

    what: str
    name: Text
    roles: tuple[Role, ...]
    schema: Callable[[Start, Form], BeginSchema]
    use_case: Callable[[Any, Any, Actor], Done]
    decision: Callable[[Any, Context], Event | Sequence[Event]]
    may_begin: Callable[[Start], None] = field(default=lambda _start: None, kw_only=True)
    #: Where somebody is led who began it; the page of the new case unless told otherwise.
    leads_to: Callable[[Done], str] | None = field(default=None, kw_only=True)
    #: Shown as a button above the list; a form that needs to be told of a case is reached from that case.
    on_list: bool = field(default=True, kw_only=True)


class Section(NamedTuple):
    """A part of a case's page: a title, a text that somebody wrote, and rows (see ``rows_of``)."""

    title: str
    rows: Sequence[Mapping[str, object]] = ()
    text: str = ""


class Letter(NamedTuple):
    """A paper of a case: its part of the address, its title, and its day."""

    slug: str
    title: Text
    on: date


class Choice(NamedTuple):
    """A way to narrow a list: its part of the address, its words, and what it asks of the agenda.

    ``ranges`` gets today and the body's working calendar.
    """

    value: str
    text: Text
    where: Mapping[str, object]
    ranges: Callable[[date, WorkingCalendar], Sequence[Range]] = lambda _today, _calendar: ()


@dataclass(frozen=True, kw_only=True)
class Listing:
    """The words of a list. ``describe`` adds a line under the title of a row.

    ``choices`` are the ways to narrow it, the first one shown unless another is asked for; without any they
    are those by due date. ``order`` is that of its rows. ``template`` is its page where the plain one is not
    enough, and ``show`` what that page shows beyond every list.
    """

    heading: Text
    caption: Text
    empty: Text
    describe: Callable[[Agendum], str] = lambda _row: ""
    choices: tuple[Choice, ...] = ()
    #: A closed case owes nothing, so that it stands behind all that do.
    order: tuple[str, ...] = ("due_on", "stream")
    template: str = "office/subjects.html"
    show: Callable[[], Mapping[str, object]] = dict


def no_letters(_seen: Any) -> Sequence[Letter]:
    """No papers."""
    return ()


def no_letter(_seen: Any, _slug: str) -> Response | None:
    """No such paper."""
    return None


def no_files(_seen: Any) -> Sequence[Document]:
    """No files."""
    return ()


def no_more(_seen: Any) -> Mapping[str, object]:
    """Nothing that only this subject shows."""
    return {}


@dataclass(frozen=True, kw_only=True)
class Room(Generic[S]):
    """Everything the pages of a subject declare.

    ``place`` is its part of every address (``/meja/<place>/<hex>/<act>``); ``caption`` says what one case
    is, ``the`` calls it inside a sentence (``keberatan``, ``the objection``). ``desk`` finds the use cases.
    ``order`` is the acts as they usually come, ``aside`` those that are rare. ``templates`` is the folder of
    the forms, each ``<act>.html``, beginnings ``begin.html`` or ``begin-<what>.html``. ``template`` is the
    page of a case, and ``show`` what it shows beyond what every case has. A room with a ``listing`` stands
    in the desk's navigation for the roles in ``opens``.
    """

    subject: Subject[S]
    place: str
    caption: Text
    the: Text
    acts: Acts[Any, S]
    desk: Callable[[Services], Any]
    pages: Mapping[Any, ActPage]
    steps: Mapping[Any, Text]
    colours: Mapping[Any, str] = field(default_factory=dict)
    begins: tuple[BeginPage, ...] = ()
    listing: Listing | None = None
    opens: tuple[Role, ...] = tuple(OFFICERS)
    order: tuple[StrEnum, ...] = ()
    aside: tuple[StrEnum, ...] = ()
    templates: str = ""
    template: str = "office/subject.html"
    show: Callable[[Any], Mapping[str, object]] = no_more
    letters: Callable[[Any], Sequence[Letter]] = no_letters
    letter: Callable[[Any, str], Response | None] = no_letter
    files: Callable[[Any], Sequence[Document]] = no_files
    sight: Callable[[str], Sight[S]] | None = None
    case_endpoint: str = ""
    take_endpoint: str = ""

    @property
    def name(self) -> str:
        """The name of its blueprint: the subject's kind."""
        return self.subject.kind

    @property
    def folder(self) -> str:
        """Where its templates stand."""
        return self.templates or f"office/{self.subject.kind}"

    def sees(self, case: str) -> Sight[S]:
        """The case of an address, for the officer who is signed in; 404 where there is none for them."""
        return self.sight(case) if self.sight else look(self.subject, case)

    def label(self, state: S) -> str:
        """What a case is called: its number, or its title while it has none."""
        return state.number or title_of(state)

    def heading(self) -> str:
        """What its list is called."""
        return say(self.listing.heading if self.listing else self.caption)

    def step(self, state: S) -> str:
        """Where a case stands, in words."""
        return say(self.steps[step_of(state)])

    def case_href(self, case: str) -> str:
        """The address of a case."""
        return url_for(self.case_endpoint or f"{self.name}.case", case=case)

    def act_href(self, case: str, act: StrEnum) -> str:
        """The address of an act on a case."""
        return url_for(self.take_endpoint or f"{self.name}.take", case=case, act=act.value)

    def list_href(self, **chosen: Any) -> str:
        """The address of its list."""
        return url_for(f"{self.name}.listed", **chosen)

    def begin_endpoint(self, page: BeginPage) -> str:
        """The name of a beginning's route within the blueprint."""
        return f"begin_{page.what.replace('-', '_')}" if page.what else "begin"

    def begin_href(self, page: BeginPage, **asked: Any) -> str:
        """The address of a beginning."""
        return url_for(f"{self.name}.{self.begin_endpoint(page)}", **asked)


AnyRoom = Room[Any]


# What declarations are written with -----------------------------------------------------------------------


def plain(schema: Callable[[Any], Any]) -> Callable[[Any, Form], Any]:
    """A form that is the same whatever was chosen."""
    return lambda seen, _form: schema(seen)


def today_as(*names: str) -> Callable[[Any, Form], Mapping[str, object]]:
    """Days that are today unless somebody says otherwise."""
    return lambda seen, _form: dict.fromkeys(names, seen.as_of)


def rows_of(*rows: tuple[str, object]) -> Rows:
    """Rows of a preview or of a case; what is empty is left out."""
    return [{"key": key, "value": value} for key, value in rows if value not in ("", None)]


def filled(defaults: Mapping[str, object]) -> Form:
    """Defaults in the shape of a posted form."""
    found: Form = MultiDict()
    for name, value in defaults.items():
        if isinstance(value, date):
            found.update({f"{name}-{part}": str(getattr(value, part)) for part in ("day", "month", "year")})
        elif isinstance(value, list | tuple):
            found.setlist(name, [str(each) for each in value])
        else:
            found[name] = str(value)
    return found
