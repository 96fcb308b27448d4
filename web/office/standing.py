"""What an officer should know before the worklist: that they are away on paper, or act for somebody else."""

from __future__ import annotations

from datetime import date

from web.access import SignedIn
from web.filters import day
from web.i18n import gettext as _
from web.office.words import ROLES, say
from web.services import services


def standing(person: SignedIn, on: date) -> list[str]:
    """Sentences for the head of the worklist; none for most officers on most days."""
    body = person.body
    if body is None:
        return []
    said: list[str] = []
    away = body.appointed.absent(person.actor.id, on)
    if away:
        said.append(
            _(
                "Anda dicatat tidak di tempat sampai %(until)s. Anda tetap dapat bertindak.",
                until=day(away.until),
            )
        )
    for grant in body.grants_of(person.actor.id, on):
        if grant.role is person.actor.role and grant.delegation is not None:
            giver = services().vault.open(body.officer(grant.delegation.giver).name)
            said.append(
                _(
                    "Anda bertindak sebagai %(role)s atas pelimpahan dari %(giver)s sampai %(until)s.",
                    role=say(ROLES[grant.role]),
                    giver=giver.name if giver else _("(nama dihapus)"),
                    until=day(grant.delegation.until),
                )
            )
    return said
