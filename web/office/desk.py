"""The worklist, and the page of one case: what it is, when what is due and why, and what may be done now."""

from __future__ import annotations

from flask import Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from ppid.events import Role
from ppid.request.events import Document
from ppid.request.vocabulary import DocumentKind, Step
from projections.progress import Progress
from projections.words import CHANNELS
from web import papers, uploads
from web.access import OFFICERS, SignedIn, allow, current
from web.citizen.words import mandate_words
from web.files.listing import FileRow, rows
from web.i18n import gettext as _
from web.masking import masked
from web.office import words
from web.office.acts import ROOM
from web.office.clocks import ClockShown, counted_from_completion, show_all
from web.office.contents import notice_rows
from web.office.exemption.beside import exemption_href
from web.office.frame import office_blueprint
from web.office.objection.beside import begin_href, objections_beside
from web.office.person import person_page
from web.office.redaction.beside import redactions_beside
from web.office.showing import step_tag, steps_of
from web.office.sight import NAMED_TO, RequestSight, facts_of, requester_of, sight, unit_name
from web.office.standing import standing
from web.office.words import OUTCOMES, STEP_COLOURS, STEPS, say, say_first
from web.office.worklist import ANY_UNIT, PAGE_ROWS, BadFilterError, Filter, read_filter
from web.office.worklist import worklist as listed
from web.services import services

bp = office_blueprint("desk", __name__)

#: The steps that an open case can be at, in the order of the law.
OPEN_STEPS = tuple(step for step in Step if step is not Step.CLOSED)


@bp.get("/meja")
@allow(*OFFICERS, Role.BODY_ADMIN)
def worklist() -> str | WerkzeugResponse:
    """Every open case of the officer's, the next due date first; an administrator has officers instead."""
    person = current()
    if person.actor.role is Role.BODY_ADMIN:
        return redirect(url_for("officers.listed"), 303)
    if person.body is None:
        abort(403)
    try:
        chosen = read_filter(request.args)
        today = person.body.local_date(services().now())
        found = listed(person, chosen, today)
    except BadFilterError:
        abort(404)
    return render_template(
        "office/worklist.html",
        found=found,
        chosen=chosen,
        others=found.others,
        standing=standing(person, today),
        figures=[
            {"text": f.text, "value": f.value, "href": url_for("desk.worklist", **f.address)}
            for f in found.figures
        ],
        steps=words.options(STEPS, OPEN_STEPS),
        units=_unit_choices(person),
        limits=_limits(),
        next=_page_of(chosen, "sesudah", found.next),
        previous=_page_of(chosen, "sebelum", found.previous),
        page_rows=PAGE_ROWS,
        step_tags=_step_tags(),
        zone=person.body.zone,
        read_only=person.actor.role in {Role.SUPERIOR, Role.HEAD},
        seek_href=url_for("seeking.seek") if person.actor.role in NAMED_TO else "",
    )


def _limits() -> list[dict[str, str]]:
    return [
        {"value": "lewat", "text": _("Lewat waktu")},
        {"value": "hari-ini", "text": _("Jatuh tempo hari ini")},
        {"value": "segera", "text": _("Dalam 3 hari kerja")},
    ]


def _unit_choices(person: SignedIn) -> list[dict[str, str]]:
    if person.body is None or person.actor.role is Role.UNIT_OFFICER:
        return []
    units = [{"value": unit.code, "text": unit.name} for unit in person.body.units]
    return [{"value": ANY_UNIT, "text": _("Unit mana pun")}, *units] if units else []


def _page_of(chosen: Filter, name: str, mark: str) -> str | None:
    return url_for("desk.worklist", **{**chosen.address(), name: mark}) if mark else None


def _step_tags() -> dict[Step, dict[str, str]]:
    return {step: {"text": say(STEPS[step]), "colour": STEP_COLOURS[step]} for step in Step}


# One case -------------------------------------------------------------------------------------------------


