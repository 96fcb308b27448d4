"""The page on which boxes are drawn over a page of the document, and its pictures.

The form is complete without a script: boxes are typed in per cent. The script draws them with the mouse or
the keyboard and types the same entries.
"""

from __future__ import annotations

import secrets
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from marshmallow import ValidationError
from werkzeug.wrappers import Response as AnyAnswer

from ppid.errors import RuleError
from ppid.redaction.lawful import ACTS, PREPARERS, Act
from ppid.redaction.rules import MOST_ON_PAGE
from ppid.redaction.state import Redaction
from ppid.refusals import ChangedMeanwhileError
from web.access import allow
from web.i18n import gettext as _
from web.i18n import language
from web.office.articles import article_options
from web.office.redaction.forms import MarkSchema, rows_of
from web.office.room import Form, Room
from web.office.sight import Sight, facts_of
from web.schemas import errors_of, status_of
from web.services import services

Seen = Sight[Redaction]
Problem = ValidationError | RuleError


def add_to(bp: Blueprint, room: Room[Redaction]) -> None:
    """Add the pages of a document to the room of redactions."""

    @bp.route(f"/meja/{room.place}/<case>/halaman/<int:page>", methods=["GET", "POST"])
    @allow(*PREPARERS)
    def page(case: str, page: int) -> AnyAnswer | tuple[str, int]:
        """Draw the boxes of a page; saving says that it was looked at."""
        seen = room.sees(case)
        if not 1 <= page <= seen.state.original.pages:
            abort(404)
        ACTS.check_role(Act.MARK, seen.actor, seen.state)
        return _send(room, seen, page) if request.method == "POST" else _show(room, seen, page)

    @bp.get(f"/meja/{room.place}/<case>/gambar/<int:page>")
    @allow(*PREPARERS)
    def picture(case: str, page: int) -> Response:
        """A page as a picture: the original's, or with its boxes painted."""
        seen = room.sees(case)
        if not 1 <= page <= seen.state.original.pages:
            abort(404)
        painted = request.args.get("hitam") == "ya"
        content = services().redactions.picture(seen.state.stream, page, seen.actor, painted=painted)
        answer = make_response(content)
        answer.mimetype = "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
        answer.headers["Cache-Control"] = "no-store"
        return answer


def _show(
    room: Room[Redaction], seen: Seen, page: int, typed: Form | None = None, problem: Problem | None = None
) -> tuple[str, int]:
    why_not = _why_not(seen)
    changed = problem if isinstance(problem, ChangedMeanwhileError) else None
    version = seen.state.version if changed or typed is None else typed.get("seen", "")
    html = render_template(
        "office/redaction/editor.html",
        **_about(room, seen, page),
        rows=rows_of(seen.state, page, typed),
        errors=errors_of(problem) if problem and not changed else None,
        changed=changed.sentence(language()) if changed else "",
        happened=facts_of(seen.body, changed.happened) if changed else (),
        version=version,
        key=secrets.token_hex(16) if typed is None or changed else typed.get("idempotency_key", ""),
        why_not=why_not.sentence(language()) if why_not else "",
    )
    if problem is not None:
        return html, status_of(problem)
    return html, why_not.status if why_not else 200


def _about(room: Room[Redaction], seen: Seen, page: int) -> dict[str, Any]:
    last = seen.state.original.pages
    return {
        "seen": seen,
        "number": page,
        "last": last,
        "reviewed": page in seen.state.reviewed,
        "height": seen.state.original.heights[page - 1],
        "boxes": [mark for mark in seen.state.marks if mark.page == page],
        "articles": article_options(),
        "most": MOST_ON_PAGE,
        "picture": url_for("redaction.picture", case=seen.hex, page=page),
        "back_href": room.case_href(seen.hex),
        "previous": url_for("redaction.page", case=seen.hex, page=page - 1) if page > 1 else "",
        "next": url_for("redaction.page", case=seen.hex, page=page + 1) if page < last else "",
        "zone": seen.body.zone,
    }


def _why_not(seen: Seen) -> RuleError | None:
    try:
        ACTS.check(Act.MARK, seen.state, seen.context)
    except RuleError as refusal:
        return refusal
    return None


def _send(room: Room[Redaction], seen: Seen, page: int) -> AnyAnswer | tuple[str, int]:
    form: Form = request.form
    try:
        command: Any = MarkSchema(seen, page).load(form)
        services().redactions.mark(command, seen.actor)
    except (ValidationError, RuleError) as problem:
        if isinstance(problem, RuleError) and problem.status in {403, 404}:
            raise
        return _show(room, room.sees(seen.hex), page, form, problem)
    services().follower.wake()
    now = room.sees(seen.hex).state
    left = [each for each in now.unreviewed if each > page] or now.unreviewed
    if left:
        flash(_("Tercatat. Halaman %(n)s disimpan.", n=page), "success")
        return redirect(url_for("redaction.page", case=seen.hex, page=left[0]), 303)
    flash(_("Tercatat. Semua halaman sudah diperiksa."), "success")
    return redirect(room.case_href(seen.hex), 303)
