"""Whoever waits is told that there is something to see, once, and never of what is long past (F65)."""

from __future__ import annotations

import threading

import pytest
from msgspec.structs import replace

from ppid import commands as c
from ppid.events import Actor, Role
from ppid.people import Contact
from tests.web.citizen.reading import BUDI
from tests.web.mailing.posting import Box, page_of, plain_of, post
from tests.web.world import SARI, World
from web.mailing.crier import Crier
from web.mailing.postman import Postman, Round


def cry(world: World) -> int:
    return Crier(world.services).round()


@pytest.fixture
def listening(mailing: World) -> World:
    """A world whose crier has begun."""
    cry(mailing)
    return mailing


def test_an_answer_is_told_to_whoever_asked_and_to_who_acts_for_them(listening: World, box: Box) -> None:
    agent = {"representative": "person-" + "c" * 32, "representative_identity": BUDI}
    case = listening.at("refused-other", **agent)
    assert cry(listening) == 2
    post(listening)
    assert sorted(reader for readers in box.recipients for reader in readers) == [BUDI.email, SARI.email]
    said = plain_of(box.taken[0]) + page_of(box.taken[0])
    assert listening.request(case).number in said
    assert "ditolak" not in said
    assert "http://localhost/surel" in said
    assert cry(listening) == 0


def test_a_filing_and_a_step_of_ones_own_are_no_news(listening: World) -> None:
    person = listening.request(listening.at("withdrawn")).requester
    # The page that took the change tells of it, and also the address that held before.
    own = Contact(phone="0811 1111 111", email=SARI.email)
    assert listening.services.people.change_contact(person, own, Actor(person, Role.CITIZEN))
    assert cry(listening) == 0


def test_a_correction_by_an_officer_is_told_without_what_was_corrected(listening: World, box: Box) -> None:
    person = listening.request(listening.file().request).requester
    cry(listening)
    changed = c.CorrectPerson(person=person, identity=replace(SARI, name="Sari W."), reason="Ejaan nama")
    listening.services.people.correct(changed, listening.actor("desk"))
    assert cry(listening) == 1
    post(listening)
    assert "Sari W." not in str(box.taken[0])


def test_what_was_before_mail_was_set_up_is_not_told(mailing: World) -> None:
    mailing.at("refused-other")
    assert cry(mailing) == 0
    assert cry(mailing) == 0
    mailing.at("refused-other")
    assert cry(mailing) == 1


def test_F65_news_found_a_week_late_is_a_task_and_no_mail(listening: World, box: Box) -> None:
    case = listening.at("refused-other")
    listening.clock.forward(days=7)
    assert cry(listening) == 1
    assert post(listening) == Round(ended=1)
    assert not box.taken
    (stuck,) = listening.services.outbox.stuck()
    assert (stuck.about, stuck.problem) == (case, "expired")


def test_several_criers_tell_it_once(listening: World, box: Box) -> None:
    listening.at("refused-other")
    told: list[int] = []
    criers = [threading.Thread(target=lambda: told.append(cry(listening))) for _ in range(4)]
    for crier in criers:
        crier.start()
    for crier in criers:
        crier.join()
    assert sum(told) == 1
    post(listening)
    assert len(box.taken) == 1


def test_a_log_that_cannot_be_read_on_keeps_no_link_back(listening: World, box: Box) -> None:
    listening.file()
    listening.follow()
    token, until = listening.services.proofs.link(SARI.email)
    listening.services.outbox.link(SARI.email, token, until)
    database = listening.services.state.database
    with database.transaction() as connection:
        connection.execute("DROP TABLE mail_heard")
    postman = Postman(listening.services)
    postman.start()
    for _ in range(200):
        if box.taken:
            break
        threading.Event().wait(0.05)
    postman.stop()
    assert len(box.taken) == 1
