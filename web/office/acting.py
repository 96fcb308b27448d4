"""Taking a step, whatever the subject: the page of an act shows what it will bring about before it is done.

A refusal shows the same form again with what was typed; when somebody was faster, it says what they did; a
form that is sent twice is recorded once. A beginning (``begin``) is the same without a case.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from flask import abort, flash, redirect, render_template, request
from marshmallow import ValidationError
from msgspec.structs import replace
from werkzeug.wrappers import Response

from ppid.acts import NotYourActError
from ppid.body import UnknownUnitError
from ppid.errors import RuleError
from ppid.events import Stream
from ppid.refusals import ChangedMeanwhileError, KeyReusedError
from ppid.request.events import Document
from projections.history import line_of
from web import uploads
from web.access import current
from web.filters import lower_first
from web.i18n import gettext as _
from web.i18n import language, pick
from web.office import enclosures, kept
from web.office.foresight import Foreseen, check_still_the_same, foresee, foresee_beginning
from web.office.room import ActPage, AnyRoom, BeginPage, Form, Page, Start, filled
from web.office.sight import HEX, Sight, facts_of, newest
from web.office.words import DOCUMENTS, say
from web.schemas import Errors, errors_of, status_of
from web.services import services

NOT_REPEATED = frozenset({"csrf_token", "tombol"})
AnyResponse = Response | tuple[str, int]
Problem = ValidationError | RuleError
AnySight = Sight[Any]


# An act on a case -----------------------------------------------------------------------------------------


def take(room: AnyRoom, case: str, act: str) -> AnyResponse:
    """The page of an act, and the act."""
    page = next((page for known, page in room.pages.items() if known.value == act), None)
    if page is None:
        abort(404)
    seen = room.sees(case)
    if not _sent_before(seen):
        room.acts.check_role(page.act, seen.actor, seen.state)
    if request.method == "POST":
        kept.forget()
        return _send(room, page, seen)
    typed = kept.kept_form(current().account.officer)
    return _show(room, page, seen, typed, kept_before=typed is not None)


def _sent_before(seen: AnySight) -> bool:
    """Whether this very form is recorded: who signed may not sign again, but may send it twice (F10)."""
    form: Form = request.form
    return form.get("tombol") == "catat" and form.get("idempotency_key", "") in seen.state.keys


def _send(room: AnyRoom, page: ActPage, seen: AnySight) -> AnyResponse:
    """Do what the form asks, or show it again with the reason why not."""
    form: Form = request.form
    if _shown_again(form):
        return _show(room, page, seen, form)
    try:
        command: Any = page.schema(seen, form).load(form)
        if page.takes_files:
            sent_before = command.key in seen.state.keys
            judge = None if sent_before else partial(_foresee, room, page, seen)
            command = _with_files(page, seen, command, judge)
        if page.previews and form.get("tombol") != "catat":
            check_still_the_same(seen, command.seen)
            foreseen = _foresee(room, page, seen, command)
            rows = [*page.rows(seen, command, foreseen), *_file_rows(page, command)]
            return _preview(page, _frame(room, page, seen), rows, foreseen)
        done = page.use_case(room.desk(services()), command, seen.actor)
    except (ValidationError, RuleError) as problem:
        return _refused(room, page, seen, problem)
    _recorded(seen.state.stream, done.position)
    return redirect(room.case_href(seen.hex), 303)


def _foresee(room: AnyRoom, page: ActPage, seen: AnySight, command: object) -> Foreseen:
    """What the act would record. Raises the refusal that it would get."""
    foreseen = foresee(seen, room.subject, room.steps, page.decision, command)
    return foreseen._replace(elsewhere=tuple(page.elsewhere(seen, command)))


def _refused(room: AnyRoom, page: ActPage, seen: AnySight, problem: Problem) -> AnyResponse:
    """Show the form again, with what was typed. Looked at again: it stands on what the case is now."""
    if isinstance(problem, RuleError) and problem.status in {403, 404}:
        raise problem
    return _show(room, page, room.sees(seen.hex), request.form, problem=problem)


def _show(
    room: AnyRoom,
    page: ActPage,
    seen: AnySight,
    typed: Form | None = None,
    *,
    problem: Problem | None = None,
    kept_before: bool = False,
) -> AnyResponse:
    """The page of an act: its form and its consequence, or why it is not lawful now."""
    why_not = _unlawful(room, page, seen)
    changed = problem if isinstance(problem, ChangedMeanwhileError) else None
    version = seen.state.version if changed or typed is None else typed.get("seen", "")
    about = {
        **_frame(room, page, seen),
        "happened": facts_of(seen.body, changed.happened) if changed else (),
        "changed": changed.sentence(language()) if changed else "",
        "version": version,
        "foreseen": None if why_not else _sampled(room, page, seen),
        "kept_before": kept_before,
    }
    return _form_page(page, seen, about, typed, problem, why_not)


def _unlawful(room: AnyRoom, page: ActPage, seen: AnySight) -> RuleError | None:
    try:
        room.acts.check(page.act, seen.state, seen.context)
    except RuleError as refusal:
        return refusal
    return None


def _sampled(room: AnyRoom, page: ActPage, seen: AnySight) -> Foreseen | None:
    """The consequence that every form of the act has; the sentences depend on what is typed."""
    sample = page.sample(seen)
    if sample is None:
        return None
    try:
        return _foresee(room, page, seen, sample)._replace(sentences=[])
    except RuleError:
        return None


def _shown_again(form: Form) -> bool:
    """Whether only the form is asked for, as typed: ``ubah``, or ``ubah-...`` to change its shape."""
    return form.get("tombol", "").partition("-")[0] == "ubah"


def _frame(room: AnyRoom, page: ActPage, seen: AnySight) -> dict[str, object]:
    name = page.act.value
    return {
        **_about(room, page),
        "seen": seen,
        "act": name,
        "form_template": f"{room.folder}/{name}.html",
        "title": say(room.acts.name(page.act)),
        "caption": room.label(seen.state),
        "back_href": room.case_href(seen.hex),
        "back_text": _("Kembali ke %(what)s", what=say(room.the)),
        "zone": seen.body.zone,
    }


# The beginning of a case ----------------------------------------------------------------------------------


def begin(room: AnyRoom, page: BeginPage) -> AnyResponse:
    """A form without a case, and what it begins."""
    if request.method == "POST":
        kept.forget()
        return _begin(room, page, _start(room, request.form.get("idempotency_key", "")))
    typed = kept.kept_form(current().account.officer)
    return _show_beginning(room, page, _start(room, ""), typed, kept_before=typed is not None)


def _start(room: AnyRoom, key: str) -> Start:
    person = current()
    if person.body is None:
        raise NotYourActError
    context = services().desk.context(person.body)
    sound = key if HEX.fullmatch(key) else secrets.token_hex(16)
    return Start(room.subject.kind, sound, context, person.actor, request.args)


def _begin(room: AnyRoom, page: BeginPage, start: Start) -> AnyResponse:
    form: Form = request.form
    if _shown_again(form):
        return _show_beginning(room, page, start, form)
    try:
        command: Any = page.schema(start, form).load(form)
        if page.takes_files:
            sent_before = services().log.last(start.stream) is not None
            judge = None if sent_before else partial(_foresee_beginning, room, page, start)
            command = _with_files(page, start, command, judge)
        if page.previews and form.get("tombol") != "catat":
            foreseen = _foresee_beginning(room, page, start, command)
            rows = [*page.rows(start, command, foreseen), *_file_rows(page, command)]
            return _preview(page, _begin_frame(room, page), rows, foreseen)
        done = page.use_case(room.desk(services()), command, start.actor)
    except (ValidationError, RuleError) as problem:
        if isinstance(problem, RuleError) and problem.status in {403, 404}:
            raise
        return _show_beginning(room, page, start, form, problem=problem)
    _recorded(done.stream, done.position)
    new = done.stream.rpartition("-")[2]
    return redirect(page.leads_to(done) if page.leads_to else room.case_href(new), 303)


def _foresee_beginning(room: AnyRoom, page: BeginPage, start: Start, command: object) -> Foreseen:
    events = page.decision(command, start.context)
    by = (start.actor, start.context)
    foreseen = foresee_beginning(start.stream, room.subject, room.steps, events, by)
    return foreseen._replace(elsewhere=tuple(page.elsewhere(start, command)))


def _show_beginning(
    room: AnyRoom,
    page: BeginPage,
    start: Start,
    typed: Form | None = None,
    *,
    problem: Problem | None = None,
    kept_before: bool = False,
) -> AnyResponse:
    why_not = None
    try:
        page.may_begin(start)
    except RuleError as refusal:
        why_not = refusal
    about = {**_begin_frame(room, page), "start": start, "kept_before": kept_before}
    return _form_page(page, start, about, typed, problem, why_not)


def _begin_frame(room: AnyRoom, page: BeginPage) -> dict[str, object]:
    return {
        **_about(room, page),
        "act": page.what,
        "form_template": f"{room.folder}/{f'begin-{page.what}' if page.what else 'begin'}.html",
        "title": say(page.name),
        "caption": say(room.caption),
        "back_href": room.list_href(),
        "back_text": _("Kembali ke %(what)s", what=lower_first(room.heading())),
    }


# What both share ------------------------------------------------------------------------------------------


def _about(room: AnyRoom, page: Page) -> dict[str, object]:
    return {
        "room": room,
        "the": say(room.the),
        "previews": page.previews,
        "takes_files": page.takes_files,
        "record_text": say(page.button) if page.button else "",
        "accept": uploads.ACCEPT_RECORDS if page.takes_records else uploads.ACCEPT,
        "rules": uploads.rules(records=page.takes_records),
    }


def _form_page(
    page: Page,
    seen: AnySight | Start,
    about: Mapping[str, object],
    typed: Form | None,
    problem: Problem | None,
    why_not: RuleError | None,
) -> AnyResponse:
    """The form with what was typed, or with its defaults; or why it cannot be sent now."""
    given = typed if typed is not None else request.args
    changed = isinstance(problem, ChangedMeanwhileError)
    html = render_template(
        "office/unlawful.html" if why_not else "office/act.html",
        **{
            "choosing": False,
            "happened": (),
            "changed": "",
            "version": "",
            "foreseen": None,
            **about,
            **({} if why_not else page.choices(seen, given)),
        },
        form=_shown_form(page, seen, typed, why_not),
        errors=_errors(page, problem) if problem and not changed else None,
        why_not=why_not.sentence(language()) if why_not else "",
        kept_files=_kept_files(page, seen, typed),
        key=_key(typed, problem),
    )
    if problem is not None:
        return html, status_of(problem)
    return html, why_not.status if why_not else 200


def _shown_form(page: Page, seen: AnySight | Start, typed: Form | None, why_not: RuleError | None) -> Form:
    if typed is not None:
        return typed
    return filled({} if why_not else page.defaults(seen, request.args))


def _kept_files(page: Page, seen: AnySight | Start, typed: Form | None) -> list[str]:
    """What of files the form brought already, by name."""
    key = typed.get("idempotency_key", "") if typed else ""
    if not (key and page.takes_files and page.previews):
        return []
    return _names_of(enclosures.kept(page.files_of(seen), seen.actor.id, key))


def _errors(page: Page, problem: Problem) -> Errors:
    if isinstance(problem, UnknownUnitError):
        return {"unit": [problem.sentence(language())]}
    return {page.shown_at.get(name, name): said for name, said in errors_of(problem).items()}


def _key(typed: Form | None, problem: Problem | None) -> str:
    """The key of the form: kept while it is the same form, fresh once that key is used up."""
    used_up = isinstance(problem, KeyReusedError)
    given = typed.get("idempotency_key", "") if typed and not used_up else ""
    return given or secrets.token_hex(16)


def _preview(
    page: Page, frame: Mapping[str, object], rows: list[dict[str, object]], foreseen: Foreseen
) -> AnyResponse:
    """What will stand in the record and on the paper."""
    entries = [(k, v) for k, v in request.form.items(multi=True) if k not in NOT_REPEATED]
    html = render_template(
        "office/preview.html", **frame, rows=rows, entries=entries, foreseen=foreseen, page_of=page
    )
    return html, 200


def _with_files(
    page: Page, seen: AnySight | Start, command: Any, judge: Callable[[Any], Foreseen] | None
) -> Any:
    """Add the files, once the rules have nothing against the form; one sent before needs no judge.

    A browser sends a file once: what the form brought when it was looked through is still with it. Documents
    that the form names, for they are there already, come first.
    """
    enclosed = enclosures.chosen(request.files, records=page.takes_records)
    owner = page.files_of(seen)
    if not enclosed:
        kept_files = enclosures.kept(owner, seen.actor.id, command.key) if page.previews else ()
        return replace(command, documents=(*command.documents, *kept_files)) if kept_files else command
    if judge:
        judge(replace(command, documents=(*command.documents, *enclosures.unsealed(enclosed, owner))))
    sealed = enclosures.seal(enclosed, owner, seen.actor.id, command.key)
    return replace(command, documents=(*command.documents, *sealed))


def _file_rows(page: Page, command: Any) -> list[dict[str, object]]:
    """The files as a preview names them."""
    named = _names_of(command.documents) if page.takes_files else []
    return [{"key": _("Berkas"), "value": "\n".join(named)}] if named else []


def _names_of(documents: Iterable[Document]) -> list[str]:
    return [document.label or say(DOCUMENTS[document.kind]) for document in documents]


def _recorded(stream: Stream, position: int) -> None:
    """Say what was recorded, in the words of the history."""
    services().follower.wake()
    fact = newest(services().log.load(stream), position)
    if fact is not None:
        line = line_of(fact)
        said = pick(id=line.sentence_id, en=line.sentence_en)
        flash(_("Tercatat. %(sentence)s", sentence=said), "success")
