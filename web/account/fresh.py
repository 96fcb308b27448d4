"""Proving again who one is, before an act that a stolen, open desk must not be enough for.

An act that wants it asks ``proved_recently()`` first and answers ``prove_first()`` where it is not so.
"""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from web.access import SIGNED_IN, allow, current
from web.account import cookies
from web.account.accounts import Account
from web.account.checking import Refusal, check_code, check_password
from web.account.entry import back_path, note
from web.account.fields import CodeSchema, PasswordSchema
from web.account.records import RecordKind
from web.account.said import told
from web.account.sessions import FRESH_MINUTES, Session
from web.i18n import gettext as _
from web.office import kept
from web.office.frame import office_blueprint
from web.schemas import Errors, errors_of
from web.services import services

bp = office_blueprint("fresh", __name__)

Answer = Response | tuple[str, int] | tuple[str, int, dict[str, str]]


def session_now() -> Session | None:
    """The session of this browser."""
    token = cookies.read(cookies.SESSION)
    return services().doors.sessions.find(token) if token else None


def proved_recently() -> bool:
    """Whether whoever is signed in proved it within the last quarter of an hour, by signing in or again."""
    found = session_now()
    return found is not None and found.is_fresh(services().now())


def prove_first(*, keep: bool = True) -> Response:
    """Ask for the proof, and come back to this page afterwards; ``keep`` what was typed on it (F12)."""
    here = request.full_path.rstrip("?")
    if request.method != "GET":
        here = kept.keep() if keep else request.path
    return redirect(url_for("fresh.prove", kembali=here or None), 303)


@bp.route("/meja/bukti", methods=["GET", "POST"])
@allow(*SIGNED_IN)
def prove() -> Answer:
    """Ask for the code of the application, or for the password where there is none."""
    account, back = current().account, back_path()
    by_code = services().doors.totp.is_set(account.officer)
    if request.method == "GET":
        return _page(back, by_code=by_code)
    try:
        found = _checked(account, by_code=by_code)
    except ValidationError as problem:
        return _page(back, errors_of(problem), 422, by_code=by_code)
    if isinstance(found, Refusal):
        wrong = _("Kode ini tidak cocok atau sudah dipakai.") if by_code else _("Kata sandi tidak cocok.")
        status, sentence, headers = told(found, wrong)
        name = "code" if by_code else "password"
        return *_page(back, {name: [sentence]}, status, by_code=by_code), headers
    services().doors.sessions.prove(cookies.read(cookies.SESSION))
    note(RecordKind.PROVED_AGAIN, account)
    return redirect(back or url_for("account.overview"), 303)


def _checked(account: Account, *, by_code: bool) -> Refusal | None:
    if by_code:
        found = check_code(account, str(CodeSchema().load(request.form)["code"]))
        return found if isinstance(found, Refusal) else None
    password = str(PasswordSchema().load(request.form)["password"])
    known = check_password(account.username, password)
    return known if isinstance(known, Refusal) else None


def _page(back: str, errors: Errors | None = None, status: int = 200, *, by_code: bool) -> tuple[str, int]:
    page = render_template(
        "account/prove.html", back=back, errors=errors, by_code=by_code, minutes=FRESH_MINUTES
    )
    return page, status
