"""The papers of an objection: the form in duplicate, its receipt, the superior's answer; and the register.

Law: UU 14/2008 art. 35-36; Perki 1/2021 art. 39-44, annexes X and XI.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from flask import Response

from ppid.body import ZONES
from ppid.deadlines import D10, Text
from ppid.events import Recorded, Stream
from ppid.exemption.reference import ExemptionRef
from ppid.objection import events as e
from ppid.objection.state import OBJECTION, Objection
from ppid.objection.vocabulary import Ground, Verdict
from ppid.request.vocabulary import Channel
from projections.objection_register import Line, answered_on, decision, reaction
from web import seals
from web.letters import Letter, kinds, render
from web.letters.objection_kinds import (
    Explanation,
    ObjectionAnswer,
    ObjectionForm,
    ObjectionLine,
    ObjectionReceipt,
    ObjectionRegister,
    Ordered,
)
from web.letters.objection_kinds import Verdict as Said
from web.letters.wording import Tongue
from web.papers.exempting import decree_named, exemption_then, upto
from web.papers.sending import Paper, page_of, sent
from web.papers.terms import CHANNELS
from web.papers.then import ERASED, NoSuchLetterError, Then, then
from web.services import services

FORM = Text("Formulir keberatan (Lampiran X)", "Objection form (annex X)")
RECEIPT = Text("Tanda terima keberatan", "Receipt of the objection")
ANSWER = Text("Tanggapan atas keberatan", "Answer to the objection")

#: Where a citizen looks; it stands on paper for years.
TRACKING = "/lacak"
RECEIPT_SLUG = "tanda-bukti"

GROUNDS: dict[Ground, kinds.Ground] = {
    Ground.EXEMPT: "a",
    Ground.PERIODIC: "b",
    Ground.UNANSWERED: "c",
    Ground.NOT_AS_ASKED: "d",
    Ground.NOT_FULFILLED: "e",
    Ground.FEE: "f",
    Ground.LATE: "g",
}
VERDICTS: dict[Verdict, Said] = {
    Verdict.UPHELD: "upheld",
    Verdict.OVERTURNED: "overturned",
    Verdict.PARTLY_OVERTURNED: "partly-overturned",
}


@dataclass(frozen=True, slots=True)
class Issue:
    """A paper with the objection as it stood at the fact that issued it."""

    paper: Paper
    filed: Recorded
    fact: Recorded
    state: Objection
    compose: Callable[[Issue, kinds.Language, str], Letter]

    @property
    def then(self) -> Then:
        """The body and its people as they were then."""
        return then(self.state.body, self.fact.position)


def letters_of(objection: Objection) -> tuple[Paper, ...]:
    """Return the papers of an objection, oldest first."""
    return tuple(issue.paper for issue in _issued(services().log.load(objection.stream)))


def letter(
    objection: Objection,
    slug: str,
    *,
    language: kinds.Language | None = None,
    code: str | None = None,
    position: int | None = None,
) -> Letter:
    """Compose a paper as it was issued, by what was recorded up to ``position``."""
    spoken: kinds.Language = language or ("en" if objection.language == "en" else "id")
    for issue in _issued(upto(services().log.load(objection.stream), position)):
        if issue.paper.slug == slug:
            return issue.compose(issue, spoken, code or "")
    raise NoSuchLetterError


def pdf(
    objection: Objection,
    slug: str,
    *,
    language: kinds.Language | None = None,
    code: str | None = None,
    sealed: kinds.SealedCodes | None = None,
) -> bytes:
    """Return a paper as PDF, in the objector's language unless told. Raises ``NoSuchLetterError``."""
    composed = letter(objection, slug, language=language, code=code)
    return render(replace(composed, sealed=sealed) if isinstance(composed, ObjectionReceipt) else composed)


def send(
    objection: Objection,
    slug: str,
    *,
    language: kinds.Language | None = None,
    code: str | None = None,
    download: bool = False,
) -> Response:
    """Answer with a paper as PDF; the receipt with today's codes of its sealed receipt.

    Raises ``NoSuchLetterError``.
    """
    sealed = seals.codes_of(objection.stream) if slug == RECEIPT_SLUG else None
    content = pdf(objection, slug, language=language, code=code, sealed=sealed)
    return sent(content, f"{slug}-{objection.number}", download=download)


