"""The register of mass acts: many of one kind by one officer, or in one post, within an hour or a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from flask import url_for

from ppid.deadlines import Text as Words
from ppid.events import Role, Stream
from projections.bursts import BURSTS, ORDER, Burst, Share, busiest
from projections.reader import Reader
from projections.shape import BadValueError
from projections.words_topics import TOPICS
from web.audit.narrowing import Doer, Narrowed, Question, Span
from web.audit.registers import Cell, Line, Register
from web.audit.room import codes
from web.filters import number, weekday_day
from web.i18n import gettext as _
from web.office.sight import officer_names
from web.office.words import ROLES, say, say_first
from web.services import services

COLUMNS = {
    (Span.HOUR, Doer.OFFICER): "officer_hour",
    (Span.HOUR, Doer.POST): "post_hour",
    (Span.DAY, Doer.OFFICER): "officer_day",
    (Span.DAY, Doer.POST): "post_day",
}
MOST_TOLD = 6


def _question(asked: Narrowed) -> Question:
    column = COLUMNS[asked.span, asked.doer]
    return Question(BURSTS, asked.where, (*asked.days_of("day"), (column, ">=", asked.acts)), ORDER)


def _lines(bursts: Sequence[Burst], asked: Narrowed) -> Iterator[Line]:
    named = officer_names((burst.body, share.actor) for burst in bursts for share in burst.shares)
    known = codes()
    for burst in bursts:
        by_officer = asked.doer is Doer.OFFICER
        shares = busiest(burst, within_hour=asked.span is Span.HOUR, by_officer=by_officer)
        many = [share for share in shares if share.acts >= asked.acts]
        told = tuple(_told(share, named.get((burst.body, share.actor), "")) for share in many[:MOST_TOLD])
        rest = (
            (_("dan %(count)s lagi", count=number(len(many) - MOST_TOLD)),) if len(many) > MOST_TOLD else ()
        )
        code = known.get(burst.body, burst.body)
        post = say(ROLES[burst.role])
        yield Line(
            (
                Cell(weekday_day(burst.day), (code, post)),
                Cell(say_first(TOPICS[burst.topic]), href=_address(code, burst)),
                Cell(_("%(count)s kali", count=number(many[0].acts)), (*told, *rest)),
                Cell(_("%(count)s kali", count=number(burst.post_day)), (_("seluruh jabatan"),)),
            ),
            (
                code,
                burst.role.value,
                burst.topic,
                burst.day,
                burst.officer_hour,
                burst.officer_day,
                burst.post_hour,
                burst.post_day,
                burst.first,
                burst.last,
            ),
        )


def _address(code: str, burst: Burst) -> str:
    return url_for(
        "audit.mass_facts",
        badan=code,
        peran=burst.role.value,
        perbuatan=burst.topic,
        hari=burst.day.isoformat(),
    )


def _told(share: Share, name: str) -> str:
    hour = _("pukul %(hour)s.00–%(hour)s.59 WIB", hour=f"{share.hour:02d}") if share.hour >= 0 else ""  # noqa: RUF001
    count = _("%(count)s kali", count=number(share.acts))
    return ", ".join(filter(None, (name, hour))) + f": {count}" if name or hour else count


def burst_of(body: Stream, role: str, topic: str, on: str) -> Burst | None:
    """One line of the register by what its address says; None where there is no such line."""
    try:
        return Reader(services().views, BURSTS).get((body, Role(role), topic, date.fromisoformat(on)))
    except (BadValueError, ValueError):
        return None


MASS = Register(
    place="serentak",
    title=Words("Perbuatan serentak dalam jumlah besar", "Mass acts"),
    why=Words(
        "Banyak keputusan yang sama dalam waktu singkat bisa berarti tidak ada yang membaca kasusnya satu "
        "per satu. Jam dan hari mengikuti WIB menurut jam dinding: pukul 09.00 sampai 09.59 adalah satu jam.",
        "Many equal decisions within a short time may mean that nobody read the cases one by one. Hours and "
        "days are those of WIB by the clock: 09:00 to 09:59 is one hour.",
    ),
    empty=Words("Tidak ada yang sebanyak itu.", "Nobody did that many."),
    columns=(
        Words("Hari", "Day"),
        Words("Perbuatan", "Act"),
        Words("Paling banyak", "Most"),
        Words("Hari itu", "That day"),
    ),
    file_columns=(
        "badan",
        "peran",
        "peristiwa",
        "hari",
        "petugas_jam",
        "petugas_hari",
        "jabatan_jam",
        "jabatan_hari",
        "posisi_awal",
        "posisi_akhir",
    ),
    question=_question,
    lines=_lines,
    asks=("jumlah", "dalam", "oleh"),
)
