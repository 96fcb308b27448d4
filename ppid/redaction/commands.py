"""Everything a person may ask of a redaction, as frozen values."""

from __future__ import annotations

from ppid.commands import CaseCommand, Command
from ppid.events import Stream
from ppid.redaction.marks import Mark
from ppid.request.events import Document


class BeginRedaction(Command, frozen=True, kw_only=True):
    """Take a document in. ``redaction`` is made by the caller, at random.

    One document: uploaded (``documents``), or one that is there already (``chosen``, by its SHA-256), of the
    request or of an earlier redaction (``again``).
    """

    redaction: Stream
    body: Stream
    title: str
    request: Stream = ""
    again: Stream = ""
    chosen: str = ""
    documents: tuple[Document, ...] = ()


class MarkPage(CaseCommand, frozen=True, kw_only=True):
    """Set the boxes of one page, all of them, and say that it was looked at.

    ``everywhere`` are those of them that lie in the same place on every page.
    """

    page: int
    marks: tuple[Mark, ...] = ()
    everywhere: tuple[Mark, ...] = ()


class ReleaseRedaction(CaseCommand, frozen=True, kw_only=True):
    """Make the copy, check it, and release it."""


class DropRedaction(CaseCommand, frozen=True, kw_only=True):
    """Give the redaction up."""

    reason: str
