"""The demo's redaction: a list of which the names are blacked out before it is given."""

from __future__ import annotations

from ppid.redaction import commands as c
from ppid.redaction.marks import Mark
from web.demo.stage import Scene

TITLE = "Rekapitulasi laporan kekerasan dalam rumah tangga"
#: Where the names stand on the page of ``paper``: the second and the third line.
NAMES = (Mark(1, 115, 145, 380, 16, "17(h)(1)"), Mark(1, 115, 167, 380, 16, "17(h)(1)"))


def prepared(s: Scene) -> object:
    """The PPID takes the list in and draws the boxes."""
    requester = s.desk.request(s.request, s.ppid).requester
    paper = s.paper(
        requester,
        f"{TITLE}.pdf",
        "Januari sampai dengan Desember 2025",
        "Pelapor: Anindya Larasati, Jalan Kenanga 12",
        "Pelapor: Ratih Kumala, Jalan Mawar 3",
        "Jumlah laporan: 214. Selesai: 180. Dalam proses: 34.",
    )
    redaction = s.begin("redaction")
    desk = s.services.redactions
    desk.begin(
        c.BeginRedaction(
            redaction=redaction, body=s.body, title=TITLE, request=s.request, documents=(paper,)
        ),
        s.ppid,
    )
    return desk.mark(c.MarkPage(case=redaction, page=1, marks=NAMES), s.ppid)


def released(s: Scene) -> object:
    """The copy passes its check and may be given."""
    return s.services.redactions.release(c.ReleaseRedaction(case=s.made["redaction"]), s.ppid)
