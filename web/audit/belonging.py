"""The cases that belong together: a request, the objections to it, their dispute, the exemptions, the items.

Read from the log as they stood at the same moment, so that an auditor can go from one to the next on one day.
What is found is what the facts name: an exemption names what it was tested for, and not every refusal that
rests on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ppid.catalogue.events import Source
from ppid.catalogue.opening import opened_stream
from ppid.catalogue.state import Item
from ppid.catalogue.vocabulary import SourceKind
from ppid.dispute.case import Dispute
from ppid.events import Recorded, Stream
from ppid.exemption.state import Exemption
from ppid.objection.events import Listed
from ppid.objection.filing import list_stream
from ppid.objection.state import Objection
from ppid.redaction.state import Redaction
from ppid.request.state import REQUEST, Request
from ppid.subject import State
from projections.replay import by_then, state_of
from web.access import current
from web.audit.asking import Seen
from web.audit.kinds import KINDS, Kind, hex_of, kind_of
from web.office.sight import step_of, title_of
from web.services import services

#: From an item back to its request: through the dispute and the objection.
DEEPEST = 4


class Belonging(NamedTuple):
    """A case that belongs to the one that is shown, as it stood at the same moment."""

    kind: Kind
    number: str
    title: str
    hex: str
    step: str
    colour: str


def belonging(seen: Seen) -> list[Belonging]:
    """Return the cases that belong to this one, in the order in which one leads to the next."""
    if seen.state is None:
        return []
    found: dict[Stream, State] = {seen.stream: seen.state}
    wanted = _named(seen.state, first=True)
    for _depth in range(DEEPEST):
        new = [stream for stream in dict.fromkeys(wanted) if stream and stream not in found]
        if not new:
            break
        loaded = services().log.load_many(new)
        shown = {stream: by_then(recorded, seen.moment.at) for stream, recorded in loaded.items()}
        states = {stream: state for stream in new if (state := _visible(shown.get(stream, ())))}
        listed = (each for stream in new if stream not in states for each in _listed(shown.get(stream, ())))
        wanted = [*listed, *(name for state in states.values() for name in _named(state, first=False))]
        found |= states
    others = [_shown(state) for stream, state in found.items() if stream != seen.stream]
    return sorted(others, key=lambda each: KINDS.index(each.kind))


def _visible(recorded: tuple[Recorded, ...]) -> State | None:
    state = state_of(recorded)
    if state is None or not kind_of(state.stream).subject.may_see(current().actor, state):
        return None
    return state


def _listed(recorded: Iterable[Recorded]) -> Iterator[Stream]:
    """The objections that a request's list of objections names."""
    return (r.envelope.event.objection for r in recorded if isinstance(r.envelope.event, Listed))


def _named(state: State, *, first: bool) -> list[Stream]:  # noqa: PLR0911  (one case per subject)
    """The streams that a case names. An exemption leads back to what it was tested for only by itself."""
    match state:
        case Request(notice=notice):
            refused = [ref.exemption for ref in notice.exemptions] if notice else []
            blacked = (
                [part.exemption.exemption for part in notice.blackouts if part.exemption] if notice else []
            )
            return [list_stream(state.stream), *refused, *blacked]
        case Objection(answer=answer):
            refs = (*answer.exemptions, *answer.opened) if answer else ()
            dispute = state.dispute.dispute if state.dispute else ""
            return [state.request, dispute, *(ref.exemption for ref in refs)]
        case Dispute():
            decisions = (state.ruling, state.appeal_ruling, state.cassation_ruling)
            opened = [ref.exemption for decision in decisions if decision for ref in decision.opened]
            sealed = [piece.exemption for sent in state.evidence for piece in sent.evidence]
            return [state.request, state.objection, *sealed, *opened]
        case Exemption():
            causes = [sheet.cause for sheet in (state.sheet, *state.earlier)] if first else []
            return [*causes, *_opened(state)]
        case Item(source=source):
            return [source.case, source.exemption] if source else []
        case Redaction(request=request):
            return [request]
        case _:
            return []


def _opened(exemption: Exemption) -> list[Stream]:
    """The items that its rows, or parts of them, became: the same content always has the same stream."""
    return [
        opened_stream(Source(kind=SourceKind.EXPIRY, exemption=exemption.stream, row=row.number), title)
        for row in exemption.rows
        for title in (row.information, *row.opened_parts)
    ]


def _shown(state: State) -> Belonging:
    kind, step = kind_of(state.stream), step_of(state)
    title = "" if REQUEST.of(state.stream) else title_of(state)
    return Belonging(kind, state.number, title, hex_of(state.stream), kind.step(step), kind.colour(step))
