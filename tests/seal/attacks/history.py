"""A month of an office, recorded through its own use cases and sealed day by day, to be attacked.

Filings with files, an answer, a refusal and the objection to it, an amendment of the holidays that moves
cases, a person erased, contents erased by order, a new key of the log; every night a map of last versions,
a checkpoint that three commissions confirm, and a time stamp. The newest events are under no checkpoint.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from msgspec.structs import replace

from ppid import commands as c
from ppid.calendar import Amended, Holiday, HolidayKind
from ppid.events import Actor, Role, Stream
from ppid.log import migrate as migrate_log
from ppid.objection.commands import FileObjection
from ppid.objection.vocabulary import Ground
from ppid.request.events import Wish
from ppid.request.vocabulary import Channel
from ppid.seal.erasing import Order, erase
from ppid.seal.leaf import Genesis, Keys, kind_of
from ppid.seal.ledger import Ledger, Note
from ppid.topics import VOCABULARY
from projections.catalog import ALL
from projections.reader import Reader
from projections.rebuild import rebuild
from projections.worklist import WORKLIST, OpenCase, open_requests
from tests.seal.attacks.sealing import (
    NEW_KEY,
    OLD_KEY,
    ORIGIN,
    WITNESSES,
    Commission,
    Office,
    make_commission,
    notebook_of,
    policy_text,
)
from tests.seal.attacks.stamps import Stamper
from tests.web.world import BEGIN, BODY, OPERATOR, Clock, World, open_world

SECRET = "Rahasia-keluarga-yang-dihapus-72915"
"""A text that stands in one event and is erased from it by order."""
ORDER = "PN-Contoh/12/2026"
_EXTRA_CASES = 38


@dataclass(frozen=True, slots=True)
class Fact:
    """One entry of the log: where it stands, and of which stream, version and topic it is."""

    index: int
    kind: str
    stream: str
    version: int
    topic: str
    line: bytes


@dataclass
class History:
    """What was recorded, and what an honest outside knows of it."""

    url: str
    folder: Path
    commissions: list[Commission]
    stamper: Stamper
    policy: str = ""
    created_at: datetime = BEGIN
    cases: dict[str, Stream] = field(default_factory=dict)
    seals: list[Note] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    archives: dict[str, list[str]] = field(default_factory=dict)
    salt: bytes = b""
    """The salt of the erased content, as whoever copied the database before the erasure has it."""
    plain: bytes = b""
    """The erased content, as it was."""
    remainder: bytes = b""
    """What stands in its place."""
    prepare: Callable[[str], None] | None = None
    """On PostgreSQL: of what each copy is made (see ``Cluster.create_database``)."""

    @property
    def notebook(self) -> dict[str, dict[str, object]]:
        """The notebook of an auditor who saw the last seal."""
        return notebook_of(self.seals[-1])

    def fact(self, topic: str, stream: Stream = "") -> Fact:
        """The first entry of a topic (of one stream); a kind that is no event counts as a topic."""
        return next(f for f in self.facts if topic in (f.topic, f.kind) and stream in ("", f.stream))

    def of(self, case: str) -> list[Fact]:
        """The entries of a case, by its name in ``cases``."""
        return [fact for fact in self.facts if fact.stream == self.cases[case]]


def live(folder: Path, url: str = "", app_url: str = "") -> History:
    """Let the month happen in ``folder``, on SQLite unless the URLs of owner and application are given."""
    clocks = [Clock()]  # the world brings its own, later
    database = url or f"sqlite:///{folder / 'ppid.sqlite3'}"
    stamper = Stamper()

    def now() -> datetime:
        return clocks[-1]()

    commissions = [make_commission(folder / "witnesses" / name, name, now) for name in WITNESSES]
    history = History(database, folder, commissions, stamper, policy_text(commissions, stamper))
    migrate_log(database, genesis=Genesis(ORIGIN, (str(OLD_KEY.verifier),)), at=now())
    ledger = Ledger(app_url or database)
    office = Office(ledger, now, commissions, stamper)
    office.confirmed(office.checkpoint())
    world = open_world(folder, app_url or database, url)
    clocks.append(world.clock)
    _month(world, office, history)
    _look(history, ledger)
    world.services.close()
    ledger.close()
    return history


def _month(world: World, office: Office, history: History) -> None:
    seals = history.seals
    _first_days(world, office, history)
    _objection(world, history)
    seals.append(_night(world, office, "2026-06-05"))
    _amendment(world)
    seals.append(_night(world, office, "2026-06-06"))
    _erased_person(world, history)
    office.ledger.add(Keys(add=(str(NEW_KEY.verifier),)), world.clock())
    office.signers = [OLD_KEY, NEW_KEY]
    seals.append(_night(world, office, "2026-06-09"))
    office.ledger.add(Keys(retire=(str(OLD_KEY.verifier),)), world.clock())
    office.signers = [NEW_KEY]
    _many(world)
    seals.append(_night(world, office, "2026-06-10"))
    _erased_by_order(world, office, history)
    office.checkpoint()
    seals.append(_night(world, office, "2026-06-11"))
    world.clock.set("2026-06-11", 9)
    world.act(history.cases["plain"], "complete")
    history.cases["newest"] = world.at("registered")
    world.clock.forward(seconds=30)
    world.follow()
    history.created_at = world.clock()


def _night(world: World, office: Office, day: str) -> Note:
    """Seal the day before ``day``, five minutes after midnight."""
    world.clock.set(day, 0, 5)
    return office.seal()


def _first_days(world: World, office: Office, history: History) -> None:
    cases, clock = history.cases, world.clock
    clock.forward(minutes=10)
    world.exempt()
    office.checkpoint()
    clock.forward(minutes=20)
    cases["delivered"] = world.at("delivered")
    cases["refused"] = world.at("refusal-received")
    cases["plain"] = world.at("registered")
    cases["person"] = _with_no_papers(world)
    office.checkpoint()
    history.seals.append(_night(world, office, "2026-06-03"))
    clock.set("2026-06-03", 10)
    cases["erased"] = world.at("complete", wish=Wish(information=f"Berkas {SECRET}", purpose="Penelitian"))
    cases["extended"] = world.at("extended")
    history.seals.append(_night(world, office, "2026-06-04"))


def _objection(world: World, history: History) -> None:
    world.clock.set("2026-06-04", 11)
    command = FileObjection(
        objection=f"objection-{'0b' * 16}",
        body=BODY,
        channel=Channel.LETTER,
        grounds=(Ground.EXEMPT,),
        case="Anggaran adalah informasi terbuka.",
        purpose="Penelitian",
        request=history.cases["refused"],
    )
    history.cases["objection"] = world.services.objections.file(command, world.actor("desk")).objection


def _amendment(world: World) -> None:
    """A decree adds two days off, and the cases that wait are counted anew."""
    world.clock.set("2026-06-05", 9)
    days = (date(2026, 6, 12), date(2026, 6, 15))
    added = tuple(Holiday(day, "Cuti tambahan", HolidayKind.JOINT_LEAVE) for day in days)
    decree = Amended(year=2026, numbers=("9 Tahun 2026",), signed_on=date(2026, 6, 4), added=added)
    world.services.directory.decree(decree, OPERATOR)
    world.follow()
    world.clock.forward(hours=2)
    waiting: Reader[OpenCase] = Reader(world.services.views, WORKLIST)
    assert world.services.timekeeper.recount(open_requests(waiting), seen_all=True)


def _with_no_papers(world: World) -> Stream:
    """A case of somebody who handed nothing in, so that erasing them orders no files to be deleted."""
    command = world.command()
    world.services.files.delete(command.documents[0].sha256)
    actor = Actor(command.request, Role.CITIZEN)
    world.services.desk.file_request(replace(command, documents=()), actor)
    world.act(command.request, "complete", "extended")
    return command.request


def _erased_person(world: World, history: History) -> None:
    world.clock.set("2026-06-08", 9)
    person = world.request(history.cases["person"]).requester
    command = c.ErasePerson(person=person, basis="UU 27/2022 Pasal 43", order="S/1/VI/2026")
    world.services.people.erase(command, OPERATOR)


def _many(world: World) -> None:
    """Enough cases that the tree has more than one tile."""
    world.clock.set("2026-06-09", 8)
    for number in range(_EXTRA_CASES):
        world.clock.forward(minutes=3)
        world.at("complete" if number % 3 else "extended")


def _erased_by_order(world: World, office: Office, history: History) -> None:
    """Erase the wish of a case by a court's order; what remains is the event without its words."""
    world.clock.set("2026-06-10", 14)
    case = history.cases["erased"]
    leaf = office.ledger.leaves_of(case)[0]
    assert leaf.salt is not None
    history.plain, history.salt = leaf.state, leaf.salt
    services = world.services
    order = Order(case, 1, ("wish.information",), (), ORDER, "UU 27/2022 Pasal 43", "pejabat-7")
    erase(services.ledger, services.files, VOCABULARY, order, world.clock())
    for projection in ALL:
        rebuild(services.log, services.views, projection)
    for database in (services.ledger.database, services.views, office.ledger.database):
        database.forget_deleted()
    history.remainder = services.ledger.leaves_of(case)[0].state


def _look(history: History, ledger: Ledger) -> None:
    rows = ledger.database.query(
        "SELECT l.leaf_index, l.originator_id, l.originator_version, l.leaf, e.topic FROM log_leaf l "
        "LEFT JOIN event e ON e.originator_id = l.originator_id "
        "AND e.originator_version = l.originator_version ORDER BY leaf_index"
    )
    history.facts = [
        Fact(
            int(i), kind_of(bytes(line)), str(stream or ""), int(version or 0), str(topic or ""), bytes(line)
        )
        for i, stream, version, line, topic in rows
    ]
    history.notes = ledger.notes()
    history.archives = {each.name: each.lines() for each in history.commissions}
