"""Any acts in any order: refused ones change nothing, and what is recorded never breaks the law."""

from collections.abc import Callable
from datetime import date, timedelta

import msgspec
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ppid import commands as c
from ppid.deadlines import CLOCKS
from ppid.errors import RuleError
from ppid.events import Approval, CountingRules, Event, Promise
from ppid.request import answer, handling, intake, lawful
from ppid.request import events as e
from ppid.request.lawful import Act
from ppid.request.state import ANSWER_CLOCKS, OUTCOMES, Request
from ppid.request.vocabulary import (
    CopyForm,
    Correctable,
    ExtensionGround,
    FeeKind,
    Missing,
    Outcome,
    PaymentMethod,
    Step,
    Way,
)
from ppid.topics import NAMES, VOCABULARY
from tests import examples as x
from tests.scenario import Happened, Story, given, nothing

BLACKOUT = e.Blackout("Nama", "Privasi", "17(h)", x.resting_on(2))
FIRST = date(2025, 1, 2)
LAST = date(2026, 12, 31)
RULES = st.builds(
    CountingRules,
    week=st.sampled_from([5, 6]),
    joint_leave_off=st.booleans(),
    start_counts=st.booleans(),
    after_hours_next_day=st.booleans(),
)
DAYS_AGO = st.integers(-1, 6)
TEXTS = st.sampled_from([0, 1, 20, 6_000]).map("x".__mul__)
NOTICES = st.builds(
    e.Notice,
    number=st.sampled_from(["B/1", "B/2", ""]),
    signed_on=st.just(LAST),
    sent_on=st.just(LAST),
    held=st.booleans(),
    reasons=TEXTS,
    material=TEXTS,
    formats=st.lists(st.sampled_from(CopyForm), max_size=2).map(tuple),
    fees=st.lists(
        st.builds(e.Fee, st.sampled_from(FeeKind), st.integers(-1, 3), st.integers(-1, 20_000)), max_size=2
    ).map(tuple),
    how_to_pay=TEXTS,
    ready_in_days=st.integers(-1, 12),
    explanation=TEXTS,
    available_on=st.none() | st.dates(FIRST, date.max),
    articles=st.lists(st.sampled_from(["17(a)", "6(3)c", ""]), max_size=2).map(tuple),
    consequence=TEXTS,
    approval=st.none() | st.builds(Approval, st.just("Kapolda"), st.dates(FIRST, LAST)),
    blackouts=st.just((BLACKOUT,))
    | st.just((msgspec.structs.replace(BLACKOUT, exemption=None),))
    | st.just(()),
    exemptions=st.just((x.resting_on(1),)) | st.just((x.resting_on(2),)) | st.just(()),
)
LAWFUL_NOTICE = x.EXEMPT_NOTICE
#: A decree that was in force before the walk began, and stays so for all of it.
DECREED = {
    x.EXEMPTION: x.exemption_of(*x.EXEMPTION_EVENTS[:3], msgspec.structs.replace(x.DECREE, signed_on=FIRST))
}
WELL = (Outcome.GRANTED, Outcome.PARTLY_GRANTED, Outcome.REFUSED_EXEMPT)


def well_answered(outcome: Outcome, today: date, days: int, *, free: bool) -> c.AnswerRequest:
    """A notice that has all its contents."""
    if outcome is Outcome.REFUSED_EXEMPT:
        notice = msgspec.structs.replace(x.EXEMPT_NOTICE, approval=Approval("Kapolda", FIRST))
    else:
        notice = msgspec.structs.replace(
            x.NOTICE,
            formats=(CopyForm.HARD,),
            fees=() if free else (x.COPY_COST,),
            how_to_pay="Tunai di loket",
            ready_in_days=days,
            reasons="Digandakan di luar kantor.",
            blackouts=(BLACKOUT,),
        )
    dated = msgspec.structs.replace(notice, signed_on=today, sent_on=today)
    return c.AnswerRequest(request=x.CASE, outcome=outcome, notice=dated)


