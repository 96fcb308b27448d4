"""Follows, or rebuilds again and again, until it is killed: ``victim (follow|rebuild) LOG READ``."""

import sys

from ppid.database import Database
from ppid.log import open_log
from projections.rebuild import OvertakenError, rebuild
from projections.runner import Follower
from projections.store import SCHEMA
from tests.projections.machinery.sample import ALL, BOXES, VOCABULARY


def main(task: str, log_url: str, read_url: str) -> None:
    """Do it until the end."""
    log = open_log(log_url, VOCABULARY)
    database = Database(read_url, schema=SCHEMA, durable=False)
    print("going", flush=True)
    if task == "follow":
        Follower(log, database, ALL, batch=20).run()
    while True:
        try:
            rebuild(log, database, BOXES, parts=2)
        except OvertakenError:
            continue


if __name__ == "__main__":
    main(*sys.argv[1:])
