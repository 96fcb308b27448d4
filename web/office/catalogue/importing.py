"""Taking an existing list in through the desk: choose the file, see what it would do, record it.

Between the looking and the recording the file is kept on the server, sealed, under the key of the form: a
browser sends a file only once.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec
from flask import Blueprint, flash, redirect, render_template, request, url_for
from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from ppid.body import Body
from ppid.book.rows import Problem
from ppid.catalogue.columns import ListTable
from ppid.catalogue.events import ListDecree
from ppid.catalogue.importing import ListImporter, ListPlan
from ppid.errors import RuleError
from ppid.events import Role
from ppid.log import StreamMovedError
from projections.words_catalogue import CLASSES
from web import uploads
from web.access import allow, current
from web.books import UnreadableBookError, list_columns, open_list
from web.i18n import gettext as _
from web.i18n import language, pick
from web.office.catalogue.beginning import public_list
from web.office.catalogue.forms import ImportSchema, Way, decree_of
from web.office.catalogue.overview import body_of
from web.office.sight import HEX
from web.office.words import say
from web.schemas import Errors, errors_of, status_of
from web.services import services

ENDPOINT = "take_in"
MAX_MB = 5
MAX_BYTES = MAX_MB * 1024 * 1024
SHOWN = 50
AnyResponse = Response | tuple[str, int]


class Kept(msgspec.Struct, frozen=True):
    """A file that was looked through and is not recorded yet."""

    name: str
    content: str


class Read(NamedTuple):
    """A file as it was read, and what recording it would do."""

    name: str
    table: ListTable
    plan: ListPlan

    @property
    def faults(self) -> int:
        """How many rows stand in its way."""
        return len(self.table.problems) + len(self.plan.refused)


def add_to(bp: Blueprint) -> None:
    """Add the import to the room of items."""
    bp.add_url_rule("/meja/daftar-informasi/impor", ENDPOINT, take_in, methods=["GET", "POST"])
    bp.url_value_preprocessor(_room_for_the_file)


def _room_for_the_file(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    if endpoint == f"item.{ENDPOINT}":
        uploads.make_room()


@allow(Role.PPID)
def take_in() -> AnyResponse:
    """Choose a file, look through what it would do, record it."""
    if request.method == "GET":
        return _choose()
    if request.form.get("tombol") == "catat":
        return _record()
    return _look()


def _choose(errors: Errors | None = None, status: int = 200) -> AnyResponse:
    html = render_template(
        "office/catalogue/import.html",
        errors=errors,
        columns=list_columns(),
        limit_mb=MAX_MB,
    )
    return html, status


# Looking --------------------------------------------------------------------------------------------------


def _look() -> AnyResponse:
    sent = uploads.chosen(request.files.getlist("berkas"))
    if len(sent) != 1:
        return _choose({"berkas": [_("Pilih satu berkas daftar, CSV atau XLSX.")]}, 422)
    content = sent[0].stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        too_large = _(
            "Berkas ini lebih besar dari %(limit)s MB. Bagi menjadi beberapa berkas.",
            limit=MAX_BYTES // (1024 * 1024),
        )
        return _choose({"berkas": [too_large]}, 422)
    name, key = uploads.safe_name(sent[0].filename or ""), secrets.token_hex(16)
    try:
        found = _read(name, content, body_of())
    except UnreadableBookError as unreadable:
        return _choose({"berkas": [pick(id=unreadable.id, en=unreadable.en)]}, 422)
    except RuleError as refusal:
        return _choose({"berkas": [refusal.sentence(language())]}, 422)
    kept = Kept(name, base64.b64encode(content).decode("ascii"))
    services().state.save_draft(_place(key), msgspec.json.encode(kept))
    return _preview(found, key)


def _place(key: str) -> str:
    """Where a file lies between two pages: nobody else's form leads there."""
    who = f"{current().account.officer} {body_of().stream} {key}"
    return f"list-{services().vault.digest(who.encode())}"


def _read(name: str, content: bytes, body: Body) -> Read:
    importer = ListImporter(services().catalogue)
    table = open_list(content, importer.context(body))
    return Read(name, table, importer.plan(body, table.rows, hashlib.sha256(content).hexdigest()))


