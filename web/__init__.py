"""The pages. ``create_app`` puts them together: parse, call, answer."""

from __future__ import annotations

from importlib import import_module

from flask import Flask, Response, g, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from web import access, filters, i18n, refusing, watching
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
    "web.public.catalogue:bp",
    "web.public.exempt:bp",
    "web.public.sealed:bp",
    "web.public.receipt_check:bp",
    "web.office.signin:bp",
    "web.account.second:bp",
    "web.office.desk:bp",
    "web.office.acts:bp",
    "web.office.intake:bp",
    "web.office.register:bp",
    "web.office.exemption.room:bp",
    "web.office.objection.room:bp",
    "web.office.objection.register:bp",
    "web.office.dispute.room:bp",
    "web.office.catalogue.room:bp",
    "web.audit:bp",
    "web.audit.running:bp",
)
#: Forms of text are small; a page that takes files raises its own limit.
MAX_FORM_BYTES = 512 * 1024
MAX_PARTS = 200
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: over HTTPS the CSRF check needs the referrer of our own pages.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def create_app(services: Services) -> Flask:
    """Build the application on opened services."""
    app = Flask(__name__)
    secure = services.settings.base_url.startswith("https://")
    app.config.update(
        SECRET_KEY=services.vault.derive("web"),
        MAX_CONTENT_LENGTH=MAX_FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_FORM_BYTES,
        MAX_FORM_PARTS=MAX_PARTS,
        SESSION_COOKIE_NAME="ppid",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=True,
    )
    app.extensions["ppid-services"] = services
    app.session_interface = RingSessions(services.vault)
    CSRFProtect(app)
    i18n.install(app)
    filters.install(app)
    refusing.install(app)
    for place in BLUEPRINTS:
        module, name = place.split(":")
        app.register_blueprint(getattr(import_module(module), name))
    access.install(app)
    app.after_request(_headers)
    watching.install(app)
    if services.settings.proxies:
        hops = services.settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def _headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static" and not response.headers.get("Cache-Control"):
        response.headers["Cache-Control"] = "no-store"
    g.pop("signed_in", None)
    return response
