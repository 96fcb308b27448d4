"""The papers about personal data: the answer to a data subject, and the notices of a breach.

Law: UU 27/2022 art. 14-15, 30, 32, 41, 46.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flask import Response

from ppid.breach.events import Assessed
from ppid.breach.state import Breach
from ppid.breach.vocabulary import DATA
from ppid.deadlines import Text
from ppid.errors import say_instant
from ppid.events import Recorded, Stream
from ppid.privacy import events as e
from ppid.privacy.desk import outcome_of
from ppid.privacy.state import PRIVACY, Privacy
from ppid.privacy.vocabulary import ARTICLES, KINDS, STEPS, Step
from web.letters import kinds, render
from web.letters.privacy_kinds import BreachNotice, PrivacyAnswer
from web.letters.wording import Tongue
from web.papers.sending import Paper, sent
from web.papers.then import ERASED, NoSuchLetterError, then
from web.services import services

ANSWER = Text("Jawaban atas permohonan data pribadi", "Answer to the request on personal data")
REFUSAL = Text("Penolakan setelah persetujuan", "Refusal after the grant")
TO_AGENCY = Text("Pemberitahuan kepada lembaga", "Notice to the agency")
TO_PERSON = Text("Pemberitahuan kepada orang ke-{n}", "Notice to person {n}")
ANSWER_SLUG, REFUSAL_SLUG = "jawaban", "penolakan"
AGENCY_SLUG, PERSON_SLUG = "lembaga", "orang"
#: Beside a record; the rest stands on the page of the people.
FIRST = 5


# The answer -----------------------------------------------------------------------------------------------


def letters_of(privacy: Privacy) -> tuple[Paper, ...]:
    """Return the papers of an application: its answer, and the refusal of what that granted."""
    reply = privacy.reply
    if reply is None:
        return ()
    if privacy.grant is None or not privacy.undone:
        return (Paper(ANSWER_SLUG, ANSWER, reply.signed_on),)
    granted = Paper(ANSWER_SLUG, ANSWER, privacy.grant.reply.signed_on)
    return (granted, Paper(REFUSAL_SLUG, REFUSAL, reply.signed_on))


def letter(
    privacy: Privacy, slug: str = ANSWER_SLUG, *, language: kinds.Language | None = None
) -> PrivacyAnswer:
    """Compose the answer as it was given. Raises ``NoSuchLetterError``. Law: UU 27/2022 art. 14-15."""
    spoken: kinds.Language = language or ("en" if privacy.language == "en" else "id")
    fact, state = _answered(privacy.stream, slug)
    reply, stood, t = state.reply, then(state.body, fact.position), Tongue(spoken)
    assert reply is not None  # noqa: S101  (the type checker cannot see it)
    zone, undone = stood.body.zone, state.grant if state.undone else None
    outcome = STEPS[Step.GRANTED] if isinstance(fact.envelope.event, e.Granted) else outcome_of(state)
    return PrivacyAnswer(
        language=spoken,
        office=stood.office(),
        dated_on=reply.signed_on,
        letter_number=reply.number,
        privacy_number=state.number,
        person=stood.person(state.person, spoken),
        asked=t(KINDS[state.kind].id, KINDS[state.kind].en),
        received=say_instant(state.received_at, zone, spoken),
        outcome=t(outcome.id, outcome.en),
        text=services().privacy.words(reply.text) or ERASED[spoken],
        until=state.until,
        law=ARTICLES[state.kind],
        granted=undone.reply.number if undone else "",
        granted_on=undone.reply.signed_on if undone else None,
        signature=stood.signature(fact.envelope.actor),
    )


def send(privacy: Privacy, slug: str, *, language: kinds.Language | None = None) -> Response:
    """Answer with a paper of an application as PDF. Raises ``NoSuchLetterError``."""
    return sent(render(letter(privacy, slug, language=language)), f"{slug}-{privacy.number}", download=False)


def _answered(stream: Stream, slug: str) -> tuple[Recorded, Privacy]:
    """The fact a paper tells of, and how the application stood then: the first answer, or what undid it."""
    state: Privacy | None = None
    for fact in services().log.load(stream):
        state = PRIVACY.place(state, fact.envelope)
        if state is None or state.reply is None:
            continue
        if slug == ANSWER_SLUG or (slug == REFUSAL_SLUG and state.undone):
            return fact, state
    raise NoSuchLetterError


# The notices ----------------------------------------------------------------------------------------------


def notices_of(breach: Breach) -> tuple[Paper, ...]:
    """Return the notices of a breach, once it is assessed: to the agency, and to the first people."""
    return tuple(_notices(breach))


def _notices(breach: Breach) -> Iterator[Paper]:
    if not breach.assessed:
        return
    on = breach.agency.told_on if breach.agency else breach.known_on
    yield Paper(AGENCY_SLUG, TO_AGENCY, on)
    for n, _person in enumerate(breach.persons[:FIRST], start=1):
        yield Paper(f"{PERSON_SLUG}-{n}", Text(TO_PERSON.id.format(n=n), TO_PERSON.en.format(n=n)), on)


def notice(breach: Breach, slug: str, *, language: kinds.Language = "id") -> BreachNotice:
    """Compose a notice as the record stands. Raises ``NoSuchLetterError``. Law: UU 27/2022 art. 46."""
    person = _addressee(breach, slug)
    recorded = services().log.load(breach.stream)
    stood, t = then(breach.body), Tongue(language)
    contained, agency = breach.contained, breach.agency
    running = t("Masih berlangsung.", "Still under way.")
    return BreachNotice(
        language=language,
        office=stood.office(),
        dated_on=_dated(breach, stood.body.local_date(recorded[-1].envelope.recorded_at)),
        letter_number=agency.number if agency and not person else "",
        breach_number=breach.number,
        known=say_instant(breach.known_at, stood.body.zone, language),
        happened_on=breach.happened_on,
        data=tuple(t(DATA[each].id, DATA[each].en) for each in breach.data),
        how=breach.how,
        handling=contained.handling if contained else running,
        recovery=contained.recovery if contained else running,
        person=stood.person(person, language) if person else None,
        people=breach.people,
        signature=stood.signature(_signer(recorded)),
    )


def _addressee(breach: Breach, slug: str) -> Stream:
    """Whom a notice goes to; "" for the agency."""
    what, _dash, number = slug.partition("-")
    if not breach.assessed:
        raise NoSuchLetterError
    if slug == AGENCY_SLUG:
        return ""
    known = what == PERSON_SLUG and number.isascii() and number.isdigit() and len(number) < len(str(10**9))
    if not known or not 1 <= int(number) <= len(breach.persons):
        raise NoSuchLetterError
    return breach.persons[int(number) - 1]


def _dated(breach: Breach, newest: date) -> date:
    """The day of the notice: when it was given, or of the newest entry while it was not."""
    return breach.agency.told_on if breach.agency else newest


def _signer(recorded: list[Recorded]) -> Stream:
    """Whoever assessed it last signs."""
    assessed = [r.envelope.actor for r in recorded if isinstance(r.envelope.event, Assessed)]
    return assessed[-1]


def send_notice(breach: Breach, slug: str, *, language: kinds.Language = "id") -> Response:
    """Answer with a notice as PDF. Raises ``NoSuchLetterError``."""
    content = render(notice(breach, slug, language=language))
    return sent(content, f"{slug}-{breach.number}", download=False)
