"""The register of objections holds the union of Perki 1/2021 art. 43(2) and annex XI (regulations §5.5)."""

from datetime import date

import pytest
from msgspec.structs import replace

from ppid.events import Event
from ppid.objection import events as e
from ppid.objection.handling import disputed
from ppid.objection.vocabulary import Closing, Ground
from ppid.person import Identity
from projections.objection_register import COLUMNS, Line, cells, late
from tests import examples as x
from tests.examples import day, promise
from tests.ppid.objection import facts as f
from tests.ppid.objection.facts import objection_of

SUPERIOR = Identity(name="Komisaris Contoh")
OPEN = (f.FILED, f.REGISTERED)
WINDOW = promise("D12", f.ANSWER_DUE, 14, day("2026-09-22"))
SILENT = (*OPEN, e.ClockRanOut("D10", f.ANSWER_DUE, x.SHIPPED_EDITION, (WINDOW,)))
D11_OVER = e.ClockRanOut("D11", day("2026-08-27"), x.SHIPPED_EDITION)


def row(*events: Event, people: bool = True) -> dict[str, str | int | date | None]:
    """A line of the register, by its headings."""
    line = Line(
        objection_of(*events), x.SARI_IDENTITY if people else None, None, SUPERIOR if people else None
    )
    return dict(zip(COLUMNS, cells(line), strict=True))


def test_a_line_holds_what_the_article_and_the_annex_ask_for() -> None:
    assert row(*OPEN, f.UPHELD) == {
        "No": 1,
        "Nomor Keberatan": f.NUMBER,
        "Tanggal": f.RECEIVED,
        "Nama": "Sari Wulandari",
        "NIK atau Nomor Pengesahan": x.SARI_IDENTITY.number,
        "Alamat": x.SARI_IDENTITY.address,
        "Nomor Kontak": "+62 812 0000 0001; sari@example.org",
        "Pekerjaan": "",
        "Kuasa": "",
        "Nomor Pendaftaran Permohonan": x.NUMBER,
        "Informasi yang Diminta": x.WISH.information,
        "Tujuan Penggunaan Informasi": "Penelitian",
        "Alasan: a": "V",
        **{f"Alasan: {letter}": "" for letter in "bcdefg"},
        "Keputusan Atasan PPID": "Menguatkan keputusan PPID",
        "Alasan Menolak/Mengabulkan": (
            "a) Pengecualian tidak berlaku untuk anggaran.\nPenyidikan masih berjalan."
        ),
        "Hari/Tanggal: Pemberian Tanggapan": day("2026-08-04"),
        "Nama dan Jabatan Atasan PPID": "Komisaris Contoh, Wakapolda Contoh",
        "Tanggapan Pemohon": "",
    }


def test_a_ground_b_without_a_request_leaves_its_number_blank() -> None:
    filed = replace(f.FILED, request="", request_number="", grounds=(Ground.PERIODIC, Ground.EXEMPT))
    line = row(filed, f.REGISTERED)
    assert line["Nomor Pendaftaran Permohonan"] == ""
    assert [line[f"Alasan: {letter}"] for letter in "abc"] == ["V", "V", ""]


def test_who_is_not_known_leaves_gaps() -> None:
    line = row(*OPEN, f.UPHELD, people=False)
    assert (line["Nama"], line["Alamat"], line["Nomor Kontak"]) == ("", "", "")
    assert line["Nama dan Jabatan Atasan PPID"] == "Wakapolda Contoh"


SETTLED = (f.FILED_D, f.REGISTERED, f.TALKS, f.SETTLED)
WITHDRAWN = (*OPEN, e.Withdrawn(day("2026-07-23")), e.Closed(Closing.WITHDRAWN))


@pytest.mark.parametrize(
    ("events", "decision", "reaction"),
    [
        (OPEN, "", ""),
        ((*OPEN, f.OVERTURNED), "Mengabulkan keberatan", ""),
        (
            (*OPEN, f.UPHELD, f.ANSWER_RECEIVED, disputed("dispute-1", day("2026-08-20"))),
            "Menguatkan keputusan PPID",
            "Mengajukan sengketa ke Komisi Informasi",
        ),
        (
            (*OPEN, f.UPHELD, f.ANSWER_RECEIVED, D11_OVER),
            "Menguatkan keputusan PPID",
            "Tidak mengajukan sengketa",
        ),
        (SILENT, "Tidak ditanggapi dalam 30 hari kerja", ""),
        (SETTLED, "Diselesaikan secara musyawarah", "Menyepakati penyelesaian"),
        (WITHDRAWN, "Dicabut", "Mencabut keberatan"),
    ],
)
def test_the_decision_and_the_reaction_follow_the_facts(
    events: tuple[Event, ...], decision: str, reaction: str
) -> None:
    line = row(*events)
    assert (line["Keputusan Atasan PPID"], line["Tanggapan Pemohon"]) == (decision, reaction)


def test_a_settlement_stands_where_the_answer_would() -> None:
    line = row(*SETTLED)
    assert line["Hari/Tanggal: Pemberian Tanggapan"] == day("2026-07-24")
    assert line["Alasan Menolak/Mengabulkan"] == f.SETTLE.agreement
    assert line["Nama dan Jabatan Atasan PPID"] == f.SETTLE.position


def test_an_answer_is_late_by_its_own_day() -> None:
    assert not late(objection_of(*OPEN))
    assert not late(objection_of(*OPEN, f.UPHELD))
    assert late(objection_of(*SILENT))
    sent = replace(f.UPHELD, letter=replace(f.LETTER, signed_on=day("2026-09-03"), sent_on=day("2026-09-03")))
    assert late(objection_of(*OPEN, sent))
