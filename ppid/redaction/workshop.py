"""Where documents are drawn, copied and checked: always in the limited child, never in a process that serves.

A copy leaves here only together with what the leak check said of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from ppid.errors import FieldError
from ppid.redaction import refusals as no
from ppid.redaction.marks import Mark
from ppid.redaction.tasks import Job, Told
from ppid.redaction.verdict import Copy
from ppid.sandbox import MEBIBYTE, REDACTION, BrokenError, BusyError, TooMuchError, run_limited

SECONDS, SECONDS_A_PAGE = 30.0, 2.0
MEMORY_BYTES = 1536 * MEBIBYTE
MOST_COPY_BYTES = 80 * MEBIBYTE
MOST_PICTURE_BYTES = 8 * MEBIBYTE
PDF = "application/pdf"
MEDIA_TYPES = frozenset({PDF, "image/jpeg", "image/png"})
#: The longest side of a page on the screen.
SCREEN = 1400

Rebuild = Callable[[bytes, str, Sequence[Mark]], bytes]


def measure(original: bytes, media_type: str) -> tuple[int, ...]:
    """The height of each page in thousandths of its width. Raises a refusal where it cannot be drawn."""
    return _ask("redaction-count", Job(original, media_type), SECONDS).heights


def picture(original: bytes, media_type: str, page: int, marks: Sequence[Mark] = ()) -> bytes:
    """A page for the screen, PNG or JPEG, with the given boxes painted."""
    job = Job(original, media_type, tuple(marks), page=page, longest=SCREEN)
    return _ask("redaction-picture", job, SECONDS, most=MOST_PICTURE_BYTES).content


def rebuilt(original: bytes, media_type: str, marks: Sequence[Mark]) -> bytes:
    """The copy, built from pixels."""
    job = Job(original, media_type, tuple(marks))
    return _ask("redaction-rebuild", job, SECONDS * 4).content


def make_copy(original: bytes, media_type: str, marks: Sequence[Mark], rebuild: Rebuild = rebuilt) -> Copy:
    """A copy and the verdict on it. The check is another child: it knows the copy by its bytes alone."""
    pages = len(measure(original, media_type))
    content = rebuild(original, media_type, marks)
    job = Job(original, media_type, tuple(marks), content)
    told = _ask("redaction-check", job, SECONDS + SECONDS_A_PAGE * pages)
    return Copy(content, pages, told.leaks, told.readers)


def _ask(task: str, job: Job, seconds: float, most: int = MOST_COPY_BYTES) -> Told:
    try:
        answer = run_limited(
            task,
            msgspec.msgpack.encode(job),
            pool=REDACTION,
            seconds=seconds,
            memory_bytes=MEMORY_BYTES,
            most=most,
        )
    except TooMuchError:
        raise no.OriginalTooMuchError from None
    except BusyError:
        raise no.WorkshopBusyError from None
    except BrokenError:
        raise no.OriginalUnreadableError("documents") from None
    told = msgspec.msgpack.decode(answer, type=Told)
    if told.why:
        raise _refusal(told.why)
    return told


def _refusal(why: str) -> FieldError:
    """What the child found in a document that stops it, as a refusal at the entry of the file."""
    match why:
        case "locked":
            return no.OriginalLockedError("documents")
        case "too-many-pages":
            return no.OriginalTooManyPagesError("documents")
        case "too-large":
            return no.OriginalTooLargeError("documents")
        case _:
            return no.OriginalUnreadableError("documents")
