"""Logs hold what happened and where, and nobody's data: every line is masked before it is written.

Our own lines name no person to begin with; this is for those of libraries, for paths and for what a fault
drags along. An exception is written as its kind and the places it went through, never with its message: the
message may hold somebody's words. Law: UU 27/2022 art. 35-36.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
from collections.abc import Iterator
from types import TracebackType
from typing import TextIO

from typing_extensions import override

FORMAT = "%(asctime)s %(name)s %(message)s"
LONGEST = 4000
#: What each pattern becomes. The order matters: what is widest comes first.
MASKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?i)\b((?:proxy-)?authorization|(?:set-)?cookie)\b([\"']?\s*[:=]\s*).*"), r"\1\2***"),
    (re.compile(r"://[^/@\s]+@"), "://***@"),
    (re.compile(r"(?<=[\w/)\]])\?[^\s\"'<>?]+"), "?***"),
    (
        re.compile(
            r"(?i)\b(\w*(?:password|passwd|secret|token|sandi|kode|code))([\"']?\s*[:=]\s*)[^\s,;&)]+"
        ),
        r"\1\2***",
    ),
    (re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"), "***@***"),
    (re.compile(r"(?<!\d)\d(?:[ .\-]?\d){15}(?!\d)"), "***"),
    (re.compile(r"(?<!\w)(?:\+?62|0)[ \-]?8(?:[ \-]?\d){7,12}(?!\d)"), "***"),
    (re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}\b"), "***"),
    # A random token: long, without a gap, with digits and letters; the identifiers of streams are none.
    (
        re.compile(
            r"(?<![\w-])(?!(?:[a-z]+-)+[0-9a-f]{32}\b)(?![\w-]+\.py\b)(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{20,}"
        ),
        "***",
    ),
)


def masked(text: str) -> str:
    """``text`` without what says who somebody is or lets somebody in."""
    for pattern, instead in MASKS:
        text = pattern.sub(instead, text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"


def told(error: BaseException) -> str:
    """An exception and its causes as kinds and places."""
    return "; after ".join(f"{type(each).__name__} at {_way(each)}" for each in _chain(error))


class Scrubbed(logging.Formatter):
    """Writes a record with everything masked."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        """Write one line; nothing that a record holds gets around the masks."""
        record.exc_text = None  # another handler may have written the whole of it there
        try:
            line = super().format(record)
        except Exception as wrong:  # noqa: BLE001 - values that do not fit their words are no reason for a trace
            line = f"a line of {record.name} could not be written: {type(wrong).__name__}"
        return masked(line)

    @override
    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """Write kind and place."""
        return told(ei[1]) if ei[1] is not None else ""

    @override
    def formatStack(self, stack_info: str) -> str:
        """Leave it out: its lines of code may hold values."""
        return ""


def install(stream: TextIO) -> None:
    """Have all that is logged, and every exception that nobody caught, written to ``stream``, masked."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Scrubbed(FORMAT))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("ppid").setLevel(logging.INFO)
    logging.captureWarnings(capture=True)
    logging.raiseExceptions = False  # it would print a record's values as they are
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread


def _uncaught(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    logging.getLogger("ppid.faults").critical("The program ends: %s", told(error))


def _uncaught_in_thread(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_value is not None and not isinstance(ended.exc_value, SystemExit):
        name = ended.thread.name if ended.thread else "?"
        logging.getLogger("ppid.faults").critical("The thread %s ends: %s", name, told(ended.exc_value))


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)


def _way(error: BaseException) -> str:
    places, trace = [], error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " > ".join(places[-5:]) or "?"
