"""Setting up, replacing and removing the application, and renewing recovery codes, while signed in.

Each wants a proof that is a few minutes old at most, and ends every other session of the officer.
"""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from web.access import SIGNED_IN, allow, current
from web.account import cookies
from web.account.checking import Refusal, Why
from web.account.entry import note
from web.account.fields import CodeSchema
from web.account.fresh import prove_first, proved_recently
from web.account.own import end_others
from web.account.records import RecordKind
from web.account.said import told
from web.account.second import check_offered
from web.account.setting_up import drawing, typed_key
from web.i18n import gettext as _
from web.office.frame import office_blueprint
from web.schemas import Errors, errors_of
from web.services import services

bp = office_blueprint("factors", __name__)

Answer = Response | str | tuple[str, int] | tuple[str, int, dict[str, str]]


@bp.route("/meja/akun/aplikasi", methods=["GET", "POST"])
@allow(*SIGNED_IN)
def application() -> Answer:
    """Set up an application, or another in its place; it counts once a code of it was typed."""
    if not proved_recently():
        return prove_first(keep=False)
    if request.method == "GET":
        return _application()
    try:
        code = str(CodeSchema().load(request.form)["code"])
    except ValidationError as problem:
        return _application(errors_of(problem), 422)
    account, token = current().account, cookies.read(cookies.SESSION)
    refusal = check_offered(account, code, token)
    if refusal is None and not services().doors.totp.confirm(account.officer, code, token):
        refusal = Refusal(Why.WRONG)  # sent twice at once: the other one kept it
    if refusal is not None:
        return _not_confirmed(refusal)
    note(RecordKind.TOTP_SET, account)
    end_others()
    if services().doors.recovery.left(account.officer):
        flash(_("Aplikasi autentikator sudah dipasang. Semua perangkat lain sudah dikeluarkan."), "success")
        return redirect(url_for("account.overview"), 303)
    return show_codes()


def _not_confirmed(refusal: Refusal) -> Answer:
    wrong = _("Kode ini tidak cocok. Periksa jam telepon Anda, lalu tuliskan kode yang sedang tampil.")
    status, sentence, headers = told(refusal, wrong)
    return *_application({"code": [sentence]}, status), headers


def _application(errors: Errors | None = None, status: int = 200) -> tuple[str, int]:
    account = current().account
    secret = services().doors.totp.offer(account.officer, cookies.read(cookies.SESSION))
    page = render_template(
        "account/totp.html",
        errors=errors,
        back="",
        drawing=drawing(secret, account.username),
        key=typed_key(secret),
        required=False,
    )
    return page, status


@bp.route("/meja/akun/aplikasi/lepas", methods=["GET", "POST"])
@allow(*SIGNED_IN)
def remove_application() -> Answer:
    """Remove the application, unless it is the last second factor where everybody needs one."""
    if not proved_recently():
        return prove_first(keep=False)
    account, doors = current().account, services().doors
    if request.method == "GET":
        return render_template("account/remove.html", last=is_last_factor("totp"))
    if is_last_factor("totp"):
        flash(_("Ini langkah kedua Anda yang terakhir. Pasang yang lain dahulu."), "error")
    elif doors.totp.remove(account.officer):
        note(RecordKind.TOTP_REMOVED, account)
        after_removing()
        flash(_("Aplikasi autentikator sudah dilepas."), "success")
    return redirect(url_for("account.overview"), 303)


def is_last_factor(kind: str) -> bool:
    """Whether removing a factor would leave none where everybody needs one."""
    factors = services().doors.factors(current().account.officer)
    return services().settings.second_factor and factors == [kind]


def after_removing() -> None:
    """End other sessions; recovery codes go with the last factor, for they stand in for one."""
    account, doors = current().account, services().doors
    end_others()
    if not doors.has_second_factor(account.officer):
        doors.recovery.remove(account.officer)


@bp.route("/meja/akun/pemulihan", methods=["GET", "POST"])
@allow(*SIGNED_IN)
def recovery() -> Answer:
    """Make new recovery codes in place of all before, and show them once."""
    if not proved_recently():
        return prove_first(keep=False)
    doors, account = services().doors, current().account
    if not doors.has_second_factor(account.officer):
        flash(_("Kode pemulihan dibuat sesudah Anda memasang langkah kedua."), "info")
        return redirect(url_for("account.overview"), 303)
    if request.method == "GET":
        return render_template("account/recovery.html", left=doors.recovery.left(account.officer))
    end_others()
    return show_codes()


def show_codes() -> str:
    """Make recovery codes and show them, this once."""
    account = current().account
    codes = services().doors.recovery.renew(account.officer)
    note(RecordKind.RECOVERY_RENEWED, account)
    return render_template("account/recovery_codes.html", codes=codes, onward=url_for("account.overview"))
