"""What every sentence about a fact is put together with, in both languages. Pure: no clock, no database.

No sentence repeats what somebody wrote freely: its facts are dates, numbers of letters, amounts, and words
of the law.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from ppid.clocks import Moved, RanOut
from ppid.deadlines import CLOCKS, Text
from ppid.errors import Fact, say_date, say_instant
from ppid.events import Promise


def said(id: str, en: str) -> Text:  # noqa: A002  (the language, as everywhere)
    """A sentence, or a piece of one."""
    return Text(id, en)


def fill(text: Text, **facts: Fact | Text) -> Text:
    """Fill both sentences in one pass: this runs for every event of a log."""
    id_words: dict[str, object] = {}
    en_words: dict[str, object] = {}
    for name, fact in facts.items():
        if isinstance(fact, Text):
            id_words[name], en_words[name] = fact.id, fact.en
        elif isinstance(fact, date):
            id_words[name], en_words[name] = say_date(fact, "id"), say_date(fact, "en")
        else:
            id_words[name] = en_words[name] = fact
    return Text(text.id.format_map(id_words), text.en.format_map(en_words))


def joined(first: Text, second: Text) -> Text:
    """One sentence after another."""
    return Text(first.id + second.id, first.en + second.en)


def listed(texts: Iterable[Text]) -> Text:
    """Words with commas between them."""
    parts = tuple(texts)
    return Text(", ".join(t.id for t in parts), ", ".join(t.en for t in parts))


def instant(at: datetime, zone: str) -> Text:
    """An instant with its hour, where hours are counted."""
    return Text(say_instant(at, zone, "id"), say_instant(at, zone, "en"))


def small(text: Text) -> Text:
    """A name as it stands inside a sentence."""
    return Text(text.id[:1].lower() + text.id[1:], text.en[:1].lower() + text.en[1:])


def with_promises(text: Text, promises: Iterable[Promise], codes: tuple[str, ...]) -> Text:
    """Add by when what follows is due, or which calendar it waits for."""
    for promise in promises:
        if promise.clock not in codes:
            continue
        clock = CLOCKS[promise.clock].name
        if promise.due_on:
            due = said(" {clock}: paling lambat {on}.", " {clock}: by {on}.")
            on = instant(promise.due_at, promise.zone) if promise.due_at else promise.due_on
            text = joined(text, fill(due, clock=clock, on=on))
        else:
            due = said(
                " {clock}: tanggalnya menunggu penetapan kalender kerja {year}.",
                " {clock}: its date waits for the working calendar of {year}.",
            )
            text = joined(text, fill(due, clock=clock, year=promise.missing_year))
    return text


def recounted(event: Moved) -> Text:
    """A decree on holidays moved a due date."""
    sentence = said(
        "Jatuh tempo dihitung ulang menurut SKB nomor {decree}. {clock}: semula {old}, sekarang {new}.",
        "The due date was counted anew by joint decree number {decree}. {clock}: before {old}, now {new}.",
    )
    clock = CLOCKS[event.new.clock].name
    return fill(sentence, decree=event.decree, clock=clock, old=_due(event.old), new=_due(event.new))


def _due(promise: Promise) -> Fact | Text:
    unknown = said("menunggu kalender kerja {year}", "waiting for the working calendar of {year}")
    return promise.due_on or fill(unknown, year=promise.missing_year)


def ran_out(event: RanOut) -> Text:
    """A clock ended unmet, and what follows from it."""
    clock = CLOCKS[event.clock]
    sentence = said(
        "Batas waktu {on} telah lewat: {clock}. Akibatnya: {then}.",
        "The time limit of {on} has passed: {clock}. What follows: {then}.",
    )
    on = instant(event.due_at, event.zone) if event.due_at else event.due_on
    return fill(sentence, on=on, clock=small(clock.name), then=clock.on_expiry)
