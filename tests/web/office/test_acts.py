"""Every act, from the form on its page to the fact in the log, as the officer does it: without scripts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pytest

from ppid.events import Event, Stream
from ppid.exemption.commands import RecordOpenedInCourt
from ppid.request import events as e
from ppid.request.lawful import ACTS, Act
from tests import attached
from tests.web.exempting import DECREED, ROWS, row_value
from tests.web.visitor import Page, Value
from tests.web.world import OFFICERS, World

PDF = (attached.pdf("informasi"), "anggaran.pdf")


def page_of(case: Stream, act: str = "") -> str:
    """The address of a case, or of an act on it."""
    return f"/meja/permohonan/{case.removeprefix('request-')}{'/' + act if act else ''}"


def events(world: World, case: Stream) -> list[Event]:
    """The facts of a case."""
    return [r.envelope.event for r in world.services.log.load(case)]


class Try(NamedTuple):
    """An act by somebody on a case at a step: what is typed, and the facts it records."""

    officer: str
    step: str
    act: str
    typed: Mapping[str, Value]
    recorded: tuple[type[Event], ...]
    previews: bool = False
    query: str = ""


NOTICE = {"number": "B/17/VI/2026"}
GIVEN = {"material": "Rincian anggaran 2025", "formats": "soft", "tool": "PDF melalui surel"}
TRIES = (
    Try("desk", "registered", "find-complete", {"note": "Lengkap."}, (e.FoundComplete,)),
    Try(
        "ppid",
        "registered",
        "find-incomplete",
        {"missing": ["purpose", "contact"]},
        (e.FoundIncomplete,),
        True,
    ),
    Try("desk", "incomplete", "letter-received", {}, (e.IncompletenessReceived,), True),
    Try(
        "desk", "letter-received", "complete", {"note": "KTP di meja.", "purpose": "Skripsi"}, (e.Completed,)
    ),
    Try("ppid", "complete", "route", {"unit": "LANTAS", "question": "Apakah ada?"}, (e.Routed,)),
    Try("unit", "routed", "answer-as-unit", {"holds": "ya", "answer": "Ada."}, (e.UnitAnswered,)),
    Try(
        "ppid",
        "complete",
        "extend",
        {"ground": "not-yet-held", "reason": "Masih dihimpun."},
        (e.Extended,),
        True,
    ),
    Try("ppid", "complete", "answer", {**NOTICE, **GIVEN}, (e.Granted,), True, "?outcome=granted"),
    Try(
        "ppid",
        "decreed",
        "answer",
        {
            **NOTICE,
            **GIVEN,
            "blackout_1_material": "Nama pelapor",
            "blackout_1_reason": "Membahayakan pelapor.",
            "blackout_1_article": "17(a)(2)",
            "blackout_1_exemption": row_value(1),
            "blackout_3_material": "Nomor rekening",
            "blackout_3_reason": "Rahasia pribadi.",
            "blackout_3_article": "17(h)(3)",
            "blackout_3_exemption": row_value(2),
        },
        (e.PartlyGranted,),
        True,
        "?outcome=partly-granted",
    ),
    Try(
        "ppid",
        "decreed",
        "answer",
        {
            **NOTICE,
            "exempt_rows": [row_value(1)],
            "articles": ["17(a)", "17(a)(1)"],
            "reasons": "Sedang disidik.",
            "consequence": "Penyidikan terhambat.",
            "approval_by": "Kapolda",
            "approval_on-day": "2",
            "approval_on-month": "6",
            "approval_on-year": "2026",
        },
        (e.RefusedExempt,),
        True,
        f"?outcome=refused-exempt&exempt_rows={row_value(1)}",
    ),
    Try(
        "ppid",
        "complete",
        "answer",
        {**NOTICE, "articles": "UU 14/2008 Pasal 6 ayat (2)", "reasons": "Tidak menyebut informasi."},
        (e.RefusedOther,),
        True,
        "?outcome=refused-other",
    ),
    Try(
        "ppid",
        "complete",
        "answer",
        {**NOTICE, "other_body": "Dinas Perhubungan", "explanation": "Datanya di dinas."},
        (e.NotHeld,),
        True,
        "?outcome=not-held",
    ),
    Try(
        "ppid",
        "complete",
        "answer",
        {
            **NOTICE,
            "held": "belum-dikuasai",
            "explanation": "Belum disusun.",
            "available_on-day": "1",
            "available_on-month": "9",
            "available_on-year": "2026",
        },
        (e.NotDocumented,),
        True,
        "?outcome=not-documented",
    ),
    Try("desk", "granted", "notice-received", {}, (e.NoticeReceived,)),
    Try(
        "desk",
        "awaiting-payment",
        "record-payment",
        {"method": "cash", "receipt_number": "K-1"},
        (e.FeePaid,),
    ),
    Try(
        "desk", "granted", "deliver", {"proof": "Surel", "documents": PDF}, (e.InformationDelivered, e.Closed)
    ),
    Try("desk", "complete", "withdraw", {"reason": "Sudah ketemu."}, (e.Withdrawn,)),
    Try(
        "desk",
        "complete",
        "correct",
        {"new": "Skripsi", "reason": "Salah tulis."},
        (e.Corrected,),
        True,
        "?what=purpose",
    ),
    Try("desk", "refusal-received", "close", {"note": ""}, (e.Closed,)),
)


def go(world: World, attempt: Try) -> tuple[Stream, Page]:
    """Fill in the form and send it, through the preview where there is one."""
    case = world.at(attempt.step)
    visitor = world.officer(attempt.officer)
    page = visitor.get(page_of(case, attempt.act) + attempt.query)
    assert page.status == 200, page.text
    before = events(world, case)
    page = visitor.send(page, attempt.typed, form="seen")
    if attempt.previews:
        assert page.status == 200, page.text
        assert "Belum ada yang dicatat" in page.text
        assert events(world, case) == before
        page = visitor.send(page, button="catat", form="seen")
    return case, page


@pytest.mark.parametrize("attempt", TRIES, ids=lambda t: f"{t.act}{t.query}")
def test_an_act_goes_from_its_form_to_the_log(world: World, attempt: Try) -> None:
    case, page = go(world, attempt)
    assert page.status == 200, page.text
    assert page.url == page_of(case)
    assert tuple(map(type, events(world, case)[-len(attempt.recorded) :])) == attempt.recorded
    assert "Tercatat." in page.text


def test_closing_an_uncorrected_request_waits_for_the_window(world: World) -> None:
    case = world.at("letter-received")
    desk = world.officer("desk")
    early = desk.get(page_of(case, "close-uncorrected"))
    assert early.status == 422
    assert "pemohon masih berhak melengkapinya sampai dengan 5 Juni 2026" in early.text
    world.clock.set("2026-06-08")
    page = world.officer("desk")
    page_now = page.get(page_of(case, "close-uncorrected"))
    page.send(page_now, {"note": "Tidak dilengkapi."})
    assert isinstance(events(world, case)[-1], e.ClosedUncorrected)


@pytest.mark.parametrize("username", [name for name in OFFICERS if name != "auditor"])
def test_each_role_is_offered_exactly_its_acts(world: World, username: str) -> None:
    case = world.at("routed")
    role = OFFICERS[username][0]
    for act in Act:
        page = world.officer(username).get(page_of(case, act.value))
        assert (page.status != 403) is (role in ACTS.roles(act)), (act, page.status)


def test_every_act_of_the_law_has_its_page_tried() -> None:
    assert {t.act for t in TRIES} | {"close-uncorrected"} == {act.value for act in Act}


# Refusing as exempt rests on a decree --------------------------------------------------------------------

EXEMPT = "?outcome=refused-exempt"


def test_the_decree_is_chosen_first_and_fills_the_form(world: World) -> None:
    case = world.at("decreed")
    ppid = world.officer("ppid")
    choice = ppid.get(page_of(case, "answer") + EXEMPT)
    assert "Keputusan pengecualian mana yang menjadi dasarnya?" in choice.text
    assert ROWS[0].information in choice.text
    assert "approval_by" not in choice.text
    form = ppid.get(
        page_of(case, "answer") + EXEMPT + f"&exempt_rows={row_value(1)}&exempt_rows={row_value(2)}"
    )
    values = form.form("seen").values
    assert values.getlist("articles") == ["17(a)", "17(h)"]
    assert values.getlist("exempt_rows") == [row_value(1), row_value(2)]
    assert ROWS[0].consequence_opened in values["consequence"]
    assert ROWS[1].public_interest in values["reasons"]


def test_without_a_decree_the_form_says_so_and_nothing_is_refused(world: World) -> None:
    case = world.at("complete")
    ppid = world.officer("ppid")
    form = ppid.get(page_of(case, "answer") + EXEMPT)
    assert "Belum ada keputusan pengecualian yang berlaku" in form.text
    refusal = next(t for t in TRIES if "refused-exempt" in t.query)
    typed = {name: value for name, value in refusal.typed.items() if name != "exempt_rows"}
    page = ppid.send(form, typed, form="seen")
    assert page.status == 422
    assert "Sebutkan keputusan pengecualian" in page.error("exempt_rows")
    assert page.form("seen").values["reasons"] == "Sedang disidik."


def test_what_is_open_is_not_offered_and_not_taken(world: World) -> None:
    case = world.at("decreed")
    ppid = world.officer("ppid")
    form = ppid.get(page_of(case, "answer") + EXEMPT + f"&exempt_rows={row_value(1)}")
    world.services.exemptions.open_in_court(
        RecordOpenedInCourt(
            case=DECREED, rows=(1,), session_on=world.clock.today, court="PN Contoh", case_number="17"
        ),
        world.actor("ppid"),
    )
    refusal = next(t for t in TRIES if "refused-exempt" in t.query)
    page = ppid.send(form, refusal.typed, form="seen")
    assert page.status == 422
    assert "tidak berlaku pada 2 Juni 2026" in page.error("exempt_rows")
    world.follow()
    again = ppid.get(page_of(case, "answer") + EXEMPT)
    assert ROWS[0].information not in again.text
    assert ROWS[1].information in again.text
