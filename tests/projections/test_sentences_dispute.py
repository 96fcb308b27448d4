"""Every fact of a dispute reads as plain sentences in both languages, and repeats nothing written freely."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

import pytest
from msgspec.structs import replace

from ppid.dispute import vocabulary as v
from ppid.dispute.events import Inspected
from ppid.events import Event
from projections import words_dispute as words
from projections.sentences_dispute import DISPUTE_EVENTS, happened_on, sentence
from projections.telling import TELLERS
from tests.examples import day
from tests.house.dispute_events import WRITTEN
from tests.ppid.dispute import facts as f

FREE = (
    *(
        "Pernah menangani",
        "Rencana",
        "Lembar uji",
        "Tidak hadir",
        "Terbuka untuk umum",
        "Diterima",
        "Mapolda",
    ),
    *("Menyerahkan", "Mengumumkan", "personel", "Berita acara", "Ruang", "Kasubbid", "Contoh", "Tanpa"),
)
WORDS: tuple[tuple[Collection[StrEnum], type[StrEnum]], ...] = (
    (words.LEVELS, v.Level),
    (words.PURPOSES, v.Purpose),
    (words.PARTIES, v.Party),
    (words.EVIDENCE, v.EvidenceKind),
    (words.MEDIATION_RESULTS, v.MediationResult),
    (words.POINTS, v.Point),
    (words.OUTCOMES, v.Outcome),
    (words.COURTS, v.Court),
    (words.COURT_OUTCOMES, v.CourtOutcome),
    (words.FINALITIES, v.Finality),
    (words.PAYMENTS, v.PaymentKind),
    (words.ENDINGS, v.Ending),
    (words.STEPS, v.Step),
)


def test_every_word_of_the_log_is_said_in_both_languages() -> None:
    for said, kind in WORDS:
        assert list(said) == list(kind)
    assert {type(event) for event in WRITTEN.values()} == DISPUTE_EVENTS
    assert TELLERS.keys() >= DISPUTE_EVENTS


@pytest.mark.parametrize("name", WRITTEN)
def test_a_sentence_is_whole_and_repeats_nothing_that_was_written_freely(name: str) -> None:
    event = WRITTEN[name]
    said = TELLERS[type(event)].sentence(event)
    assert said.id != said.en
    for text in (said.id, said.en):
        assert text.endswith(".")
        assert text[0].isupper()
        assert not any(wrong in text for wrong in (*FREE, "None", "{", "..", "  "))


@pytest.mark.parametrize("name", WRITTEN)
def test_every_fact_but_a_recount_says_its_own_day(name: str) -> None:
    event = WRITTEN[name]
    assert (TELLERS[type(event)].happened_on(event) is None) == (name == "dispute.recounted")


@pytest.mark.parametrize(
    ("event", "on", "said_id", "said_en"),
    [
        (
            f.NOTIFIED,
            "2026-06-24",
            (
                "Salinan permohonan sengketa kepada Komisi Informasi Provinsi diterima pada 24 Juni 2026. "
                f"Alasan: huruf a. Nomor register: {f.REGISTER}. Komisi Informasi mulai memeriksa: paling "
                "lambat 10 Juli 2026."
            ),
            (
                "The copy of an application to the Provincial Information Commission was received on 24 June "
                f"2026. Grounds: a. Register number: {f.REGISTER}. The commission starts: by 10 July 2026."
            ),
        ),
        (
            f.COPY_RECEIVED,
            "2026-08-10",
            (
                "Salinan putusan diterima pada 10 Agustus 2026. Gugatan ke pengadilan: paling lambat "
                "1 September 2026. Gugatan ke pengadilan (hari kalender): paling lambat 24 Agustus 2026."
            ),
            (
                "The copy of the decision was received on 10 August 2026. Filing at court: by 1 September "
                "2026. Filing at court (calendar days): by 24 August 2026."
            ),
        ),
        (
            f.FINAL,
            "2026-09-02",
            (
                f"Putusan nomor {f.RULING} berkekuatan hukum tetap sejak 2 September 2026: tidak ada gugatan "
                "ke pengadilan. Pelaksanaan putusan: paling lambat 10 September 2026."
            ),
            (
                f"Decision number {f.RULING} has been final since 2 September 2026: nobody went to court. "
                "Compliance with the decision: by 10 September 2026."
            ),
        ),
    ],
)
def test_what_is_said(event: Event, on: str, said_id: str, said_en: str) -> None:
    said = sentence(event)  # type: ignore[arg-type]
    assert (said.id, said.en) == (said_id, said_en)
    assert happened_on(event) == day(on)  # type: ignore[arg-type]


def test_late_and_early_are_said() -> None:
    late = sentence(replace(f.NOTIFIED, applied_on=date(2026, 7, 1), received_on=date(2026, 7, 2)))
    assert "setelah batas waktu 30 Juni 2026" in late.id
    assert "after the time limit of 30 June 2026" in late.en
    early = sentence(replace(f.NOTIFIED, early=True))
    assert "belum berakhir" in early.id


def test_an_open_inspection_is_not_called_closed() -> None:
    assert "tertutup" not in sentence(Inspected(day("2026-07-27"), "Mapolda")).id
