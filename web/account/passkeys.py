"""Passkeys: keys that a telephone, computer or stick keeps, and opens for this site alone.

A passkey is two factors by itself (the device, and what opens it), so it lets in without a password; after
one it is the second step. Every question is asked once: its challenge lies here, and is taken out by whoever
answers. A key that was copied stays on its owner's list, so that nobody gets in by fewer steps for it, but
opens nothing any more.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import json
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

import msgspec
import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from ppid.database import ConflictError, Database, Row
from ppid.events import Stream
from ppid.vault import Vault
from web.account.sessions import hashed

SCHEMA: tuple[str, ...] = (
    """
    CREATE TABLE IF NOT EXISTS passkey (
        credential TEXT PRIMARY KEY, officer TEXT NOT NULL, name TEXT NOT NULL, public_key TEXT NOT NULL,
        sign_count BIGINT NOT NULL, added_at TEXT NOT NULL, used_at TEXT NOT NULL,
        copied_at TEXT NOT NULL DEFAULT '')
    """,
    "CREATE INDEX IF NOT EXISTS passkey_officer ON passkey (officer)",
    """
    CREATE TABLE IF NOT EXISTS passkey_question (
        token TEXT PRIMARY KEY, challenge TEXT NOT NULL, purpose TEXT NOT NULL, officer TEXT NOT NULL,
        asked_at TEXT NOT NULL)
    """,
    "CREATE INDEX IF NOT EXISTS passkey_question_asked ON passkey_question (asked_at)",
)
TABLES = "passkey, passkey_question"
ANSWER_MINUTES = 5
MOST_KEYS = 10
ANSWER_CHARS = 20_000


class Purpose(StrEnum):
    """What a question is for; an answer to another one counts for nothing."""

    ENTER = "enter"
    SECOND = "second"
    ADD = "add"
    PROVE = "prove"


class Passkey(msgspec.Struct, frozen=True):
    """One key of an officer, under the name its owner gave it."""

    credential: str
    officer: Stream
    name: str
    added_at: datetime
    used_at: datetime | None
    is_copied: bool


class Question(msgspec.Struct, frozen=True):
    """What the browser is asked: the token of the question, and the options as JSON."""

    token: str
    options: str


class NoAnswerError(Exception):
    """The answer fits no question: too late, twice, of another site, of no key that is known, or forged."""


class CopiedKeyError(Exception):
    """The key's count ran back, now or before: somebody has a copy of it."""

    def __init__(self, officer: Stream) -> None:
        super().__init__(officer)
        self.officer = officer


class TooManyKeysError(Exception):
    """The officer has as many keys as anybody needs."""


