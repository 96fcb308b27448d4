"""Checking a citizen's receipt against our own log. What is brought here is looked at and forgotten.

The answer is about the paper first (is it ours, is it whole?) and about our log second (does it still hold
that entry, unchanged?). A genuine receipt that our log no longer answers to is evidence against us, and is
said so in the plainest words there are.
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any, NamedTuple

from flask import render_template, request
from flask.typing import ResponseReturnValue

from ppid.seal.leaf import LeafError
from ppid.seal.receipt import Checked, Standing, check
from web import seals
from web.access import everyone
from web.citizen.frame import citizen_blueprint
from web.filters import moment, number
from web.i18n import gettext as _

bp = citizen_blueprint("receipt_check", __name__)

MOST_BYTES = 1024 * 1024
MOST_TEXT = 40_000
#: Findings of the verifier that say nothing against the receipt: no quorum yet, no content with it.
HARMLESS = frozenset({"C03", "W01", "W02", "W03", "W04", "W05", "W06"})
UNREADABLE = 422


class Kind(Enum):
    """What a visitor brought, and what became of its entry."""

    NO_RECEIPT = "no-receipt"
    OTHER_LOG = "other-log"
    BROKEN = "broken"
    LOST = "lost"
    ALTERED = "altered"
    ERASED = "erased"
    KEPT = "kept"


class Answer(NamedTuple):
    """The answer in words. ``mood`` colours it; ``rows`` say what the receipt proves."""

    kind: Kind
    mood: str
    title: str
    said: str
    rows: list[dict[str, str]]


@bp.url_value_preprocessor
def _room_for_a_receipt(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    request.max_content_length = MOST_BYTES
    request.max_form_memory_size = MOST_BYTES


@bp.route("/catatan/tanda-terima", methods=["GET", "POST"])
@everyone
def look() -> ResponseReturnValue:
    """Take a receipt as a file or as the text of its codes, and say what it proves and what we hold."""
    if request.method == "GET":
        return render_template("public/receipt_check.html", values={})
    brought = _brought()
    if not brought:
        missing = _("Pilih berkas tanda terima, atau tempelkan teks dari kode QR-nya.")
        page = render_template("public/receipt_check.html", values=request.form, errors={"berkas": [missing]})
        return page, UNREADABLE
    answer = answer_to(brought)
    page = render_template("public/receipt_check.html", values={}, answer=answer)
    return (page, UNREADABLE) if answer.kind is Kind.NO_RECEIPT else page


def _brought() -> bytes:
    file = request.files.get("berkas")
    content = file.stream.read(MOST_BYTES) if file and file.filename else b""
    return content or request.form.get("teks", "").strip()[:MOST_TEXT].encode("utf-8", "replace")


def answer_to(brought: bytes) -> Answer:
    """Say what these bytes prove, and what our log holds of it now."""
    found = check(brought, seals.ledger(), seals.policy_text().encode())
    kind = _kind(found)
    mood, title, said = _words(kind, found)
    rows = [] if kind in {Kind.NO_RECEIPT, Kind.BROKEN, Kind.OTHER_LOG} else _rows(found)
    return Answer(kind, mood, title, said, rows)


def _kind(found: Checked) -> Kind:
    if found.standing is Standing.UNREADABLE or found.result.has("R01", "L02"):
        return Kind.NO_RECEIPT
    try:
        here = seals.ledger().origin()
    except LeafError:
        here = ""
    if found.result.facts.get("origin") != here:
        return Kind.OTHER_LOG
    if set(found.result.codes) - HARMLESS:
        return Kind.BROKEN
    return {
        Standing.IDENTICAL: Kind.KEPT,
        Standing.ERASED: Kind.ERASED,
        Standing.ALTERED: Kind.ALTERED,
        Standing.MISSING: Kind.LOST,
    }[found.standing]


def _words(kind: Kind, found: Checked) -> tuple[str, str, str]:
    """Mood, title and sentence."""
    ours = _("%(what)s adalah catatan ke-%(n)s", what=_subject(found), n=number(found.index or 0))
    take = _(
        "Simpan tanda terima ini baik-baik, jangan serahkan satu-satunya salinan, dan bawa kepada Komisi "
        "Informasi. Komisi dapat membuktikannya tanpa kantor ini."
    )
    return {
        Kind.KEPT: ("fine", ours, _kept()),
        Kind.ERASED: ("waiting", ours, _erased()),
        Kind.ALTERED: ("bad", _("Tanda terima ini asli, tetapi catatan kami berbeda"), take),
        Kind.LOST: (
            "bad",
            _("Tanda terima ini asli, tetapi catatan kami tidak lagi memuatnya"),
            take,
        ),
        Kind.OTHER_LOG: ("waiting", _("Ini tanda terima dari catatan lain"), _elsewhere(found)),
        Kind.BROKEN: ("waiting", _("Tanda terima ini tidak terbukti dari kami"), _unproven()),
        Kind.NO_RECEIPT: (
            "waiting",
            _("Ini bukan tanda terima yang dapat dibaca"),
            _unreadable(),
        ),
    }[kind]


def _kept() -> str:
    return _("Catatan itu masih ada dan tidak berubah sejak tanda terima ini dibuat.")


def _erased() -> str:
    return _(
        "Catatan itu masih ada. Isinya dihapus dengan perintah yang tercatat; waktu, jenis, dan urutannya "
        "tetap terbukti."
    )


def _elsewhere(found: Checked) -> str:
    return _(
        "Tanda terima ini berasal dari %(origin)s. Periksa di kantor yang memegang catatan itu.",
        origin=found.result.facts.get("origin", ""),
    )


def _unproven() -> str:
    return _(
        "Tanda tangan atau buktinya tidak cocok dengan kunci catatan ini: berkasnya mungkin rusak atau "
        "diubah. Coba berkas aslinya, atau pindai ulang kode QR pada kertasnya."
    )


def _unreadable() -> str:
    return _(
        "Pilih berkas yang namanya berakhir .ppid-receipt, atau tempelkan teks yang diawali PPID1: dari kode "
        "QR di tanda bukti Anda. Bila ada beberapa kode, tempelkan semuanya."
    )


def _subject(found: Checked) -> str:
    match found.result.facts.get("topic", "").partition(".")[0]:
        case "request":
            return _("Permohonan Anda")
        case "objection":
            return _("Keberatan Anda")
        case _:
            return _("Yang Anda pegang")


def _rows(found: Checked) -> list[dict[str, str]]:
    facts = found.result.facts
    rows = [
        {"key": _("Nomor catatan"), "value": number(found.index or 0)},
        {"key": _("Dicatat"), "value": moment(datetime.fromisoformat(found.recorded_at))},
        {"key": _("Berkas yang ikut dicatat"), "value": _files(found)},
        {
            "key": _("Dibuktikan oleh"),
            "value": _("segel atas %(n)s catatan", n=number(int(facts["sealed_size"]))),
        },
    ]
    confirmed = facts.get("confirmed_by") or _("belum ada komisi")
    return [*rows, {"key": _("Segel itu dikonfirmasi"), "value": confirmed}]


def _files(found: Checked) -> str:
    if found.result.has("W05"):
        return _("tidak termasuk dalam kode ini")
    return number(len(found.result.rows)) if found.result.rows else _("tidak ada")


__all__ = ["Answer", "Kind", "answer_to", "bp"]
