"""The store of files against what names them: what is missing or altered, what nobody names any more.

A file is stored moments before the event or the draft that names it, so what is young is left alone. Names
are looked for everywhere in the text of events and drafts: a file that anything may name stays.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

import msgspec

from ppid.database.snapshot import snapshot
from ppid.events import Stream
from ppid.files import NAME, StoredFileAlteredError, StoredFileMissingError
from ppid.vault import ErasedKeyError
from web.services import Services

#: How long a stored file may wait for somebody to name it.
YOUNG = timedelta(hours=36)
EVERY = timedelta(days=1)
#: A process that starts has more urgent things to do than to read the whole log.
FIRST = timedelta(hours=1)
_ANY_NAME = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_RECORDS = b'"sha256"'

log = logging.getLogger("ppid.files")


class Checked(NamedTuple):
    """What a check of the store found."""

    recorded: int
    stored: int
    missing: list[str]
    altered: list[str]
    orphans: list[str]

    @property
    def sound(self) -> bool:
        """Whether every recorded file is there as it was stored."""
        return not (self.missing or self.altered)


def recorded(services: Services) -> dict[str, Stream]:
    """Every file that an event records, with the person whose key opens it; '' for a public one."""
    found: dict[str, Stream] = {}
    for state in _states(services):
        if _RECORDS in state:
            found.update(_documents(msgspec.json.decode(state)))
    return found


def _documents(value: object) -> Iterator[tuple[str, Stream]]:
    if isinstance(value, dict):
        name = value.get("sha256")
        if isinstance(name, str) and NAME.match(name):
            yield name, str(value.get("person") or "")
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _documents(each)


def named(services: Services) -> set[str]:
    """Every name of a file that stands anywhere in an event or an unfinished form."""
    found = {name.decode() for state in _states(services) for name in _ANY_NAME.findall(state)}
    for draft in services.state.drafts():
        found.update(name.decode() for name in _ANY_NAME.findall(draft))
    return found


def _states(services: Services) -> Iterator[bytes]:
    with snapshot(services.settings.database_url, "ppid_log") as moment:
        for (state,) in moment.rows("SELECT state FROM event"):
            yield state if isinstance(state, bytes) else str(state).encode("utf-8", "replace")


def check(services: Services) -> Checked:
    """Read every recorded file and compare it with its name (F37); list what nobody names."""
    wanted = recorded(services)
    erased = {
        name for _index, line in services.ledger.entries("erasure") for name in json.loads(line)["files"]
    }
    missing, altered = [], []
    for name in sorted(wanted):
        try:
            services.files.get(name)
        except StoredFileMissingError:
            if name not in erased:
                missing.append(name)
        except StoredFileAlteredError:
            altered.append(name)
    stored = [name for name, _changed in services.files.names()]
    orphans = sorted(set(stored) - named(services))
    return Checked(len(wanted), len(stored), missing, altered, orphans)


def sweep(services: Services) -> int:
    """Delete what has been stored for long and is named nowhere; return how many files went.

    What the small tables know of files that are gone, and of people who were erased, goes too.
    """
    before = (services.now() - YOUNG).timestamp()
    # Listed before the names are: what is named in between is not in the list, and what is in it was old.
    old = [name for name, changed in services.files.names() if changed < before]
    kept = named(services) if old else set()
    gone = 0
    for name in old:
        if name in kept or not services.files.older(name, before):
            continue
        gone += services.files.delete(name)
        services.scans.forget(name)
    gone += services.files.sweep_parts(before)
    _forget(services)
    if gone:
        log.info("%s stored files that nobody named were deleted", gone)
    return gone


def _forget(services: Services) -> None:
    there = {name for name, _changed in services.files.names()}
    for name in services.scans.names() - there:
        services.scans.forget(name)
    people = services.scans.people()
    # A draft's person has no kept key yet; their files are swept with the draft.
    for person in people:
        try:
            services.vault.key_of(person)
        except ErasedKeyError:
            if services.log.last(person) is not None:
                services.scans.forget_person(person)


class Round:
    """What the keeper does for files each time: ask the scanner, and once a day sweep."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._next = services.now() + FIRST

    def run(self) -> None:
        """One round."""
        services, now = self._services, self._services.now()
        services.scans.rescan()
        if now >= self._next:
            sweep(services)
            self._next = now + EVERY
