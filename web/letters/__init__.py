"""The letters of an information office as tagged PDF files (A-3a, UA-1), in Indonesian and English.

Each letter is a frozen dataclass of plain values, which the caller fills from the case; :func:`render` sets
it, and :func:`compose` gives what it says to a page. Kept out: cases, the database, the clock. Equal letters
give equal bytes. Which form of the law is which letter: ``forms.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from web.letters import (
    answer_sheets,
    data_sheets,
    dispute_sheets,
    exemption_decrees,
    exemption_sheets,
    notice_sheet,
    objection_answer_sheet,
    objection_sheets,
    privacy_sheets,
    register_sheets,
    request_sheets,
)
from web.letters import data_kinds as data
from web.letters import dispute_kinds as dispute
from web.letters import exemption_kinds as exemption
from web.letters import objection_kinds as objection
from web.letters import privacy_kinds as privacy
from web.letters import public_kinds as public
from web.letters.blocks import Sheet
from web.letters.kinds import (
    CopyRequestForm,
    Costs,
    ExtensionLetter,
    IncompletenessLetter,
    Letter,
    MissingItem,
    Office,
    Person,
    RefusalDecree,
    RequestForm,
    RequestReceipt,
    Signature,
    WrittenNotice,
)
from web.letters.typeset import LetterError, typeset
from web.letters.wording import Tongue

__all__ = [
    "CopyRequestForm",
    "Costs",
    "ExtensionLetter",
    "IncompletenessLetter",
    "Letter",
    "LetterError",
    "MissingItem",
    "Office",
    "Person",
    "RefusalDecree",
    "RequestForm",
    "RequestReceipt",
    "Signature",
    "WrittenNotice",
    "compose",
    "render",
]

#: How each kind of letter is laid out; every function takes the letter of its kind.
SHEETS: Final[dict[type[Letter], Callable[[Any, Tongue], Sheet]]] = {
    RequestReceipt: request_sheets.receipt,
    RequestForm: request_sheets.request_form,
    CopyRequestForm: request_sheets.copy_request,
    IncompletenessLetter: answer_sheets.incompleteness,
    ExtensionLetter: answer_sheets.extension,
    WrittenNotice: notice_sheet.notice,
    RefusalDecree: answer_sheets.refusal,
    exemption.ConsequenceTest: exemption_sheets.consequence,
    exemption.ChangeTest: exemption_sheets.change,
    exemption.ExemptionDecree: exemption_decrees.decree,
    objection.ObjectionForm: objection_sheets.form,
    objection.ObjectionReceipt: objection_sheets.receipt,
    objection.ObjectionAnswer: objection_answer_sheet.answer,
    objection.ObjectionRegister: register_sheets.objection_register,
    public.PublicInformationList: register_sheets.public_list,
    public.ListDecree: register_sheets.list_decree,
    public.RequestRegister: register_sheets.request_register,
    dispute.DisputeApplication: dispute_sheets.application,
    dispute.HearingContents: dispute_sheets.contents,
    dispute.HearingMilestones: dispute_sheets.milestones,
    dispute.Divider: dispute_sheets.divider,
    privacy.PrivacyAnswer: privacy_sheets.answer,
    privacy.BreachNotice: privacy_sheets.notice,
    data.PersonalDataCopy: data_sheets.copy_of_data,
}


def render(letter: Letter) -> bytes:
    """Return ``letter`` as a PDF file.

    Texts of any length and script are accepted: what is too long or has no glyph is cut or boxed, and the
    letter says so. Raises LetterError only for an unusable logo or a broken installation.
    """
    return typeset(letter, compose(letter))


def compose(letter: Letter) -> Sheet:
    """Return what ``letter`` says, before it is set."""
    return SHEETS[type(letter)](letter, Tongue(letter.language))
