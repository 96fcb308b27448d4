"""Sign in and out of the desk, and choose in which role to work.

An unknown name and a wrong password get the same words after the same time (F52); every sign-in has a new
token, which ends on the server at sign-out (F53); nothing leads off this site afterwards (F18).
"""

from __future__ import annotations

import re
from typing import NoReturn

from flask import abort, current_app, flash, g, redirect, render_template, request, session, url_for
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from ppid.events import Role
from web import limits
from web.access import OFFICERS, SESSION_COOKIE, SignedIn, allow, current, everyone, signed_in
from web.i18n import gettext as _
from web.limits import Limit
from web.office.frame import office_blueprint
from web.office.kept import OFFICER
from web.office.words import ROLES, options
from web.schemas import SURROGATES, Entry, EnumField, Errors, FormSchema, Text, errors_of
from web.services import services
from web.state import Account

bp = office_blueprint("office", __name__)

#: One person at one place may mistype; one place may not try for ever. A name alone is never refused: whoever
#: knows it could lock its owner out.
MISTYPED = Limit("sign-in", 5, 15)
FROM_SOURCE = Limit("sign-in-source", 30, 15)
PASSWORD_CHARS = 500
#: A path of this site: one slash, then no second one and no backslash, and nothing that breaks a header.
LOCAL = re.compile(r"/(?![/\\])[!-\[\]-~]*")
AnyResponse = Response | str | tuple[str, int]


class Password(Entry[str]):
    """A password, exactly as typed."""

    def read(self, value: object) -> str:
        """Refuse only what cannot be a password."""
        if not isinstance(value, str) or len(value) > PASSWORD_CHARS or SURROGATES.search(value):
            raise ValidationError(_("Kata sandi ini tidak dapat dibaca."))
        return value


class SignInSchema(FormSchema):
    """Who signs in."""

    username = Text(100, missing=lambda: _("Tuliskan nama pengguna Anda."))
    password = Password(missing=lambda: _("Tuliskan kata sandi Anda."))


class RoleSchema(FormSchema):
    """The role to work in."""

    role = EnumField(Role, missing=lambda: _("Pilih satu peran."))


@bp.route("/meja/masuk", methods=["GET", "POST"])
@everyone
def sign_in() -> AnyResponse:
    """Ask for name and password, and go on to where the officer was going."""
    back = safe_path(request.values.get("kembali", ""))
    if request.method == "GET":
        person = signed_in()
        return _landing(person, back) if person else _form(back)
    try:
        entries = SignInSchema().load(request.form)
    except ValidationError as problem:
        return _form(back, errors_of(problem), 422)
    account = _known(str(entries["username"]), str(entries["password"]))
    return _signed_in(account, back)


def _known(username: str, password: str) -> Account:
    """The account of that name and password; otherwise the same page for every reason."""
    source = limits.source()
    name = username.strip().lower()
    tries = ((MISTYPED, f"{name}\n{source}"), (FROM_SOURCE, source))
    if any(limits.exceeded(limit, who) for limit, who in tries):
        _refuse(429, _("Terlalu banyak percobaan masuk. Tunggu 15 menit, lalu coba lagi."))
    account = services().state.sign_in(username, password)
    if account is None:
        for limit, who in tries:
            limits.note(limit, who)
        _refuse(422, _("Nama pengguna atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi."))
    return account


def _refuse(status: int, sentence: str) -> NoReturn:
    page, status = _form(safe_path(request.values.get("kembali", "")), {"username": [sentence]}, status)
    response = current_app.make_response((page, status))
    if status == 429:  # noqa: PLR2004  (too often)
        response.headers["Retry-After"] = str(15 * 60)
    abort(response)


def _form(back: str, errors: Errors | None = None, status: int = 200) -> tuple[str, int]:
    username = request.form.get("username", "")[:100]
    return render_template("office/sign_in.html", back=back, errors=errors, username=username), status


def _signed_in(account: Account, back: str) -> Response:
    old = request.cookies.get(SESSION_COOKIE)
    if old:
        services().state.end_session(old)
    if session.get(OFFICER) != account.officer:
        # A form that somebody else opened in this browser is not this officer's to send.
        session.pop("csrf_token", None)
        g.pop("csrf_token", None)
    session[OFFICER] = account.officer
    response = _open(account, "")
    person = _person_of(account)
    if person is not None and len(person) > 1:
        response.headers["Location"] = url_for("office.choose_role", kembali=back or None)
    elif back:
        response.headers["Location"] = back
    elif not account.body or person == (Role.AUDITOR,):
        response.headers["Location"] = f"{request.script_root}/audit"
    return response


def _open(account: Account, role: str) -> Response:
    """Start a session with a fresh token, and lead to the desk."""
    token = services().state.open_session(account, role)
    response = redirect(url_for("desk.worklist"), 303)
    response.set_cookie(
        SESSION_COOKIE,
        token,
        httponly=True,
        samesite="Lax",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        path=f"{request.script_root}/",
    )
    return response


def _person_of(account: Account) -> tuple[Role, ...] | None:
    """The roles an account may work in; None where it holds none any more, or needs none."""
    if not account.body:
        return None
    officers = services().directory.body(account.body).officers
    return next((officer.roles for officer in officers if officer.id == account.officer), None)


def _landing(person: SignedIn, back: str) -> Response:
    auditor = person.actor.role is Role.AUDITOR
    return redirect(back or (f"{request.script_root}/audit" if auditor else url_for("desk.worklist")), 303)


@bp.route("/meja/peran", methods=["GET", "POST"])
@allow(*OFFICERS, Role.AUDITOR, Role.BODY_ADMIN)
def choose_role() -> AnyResponse:
    """Choose in which of several roles to work; the session gets a new token with it."""
    person = current()
    back = safe_path(request.values.get("kembali", ""))
    errors = None
    if request.method == "POST":
        try:
            role = RoleSchema().load(request.form)["role"]
        except ValidationError as problem:
            errors = errors_of(problem)
        else:
            if role in person.roles:
                services().state.end_session(request.cookies.get(SESSION_COOKIE, ""))
                response = _open(person.account, role.value)
                response.headers["Location"] = back or response.headers["Location"]
                return response
            errors = {"role": [_("Anda tidak memegang peran ini.")]}
    choices = options(ROLES, person.roles)
    page = render_template(
        "office/choose_role.html", choices=choices, chosen=person.actor.role.value, back=back, errors=errors
    )
    return page, 422 if errors else 200


@bp.post("/meja/keluar")
@everyone
def sign_out() -> Response:
    """End the session on the server; its token opens nothing any more."""
    token = request.cookies.get(SESSION_COOKIE)
    if token:
        services().state.end_session(token)
    g.pop("signed_in", None)
    flash(_("Anda sudah keluar."), "info")
    response = redirect(url_for("office.sign_in"), 303)
    response.delete_cookie(SESSION_COOKIE, path=f"{request.script_root}/")
    return response


def safe_path(wanted: str) -> str:
    """``wanted`` when it is a path of the desk on this site, else '' (F18)."""
    path = wanted if LOCAL.fullmatch(wanted) else ""
    return path if path.startswith(("/meja", "/audit")) else ""
