"""The clocks of personal data: D30 and D31. Hours of the clock on the wall, not working days."""

from __future__ import annotations

from datetime import date

from ppid.deadlines.clock import Clock, Text
from ppid.events import Unit

IN_FORCE_UU27 = date(2022, 10, 17)
#: Three times twenty-four hours.
HOURS = 3 * 24
SANCTION = Text(
    id="sanksi administratif UU Pelindungan Data Pribadi dapat dijatuhkan",
    en="administrative sanctions of the personal data law may follow",
)

D30 = Clock(
    code="D30",
    name=Text(id="Jawaban atas permohonan data pribadi", en="Answer to a request on personal data"),
    starts=Text(id="permohonan subjek data diterima", en="the data subject's request is received"),
    days=HOURS,
    owed_by_body=True,
    on_expiry=SANCTION,
    article="UU 27/2022 Pasal 30, 32, dan 41",
    since=IN_FORCE_UU27,
    unit=Unit.HOURS,
)
D31 = Clock(
    code="D31",
    name=Text(id="Pemberitahuan kegagalan pelindungan data", en="Notice of a personal data breach"),
    starts=Text(id="kegagalan pelindungan data diketahui", en="the breach is known"),
    days=HOURS,
    owed_by_body=True,
    on_expiry=SANCTION,
    article="UU 27/2022 Pasal 46",
    since=IN_FORCE_UU27,
    unit=Unit.HOURS,
)
