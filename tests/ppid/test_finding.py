"""Finding people in texts and bytes: however it is written or coded, and nobody who is not there."""

from __future__ import annotations

import base64
import json

import pytest

from ppid.finding import Hit, Needles, What
from ppid.person import Identity

SARI = Identity(
    name="Sari Wulandari",
    number="3276014107900001",
    address="Jalan Melati 5, Depok",
    phone="0812 0000 0001",
    email="sari@example.org",
)
WORD = Identity(name="Bunga", number="AHU-0012.AH.01.04")
ACCENT = Identity(name="José Ñandú")


@pytest.fixture
def needles() -> Needles:
    found = Needles()
    for person, identity in (("person-1", SARI), ("person-2", WORD), ("person-3", ACCENT)):
        found.add(person, identity)
    return found


def whats(hits: list[Hit]) -> set[What]:
    return {hit.what for hit in hits}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Saya, SARI  WULANDARI, memohon", What.NAME),
        ("NIK 3276 0141 0790 0001.", What.NUMBER),
        ("nik:3276014107900001", What.NUMBER),
        ("hubungi +62 812-0000-0001", What.PHONE),
        ("hubungi 081200000001", What.PHONE),
        ("surel SARI@EXAMPLE.ORG.", What.EMAIL),
        ("tinggal di jalan melati 5 depok", What.ADDRESS),
        ("akta ahu-0012.ah.01.04", What.NUMBER),
        ("Bunga", What.NAME),
        ("José ñandú", What.NAME),
        (json.dumps("José Ñandú"), What.NAME),
    ],
)
def test_a_value_is_found_however_it_is_written(needles: Needles, text: str, what: What) -> None:
    assert whats(list(needles.in_text(text))) == {what}


@pytest.mark.parametrize(
    "text",
    ["bunga bank", "Sari Rasa", "Rasari Wulandarini", "0812 0000 0002", "nomor 0001", "sari@example.orgx"],
)
def test_nobody_is_found_who_is_not_there(needles: Needles, text: str) -> None:
    assert list(needles.in_text(text)) == []


@pytest.mark.parametrize(
    "coding", ["utf-8", "utf-16-le", "utf-16-be", "base64", "base64-behind", "hex", "json"]
)
def test_a_value_is_found_in_bytes_behind_any_coding(needles: Needles, coding: str) -> None:
    plain = "Nama: José Ñandú" if coding == "json" else "pemohon Sari Wulandari di sini"
    coded = {
        "base64": base64.b64encode(plain.encode()),
        "base64-behind": b"xy" + base64.urlsafe_b64encode(plain.encode()),
        "hex": plain.encode().hex().encode(),
        "json": json.dumps(plain).encode(),
    }.get(coding) or plain.encode(coding)
    content = b"\x00\xffabc" + coded + b"\x01\x02"
    assert What.NAME in whats(list(needles.in_raw(content)))


def test_in_bytes_no_word_need_begin_or_end(needles: Needles) -> None:
    hits = list(needles.in_raw(b"request-01abSari WulandariJalan Melati 5, Depok3276014107900001ok"))
    assert whats(hits) == {What.NAME, What.ADDRESS, What.NUMBER}
    assert {hit.person for hit in hits} == {"person-1"}
    assert next(hit.at for hit in hits if hit.what is What.NAME) == len("request-01ab")


def test_names_of_one_word_are_counted_apart(needles: Needles) -> None:
    assert needles.alone == 1
    assert list(needles.in_raw(b"bunga bank naik terus")) == []
