"""The same on PostgreSQL, as the application's own user."""

from __future__ import annotations

from threading import Thread

from tests.web.citizen.reading import link_in, prove
from tests.web.mailing.posting import Box, post, serving, with_mail
from tests.web.world import SARI, World
from web.mailing.crier import Crier
from web.mailing.outbox import Kind, Mail


def test_a_link_opens_ones_own_cases(postgres_world: World) -> None:
    box = Box()
    with serving(box) as port:
        mailing = with_mail(postgres_world, port)
        case = mailing.file().request
        browser = prove(mailing, box)
        assert mailing.request(case).number in browser.get("/saya").text
        assert browser.get("/saya/data/1").status == 200
        assert mailing.visitor().get(link_in(box)).status == 410
        mailing.services.outbox.sweep()
        mailing.services.proofs.sweep()
        assert browser.get("/saya").status == 200


def test_of_many_senders_one_takes_a_mail(postgres_world: World) -> None:
    mailing = with_mail(postgres_world, 1)
    outbox = mailing.services.outbox
    person = mailing.request(mailing.file().request).requester
    outbox.tell(Kind.DATA, person)
    (key,) = outbox.due(5)
    taken: list[Mail | None] = []
    senders = [Thread(target=lambda: taken.append(outbox.claim(key))) for _ in range(6)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert len([mail for mail in taken if mail]) == 1
    assert outbox.standing().waiting == 1


def test_news_is_told_once_by_many_criers(postgres_world: World) -> None:
    box = Box()
    with serving(box) as port:
        mailing = with_mail(postgres_world, port)
        Crier(mailing.services).round()
        mailing.at("refused-other")
        told: list[int] = []
        criers = [Thread(target=lambda: told.append(Crier(mailing.services).round())) for _ in range(4)]
        for crier in criers:
            crier.start()
        for crier in criers:
            crier.join()
        assert sum(told) == 1
        post(mailing)
        assert box.recipients == [[SARI.email]]
