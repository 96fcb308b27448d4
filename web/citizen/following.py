"""Following an objection: where it stands, its answer and orders, its papers, and the way to the commission.

Law: UU 14/2008 art. 36-37; Perki 1/2021 art. 41-44; Perki 1/2013 art. 5, 10-13.
"""

from __future__ import annotations

import secrets
from itertools import count
from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError
from werkzeug.wrappers import Response as AnyResponse

from ppid.checks import REASON
from ppid.errors import RuleError
from ppid.objection import lawful
from ppid.objection.commands import RecordAnswerReceived, WithdrawObjection
from ppid.objection.handling import may_go_to_commission
from ppid.objection.lawful import Act
from ppid.objection.state import Objection
from ppid.refusals import ChangedMeanwhileError
from ppid.request.events import Document
from projections.history import line_of
from web import uploads
from web.access import citizen
from web.citizen import commission as commissions
from web.citizen import sealed, tracking
from web.citizen.dossier import PLACE_DIGITS, Chosen, chosen
from web.citizen.frame import citizen_blueprint, contact_of
from web.citizen.objection_story import Course
from web.citizen.ways import of_objection
from web.citizen.words import document_words
from web.i18n import gettext as _
from web.i18n import language, pick
from web.papers import disputes, objections
from web.schemas import DateParts, FormSchema, Text, WholeNumber, errors_of, status_of
from web.services import services

bp = citizen_blueprint("following", __name__)
bp.before_request(tracking.close_when_left)


class ActSchema(FormSchema):
    """What every act carries: the key of its form, and the version that was looked at."""

    idempotency_key = Text(64, required=False)
    seen = WholeNumber(1, required=False)


class WithdrawSchema(ActSchema):
    """Taking the objection back."""

    reason = Text(REASON.limit, lines=True, required=False)


class ReceivedSchema(ActSchema):
    """The day the answer came."""

    received_on = DateParts(missing=lambda: _("Isi tanggal Anda menerima tanggapan Atasan PPID."))


@bp.get("/lacak/keberatan/<place>")
@citizen
def objection(place: str) -> ResponseReturnValue:
    """Show where the objection stands, its answer with the reasons, and what was ordered."""
    found = chosen(place)
    course = Course(found)
    return render_template(
        "citizen/objection/case.html",
        course=course,
        objection=found.objection,
        alone=found.dossier.request is None,
        steps=of_objection(found.dossier, found.place),
        lawful=_lawful(found),
        papers=objections.letters_of(found.objection),
        sealed=_sealed(found, place),
        proofs=_proofs(found.objection),
        body=contact_of(found.body),
    )


@bp.get("/lacak/keberatan/<place>/tanda-bukti")
@citizen
def receipt(place: str) -> ResponseReturnValue:
    """Show the receipt (Perki 1/2021 art. 41(3)-(6), 42(3)): number, day of the answer and why that day."""
    found = chosen(place)
    return render_template(
        "citizen/objection/receipt.html",
        course=Course(found),
        objection=found.objection,
        code="",
        alone=found.dossier.request is None,
        paper=url_for("following.letter", place=place, slug="tanda-bukti"),
        onwards=url_for("following.objection", place=place),
        sealed=_sealed(found, place, wait=True),
        body=contact_of(found.body),
    )


def _sealed(found: Chosen, place: str, *, wait: bool = False) -> sealed.SealedShown:
    return sealed.shown(found.objection.stream, url_for("following.sealed_file", place=place), wait=wait)


@bp.get("/lacak/keberatan/<place>/surat/<slug>.pdf")
@citizen
def letter(place: str, slug: str) -> ResponseReturnValue:
    """Give a letter of the objection as PDF, in the reader's language and without the code."""
    return objections.send(chosen(place).objection, slug, language=language(), download=True)


@bp.get("/lacak/keberatan/<place>/tanda-terima")
@citizen
def sealed_file(place: str) -> Response:
    """Give the sealed receipt of an objection of the case."""
    return sealed.give(chosen(place).objection.stream)


@bp.get("/lacak/keberatan/<place>/berkas/<number>")
@citizen
def file(place: str, number: str) -> ResponseReturnValue:
    """Give a file that was attached to the objection, or that proves how an order was carried out."""
    held = _held(chosen(place).objection)
    wanted = int(number) if number.isascii() and number.isdigit() and len(number) <= PLACE_DIGITS else 0
    if not 1 <= wanted <= len(held):
        abort(404)
    document = held[wanted - 1]
    return uploads.serve(document, document.label or document_words(document.kind))


