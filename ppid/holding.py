"""What keeps a person's data from being erased: cases that are not over, ways that are open, retention.

Pure but for reading cases. Law: UU 43/2009 art. 51 (nothing linked to a pending case is destroyed);
UU 14/2008 art. 36(1), 37(2) (the ways onwards); UU 27/2022 art. 15 (the exception while a duty to keep
runs), 43-44; regulations §10.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum

import msgspec

from ppid.checks import Context, Label, promise
from ppid.deadlines import D09
from ppid.errors import RuleError
from ppid.events import Recorded, Stream
from ppid.keeping import KEEPERS
from ppid.retention import Record, Rule, kept_until
from ppid.subject import State

#: What goes before every hold.
ORDER = Label("Nomor perintah", "The number of the order", "UU 43/2009 Pasal 51", 200)


class Kind(StrEnum):
    """Why something is kept."""

    OPEN = "open"
    WAY = "way"
    RETENTION = "retention"


class Hold(msgspec.Struct, frozen=True):
    """What keeps something: which case, and until when; None while nobody can say."""

    kind: Kind
    case: Stream
    number: str
    until: date | None = None


class HeldByCaseError(RuleError):
    """A case of the person is not over."""

    code = "person-held-by-case"
    id = (
        "Data orang ini tidak dapat dihapus selama perkara berikut belum selesai: {numbers} "
        "(UU 43/2009 Pasal 51). Sebutkan nomor perintah pengadilan atau komisi bila ada."
    )
    en = (
        "This person's data cannot be erased while these cases are not over: {numbers} "
        "(UU 43/2009 art. 51). Give the number of an order of a court or the commission if there is one."
    )


class HeldByWayError(RuleError):
    """The person can still object, or take the case to the commission or a court."""

    code = "person-held-by-way"
    id = (
        "Data orang ini disimpan sampai {until}: sampai hari itu keberatan atau sengketa atas {numbers} "
        "masih dapat diajukan (UU 14/2008 Pasal 36-37)."
    )
    en = (
        "This person's data are kept until {until}: until that day an objection or a dispute about {numbers} "
        "can be filed (UU 14/2008 art. 36-37)."
    )


class HeldByRetentionError(RuleError):
    """The records have to be kept, which is an exception to the right to erasure."""

    code = "person-held-by-retention"
    id = (
        "Register atas {numbers} wajib disimpan sampai {until} menurut jadwal retensi arsip, sehingga "
        "penghapusan dikecualikan (UU 27/2022 Pasal 15; UU 43/2009 Pasal 51)."
    )
    en = (
        "The register of {numbers} has to be kept until {until} by the archive schedule, so that erasure is "
        "excepted (UU 27/2022 art. 15; UU 43/2009 art. 51)."
    )


Schedule = Callable[[Stream], Mapping[Record, Rule]]
Day = Callable[[Stream], Context]


class CaseStanding(msgspec.Struct, frozen=True):
    """How a case stands towards what is kept: until ``way_until`` somebody can go on with it."""

    case: Stream
    number: str
    body: Stream
    open: bool
    over_on: date
    way_until: date | None
    recorded: tuple[Recorded, ...]


def standing_of(recorded: Sequence[Recorded], day: Day) -> CaseStanding | None:
    """How a case stands by its facts; None for what is no case."""
    if not recorded:
        return None
    stream = recorded[0].envelope.stream
    keeper = KEEPERS.get(stream.partition("-")[0])
    state: State | None = keeper.subject.fold(r.envelope for r in recorded) if keeper else None
    if state is None:
        return None
    context = day(state.body)
    over_on = context.body.local_date(recorded[-1].envelope.recorded_at)
    # Thirty working days from the last fact: whatever ground of objection was found, it was found by then.
    way = promise(D09, over_on, context).due_on
    onwards = [c.promise.due_on for c in state.running() if state.closed]
    dated = [on for on in (way, *onwards) if on]
    unknown = way is None or None in onwards
    return CaseStanding(
        stream,
        state.number or stream,
        state.body,
        not state.closed,
        over_on,
        None if unknown else max(dated),
        tuple(recorded),
    )


def holds_on(case: CaseStanding, record: Record, rule: Rule, as_of: date) -> Hold | None:
    """What keeps a record of this class in this case; None when it may go."""
    if case.open:
        return Hold(Kind.OPEN, case.case, case.number)
    if case.way_until is None or as_of <= case.way_until:
        return Hold(Kind.WAY, case.case, case.number, case.way_until)
    begins = case.way_until if record is Record.IDENTITY_SCAN else case.over_on
    until = kept_until(rule, begins)
    if until is None or as_of <= until:
        return Hold(Kind.RETENTION, case.case, case.number, until)
    return None


def refuse_held(holds: Iterable[Hold]) -> None:
    """Refuse an erasure by what holds longest in law: an open case, an open way, a duty to keep."""
    found = list(holds)
    for kind in Kind:
        of_kind = [hold for hold in found if hold.kind is kind]
        if of_kind:
            ends = [hold.until for hold in of_kind]
            until = None if None in ends else max(end for end in ends if end)
            numbers = ", ".join(sorted(hold.number for hold in of_kind))
            raise _refusal(kind, numbers, until)


def _refusal(kind: Kind, numbers: str, until: date | None) -> RuleError:
    match kind:
        case Kind.OPEN:
            return HeldByCaseError(numbers=numbers)
        case Kind.WAY:
            return HeldByWayError(numbers=numbers, until=until)
        case Kind.RETENTION:
            return HeldByRetentionError(numbers=numbers, until=until)
