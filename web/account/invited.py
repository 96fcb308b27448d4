"""Where an officer uses the one-time code of an administrator, and chooses a password of their own.

Like the sign-in it says the same whether the name or the code is wrong, and limits how often somebody may
try. The code is used up only when the password is good enough, and of two who send it at once one gets in.
"""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from web.access import everyone, in_office
from web.account.accounts import Account, tidy
from web.account.checking import Refusal, Why
from web.account.entry import note
from web.account.fields import CODE_CHARS, Password, weakness
from web.account.gate import Gate
from web.account.passwords import BusyError
from web.account.records import RecordKind
from web.account.said import busy, told
from web.i18n import gettext as _
from web.limits import Limit
from web.office.frame import office_blueprint
from web.schemas import Errors, FormSchema, Text, errors_of
from web.services import services

bp = office_blueprint("invited", __name__)

#: A code has eighty random bits: the limits are there for the passwords that are hashed after it.
CODES = Gate(
    here=Limit("invitation", 5, 15),
    source=Limit("invitation-source", 30, 15),
    known=Limit("invitation-device", 10, 15),
    attacked=((Limit("invitation-name", 20, 60), Limit("invitation-once", 1, 60)),),
)
Answer = Response | tuple[str, int] | tuple[str, int, dict[str, str]]


class InvitedSchema(FormSchema):
    """The name, the code, and the password to come, twice."""

    username = Text(100, missing=lambda: _("Tuliskan nama pengguna Anda."))
    code = Text(CODE_CHARS, missing=lambda: _("Tuliskan kode dari admin Anda."))
    fresh = Password(missing=lambda: _("Tuliskan kata sandi yang baru."))
    again = Password(missing=lambda: _("Tuliskan kata sandi yang baru sekali lagi."))


@bp.route("/meja/undangan", methods=["GET", "POST"])
@everyone
def choose() -> Answer:
    """Ask for name, code and a password, and keep the password."""
    if request.method == "GET":
        return _page()
    try:
        entries = InvitedSchema().load(request.form)
    except ValidationError as problem:
        return _page(errors_of(problem), 422)
    name, fresh = tidy(str(entries["username"])), str(entries["fresh"])
    if fresh != entries["again"]:
        return _page({"again": [_("Kedua kata sandi baru tidak sama.")]}, 422)
    if weak := weakness(fresh, name):
        return _page({"fresh": [weak]}, 422)
    return _chosen(name, str(entries["code"]), fresh)


def _chosen(name: str, code: str, fresh: str) -> Answer:
    turn = CODES.take(name)
    if turn.wait_s:
        return _refused(Refusal(Why.TOO_OFTEN, turn.wait_s))
    found = services().invitations.find(name, code)
    if found is None or in_office(found, "") is None:
        turn.failed()
        note(RecordKind.FAILED, services().doors.accounts.named(name), "invitation")
        return _refused(Refusal(Why.WRONG))
    turn.give_back()
    try:
        kept = _keep(found, code, fresh)
    except BusyError:
        status, sentence, headers = busy()
        return *_page({"username": [sentence]}, status), headers
    if not kept:
        return _refused(Refusal(Why.WRONG))
    flash(_("Kata sandi tersimpan. Masuklah dengan kata sandi itu."), "success")
    return redirect(url_for("office.sign_in"), 303)


def _keep(account: Account, code: str, fresh: str) -> bool:
    """Use the code up and keep the password; False when somebody used it at the same moment."""
    doors = services().doors
    codes = services().invitations
    if not doors.accounts.admit(account, fresh, lambda: codes.take(account.username, code) is not None):
        return False
    doors.shut(account.username)
    doors.devices.forget(account.username)
    note(RecordKind.PASSWORD_CHANGED, account, "invitation")
    return True


def _refused(refusal: Refusal) -> Answer:
    wrong = _("Nama pengguna atau kode tidak cocok, atau kodenya sudah dipakai atau lewat waktunya.")
    status, sentence, headers = told(refusal, wrong)
    return *_page({"code": [sentence]}, status), headers


def _page(errors: Errors | None = None, status: int = 200) -> tuple[str, int]:
    username = request.form.get("username", "")[:100]
    return render_template("account/invited.html", errors=errors, username=username), status
