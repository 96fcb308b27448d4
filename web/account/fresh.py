"""Proving again who one is, before an act that a stolen, open desk must not be enough for.

Whoever has a second factor proves with one: a stolen password must not be enough where signing in takes two.
An act that wants it asks ``proved_recently()`` first and answers ``prove_first()`` where it is not so.
"""

from __future__ import annotations

import msgspec
from flask import redirect, render_template, request, session, url_for
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from web.access import SIGNED_IN, allow, current
from web.account import cookies
from web.account.accounts import Account
from web.account.checking import Refusal, Why, check_code, check_password
from web.account.entry import back_path, note
from web.account.fields import CodeSchema, PasswordSchema
from web.account.passkeys import CopiedKeyError, NoAnswerError, Purpose
from web.account.records import RecordKind
from web.account.said import told
from web.account.sessions import FRESH_MINUTES, Session
from web.i18n import gettext as _
from web.office import kept
from web.office.frame import office_blueprint
from web.schemas import Errors, errors_of
from web.services import services

bp = office_blueprint("fresh", __name__)

QUESTION = "bukti"
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


class Ways(msgspec.Struct, frozen=True):
    """What an officer may prove with. A password counts only where there is no second factor."""

    code: bool
    passkey: bool
    password: bool


def _ways(account: Account) -> Ways:
    doors, officer = services().doors, account.officer
    if not doors.has_second_factor(officer):
        return Ways(code=False, passkey=False, password=True)
    return Ways(
        code=doors.totp.is_set(officer) or doors.recovery.left(officer) > 0,
        passkey=doors.passkeys.possible and bool(doors.passkeys.usable(officer)),
        password=False,
    )


@bp.route("/meja/bukti", methods=["GET", "POST"])
@allow(*SIGNED_IN)
def prove() -> Answer:
    """Ask for a code or a passkey, or for the password where there is neither."""
    account, back = current().account, back_path()
    ways = _ways(account)
    if request.method == "GET":
        return _page(account, ways, back)
    try:
        found = _checked(account, ways)
    except ValidationError as problem:
        return _page(account, ways, back, errors_of(problem), 422)
    if isinstance(found, Refusal):
        return _refused(found, account, ways, back)
    services().doors.sessions.prove(cookies.read(cookies.SESSION))
    note(RecordKind.PROVED_AGAIN, account)
    return redirect(back or url_for("account.overview"), 303)


def _checked(account: Account, ways: Ways) -> Refusal | None:
    """Nothing where the officer proved it."""
    if "answer" in request.form:
        return None if _answered(account) else Refusal(Why.WRONG)
    if ways.password:
        password = str(PasswordSchema().load(request.form)["password"])
        known = check_password(account.username, password)
        return known if isinstance(known, Refusal) else None
    found = check_code(account, str(CodeSchema().load(request.form)["code"]))
    return found if isinstance(found, Refusal) else None


def _answered(account: Account) -> bool:
    """Whether a passkey of this officer answered the question of this browser."""
    doors, token = services().doors, str(session.pop(QUESTION, ""))
    try:
        doors.passkeys.check(token, Purpose.PROVE, request.form["answer"], account.officer)
    except CopiedKeyError:
        note(RecordKind.PASSKEY_COPIED, account)
        doors.shut(account.username)
        return False
    except NoAnswerError:
        note(RecordKind.SECOND_FACTOR_FAILED, account)
        return False
    return True


def _refused(refusal: Refusal, account: Account, ways: Ways, back: str) -> Answer:
    if "answer" in request.form:
        name, wrong = "_schema", _("Kunci sandi ini tidak diterima. Coba lagi, atau pakai satu kode.")
    elif ways.password:
        name, wrong = "password", _("Kata sandi tidak cocok.")
    else:
        name, wrong = "code", _("Kode ini tidak cocok atau sudah dipakai.")
    status, sentence, headers = told(refusal, wrong)
    return *_page(account, ways, back, {name: [sentence]}, status), headers


def _page(
    account: Account, ways: Ways, back: str, errors: Errors | None = None, status: int = 200
) -> tuple[str, int]:
    options = ""
    if ways.passkey:
        question = services().doors.passkeys.ask(Purpose.PROVE, account.officer)
        session[QUESTION] = question.token
        options = question.options
    page = render_template(
        "account/prove.html", back=back, errors=errors, ways=ways, options=options, minutes=FRESH_MINUTES
    )
    return page, status
