"""Handing out a stored file: as an attachment that nothing runs, never one that the scanner found infected.

Where a second address is set (``PPID_FILES_URL``), the file is handed out there: whoever may read it gets a
link for this one file that lasts five minutes, and no cookie of the desk ever goes to where files come from.
"""

from __future__ import annotations

import logging
import re
from io import BytesIO

from flask import Response, g, redirect, render_template, request, send_file

from ppid.events import Stream
from ppid.files import StoredFileAlteredError, StoredFileMissingError
from ppid.inspecting import KINDS
from ppid.openings import What
from ppid.request.events import Document
from ppid.scanning import Scan, Verdict
from ppid.vault import ErasedKeyError
from web import access
from web.files import links
from web.files.links import Given
from web.i18n import gettext as _
from web.refusing import page
from web.services import services

INERT = "default-src 'none'; sandbox"
UNKNOWN = "application/octet-stream"
GONE = 410
AT_THE_DESK = "/meja"
ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")
#: Why a stored file cannot be opened.
CLOSED = (ErasedKeyError, StoredFileMissingError, StoredFileAlteredError, ValueError)
faults = logging.getLogger("ppid.faults")


def serve(document: Document, name: str) -> Response:
    """Give a kept file back to somebody who may read it; say so when it cannot be given (F34, F37)."""
    return give(Given(document.sha256, document.person, document.media_type, name))


def give(given: Given) -> Response:
    """Give a stored file, or the page that says why not, or asks whether to."""
    scan = services().scans.of(given.sha256)
    if scan.verdict is Verdict.INFECTED:
        return infected(scan)
    if scan.verdict is not Verdict.CLEAN and services().scans.configured:
        if request.path.startswith(AT_THE_DESK):
            return _ask_first(given)
        return page(
            503,
            _("Berkas ini sedang diperiksa dari perangkat lunak berbahaya. Buka lagi beberapa saat lagi."),
        )
    return hand_over(given)


def infected(scan: Scan) -> Response:
    """Say that a file holds malware and is given to nobody."""
    return page(
        GONE,
        _(
            "Berkas ini tidak diberikan kepada siapa pun: pemindai menemukan perangkat lunak berbahaya "
            "(%(signature)s). Mintalah pengirimnya mengirim ulang dari sumber yang aman.",
            signature=scan.signature,
        ),
    )


def hand_over(given: Given) -> Response:
    """Give the file here, or send its reader to the address that hands out files."""
    if elsewhere := services().settings.outside.files_url:
        try:
            read(given)
        except CLOSED as problem:
            return unreadable(given, problem)
        _note_opening(given)
        return redirect(f"{elsewhere}{links.PLACE}/{links.seal(given)}", 303)  # type: ignore[return-value]
    return attachment(given)


def attachment(given: Given) -> Response:
    """The file itself."""
    try:
        content = read(given)
    except CLOSED as problem:
        return unreadable(given, problem)
    known = given.media_type in KINDS
    response = send_file(
        BytesIO(content),
        mimetype=given.media_type if known else UNKNOWN,
        as_attachment=True,
        download_name=file_name(given),
        conditional=False,
    )
    return inert(response)


def inert(response: Response) -> Response:
    """Mark an answer as a file: nothing runs it, frames it, or keeps it, and it brings no cookie."""
    response.headers["Content-Security-Policy"] = INERT
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "no-store"
    g.no_cookie = True
    return response


def file_name(given: Given) -> str:
    """The name a file is saved under: cleaned, with the ending of what it is."""
    from web.uploads import safe_name

    ending = KINDS[given.media_type].endings[0] if given.media_type in KINDS else "bin"
    return f"{ENDING.sub('', safe_name(given.name))}.{ending}"


def unreadable(given: Given, problem: Exception) -> Response:
    """Say why a file cannot be read, and raise the alarm where that should not be (F37)."""
    if isinstance(problem, ErasedKeyError):
        return page(404, _("Berkas ini sudah dihapus bersama data pribadi pemiliknya."))
    faults.critical("stored file %s cannot be read: %s", given.sha256, type(problem).__name__)
    return page(503, _("Berkas ini tidak dapat dibaca. Hubungi meja layanan informasi."))


def read(given: Given) -> bytes:
    """The bytes of a stored file. Raises when missing, altered, or when its owner was erased."""
    if given.person:
        return open_document(given.person, given.sha256)
    return services().files.get(given.sha256)


def open_document(person: Stream, sha256: str) -> bytes:
    """The bytes of a kept file. Raises when missing, altered, or when its owner was erased."""
    # Asked first: the files of somebody erased are gone with the key, and nobody misses them.
    services().vault.key_of(person)
    return services().vault.open_bytes(person, services().files.get(sha256))


def _ask_first(given: Given) -> Response:
    """An officer may open what the scanner has not seen, knowing so."""
    reader = access.current()
    html = render_template(
        "office/files/unscanned.html", token=links.seal(given, reader.account.officer), name=file_name(given)
    )
    response = Response(html, 409)
    response.headers["Cache-Control"] = "no-store"
    return response


def _note_opening(given: Given) -> None:
    """The page that redirects shows nothing, but the file is as good as opened."""
    reader = access.signed_in()
    if reader and given.person and given.person not in services().directory.ever_appointed():
        services().openings.note([given.person], reader.actor, What.FILE)
