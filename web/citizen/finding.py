"""From number and code to a case: the same words and the same work, whichever of them is wrong (F50, F51)."""

from __future__ import annotations

from ppid.errors import RuleError
from ppid.events import Stream
from ppid.request.events import Registered
from projections.cases import CASES, Case
from projections.reader import Reader
from projections.replay import find_by_number
from web import limits
from web.limits import Limit
from web.schemas import digits
from web.services import services

#: Whoever guesses from one place is stopped there, right or wrong.
BY_SOURCE = Limit("lacak-sumber", 60, 15)
#: A number that is guessed at from many places; its owner, who knows the code, is never kept out.
BY_NUMBER = Limit("lacak-nomor", 10, 15)
#: Stands in for a number that does not exist, so that its code is compared all the same.
NOBODY: Stream = "request-00000000000000000000000000000000"
SEQUENCE_DIGITS = 4


class TooManyAttemptsError(RuleError):
    """Too many wrong numbers or codes."""

    code = "too-many-attempts"
    status = 429
    id = "Terlalu banyak percobaan yang tidak cocok. Tunggu {minutes} menit, atau hubungi meja layanan."
    en = "Too many attempts that did not match. Wait {minutes} minutes, or contact the service desk."


class NoMatchError(RuleError):
    """The number and the code do not belong together; which of them is wrong is not said."""

    code = "no-match"
    id = "Nomor pendaftaran dan kode akses ini tidak cocok. Periksa keduanya seperti pada tanda bukti."
    en = "This registration number and access code do not match. Check both as they stand on the receipt."


def find(number: str, code: str) -> Stream:
    """The case that number and code open. Raises ``NoMatchError`` or ``TooManyAttemptsError``."""
    source, asked = limits.source(), plain_number(number)
    if limits.exceeded(BY_SOURCE, source):
        raise TooManyAttemptsError(minutes=BY_SOURCE.minutes)
    known = _just_filed(asked) or find_by_number(asked, _cases())
    if services().vault.code_matches(known or NOBODY, code) and known:
        return known
    guessed = limits.exceeded(BY_NUMBER, asked)
    limits.note(BY_SOURCE, source)
    limits.note(BY_NUMBER, asked)
    if guessed:
        raise TooManyAttemptsError(minutes=BY_NUMBER.minutes)
    raise NoMatchError


def plain_number(number: str) -> str:
    """A registration number however it was typed: ``1/ppid-x/vi/2026`` is ``0001/PPID-X/VI/2026``."""
    first, slash, rest = "".join(digits(number).upper().split()).partition("/")
    return f"{first.zfill(SEQUENCE_DIGITS)}{slash}{rest}"


def _cases() -> Reader[Case]:
    return Reader(services().views, CASES)


def _just_filed(number: str) -> Stream | None:
    """Look where the projection has not been yet."""
    for recorded in services().log.stream_all(after=_cases().standing().position):
        event = recorded.envelope.event
        if isinstance(event, Registered) and event.number == number:
            return recorded.envelope.stream
    return None
