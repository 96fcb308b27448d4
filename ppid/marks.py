"""What a person is found by: identity number, mail address and telephone, each written in one way only.

The mark of a value is made by ``Vault.blind``: a keyed digest, so that a person is found by a number that
stands nowhere. Law: UU 27/2022 art. 35; regulations §10; decision 0031.
"""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args
from unicodedata import decimal, normalize

Kind: TypeAlias = Literal["number", "email", "phone"]
KINDS: tuple[Kind, ...] = get_args(Kind)
#: Fewer digits than this are no telephone of anybody.
LEAST_PHONE_DIGITS = 6
INDONESIA = "62"


def normal(kind: Kind, value: str) -> str:
    """The one way ``value`` is written; "" where it says nothing.

    A NIK loses what groups its digits, a decree its dots and dashes; +62, 62 and 0 begin the same telephone.
    """
    plain = normalize("NFKC", value)
    match kind:
        case "number":
            return "".join(_digit(c) for c in plain if c.isalnum()).upper()
        case "email":
            return "".join(plain.split()).casefold()
        case "phone":
            digits = "".join(_digit(c) for c in plain if c.isdecimal())
            if len(digits) < LEAST_PHONE_DIGITS:
                return ""
            if digits.startswith("00"):
                return digits[2:]
            return INDONESIA + digits[1:] if digits.startswith("0") else digits


def _digit(char: str) -> str:
    return str(decimal(char)) if char.isdecimal() else char
