"""`ppid doctor`: what is wrong with this installation, and what to do about it."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict

import click

from web.doctor import State, examine
from web.scrubbing import masked

MARKS = {State.OK: "ok      ", State.WARNING: "WARNING ", State.PROBLEM: "PROBLEM "}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON, for a supervisor.")
def doctor(as_json: bool) -> None:  # noqa: FBT001 - click passes options so
    """Look at settings, secrets, store, rights, seals and the servers around; exit 1 if one is a problem.

    Changes nothing and sends nothing. Prints no secret.
    """
    findings = list(examine(os.environ))
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        width = max(len(finding.check) for finding in findings)
        for finding in findings:
            click.echo(f"{MARKS[finding.state]}{finding.check:<{width}}  {masked(finding.says)}")
            if finding.do:
                click.echo(f"{'':<{len(MARKS[State.OK]) + width}}  {masked(finding.do)}")
    sys.exit(1 if any(finding.state is State.PROBLEM for finding in findings) else 0)


COMMANDS = (doctor,)
