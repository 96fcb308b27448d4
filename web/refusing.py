"""Every refusal and fault becomes a page that says what, which one, and what now; never a stack trace."""

from __future__ import annotations

import logging
import secrets

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from ppid.database import StoreUnavailableError
from ppid.errors import RuleError
from ppid.log import StreamMovedError
from web import again
from web.i18n import gettext as _
from web.i18n import language

RETRY_SECONDS = "5"
PAGE = "errors/error.html"
SERVER_FAULT = 500
faults = logging.getLogger("ppid.faults")


def install(app: Flask) -> None:
    """Answer every error with its page or, for machines, with JSON."""
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(RuleError, _refused)
    app.register_error_handler(StoreUnavailableError, _away)
    app.register_error_handler(StreamMovedError, _busy)
    app.register_error_handler(Exception, _fault)


def _stale_form(_error: CSRFError) -> Response:
    sentence = _(
        "Formulir ini sudah kedaluwarsa atau dibuka di jendela lain. Kembali ke formulir, muat ulang, "
        "lalu kirim lagi. Belum ada yang dicatat."
    )
    return again.page(400, sentence) or page(400, sentence)


def page(
    status: int,
    message: str | None = None,
    reference: str | None = None,
    code: str = "",
    back_href: str = "",
) -> Response:
    """An error page, or its JSON when JSON was asked for."""
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        body = {"status": status, "code": code or str(status), "message": message, "reference": reference}
        response = jsonify({k: v for k, v in body.items() if v is not None})
    else:
        response = make_response(_html(status, message, reference, back_href))
    response.status_code = status
    if status in {429, 503}:
        response.headers["Retry-After"] = RETRY_SECONDS
    response.headers["Cache-Control"] = "no-store"
    return response


def _html(status: int, message: str | None, reference: str | None, back_href: str) -> str:
    """The page in the frame of its part of the site; without it where that asks a store that is away."""
    about = {"status": status, "message": message, "back_href": back_href, "reference": reference}
    if status < SERVER_FAULT:
        try:
            return render_template(PAGE, **about)
        except StoreUnavailableError:
            pass
    return current_app.jinja_env.get_template(PAGE).render(about)


def _http(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:  # noqa: PLR2004  (redirects raised as exceptions pass through)
        return make_response(error.get_response())
    response = page(error.code)
    valid = getattr(error, "valid_methods", None)
    if valid:
        response.headers["Allow"] = ", ".join(valid)
    return response


def _refused(error: RuleError) -> Response:
    return page(error.status, error.sentence(language()), code=error.code)


def _away(_error: StoreUnavailableError) -> Response:
    return page(503)


def _busy(_error: StreamMovedError) -> Response:
    return page(503)


def _fault(error: Exception) -> Response:
    reference = secrets.token_hex(4)
    # The type and the place are enough to find it; the message may hold somebody's words.
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "?"
    faults.error("fault %s: %s at %s on %s", reference, type(error).__name__, where, request.endpoint)
    return page(500, reference=reference)
