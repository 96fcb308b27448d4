"""Every name ever released in the log still loads: one frozen event for each, in tests/golden.

A file is never edited. A new name gets its file by ``python -m tests.house.test_golden``, once.
"""

import sys
from datetime import UTC, datetime, time
from pathlib import Path

import msgspec
import pytest

from ppid import body, calendar, clockwatch, openings, person, reopened, retention
from ppid.appointing import events as appointing
from ppid.calendar import Holiday, HolidayKind
from ppid.events import Approval, CountingRules, Event, Promise, Role, Sealed
from ppid.registering import Numbered
from ppid.request import events as e
from ppid.request.vocabulary import (
    Channel,
    Closing,
    CopyForm,
    Correctable,
    Delivery,
    DocumentKind,
    ExtensionGround,
    FeeKind,
    Missing,
    Obtain,
    PaymentMethod,
    RequesterKind,
    Way,
)
from ppid.topics import VOCABULARY
from tests.examples import BUDI, CASE, NUMBER, REGION, SARI, day
from tests.house import (
    appointing_events,
    catalogue_events,
    dispute_events,
    exemption_events,
    objection_events,
    privacy_events,
    redaction_events,
)

GOLDEN = Path(__file__).parents[1] / "golden"
SHA = "5f" * 32
PROMISE = Promise("D06", day("2026-06-02"), 10, day("2026-06-17"), "3/2025-09-19")
WAITING = Promise("D08", day("2026-12-28"), 7, None, "3/2025-09-19", 2027)
HOLIDAY = Holiday(day("2026-12-24"), "Kelahiran Yesus Kristus", HolidayKind.JOINT_LEAVE)
SCAN = e.Document(DocumentKind.IDENTITY, SHA, "application/pdf", 20_480, SARI, "KTP")
WISH = e.Wish("Anggaran 2025", "Penelitian", Obtain.VIEW, CopyForm.HARD, Delivery.COURIER)
BOX = Sealed(SARI, "AAECAwQFBgc=")
NOTICE = e.Notice(
    number="B/17/VI/2026",
    signed_on=day("2026-06-09"),
    sent_on=day("2026-06-10"),
    held=False,
    other_body="Dinas Perhubungan",
    reasons="Sebagian dikecualikan.",
    material="Rincian anggaran",
    blackouts=(e.Blackout("Nama saksi", "Menghambat penyidikan", "17(a)"),),
    formats=(CopyForm.SOFT, CopyForm.HARD),
    tool="Surel",
    fees=(e.Fee(FeeKind.COPY, 20, 500, "Fotokopi"), e.Fee(FeeKind.SENDING, 1, 15_000)),
    how_to_pay="Transfer ke rekening resmi",
    ready_in_days=3,
    explanation="Masih disusun.",
    available_on=day("2026-09-30"),
    articles=("17(a)", "17(h)(4)"),
    consequence="Saksi dapat dipengaruhi.",
    approval=Approval("Kapolda Contoh", day("2026-06-08")),
)

