"""One event of each name of applications on personal data and of breaches, as frozen in tests/golden."""

from datetime import UTC, datetime

from ppid.breach import events as b
from ppid.breach.vocabulary import Channel, DataClass, Medium
from ppid.events import Event, Promise, Sealed, Unit
from ppid.privacy import events as p
from ppid.privacy.vocabulary import Ground, PrivacyKind, Proof, Way
from tests.examples import day

PERSON = "person-0000000000000000000000000000005a"
CASE = "request-0000000000000000000000000000005c"
CAME = datetime(2026, 4, 3, 3, tzinfo=UTC)
ENDS = datetime(2026, 4, 6, 3, tzinfo=UTC)
TOLD = datetime(2026, 4, 5, 6, 30, tzinfo=UTC)
JAKARTA = "Asia/Jakarta"


def hours(clock: str) -> Promise:
    """Three times 24 hours, over a holiday and a week-end."""
    starts_on, due_on = day("2026-04-03"), day("2026-04-06")
    edition = "3/2025-09-19"
    return Promise(clock, starts_on, 72, due_on, edition, unit=Unit.HOURS, due_at=ENDS, zone=JAKARTA)


REPLY = p.Reply("B/9/IV/2026", day("2026-04-05"), TOLD, day("2026-04-05"), Sealed(PERSON, "c2VhbGVk"))

WRITTEN: dict[str, Event] = {
    "privacy.asked": p.Asked(
        number="0001/PDP-PPID-PC/IV/2026",
        sequence=1,
        year=2026,
        person=PERSON,
        kind=PrivacyKind.CORRECT,
        way=Way.LETTER,
        received_at=CAME,
        received_on=day("2026-04-03"),
        promises=(hours("D30"),),
        what=Sealed(PERSON, "c2VhbGVk"),
        case=CASE,
        language="en",
    ),
    "privacy.verified": p.Verified(Proof.MAIL),
    "privacy.granted": p.Granted(REPLY),
    "privacy.done": p.Done(REPLY),
    "privacy.refused": p.Refused(Ground.LAW_ENFORCEMENT, REPLY, day("2027-04-05")),
    "privacy.withdrawn": p.Withdrawn(TOLD, day("2026-04-05")),
    "privacy.recounted": p.Recounted(hours("D30"), hours("D30"), "SKB 1/2026"),
    "privacy.clock-ran-out": p.ClockRanOut("D30", day("2026-04-06"), "3/2025-09-19", (), ENDS, JAKARTA),
    "breach.noted": b.Noted(
        number="0001/GPDP-PPID-PC/IV/2026",
        sequence=1,
        year=2026,
        known_at=CAME,
        known_on=day("2026-04-03"),
        data=(DataClass.NAME, DataClass.NUMBER),
        people=12,
        how="Lampiran terkirim ke alamat yang salah",
        promises=(hours("D31"),),
        happened_on=day("2026-04-02"),
    ),
    "breach.assessed": b.Assessed(
        data=(DataClass.NAME,),
        people=3,
        how="Satu surel terkirim ke alamat yang salah",
        public=True,
        persons=(PERSON,),
        happened_on=day("2026-04-02"),
    ),
    "breach.subject-notified": b.SubjectNotified(2, Channel.LETTER, TOLD, day("2026-04-05"), (PERSON,)),
    "breach.agency-notified": b.AgencyNotified("B/10/IV/2026", TOLD, day("2026-04-05")),
    "breach.public-notified": b.PublicNotified(day("2026-04-05"), Medium.WEBSITE, "Laman PPID"),
    "breach.contained": b.Contained("Surel ditarik kembali", "Alamat diperiksa dua kali", day("2026-04-04")),
    "breach.closed": b.Closed("Selesai"),
    "breach.recounted": b.Recounted(hours("D31"), hours("D31"), "SKB 1/2026"),
    "breach.clock-ran-out": b.ClockRanOut("D31", day("2026-04-06"), "3/2025-09-19", (), ENDS, JAKARTA),
}
