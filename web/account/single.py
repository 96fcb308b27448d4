"""Pages of single sign-on: to the provider, back from it, and the link between its accounts and ours.

It counts as both factors, for linked accounts only; the access record says so. What the provider says of its
own strength is not asked: an operator who names a provider trusts how it knows people.
"""

from __future__ import annotations

import hmac

from flask import flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from web import limits
from web.access import SIGNED_IN, allow, current, everyone, in_office, signed_in
from web.account.entry import back_path, enter, note
from web.account.fresh import prove_first, proved_recently
from web.account.links import LinkedElsewhereError, Question
from web.account.own import end_others
from web.account.provider import Provider, ProviderError, Wrong
from web.account.records import RecordKind
from web.account.sessions import Proof
from web.i18n import gettext as _
from web.limits import Limit
from web.office.frame import office_blueprint
from web.services import services

bp = office_blueprint("single", __name__)

STATE = "tunggal"
MOST_CHARS = 2000
#: Each question makes this server call another one.
QUESTIONS = Limit("single-sign-on", 20, 15)
Answer = Response | str | tuple[str, int]


@bp.get("/meja/masuk/tunggal")
@everyone
def start() -> Answer:
    """Lead to the provider, to sign in."""
    return _lead("", back_path())


@bp.get("/meja/akun/tunggal")
@allow(*SIGNED_IN)
def link() -> Answer:
    """Lead to the provider, to link the account that one has there."""
    return _lead(current().account.officer, "") if proved_recently() else prove_first(keep=False)


def _lead(officer: str, back: str) -> Answer:
    provider, doors = services().doors.provider, services().doors
    if provider is None:
        return _refused(_("Masuk tunggal tidak dipakai di sini."))
    if not limits.take(QUESTIONS, limits.source()):
        return _refused(_("Terlalu banyak percobaan. Tunggu beberapa menit, lalu coba lagi."), 429)
    try:
        provider.endpoints()
        question = doors.links.ask(officer, back)
        to = provider.address(question.asked, _back_address())
    except ProviderError as error:
        return _not_seen(error.wrong)
    session[STATE] = question.asked.state
    return redirect(to, 303)


@bp.get("/meja/masuk/tunggal/kembali")
@everyone
def come_back() -> Answer:
    """Take the provider's answer: once, in the browser that was sent there, within ten minutes."""
    provider = services().doors.provider
    if provider is None:
        return _refused(_("Masuk tunggal tidak dipakai di sini."))
    question = _question()
    if question is None:
        return _refused(
            _("Jawaban ini bukan untuk peramban ini, sudah dipakai, atau lewat sepuluh menit. Mulai lagi.")
        )
    try:
        issuer, subject = _seen(provider, question)
    except ProviderError as error:
        return _not_seen(error.wrong)
    limits.give_back(QUESTIONS, limits.source())
    return _link(question, issuer, subject) if question.officer else _enter(issuer, subject, question.back)


def _seen(provider: Provider, question: Question) -> tuple[str, str]:
    """Issuer and subject of the answer in this address. Raises ``ProviderError``."""
    code, issuer = request.args.get("code", ""), request.args.get("iss")
    if not code or len(code) > MOST_CHARS:
        raise ProviderError(Wrong.REFUSED)
    endpoints = provider.endpoints()
    if issuer is not None and issuer != endpoints.issuer:
        raise ProviderError(Wrong.FORGED)
    return endpoints.issuer, provider.subject(code, question.asked, _back_address())


def _question() -> Question | None:
    """The question that this browser was sent with, which is answered with this."""
    state, ours = request.args.get("state", ""), str(session.pop(STATE, ""))
    if not ours or not hmac.compare_digest(state.encode("utf-8", "replace"), ours.encode()):
        return None
    return services().doors.links.take(state)


def _enter(issuer: str, subject: str, back: str) -> Answer:
    doors = services().doors
    officer = doors.links.officer_of(issuer, subject)
    account = doors.accounts.of_officer(officer) if officer else None
    if account is None or in_office(account, "") is None:
        note(RecordKind.FAILED, account, "single-sign-on")
        return _refused(
            _(
                "Akun masuk tunggal ini belum dikaitkan. "
                "Masuk dengan kata sandi, lalu kaitkan di halaman akun Anda."
            )
        )
    return enter(account, Proof.SINGLE_SIGN_ON, back)


def _link(question: Question, issuer: str, subject: str) -> Answer:
    person = signed_in()
    if person is None or person.account.officer != question.officer:
        return _refused(_("Anda tidak lagi masuk sebagai petugas yang memulai pengaitan ini."))
    try:
        services().doors.links.link(issuer, subject, question.officer)
    except LinkedElsewhereError:
        return _refused(
            _("Akun itu sudah dikaitkan dengan petugas lain, atau Anda sudah mengaitkan akun lain.")
        )
    note(RecordKind.OIDC_LINKED, person.account)
    end_others()
    flash(_("Masuk tunggal sudah dikaitkan. Semua perangkat lain sudah dikeluarkan."), "success")
    return redirect(url_for("account.overview"), 303)


@bp.route("/meja/akun/tunggal/lepas", methods=["GET", "POST"])
@allow(*SIGNED_IN)
def unlink() -> Answer:
    """Forget the link; the password opens as before."""
    if not proved_recently():
        return prove_first(keep=False)
    account = current().account
    if request.method == "GET":
        return render_template("account/unlink.html")
    if services().doors.links.unlink(account.officer):
        note(RecordKind.OIDC_UNLINKED, account)
        end_others()
        flash(_("Kaitan masuk tunggal sudah dilepas."), "success")
    return redirect(url_for("account.overview"), 303)


def _back_address() -> str:
    return f"{services().settings.base_url}{url_for('single.come_back')}"


def _not_seen(wrong: Wrong) -> tuple[str, int]:
    match wrong:
        case Wrong.AWAY:
            return _refused(
                _("Penyedia masuk tunggal sedang tidak dapat dihubungi. Masuk dengan kata sandi."), 503
            )
        case Wrong.REFUSED:
            return _refused(_("Penyedia masuk tunggal menolak atau Anda membatalkannya. Coba lagi."))
        case Wrong.FORGED:
            note(RecordKind.FAILED, None, "single-sign-on")
            return _refused(_("Jawaban penyedia masuk tunggal tidak dapat dipercaya, jadi tidak dipakai."))


def _refused(sentence: str, status: int = 422) -> tuple[str, int]:
    return render_template("account/single_refused.html", sentence=sentence), status
