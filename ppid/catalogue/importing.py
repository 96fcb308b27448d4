"""Taking an existing list in: every row an item, all in one save or none.

A row has the same stream whenever the file is read, so reading it again takes nothing in twice; a row that
says something else than the item it names is told, and refused.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ppid.body import Body
from ppid.catalogue import rules
from ppid.catalogue.columns import ListRow, same
from ppid.catalogue.commands import DecreeList
from ppid.catalogue.decreeing import MOST_ITEMS, check_decree, decree
from ppid.catalogue.desk import Catalogue
from ppid.catalogue.events import ImportedFrom, ListDecree
from ppid.catalogue.refusals import TooManyItemsError
from ppid.catalogue.state import CATALOGUE, ITEM, list_stream
from ppid.checks import Context
from ppid.deciding import Envelopes, Placed
from ppid.errors import RuleError
from ppid.events import Actor


class RowDiffersError(RuleError):
    """A row names an item that says something else: items are changed at the desk, with a reason."""

    code = "row-differs"
    status = 409
    id = (
        "Baris {line} tidak dapat diimpor: informasi {number} sudah ada dengan isi yang berbeda. Ubah isian "
        "itu di meja PPID, atau samakan barisnya."
    )
    en = (
        "Row {line} cannot be imported: item {number} is there already and says something else. Change it at "
        "the desk, or make the row equal."
    )


class RowOfOtherBodyError(RuleError):
    """An id names an item of another body's list."""

    code = "row-of-other-body"
    status = 409
    id = "Baris {line} tidak dapat diimpor: ID-nya milik daftar badan publik lain. Kosongkan ID-nya."
    en = "Row {line} cannot be imported: its ID belongs to another body's list. Leave the ID empty."


class ListPlan(msgspec.Struct, frozen=True):
    """What an import would do: rows to take in, rows already there, and rows that cannot be."""

    body: Body
    file_sha256: str
    fresh: tuple[ListRow, ...]
    known: tuple[ListRow, ...]
    refused: tuple[RuleError, ...]


class ListImporter:
    """Plans an import without writing, and carries it out in one save."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._decider = catalogue.decider

    def context(self, body: Body) -> Context:
        """The day the rows are read on."""
        return self._decider.context(body)

    def plan(self, body: Body, rows: Sequence[ListRow], file_sha256: str) -> ListPlan:
        """Look what is new, what is there, and what conflicts. Writes nothing."""
        if len(rows) > MOST_ITEMS:
            raise TooManyItemsError(limit=MOST_ITEMS, count=len(rows))
        there = self._decider.log.load_many([row.stream for row in rows])
        fresh: list[ListRow] = []
        known: list[ListRow] = []
        refused: list[RuleError] = []
        for row in rows:
            item = ITEM.fold(r.envelope for r in there.get(row.stream, ()))
            if item is None:
                fresh.append(row)
            elif item.body != body.stream:
                refused.append(RowOfOtherBodyError(line=row.line))
            elif same(item.entry, row.entry, body):
                known.append(row)
            else:
                refused.append(RowDiffersError(line=row.line, number=item.number))
        return ListPlan(body, file_sha256, tuple(fresh), tuple(known), tuple(refused))

    def carry_out(self, plan: ListPlan, actor: Actor, decreed: ListDecree | None = None) -> int:
        """Record the fresh rows in one save; returns the position.

        By a decree they stand in the list at once; without one they are proposals. Raises
        ``StreamMovedError`` when one of them was recorded since the plan was made.
        """
        if not plan.fresh:
            return self._decider.log.position()
        context = self.context(plan.body)
        if decreed is None:
            put_on = Envelopes(actor, context)
            return self._decider.log.append([put_on(*placed) for placed in _placed(plan, context, None)])
        streams = tuple(row.stream for row in plan.fresh)
        command = DecreeList(body=plan.body.stream, items=streams, decree=decreed)
        done = self._catalogue.on_list(
            command,
            actor,
            lambda public, x: decree(public, command, x),
            beside=lambda x: _placed(plan, x, decreed),
        )
        return done.position

    def check_decree(self, body: Body, decreed: ListDecree) -> None:
        """Refuse a decree that could not be recorded, before anybody is asked to confirm an import."""
        stream = list_stream(body.stream)
        public = CATALOGUE.fold(r.envelope for r in self._decider.log.load(stream))
        check_decree(public, decreed, self.context(body))


def _placed(plan: ListPlan, context: Context, decreed: ListDecree | None) -> list[Placed]:
    placed: list[Placed] = []
    for row in plan.fresh:
        source = ImportedFrom(plan.file_sha256, row.line)
        placed.append((row.stream, 1, rules.proposed(row.entry, context, imported=source)))
        if decreed:
            placed.append((row.stream, 2, rules.listed_entry(row.entry, decreed, context)))
    return placed
