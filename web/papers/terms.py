"""The terms of a case in the words of the letters: choices, articles, costs."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ppid.request import events as e
from ppid.request.vocabulary import (
    Channel,
    CopyForm,
    Delivery,
    DocumentKind,
    ExtensionGround,
    FeeKind,
    Missing,
    Obtain,
    Outcome,
    RequesterKind,
)
from projections.words import MISSING
from web.letters import Costs, MissingItem, kinds
from web.letters.wording import Pair, Tongue

SEVENTEEN = re.compile(r"17\(([a-j])\)(?:\(([1-7])\))?$")

CHANNELS: Mapping[Channel, kinds.Channel] = {
    Channel.WEB: "web",
    Channel.EMAIL: "email",
    Channel.LETTER: "letter",
    Channel.COUNTER: "counter",
    Channel.PHONE: "phone",
    Channel.WHATSAPP: "whatsapp",
    Channel.BOOK: "letter",
}
KINDS: Mapping[RequesterKind, kinds.RequesterKind] = {
    RequesterKind.INDIVIDUAL: "individual",
    RequesterKind.LEGAL_ENTITY: "entity",
    RequesterKind.GROUP: "group",
}
OBTAIN: Mapping[Obtain, kinds.Obtain] = {Obtain.VIEW: "view", Obtain.COPY: "copy"}
DELIVER: Mapping[Delivery, kinds.Deliver] = {
    Delivery.PICK_UP: "pickup",
    Delivery.COURIER: "courier",
    Delivery.POST: "post",
    Delivery.FAX: "fax",
    Delivery.EMAIL: "email",
}
GROUNDS: Mapping[ExtensionGround, kinds.ExtensionGround] = {
    ExtensionGround.NOT_YET_HELD: "not-held",
    ExtensionGround.STATUS_UNDECIDED: "undecided",
}
SAID: Mapping[Outcome, kinds.Outcome] = {
    Outcome.GRANTED: "full",
    Outcome.PARTLY_GRANTED: "partial",
    Outcome.REFUSED_EXEMPT: "refused",
    Outcome.REFUSED_OTHER: "refused",
    Outcome.NOT_HELD: "not-held",
    Outcome.NOT_DOCUMENTED: "not-documented",
}
DOCUMENTS: Mapping[DocumentKind, Pair] = {
    DocumentKind.IDENTITY: ("Salinan KTP", "Copy of the identity card"),
    DocumentKind.RESIDENCE: ("Surat keterangan kependudukan", "Certificate of residence"),
    DocumentKind.DEED: ("Akta pendirian dan pengesahannya", "Deed of establishment and its ratification"),
    DocumentKind.MANDATE: ("Surat kuasa", "Power of attorney"),
    DocumentKind.MANDATORS_IDENTITY: (
        "Identitas pemberi kuasa",
        "Identity of those who gave the power of attorney",
    ),
    DocumentKind.OTHER: ("Dokumen lain", "Other document"),
}
#: The letters under which art. 29(5) (on paper) and art. 30(1) (electronically) ask for each entry.
ENTRIES: Mapping[Missing, tuple[str, str]] = {
    Missing.NAME: ("b", "a"),
    Missing.IDENTITY_NUMBER: ("c", "b"),
    Missing.ADDRESS: ("d", "c"),
    Missing.CONTACT: ("e", "d"),
    Missing.MANDATE_DOCUMENT: ("f", "e"),
    Missing.INFORMATION: ("g", "f"),
    Missing.PURPOSE: ("h", "g"),
    Missing.OBTAIN: ("i", "h"),
    Missing.DELIVERY: ("j", "i"),
}
ELECTRONIC = frozenset({Channel.WEB, Channel.EMAIL, Channel.WHATSAPP})


def missing(lack: Missing, channel: Channel, t: Tongue) -> MissingItem:
    """Say what is missing, and which article asks for it of a request that came this way."""
    words = t(MISSING[lack].id, MISSING[lack].en)
    what = words[:1].upper() + words[1:]
    if lack not in ENTRIES:
        return MissingItem(what=what, article=t("Perki 1/2021 Pasal 27", "Perki 1/2021 art. 27"))
    paper, electronic = ENTRIES[lack]
    if channel in ELECTRONIC:
        article = t(f"Pasal 30 ayat (1) huruf {electronic}", f"art. 30(1){electronic}")
    else:
        article = t(f"Pasal 29 ayat (5) huruf {paper}", f"art. 29(5){paper}")
    return MissingItem(what=what, article=f"Perki 1/2021 {article}")


def reasons(said: e.Notice, t: Tongue, *, with_explanation: bool) -> str:
    """What the notice gives as its reasons, with the articles that a refusal rests on."""
    told = [said.reasons]
    if with_explanation:
        told.append(said.explanation)
    if said.articles:
        basis = "; ".join(article(each, t) for each in said.articles)
        told.append(t(f"Dasar hukum: {basis}.", f"Legal basis: {basis}."))
    return "\n".join(part for part in told if part.strip())


def article(article: str, t: Tongue) -> str:
    """``17(h)(4)`` as a person reads it; anything else as it was written."""
    found = SEVENTEEN.match(article)
    if found is None:
        return article
    letter, number = found.groups()
    finer = t(f" angka {number}", f" number {number}") if number else ""
    return t(f"Pasal 17 huruf {letter}{finer} UU 14/2008", f"art. 17 letter {letter}{finer} of Law 14/2008")


def decree_words(said: e.Notice) -> Pair:
    """Name the refusal decree that goes with a notice."""
    return (
        f"Surat Keputusan PPID tentang Penolakan Permohonan Informasi Nomor {said.number}",
        f"Decree of the PPID on the Refusal of a Request for Information, number {said.number}",
    )


def forms(formats: tuple[CopyForm, ...]) -> tuple[kinds.CopyForm, ...]:
    """Return the forms to tick; "either" ticks both."""
    either = CopyForm.EITHER in formats
    found: list[kinds.CopyForm] = []
    if either or CopyForm.SOFT in formats:
        found.append("soft")
    if either or CopyForm.HARD in formats:
        found.append("hard")
    return tuple(found)


def deliver(wish: e.Wish) -> kinds.Deliver | None:
    """How a copy is to come; somebody who wants to look at the information wants no delivery."""
    return DELIVER[wish.delivery] if wish.obtain is Obtain.COPY else None


def costs(said: e.Notice, t: Tongue) -> Costs:
    """The bill of the letters has one price for copies; what costs another price stands among the others."""
    copies = [fee for fee in said.fees if fee.kind is FeeKind.COPY]
    price = copies[0].each_idr if copies else 0
    others = [f for f in said.fees if f.kind is FeeKind.OTHER or (f in copies and f.each_idr != price)]
    copied = t("Penyalinan", "Copying")
    return Costs(
        copy_idr_per_page=price,
        pages=sum(fee.quantity for fee in copies if fee.each_idr == price),
        sending_idr=sum(fee.total_idr for fee in said.fees if fee.kind is FeeKind.SENDING),
        other_idr=sum(fee.total_idr for fee in others),
        other_what="; ".join(f.label or (copied if f in copies else t("Lain-lain", "Other")) for f in others),
        how_to_pay=said.how_to_pay,
    )
