"""Objecting to how a request was served: choose the grounds, check, file. One step from the tracking page.

Everything known is filled in; the draft stays on the server. Law: UU 14/2008 art. 35-36; Perki 1/2021 art.
39-43.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError
from msgspec.structs import replace

from ppid.errors import RuleError
from ppid.objection.vocabulary import Ground
from ppid.person import Identity
from ppid.refusals import KeyReusedError
from ppid.request.state import Request
from web import uploads
from web.access import citizen
from web.citizen import objection_drafts as drafts
from web.citizen import objection_forms as forms
from web.citizen import tracking
from web.citizen.dossier import Dossier, dossier
from web.citizen.frame import citizen_blueprint, contact_of
from web.citizen.grounds import Choice, choice, raised
from web.citizen.objection_drafts import ABOUT_REQUEST, ObjectionDraft
from web.citizen.reasons import reasons_of
from web.citizen.steps import Acting
from web.i18n import gettext as _
from web.schemas import Errors, errors_of, status_of
from web.services import services

bp = citizen_blueprint("objecting", __name__)
bp.before_request(tracking.close_when_left)


@bp.url_value_preprocessor
def _room_for_files(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    if endpoint == "objecting.agent":
        uploads.make_room()


@bp.route("/lacak/keberatan/ajukan", methods=["GET", "POST"])
@citizen
def write() -> ResponseReturnValue:
    """Choose the grounds and say what happened; the recorded reasons stand above."""
    found, asked = _about()
    draft = drafts.about(asked.stream, asked.body)
    if request.method == "GET":
        return _write(found, asked, _known(draft, found, asked))
    options = choice(asked, raised(found.objections), found.context)
    try:
        given = forms.WriteSchema().load(request.form)
        _check_offered(given["grounds"], options)
    except ValidationError as problem:
        return _write(found, asked, request.form, errors_of(problem)), 422
    represented = given["represented"] is Acting.YES
    draft = replace(
        draft,
        grounds=given["grounds"],
        case=given["case"],
        purpose=given["purpose"],
        represented=represented,
        answered=draft.answered | {"tulis"},
    )
    drafts.save(draft)
    agent = represented and "kuasa" not in draft.answered
    return redirect(url_for("objecting.agent" if agent else "objecting.check"), 303)


@bp.route("/lacak/keberatan/kuasa", methods=["GET", "POST"])
@citizen
def agent() -> ResponseReturnValue:
    """Say who acts for the requester, with the special power of attorney (Perki 1/2021 art. 40)."""
    found, asked = _about()
    draft = _begun(asked)
    if draft is None:
        return _lost(found)
    if not draft.represented:
        return redirect(url_for("objecting.check"), 303)
    if request.method == "GET":
        return _agent(found, draft, _known_agent(draft, asked))
    try:
        draft, errors = forms.put_agent(draft)
    except RuleError as problem:
        return _agent(found, draft, request.form, errors_of(problem)), status_of(problem)
    drafts.save(draft)
    if errors:
        return _agent(found, draft, request.form, errors), 422
    return redirect(url_for("objecting.check"), 303)


@bp.get("/lacak/keberatan/periksa")
@citizen
def check() -> ResponseReturnValue:
    """Show everything once more, with what is late."""
    found, asked = _about()
    draft = _begun(asked)
    if draft is None:
        return _lost(found)
    if draft.represented and "kuasa" not in draft.answered:
        return redirect(url_for("objecting.agent"), 303)
    return _check(found, asked, draft)


@bp.post("/lacak/keberatan/periksa")
@citizen
def file_objection() -> ResponseReturnValue:
    """File what was checked. Sent twice, it is filed once (F10)."""
    found, asked = _about()
    draft = _begun(asked)
    if draft is None:
        return _lost(found)
    if draft.represented and "kuasa" not in draft.answered:
        return redirect(url_for("objecting.agent"), 303)
    if request.form.get("isi") != draft.fingerprint():
        changed = _("Isian ini berubah di jendela lain. Periksa sekali lagi, lalu kirim.")
        return _check(found, asked, draft, {"_schema": [changed]}), 409
    try:
        services().objections.file(draft.command(), draft.actor)
    except KeyReusedError:
        return _lost(found)
    except RuleError as problem:
        said = [message for messages in errors_of(problem).values() for message in messages]
        return _check(found, asked, draft, {"_schema": said}), status_of(problem)
    services().follower.wake()
    drafts.sent(draft)
    return redirect(url_for("following.receipt", place=dossier().place_of(draft.objection)), 303)


def _about() -> tuple[Dossier, Request]:
    """The followed request; an objection's own number leads to no further one."""
    found = dossier()
    if found.request is None:
        abort(404)
    return found, found.request


