"""How the room of breaches is tried: its steps, and every act through its form."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from ppid.breach import commands as c
from ppid.breach import events as e
from ppid.breach.vocabulary import Channel, DataClass
from ppid.events import Stream
from tests.web.trying import Begin, Tried, Try
from tests.web.world import BODY, World

HOW = "Surel terkirim ke alamat yang salah"
TODAY = {"day": "2", "month": "6", "year": "2026"}


def on(name: str) -> dict[str, str]:
    """Today, in three boxes."""
    return {f"{name}-{part}": value for part, value in TODAY.items()}


def note(world: World, **more: Any) -> Stream:
    """A breach that the PPID knows of now."""
    given: dict[str, Any] = {"data": (DataClass.NAME,), "people": 2, "how": HOW, **more}
    command = c.NoteBreach(breach=f"breach-{secrets.token_hex(16)}", body=BODY, **given)
    return world.services.breaches.note(command, world.actor("ppid")).stream


def assessed(world: World, **more: Any) -> Stream:
    """The same, with one person whom the log knows."""
    case = note(world)
    person = world.request(world.at("complete")).requester
    given: dict[str, Any] = {"data": (DataClass.NAME,), "people": 2, "how": HOW, "persons": (person,), **more}
    world.services.breaches.assess(c.AssessBreach(case=case, **given), world.actor("ppid"))
    return case


def _public(world: World) -> Stream:
    return assessed(world, public=True)


def _done(world: World) -> Stream:
    case = assessed(world)
    breaches, ppid = world.services.breaches, world.actor("ppid")
    persons = breaches.see(case, ppid).persons
    told = c.NotifySubjects(case=case, channel=Channel.LETTER, people=1, persons=persons)
    breaches.notify_subjects(told, ppid)
    breaches.notify_agency(c.NotifyAgency(case=case, number="B/10/VI/2026"), ppid)
    handled = c.ContainBreach(case=case, handling="Ditarik", recovery="Diperiksa", done_on=world.clock.today)
    breaches.contain(handled, ppid)
    return case


STEPS: dict[str, Callable[[World], Stream]] = {
    "noted": note,
    "assessed": assessed,
    "public": _public,
    "done": _done,
}

WHAT = {"data": ["name", "contact"], "people": "12", "course": HOW}

BREACH_TRIED = Tried(
    kind="breach",
    at=lambda world, step: STEPS[step](world),
    shown="noted",
    tries=(
        Try("ppid", "noted", "assess", {**WHAT, "public": "tidak"}, (e.Assessed,)),
        Try("ppid", "assessed", "notify-subjects", {"channel": "letter", "rows": "1"}, (e.SubjectNotified,)),
        Try("superior", "assessed", "notify-agency", {"number": "B/10/VI/2026"}, (e.AgencyNotified,)),
        Try(
            "ppid",
            "public",
            "notify-public",
            {**on("told_on"), "medium": "website", "where": "Laman PPID"},
            (e.PublicNotified,),
        ),
        Try(
            "ppid",
            "noted",
            "contain",
            {"handling": "Surel ditarik", "recovery": "Alamat diperiksa", **on("done_on")},
            (e.Contained,),
        ),
        Try("head", "done", "close", {"note": ""}, (e.Closed,)),
    ),
    begins=(Begin("ppid", "", WHAT, (e.Noted,)),),
    several=frozenset({"data"}),
    chosen=frozenset({"data", "public", "channel", "medium", "officer"}),
)
