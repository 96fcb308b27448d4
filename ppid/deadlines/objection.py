"""The clocks of an objection and of the way to the commission: D09 to D12, and what an answer orders."""

from __future__ import annotations

from ppid.deadlines.clock import IN_FORCE_UU14, Clock, Text
from ppid.events import Unit

D09 = Clock(
    code="D09",
    name=Text(id="Pengajuan keberatan", en="Filing an objection"),
    starts=Text(id="alasan keberatan ditemukan", en="the ground is found"),
    days=30,
    owed_by_body=False,
    on_expiry=Text(
        id="keberatan masih dapat diajukan, tetapi badan publik dapat menyatakannya terlambat",
        en="an objection may still be filed, but the body may plead that it came late",
    ),
    article="UU 14/2008 Pasal 36 ayat (1)",
    since=IN_FORCE_UU14,
)
D10 = Clock(
    code="D10",
    name=Text(id="Tanggapan atas keberatan", en="Answer to the objection"),
    starts=Text(id="keberatan diterima", en="the objection is received"),
    days=30,
    owed_by_body=True,
    on_expiry=Text(
        id="pemohon dapat mengajukan sengketa ke Komisi Informasi",
        en="the requester may take the dispute to the Information Commission",
    ),
    article="UU 14/2008 Pasal 36 ayat (2); Perki 1/2021 Pasal 44 ayat (1)",
    since=IN_FORCE_UU14,
)
D11 = Clock(
    code="D11",
    name=Text(id="Permohonan sengketa setelah tanggapan", en="Application after the answer"),
    starts=Text(id="tanggapan atas keberatan diterima pemohon", en="the requester receives the answer"),
    days=14,
    owed_by_body=False,
    on_expiry=Text(
        id="Komisi Informasi dapat menyatakan permohonan lewat waktu",
        en="the commission may rule the application out of time",
    ),
    article="UU 14/2008 Pasal 37 ayat (2); Perki 1/2013 Pasal 13 huruf a",
    since=IN_FORCE_UU14,
)
D12 = Clock(
    code="D12",
    name=Text(id="Permohonan sengketa setelah tidak ditanggapi", en="Application after silence"),
    starts=Text(id="jangka waktu tanggapan berakhir", en="the period for the answer ends"),
    days=14,
    owed_by_body=False,
    on_expiry=D11.on_expiry,
    article="UU 14/2008 Pasal 37 ayat (2); Perki 1/2013 Pasal 13 huruf b",
    since=IN_FORCE_UU14,
)
#: No clock of §12: what the superior's answer orders has the due date that the answer sets.
ORDER = Clock(
    code="ORDER",
    name=Text(id="Pelaksanaan perintah atasan", en="Carrying out the superior's order"),
    starts=Text(id="tanggapan atas keberatan dikirim", en="the answer to the objection is sent"),
    days=0,
    owed_by_body=True,
    on_expiry=Text(
        id="perintah atasan belum dilaksanakan pada waktunya",
        en="the superior's order was not carried out in time",
    ),
    article="Perki 1/2021 Pasal 44 ayat (2)",
    since=IN_FORCE_UU14,
    unit=Unit.AS_SET,
)
