"""What a letter may consist of: a few kinds of block, in reading order, as plain data for the typesetter.

A letter is written once, in Python, as such blocks; how they look on paper is the template's business alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NOTHING_GIVEN = "–"  # noqa: RUF001  an en dash is what an Indonesian office writes in an empty cell
Paper = Literal["a4", "a4-landscape", "a3-landscape"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A label and its value; a value of ``None`` is so many lines to be filled in by hand."""

    label: str
    value: str | None
    strong: bool = False
    lines: int = 1
    link: bool = False  # the value is an address of our own, to be followed


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A choice of a statutory form, with its box ticked or empty."""

    text: str
    ticked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who signs, under which words; without a name there is a line instead."""

    heading: str
    name: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the title of the letter, which is level 1."""

    text: str
    level: Literal[2, 3] = 2
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One or more paragraphs; ``keep`` holds it on the page of whatever follows."""

    text: str
    keep: bool = False
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and values in two columns; ``narrow`` where there is half a page beside something else."""

    rows: tuple[Fact, ...]
    narrow: bool = False
    kind: Literal["facts"] = "facts"


@dataclass(frozen=True, slots=True)
class Steps:
    """A numbered list."""

    items: tuple[str, ...]
    numbering: str = "1."
    kind: Literal["steps"] = "steps"


@dataclass(frozen=True, slots=True)
class Options:
    """The choices of a form, ticked and not, in rows of ``columns``."""

    options: tuple[Option, ...]
    columns: int = 1
    kind: Literal["options"] = "options"


@dataclass(frozen=True, slots=True)
class Statement:
    """What the letter decides, centred and bold."""

    text: str
    kind: Literal["statement"] = "statement"


@dataclass(frozen=True, slots=True)
class Group:
    """What stands over several columns of a table; without a text each column has its own head in full."""

    text: str
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose header is repeated on every page; ``widths`` are shares of the page width.

    ``groups`` stand over the header. ``small`` is for the many columns of a sheet or register. ``keep`` holds
    the end of the table on the page of whatever follows.
    """

    header: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[tuple[Block, ...], ...], ...]
    groups: tuple[Group, ...] = ()
    small: bool = False
    keep: bool = False
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Code:
    """A two-dimensional code with its description, and what is said beside it."""

    image: tuple[int, ...]  # the octets of a PNG: JSON has no bytes
    alt: str
    beside: tuple[Block, ...]
    kind: Literal["code"] = "code"


@dataclass(frozen=True, slots=True)
class Scan:
    """One of several codes that are scanned one after the other."""

    image: tuple[int, ...]  # the octets of a PNG
    alt: str


@dataclass(frozen=True, slots=True)
class Scans:
    """Codes that belong together, side by side and large: each holds as much as a telephone still reads."""

    codes: tuple[Scan, ...]
    kind: Literal["scans"] = "scans"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a paper, as large as the page allows, with its description."""

    image: tuple[int, ...]  # the octets of a PNG or JPEG: JSON has no bytes
    alt: str
    kind: Literal["picture"] = "picture"


@dataclass(frozen=True, slots=True)
class Signatures:
    """One to three signatures side by side, never parted by a page break."""

    people: tuple[Signer, ...]
    kind: Literal["signatures"] = "signatures"


@dataclass(frozen=True, slots=True)
class Received:
    """A framed part that the receiver fills in."""

    blocks: tuple[Block, ...]
    kind: Literal["received"] = "received"


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a new page."""

    kind: Literal["page"] = "page"


Block = (
    Heading
    | Paragraph
    | Facts
    | Steps
    | Options
    | Statement
    | Table
    | Code
    | Scans
    | Picture
    | Signatures
    | Received
    | NewPage
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A letter ready for the typesetter, except for what every letter has (office, date, language)."""

    heading: str  # may have two lines
    number: str
    under: tuple[str, ...]  # small lines under the title: the form it follows, the note of a translation
    blocks: tuple[Block, ...]
    paper: Paper = "a4"
    book: bool = False  # a list or register: as long as it has to be
    letterhead: bool = True  # not on a paper of the citizen's own
    copies: tuple[str, ...] = ()  # the same again for each, who it is for said on top
