"""The powers of every kind of case, by the first word of a stream's name: one table for whoever asks."""

from __future__ import annotations

from typing import Any

from ppid.breach.lawful import ACTS as BREACH_ACTS
from ppid.breach.state import BREACH
from ppid.catalogue.lawful import ACTS as ITEM_ACTS
from ppid.catalogue.state import ITEM
from ppid.dispute.lawful import ACTS as DISPUTE_ACTS
from ppid.dispute.state import DISPUTE
from ppid.exemption.lawful import ACTS as EXEMPTION_ACTS
from ppid.exemption.state import EXEMPTION
from ppid.objection.lawful import ACTS as OBJECTION_ACTS
from ppid.objection.state import OBJECTION
from ppid.powers import Powers
from ppid.privacy.lawful import ACTS as PRIVACY_ACTS
from ppid.privacy.state import PRIVACY
from ppid.redaction.lawful import ACTS as REDACTION_ACTS
from ppid.redaction.state import REDACTION
from ppid.request.lawful import ACTS as REQUEST_ACTS
from ppid.request.state import REQUEST

POWERS: dict[str, Powers[Any, Any]] = {
    powers.subject.kind: powers
    for powers in (
        Powers(REQUEST, REQUEST_ACTS),
        Powers(EXEMPTION, EXEMPTION_ACTS),
        Powers(OBJECTION, OBJECTION_ACTS),
        Powers(DISPUTE, DISPUTE_ACTS),
        Powers(ITEM, ITEM_ACTS),
        Powers(PRIVACY, PRIVACY_ACTS),
        Powers(BREACH, BREACH_ACTS),
        Powers(REDACTION, REDACTION_ACTS),
    )
}
