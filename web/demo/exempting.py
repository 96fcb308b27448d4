"""The demo's exemption: what its refusals rest on, tested and signed by three of its officers."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date

from msgspec.structs import replace

from ppid.deciding import Decider
from ppid.events import Actor, Role, Stream
from ppid.exemption import commands as c
from ppid.exemption.articles import Opening
from ppid.exemption.desk import Exemptions
from ppid.exemption.events import SheetRow, Tester
from ppid.exemption.vocabulary import Occasion

WITNESSES = SheetRow(
    number=1,
    information="Nama dan alamat pelapor dan saksi dalam berkas perkara yang sedang disidik",
    articles=("17(a)(2)",),
    legal_basis="UU 14/2008 Pasal 17 huruf a angka 2; UU 31/2014 Pasal 5",
    consequence_opened="Pelapor dan saksi dapat diancam atau dipengaruhi sebelum diperiksa.",
    consequence_closed="Pelapor dan saksi berani memberi keterangan, dan penyidikan berjalan.",
    public_interest="Publik tetap memperoleh data perkaranya tanpa identitas orang yang harus dilindungi.",
)
RESULTS = SheetRow(
    number=2,
    information="Hasil psikotes dan pemeriksaan kesehatan perorangan peserta seleksi anggota",
    articles=("17(h)(2)", "17(h)(4)"),
    legal_basis="UU 14/2008 Pasal 17 huruf h angka 2 dan 4",
    consequence_opened="Rahasia pribadi peserta seleksi diketahui orang yang tidak berkepentingan.",
    consequence_closed="Rahasia pribadi peserta terlindungi; peserta sendiri dapat meminta hasilnya.",
    public_interest="Rekapitulasi tanpa nama sudah cukup untuk mengawasi seleksi.",
    opening=Opening.NONE,
)


def decree(decider: Decider, body: Stream, on: date, officer: Callable[[Role], Actor]) -> Stream:
    """Test, sign and decree the demo's exemption on one day."""
    exemptions = Exemptions(decider)
    case = f"exemption-{uuid.uuid4().hex}"
    until = date(on.year + 2, 12, 31)
    ppid = officer(Role.PPID)
    exemptions.test(
        c.MakeTest(
            exemption=case,
            body=body,
            tested_on=on,
            place="Kota Bahari",
            occasion=Occasion.BEFORE_REQUEST,
            rows=(replace(WITNESSES, until=until), RESULTS),
            testers=(Tester(officer=ppid.id), Tester(position="Kepala Bidang Hukum", unit="Bidkum")),
        ),
        ppid,
    )
    exemptions.review(c.ReviewSheet(case=case), officer(Role.SUPERIOR))
    exemptions.approve(c.ApproveSheet(case=case), officer(Role.HEAD))
    exemptions.decree(c.DecreeExemption(case=case, signed_on=on, place="Kota Bahari"), ppid)
    return case
