"""What anybody may open without signing in: the pages, exports and state of health, as they are served."""

from __future__ import annotations

from collections.abc import Iterator

from web import create_app
from web.access import EVERYONE, declared
from web.services import Services

STATIC = "static"


def open_pages(services: Services) -> Iterator[tuple[str, bytes]]:
    """Yield every page that has an address of its own and asks nobody who they are, with its content."""
    app = create_app(services)
    admitted = declared(app)
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        methods = rule.methods or set()
        if rule.arguments or "GET" not in methods or rule.endpoint == STATIC:
            continue
        if admitted[rule.endpoint] == EVERYONE:
            answer = client.get(rule.rule, base_url=services.settings.base_url)
            yield rule.rule, answer.data
            answer.close()
