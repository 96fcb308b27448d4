"""Personal values with their middle hidden: enough to tell two people apart, too little to use or to sell.

Law: UU 27/2022 art. 16(2) (no more than the purpose needs); regulations §10 ("mask by default").
"""

from __future__ import annotations

from ppid.person import Identity

HIDDEN = "•" * 6
END_SHOWN = 4
SHORT = 2 * END_SHOWN


def ending(text: str) -> str:
    """The last signs of a number; nothing of a short one."""
    return f"{HIDDEN}{text[-END_SHOWN:]}" if len(text) > SHORT else HIDDEN if text else ""


def mail(address: str) -> str:
    """The first letter and the domain of a mail address."""
    local, at, domain = address.rpartition("@")
    return f"{local[:1]}{HIDDEN}@{domain}" if at and local else HIDDEN if address else ""


def masked(who: Identity | None) -> Identity | None:
    """The person as a page shows them before anybody asks for more: the name, and the ends of the rest."""
    if who is None:
        return None
    return Identity(
        name=who.name,
        number=ending(who.number),
        address=HIDDEN if who.address else "",
        occupation=who.occupation,
        phone=ending(who.phone),
        email=mail(who.email),
    )
