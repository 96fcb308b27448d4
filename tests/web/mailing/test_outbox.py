"""What is queued is sent once, late, or made a task; no two senders take the same mail (F65, F66)."""

from __future__ import annotations

import re
import socket
from pathlib import Path
from typing import Any

import pytest

from ppid import commands as c
from tests.web.mailing.posting import (
    PASSWORD,
    Box,
    certificate,
    free_port,
    page_of,
    plain_of,
    post,
    sealed_by,
    serving,
    sign_in,
    with_mail,
)
from tests.web.world import OPERATOR, SARI, World
from web.mailing import writing
from web.mailing.outbox import Kind
from web.mailing.postman import Round


def file_and_tell(world: World, kind: Kind = Kind.RECEIPT) -> str:
    case = world.file().request
    world.services.outbox.tell(kind, world.request(case).requester, case)
    return case


def test_a_receipt_names_the_number_and_never_the_code(mailing: World, box: Box) -> None:
    case = file_and_tell(mailing)
    assert post(mailing) == Round(sent=1)
    (mail,) = box.taken
    said = plain_of(mail) + page_of(mail) + str(mail)
    assert mail["To"] == SARI.email
    assert mailing.request(case).number in said
    assert mailing.services.vault.access_code(case) not in said
    assert SARI.name not in said
    assert SARI.number not in said
    assert mail["Auto-Submitted"] == "auto-generated"
    assert post(mailing) == Round(), "it is sent once"


def test_both_languages_stand_in_both_parts_indonesian_first(mailing: World, box: Box) -> None:
    file_and_tell(mailing)
    post(mailing)
    for said in (plain_of(box.taken[0]), page_of(box.taken[0])):
        assert said.index("nomor pendaftaran") < said.index("under number")
    assert 'lang="en"' in page_of(box.taken[0])


def test_a_row_holds_nobodys_address(mailing: World) -> None:
    file_and_tell(mailing)
    rows = mailing.services.state.database.query("SELECT * FROM mail")
    assert SARI.email not in str(rows)


def test_F66_a_refusal_for_now_is_tried_again_after_pauses_that_grow(mailing: World, box: Box) -> None:
    box.on_recipient = "451 try again"
    file_and_tell(mailing)
    assert post(mailing) == Round(later=1)
    assert post(mailing) == Round(), "not before the pause is over"
    waits = []
    for _ in range(4):
        minutes = 0
        while post(mailing) == Round():
            mailing.clock.forward(minutes=1)
            minutes += 1
        waits.append(minutes)
    assert waits == sorted(waits)
    assert waits[0] < waits[-1]
    box.on_recipient = ""
    mailing.clock.forward(hours=12)
    assert post(mailing) == Round(sent=1)
    assert len(box.taken) == 1


def test_F66_a_refusal_for_good_is_a_task_at_once_and_can_be_settled(mailing: World, box: Box) -> None:
    box.on_recipient = "550 sari@example.org unknown"
    case = file_and_tell(mailing)
    assert post(mailing) == Round(ended=1)
    (stuck,) = mailing.services.outbox.stuck()
    assert (stuck.about, stuck.problem, stuck.ended.value) == (case, "550", "refused")
    assert "example.org" not in str(mailing.services.state.database.query("SELECT * FROM mail"))
    assert mailing.services.outbox.settle(stuck.id)
    assert not mailing.services.outbox.settle(stuck.id)
    assert mailing.services.outbox.standing() == (0, None, 0)


def test_F66_a_server_that_is_away_for_days_leaves_a_task(world: World) -> None:
    away = with_mail(world, free_port())
    file_and_tell(away)
    for _ in range(200):
        post(away)
        away.clock.forward(hours=1)
    (stuck,) = away.services.outbox.stuck()
    assert stuck.ended.value == "given-up"


def test_F65_what_is_long_past_is_not_sent_when_the_server_is_back(world: World, box: Box) -> None:
    port = free_port()
    away = with_mail(world, port)
    file_and_tell(away)
    away.clock.forward(days=8)
    with serving(box, port):
        assert post(away) == Round(ended=1)
    assert not box.taken
    assert [stuck.problem for stuck in away.services.outbox.stuck()] == ["expired"]


def test_F66_a_server_that_dies_after_taking_it_gets_the_same_mail_again(mailing: World, box: Box) -> None:
    box.dies_after_data = 1
    file_and_tell(mailing)
    assert post(mailing) == Round(later=1)
    mailing.clock.forward(minutes=2)
    assert post(mailing) == Round(sent=1)
    first, second = box.taken
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Date"] == second["Date"]


def test_our_own_address_refused_puts_every_mail_off(mailing: World, box: Box) -> None:
    box.on_sender = "553 not you"
    file_and_tell(mailing)
    file_and_tell(mailing)
    assert post(mailing) == Round(later=1)
    assert not mailing.services.outbox.stuck()
    box.on_sender = ""
    mailing.clock.forward(minutes=2)
    assert post(mailing) == Round(sent=2)


def test_two_senders_never_take_the_same_mail(mailing: World) -> None:
    file_and_tell(mailing)
    outbox = mailing.services.outbox
    (key,) = outbox.due(5)
    assert outbox.claim(key) is not None
    assert outbox.claim(key) is None
    assert outbox.due(5) == []


def test_a_sender_that_died_is_followed_by_another_after_its_lease(mailing: World, box: Box) -> None:
    file_and_tell(mailing)
    outbox = mailing.services.outbox
    outbox.claim(outbox.due(1)[0])
    assert post(mailing) == Round()
    mailing.clock.forward(minutes=11)
    assert post(mailing) == Round(sent=1)
    assert len(box.taken) == 1


