"""The fixtures of the log serve the sealed log too."""

from tests.ppid.log.conftest import log, postgres_store, sqlite_store, store

__all__ = ["log", "postgres_store", "sqlite_store", "store"]
