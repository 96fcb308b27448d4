"""The papers of an exemption: the sheet of each test, the decree, its changes and its end.

Each is set anew from the log as it stood when it was issued; a sheet carries the signatures recorded before
the next test. Law: PP 61/2010 art. 3-11; Perki 1/2021 art. 49-53, annexes II-V.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import Response

from ppid.deadlines import Text
from ppid.events import Event, Recorded
from ppid.exemption import events as e
from ppid.exemption.papers import Row, Sheet
from ppid.exemption.papers import Signature as Signed
from ppid.exemption.state import EXEMPTION, Exemption
from ppid.exemption.vocabulary import Aim, Occasion
from web.letters import Letter, kinds, render
from web.letters.exemption_kinds import (
    Act,
    Approval,
    ChangedRow,
    ChangeTest,
    ConsequenceTest,
    DecreedRow,
    ExemptionDecree,
    TestedRow,
    TesterLine,
)
from web.letters.wording import Pair, Tongue
from web.papers.exempting import basis, period, upto
from web.papers.sending import Paper, page_of, sent
from web.papers.then import NoSuchLetterError, Then, dated, then
from web.services import services

SHEET = Text("Lembar pengujian konsekuensi (Lampiran II)", "Consequence test sheet (annex II)")
CHANGE_SHEET = Text("Lembar pengujian atas pengubahan (Lampiran IV)", "Change test sheet (annex IV)")
DECREE = Text("Keputusan klasifikasi (Lampiran III)", "Classification decree (annex III)")
CHANGED = Text("Keputusan pengubahan klasifikasi (Lampiran V)", "Decree on a change (annex V)")
LIFTED = Text("Keputusan pencabutan pengecualian", "Decree lifting the exemption")
STIPULATED = Text("Penetapan informasi terbuka", "Stipulation that information is public")

OCCASIONS: dict[Occasion, Pair] = {
    Occasion.BEFORE_REQUEST: ("Sebelum ada permohonan informasi", "Before any request"),
    Occasion.UPON_REQUEST: ("Pada saat ada permohonan informasi", "Upon a request"),
    Occasion.DURING_DISPUTE: ("Atas perintah majelis dalam sengketa", "On the order of a panel in a dispute"),
}


@dataclass(frozen=True, slots=True)
class Issue:
    """A paper with the exemption, before and after the fact that issued it."""

    paper: Paper
    fact: Recorded
    state: Exemption
    before: Exemption
    compose: Callable[[Issue, kinds.Language], Letter]

    @property
    def then(self) -> Then:
        """The body as it was then."""
        return then(self.state.body, self.fact.position)


def letters_of(exemption: Exemption) -> tuple[Paper, ...]:
    """Return the papers of an exemption, oldest first."""
    return tuple(issue.paper for issue in _issued(services().log.load(exemption.stream)))


def letter(
    exemption: Exemption, slug: str, *, language: kinds.Language = "id", position: int | None = None
) -> Letter:
    """Compose a paper as it was issued, by what was recorded up to ``position``."""
    recorded = upto(services().log.load(exemption.stream), position)
    for issue in _issued(recorded):
        if issue.paper.slug == slug:
            return issue.compose(issue, language)
    raise NoSuchLetterError


def pdf(exemption: Exemption, slug: str, *, language: kinds.Language = "id") -> bytes:
    """Return a paper as PDF. Raises ``NoSuchLetterError``."""
    return render(letter(exemption, slug, language=language))


def send(
    exemption: Exemption, slug: str, *, language: kinds.Language = "id", download: bool = False
) -> Response:
    """Answer with a paper as PDF. Raises ``NoSuchLetterError``."""
    said = letter(exemption, slug, language=language)
    return sent(render(said), f"{slug}-{said.reference}", download=download)


def page(exemption: Exemption, slug: str, *, language: kinds.Language = "id", pdf_href: str = "") -> str:
    """Show a paper as a page. Raises ``NoSuchLetterError``."""
    return page_of(letter(exemption, slug, language=language), pdf_href)


def _issued(recorded: Iterable[Recorded]) -> list[Issue]:
    """Every paper with the fact that issued it; a sheet is issued by the last signature on it."""
    found: list[Issue] = []
    counted: dict[str, int] = {}
    state: Exemption | None = None
    sheet: int | None = None
    for fact in recorded:
        before = state
        state = EXEMPTION.place(state, fact.envelope)
        if state is None:
            continue
        match fact.envelope.event:
            case e.Tested() as tested:
                sheet = len(found)
                title = SHEET if tested.aim is Aim.CLASSIFY else CHANGE_SHEET
                paper = Paper(_slug("lembar-uji", counted), title, tested.tested_on)
                found.append(Issue(paper, fact, state, before or state, _test))
            case e.Reviewed() | e.Approved() if sheet is not None:
                kept = found[sheet]
                found[sheet] = Issue(kept.paper, fact, state, kept.before, kept.compose)
            case event:
                found += _decreed(event, fact, state, before or state, counted)
    return found


def _decreed(
    event: Event, fact: Recorded, state: Exemption, before: Exemption, counted: dict[str, int]
) -> list[Issue]:
    match event:
        case e.Decreed():
            slug, title, on = "keputusan", DECREE, event.signed_on
        case e.Changed():
            slug, title, on = "perubahan", CHANGED, event.signed_on
        case e.Lifted() if not event.objection:
            slug, title, on = "pencabutan", LIFTED, event.signed_on
        case e.DeclaredOpen():
            slug, title, on = "penetapan-terbuka", STIPULATED, event.signed_on
        case _:
            return []
    return [Issue(Paper(_slug(slug, counted), title, on), fact, state, before, _decree)]


def _slug(name: str, counted: dict[str, int]) -> str:
    counted[name] = counted.get(name, 0) + 1
    return name if counted[name] == 1 else f"{name}-{counted[name]}"


# The sheets -----------------------------------------------------------------------------------------------


def _test(issue: Issue, language: kinds.Language) -> Letter:
    sheet, t, stood = issue.state.sheet, Tongue(language), issue.then
    if sheet.aim is not Aim.CLASSIFY:
        return _change(issue, language)
    return ConsequenceTest(
        language=language,
        office=stood.office(),
        dated_on=sheet.tested_on,
        letter_number=sheet.number,
        tested_on=sheet.tested_on,
        place=sheet.place,
        occasion=t.of(OCCASIONS[sheet.occasion]),
        unit=stood.unit(issue.state.unit) or stood.body.name,
        rows=tuple(
            TestedRow(
                information=row.information,
                basis=basis(row, t),
                if_opened=row.consequence_opened,
                if_closed=row.consequence_closed,
                period=period(row, t),
                interest=row.public_interest,
            )
            for row in sheet.rows
        ),
        testers=_testers(sheet, stood),
        approvals=_approvals(sheet, stood, t),
    )


def _change(issue: Issue, language: kinds.Language) -> ChangeTest:
    sheet, t, stood = issue.state.sheet, Tongue(language), issue.then
    decree = issue.state.decree
    return ChangeTest(
        language=language,
        office=stood.office(),
        dated_on=sheet.tested_on,
        letter_number=sheet.number,
        tested_on=sheet.tested_on,
        place=sheet.place,
        decree=dated(decree.number, decree.signed_on, t) if decree else "",
        reason=sheet.reason,
        rows=tuple(_changed_row(row, issue.before.row(row.number), t) for row in sheet.rows),
        testers=_testers(sheet, stood),
        approvals=_approvals(sheet, stood, t),
    )


def _changed_row(row: e.SheetRow, was: Row | None, t: Tongue) -> ChangedRow:
    old: e.SheetRow = was or row
    return ChangedRow(
        information=row.information,
        basis_before=basis(old, t),
        basis_after=basis(row, t),
        opened_before=old.consequence_opened,
        closed_before=old.consequence_closed,
        closed_after=row.consequence_closed,
        period=period(row, t),
        interest=row.public_interest,
    )


def _testers(sheet: Sheet, stood: Then) -> tuple[TesterLine, ...]:
    return tuple(
        TesterLine(
            name=stood.signature(tester.officer).name if tester.officer else "",
            position=tester.position or stood.signature(tester.officer).position,
            unit=stood.unit(tester.unit),
        )
        for tester in sheet.testers
    )


def _approvals(sheet: Sheet, stood: Then, t: Tongue) -> tuple[Approval, ...]:
    """Whoever has to approve, signed or not yet. The head's signature is annex II's own, and comes last."""
    asked = []
    if sheet.chain.superior or sheet.reviewed:
        asked.append(_approval(sheet.reviewed, stood, t, stood.superior or t("Atasan PPID", "Superior")))
    if sheet.needs_head or sheet.approved:
        asked.append(
            _approval(sheet.approved, stood, t, t("Pimpinan Badan Publik", "Head of the public body"))
        )
    return tuple(asked)


def _approval(signed: Signed | None, stood: Then, t: Tongue, position: str) -> Approval:
    if signed is None:
        return Approval(position=position)
    given = signed.delegation
    letter = t("surat pendelegasian", "delegation")
    return Approval(
        position=signed.position,
        name=stood.signature(signed.officer).name,
        on=signed.on,
        delegation=f"{letter} {dated(given.number, given.signed_on, t)}" if given else "",
    )


# The decrees ----------------------------------------------------------------------------------------------


def _decree(issue: Issue, language: kinds.Language) -> ExemptionDecree:
    event, t, stood = issue.fact.envelope.event, Tongue(language), issue.then
    assert isinstance(event, e.Decreed | e.Changed | e.Lifted | e.DeclaredOpen)  # noqa: S101  (for the types)
    act = ACTS[type(event)]
    sheets = _sheets(issue, act, t)
    earlier = _earlier(issue.before, t) if act != "classify" else ""
    last = issue.before.sheet
    return ExemptionDecree(
        language=language,
        office=stood.office(),
        dated_on=event.signed_on,
        letter_number=event.number,
        act=act,
        place=event.place if isinstance(event, e.Decreed | e.Changed) else "",
        unit=stood.unit(issue.state.unit) or stood.body.name,
        considering=event.considering if isinstance(event, e.Decreed | e.Changed) else "",
        sheets=sheets,
        rows=_rows(issue, t),
        signature=stood.signature(issue.fact.envelope.actor),
        earlier=earlier,
        reason=event.reason if isinstance(event, e.Lifted) else "",
        approvals=() if act == "declare-open" else _approvals(last, stood, t)[-1:],
    )


ACTS: dict[type[Event], Act] = {
    e.Decreed: "classify",
    e.Changed: "change",
    e.Lifted: "lift",
    e.DeclaredOpen: "declare-open",
}


def _sheets(issue: Issue, act: Act, t: Tongue) -> tuple[str, ...]:
    """The tests a decree rests on: the one just made and, for a change or an end, the one of the decree."""
    new = issue.before.sheet
    decrees = issue.before.decrees
    if act == "classify":
        kept: tuple[Sheet, ...] = (new,)
    elif act == "declare-open":
        kept = (decrees[-1].sheet,)
    else:
        kept = (decrees[-1].sheet, new)
    return tuple(dict.fromkeys(dated(sheet.number, sheet.tested_on, t) for sheet in kept))


def _earlier(before: Exemption, t: Tongue) -> str:
    last = before.decrees[-1]
    return dated(last.number, last.signed_on, t)


def _rows(issue: Issue, t: Tongue) -> tuple[DecreedRow, ...]:
    """The rows a decree is about; of a change with what stood before."""
    event = issue.fact.envelope.event
    match event:
        case e.Changed(before=before, after=after):
            was = {row.number: row for row in before}
            return tuple(_row(row, t, was.get(row.number)) for row in after)
        case e.Lifted(rows=numbers) | e.DeclaredOpen(rows=numbers):
            return tuple(_row(row, t) for row in issue.before.rows if row.number in numbers)
        case _:
            return tuple(_row(row, t) for row in issue.state.rows)


def _row(row: e.SheetRow, t: Tongue, was: e.SheetRow | None = None) -> DecreedRow:
    return DecreedRow(
        number=row.number,
        information=row.information,
        basis=basis(row, t),
        period=period(row, t),
        before=f"{basis(was, t)}, {period(was, t)}" if was else "",
    )
