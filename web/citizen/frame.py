"""What surrounds every page for citizens: where to get help, and the links at the foot."""

from __future__ import annotations

from flask import Blueprint, url_for

from ppid.body import Body, Hours
from web.citizen import grounds, objection_story, words
from web.i18n import gettext as _
from web.i18n import language
from web.services import services

WORDS: dict[str, object] = {
    each.__name__: each
    for each in (
        words.article_words,
        words.copy_words,
        words.delivery_words,
        words.document_words,
        words.fee_words,
        words.file_words,
        grounds.ground_words,
        words.kind_words,
        words.mandate_words,
        words.missing_words,
        objection_story.result_words,
        words.way_words,
    )
}


def citizen_blueprint(name: str, import_name: str) -> Blueprint:
    """A blueprint whose pages have the citizen's frame around them."""
    blueprint = Blueprint(name, import_name)
    blueprint.context_processor(frame)
    blueprint.context_processor(lambda: WORDS)
    return blueprint


def frame() -> dict[str, object]:
    """The variables that the base page reads."""
    bodies = services().directory.bodies()
    return {
        "body": contact_of(bodies[0]) if len(bodies) == 1 else None,
        "home_href": url_for("start.home"),
        "footer_links": [
            {"text": _("Daftar Informasi Publik"), "href": url_for("public_list.index")},
            {"text": _("Informasi yang dikecualikan"), "href": url_for("exempt_list.index")},
            {"text": _("Hak Anda"), "href": url_for("start.rights")},
            {"text": _("Bantuan dan kontak"), "href": url_for("start.help_page")},
            {"text": _("Lacak permohonan atau keberatan"), "href": url_for("track.find")},
            {"text": _("Permohonan dan data saya"), "href": url_for("mailed.ask")},
            {"text": _("Catatan yang disegel"), "href": url_for("sealed.status")},
            {"text": _("Masuk petugas"), "href": url_for("office.sign_in")},
        ],
    }


def contact_of(body: Body) -> dict[str, str]:
    """A body as the help block shows it."""
    contact = body.contact
    return {
        "name": body.name,
        "phone": contact.phone,
        "whatsapp": contact.whatsapp,
        "email": contact.email,
        "website": contact.website,
        "address": contact.address or contact.city,
        "hours": hours_of(body.hours),
    }


def hours_of(hours: Hours) -> str:
    """When the desk is open: ``08.00-15.00``."""
    pattern = "%H.%M" if language() == "id" else "%H:%M"
    return f"{hours.opens:{pattern}}\N{EN DASH}{hours.closes:{pattern}}"
