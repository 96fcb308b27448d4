"""What an answer on ground a does with an exemption: it rests on rows in force, or opens them.

Law: UU 14/2008 art. 11(2), 36(2)-(3); Perki 1/2021 art. 44(3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from ppid.checks import Context, Label
from ppid.deciding import Decider, Placed
from ppid.events import Event, Stream
from ppid.exemption.listing import listed
from ppid.exemption.reference import ExemptionRef
from ppid.exemption.rows import row_in_force
from ppid.exemption.rules import open_by_objection
from ppid.exemption.state import EXEMPTION, Exemption, UnknownExemptionError
from ppid.objection.commands import AnswerObjection
from ppid.objection.events import Answer
from ppid.objection.state import Objection
from ppid.objection.vocabulary import Ground, Verdict
from ppid.refusals import NotAValueError, RequiredError

DECREE = Label("Keputusan pengecualian", "The exemption decree", "Perki 1/2021 Pasal 44 ayat (3)")


def rested_on(
    objection: Objection, command: AnswerObjection, known: Mapping[Stream, Exemption]
) -> tuple[ExemptionRef, ...]:
    """The rows an answer rests on: to uphold a refusal as exempt it names a decree in force.

    Law: UU 14/2008 art. 36(3); Perki 1/2021 art. 44(3).
    """
    if command.verdict is Verdict.OVERTURNED or Ground.EXEMPT not in objection.pending:
        _refuse_any("exemptions", command.exemptions)
    elif _keeps_closed(objection, command) and not command.exemptions:
        raise RequiredError("exemptions", label_id=DECREE.id, label_en=DECREE.en, article=DECREE.article)
    days = (command.signed_on, command.sent_on)
    return _decreed("exemptions", command.exemptions, objection, days, known)


def _keeps_closed(objection: Objection, command: AnswerObjection) -> bool:
    """Whether an answer leaves closed what was refused: upheld, or overturned in part with nothing opened.

    Where other grounds were raised too, it may be they that are upheld, and rows of a that are opened.
    """
    if command.verdict is Verdict.UPHELD:
        return True
    return objection.pending == (Ground.EXEMPT,) or not command.opened


def opened_by(
    objection: Objection, command: AnswerObjection, known: Mapping[Stream, Exemption]
) -> tuple[ExemptionRef, ...]:
    """The rows that an answer on ground a opens, each still exempt. Law: UU 14/2008 art. 11(2)."""
    if command.verdict is Verdict.UPHELD or Ground.EXEMPT not in objection.pending:
        _refuse_any("opened", command.opened)
    return _decreed("opened", command.opened, objection, (command.sent_on,), known)


def _refuse_any(field: str, refs: Sequence[ExemptionRef]) -> None:
    if refs:
        raise NotAValueError(field)


def _decreed(
    field: str,
    refs: Sequence[ExemptionRef],
    objection: Objection,
    days: Sequence[date],
    known: Mapping[Stream, Exemption],
) -> tuple[ExemptionRef, ...]:
    """The same with the numbers of their decrees, each row in force on the days of the letter."""
    found: list[ExemptionRef] = []
    for ref in refs:
        exemption = known.get(ref.exemption)
        if exemption is None or exemption.decree is None or exemption.body != objection.body:
            raise UnknownExemptionError
        if not (ref.rows or ref.parts) or ref.exemption in {one.exemption for one in found}:
            raise NotAValueError(field)
        for number in (*ref.rows, *(part.row for part in ref.parts)):
            for on in days:
                row_in_force(exemption, number, on)
        found.append(replace(ref, decree=exemption.decree.number))
    return tuple(found)


def exemptions_of(decider: Decider, command: AnswerObjection) -> dict[Stream, Exemption]:
    """The exemptions that an answer names. Raises ``UnknownExemptionError``."""
    streams = {ref.exemption for ref in (*command.exemptions, *command.opened)}
    return {stream: decider.load(EXEMPTION, stream) for stream in sorted(streams)}


def opened_beside(
    decider: Decider, objection: Objection, context: Context, events: Iterable[Event]
) -> list[Placed]:
    """What an answer opens, in the same save: the exemption is lifted, the list of information gains it."""
    placed: list[Placed] = []
    for event in events:
        if not isinstance(event, Answer):
            continue
        for ref in event.opened:
            placed += _lifted(decider, objection, context, event, ref)
    return placed


def _lifted(
    decider: Decider, objection: Objection, context: Context, answer: Answer, ref: ExemptionRef
) -> list[Placed]:
    exemption = decider.load(EXEMPTION, ref.exemption)
    events = open_by_objection(
        exemption,
        context,
        objection=objection.stream,
        number=answer.letter.number,
        signed_on=answer.letter.signed_on,
        rows=ref.rows,
        parts=ref.parts,
    )
    lifted = [(exemption.stream, exemption.version + n, event) for n, event in enumerate(events, start=1)]
    return [*lifted, *listed(decider, exemption, context, events)]
