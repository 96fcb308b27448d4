"""A busy office: requests as people write them, and lives of requests decided by the real rules.

The events of many requests are decided without the desk and appended many at a time; that they are lawful
is certain, since the same functions decide them.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date

from ppid import commands as c
from ppid.body import Body
from ppid.checks import Context
from ppid.events import Actor, Envelope, Event, Role, Stream
from ppid.log import PersonKey
from ppid.numbering import book_stream
from ppid.person import Identity, Known
from ppid.registering import Numbered
from ppid.request import answer, handling, intake
from ppid.request import events as e
from ppid.request.state import Request, place
from ppid.request.vocabulary import Channel, CopyForm, ExtensionGround, Outcome, RequesterKind, Way
from ppid.settings import Settings
from ppid.vault import Vault
from tests.web.world import BODY, Clock
from web.services import Services

YEAR = 2026
#: The open half began on these days; a day off on FRIDAY moves every clock of theirs.
RECEIVED, COMPLETE_ON, TODAY = date(2026, 6, 2), date(2026, 6, 3), date(2026, 6, 4)
FRIDAY = date(2026, 6, 5)
#: The finished half lived on these days.
EARLIER = tuple(date(2026, 3, day) for day in (3, 4, 10, 16, 17))

_NAMES = ("Sari", "Budi", "Made", "Ayu", "Rizky", "Ketut", "Dewi", "Agus", "Maria", "Johan")
_SURNAMES = ("Wulandari", "Santoso", "Nainggolan", "Pratama", "Lubis", "Rahayu", "Siregar", "Utami")
_WISHES = (
    "Rincian anggaran pelayanan SIM dan SKCK tahun 2025, per satuan, dengan realisasinya.",
    "Jumlah laporan kehilangan yang diterima dan diselesaikan pada semester pertama 2026.",
    "Salinan standar pelayanan penerbitan SKCK yang sekarang berlaku.",
    "Data kecelakaan lalu lintas menurut kecamatan dan bulan selama tiga tahun terakhir.",
    "Rencana pengadaan kendaraan dinas tahun 2026 beserta nilai kontraknya.",
)
_PURPOSES = ("Penelitian skripsi", "Peliputan berita", "Pengawasan oleh warga", "Kajian anggaran daerah")


@dataclass(frozen=True)
class Installation:
    """A store of its own, and what works on it, on a clock that stands still."""

    services: Services
    clock: Clock
    settings: Settings

    @property
    def body(self) -> Body:
        """The one body."""
        return self.services.directory.body(BODY)


@dataclass(frozen=True)
class Plan:
    """How many requests: half are open with two running clocks each, a tenth answered, the rest withdrawn."""

    requests: int


def filing(number: int) -> c.FileRequest:
    """Return a citizen's request, each with ids of its own."""
    case = secrets.token_hex(16)
    name = f"{_NAMES[number % len(_NAMES)]} {_SURNAMES[number % len(_SURNAMES)]}"
    return c.FileRequest(
        key=f"request-{case}",
        request=f"request-{case}",
        body=BODY,
        channel=Channel.WEB,
        requester_kind=RequesterKind.INDIVIDUAL,
        requester=f"person-{case}",
        identity=Identity(
            name=name,
            number=f"3276{number:012d}",
            address=f"Jalan Melati {number % 200}, Depok",
            occupation="Peneliti",
            phone=f"0812{number:08d}",
            email=f"warga{number}@example.org",
        ),
        wish=e.Wish(
            information=_WISHES[number % len(_WISHES)],
            purpose=_PURPOSES[number % len(_PURPOSES)],
            copy_form=CopyForm.SOFT,
        ),
    )


def extension(case: Stream, on: date) -> c.ExtendDeadline:
    """Return the one extension."""
    return c.ExtendDeadline(
        request=case,
        ground=ExtensionGround.NOT_YET_HELD,
        reason="Data masih dihimpun dari tiga satuan dan baru lengkap pekan depan.",
        sent_on=on,
    )


def grant(case: Stream, on: date) -> c.AnswerRequest:
    """Return the notice that gives all that was asked for."""
    notice = e.Notice(
        number="B/17/VI/2026",
        signed_on=on,
        sent_on=on,
        material="Rincian anggaran per satuan sebagaimana diminta, dalam satu berkas.",
        formats=(CopyForm.SOFT,),
        ready_in_days=3,
    )
    return c.AnswerRequest(request=case, outcome=Outcome.GRANTED, notice=notice)


