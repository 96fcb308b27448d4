"""Which acts are lawful on an item now, who may take them, and why the others are not."""

from __future__ import annotations

from enum import StrEnum

from ppid.acts import ActRule, Acts
from ppid.catalogue import rules
from ppid.catalogue.refusals import ItemOfOtherUnitError, ListedByUnitError
from ppid.catalogue.state import Item
from ppid.catalogue.vocabulary import Step
from ppid.deadlines import Text
from ppid.events import Actor, Role

PROPOSERS = (Role.UNIT_OFFICER, Role.PPID)


class Act(StrEnum):
    """A step that somebody may take on an item. The value is part of page addresses."""

    RETURN = "return"
    LIST = "list"
    REVISE = "revise"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"


def _proposals_of_own_unit(item: Item, actor: Actor) -> None:
    """A unit amends and gives up its own proposals; what is listed is the PPID's to change."""
    if actor.role is not Role.UNIT_OFFICER:
        return
    if item.unit != actor.unit:
        raise ItemOfOtherUnitError
    if item.step is Step.LISTED:
        raise ListedByUnitError(number=item.number)


ACTS: Acts[Act, Item] = Acts(
    {
        Act.RETURN: ActRule(
            Text("Kembalikan ke unit", "Return to the unit"), (Role.PPID,), lambda i, _: rules.may_return(i)
        ),
        Act.LIST: ActRule(
            Text("Tetapkan dalam daftar", "Take into the list"), (Role.PPID,), lambda i, _: rules.may_list(i)
        ),
        Act.REVISE: ActRule(
            Text("Ubah isian", "Change the entry"),
            PROPOSERS,
            lambda i, _: rules.may_revise(i),
            _proposals_of_own_unit,
        ),
        Act.PUBLISH: ActRule(
            Text("Catat pengumuman", "Record the publication"),
            (Role.PPID,),
            lambda i, _: rules.may_publish(i),
        ),
        Act.WITHDRAW: ActRule(
            Text("Tarik", "Withdraw"), PROPOSERS, lambda i, _: rules.may_withdraw(i), _proposals_of_own_unit
        ),
    }
)
