"""Every fact of an exemption reads as plain sentences in both languages, and never tells what is exempt."""

from datetime import date

import pytest
from msgspec.structs import replace

from ppid.exemption import events as e
from ppid.exemption.reference import OpenedPart
from ppid.exemption.vocabulary import Aim, Occasion
from projections.sentences_exemption import AIMS, EXEMPTION_EVENTS, OCCASIONS, happened_on, sentence
from projections.telling import TELLERS
from tests.house.exemption_events import PROMISE, WRITTEN
from tests.ppid.exemption import facts as x

FREE = ("saksi", "Halaman", "Belum cukup", "Keadaan", "Bahwa", "Tidak ada dasarnya", "Setuju", "officer")


def test_every_word_of_the_log_is_said_in_both_languages() -> None:
    assert list(OCCASIONS) == list(Occasion)
    assert list(AIMS) == list(Aim)
    assert {type(event) for event in WRITTEN.values()} == EXEMPTION_EVENTS
    assert TELLERS.keys() >= EXEMPTION_EVENTS


@pytest.mark.parametrize("name", WRITTEN)
def test_a_sentence_is_whole_and_repeats_nothing_that_was_written_freely(name: str) -> None:
    event = WRITTEN[name]
    said = TELLERS[type(event)].sentence(event)
    assert said.id != said.en
    for text in (said.id, said.en):
        assert text.endswith(".")
        assert text[0].isupper()
        assert not any(wrong in text for wrong in (*FREE, "None", "{", "..", "  "))


@pytest.mark.parametrize(
    ("event", "on", "said_id", "said_en"),
    [
        (
            x.TESTED,
            "2026-06-02",
            (
                f"Uji konsekuensi nomor {x.SHEET_NUMBER} untuk pengecualian dibuat sebelum ada permohonan "
                "pada 2 Juni 2026, dengan dasar Pasal 17 huruf a, h."
            ),
            (
                f"Consequence test number {x.SHEET_NUMBER} for an exemption was made before any request on "
                "2 June 2026, on article 17 a, h."
            ),
        ),
        (
            x.DECREED,
            "2026-06-08",
            (
                f"Pengecualian ditetapkan dengan keputusan nomor {x.DECREE_NUMBER} tanggal 8 Juni 2026. "
                "Penetapan informasi menjadi terbuka: paling lambat 18 September 2026."
            ),
            (
                f"The exemption was decreed by decree number {x.DECREE_NUMBER} of 8 June 2026. Stipulating "
                "information as public: by 18 September 2026."
            ),
        ),
        (
            x.EXPIRED,
            "2026-10-30",
            "Jangka waktu berakhir pada 30 Oktober 2026: baris 1 terbuka dengan sendirinya.",
            "The period ended on 30 October 2026: row 1 became public by itself.",
        ),
        (
            e.OpenedByRuling(x.DISPUTE, "12/IX/KIP", date(2026, 9, 25), (), (OpenedPart(2, "Hal. 3"),)),
            "2026-09-25",
            (
                "Sebagian dari baris 2 terbuka karena putusan nomor 12/IX/KIP yang berkekuatan hukum tetap "
                "pada 25 September 2026."
            ),
            "Part of row 2: opened by ruling number 12/IX/KIP, final on 25 September 2026.",
        ),
        (
            replace(x.APPROVED, delegation=x.DELEGATION, periods=(e.SetPeriod(1, date(2027, 12, 31)),)),
            "2026-06-05",
            (
                "Lembar uji konsekuensi disetujui atas nama pimpinan pada 5 Juni 2026, dengan pendelegasian "
                "nomor Sprin/12/V/2026. Jangka waktu baris 1 ditetapkan sampai 31 Desember 2027."
            ),
            (
                "The sheet of the consequence test was approved in the head's name on 5 June 2026, by "
                "delegation Sprin/12/V/2026. The period of row 1 was set to 31 December 2027."
            ),
        ),
    ],
)
def test_a_fact_reads_as_the_office_would_tell_it(
    event: e.ExemptionEvent, on: str, said_id: str, said_en: str
) -> None:
    said = sentence(event)
    assert (said.id, said.en) == (said_id, said_en)
    assert happened_on(event) == date.fromisoformat(on)


def test_a_missed_stipulation_says_what_follows() -> None:
    said = sentence(e.ClockRanOut(PROMISE.clock, date(2026, 9, 18), PROMISE.calendar))
    assert "terbuka dengan sendirinya" in said.id
    assert "becomes public by itself" in said.en
