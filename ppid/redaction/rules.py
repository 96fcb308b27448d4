"""What a redaction needs at each step. Pure: the copy and the verdict of its check come as arguments.

A unit knows its documents and prepares; the PPID decides what is given and what is withheld, so only the PPID
releases. What is released stays as it is: somebody may have it already. Law: UU 14/2008 art. 22(7)e;
Perki 1/2021 art. 10(2)e, 50; regulations §4.6.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from ppid.checks import LINE_CHARS, REASON, Context, Label, check_text
from ppid.exemption.articles import GROUNDS, letter_of
from ppid.redaction import commands as c
from ppid.redaction import events as e
from ppid.redaction import refusals as no
from ppid.redaction.marks import FULL, Mark
from ppid.redaction.state import Redaction
from ppid.redaction.verdict import Copy
from ppid.request.events import Document

TITLE = Label("Nama dokumen", "The name of the document", limit=LINE_CHARS)
DECREE = Label("Nomor keputusan pengecualian", "The number of the exemption decree", limit=80)
MOST_ON_PAGE, MOST = 80, 1500

#: What a failed part of the check is called.
PARTS = {
    "not-readable": ("keterbacaan salinan", "reading the copy"),
    "pages": ("jumlah dan ukuran halaman", "the number and sizes of pages"),
    "text": ("teks yang masih terbaca mesin", "text that machines still read"),
    "words": ("kata di bawah kotak", "words under the boxes"),
    "metadata": ("metadata", "metadata"),
    "attachments": ("lampiran atau isian tambahan", "attachments or extra entries"),
    "objects": ("isi berkas di luar gambar halaman", "content beside the pictures of the pages"),
    "pixels": ("piksel di bawah kotak", "pixels under the boxes"),
}


def begin(command: c.BeginRedaction, original: e.Original, unit: str, context: Context) -> e.Begun:
    """Take a document in."""
    check_text("title", command.title, TITLE)
    return e.Begun(command.title.strip(), original, context.as_of, unit, command.request)


def check_one(command: c.BeginRedaction) -> None:
    """Refuse to begin with no document, or with several."""
    check_text("title", command.title, TITLE)
    if len(command.documents) + bool(command.chosen) != 1:
        raise no.OneOriginalError("documents")


def may_mark(redaction: Redaction) -> None:
    """Refuse where nothing more happens. Law: Perki 1/2021 art. 50."""
    if redaction.released:
        raise no.RedactionReleasedError(number=redaction.number)
    if redaction.dropped:
        raise no.RedactionDroppedError(number=redaction.number)


def mark(redaction: Redaction, command: c.MarkPage) -> e.Marked:
    """Set the boxes of a page; it was looked at by that. Law: UU 14/2008 art. 17, 22(7)e."""
    may_mark(redaction)
    pages = redaction.original.pages
    if not 1 <= command.page <= pages:
        raise no.NoSuchPageError("page", page=command.page, pages=pages)
    on_page = [replace(box, page=command.page) for box in (*command.marks, *command.everywhere)]
    for number, box in enumerate(on_page, start=1):
        _check_mark(box, number)
    others = [box for box in redaction.marks if box.page != command.page]
    elsewhere = [
        replace(box, page=page) for box in command.everywhere for page in range(1, pages + 1)
        if page != command.page
    ]  # fmt: skip
    marks = tuple(dict.fromkeys((*others, *on_page, *elsewhere)))
    _check_count(marks)
    marks = tuple(sorted(marks, key=lambda box: (box.page, box.y, box.x)))
    return e.Marked(marks, tuple(sorted({*redaction.reviewed, command.page})))


def _check_mark(box: Mark, number: int) -> None:
    inside = 0 <= box.x < FULL and 0 <= box.y < FULL and box.w > 0 and box.h > 0
    if not inside or box.x + box.w > FULL or box.y + box.h > FULL:
        raise no.MarkOutsidePageError("marks", box=number)
    if box.article not in GROUNDS:
        raise no.MarkWithoutGroundError("marks", box=number)
    check_text("marks", box.decree, DECREE, required=False)


def _check_count(marks: Sequence[Mark]) -> None:
    fullest = max(Counter(box.page for box in marks).values(), default=0)
    if fullest > MOST_ON_PAGE:
        raise no.TooManyMarksError("marks", count=fullest, limit=MOST_ON_PAGE)
    if len(marks) > MOST:
        raise no.TooManyMarksError("marks", count=len(marks), limit=MOST)


def may_release(redaction: Redaction) -> None:
    """Refuse a copy without boxes, or of which a page was never looked at. Law: Perki 1/2021 art. 50."""
    may_mark(redaction)
    if not redaction.marks:
        raise no.NothingMarkedError
    if redaction.unreviewed:
        raise no.PagesNotReviewedError(pages=_runs(redaction.unreviewed))


def release(redaction: Redaction, made_of: Sequence[Mark], copy: Copy, document: Document) -> e.Released:
    """Release a copy that passed the leak check, and no other. Law: UU 14/2008 art. 22(7)e; Perki art. 50.

    ``made_of`` are the boxes that the copy was made with.
    """
    may_release(redaction)
    if tuple(made_of) != redaction.marks:
        raise no.MarksChangedError
    check_clean(copy)
    return e.Released(
        original=redaction.original.content,
        content=copy.sha256,
        document=document,
        boxes=by_letter(redaction.marks),
        checked_by=copy.readers,
    )


def check_clean(copy: Copy) -> None:
    """Refuse a copy of which any part of the check failed, or that no reader checked."""
    if copy.leaks or not copy.readers:
        failed = copy.leaks or ("not-readable",)
        said = [PARTS.get(leak, (leak, leak)) for leak in failed]
        raise no.CopyLeaksError(
            parts_id=", ".join(own for own, _ in said), parts_en=", ".join(other for _, other in said)
        )


def by_letter(marks: Iterable[Mark]) -> tuple[e.Boxes, ...]:
    """How many boxes each letter of article 17 has, in the order of the law."""
    found = Counter(letter.letter for box in marks if (letter := letter_of(box.article)))
    return tuple(e.Boxes(letter, count) for letter, count in sorted(found.items()))


def drop(redaction: Redaction, command: c.DropRedaction) -> e.Dropped:
    """Give a redaction up."""
    may_mark(redaction)
    check_text("reason", command.reason, REASON)
    return e.Dropped(command.reason.strip())


def _runs(pages: Sequence[int]) -> str:
    """Pages in few words: ``1-3, 7``."""
    said: list[str] = []
    first = last = pages[0]
    for page in (*pages[1:], 0):
        if page == last + 1:
            last = page
            continue
        said.append(f"{first}" if first == last else f"{first}-{last}")
        first = last = page
    return ", ".join(said)
