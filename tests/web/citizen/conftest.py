"""A world that sends its mail to a real mail server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.web.mailing.posting import Box, serving, with_mail
from tests.web.world import World


@pytest.fixture
def box() -> Box:
    """What the mail server took."""
    return Box()


@pytest.fixture
def mailing(world: World, box: Box) -> Iterator[World]:
    """Give a world that sends its mail to ``box``."""
    with serving(box) as port:
        yield with_mail(world, port)
