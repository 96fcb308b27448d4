"""What a final decision opens: exempt rows, and with them new items of the list, all in one save.

Law: UU 14/2008 art. 11(2), 46(1); Perki 1/2021 art. 52(3)-(4); regulations §6.5.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from ppid.checks import Context
from ppid.deciding import Decider, Placed
from ppid.dispute import events as e
from ppid.dispute.case import Dispute
from ppid.dispute.state import evolve
from ppid.events import Event, Stream
from ppid.exemption.listing import listed
from ppid.exemption.reference import ExemptionRef
from ppid.exemption.refusals import UnknownRowError
from ppid.exemption.rows import named_once, row_of
from ppid.exemption.rules import open_by_ruling
from ppid.exemption.state import EXEMPTION, Exemption, UnknownExemptionError
from ppid.refusals import NotAValueError


def exemptions_of(
    decider: Decider, named: Sequence[ExemptionRef] | Sequence[e.Evidence]
) -> dict[Stream, Exemption]:
    """The exemptions that a decision opens, or evidence stands on. Raises ``UnknownExemptionError``."""
    streams = {each.exemption for each in named if each.exemption}
    return {stream: decider.load(EXEMPTION, stream) for stream in sorted(streams)}


def decreed(
    dispute: Dispute, opened: Iterable[ExemptionRef], known: Mapping[Stream, Exemption]
) -> tuple[ExemptionRef, ...]:
    """The same with the numbers of their decrees: rows of this body's own, each exemption named once.

    A row that is open already may be named; the decision then changes nothing of it.
    """
    found: list[ExemptionRef] = []
    for ref in opened:
        exemption = known.get(ref.exemption)
        if exemption is None or exemption.decree is None or exemption.body != dispute.body:
            raise UnknownExemptionError
        if ref.exemption in {one.exemption for one in found}:
            raise NotAValueError("opened")
        if ref.rows or ref.parts:
            for number in named_once((*ref.rows, *(part.row for part in ref.parts))):
                row_of(exemption, number)
        found.append(replace(ref, decree=exemption.decree.number))
    return tuple(found)


def check_tested(dispute: Dispute, evidence: Iterable[e.Evidence], known: Mapping[Stream, Exemption]) -> None:
    """Refuse evidence that stands on no test of this body: the hearing file holds the papers of each.

    The rows are those of the decree, or of the sheet while the test is under way.
    """
    for piece in evidence:
        if not piece.exemption:
            continue
        exemption = known.get(piece.exemption)
        if exemption is None or exemption.body != dispute.body:
            raise UnknownExemptionError
        tested = {row.number for row in (*exemption.rows, *exemption.sheet.rows)}
        for number in piece.rows:
            if number not in tested:
                raise UnknownRowError("evidence", row=number, number=exemption.number)


def opened_beside(
    decider: Decider, dispute: Dispute, context: Context, events: Sequence[Event]
) -> list[Placed]:
    """What opens once a decision is final, to be saved with the fact that it is.

    Law: UU 14/2008 art. 11(2); Perki 1/2021 art. 52(3)-(4).
    """
    after = dispute
    for event in events:
        after = evolve(after, event)
    final = next((event for event in events if isinstance(event, e.BecameFinal)), None)
    if final is None or after.standing is None:
        return []
    placed: list[Placed] = []
    for ref in after.standing.opened:
        placed += _opened(decider, dispute, context, final, ref)
    return placed


def _opened(
    decider: Decider, dispute: Dispute, context: Context, final: e.BecameFinal, ref: ExemptionRef
) -> list[Placed]:
    exemption = decider.load(EXEMPTION, ref.exemption)
    events = open_by_ruling(
        exemption,
        context,
        dispute=dispute.stream,
        ruling=final.ruling,
        final_on=final.final_on,
        rows=ref.rows,
        parts=ref.parts,
    )
    opened = [(exemption.stream, exemption.version + n, event) for n, event in enumerate(events, start=1)]
    return [*opened, *listed(decider, exemption, context, events)]
