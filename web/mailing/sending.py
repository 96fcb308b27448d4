"""Handing one mail to the mail server, and what its answer means: taken, not now, or never.

The connection is sealed as the settings say and the server's certificate is checked; each step waits for a
bounded time. Nothing of a mail and nothing the server says is logged: an answer can repeat the address.
"""

from __future__ import annotations

import smtplib
import ssl
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from ppid.outside import MailServer

#: For each step of the conversation.
TIMEOUT_S = 20.0
PERMANENT = 500


class NotTakenError(Exception):
    """The server did not take the mail. ``why`` is a word or a code, never what the server said."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class LaterError(NotTakenError):
    """It may take it later, or took it and died before it said so: the same mail is tried again."""


class AwayError(LaterError):
    """The server cannot be talked to at all; other mails need not be tried now."""


class NeverError(NotTakenError):
    """It refuses this mail for good."""


@contextmanager
def connected(server: MailServer) -> Iterator[smtplib.SMTP]:
    """Connect, seal the connection and sign in as the settings say. Raises ``AwayError``."""
    try:
        connection = _connect(server)
    except (OSError, smtplib.SMTPException) as away:
        raise AwayError(_word(away)) from None
    try:
        yield connection
    finally:
        try:
            connection.quit()
        except (OSError, smtplib.SMTPException):
            connection.close()


def hand_over(connection: smtplib.SMTP, message: EmailMessage) -> None:
    """Hand a mail to the server. Raises ``LaterError`` or ``NeverError``."""
    try:
        connection.send_message(message)
    except smtplib.SMTPRecipientsRefused as refused:
        code = next((answer[0] for answer in refused.recipients.values()), 0)
        raise (NeverError if code >= PERMANENT else LaterError)(str(code)) from None
    except smtplib.SMTPSenderRefused as refused:
        # Our own address is refused: a setting is wrong, and the readers have nothing to do with it.
        raise AwayError(f"sender-{refused.smtp_code}") from None
    except smtplib.SMTPResponseException as refused:
        code = refused.smtp_code
        raise (NeverError if code >= PERMANENT else LaterError)(str(code)) from None
    except (smtplib.SMTPNotSupportedError, UnicodeError, ValueError):
        raise NeverError("unwritable-address") from None
    except (OSError, smtplib.SMTPException) as cut:
        raise AwayError(_word(cut)) from None


def _connect(server: MailServer) -> smtplib.SMTP:
    ours = server.sender.rpartition("@")[2]
    sealed = ssl.create_default_context()
    connection: smtplib.SMTP
    if server.scheme == "smtps":
        connection = smtplib.SMTP_SSL(
            server.host, server.port, local_hostname=ours, timeout=TIMEOUT_S, context=sealed
        )
    else:
        connection = smtplib.SMTP(server.host, server.port, local_hostname=ours, timeout=TIMEOUT_S)
    try:
        if server.scheme == "smtp+starttls":
            connection.starttls(context=sealed)
        if server.user:
            connection.login(server.user, _password(server))
    except BaseException:
        connection.close()
        raise
    return connection


def _password(server: MailServer) -> str:
    """The password out of its file. Refused when others can read it."""
    if server.password_file is None:
        return ""
    if server.password_file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise PermissionError
    return server.password_file.read_text(encoding="utf-8").strip()


WORDS: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    ((smtplib.SMTPAuthenticationError,), "sign-in-refused"),
    ((smtplib.SMTPNotSupportedError,), "not-supported"),
    ((ssl.SSLError,), "certificate"),
    ((PermissionError, FileNotFoundError), "password-file"),
    ((TimeoutError,), "timeout"),
)


def _word(problem: Exception) -> str:
    """What went wrong, in one word of ours."""
    if isinstance(problem, smtplib.SMTPServerDisconnected) and isinstance(problem.__context__, OSError):
        problem = problem.__context__
    code = str(getattr(problem, "smtp_code", "")) or "cut-off"
    return next((word for kinds, word in WORDS if isinstance(problem, kinds)), code)
