"""The page of one's own account: how one gets in, where one is signed in, and what happened there."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from web.access import SIGNED_IN, allow, current
from web.account import cookies
from web.account.checking import Refusal, check_password
from web.account.entry import note
from web.account.fields import ChangeSchema, weakness
from web.account.fresh import session_now
from web.account.passwords import BusyError
from web.account.records import RecordKind
from web.account.said import busy, told
from web.account.sessions import ABSOLUTE_HOURS, IDLE_HOURS
from web.account.words import KINDS, PROOFS, detail_words
from web.hidden import hidden
from web.i18n import gettext as _
from web.office.frame import office_blueprint
from web.schemas import Errors, errors_of
from web.services import services

bp = office_blueprint("account", __name__)

SHOWN = 10
Answer = Response | tuple[str, int] | tuple[str, int, dict[str, str]]


@bp.get("/meja/akun")
@allow(*SIGNED_IN)
def overview() -> str:
    """Show how the officer gets in, every session that is open, and the newest records."""
    account, doors = current().account, services().doors
    now = session_now()
    return render_template(
        "account/overview.html",
        username=account.username,
        sessions=doors.sessions.of(account.username),
        this=now.id if now else "",
        proofs=PROOFS,
        idle_hours=IDLE_HOURS,
        absolute_hours=ABSOLUTE_HOURS,
        has_totp=doors.totp.is_set(account.officer),
        passkeys=doors.passkeys.of(account.officer),
        has_second=doors.has_second_factor(account.officer),
        codes_left=doors.recovery.left(account.officer),
        required=services().settings.second_factor,
        single_sign_on=services().settings.outside.single_sign_on,
        linked=doors.links.is_linked(account.officer),
        records=services().records.of_officer(account.officer, SHOWN),
        kinds=KINDS,
        detail_words=detail_words,
    )


@bp.post("/meja/akun/sesi")
@allow(*SIGNED_IN)
def end_sessions() -> Response:
    """End one other session of the officer, or all others."""
    account, sessions = current().account, services().doors.sessions
    wanted = hidden("sesi")
    if wanted:
        if sessions.end_one(account.username, wanted):
            note(RecordKind.SESSION_ENDED, account, "one")
            flash(_("Sesi itu sudah diakhiri."), "success")
        else:
            flash(_("Sesi itu sudah tidak ada."), "info")
    elif request.form.get("tombol") == "lain":
        end_others()
        flash(_("Semua perangkat lain sudah dikeluarkan."), "success")
    return redirect(url_for("account.overview"), 303)


def end_others() -> None:
    """End every session of the officer but the one of this browser, half ones too."""
    account = current().account
    if services().doors.shut(account.username, but=cookies.read(cookies.SESSION)):
        note(RecordKind.SESSION_ENDED, account, "others")


@bp.route("/meja/akun/kata-sandi", methods=["GET", "POST"])
@allow(*SIGNED_IN)
def change_password() -> Answer:
    """Change the password; every other session ends with the old one."""
    if request.method == "GET":
        return _password_page()
    try:
        entries = ChangeSchema().load(request.form)
    except ValidationError as problem:
        return _password_page(errors_of(problem), 422)
    account, fresh = current().account, str(entries["fresh"])
    if fresh != entries["again"]:
        return _password_page({"again": [_("Kedua kata sandi baru tidak sama.")]}, 422)
    if weak := weakness(fresh, account.username):
        return _password_page({"fresh": [weak]}, 422)
    found = check_password(account.username, str(entries["password"]))
    if isinstance(found, Refusal):
        status, sentence, headers = told(found, _("Kata sandi yang sekarang tidak cocok."))
        return *_password_page({"password": [sentence]}, status), headers
    return _changed(fresh)


def _changed(fresh: str) -> Answer:
    account, doors = current().account, services().doors
    try:
        doors.accounts.set_password(account.username, fresh)
    except BusyError:
        status, sentence, headers = busy()
        return *_password_page({"password": [sentence]}, status), headers
    note(RecordKind.PASSWORD_CHANGED, account)
    end_others()
    doors.devices.forget(account.username)
    flash(_("Kata sandi sudah diganti. Semua perangkat lain sudah dikeluarkan."), "success")
    return redirect(url_for("account.overview"), 303)


def _password_page(errors: Errors | None = None, status: int = 200) -> tuple[str, int]:
    return render_template("account/password.html", errors=errors), status
