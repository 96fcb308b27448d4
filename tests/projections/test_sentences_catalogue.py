"""Every fact of the list reads as plain sentences in both languages, without what anybody wrote freely."""

from datetime import date

import pytest
from msgspec.structs import replace

from ppid.catalogue import events as e
from ppid.catalogue.vocabulary import Form, InfoClass, ListStep, Medium, SourceKind, Step
from ppid.events import Event
from projections import words_catalogue as words
from projections.sentences_catalogue import CATALOGUE_EVENTS, happened_on, sentence
from projections.telling import TELLERS
from tests.house.catalogue_events import ENTRY, WRITTEN
from tests.ppid.catalogue import facts as x

FREELY = (ENTRY.title, ENTRY.summary, ENTRY.responsible, ENTRY.link, "laporan.pdf", "belum lengkap", "musnah")


def test_every_value_has_words_in_both_languages() -> None:
    for table, values in (
        (words.CLASSES, InfoClass),
        (words.CLASSES_MEAN, InfoClass),
        (words.FORMS, Form),
        (words.MEDIA, Medium),
        (words.SOURCES, SourceKind),
        (words.STEPS, Step),
        (words.LIST_STEPS, ListStep),
    ):
        assert list(table) == list(values)
        assert all(text.id and text.en for text in table.values())


def test_every_event_has_its_teller() -> None:
    assert {type(event) for event in WRITTEN.values()} == CATALOGUE_EVENTS
    assert set(TELLERS) >= CATALOGUE_EVENTS


@pytest.mark.parametrize("name", WRITTEN)
def test_a_sentence_is_whole_and_holds_nothing_that_was_written_freely(name: str) -> None:
    event = WRITTEN[name]
    told = TELLERS[type(event)].sentence(event)
    for said in (told.id, told.en):
        assert said.endswith(".")
        assert said[0].isupper()
        assert not any(wrong in said for wrong in (*FREELY, "None", "{", "..", "  ", "item-", "body-"))
    assert told.id != told.en


@pytest.mark.parametrize(
    ("event", "in_id", "in_en"),
    [
        (
            x.PROPOSED,
            "Diusulkan masuk Daftar Informasi Publik dengan golongan berkala.",
            "Proposed for the list of public information; its class: periodic.",
        ),
        (
            x.LISTED,
            (
                "Ditetapkan masuk Daftar Informasi Publik dengan keputusan nomor KEP/7/II/2026 tanggal 27 "
                "Februari 2026. Pengumuman berkala: paling lambat 27 Agustus 2026."
            ),
            (
                "Taken into the list of public information by decree number KEP/7/II/2026 of 27 February "
                "2026. Periodic publication: by 27 August 2026."
            ),
        ),
        (
            replace(x.PROPOSED_ANY_TIME, source=x.RULED),
            "Informasi ini terbuka karena dibuka oleh putusan; golongannya setiap saat.",
            "This information is open because a ruling opened it; its class: available at any time.",
        ),
        (
            x.PUBLISHED,
            (
                "Informasi diumumkan pada 31 Maret 2026 melalui situs web. Pengumuman berkala: paling lambat "
                "30 September 2026."
            ),
            "Published on 31 March 2026: the website. Periodic publication: by 30 September 2026.",
        ),
        (
            e.ListClockRanOut("D28", date(2026, 3, 31), "3/2025-09-19"),
            (
                "Batas waktu 31 Maret 2026 telah lewat: laporan layanan informasi tahunan. Akibatnya: nilai "
                "keterbukaan badan publik turun."
            ),
            (
                "The time limit of 31 March 2026 has passed: annual service report. What follows: the body's "
                "openness score suffers."
            ),
        ),
    ],
)
def test_what_a_reader_sees(event: Event, in_id: str, in_en: str) -> None:
    told = TELLERS[type(event)].sentence(event)
    assert (told.id, told.en) == (in_id, in_en)


def test_each_fact_has_its_declared_day_where_it_has_one() -> None:
    days = {name: TELLERS[type(event)].happened_on(event) for name, event in WRITTEN.items()}
    assert days["item.published"] == date(2026, 3, 31)
    assert days["catalogue.decreed"] == date(2026, 2, 27)
    assert days["item.clock-ran-out"] == date(2026, 8, 27)
    assert days["item.returned"] is None
    assert happened_on(x.PROPOSED) == date(2026, 2, 10)
    assert sentence(x.DECREED).id.endswith("paling lambat 31 Maret 2026.")
