"""The rooms of the desk as they are tried: how to come to a case at a step, and every act and beginning.

Each subject keeps its own table; the tests of the house go through all of them. An act that is not tried
here, and a room without a table, fail ``tests/web/office/test_rooms.py``.
"""

from __future__ import annotations

from tests.web.office.tries_breach import BREACH_TRIED
from tests.web.office.tries_dispute import DISPUTE_TRIED
from tests.web.office.tries_exemption import EXEMPTION_TRIED
from tests.web.office.tries_item import ITEM_TRIED
from tests.web.office.tries_objection import OBJECTION_TRIED
from tests.web.office.tries_privacy import PRIVACY_TRIED
from tests.web.office.tries_redaction import REDACTION_TRIED
from tests.web.trying import Begin, Tried, Try

__all__ = ["TRIED", "Begin", "Tried", "Try"]

#: One entry for each room that ``web.BLUEPRINTS`` opens, by the kind of its subject.
TRIED: dict[str, Tried] = {
    tried.kind: tried
    for tried in (
        EXEMPTION_TRIED,
        OBJECTION_TRIED,
        DISPUTE_TRIED,
        ITEM_TRIED,
        PRIVACY_TRIED,
        BREACH_TRIED,
        REDACTION_TRIED,
    )
}
