"""Taking an objection in. Law: UU 14/2008 art. 35-36; Perki 1/2021 art. 39-43, annex X; regulations §5.2."""

from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from ppid.acts import NotYourActError
from ppid.checks import TEXT_CHARS
from ppid.events import Actor, CountingRules, Role
from ppid.objection import events as e
from ppid.objection import refusals as no
from ppid.objection.filing import objection_number
from ppid.objection.lawful import check_filer
from ppid.objection.vocabulary import Ground, Step
from ppid.person import Identity
from ppid.refusals import BeforeError, FutureDateError, RequiredError, TooLongError
from ppid.request.vocabulary import Channel
from tests import examples as x
from tests.examples import day, promise
from tests.ppid.objection import facts as f
from tests.ppid.objection.facts import FILE, given, nothing

BUDI = Identity(name="Budi Santoso", number="3276010101800002")
PERIODIC = replace(
    FILE,
    request="",
    grounds=(Ground.PERIODIC,),
    information="Laporan keuangan tahun 2025",
    found_on=day("2026-07-13"),
    objector=x.SARI,
    identity=x.SARI_IDENTITY,
)


def test_an_objection_is_pre_filled_from_its_request() -> None:
    nothing().file().then(f.FILED, f.REGISTERED)
    objection = given(f.FILED, f.REGISTERED).objection
    assert (objection.number, objection.step) == (f.NUMBER, Step.REGISTERED)
    assert objection.title == "Keberatan (a)"


def test_E32d_the_answer_is_due_thirty_working_days_after_receipt() -> None:
    registered = nothing().file().events[1]
    assert isinstance(registered, e.Registered)
    assert registered.promises == (promise("D10", f.RECEIVED, 30, day("2026-09-02")),)


def test_E15_the_answer_to_an_objection_of_april_is_due_in_june() -> None:
    story = nothing().of(x.FILED, x.REGISTERED).on("2026-04-20")
    periodic = replace(PERIODIC, received_on=day("2026-04-20"), found_on=day("2026-04-17"))
    registered = story.of().file(periodic).events[1]
    assert isinstance(registered, e.Registered)
    assert registered.promises[0].due_on == day("2026-06-09")


def test_U10_the_answer_runs_from_receipt_also_when_the_register_came_later() -> None:
    filed, registered = nothing().on("2026-07-23").file().events
    assert isinstance(filed, e.Filed)
    assert isinstance(registered, e.Registered)
    assert (filed.received_on, registered.registered_on) == (f.RECEIVED, day("2026-07-23"))
    assert registered.promises[0].due_on == f.ANSWER_DUE
    assert registered.number == f.NUMBER


def test_U6_what_comes_after_closing_time_counts_from_the_next_day_where_the_body_says_so() -> None:
    evening = datetime(2026, 7, 20, 9, 30, tzinfo=UTC)  # 16:30 in Jakarta, the desk closes at 15:00
    story = nothing().counting(CountingRules(after_hours_next_day=True))
    registered = story.file(replace(FILE, received_at=evening)).events[1]
    assert isinstance(registered, e.Registered)
    assert registered.promises[0].due_on == day("2026-09-03")
    plain = nothing().file(replace(FILE, received_at=evening)).events[1]
    assert isinstance(plain, e.Registered)
    assert plain.promises[0].due_on == f.ANSWER_DUE


def test_a_number_names_sequence_body_month_and_year() -> None:
    assert objection_number(x.office(), 12, date(2026, 11, 3)) == "0012/KEB-PPID-POLDA-CONTOH/XI/2026"


@pytest.mark.parametrize("channel", [channel for channel in Channel if channel is not Channel.BOOK])
def test_every_channel_is_taken_in(channel: Channel) -> None:
    assert nothing().file(replace(FILE, channel=channel)).refusal is None


def test_a_book_is_no_channel() -> None:
    nothing().file(replace(FILE, channel=Channel.BOOK)).then_refused(no.NotAChannelError, "channel")


def test_several_grounds_stand_in_the_order_of_the_law_each_once() -> None:
    several = replace(FILE, grounds=(Ground.NOT_FULFILLED, Ground.EXEMPT, Ground.NOT_FULFILLED))
    filed = nothing().file(several).events[0]
    assert isinstance(filed, e.Filed)
    assert filed.grounds == (Ground.EXEMPT, Ground.NOT_FULFILLED)
    assert [period.ground for period in filed.periods] == [Ground.EXEMPT, Ground.NOT_FULFILLED]


def test_a_ground_must_be_named() -> None:
    nothing().file(replace(FILE, grounds=())).then_refused(RequiredError, "grounds")


@pytest.mark.parametrize("ground", [Ground.UNANSWERED, Ground.LATE])
def test_a_ground_that_does_not_fit_the_case_is_refused_with_the_reason(ground: Ground) -> None:
    refused = nothing().file(replace(FILE, grounds=(Ground.EXEMPT, ground)))
    refused.then_refused(no.GroundNotOpenError, "grounds", ground=ground)


def test_whether_a_ground_fits_is_asked_for_the_day_of_receipt() -> None:
    # Received on the last day of the clock, entered on the next: it was not unanswered yet.
    silent = nothing().of(*f.SILENT_REQUEST).on("2026-06-19")
    command = replace(FILE, grounds=(Ground.UNANSWERED,), received_on=x.ANSWER_DUE)
    silent.file(command).then_refused(no.GroundNotOpenError, "grounds")
    assert silent.file(replace(command, received_on=day("2026-06-18"))).refusal is None


