"""The papers of a dispute: the citizen's application, filled with what the body knows, and the hearing file.

The other forms of Perki 1/2013 (annexes II to V) are the commission's own. Law: UU 14/2008 art. 37; Perki
1/2013 art. 5, 10-13, annex I.
"""

from __future__ import annotations

from typing import Literal

from flask import Response

from ppid.deadlines import D10
from ppid.dispute.case import Dispute
from ppid.dispute.entry import default_level
from ppid.events import Actor
from ppid.objection.next_steps import commission_until
from ppid.objection.state import Objection
from ppid.request.state import REQUEST, Request
from projections.words_dispute import LEVELS
from web.letters import Person, kinds, render
from web.letters.dispute_kinds import Dated, DisputeApplication
from web.letters.wording import Tongue
from web.papers import hearing
from web.papers.objections import GROUNDS
from web.papers.sending import page_of, sent
from web.papers.then import Then, then
from web.services import services


def application(objection: Objection, *, language: kinds.Language = "id") -> DisputeApplication:
    """Compose the application of annex I as far as the body knows it."""
    stood, t = then(objection.body), Tongue(language)
    context = services().desk.decider.context(stood.body)
    request = _request(objection)
    proxy, answer = objection.representative, objection.answer
    silence = objection.clocks.get(D10.code)
    level = LEVELS[default_level(stood.body)]
    return DisputeApplication(
        language=language,
        office=stood.office(),
        dated_on=context.as_of,
        reference_number=objection.number,
        applicant=stood.person(objection.objector, language),
        representative=stood.person(proxy, language) if proxy else None,
        respondent=_respondent(stood),
        commission=t(level.id, level.en),
        grounds=tuple(GROUNDS[ground] for ground in objection.grounds),
        cause="unsatisfied" if answer else "silence",
        information=objection.information,
        purpose=objection.purpose,
        requested=Dated(number=request.number, on=request.received_on) if request else Dated(),
        answered=_notice(request),
        answer_received_on=request.notice_received_on if request else None,
        objected=Dated(number=objection.number, on=objection.received_on),
        objection_answer=Dated(number=answer.letter.number, on=answer.letter.signed_on)
        if answer
        else Dated(),
        objection_answer_received_on=objection.answer_received_on,
        silence_since=silence.promise.due_on if silence and not answer else None,
        case=objection.case,
        apply_by=commission_until(objection, context),
    )


def _request(objection: Objection) -> Request | None:
    recorded = services().log.load(objection.request) if objection.request else []
    return REQUEST.fold(r.envelope for r in recorded)


def _notice(request: Request | None) -> Dated:
    notice = request.notice if request else None
    return Dated(number=notice.number, on=notice.signed_on) if notice else Dated()


def _respondent(stood: Then) -> Person:
    contact = stood.body.contact
    ways = " / ".join(filter(None, (contact.phone, contact.email)))
    return Person(name=stood.body.name, address=contact.address, contact=ways)


def application_pdf(objection: Objection, *, language: kinds.Language = "id") -> bytes:
    """Return the application as PDF."""
    return render(application(objection, language=language))


def send_application(
    objection: Objection, *, language: kinds.Language = "id", download: bool = True
) -> Response:
    """Answer with the application as PDF."""
    content = application_pdf(objection, language=language)
    return sent(content, f"permohonan-sengketa-{objection.number}", download=download)


def application_page(objection: Objection, *, language: kinds.Language = "id", pdf_href: str = "") -> str:
    """Show the application as a page."""
    return page_of(application(objection, language=language), pdf_href)


# The hearing file -----------------------------------------------------------------------------------------


def hearing_pdf(dispute: Dispute, actor: Actor) -> bytes:
    """Return the hearing file as one PDF. Raises ``NoSuchLetterError`` for whoever gets none."""
    return hearing.pdf(dispute, actor)


def hearing_zip(dispute: Dispute, actor: Actor) -> bytes:
    """Return the hearing file as one ZIP. Raises ``NoSuchLetterError`` for whoever gets none."""
    return hearing.archive(dispute, actor)


def send_hearing(dispute: Dispute, actor: Actor, *, form: Literal["pdf", "zip"]) -> Response:
    """Answer with the hearing file, as an attachment."""
    if form == "zip":
        content, mimetype = hearing_zip(dispute, actor), "application/zip"
    else:
        content, mimetype = hearing_pdf(dispute, actor), "application/pdf"
    name = f"berkas-sidang-{dispute.number}"
    return sent(content, name, download=True, mimetype=mimetype, ending=form)
