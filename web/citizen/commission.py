"""The way to the Information Commission: until when, to which one, with which papers.

Law: UU 14/2008 art. 27, 37; Perki 1/2013 art. 5, 6, 10-13; regulations §2.3, §6.1 (U24).
"""

from __future__ import annotations

import msgspec
from flask import url_for

from ppid.body import Body
from ppid.checks import promise
from ppid.deadlines import D10, D11, D12, clock_of
from ppid.dispute.entry import default_level
from ppid.dispute.vocabulary import Level
from ppid.events import Promise
from ppid.objection.next_steps import commission_until
from web.citizen.deadlines import Due, due_of
from web.citizen.dossier import Chosen
from web.i18n import gettext as _


class Paper(msgspec.Struct, frozen=True):
    """A document to bring, and where it can be downloaded; ``href`` is empty where the citizen has it."""

    text: str
    href: str = ""


class Commission(msgspec.Struct, frozen=True):
    """How to get there. ``due`` is None while the day of receipt, which starts it, is not recorded."""

    due: Due | None
    late: bool
    name: str
    papers: tuple[Paper, ...]


def way(chosen: Chosen) -> Commission:
    """The way to the commission for an objection that may go there."""
    found = _promise(chosen)
    as_of = chosen.dossier.as_of
    late = found is not None and found.due_on is not None and as_of > found.due_on
    due = due_of(found, chosen.body, as_of) if found else None
    return Commission(due, late, commission_words(chosen.body), _papers(chosen))


def commission_words(body: Body) -> str:
    """The commission that is competent by default (U24)."""
    match default_level(body):
        case Level.CENTRAL:
            return _("Komisi Informasi Pusat di Jakarta")
        case _:
            return _("Komisi Informasi provinsi tempat %(body)s berada", body=body.name)


def _promise(chosen: Chosen) -> Promise | None:
    """The window that ``commission_until`` speaks of: after the answer, or after silence."""
    objection, context = chosen.objection, chosen.dossier.context
    until = commission_until(objection, context)
    known = [objection.clocks[code].promise for code in (D11.code, D12.code) if code in objection.clocks]
    silence = objection.clocks.get(D10.code)
    if D12.code not in objection.clocks and silence and silence.running and silence.promise.due_on:
        rule = clock_of(D12.code, objection.received_on)
        known.append(promise(rule, silence.promise.due_on, context))
    return next((each for each in known if each.due_on == until), None)


def _papers(chosen: Chosen) -> tuple[Paper, ...]:
    """What the commission asks for (Perki 1/2013 art. 11); the papers of a request not for ground b."""
    objection = chosen.objection
    found = [Paper(_("Salinan KTP Anda, atau akta badan hukum yang sudah disahkan"))]
    if objection.representative:
        found.append(Paper(_("Surat kuasa khusus bermeterai")))
    if objection.request:
        found += _of_request(chosen)
    found.append(Paper(_("Tanda bukti keberatan"), _letter(chosen.place, "tanda-bukti")))
    if objection.answer:
        found.append(Paper(_("Tanggapan Atasan PPID atas keberatan"), _letter(chosen.place, "tanggapan")))
    return tuple(found)


def _of_request(chosen: Chosen) -> list[Paper]:
    """The proof of the request; with only the objection's number proved, the citizen has it on paper."""
    asked = chosen.dossier.request
    if asked is None:
        return [Paper(_("Tanda bukti permohonan informasi, dan pemberitahuan tertulisnya bila ada"))]
    found = [Paper(_("Tanda bukti permohonan informasi"), url_for("track.letter", slug="tanda-bukti"))]
    if asked.notice:
        told = url_for("track.letter", slug="pemberitahuan")
        found.append(Paper(_("Pemberitahuan tertulis atas permohonan"), told))
    return found


def _letter(place: int, slug: str) -> str:
    return url_for("following.letter", place=place, slug=slug)
