"""At every start, before anything is served: what was erased and came back with a backup goes again."""

from __future__ import annotations

import logging

from ppid.database import Database
from ppid.erasing import Again, Erasing
from ppid.log import Log
from ppid.seal.ledger import Ledger
from projections.catalog import ALL
from projections.rebuild import rebuild

TRIES = 4


def again(erasing: Erasing, log: Log, views: Database, ledger: Ledger) -> Again:
    """Apply the list of the erased. What was folded from erased contents is folded anew."""
    done = erasing.again()
    if done.contents:
        for projection in ALL:
            rebuild(log, views, projection)
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
