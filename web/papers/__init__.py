"""The letters of a case: which exist now, and each as it stood on the day it was issued.

A letter is set anew from the log each time: the case, the body and the person are folded up to the fact that
issued it, so a copy printed years later says what the first one said. A person who was erased since prints as
erased. Law: UU 14/2008 art. 22; Perki 1/2021 art. 29-36.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask import Response

from ppid.deadlines import Text
from ppid.events import Recorded
from ppid.request import events as e
from ppid.request.state import GIVING, Request, fold
from ppid.request.vocabulary import Obtain
from web import seals
from web.letters import Letter, RequestReceipt, kinds, render
from web.papers.casefile import CaseFile, NoSuchLetterError, open_case
from web.papers.compose import (
    copy_request_form,
    extension,
    incompleteness,
    notice,
    receipt,
    refusal_decree,
    request_form,
)
from web.papers.sending import Paper, page_of, sent
from web.services import services

__all__ = [
    "CaseFile",
    "NoSuchLetterError",
    "Paper",
    "letter",
    "letters_of",
    "open_case",
    "page",
    "pdf",
    "send",
]


#: Where a citizen looks. It stands on paper for years, so it is a promise and not found out.
TRACKING = "/lacak"
RECEIPT_SLUG = "tanda-bukti"


def letters_of(request: Request) -> tuple[Paper, ...]:
    """Return the letters of a case, oldest first. The letters of an imported case are on paper only."""
    return tuple(paper for paper, _, _ in _issued(services().log.load(request.stream)))


def send(
    request: Request,
    slug: str,
    *,
    language: kinds.Language | None = None,
    code: str | None = None,
    download: bool = False,
) -> Response:
    """Answer with a letter as PDF. Raises ``NoSuchLetterError``.

    The receipt takes along the codes of its sealed receipt, as it is today: who prints it again gets the
    newest confirmed seal. Bound files have the letter alone, which stays the same.
    """
    sealed = seals.codes_of(request.stream) if slug == RECEIPT_SLUG else None
    content = pdf(request, slug, language=language, code=code, sealed=sealed)
    return sent(content, f"{slug}-{request.number}", download=download)


def page(
    request: Request,
    slug: str,
    *,
    language: kinds.Language | None = None,
    code: str | None = None,
    pdf_href: str = "",
) -> str:
    """Show a letter as a page. Raises ``NoSuchLetterError``."""
    return page_of(letter(request, slug, language=language, code=code), pdf_href)


def pdf(
    request: Request,
    slug: str,
    *,
    language: kinds.Language | None = None,
    code: str | None = None,
    sealed: kinds.SealedCodes | None = None,
) -> bytes:
    """Return a letter as PDF, in the requester's language unless told. Raises ``NoSuchLetterError``."""
    composed = letter(request, slug, language=language, code=code)
    return render(replace(composed, sealed=sealed) if isinstance(composed, RequestReceipt) else composed)


def letter(
    request: Request, slug: str, *, language: kinds.Language | None = None, code: str | None = None
) -> Letter:
    """Compose a letter as it was issued. Raises ``NoSuchLetterError``."""
    spoken: kinds.Language = language or ("en" if request.language == "en" else "id")
    recorded = services().log.load(request.stream)
    for paper, issued, compose in _issued(recorded):
        if paper.slug == slug:
            case = open_case(recorded, issued)
            if compose is receipt:
                tracking = f"{services().settings.base_url}{TRACKING}"
                return receipt(case, spoken, code=code, tracking_url=tracking)
            return compose(case, spoken)
    raise NoSuchLetterError


Compose = Callable[["CaseFile", kinds.Language], Letter]


def _issued(recorded: list[Recorded]) -> list[tuple[Paper, Recorded, Compose]]:
    """Every letter of a case with the fact that issued it."""
    found: list[tuple[Paper, Recorded, Compose]] = []
    filed = recorded[0].envelope.event if recorded else None
    if not isinstance(filed, e.Filed) or filed.imported:
        return found
    incomplete = 0
    body = services().directory.body(recorded[0].envelope.body)
    for fact in recorded:
        on = body.local_date(fact.envelope.recorded_at)
        match fact.envelope.event:
            case e.Registered():
                found.append((Paper(RECEIPT_SLUG, RECEIPT, on), fact, receipt))
                found.append((Paper("formulir", FORM, on), fact, request_form))
            case e.FoundIncomplete(sent_on=sent_on):
                incomplete += 1
                slug = "tidak-lengkap" if incomplete == 1 else f"tidak-lengkap-{incomplete}"
                found.append((Paper(slug, INCOMPLETE, sent_on), fact, incompleteness))
            case e.Extended(sent_on=sent_on):
                found.append((Paper("perpanjangan", EXTENSION, sent_on), fact, extension))
            case e.Answer() as answer:
                found.extend(_answered(fact, answer, recorded))
            case _:
                pass
    return found


def _answered(
    fact: Recorded, answer: e.Answer, recorded: list[Recorded]
) -> list[tuple[Paper, Recorded, Compose]]:
    signed_on = answer.notice.signed_on
    found: list[tuple[Paper, Recorded, Compose]] = [
        (Paper("pemberitahuan", NOTICE, answer.notice.sent_on), fact, notice)
    ]
    if isinstance(answer, e.RefusedExempt):
        found.append((Paper("penolakan", DECREE, signed_on), fact, refusal_decree))
    request = fold(r.envelope for r in recorded if r.position <= fact.position)
    if request and request.outcome in GIVING and request.wish.obtain is Obtain.COPY:
        found.append((Paper("formulir-salinan", COPY_FORM, signed_on), fact, copy_request_form))
    return found


RECEIPT = Text("Tanda bukti permohonan", "Receipt of the request")
FORM = Text("Formulir permohonan (Lampiran VI)", "Request form (annex VI)")
INCOMPLETE = Text("Surat keterangan tidak lengkap", "Letter of incompleteness")
EXTENSION = Text("Pemberitahuan perpanjangan waktu", "Notice of extension")
NOTICE = Text("Pemberitahuan tertulis (Lampiran VII)", "Written notice (annex VII)")
DECREE = Text("Surat keputusan penolakan (Lampiran IX)", "Refusal decree (annex IX)")
COPY_FORM = Text("Formulir permintaan salinan", "Copy request form")
