"""Everything a process works with, opened once from the settings and closed once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from flask import current_app

from ppid.appointing.desk import Appointing
from ppid.breach.desk import Breaches
from ppid.catalogue.desk import Catalogue
from ppid.database import Database, beside
from ppid.desk import Desk
from ppid.directory import Directory
from ppid.dispute.desk import Disputes
from ppid.erased import ErasedList
from ppid.erasing import Erasing
from ppid.exemption.desk import Exemptions
from ppid.files import FileStore
from ppid.keyring import KeyRing
from ppid.log import Log, open_log
from ppid.log import migrate as migrate_log
from ppid.objection.desk import Objections
from ppid.people import People
from ppid.privacy.desk import PrivacyRequests
from ppid.redaction.desk import Redactions
from ppid.schedules import Retention
from ppid.seal.ledger import Ledger
from ppid.settings import Settings
from ppid.timekeeper import Timekeeper
from ppid.topics import VOCABULARY
from ppid.vault import Vault
from projections import privacy
from projections.catalog import ALL
from projections.openings import OPENINGS
from projections.persons_cases import cases_of
from projections.reader import Reader
from projections.runner import Follower
from projections.store import ensure
from web.account.doors import Doors, open_doors
from web.account.invitations import Invitations
from web.account.records import AccessRecords
from web.files.scans import Scans
from web.mailing.outbox import Outbox
from web.mailing.proofs import Proofs
from web.restored import again
from web.signing import begin
from web.state import WebState
from web.trail import Trail, WatchedVault

Now = Callable[[], datetime]


def system_clock() -> datetime:
    """The one place where the program asks the machine for the time."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Services:
    """What pages and commands share. Safe to use from many threads."""

    settings: Settings
    now: Now
    log: Log
    vault: Vault
    directory: Directory
    appointing: Appointing
    desk: Desk
    exemptions: Exemptions
    objections: Objections
    disputes: Disputes
    catalogue: Catalogue
    privacy: PrivacyRequests
    breaches: Breaches
    redactions: Redactions
    people: People
    retention: Retention
    openings: Trail
    files: FileStore
    scans: Scans
    views: Database
    ledger: Ledger
    state: WebState
    doors: Doors
    invitations: Invitations
    records: AccessRecords
    outbox: Outbox
    proofs: Proofs
    follower: Follower
    timekeeper: Timekeeper

    def close(self) -> None:
        """Give every connection back."""
        self.follower.stop()
        self.log.close()
        self.views.close()
        self.ledger.close()
        self.state.close()


def open_services(settings: Settings, now: Now = system_clock) -> Services:
    """Open everything. The store must be migrated. Raises ``UnsafeKeyError``."""
    log = open_log(settings.database_url, VOCABULARY, now=now)
    vault = _open_vault(settings, log)
    directory = Directory(log, vault, now)
    desk = Desk(log, vault, directory, now)
    views = views_of(settings.database_url)
    state = WebState(settings.database_url, vault, now, settings.threads)
    files = FileStore(settings.files)
    ledger = Ledger(settings.database_url)
    outbox = Outbox(state.database, vault, now, active=settings.outside.mail is not None)
    erasing = Erasing(
        log,
        vault,
        ledger,
        files,
        ErasedList(settings.erased_file),
        cases=cases_of(views),
        day=lambda body: desk.context(directory.body(body)),
        now=now,
    )
    erasing.erasers += [state.drop_drafts_of, outbox.forget]
    erasing.searchers += [state.drop_drafts_naming]
    again(erasing, log, views, ledger)
    return Services(
        settings=settings,
        now=now,
        log=log,
        vault=vault,
        directory=directory,
        appointing=Appointing(directory),
        desk=desk,
        exemptions=Exemptions(desk.decider),
        objections=Objections(desk.decider),
        disputes=Disputes(desk.decider),
        catalogue=Catalogue(desk.decider),
        privacy=PrivacyRequests(
            desk.decider, partial(privacy.of_person, Reader(views, privacy.ASKINGS)), erasing.holds
        ),
        breaches=Breaches(desk.decider),
        redactions=Redactions(desk.decider, files),
        people=People(log, vault, now, erasing),
        retention=Retention(log, directory, now),
        openings=Trail(log, now, Reader(views, OPENINGS)),
        files=files,
        scans=Scans(state.database, vault, files, now, settings.outside.clamd),
        views=views,
        ledger=ledger,
        state=state,
        doors=open_doors(state, vault, now, settings),
        invitations=Invitations(state.database, state.accounts, now),
        records=AccessRecords(state.database, now, vault),
        outbox=outbox,
        proofs=Proofs(state.database, vault, now),
        follower=Follower(log, views, ALL),
        timekeeper=Timekeeper(desk.decider),
    )


def _open_vault(settings: Settings, log: Log) -> WatchedVault:
    """Open the vault with the master key, which is made on the first run only.

    Once something is recorded, a missing key, or another than the one that wrapped the keys of the people in
    the log, stops the start (``UnsafeKeyError``).
    """
    vault = WatchedVault(KeyRing.open(settings.master_key_file, create=log.position() == 0), log)
    for key in log.some_person_key():
        vault.unwrap(key.person, key.wrapped)
    return vault


def views_of(url: str) -> Database:
    """The database of the projections: a file of their own on SQLite, a schema of their own on PostgreSQL."""
    return Database(beside(url, "views"), schema="ppid_read", durable=False)


def migrate(settings: Settings, at: datetime | None = None) -> None:
    """Bring every schema up to date; safe to repeat and to run several times at once.

    ``at``: when a new log begins, by another clock than the machine's.
    """
    migrate_log(settings.schema_url, genesis=lambda: begin(settings), at=at)
    WebState.migrate(settings.schema_url)
    views = views_of(settings.database_url)
    try:
        ensure(views, ALL)
    finally:
        views.close()


def services() -> Services:
    """The services of the running application."""
    found: Services = current_app.extensions["ppid-services"]
    return found
