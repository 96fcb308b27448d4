"""The second step of signing in: a code after the password, or setting a factor up where everybody needs one.

Until it is taken there is half a session, which opens these pages and nothing else.
"""

from __future__ import annotations

from flask import render_template, request, url_for
from marshmallow import ValidationError
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from web.access import everyone
from web.account import cookies
from web.account.accounts import Account
from web.account.checking import Refusal, Why, check_code
from web.account.entry import back_path, enter, halfway, note, open_whole
from web.account.fields import CodeSchema
from web.account.gate import SECOND_STEPS
from web.account.records import RecordKind
from web.account.said import told
from web.account.sessions import Proof
from web.account.setting_up import drawing, typed_key
from web.i18n import gettext as _
from web.office.frame import office_blueprint
from web.schemas import Errors, errors_of
from web.services import services

bp = office_blueprint("second", __name__)

Answer = Response | tuple[str, int] | tuple[str, int, dict[str, str]]


@bp.route("/meja/masuk/kode", methods=["GET", "POST"])
@everyone
def step() -> Answer:
    """Ask for the code of the application, or one of the paper."""
    half, back = halfway(), back_path()
    if half is None:
        return too_late()
    if not services().doors.has_second_factor(half.account.officer):
        return redirect(url_for("second.set_up", kembali=back or None), 303)
    if request.method == "GET":
        return _step(half.account, back)
    return _take_step(half.account, back)


def _take_step(account: Account, back: str) -> Answer:
    try:
        code = str(CodeSchema().load(request.form)["code"])
    except ValidationError as problem:
        return _step(account, back, errors_of(problem), 422)
    # Counted before it is looked at, so that many at once get no more tries than one after the other.
    left = services().doors.halves.note_try(cookies.read(cookies.HALF))
    if left < 0:
        return too_late()
    found = check_code(account, code)
    if isinstance(found, Refusal):
        return _refused(found, account, back) if left else too_late()
    # Of two right answers at once in one half session, one opens a session.
    return enter(account, found, back) if end_half() else too_late()


def end_half() -> bool:
    """End this browser's half session; False when it had ended."""
    return services().doors.halves.end(cookies.read(cookies.HALF))


def _refused(refusal: Refusal, account: Account, back: str) -> Answer:
    wrong = _(
        "Kode ini tidak cocok, sudah dipakai, atau sudah lewat waktunya. "
        "Tunggu kode berikutnya, lalu coba lagi."
    )
    status, sentence, headers = told(refusal, wrong)
    return *_step(account, back, {"code": [sentence]}, status), headers


def _step(account: Account, back: str, errors: Errors | None = None, status: int = 200) -> tuple[str, int]:
    doors = services().doors
    page = render_template(
        "account/step.html",
        back=back,
        errors=errors,
        has_totp=doors.totp.is_set(account.officer),
        has_passkey=bool(doors.passkeys.usable(account.officer)),
        has_recovery=doors.recovery.left(account.officer) > 0,
    )
    return page, status


@bp.route("/meja/masuk/pasang", methods=["GET", "POST"])
@everyone
def set_up() -> Answer:
    """Have an officer without a second factor set one up, before anything else opens."""
    half, back = halfway(), back_path()
    if half is None:
        return too_late()
    if services().doors.has_second_factor(half.account.officer):
        return redirect(url_for("second.step", kembali=back or None), 303)
    if request.method == "GET":
        return _set_up(half.account, back)
    return _take_set_up(half.account, back)


def _take_set_up(account: Account, back: str) -> Answer:
    try:
        code = str(CodeSchema().load(request.form)["code"])
    except ValidationError as problem:
        return _set_up(account, back, errors_of(problem), 422)
    doors, token = services().doors, cookies.read(cookies.HALF)
    left = doors.halves.note_try(token)
    if left < 0:
        return too_late()
    refusal = check_offered(account, code, token)
    if refusal is not None:
        return _not_set(refusal, account, back) if left else too_late()
    # Ended before anything is kept: half a session that is over leaves no factor behind.
    if not end_half() or not doors.totp.confirm(account.officer, code, token):
        return too_late()
    return first_factor(account, RecordKind.TOTP_SET, Proof.TOTP, back)


def check_offered(account: Account, code: str, token: str) -> Refusal | None:
    """Why a code is not of the application offered to the session with ``token``; None where it is."""
    turn = SECOND_STEPS.take(account.username)
    if turn.wait_s:
        return Refusal(Why.TOO_OFTEN, turn.wait_s)
    if not services().doors.totp.fits(account.officer, code, token):
        turn.failed()
        return Refusal(Why.WRONG)
    turn.give_back()
    return None


def _not_set(refusal: Refusal, account: Account, back: str) -> Answer:
    wrong = _("Kode ini tidak cocok. Periksa jam telepon Anda, lalu tuliskan kode yang sedang tampil.")
    status, sentence, headers = told(refusal, wrong)
    return *_set_up(account, back, {"code": [sentence]}, status), headers


def first_factor(account: Account, kind: RecordKind, proof: Proof, back: str) -> Response:
    """Open the session of an officer who set up the first factor, and show the recovery codes once."""
    doors = services().doors
    doors.shut(account.username)
    note(kind, account)
    codes = doors.recovery.renew(account.officer)
    response = open_whole(account, proof, Response(mimetype="text/html"))
    onward = back or url_for("office.sign_in")
    response.set_data(render_template("account/recovery_codes.html", codes=codes, onward=onward))
    return response


def _set_up(account: Account, back: str, errors: Errors | None = None, status: int = 200) -> tuple[str, int]:
    secret = services().doors.totp.offer(account.officer, cookies.read(cookies.HALF))
    page = render_template(
        "account/totp.html",
        back=back,
        errors=errors,
        drawing=drawing(secret, account.username),
        key=typed_key(secret),
        required=True,
        passkeys=services().doors.passkeys.possible,
    )
    return page, status


def too_late() -> tuple[str, int]:
    """There is no half session in this browser: it is over, or never was."""
    again = url_for("office.sign_in", kembali=back_path() or None)
    return render_template("account/too_late.html", again=again), 422
