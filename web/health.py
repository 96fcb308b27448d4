"""Whether the process lives and is ready to serve; for supervisors, without any data."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from projections.store import standings
from web.access import everyone
from web.services import services

bp = Blueprint("health", __name__)


@bp.get("/sehat")
@everyone
def alive() -> ResponseReturnValue:
    """Say that the process answers."""
    return jsonify(status="ok")


@bp.get("/siap")
@everyone
def ready() -> ResponseReturnValue:
    """Say whether the log can be read and how far the projections are behind it."""
    newest = services().log.position()
    behind = {name: max(0, newest - s.position) for name, s in standings(services().views).items()}
    faulty = sorted(name for name, s in standings(services().views).items() if s.fault)
    return jsonify(status="ok" if not faulty else "degraded", behind=behind, stopped=faulty), (
        503 if faulty else 200
    )
