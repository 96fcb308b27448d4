"""The pages of a commission: the state of each log, one button, and a red page where it matters."""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, abort, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue

from ppid.seal.archive import Entry
from ppid.seal.contradiction import evidence
from ppid.seal.protocol import Request
from ppid.seal.verdicts import Verdict, grouped
from ppid.seal.verifier import groups
from ppid.seal.witness import Answer
from web.i18n import language
from web.witness.door import Door, door, token_or_400

pages = Blueprint("pages", __name__, template_folder="templates")


@dataclass(frozen=True, slots=True)
class LogCard:
    """One log on the front page."""

    origin: str
    latest: Entry | None
    refusals: list[Entry]
    waiting: Answer | None


@pages.get("/")
def front() -> str:
    """What was confirmed last, and what waits to be confirmed."""
    here = door()
    return render_template("front.html", cards=list(_cards(here)), door=here)


@pages.post("/periksa")
def check() -> ResponseReturnValue:
    """Look at a request that came as a file, and show what it would confirm."""
    token_or_400()
    file = request.files.get("berkas")
    data = file.read() if file else b""
    return _look(door(), data)


@pages.get("/segel")
def waiting() -> ResponseReturnValue:
    """Look at the request of an office that waits."""
    here = door()
    with here.archive.reading() as book:
        found = book.waiting(request.args.get("log", ""))
    if found is None:
        abort(404)
    return _look(here, found.request)


@pages.post("/konfirmasi")
def confirm() -> ResponseReturnValue:
    """The one button."""
    token_or_400()
    try:
        data = b64decode(request.form.get("permintaan", ""), validate=True)
    except (binascii.Error, ValueError):
        abort(400)
    answer = door().witness.confirm(data)
    if not answer.confirmed:
        return _refused(answer)
    return render_template("confirmed.html", answer=answer, said=_figures(answer))


@pages.get("/jawaban/<int:number>")
def response_file(number: int) -> Response:
    """The answer to carry back to the office: the cosignature of an entry."""
    entry = _entry(number)
    if entry is None or entry.cosignature is None:
        abort(404)
    return _file(entry.cosignature, "response.txt")


@pages.get("/ukuran")
def size_file() -> Response:
    """The answer to a request from another size: the size that is known here."""
    origin = request.args.get("log", "")
    with door().archive.reading() as book:
        if origin not in book.origins():
            abort(404)
        latest = book.latest(origin)
    return _file(f"{latest.size if latest else 0}\n", "response.txt")


@pages.get("/bukti/<int:number>")
def evidence_file(number: int) -> Response:
    """The evidence of a refusal, ready to send."""
    text = evidence(door().archive, number) if number < 1 << 62 else None
    if text is None:
        abort(404)
    return _file(text, f"bukti-{number}.txt")


@pages.get("/tolak/<int:number>")
def refusal(number: int) -> ResponseReturnValue:
    """A refusal that was kept, as the red page showed it."""
    entry = _entry(number)
    if entry is None or entry.refused is None:
        abort(404)
    with door().archive.reading() as book:
        against = book.entry(entry.against) if entry.against else None
    verdict = Verdict.of(entry.refused)
    known = against.size if against else 0
    return _red(Answer(verdict, entry.origin, known, entry.size, number=number, alarm=verdict), 200)


@pages.get("/arsip")
def archive_file() -> Response:
    """Everything this witness confirmed and refused, as the commissions exchange it."""
    archive = door().archive

    def lines() -> Iterator[str]:
        with archive.reading() as book:
            for entry in book.entries():
                yield entry.line()

    response = current_app.response_class(lines(), mimetype="application/x-ndjson")
    response.headers["Content-Disposition"] = 'attachment; filename="arsip-saksi.ndjson"'
    return response


def _cards(here: Door) -> Iterator[LogCard]:
    with here.archive.reading() as book:
        found = [
            (origin, book.latest(origin), book.refusals(origin), book.waiting(origin))
            for origin in book.origins()
        ]
    for origin, latest, refusals, waits in found:
        yield LogCard(origin, latest, refusals, here.witness.look(waits.request) if waits else None)


def _look(here: Door, data: bytes) -> ResponseReturnValue:
    answer = here.witness.look(data)
    if not answer.confirmed:
        return _refused(answer)
    return render_template(
        "look.html",
        answer=answer,
        said=_figures(answer),
        now=here.witness.now(),
        digits=groups(Request.of(data).checkpoint.root),
        content=b64encode(data).decode("ascii"),
        door=here,
    )


def _refused(answer: Answer) -> ResponseReturnValue:
    if answer.alarm is not None:
        return _red(answer, answer.status)
    return render_template("unready.html", answer=answer, said=answer.sentence(language())), answer.status


def _red(answer: Answer, status: int) -> ResponseReturnValue:
    return render_template("refused.html", answer=answer, said=answer.sentence(language())), status


def _figures(answer: Answer) -> dict[str, str]:
    """The figures of a seal, grouped as the reader writes them."""
    chosen = language()
    return {
        "known": grouped(answer.known, chosen),
        "size": grouped(answer.size, chosen),
        "added": grouped(answer.size - answer.known, chosen),
    }


def _entry(number: int) -> Entry | None:
    if number >= 1 << 62:
        return None
    with door().archive.reading() as book:
        return book.entry(number)


def _file(text: str, name: str) -> Response:
    response = make_response(text)
    response.headers["Content-Type"] = "text/plain; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
