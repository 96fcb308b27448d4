"""Everything that lets officers in, opened together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ppid.events import Stream
from ppid.settings import Settings
from ppid.vault import Vault
from web.account.accounts import Account, Accounts
from web.account.devices import Devices
from web.account.halves import Halves
from web.account.links import Links
from web.account.passkeys import Passkeys
from web.account.provider import Provider
from web.account.recovery import RecoveryCodes
from web.account.sessions import Sessions
from web.account.totp import Totp
from web.state import WebState


@dataclass(frozen=True, slots=True)
class Doors:
    """Accounts, sessions and factors. Safe to use from many threads."""

    accounts: Accounts
    sessions: Sessions
    halves: Halves
    totp: Totp
    passkeys: Passkeys
    recovery: RecoveryCodes
    devices: Devices
    links: Links
    provider: Provider | None

    def has_second_factor(self, officer: Stream) -> bool:
        """Whether the officer set up a second factor."""
        return bool(self.factors(officer))

    def factors(self, officer: Stream) -> list[str]:
        """The second factors that the officer set up, by kind."""
        found = ["totp"] if self.totp.is_set(officer) else []
        return [*found, "passkey"] if self.passkeys.of(officer) else found

    def forget_factors(self, account: Account) -> int:
        """Forget every factor, link and known browser of an account; return how many sessions ended."""
        self.totp.remove(account.officer)
        self.passkeys.remove_all(account.officer)
        self.recovery.remove(account.officer)
        self.links.unlink(account.officer)
        self.devices.forget(account.username)
        return self.shut(account.username)

    def shut(self, username: str, but: str = "") -> int:
        """End what is open for an account but the session of the token ``but``; return how many sessions."""
        self.halves.end_all(username)
        return self.sessions.end_all(username, but)


def open_doors(state: WebState, vault: Vault, now: Callable[[], datetime], settings: Settings) -> Doors:
    """Open them on the tables of the web."""
    database = state.database
    at = settings.outside.single_sign_on
    return Doors(
        accounts=state.accounts,
        sessions=state.sessions,
        halves=Halves(database, now),
        totp=Totp(database, now, vault),
        passkeys=Passkeys(database, now, vault, settings.base_url),
        recovery=RecoveryCodes(database, now, vault),
        devices=state.devices,
        links=Links(database, now),
        provider=Provider(at, settings.outside.private_hosts, now) if at else None,
    )
