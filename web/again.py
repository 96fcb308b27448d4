"""A form that could not be taken now, through no fault of its words: the page that gives it back (F12, F13).

It shows what was typed and offers to send it again with a fresh token, but only where the browser itself says
that the form came from a page of ours: what another site wrote is neither shown under our name nor one press
of a button away. Passwords and codes are never written back, and files have to be chosen again.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from flask import Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from ppid.database import StoreUnavailableError
from web.services import services

#: Never written into a page: proofs of who somebody is, and what only we put into forms.
SECRET = re.compile(r"sandi|password|kode|code|token|csrf|secret|otp|kunci", re.IGNORECASE)
#: Put into forms by ours; goes along when sent again, and means nothing to a reader.
OURS = frozenset({"tombol", "isi", "fingerprint", "seen", "key"})
MOST_ENTRIES = 300


class Typed(NamedTuple):
    """One entry of a form, as it was sent."""

    name: str
    value: str


def page(status: int, message: str, code: str = "") -> Response | None:
    """The page that gives a form back with ``message``; None where nothing of ours could be lost."""
    entries = _entries()
    words = [entry for entry in entries if entry.name not in OURS and entry.value.strip()]
    if request.method != "POST" or not words or not from_here():
        return None
    whole = not request.files and not _has_secrets()
    about = {
        "status": status,
        "message": message,
        "code": code,
        "typed": words,
        "entries": entries if whole else (),
        "action": _here(),
        "form_href": _here() if _is_shown_by_get() else "",
    }
    try:
        html = render_template("errors/again.html", **about)
    except StoreUnavailableError:
        return None
    response = make_response(html, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def from_here() -> bool:
    """Whether the browser says that this form was sent from a page of ours. No word of it: no."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin", "")
    ours = urlsplit(services().settings.base_url)
    return bool(origin) and origin == f"{ours.scheme}://{ours.netloc}"


def _entries() -> list[Typed]:
    try:
        sent = list(request.form.items(multi=True))
    except HTTPException:  # it cannot be read at all
        return []
    kept = [Typed(name, value) for name, value in sent if not SECRET.search(name)]
    return kept if len(kept) <= MOST_ENTRIES else []


def _has_secrets() -> bool:
    return any(SECRET.search(name) for name in request.form if name != "csrf_token")


def _here() -> str:
    return request.full_path.rstrip("?")


def _is_shown_by_get() -> bool:
    rule = request.url_rule
    return rule is not None and "GET" in (rule.methods or ())
