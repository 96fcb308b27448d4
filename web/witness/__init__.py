"""The small program of a commission: it answers offices, and lets a commissioner confirm today's seal.

It needs no database of an office and no settings. Two doors: offices ask at ``/add-checkpoint`` (C2SP
tlog-witness); the pages are for the machine of the commission alone. Nothing here decides anything: that is
`ppid.seal.witness`.
"""

from __future__ import annotations

from pathlib import Path

from flask import Flask, Response, current_app, make_response, render_template, request
from werkzeug.exceptions import HTTPException, SecurityError

from ppid.database import StoreError
from ppid.seal.archive import Archive
from ppid.seal.protocol import MOST_BYTES, PATH
from ppid.seal.witness import Answer, Witness
from web import filters, i18n
from web.guarding import HEADERS
from web.i18n import pick
from web.witness.door import EXTENSION, Door, door
from web.witness.pages import pages

STATIC = Path(__file__).parents[1] / "static"
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
BUSY_SECONDS = "10"


def create_witness_app(
    witness: Witness,
    archive: Archive,
    *,
    by_hand: bool = False,
    with_pages: bool = True,
    hosts: tuple[str, ...] | None = LOOPBACK,
) -> Flask:
    """Build the application.

    ``by_hand``: what an office asks waits until somebody presses the button. ``with_pages=False``: the door
    for offices alone. ``hosts``: the names under which it answers (against pages that rename themselves).
    """
    app = Flask(__name__, static_folder=str(STATIC) if with_pages else None)
    app.config.update(
        MAX_CONTENT_LENGTH=2 * MOST_BYTES, MAX_FORM_MEMORY_SIZE=2 * MOST_BYTES, MAX_FORM_PARTS=20
    )
    if hosts is not None:
        app.config["TRUSTED_HOSTS"] = list(hosts)
    app.extensions[EXTENSION] = Door(witness, archive, by_hand=by_hand)
    app.add_url_rule(PATH, view_func=add_checkpoint, methods=["POST"])
    app.register_error_handler(StoreError, _busy)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fault)
    app.after_request(_headers)
    if with_pages:
        i18n.install(app)
        filters.install(app)
        app.register_blueprint(pages)
    return app


def add_checkpoint() -> Response:
    """Answer an office, by the protocol and nothing else."""
    here = door()
    asked = here.witness.propose if here.by_hand else here.witness.confirm
    return _said(asked(request.get_data(cache=False)))


def _said(answer: Answer) -> Response:
    response = make_response(answer.body, answer.status)
    # Set by hand: the protocol knows this media type without a character set.
    response.headers["Content-Type"] = (
        answer.media_type if answer.media_type != "text/plain" else "text/plain; charset=utf-8"
    )
    if answer.status == 503:  # noqa: PLR2004 - HTTP
        response.headers["Retry-After"] = BUSY_SECONDS
    return response


def _busy(_error: StoreError) -> Response:
    return _problem(
        503,
        "Arsip saksi sedang tidak dapat ditulis. Tidak ada yang dikonfirmasi; coba lagi sebentar lagi.",
        "The archive of the witness cannot be written now. Nothing was confirmed; try again shortly.",
    )


def _http(error: HTTPException) -> Response:
    return _problem(
        error.code or 500,
        "Halaman atau berkas ini tidak ada, atau kirimannya tidak dapat dibaca.",
        "There is no such page or file, or what was sent cannot be read.",
        # Asked under a foreign name, no page with addresses can be made.
        plain=isinstance(error, SecurityError),
    )


def _fault(_error: Exception) -> Response:
    return _problem(
        500,
        "Ada gangguan pada program saksi. Tidak ada yang dikonfirmasi.",
        "The program of the witness failed. Nothing was confirmed.",
    )


def _problem(status: int, indonesian: str, english: str, *, plain: bool = False) -> Response:
    if plain or request.path == PATH or "pages" not in current_app.blueprints:
        response = make_response(f"{indonesian}\n{english}\n", status)
        response.headers["Content-Type"] = "text/plain; charset=utf-8"
    else:
        said = pick(id=indonesian, en=english)
        response = make_response(render_template("problem.html", said=said, status=status), status)
    if status == 503:  # noqa: PLR2004 - HTTP
        response.headers["Retry-After"] = BUSY_SECONDS
    return response


def _headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    return response
