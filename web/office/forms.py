"""What the forms of all acts share: the version that was seen, the key of the form, and common entries.

No rule of law stands here. Texts that the law requires are left to the rules, whose refusals name the
article.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from marshmallow import ValidationError, post_load

from ppid import commands as c
from web.i18n import gettext as _
from web.office.sight import HEX, Sight
from web.schemas import DateParts, FormSchema, Text, WholeNumber

if TYPE_CHECKING:
    from web.office.room import Start

LONG = 25_000  # beyond what the rules allow: they name the limit and the length


class YesNo(StrEnum):
    """An answer to a question."""

    YES = "ya"
    NO = "tidak"


def lines(limit: int = LONG) -> Text:
    """A text of many lines that may be empty here."""
    return Text(limit, lines=True, required=False)


def line(limit: int = LONG) -> Text:
    """A text on one line that may be empty here."""
    return Text(limit, required=False)


def day_of_act() -> DateParts:
    """A day that has to be given."""
    return DateParts(missing=lambda: _("Isi tanggalnya."))


def broken() -> str:
    """The sentence for a form that lost what every form carries."""
    return _("Formulir ini tidak utuh. Buka langkahnya sekali lagi.")


class ActSchema(FormSchema):
    """What every act carries: the version of the case that was seen, and the key of the form.

    ``makes`` is the command; ``of_case`` is its field for the stream of the case, which comes from the
    address, so that no form can name another.
    """

    makes: ClassVar[Callable[..., c.Command]]
    of_case: ClassVar[str] = "case"

    seen = WholeNumber(0, 10**9, missing=broken)
    key = Text(64, data_key="idempotency_key", missing=lambda: _("Formulir ini tidak utuh."))

    def __init__(self, sight: Sight[Any]) -> None:
        super().__init__()
        self.sight = sight

    @post_load
    def to_command(self, data: dict[str, Any], **_: object) -> c.Command:
        """Make the command."""
        made = self.entries(data)
        return type(self).makes(**{self.of_case: self.sight.state.stream}, **made)

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """What of the form goes into the command."""
        return data


class BeginSchema(FormSchema):
    """What every form that begins a stream carries: its key, which names that stream.

    ``of_case`` is the command's field for the new stream; ``of_body`` its field for the body, '' where it has
    none.
    """

    makes: ClassVar[Callable[..., c.Command]]
    of_case: ClassVar[str] = "case"
    of_body: ClassVar[str] = "body"

    key = Text(64, data_key="idempotency_key", missing=broken)

    def __init__(self, start: Start) -> None:
        super().__init__()
        self.start = start

    @post_load
    def to_command(self, data: dict[str, Any], **_options: object) -> c.Command:
        """Make the command."""
        check_key(data["key"])
        given = {self.of_case: self.start.stream}
        if self.of_body:
            given[self.of_body] = self.start.body.stream
        return type(self).makes(**given, **self.entries(data))

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """What of the form goes into the command."""
        return data


def check_key(key: str) -> None:
    """Refuse a key that no form of ours carries: it could not name a stream."""
    if not re.fullmatch(HEX, key):
        raise ValidationError(broken())
