"""The room: one beginning, one act that is shown before, one that is not, and a list."""

from __future__ import annotations

from typing import Any

from ppid.acts import NotYourActError
from ppid.catalogue import rules
from ppid.catalogue.commands import ProposeItem, ReturnItem, WithdrawItem
from ppid.catalogue.desk import Catalogue
from ppid.catalogue.events import Entry
from ppid.catalogue.lawful import ACTS, PROPOSERS, Act
from ppid.catalogue.state import ITEM, Item
from ppid.catalogue.vocabulary import Form, InfoClass, Step
from ppid.deadlines import Text
from web.i18n import pick
from web.office.forms import ActSchema, BeginSchema, day_of_act, line, lines
from web.office.opening import open_room
from web.office.room import ActPage, BeginPage, Listing, Room, Section, Start, plain, rows_of, today_as
from web.office.sight import Sight


class ProposeSchema(BeginSchema):
    """A title, and the day it is known."""

    makes = ProposeItem
    of_case = "item"
    title = line()
    known_on = day_of_act()

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Put them into an entry whose other columns are always the same."""
        entry = Entry(
            title=data["title"], known_on=data["known_on"], klass=InfoClass.IMMEDIATE, unit="LANTAS",
            summary="Ringkasan", responsible="Kasubag", made_when="2026", made_where="Kota Contoh",
            retention="5 tahun", forms=(Form.DIGITAL,),
        )  # fmt: skip
        return {"key": data["key"], "entry": entry}


class ReasonSchema(ActSchema):
    """A reason."""

    reason = lines()


class ReturnSchema(ReasonSchema):
    """Return."""

    makes = ReturnItem


class WithdrawSchema(ReasonSchema):
    """Withdraw."""

    makes = WithdrawItem


def _not_on_demand(start: Start) -> None:
    if start.asked.get("tutup"):
        raise NotYourActError


def _show(seen: Sight[Item]) -> dict[str, object]:
    entry = seen.state.entry
    return {"sections": [Section("Isian", rows_of(("Judul", entry.title), ("Kosong", "")), entry.summary)]}


PAGES = {
    page.act: page
    for page in (
        ActPage(
            Act.RETURN, plain(ReturnSchema), Catalogue.give_back, lambda i, c, _x: rules.give_back(i, c),
            rows=lambda _s, c, _f: rows_of(("Alasan", c.reason)), previews=True,
            elsewhere=lambda _s, _c: [pick(id="Unitnya diberi tahu.", en="Its unit is told.")],
            button=Text("Kembalikan", "Return it"), shown_at={"reason": "reason"},
        ),
        ActPage(
            Act.WITHDRAW, plain(WithdrawSchema), Catalogue.withdraw, rules.withdraw,
            sample=lambda s: WithdrawItem(case=s.state.stream, reason="-"),
        ),
    )
}  # fmt: skip
ROOM: Room[Item] = Room(
    subject=ITEM,
    place="uji",
    caption=Text("Butir uji", "Trial item"),
    the=Text("butir uji", "the trial item"),
    acts=ACTS,
    desk=lambda parts: parts.catalogue,
    pages=PAGES,
    begins=(
        BeginPage(
            "", Text("Usulkan butir", "Propose an item"), PROPOSERS, plain(ProposeSchema), Catalogue.propose,
            lambda c, x: rules.propose(c, x, ()), defaults=today_as("known_on"), previews=True,
            rows=lambda _s, c, _f: rows_of(("Judul", c.entry.title)), may_begin=_not_on_demand,
            shown_at={"title": "title"},
        ),
    ),
    steps={
        Step.PROPOSED: Text("Diusulkan", "Proposed"),
        Step.RETURNED: Text("Dikembalikan", "Returned"),
        Step.LISTED: Text("Terdaftar", "Listed"),
        Step.WITHDRAWN: Text("Ditarik", "Withdrawn"),
    },
    colours={Step.PROPOSED: "yellow"},
    listing=Listing(
        heading=Text("Daftar uji", "Trial list"),
        caption=Text("Butir yang diuji", "Items on trial"),
        empty=Text("Belum ada butir", "No item yet"),
        describe=lambda row: f"unit {row.unit}",
    ),
    aside=(Act.WITHDRAW,),
    templates="office/trial",
    show=_show,
)  # fmt: skip

bp = open_room(ROOM, __name__)
bp.template_folder = "templates"
