"""What an auditor takes along: lists and cases as CSV and JSON. No person stands in them, only kinds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from ppid.events import Stream
from ppid.subject import State
from projections.cases import Case
from projections.describing import as_dict
from projections.replay import Counts
from web.audit.asking import Seen
from web.audit.belonging import belonging
from web.audit.listing import Row
from web.audit.telling import Fact
from web.books import OutCell
from web.services import services

LIST_COLUMNS = (
    "jenis", "nomor", "badan", "kasus", "mulai", "saluran", "jenis_pemohon", "perihal", "langkah", "hasil",
    "sebab_ditutup", "batas_waktu", "dijawab", "terlambat", "ditutup", "diperpanjang", "impor", "dicatat",
    "terakhir",
)  # fmt: skip
CASE_COLUMNS = (
    "versi", "posisi", "peristiwa", "uraian", "terjadi", "dicatat", "peran", "nama", "jabatan", "data",
)  # fmt: skip


def list_rows(rows: Iterable[Row], codes: Mapping[Stream, str]) -> Iterator[Sequence[OutCell]]:
    """Yield the cases in the order of ``LIST_COLUMNS``."""
    for row in rows:
        said = listed(row, codes)
        yield tuple(said[column] for column in LIST_COLUMNS)


def list_json(rows: Iterable[Row], codes: Mapping[Stream, str]) -> Iterator[str]:
    """Yield a JSON list of the cases piece by piece, for lists longer than memory should hold."""
    before = "[\n"
    for row in rows:
        yield before + json.dumps(_plain(listed(row, codes)), ensure_ascii=True)
        before = ",\n"
    yield "\n]\n" if before != "[\n" else "[]\n"


def listed(row: Row, codes: Mapping[Stream, str]) -> dict[str, OutCell]:
    """One case of the list, without who asked; what only requests have is empty for the others."""
    return {
        **dict.fromkeys(LIST_COLUMNS, ""),
        "jenis": row.kind.place.value,
        "nomor": row.number,
        "badan": codes.get(row.body, row.body),
        "kasus": row.stream,
        "mulai": row.on,
        "perihal": row.title,
        "langkah": row.step,
        "batas_waktu": row.due_on,
        "terlambat": row.late,
        "ditutup": row.closed,
        **(_of_request(row.row) if isinstance(row.row, Case) else {}),
    }


def _of_request(case: Case) -> dict[str, OutCell]:
    return {
        "saluran": case.channel.value,
        "jenis_pemohon": case.requester_kind.value,
        "hasil": case.outcome.value if case.outcome else "",
        "sebab_ditutup": case.closing.value if case.closing else "",
        "dijawab": case.answered_on,
        "diperpanjang": case.extended,
        "impor": case.imported,
        "dicatat": case.filed_at.isoformat(),
        "terakhir": case.last_at.isoformat(),
    }


def case_rows(facts: Iterable[Fact]) -> Iterator[Sequence[OutCell]]:
    """Yield the facts of a case in the order of ``CASE_COLUMNS``."""
    for fact in facts:
        yield (
            fact.version,
            fact.position,
            fact.topic,
            fact.sentence,
            fact.happened_on,
            fact.recorded_at.isoformat(),
            fact.role,
            fact.name,
            fact.office,
            json.dumps(json.loads(fact.raw), ensure_ascii=True),
        )


def case_json(seen: Seen, facts: Iterable[Fact]) -> str:
    """The case at the moment with every fact up to then, as it is stored."""
    told = {
        "moment": seen.moment.at.isoformat(),
        "later_facts": seen.later,
        "case": _case(seen.state, seen) if seen.state else None,
        "belonging": [f"{each.kind.subject.kind}-{each.hex}" for each in belonging(seen)],
        "facts": [
            {
                "version": fact.version,
                "position": fact.position,
                "topic": fact.topic,
                "sentence": fact.sentence,
                "happened_on": fact.happened_on.isoformat() if fact.happened_on else None,
                "recorded_at": fact.recorded_at.isoformat(),
                "role": fact.role,
                "name": fact.name or None,
                "position_held": fact.office or None,
                "stored": json.loads(fact.raw),
            }
            for fact in facts
        ],
    }
    return json.dumps(told, ensure_ascii=True, indent=1) + "\n"


def _case(state: State, seen: Seen) -> dict[str, object]:
    calendar = services().directory.calendar(seen.body, seen.moment.day)
    return as_dict(state, seen.moment.day, calendar)


def _plain(row: Mapping[str, OutCell]) -> dict[str, object]:
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in row.items()}


def counts_json(told: Counts, body: str | None, rests_on: dict[str, object] | None) -> str:
    """The counts of a body, or of all (None), with what they rest on in the sealed log."""
    return json.dumps({"body": body, **told, "rests_on": rests_on}, ensure_ascii=True, indent=1) + "\n"
