"""How both long stories begin: an exemption is tested, signed and decreed, and a citizen asks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ppid.events import Stream
from tests import attached
from tests.journeys.stage import Stage, record
from tests.journeys.walking import on, squeezed
from tests.web.world import PNG

BEGIN_TEST = "/meja/pengecualian/baru"
ROOM = "/meja/pengecualian/"
CITY = "Kota Contoh"
#: What is attached where a file belongs.
PDF = attached.pdf("surat")


@dataclass(frozen=True)
class Row:
    """A row of a consequence test, as somebody types it."""

    information: str
    article: str
    opened: str
    closed: str
    interest: str
    until: str = ""
    opening: str = ""

    def typed(self, n: int) -> dict[str, str | list[str]]:
        """The entries of the row with number ``n``."""
        entries: dict[str, str | list[str]] = {
            "information": self.information,
            "articles": [self.article],
            "consequence_opened": self.opened,
            "consequence_closed": self.closed,
            "interest": "closing-protects-more",
            "public_interest": self.interest,
            **(on("until", self.until) if self.until else {}),
            **({"opening": self.opening} if self.opening else {}),
            **({"kind": "none-of-these"} if n > 1 else {}),
        }
        return {f"r{n}_{name}": value for name, value in entries.items()}


@dataclass(frozen=True)
class Exemption:
    """A decreed exemption: its page and its stream."""

    page: str

    @property
    def hex(self) -> str:
        """What addresses and forms call it."""
        return self.page.removeprefix(ROOM)

    @property
    def stream(self) -> Stream:
        """Its place in the log."""
        return f"exemption-{self.hex}"

    def row(self, number: int) -> str:
        """A row, as forms name it."""
        return f"{self.hex}:{number}"


def decree(stage: Stage, *rows: Row) -> Exemption:
    """Test, sign twice, decree: four people on one day."""
    exemption = _test(stage, rows)
    superior = stage.officer("superior")
    stage.act(superior, exemption.page, "review", {"position": "Wakapolda Contoh"}, "exemption-reviewed")
    head = stage.officer("head")
    stage.act(head, exemption.page, "approve", {"position": "Kapolda Contoh"}, "exemption-approved")
    head.says("Disetujui, menunggu keputusan")
    ppid = stage.officer("ppid")
    stage.act(ppid, exemption.page, "decree", {}, "exemption-decreed")
    ppid.says("Berlaku", *(row.information for row in rows))
    return exemption


def _test(stage: Stage, rows: tuple[Row, ...]) -> Exemption:
    ppid = stage.officer("ppid")
    ppid.open(BEGIN_TEST, "test-choice")
    # A spending plan can never be exempt: the form stops there.
    ppid.send({"jenis": "spending-plan"}, "test-stopped")
    ppid.says("tidak pernah dapat dikecualikan", "UU 14/2008 Pasal 18 ayat (1)")
    ppid.follow("Kembali ke pertanyaan pertama")
    ppid.send({"jenis": "none-of-these"}, "test-sheet")
    ppid.send(rows[0].typed(1), button="ubah-tambah") if len(rows) > 1 else None
    typed = {**rows[-1].typed(len(rows)), "occasion": "before-request", "place": CITY}
    record(ppid, typed, "exemption-tested", check="exemption-tested-check")
    assert re.fullmatch(rf"{ROOM}[0-9a-f]{{32}}", ppid.path), ppid.text
    ppid.says("Diuji, menunggu Atasan PPID", *(row.information for row in rows))
    return Exemption(ppid.path)


@dataclass(frozen=True)
class Asked:
    """A request: its number and code, as the receipt showed them, and its page at the desk."""

    number: str
    code: str
    page: str

    @property
    def stream(self) -> Stream:
        """Its place in the log."""
        return f"request-{self.page.rpartition('/')[2]}"


def ask(stage: Stage, information: str, due: str) -> Asked:
    """A citizen files on the web, and the receipt says until when it is answered."""
    citizen = stage.walker()
    citizen.open("/ajukan")
    citizen.send({})
    for typed in (
        {"requester_kind": "individual"},
        {"name": "Sari Wulandari", "number": "3276014107900001", "address": "Jalan Melati 5, Depok"},
        {"phone": "081200000001", "email": "sari@example.org"},
        {"represented": "tidak"},
        {"berkas-identity": (PNG, "ktp.png")},
        {"information": information},
        {"purpose": "Penelitian skripsi"},
        {"way": "copy-soft"},
        {"delivery": "email"},
    ):
        citizen.send(typed)
    citizen.says(information)
    citizen.send({}, "receipt", holding="isi")
    citizen.at("/ajukan/selesai")
    citizen.says(due, "Mengapa tanggal ini?")
    number = re.search(r"\d{4}/PPID-POLDA-X/[IVX]+/2026", squeezed(citizen.text))
    assert number, citizen.text
    desk = stage.officer("desk")
    desk.open("/meja")
    return Asked(number[0], citizen.code(), desk.href(number[0]))


def find_complete(stage: Stage, asked: Asked) -> None:
    """The desk looks a request through and finds it complete."""
    desk = stage.officer("desk")
    stage.act(desk, asked.page, "find-complete", {})
