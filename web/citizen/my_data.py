"""My data: what is held about the person who was proved, who opened it, and what they may have done with it.

How somebody is reached they change by themselves; a name and a number an officer corrects against a document.
Whatever is asked has its hours (72 on the clock), and what the law still obliges us to keep is said before
anything is sent. Law: UU 27/2022 art. 5-8, 11, 14-15, 30, 32, 41, 43; regulations §10.
"""

from __future__ import annotations

import re
import secrets
from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError
from msgspec import json
from werkzeug.wrappers import Response as AnyResponse

from ppid.errors import RuleError
from ppid.events import Actor, Role
from ppid.people import Contact
from ppid.privacy.commands import AskPrivacy, WithdrawPrivacy
from ppid.privacy.vocabulary import ARTICLES, PrivacyKind, Proof
from ppid.retention import Rule
from web import access
from web.access import either_proof
from web.citizen import held, portable, privacy_words, proving, tracking
from web.citizen.frame import citizen_blueprint, contact_of
from web.citizen.proving import Person
from web.hidden import hidden
from web.i18n import gettext as _
from web.i18n import language, pick
from web.mailing.outbox import Kind
from web.papers import personal
from web.papers.sending import sent
from web.schemas import Email, Errors, FormSchema, Phone, Text, errors_of, status_of
from web.services import services

bp = citizen_blueprint("mydata", __name__)
bp.context_processor(lambda: WORDS)
WORDS: dict[str, object] = {
    each.__name__: each
    for each in (privacy_words.hold_words, privacy_words.retention_words, privacy_words.step_words)
}
#: Where the data are of the person whose case is open: by its code, or as their own through their mail.
CASE = "perkara"
#: What can be asked for, by its place in the address.
ASKS = {
    "betulkan": PrivacyKind.CORRECT,
    "hapus": PrivacyKind.ERASE,
    "batasi": PrivacyKind.RESTRICT,
}
KEY = re.compile(r"[0-9a-f]{32}")
MOST_WORDS = 5000
#: How long a page waits for what was just asked to show.
SHOWS_SECONDS = 2.0


class ContactSchema(FormSchema):
    """How somebody is reached; what is left empty is deleted."""

    address = Text(1000, lines=True, required=False)
    phone = Phone(required=False)
    email = Email(required=False)


class AskSchema(FormSchema):
    """What an application says."""

    idempotency_key = Text(64, required=False)
    what = Text(MOST_WORDS, lines=True, missing=lambda: _("Tuliskan data mana yang Anda maksud."))


@bp.before_request
def _close_when_left() -> AnyResponse | None:
    """Close a case that was left open; what a mail address proved has a clock of its own."""
    left = tracking.close_when_left()
    return None if access.proved() else left


@bp.get("/saya/data")
@either_proof
def index() -> ResponseReturnValue:
    """Show whose data there are; straight to the page where there is one person only."""
    people = _people()
    if len(people) == 1:
        return redirect(url_for("mydata.show", place=people[0].place), 303)
    shown = [
        {
            "place": person.place,
            "name": person.identity.name,
            "numbers": [mine.number for mine in proving.cases_of(person)],
        }
        for person in people
    ]
    return render_template("citizen/mine/people.html", people=shown)


@bp.get("/saya/data/<place>")
@either_proof
def show(place: str) -> str:
    """Show everything that is held, under which basis, who reads it, how long, and who opened it."""
    found = held.gather(_person(place))
    return render_template(
        "citizen/mine/data.html",
        held=found,
        place=place,
        bases=held.BASES,
        readers=held.READERS,
        ways=held.WAYS,
        role_words=held.role_words,
        retention=[_kept(rule) for rule in found.retention],
        asks=_asks(found),
        body=contact_of(found.body),
        by_mail=place != CASE,
    )


@bp.get("/saya/data/<place>/salinan.<any(json,pdf):ending>")
@either_proof
def copy(place: str, ending: str) -> Response:
    """Give a copy: for machines, or on paper (UU 27/2022 art. 7, 13)."""
    found = held.gather(_person(place))
    if ending == "pdf":
        return sent(personal.pdf(found), "data-saya", download=True)
    content = json.format(json.encode(portable.copy_of(found)), indent=2)
    return sent(content, "data-saya", download=True, mimetype="application/json", ending="json")


@bp.route("/saya/data/<place>/kontak", methods=["GET", "POST"])
@either_proof
def contact(place: str) -> ResponseReturnValue:
    """Change address, telephone and mail address at once (UU 27/2022 art. 6, 30)."""
    person = _person(place)
    if request.method == "GET":
        known = {name: getattr(person.identity, name) for name in ("address", "phone", "email")}
        return _contact(place, known)
    try:
        given = ContactSchema().load(request.form)
        changed = Contact(given["address"], given["phone"], given["email"])
        done = services().people.change_contact(person.stream, changed, _actor(place, person))
    except (ValidationError, RuleError) as problem:
        return _contact(place, request.form, errors_of(problem)), status_of(problem)
    if done:
        _tell(person, changed)
    return _contact_changed(place, person, changed, done=done)


