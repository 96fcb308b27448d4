"""The addresses of files: one by its link, one that was not scanned yet, and the small picture of one."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, abort, g, request, session

from ppid.scanning import Verdict
from web import uploads
from web.access import OFFICERS, allow, current, everyone
from web.files import giving, links, listing, pictures
from web.files.links import Leave
from web.hidden import hidden
from web.i18n import gettext as _
from web.refusing import page
from web.services import services

bp = Blueprint("files", __name__)
GIVEN = "files.given"
PLAIN = "text/plain; charset=utf-8"
DEFAULT_PORTS = {"http": 80, "https": 443}


def install(app: Flask) -> None:
    """Keep the address of files to files alone, and every cookie away from a file."""
    app.jinja_env.globals.update(
        file_rules=uploads.rules,
        accept_records=uploads.ACCEPT_RECORDS,
        file_state=listing.state_for_citizen,
    )
    app.before_request(_files_alone)
    app.after_request(_without_cookie)


def _files_alone() -> Response | None:
    """On the address of files there is nothing else, and the link to a file works nowhere else."""
    elsewhere = services().settings.outside.files_url
    here = bool(elsewhere) and _host(f"{request.scheme}://{request.host}") == _host(elsewhere)
    if here and request.endpoint != GIVEN:
        return _nothing_here()
    if not here and request.endpoint == GIVEN:
        abort(404)
    return None


def _host(url: str) -> tuple[str, int]:
    split = urlsplit(url)
    return split.hostname or "", split.port or DEFAULT_PORTS.get(split.scheme, 0)


def _nothing_here() -> Response:
    told = "Tautan berkas ini tidak berlaku lagi. Buka lagi dari halaman perkaranya.\n"
    told += "This link to a file is no longer valid. Open it again from the page of its case.\n"
    return giving.inert(Response(told, 404, content_type=PLAIN))


def _without_cookie(response: Response) -> Response:
    if g.get("no_cookie"):
        # Not even a session that somebody changed on the way leaves with a file.
        session.modified = False
        del response.headers["Set-Cookie"]
    return response


@bp.get(f"{links.PLACE}/<token>")
@everyone
def given(token: str) -> Response:
    """Give the file of a link, on the address of files."""
    found = links.unseal(token, Leave.FILE)
    if found is None or services().scans.of(found.sha256).verdict is Verdict.INFECTED:
        return _nothing_here()
    try:
        return giving.attachment(found)
    finally:
        g.no_cookie = True


@bp.post("/meja/berkas/buka")
@allow(*OFFICERS)
def open_unscanned() -> Response:
    """Give an officer a file that the scanner has not seen yet, as they asked."""
    found = links.unseal(hidden("token"), Leave.UNSCANNED, current().account.officer)
    if found is None:
        return page(400, _("Tautan ke berkas ini sudah kedaluwarsa. Buka lagi dari halaman perkaranya."))
    scan = services().scans.of(found.sha256)
    return giving.infected(scan) if scan.verdict is Verdict.INFECTED else giving.hand_over(found)


@bp.get("/meja/berkas/gambar/<token>")
@allow(*OFFICERS)
def picture(token: str) -> Response:
    """The first page of a file, drawn small, for an officer whose page of the case showed it."""
    found = links.unseal(token, Leave.PICTURE, current().account.officer)
    drawn = pictures.of(found) if found else None
    if drawn is None:
        abort(404)
    return giving.inert(Response(drawn, content_type="image/png"))
