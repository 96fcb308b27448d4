"""What the pages of officers share: their blueprint, the administrator's body, and proving oneself again."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date

from flask import abort, flash, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from ppid.appointing.state import Officer
from ppid.body import Body
from ppid.events import Actor, Stream
from ppid.person import PERSON_PREFIX
from web.access import current
from web.account.fresh import prove_first, proved_recently
from web.hidden import hidden
from web.i18n import gettext as _
from web.office import kept
from web.office.frame import office_blueprint
from web.services import services

bp = office_blueprint("officers", __name__)

HEX = re.compile(r"[0-9a-f]{32}")
Form = MultiDict[str, str]
Answer = Response | str | tuple[str, int]


@dataclass(frozen=True)
class Desk:
    """The body whose officers these are, its day, and the administrator."""

    body: Body
    on: date
    actor: Actor


def desk() -> Desk:
    """The body of whoever is signed in: it comes from the sign-in, never from a form or an address (F55)."""
    person = current()
    if person.body is None:
        abort(403)
    return Desk(person.body, person.body.local_date(services().now()), person.actor)


def officer_of(hexed: str, body: Body) -> Officer:
    """The officer of an address, of this body only; 404 for anybody else."""
    found = body.appointed.officer(stream_of(hexed)) if HEX.fullmatch(hexed) else None
    if found is None:
        abort(404)
    return found


def stream_of(hexed: str) -> Stream:
    """An officer by the part of an address."""
    return f"{PERSON_PREFIX}{hexed}"


def hex_of(officer: Stream) -> str:
    """An officer as an address names them."""
    return officer.removeprefix(PERSON_PREFIX)


def key_of(here: Desk) -> str:
    """The id of what a form makes: made of its key, so that a form sent twice makes it once.

    And of the body and who sends it, for a browser must not choose the id: it would name somebody else's
    officer, or what another administrator proposed.
    """
    key = hidden("idempotency_key")
    if not HEX.fullmatch(key):
        abort(400)
    made_of = f"ppid-form-v1/{here.body.stream}/{here.actor.id}/{key}"
    return hashlib.sha256(made_of.encode()).hexdigest()[:32]


def proof_wanted() -> Response | None:
    """Ask who appoints to prove again who they are, a quarter of an hour after the last time."""
    return None if proved_recently() else prove_first()


def typed() -> Form:
    """What was typed before the proof was asked for, or nothing."""
    return kept.kept_form(current().account.officer) or MultiDict()


def recorded(sentence: str, officer: Stream = "") -> Response:
    """Say what was recorded, on the page of the officer or the list."""
    kept.forget()
    services().follower.wake()
    flash(sentence, "success")
    known = officer and services().directory.body(desk().body.stream).appointed.officer(officer)
    return redirect(
        url_for("officers.one", officer=hex_of(officer)) if known else url_for("officers.listed"), 303
    )


def said_waiting() -> str:
    """What is said of an act that a second administrator has to confirm."""
    return _("Diusulkan. Admin lain harus mengonfirmasinya sebelum berlaku.")


def sent() -> bool:
    """Whether a form was sent."""
    return request.method == "POST"
