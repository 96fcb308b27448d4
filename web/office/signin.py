"""Sign in and out of the desk, and choose in which role to work.

An unknown name and a wrong password get the same words after the same work (F52); every sign-in has a new
token, which ends on the server at sign-out (F53); nothing leads off this site afterwards (F18).
"""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from ppid.events import Role
from web.access import OFFICERS, allow, current, everyone, in_office, signed_in
from web.account import cookies
from web.account.checking import Refusal, check_password
from web.account.entry import back_path, go_on, landing, note
from web.account.fields import Password
from web.account.records import RecordKind
from web.account.said import told
from web.i18n import gettext as _
from web.office.forged import note_forged
from web.office.frame import office_blueprint
from web.office.words import ROLES, options
from web.schemas import EnumField, Errors, FormSchema, Text, errors_of
from web.services import services

bp = office_blueprint("office", __name__)

AnyResponse = Response | str | tuple[str, int]
Answer = tuple[str, int] | tuple[str, int, dict[str, str]]


class SignInSchema(FormSchema):
    """Who signs in."""

    username = Text(100, missing=lambda: _("Tuliskan nama pengguna Anda."))
    password = Password(missing=lambda: _("Tuliskan kata sandi Anda."))


class RoleSchema(FormSchema):
    """The role to work in."""

    role = EnumField(Role, missing=lambda: _("Pilih satu peran."))


@bp.route("/meja/masuk", methods=["GET", "POST"])
@everyone
def sign_in() -> Response | Answer:
    """Ask for name and password, and go on to where the officer was going, by way of the second step."""
    back = back_path()
    if request.method == "GET":
        person = signed_in()
        return redirect(landing(person, back), 303) if person else _form(back)
    try:
        entries = SignInSchema().load(request.form)
    except ValidationError as problem:
        return _form(back, errors_of(problem), 422)
    found = check_password(str(entries["username"]), str(entries["password"]))
    return _refused(found, back) if isinstance(found, Refusal) else go_on(found, back)


def _refused(refusal: Refusal, back: str) -> Answer:
    wrong = _("Nama pengguna atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi.")
    status, sentence, headers = told(refusal, wrong)
    return *_form(back, {"username": [sentence]}, status), headers


def _form(back: str, errors: Errors | None = None, status: int = 200) -> tuple[str, int]:
    username = request.form.get("username", "")[:100]
    page = render_template(
        "office/sign_in.html",
        back=back,
        errors=errors,
        username=username,
        passkeys=services().doors.passkeys.possible,
        single_sign_on=services().settings.outside.single_sign_on,
    )
    return page, status


@bp.route("/meja/peran", methods=["GET", "POST"])
@allow(*OFFICERS, Role.AUDITOR, Role.BODY_ADMIN)
def choose_role() -> AnyResponse:
    """Choose in which of several roles to work; the session gets a new token with it."""
    person = current()
    back = back_path()
    errors = None
    if request.method == "POST":
        try:
            role = RoleSchema().load(request.form)["role"]
        except ValidationError as problem:
            errors = errors_of(problem)
        else:
            if role in person.roles:
                return _work_as(role, back)
            note_forged(person, role.value)
            errors = {"role": [_("Anda tidak memegang peran ini.")]}
    choices = options(ROLES, person.roles)
    page = render_template(
        "office/choose_role.html", choices=choices, chosen=person.actor.role.value, back=back, errors=errors
    )
    return page, 422 if errors else 200


def _work_as(role: Role, back: str) -> Response:
    account = current().account
    token = services().doors.sessions.renew(cookies.read(cookies.SESSION), role.value)
    person = in_office(account, role.value)
    response = redirect(landing(person, back) if person else url_for("office.sign_in"), 303)
    cookies.give(response, cookies.SESSION, token)
    note(RecordKind.ROLE_CHOSEN, account, role.value)
    return response


@bp.post("/meja/keluar")
@everyone
def sign_out() -> Response:
    """End the session on the server; its token opens nothing any more."""
    token = cookies.read(cookies.SESSION)
    found = services().doors.sessions.find(token) if token else None
    if found:
        services().doors.sessions.end(token)
        note(RecordKind.SIGNED_OUT, found.account)
    g.pop("signed_in", None)
    flash(_("Anda sudah keluar."), "info")
    response = redirect(url_for("office.sign_in"), 303)
    cookies.take(response, cookies.SESSION)
    return response