def test_whoever_was_erased_gets_no_mail(mailing: World, box: Box) -> None:
    case = file_and_tell(mailing)
    person = mailing.request(case).requester
    mailing.services.outbox.tell(Kind.DATA, person, to="dahulu@example.org")
    mailing.services.people.erase(
        c.ErasePerson(person=person, basis="Permintaan pemohon", order="12/2026"), OPERATOR
    )
    assert post(mailing) == Round()
    assert not box.taken
    assert mailing.services.state.database.query("SELECT COUNT(*) FROM mail")[0][0] == 0


def test_a_notice_to_an_earlier_address_goes_there(mailing: World, box: Box) -> None:
    person = mailing.request(mailing.file().request).requester
    mailing.services.outbox.tell(Kind.DATA, person, to="dahulu@example.org")
    assert post(mailing) == Round(sent=1)
    assert box.recipients == [["dahulu@example.org"]]


def test_without_a_mail_server_nothing_is_queued(world: World) -> None:
    file_and_tell(world)
    assert post(world) == Round()
    assert world.services.outbox.standing() == (0, None, 0)


@pytest.mark.parametrize(
    "address",
    ["a@example.org\r\nBcc: korban@example.org", "a@example.org\nX: y", "a@example.org, b@example.org"],
)
def test_F19_no_address_adds_a_header_or_a_reader(mailing: World, box: Box, address: str) -> None:
    person = mailing.request(mailing.file().request).requester
    mailing.services.outbox.tell(Kind.DATA, person, to=address)
    post(mailing)
    assert all("Bcc" not in mail and "X" not in mail for mail in box.taken)
    assert all(len(readers) == 1 for readers in box.recipients)
    assert not any("korban" in str(readers) for readers in box.recipients)


def test_an_address_of_another_script_is_written_or_refused_never_a_fault(mailing: World, box: Box) -> None:
    person = mailing.request(mailing.file().request).requester
    mailing.services.outbox.tell(Kind.DATA, person, to="sari@contoh-é.example")
    mailing.services.outbox.tell(Kind.DATA, person, to="sári@example.org")
    post(mailing)
    assert ["sari@xn--contoh--hya.example"] in box.recipients
    assert mailing.services.outbox.standing().waiting == 0


def test_F57_what_a_mail_repeats_is_escaped_and_adds_no_header(world: World) -> None:
    letter = writing.news('<script>alert(1)</script>"', 'https://x.example/"><img src=x>')
    envelope = writing.Envelope("a@b.example", "PPID\r\nBcc: x@y.example", SARI.email, "<1@b>", world.clock())
    message = writing.written(letter, envelope)
    assert "<script>" not in page_of(message)
    assert "<img" not in page_of(message)
    assert message["Bcc"] is None
    assert re.search(r"\nBcc:", message.as_string()) is None


# The line to the server -----------------------------------------------------------------------------------


def test_a_sealed_line_with_a_password_works(
    world: World, box: Box, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    public, private = certificate(tmp_path)
    secret = tmp_path / "smtp.password"
    secret.write_text(f"{PASSWORD}\n")
    secret.chmod(0o600)
    monkeypatch.setenv("SSL_CERT_FILE", str(public))
    options: dict[str, Any] = {
        "tls_context": sealed_by(public, private),
        "require_starttls": True,
        "authenticator": sign_in,
        "auth_required": True,
    }
    with serving(box, **options) as port:
        sealed = with_mail(world, port, "smtp+starttls", secret)
        file_and_tell(sealed)
        assert post(sealed) == Round(sent=1)
        secret.chmod(0o644)
        file_and_tell(sealed)
        assert post(sealed) == Round(later=1), "a password that others can read is not used"
        secret.chmod(0o600)
        secret.write_text("salah")
        sealed.clock.forward(minutes=2)
        assert post(sealed) == Round(later=1)
        assert not sealed.services.outbox.stuck(), "our own mistake is no refusal of the reader"


def test_a_server_that_nobody_vouches_for_gets_no_mail(world: World, box: Box, tmp_path: Path) -> None:
    public, private = certificate(tmp_path)
    with serving(box, tls_context=sealed_by(public, private)) as port:
        sealed = with_mail(world, port, "smtp+starttls")
        file_and_tell(sealed)
        assert post(sealed) == Round(later=1)
    assert not box.taken
    assert "certificate" in str(sealed.services.state.database.query("SELECT problem FROM mail"))


def test_a_server_that_offers_no_seal_gets_no_mail(world: World, box: Box) -> None:
    with serving(box) as port:
        sealed = with_mail(world, port, "smtp+starttls")
        file_and_tell(sealed)
        assert post(sealed) == Round(later=1)
    assert not box.taken


def test_F66_a_slow_server_holds_a_round_for_a_bounded_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.mailing.sending.TIMEOUT_S", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        slow = with_mail(world, silent.getsockname()[1])
        file_and_tell(slow)
        file_and_tell(slow)
        assert post(slow) == Round(later=1), "and does not try the next at once"
    assert "timeout" in str(slow.services.state.database.query("SELECT problem FROM mail"))


def test_nothing_of_a_mail_is_logged(mailing: World, box: Box, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", "ppid")
    box.on_recipient = "550 sari@example.org unknown"
    file_and_tell(mailing)
    post(mailing)
    assert "example.org" not in caplog.text