def _begun(asked: Request) -> ObjectionDraft | None:
    draft = drafts.current(ABOUT_REQUEST)
    return draft if draft and draft.request == asked.stream and "tulis" in draft.answered else None


def _known(draft: ObjectionDraft, found: Dossier, asked: Request) -> dict[str, Any]:
    """What the form shows first: what was written before, else what the case tells by itself."""
    if "tulis" in draft.answered:
        who = Acting.YES if draft.represented else Acting.NO
        return {"case": draft.case, "purpose": draft.purpose, "ticked": draft.grounds, "represented": who}
    options = choice(asked, raised(found.objections), found.context)
    return {
        "case": forms.told_case(asked, found.context),
        "purpose": asked.wish.purpose,
        "ticked": options.ticked,
        "represented": "" if asked.representative else Acting.NO,
    }


def _known_agent(draft: ObjectionDraft, asked: Request) -> Mapping[str, Any]:
    """Who acts: as typed before, else whoever acted at the request."""
    known = draft.representative
    if "kuasa" not in draft.answered and not known.name and asked.representative:
        known = services().people.identity(asked.representative) or Identity()
    return {name: getattr(known, name) for name in forms.AGENT_ENTRIES}


def _check_offered(chosen: tuple[Ground, ...], options: Choice) -> None:
    """Refuse a ground that the page did not offer, with the reason it is not open."""
    for each in options.barred:
        if each.ground in chosen:
            said = _("%(ground)s tidak dapat dipilih: %(why)s.", ground=each.name, why=each.why)
            raise ValidationError(said, "grounds")
    if not set(chosen) <= {each.ground for each in options.offered}:
        raise ValidationError(_("Pilih salah satu pilihan yang tersedia."), "grounds")


def _write(found: Dossier, asked: Request, values: Mapping[str, Any], errors: Errors | None = None) -> str:
    options = choice(asked, raised(found.objections), found.context)
    ticked = values["ticked"] if "ticked" in values else request.form.getlist("grounds")
    return render_template(
        "citizen/objection/write.html",
        case=asked,
        choice=options,
        ticked=ticked,
        values=values,
        errors=errors or {},
        reasons=reasons_of(asked),
        body=contact_of(found.body),
    )


def _agent(
    found: Dossier, draft: ObjectionDraft, values: Mapping[str, Any], errors: Errors | None = None
) -> str:
    return render_template(
        "citizen/objection/agent.html",
        draft=draft,
        values=values,
        errors=errors or {},
        uploads=uploads,
        field=forms.MANDATE_FIELD,
        back=url_for("objecting.write"),
        body=contact_of(found.body),
    )


def _check(found: Dossier, asked: Request, draft: ObjectionDraft, errors: Errors | None = None) -> str:
    options = choice(asked, {}, found.context)
    return render_template(
        "citizen/objection/check.html",
        draft=draft,
        case=asked,
        grounds=[each for each in options.offered if each.ground in draft.grounds],
        asked_body=found.body,
        identity=services().people.identity(asked.requester),
        errors=errors or {},
        places={"write": url_for("objecting.write"), "agent": url_for("objecting.agent")},
        body=contact_of(found.body),
    )


def _lost(found: Dossier) -> ResponseReturnValue:
    """The draft is gone: sent before, by a double click or from another window; or too old."""
    filed = drafts.was_filed(ABOUT_REQUEST)
    if filed in {each.stream for each in dossier().objections}:
        flash(_("Keberatan ini sudah terkirim dan tercatat satu kali. Ini tanda buktinya."), "info")
        return redirect(url_for("following.receipt", place=dossier().place_of(filed)), 303)
    flash(
        _(
            "Isian keberatan Anda tidak ditemukan lagi: sudah lebih dari tujuh hari, atau peramban ini "
            "tidak menyimpannya. Belum ada yang dikirim. Silakan isi lagi."
        ),
        "info",
    )
    return redirect(url_for("objecting.write" if found.request else "track.case"), 303)