def test_U11_a_late_ground_is_taken_in_and_marked() -> None:
    late = replace(FILE, received_on=day("2026-08-10"), grounds=(Ground.EXEMPT, Ground.NOT_FULFILLED))
    filed, registered = nothing().on("2026-08-10").file(late).events
    assert isinstance(filed, e.Filed)
    assert [(period.ground, period.late) for period in filed.periods] == [
        (Ground.EXEMPT, True),
        (Ground.NOT_FULFILLED, True),
    ]
    objection = given(filed, registered).objection
    assert objection.late_grounds == (Ground.EXEMPT, Ground.NOT_FULFILLED)
    in_time = nothing().on("2026-08-10").file(replace(late, received_on=day("2026-08-07"))).events[0]
    assert isinstance(in_time, e.Filed)
    assert not any(period.late for period in in_time.periods)


def test_each_ground_is_late_by_its_own_window() -> None:
    ran_out = (*f.SILENT_REQUEST, *f.REFUSED_REQUEST[-2:])  # answered after 17 June, without an extension
    both = replace(FILE, grounds=(Ground.EXEMPT, Ground.UNANSWERED), received_on=day("2026-08-03"))
    filed = nothing().of(*ran_out).on("2026-08-03").file(both).events[0]
    assert isinstance(filed, e.Filed)
    assert [(period.ground, period.late) for period in filed.periods] == [
        (Ground.EXEMPT, False),
        (Ground.UNANSWERED, True),
    ]


def test_a_ground_is_not_raised_twice_while_the_first_objection_is_open() -> None:
    raised = {Ground.EXEMPT: "0007/KEB-PPID-POLDA-CONTOH/VII/2026"}
    nothing().file(raised=raised).then_refused(
        no.AlreadyObjectedError, "grounds", number="0007/KEB-PPID-POLDA-CONTOH/VII/2026"
    )
    assert nothing().file(replace(FILE, grounds=(Ground.NOT_FULFILLED,)), raised=raised).refusal is None


def test_ground_b_needs_no_request() -> None:
    filed = nothing().of().file(PERIODIC, deciders=()).events[0]
    assert isinstance(filed, e.Filed)
    assert (filed.request, filed.request_number, filed.objector) == ("", "", x.SARI)
    assert (filed.information, filed.found_on) == ("Laporan keuangan tahun 2025", day("2026-07-13"))
    assert filed.periods[0].promise is not None
    assert filed.periods[0].promise.starts_on == day("2026-07-13")
    assert filed.decided_by == ()


def test_any_other_ground_needs_a_request() -> None:
    both = replace(PERIODIC, grounds=(Ground.PERIODIC, Ground.NOT_FULFILLED))
    nothing().of().file(both).then_refused(no.RequestNeededError, "grounds", ground=Ground.NOT_FULFILLED)


@pytest.mark.parametrize(
    ("field", "empty"), [("information", " "), ("identity", None), ("objector", ""), ("found_on", None)]
)
def test_ground_b_says_who_objects_what_is_missing_and_since_when(field: str, empty: object) -> None:
    refused = nothing().of().file(replace(PERIODIC, **{field: empty}))
    refused.then_refused(RequiredError, "identity" if field == "objector" else field)


def test_the_information_was_found_missing_before_the_objection() -> None:
    nothing().of().file(replace(PERIODIC, found_on=day("2026-07-21"))).then_refused(
        FutureDateError, "found_on"
    )
    later = nothing().of().on("2026-07-25").file(replace(PERIODIC, found_on=day("2026-07-21")))
    later.then_refused(BeforeError, "found_on")


@pytest.mark.parametrize("field", ["case", "purpose"])
def test_the_case_and_the_purpose_are_described(field: str) -> None:
    nothing().file(replace(FILE, **{field: "  "})).then_refused(RequiredError, field)
    nothing().file(replace(FILE, **{field: "x" * (TEXT_CHARS + 1)})).then_refused(TooLongError, field)


def test_an_objection_follows_its_request_and_is_never_of_tomorrow() -> None:
    nothing().file(replace(FILE, received_on=day("2026-07-21"))).then_refused(FutureDateError, "received_on")
    nothing().file(replace(FILE, received_on=day("2026-06-01"))).then_refused(BeforeError, "received_on")


def test_a_representative_shows_a_special_power_of_attorney() -> None:
    by_budi = replace(FILE, representative=x.BUDI, representative_identity=BUDI)
    nothing().file(by_budi).then_refused(RequiredError, "documents")
    assert nothing().file(replace(by_budi, documents=(f.MANDATE,))).refusal is None


def test_a_representative_is_known_by_name_now_or_from_the_request() -> None:
    nameless = replace(FILE, representative=x.BUDI, documents=(f.MANDATE,))
    nothing().file(nameless).then_refused(RequiredError, "representative_identity")
    nothing().file(replace(nameless, representative_identity=Identity(name=" "))).then_refused(
        RequiredError, "name"
    )
    represented = (replace(x.FILED, representative=x.BUDI), *f.REFUSED_REQUEST[1:])
    assert nothing().of(*represented).file(nameless).refusal is None


@pytest.mark.parametrize("role", Role)
def test_the_citizen_the_desk_and_the_ppid_file(role: Role) -> None:
    actor = Actor("somebody", role, x.REGION)
    if role in {Role.CITIZEN, Role.SERVICE_DESK, Role.PPID}:
        check_filer(actor)
    else:
        with pytest.raises(NotYourActError):
            check_filer(actor)
