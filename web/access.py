"""Who may open what: declared on every route, checked before any of them runs.

A route without a declaration is refused when the application is built. What concerns one case (its body,
its unit, its citizen) is decided by ``ppid.request.lawful`` with the actor found here.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

import msgspec
from flask import Flask, abort, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from ppid.appointing.state import Officer
from ppid.body import Body, UnknownBodyError, UnknownOfficerError
from ppid.events import Actor, Role, Stream
from web.account import cookies
from web.account.accounts import Account
from web.account.records import RecordKind
from web.mailing.proofs import Opened, Proved
from web.office import kept
from web.services import services

View = TypeVar("View", bound=Callable[..., object])

SESSION_COOKIE = cookies.SESSION
TRACKED = "kasus"
MAILED = "surel"
EVERYONE: frozenset[Role] = frozenset()
OFFICERS = frozenset({Role.SERVICE_DESK, Role.UNIT_OFFICER, Role.PPID, Role.SUPERIOR, Role.HEAD})
#: Everybody who has an account.
SIGNED_IN = OFFICERS | {Role.AUDITOR, Role.BODY_ADMIN}


class SignedIn(msgspec.Struct, frozen=True):
    """Who is at the desk, in which role. ``officer`` is None for an auditor of the whole installation."""

    account: Account
    actor: Actor
    roles: tuple[Role, ...]
    body: Body | None
    officer: Officer | None


class Proof(StrEnum):
    """What a citizen has to prove for a page."""

    CODE = "code"
    MAIL = "mail"
    EITHER = "either"


def everyone(view: View) -> View:
    """Anybody may open this."""
    return _declare(view, EVERYONE)


def citizen(view: View) -> View:
    """Whoever proved number and access code of a case in this browser."""
    return _citizens(view, Proof.CODE)


def mailed(view: View) -> View:
    """Whoever proved in this browser that they read a mail address."""
    return _citizens(view, Proof.MAIL)


def either_proof(view: View) -> View:
    """Whoever proved a case by number and code, or a mail address."""
    return _citizens(view, Proof.EITHER)


def _citizens(view: View, proof: Proof) -> View:
    view.proof = proof  # type: ignore[attr-defined]  # read back by proofs()
    return _declare(view, frozenset({Role.CITIZEN}))


def allow(*roles: Role) -> Callable[[View], View]:
    """Only somebody signed in with one of ``roles``."""
    return lambda view: _declare(view, frozenset(roles))


def _declare(view: View, roles: frozenset[Role]) -> View:
    view.access = roles  # type: ignore[attr-defined]  # read back by declared()
    return view


def declared(app: Flask) -> dict[str, frozenset[Role]]:
    """Every endpoint with the roles it admits; the empty set admits everybody."""
    found: dict[str, frozenset[Role]] = {}
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            found[rule.endpoint] = EVERYONE
            continue
        roles = getattr(app.view_functions[rule.endpoint], "access", None)
        if roles is None:
            message = f"the route {rule.rule} ({rule.endpoint}) does not declare who may open it"
            raise RuntimeError(message)
        found[rule.endpoint] = roles
    return found


def proofs(app: Flask) -> dict[str, Proof]:
    """Every endpoint for citizens with what they have to prove for it."""
    return {name: view.proof for name, view in app.view_functions.items() if hasattr(view, "proof")}


def install(app: Flask) -> None:
    """Refuse to build an application with an undeclared route, and check every request."""
    access, wanted = declared(app), proofs(app)

    def check() -> Response | None:
        g.pop("signed_in", None)
        g.pop("mailed", None)
        g.pop("tracked", None)
        if request.endpoint is None:
            return None
        roles = access[request.endpoint]
        if roles == EVERYONE:
            return None
        if roles == {Role.CITIZEN}:
            return _prove_first(wanted[request.endpoint])
        person = signed_in()
        if person is None:
            return sign_in_first()
        if person.actor.role not in roles:
            abort(403)
        return None

    app.before_request(check)


def _prove_first(wanted: Proof) -> Response | None:
    by_code = bool(session.get(TRACKED)) and wanted is not Proof.MAIL
    if by_code or (wanted is not Proof.CODE and proved()):
        return None
    return redirect(url_for("track.find" if wanted is Proof.CODE else "mailed.ask"), 303)


def proved() -> Proved | None:
    """The mail address that was proved in this browser, while its session lasts."""
    if "mailed" not in g:
        token = str(session.get(MAILED, ""))
        g.mailed = services().proofs.session(token) if token else None
    found: Proved | None = g.mailed
    return found


def sign_in_first() -> Response:
    """Ask for the sign-in, and come back to this page afterwards, with what was typed on it (F12)."""
    back = request.full_path.rstrip("?") if request.method == "GET" else kept.keep()
    return redirect(url_for("office.sign_in", kembali=back or None), 303)


def signed_in() -> SignedIn | None:
    """Who is signed in with this browser, with the roles they hold at this very moment (F44)."""
    if "signed_in" not in g:
        g.signed_in = _find_signed_in()
    found: SignedIn | None = g.signed_in
    return found


def current() -> SignedIn:
    """Who is signed in, on a route that admits nobody else."""
    person = signed_in()
    if person is None:
        abort(401)
    return person


def citizen_actor(request_stream: Stream) -> Actor:
    """The citizen who proved number and access code of this case."""
    return Actor(request_stream, Role.CITIZEN)


def tracked() -> Stream:
    """The case that is open in this browser, by its code or through a proved mail address."""
    found = opened()
    return found.stream if found else ""


def opened() -> Opened | None:
    """The case that is open in this browser and how it was opened, while it lasts on the server."""
    token = str(session.get(TRACKED, ""))
    if "tracked" not in g or g.tracked[0] != token:
        sending = request.method not in {"GET", "HEAD"}
        g.tracked = (token, services().proofs.opened(token, sending=sending) if token else None)
    found: Opened | None = g.tracked[1]
    return found


def _find_signed_in() -> SignedIn | None:
    token = cookies.read(cookies.SESSION)
    found = services().doors.sessions.find(token) if token else None
    if found is None or (services().settings.second_factor and not found.proof.is_two_factors):
        return None
    person = in_office(found.account, found.role)
    if person is None:
        _end_all(found.account)
    return person


def in_office(account: Account, chosen: str) -> SignedIn | None:
    """Who stands behind an account, in the role that was chosen; None for whoever holds no office now."""
    if not account.body:
        if not services().directory.may_audit(account.officer):
            return None
        actor = Actor(account.officer, Role.AUDITOR)
        return SignedIn(account, actor, (Role.AUDITOR,), None, None)
    try:
        body = services().directory.body_now(account.body)
        officer = body.officer(account.officer)
    except (UnknownBodyError, UnknownOfficerError):
        return None
    grants = body.grants_of(officer.id, body.local_date(services().now()))
    if not grants:
        return None
    grant = next((each for each in grants if each.role == chosen), grants[0])
    roles = tuple(each.role for each in grants)
    return SignedIn(account, Actor(officer.id, grant.role, body.stream, grant.unit), roles, body, officer)


def _end_all(account: Account) -> None:
    """End what is still open for somebody who holds no office any more (F44)."""
    services().doors.shut(account.username)
    services().records.note(
        RecordKind.SESSION_ENDED, officer=account.officer, body=account.body, detail="dismissed"
    )
