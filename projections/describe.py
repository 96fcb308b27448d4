"""Writes ``docs/events.md``: every name in the log, what it says, and its fields, read off the classes.

``python -m projections.describe`` prints the page. A test fails while the page in ``docs/`` is another one.
"""

from __future__ import annotations

import inspect
import re
import sys
import typing
from collections.abc import Iterator
from datetime import date, datetime, time
from enum import Enum
from types import NoneType, UnionType

import msgspec

from ppid.events import Event
from ppid.topics import VOCABULARY

SUBJECTS = {
    "clock": ("The clock of the machine", "That it ran back, which an auditor must see."),
    "log": ("The sealed log itself", "That one was closed and another opened."),
    "calendar": ("The working calendar", "What is decreed, and what was recounted because of it."),
    "body": ("The public body", "Its description, its units and its officers."),
    "auditor": ("The auditor of the commission", "Who of the commission may read this installation."),
    "directory": ("The list of bodies", "Which bodies this installation serves."),
    "person": ("The person", "Who somebody is, sealed with their own key."),
    "opening": (
        "The opening of personal data",
        "Who read what people told of themselves, in which way, when.",
    ),
    "book": ("The book of numbers", "One stream per body and year; the version of an event is its number."),
    "request": ("The request", "Everything that happens to a request for information."),
    "exemption": ("The exemption", "The consequence test, its decree, its period and its end."),
    "objection": ("The objection", "Everything that happens to an objection to the PPID's superior."),
    "dispute": ("The dispute", "What a body records of a case at the commission and the courts."),
    "item": ("The item of public information", "From its proposal to its withdrawal from the list."),
    "catalogue": ("The list of public information", "One for each body: its decrees and its reports."),
    "privacy": ("The data subject's application", "To see, correct, erase or restrict one's own data."),
    "redaction": (
        "The redaction",
        "A document that is given in part: its boxes, its copy, both fingerprints.",
    ),
    "breach": ("The breach of personal data", "What was exposed, whom it concerns, and who was told."),
}

HEAD = """\
# Events

Every name that may appear in the log, what it says, and its fields. A name is permanent; an event only ever
gains fields, each with a default. Around each event stands an envelope: stream, version, when it was written,
who acted in which role, for which body.

This page is generated: `python -m projections.describe > docs/events.md`.
"""

_PLAIN = {
    str: "text",
    int: "number",
    bool: "yes or no",
    date: "date",
    datetime: "instant",
    time: "time",
}


def page() -> str:
    """Return the whole page."""
    parts: dict[type[msgspec.Struct], None] = {}
    lines = [HEAD]
    for subject, (title, what) in SUBJECTS.items():
        lines += [f"## {title}", "", what, ""]
        for name, event in VOCABULARY.items():
            if name.partition(".")[0] == subject:
                lines += _described(f"`{name}`", event)
                parts.update(dict.fromkeys(_parts(event)))
    lines += ["## Values inside events", ""]
    for part in sorted(parts, key=lambda part: part.__name__):
        lines += _described(part.__name__, part)
    return "\n".join(lines).rstrip() + "\n"


def _described(heading: str, struct: type[msgspec.Struct]) -> Iterator[str]:
    yield from (f"### {heading}", "", _plain_text(inspect.getdoc(struct) or ""), "")
    fields = msgspec.structs.fields(struct)
    if fields:
        yield from ("| Field | Holds | When left out |", "| --- | --- | --- |")
        hints = typing.get_type_hints(struct)
        for field in fields:
            yield f"| `{field.name}` | {_named(hints[field.name])} | {_default(field)} |"
        yield ""


def _plain_text(docstring: str) -> str:
    return docstring.replace("``", "`")


def _named(kind: object) -> str:
    """Return what a field holds, in words."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in {UnionType, typing.Union}:
        names = [_named(a) for a in arguments if a is not NoneType]
        return " or ".join(dict.fromkeys(names)) + (" or nothing" if NoneType in arguments else "")
    if origin is tuple:
        return f"list of {_named(arguments[0])}"
    if isinstance(kind, type):
        if issubclass(kind, Enum):
            return ", ".join(f"`{member.value}`" for member in kind)
        if issubclass(kind, msgspec.Struct):
            return f"[{kind.__name__}](#{_anchor(kind.__name__)})"
    return _PLAIN[typing.cast("type", kind)]


def _anchor(heading: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")


def _default(field: msgspec.structs.FieldInfo) -> str:
    if field.required:
        return "never"
    default = field.default_factory() if field.default_factory is not msgspec.NODEFAULT else field.default
    if default is None or default in ("", ()):
        return "nothing"
    if isinstance(default, Enum):
        return f"`{default.value}`"
    if isinstance(default, msgspec.Struct):
        return "as by default"
    return f"`{default}`" if not isinstance(default, bool) else ("yes" if default else "no")


def _parts(struct: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    """Yield the structs inside a struct, however deep."""
    for hint in typing.get_type_hints(struct).values():
        for inner in _structs(hint):
            yield inner
            yield from _parts(inner)


def _structs(hint: object) -> Iterator[type[msgspec.Struct]]:
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct) and not issubclass(hint, Event):
        yield hint
    for argument in typing.get_args(hint):
        yield from _structs(argument)


if __name__ == "__main__":
    sys.stdout.write(page())