def page(
    objection: Objection,
    slug: str,
    *,
    language: kinds.Language | None = None,
    code: str | None = None,
    pdf_href: str = "",
) -> str:
    """Show a paper as a page. Raises ``NoSuchLetterError``."""
    return page_of(letter(objection, slug, language=language, code=code), pdf_href)


def blank(body: Stream, *, language: kinds.Language = "id") -> bytes:
    """Return the form of annex X with lines to write on, for the counter."""
    stood = then(body)
    form = ObjectionForm(
        language=language,
        office=stood.office(),
        dated_on=stood.body.local_date(services().now()),
        objection_number="",
    )
    return render(form)


def _issued(recorded: Iterable[Recorded]) -> list[Issue]:
    found: list[Issue] = []
    state: Objection | None = None
    filed: Recorded | None = None
    for fact in recorded:
        state = OBJECTION.place(state, fact.envelope)
        filed = filed or fact
        if state is None:
            continue
        match fact.envelope.event:
            case e.Registered(registered_on=on):
                found.append(Issue(Paper(RECEIPT_SLUG, RECEIPT, on), filed, fact, state, _receipt))
                found.append(Issue(Paper("formulir", FORM, on), filed, fact, state, _form))
            case e.Answer(letter=said):
                found.append(Issue(Paper("tanggapan", ANSWER, said.signed_on), filed, fact, state, _answer))
            case _:
                pass
    return found


def _form(issue: Issue, language: kinds.Language, _code: str) -> ObjectionForm:
    """Compose annex X. Law: Perki 1/2021 art. 41(5), annex X."""
    objection, stood, erased = issue.state, issue.then, ERASED[language]
    who = stood.identity(objection.objector)
    promised = objection.clocks[D10.code].promise
    return ObjectionForm(
        language=language,
        office=stood.office(),
        dated_on=objection.received_on,
        objection_number=objection.number,
        request_number=objection.request_number,
        purpose=objection.purpose,
        name=who.name if who else erased,
        address=who.address if who else erased,
        occupation=who.occupation if who else erased,
        phone=who.phone if who else erased,
        email=who.email if who else erased,
        representative=stood.person(objection.representative, language) if objection.representative else None,
        grounds=tuple(GROUNDS[ground] for ground in objection.grounds),
        information="" if objection.request else objection.information,
        case=objection.case,
        declared_on=objection.registered_on,
        answer_on=promised.due_on,
        missing_year=promised.missing_year,
        officer=stood.signature(issue.fact.envelope.actor).name,
    )


def _receipt(issue: Issue, language: kinds.Language, code: str) -> ObjectionReceipt:
    """Compose the receipt; the code is printed only where it is given. Law: Perki 1/2021 art. 41(3)."""
    objection, stood = issue.state, issue.then
    promised = objection.clocks[D10.code].promise
    signature = stood.signature(issue.fact.envelope.actor)
    return ObjectionReceipt(
        language=language,
        office=stood.office(),
        dated_on=stood.on(issue.fact),
        objection_number=objection.number,
        request_number=objection.request_number,
        objector=stood.person(objection.objector, language),
        received_on=objection.received_on,
        received_time=_received_time(issue),
        channel=CHANNELS[objection.channel],
        grounds=tuple(GROUNDS[ground] for ground in objection.grounds),
        late_grounds=tuple(GROUNDS[ground] for ground in objection.late_grounds),
        information=objection.information,
        answered_by=stood.superior,
        tracking_url=f"{services().settings.base_url}{TRACKING}",
        due_on=promised.due_on,
        missing_year=promised.missing_year,
        access_code=code,
        signature=signature if signature.name else None,
    )


def _received_time(issue: Issue) -> str:
    """The hour of an objection that came in by itself, as the office says it: ``09.14 WIB``."""
    filed, body = issue.filed.envelope, issue.then.body
    at = filed.event.received_at if isinstance(filed.event, e.Filed) else None
    if at is None and issue.state.channel is Channel.WEB:
        at = filed.recorded_at
    if at is None or body.local_date(at) != issue.state.received_on:
        return ""
    return f"{at.astimezone(ZoneInfo(body.zone)):%H.%M} {ZONES[body.zone]}"


