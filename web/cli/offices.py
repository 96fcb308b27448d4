"""Taking bodies and their units into the system."""

from __future__ import annotations

from datetime import date

import click

from ppid import commands as c
from ppid.body import ZONES
from ppid.events import CountingRules
from web.cli.opening import DAY, OPERATOR, opened


@click.group()
def body() -> None:
    """Public bodies and their units."""


@body.command()
@click.argument("code")
@click.argument("name")
@click.option("--established-on", type=DAY, required=True)
@click.option("--zone", type=click.Choice(list(ZONES)), default="Asia/Jakarta", show_default=True)
@click.option("--parent", help="Code of the body above it.")
@click.option("--address", default="")
@click.option("--city", default="")
@click.option("--phone", default="")
@click.option("--email", default="")
def establish(  # noqa: PLR0913, PLR0917  (one option for each thing printed on a letter)
    code: str,
    name: str,
    established_on: date,
    zone: str,
    parent: str | None,
    address: str,
    city: str,
    phone: str,
    email: str,
) -> None:
    """Take the body NAME into the system under CODE."""
    with opened() as services:
        command = c.EstablishBody(
            code=code,
            name=name,
            established_on=established_on,
            zone=zone,
            parent=services.directory.body_by_code(parent).stream if parent else "",
            address=address,
            city=city,
            phone=phone,
            email=email,
        )
        services.directory.establish(command, OPERATOR)
        click.echo(f"{code} uses this system.")


@body.command()
@click.argument("code")
@click.argument("unit")
@click.argument("name")
def unit(code: str, unit: str, name: str) -> None:
    """Add the UNIT called NAME to the body CODE."""
    with opened() as services:
        found = services.directory.body_by_code(code)
        services.directory.add_unit(c.AddUnit(body=found.stream, code=unit, name=name), OPERATOR)
        click.echo(f"{unit} belongs to {code}.")


@body.command()
@click.argument("code")
@click.option("--week", type=click.Choice(["5", "6"]), default="5", show_default=True, help="U8")
@click.option("--joint-leave-counts", is_flag=True, help="U7: cuti bersama does not stop the clock.")
@click.option("--start-counts", is_flag=True, help="U1: the day of receipt counts.")
@click.option("--after-hours-next-day", is_flag=True, help="U6: what comes after hours counts next day.")
def counting(
    code: str, week: str, *, joint_leave_counts: bool, start_counts: bool, after_hours_next_day: bool
) -> None:
    """Set how the body CODE counts days where the law leaves it open."""
    rules = CountingRules(
        week=int(week),
        joint_leave_off=not joint_leave_counts,
        start_counts=start_counts,
        after_hours_next_day=after_hours_next_day,
    )
    with opened() as services:
        found = services.directory.body_by_code(code)
        services.directory.set_counting(c.SetCounting(body=found.stream, rules=rules), OPERATOR)
        click.echo(f"{code} counts as set; promises already made stay as they are.")


@body.command()
@click.argument("code")
@click.option("--no-superior", is_flag=True, help="U17: the head alone approves.")
@click.option("--no-head", is_flag=True, help="U17: the superior alone approves, where the law allows it.")
def approval(code: str, *, no_superior: bool, no_head: bool) -> None:
    """Set who approves an exemption in the body CODE besides its PPID: the superior and the head, or one."""
    with opened() as services:
        found = services.directory.body_by_code(code)
        command = c.SetExemptionChain(body=found.stream, superior=not no_superior, head=not no_head)
        services.directory.set_exemption_chain(command, OPERATOR)
        click.echo(f"{code} approves as set; a test under way keeps the signatures it began with.")


COMMANDS = (body,)
