"""Where the long stories play: the world of the tests, its calendar turned by hand, and who walks in it.

Nothing is done to a case here but through pages. The story only turns the clock; the timekeeper makes a round
on each day that the story tells of, as it does every half minute while the program runs.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from click.testing import CliRunner

from ppid.clocks import RanOut
from ppid.events import Event, Stream
from ppid.topics import VOCABULARY
from tests.journeys.looking import Looker
from tests.journeys.walking import Typed, Walker
from tests.web.world import PASSWORD, World
from web.cli import cli
from web.serving import keep_time

TOPICS = {kind: topic for topic, kind in VOCABULARY.items()}


@dataclass
class Stage:
    """The world and the people of one story; ``walker`` gives somebody a browser of their own."""

    world: World
    walker: Callable[[], Walker]
    looker: Looker
    people: dict[str, Walker] = field(default_factory=dict)

    # Time ------------------------------------------------------------------------------------------------

    def on(self, day: str, hour: int = 9) -> int:
        """Go on to a day. Nobody is signed in any more; the timekeeper makes its round.

        On the days between, the program was down. Returns in how many cases the timekeeper noted something.
        """
        self.world.clock.set(day, hour)
        self.people.clear()
        self.world.follow()
        _moved, noted = keep_time(self.world.services)
        self.world.follow()
        return noted

    # People ----------------------------------------------------------------------------------------------

    def citizen(self, number: str, code: str, name: str = "") -> Walker:
        """The citizen comes back with number and code."""
        citizen = self.walker()
        citizen.open("/lacak")
        citizen.send({"number": number, "code": code}, name)
        citizen.at("/lacak/permohonan")
        return citizen

    def officer(self, username: str, role: str = "", name: str = "") -> Walker:
        """An officer at the desk, signed in today; with several roles, in the one that is chosen."""
        who = f"{username} {role}"
        if who not in self.people:
            officer = self.walker()
            officer.open("/meja/masuk")
            officer.send({"username": username, "password": PASSWORD}, "" if role else name)
            if role:
                officer.send({"role": role}, name)
            assert "/masuk" not in officer.path, officer.text
            self.people[who] = officer
        self.world.follow()
        return self.people[who]

    def act(self, officer: Walker, case: str, act: str, typed: Typed, name: str = "") -> None:
        """Take an act on a case as somebody does who looks at the preview, where the act has one."""
        officer.open(f"{case}/{act}", f"{name}-form" if name else "")
        record(officer, typed, name)
        officer.at(case)

    # Afterwards ------------------------------------------------------------------------------------------

    def facts(self, stream: Stream) -> list[str]:
        """What is recorded of a case, in order; of a clock that ran out, which one and its day."""
        return [_told(recorded.envelope.event) for recorded in self.world.services.log.load(stream)]

    def verified(self) -> None:
        """Demand that every projection equals one that is folded anew, as an operator asks it."""
        self.world.follow()
        with self._as_operator():
            ran = CliRunner().invoke(cli, ["projections", "verify"])
        assert ran.exit_code == 0, ran.output
        assert ran.output.count("\tequal") == len(ran.output.splitlines()), ran.output

    @contextmanager
    def _as_operator(self) -> Iterator[None]:
        settings = self.world.settings
        chosen = {
            "PPID_DATABASE_URL": settings.database_url,
            "PPID_MASTER_KEY_FILE": str(settings.master_key_file),
            "PPID_FILES": str(settings.files),
        }
        before = dict(os.environ)
        os.environ.update(chosen)
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)


def stream_of(kind: str, page: str) -> Stream:
    """The place in the log of the case with that page."""
    return f"{kind}-{page.rpartition('/')[2]}"


def _told(event: Event) -> str:
    topic = TOPICS[type(event)]
    return f"{topic} {event.clock} {event.due_on}" if isinstance(event, RanOut) else topic


def record(officer: Walker, typed: Typed, name: str = "", check: str = "") -> None:
    """Fill in a form of the desk, look at its preview where it has one, and record.

    ``name`` and ``check`` have the page that comes, and the preview before it, judged.
    """
    if 'value="periksa"' in officer.html:
        officer.send(typed, check, button="periksa", holding=next(iter(typed), ""))
        assert 'value="ubah"' in officer.html, f"refused at {officer.path}: {officer.text[:3000]}"
        officer.says("Belum ada yang dicatat")
        typed = {}
    officer.send(typed, name, button="catat", holding=next(iter(typed), ""))
