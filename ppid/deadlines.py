"""The clocks of the law as data: what starts each, how long it runs, who owes it, what its end opens.

The content is regulations §12. A clock names the dates between which its rule is in force; a case
keeps the rule it began under. Days are working days (Perki 1/2021 art. 1(22)).
"""

from __future__ import annotations

from datetime import date

import msgspec

IN_FORCE_UU14 = date(2010, 4, 30)
IN_FORCE_PERKI_2021 = date(2021, 6, 30)


class Text(msgspec.Struct, frozen=True):
    """A sentence in both languages."""

    id: str
    en: str


class Clock(msgspec.Struct, frozen=True):
    """One statutory clock. ``days`` of 0 means at the same moment.

    ``target``: a service target whose miss gives the requester no right; once it is missed, the legal
    limit behind it is what the body has to look at (U3).
    """

    code: str
    name: Text
    starts: Text
    days: int
    owed_by_body: bool
    on_expiry: Text
    article: str
    since: date
    until: date | None = None
    target: bool = False

    def in_force(self, on: date) -> bool:
        """Whether the rule applies to a case that begins on ``on``."""
        return self.since <= on and (self.until is None or on <= self.until)


D01 = Clock(
    code="D01",
    name=Text(id="Nomor pendaftaran", en="Registration number"),
    starts=Text(
        id="permohonan diterima langsung atau elektronik",
        en="the request is received in person or electronically",
    ),
    days=0,
    owed_by_body=True,
    on_expiry=Text(
        id="pelayanan lalai; bukti untuk keberatan", en="service failure; evidence for an objection"
    ),
    article="UU 14/2008 Pasal 22 ayat (4)-(5)",
    since=IN_FORCE_UU14,
)
D02 = Clock(
    code="D02",
    name=Text(id="Nomor pendaftaran (surat)", en="Registration number (letter)"),
    starts=Text(id="surat permohonan diterima", en="the letter is received"),
    days=0,
    owed_by_body=True,
    on_expiry=Text(id="boleh dikirim bersama informasinya", en="may go out together with the information"),
    article="UU 14/2008 Pasal 22 ayat (6)",
    since=IN_FORCE_UU14,
)
D03 = Clock(
    code="D03",
    name=Text(id="Pemeriksaan kelengkapan", en="Completeness check"),
    starts=Text(id="permohonan dicatat dalam register", en="the request is entered in the register"),
    days=3,
    owed_by_body=True,
    on_expiry=Text(id="pelanggaran internal", en="an internal breach"),
    article="Perki 1/2021 Pasal 31 ayat (2)",
    since=IN_FORCE_PERKI_2021,
    target=True,
)
D04 = Clock(
    code="D04",
    name=Text(id="Perbaikan oleh pemohon", en="Correction by the requester"),
    starts=Text(
        id="surat keterangan tidak lengkap diterima pemohon",
        en="the requester receives the incompleteness letter",
    ),
    days=3,
    owed_by_body=False,
    on_expiry=Text(id="permohonan dapat ditutup dengan catatan", en="the request may be closed with a note"),
    article="Perki 1/2021 Pasal 33 ayat (3)-(4)",
    since=IN_FORCE_PERKI_2021,
)
D05 = Clock(
    code="D05",
    name=Text(id="Pemberitahuan (target layanan)", en="Notice (service target)"),
    starts=Text(id="permohonan dinyatakan lengkap", en="the request is declared complete"),
    days=3,
    owed_by_body=True,
    on_expiry=Text(id="target layanan Perki terlewati", en="the Perki's service target is missed"),
    article="Perki 1/2021 Pasal 31 ayat (3)",
    since=IN_FORCE_PERKI_2021,
    target=True,
)
D06 = Clock(
    code="D06",
    name=Text(id="Pemberitahuan tertulis", en="Written notice"),
    starts=Text(id="permohonan diterima", en="the request is received"),
    days=10,
    owed_by_body=True,
    on_expiry=Text(
        id="pemohon dapat mengajukan keberatan karena tidak ditanggapi",
        en="the requester may object that the request was not answered",
    ),
    article="UU 14/2008 Pasal 22 ayat (7); Perki 1/2021 Pasal 34 ayat (3)",
    since=IN_FORCE_UU14,
)
D07 = Clock(
    code="D07",
    name=Text(id="Pemberitahuan setelah perpanjangan", en="Notice after the extension"),
    starts=Text(id="jatuh tempo semula", en="the base due date"),
    days=7,
    owed_by_body=True,
    on_expiry=D06.on_expiry,
    article="UU 14/2008 Pasal 22 ayat (8); Perki 1/2021 Pasal 36",
    since=IN_FORCE_UU14,
)
D08 = Clock(
    code="D08",
    name=Text(id="Penyerahan informasi", en="Delivery of the information"),
    starts=Text(id="pemberitahuan tertulis dikirim", en="the written notice is sent"),
    days=7,
    owed_by_body=True,
    on_expiry=Text(
        id="pemohon dapat mengajukan keberatan karena informasi disampaikan melebihi waktu",
        en="the requester may object that the information came later than the time set",
    ),
    article="Perki 1/2021 Pasal 31 ayat (4) huruf f, Pasal 39 ayat (1) huruf g",
    since=IN_FORCE_UU14,
)

CLOCKS: dict[str, Clock] = {c.code: c for c in (D01, D02, D03, D04, D05, D06, D07, D08)}
