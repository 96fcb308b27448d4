"""A random sample that everybody draws alike: the first cases in the order of SHA-256 of seed and stream.

Whoever has the names of the streams and the seed gets the same list on any machine, without this program.
Nobody can choose the cases by choosing the seed unless they try many, so the seed is best drawn by lot.
Pure: no clock, no database.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from heapq import nsmallest
from typing import NamedTuple

from ppid.events import Stream


class Drawn(NamedTuple):
    """A case that was drawn, with the digest that put it in its place."""

    digest: str
    stream: Stream


class Sample(NamedTuple):
    """The cases drawn, in their order, out of ``population`` cases."""

    drawn: list[Drawn]
    population: int


def digest_of(seed: str, stream: Stream) -> str:
    """SHA-256 of the seed and, right behind it, the stream, in UTF-8; 64 hexadecimal digits."""
    return hashlib.sha256(f"{seed}{stream}".encode()).hexdigest()


def draw(seed: str, streams: Iterable[Stream], size: int) -> Sample:
    """Return the first ``size`` cases in the order of their digests, however many there are to draw from."""
    population = 0

    def digests() -> Iterable[Drawn]:
        nonlocal population
        for stream in streams:
            population += 1
            yield Drawn(digest_of(seed, stream), stream)

    return Sample(nsmallest(size, digests()), population)
