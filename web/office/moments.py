"""An instant on a form: a day and a time of day where the body is. Both empty mean now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import ValidationError

from ppid.body import Body
from web.i18n import gettext as _
from web.schemas import DateParts, Entry, digits

TIME = re.compile(r"([01]?\d|2[0-3])[.:]([0-5]\d)\Z")


class TimeOfDay(Entry[time]):
    """A time of day as it is written here: ``14.05`` or ``14:05``."""

    def parse(self, text: str) -> time:
        """Refuse what no clock shows."""
        found = TIME.match(digits(text))
        if found is None:
            raise ValidationError(_("Tuliskan jamnya seperti 14.05."))
        return time(int(found[1]), int(found[2]))


def day_or_now() -> DateParts:
    """The day of an instant; empty for now."""
    return DateParts(required=False)


def time_or_now() -> TimeOfDay:
    """The time of day of an instant; empty for now."""
    return TimeOfDay(required=False)


def instant(data: dict[str, Any], name: str, body: Body) -> datetime | None:
    """Take ``NAME_on`` and ``NAME_time`` out of the entries; None for now. Refuses one without the other."""
    on, at = data.pop(f"{name}_on"), data.pop(f"{name}_time")
    if on is None and at is None:
        return None
    if on is None:
        raise ValidationError({f"{name}_on": [_("Isi tanggalnya, atau kosongkan jamnya bila sekarang.")]})
    if at is None:
        raise ValidationError({f"{name}_time": [_("Isi jamnya, misalnya 14.05.")]})
    return _instant(on, at, body, f"{name}_on")


def _instant(on: date, at: time, body: Body, field: str) -> datetime:
    try:
        return datetime.combine(on, at, ZoneInfo(body.zone)).astimezone(UTC)
    except OverflowError:
        raise ValidationError({field: [_("Tanggal ini tidak ada dalam kalender.")]}) from None


def shown_at(*names: str) -> Mapping[str, str]:
    """Where an error about an instant is shown: at its day."""
    return {f"{name}_at": f"{name}_on" for name in names}
