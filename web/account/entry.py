"""Letting somebody in: a whole session, or half of one while the second step is still to come."""

from __future__ import annotations

import re

from flask import g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from ppid.events import Role
from web import limits
from web.access import SignedIn, in_office
from web.account import cookies
from web.account.accounts import Account
from web.account.devices import KNOWN_DAYS
from web.account.halves import HALF_MINUTES, Half
from web.account.records import RecordKind
from web.account.seen_device import device_words
from web.account.sessions import Proof
from web.office.kept import OFFICER
from web.services import services

#: A path of this site: one slash, then no second one and no backslash, and nothing that breaks a header.
LOCAL = re.compile(r"/(?![/\\])[!-\[\]-~]*")
DAY_S = 24 * 3600


def safe_path(wanted: str) -> str:
    """``wanted`` when it is a path of the desk on this site, else '' (F18)."""
    path = wanted if LOCAL.fullmatch(wanted) else ""
    return path if path.startswith(("/meja", "/audit")) else ""


def back_path() -> str:
    """Where the officer was going, as the page that asks was told."""
    return safe_path(request.values.get("kembali", ""))


def landing(person: SignedIn, back: str) -> str:
    """Where somebody goes who is signed in."""
    if back:
        return back
    return f"{request.script_root}/audit" if person.actor.role is Role.AUDITOR else url_for("desk.worklist")


def note(kind: RecordKind, account: Account | None, detail: str = "") -> None:
    """Write an access record about an account, with where it came from."""
    services().records.note(
        kind,
        officer=account.officer if account else "",
        body=account.body if account else "",
        source=limits.source(),
        device=this_device(),
        detail=detail,
    )


def this_device() -> str:
    """What the browser of this request calls itself."""
    return device_words(request.headers.get("User-Agent", ""))


def go_on(account: Account, back: str) -> Response:
    """After the right password: in, or to the second step."""
    if services().doors.has_second_factor(account.officer):
        return _half(account, url_for("second.step", kembali=back or None))
    if services().settings.second_factor:
        return _half(account, url_for("second.set_up", kembali=back or None))
    return enter(account, Proof.PASSWORD, back)


def halfway() -> Half | None:
    """Whose password was right in this browser a short while ago."""
    token = cookies.read(cookies.HALF)
    return services().doors.halves.find(token) if token else None


def enter(account: Account, proof: Proof, back: str) -> Response:
    """Open a whole session with a fresh token, and lead to where the officer was going."""
    person = in_office(account, "")
    if person is None:  # dismissed since the password was typed
        return redirect(url_for("office.sign_in"), 303)
    to = landing(person, back)
    if len(person.roles) > 1:
        to = url_for("office.choose_role", kembali=back or None)
    return open_whole(account, proof, redirect(to, 303))


def open_whole(account: Account, proof: Proof, response: Response) -> Response:
    """Open a whole session with a fresh token, and hand its cookies out with ``response``."""
    doors = services().doors
    for kind, end in ((cookies.SESSION, doors.sessions.end), (cookies.HALF, doors.halves.end)):
        old = cookies.read(kind)
        if old:
            end(old)
    if session.get(OFFICER) != account.officer:
        # A form that somebody else opened in this browser is not this officer's to send.
        session.pop("csrf_token", None)
        g.pop("csrf_token", None)
    session[OFFICER] = account.officer
    token = doors.sessions.open(account, "", proof, this_device())
    g.pop("signed_in", None)
    cookies.take(response, cookies.HALF)
    cookies.give(response, cookies.SESSION, token)
    known = doors.devices.remember(cookies.read(cookies.DEVICE), account.username)
    cookies.give(response, cookies.DEVICE, known, KNOWN_DAYS * DAY_S)
    note(RecordKind.SIGNED_IN, account, proof.value)
    return response


def _half(account: Account, to: str) -> Response:
    old = cookies.read(cookies.HALF)
    if old:
        services().doors.halves.end(old)
    response = redirect(to, 303)
    cookies.give(response, cookies.HALF, services().doors.halves.open(account.username), HALF_MINUTES * 60)
    return response
