"""What may happen on a breach, and when. Pure: time is an argument.

Law: UU 27/2022 art. 46 (written notice to the data subject and the agency within three times 24 hours: what
data, when and how, handling and recovery; in some cases the public too); regulations §10. The statute gives
no start word in the copy read, so the hours run from when it was known.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from ppid.body import Body
from ppid.breach import commands as c
from ppid.breach import events as e
from ppid.breach import refusals as no
from ppid.breach.state import Breach
from ppid.breach.vocabulary import DataClass
from ppid.checks import (
    LETTER_NUMBER,
    NOTE,
    Context,
    Label,
    check_happened,
    check_instant,
    check_order,
    check_text,
    promise_from,
)
from ppid.deadlines import D31, Text
from ppid.request.intake import ROMAN

ARTICLE = "UU 27/2022 Pasal 46"
HOW = Label("Bagaimana data terungkap", "How the data were exposed", ARTICLE, limit=5000)
HANDLING = Label("Penanganan", "What was done against it", ARTICLE, limit=5000)
RECOVERY = Label("Pemulihan", "What is done to recover", ARTICLE, limit=5000)
WHERE = Label("Tempat pengumuman", "Where it was announced", limit=300)
KNOWN = Label("tanggal kegagalan diketahui", "the day the breach was known")
MOST_PEOPLE = 1_000_000_000


def breach_number(body: Body, sequence: int, on: date) -> str:
    """The number of a breach, gapless per body and year."""
    return f"{sequence:04d}/GPDP-PPID-{body.code}/{ROMAN[on.month - 1]}/{on.year}"


def note(command: c.NoteBreach, context: Context, *, sequence: int) -> tuple[e.Noted]:
    """Record that a breach is known, and start its hours from that instant. Law: UU 27/2022 art. 46."""
    known_at = command.known_at or context.now
    check_instant("known_at", known_at, context)
    _check_what(command.data, command.how, command.people, least=0)
    promised = promise_from(D31, known_at, context)
    on = promised.starts_on
    _check_happened_on(command.happened_on, on, context)
    noted = e.Noted(
        number=breach_number(context.body, sequence, on),
        sequence=sequence,
        year=on.year,
        known_at=known_at,
        known_on=on,
        data=command.data,
        people=command.people,
        how=command.how,
        promises=(promised,),
        happened_on=command.happened_on,
    )
    return (noted,)


def may_assess(breach: Breach) -> None:
    """Refuse to assess what is closed. What turns out later is assessed anew."""
    check_open(breach)


def assess(breach: Breach, command: c.AssessBreach, context: Context) -> e.Assessed:
    """Record what it was: which data, whose, when and how. Law: UU 27/2022 art. 46.

    Where it leaves people untold after all were told, the hours run again, to the instant promised first.
    """
    may_assess(breach)
    persons = tuple(dict.fromkeys(command.persons))
    # Who was told stays among those whom it concerns, and nobody is named without being counted.
    kept = tuple(person for person in breach.told_persons if person not in persons)
    unnamed = breach.told - len(breach.told_persons)
    _check_what(command.data, command.how, command.people, least=len(persons) + len(kept) + unnamed)
    _check_happened_on(command.happened_on, breach.known_on, context)
    return e.Assessed(
        data=command.data,
        people=command.people,
        how=command.how,
        public=command.public,
        persons=(*persons, *kept),
        happened_on=command.happened_on,
    )


def may_notify_subjects(breach: Breach) -> None:
    """Refuse to tell people what is not assessed, or when all were told."""
    check_open(breach)
    check_assessed(breach)
    if breach.all_told:
        raise no.AllToldError


def notify_subjects(breach: Breach, command: c.NotifySubjects, context: Context) -> e.SubjectNotified:
    """Record that people were told in writing. Law: UU 27/2022 art. 46."""
    may_notify_subjects(breach)
    persons = tuple(dict.fromkeys(command.persons))
    if not set(persons) <= set(breach.untold):
        raise no.NotAffectedError("persons")
    # Those without a key here are counted; those with one are named.
    unnamed = breach.left - len(breach.untold)
    if not 0 <= command.people <= unnamed or not (command.people or persons):
        raise no.PeopleCountError("people", least=0 if persons else 1)
    told_at, told_on = _told(breach, command.told_at, context)
    return e.SubjectNotified(command.people + len(persons), command.channel, told_at, told_on, persons)


def may_notify_agency(breach: Breach) -> None:
    """Refuse to tell the agency what is not assessed, or twice."""
    check_open(breach)
    check_assessed(breach)
    if breach.agency:
        raise no.AgencyToldError


def notify_agency(breach: Breach, command: c.NotifyAgency, context: Context) -> e.AgencyNotified:
    """Record that the agency was told in writing. Law: UU 27/2022 art. 46."""
    may_notify_agency(breach)
    check_text("number", command.number, LETTER_NUMBER)
    return e.AgencyNotified(command.number, *_told(breach, command.told_at, context))


def may_notify_public(breach: Breach) -> None:
    """Refuse to tell the public where nobody found that it has to be told, or twice."""
    check_open(breach)
    check_assessed(breach)
    if not breach.public:
        raise no.PublicNotNeededError
    if breach.announced:
        raise no.PublicToldError


def notify_public(breach: Breach, command: c.NotifyPublic, context: Context) -> e.PublicNotified:
    """Record that the public was told. Law: UU 27/2022 art. 46."""
    may_notify_public(breach)
    check_text("where", command.where, WHERE)
    check_happened("told_on", command.told_on, context)
    check_order("told_on", command.told_on, breach.known_on, KNOWN)
    return e.PublicNotified(command.told_on, command.medium, command.where)


def may_contain(breach: Breach) -> None:
    """Refuse to handle what is closed."""
    check_open(breach)


def contain(breach: Breach, command: c.ContainBreach, context: Context) -> e.Contained:
    """Record what was done against it and to recover. Law: UU 27/2022 art. 46."""
    may_contain(breach)
    check_text("handling", command.handling, HANDLING)
    check_text("recovery", command.recovery, RECOVERY)
    check_happened("done_on", command.done_on, context)
    check_order("done_on", command.done_on, breach.known_on, KNOWN)
    return e.Contained(command.handling, command.recovery, command.done_on)


def missing(breach: Breach) -> Iterator[Text]:
    """What is owed before a record may be closed."""
    if not breach.assessed:
        yield Text("penelaahan belum dicatat", "the assessment is missing")
    elif not breach.all_told:
        yield Text(f"{breach.left} orang belum diberi tahu", f"{breach.left} people were not told")
    if breach.agency is None:
        yield Text(
            "lembaga pelindungan data pribadi belum diberi tahu",
            "the agency for personal data was not told",
        )
    if breach.public and breach.announced is None:
        yield Text("masyarakat belum diberi tahu", "the public was not told")
    if breach.contained is None:
        yield Text("penanganan dan pemulihan belum dicatat", "handling and recovery are missing")


def may_close(breach: Breach) -> None:
    """Refuse to close while a notice, or the handling, is missing. Law: UU 27/2022 art. 46."""
    check_open(breach)
    if owed := tuple(missing(breach)):
        raise no.NoticesMissingError(
            missing_id=", ".join(text.id for text in owed), missing_en=", ".join(text.en for text in owed)
        )


def close(breach: Breach, command: c.CloseBreach) -> e.Closed:
    """Close a record on which nothing more is owed."""
    may_close(breach)
    check_text("note", command.note, NOTE, required=False)
    return e.Closed(command.note)


def check_open(breach: Breach) -> None:
    """Refuse every step on what is closed."""
    if breach.closed:
        raise no.BreachClosedError(number=breach.number)


def check_assessed(breach: Breach) -> None:
    """Refuse to tell anybody what is not known yet."""
    if not breach.assessed:
        raise no.AssessFirstError


def _check_what(data: tuple[DataClass, ...], how: str, people: int, *, least: int) -> None:
    if not data:
        raise no.NoDataClassError("data")
    check_text("how", how, HOW)
    if not least <= people <= MOST_PEOPLE:
        raise no.PeopleCountError("people", least=least)


def _check_happened_on(happened_on: date | None, known_on: date, context: Context) -> None:
    if happened_on is None:
        return
    check_happened("happened_on", happened_on, context)
    check_order("happened_on", known_on, happened_on, Label("tanggal kejadian", "the day it happened"))


def _told(breach: Breach, told_at: datetime | None, context: Context) -> tuple[datetime, date]:
    at = told_at or context.now
    check_instant("told_at", at, context)
    if at < breach.known_at:
        raise no.ToldBeforeKnownError("told_at")
    return at, context.body.local_date(at)
