"""Pages of single sign-on: to the provider, back from it, and the link between its accounts and ours.

It counts as both factors, for linked accounts only; the access record says so. What the provider says of its
own strength is not asked: an operator who names a provider trusts how it knows people. A link is begun and
made by forms of ours alone: somebody else's page can lead a browser to the provider and back, and a link that
came of it would let a stranger in.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from datetime import datetime, timedelta

import msgspec
from flask import flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from web import limits
from web.access import SIGNED_IN, allow, current, everyone, in_office, signed_in
from web.account import cookies
from web.account.entry import back_path, enter, note
from web.account.fresh import prove_first, proved_recently
from web.account.links import QUESTION_MINUTES, LinkedElsewhereError, Question
from web.account.own import end_others
from web.account.provider import Provider, ProviderError, Seen, Wrong
from web.account.records import RecordKind
from web.account.sessions import Proof, hashed
from web.hidden import hidden
from web.i18n import gettext as _
from web.limits import Limit
from web.office.frame import office_blueprint
from web.services import services

bp = office_blueprint("single", __name__)

STATE = "tunggal"
MOST_CHARS = 2000
#: Each question makes this server call another one.
QUESTIONS = Limit("single-sign-on", 20, 15)
OFFERED = "single-sign-on-link"
Answer = Response | str | tuple[str, int]


class Offer(msgspec.Struct, frozen=True):
    """An account that the provider saw, waiting for its officer to say that it is theirs."""

    issuer: str
    subject: str
    until: datetime


@bp.get("/meja/masuk/tunggal")
@everyone
def start() -> Answer:
    """Lead to the provider, to sign in."""
    return _lead("", back_path())


@bp.route("/meja/akun/tunggal", methods=["GET", "POST"])
@allow(*SIGNED_IN)
def link() -> Answer:
    """Lead to the provider to link the account that one has there, and link it once it was shown."""
    if request.method == "POST" and "akun" in request.form:
        return _linked(hidden("akun"))  # proved when it was begun, minutes ago, in this session
    if not proved_recently():
        return prove_first(keep=False)
    if services().doors.provider is None:
        return _refused(_("Masuk tunggal tidak dipakai di sini."))
    if request.method == "GET":
        return _link_page()
    # A link and no redirect: the policy lets no form of ours end at another site.
    to = _asked(current().account.officer, "")
    return _link_page(to=to) if isinstance(to, str) else to


def _link_page(*, to: str = "", seen: Seen | None = None) -> str:
    at = services().settings.outside.single_sign_on
    name = at.name if at else ""
    offer = _seal(seen) if seen else ""
    return render_template("account/link.html", provider=name, to=to, seen=seen, offer=offer)


def _lead(officer: str, back: str) -> Answer:
    to = _asked(officer, back)
    return redirect(to, 303) if isinstance(to, str) else to


def _asked(officer: str, back: str) -> str | tuple[str, int]:
    """Where the provider asks its question, which this browser may answer; or why it is not asked."""
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
    return to


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
        seen = _seen(provider, question)
    except ProviderError as error:
        return _not_seen(error.wrong)
    limits.give_back(QUESTIONS, limits.source())
    return _offer(question, seen) if question.officer else _enter(seen, question.back)


def _seen(provider: Provider, question: Question) -> Seen:
    """Whom the answer in this address is about. Raises ``ProviderError``."""
    code, issuer = request.args.get("code", ""), request.args.get("iss")
    if not code or len(code) > MOST_CHARS:
        raise ProviderError(Wrong.REFUSED)
    endpoints = provider.endpoints()
    if issuer is not None and issuer != endpoints.issuer:
        raise ProviderError(Wrong.FORGED)
    return provider.seen(code, question.asked, _back_address())


def _question() -> Question | None:
    """The question that this browser was sent with, which is answered with this."""
    state, ours = request.args.get("state", ""), str(session.pop(STATE, ""))
    if not ours or not hmac.compare_digest(state.encode("utf-8", "replace"), ours.encode()):
        return None
    return services().doors.links.take(state)


def _enter(seen: Seen, back: str) -> Answer:
    doors = services().doors
    officer = doors.links.officer_of(seen.issuer, seen.subject)
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


def _offer(question: Question, seen: Seen) -> Answer:
    """Show the account that was seen; it is linked by the form on that page."""
    person = signed_in()
    if person is None or person.account.officer != question.officer:
        return _refused(_("Anda tidak lagi masuk sebagai petugas yang memulai pengaitan ini."))
    return _link_page(seen=seen)


def _linked(token: str) -> Answer:
    offer, account = _unseal(token), current().account
    if offer is None:
        return _refused(_("Akun yang ditunjukkan tadi sudah lewat sepuluh menit. Mulai lagi."))
    try:
        services().doors.links.link(offer.issuer, offer.subject, account.officer)
    except LinkedElsewhereError:
        return _refused(
            _("Akun itu sudah dikaitkan dengan petugas lain, atau Anda sudah mengaitkan akun lain.")
        )
    note(RecordKind.OIDC_LINKED, account)
    end_others()
    flash(_("Masuk tunggal sudah dikaitkan. Semua perangkat lain sudah dikeluarkan."), "success")
    return redirect(url_for("account.overview"), 303)


def _seal(seen: Seen) -> str:
    until = services().now() + timedelta(minutes=QUESTION_MINUTES)
    clear = msgspec.json.encode(Offer(seen.issuer, seen.subject, until))
    return base64.urlsafe_b64encode(services().vault.seal_own(OFFERED, clear, _bound())).decode()


def _unseal(token: str) -> Offer | None:
    """The account of a form; None when it was made up, is of another session, or too old."""
    try:
        box = base64.b64decode(token[:MOST_CHARS], altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    clear = services().vault.open_own(OFFERED, box, _bound())
    offer = msgspec.json.decode(clear, type=Offer) if clear is not None else None
    return offer if offer and services().now() < offer.until else None


def _bound() -> str:
    return f"{current().account.officer} {hashed(cookies.read(cookies.SESSION))}"


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
