"""What has been kept long enough: people and papers that nothing keeps any more, and letting them go.

Law: UU 43/2009 art. 51; UU 27/2022 art. 42-44; regulations §10.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ppid.erasing import Erasing
from ppid.events import Actor, Stream
from ppid.person import Erased
from ppid.request.events import Document
from ppid.retention import IDENTITY_KINDS, Record

BASIS = "Masa simpan berakhir (UU 43/2009 Pasal 51; UU 27/2022 Pasal 44)"


@dataclass(frozen=True, slots=True)
class Due:
    """What is due of a person: the class, the cases it is about, and the files that go."""

    person: Stream
    record: Record
    numbers: tuple[str, ...]
    papers: tuple[tuple[Stream, Document], ...]


def class_of(document: Document) -> Record:
    """The class of records that a file belongs to."""
    return Record.IDENTITY_SCAN if document.kind in IDENTITY_KINDS else Record.ATTACHMENT


def due(erasing: Erasing, people: Iterable[Stream]) -> Iterator[Due]:
    """Yield what is due of each of ``people``: the whole person, or else papers by their class."""
    for person in people:
        cases = erasing.cases_of(person)
        numbers = tuple(sorted({case.number for case in cases}))
        if not numbers or erasing.is_erased(person):
            continue
        papers = erasing.papers_of(person)
        answered = not any(case.open for case in cases)  # what they asked of their data too
        if answered and not erasing.holds(person, Record.REGISTER):
            yield Due(person, Record.REGISTER, numbers, tuple(papers))
            continue
        for record in (Record.IDENTITY_SCAN, Record.ATTACHMENT):
            of_class = tuple(paper for paper in papers if class_of(paper[1]) is record)
            if of_class and not erasing.holds(person, record):
                yield Due(person, record, numbers, of_class)


def apply(erasing: Erasing, one: Due, actor: Actor) -> bool:
    """Let one go; False where something keeps it by now, be it a case that was opened since."""
    if one not in due(erasing, [one.person]):
        return False
    if one.record is Record.REGISTER:
        erasing.erase(one.person, Erased(BASIS), actor)
    else:
        erasing.destroy_papers(one.person, one.papers, one.record.value, actor)
    return True
