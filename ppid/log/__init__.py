"""The log: every fact, in order, append-only, in SQLite or PostgreSQL.

The only package that meets the `eventsourcing` library. It keeps the order and the versions of streams;
this package keeps names, bytes, keys and the schema.
"""

from __future__ import annotations

from ppid.database import StoreUnavailableError
from ppid.log.errors import (
    LogError,
    NotMigratedError,
    StreamMovedError,
    UnclearCommitError,
    UnknownNameError,
    UnreadableEventError,
    VersionGapError,
)
from ppid.log.log import Log, open_log
from ppid.log.migrations import Roles, migrate, newest_version
from ppid.log.rows import PersonKey, RawEvent

__all__ = [
    "Log",
    "LogError",
    "NotMigratedError",
    "PersonKey",
    "RawEvent",
    "Roles",
    "StoreUnavailableError",
    "StreamMovedError",
    "UnclearCommitError",
    "UnknownNameError",
    "UnreadableEventError",
    "VersionGapError",
    "migrate",
    "newest_version",
    "open_log",
]
