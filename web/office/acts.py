"""The acts on a request: their pages, in the room of requests. How a step is taken stands in ``acting``."""

from __future__ import annotations

from typing import Any

from ppid.deadlines import Text
from ppid.request.lawful import ACTS, Act
from ppid.request.state import REQUEST, Request
from web import uploads
from web.access import OFFICERS, allow
from web.office import acting
from web.office.acting import AnyResponse
from web.office.frame import office_blueprint
from web.office.pages import PAGES
from web.office.room import Room
from web.office.sight import sight
from web.office.words import STEP_COLOURS, STEPS

#: Rare, and always lawful.
ASIDE = (Act.WITHDRAW, Act.CORRECT)
#: Which act usually comes next, of those that are lawful.
NEXT = (
    Act.ANSWER_AS_UNIT,
    Act.FIND_COMPLETE,
    Act.FIND_INCOMPLETE,
    Act.ANSWER,
    Act.RECORD_PAYMENT,
    Act.DELIVER,
    Act.RECORD_INCOMPLETENESS_RECEIVED,
    Act.COMPLETE,
    Act.CLOSE_UNCORRECTED,
    Act.RECORD_NOTICE_RECEIVED,
    Act.CLOSE,
    Act.ROUTE,
    Act.EXTEND,
    *ASIDE,
)
ROOM: Room[Request] = Room(
    subject=REQUEST,
    place="permohonan",
    caption=Text("Permohonan informasi", "Information request"),
    the=Text("permohonan", "the request"),
    acts=ACTS,
    desk=lambda parts: parts.desk,
    pages=PAGES,
    steps=STEPS,
    colours=STEP_COLOURS,
    order=NEXT,
    aside=ASIDE,
    templates="office/acts",
    sight=sight,
    case_endpoint="desk.case",
    take_endpoint="acts.take",
)
WITH_FILES = frozenset(page.act.value for page in PAGES.values() if page.takes_files)

bp = office_blueprint("acts", __name__)


@bp.url_value_preprocessor
def _make_room(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Let the acts that take files have room for them, before the token in the form is looked for."""
    if values and values.get("act") in WITH_FILES:
        uploads.make_room()


@bp.route("/meja/permohonan/<case>/<act>", methods=["GET", "POST"])
@allow(*OFFICERS)
def take(case: str, act: str) -> AnyResponse:
    """The page of an act, and the act."""
    return acting.take(ROOM, case, act)
