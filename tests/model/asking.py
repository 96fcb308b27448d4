"""What is done with requests and exemptions, lawful or not, and what the model expects of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from msgspec.structs import replace

from ppid import commands as c
from ppid.events import Actor, Approval, Role, Stream
from ppid.exemption import commands as xc
from ppid.exemption.articles import Kind
from ppid.exemption.events import SheetRow, Tester
from ppid.exemption.reference import ExemptionRef
from ppid.exemption.vocabulary import Occasion
from ppid.request.events import Blackout, Notice, Wish
from ppid.request.vocabulary import (
    Channel,
    CopyForm,
    ExtensionGround,
    Outcome,
    RequesterKind,
    Way,
)
from tests.model.law import Case, Exemption, Request, Row
from tests.model.office import Attempt, Office, key
from tests.web.exempting import ROWS
from tests.web.world import SARI

#: No letter of this row is "e", so that a notice on "e" rests on nothing that was tested.
UNTESTED = "17(e)"
PROMISED_DAYS = 3


def outsider(case: Case, actor: Actor, *roles: Role) -> set[str]:
    """Why somebody may not take an act at all: another body's officer knows of nothing."""
    unknown = set() if case.seen_by(actor) else {f"unknown-{type(case).__name__.lower()}"}
    return unknown | (set() if actor.role in roles else {"not-your-act"})


