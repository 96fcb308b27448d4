"""What an officer typed when the sign-in had expired: kept sealed, and shown again to the same person (F12).

Only the officer who last signed in with this browser gets it back; files have to be chosen again. Passwords
and codes are never kept, and nothing is of the pages of an account: what is typed there proves who one is.
Nor is an identity number that is only looked for.
"""

from __future__ import annotations

import secrets

import msgspec
from flask import request, session
from werkzeug.datastructures import MultiDict

from ppid.events import Stream
from web.again import SECRET
from web.services import services

#: In the browser's session: who signed in here last, and the forms kept, by their address.
OFFICER = "petugas"
KEPT = "tertunda"
AT_MOST = 4
BUTTON = "tombol"
#: Where nothing is kept of what was typed.
UNKEPT = ("/meja/akun/", "/meja/cari-orang/")


class KeptForm(msgspec.Struct, frozen=True):
    """A form as it was sent: by whom, to which address, and its entries in order."""

    officer: Stream
    path: str
    entries: tuple[tuple[str, str], ...]


def keep() -> str:
    """Keep the form that is being sent; returns the address to show it at, '' where there is none."""
    rule = request.url_rule
    officer = str(session.get(OFFICER, ""))
    if rule is None or "GET" not in (rule.methods or ()) or not officer:
        return ""
    path = _here()
    if f"{request.path}/".startswith(UNKEPT):
        return path
    entries = tuple((k, v) for k, v in request.form.items(multi=True) if k != BUTTON and not SECRET.search(k))
    draft = secrets.token_urlsafe(16)
    services().state.save_draft(draft, msgspec.json.encode(KeptForm(officer, path, entries)))
    drafts = dict(session.get(KEPT, {}))
    drafts.pop(path, None)
    for oldest in list(drafts)[: max(0, len(drafts) - AT_MOST + 1)]:
        services().state.drop_draft(str(drafts.pop(oldest)))
    session[KEPT] = {**drafts, path: draft}
    return path


def kept_form(officer: Stream) -> MultiDict[str, str] | None:
    """The form that ``officer`` sent to this address when the sign-in had expired."""
    draft = dict(session.get(KEPT, {})).get(_here())
    sealed = services().state.draft(str(draft)) if draft else None
    if sealed is None:
        return None
    form = msgspec.json.decode(sealed, type=KeptForm)
    return MultiDict(form.entries) if form.officer == officer and form.path == _here() else None


def forget() -> None:
    """Forget the form kept for this address: it was sent."""
    drafts = dict(session.get(KEPT, {}))
    draft = drafts.pop(_here(), None)
    if draft:
        services().state.drop_draft(str(draft))
        session[KEPT] = drafts


def _here() -> str:
    return request.full_path.rstrip("?")
