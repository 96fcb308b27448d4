"""Objecting without a request: information that must be published periodically was not found (ground b).

A public form of three pages, without an account. Law: UU 14/2008 art. 9, 35(1)b; Perki 1/2021 art. 39(1)b,
annex XI.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError
from msgspec.structs import replace

from ppid.errors import RuleError
from ppid.events import Actor, Role
from ppid.objection.refusals import UnknownObjectionError
from ppid.objection.vocabulary import Ground
from ppid.objection.windows import windows
from ppid.person import Identity
from ppid.refusals import KeyReusedError
from web import limits, uploads
from web.access import everyone
from web.citizen import objection_drafts as drafts
from web.citizen import objection_forms as forms
from web.citizen import sealed
from web.citizen.dossier import Chosen, Dossier, choose
from web.citizen.frame import citizen_blueprint, contact_of
from web.citizen.grounds import offered
from web.citizen.objection_drafts import PERIODIC, ObjectionDraft
from web.citizen.objection_story import Course
from web.citizen.receipts import CODE_MINUTES
from web.citizen.steps import Acting
from web.i18n import gettext as _
from web.i18n import language
from web.limits import Limit
from web.papers import objections
from web.schemas import Errors, errors_of, status_of
from web.services import services

bp = citizen_blueprint("periodic", __name__)
RECEIPT = "tanda_bukti_keberatan"
#: Whoever files from one place more often than a busy desk would is asked to come back later.
FILINGS = Limit("keberatan-berkala", 20, 60)
WHO_ENTRIES = ("name", "number", "address", "occupation", "phone", "email")


class TooManyFilingsError(RuleError):
    """Too many objections were filed from one place within the hour; nothing typed is lost."""

    code = "too-many-filings"
    status = 429
    id = (
        "Terlalu banyak keberatan dikirim dari jaringan ini. Isian Anda tersimpan; kirim lagi setelah "
        "{minutes} menit, atau hubungi meja layanan."
    )
    en = (
        "Too many objections were sent from this network. What you wrote is kept; send it again after "
        "{minutes} minutes, or contact the service desk."
    )


@bp.url_value_preprocessor
def _room_for_files(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    if endpoint == "periodic.agent":
        uploads.make_room()


@bp.route("/keberatan-berkala", methods=["GET", "POST"])
@everyone
def write() -> ResponseReturnValue:
    """Say which information is not published, since when that is known, and where it was looked for."""
    if not services().directory.bodies():
        # Nobody can be objected to yet: the front page says so.
        return redirect(url_for("start.home"), 303)
    draft = drafts.without_request()
    if request.method == "GET":
        return _write(draft, _written(draft))
    try:
        given = forms.PeriodicSchema().load(_entries(draft))
        body = services().directory.body(given["body"])
        forms.check_found(given["found_on"], services().desk.context(body))
    except (ValidationError, RuleError) as problem:
        return _write(draft, request.form, errors_of(problem)), 422
    draft = replace(draft, **given, answered=draft.answered | {"tulis"})
    drafts.save(draft)
    return _on(draft)


@bp.route("/keberatan-berkala/identitas", methods=["GET", "POST"])
@everyone
def who() -> ResponseReturnValue:
    """Say who objects (Perki 1/2021 art. 41(5)d)."""
    draft = _begun("tulis")
    if draft is None:
        return _lost()
    if request.method == "GET":
        return _who(draft, _written_who(draft))
    try:
        given = forms.ObjectorSchema().load(request.form)
    except ValidationError as problem:
        return _who(draft, request.form, errors_of(problem)), 422
    draft = replace(
        draft,
        identity=Identity(**{name: given[name] for name in WHO_ENTRIES}),
        represented=given["represented"] is Acting.YES,
        answered=draft.answered | {"identitas"},
    )
    drafts.save(draft)
    return _on(draft)


@bp.route("/keberatan-berkala/kuasa", methods=["GET", "POST"])
@everyone
def agent() -> ResponseReturnValue:
    """Say who acts for the objector, with the special power of attorney (Perki 1/2021 art. 40)."""
    draft = _begun("tulis", "identitas")
    if draft is None:
        return _lost()
    if not draft.represented:
        return _on(draft)
    if request.method == "GET":
        known = {name: getattr(draft.representative, name) for name in forms.AGENT_ENTRIES}
        return _agent(draft, known)
    draft, errors = forms.put_agent(draft)
    drafts.save(draft)
    if errors:
        return _agent(draft, request.form, errors), 422
    return _on(draft)


@bp.get("/keberatan-berkala/periksa")
@everyone
def check() -> ResponseReturnValue:
    """Show everything once more, and whether it is late."""
    draft = _begun()
    if draft is None:
        return _lost()
    return _check(draft) if _next(draft) == "periodic.check" else _on(draft)


@bp.post("/keberatan-berkala/periksa")
@everyone
def file_objection() -> ResponseReturnValue:
    """File what was checked. Sent twice, it is filed once (F10)."""
    draft = _begun()
    if draft is None:
        return _lost()
    if _next(draft) != "periodic.check":
        return _on(draft)
    if request.form.get("isi") != draft.fingerprint():
        changed = _("Isian ini berubah di jendela lain. Periksa sekali lagi, lalu kirim.")
        return _check(draft, {"_schema": [changed]}), 409
    try:
        if not limits.take(FILINGS, limits.source()):
            raise TooManyFilingsError(minutes=FILINGS.minutes)
        filed = services().objections.file(draft.command(), draft.actor)
    except KeyReusedError:
        return _lost()
    except RuleError as problem:
        said = [message for messages in errors_of(problem).values() for message in messages]
        response = make_response(_check(draft, {"_schema": said}), status_of(problem))
        if isinstance(problem, TooManyFilingsError):
            response.headers["Retry-After"] = str(FILINGS.minutes * 60)
        return response
    services().follower.wake()
    session[RECEIPT] = filed.objection
    drafts.sent(draft)
    return redirect(url_for("periodic.done"), 303)


@bp.get("/keberatan-berkala/selesai")
@everyone
def done() -> ResponseReturnValue:
    """Show the receipt: number, code while it may be shown, the day of the answer and why."""
    shown = _shown()
    if shown is None:
        return render_template("citizen/no_receipt.html"), 404
    return render_template(
        "citizen/objection/receipt.html",
        course=Course(shown),
        objection=shown.objection,
        code=_code(shown),
        alone=True,
        paper=url_for("periodic.receipt_file"),
        sealed=sealed.shown(shown.objection.stream, url_for("periodic.sealed_file"), wait=True),
        onwards="",
        body=contact_of(shown.body),
    )


@bp.get("/keberatan-berkala/tanda-bukti.pdf")
@everyone
def receipt_file() -> ResponseReturnValue:
    """Give the receipt as PDF; with the code only while the page shows it too."""
    shown = _shown()
    if shown is None:
        return render_template("citizen/no_receipt.html"), 404
    code = _code(shown) or None
    return objections.send(shown.objection, "tanda-bukti", language=language(), code=code, download=True)


@bp.get("/keberatan-berkala/tanda-terima")
@everyone
def sealed_file() -> ResponseReturnValue:
    """Give the sealed receipt of what this browser filed."""
    shown = _shown()
    return sealed.give(shown.objection.stream if shown else "")


@bp.post("/keberatan-berkala/selesai/hapus")
@everyone
def close_receipt() -> ResponseReturnValue:
    """Forget the receipt in this browser, for those who share a machine."""
    session.pop(RECEIPT, None)
    session.pop(PERIODIC, None)
    flash(_("Tanda bukti sudah dihapus dari peramban ini."), "success")
    return redirect(url_for("start.home"), 303)


@bp.post("/keberatan-berkala/hapus")
@everyone
def forget() -> ResponseReturnValue:
    """Forget what was written, for those who share a machine."""
    kept = drafts.current(PERIODIC)
    if kept:
        services().state.drop_draft(kept.id)
    session.pop(PERIODIC, None)
    return redirect(url_for("periodic.write"), 303)


def _begun(*pages: str) -> ObjectionDraft | None:
    """The draft of this browser, where the pages before were answered."""
    draft = drafts.current(PERIODIC)
    return draft if draft and {"tulis", *pages} <= draft.answered else None


def _next(draft: ObjectionDraft) -> str:
    """The page that is still to be answered."""
    if "identitas" not in draft.answered:
        return "periodic.who"
    if draft.represented and "kuasa" not in draft.answered:
        return "periodic.agent"
    return "periodic.check"


def _on(draft: ObjectionDraft) -> ResponseReturnValue:
    return redirect(url_for(_next(draft)), 303)


def _entries(draft: ObjectionDraft) -> Mapping[str, Any]:
    """What was sent; where there is one body only, the form does not ask for it."""
    entries = request.form.copy()
    entries.setdefault("body", draft.body)
    return entries


def _written(draft: ObjectionDraft) -> dict[str, Any]:
    names = ("body", "information", "found_on", "case", "purpose")
    return {name: getattr(draft, name) for name in names}


def _written_who(draft: ObjectionDraft) -> dict[str, Any]:
    answered = "identitas" in draft.answered
    known: dict[str, Any] = {name: getattr(draft.identity, name) for name in WHO_ENTRIES}
    return {**known, "represented": (Acting.YES if draft.represented else Acting.NO) if answered else ""}


def _write(draft: ObjectionDraft, values: Mapping[str, Any], errors: Errors | None = None) -> str:
    return render_template(
        "citizen/objection/periodic.html",
        draft=draft,
        bodies=services().directory.bodies(),
        values=values,
        errors=errors or {},
    )


def _who(draft: ObjectionDraft, values: Mapping[str, Any], errors: Errors | None = None) -> str:
    return render_template("citizen/objection/who.html", draft=draft, values=values, errors=errors or {})


def _agent(draft: ObjectionDraft, values: Mapping[str, Any], errors: Errors | None = None) -> str:
    return render_template(
        "citizen/objection/agent.html",
        draft=draft,
        values=values,
        errors=errors or {},
        uploads=uploads,
        field=forms.MANDATE_FIELD,
        back=url_for("periodic.who"),
    )


def _check(draft: ObjectionDraft, errors: Errors | None = None) -> str:
    body = services().directory.body(draft.body)
    found = windows(None, services().desk.context(body), found_on=draft.found_on)
    return render_template(
        "citizen/objection/check.html",
        draft=draft,
        case=None,
        grounds=[offered(found[Ground.PERIODIC])],
        asked_body=body,
        identity=draft.identity,
        errors=errors or {},
        places={
            "write": url_for("periodic.write"),
            "who": url_for("periodic.who"),
            "agent": url_for("periodic.agent"),
        },
        body=contact_of(body),
    )


def _shown() -> Chosen | None:
    """The objection that this browser filed; None when it filed none."""
    stream = str(session.get(RECEIPT, ""))
    actor = Actor(stream, Role.CITIZEN)
    try:
        objection = services().objections.see(stream, actor)
    except UnknownObjectionError:
        return None
    body = services().directory.body(objection.body)
    return choose(Dossier(actor, body, services().desk.context(body), None, (objection,)), 1)


def _code(shown: Chosen) -> str:
    """The access code, for as long as it may be shown."""
    filed_at = shown.recorded[0].envelope.recorded_at
    fresh = services().now() - filed_at < timedelta(minutes=CODE_MINUTES)
    return services().vault.access_code(shown.objection.stream) if fresh else ""


def _lost() -> ResponseReturnValue:
    """The draft is gone: sent before, by a double click or from another window; or too old."""
    if filed := drafts.was_filed(PERIODIC):
        session[RECEIPT] = filed
        flash(_("Keberatan ini sudah terkirim dan tercatat satu kali. Ini tanda buktinya."), "info")
        return redirect(url_for("periodic.done"), 303)
    flash(
        _(
            "Isian keberatan Anda tidak ditemukan lagi: sudah lebih dari tujuh hari, atau peramban ini "
            "tidak menyimpannya. Belum ada yang dikirim. Silakan isi lagi."
        ),
        "info",
    )
    return redirect(url_for("periodic.write"), 303)
