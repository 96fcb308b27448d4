"""The way in: what this is, who may ask, what is needed, how long it takes, and everybody's rights."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from web.access import everyone
from web.citizen import drafts
from web.citizen.frame import citizen_blueprint, contact_of
from web.services import services

bp = citizen_blueprint("start", __name__)


@bp.get("/")
@everyone
def home() -> ResponseReturnValue:
    """Show the two ways to go, and what to know before."""
    bodies = services().directory.bodies()
    return render_template("citizen/home.html", bodies=bodies, draft=drafts.current())


@bp.get("/hak")
@everyone
def rights() -> ResponseReturnValue:
    """Show the requester's rights (Perki 1/2021 annex VI, its second page)."""
    return render_template("citizen/rights.html")


@bp.get("/bantuan")
@everyone
def help_page() -> ResponseReturnValue:
    """Show how to reach each body, and what the words mean."""
    contacts = [contact_of(body) for body in services().directory.bodies()]
    return render_template("citizen/help.html", contacts=contacts)
