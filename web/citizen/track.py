"""Following a case with its number and access code, and the few things its citizen can do there."""

from __future__ import annotations

import re
import secrets
from typing import Any

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError
from werkzeug.wrappers import Response as AnyResponse

from ppid.checks import REASON
from ppid.commands import RecordNoticeReceived, WithdrawRequest
from ppid.errors import RuleError
from ppid.events import Stream
from ppid.person import Identity
from ppid.refusals import ChangedMeanwhileError, KeyReusedError
from ppid.request import lawful
from ppid.request.events import Document
from ppid.request.lawful import Act
from ppid.request.vocabulary import Step
from projections.history import line_of
from web import access, papers, uploads
from web.access import citizen, everyone
from web.citizen import completing, finding, receipts, sealed, tracking, ways
from web.citizen.deadlines import due_of
from web.citizen.dossier import choose, dossier
from web.citizen.frame import citizen_blueprint, contact_of
from web.citizen.objection_story import Course
from web.citizen.story import Tale, gives, outcome_words
from web.citizen.words import document_words
from web.i18n import gettext as _
from web.i18n import language, pick
from web.schemas import DateParts, Errors, FormSchema, Text, WholeNumber, errors_of, status_of
from web.services import services

bp = citizen_blueprint("track", __name__)
#: What only a request has; with an objection's number these lead to the objection.
OF_A_REQUEST = {
    f"track.{page}" for page in ("case", "notice", "letter", "file", "complete", "withdraw", "received")
}
CODE_CHARS = 100
KEY = re.compile(r"[0-9a-f-]{1,64}")
PLACE_DIGITS = 3


class FindSchema(FormSchema):
    """Number and code, as on the receipt."""

    number = Text(missing=lambda: _("Tuliskan nomor pendaftaran."))
    code = Text(CODE_CHARS, missing=lambda: _("Tuliskan kode akses."))


class ActSchema(FormSchema):
    """What every act carries: the key of its form, and the version that was looked at."""

    idempotency_key = Text(64, required=False)
    seen = WholeNumber(1, required=False)


class WithdrawSchema(ActSchema):
    """Taking the request back."""

    reason = Text(REASON.limit, lines=True, required=False)


class ReceivedSchema(ActSchema):
    """The day the notice came."""

    received_on = DateParts(missing=lambda: _("Isi tanggal Anda menerima pemberitahuan."))


