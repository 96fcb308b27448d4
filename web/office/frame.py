"""What surrounds every page of the desk: the way around, who is signed in, and the body they work for."""

from __future__ import annotations

from flask import Blueprint, current_app, g, request, url_for

from ppid.acts import DESK
from ppid.body import Body
from ppid.events import Role
from web.access import OFFICERS, SignedIn, signed_in
from web.i18n import gettext as _
from web.office import forged
from web.office.room import AnyRoom
from web.office.words import ROLES, say
from web.services import services

#: Where an application keeps the rooms that were opened in it, by the kind of their subject.
ROOMS = "ppid-rooms"


def office_blueprint(name: str, import_name: str) -> Blueprint:
    """A blueprint whose pages, error pages included, have the desk's frame around them."""
    blueprint = Blueprint(name, import_name)
    blueprint.context_processor(frame)
    blueprint.before_request(forged.watch)
    return blueprint


def frame() -> dict[str, object]:
    """The variables that the base page reads."""
    person = signed_in()
    if person is None:
        return {"home_href": url_for("office.sign_in")}
    return {
        "navigation": _navigation(person),
        "account": {
            "name": officer_name(person),
            "role": say(ROLES[person.actor.role]),
            "href": url_for("account.overview"),
            "sign_out_href": url_for("office.sign_out"),
        },
        "body": _contact(person.body),
        "home_href": url_for("desk.worklist"),
    }


def officer_name(person: SignedIn) -> str:
    """The officer's own name; the name of the account where there is none."""
    if "officer_name" not in g:
        known = services().vault.open(person.officer.name) if person.officer else None
        g.officer_name = known.name if known else person.account.username
    return str(g.officer_name)


def remember_name(name: str) -> None:
    """Note the officer's name where a page opened it already, together with others."""
    g.officer_name = name


def rooms_for(person: SignedIn) -> list[AnyRoom]:
    """The rooms of other subjects that stand in the navigation of this officer, in their order."""
    known: dict[str, AnyRoom] = current_app.extensions.get(ROOMS, {})
    return [room for room in known.values() if room.listing and person.actor.role in room.opens]


def _navigation(person: SignedIn) -> list[dict[str, object]]:
    if person.actor.role is Role.BODY_ADMIN:
        items = [
            (_("Petugas"), url_for("officers.listed")),
            (_("Riwayat penunjukan"), url_for("officers.history")),
            (_("Wewenang"), url_for("officers.why")),
            (_("Catatan akses"), url_for("access.of_body")),
            (_("Pembukaan data pribadi"), url_for("openings.listed")),
        ]
    elif person.actor.role is Role.AUDITOR:
        items = [
            (_("Meja auditor"), f"{request.script_root}/audit"),
            (_("Wewenang"), url_for("officers.why")),
        ]
    else:
        items = [(_("Meja kerja"), url_for("desk.worklist"))]
    if person.actor.role in DESK:
        items.append((_("Catat permohonan"), f"{request.script_root}/meja/baru"))
    if person.actor.role in OFFICERS:
        items += [(room.heading(), room.list_href()) for room in rooms_for(person)]
    if person.actor.role not in {Role.UNIT_OFFICER, Role.BODY_ADMIN, Role.AUDITOR}:
        items.append((_("Register"), f"{request.script_root}/meja/register"))
    if len(person.roles) > 1:
        items.append((_("Ganti peran"), url_for("office.choose_role")))
    here = f"{request.script_root}{request.path}"
    return [{"text": text, "href": href, "current": here == href} for text, href in items]


def _contact(body: Body | None) -> dict[str, str] | None:
    if body is None:
        return None
    contact = body.contact
    return {
        "name": body.name,
        "phone": contact.phone,
        "whatsapp": contact.whatsapp,
        "email": contact.email,
        "address": contact.address,
    }
