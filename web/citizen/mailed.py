"""A link by mail instead of number and code: used up by a button, and never by opening it.

The page that takes the address does the same for every address and says the same (F50): whether anybody has
it is found out when the mail is sent. The token is good for one use and half an hour; it stands in no log of
ours and in no Referer, also not in one that our own pages get.
Law: UU 27/2022 art. 7, 35; regulations §10.
"""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from web import access, limits
from web.access import everyone
from web.citizen import proving
from web.citizen.finding import TooManyAttemptsError
from web.citizen.frame import citizen_blueprint
from web.i18n import gettext as _
from web.limits import Limit
from web.mailing.addresses import plain
from web.mailing.proofs import LINK
from web.schemas import Email, FormSchema, errors_of, status_of
from web.services import services

bp = citizen_blueprint("mailed", __name__)
#: Nobody fills a stranger's mail box from here, and nobody tries a list of addresses.
BY_ADDRESS = Limit("surel-alamat", 3, 60)
BY_SOURCE = Limit("surel-sumber", 20, 60)
#: The CSRF check over HTTPS needs the host of the referrer; the address with its token stays here.
QUIET = {"Referrer-Policy": "strict-origin", "X-Robots-Tag": "noindex, nofollow", "Cache-Control": "no-store"}
GONE = 410


class AskSchema(FormSchema):
    """The address a link is asked for."""

    email = Email(missing=lambda: _("Tuliskan alamat surel yang Anda cantumkan pada permohonan."))


@bp.route("/surel", methods=["GET", "POST"])
@everyone
def ask() -> ResponseReturnValue:
    """Take a mail address, and say the same whatever it is."""
    if request.method != "POST" or not services().outbox.active:
        return _asking({})
    try:
        address = str(AskSchema().load(request.form)["email"])
        _take_turn()
    except (ValidationError, TooManyAttemptsError) as problem:
        response = make_response(_asking(request.form, problem), status_of(problem))
        if isinstance(problem, TooManyAttemptsError):
            response.headers["Retry-After"] = str(BY_SOURCE.minutes * 60)
        return response
    if limits.take(BY_ADDRESS, plain(address)):
        token, until = services().proofs.link(address)
        services().outbox.link(address, token, until)
    return redirect(url_for("mailed.asked"), 303)


@bp.get("/surel/terkirim")
@everyone
def asked() -> ResponseReturnValue:
    """Say that a mail is on its way if we know the address."""
    return render_template("citizen/mailed/asked.html", minutes=_minutes())


@bp.route("/surel/<token>", methods=["GET", "POST"])
@everyone
def use(token: str) -> ResponseReturnValue:
    """Show a button; only the button uses the link up, because mail scanners open links."""
    # HEAD is no button either.
    if request.method != "POST":
        stands = services().proofs.stands(token)
        page = render_template("citizen/mailed/use.html", stands=stands, minutes=_minutes())
        return make_response(page, 200 if stands else GONE, QUIET)
    address = services().proofs.use(token)
    if not address:
        page = render_template("citizen/mailed/use.html", stands=False, minutes=_minutes())
        return make_response(page, GONE, QUIET)
    proving.begin(address)
    response = redirect(url_for("mine.index"), 303)
    response.headers.extend(QUIET)
    return response


@bp.post("/surel/selesai")
@everyone
def stop() -> Response:
    """End what was proved in this browser, here and for every copy of its cookie."""
    proving.end()
    flash(_("Anda sudah keluar. Permohonannya tetap berjalan."), "success")
    return redirect(url_for("start.home"), 303)


def _asking(values: object, problem: ValidationError | TooManyAttemptsError | None = None) -> str:
    return render_template(
        "citizen/mailed/ask.html",
        values=values,
        errors=errors_of(problem) if problem else {},
        active=services().outbox.active,
        proved=session.get(access.MAILED) and access.proved(),
        minutes=_minutes(),
    )


def _take_turn() -> None:
    if not limits.take(BY_SOURCE, limits.source()):
        raise TooManyAttemptsError(minutes=BY_SOURCE.minutes)


def _minutes() -> int:
    return int(LINK.total_seconds() // 60)
