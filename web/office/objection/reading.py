"""What an objection is about and who may not answer it, read beside the objection itself."""

from __future__ import annotations

from ppid.exemption.reference import ExemptionRef
from ppid.objection.answering import first_deciders
from ppid.objection.state import Objection
from ppid.person import Identity
from ppid.request.state import Request
from web.i18n import gettext as _
from web.office.sight import Sight
from web.services import services

Seen = Sight[Objection]


def request_of(seen: Seen) -> Request | None:
    """The request it is about; None for ground b alone."""
    asked = seen.state.request
    return services().desk.request(asked, seen.actor) if asked else None


def notice_articles(request: Request | None) -> tuple[str, ...]:
    """The grounds of article 17 that the notice named, of the whole or of blacked-out parts."""
    if request is None or request.notice is None:
        return ()
    blacked = (part.article for part in request.notice.blackouts)
    return (*request.notice.articles, *blacked)


def notice_rows(request: Request | None) -> tuple[ExemptionRef, ...]:
    """The rows of exemptions that the notice rests on."""
    if request is None or request.notice is None:
        return ()
    blacked = (part.exemption for part in request.notice.blackouts)
    return (*request.notice.exemptions, *(ref for ref in blacked if ref))


def deciders(seen: Seen) -> tuple[str, ...]:
    """Who took the decisions on the request up to now: they may not answer."""
    known = seen.state.decided_by
    if seen.state.request:
        recorded = services().log.load(seen.state.request)
        known = (*known, *first_deciders(r.envelope for r in recorded))
    return tuple(dict.fromkeys(known))


def names_of(seen: Seen, officers: tuple[str, ...]) -> list[str]:
    """The names of officers of this body, with their office; one who was dismissed is said to be gone."""
    found: list[str] = []
    known = {officer.id: officer for officer in seen.body.officers}
    for each in officers:
        officer = known.get(each)
        identity = services().vault.open(officer.name) if officer else None
        name = identity.name if identity else _("petugas yang tidak lagi bertugas")
        found.append(f"{name} ({officer.position})" if officer and officer.position != name else name)
    return found


def objector_of(seen: Seen) -> tuple[Identity | None, Identity | None]:
    """Who objects, and who acts for them; None where erased, or not this officer's to know."""
    if not seen.names_people:
        return None, None
    people, proxy = services().people, seen.state.representative
    return people.identity(seen.state.objector), people.identity(proxy) if proxy else None
