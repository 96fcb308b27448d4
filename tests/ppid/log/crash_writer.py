"""Run as a program: children append until they are killed, and say which appends were acknowledged.

Usage: python -m tests.ppid.log.crash_writer URL ROUNDS SEED
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time

from tests.ppid.log.examples import filed, opened


def write(url: str, child: int) -> None:
    """Append two events at a time for ever, and print the number of each append that was acknowledged."""
    log = opened(url)
    for number in range(1, 1_000_000):
        log.append([filed(f"request-{child}-a", number), filed(f"request-{child}-b", number)])
        os.write(1, f"{child} {number}\n".encode())


def main(url: str, rounds: int, seed: int) -> None:
    """Start a child, kill it at any moment, start the next."""
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    for child in range(rounds):
        pid = os.fork()
        if pid == 0:
            try:
                write(url, child)
            finally:
                os._exit(1)
        time.sleep(chance.uniform(0.02, 0.2))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
