"""The clocks of what a body publishes by itself: D25 to D29."""

from __future__ import annotations

from ppid.deadlines.clock import IN_FORCE_PERKI_2021, IN_FORCE_PP61, IN_FORCE_UU14, Clock, Text
from ppid.events import Unit

D25 = Clock(
    code="D25",
    name=Text(id="Penetapan informasi menjadi terbuka", en="Stipulating information as public"),
    starts=Text(
        id="akhir jangka waktu pengecualian, dihitung mundur", en="the end of the exemption, counted back"
    ),
    days=30,
    owed_by_body=True,
    on_expiry=Text(
        id="informasi terbuka dengan sendirinya pada akhir jangka waktu",
        en="the information becomes public by itself when the period ends",
    ),
    article="PP 61/2010 Pasal 11; Perki 1/2021 Pasal 52",
    since=IN_FORCE_PP61,
    backwards=True,
)
#: U16: the task to stipulate opens this many working days before the end of an exemption.
STIPULATION_TASK_DAYS = 60
D26 = Clock(
    code="D26",
    name=Text(id="Pengumuman berkala", en="Periodic publication"),
    starts=Text(id="pengumuman terakhir", en="the last publication"),
    days=6,
    owed_by_body=True,
    on_expiry=Text(
        id="siapa pun dapat mengajukan keberatan karena informasi berkala tidak disediakan",
        en="anybody may object that periodic information is not provided",
    ),
    article="UU 14/2008 Pasal 9 ayat (3); Perki 1/2021 Pasal 18",
    since=IN_FORCE_UU14,
    unit=Unit.MONTHS,
)
D27 = Clock(
    code="D27",
    name=Text(id="Pemutakhiran Daftar Informasi Publik", en="Updating the list of public information"),
    starts=Text(id="pemutakhiran terakhir", en="the last update"),
    days=6,
    owed_by_body=True,
    on_expiry=Text(id="nilai keterbukaan badan publik turun", en="the body's openness score suffers"),
    article="Perki 1/2021 Pasal 45 ayat (7)",
    since=IN_FORCE_PERKI_2021,
    unit=Unit.MONTHS,
)
D28 = Clock(
    code="D28",
    name=Text(id="Laporan layanan informasi tahunan", en="Annual service report"),
    starts=Text(id="tahun anggaran berakhir", en="the budget year ends"),
    days=3,
    owed_by_body=True,
    on_expiry=D27.on_expiry,
    article="Perki 1/2021 Pasal 56",
    since=IN_FORCE_PERKI_2021,
    unit=Unit.MONTHS,
)
D29 = Clock(
    code="D29",
    name=Text(id="Pengumuman serta-merta", en="Immediate announcement"),
    starts=Text(id="peristiwanya diketahui", en="the event is known"),
    days=0,
    owed_by_body=True,
    on_expiry=Text(
        id="masyarakat tidak diperingatkan pada waktunya (UU 14/2008 Pasal 52)",
        en="the public was not warned in time (Law 14/2008 art. 52)",
    ),
    article="UU 14/2008 Pasal 10; Perki 1/2021 Pasal 25 ayat (1)",
    since=IN_FORCE_UU14,
)