class Requests:
    """The requests of a walk."""

    def __init__(self, office: Office, exemptions: Exemptions) -> None:
        self.office = office
        self.exemptions = exemptions
        self.cases: list[Request] = []

    def pick(self) -> Request:
        """Some request, the younger ones more often."""
        return self.office.rng.choice(self.cases[-30:])

    def moves(self) -> list[tuple[int, Callable[[], Attempt]]]:
        """What may be tried now, and how often."""
        always = [(6, self.file)]
        if not self.cases:
            return always
        return [*always, (7, self.find_complete), (4, self.extend), (9, self.answer), (4, self.receive),
                (3, self.deliver), (1, self.withdraw)]  # fmt: skip

    def file(self) -> Attempt:
        """A citizen asks."""
        office = self.office
        body = office.rng.choice(office.bodies)
        stream, today = office.fresh("request"), office.today
        command = c.FileRequest(
            request=stream, body=body, channel=Channel.WEB, requester_kind=RequesterKind.INDIVIDUAL,
            requester=office.fresh("person"), identity=SARI, wish=Wish("Anggaran", "Penelitian"), key=key(),
        )  # fmt: skip
        actor = Actor(stream, Role.CITIZEN)

        def then() -> None:
            case = Request(stream, body, received=today)
            case.start("D03", today, 3, office.almanac)
            case.start("D06", today, 10, office.almanac)
            self.cases.append(case)

        desk = office.world.services.desk
        return Attempt("file", desk.file_request, command, actor, set(), then)

    def _act(
        self, name: str, command: c.RequestCommand, actor: Actor, codes: set[str], then: Callable[[], None]
    ) -> Attempt:
        desk = self.office.world.services.desk
        return Attempt(name, getattr(desk, name), command, actor, codes, then)

    def _before_answer(self, case: Request) -> set[str]:
        if case.closed:
            return {"request-closed"}
        return {"already-answered"} if case.outcome else set()

    def find_complete(self) -> Attempt:
        """The desk finds the papers complete."""
        case, office = self.pick(), self.office
        actor = office.anybody(case.body, Role.SERVICE_DESK, Role.PPID)
        codes = outsider(case, actor, Role.SERVICE_DESK, Role.PPID) | self._before_answer(case)
        codes |= {"already-checked"} if case.checked else set()

        def then() -> None:
            case.checked = True
            case.stop("D03")
            if not case.extended_by:
                case.start("D05", office.today, 3, office.almanac)

        return self._act("find_complete", c.FindComplete(request=case.stream, key=key()), actor, codes, then)

    def extend(self) -> Attempt:
        """The PPID takes seven days more, once, before the base date."""
        case, office = self.pick(), self.office
        actor, today = office.anybody(case.body, Role.PPID), office.today
        codes = outsider(case, actor, Role.PPID) | self._before_answer(case)
        base = case.due.get("D06")
        if case.extended_by:
            codes |= {"already-extended"}
        elif base and base.on and today > base.on:
            codes |= {"extension-too-late"}
        elif base and base.on is None:
            codes |= {"calendar-missing"}
        command = c.ExtendDeadline(
            request=case.stream,
            ground=ExtensionGround.NOT_YET_HELD,
            reason="Masih dihimpun.",
            sent_on=today,
            key=key(),
        )

        def then() -> None:
            case.extended_by = actor.id
            start = case.due["D06"]
            assert start.on is not None
            case.start("D07", start.on, 7, office.almanac)
            case.due["D07"].base = start
            case.stop("D05", "D06")

        return self._act("extend", command, actor, codes, then)

    def answer(self) -> Attempt:
        """The PPID answers: gives, gives in part, refuses as exempt, or does not hold it."""
        case, office = self.pick(), self.office
        actor, today = office.anybody(case.body, Role.PPID), office.today
        codes = outsider(case, actor, Role.PPID) | self._before_answer(case)
        codes |= set() if case.checked else {"not-complete"}
        outcome = office.rng.choice(
            (
                Outcome.REFUSED_EXEMPT,
                Outcome.REFUSED_EXEMPT,
                Outcome.PARTLY_GRANTED,
                Outcome.GRANTED,
                Outcome.NOT_HELD,
            )
        )
        notice, wrong, rests_on = self._notice(case, outcome)
        codes |= wrong

        def then() -> None:
            running = case.due.get("D07") or case.due.get("D06")
            case.answer_due = running.on if running else None
            case.outcome, case.answered_on, case.answered_by = outcome.value, today, actor.id
            case.rests_on = rests_on
            case.stop("D05", "D06", "D07")
            if outcome in {Outcome.GRANTED, Outcome.PARTLY_GRANTED}:
                case.start("D08", today, PROMISED_DAYS, office.almanac)
                case.promised = case.due["D08"].on

        command = c.AnswerRequest(request=case.stream, outcome=outcome, notice=notice, key=key())
        return self._act("answer", command, actor, codes, then)

    def _notice(self, case: Request, outcome: Outcome) -> tuple[Notice, set[str], tuple[Stream, ...]]:
        today = self.office.today
        given = outcome in {Outcome.GRANTED, Outcome.PARTLY_GRANTED}
        notice = Notice(
            number="B/1", signed_on=today, sent_on=today,
            material="Rincian" if given else "", formats=(CopyForm.SOFT,) if given else (),
            ready_in_days=PROMISED_DAYS if given else 0,
            explanation="" if given else "Tidak dikuasai.", reasons="Dihimpun dari beberapa unit.",
        )  # fmt: skip
        if outcome in {Outcome.GRANTED, Outcome.NOT_HELD}:
            return notice, set(), ()
        ref, letter, wrong = self.exemptions.ground(case.body)
        rests_on = (ref.exemption,) if ref else ()
        if outcome is Outcome.PARTLY_GRANTED:
            blackout = Blackout("Nama", "Rahasia", letter, ref)
            return replace(notice, blackouts=(blackout,)), wrong, rests_on
        refused = replace(
            notice, articles=(letter,), reasons="Dikecualikan.", consequence="Penyidikan terhambat.",
            explanation="", approval=Approval("Atasan PPID", today), exemptions=(ref,) if ref else (),
        )  # fmt: skip
        return refused, wrong, rests_on

    def receive(self) -> Attempt:
        """The notice reaches the citizen."""
        case, office = self.pick(), self.office
        actor = office.anybody(case.body, Role.SERVICE_DESK, Role.PPID)
        codes = outsider(case, actor, Role.SERVICE_DESK, Role.PPID)
        codes |= {"request-closed"} if case.closed else set()
        codes |= {"not-answered"} if not case.outcome else set()
        codes |= {"notice-already-received"} if case.receipt else set()

        def then() -> None:
            case.receipt = office.today

        command = c.RecordNoticeReceived(request=case.stream, received_on=office.today, key=key())
        return self._act("record_notice_received", command, actor, codes, then)

    def deliver(self) -> Attempt:
        """What was granted is given, which closes the case."""
        case, office = self.pick(), self.office
        actor = office.anybody(case.body, Role.SERVICE_DESK, Role.PPID)
        codes = outsider(case, actor, Role.SERVICE_DESK, Role.PPID)
        codes |= {"request-closed"} if case.closed else set()
        if not case.outcome:
            codes |= {"not-answered"}
        elif case.outcome not in {"granted", "partly-granted"}:
            codes |= {"nothing-granted"}

        def then() -> None:
            case.delivered, case.closed = office.today, True

        command = c.DeliverInformation(
            request=case.stream, delivered_on=office.today, way=Way.EMAIL, key=key()
        )
        return self._act("deliver", command, actor, codes, then)

    def withdraw(self) -> Attempt:
        """The citizen takes the request back."""
        case = self.pick()
        actor = Actor(case.stream, Role.CITIZEN)

        def then() -> None:
            case.closed = True

        command = c.WithdrawRequest(request=case.stream, key=key())
        return self._act("withdraw", command, actor, {"request-closed"} if case.closed else set(), then)