@bp.get("/meja/permohonan/<case>")
@allow(*OFFICERS)
def case(case: str) -> str:
    """A case as it stands, with what may be done now and why the rest may not."""
    seen = sight(case)
    asked = seen.request
    who, proxy = requester_of(seen)
    clocks = show_all(asked.running(), seen.body, seen.as_of)
    return render_template(
        "office/case.html",
        seen=seen,
        state=asked,
        asked=asked,
        label=asked.number,
        room=ROOM,
        the=say(ROOM.the),
        tag=step_tag(ROOM, seen),
        outcome=say(OUTCOMES[asked.outcome]) if asked.outcome and asked.outcome in OUTCOMES else "",
        clocks=clocks,
        next_due=_next_due(seen, clocks),
        from_completion=counted_from_completion(asked, seen.recorded, seen.body, seen.as_of),
        wish=_wish(seen),
        requester=masked(who),
        proxy=masked(proxy),
        mandate=mandate_words(seen.request.mandate),
        person_href=url_for("desk.person", case=seen.hex),
        kind=say(words.KINDS[asked.requester_kind]),
        documents=_documents(seen),
        routings=[(routing, unit_name(seen.body, routing.unit)) for routing in asked.routings],
        notice=notice_rows(asked.outcome, asked.notice) if asked.outcome and asked.notice else [],
        letters=_letters(seen) if seen.names_requester else [],
        facts=facts_of(seen.body, seen.recorded),
        objections=objections_beside(seen),
        objection_href=begin_href(seen),
        exemption_href=exemption_href(seen),
        **redactions_beside(seen),
        **steps_of(ROOM, seen),
    )


@bp.get("/meja/permohonan/<case>/pemohon")
@allow(*sorted(NAMED_TO))
def person(case: str) -> str:
    """All that the requester told of themselves; the opening is recorded for them to see."""
    seen = sight(case)
    who, proxy = requester_of(seen)
    return person_page(seen, who, proxy, seen.request.requester, url_for("desk.case", case=seen.hex))


def _next_due(seen: RequestSight, clocks: list[ClockShown]) -> ClockShown | None:
    """The clock that the worklist puts this case by."""
    owed, _theirs = Progress.of(seen.request).next_ends()
    return next((c for c in clocks if owed and c.code == owed.clock and c.promise.due_on), None)


def _wish(seen: RequestSight) -> list[dict[str, object]]:
    wish = seen.request.wish
    copied = wish.obtain.value == "copy"
    rows: list[tuple[str, object]] = [
        (_("Diterima"), say_first(CHANNELS[seen.request.channel])),
        (_("Cara memperoleh"), say(words.OBTAIN[wish.obtain])),
    ]
    if copied:
        rows.append((_("Bentuk salinan"), say(words.COPY_FORMS[wish.copy_form])))
        rows.append((_("Cara mendapatkan salinan"), say(words.DELIVERY[wish.delivery])))
    return [{"key": key, "value": value} for key, value in rows]


# Papers ---------------------------------------------------------------------------------------------------


def _letters(seen: RequestSight) -> list[dict[str, object]]:
    return [
        {
            "text": say(letter.title),
            "on": letter.on,
            "href": url_for("desk.letter", case=seen.hex, slug=letter.slug),
        }
        for letter in papers.letters_of(seen.request)
    ]


def _held(seen: RequestSight) -> list[Document]:
    """Every file of the case, in the order of its address; a unit gets no identity papers."""
    delivered = seen.request.delivery.documents if seen.request.delivery else ()
    return [*seen.request.documents, *delivered]


def _documents(seen: RequestSight) -> list[FileRow]:
    return rows(
        [
            (document, url_for("desk.document", case=seen.hex, number=number))
            for number, document in enumerate(_held(seen), start=1)
            if seen.names_requester or document.kind is DocumentKind.OTHER
        ]
    )


@bp.get("/meja/permohonan/<case>/berkas/<int:number>")
@allow(*OFFICERS)
def document(case: str, number: int) -> Response:
    """Give a file of the case back, as an attachment."""
    seen = sight(case)
    held = _held(seen)
    if not 1 <= number <= len(held):
        abort(404)
    found = held[number - 1]
    if not seen.names_requester and found.kind is not DocumentKind.OTHER:
        abort(404)
    return uploads.serve(found, found.label or f"{found.kind.value}-{number}")


@bp.get("/meja/permohonan/<case>/surat/<slug>")
@allow(Role.SERVICE_DESK, Role.PPID, Role.SUPERIOR, Role.HEAD)
def letter(case: str, slug: str) -> Response:
    """A letter of the case as PDF; the receipt without the access code."""
    return papers.send(sight(case).request, slug)
