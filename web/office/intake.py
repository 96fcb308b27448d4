"""An officer files a request for somebody: at the counter, by phone, letter, e-mail or WhatsApp.

One page to fill in, one to check with the date that will be promised, and a receipt to hand over. Nothing is
recorded before the check page is sent. Law: UU 14/2008 art. 22(1)-(5); Perki 1/2021 art. 28-31.
"""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from typing import Any

from flask import Response, abort, redirect, render_template, request, session, url_for
from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from ppid.acts import DESK
from ppid.commands import FileRequest
from ppid.errors import RuleError
from ppid.events import Actor, Stream
from ppid.request import intake as rules
from ppid.request.requirements import lacking_documents, lacking_entries
from ppid.request.state import Request
from ppid.request.vocabulary import CopyForm, Delivery, DocumentKind, Obtain, Reach
from projections.words import CHANNELS, MISSING
from web import papers, uploads
from web.access import allow, current
from web.citizen.words import mandate_words, reach_words
from web.filters import visible
from web.i18n import gettext as _
from web.office import filing as drafts
from web.office import kept
from web.office.clocks import ClockShown, show
from web.office.filing import Filing
from web.office.frame import office_blueprint
from web.office.words import COPY_FORMS, DELIVERY, DOCUMENTS, KINDS, OBTAIN, options, say, say_first
from web.schemas import Errors, errors_of, status_of
from web.services import services

bp = office_blueprint("intake", __name__)

HEX = re.compile(r"[0-9a-f]{32}")
#: Whoever filed may see the access code again for this long; after that it is the requester's alone.
CODE_MINUTES = 30
FILED = "dicatat"
ATTACHABLE = (
    DocumentKind.IDENTITY,
    DocumentKind.DEED,
    DocumentKind.MANDATE,
    DocumentKind.MANDATORS_IDENTITY,
    DocumentKind.OTHER,
)
Answer = AnyResponse | tuple[str, int]


