"""Filing: one save, one number, one receipt, however often and however many at once (F10, F11, F40, F41)."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from ppid import commands as c
from ppid.errors import RuleError
from ppid.events import Actor, Role
from ppid.numbering import book_stream
from ppid.person import ErasedError
from ppid.refusals import ChangedMeanwhileError, FutureDateError, KeyReusedError
from ppid.registering import Numbered
from ppid.request.events import Wish
from ppid.request.refusals import AlreadyAnsweredError, UnknownRequestError
from ppid.request.vocabulary import Channel, ExtensionGround, RequesterKind
from tests.web.world import BODY, OPERATOR, SARI, World


def _command(key: str = "", information: str = "Anggaran 2025") -> c.FileRequest:
    request = f"request-{key or secrets.token_hex(16)}"
    return c.FileRequest(
        key=request,
        request=request,
        body=BODY,
        channel=Channel.WEB,
        requester_kind=RequesterKind.INDIVIDUAL,
        requester=f"person-{secrets.token_hex(16)}",
        identity=SARI,
        wish=Wish(information=information, purpose="Penelitian"),
    )


def test_F41_fifty_filings_at_once_get_fifty_consecutive_numbers(either: World) -> None:
    desk = either.services.desk

    def file(_: int) -> str:
        command = _command()
        return desk.file_request(command, Actor(command.request, Role.CITIZEN)).number

    with ThreadPoolExecutor(25) as pool:
        numbers = sorted(pool.map(file, range(50)))
    assert numbers == [f"{n:04d}/PPID-POLDA-X/VI/2026" for n in range(1, 51)]
    book = [r.envelope.event for r in either.services.log.load(book_stream(BODY, 2026))]
    assert [b.sequence for b in book if isinstance(b, Numbered)] == list(range(1, 51))


def test_F10_a_filing_sent_twice_is_one_filing_with_the_same_receipt(either: World) -> None:
    command = _command()
    actor = Actor(command.request, Role.CITIZEN)
    with ThreadPoolExecutor(4) as pool:
        receipts = list(pool.map(lambda _: either.services.desk.file_request(command, actor), range(4)))
    assert len({(r.number, r.access_code, r.due_on, r.position) for r in receipts}) == 1
    assert sorted(r.repeated for r in receipts) == [False, True, True, True]
    assert len(either.services.log.load(command.request)) == 2


def test_F11_the_same_key_with_other_content_is_refused(either: World) -> None:
    command = _command()
    actor = Actor(command.request, Role.CITIZEN)
    either.services.desk.file_request(command, actor)
    with pytest.raises(KeyReusedError):
        either.services.desk.file_request(
            _command(command.request.removeprefix("request-"), "Sesuatu yang lain"), actor
        )


def test_a_refused_filing_leaves_nothing_behind(either: World) -> None:
    before = either.services.log.position()
    with pytest.raises(FutureDateError):
        either.file(received_on=date(2026, 6, 3))
    assert either.services.log.position() == before


def test_the_receipt_promises_the_statutory_day(either: World) -> None:
    receipt = either.file()
    assert (receipt.number, receipt.due_on) == ("0001/PPID-POLDA-X/VI/2026", date(2026, 6, 17))
    assert either.services.vault.code_matches(receipt.request, receipt.access_code.lower().replace("-", " "))


def test_numbers_begin_anew_each_year_and_each_year_without_a_gap(either: World) -> None:
    either.file(received_on=date(2025, 12, 30), channel=Channel.LETTER)
    either.file()
    old = either.file(received_on=date(2025, 12, 31), channel=Channel.LETTER)
    assert old.number == "0002/PPID-POLDA-X/XII/2025"
    assert either.file().number == "0002/PPID-POLDA-X/VI/2026"


def test_F40_of_eight_officers_one_decides_and_seven_are_told_what_happened(either: World) -> None:
    case = either.at("complete")
    seen = either.request(case).version

    def decide(n: int) -> RuleError | None:
        command = c.ExtendDeadline(
            request=case,
            seen=seen,
            key=f"form-{n}",
            ground=ExtensionGround.NOT_YET_HELD,
            reason=f"Petugas {n}",
            sent_on=either.clock.today,
        )
        try:
            either.services.desk.extend(command, either.actor("ppid"))
        except RuleError as refusal:
            return refusal
        return None

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(decide, range(8)))
    refused = [a for a in answers if a is not None]
    assert len(refused) == 7
    assert all(isinstance(a, ChangedMeanwhileError) for a in refused)
    told = [a for a in refused if isinstance(a, ChangedMeanwhileError)]
    assert {type(r.envelope.event).__name__ for a in told for r in a.happened} == {"Extended"}
    assert either.request(case).version == seen + 1


def test_an_act_sent_twice_is_recorded_once(either: World) -> None:
    case = either.at("registered")
    command = c.FindComplete(request=case, key="one-form", note="lengkap")
    first = either.services.desk.find_complete(command, either.actor("desk"))
    second = either.services.desk.find_complete(command, either.actor("desk"))
    assert (second.position, second.repeated) == (first.position, True)
    with pytest.raises(KeyReusedError):
        either.services.desk.find_complete(
            c.FindComplete(request=case, key="one-form", note="lain"), either.actor("desk")
        )


def test_F42_a_decision_while_the_requester_withdraws_leaves_one_lawful_history(either: World) -> None:
    case = either.at("complete")
    citizen = Actor(case, Role.CITIZEN)
    withdraw = c.WithdrawRequest(request=case, reason="sudah ada")
    route = c.RouteToUnit(request=case, unit="LANTAS", question="Ada?")

    def attempt(which: int) -> str:
        try:
            if which % 2:
                either.services.desk.withdraw(withdraw, citizen)
            else:
                either.services.desk.route(route, either.actor("ppid"))
        except RuleError as refusal:
            return refusal.code
        return "done"

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(attempt, range(6)))
    names = [type(r.envelope.event).__name__ for r in either.services.log.load(case)]
    assert names.count("Withdrawn") == 1
    assert names[-1] == "Withdrawn"
    assert names.count("Routed") <= 1
    assert answers.count("done") == names.count("Withdrawn") + names.count("Routed")


def test_nobody_acts_on_a_case_of_another_body(either: World) -> None:
    case = either.at("complete")
    stranger = Actor("person-x", Role.PPID, "body-00000000000000000000000000000000")
    with pytest.raises(UnknownRequestError):
        either.services.desk.close(c.CloseRequest(request=case), stranger)
    with pytest.raises(UnknownRequestError):
        either.services.desk.request("request-unknown", either.actor("ppid"))


def test_a_second_answer_names_the_first(either: World) -> None:
    case = either.at("granted")
    notice = either.request(case).notice
    assert notice is not None
    again = c.AnswerRequest(request=case, outcome=either.request(case).outcome, notice=notice)  # type: ignore[arg-type]
    with pytest.raises(AlreadyAnsweredError, match=notice.number):
        either.services.desk.answer(again, either.actor("ppid"))


def test_one_key_under_two_commands_is_not_taken_for_done(either: World) -> None:
    case = either.at("registered")
    desk = either.services.desk
    desk.find_complete(c.FindComplete(request=case, key="form-1"), either.actor("desk"))
    with pytest.raises(KeyReusedError):
        desk.close(c.CloseRequest(request=case, key="form-1"), either.actor("desk"))


def test_a_corrected_identity_never_follows_an_erasure(either: World) -> None:
    case = either.at("incomplete")
    person = either.request(case).requester
    either.services.people.erase(c.ErasePerson(person=person, basis="UU 27/2022"), OPERATOR)
    with pytest.raises(ErasedError):
        either.services.desk.complete(
            c.CompleteRequest(request=case, identity=SARI), Actor(case, Role.CITIZEN)
        )
    with pytest.raises(UnknownRequestError):
        either.services.desk.complete(
            c.CompleteRequest(request=case, identity=SARI), Actor("request-other", Role.CITIZEN)
        )
