"""Small pictures of stored files for officers: drawn once, in a child, and sealed like the file."""

from __future__ import annotations

from typing import Final

from ppid.files import StoredFileAlteredError, StoredFileMissingError
from ppid.inspecting.kinds import PAPERS
from ppid.sandbox import MEBIBYTE, OFFICERS, BrokenError, BusyError, TooMuchError, run_limited
from ppid.scanning import Verdict
from ppid.vault import ErasedKeyError
from web.files import giving
from web.files.links import Given
from web.services import services

SECONDS: Final = 10
_MOST: Final = MEBIBYTE


def may_be_drawn(given: Given, verdict: Verdict) -> bool:
    """Whether there is a picture to show of a file, as far as is known."""
    seen = verdict is Verdict.CLEAN or (verdict is not Verdict.INFECTED and not services().scans.configured)
    return given.media_type in PAPERS and seen


def of(given: Given) -> bytes | None:
    """The picture of a file, drawn if it never was; None where there is none."""
    scans = services().scans
    if not may_be_drawn(given, scans.of(given.sha256).verdict):
        return None
    try:
        kept = scans.picture(given.sha256)
        if kept is None:
            return _draw(given)
        if not kept:
            return None
        return services().vault.open_bytes(given.person, kept) if given.person else kept
    except (ErasedKeyError, ValueError, StoredFileMissingError, StoredFileAlteredError):
        return None


def _draw(given: Given) -> bytes | None:
    content = giving.read(given)
    payload = given.media_type.encode("ascii") + b"\n" + content
    try:
        drawn = run_limited("draw", payload, pool=OFFICERS, seconds=SECONDS, most=_MOST)
    except BusyError:
        return None
    except (TooMuchError, BrokenError):
        services().scans.keep_picture(given.sha256, given.person, b"")
        return None
    vault = services().vault
    box = vault.seal_bytes(vault.key_of(given.person), drawn) if given.person else drawn
    services().scans.keep_picture(given.sha256, given.person, box)
    return drawn