class Passkeys:
    """Asks for passkeys and checks the answers. Thread-safe."""

    def __init__(self, database: Database, now: Callable[[], datetime], vault: Vault, base_url: str) -> None:
        self._db = database
        self._now = now
        self._owner_key = vault.derive("passkey-owner")
        split = urlsplit(base_url)
        self._origin = f"{split.scheme}://{split.netloc}"
        self._host = split.hostname or ""
        self.possible = _is_possible(split.scheme, self._host)

    def ask_for_new(self, officer: Stream, username: str) -> Question:
        """Ask the browser to make a key. It must be one that can be found without a name."""
        challenge = secrets.token_bytes(32)
        options = webauthn.generate_registration_options(
            rp_id=self._host,
            rp_name="PPID",
            user_name=username,
            user_id=self._owner(officer),
            challenge=challenge,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=self._descriptors(officer),
        )
        return self._ask(challenge, Purpose.ADD, officer, webauthn.options_to_json(options))

    def add(
        self, token: str, officer: Stream, answer: str, name: str, may: Callable[[], bool] = lambda: True
    ) -> bool:
        """Keep the key that was made, if it still ``may`` be. Raises ``NoAnswerError``, ``TooManyKeysError``.

        It is asked last, once the key is known to be good, and before anything is kept.
        """
        challenge = self._take(token, Purpose.ADD, officer)
        if len(self.of(officer)) >= MOST_KEYS:
            raise TooManyKeysError
        try:
            made = webauthn.verify_registration_response(
                credential=_read(answer),
                expected_challenge=challenge,
                expected_rp_id=self._host,
                expected_origin=self._origin,
                require_user_verification=True,
            )
        except (
            Exception
        ) as wrong:  # the library reads a stranger's bytes: whatever it trips over is no answer
            raise NoAnswerError from wrong
        if not may():
            return False
        at = self._now().isoformat()
        row = (bytes_to_base64url(made.credential_id), officer, name)
        key = base64.b64encode(made.credential_public_key).decode()
        try:
            with self._db.transaction() as c:
                c.execute(
                    "INSERT INTO passkey "
                    "(credential, officer, name, public_key, sign_count, added_at, used_at) "
                    "VALUES (?, ?, ?, ?, ?, ?, '')",
                    (*row, key, made.sign_count, at),
                )
        except ConflictError:
            raise NoAnswerError from None
        return True

    def ask(self, purpose: Purpose, officer: Stream = "") -> Question:
        """Ask for a key: one of this officer's, or (without an officer) any that is known here."""
        challenge = secrets.token_bytes(32)
        options = webauthn.generate_authentication_options(
            rp_id=self._host,
            challenge=challenge,
            allow_credentials=self._descriptors(officer) if officer else None,
            user_verification=UserVerificationRequirement.REQUIRED,
        )
        return self._ask(challenge, purpose, officer, webauthn.options_to_json(options))

    def check(self, token: str, purpose: Purpose, answer: str, officer: Stream = "") -> Stream:
        """Whose key answered. Raises ``NoAnswerError``, ``CopiedKeyError``."""
        challenge = self._take(token, purpose, officer)
        credential = _read(answer)
        rows = self._db.query(
            "SELECT officer, public_key FROM passkey WHERE credential = ?", (str(credential.get("id", "")),)
        )
        if not rows or (officer and rows[0][0] != officer):
            raise NoAnswerError
        owner = str(rows[0][0])
        try:
            found = webauthn.verify_authentication_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=self._host,
                expected_origin=self._origin,
                credential_public_key=base64.b64decode(str(rows[0][1])),
                credential_current_sign_count=0,  # compared below, where two at once cannot both pass
                require_user_verification=True,
            )
        except (
            Exception
        ) as wrong:  # the library reads a stranger's bytes: whatever it trips over is no answer
            raise NoAnswerError from wrong
        if not self._owns(credential, owner):
            raise NoAnswerError
        self.count(bytes_to_base64url(found.credential_id), owner, found.new_sign_count)
        return owner

    def of(self, officer: Stream) -> list[Passkey]:
        """The keys of an officer, the oldest first, those too that were copied."""
        rows = self._db.query(
            "SELECT credential, officer, name, added_at, used_at, copied_at FROM passkey WHERE officer = ? "
            "ORDER BY added_at, credential",
            (officer,),
        )
        return [_passkey(row) for row in rows]

    def usable(self, officer: Stream) -> list[Passkey]:
        """The keys of an officer that open something."""
        return [key for key in self.of(officer) if not key.is_copied]

    def remove(self, officer: Stream, credential: str) -> bool:
        """Forget a key, if it is this officer's."""
        with self._db.transaction() as c:
            return bool(
                c.execute(
                    "DELETE FROM passkey WHERE officer = ? AND credential = ? RETURNING credential",
                    (officer, credential),
                )
            )

    def remove_all(self, officer: Stream) -> int:
        """Forget every key of an officer; return how many."""
        with self._db.transaction() as c:
            return len(c.execute("DELETE FROM passkey WHERE officer = ? RETURNING credential", (officer,)))

    def _ask(self, challenge: bytes, purpose: Purpose, officer: Stream, options: str) -> Question:
        token = secrets.token_urlsafe(24)
        with self._db.transaction() as c:
            c.execute("DELETE FROM passkey_question WHERE asked_at < ?", (self._oldest(),))
            c.execute(
                "INSERT INTO passkey_question (token, challenge, purpose, officer, asked_at) "
                "VALUES (?, ?, ?, ?, ?)",
                (hashed(token), challenge.hex(), purpose.value, officer, self._now().isoformat()),
            )
        return Question(token, options)

    def _take(self, token: str, purpose: Purpose, officer: Stream) -> bytes:
        """The challenge of a question, which is answered with this, well or not."""
        with self._db.transaction() as c:
            rows = c.execute(
                "DELETE FROM passkey_question WHERE token = ? "
                "RETURNING challenge, purpose, officer, asked_at",
                (hashed(token),),
            )
        if not rows or (str(rows[0][1]), str(rows[0][2])) != (purpose.value, officer):
            raise NoAnswerError
        if str(rows[0][3]) < self._oldest():
            raise NoAnswerError
        return bytes.fromhex(str(rows[0][0]))

    def count(self, credential: str, owner: Stream, count: int) -> None:
        """Note the key's own count of its uses; 0 for ever where it does not count.

        A key whose count runs back opens nothing from then on. Raises ``CopiedKeyError``.
        """
        now = self._now().isoformat()
        with self._db.transaction() as c:
            moved = c.execute(
                "UPDATE passkey SET sign_count = ?, used_at = ? WHERE credential = ? "
                "AND copied_at = '' AND (sign_count < ? OR (sign_count = 0 AND ? = 0)) RETURNING credential",
                (count, now, credential, count, count),
            )
            if not moved:
                c.execute(
                    "UPDATE passkey SET copied_at = ? WHERE credential = ? AND copied_at = ''",
                    (now, credential),
                )
        if not moved:
            raise CopiedKeyError(owner)

    def _descriptors(self, officer: Stream) -> list[PublicKeyCredentialDescriptor]:
        keys = self.usable(officer)
        return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(key.credential)) for key in keys]

    def _owner(self, officer: Stream) -> bytes:
        """What the key is told about its owner: always the same, and nothing."""
        return hmac.new(self._owner_key, officer.encode(), hashlib.sha256).digest()

    def _owns(self, credential: dict[str, Any], officer: Stream) -> bool:
        said = credential["response"].get("userHandle")
        right = bytes_to_base64url(self._owner(officer))
        return not said or hmac.compare_digest(str(said).encode("utf-8", "replace"), right.encode())

    def _oldest(self) -> str:
        return (self._now() - timedelta(minutes=ANSWER_MINUTES)).isoformat()


def _is_possible(scheme: str, host: str) -> bool:
    """Whether browsers keep passkeys for such a site: a name, over HTTPS or on this machine."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return bool(host) and (scheme == "https" or host == "localhost")
    return False


def _read(answer: str) -> dict[str, Any]:
    try:
        found = json.loads(answer) if len(answer) <= ANSWER_CHARS else None
    except (ValueError, RecursionError):
        raise NoAnswerError from None
    if not isinstance(found, dict) or not isinstance(found.get("response"), dict):
        raise NoAnswerError
    return found


def _passkey(row: Row) -> Passkey:
    credential, officer, name, added, used, copied = map(str, row)
    used_at = datetime.fromisoformat(used) if used else None
    return Passkey(credential, officer, name, datetime.fromisoformat(added), used_at, bool(copied))