def _held(objection: Objection) -> list[Document]:
    """Every file of an objection, in the order of their addresses."""
    return [*objection.documents, *(each for order in objection.orders for each in order.documents)]


def _proofs(objection: Objection) -> list[list[tuple[int, Document]]]:
    """The files of each order, with the numbers of their addresses."""
    numbers = count(len(objection.documents) + 1)
    return [[(next(numbers), each) for each in order.documents] for order in objection.orders]


@bp.route("/lacak/keberatan/<place>/terima", methods=["GET", "POST"])
@citizen
def received(place: str) -> ResponseReturnValue:
    """Record when the answer came: the way to the commission is counted from that day."""
    found = chosen(place)
    if request.method == "GET":
        lawful.ACTS.check(Act.RECORD_ANSWER_RECEIVED, found.objection, found.dossier.context)
        return _act(found, "received.html", {"received_on": found.dossier.as_of})
    try:
        given = ReceivedSchema().load(request.form)
        services().objections.record_answer_received(
            RecordAnswerReceived(
                case=found.objection.stream,
                received_on=given["received_on"],
                key=given["idempotency_key"],
                seen=given["seen"],
            ),
            found.dossier.actor,
        )
    except (ValidationError, RuleError) as problem:
        return _act(found, "received.html", request.form, problem)
    return _done(place, _("Terima kasih. Tanggal penerimaan sudah dicatat."))


@bp.route("/lacak/keberatan/<place>/cabut", methods=["GET", "POST"])
@citizen
def withdraw(place: str) -> ResponseReturnValue:
    """Take the objection back, after saying what that means."""
    found = chosen(place)
    if request.method == "GET":
        lawful.ACTS.check(Act.WITHDRAW, found.objection, found.dossier.context)
        return _act(found, "withdraw.html", {})
    try:
        given = WithdrawSchema().load(request.form)
        services().objections.withdraw(
            WithdrawObjection(
                case=found.objection.stream,
                reason=given["reason"],
                key=given["idempotency_key"],
                seen=given["seen"],
            ),
            found.dossier.actor,
        )
    except (ValidationError, RuleError) as problem:
        return _act(found, "withdraw.html", request.form, problem)
    return _done(place, _("Keberatan sudah dicabut."))


@bp.get("/lacak/keberatan/<place>/komisi")
@citizen
def commission(place: str) -> ResponseReturnValue:
    """Say how to go to the commission: until when, where, with what; it is free (Perki 1/2013 art. 5-13)."""
    found = chosen(place)
    may_go_to_commission(found.objection, found.dossier.context)
    return render_template(
        "citizen/objection/commission.html",
        course=Course(found),
        objection=found.objection,
        way=commissions.way(found),
        body=contact_of(found.body),
    )


@bp.get("/lacak/keberatan/<place>/permohonan-sengketa.pdf")
@citizen
def application(place: str) -> ResponseReturnValue:
    """Give the commission's own application form, filled in (Perki 1/2013 annex I)."""
    found = chosen(place)
    may_go_to_commission(found.objection, found.dossier.context)
    return disputes.send_application(found.objection, language=language())


def _lawful(found: Chosen) -> set[str]:
    offers = lawful.ACTS.offers(found.objection, found.dossier.actor, found.dossier.context)
    return {offer.act.value for offer in offers if offer.lawful}


def _act(
    found: Chosen, template: str, values: Any, problem: ValidationError | RuleError | None = None
) -> ResponseReturnValue:
    happened = problem.happened if isinstance(problem, ChangedMeanwhileError) else ()
    page = render_template(
        f"citizen/objection/{template}",
        objection=found.objection,
        back=url_for("following.objection", place=found.place),
        values=values,
        errors=errors_of(problem) if problem else {},
        happened=[pick(id=line.sentence_id, en=line.sentence_en) for line in map(line_of, happened)],
        key=(not happened and values.get("idempotency_key")) or secrets.token_hex(16),
        body=contact_of(found.body),
    )
    return (page, status_of(problem)) if problem else page


def _done(place: str, said: str) -> Response | AnyResponse:
    services().follower.wake()
    flash(said, "success")
    return redirect(url_for("following.objection", place=place), 303)
