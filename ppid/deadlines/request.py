"""The clocks of a request: D01 to D08. UU 14/2008 art. 22; Perki 1/2021 art. 31-36."""

from __future__ import annotations

from ppid.deadlines.clock import IN_FORCE_PERKI_2021, IN_FORCE_UU14, Clock, Text

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
