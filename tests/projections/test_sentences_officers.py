"""Every fact about officers has a sentence in both languages, which names nobody and repeats nobody."""

from __future__ import annotations

from typing import get_args

import pytest

from ppid.appointing.events import AppointingEvent, OfficerAppointed, OfficerDismissed
from ppid.events import Event
from projections.sentences_officers import about, sentence
from tests.house.appointing_events import OFFICER, WRITTEN
from tests.house.test_golden import WRITTEN as ALL

SAMPLES: list[Event] = [
    *(event for name, event in WRITTEN.items() if name.startswith("body.")),
    ALL["body.officer-appointed"],
    ALL["body.officer-dismissed"],
]


def test_every_fact_has_a_sample() -> None:
    assert {type(event) for event in SAMPLES} == set(get_args(AppointingEvent))


@pytest.mark.parametrize("event", SAMPLES, ids=lambda event: type(event).__name__)
def test_a_sentence_in_both_languages_names_nobody(event: AppointingEvent) -> None:
    said = sentence(event)
    for text in (said.id, said.en):
        assert text.endswith(".")
        assert "person-" not in text
        assert "{" not in text
        assert not any(word in text for word in ("Mutasi", "Cuti tahunan", "Telepon", "Belum ada surat"))
    assert said.id != said.en


def test_an_appointment_says_what_for_and_from_when_until_when() -> None:
    event = WRITTEN["body.appointment-proposed"]
    assert isinstance(event, AppointingEvent)
    assert sentence(event).id == (
        "Diusulkan sebagai Atasan PPID untuk unit LANTAS mulai 2 Juni 2026 sampai 1 Juni 2027."
    )
    assert sentence(event).en == (
        "Proposed as superior of the PPID for the unit LANTAS from 2 June 2026 to 1 June 2027."
    )


@pytest.mark.parametrize("event", SAMPLES, ids=lambda event: type(event).__name__)
def test_a_fact_says_whom_it_is_about_where_it_knows(event: AppointingEvent) -> None:
    if isinstance(event, OfficerAppointed | OfficerDismissed):
        assert about(event) == event.officer
    else:
        assert about(event) in {OFFICER, ""}
