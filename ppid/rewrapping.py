"""Putting every person's key under the newest master key, while everything else goes on.

In batches, each one transaction; whoever is stopped goes on where they were, because a row says under which
key it is. A row that changed since it was read, or went with an erasure, stays as it is. What people are
found by is made anew with it. Decision 0031.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ppid.database import Connection, Database
from ppid.events import Stream
from ppid.log import Log, PersonKey
from ppid.person import current_identity
from ppid.vault import ErasedKeyError, Vault, key_id_of

BATCH = 200
_PAGE = "SELECT person, wrapped FROM person_key WHERE person > ? ORDER BY person LIMIT ?"
_SWAP = "UPDATE person_key SET wrapped = ? WHERE person = ? AND wrapped = ?"
_VERSION = "SELECT coalesce(max(originator_version), 0) FROM event WHERE originator_id = ?"
_FORGET = "DELETE FROM person_mark WHERE person = ?"
_MARK = "INSERT INTO person_mark SELECT ?, person FROM person_key WHERE person = ? ON CONFLICT DO NOTHING"
#: Nobody records meanwhile: the lock that keeps the order of the log, see ``ppid_log.keep_order``.
_ORDER = "SELECT pg_advisory_xact_lock(1886415204, 1)"
_COUNTS = {
    "sqlite": "SELECT CASE length(wrapped) WHEN 60 THEN '' ELSE lower(hex(substr(wrapped, 1, 4))) END AS k, "
    "count(*) FROM person_key GROUP BY k",
    "postgresql": "SELECT CASE length(wrapped) WHEN 60 THEN '' ELSE encode(substr(wrapped, 1, 4), 'hex') END "
    "AS k, count(*) FROM person_key GROUP BY k",
}
_MARK_COUNTS = "SELECT substr(mark, 1, 8) AS k, count(*) FROM person_mark GROUP BY k"


@dataclass(frozen=True, slots=True)
class Standing:
    """How many rows are under which master key: data keys and marks, by the key's id.

    The id "" counts data keys that were wrapped before keys had ids.
    """

    keys: dict[str, int]
    marks: dict[str, int]

    def under(self, key_id: str) -> int:
        """How many rows need the key of that id; what bears no id may need any."""
        return self.keys.get(key_id, 0) + self.marks.get(key_id, 0) + self.keys.get("", 0)


def standing(database: Database) -> Standing:
    """Count the rows under each master key. ``database`` is the one of the log."""
    keys = {str(k): int(n) for k, n in database.query(_COUNTS[database.kind])}
    return Standing(keys, {str(k): int(n) for k, n in database.query(_MARK_COUNTS)})


def rewrap(
    log: Log,
    database: Database,
    vault: Vault,
    progress: Callable[[int], object] = lambda _count: None,
    *,
    everybody: bool = False,
) -> int:
    """Put every data key under the newest master key; return how many were rewrapped.

    ``everybody`` makes what people are found by anew for those too whose key is under the newest already.
    ``progress`` hears after each batch how many were done.
    """
    done = 0
    newest = vault.ring.keys().newest.id
    for page in _pages(database):
        old = [key for key in page if everybody or key_id_of(key.wrapped) != newest]
        if not old:
            continue
        done += _rewrap_some(log, database, vault, old)
        progress(done)
    return done


def _pages(database: Database) -> Iterator[list[PersonKey]]:
    after = ""
    while rows := database.query(_PAGE, (after, BATCH)):
        yield [PersonKey(str(person), bytes(wrapped)) for person, wrapped in rows]
        after = str(rows[-1][0])


def _rewrap_some(log: Log, database: Database, vault: Vault, old: Sequence[PersonKey]) -> int:
    fresh = [(vault.wrap(k.person, vault.unwrap(k.person, k.wrapped).clear).wrapped, k) for k in old]
    found = _found_by(log, vault, [key.person for key in old])
    with database.transaction() as c:
        if c.kind == "postgresql":
            c.execute(_ORDER)
        c.executemany(_SWAP, [(wrapped, key.person, key.wrapped) for wrapped, key in fresh])
        for person, (version, marks) in found.items():
            _mark(c, person, version, marks)
    return len(old)


def _mark(c: Connection, person: Stream, version: int, marks: Sequence[str]) -> None:
    if c.execute(_VERSION, (person,))[0][0] != version:
        return  # corrected or erased since: whoever did it wrote the marks
    c.execute(_FORGET, (person,))
    c.executemany(_MARK, [(mark, person) for mark in marks])


def _found_by(log: Log, vault: Vault, people: Sequence[Stream]) -> dict[Stream, tuple[int, tuple[str, ...]]]:
    """The version of each person and what they are found by as it stands."""
    streams = log.load_many(people)
    boxes = [current_identity([r.envelope.event for r in streams.get(person, ())]) for person in people]
    try:
        opened = vault.open_all(boxes)
    except ErasedKeyError:
        return {}
    return {
        person: (streams[person][-1].envelope.version, vault.marks(identity))
        for person, identity in zip(people, opened, strict=True)
        if identity
    }