DECISIONS: dict[Act, Callable[..., object]] = {
    Act.FIND_COMPLETE: intake.find_complete,
    Act.FIND_INCOMPLETE: intake.find_incomplete,
    Act.RECORD_INCOMPLETENESS_RECEIVED: intake.record_incompleteness_received,
    Act.COMPLETE: intake.complete,
    Act.CLOSE_UNCORRECTED: intake.close_uncorrected,
    Act.ROUTE: handling.route,
    Act.ANSWER_AS_UNIT: handling.answer_as_unit,
    Act.EXTEND: answer.extend,
    Act.ANSWER: answer.answer,
    Act.RECORD_NOTICE_RECEIVED: answer.record_notice_received,
    Act.RECORD_PAYMENT: handling.record_payment,
    Act.DELIVER: handling.deliver,
    Act.WITHDRAW: handling.withdraw,
    Act.CORRECT: handling.correct,
    Act.CLOSE: handling.close,
}


class Office(RuleBasedStateMachine):
    """One request, one office, any acts on any days."""

    story: Story

    @initialize(received_on=st.dates(FIRST, LAST), rules=RULES, ago=st.integers(0, 5))
    def files(self, received_on: date, rules: CountingRules, ago: int) -> None:
        """A request comes in; a letter may have come days ago."""
        command = msgspec.structs.replace(x.FILE, received_on=max(FIRST, received_on - timedelta(days=ago)))
        story = nothing().at(rules).on(received_on)
        self.story = Story(story.when(intake.file, command, sequence=1).events, received_on, rules)

    @rule(days=st.integers(1, 12))
    def time_passes(self, days: int) -> None:
        """Days go by; the years that nobody decreed come too."""
        self.story = self.story.on(self.story.day + timedelta(days=days))

    @rule()
    def the_timekeeper_looks(self) -> None:
        """What ran out is noted, and noting it leaves nothing to note."""
        self.record(self.story.when(handling.run_out))
        self.story.when(handling.run_out).then()

    @rule(known_on=st.sampled_from([date(2025, 8, 1), date.max]))
    def the_calendar_changes(self, known_on: date) -> None:
        """A decree is recorded, or the office learns of none; open clocks are recounted."""
        self.story = self.story.at(self.story.rules, known_on=known_on)
        self.record(self.story.when(handling.recount, decrees=["", "933 Tahun 2025", ""]))

    @rule(ago=DAYS_AGO, missing=st.lists(st.sampled_from(Missing), max_size=2).map(tuple), text=TEXTS)
    def papers_are_checked(self, ago: int, missing: tuple[Missing, ...], text: str) -> None:
        """The officer finds the papers complete, or not."""
        if not missing:
            self.act(Act.FIND_COMPLETE, c.FindComplete(request=x.CASE, note=text))
        self.act(
            Act.FIND_INCOMPLETE,
            c.FindIncomplete(request=x.CASE, missing=missing, sent_on=self.ago(ago), note=text),
        )

    @rule(ago=DAYS_AGO, text=TEXTS)
    def the_requester_corrects(self, ago: int, text: str) -> None:
        """The letter arrives, and something is supplied, or nothing ever is."""
        self.act(
            Act.RECORD_INCOMPLETENESS_RECEIVED,
            c.RecordIncompletenessReceived(request=x.CASE, received_on=self.ago(ago)),
        )
        if text.strip():
            self.act(Act.COMPLETE, c.CompleteRequest(request=x.CASE, note=text, completed_on=self.ago(ago)))
        else:
            self.act(Act.CLOSE_UNCORRECTED, c.CloseUncorrected(request=x.CASE, note=text))

    @rule(text=TEXTS, unit=st.sampled_from(["LANTAS", "SDM", "INTEL"]), holds=st.booleans())
    def a_unit_is_asked(self, text: str, unit: str, holds: bool) -> None:
        """A unit answers what it was asked, then it is asked again."""
        self.act(Act.ANSWER_AS_UNIT, c.AnswerAsUnit(request=x.CASE, answer=text, holds=holds))
        self.act(Act.ROUTE, c.RouteToUnit(request=x.CASE, unit=unit, question=text))

    @rule(ago=DAYS_AGO, ground=st.sampled_from(ExtensionGround), text=TEXTS)
    def the_office_extends(self, ago: int, ground: ExtensionGround, text: str) -> None:
        """The one extension, tried at any time."""
        self.act(
            Act.EXTEND, c.ExtendDeadline(request=x.CASE, ground=ground, reason=text, sent_on=self.ago(ago))
        )

    @rule(notice=NOTICES | st.just(LAWFUL_NOTICE), outcome=st.sampled_from(Outcome), ago=DAYS_AGO)
    def the_office_answers(self, notice: e.Notice, outcome: Outcome, ago: int) -> None:
        """Any notice with any outcome."""
        dated = msgspec.structs.replace(notice, signed_on=self.ago(ago), sent_on=self.ago(max(ago - 1, 0)))
        self.act(Act.ANSWER, c.AnswerRequest(request=x.CASE, outcome=outcome, notice=dated))

    @rule(free=st.booleans(), days=st.integers(0, 7), outcome=st.sampled_from(WELL))
    def the_office_does_its_duty(self, free: bool, days: int, outcome: Outcome) -> None:
        """The next step on the way to an answer, without a fault: so that the late steps are reached too."""
        today = self.story.day
        match self.request.step:
            case Step.REGISTERED:
                self.act(Act.FIND_COMPLETE, c.FindComplete(request=x.CASE))
            case Step.INCOMPLETE:
                self.act(Act.COMPLETE, c.CompleteRequest(request=x.CASE, note="KTP"))
            case Step.COMPLETE | Step.EXTENDED:
                self.act(Act.ANSWER, well_answered(outcome, today, days, free=free))
            case Step.AWAITING_PAYMENT:
                method = PaymentMethod.TRANSFER
                pay = c.RecordPayment(request=x.CASE, amount_idr=10_000, method=method, paid_on=today)
                self.act(Act.RECORD_PAYMENT, pay)
            case Step.AWAITING_DELIVERY:
                deliver = c.DeliverInformation(request=x.CASE, delivered_on=today, way=Way.VIEWED)
                self.act(Act.DELIVER, deliver)
            case Step.NOTIFIED:
                received = c.RecordNoticeReceived(request=x.CASE, received_on=today)
                self.act(Act.RECORD_NOTICE_RECEIVED, received)
            case _:
                pass

    @rule(ago=DAYS_AGO, way=st.sampled_from(Way), amount=st.sampled_from([0, 5_000, 10_000]))
    def the_information_is_given(self, ago: int, way: Way, amount: int) -> None:
        """Notice received, fee paid, information given: as far as it is lawful."""
        on = self.ago(ago)
        self.act(Act.RECORD_NOTICE_RECEIVED, c.RecordNoticeReceived(request=x.CASE, received_on=on))
        pay = c.RecordPayment(request=x.CASE, amount_idr=amount, method=PaymentMethod.TRANSFER, paid_on=on)
        self.act(Act.RECORD_PAYMENT, pay)
        self.act(Act.DELIVER, c.DeliverInformation(request=x.CASE, delivered_on=on, way=way))

    @rule(ago=DAYS_AGO, what=st.sampled_from(Correctable), new=st.sampled_from(["", "view", "hard", "Lain"]))
    def an_entry_is_corrected(self, ago: int, what: Correctable, new: str) -> None:
        """A correction of anything, the day of receipt included."""
        value = self.ago(ago).isoformat() if what is Correctable.RECEIVED_ON else new
        self.act(Act.CORRECT, c.CorrectRequest(request=x.CASE, what=what, new=value, reason="Uji"))

    @rule(ago=DAYS_AGO, text=TEXTS, withdrawn=st.integers(0, 9))
    def the_case_ends(self, ago: int, text: str, withdrawn: int) -> None:
        """Closing, and now and then a withdrawal."""
        self.act(Act.CLOSE, c.CloseRequest(request=x.CASE, note=text))
        if not withdrawn:
            self.act(Act.WITHDRAW, c.WithdrawRequest(request=x.CASE, withdrawn_on=self.ago(ago)))

    def ago(self, days: int) -> date:
        """A day around the present one."""
        return self.story.day - timedelta(days=days)

    def act(self, act: Act, command: c.RequestCommand) -> None:
        """Take an act: an offered one may only be refused for what was written into it."""
        before = self.story.request
        barred: RuleError | None = None
        try:
            lawful.ACTS.check(act, before, self.story.context)
        except RuleError as refusal:
            barred = refusal
        happened = self.story.when(DECISIONS[act], command, exemptions=DECREED)
        if barred is not None:
            happened.then_refused(type(barred))
        self.record(happened)

    def record(self, happened: Happened) -> None:
        """What was refused changes nothing; what was recorded is read back as it was written."""
        if happened.refusal is not None:
            assert happened.refusal.sentence("id")
            assert happened.refusal.sentence("en")
            return
        for event in happened.events:
            stored = msgspec.json.encode(event)
            assert msgspec.json.decode(stored, type=VOCABULARY[NAMES[type(event)]]) == event
        self.story = self.story.and_then(*happened.events)

    @property
    def request(self) -> Request:
        """The request as it stands."""
        return self.story.request

    @invariant()
    def the_law_holds(self) -> None:
        """One extension, one answer, after completeness; nothing after the end but corrections."""
        kinds = [type(event) for event in self.story.events]
        answers = [kind for kind in kinds if kind in OUTCOMES]
        assert kinds.count(e.Extended) <= 1
        assert len(answers) <= 1
        assert sum(kind in {e.Closed, e.Withdrawn, e.ClosedUncorrected} for kind in kinds) <= 1
        if answers:
            position = kinds.index(answers[0])
            assert e.FoundComplete in kinds[:position]
            assert e.Extended not in kinds[position:]
        ends = [n for n, kind in enumerate(kinds) if kind in {e.Closed, e.Withdrawn, e.ClosedUncorrected}]
        if ends:
            assert set(kinds[ends[0] + 1 :]) <= {e.Corrected}

    @invariant()
    def an_extension_is_seven_days_after_its_base(self) -> None:
        """Whatever moved, the extended date is seven working days after the base date."""
        clocks = self.request.clocks
        if "D07" not in clocks or clocks["D07"].promise.due_on is None:
            return
        extended = clocks["D07"].promise
        assert extended.due_on == x.calendar(self.story.rules, self.known(extended)).add(
            extended.starts_on, 7
        )

    @invariant()
    def every_clock_is_explained(self) -> None:
        """Each promise is told day by day, with exactly as many counted days as it has."""
        for clock in self.request.clocks.values():
            kept = clock.promise
            assert kept.clock in CLOCKS
            if kept.due_on is None:
                assert kept.missing_year is not None
                continue
            calendar = x.calendar(self.story.rules, self.known(kept))
            told = calendar.explain(kept.starts_on, kept.due_on, kept.days)
            assert sum(one.counted for one in told) == kept.days
            assert told[0].on == kept.starts_on
            assert told[-1].on == kept.due_on

    @invariant()
    def what_ended_does_not_run(self) -> None:
        """A closed case has no running clock; an answered one no running answer clock."""
        request = self.request
        running = {clock.promise.clock for clock in request.running()}
        if request.step is Step.CLOSED:
            assert not running
        if request.notice:
            assert running.isdisjoint(ANSWER_CLOCKS)
        if not request.closing and request.notice is None:
            assert running & {"D06", "D07"}

    @staticmethod
    def known(promise: Promise) -> date:
        """A day on which the promise's edition was the newest."""
        return {
            x.BEFORE_AMENDMENT: date(2025, 8, 1),
            x.AFTER_AMENDMENT: date(2025, 8, 8),
        }.get(promise.calendar, date.max)


Office.TestCase.settings = settings(
    max_examples=60,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestAnyActs = Office.TestCase


def test_folding_skips_nothing_and_counts_every_version() -> None:
    events: tuple[Event, ...] = (x.FILED, x.REGISTERED, x.FOUND_COMPLETE, x.EXTENDED, x.REFUSED)
    assert given(*events).request.version == len(events)
