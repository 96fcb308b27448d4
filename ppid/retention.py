"""How long each class of records is kept, and by which act that was set. Pure: no clock, no database.

No number was found in law for the registers of a PPID, so these are kept until the archive schedule (JRA) of
the body names one. A scan of an identity card has done its work once the identity is verified and nobody can
object or take the case further; then it goes. What may go is decided with ``ppid.holding``.
Law: UU 43/2009 art. 51; UU 27/2022 art. 42-44; Perki 1/2021 art. 5(3); regulations §10; decision 0031.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

import msgspec

from ppid.checks import Label, check_text
from ppid.counting import months_after
from ppid.deadlines import Text
from ppid.errors import FieldError
from ppid.events import Event, Stream
from ppid.request.vocabulary import DocumentKind

MOST_MONTHS = 1200
BASIS = Label("Dasar jadwal retensi", "The basis of the retention schedule", "UU 43/2009 Pasal 51", 500)


class Record(StrEnum):
    """A class of records. The value stands in the log and is permanent."""

    REGISTER = "register"
    IDENTITY_SCAN = "identity-scan"
    ATTACHMENT = "attachment"


class Rule(msgspec.Struct, frozen=True):
    """How long a class is kept after its case is over: None until the body's schedule says otherwise."""

    record: Record
    name: Text
    months: int | None
    basis: str


DEFAULTS: dict[Record, Rule] = {
    rule.record: rule
    for rule in (
        Rule(
            Record.REGISTER,
            Text(
                id="Register, berkas perkara dan identitas pemohon",
                en="Registers, case records and who the requester is",
            ),
            None,
            "belum ada angka dalam peraturan: menunggu JRA badan publik",
        ),
        Rule(
            Record.IDENTITY_SCAN,
            Text(id="Salinan kartu identitas", en="Copies of identity cards"),
            0,
            "UU 27/2022 Pasal 42-44: tujuan pemeriksaan identitas telah tercapai",
        ),
        Rule(
            Record.ATTACHMENT,
            Text(id="Lampiran lain", en="Other attachments"),
            None,
            "belum ada angka dalam peraturan: menunggu JRA badan publik",
        ),
    )
}
#: Copies that only prove who somebody is.
IDENTITY_KINDS = frozenset({DocumentKind.IDENTITY, DocumentKind.RESIDENCE, DocumentKind.MANDATORS_IDENTITY})


class RetentionSet(Event, frozen=True):
    """A body set how long a class of records is kept, by its archive schedule or another act."""

    record: Record
    months: int | None
    basis: str


class RetentionPeriodError(FieldError):
    """A period that is none."""

    code = "retention-period"
    id = "Masa simpan ditulis dalam bulan, dari 0 sampai {most}."
    en = "A period of retention is written in months, from 0 to {most}."


def retention_stream(body: Stream) -> Stream:
    """Where the schedule of a body stands."""
    return f"retention-{body.partition('-')[2]}"


def schedule(events: Iterable[Event]) -> Mapping[Record, Rule]:
    """The rules that hold: what the body set, else the defaults."""
    rules = dict(DEFAULTS)
    for event in events:
        if isinstance(event, RetentionSet):
            old = rules[event.record]
            rules[event.record] = Rule(event.record, old.name, event.months, event.basis)
    return rules


def check(event: RetentionSet) -> RetentionSet:
    """Refuse a schedule without its basis, or with a period that is none."""
    check_text("basis", event.basis, BASIS)
    if event.months is not None and not 0 <= event.months <= MOST_MONTHS:
        raise RetentionPeriodError("months", most=MOST_MONTHS)
    return event


def kept_until(rule: Rule, over_on: date) -> date | None:
    """The last day a record of this class is kept whose case was over on ``over_on``; None: no end known."""
    return None if rule.months is None else months_after(over_on, rule.months)
