"""What the timekeeper does for each subject when a day or an hour passes, and when a decree moves days."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ppid import clocks
from ppid.breach.state import BREACH
from ppid.catalogue.state import CATALOGUE, ITEM
from ppid.checks import Context
from ppid.deciding import Decider, Placed
from ppid.dispute import keeping as dispute
from ppid.dispute.state import DISPUTE
from ppid.events import Event
from ppid.exemption import keeping as exemption
from ppid.exemption.state import EXEMPTION
from ppid.objection import keeping as objection
from ppid.objection.state import OBJECTION
from ppid.privacy.state import PRIVACY
from ppid.redaction.state import REDACTION
from ppid.request import handling
from ppid.request.state import REQUEST
from ppid.subject import Subject


def _nothing_beside(*_: object) -> Sequence[Placed]:
    return ()


@dataclass(frozen=True)
class Keeper:
    """What time does to a subject: ``ends`` when a day passes, ``recount`` when a decree moved days.

    ``beside`` are events of other streams that follow from an end by law, in the same save.
    """

    subject: Subject[Any]
    ends: Callable[[Any, Context], Sequence[Event]]
    recount: Callable[[Any, Context, Sequence[str]], Sequence[Event]]
    beside: Callable[[Decider, Any, Context, Sequence[Event]], Sequence[Placed]] = _nothing_beside


def _plain(subject: Subject[Any]) -> Keeper:
    """A subject whose clocks only run out and are recounted."""
    return Keeper(
        subject,
        lambda state, x: clocks.ran_out(state.running(), x.as_of, subject.ran_out, x.now),
        lambda state, x, decrees: clocks.recounted(state.running(), x, decrees, subject.moved),
    )


#: By the first word of a stream's name.
KEEPERS: dict[str, Keeper] = {
    "request": Keeper(REQUEST, lambda r, x: handling.run_out(r, x.as_of), handling.recount),
    "exemption": Keeper(EXEMPTION, exemption.ends, exemption.recount, exemption.beside),
    "objection": Keeper(OBJECTION, objection.ends, objection.recount),
    "dispute": Keeper(DISPUTE, dispute.ends, dispute.recount, dispute.beside),
    "item": _plain(ITEM),
    "catalogue": _plain(CATALOGUE),
    "privacy": _plain(PRIVACY),
    "breach": _plain(BREACH),
    "redaction": _plain(REDACTION),
}
