"""What the limited child is asked to do with a document: bytes to bytes, refusals included.

The child says why in one word of ours, never in words of the document.
"""

from __future__ import annotations

from io import BytesIO

import msgspec

from ppid.redaction.marks import FULL, Mark


class Job(msgspec.Struct, frozen=True, omit_defaults=True):
    """A document, the boxes over it, and what is wanted of it."""

    original: bytes
    media_type: str
    marks: tuple[Mark, ...] = ()
    copy: bytes = b""
    page: int = 0
    longest: int = 0


class Told(msgspec.Struct, frozen=True, omit_defaults=True):
    """The answer: ``why`` it could not be done, or what was made."""

    why: str = ""
    heights: tuple[int, ...] = ()
    content: bytes = b""
    leaks: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()


#: A picture for the screen above this is sent as a photograph.
SCREEN_BYTES = 400_000


def count(payload: bytes) -> bytes:
    """The pages of a document: how high each is for its width."""
    return _answer(payload, _count)


def picture(payload: bytes) -> bytes:
    """One page for the screen, with the boxes that it is given painted over it."""
    return _answer(payload, _picture)


def rebuild(payload: bytes) -> bytes:
    """The copy with every box painted."""
    return _answer(payload, _rebuild)


def check(payload: bytes) -> bytes:
    """The leak check of a copy."""
    return _answer(payload, _check)


def _answer(payload: bytes, work: object) -> bytes:
    from ppid.redaction.pictures import UnreadableError

    job = msgspec.msgpack.decode(payload, type=Job)
    try:
        told = work(job)  # type: ignore[operator]
    except UnreadableError as problem:
        told = Told(why=problem.why)
    return msgspec.msgpack.encode(told)


def _count(job: Job) -> Told:
    from ppid.redaction.pictures import opened

    with opened(job.original, job.media_type) as pages:
        return Told(heights=tuple(max(1, round(FULL * size.height / size.width)) for size in pages.sizes))


def _picture(job: Job) -> Told:
    from ppid.redaction.marks import of_page
    from ppid.redaction.painting import paint
    from ppid.redaction.pictures import opened

    with opened(job.original, job.media_type) as pages:
        whole = pages.picture(job.page)
        done = paint(whole, of_page(job.marks, job.page)) if job.marks else whole.copy()
    done.thumbnail((job.longest, job.longest))
    out = BytesIO()
    done.save(out, "PNG")
    if out.tell() > SCREEN_BYTES:
        out = BytesIO()
        done.save(out, "JPEG", quality=80)
    return Told(content=out.getvalue())


def _rebuild(job: Job) -> Told:
    from ppid.redaction.copying import rebuild

    return Told(content=rebuild(job.original, job.media_type, job.marks))


def _check(job: Job) -> Told:
    from ppid.redaction.leaks import check

    found = check(job.original, job.media_type, job.marks, job.copy)
    return Told(leaks=tuple(leak.value for leak in found.leaks), readers=found.readers)
