"""How an exemption comes into force: tested by the PPID, signed by the superior and the head, decreed."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from msgspec.structs import replace

from ppid.events import Actor, Stream
from ppid.exemption import commands as c
from ppid.exemption import events as e
from ppid.exemption.articles import Opening
from ppid.exemption.desk import Exemptions
from ppid.exemption.vocabulary import Occasion

#: The stream of the exemption that the refusals of the world rest on.
DECREED: Stream = f"exemption-{'e0' * 16}"
#: What is exempt in the world of tests: a row on letter a, one on letter h, one on letter b.
ROWS = (
    e.SheetRow(
        number=1,
        information="Nama dan alamat saksi dalam berkas perkara laka lantas",
        articles=("17(a)",),
        legal_basis="UU 14/2008 Pasal 17 huruf a",
        consequence_opened="Saksi dapat dipengaruhi.",
        consequence_closed="Penyidikan berjalan tanpa gangguan.",
        public_interest="Perlindungan saksi lebih besar manfaatnya.",
        until=date(2027, 6, 30),
    ),
    e.SheetRow(
        number=2,
        information="Data pribadi anggota dalam daftar gaji",
        articles=("17(h)",),
        legal_basis="UU 14/2008 Pasal 17 huruf h",
        consequence_opened="Data pribadi anggota tersebar.",
        consequence_closed="Data pribadi anggota terlindungi.",
        public_interest="Daftar tanpa nama sudah cukup bagi publik.",
        opening=Opening.NONE,
    ),
    e.SheetRow(
        number=3,
        information="Rancangan perangkat lunak pelayanan SIM",
        articles=("17(b)",),
        legal_basis="UU 14/2008 Pasal 17 huruf b",
        consequence_opened="Hak cipta pihak ketiga dilanggar.",
        consequence_closed="Hak cipta terlindungi.",
        public_interest="Cara kerja layanan dapat dijelaskan tanpa rancangannya.",
        until=date(2027, 6, 30),
        period_basis="UU 28/2014 Pasal 59",
    ),
)


def row_value(row: int) -> str:
    """A row of that exemption, as forms name it."""
    return f"{DECREED.rpartition('-')[2]}:{row}"


def sheet_for(body: Stream, on: date, rows: tuple[e.SheetRow, ...] = ROWS, **changes: Any) -> c.MakeTest:
    """The test of a fresh exemption, made on a day."""
    plain = c.MakeTest(
        exemption=f"exemption-{secrets.token_hex(16)}",
        body=body,
        tested_on=on,
        place="Kota Contoh",
        occasion=Occasion.BEFORE_REQUEST,
        rows=rows,
        testers=(e.Tester(position="Kepala Bidang Hukum"),),
    )
    return replace(plain, **changes)


def decree(exemptions: Exemptions, command: c.MakeTest, ppid: Actor, superior: Actor, head: Actor) -> Stream:
    """Take a test through the whole chain on its own day, up to the decree."""
    on, case = command.tested_on, command.exemption
    exemptions.test(command, ppid)
    exemptions.review(c.ReviewSheet(case=case, position="Atasan PPID", signed_on=on), superior)
    exemptions.approve(c.ApproveSheet(case=case, position="Kepala Kepolisian Daerah", signed_on=on), head)
    exemptions.decree(c.DecreeExemption(case=case, signed_on=on, place=command.place), ppid)
    return case
