"""The words of the citizen's pages for what the log keeps as codes."""

from __future__ import annotations

import re

from ppid.counting import Reason
from ppid.request.events import Document, Mandate
from ppid.request.vocabulary import (
    CopyForm,
    Delivery,
    DocumentKind,
    FeeKind,
    Missing,
    Obtain,
    Reach,
    RequesterKind,
)
from projections.words import MISSING
from web.filters import day, number
from web.i18n import gettext as _
from web.i18n import pick

SEVENTEEN = re.compile(r"17\((?P<letter>[a-j])\)(?:\((?P<number>[1-7])\))?")
MEGABYTE = 1024 * 1024
FORMATS = {"application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG"}


def kind_words(kind: RequesterKind | None) -> str:
    """Who asks."""
    match kind:
        case RequesterKind.INDIVIDUAL:
            return _("Perseorangan (Warga Negara Indonesia)")
        case RequesterKind.LEGAL_ENTITY:
            return _("Badan hukum Indonesia")
        case RequesterKind.GROUP:
            return _("Kelompok orang")
        case RequesterKind.UNSTATED | None:
            return ""


def document_words(kind: DocumentKind) -> str:
    """What a document is."""
    match kind:
        case DocumentKind.IDENTITY:
            return _("Salinan KTP atau surat keterangan kependudukan")
        case DocumentKind.RESIDENCE:
            return _("Surat keterangan kependudukan")
        case DocumentKind.DEED:
            return _("Salinan akta pendirian yang sudah disahkan")
        case DocumentKind.MANDATE:
            return _("Surat kuasa khusus bermeterai")
        case DocumentKind.MANDATORS_IDENTITY:
            return _("Salinan KTP para pemberi kuasa")
        case DocumentKind.OTHER:
            return _("Dokumen lain")


#: The document that makes up for what is missing.
DOCUMENT_OF = {
    Missing.IDENTITY_DOCUMENT: DocumentKind.IDENTITY,
    Missing.DEED_DOCUMENT: DocumentKind.DEED,
    Missing.MANDATE_DOCUMENT: DocumentKind.MANDATE,
    Missing.MANDATORS_DOCUMENT: DocumentKind.MANDATORS_IDENTITY,
}


def reach_words(reach: Reach) -> str:
    """How far a power of attorney reaches."""
    match reach:
        case Reach.REQUEST:
            return _("Permohonan ini, sampai informasinya diterima")
        case Reach.OBJECTION:
            return _("Permohonan ini dan keberatan atasnya")
        case Reach.DISPUTE:
            return _("Permohonan ini, keberatan, dan sengketa di Komisi Informasi")


def mandate_words(mandate: Mandate | None) -> str:
    """What a representative may do, and until when."""
    told = mandate or Mandate()
    until = _("berlaku sampai %(until)s", until=day(told.until)) if told.until else _("tanpa batas tanggal")
    return f"{reach_words(told.reach)}; {until}"


def way_words(obtain: Obtain | None, copy_form: CopyForm) -> str:
    """How the information is wanted: one question for the way and the form."""
    match (obtain, copy_form):
        case (None, _unknown):
            return ""
        case (Obtain.VIEW, _any):
            return _("Melihat, membaca, mendengarkan, atau mencatat di kantor")
        case (Obtain.COPY, CopyForm.SOFT):
            return _("Salinan digital (berkas komputer)")
        case (Obtain.COPY, CopyForm.HARD):
            return _("Salinan cetak (kertas)")
        case _:
            return _("Salinan, digital ataupun cetak")


def delivery_words(delivery: Delivery | None) -> str:
    """How a copy is delivered."""
    match delivery:
        case Delivery.EMAIL:
            return _("Dikirim lewat surel")
        case Delivery.PICK_UP:
            return _("Diambil sendiri di meja layanan")
        case Delivery.POST:
            return _("Dikirim lewat pos")
        case Delivery.COURIER:
            return _("Dikirim lewat kurir")
        case Delivery.FAX:
            return _("Dikirim lewat faksimile")
        case None:
            return ""


def fee_words(kind: FeeKind) -> str:
    """What a cost is for."""
    match kind:
        case FeeKind.COPY:
            return _("Penyalinan")
        case FeeKind.SENDING:
            return _("Pengiriman")
        case FeeKind.OTHER:
            return _("Biaya lain")


def reason_words(reason: Reason, name: str) -> str:
    """Why a day of a count was skipped."""
    match reason:
        case Reason.WEEKEND:
            return _("akhir pekan")
        case Reason.NATIONAL:
            return _("libur nasional (%(name)s)", name=name)
        case Reason.JOINT_LEAVE:
            return _("cuti bersama (%(name)s)", name=name)
        case Reason.START:
            return _("hari pertama tidak dihitung")
        case Reason.COUNTED:
            return ""


def missing_words(lack: Missing) -> str:
    """What a request lacks."""
    said = pick(id=MISSING[lack].id, en=MISSING[lack].en)
    return said[:1].upper() + said[1:]


def copy_words(form: CopyForm) -> str:
    """The form of a copy."""
    match form:
        case CopyForm.SOFT:
            return _("Berkas digital")
        case CopyForm.HARD:
            return _("Cetak")
        case CopyForm.EITHER:
            return _("Berkas digital atau cetak")


def file_words(document: Document) -> str:
    """The kind and size of a file: ``PDF, 120 KB``."""
    size = document.size_bytes
    if size >= MEGABYTE:
        shown = f"{number(round(size / MEGABYTE))} MB"
    else:
        shown = f"{number(max(1, round(size / 1024)))} KB"
    return f"{FORMATS.get(document.media_type, document.media_type)}, {shown}"


def article_words(articles: tuple[str, ...]) -> str:
    """The articles of a refusal; those of article 17 are kept as ``17(a)``."""
    return "; ".join(_article(article) for article in articles)


def _article(article: str) -> str:
    found = SEVENTEEN.fullmatch(article)
    if found is None:
        return article
    if found["number"]:
        return _(
            "UU 14/2008 Pasal 17 huruf %(letter)s angka %(number)s",
            letter=found["letter"],
            number=found["number"],
        )
    return _("UU 14/2008 Pasal 17 huruf %(letter)s", letter=found["letter"])
