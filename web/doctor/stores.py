"""The store and what follows it: the log, the rights of the database's roles, projections, the timekeeper.

Nothing is opened for writing and nothing is made.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ppid.database import Database, StoreError, StoreUnavailableError
from ppid.log import LogError, NotMigratedError, open_log
from ppid.settings import Settings
from ppid.topics import VOCABULARY
from projections.catalog import ALL
from projections.store import standings
from web.beats import TIMEKEEPER, Beats
from web.doctor.finding import Finding, ok, problem, warning
from web.mailing.outbox import Ended
from web.services import views_of
from web.state import state_database

SQLITE = "sqlite:///"
MIGRATE = "Run: ppid migrate"
LATE = timedelta(minutes=5)
WAITING_LONG = timedelta(hours=1)
#: What the application's own role must not be able to do: change or remove what was recorded, or add beside
#: the functions that seal it.
FORBIDDEN = {
    "ppid_log.event": ("INSERT", "UPDATE", "DELETE", "TRUNCATE"),
    "ppid_log.log_leaf": ("INSERT", "UPDATE", "DELETE", "TRUNCATE"),
    "ppid_log.log_tile": ("DELETE", "TRUNCATE"),
    "ppid_log.log_token": ("UPDATE", "DELETE", "TRUNCATE"),
}


def log(settings: Settings) -> Iterator[Finding]:
    """Whether the store answers, and with the tables of this version."""
    url = settings.database_url
    if url.startswith(SQLITE) and not Path(url.removeprefix(SQLITE)).exists():
        yield problem("store", "There is no database file yet.", MIGRATE)
        return
    opened = open_log(url, VOCABULARY)
    try:
        position = opened.position()
    except NotMigratedError:
        yield problem("store", "The store has no tables yet.", MIGRATE)
    except (StoreUnavailableError, StoreError, LogError) as away:
        yield problem(
            "store",
            f"It cannot be read ({type(away).__name__}).",
            "Check PPID_DATABASE_URL and the database.",
        )
    else:
        yield ok("store", f"It answers; {position} facts are recorded.")
    finally:
        opened.close()


def rights(settings: Settings) -> Iterator[Finding]:
    """On PostgreSQL: what the application's role may do is no more than it needs."""
    if settings.database_url.startswith(SQLITE):
        return
    database = Database(settings.database_url, schema="ppid_log")
    try:
        found = [
            f"{right} on {table}"
            for table, refused in FORBIDDEN.items()
            for right in refused
            if _may(database, table, right)
        ]
        ((high,),) = database.query(
            "SELECT rolsuper OR rolcreaterole OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
    finally:
        database.close()
    if found or high:
        what = ", ".join([*found, *(["everything, as a superuser or maker of roles"] if high else [])])
        yield problem(
            "rights",
            f"The application's role may do what it must not: {what}.",
            "See docs/operations/postgresql.md.",
        )
    else:
        yield ok("rights", "The application can neither change nor remove what was recorded.")


def projections(settings: Settings) -> Iterator[Finding]:
    """Whether what people read follows what was recorded."""
    opened = open_log(settings.database_url, VOCABULARY)
    views = views_of(settings.database_url)
    try:
        newest, found = opened.position(), standings(views)
    finally:
        opened.close()
        views.close()
    missing = sorted({p.table for p in ALL} - found.keys())
    stopped = sorted(name for name, standing in found.items() if standing.fault)
    behind = max((newest - standing.position for standing in found.values()), default=0)
    if missing:
        yield problem("projections", f"Not made yet: {', '.join(missing)}.", MIGRATE)
    if stopped:
        yield problem("projections", f"Stopped: {', '.join(stopped)}.", "See: ppid projections status")
    if behind > 0 and not stopped:
        yield warning(
            "projections",
            f"The last is {behind} facts behind.",
            "Does `ppid follow` run? It catches up itself.",
        )
    if not (missing or stopped or behind):
        yield ok("projections", f"All {len(found)} are at {newest}.")


def timekeeper(settings: Settings, now: datetime | None = None) -> Iterator[Finding]:
    """Whether clocks that run out are noticed."""
    database = state_database(settings.database_url)
    at = now or datetime.now(UTC)
    try:
        last = Beats(database, lambda: at).last(TIMEKEEPER)
    finally:
        database.close()
    run = "Start `ppid follow`, or `ppid run` with PPID_EMBEDDED_FOLLOWER=1."
    if last is None:
        yield warning("timekeeper", "It has never gone round.", run)
    elif at - last > LATE:
        yield problem("timekeeper", f"It last went round at {last:%Y-%m-%d %H:%M} UTC.", run)
    else:
        yield ok("timekeeper", "It goes round.")


def outbox(settings: Settings, now: datetime | None = None) -> Iterator[Finding]:
    """Mails that wait, and those that reached nobody."""
    database = state_database(settings.database_url)
    try:
        rows = database.query("SELECT ended, COUNT(*), MIN(made_at) FROM mail GROUP BY ended")
    finally:
        database.close()
    counted = {str(how): (int(number or 0), str(first)) for how, number, first in rows}
    stuck = sum(counted.get(how.value, (0, ""))[0] for how in (Ended.REFUSED, Ended.GIVEN_UP))
    waiting, first = counted.get("", (0, ""))
    if stuck:
        yield warning(
            "outbox", f"{stuck} mails reached nobody.", "Tell those people another way; see the desk."
        )
    late = waiting and (now or datetime.now(UTC)) - datetime.fromisoformat(first) > WAITING_LONG
    if late:
        yield problem(
            "outbox", f"{waiting} mails wait, the first for over an hour.", "Does `ppid follow` run?"
        )
    if not stuck and not late:
        yield ok("outbox", f"{waiting} mails wait.")


def _may(database: Database, table: str, right: str) -> bool:
    if right == "INSERT":  # a right on one column is one too
        sql = "SELECT has_any_column_privilege(?, ?) OR has_table_privilege(?, ?)"
        ((may,),) = database.query(sql, (table, right, table, right))
    else:
        ((may,),) = database.query("SELECT has_table_privilege(?, ?)", (table, right))
    return bool(may)
