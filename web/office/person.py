"""The person behind a case with all they told of themselves: a page of its own, and its opening is recorded.

Law: UU 27/2022 art. 16(2), 31-32; Perki 1/2021 art. 5(3); regulations §10.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from flask import render_template

from ppid.events import Role, Stream
from ppid.openings import What
from ppid.person import Identity
from projections.openings import Opening
from web.filters import number
from web.i18n import gettext as _
from web.office.sight import Sight, officer_names
from web.office.words import ROLES, say
from web.services import services

#: Who sees which colleague looked; everybody else sees the role.
OVERSEERS = frozenset({Role.PPID, Role.SUPERIOR, Role.HEAD, Role.BODY_ADMIN, Role.AUDITOR})
SHOWN = 50


class Look(NamedTuple):
    """Somebody's data were opened, in words."""

    at: datetime
    by: str
    role: str
    how: str


def how(what: What) -> str:
    """In which way data were seen, in words."""
    said = {
        What.LIST: _("nama dalam daftar"),
        What.CASE: _("halaman perkara: nama, data lain tersamar"),
        What.IDENTITY: _("data lengkap"),
        What.PAPER: _("surat"),
        What.FILE: _("berkas lampiran"),
        What.EXPORT: _("unduhan register"),
    }
    return said[what]


def how_of(look: Sequence[Opening]) -> str:
    """The same of one look, with how many people it opened if more than one."""
    said, people = how(look[0].what), _("%(count)s orang", count=number(len(look)))
    return f"{said} ({people})" if len(look) > 1 else said


def person_page(seen: Sight, who: Identity | None, proxy: Identity | None, person: Stream, back: str) -> str:  # type: ignore[type-arg]
    """All that a person told, and who has looked before."""
    return render_template(
        "office/person.html", seen=seen, who=who, proxy=proxy, looks=looks_of(seen, person), back_href=back
    )


def looks_of(seen: Sight, person: Stream) -> list[Look]:  # type: ignore[type-arg]
    """Who opened the data of a person until now, newest first, for whoever may oversee it."""
    if seen.actor.role not in OVERSEERS:
        return []
    return told(services().openings.of(person)[:SHOWN])


def told(openings: Sequence[Opening]) -> list[Look]:
    """Openings in words, with the names of the officers."""
    names = officer_names({(each.body, each.actor) for each in openings})
    return [
        Look(
            each.at,
            names.get((each.body, each.actor), say(ROLES[each.role])),
            say(ROLES[each.role]),
            how(each.what),
        )
        for each in openings
    ]