@bp.url_value_preprocessor
def _room_for_files(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    if endpoint == "track.complete":
        uploads.make_room()


@bp.before_request
def _only_of_a_request() -> AnyResponse | None:
    """Close a case that was left open; show an objection where an objection was proved."""
    if left := tracking.close_when_left():
        return left
    if request.endpoint in OF_A_REQUEST and tracking.is_objection():
        return redirect(url_for("following.objection", place=1), 303)
    return None


@bp.route("/lacak", methods=["GET", "POST"])
@everyone
def find() -> ResponseReturnValue:
    """Ask for number and code."""
    if request.method == "GET":
        return render_template("citizen/find.html", values={}, open=bool(access.tracked()))
    try:
        given = FindSchema().load(request.form)
        case = finding.find(given["number"], given["code"])
    except (ValidationError, RuleError) as problem:
        page = render_template("citizen/find.html", values=request.form, errors=errors_of(problem))
        response = make_response(page, status_of(problem))
        if isinstance(problem, finding.TooManyAttemptsError):
            response.headers["Retry-After"] = str(finding.BY_SOURCE.minutes * 60)
        return response
    tracking.open_case(case)
    return redirect(url_for("track.case"), 303)


@bp.post("/lacak/selesai")
@everyone
def stop() -> ResponseReturnValue:
    """Close the case in this browser."""
    tracking.close_case()
    receipts.forget()
    flash(_("Tampilan permohonan ditutup di peramban ini. Permohonannya tetap berjalan."), "success")
    return redirect(url_for("start.home"), 303)


@bp.get("/lacak/permohonan")
@citizen
def case() -> ResponseReturnValue:
    """Show where the case stands, what happened, what comes, and what can be done."""
    tale, found = _tale(), dossier()
    return render_template(
        "citizen/case.html",
        tale=tale,
        case=tale.request,
        lawful=_lawful(tale),
        papers=papers.letters_of(tale.request),
        sealed=sealed.shown(tale.request.stream, url_for("track.sealed_file")),
        body=contact_of(tale.body),
        gives=gives(tale.request),
        agent=_agent(tale.request.representative),
        own=tracking.is_own(),
        delivered=_delivered(tale),
        steps=ways.steps(found),
        courses=[Course(choose(found, place)) for place in range(1, len(found.objections) + 1)],
    )


@bp.get("/lacak/pemberitahuan")
@citizen
def notice() -> ResponseReturnValue:
    """Show the written notice with its ten contents (UU 14/2008 art. 22(7))."""
    tale = _tale()
    if tale.request.notice is None:
        abort(404)
    promised = tale.request.clocks.get("D08")
    return render_template(
        "citizen/notice.html",
        case=tale.request,
        notice=tale.request.notice,
        outcome=outcome_words(tale.request.outcome),
        promised=due_of(promised.promise, tale.body) if promised else None,
        gives=gives(tale.request),
        body=contact_of(tale.body),
    )


@bp.get("/lacak/surat/<slug>.pdf")
@citizen
def letter(slug: str) -> ResponseReturnValue:
    """Give a letter of the case as PDF, in the reader's language and without the code."""
    return papers.send(_tale().request, slug, language=language(), download=True)


@bp.get("/lacak/tanda-terima")
@citizen
def sealed_file() -> ResponseReturnValue:
    """Give the sealed receipt of the case whose number and code were proved."""
    return sealed.give(access.tracked())


@bp.get("/lacak/berkas/<any(pemohon, informasi):whose>/<place>")
@citizen
def file(whose: str, place: str) -> ResponseReturnValue:
    """Give back a file of the case: one that was attached, or the information delivered."""
    tale = _tale()
    held = tale.request.documents if whose == "pemohon" else _delivered(tale)
    # A number of 5,000 digits is no number here (F20).
    wanted = int(place) if place.isascii() and place.isdigit() and len(place) <= PLACE_DIGITS else 0
    if not 1 <= wanted <= len(held):
        abort(404)
    document = held[wanted - 1]
    return uploads.serve(document, document.label or document_words(document.kind))


@bp.route("/lacak/lengkapi", methods=["GET", "POST"])
@citizen
def complete() -> ResponseReturnValue:
    """Supply what was missing (Perki 1/2021 art. 33(3))."""
    tale = _tale()
    if request.method == "GET":
        _refuse_unlawful(tale, Act.COMPLETE)
        return _completing(tale, completing.values_of(tale.request, tale.identity))
    try:
        key = str(ActSchema().load(request.form)["idempotency_key"])
    except ValidationError as problem:
        return _completing(tale, request.form, errors_of(problem)), 422
    if key in tale.request.keys:
        return _completed_before(tale)
    _refuse_unlawful(tale, Act.COMPLETE)
    return _complete(tale, key)


def _completed_before(tale: Tale) -> ResponseReturnValue:
    """The same form once more: received already, or left over from an earlier time something was missing."""
    if tale.request.step is not Step.INCOMPLETE:
        return _done(_("Kelengkapan Anda sudah kami terima."))
    stale = KeyReusedError()
    return _completing(tale, request.form, {"_schema": [stale.sentence(language())]}), stale.status


def _complete(tale: Tale, key: str) -> ResponseReturnValue:
    try:
        given = completing.schema_of(tale.request, tale.identity).load(request.form)
        sealed, errors = _sealed(tale)
        if errors:
            return _completing(tale, request.form, errors), 422
        command = completing.command(tale.request, tale.identity, given, sealed, key)
        services().desk.complete(command, access.citizen_actor(tale.request.stream))
    except KeyReusedError:
        return _done(_("Kelengkapan Anda sudah kami terima."))
    except (ValidationError, RuleError) as problem:
        errors = errors_of(problem)
        if "documents" in errors:
            nothing = _("Belum ada yang dilengkapi. Unggah berkas, ubah isian, atau tulis keterangan.")
            errors = {"documents": [nothing]}
        return _completing(tale, request.form, errors), status_of(problem)
    return _done(_("Kelengkapan Anda sudah kami terima. Petugas memeriksanya lagi."))


@bp.route("/lacak/cabut", methods=["GET", "POST"])
@citizen
def withdraw() -> ResponseReturnValue:
    """Take the request back, after saying what that means."""
    tale = _tale()
    if request.method == "GET":
        _refuse_unlawful(tale, Act.WITHDRAW)
        return _act(tale, "citizen/withdraw.html", {})
    try:
        given = WithdrawSchema().load(request.form)
        services().desk.withdraw(
            WithdrawRequest(
                request=tale.request.stream,
                reason=given["reason"],
                key=given["idempotency_key"],
                seen=given["seen"],
            ),
            access.citizen_actor(tale.request.stream),
        )
    except (ValidationError, RuleError) as problem:
        return _act(tale, "citizen/withdraw.html", request.form, problem)
    return _done(_("Permohonan sudah dicabut."))


@bp.route("/lacak/terima", methods=["GET", "POST"])
@citizen
def received() -> ResponseReturnValue:
    """Confirm that the notice came: later windows run from that day."""
    tale = _tale()
    if request.method == "GET":
        _refuse_unlawful(tale, Act.RECORD_NOTICE_RECEIVED)
        return _act(tale, "citizen/received.html", {"received_on": tale.as_of})
    try:
        given = ReceivedSchema().load(request.form)
        services().desk.record_notice_received(
            RecordNoticeReceived(
                request=tale.request.stream,
                received_on=given["received_on"],
                key=given["idempotency_key"],
                seen=given["seen"],
            ),
            access.citizen_actor(tale.request.stream),
        )
    except (ValidationError, RuleError) as problem:
        return _act(tale, "citizen/received.html", request.form, problem)
    return _done(_("Terima kasih. Tanggal penerimaan sudah dicatat."))


def _agent(person: Stream) -> Identity | None:
    """Who acts for the requester; None where nobody does, or they were erased."""
    return services().people.identity(person) if person else None


def _tale() -> Tale:
    """The tracked case as it stands now."""
    stream = access.tracked()
    found = services().desk.request(stream, access.citizen_actor(stream))
    body = services().directory.body(found.body)
    return Tale(
        request=found,
        body=body,
        as_of=body.local_date(services().now()),
        recorded=tuple(services().log.load(stream)[: found.version]),
        identity=services().people.identity(found.requester),
    )


def _lawful(tale: Tale) -> set[str]:
    context = services().desk.context(tale.body)
    offers = lawful.ACTS.offers(tale.request, access.citizen_actor(tale.request.stream), context)
    return {offer.act.value for offer in offers if offer.lawful}


def _refuse_unlawful(tale: Tale, act: Act) -> None:
    """Say why a page of an act cannot be opened now."""
    lawful.ACTS.check(act, tale.request, services().desk.context(tale.body))


def _delivered(tale: Tale) -> tuple[Document, ...]:
    return tale.request.delivery.documents if tale.request.delivery else ()


def _sealed(tale: Tale) -> tuple[tuple[Document, ...], Errors]:
    """Check every file first, then seal and store them: nothing is kept when one is refused."""
    errors: Errors = {}
    checked = []
    if sum(len(uploads.chosen(request.files.getlist(name))) for name in request.files) > uploads.MAX_FILES:
        return (), {"documents": [uploads.too_many()]}
    for kind in completing.documents_of(tale.request):
        name = f"berkas-{kind.value}"
        try:
            checked += [(kind, upload) for upload in uploads.check(request.files.getlist(name))]
        except ValidationError as problem:
            errors[name] = [str(message) for message in problem.messages]
    if errors or not checked:
        return (), errors
    key = services().desk.data_key(tale.request.requester)
    vault, files = services().vault, services().files
    return tuple(uploads.keep(upload, kind, key, vault=vault, files=files) for kind, upload in checked), {}


def _key_of(tale: Tale, sent: str) -> str:
    """The key of a form that is shown again; a fresh one where that was used, or is none of ours."""
    return sent if KEY.fullmatch(sent) and sent not in tale.request.keys else secrets.token_hex(16)


def _completing(tale: Tale, values: Any, errors: Errors | None = None) -> str:
    return render_template(
        "citizen/complete.html",
        tale=tale,
        case=tale.request,
        values=values,
        errors=errors or {},
        fields=completing.fields_of(tale.request, tale.identity),
        documents=completing.documents_of(tale.request),
        window=tale.due("D04"),
        key=_key_of(tale, str(values.get("idempotency_key") or "")),
        uploads=uploads,
        body=contact_of(tale.body),
    )


def _act(
    tale: Tale, template: str, values: Any, problem: ValidationError | RuleError | None = None
) -> ResponseReturnValue:
    happened = problem.happened if isinstance(problem, ChangedMeanwhileError) else ()
    page = render_template(
        template,
        case=tale.request,
        values=values,
        errors=errors_of(problem) if problem else {},
        happened=[pick(id=line.sentence_id, en=line.sentence_en) for line in map(line_of, happened)],
        key=(not happened and values.get("idempotency_key")) or secrets.token_hex(16),
        body=contact_of(tale.body),
    )
    return (page, status_of(problem)) if problem else page


def _done(said: str) -> Response | AnyResponse:
    services().follower.wake()
    flash(said, "success")
    return redirect(url_for("track.case"), 303)