def _preview(
    found: Read,
    key: str,
    *,
    typed: Mapping[str, Any] | None = None,
    errors: Errors | None = None,
    status: int = 200,
) -> AnyResponse:
    body = body_of()
    known = public_list(body.stream)
    superior = known.decree.approval.by if known and known.decree else ""
    today = body.local_date(services().now())
    html = render_template(
        "office/catalogue/import_preview.html",
        found=found,
        key=key,
        errors=errors,
        form=typed
        if typed is not None
        else MultiDict({"cara": Way.PROPOSALS.value, "approved_by": superior}),
        today=today,
        fresh=[(row, say(CLASSES[row.entry.klass])) for row in found.plan.fresh[:SHOWN]],
        problems=[_named(problem) for problem in found.table.problems[:SHOWN]],
        refused=[refusal.sentence(language()) for refusal in found.plan.refused[:SHOWN]],
        notes=[pick(id=note.id, en=note.en) for note in found.table.notes],
        hidden=max(0, len(found.table.problems) - SHOWN) + max(0, len(found.plan.refused) - SHOWN),
        more=max(0, len(found.plan.fresh) - SHOWN),
        ways=[
            {
                "value": Way.PROPOSALS.value,
                "text": _("Sebagai usulan"),
                "hint": _("Ditetapkan kemudian dengan keputusan; belum terlihat oleh umum."),
            },
            {
                "value": Way.DECREED.value,
                "text": _("Dengan keputusan yang sudah ditandatangani"),
                "hint": _("Langsung tercantum dan terlihat oleh umum."),
            },
        ],
    )
    return html, status


def _named(problem: Problem) -> dict[str, object]:
    return {
        "line": problem.line,
        "no": problem.no,
        "says": pick(id=problem.id, en=problem.en),
    }


# Recording ------------------------------------------------------------------------------------------------


def _record() -> AnyResponse:
    keys = request.form.getlist("idempotency_key")
    key = keys[0] if len(keys) == 1 else ""
    before = services().state.draft(_place(key)) if HEX.fullmatch(key) else None
    if before is None:
        gone = _("Berkas ini sudah tidak tersimpan. Pilih berkasnya sekali lagi.")
        return _choose({"berkas": [gone]}, 422)
    kept = msgspec.json.decode(before, type=Kept)
    found = _read(kept.name, base64.b64decode(kept.content), body_of())
    if found.faults:
        return _preview(found, key, typed=request.form)
    try:
        decree = _decree(found)
        _carry_out(found, decree)
    except (ValidationError, RuleError) as problem:
        shown = {"approval": "approved_by"}
        errors = {shown.get(name, name): said for name, said in errors_of(problem).items()}
        return _preview(found, key, typed=request.form, errors=errors, status=status_of(problem))
    services().follower.wake()
    flash(_said(len(found.plan.fresh), decree), "success")
    return redirect(url_for("item.listed"), 303)


def _decree(found: Read) -> ListDecree | None:
    """The decree that was typed, judged before anything is recorded; None for proposals."""
    given = dict(ImportSchema().load(request.form))
    if given.pop("cara") is Way.PROPOSALS:
        return None
    decree = decree_of(given)
    if found.plan.fresh:
        ListImporter(services().catalogue).check_decree(body_of(), decree)
    return decree


def _carry_out(found: Read, decree: ListDecree | None) -> None:
    """Record every new row in one save; where another window did it meanwhile, nothing is left to do."""
    importer = ListImporter(services().catalogue)
    try:
        importer.carry_out(found.plan, current().actor, decree)
    except StreamMovedError:
        again = importer.plan(body_of(), found.table.rows, found.plan.file_sha256)
        if again.fresh:
            raise


def _said(count: int, decree: ListDecree | None) -> str:
    if not count:
        return _("Tidak ada yang baru: semua baris berkas ini sudah ada dalam daftar.")
    if decree:
        return _("Tercatat. %(n)s informasi masuk daftar dengan satu keputusan.", n=count)
    return _("Tercatat. %(n)s informasi masuk sebagai usulan.", n=count)
