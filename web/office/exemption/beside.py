"""What the page of a request shows of exemptions: where to test whether what it asks for is exempt."""

from __future__ import annotations

from typing import Any

from flask import url_for

from ppid.exemption.lawful import TESTERS
from ppid.request.vocabulary import Step
from web.office.exemption.reading import REQUEST_ASKED
from web.office.sight import RequestSight

#: While it is not answered, a test may still be what the answer needs.
OPEN = frozenset({Step.REGISTERED, Step.INCOMPLETE, Step.COMPLETE, Step.EXTENDED})


def exemption_href(seen: RequestSight) -> str:
    """Where a consequence test upon this request begins; "" for who makes none, or once it is answered."""
    if seen.actor.role not in TESTERS or seen.request.step not in OPEN:
        return ""
    asked: dict[str, Any] = {REQUEST_ASKED: seen.hex}
    return url_for("exemption.begin", **asked)
