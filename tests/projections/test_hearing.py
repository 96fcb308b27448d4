"""The hearing file: every piece of a case once, in its order, with its source. UU 14/2008 art. 43."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from msgspec.structs import replace

from ppid.deadlines import Text
from ppid.dispute import events as d
from ppid.dispute.case import Dispute
from ppid.dispute.vocabulary import EvidenceKind
from ppid.events import Envelope, Event, Recorded, Stream
from ppid.exemption.events import Approved, Delegation
from ppid.exemption.reference import ExemptionRef, OpenedPart
from ppid.objection import events as o
from ppid.objection.state import OBJECTION
from ppid.request import events as r
from ppid.request.vocabulary import DocumentKind
from projections.hearing import (
    DOCUMENTS,
    PARTS,
    Kind,
    Letter,
    Part,
    Piece,
    exemptions_named,
    hearing_file,
)
from tests import examples as x
from tests.examples import day
from tests.house import exemption_events, objection_events
from tests.ppid.dispute import facts as f
from tests.ppid.dispute.facts import dispute_of
from tests.scenario import request_of

SHEET = "exemption-000000000000000000000000000000e1"
SECOND = "exemption-000000000000000000000000000000e2"
THIRD = "exemption-000000000000000000000000000000e3"
FOURTH = "exemption-000000000000000000000000000000e4"
SECRET = d.Evidence(
    EvidenceKind.EXEMPT_DOCUMENT, "Rencana operasi", sealed=True, exemption=SHEET, rows=(1,), document=f.PROOF
)
UNSEALED_SECRET = replace(SECRET, sealed=False, document=None)
TEST_SHEET = d.Evidence(EvidenceKind.TEST_SHEET, "Lembar uji", sealed=True, exemption=THIRD)
PLAIN = d.Evidence(EvidenceKind.DOCUMENT, "Tanda bukti permohonan")
EVIDENCE = d.EvidenceSent(day("2026-07-17"), "B/91", (PLAIN, SECRET, UNSEALED_SECRET, TEST_SHEET))


def recorded(stream: Stream, *events: Event) -> list[Recorded]:
    """Events as a stream holds them, an hour apart since 2 June 2026."""
    begin = datetime(2026, 6, 2, 2, tzinfo=UTC)
    return [
        Recorded(n, Envelope(stream, n, event, begin + timedelta(hours=n), "officer", x.PPID.role, x.REGION))
        for n, event in enumerate(events, start=1)
    ]


REQUEST = recorded(x.CASE, x.FILED, x.REGISTERED, x.FOUND_COMPLETE, x.REFUSED)
EXEMPTION = recorded(SHEET, exemption_events.WRITTEN["exemption.tested"])
OBJECTED = recorded(f.OBJECTION, objection_events.WRITTEN["objection.filed"])
DISPUTE = recorded(f.CASE, f.NOTIFIED, f.SUMMONED, EVIDENCE, f.RULED)
NOTICE = Letter(x.CASE, "pemberitahuan", Text("Pemberitahuan tertulis", "Written notice"), day("2026-06-10"))
TEST = Letter(SHEET, "lembar-uji", Text("Lembar uji", "Test sheet"), day("2026-06-02"), sealed=True)


def whole(letters: Sequence[Letter] = (NOTICE, TEST)) -> tuple[Piece, ...]:
    """The file of the example."""
    return hearing_file(
        body=x.office(),
        dispute=DISPUTE,
        request=REQUEST,
        exemptions=(EXEMPTION,),
        objections=(OBJECTED,),
        letters=letters,
    )


def test_the_file_goes_from_the_request_to_the_dispute_and_by_days() -> None:
    pieces = whole()
    assert [piece.number for piece in pieces] == list(range(1, len(pieces) + 1))
    parts = [piece.part for piece in pieces]
    assert list(dict.fromkeys(parts)) == list(Part)
    assert parts == sorted(parts, key=list(Part).index)
    for part in Part:
        days = [piece.on for piece in pieces if piece.part is part]
        assert days == sorted(days)
    assert set(PARTS) == set(Part)


def test_every_fact_is_a_piece_with_its_place_in_the_log() -> None:
    facts = [(p.stream, p.version) for p in whole() if p.kind is Kind.FACT]
    expected = [
        (one.envelope.stream, one.envelope.version)
        for stream in (REQUEST, EXEMPTION, OBJECTED, DISPUTE)
        for one in stream
    ]
    assert sorted(facts) == sorted(expected)
    assert len(facts) == len(set(facts))


def test_a_fact_has_the_day_it_happened_on_and_says_it_in_both_languages() -> None:
    filed = next(p for p in whole() if p.kind is Kind.FACT)
    assert filed.on == x.RECEIVED
    assert filed.title.id.startswith("Permohonan diterima")
    assert filed.title.en.startswith("The request was received")
    complete = next(p for p in whole() if p.kind is Kind.FACT and p.version == 3)
    assert complete.on == date(2026, 6, 2)  # what declares no day happened when it was recorded


def test_a_letter_stands_beside_the_fact_of_its_day_once() -> None:
    letters = [p for p in whole() if p.kind is Kind.LETTER]
    assert [(p.stream, p.slug, p.on) for p in letters] == [
        (x.CASE, "pemberitahuan", day("2026-06-10")),
        (SHEET, "lembar-uji", day("2026-06-02")),
    ]
    pieces = whole()
    answered = next(p for p in pieces if p.stream == x.CASE and p.version == 4)
    assert pieces[answered.number] == letters[0]
    assert letters[1].sealed
    other = Letter("request-ffffffffffffffffffffffffffffffff", "receipt", Text("x", "x"), x.RECEIVED)
    assert [p.slug for p in whole((other,)) if p.kind is Kind.LETTER] == []


def test_an_attached_file_is_named_by_its_hash_and_its_key() -> None:
    identity = next(p for p in whole() if p.kind is Kind.DOCUMENT)
    assert (identity.sha256, identity.person, identity.media_type) == (
        x.KTP.sha256,
        x.SARI,
        x.KTP.media_type,
    )
    assert identity.identity
    assert identity.version == 1
    assert set(DOCUMENTS) == set(DocumentKind)


def test_what_is_exempt_goes_sealed_also_where_somebody_forgot_the_mark() -> None:
    evidence = [p for p in whole() if p.part is Part.DISPUTE and p.kind is not Kind.FACT]
    assert [(p.label, p.kind, p.sealed) for p in evidence] == [
        ("Rencana operasi", Kind.DOCUMENT, True),
        ("Tanda bukti permohonan", Kind.ELSEWHERE, False),
        ("Rencana operasi", Kind.ELSEWHERE, True),
        ("Lembar uji", Kind.ELSEWHERE, True),
    ]


def test_a_delegation_is_a_piece_of_its_own() -> None:
    approved = Approved(
        by="officer-head",
        on=day("2026-06-08"),
        position="Wakapolda",
        delegation=Delegation("SPW/1", day("2026-05-04"), "ab" * 32),
    )
    signed = recorded(SHEET, approved, replace(approved, delegation=None))
    pieces = hearing_file(body=x.office(), dispute=DISPUTE, exemptions=(signed,))
    (delegation,) = [p for p in pieces if p.part is Part.EXEMPTION and p.kind is Kind.DOCUMENT]
    assert delegation.sha256 == "ab" * 32


def test_a_dispute_about_periodic_information_has_neither_request_nor_exemption() -> None:
    pieces = hearing_file(body=x.office(), dispute=DISPUTE, objections=(OBJECTED,))
    assert {p.part for p in pieces} == {Part.OBJECTION, Part.DISPUTE}


def test_a_fact_nobody_tells_of_has_no_place() -> None:
    class Unheard(Event, frozen=True):
        """A fact of no subject."""

    assert hearing_file(body=x.office(), dispute=recorded(f.CASE, Unheard())) == ()


def test_the_exemptions_of_a_case_are_found_wherever_they_are_named() -> None:
    notice = replace(
        x.EXEMPT_NOTICE,
        exemptions=(ExemptionRef(SHEET, (1,)),),
        blackouts=(
            r.Blackout("Nama", "Data pribadi", "17(h)", ExemptionRef(SECOND, (2,))),
            r.Blackout("Nama", "Data pribadi", "17(h)"),
        ),
    )
    request = request_of(x.FILED, x.REGISTERED, x.FOUND_COMPLETE, r.RefusedExempt(notice=notice))
    filed = objection_events.WRITTEN["objection.filed"]
    upheld = objection_events.WRITTEN["objection.upheld"]
    assert isinstance(upheld, o.Upheld)
    answered = replace(upheld, exemptions=(ExemptionRef(SHEET, rows=(1,)),), opened=())
    objection = OBJECTION.fold(one.envelope for one in recorded(f.OBJECTION, filed, answered))
    assert objection is not None
    opened = ExemptionRef(FOURTH, parts=(OpenedPart(1, "Jumlah"),))
    dispute = dispute_of(f.NOTIFIED, EVIDENCE, replace(f.RULED, opened=(opened,)))
    assert exemptions_named(request, (objection,), dispute) == (SHEET, SECOND, THIRD, FOURTH)
    assert exemptions_named(None, (), plain()) == ()


def plain() -> Dispute:
    """A dispute in which nothing was named yet."""
    return dispute_of(f.NOTIFIED)