class Exemptions:
    """The exemptions of a walk."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.cases: list[Exemption] = []

    def pick(self) -> Exemption:
        """Some exemption, the younger ones more often."""
        return self.office.rng.choice(self.cases[-4:])

    def moves(self) -> list[tuple[int, Callable[[], Attempt]]]:
        """What may be tried now, and how often."""
        begin = [(1, self.test)]
        return [*begin, (3, self.review), (3, self.approve), (4, self.decree)] if self.cases else begin

    def ground(self, body: Stream) -> tuple[ExemptionRef | None, str, set[str]]:
        """Rows to rest a refusal on, the letter it names, and why that is refused (nothing: it is not)."""
        office = self.office
        if not self.cases or office.chance(0.1):
            return None, "17(a)", {"no-decree"}
        ours = [x for x in self.cases if x.body == body and x.decreed_on]
        case = office.rng.choice(ours if ours and office.chance(0.75) else self.cases)
        number = office.rng.choice((1, 2, 3))
        letter = case.rows[number].letters[0] if office.chance(0.75) else UNTESTED
        wrong = set() if letter != UNTESTED else {"letter-not-covered"}
        if case.body != body or case.decreed_on is None:
            wrong |= {"unknown-decree"}
        elif not case.in_force(number, office.today):
            wrong |= {"decree-not-in-force"}
        return ExemptionRef(case.stream, (number,)), letter, wrong

    def test(self) -> Attempt:
        """The PPID tests; now and then something that can never be exempt."""
        office = self.office
        body, stream, today = office.rng.choice(office.bodies), office.fresh("exemption"), office.today
        actor = office.anybody(body, Role.PPID)
        codes = set() if actor.body == body else {"unknown-exemption", "not-your-act"}
        codes |= set() if actor.role is Role.PPID else {"not-your-act"}
        rows = tuple(self._row(number) for number in (1, 2, 3))
        if office.chance(0.15):
            rows = (
                replace(rows[0], kind=office.rng.choice([k for k in Kind if k is not Kind.NONE_OF_THESE])),
                *rows[1:],
            )
            codes |= {"never-exempt"}
        elif office.chance(0.1):
            rows = (replace(rows[0], until=today + timedelta(days=31 * 366)), *rows[1:])
            codes |= {"over-thirty-years"}
        elif office.chance(0.1):
            rows = (replace(rows[0], until=today - timedelta(days=1)), *rows[1:])
            codes |= {"period-over"}
        command = xc.MakeTest(
            exemption=stream, body=body, tested_on=today, place="Kota Contoh",
            occasion=Occasion.BEFORE_REQUEST, rows=rows,
            testers=(Tester(position="Kepala Bidang Hukum"),), key=key(),
        )  # fmt: skip

        def then() -> None:
            model = {row.number: Row(row.articles, row.until) for row in rows}
            self.cases.append(Exemption(stream, body, rows=model, tester=actor.id, signers={actor.id}))

        return Attempt("test", office.world.services.exemptions.test, command, actor, codes, then)

    def _row(self, number: int) -> SheetRow:
        row = ROWS[number - 1]
        days = self.office.rng.choice((20, 60, 90, 150, 400))
        return replace(row, until=self.office.today + timedelta(days=days)) if row.until else row

    def _act(
        self, name: str, command: object, actor: Actor, codes: set[str], then: Callable[[], None]
    ) -> Attempt:
        use = getattr(self.office.world.services.exemptions, name)
        return Attempt(name, use, command, actor, codes, then)

    def _signing(self, case: Exemption, actor: Actor, who: str, *roles: Role) -> set[str]:
        codes = outsider(case, actor, *roles)
        codes |= {"exemption-same-person"} if actor.id in case.signers else set()
        if case.closed:
            codes |= {"exemption-over"}
        elif case.decreed_on:
            codes |= {"no-test-under-way"}
        if who in case.signed:
            codes |= {"sheet-already-signed"}
        return codes

    def review(self) -> Attempt:
        """The superior signs the sheet."""
        case, office = self.pick(), self.office
        actor = office.anybody(case.body, Role.SUPERIOR)
        codes = self._signing(case, actor, "superior", Role.SUPERIOR)

        def then() -> None:
            case.signed.add("superior")
            case.signers.add(actor.id)

        return self._act(
            "review", xc.ReviewSheet(case=case.stream, position="Atasan", key=key()), actor, codes, then
        )

    def approve(self) -> Attempt:
        """The head signs the sheet, after the superior."""
        case, office = self.pick(), self.office
        actor = office.anybody(case.body, Role.HEAD, Role.SUPERIOR)
        codes = self._signing(case, actor, "head", Role.HEAD, Role.SUPERIOR)
        codes |= {"superior-first"} if "superior" not in case.signed else set()
        codes |= {"delegation-needed"} if actor.role is Role.SUPERIOR else set()

        def then() -> None:
            case.signed.add("head")
            case.signers.add(actor.id)

        return self._act(
            "approve", xc.ApproveSheet(case=case.stream, position="Kapolda", key=key()), actor, codes, then
        )

    def decree(self) -> Attempt:
        """The PPID decrees what was approved."""
        case, office = self.pick(), self.office
        actor, today = office.anybody(case.body, Role.PPID), office.today
        codes = outsider(case, actor, Role.PPID)
        codes |= set() if {"superior", "head"} <= case.signed else {"sheet-not-approved"}
        codes |= (
            {"exemption-already-decreed", "exemption-over", "no-test-under-way"} if case.decreed_on else set()
        )
        if any(row.until and row.until < today for row in case.rows.values()):
            codes |= {"period-over"}

        def then() -> None:
            case.decreed_on = today
            self.deadline(case)

        command = xc.DecreeExemption(case=case.stream, signed_on=today, place="Kota Contoh", key=key())
        return self._act("decree", command, actor, codes, then)

    def deadline(self, case: Exemption) -> None:
        """The stipulation is due thirty working days before the first end that is still ahead (D25)."""
        case.stop("D25")
        ends = [row.until for row in case.rows.values() if row.until and not row.over]
        if ends and case.decreed_on:
            case.start("D25", min(ends), 30, self.office.almanac, backwards=True)

    def deadline_after(self, case: Exemption) -> None:
        """Once a row ended, the deadline belongs to the next end; it keeps running where it is the same."""
        ends = [row.until for row in case.rows.values() if row.until and not row.over]
        running = case.due.get("D25")
        if running and ends and running.start == min(ends):
            return
        self.deadline(case)
