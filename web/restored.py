"""At every start, before anything is served: what was erased and came back with a backup goes again."""

from __future__ import annotations

import json
import logging

from ppid.database import Database
from ppid.erasing import Again, Erasing
from ppid.log import Log, LogError
from ppid.person import PERSON_PREFIX
from ppid.seal.ledger import Ledger
from projections.catalog import ALL
from projections.fold import FoldError
from projections.rebuild import OvertakenError, rebuild

TRIES = 4
_BOOK = "CREATE TABLE IF NOT EXISTS erasure_folded (entry bigint NOT NULL)"


def again(erasing: Erasing, log: Log, views: Database, ledger: Ledger) -> Again:
    """Apply the list of the erased. What was folded from erased contents is folded anew."""
    done = erasing.again()
    newest = newest_content(ledger)
    if done.contents or newest != _folded(views, newest):
        _fold_what_can_be(log, views, ledger)
    if done:
        for database in (ledger.database, views):
            any(database.forget_deleted() for _ in range(TRIES))
        logging.getLogger("ppid").warning(
            "a backup brought erased data back: erased again %d people, %d files, %d contents",
            done.people,
            done.papers,
            done.contents,
        )
    if done.unlisted:
        logging.getLogger("ppid").warning(
            "the list of the erased lacked %d erasures that the log knows, and has them now: it was emptied, "
            "cut back or taken from an old copy. What is in neither is not erased again: compare it with its "
            "newest copy",
            done.unlisted,
        )
    if done.strange:
        logging.getLogger("ppid").warning(
            "%d erased contents are not in the log as they were; see ppid data erased", done.strange
        )
    return done


def _fold_what_can_be(log: Log, views: Database, ledger: Ledger) -> None:
    """Fold anew; one event that cannot be read keeps neither the office shut nor an auditor out."""
    try:
        fold_anew(log, views, ledger)
    except (FoldError, LogError) as problem:
        logging.getLogger("ppid.faults").critical(
            "the overviews cannot be folded without what was erased, and may still show it; that is tried "
            "again at the next start: see ppid log verify. %s",
            problem,
        )


def fold_anew(log: Log, views: Database, ledger: Ledger) -> None:
    """Fold every projection anew, without the texts that were erased; then note down up to which erasure."""
    newest = newest_content(ledger)
    try:
        for projection in ALL:
            rebuild(log, views, projection)
    except OvertakenError:  # another process began the same after us, and ends it
        return
    if newest is not None:
        with views.transaction() as c:
            c.execute(_BOOK)
            c.execute("DELETE FROM erasure_folded")
            c.execute("INSERT INTO erasure_folded VALUES (?)", (newest,))


def newest_content(ledger: Ledger) -> int | None:
    """The newest entry by which texts or files of a case were erased; None where none were.

    What was erased of people's own streams stands in no projection.
    """
    for index, line in reversed(ledger.entries("erasure")):
        for target in json.loads(line)["targets"]:
            entry = ledger.entry(target)
            if entry and not str(json.loads(entry[0])["originator_id"]).startswith(PERSON_PREFIX):
                return index
    return None


def _folded(views: Database, newest: int | None) -> int | None:
    """Up to which erasure the projections were folded: kept beside them, to come and go with them."""
    if newest is None:
        return None
    with views.transaction() as c:
        c.execute(_BOOK)
        rows = c.execute("SELECT entry FROM erasure_folded")
    return int(rows[0][0] or 0) if rows else None
