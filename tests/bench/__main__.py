"""``python -m tests.bench [NAMES] [--quick]``: measure, and print one table."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module

from tests.bench.measuring import Figure, table
from tests.bench.stores import QUICK, Bench, Sizes

#: Each a module with ``measure``, in an order in which later ones may change what earlier ones made.
NAMES = (
    "counting",
    "recording",
    "sealing",
    "following",
    "reading",
    "proving",
    "lists",
    "filing",
    "signin",
    "recounting",
    "memory",
)


def main() -> int:
    """Measure what was asked for; everything without a name."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"some of: {', '.join(NAMES)}")
    parser.add_argument("--quick", action="store_true", help="small sizes: to see that it runs")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # and leave no database behind
    if unknown := set(asked.names) - set(NAMES):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    began = time.monotonic()

    def say(line: str) -> None:
        print(f"[{time.monotonic() - began:4.0f} s] {line}", file=sys.stderr, flush=True)

    figures: list[Figure] = []
    with Bench(QUICK if asked.quick else Sizes(), say) as bench:
        for name in [name for name in NAMES if name in (asked.names or NAMES)]:
            say(f"{name}; {load()}")
            measure: Callable[[Bench], Iterator[Figure]] = import_module(f"tests.bench.{name}").measure
            for figure in measure(bench):
                figures.append(figure)
                say(f"{figure.what}: {figure.reached}; {figure.beside}")
    print(table(figures))
    print(f"\n{os.cpu_count()} cores, {load()}")
    return 0


def load() -> str:
    """Return how many processes wanted a core lately, ours among them: more than cores spoil figures."""
    return f"load {os.getloadavg()[0]:.1f}"


if __name__ == "__main__":
    sys.exit(main())
