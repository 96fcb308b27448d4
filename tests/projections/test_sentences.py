"""Every fact reads as plain sentences in both languages, with its dates, and without what anybody wrote."""

from datetime import date

import pytest

from ppid.events import Promise
from ppid.request import events as e
from ppid.request.events import RequestEvent
from ppid.request.vocabulary import (
    Channel,
    Closing,
    Correctable,
    ExtensionGround,
    Missing,
    Outcome,
    PaymentMethod,
    Way,
)
from projections import words
from projections.history import line_of
from projections.progress import REQUEST_EVENTS
from projections.sentences import happened_on, rupiah, sentence
from tests import examples as x
from tests.projections.histories import history
from tests.projections.steps import SECRET

TABLES = (
    (words.CHANNELS, Channel),
    (words.MISSING, Missing),
    (words.GROUNDS, ExtensionGround),
    (words.OUTCOMES_SAID, Outcome),
    (words.PAYMENTS, PaymentMethod),
    (words.WAYS, Way),
    (words.CORRECTABLE, Correctable),
    (words.CLOSINGS, Closing),
)


def test_every_value_of_the_log_has_words_in_both_languages() -> None:
    for table, values in TABLES:
        assert list(table) == list(values)
        assert all(text.id and text.en and text.id != text.en for text in table.values())


def test_sentences_are_whole_and_hold_nothing_that_was_written_freely() -> None:
    for seed in range(9):
        for recorded in history(seed).recorded:
            if type(recorded.envelope.event) not in REQUEST_EVENTS:
                continue
            line = line_of(recorded)
            for said in (line.sentence_id, line.sentence_en):
                assert said.endswith(".")
                assert said[0].isupper()
                assert not any(wrong in said for wrong in (SECRET, "person-", "None", "{", "..", "  "))
            assert line.sentence_id != line.sentence_en
            assert line.topic.startswith("request.")


@pytest.mark.parametrize(
    ("event", "on", "said_id", "said_en"),
    [
        (
            x.FILED,
            "2026-06-02",
            "Permohonan diterima melalui situs web pada 2 Juni 2026.",
            "The request was received through the website on 2 June 2026.",
        ),
        (
            x.REGISTERED,
            None,
            (
                f"Permohonan didaftar dengan nomor {x.NUMBER}. "
                "Pemberitahuan tertulis: paling lambat 17 Juni 2026."
            ),
            f"The request was registered as {x.NUMBER}. Written notice: by 17 June 2026.",
        ),
        (
            x.EXTENDED,
            "2026-06-12",
            (
                "Waktu jawaban diperpanjang satu kali karena informasi belum dikuasai atau didokumentasikan. "
                f"Surat nomor PJ-{x.NUMBER} dikirim pada 12 Juni 2026. "
                "Pemberitahuan setelah perpanjangan: paling lambat 26 Juni 2026."
            ),
            (
                "The time to answer was extended, once, because the information is not yet held or "
                f"documented. Letter number PJ-{x.NUMBER} was sent on 12 June 2026. "
                "Notice after the extension: by 26 June 2026."
            ),
        ),
        (
            x.GRANTED_FOR_A_FEE,
            "2026-06-10",
            (
                "Permohonan dikabulkan seluruhnya. Pemberitahuan tertulis nomor B/18/VI/2026 dikirim pada "
                "10 Juni 2026. Biaya: Rp10.000. Penyerahan informasi: paling lambat 15 Juni 2026."
            ),
            (
                "The request was granted in full. Written notice number B/18/VI/2026 was sent on "
                "10 June 2026. Cost: Rp10,000. Delivery of the information: by 15 June 2026."
            ),
        ),
        (
            e.Recounted(
                old=x.promise("D06", date(2025, 8, 4), 10, date(2025, 8, 18), x.BEFORE_AMENDMENT),
                new=x.promise("D06", date(2025, 8, 4), 10, date(2025, 8, 19), x.AFTER_AMENDMENT),
                decree="933 Tahun 2025",
            ),
            None,
            (
                "Jatuh tempo dihitung ulang menurut SKB nomor 933 Tahun 2025. "
                "Pemberitahuan tertulis: semula 18 Agustus 2025, sekarang 19 Agustus 2025."
            ),
            (
                "The due date was counted anew by joint decree number 933 Tahun 2025. "
                "Written notice: before 18 August 2025, now 19 August 2025."
            ),
        ),
        (
            e.ClockRanOut(clock="D06", due_on=date(2026, 6, 17), calendar=x.SHIPPED_EDITION),
            "2026-06-17",
            (
                "Batas waktu 17 Juni 2026 telah lewat: pemberitahuan tertulis. "
                "Akibatnya: pemohon dapat mengajukan keberatan karena tidak ditanggapi."
            ),
            (
                "The time limit of 17 June 2026 has passed: written notice. "
                "What follows: the requester may object that the request was not answered."
            ),
        ),
    ],
)
def test_a_fact_reads_as_the_office_would_tell_it(
    event: RequestEvent, on: str | None, said_id: str, said_en: str
) -> None:
    said = sentence(event)
    assert (said.id, said.en) == (said_id, said_en)
    assert happened_on(event) == (date.fromisoformat(on) if on else None)


def test_an_undecreed_year_is_named_instead_of_a_date() -> None:
    waiting = Promise("D06", date(2026, 12, 20), 10, None, x.SHIPPED_EDITION, 2027)
    said = sentence(e.Registered(number=x.NUMBER, sequence=1, year=2026, promises=(waiting,)))
    assert said.id.endswith("Pemberitahuan tertulis: tanggalnya menunggu penetapan kalender kerja 2027.")
    assert said.en.endswith("Written notice: its date waits for the working calendar of 2027.")


def test_rupiah_are_grouped() -> None:
    assert (rupiah(1234567).id, rupiah(1234567).en) == ("Rp1.234.567", "Rp1,234,567")
