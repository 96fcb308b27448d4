"""Taking a step on a case: the page of each act shows what it will bring about before it is done.

A refusal shows the same form again with what was typed; when somebody was faster, it says what they did.
"""

from __future__ import annotations

import secrets
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from marshmallow import ValidationError
from msgspec.structs import replace
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from ppid.body import UnknownUnitError
from ppid.errors import RuleError
from ppid.request.lawful import CHECKS, NAMES, Act, check_role
from ppid.request.refusals import ChangedMeanwhileError, KeyReusedError
from projections.history import line_of
from web import uploads
from web.access import OFFICERS, allow, current
from web.i18n import gettext as _
from web.i18n import language, pick
from web.office import enclosures, kept
from web.office.foresight import Foreseen, check_still_the_same, foresee
from web.office.frame import office_blueprint
from web.office.notice import at_entries
from web.office.pages import PAGES, ActPage, Form, filled
from web.office.sight import Sight, facts_of, newest, sight
from web.office.words import say
from web.schemas import errors_of, status_of
from web.services import services

bp = office_blueprint("acts", __name__)

WITH_FILES = frozenset(page.act.value for page in PAGES.values() if page.takes_files)
NOT_REPEATED = frozenset({"csrf_token", "tombol"})
AnyResponse = Response | tuple[str, int]
Problem = ValidationError | RuleError


@bp.url_value_preprocessor
def _make_room(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Let the acts that take files have room for them, before the token in the form is looked for."""
    if values and values.get("act") in WITH_FILES:
        uploads.make_room()


@bp.route("/meja/permohonan/<case>/<act>", methods=["GET", "POST"])
@allow(*OFFICERS)
def take(case: str, act: str) -> AnyResponse:
    """The page of an act, and the act."""
    if act not in set(Act):
        abort(404)
    page = PAGES[Act(act)]
    seen = sight(case)
    check_role(page.act, seen.actor, seen.request)
    if request.method == "POST":
        kept.forget()
        return _send(page, seen)
    typed = kept.kept_form(current().account.officer)
    return _show(page, seen, typed, kept_before=typed is not None)


def _send(page: ActPage, seen: Sight) -> AnyResponse:
    """Do what the form asks, or show it again with the reason why not."""
    form: Form = request.form
    if form.get("tombol") == "ubah":
        return _show(page, seen, form)
    try:
        command = page.schema(seen, form).load(form)
        if page.previews and form.get("tombol") != "catat":
            check_still_the_same(seen, command.seen)
            return _preview(page, seen, form, command)
        if page.takes_files:
            command = _with_files(page, seen, command)
        done = page.use_case(services().desk, command, seen.actor)
    except (ValidationError, RuleError) as problem:
        return _refused(page, seen, form, problem)
    services().follower.wake()
    _tell(seen, done.position)
    return redirect(url_for("desk.case", case=seen.hex), 303)


def _with_files(page: ActPage, seen: Sight, command: Any) -> Any:
    """Add the files of the form, once the rules have nothing against the act."""
    enclosed = enclosures.chosen(request.files)
    if not enclosed:
        return command
    person = seen.request.requester
    if command.key not in seen.request.keys:
        foresee(seen, page.decision, replace(command, documents=enclosures.unsealed(enclosed, person)))
    sealed = enclosures.seal(enclosed, person, seen.actor.id, command.key)
    return replace(command, documents=sealed)


def _tell(seen: Sight, position: int) -> None:
    """Say what was recorded, in the words of the history."""
    fact = newest(services().log.load(seen.request.stream), position)
    if fact is not None:
        line = line_of(fact)
        said = pick(id=line.sentence_id, en=line.sentence_en)
        flash(_("Tercatat. %(sentence)s", sentence=said), "success")


def _refused(page: ActPage, seen: Sight, form: Form, problem: Problem) -> AnyResponse:
    """Show the form again, with what was typed."""
    if isinstance(problem, ChangedMeanwhileError):
        # Looked at again: what stands on the page from here on is what it stands now.
        return _show(page, sight(seen.hex), form, problem=problem, anew=True)
    if isinstance(problem, RuleError) and problem.status in {403, 404}:
        raise problem
    return _show(page, sight(seen.hex), form, problem=problem)


def _show(
    page: ActPage,
    seen: Sight,
    typed: MultiDict[str, str] | None = None,
    *,
    problem: Problem | None = None,
    anew: bool = False,
    kept_before: bool = False,
) -> AnyResponse:
    """The page of an act: its form and its consequence, or why it is not lawful now."""
    given = typed if typed is not None else request.args
    why_not = _unlawful(page.act, seen)
    changed = isinstance(problem, ChangedMeanwhileError)
    html = render_template(
        "office/unlawful.html" if why_not else "office/act.html",
        **_frame(page, seen),
        **page.choices(seen, given),
        form=typed if typed is not None else filled(page.defaults(seen, given)),
        errors=_errors(problem) if problem and not changed else None,
        happened=facts_of(seen.body, problem.happened) if isinstance(problem, ChangedMeanwhileError) else (),
        changed=problem.sentence(language()) if isinstance(problem, ChangedMeanwhileError) else "",
        why_not=why_not.sentence(language()) if why_not else "",
        version=seen.request.version if anew or typed is None else typed.get("seen", ""),
        key=_key(typed, problem),
        foreseen=None if why_not else _foreseen(page, seen),
        kept_before=kept_before,
    )
    if problem is not None:
        return html, status_of(problem)
    return html, why_not.status if why_not else 200


def _frame(page: ActPage, seen: Sight) -> dict[str, object]:
    return {
        "seen": seen,
        "act": page.act.value,
        "title": say(NAMES[page.act]),
        "case_href": url_for("desk.case", case=seen.hex),
        "previews": page.previews,
        "takes_files": page.takes_files,
        "zone": seen.body.zone,
        "accept": uploads.ACCEPT,
    }


def _unlawful(act: Act, seen: Sight) -> RuleError | None:
    try:
        CHECKS[act](seen.request, seen.context)
    except RuleError as refusal:
        return refusal
    return None


def _foreseen(page: ActPage, seen: Sight) -> Foreseen | None:
    sample = page.sample(seen)
    if sample is None:
        return None
    try:
        return foresee(seen, page.decision, sample)._replace(sentences=[])
    except RuleError:
        return None


def _errors(problem: Problem) -> dict[str, list[str]]:
    if isinstance(problem, UnknownUnitError):
        return {"unit": [problem.sentence(language())]}
    return at_entries(errors_of(problem))


def _key(typed: MultiDict[str, str] | None, problem: Problem | None) -> str:
    """The key of the form: kept while it is the same form, fresh once that key is used up."""
    used_up = isinstance(problem, KeyReusedError)
    return (typed.get("idempotency_key", "") if typed and not used_up else "") or secrets.token_hex(16)


def _preview(page: ActPage, seen: Sight, form: Form, command: Any) -> AnyResponse:
    """What will stand in the record and on the paper. Raises the refusal that the act would get."""
    foreseen = foresee(seen, page.decision, command)
    entries = [(k, v) for k, v in form.items(multi=True) if k not in NOT_REPEATED]
    html = render_template(
        "office/preview.html",
        **_frame(page, seen),
        rows=page.rows(seen, command, foreseen),
        entries=entries,
        foreseen=foreseen,
    )
    return html, 200
