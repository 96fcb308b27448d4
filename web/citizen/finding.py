"""From number and code to a case: the same words and the same work, whichever of them is wrong (F50, F51).

The number is that of a request or of an objection. The code of a request opens its objections as well: who
objected from the tracking page needs to keep one code only.
"""

from __future__ import annotations

from ppid.errors import RuleError
from ppid.events import Stream
from ppid.objection.events import Filed
from ppid.objection.state import OBJECTION
from ppid.registering import Registration
from ppid.request.state import REQUEST
from projections.agenda import AGENDA, Agendum
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
NO_OBJECTION: Stream = "objection-00000000000000000000000000000000"
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
    if not limits.take(BY_SOURCE, source):
        raise TooManyAttemptsError(minutes=BY_SOURCE.minutes)
    guessed = not limits.take(BY_NUMBER, asked)
    if opened := _opened(_numbered(asked), code):
        limits.give_back(BY_SOURCE, source)
        if not guessed:
            limits.give_back(BY_NUMBER, asked)
        return opened
    if guessed:
        raise TooManyAttemptsError(minutes=BY_NUMBER.minutes)
    raise NoMatchError


def plain_number(number: str) -> str:
    """A registration number however it was typed: ``1/ppid-x/vi/2026`` is ``0001/PPID-X/VI/2026``."""
    first, slash, rest = "".join(digits(number).upper().split()).partition("/")
    return f"{first.zfill(SEQUENCE_DIGITS)}{slash}{rest}"


def _opened(numbered: Stream, code: str) -> Stream:
    """What the code opens: the case of the number, or the request that an objection is about; else ""."""
    about = _request_of(numbered if OBJECTION.of(numbered) else NO_OBJECTION)
    # Both are always compared, so that the time it takes tells nothing.
    fits = [(case, services().vault.code_matches(case or NOBODY, code)) for case in (numbered, about)]
    return next((case for case, fitting in fits if fitting and case), "")


def _numbered(number: str) -> Stream:
    """The request or objection of a registration number; "" when there is none.

    It is looked for everywhere, also once it is found: a number that exists is not told by its time.
    """
    found = (_just_filed(number), find_by_number(number, _cases()), _objection(number))
    return next((stream for stream in found if stream), "")


def _request_of(objection: Stream) -> Stream:
    recorded = services().log.load(objection)
    filed = recorded[0].envelope.event if recorded else None
    return filed.request if isinstance(filed, Filed) else ""


def _cases() -> Reader[Case]:
    return Reader(services().views, CASES)


def _agenda() -> Reader[Agendum]:
    return Reader(services().views, AGENDA)


def _objection(number: str) -> Stream:
    found = _agenda().page(where={"kind": OBJECTION.kind, "number": number}, limit=1)
    return found[0].stream if found else ""


def _just_filed(number: str) -> Stream:
    """Look where the projections have not been yet."""
    known = min(_cases().standing().position, _agenda().standing().position)
    for recorded in services().log.stream_all(after=known):
        event, stream = recorded.envelope.event, recorded.envelope.stream
        of_citizen = REQUEST.of(stream) or OBJECTION.of(stream)
        if of_citizen and isinstance(event, Registration) and event.number == number:
            return stream
    return ""
