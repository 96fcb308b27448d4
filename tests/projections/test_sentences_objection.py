"""Every fact of an objection reads as plain sentences in both languages, without what anybody wrote."""

import pytest
from msgspec.structs import replace

from ppid.events import Event
from ppid.objection import events as e
from ppid.objection.vocabulary import Closing, Correctable, Ground, Party, Step, Verdict
from projections import words_objection as words
from projections.sentences_objection import OBJECTION_EVENTS, happened_on, sentence
from projections.telling import TELLERS
from tests.house.objection_events import WRITTEN
from tests.ppid.objection import facts as f

TABLES = (
    (words.STEPS, Step),
    (words.VERDICTS, Verdict),
    (words.PARTIES, Party),
    (words.CORRECTED, Correctable),
    (words.ENDINGS, Closing),
)
#: What somebody wrote freely in the frozen events: none of it may stand in a sentence.
FREE = (
    "terbuka.", "Penelitian", "Biaya disesuaikan", "Tidak sepakat", "Tidak dikecualikan", "Biaya wajar",
    "Penyidikan", "Sisanya", "Memberikan rincian", "Tanda terima", "Pertemuan", "Sudah mendapat", "Cap pos",
    "person-",
)  # fmt: skip


def test_every_value_of_the_log_has_words_in_both_languages() -> None:
    for table, values in TABLES:
        assert list(table) == list(values)
        assert all(text.id and text.en and text.id != text.en for text in table.values())


def test_every_fact_has_its_teller() -> None:
    assert {type(event) for event in WRITTEN.values()} == OBJECTION_EVENTS
    assert TELLERS.keys() >= OBJECTION_EVENTS


@pytest.mark.parametrize("name", WRITTEN)
def test_sentences_are_whole_and_hold_nothing_that_was_written_freely(name: str) -> None:
    said = sentence(WRITTEN[name])  # type: ignore[arg-type]
    assert said.id != said.en
    for text in (said.id, said.en):
        assert text.endswith(".")
        assert text[0].isupper()
        assert not any(wrong in text for wrong in ("None", "{", "..", "  "))
        assert not any(free in text for free in FREE if free != "terbuka.")


@pytest.mark.parametrize(
    ("event", "on", "said_id", "said_en"),
    [
        (
            f.REGISTERED,
            None,
            (
                f"Keberatan didaftar dengan nomor {f.NUMBER}. Tanggapan atas keberatan: paling lambat "
                "2 September 2026."
            ),
            f"The objection was registered as {f.NUMBER}. Answer to the objection: by 2 September 2026.",
        ),
        (
            f.OVERTURNED,
            "2026-08-04",
            (
                "Atasan PPID mengabulkan keberatan. Tanggapan tertulis nomor B/40/VIII/2026 dikirim pada "
                "4 Agustus 2026. Pelaksanaan perintah atasan: paling lambat 14 Agustus 2026."
            ),
            (
                "The superior granted the objection. Written answer number B/40/VIII/2026 was sent on "
                "4 August 2026. Carrying out the superior's order: by 14 August 2026."
            ),
        ),
    ],
)
def test_a_fact_is_told_with_its_dates(event: Event, on: str | None, said_id: str, said_en: str) -> None:
    said = sentence(event)  # type: ignore[arg-type]
    assert (said.id, said.en) == (said_id, said_en)
    happened = happened_on(event)  # type: ignore[arg-type]
    assert (happened.isoformat() if happened else None) == on


def test_a_late_ground_is_told_as_late() -> None:
    late = replace(f.FILED, periods=(e.Period(Ground.EXEMPT, late=True),))
    named = "a) the request was refused because the information is exempt."
    assert sentence(late).en.endswith(f"Filed after the time for it: {named}")
    assert "Filed after" not in sentence(f.FILED).en


def test_silence_is_told_with_the_way_it_opens() -> None:
    said = sentence(WRITTEN["objection.clock-ran-out"])  # type: ignore[arg-type]
    assert "22 September 2026" in said.en
    assert "Komisi Informasi" in said.id