WRITTEN: dict[str, Event] = {
    "calendar.decreed": calendar.Decreed(
        2026, ("1497 Tahun 2025", "2 Tahun 2025"), day("2025-09-19"), (HOLIDAY,), "SKB 3 Menteri"
    ),
    "calendar.amended": calendar.Amended(
        2026, ("9 Tahun 2026",), day("2026-05-01"), (HOLIDAY,), (day("2026-06-16"),), "SKB perubahan"
    ),
    "clock.ran-back": clockwatch.RanBack(
        datetime(2026, 6, 2, 3, 0, tzinfo=UTC), datetime(2026, 6, 2, 4, 0, tzinfo=UTC)
    ),
    "log.reopened": reopened.Reopened(
        "ORD-11/2026",
        "ppid.example.go.id/log1 12345 A+7v6Z4JOBOhDgBOxMzIX0cTQ2w9TTDX0T40V7TZMdo=",
        "ppid.example.go.id/log2",
    ),
    "calendar.recount-finished": calendar.RecountFinished("4/2026-05-01", 120, 7),
    "body.established": body.Established(
        code="POLRES-CONTOH",
        name="Polres Contoh",
        established_on=day("2010-04-30"),
        zone="Asia/Makassar",
        parent=REGION,
        contact=body.Contact("Jl. Raya 1", "021", "ppid@example.org", "0812", "https://example.org", "Kota"),
        hours=body.Hours(time(8, 30), time(15)),
    ),
    "directory.listed": body.Listed(REGION),
    "body.described": body.Described(
        "Polda Contoh", body.Contact(address="Jl. Baru 2"), body.Hours(time(9), time(14, 30))
    ),
    "body.counting-set": body.CountingSet(CountingRules(6, False, True, True)),
    "body.exemption-chain-set": body.ExemptionChainSet(body.ExemptionChain(superior=True, head=False)),
    "body.unit-added": body.UnitAdded("LANTAS", "Direktorat Lalu Lintas"),
    "body.officer-appointed": appointing.OfficerAppointed(
        BUDI, BOX, (Role.PPID, Role.UNIT_OFFICER), "LANTAS", "PPID Pelaksana"
    ),
    "body.officer-dismissed": appointing.OfficerDismissed(BUDI, "Mutasi"),
    "person.known": person.Known(BOX, "a1" * 16),
    "person.corrected": person.Corrected(BOX, "Salah ketik"),
    "person.erased": person.Erased("Permintaan subjek data", "ORD-1"),
    "person.papers-destroyed": person.PapersDestroyed(
        "identity-scan", (person.Destroyed(SHA, CASE),), "UU 27/2022 Pasal 44", "ORD-1"
    ),
    "body.retention-set": retention.RetentionSet(retention.Record.REGISTER, 60, "JRA 5/2026"),
    "opening.made": openings.Opened((BUDI, SARI), openings.What.CASE, CASE),
    "book.numbered": Numbered(1, NUMBER, CASE),
    "request.filed": e.Filed(
        channel=Channel.LETTER,
        received_on=day("2026-06-02"),
        requester=SARI,
        requester_kind=RequesterKind.GROUP,
        wish=WISH,
        representative=BUDI,
        documents=(SCAN,),
        received_at=datetime(2026, 6, 2, 3, 4, 5, tzinfo=UTC),
        language="en",
        imported=e.ImportSource(SHA, 12, 11),
    ),
    "request.registered": e.Registered(NUMBER, 1, 2026, (PROMISE, WAITING)),
    "request.found-complete": e.FoundComplete((PROMISE,), "Lengkap"),
    "request.found-incomplete": e.FoundIncomplete(
        (Missing.IDENTITY_DOCUMENT, Missing.PURPOSE), "TL-1", day("2026-06-03"), "Mohon KTP"
    ),
    "request.incompleteness-received": e.IncompletenessReceived(day("2026-06-04"), (PROMISE,)),
    "request.completed": e.Completed(day("2026-06-08"), (SCAN,), WISH, "Diserahkan", (PROMISE,)),
    "request.closed-uncorrected": e.ClosedUncorrected("Tidak diperbaiki"),
    "request.routed": e.Routed("LANTAS", "Apakah ada?", day("2026-06-09")),
    "request.unit-answered": e.UnitAnswered("LANTAS", "Tidak ada", False),
    "request.extended": e.Extended(
        ExtensionGround.STATUS_UNDECIDED, "Uji konsekuensi", "PJ-1", day("2026-06-12"), (PROMISE,)
    ),
    "request.granted": e.Granted(NOTICE, (PROMISE,)),
    "request.partly-granted": e.PartlyGranted(NOTICE, (WAITING,)),
    "request.refused-exempt": e.RefusedExempt(NOTICE),
    "request.refused-other": e.RefusedOther(NOTICE),
    "request.not-held": e.NotHeld(NOTICE),
    "request.not-documented": e.NotDocumented(NOTICE),
    "request.notice-received": e.NoticeReceived(day("2026-06-11")),
    "request.fee-paid": e.FeePaid(25_000, PaymentMethod.E_MONEY, day("2026-06-12"), "K-7"),
    "request.information-delivered": e.InformationDelivered(
        day("2026-06-15"), Way.VIEWED, "Tanda terima 4", (SCAN,)
    ),
    "request.withdrawn": e.Withdrawn(day("2026-06-05"), "Sudah ada"),
    "request.corrected": e.Corrected(
        Correctable.RECEIVED_ON, "2026-06-02", "2026-06-01", "Cap pos", (PROMISE,)
    ),
    "request.recounted": e.Recounted(WAITING, PROMISE, "933 Tahun 2025"),
    "request.clock-ran-out": e.ClockRanOut("D06", day("2026-06-17"), "3/2025-09-19"),
    "request.closed": e.Closed(Closing.NOT_PAID, "Tidak dibayar"),
    **appointing_events.WRITTEN,
    **catalogue_events.WRITTEN,
    **dispute_events.WRITTEN,
    **exemption_events.WRITTEN,
    **objection_events.WRITTEN,
    **privacy_events.WRITTEN,
    **redaction_events.WRITTEN,
}


def test_every_name_has_its_frozen_event_and_every_file_its_name() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == set(VOCABULARY)
    assert set(WRITTEN) == set(VOCABULARY)


@pytest.mark.parametrize("name", WRITTEN)
def test_a_frozen_event_still_reads_as_what_was_written(name: str) -> None:
    stored = (GOLDEN / f"{name}.json").read_bytes()
    assert msgspec.json.decode(stored, type=VOCABULARY[name]) == WRITTEN[name]


@pytest.mark.parametrize("name", WRITTEN)
def test_no_stored_field_is_forgotten(name: str) -> None:
    # Reading skips what it does not know, so that old code reads new events: a renamed field would vanish.
    stored = msgspec.json.decode((GOLDEN / f"{name}.json").read_bytes())
    again = msgspec.json.decode(msgspec.json.encode(WRITTEN[name]))
    assert stored == again


def main() -> None:
    """Write the files that are missing, and say which."""
    for name, event in WRITTEN.items():
        path = GOLDEN / f"{name}.json"
        if not path.exists():
            path.write_bytes(msgspec.json.format(msgspec.json.encode(event)) + b"\n")
            sys.stdout.write(f"{path.name}\n")


if __name__ == "__main__":
    main()
