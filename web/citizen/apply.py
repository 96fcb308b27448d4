"""Asking for information: one question per page, check your answers, file. The draft stays on the server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError
from msgspec.structs import replace

from ppid.body import Body
from ppid.errors import RuleError
from ppid.events import Stream
from ppid.refusals import KeyReusedError
from ppid.request.vocabulary import DocumentKind
from web import uploads
from web.access import everyone
from web.citizen import drafts, receipts, sealed, steps, suggesting
from web.citizen.drafts import Attached, Draft
from web.citizen.frame import citizen_blueprint, contact_of
from web.citizen.steps import Step
from web.i18n import gettext as _
from web.mailing.outbox import Kind
from web.schemas import Errors, errors_of, status_of
from web.services import services

bp = citizen_blueprint("apply", __name__)
SEARCH_FROM = 12
SLUGS = ", ".join(f'"{step.slug}"' for step in steps.STEPS if step.slug != "dokumen")
CHECK = "periksa"
MAYBE_PUBLIC = "mungkin-sudah-terbuka"


@bp.url_value_preprocessor
def _room_for_files(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    if endpoint == "apply.documents":
        uploads.make_room()


@bp.route("/ajukan", methods=["GET", "POST"])
@everyone
def begin() -> ResponseReturnValue:
    """Say what to have at hand, and begin a draft or go on with one."""
    if not services().directory.bodies():
        # Nobody can be asked yet: the front page says so.
        return redirect(url_for("start.home"), 303)
    draft, wanted = drafts.current(), suggesting.wanted()
    if request.method == "POST":
        adding = draft if request.form.get("tombol") == suggesting.ADD else None
        if adding and wanted and not suggesting.fits(adding, wanted):
            return redirect(_next(adding), 303)
        going = adding or drafts.begin()
        if wanted:
            going = suggesting.put(going, wanted)
            drafts.save(going)
        again = adding is not None and "informasi" in going.answered
        return redirect(_at(steps.BY_SLUG["informasi"]) if again else _next(going), 303)
    return render_template(
        "citizen/begin.html",
        draft=draft,
        next_href="" if draft is None else _next(draft),
        wanted=wanted,
        may_add=bool(draft and wanted and suggesting.fits(draft, wanted)),
        add=suggesting.ADD,
    )


@bp.get("/ajukan/bantuan-kedinasan")
@everyone
def public_body() -> ResponseReturnValue:
    """Show a public body its own way (Perki 1/2021 art. 54-55)."""
    return render_template("citizen/public_body.html")


@bp.get("/ajukan/bukan-wni")
@everyone
def foreigner() -> ResponseReturnValue:
    """Say why only Indonesian citizens and entities may ask (UU 14/2008 art. 1(12))."""
    return render_template("citizen/foreigner.html")


@bp.route(f"/ajukan/<any({SLUGS}):slug>", methods=["GET", "POST"])
@everyone
def question(slug: str) -> ResponseReturnValue:
    """Ask one question."""
    step, draft = steps.BY_SLUG[slug], drafts.current()
    if draft is None:
        return _lost()
    if moved := _not_yet(draft, step):
        return redirect(moved, 303)
    if request.method == "GET":
        return _ask(draft, step, step.values(draft))
    try:
        given = step.schema(draft).load(request.form)
        elsewhere = _elsewhere(step, given)
        if elsewhere:
            return redirect(elsewhere, 303)
        draft = steps.answer(draft, step, given)
    except (ValidationError, RuleError) as problem:
        return _ask(draft, step, request.form, errors_of(problem)), status_of(problem)
    suggested = suggesting.first_shown(draft) if slug == "informasi" else None
    drafts.save(suggested or draft)
    return redirect(url_for("apply.maybe_public") if suggested else _next(draft), 303)


@bp.get(f"/ajukan/{MAYBE_PUBLIC}")
@everyone
def maybe_public() -> ResponseReturnValue:
    """Show what of the public list may be it already; the way on is one button."""
    draft = drafts.current()
    if draft is None:
        return _lost()
    found = suggesting.likely(draft)
    if not found:
        return redirect(_next(draft), 303)
    back = _at(steps.BY_SLUG["informasi"])
    return render_template(
        "citizen/maybe_public.html", found=found, next_href=_next(draft), back=back, draft=draft
    )


@bp.route("/ajukan/dokumen", methods=["GET", "POST"])
@everyone
def documents() -> ResponseReturnValue:
    """Attach documents, or go on without and be told what follows."""
    step, draft = steps.BY_SLUG["dokumen"], drafts.current()
    if draft is None:
        return _lost()
    if moved := _not_yet(draft, step):
        return redirect(moved, 303)
    if request.method == "GET":
        return _ask(draft, step, {})
    removed = request.form.get("hapus", "")
    if removed:
        draft = replace(draft, files=tuple(f for f in draft.files if f.document.sha256 != removed))
        drafts.save(draft)
        return redirect(url_for("apply.documents"), 303)
    draft, errors = _attach(draft)
    if errors:
        drafts.save(draft)
        return _ask(draft, step, {}, errors), 422
    draft = steps.answer(draft, step, {})
    drafts.save(draft)
    return redirect(_next(draft), 303)


@bp.get(f"/ajukan/{CHECK}")
@everyone
def check() -> ResponseReturnValue:
    """Show every answer once more."""
    draft = drafts.current()
    if draft is None:
        return _lost()
    unanswered = steps.open_step(draft)
    return redirect(_at(unanswered), 303) if unanswered else _checked(draft)


@bp.post(f"/ajukan/{CHECK}")
@everyone
def file_request() -> ResponseReturnValue:
    """File what was checked. Sent twice, it is filed once (F10)."""
    draft = drafts.current()
    if draft is None:
        return _lost()
    if steps.open_step(draft):
        return redirect(url_for("apply.check"), 303)
    if request.form.get("isi") != draft.fingerprint():
        changed = _("Jawaban ini berubah di jendela lain. Periksa sekali lagi, lalu kirim.")
        return _checked(draft, {"_schema": [changed]}), 409
    try:
        receipt = services().desk.file_request(draft.command(), draft.actor)
    except KeyReusedError:
        return _lost()
    except RuleError as problem:
        return _checked(draft, errors_of(problem)), status_of(problem)
    services().follower.wake()
    if not receipt.repeated and draft.identity.email:
        services().outbox.tell(Kind.RECEIPT, draft.person, receipt.request)
    receipts.remember(receipt.request)
    drafts.forget()
    return redirect(url_for("apply.done"), 303)


@bp.get("/ajukan/selesai")
@everyone
def done() -> ResponseReturnValue:
    """Show the receipt: number, code while it may be shown, due date and why, what happens next."""
    shown = receipts.shown()
    if shown is None:
        return render_template("citizen/no_receipt.html"), 404
    return render_template(
        "citizen/receipt.html",
        receipt=shown,
        sealed=sealed.shown(shown.request.stream, url_for("apply.sealed_file"), wait=True),
        mails=services().outbox.active and _gave_mail(shown.request.requester),
        body=contact_of(shown.body),
    )


def _gave_mail(person: Stream) -> bool:
    identity = services().people.identity(person)
    return identity is not None and bool(identity.email)


@bp.get("/ajukan/tanda-bukti.pdf")
@everyone
def receipt_file() -> ResponseReturnValue:
    """Give the receipt as PDF; with the code only while the page shows it too."""
    shown = receipts.shown()
    if shown is None:
        return render_template("citizen/no_receipt.html"), 404
    return receipts.as_pdf(shown)


@bp.get("/ajukan/tanda-terima")
@everyone
def sealed_file() -> ResponseReturnValue:
    """Give the sealed receipt of what this browser filed."""
    shown = receipts.shown()
    return sealed.give(shown.request.stream if shown else "")


@bp.post("/ajukan/selesai/hapus")
@everyone
def close_receipt() -> ResponseReturnValue:
    """Forget the receipt in this browser, for those who share a machine."""
    receipts.forget()
    flash(_("Tanda bukti sudah dihapus dari peramban ini."), "success")
    return redirect(url_for("start.home"), 303)


def _attach(draft: Draft) -> tuple[Draft, Errors]:
    """Keep every file that is fit; say what is wrong with the others (files are kept after an error)."""
    errors: Errors = {}
    key = draft.data_key()
    total = sum(len(uploads.chosen(request.files.getlist(name))) for name in request.files)
    if total + len(draft.files) > uploads.MAX_FILES:
        return draft, {"_schema": [uploads.too_many()]}
    for kind in steps.asked_documents(draft):
        name = field_of(kind)
        try:
            for upload in uploads.check(request.files.getlist(name)):
                document = uploads.keep(upload, kind, key, vault=services().vault, files=services().files)
                draft = replace(draft, files=(*draft.files, Attached(document, upload.name)))
        except ValidationError as problem:
            errors[name] = problem.messages if isinstance(problem.messages, list) else [str(problem)]
    return draft, errors


def field_of(kind: DocumentKind) -> str:
    """The name of the file field of a kind of document."""
    return f"berkas-{kind.value}"


def _elsewhere(step: Step, given: Mapping[str, Any]) -> str:
    """Where an answer leads that is not for this form."""
    match given.get("requester_kind") if step.slug == "pemohon" else None:
        case steps.PUBLIC_BODY:
            return url_for("apply.public_body")
        case steps.FOREIGNER:
            return url_for("apply.foreigner")
        case _:
            return ""


def _ask(draft: Draft, step: Step, values: Mapping[str, Any], errors: Errors | None = None) -> str:
    asked = steps.steps_of(draft)
    place = next((n for n, each in enumerate(asked, 1) if each.slug == step.slug), 1)
    search = request.args.get("cari", "").strip()[:100]
    return render_template(
        "citizen/question.html",
        draft=draft,
        slug=step.slug,
        values=values,
        errors=errors or {},
        place=place,
        places=len(asked) + 1,
        back=_back(draft, asked, place),
        search=search,
        bodies=_bodies(search) if step.slug == "badan-publik" else [],
        searchable=len(services().directory.bodies()) >= SEARCH_FROM,
        documents=steps.asked_documents(draft),
        field_of=field_of,
        uploads=uploads,
    )


def _bodies(search: str) -> list[Body]:
    wanted = search.casefold()
    return [b for b in services().directory.bodies() if wanted in f"{b.name} {b.code}".casefold()]


def _checked(draft: Draft, errors: Errors | None = None) -> str:
    asked = steps.steps_of(draft)
    return render_template(
        "citizen/check.html",
        draft=draft,
        asked_body=services().directory.body(draft.body),
        slugs={step.slug for step in asked},
        places=len(asked) + 1,
        back=_at(asked[-1]),
        errors=errors or {},
        maybe_public=suggesting.likely(draft),
    )


def _not_yet(draft: Draft, step: Step) -> str:
    """Where to go instead of a question that does not apply, or whose turn has not come."""
    unanswered = steps.open_step(draft)
    if not step.applies(draft):
        return _next(draft)
    if step.slug in draft.answered or unanswered is None or unanswered.slug == step.slug:
        return ""
    return _at(unanswered)


def _next(draft: Draft) -> str:
    unanswered = steps.open_step(draft)
    return _at(unanswered) if unanswered else url_for("apply.check")


def _back(draft: Draft, asked: list[Step], place: int) -> str:
    if steps.open_step(draft) is None:
        return url_for("apply.check")
    return _at(asked[place - 2]) if place > 1 else url_for("apply.begin")


def _at(step: Step) -> str:
    if step.slug == "dokumen":
        return url_for("apply.documents")
    return url_for("apply.question", slug=step.slug)


def _lost() -> ResponseReturnValue:
    """The draft is gone: sent before, by a double click or from another window; too old; or forgotten."""
    kept = drafts.current_id()
    if receipts.was_filed(kept):
        receipts.remember(f"{drafts.REQUEST_PREFIX}{kept}")
        drafts.forget()
    if receipts.remembered():
        flash(_("Permohonan ini sudah terkirim dan tercatat satu kali. Ini tanda buktinya."), "info")
        return redirect(url_for("apply.done"), 303)
    flash(
        _(
            "Isian Anda tidak ditemukan lagi: sudah lebih dari tujuh hari, atau peramban ini tidak "
            "menyimpannya. Belum ada yang dikirim. Silakan mulai lagi."
        ),
        "info",
    )
    return redirect(url_for("apply.begin"), 303)
