"""What a file really is, and whether it may be kept: told by opening it, in a child with limits (F31-F33)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from ppid.inspecting.kinds import CODES, KINDS, PAPERS, RECORDS, Asked, Examined, Kind, UnfitError
from ppid.sandbox import OFFICERS, BrokenError, Pool, TooMuchError, nobody_asks, run_limited

SECONDS: Final = 10
_MOST: Final = 16 * 1024


def examine(
    content: bytes,
    *,
    ending: str = "",
    allowed: Sequence[str] = PAPERS,
    pool: Pool = OFFICERS,
    spent: Callable[[float], None] = nobody_asks,
) -> Examined:
    """Open ``content`` in a child of ``pool`` and say which of the ``allowed`` kinds it is.

    ``ending`` of its name only tells a CSV from a TXT; ``spent`` is told the seconds that it took. Raises
    ``UnfitError``, ``ppid.sandbox.BusyError``.
    """
    if not content:
        raise UnfitError("empty")
    asked = msgspec.json.encode(Asked(ending.lower(), tuple(allowed)))
    payload = len(asked).to_bytes(4, "big") + asked + content
    try:
        answer = run_limited("examine", payload, pool=pool, seconds=SECONDS, most=_MOST, spent=spent)
        seen = msgspec.json.decode(answer, type=Examined)
    except TooMuchError:
        raise UnfitError("too-much") from None
    except (BrokenError, msgspec.DecodeError):
        # A parser that crashed, or an answer that is none of ours: nobody knows what this file is.
        raise UnfitError("damaged") from None
    if seen.code:
        code = seen.code if seen.code in CODES else "damaged"
        raise UnfitError(code, *seen.found, inside=seen.inside)
    if seen.media_type not in allowed:
        raise UnfitError("kind")
    return seen


__all__ = ["KINDS", "PAPERS", "RECORDS", "Examined", "Kind", "UnfitError", "examine"]