def _answer(issue: Issue, language: kinds.Language, _code: str) -> ObjectionAnswer:
    """Compose the answer. Law: UU 14/2008 art. 36(2)-(3); Perki 1/2021 art. 44(2)-(3)."""
    answer, objection, stood, t = issue.fact.envelope.event, issue.state, issue.then, Tongue(language)
    assert isinstance(answer, e.Answer)  # noqa: S101  (the type checker cannot see it)
    assert objection.verdict is not None  # noqa: S101
    return ObjectionAnswer(
        language=language,
        office=stood.office(),
        dated_on=answer.letter.signed_on,
        letter_number=answer.letter.number,
        objection_number=objection.number,
        request_number=objection.request_number,
        objector=stood.person(objection.objector, language),
        received_on=objection.received_on,
        information=objection.information,
        verdict=VERDICTS[objection.verdict],
        explanations=tuple(Explanation(ground=GROUNDS[o.ground], text=o.text) for o in answer.explanations),
        reasons=answer.reasons,
        opened=tuple(said for ref in answer.opened for said in _opened(ref, t, issue.fact.position)),
        orders=tuple(Ordered(what=order.what, due_on=order.due_on) for order in answer.orders),
        attachments=_attachments(answer, t, issue.fact.position),
        signature=stood.signature(issue.fact.envelope.actor, answer.letter.position),
    )


def _attachments(answer: e.Answer, t: Tongue, position: int) -> tuple[str, ...]:
    """The decrees that a refusal rests on go with the answer. Law: Perki 1/2021 art. 44(3)."""
    title = t("Keputusan Pengecualian Informasi", "Exemption decree")
    named = (f"{title} {decree_named(ref, t, position)}" for ref in answer.exemptions)
    return tuple(dict.fromkeys(named))


def _opened(ref: ExemptionRef, t: Tongue, position: int) -> list[str]:
    """What the answer opens: whole rows, and parts of rows."""
    exemption = exemption_then(ref.exemption, position)
    decree = decree_named(ref, t, position)
    rows = [row for number in ref.rows if exemption and (row := exemption.row(number))]
    said = [row.information for row in rows] + [part.part for part in ref.parts]
    return [f"{what} ({t('Keputusan', 'Decree')} {decree})" for what in said]


# The register ---------------------------------------------------------------------------------------------


def register(
    body: Stream, lines: Iterable[Line], *, period: str = "", language: kinds.Language = "id"
) -> ObjectionRegister:
    """Compose annex XI from lines whose people were opened by whoever may see them."""
    stood = then(body)
    return ObjectionRegister(
        language=language,
        office=stood.office(),
        dated_on=stood.body.local_date(services().now()),
        lines=tuple(_line(line, language) for line in lines),
        period=period,
    )


def register_pdf(
    body: Stream, lines: Iterable[Line], *, period: str = "", language: kinds.Language = "id"
) -> bytes:
    """Return the register as PDF, on A3."""
    return render(register(body, lines, period=period, language=language))


def register_page(
    body: Stream,
    lines: Iterable[Line],
    *,
    period: str = "",
    language: kinds.Language = "id",
    pdf_href: str = "",
) -> str:
    """Show the register as a page."""
    return page_of(register(body, lines, period=period, language=language), pdf_href)


def _line(line: Line, language: kinds.Language) -> ObjectionLine:
    objection, who, erased = line.objection, line.objector, ERASED[language]
    answered: date | None = answered_on(objection)
    return ObjectionLine(
        number=objection.number,
        received_on=objection.received_on,
        name=who.name if who else erased,
        address=who.address if who else erased,
        contact="; ".join(filter(None, (who.phone, who.email))) if who else erased,
        occupation=who.occupation if who else erased,
        request_number=objection.request_number,
        information=objection.information,
        purpose=objection.purpose,
        grounds=tuple(GROUNDS[ground] for ground in objection.grounds),
        decision=decision(objection),
        answered_on=answered,
        superior=_superior(line),
        reaction=reaction(objection),
    )


def _superior(line: Line) -> str:
    answer = line.objection.answer
    if answer is None:
        return ""
    return ", ".join(filter(None, (line.superior.name if line.superior else "", answer.letter.position)))
