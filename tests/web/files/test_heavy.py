"""F32, F51: files that take long to look at cost a source without a name; nobody else waits for them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ppid import inspecting
from tests.web.citizen.journey import fill
from tests.web.visitor import Page, Value, Visitor
from tests.web.world import PNG, World
from web import flooding

BUSY = "belum sempat diperiksa"


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a source send two heavy files, and one more every five minutes."""
    monkeypatch.setattr(flooding, "HEAVY", flooding.HEAVY._replace(most=2))


def sender(visitor: Visitor) -> Callable[..., Page]:
    """Give what sends a file from the step of the documents."""
    page = fill(visitor, upto="dokumen")

    def send(content: bytes = PNG, name: str = "ktp.png") -> Page:
        sent: dict[str, Value] = {"berkas-identity": (content, name)}
        return visitor.send(page, sent)

    return send


def test_F51_files_that_take_long_cost_their_source_alone(
    world: World, two: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flooding, "LIGHT_SECONDS", 0.0)
    send = sender(world.visitor())
    for _ in range(2):
        assert BUSY not in send().text
    stopped = send()
    assert stopped.status == 422
    assert BUSY in stopped.text
    assert BUSY not in sender(world.visitor(address="198.51.100.3"))().text, "nobody else has to wait"
    assert BUSY not in sender(world.visitor(address="127.0.0.1"))().text
    world.clock.forward(minutes=5)
    assert BUSY not in send().text
    assert BUSY in send().text


def test_F51_what_is_too_much_costs_its_source(
    world: World, two: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flooding, "LIGHT_SECONDS", 1000.0)
    monkeypatch.setattr(inspecting, "SECONDS", 0.01)
    send = sender(world.visitor())
    for _ in range(2):
        assert BUSY not in send().text
    assert BUSY in send().text


def test_light_files_cost_nothing(world: World, two: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flooding, "LIGHT_SECONDS", 1000.0)
    send = sender(world.visitor())
    for _ in range(3):
        assert BUSY not in send().text
        assert BUSY not in send(b"GIF89a", "ktp.gif").text
