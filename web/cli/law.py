"""Counting days, and replaying a case or a body to any day."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path

import click
import msgspec

from ppid.body import Body, UnknownBodyError, fold
from ppid.calendar import CALENDAR, Edition, edition_known_on
from ppid.counting import working_calendar
from ppid.deadlines import CLOCKS
from ppid.decrees import SHIPPED
from ppid.directory import body_stream
from ppid.events import CountingRules, Stream
from ppid.log import NotMigratedError, StoreUnavailableError, open_log
from ppid.topics import VOCABULARY
from projections.agenda import AGENDA
from projections.cases import CASES
from projections.describing import ClockShown, Described, as_dict
from projections.explaining import explain
from projections.history import line_of
from projections.reader import Reader
from projections.replay import Counts, case_as_of, counts_as_of, find_all, find_in_log, moment_of, subject_of
from web.cli.opening import DAY, opened, read_settings, the_body
from web.services import Services

ZONE = "Asia/Jakarta"
NO_CASE = 1


@click.command()
@click.argument("start", type=DAY)
@click.argument("days", type=click.IntRange(1, 3650))
@click.option("--known-on", type=DAY, help="Count with the calendar as it was known on that day.")
@click.option("--body", "code", help="Count by the rules of the body with that code.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def due(start: date, days: int, known_on: date | None, code: str | None, *, as_json: bool) -> None:
    """Print the last day of a period of DAYS working days after START, and how each day was counted.

    Without --body: a five-day week, national holidays and cuti bersama off, the start day not counted.
    """
    edition, rules = _edition_and_rules(code, known_on or date.max)
    found = explain(working_calendar(edition, rules), start, days)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(found)).decode())
        return
    click.echo(f"{found['due_on']}  ({days} working days after {start}, calendar {found['calendar']})")
    number = 0
    for day in found["count"]:
        number += day["counted"]
        mark = f"{number:>3}" if day["counted"] else "  -"
        click.echo(f"  {day['date']}  {mark}  {day['reason']}")


def _edition_and_rules(code: str | None, known_on: date) -> tuple[Edition, CountingRules]:
    """The calendar of the store; on a machine without one, the decrees that ship with the program."""
    url = read_settings().database_url
    if code is None and url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).exists():
        return edition_known_on(SHIPPED, known_on), CountingRules()
    log = open_log(url, VOCABULARY)
    try:
        decrees = [r.envelope.event for r in log.load(CALENDAR)]
        events = [r.envelope.event for r in log.load(body_stream(code))] if code else []
    except (NotMigratedError, StoreUnavailableError):
        if code:
            raise
        decrees, events = [], []
    finally:
        log.close()
    body = fold(body_stream(code), events) if code else None
    if code and body is None:
        raise UnknownBodyError(body=code)
    rules = body.rules if body else CountingRules()
    return edition_known_on(decrees or SHIPPED, known_on), rules


@click.command()
@click.argument("number", required=False)
@click.option("--as-of", type=DAY, help="The day to replay to, to its end; without it, now.")
@click.option("--body", "code", help="Of the body with that code; without it, of all.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def replay(number: str | None, as_of: date | None, code: str | None, *, as_json: bool) -> None:
    """Show a case, or the counts of a body, exactly as recorded up to the end of a day.

    NUMBER is the number of a request, objection, dispute, exemption or item, "DIP" for the list of a body,
    or the name of a stream. Exits with 1 when there is no such case, none by then, or more than one.
    """
    with opened() as services:
        body = the_body(services, code) if code else None
        if number:
            _replay_case(services, the_case(services, number, body), as_of, as_json=as_json)
            return
        moment = moment_of(as_of, body.zone if body else ZONE) if as_of else services.now()
        _replay_counts(services, body, moment, as_json=as_json)


def the_case(services: Services, number: str, body: Body | None) -> Stream:
    """The one case of a number, or of a stream's name."""
    found = [s for s in _find(services, number) if body is None or _body_of(services, s) == body.stream]
    if not found:
        click.echo(f"No case has the number {number}.", err=True)
        sys.exit(NO_CASE)
    if len(found) > 1:
        click.echo(f"Several cases have the number {number}. Name the body or one of the streams:", err=True)
        for stream in found:
            click.echo(f"  {stream}  {services.directory.body(_body_of(services, stream)).name}", err=True)
        sys.exit(NO_CASE)
    return found[0]


def _find(services: Services, number: str) -> list[Stream]:
    if subject_of(number) and services.log.last(number):
        return [number]
    services.follower.catch_up()
    found = find_all(number, Reader(services.views, CASES), Reader(services.views, AGENDA))
    return found or find_in_log(services.log, number)


def _body_of(services: Services, stream: Stream) -> Stream:
    last = services.log.last(stream)
    return last.envelope.body if last else ""


def _replay_case(services: Services, stream: Stream, as_of: date | None, *, as_json: bool) -> None:
    body = services.directory.body(_body_of(services, stream))
    moment = moment_of(as_of, body.zone) if as_of else services.now()
    day = as_of or body.local_date(moment)
    replayed = case_as_of(services.log, stream, moment)
    if replayed.state is None:
        click.echo(f"On {day} the case {stream} was not recorded yet.", err=True)
        sys.exit(NO_CASE)
    state = as_dict(replayed.state, day, services.directory.calendar(body, day))
    lines = [line_of(r) for r in replayed.recorded]
    if as_json:
        state["events"] = [
            {
                "version": x.version,
                "name": x.topic,
                "recorded_at": x.recorded_at,
                "happened_on": x.happened_on,
            }
            for x in lines
        ]
        click.echo(msgspec.json.format(msgspec.json.encode(state)).decode())
        return
    click.echo(f"{replayed.state.number} ({state['kind']}) as of {day}: {state['step']}")
    _say_clocks(state)
    for line in lines:
        happened = f" (happened {line.happened_on})" if line.happened_on else ""
        click.echo(f"  {line.version:>3}  {line.recorded_at:%Y-%m-%d %H:%M}Z  {line.sentence_en}{happened}")


def _say_clocks(state: Described) -> None:
    """The clocks that run on that day, with what is left."""
    clocks: Iterable[ClockShown] = state["clocks"]  # type: ignore[assignment]  # as_dict puts them there
    for clock in clocks:
        if clock["status"] == "running":
            due = clock["due_on"] or f"when the calendar of {clock['missing_year']} is decreed"
            late = ", late" if clock["late"] else ""
            click.echo(f"  {clock['clock']}  due {due}{late}  {CLOCKS[clock['clock']].name.en}")


def _replay_counts(services: Services, body: Body | None, moment: datetime, *, as_json: bool) -> None:
    counts = counts_as_of(services.log, body.stream if body else None, moment)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(counts)).decode())
        return
    click.echo(f"{body.name if body else 'All bodies'} as of {moment:%Y-%m-%d %H:%M}Z")
    say_counts(counts)


def say_counts(counts: Counts) -> None:
    """Print the counts of a moment, one group below the other."""
    for name, value in counts.items():
        if isinstance(value, int):
            click.echo(f"  {name:<12}{value:>8}")
        elif isinstance(value, dict) and value:
            click.echo(f"  {name}")
            _say_group(value)


def _say_group(group: Mapping[str, object]) -> None:
    for name, value in group.items():
        if isinstance(value, Mapping):
            said = ", ".join(f"{each} {count}" for each, count in sorted(value.items()))
            click.echo(f"    {name:<22}{said or '-'}")
        else:
            click.echo(f"    {name:<22}{value:>6}")


COMMANDS = (due, replay)
