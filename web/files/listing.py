"""The files of a case as a page lists them: what each is, what the scanner said, and its small picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flask import url_for

from ppid.request.events import Document
from ppid.scanning import UNSCANNED, Scan, Verdict
from web.access import signed_in
from web.files import links, pictures
from web.files.links import Given
from web.i18n import gettext as _
from web.office.words import DOCUMENTS, say
from web.services import services


class State(NamedTuple):
    """What is known of a file, in words, and the colour of its tag."""

    words: str
    colour: str


class FileRow(NamedTuple):
    """A file on an officer's page. ``picture`` is where its small picture is, '' where there is none."""

    kind: str
    label: str
    size_kb: int
    href: str
    state: State
    infected: str
    picture: str


def rows(found: Sequence[tuple[Document, str]]) -> list[FileRow]:
    """The files of a case for an officer who may open them: each with its address."""
    known = services().scans.of_all(document.sha256 for document, _href in found)
    return [_row(document, href, known.get(document.sha256, UNSCANNED)) for document, href in found]


def _row(document: Document, href: str, scan: Scan) -> FileRow:
    kind = say(DOCUMENTS[document.kind])
    given = Given(document.sha256, document.person, document.media_type, kind)
    reader, picture = signed_in(), ""
    if reader and pictures.may_be_drawn(given, scan.verdict):
        token = links.seal(given, reader.account.officer, links.PICTURES_LAST)
        picture = url_for("files.picture", token=token)
    return FileRow(
        kind=kind,
        label=document.label,
        size_kb=max(1, document.size_bytes // 1024),
        href=href,
        state=state_for_desk(scan),
        infected=scan.signature if scan.verdict is Verdict.INFECTED else "",
        picture=picture,
    )


def state_for_desk(scan: Scan) -> State:
    """What an officer is told. Without a verdict a file is never called clean."""
    match scan.verdict:
        case Verdict.CLEAN:
            return State(_("Sudah dipindai"), "green")
        case Verdict.INFECTED:
            return State(_("Berbahaya"), "red")
        case Verdict.FAILED | Verdict.UNSCANNED:
            return State(_("Belum dipindai"), "yellow")


def state_for_citizen(sha256: str) -> State | None:
    """What whoever sent or gets a file is told; nothing where all is well."""
    scan = services().scans.of(sha256)
    match scan.verdict:
        case Verdict.CLEAN:
            return None
        case Verdict.INFECTED:
            return State(_("Berbahaya, tidak dapat dibuka"), "red")
        case Verdict.FAILED | Verdict.UNSCANNED:
            known = services().scans.configured
            return State(_("Sedang diperiksa") if known else _("Belum dipindai"), "yellow")
