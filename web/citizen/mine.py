"""All my requests: every request and objection of the mail address that was proved, and what comes next.

Law: UU 14/2008 art. 22; Perki 1/2021 art. 31(2); UU 27/2022 art. 7.
"""

from __future__ import annotations

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from ppid.events import Actor, Role
from projections.parties import Part
from projections.progress import subject_of
from web.access import mailed
from web.citizen import proving
from web.citizen.dossier import Chosen, Dossier
from web.citizen.frame import citizen_blueprint
from web.citizen.objection_story import Course
from web.citizen.proving import Mine
from web.citizen.story import Tale
from web.hidden import hidden
from web.i18n import gettext as _
from web.services import services

bp = citizen_blueprint("mine", __name__)


@bp.get("/saya")
@mailed
def index() -> str:
    """Show every case: its number, what it is about, where it stands, and what comes next."""
    found = proving.cases()
    return render_template(
        "citizen/mine/index.html",
        cases=[_told(mine) for mine in found],
        people=len({mine.person.identity.name for mine in found}) > 1,
        most=proving.MOST_CASES if len(found) == proving.MOST_CASES else 0,
    )


@bp.post("/saya/buka")
@mailed
def open_case() -> Response:
    """Open one of the cases; the pages are the same as by number and code."""
    proving.open_case(hidden("case"))
    return redirect(url_for("track.case"), 303)


def _told(mine: Mine) -> dict[str, object]:
    """A case as the list tells it."""
    told = _objection(mine) if mine.objection else _request(mine)
    return {
        "stream": mine.stream,
        "body": mine.body.name,
        "person": mine.person.identity.name,
        "agent": mine.part is Part.REPRESENTATIVE,
        **told,
    }


def _request(mine: Mine) -> dict[str, object]:
    asked = mine.request
    assert asked is not None  # noqa: S101  (a case is one of the two)
    tale = Tale(asked, mine.body, mine.body.local_date(services().now()), (), None)
    return {
        "kind": _("Permohonan"),
        "number": asked.number,
        "about": subject_of(asked.wish.information),
        "filed_on": asked.received_on,
        "said": tale.sentence(),
        "next": tale.next_step(),
        "closed": asked.closed,
    }


def _objection(mine: Mine) -> dict[str, object]:
    objection = mine.objection
    assert objection is not None  # noqa: S101  (a case is one of the two)
    citizen = Actor(objection.stream, Role.CITIZEN)
    context = services().desk.context(mine.body)
    found = Dossier(citizen, mine.body, context, None, (objection,))
    course = Course(Chosen(found, 1, objection, ()))
    return {
        "kind": _("Keberatan"),
        "number": objection.number,
        "about": subject_of(objection.information or objection.case),
        "filed_on": objection.received_on,
        "said": course.sentence(),
        "next": course.next_step(),
        "closed": objection.closed,
    }
