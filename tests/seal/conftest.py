"""The fixtures of the log and of the worlds serve the sealed log too."""

from tests.ppid.log.conftest import log, postgres_store, sqlite_store, store
from tests.seal.sealing import office, seal
from tests.web.conftest import established, postgres_world, world

__all__ = [
    "established",
    "log",
    "office",
    "postgres_store",
    "postgres_world",
    "seal",
    "sqlite_store",
    "store",
    "world",
]
