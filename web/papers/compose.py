"""From a case to its letters, as plain values: every law term of the case in the words of the letters."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from ppid.body import ZONES
from ppid.request import events as e
from ppid.request.state import OUTCOMES
from ppid.request.vocabulary import (
    Channel,
    Delivery,
    DocumentKind,
    Obtain,
    Outcome,
)
from web.letters import (
    CopyRequestForm,
    ExtensionLetter,
    IncompletenessLetter,
    Office,
    Person,
    RefusalDecree,
    RequestForm,
    RequestReceipt,
    WrittenNotice,
    kinds,
)
from web.letters.wording import Tongue
from web.papers.casefile import CaseFile
from web.papers.exempting import decree_named, rows_named
from web.papers.terms import (
    CHANNELS,
    DOCUMENTS,
    GROUNDS,
    KINDS,
    OBTAIN,
    SAID,
    SEVENTEEN,
    article,
    costs,
    decree_words,
    deliver,
    forms,
    missing,
    reasons,
)
from web.papers.then import ERASED, addressed


def _office(case: CaseFile) -> Office:
    return case.then.office()


def _person(case: CaseFile, language: kinds.Language) -> Person:
    return addressed(case.identity, language)


def receipt(
    case: CaseFile, language: kinds.Language, *, code: str | None = None, tracking_url: str = ""
) -> RequestReceipt:
    """Compose the receipt. The code is printed only where it is given. Law: UU 14/2008 art. 22(4)-(5)."""
    promised = case.request.clocks["D06"].promise
    wish = case.request.wish
    return RequestReceipt(
        language=language,
        office=_office(case),
        dated_on=case.recorded_on,
        request_number=case.request.number,
        requester=_person(case, language),
        received_on=case.request.received_on,
        received_time=_received_time(case),
        channel=CHANNELS[case.request.channel],
        asked=wish.information,
        purpose=wish.purpose,
        obtain=(OBTAIN[wish.obtain],),
        deliver=deliver(wish),
        due_on=promised.due_on,
        missing_year=promised.missing_year,
        day_of_receipt_counts=case.body.rules.start_counts,
        tracking_url=tracking_url,
        access_code=code or "",
        signature=case.signature if case.signature.name else None,
    )


def request_form(case: CaseFile, language: kinds.Language) -> RequestForm:
    """Compose the request as the form of annex VI. Law: Perki 1/2021 art. 29(5), 30(1)."""
    request, who, erased = case.request, case.identity, ERASED[language]
    proxy = case.representative
    mandate = any(d.kind is DocumentKind.MANDATE for d in request.documents)
    t = Tongue(language)
    return RequestForm(
        language=language,
        office=_office(case),
        dated_on=case.recorded_on,
        request_number=request.number,
        requester_kind=KINDS[request.requester_kind],
        name=who.name if who else erased,
        identity_number=who.number if who else erased,
        address=who.address if who else erased,
        occupation=who.occupation if who else erased,
        phone=who.phone if who else erased,
        email=who.email if who else erased,
        representative=(proxy.name if proxy else erased) if request.representative else "",
        power_of_attorney=t("Terlampir", "Enclosed") if mandate else "",
        asked=request.wish.information,
        purpose=request.wish.purpose,
        obtain=(OBTAIN[request.wish.obtain],),
        copy_form=forms((request.wish.copy_form,)) if request.wish.obtain is Obtain.COPY else (),
        deliver=deliver(request.wish),
        attachments=tuple(dict.fromkeys(t.of(DOCUMENTS[d.kind]) for d in request.documents)),
        officer=case.signature.name,
    )


def incompleteness(case: CaseFile, language: kinds.Language) -> IncompletenessLetter:
    """Compose the letter that says what is missing. Law: Perki 1/2021 art. 33(1)-(3)."""
    found = case.issued.envelope.event
    assert isinstance(found, e.FoundIncomplete)  # noqa: S101  (the type checker cannot see it)
    t = Tongue(language)
    contact = case.body.contact
    lacking = (missing(lack, case.request.channel, t) for lack in found.missing)
    return IncompletenessLetter(
        language=language,
        office=_office(case),
        dated_on=found.sent_on,
        request_number=case.request.number,
        letter_number=found.letter_number,
        requester=_person(case, language),
        requested_on=case.request.received_on,
        asked=case.request.wish.information,
        missing=tuple(lacking),
        signature=case.signature,
        how_to_complete=t(
            "Lengkapi melalui halaman pelacakan dengan nomor pendaftaran dan kode akses Anda, melalui"
            f" {contact.email or 'surel kami'}, atau di meja layanan kami.",
            "Complete it on the tracking page with your registration number and access code, by e-mail"
            f" to {contact.email or 'our address'}, or at our service desk.",
        ),
    )


def extension(case: CaseFile, language: kinds.Language) -> ExtensionLetter:
    """Compose the notice of the one extension. Law: UU 14/2008 art. 22(8); Perki 1/2021 art. 36."""
    extended = case.issued.envelope.event
    assert isinstance(extended, e.Extended)  # noqa: S101  (the type checker cannot see it)
    promise = extended.promises[0]
    return ExtensionLetter(
        language=language,
        office=_office(case),
        dated_on=extended.sent_on,
        request_number=case.request.number,
        letter_number=extended.letter_number,
        requester=_person(case, language),
        requested_on=case.request.received_on,
        asked=case.request.wish.information,
        base_due_on=promise.starts_on,
        ground=GROUNDS[extended.ground],
        reason=extended.reason,
        signature=case.signature,
        new_due_on=promise.due_on,
        missing_year=promise.missing_year,
    )


def notice(case: CaseFile, language: kinds.Language) -> WrittenNotice:
    """Compose the written notice with its ten contents. Law: UU 14/2008 art. 22(7); annex VII."""
    said, outcome = _said(case)
    t = Tongue(language)
    promised = next(iter(_answer(case).promises), None)
    late_part = outcome is Outcome.NOT_DOCUMENTED
    return WrittenNotice(
        language=language,
        office=_office(case),
        dated_on=said.signed_on,
        request_number=case.request.number,
        letter_number=said.number,
        requester=_person(case, language),
        requested_on=case.request.received_on,
        asked=case.request.wish.information,
        outcome=SAID[outcome],
        reasons=reasons(said, t, with_explanation=outcome is Outcome.NOT_HELD),
        controlled_by_us=said.held,
        signature=case.signature,
        other_body=said.other_body,
        material=said.material,
        physical=forms(said.formats),
        delivery=said.tool,
        costs=costs(said, t),
        provide_within_days=said.ready_in_days or None,
        provide_on=promised.due_on if promised else None,
        blackout_material="\n".join(b.material for b in said.blackouts),
        blackout_reason="\n".join(_blackout(b, t, case.issued.position) for b in said.blackouts),
        shortfall=("not-yet-documented" if said.held else "not-yet-held") if late_part else None,
        shortfall_explanation=said.explanation if late_part else "",
        available_on=said.available_on,
        attachments=(
            *((t(*decree_words(said)),) if outcome is Outcome.REFUSED_EXEMPT else ()),
            *_exemption_decrees(case, t),
        ),
        objection_to=case.then.superior,
    )


def refusal_decree(case: CaseFile, language: kinds.Language) -> RefusalDecree:
    """Compose the decree of the refusal. Law: Perki 1/2021 art. 34(2), annex IX; UU 14/2008 art. 17."""
    said, _ = _said(case)
    t, at = Tongue(language), case.issued.position
    letters = tuple(dict.fromkeys(found.group(1) for a in said.articles if (found := SEVENTEEN.match(a))))
    finer = [article(a, t) for a in said.articles if a.count("(") > 1]
    approved = said.approval
    return RefusalDecree(
        language=language,
        office=_office(case),
        dated_on=said.signed_on,
        request_number=case.request.number,
        letter_number=said.number,
        requester=_person(case, language),
        requested_on=case.request.received_on,
        asked=case.request.wish.information,
        article_17=letters,
        article_17_detail="; ".join(finer),
        consequences=said.consequence,
        signature=case.signature,
        exemption_decree="; ".join(dict.fromkeys(decree_named(ref, t, at) for ref in said.exemptions)),
        exempt_rows=tuple(row for ref in said.exemptions for row in rows_named(ref, t, at)),
        attachments=_exemption_decrees(case, t),
        approved_by=f"{approved.by}, {t.day(approved.on)}" if approved else "",
        objection_to=case.then.superior,
    )


def _exemption_decrees(case: CaseFile, t: Tongue) -> tuple[str, ...]:
    """The decrees in force that a refusal or a blackout rests on. Law: Perki 1/2021 art. 34(2)."""
    said, _ = _said(case)
    blacked = (blackout.exemption for blackout in said.blackouts)
    named = (decree_named(ref, t, case.issued.position) for ref in (*said.exemptions, *blacked) if ref)
    title = t("Keputusan Pengecualian Informasi", "Exemption decree")
    return tuple(dict.fromkeys(f"{title} {each}" for each in named))


def copy_request_form(case: CaseFile, language: kinds.Language) -> CopyRequestForm:
    """Compose the form on which the requester asks for the copy. Law: Perki 1/2021 art. 35(3)a, 38."""
    said, _ = _said(case)
    wish, who = case.request.wish, case.identity
    to = ""
    if who and wish.delivery in {Delivery.EMAIL, Delivery.COURIER, Delivery.POST}:
        to = who.email if wish.delivery is Delivery.EMAIL else who.address
    return CopyRequestForm(
        language=language,
        office=_office(case),
        dated_on=said.signed_on,
        request_number=case.request.number,
        requester=_person(case, language),
        requested_on=case.request.received_on,
        material=said.material,
        physical=forms(said.formats),
        deliver=deliver(wish),
        deliver_to=to,
        costs=costs(said, Tongue(language)),
        officer="",
    )


def _blackout(blackout: e.Blackout, t: Tongue, position: int) -> str:
    """Why material is blacked out: the reason, the article, and the decree it rests on."""
    basis = [article(blackout.article, t)]
    if blackout.exemption:
        basis.append(f"{t('Keputusan', 'Decree')} {decree_named(blackout.exemption, t, position)}")
    return f"{blackout.reason} ({'; '.join(basis)})"


def _answer(case: CaseFile) -> e.Answer:
    found = case.issued.envelope.event
    assert isinstance(found, e.Answer)  # noqa: S101  (the type checker cannot see it)
    return found


def _said(case: CaseFile) -> tuple[e.Notice, Outcome]:
    answer = _answer(case)
    return answer.notice, OUTCOMES[type(answer)]


def _received_time(case: CaseFile) -> str:
    """The hour of a request that came in by itself, as the office says it: ``09.14 WIB``."""
    filed = case.filed.envelope
    at = filed.event.received_at if isinstance(filed.event, e.Filed) else None
    if at is None and case.request.channel is Channel.WEB:
        at = filed.recorded_at
    if at is None or case.body.local_date(at) != case.request.received_on:
        return ""
    return f"{at.astimezone(ZoneInfo(case.body.zone)):%H.%M} {ZONES[case.body.zone]}"
