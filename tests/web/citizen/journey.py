"""A citizen fills in the form, page by page; every answer can be changed by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests import attached
from tests.web.visitor import Page, Visitor
from tests.web.world import PNG

ANSWERS: dict[str, dict[str, Any]] = {
    "pemohon": {"requester_kind": "individual"},
    "identitas": {
        "name": "Sari Wulandari",
        "number": "3276 0141 0790 0001",
        "address": "Jalan Melati 5\nDepok",
        "occupation": "Peneliti",
    },
    "kontak": {"phone": "0812 0000 0001", "email": "sari@example.org"},
    "kuasa": {"represented": "tidak"},
    "kuasa-identitas": {
        "name": "Budi Santoso",
        "number": "3276014107900002",
        "address": "Jalan Kenanga 7, Depok",
        "phone": "",
        "email": "",
    },
    "dokumen": {"berkas-identity": (PNG, "ktp.png")},
    "informasi": {"information": "Anggaran pelayanan SIM tahun 2025"},
    "tujuan": {"purpose": "Penelitian skripsi"},
    "cara": {"way": "copy-soft"},
    "pengiriman": {"delivery": "email"},
}
LEGAL_ENTITY: dict[str, dict[str, Any]] = {
    "pemohon": {"requester_kind": "legal-entity"},
    "identitas": {
        "name": "Yayasan Terang Informasi",
        "number": "AHU-0001234.AH.01.04",
        "address": "Jalan Anggrek 1, Depok",
    },
    "dokumen": {"berkas-deed": (attached.pdf("akta"), "akta.pdf")},
}
GROUP: dict[str, dict[str, Any]] = {
    "pemohon": {"requester_kind": "group"},
    "identitas": {"name": "Warga RT 05", "number": "", "address": "Kelurahan Contoh"},
    "dokumen": {
        "berkas-power-of-attorney": (attached.pdf("kuasa"), "kuasa.pdf"),
        "berkas-mandators-identity": (PNG, "ktp-warga.png"),
    },
}


def begin(visitor: Visitor) -> Page:
    """Open the form; return the page of the first question."""
    return visitor.send(visitor.get("/ajukan"))


def slug_of(page: Page) -> str:
    """The question that a page asks."""
    return page.url.split("?")[0].rsplit("/", 1)[-1]


def fill(visitor: Visitor, answers: Mapping[str, Mapping[str, Any]] = {}, upto: str = "periksa") -> Page:
    """Answer every question until the page ``upto`` shows."""
    page = begin(visitor)
    given = {**ANSWERS, **answers}
    for _ in range(20):
        slug = slug_of(page)
        if slug == upto:
            return page
        sent = given[slug]
        page = visitor.send(page, sent, form=next(iter(sent), ""))
        assert slug_of(page) != slug, f"{slug} was refused: {page.text[:600]}"
    raise AssertionError(f"{upto} never came")


def file(visitor: Visitor, answers: Mapping[str, Mapping[str, Any]] = {}) -> Page:
    """Fill in everything and send it; return the receipt."""
    page = visitor.send(fill(visitor, answers))
    assert slug_of(page) == "selesai", page.text[:600]
    return page
