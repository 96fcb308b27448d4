"""An application and a breach at instants: facts before, one act, facts after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ppid import keeping
from ppid.breach import commands as breaching
from ppid.breach.vocabulary import DataClass
from ppid.checks import Context
from ppid.errors import FieldError, RuleError
from ppid.events import Envelope, Event
from ppid.privacy import commands as c
from ppid.privacy.vocabulary import PrivacyKind, Way
from tests import examples as x

PRIVACY_CASE = "privacy-000000000000000000000000000000a5"
BREACH_CASE = "breach-000000000000000000000000000000b5"
STREAMS = {"privacy": PRIVACY_CASE, "breach": BREACH_CASE}


def at(text: str, zone: str = "Asia/Jakarta") -> datetime:
    """An instant as the wall clock of a zone shows it."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@dataclass(frozen=True)
class Story:
    """A case of personal data, as the rules decided it so far, and the wall clock where the body is."""

    kind: str
    zone: str = "Asia/Jakarta"
    events: tuple[Event, ...] = ()

    def context(self, now: str) -> Context:
        """The office at an instant of its own wall clock."""
        instant = at(now, self.zone)
        around = x.context(instant.astimezone(ZoneInfo(self.zone)).date(), zone=self.zone)
        return Context(around.as_of, instant, around.body, around.calendar)

    @property
    def state(self) -> Any:
        """The case as it stands."""
        begin = datetime(2026, 1, 2, tzinfo=UTC)
        return keeping.KEEPERS[self.kind].subject.fold(
            Envelope(STREAMS[self.kind], n, event, begin, x.PPID.id, x.PPID.role, x.REGION)
            for n, event in enumerate(self.events, start=1)
        )

    def begins(self, now: str, rule: Callable[..., Any], command: object) -> Story:
        """The case once it has begun."""
        return replace(self, events=tuple(rule(command, self.context(now), sequence=1)))

    def does(self, now: str, rule: Callable[..., Any], command: object = None, **facts: object) -> Story:
        """The case after an act at an instant."""
        given = [command] if command is not None else []
        takes_time = "context" in rule.__annotations__
        decided = rule(self.state, *given, *([self.context(now)] if takes_time else []), **facts)
        return replace(self, events=(*self.events, decided))

    def refuses(
        self,
        now: str,
        error: type[RuleError],
        rule: Callable[..., Any],
        command: object = None,
        *,
        field: str = "",
        **facts: object,
    ) -> None:
        """The act is refused at an instant, for this reason, at this field."""
        with pytest.raises(error) as refused:
            self.does(now, rule, command, **facts)
        assert type(refused.value) is error
        if field:
            assert isinstance(refused.value, FieldError)
            assert refused.value.field == field

    def passes(self, now: str) -> tuple[Event, ...]:
        """What the timekeeper notes at an instant."""
        return tuple(keeping.KEEPERS[self.kind].ends(self.state, self.context(now)))

    def later(self, now: str) -> Story:
        """The case after the timekeeper came by."""
        return replace(self, events=(*self.events, *self.passes(now)))


def ask(kind: PrivacyKind = PrivacyKind.ACCESS, **more: Any) -> c.AskPrivacy:
    """An application by letter."""
    given = {"what": "Nama saya salah ditulis", "way": Way.LETTER, "body": x.REGION, **more}
    return c.AskPrivacy(person=x.SARI, kind=kind, **given)


def reply(made: type[Any], **more: Any) -> Any:
    """An answer in writing."""
    return made(**{"case": PRIVACY_CASE, "number": "B/9/IV/2026", "text": "Sudah kami penuhi.", **more})


def note(**more: Any) -> breaching.NoteBreach:
    """A breach as it is first known."""
    given = {"data": (DataClass.NAME,), "people": 3, "how": "Surel terkirim ke alamat yang salah", **more}
    return breaching.NoteBreach(breach=BREACH_CASE, body=x.REGION, **given)


def assess(**more: Any) -> breaching.AssessBreach:
    """What it was: three people, two of whom the log knows."""
    given = {
        "data": (DataClass.NAME, DataClass.CONTACT),
        "people": 3,
        "how": "Satu surel terkirim ke alamat yang salah",
        "persons": (x.SARI, x.BUDI),
        **more,
    }
    return breaching.AssessBreach(case=BREACH_CASE, **given)
