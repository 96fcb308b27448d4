"""The forms of breaches."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError

from ppid.breach import commands as c
from ppid.breach.rules import MOST_PEOPLE
from ppid.breach.vocabulary import Channel, DataClass, Medium
from ppid.events import Stream
from web.i18n import gettext as _
from web.office.breach import whom
from web.office.forms import ActSchema, BeginSchema, YesNo, day_of_act, line, lines
from web.office.moments import day_or_now, instant, time_or_now
from web.schemas import DateParts, EnumField, Enums, WholeNumber


class NoteSchema(BeginSchema):
    """What is known of it at first."""

    makes = c.NoteBreach
    of_case = "breach"
    data = Enums(DataClass)
    people = WholeNumber(0, MOST_PEOPLE)
    course = lines()
    happened_on = DateParts(required=False)
    known_on = day_or_now()
    known_time = time_or_now()

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Put the instant together."""
        known_at = instant(data, "known", self.start.body)
        return {"how": data.pop("course"), **data, "known_at": known_at}


class AssessSchema(ActSchema):
    """What it was, and whose data: by cases, by what somebody opened; who stands there already stays."""

    makes = c.AssessBreach
    data = Enums(DataClass)
    people = WholeNumber(0, MOST_PEOPLE, required=False)
    course = lines()
    public = EnumField(YesNo)
    happened_on = DateParts(required=False)
    numbers = lines()
    officer = line(100)
    since_on = day_or_now()
    since_time = time_or_now()
    until_on = day_or_now()
    until_time = time_or_now()

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Find the people; nobody is counted who is not at least as many as are named."""
        numbers, officer = data.pop("numbers"), data.pop("officer")
        opened = self._opened(data, officer)
        body = self.sight.body.stream
        persons = tuple(dict.fromkeys((*self.sight.state.persons, *whom.by_numbers(numbers, body), *opened)))
        people = data.pop("people")
        return {
            "how": data.pop("course"),
            **data,
            "public": data["public"] is YesNo.YES,
            "persons": persons,
            "people": len(persons) if people is None else people,
        }

    def _opened(self, data: dict[str, Any], officer: str) -> tuple[Stream, ...]:
        since = instant(data, "since", self.sight.body)
        until = instant(data, "until", self.sight.body)
        if not officer:
            return ()
        if officer not in {known.id for known in self.sight.body.officers}:
            raise ValidationError({"officer": [_("Pilih salah satu pilihan yang tersedia.")]})
        if since is None:
            raise ValidationError({"since_on": [_("Isi sejak kapan pembukaan data dihitung.")]})
        until = until or self.sight.context.now
        return whom.opened_by(officer, self.sight.body.stream, since, until)


class NotifySubjectsSchema(ActSchema):
    """Who was told, how and when."""

    makes = c.NotifySubjects
    channel = EnumField(Channel)
    rows = line(2000)
    people = WholeNumber(0, MOST_PEOPLE, required=False)
    told_on = day_or_now()
    told_time = time_or_now()

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Find the people by their places in the list."""
        persons = whom.chosen(data.pop("rows"), self.sight.state)
        told_at = instant(data, "told", self.sight.body)
        return {**data, "people": data["people"] or 0, "persons": persons, "told_at": told_at}


class NotifyAgencySchema(ActSchema):
    """The letter to the agency, and when it was given."""

    makes = c.NotifyAgency
    number = line()
    told_on = day_or_now()
    told_time = time_or_now()

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Put the instant together."""
        told_at = instant(data, "told", self.sight.body)
        return {**data, "told_at": told_at}


class NotifyPublicSchema(ActSchema):
    """Where and when the public was told."""

    makes = c.NotifyPublic
    told_on = day_of_act()
    medium = EnumField(Medium)
    where = line()


class ContainSchema(ActSchema):
    """Handling and recovery."""

    makes = c.ContainBreach
    handling = lines()
    recovery = lines()
    done_on = day_of_act()


class CloseSchema(ActSchema):
    """Nothing more is owed."""

    makes = c.CloseBreach
    note = lines()
