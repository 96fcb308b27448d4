"""Pages of passkeys: sign in with one, take the second step with one, and keep one's own.

The only pages with a script: browsers hand out passkeys to scripts alone. Everything else works without.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, session, url_for
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from web import limits
from web.access import SIGNED_IN, allow, current, everyone, in_office
from web.account.accounts import Account
from web.account.entry import back_path, enter, halfway, note
from web.account.factors import after_removing, is_last_factor, show_codes
from web.account.fresh import prove_first, proved_recently
from web.account.own import end_others
from web.account.passkeys import CopiedKeyError, NoAnswerError, Purpose, Question, TooManyKeysError
from web.account.records import RecordKind
from web.account.second import end_half, first_factor, too_late
from web.account.sessions import Proof
from web.hidden import hidden
from web.i18n import gettext as _
from web.limits import Limit
from web.office.frame import office_blueprint
from web.schemas import Errors, FormSchema, Text, errors_of
from web.services import services

bp = office_blueprint("passkey", __name__)

QUESTION = "pertanyaan"
ANSWERS = Limit("passkey", 20, 15)
NAME_CHARS = 60
Answer = Response | str | tuple[str, int] | tuple[str, int, dict[str, str]]


class NameSchema(FormSchema):
    """What a key is called."""

    name = Text(NAME_CHARS, missing=lambda: _("Beri nama, misalnya nama telepon Anda."))


@bp.route("/meja/masuk/kunci", methods=["GET", "POST"])
@everyone
def enter_with() -> Answer:
    """Sign in with a passkey alone, or take the second step with one after the password."""
    half, back = halfway(), back_path()
    officer = half.account.officer if half else ""
    purpose = Purpose.SECOND if half else Purpose.ENTER
    if request.method == "GET":
        return _enter_page(purpose, officer, back)
    wait_s = limits.wait(ANSWERS, limits.source())
    if wait_s:
        sentence = _("Terlalu banyak percobaan. Tunggu beberapa menit, lalu coba lagi.")
        return *_enter_page(purpose, officer, back, sentence, 429), {"Retry-After": str(wait_s)}
    account = _answered(purpose, officer)
    if account is None:
        sentence = _("Kunci sandi ini tidak diterima. Coba lagi, atau masuk dengan kata sandi.")
        return _enter_page(purpose, officer, back, sentence, 422)
    limits.give_back(ANSWERS, limits.source())
    if half and not end_half():
        return too_late()
    return enter(account, Proof.SECOND_PASSKEY if half else Proof.PASSKEY, back)


def _answered(purpose: Purpose, officer: str) -> Account | None:
    """Whose key answered the question of this browser; None for nobody who may come in."""
    doors = services().doors
    token = str(session.pop(QUESTION, ""))
    try:
        owner = doors.passkeys.check(token, purpose, request.form.get("answer", ""), officer)
    except CopiedKeyError as copied:
        victim = doors.accounts.of_officer(copied.officer)
        note(RecordKind.PASSKEY_COPIED, victim)
        if victim:
            doors.shut(victim.username)  # the copy may have opened any of them
        return None
    except NoAnswerError:
        note(RecordKind.SECOND_FACTOR_FAILED, doors.accounts.of_officer(officer) if officer else None)
        return None
    account = doors.accounts.of_officer(owner)
    return account if account and in_office(account, "") else None


def _enter_page(
    purpose: Purpose, officer: str, back: str, refused: str = "", status: int = 200
) -> tuple[str, int]:
    passkeys = services().doors.passkeys
    options = _asked(passkeys.ask(purpose, officer)) if passkeys.possible else ""
    page = render_template(
        "account/passkey_enter.html",
        options=options,
        back=back,
        second=purpose is Purpose.SECOND,
        errors={"_schema": [refused]} if refused else None,
    )
    return page, status


def _asked(question: Question) -> str:
    """Note in this browser which question it was asked; give the question itself."""
    session[QUESTION] = question.token
    return question.options


@bp.route("/meja/masuk/pasang-kunci", methods=["GET", "POST"])
@everyone
def set_up() -> Answer:
    """Have an officer without a second factor make a passkey, before anything else opens."""
    half, back = halfway(), back_path()
    if half is None:
        return too_late()
    if services().doors.has_second_factor(half.account.officer):
        return redirect(url_for("second.step", kembali=back or None), 303)
    if request.method == "GET":
        return _make_page(half.account, back=back, required=True)
    # Ended before anything is kept: half a session that is over leaves no key behind.
    errors = _made(half.account, end_half)
    if errors is None:
        return too_late()
    if errors:
        return _make_page(half.account, errors, back=back, required=True)
    return first_factor(half.account, RecordKind.PASSKEY_ADDED, Proof.SECOND_PASSKEY, back)


@bp.route("/meja/akun/kunci", methods=["GET", "POST"])
@allow(*SIGNED_IN)
def mine() -> Answer:
    """List the officer's passkeys, and add one."""
    if not proved_recently():
        return prove_first(keep=False)
    account, doors = current().account, services().doors
    if request.method == "GET":
        return _make_page(account)
    errors = _made(account, lambda: True)
    if errors:
        return _make_page(account, errors)
    note(RecordKind.PASSKEY_ADDED, account)
    end_others()
    if not doors.recovery.left(account.officer):
        return show_codes()
    flash(_("Kunci sandi sudah ditambahkan. Semua perangkat lain sudah dikeluarkan."), "success")
    return redirect(url_for("passkey.mine"), 303)


@bp.post("/meja/akun/kunci/lepas")
@allow(*SIGNED_IN)
def remove() -> Response:
    """Remove one of the officer's passkeys, unless it is the last factor where everybody needs one."""
    if not proved_recently():
        return redirect(url_for("fresh.prove", kembali=url_for("passkey.mine")), 303)
    account, passkeys = current().account, services().doors.passkeys
    wanted = hidden("kunci")
    others = [key for key in passkeys.usable(account.officer) if key.credential != wanted]
    if is_last_factor("passkey") and not others:
        flash(_("Ini langkah kedua Anda yang terakhir. Pasang yang lain dahulu."), "error")
    elif passkeys.remove(account.officer, wanted):
        note(RecordKind.PASSKEY_REMOVED, account)
        after_removing()
        flash(_("Kunci sandi sudah dilepas."), "success")
    return redirect(url_for("passkey.mine"), 303)


def _made(account: Account, may: Callable[[], bool]) -> Errors | None:
    """Keep the key that this browser made if it ``may``, None if not; what is wrong, where something is."""
    token = str(session.pop(QUESTION, ""))
    try:
        name = str(NameSchema().load(request.form)["name"])
        kept = services().doors.passkeys.add(
            token, account.officer, request.form.get("answer", ""), name, may
        )
    except ValidationError as problem:
        return errors_of(problem)
    except TooManyKeysError:
        return {"name": [_("Sepuluh kunci sandi sudah cukup. Lepas satu dahulu.")]}
    except NoAnswerError:
        return {"name": [_("Peramban tidak memberi kunci yang dapat dipakai. Coba lagi.")]}
    return {} if kept else None


def _make_page(
    account: Account, errors: Errors | None = None, *, back: str = "", required: bool = False
) -> tuple[str, int]:
    passkeys = services().doors.passkeys
    options = _asked(passkeys.ask_for_new(account.officer, account.username)) if passkeys.possible else ""
    page = render_template(
        "account/passkeys.html",
        options=options,
        errors=errors,
        name=request.form.get("name", "")[:NAME_CHARS],
        back=back,
        required=required,
        keys=passkeys.of(account.officer),
    )
    return page, 422 if errors else 200
