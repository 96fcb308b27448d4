"""Every act, from the form on its page to the fact in the log, as the officer does it: without scripts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pytest

from ppid.events import Event, Stream
from ppid.request import events as e
from ppid.request.lawful import ACTS, Act
from tests.web.visitor import Page, Value
from tests.web.world import OFFICERS, World

PDF = (b"%PDF-1.7\ninformasi\n%%EOF\n", "anggaran.pdf")


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
        "complete",
        "answer",
        {
            **NOTICE,
            **GIVEN,
            "blackout_1_material": "Nama pelapor",
            "blackout_1_reason": "Membahayakan pelapor.",
            "blackout_1_article": "17(a)(2)",
            "blackout_3_material": "Nomor rekening",
            "blackout_3_reason": "Rahasia pribadi.",
            "blackout_3_article": "17(h)(3)",
        },
        (e.PartlyGranted,),
        True,
        "?outcome=partly-granted",
    ),
    Try(
        "ppid",
        "complete",
        "answer",
        {
            **NOTICE,
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
        "?outcome=refused-exempt",
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