@bp.url_value_preprocessor
def _room_for_files(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    if endpoint == "intake.form":
        uploads.make_room()


@bp.get("/meja/baru")
@allow(*DESK)
def new() -> AnyResponse:
    """Begin: every form has an address of its own, so that two may be open at once."""
    return redirect(url_for("intake.form", case=secrets.token_hex(16)), 303)


# Filling in -----------------------------------------------------------------------------------------------


@bp.route("/meja/baru/<case>", methods=["GET", "POST"])
@allow(*DESK)
def form(case: str) -> Answer:
    """Fill in everything on one page."""
    draft, actor = _draft(case), current().actor
    if _filed(draft.request, actor):
        return redirect(url_for("intake.done", case=case), 303)
    if request.method == "GET":
        return _form(draft, kept.kept_form(actor.id) or draft.form)
    sent = {kind: request.files.getlist(drafts.field_of(kind)) for kind in ATTACHABLE}
    draft, errors = drafts.entered(draft, request.form, sent, services().now())
    drafts.save(draft)
    kept.forget()
    status = 422
    if not errors:
        try:
            _foreseen(draft)
        except RuleError as refusal:
            errors, status = errors_of(refusal), status_of(refusal)
        else:
            return redirect(url_for("intake.check", case=case), 303)
    return _form(draft, draft.form, errors, status)


def _draft(case: str) -> Filing:
    if not HEX.fullmatch(case):
        abort(404)
    actor = current().actor
    return drafts.load(case, actor.id, actor.body) or drafts.begin(case, actor.id, actor.body)


def _filed(stream: Stream, actor: Actor) -> Request | None:
    """The request that this draft became."""
    if services().log.last(stream) is None:
        return None
    return services().desk.request(stream, actor)


def _form(
    draft: Filing, values: MultiDict[str, str], errors: Errors | None = None, status: int = 200
) -> tuple[str, int]:
    today = services().directory.body(draft.body).local_date(services().now())
    page = render_template(
        "office/intake.html",
        draft=draft,
        values=values,
        received_on=values or today,
        errors=errors,
        channels=[{"value": c.value, "text": say_first(CHANNELS[c])} for c in drafts.CHANNELS],
        kinds=options(KINDS, drafts.KINDS),
        reaches=[{"value": reach.value, "text": reach_words(reach)} for reach in Reach],
        obtains=options(OBTAIN, Obtain),
        copy_forms=options(COPY_FORMS, CopyForm),
        deliveries=options(DELIVERY, Delivery),
        attachable=[(drafts.field_of(kind), say(DOCUMENTS[kind])) for kind in ATTACHABLE],
        file_words={kind: say(text) for kind, text in DOCUMENTS.items()},
        removable=[{"value": f.document.sha256, "text": visible(f.name)} for f in draft.files],
        accept=uploads.ACCEPT,
    )
    return page, status


# Checking -------------------------------------------------------------------------------------------------


def _foreseen(draft: Filing) -> tuple[FileRequest, list[ClockShown]]:
    """What filing would record, decided by the rules themselves. Raises what they refuse."""
    command = draft.command()
    context = services().desk.context(services().directory.body(draft.body))
    _, registered = rules.file(command, context, sequence=1)
    clocks = [show(p, context.body, context.as_of) for p in registered.promises if p.days]
    return command, clocks


@bp.route("/meja/baru/<case>/periksa", methods=["GET", "POST"])
@allow(*DESK)
def check(case: str) -> Answer:
    """Show what will be recorded and promised; record it when sent."""
    draft, actor = _draft(case), current().actor
    if _filed(draft.request, actor):
        return redirect(url_for("intake.done", case=case), 303)
    if not draft.entries:
        return redirect(url_for("intake.form", case=case), 303)
    try:
        command, clocks = _foreseen(draft)
        if request.method == "GET":
            return _check(draft, command, clocks)
        if request.form.get("fingerprint") != draft.fingerprint():
            changed = {"_schema": [_("Isian berubah sejak halaman ini dibuka. Periksa sekali lagi.")]}
            return _check(draft, command, clocks, changed, 409)
        receipt = services().desk.file_request(command, actor)
    except (ValidationError, RuleError) as problem:
        return _form(draft, draft.form, errors_of(problem), status_of(problem))
    services().follower.wake()
    drafts.forget(case)
    session[FILED] = receipt.request
    return redirect(url_for("intake.done", case=case), 303)


def _check(
    draft: Filing,
    command: FileRequest,
    clocks: list[ClockShown],
    errors: Errors | None = None,
    status: int = 200,
) -> tuple[str, int]:
    lacking = [
        *lacking_documents(
            command.requester_kind, command.documents, represented=bool(command.representative)
        ),
        *lacking_entries(command.identity, command.wish),
    ]
    page = render_template(
        "office/intake_check.html",
        draft=draft,
        command=command,
        clocks=clocks,
        fingerprint=draft.fingerprint(),
        lacking=[say_first(MISSING[lack]) for lack in lacking],
        channel=say_first(CHANNELS[command.channel]),
        kind=say(KINDS[command.requester_kind]),
        mandate=mandate_words(command.mandate),
        obtain=say(OBTAIN[command.wish.obtain]),
        copied=command.wish.obtain is Obtain.COPY,
        copy_form=say(COPY_FORMS[command.wish.copy_form]),
        delivery=say(DELIVERY[command.wish.delivery]),
        file_words={kind: say(text) for kind, text in DOCUMENTS.items()},
        errors=errors,
    )
    return page, status


# The receipt ----------------------------------------------------------------------------------------------


def _receipt(case: str) -> tuple[Request, str]:
    """The filed request, and its code while this browser may still see it."""
    if not HEX.fullmatch(case):
        abort(404)
    stream = f"request-{case}"
    found = services().desk.request(stream, current().actor)
    filed_at = services().log.load(stream, 1)[0].envelope.recorded_at
    fresh = services().now() - filed_at < timedelta(minutes=CODE_MINUTES)
    mine = session.get(FILED) == stream and fresh
    return found, services().vault.access_code(stream) if mine else ""


@bp.get("/meja/baru/<case>/selesai")
@allow(*DESK)
def done(case: str) -> str:
    """The receipt to hand over: number, access code, due date."""
    found, code = _receipt(case)
    body = services().directory.body(found.body)
    as_of = body.local_date(services().now())
    clock = found.answer_clock
    return render_template(
        "office/intake_done.html",
        found=found,
        code=code,
        minutes=CODE_MINUTES,
        clock=show(clock.promise, body, as_of) if clock else None,
        hex=case,
    )


@bp.get("/meja/baru/<case>/tanda-bukti")
@allow(*DESK)
def receipt_file(case: str) -> Response:
    """The receipt as PDF, with the access code while this browser may still see it."""
    found, code = _receipt(case)
    return papers.send(found, "tanda-bukti", code=code or None)
