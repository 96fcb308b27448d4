"""The pages. ``create_app`` puts them together: parse, call, answer."""

from __future__ import annotations

from importlib import import_module

from flask import Flask, Response, g, request
from flask_wtf.csrf import CSRFProtect

from web import access, filters, flooding, i18n, refusing, watching
from web.files import pages as file_pages
from web.guarding import Guard
from web.listening import behind
from web.rotating import RingSessions
from web.services import Services

BLUEPRINTS = (
    "web.health:bp",
    "web.citizen.start:bp",
    "web.citizen.apply:bp",
    "web.citizen.track:bp",
    "web.citizen.objecting:bp",
    "web.citizen.following:bp",
    "web.citizen.periodic:bp",
    "web.citizen.mailed:bp",
    "web.citizen.mine:bp",
    "web.citizen.my_data:bp",
    "web.public.catalogue:bp",
    "web.public.exempt:bp",
    "web.public.sealed:bp",
    "web.public.receipt_check:bp",
    "web.office.signin:bp",
    "web.account.second:bp",
    "web.account.fresh:bp",
    "web.account.own:bp",
    "web.account.factors:bp",
    "web.account.passkey_pages:bp",
    "web.account.single:bp",
    "web.account.access_lists:bp",
    "web.office.desk:bp",
    "web.office.acts:bp",
    "web.office.intake:bp",
    "web.office.register:bp",
    "web.office.seeking:bp",
    "web.office.openings:bp",
    "web.office.officers:bp",
    "web.account.invited:bp",
    "web.office.exemption.room:bp",
    "web.office.objection.room:bp",
    "web.office.objection.register:bp",
    "web.office.dispute.room:bp",
    "web.office.catalogue.room:bp",
    "web.office.redaction.room:bp",
    "web.office.privacy.room:bp",
    "web.office.breach.room:bp",
    "web.files.pages:bp",
    "web.audit:bp",
    "web.audit.running:bp",
)
#: Forms of text are small; a page that takes files raises its own limit.
MAX_FORM_BYTES = 512 * 1024
MAX_PARTS = 200


def create_app(services: Services) -> Flask:
    """Build the application on opened services."""
    app = Flask(__name__)
    secure = services.settings.base_url.startswith("https://")
    app.config.update(
        SECRET_KEY=services.vault.derive("web"),
        MAX_CONTENT_LENGTH=MAX_FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_FORM_BYTES,
        MAX_FORM_PARTS=MAX_PARTS,
        # The prefix binds the cookie to this very host, where browsers accept it.
        SESSION_COOKIE_NAME="__Host-ppid" if secure else "ppid",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=True,
    )
    app.extensions["ppid-services"] = services
    app.session_interface = RingSessions(services.vault)
    file_pages.install(app)
    app.before_request(_head_is_get)
    CSRFProtect(app)
    i18n.install(app)
    filters.install(app)
    refusing.install(app)
    for place in BLUEPRINTS:
        module, name = place.split(":")
        app.register_blueprint(getattr(import_module(module), name))
    access.install(app)
    flooding.install(app)
    app.after_request(_not_kept)
    watching.install(app)
    guarded = Guard(app.wsgi_app, services.settings)
    app.wsgi_app = behind(guarded, services.settings.proxies)  # type: ignore[method-assign, assignment]
    return app


def _not_kept(response: Response) -> Response:
    """No page is kept by browsers or proxies, unless it says otherwise."""
    if request.endpoint != "static" and not response.headers.get("Cache-Control"):
        response.headers["Cache-Control"] = "no-store"
    g.pop("signed_in", None)
    return response


def _head_is_get() -> None:
    """Look with HEAD as with GET: a view that acts on what is not GET must not act without a form's token.

    The environment still says HEAD, so that no body is sent.
    """
    if request.method == "HEAD":
        request.method = "GET"
