"""Open a room: a blueprint with every address of a subject, each declared for who may open it.

``/meja/<place>`` is its list, ``/meja/<place>/baru[/<what>]`` a beginning, ``/meja/<place>/<hex>`` a case
with its acts (``/<act>``), letters (``/surat/<slug>``) and files (``/berkas/<number>``).
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from web import uploads
from web.access import allow
from web.office import acting, listing, showing
from web.office.acting import AnyResponse
from web.office.frame import ROOMS, office_blueprint
from web.office.room import AnyRoom, BeginPage


def open_room(room: AnyRoom, import_name: str) -> Blueprint:
    """The blueprint of a room. It is known to the desk's navigation once it is registered."""
    bp = office_blueprint(room.name, import_name)
    bp.record(lambda state: _known(state, room))
    bp.url_value_preprocessor(_files_of(room))
    if room.listing:
        _list(bp, room)
    for page in room.begins:
        _beginning(bp, room, page)
    _case(bp, room)
    _acts(bp, room)
    return bp


def _known(state: BlueprintSetupState, room: AnyRoom) -> None:
    state.app.extensions.setdefault(ROOMS, {})[room.name] = room


def _files_of(room: AnyRoom) -> Any:
    acts = {page.act.value for page in room.pages.values() if page.takes_files}
    begins = {f"{room.name}.{room.begin_endpoint(page)}" for page in room.begins if page.takes_files}

    def make_room(endpoint: str | None, values: dict[str, Any] | None) -> None:
        """Let the forms that take files have room for them, before the token in the form is looked for."""
        if endpoint in begins or (values or {}).get("act") in acts:
            uploads.make_room()

    return make_room


def _list(bp: Blueprint, room: AnyRoom) -> None:
    @bp.get(f"/meja/{room.place}")
    @allow(*room.opens)
    def listed() -> str:
        return listing.list_page(room)


def _beginning(bp: Blueprint, room: AnyRoom, page: BeginPage) -> None:
    address = f"/meja/{room.place}/baru{f'/{page.what}' if page.what else ''}"

    @bp.route(address, endpoint=room.begin_endpoint(page), methods=["GET", "POST"])
    @allow(*page.roles)
    def begin() -> AnyResponse:
        return acting.begin(room, page)


def _case(bp: Blueprint, room: AnyRoom) -> None:
    address = f"/meja/{room.place}/<case>"

    @bp.get(address)
    @allow(*room.opens)
    def case(case: str) -> str:
        return showing.case_page(room, case)

    @bp.get(f"{address}/surat/<slug>")
    @allow(*room.opens)
    def letter(case: str, slug: str) -> Response:
        return showing.send_letter(room, case, slug)

    @bp.get(f"{address}/berkas/<int:number>")
    @allow(*room.opens)
    def document(case: str, number: int) -> Response:
        return showing.send_document(room, case, number)


def _acts(bp: Blueprint, room: AnyRoom) -> None:
    names = ",".join(f'"{act.value}"' for act in room.pages)

    @bp.route(f"/meja/{room.place}/<case>/<any({names}):act>", methods=["GET", "POST"])
    @allow(*room.opens)
    def take(case: str, act: str) -> AnyResponse:
        return acting.take(room, case, act)
