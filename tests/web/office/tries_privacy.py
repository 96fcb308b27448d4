"""How the room of data subjects' applications is tried: its steps, and every act through its form."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from ppid.commands import ErasePerson
from ppid.events import Actor, Role, Stream
from ppid.privacy import commands as c
from ppid.privacy import events as e
from ppid.privacy.vocabulary import PrivacyKind, Proof
from tests.web.trying import Begin, Tried, Try
from tests.web.world import World

SIGNED = {"signed_on-day": "2", "signed_on-month": "6", "signed_on-year": "2026"}
ANSWER = {"number": "B/9/VI/2026", "text": "Data Anda kami lampirkan.", **SIGNED}
UNTIL = {"until-day": "2", "until-month": "6", "until-year": "2027"}
#: By which an erasure goes before the days in which an objection can be filed.
ORDERED = "1/Pen/2026"
IDENTITY = {
    "name": "Sari Wulandari, S.H.",
    "identity_number": "3276014107900001",
    "address": "Jalan Melati 6",
    "occupation": "",
    "phone": "",
    "email": "",
}


def ask(world: World, kind: PrivacyKind = PrivacyKind.ACCESS, **more: Any) -> Stream:
    """An application of a request's citizen, who knows its code."""
    case = world.at("closed")
    command = c.AskPrivacy(
        person=world.request(case).requester,
        kind=kind,
        what="Nama saya salah ditulis",
        case=case,
        key=secrets.token_hex(16),
        **more,
    )
    return world.services.privacy.ask(command, Actor(case, Role.CITIZEN)).stream


def proved(world: World, kind: PrivacyKind = PrivacyKind.ACCESS) -> Stream:
    """The same, with the identity proved by the code."""
    return ask(world, kind, proved=Proof.CODE)


def _granted(world: World) -> Stream:
    case = proved(world, PrivacyKind.ERASE)
    command = c.GrantErasure(case=case, number="B/9/VI/2026", text="Dihapus pekan ini.", order=ORDERED)
    world.services.privacy.grant(command, world.actor("ppid"))
    return case


def _erased(world: World) -> Stream:
    case = _granted(world)
    person = world.services.privacy.see(case, world.actor("ppid")).person
    command = ErasePerson(person=person, basis="UU 27/2022 Pasal 43", order="1/2026")
    world.services.people.erase(command, Actor("operator", Role.OPERATOR))
    return case


STEPS: dict[str, Callable[[World], Stream]] = {
    "asked": ask,
    "access": proved,
    "correct": lambda world: proved(world, PrivacyKind.CORRECT),
    "erase": lambda world: proved(world, PrivacyKind.ERASE),
    "granted": _granted,
    "erased": _erased,
}


def _asked_about(world: World) -> str:
    """A request is known to the lists by its number."""
    case = world.at("closed")
    world.follow()
    return f"?nomor={world.request(case).number}"


PRIVACY_TRIED = Tried(
    kind="privacy",
    at=lambda world, step: STEPS[step](world),
    shown="asked",
    tries=(
        Try("desk", "asked", "verify", {"by": "desk"}, (e.Verified,)),
        Try("ppid", "access", "done", ANSWER, (e.Done,)),
        Try("ppid", "correct", "done", {**ANSWER, **IDENTITY}, (e.Done,)),
        Try("ppid", "erase", "grant", {**ANSWER, "order": ORDERED}, (e.Granted,)),
        Try("ppid", "erased", "done", {}, (e.Done,)),
        Try("ppid", "erase", "refuse", {**ANSWER, **UNTIL, "ground": "public-interest"}, (e.Refused,)),
        Try("ppid", "granted", "refuse", {**ANSWER, **UNTIL, "ground": "law-enforcement"}, (e.Refused,)),
        Try("ppid", "asked", "refuse", {**ANSWER, "ground": "identity-not-proved"}, (e.Refused,)),
        Try("desk", "asked", "withdraw", {}, (e.Withdrawn,)),
    ),
    begins=(
        Begin(
            "desk",
            "",
            {"whose": "pemohon", "kind": "access", "wish": "", "way": "letter", "proved": "ya"},
            (e.Asked, e.Verified),
            asked=_asked_about,
        ),
    ),
    chosen=frozenset({"whose", "kind", "way", "proved", "by", "ground"}),
)