def delivery(case: Stream, on: date) -> c.DeliverInformation:
    """Return the delivery."""
    return c.DeliverInformation(
        request=case, delivered_on=on, way=Way.EMAIL, proof="Surel terkirim dengan tanda terima"
    )


@dataclass
class _Life:
    """One request on its way through the rules, and what is to be recorded of it."""

    vault: Vault
    context: Callable[[date], Context]
    number: int
    request: Request | None = None
    envelopes: list[Envelope[Event]] = field(default_factory=list)
    keys: list[PersonKey] = field(default_factory=list)

    def begin(self, on: date) -> Stream:
        """File it."""
        command, context = filing(self.number), self.context(on)
        key = self.vault.mint(command.requester)
        filed, registered = intake.file(command, context, sequence=self.number)
        self.keys.append(PersonKey(command.requester, key.wrapped))
        by = Actor(command.request, Role.CITIZEN)
        book = book_stream(BODY, YEAR)
        self._put(
            command.requester, 1, Known(self.vault.seal(key, command.identity), key.commitment), context, by
        )
        self._put(book, self.number, Numbered(self.number, registered.number, command.request), context, by)
        for version, event in enumerate((filed, registered), start=1):
            self.request = place(self.request, self._put(command.request, version, event, context, by))
        return command.request

    def then(self, on: date, decide: Callable[[Request, Context], Event | Sequence[Event]]) -> None:
        """Take it one step further."""
        assert self.request is not None
        context, decided = self.context(on), decide(self.request, self.context(on))
        for event in decided if isinstance(decided, Sequence) else (decided,):
            version = self.request.version + 1
            self.request = place(
                self.request, self._put(self.request.stream, version, event, context, _OFFICER)
            )
            assert self.request is not None

    def _put(
        self, stream: Stream, version: int, event: Event, context: Context, by: Actor
    ) -> Envelope[Event]:
        envelope = Envelope(stream, version, event, context.now, by.id, by.role, BODY)
        self.envelopes.append(envelope)
        return envelope


_OFFICER = Actor("person-of-the-ppid", Role.PPID, BODY)


def _lives(made: Installation, count: int) -> Iterator[_Life]:
    contexts: dict[date, Context] = {}

    def context(on: date) -> Context:
        if on not in contexts:
            made.clock.set(on)
            contexts[on] = made.services.desk.context(made.body)
        return contexts[on]

    for number in range(1, count + 1):
        life = _Life(made.services.vault, context, number)
        if number % 2:
            _leave_open(life)
        elif number % 10:
            _withdraw(life)
        else:
            _deliver(life)
        yield life


def _leave_open(life: _Life) -> None:
    complete = c.FindComplete(request=life.begin(RECEIVED))
    life.then(COMPLETE_ON, lambda r, x: intake.find_complete(r, complete, x))


def _withdraw(life: _Life) -> None:
    withdraw = c.WithdrawRequest(request=life.begin(EARLIER[0]))
    life.then(EARLIER[1], lambda r, x: handling.withdraw(r, withdraw, x))


def _deliver(life: _Life) -> None:
    case = life.begin(EARLIER[0])
    complete = c.FindComplete(request=case)
    life.then(EARLIER[1], lambda r, x: intake.find_complete(r, complete, x))
    life.then(EARLIER[2], lambda r, x: answer.extend(r, extension(case, EARLIER[2]), x))
    life.then(EARLIER[3], lambda r, x: answer.answer(r, grant(case, EARLIER[3]), x))
    life.then(EARLIER[4], lambda r, x: handling.deliver(r, delivery(case, EARLIER[4]), x))


_BATCH = 500


def fill(installations: Sequence[Installation], plan: Plan) -> None:
    """Record the same requests in every installation, and leave its clock at ``TODAY``."""
    envelopes: list[Envelope[Event]] = []
    keys: list[PersonKey] = []
    with ThreadPoolExecutor(len(installations)) as threads:
        for number, life in enumerate(_lives(installations[0], plan.requests), start=1):
            envelopes += life.envelopes
            keys += life.keys
            if number % _BATCH == 0 or number == plan.requests:
                appended = [
                    threads.submit(made.services.log.append, envelopes, keys=keys) for made in installations
                ]
                for each in appended:
                    each.result()
                envelopes, keys = [], []
    for made in installations:
        made.clock.set(TODAY)