@bp.route("/saya/data/<place>/ajukan/<any(betulkan,hapus,batasi):what>", methods=["GET", "POST"])
@either_proof
def ask(place: str, what: str) -> ResponseReturnValue:
    """Ask for a correction, an erasure or a restriction; it gets its number and its hours (art. 14)."""
    person = _person(place)
    if request.method == "GET":
        return _asking(place, what, person, {})
    try:
        given = AskSchema().load(request.form)
        key = given["idempotency_key"]
        command = AskPrivacy(
            person=person.stream,
            kind=ASKS[what],
            what=given["what"],
            case=access.tracked() if place == CASE else "",
            body="" if place == CASE else held.gather(person).body.stream,
            key=key if KEY.fullmatch(key) else secrets.token_hex(16),
            proved=Proof.CODE if place == CASE and not tracking.opened_by() else Proof.MAIL,
            language=language(),
        )
        done = services().privacy.ask(command, _actor(place, person))
    except (ValidationError, RuleError) as problem:
        return _asking(place, what, person, request.form, errors_of(problem)), status_of(problem)
    services().follower.wait_for(done.position, timeout_s=SHOWS_SECONDS)
    flash(_("Permintaan Anda tercatat. Jawabannya paling lambat 3 x 24 jam."), "success")
    return _to_data(place)


@bp.post("/saya/data/<place>/tarik")
@either_proof
def withdraw(place: str) -> AnyResponse:
    """Take an application back."""
    person = _person(place)
    wanted = hidden("permintaan")
    if all(each.privacy != wanted for each in services().privacy.of(person.stream)):
        abort(404)
    command = WithdrawPrivacy(case=wanted, key=secrets.token_hex(16))
    services().privacy.withdraw(command, Actor(person.stream, Role.CITIZEN))
    flash(_("Permintaan itu sudah Anda cabut."), "success")
    return _to_data(place)


def _people() -> list[Person]:
    """Everybody who was proved here: by the mail address, and by number and code; each once."""
    found = proving.persons()
    known = {person.stream for person in found}
    return [*found, *(person for person in proving.of_case(CASE) if person.stream not in known)]


def _person(place: str) -> Person:
    """The person of a place; 404 for any that was not proved here."""
    proved = proving.of_case(CASE) if place == CASE else proving.persons()
    found = next((person for person in proved if person.place == place), None)
    if found is None:
        abort(404)
    return found


def _actor(place: str, person: Person) -> Actor:
    return access.citizen_actor(access.tracked() if place == CASE else person.stream)


def _kept(rule: Rule) -> dict[str, str]:
    """How long a class of records is kept once its case is over, as a line of a list."""
    return {
        "key": pick(id=rule.name.id, en=rule.name.en),
        "value": f"{privacy_words.retention_words(rule)} ({rule.basis})",
    }


def _asks(found: held.Held) -> list[dict[str, object]]:
    """The applications as the page shows them: hours on the clock, and whether they can be taken back."""
    return [
        {
            "stream": asked.privacy,
            "number": asked.number,
            "kind": privacy_words.kind_words(asked.kind),
            "asked_at": asked.asked_at,
            "due_at": asked.due_at,
            "step": asked.step,
            "late": asked.late,
            "answered_at": asked.answered_at,
            "outcome": asked.outcome,
            "answer": asked.answer,
            "open": asked.answered_at is None and asked.step.value in {"asked", "verified"},
        }
        for asked in found.asked
    ]


def _tell(person: Person, changed: Contact) -> None:
    """Tell the person at the address that holds, and at the one that held, that something was changed."""
    before = person.identity.email
    services().outbox.tell(Kind.DATA, person.stream)
    if before and before != changed.email:
        services().outbox.tell(Kind.DATA, person.stream, to=before)


def _contact_changed(place: str, person: Person, changed: Contact, *, done: bool) -> AnyResponse:
    if not done:
        flash(_("Tidak ada yang berubah."), "info")
        return _to_data(place)
    flash(_("Data kontak Anda sudah diganti."), "success")
    by_mail = place != CASE or tracking.opened_by()
    if by_mail and changed.email != person.identity.email:
        flash(_("Untuk melihat data ini lagi, mintalah tautan ke alamat surel yang baru."), "info")
        return redirect(url_for("mine.index"), 303)
    return _to_data(place)


def _contact(place: str, values: Any, errors: Errors | None = None) -> str:
    return render_template("citizen/mine/contact.html", place=place, values=values, errors=errors or {})


def _asking(place: str, what: str, person: Person, values: Any, errors: Errors | None = None) -> str:
    sent_key = str(values.get("idempotency_key", ""))
    return render_template(
        "citizen/mine/ask.html",
        place=place,
        what=what,
        kind=ASKS[what],
        law=ARTICLES[ASKS[what]],
        holds=services().people.erasing.holds(person.stream) if what == "hapus" else (),
        values=values,
        errors=errors or {},
        key=sent_key if KEY.fullmatch(sent_key) else secrets.token_hex(16),
        limit=MOST_WORDS,
    )


def _to_data(place: str) -> AnyResponse:
    return redirect(url_for("mydata.show", place=place), 303)
