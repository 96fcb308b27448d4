"""The two databases as an installation has them: the log durable, views beside it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Literal, Self
from urllib.parse import urlsplit

from projections.people import OFFICERS, PEOPLE
from projections.rebuild import rebuild
from projections.register import REGISTER
from projections.runner import Follower
from projections.shape import AnyProjection
from projections.worklist import WORKLIST
from tests.bench.office import Installation, Plan, fill
from tests.postgres import Cluster, Urls, urls_of
from tests.web.world import Clock, establish, settings_of
from web.services import migrate, open_services

Kind = Literal["SQLite", "PostgreSQL"]
KINDS: tuple[Kind, ...] = ("SQLite", "PostgreSQL")
#: What the measured pages show; the other projections are left to the follower whose memory is measured.
READ: tuple[AnyProjection, ...] = (OFFICERS, PEOPLE, WORKLIST, REGISTER)


@dataclass(frozen=True)
class Sizes:
    """How much is measured."""

    requests: int = 100_000
    few_requests: int = 1000
    rounds: int = 5
    lives: int = 400
    filings: int = 2000
    caught_up: int = 30_000
    rebuilt: int = 100_000
    caught_up_bare: int = 1500
    audited: int = 1_000_000
    verified: int = 185_000  # requests: a million events


QUICK = Sizes(
    requests=4000,
    few_requests=400,
    rounds=3,
    lives=60,
    filings=300,
    caught_up=4000,
    rebuilt=12_000,
    caught_up_bare=300,
    audited=20_000,
    verified=2000,
)


@dataclass
class Bench:
    """Databases for one run. What is large is made once and shared by the lines that read it."""

    sizes: Sizes
    say: Callable[[str], None]
    _made: list[Installation] = field(default_factory=list)
    _large: dict[Kind, Installation] = field(default_factory=dict)
    _built: set[Kind] = field(default_factory=set)

    def __enter__(self) -> Self:
        """Make a folder; the server starts when it is first needed."""
        self.folder = Path(tempfile.mkdtemp(prefix="ppid-bench-"))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave nothing behind."""
        for made in self._made:
            with suppress(Exception):
                made.services.close()
        if "cluster" in self.__dict__:
            self.cluster.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @cached_property
    def cluster(self) -> Cluster:
        """A PostgreSQL of our own, with fsync on."""
        cluster = Cluster(durable=True)
        cluster.start()
        return cluster

    def empty(self, kind: Kind) -> Installation:
        """A fresh installation: one body, its officers, the decrees, no request. All share one master key."""
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        urls = self.database() if kind == "PostgreSQL" else None
        settings = settings_of(folder, urls.app, urls.owner) if urls else settings_of(folder)
        clock = Clock()
        migrate(settings, clock())
        if self._made:
            shutil.copy(self._made[0].settings.master_key_file, settings.master_key_file)
        made = Installation(open_services(settings, clock), clock, settings)
        establish(made.services)
        self._made.append(made)
        return made

    def database(self) -> Urls:
        """An empty database on the server."""
        return urls_of(self.cluster.create_database())

    def few(self, kind: Kind) -> Installation:
        """An installation with some requests."""
        made = self.empty(kind)
        fill([made], Plan(self.sizes.few_requests))
        return made

    def large(self, kind: Kind) -> Installation:
        """The installation with many requests; both are filled with the same events, at once."""
        if not self._large:
            made = [self.empty(each) for each in KINDS]
            self.say(f"filling both databases with {self.sizes.requests:,} requests")
            fill(made, Plan(self.sizes.requests))
            self._large = dict(zip(KINDS, made, strict=True))
        return self._large[kind]

    def build_views(self, kind: Kind) -> None:
        """Build the projections that pages read of the large installation, and bring them up to date."""
        services = self.large(kind).services
        if kind not in self._built:
            self.say(f"building what pages read, {kind}")
            for projection in READ:
                rebuild(services.log, services.views, projection)
            self._built.add(kind)
        Follower(services.log, services.views, READ).catch_up()

    def library_environment(self, kind: Kind) -> dict[str, str]:
        """What tells the bare library where to write, with its own defaults for everything else."""
        if kind == "SQLite":
            folder = Path(tempfile.mkdtemp(dir=self.folder))
            return {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(folder / "library.db")}
        name = urlsplit(self.database().owner).path.removeprefix("/")
        return {
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": name,
            "POSTGRES_HOST": str(self.cluster.folder),
            "POSTGRES_PORT": "5432",
            "POSTGRES_USER": "ppid_owner",
            "POSTGRES_PASSWORD": "",
        }
