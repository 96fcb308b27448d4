"""An officer of another body, to whom nothing of the first one is known."""

from __future__ import annotations

from datetime import date

from ppid import commands as c
from ppid.directory import body_stream
from ppid.events import Role
from tests.web.world import OPERATOR, World
from web.state import Account

CODE = "POLDA-Y"
OFFICER = "person-" + "5" * 32


def open_stranger(world: World, role: Role = Role.SERVICE_DESK) -> str:
    """Establish a second body with one officer; return the token of the officer's session."""
    directory = world.services.directory
    directory.establish(
        c.EstablishBody(code=CODE, name="Polda Lain", established_on=date(2020, 1, 1)), OPERATOR
    )
    body = body_stream(CODE)
    directory.appoint(
        c.AppointOfficer(body=body, officer=OFFICER, name="Orang Lain", roles=(role,), position="Petugas"),
        OPERATOR,
    )
    account = Account("lain", OFFICER, body)
    world.services.state.add_account(account, "kata-sandi-panjang-8")
    return world.services.state.open_session(account, role.value)
