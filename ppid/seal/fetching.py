"""How the sealed log speaks to witnesses and authorities of time: one POST, by `ppid.outgoing`."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeAlias

from ppid import outgoing
from ppid.outgoing import AddressError, UnreachableError

__all__ = ["AddressError", "Answer", "Post", "UnreachableError", "post", "poster"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, kind of content without parameters, content."""

    status: int
    media_type: str
    body: bytes


Post: TypeAlias = Callable[[str, bytes, str], Answer]
"""Send: address, content, media type. Raises UnreachableError or AddressError."""


def post(
    url: str,
    content: bytes,
    media_type: str,
    *,
    private_hosts: Collection[str] = (),
    timeout_s: float = outgoing.TIMEOUT_S,
) -> Answer:
    """Send ``content`` to ``url`` and return what comes back within ``timeout_s``, whatever its status."""
    answer = outgoing.fetch(
        "POST",
        url,
        body=content,
        headers={"Content-Type": media_type},
        private_hosts=private_hosts,
        timeout=timeout_s,
    )
    return Answer(answer.status, answer.media_type, answer.body)


def poster(private_hosts: Collection[str]) -> Post:
    """A `Post` that may also call these hosts of the office's own network."""

    def send(url: str, content: bytes, media_type: str) -> Answer:
        return post(url, content, media_type, private_hosts=private_hosts)

    return send
