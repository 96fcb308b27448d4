"""Before the commission: summons, pleading, mediation, adjudication. Law: Perki 1/2013 art. 20-57."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from ppid.body import UnknownOfficerError
from ppid.dispute import commands as c
from ppid.dispute import events as e
from ppid.dispute import refusals as no
from ppid.dispute.hearing import (
    answer,
    challenge,
    end_mediation,
    extend_mediation,
    file_conclusions,
    open_adjudication,
    open_mediation,
    record_inspection,
    record_interim_ruling,
    represent,
    send_evidence,
    summon,
)
from ppid.dispute.vocabulary import EvidenceKind, MediationResult, Party, Point, Purpose, Step
from ppid.objection.vocabulary import Ground
from ppid.refusals import BeforeError, FutureDateError, RequiredError, TooFarError
from tests.examples import BUDI, budi_until, day
from tests.ppid.dispute import facts as f
from tests.ppid.dispute.facts import given

LATER = day("2026-12-01")
CHALLENGE = c.RecordChallenge(
    case=f.CASE, by=Party.BODY, filed_on=day("2026-07-16"), reason="Pernah menangani permohonannya."
)
POWER = c.AppointRepresentatives(
    case=f.CASE,
    representatives=(e.Representative("Kasubbid PID", BUDI), e.Representative("Kabidkum")),
    letter_number="SKU/4/VII/2026",
    signed_on=day("2026-07-10"),
)
ANSWER = c.FileAnswer(case=f.CASE, filed_on=day("2026-07-17"), letter_number="B/90/VII/2026")
SHEET = e.Evidence(EvidenceKind.TEST_SHEET, "Lembar uji konsekuensi", sealed=True, exemption=f.EXEMPTION)
SECRET = e.Evidence(
    EvidenceKind.EXEMPT_DOCUMENT, "Rencana operasi", sealed=True, exemption=f.EXEMPTION, rows=(1,)
)
LETTER = e.Evidence(EvidenceKind.DOCUMENT, "Tanda bukti permohonan")
EVIDENCE = c.SendEvidence(
    case=f.CASE,
    sent_on=day("2026-07-17"),
    letter_number="B/91/VII/2026",
    evidence=(LETTER, SHEET, SECRET),
)
MEET = c.OpenMediation(case=f.CASE, first_meeting_on=day("2026-08-03"))
EXTEND = c.ExtendMediation(case=f.CASE, agreed_on=day("2026-08-21"))
END = c.EndMediation(case=f.CASE, ended_on=day("2026-08-20"), result=MediationResult.FAILED)
OPEN = c.OpenAdjudication(case=f.CASE, opened_on=f.FIRST_HEARING, panel_size=3)
INTERIM = c.RecordInterimRuling(
    case=f.CASE,
    read_out_on=f.FIRST_HEARING,
    number="021/PS/KI-CTH/VII/2026",
    point=Point.TIME_LIMIT,
    holding="Permohonan diajukan dalam jangka waktu.",
)
INSPECT = c.RecordInspection(case=f.CASE, inspected_on=day("2026-07-27"), place="Mapolda", closed=True)
CONCLUDE = c.FileConclusions(case=f.CASE, filed_on=day("2026-08-04"))

NOTIFIED = given(f.NOTIFIED).on("2026-07-13")
IN_TALKS = given(f.NOT_FULFILLED, f.MEDIATED).on("2026-08-21")
HEARD = given(*f.HEARD).on("2026-08-04")


# D17, D18: the summons and the challenge ------------------------------------------------------------------


def test_a_summons_comes_three_working_days_before_day_one() -> None:
    NOTIFIED.when(summon, f.SUMMON).then(f.SUMMONED)
    story = NOTIFIED.and_then(f.SUMMONED)
    assert (story.dispute.step, story.dispute.first_hearing_on) == (Step.SUMMONED, f.FIRST_HEARING)
    assert story.clock("D17").on == day("2026-07-13")
    assert not story.clock("D17").late(LATER)


def test_a_summons_that_came_too_late_is_noted_and_recorded() -> None:
    late = replace(f.SUMMON, received_on=day("2026-07-16"))
    story = NOTIFIED.on("2026-07-16")
    assert story.and_then(story.when(summon, late).event).clock("D17").late(LATER)
    last = replace(f.SUMMON, received_on=day("2026-07-15"))
    assert not story.and_then(story.when(summon, last).event).clock("D17").late(LATER)


def test_day_one_is_counted_back_across_holidays() -> None:
    # Before Monday 30 March 2026 stand the days off of Nyepi and Idul Fitri, 18 to 24 March.
    early = given(replace(f.NOTIFIED, applied_on=day("2026-03-02"), received_on=day("2026-03-04")))
    command = replace(f.SUMMON, hearing_on=day("2026-03-26"), received_on=day("2026-03-16"))
    summoned = early.on("2026-03-16").when(summon, command).event
    assert isinstance(summoned, e.Summoned)
    assert {p.clock: p.due_on for p in summoned.promises} == {
        "D17": day("2026-03-16"),
        "D18": day("2026-03-17"),
    }


def test_a_challenge_comes_two_working_days_before_day_one() -> None:
    story = NOTIFIED.and_then(f.SUMMONED).on("2026-07-17")
    challenged = story.when(challenge, CHALLENGE).event
    assert not story.and_then(challenged).clock("D18").late(LATER)
    late = story.when(challenge, replace(CHALLENGE, filed_on=day("2026-07-17"))).event
    assert story.and_then(late).clock("D18").late(LATER)
    story.when(challenge, replace(CHALLENGE, reason=" ")).then_refused(RequiredError, "reason")


def test_a_panel_that_sits_is_challenged_no_more() -> None:
    story = NOTIFIED.and_then(f.SUMMONED, f.OPENED)
    assert not story.clock("D18").running
    assert not story.clock("D18").late(LATER)
    again = story.on("2026-07-27").when(
        summon, replace(f.SUMMON, hearing_on=day("2026-08-03"), received_on=day("2026-07-27"))
    )
    assert isinstance(again.event, e.Summoned)
    assert [p.clock for p in again.event.promises] == ["D17"]


def test_a_further_hearing_starts_no_clock() -> None:
    further = replace(f.SUMMON, purpose=Purpose.FURTHER)
    summoned = NOTIFIED.when(summon, further).event
    assert isinstance(summoned, e.Summoned)
    assert summoned.promises == ()


def test_a_summons_tells_that_the_papers_were_registered() -> None:
    story = given(f.UNREGISTERED, f.SUMMONED)
    assert not story.clock("D13").running
    assert not story.clock("D13").late(LATER)


def test_the_days_of_a_summons_are_checked() -> None:
    before = replace(f.SUMMON, received_on=day("2026-06-19"))
    NOTIFIED.when(summon, before).then_refused(BeforeError, "received_on")
    earlier = replace(f.SUMMON, hearing_on=day("2026-06-19"))
    NOTIFIED.when(summon, earlier).then_refused(BeforeError, "hearing_on")
    far = replace(f.SUMMON, hearing_on=day("2036-08-01"))
    NOTIFIED.when(summon, far).then_refused(TooFarError, "hearing_on")
    tomorrow = replace(f.SUMMON, received_on=day("2026-07-14"))
    NOTIFIED.when(summon, tomorrow).then_refused(FutureDateError, "received_on")


# Pleading -------------------------------------------------------------------------------------------------


def test_the_body_speaks_by_offices_and_a_power_of_attorney() -> None:
    represented = NOTIFIED.when(represent, POWER).event
    assert NOTIFIED.and_then(represented).dispute.represented == represented
    NOTIFIED.when(represent, replace(POWER, representatives=())).then_refused(
        RequiredError, "representatives"
    )
    nobody = replace(POWER, representatives=(e.Representative(" "),))
    NOTIFIED.when(represent, nobody).then_refused(RequiredError, "representatives")
    NOTIFIED.when(represent, replace(POWER, letter_number="")).then_refused(RequiredError, "letter_number")


def test_an_officer_speaks_for_the_body_while_a_term_of_theirs_runs() -> None:
    leaves = NOTIFIED.in_office(*budi_until("2026-07-13"))
    assert leaves.on("2026-07-13").when(represent, POWER).refusal is None
    leaves.on("2026-07-14").when(represent, POWER).then_refused(UnknownOfficerError)
    nobody = (e.Representative("Kasubbid PID", "officer-nobody"),)
    NOTIFIED.when(represent, replace(POWER, representatives=nobody)).then_refused(UnknownOfficerError)


@pytest.mark.parametrize(("filed_on", "late"), [("2026-07-17", False), ("2026-07-20", True)])
def test_the_written_answer_comes_before_day_one(filed_on: str, late: bool) -> None:
    story = NOTIFIED.and_then(f.SUMMONED).on("2026-07-20")
    answered = story.when(answer, replace(ANSWER, filed_on=day(filed_on))).event
    assert story.and_then(answered).dispute.answered_late is late
    assert story.and_then(answered, f.OPENED).dispute.answered_late is late


def test_exempt_documents_go_sealed_and_name_the_test_they_stand_on() -> None:
    story = NOTIFIED.on("2026-07-17")
    sent = story.when(send_evidence, EVIDENCE).event
    assert story.and_then(sent).dispute.evidence == (sent,)
    open_secret = replace(EVIDENCE, evidence=(replace(SECRET, sealed=False),))
    story.when(send_evidence, open_secret).then_refused(no.UnsealedError, "evidence")
    for piece in (SHEET, SECRET):
        nameless = replace(EVIDENCE, evidence=(replace(piece, exemption=""),))
        story.when(send_evidence, nameless).then_refused(no.NoTestNamedError, "evidence")
    for nothing in ((), (replace(LETTER, title=""),)):
        story.when(send_evidence, replace(EVIDENCE, evidence=nothing)).then_refused(RequiredError, "evidence")


# D19: mediation -------------------------------------------------------------------------------------------


def test_what_was_refused_as_exempt_is_not_mediated() -> None:
    given(f.NOTIFIED).on("2026-08-03").when(open_mediation, MEET).then_refused(no.NoMediationOnExemptionError)
    both = replace(f.NOTIFIED, grounds=(Ground.EXEMPT, Ground.LATE))
    given(both).on("2026-08-03").when(open_mediation, MEET).then(f.MEDIATED)


def test_E19_mediation_takes_fourteen_days_from_the_first_meeting() -> None:
    story = given(f.NOT_FULFILLED).on("2026-08-20")
    story.when(open_mediation, MEET).then(f.MEDIATED)
    assert IN_TALKS.clock("D19").promise.due_on == day("2026-08-24")
    assert IN_TALKS.dispute.step is Step.MEDIATION
    ended = IN_TALKS.when(end_mediation, END).event
    assert IN_TALKS.and_then(ended).clock("D19").on == day("2026-08-20")
    late = replace(END, ended_on=day("2026-08-26"))
    failed = IN_TALKS.on("2026-08-26").when(end_mediation, late).event
    assert IN_TALKS.and_then(failed).clock("D19").late(LATER)


def test_E19x_it_is_extended_once_by_seven_days_from_its_base_end() -> None:
    IN_TALKS.when(extend_mediation, EXTEND).then(f.MEDIATION_EXTENDED)
    extended = IN_TALKS.and_then(f.MEDIATION_EXTENDED)
    assert extended.clock("D19").promise.due_on == day("2026-09-03")
    extended.when(extend_mediation, EXTEND).then_refused(no.MediationExtendedError, due_on=day("2026-09-03"))


def test_an_extension_is_counted_from_the_base_end_as_the_calendar_has_it_now() -> None:
    # Promised before the decree of 2026 was known in full: the base end itself is counted anew.
    stale = replace(f.MEDIATED.promises[0], due_on=day("2026-08-21"), calendar="2/2025-08-07")
    story = given(f.NOT_FULFILLED, replace(f.MEDIATED, promises=(stale,))).on("2026-08-21")
    extended = story.when(extend_mediation, EXTEND).event
    assert isinstance(extended, e.MediationExtended)
    assert (extended.promises[0].starts_on, extended.promises[0].due_on) == (
        day("2026-08-24"),
        day("2026-09-03"),
    )


def test_an_extension_waits_for_the_calendar_its_base_end_falls_into() -> None:
    late = replace(
        f.MEDIATED,
        first_meeting_on=day("2026-12-21"),
        promises=(
            replace(f.MEDIATED.promises[0], starts_on=day("2026-12-21"), due_on=None, missing_year=2027),
        ),
    )
    story = given(f.NOT_FULFILLED, late).on("2026-12-28")
    story.when(extend_mediation, replace(EXTEND, agreed_on=day("2026-12-28"))).then_refused(
        no.ExtensionCalendarError, year=2027
    )


def test_there_is_one_mediation_and_its_steps_need_it() -> None:
    again = IN_TALKS.and_then(f.FAILED)
    again.when(open_mediation, MEET).then_refused(no.AlreadyMediatedError)
    for act, command in ((extend_mediation, EXTEND), (end_mediation, END)):
        again.when(act, command).then_refused(no.NotInMediationError)
        given(f.NOT_FULFILLED).on("2026-08-21").when(act, command).then_refused(no.NotInMediationError)
    before = replace(END, ended_on=day("2026-08-02"))
    IN_TALKS.when(end_mediation, before).then_refused(BeforeError, "ended_on")
    assert again.dispute.step is Step.ADJUDICATION


# D15, D20: the hearing ------------------------------------------------------------------------------------


def test_the_commission_starts_with_mediation_or_adjudication() -> None:
    story = NOTIFIED.on("2026-07-20")
    opened = story.when(open_adjudication, OPEN).event
    assert opened == f.OPENED
    assert story.and_then(opened).clock("D15").late(LATER)
    earlier = story.when(open_adjudication, replace(OPEN, opened_on=day("2026-07-10"))).event
    assert not story.and_then(earlier).clock("D15").late(LATER)
    assert given(f.NOT_FULFILLED, f.MEDIATED).clock("D15").on == day("2026-08-03")


@pytest.mark.parametrize("size", [-1, 0, 1, 2, 4])
def test_a_panel_is_odd_and_at_least_three(size: int) -> None:
    story = NOTIFIED.on("2026-07-20")
    story.when(open_adjudication, replace(OPEN, panel_size=size)).then_refused(
        no.PanelSizeError, "panel_size"
    )
    assert isinstance(story.when(open_adjudication, replace(OPEN, panel_size=5)).event, e.AdjudicationOpened)


def test_day_one_is_one_day_and_waits_for_the_mediation() -> None:
    HEARD.when(open_adjudication, OPEN).then_refused(no.AdjudicationOpenedError, on=f.FIRST_HEARING)
    IN_TALKS.when(open_adjudication, OPEN).then_refused(no.InMediationError)


def test_conclusions_come_three_working_days_before_the_decision_is_read() -> None:
    announced = HEARD.on("2026-07-29").when(
        summon,
        replace(f.SUMMON, purpose=Purpose.DECISION, hearing_on=f.READ_OUT, received_on=day("2026-07-29")),
    )
    announced.then(f.TO_DECISION)
    assert HEARD.dispute.decision_hearing_on == f.READ_OUT
    assert HEARD.clock("D20").promise.due_on == day("2026-08-04")
    filed = HEARD.when(file_conclusions, CONCLUDE).event
    assert not HEARD.and_then(filed).clock("D20").late(LATER)
    late = HEARD.on("2026-08-05").when(file_conclusions, replace(CONCLUDE, filed_on=day("2026-08-05"))).event
    assert HEARD.and_then(late).clock("D20").late(LATER)


def test_interim_rulings_and_inspections_belong_to_the_hearing() -> None:
    for act, command in (
        (record_interim_ruling, INTERIM),
        (record_inspection, INSPECT),
        (file_conclusions, CONCLUDE),
    ):
        NOTIFIED.on("2026-08-04").when(act, command).then_refused(no.NoAdjudicationError)
        assert HEARD.when(act, command).refusal is None
    ruled = HEARD.when(record_interim_ruling, INTERIM).event
    inspected = HEARD.when(record_inspection, INSPECT).event
    story = HEARD.and_then(ruled, inspected).dispute
    assert (story.interim, story.inspections) == ((ruled,), (inspected,))
    before = replace(INTERIM, read_out_on=day("2026-07-17"))
    HEARD.when(record_interim_ruling, before).then_refused(BeforeError, "read_out_on")
    HEARD.when(record_interim_ruling, replace(INTERIM, holding="")).then_refused(RequiredError, "holding")
    HEARD.when(record_inspection, replace(INSPECT, place="")).then_refused(RequiredError, "place")


@pytest.mark.parametrize(
    ("act", "command"),
    [
        (summon, f.SUMMON),
        (challenge, CHALLENGE),
        (answer, ANSWER),
        (send_evidence, EVIDENCE),
        (open_mediation, MEET),
        (extend_mediation, EXTEND),
        (end_mediation, END),
        (open_adjudication, OPEN),
        (record_interim_ruling, INTERIM),
        (record_inspection, INSPECT),
        (file_conclusions, CONCLUDE),
    ],
)
def test_after_the_decision_nothing_more_is_pleaded(act: Callable[..., object], command: object) -> None:
    given(*f.DECIDED).on("2026-09-01").when(act, command).then_refused(no.AlreadyRuledError, on=f.READ_OUT)
