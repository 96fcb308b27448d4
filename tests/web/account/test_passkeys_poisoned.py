"""The forms that a script fills with a key's answer, with one thing wrong: refused in words, nothing kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.specimens import Opened, Specimen, filled_in
from tests.journeys.test_bad_input import complaint, poisons, send, sound
from tests.web.account.conftest import strict
from tests.web.account.officers import is_in, type_password
from tests.web.world import World, officer_id

ME = officer_id("ppid")
#: As a browser writes it, of a key that nobody knows here.
ANSWER = (
    '{"id": "a2V5", "rawId": "a2V5", "type": "public-key", "authenticatorAttachment": "platform",'
    ' "response": {"clientDataJSON": "e30", "attestationObject": "oA", "authenticatorData": "AA",'
    ' "signature": "AA", "userHandle": null}, "clientExtensionResults": {}}'
)


def enter(world: World) -> Opened:
    visitor = world.visitor()
    return visitor, visitor.get("/meja/masuk/kunci")


def add(world: World) -> Opened:
    visitor = world.officer("ppid")
    return visitor, visitor.get("/meja/akun/kunci")


def set_up(world: World) -> Opened:
    visitor = strict(world).visitor()
    type_password(visitor)
    return visitor, visitor.get("/meja/masuk/pasang-kunci")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize(
    ("page_of", "typed"), [(enter, {}), (add, {"name": "Telepon"}), (set_up, {"name": "Telepon"})]
)
def test_an_answer_with_something_wrong_is_refused_in_words_and_keeps_no_key(
    world: World, page_of: Callable[[World], Opened], typed: dict[str, str]
) -> None:
    visitor, page = page_of(world)
    specimen = Specimen("kunci", "passkey", page_of, typed, "answer")
    body = sound(specimen, filled_in(page, answer=ANSWER).form("answer"))
    assert set(body) >= {"answer", *typed}
    wrong = []
    for poison in poisons(specimen, body):
        answer = send(visitor, page.url, poison)
        wrong += [f"{poison.name}: {said}" for said in [complaint(answer)] if said]
        answer.response.close()
    assert not wrong, "\n".join(wrong)
    assert world.services.doors.passkeys.of(ME) == []
    assert is_in(visitor) is (page_of is add)
