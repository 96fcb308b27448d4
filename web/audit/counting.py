"""The counts of a day as tables: what is counted of each kind of case, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ppid.deadlines import Text
from ppid.objection.vocabulary import Ground
from ppid.privacy import vocabulary as privacy
from projections import words_catalogue, words_dispute, words_objection
from projections.replay import Counts
from projections.words import CLOSINGS
from web.audit.kinds import BY_PLACE, Place
from web.i18n import gettext as _
from web.office.objection.words import ground_words
from web.office.words import ENDINGS, EnumT, say, say_first


class Line(NamedTuple):
    """A count with what it counts."""

    text: str
    value: int


class Table(NamedTuple):
    """Counts of one thing, such as the steps."""

    caption: str
    lines: list[Line]


class Group(NamedTuple):
    """What is counted of one kind of case: a few figures, and tables of what has any count."""

    heading: str
    figures: list[Line]
    tables: list[Table]


def groups(told: Counts) -> list[Group]:
    """Return the counts of every kind that has any case."""
    found = (
        _requests(told),
        _objections(told),
        _disputes(told),
        _exemptions(told),
        _items(told),
        _privacy(told),
        _breaches(told),
    )
    return [group for group in found if group.figures[0].value]


def _requests(told: Counts) -> Group:
    return _group(
        Place.REQUEST,
        [
            Line(_("Permohonan"), told["requests"]),
            Line(_("Belum ditutup"), told["open"]),
            Line(_("Lewat batas waktu"), told["overdue"]),
            Line(_("Dijawab terlambat"), told["late"]),
        ],
        _steps(Place.REQUEST, told["steps"]),
        _table(_("Menurut hasil"), told["outcomes"], ENDINGS),
        _table(_("Menurut sebab ditutup"), told["closings"], CLOSINGS),
    )


def _objections(told: Counts) -> Group:
    found = told["objections"]
    grounds = [
        Line(ground_words(g), found["grounds"][g.value]) for g in Ground if g.value in found["grounds"]
    ]
    return _group(
        Place.OBJECTION,
        [
            Line(_("Keberatan"), found["all"]),
            Line(_("Belum ditutup"), found["open"]),
            Line(_("Lewat batas waktu"), found["overdue"]),
            Line(_("Tanggapan terlambat atau belum ada"), found["late"]),
            Line(_("Diajukan lewat waktu"), found["filed_late"]),
        ],
        _steps(Place.OBJECTION, found["steps"]),
        Table(_("Menurut alasan"), grounds),
        _table(_("Menurut tanggapan"), found["verdicts"], words_objection.VERDICTS),
        _table(_("Menurut sebab ditutup"), found["closings"], words_objection.ENDINGS),
    )


def _disputes(told: Counts) -> Group:
    found = told["disputes"]
    return _group(
        Place.DISPUTE,
        [
            Line(_("Sengketa"), found["all"]),
            Line(_("Belum selesai"), found["open"]),
            Line(_("Lewat batas waktu"), found["overdue"]),
            Line(_("Berlanjut ke pengadilan"), found["at_court"]),
        ],
        _steps(Place.DISPUTE, found["steps"]),
        _table(_("Menurut putusan Komisi"), found["outcomes"], words_dispute.OUTCOMES),
    )


def _exemptions(told: Counts) -> Group:
    found = told["exemptions"]
    return _group(
        Place.EXEMPTION,
        [
            Line(_("Pengecualian"), found["all"]),
            Line(_("Berlaku pada hari itu"), found["in_force"]),
            Line(_("Baris yang dikecualikan"), found["rows"]),
        ],
        _steps(Place.EXEMPTION, found["steps"]),
    )


def _items(told: Counts) -> Group:
    found = told["items"]
    return _group(
        Place.ITEM,
        [
            Line(_("Informasi publik"), found["all"]),
            Line(_("Dapat dilihat umum"), found["public"]),
            Line(_("Lewat batas waktu"), found["overdue"]),
        ],
        _steps(Place.ITEM, found["steps"]),
        _table(_("Menurut golongan, yang dapat dilihat umum"), found["classes"], words_catalogue.CLASSES),
    )


def _privacy(told: Counts) -> Group:
    found = told["privacy"]
    return _group(
        Place.PRIVACY,
        [
            Line(_("Permohonan data pribadi"), found["all"]),
            Line(_("Belum ditutup"), found["open"]),
            Line(_("Lewat batas waktu"), found["overdue"]),
            Line(_("Tanggapan terlambat atau belum ada"), found["late"]),
        ],
        _steps(Place.PRIVACY, found["steps"]),
        _table(_("Menurut yang diminta"), found["kinds"], privacy.KINDS),
        _table(_("Menurut alasan penolakan"), found["grounds"], privacy.GROUNDS),
    )


def _breaches(told: Counts) -> Group:
    found = told["breaches"]
    return _group(
        Place.BREACH,
        [
            Line(_("Kegagalan pelindungan data"), found["all"]),
            Line(_("Belum ditutup"), found["open"]),
            Line(_("Lewat batas waktu"), found["overdue"]),
            Line(_("Pemberitahuan terlambat atau belum lengkap"), found["late"]),
            Line(_("Orang yang datanya terungkap"), found["people"]),
            Line(_("Di antaranya sudah diberi tahu"), found["told"]),
        ],
        _steps(Place.BREACH, found["steps"]),
    )


def _group(place: Place, figures: list[Line], *tables: Table) -> Group:
    return Group(say(BY_PLACE[place.value].many), figures, [table for table in tables if table.lines])


def _steps(place: Place, counted: Mapping[str, int]) -> Table:
    return _table(_("Menurut langkah"), counted, BY_PLACE[place.value].steps)


def _table(caption: str, counted: Mapping[str, int], words: Mapping[EnumT, Text]) -> Table:
    """In the order of the words, which is that of the case."""
    lines = [Line(say_first(words[v]), counted[v.value]) for v in words if v.value in counted]
    return Table(caption, lines)
