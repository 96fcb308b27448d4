"""Run wapiti and nikto against a running demo, signed in and not, and report what they find.

    python -m tests.scanning --into FOLDER [--seconds 600] [--only wapiti]

Each scanner has bounded time. What they print is kept in FOLDER; a summary goes to standard output. The exit
is 1 where something is found that docs/operations/security.md does not explain (`EXPLAINED`), 2 where a
scanner is missing. Debian has wapiti in main and nikto in non-free.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.journeys.caller import Caller
from tests.journeys.server import Installation

#: Words of a finding, and why it is no weakness here. Each stands in docs/operations/security.md too.
EXPLAINED: dict[str, str] = {
    "Uncommon header": "informational: the headers of web/guarding.py",
    "Allowed HTTP Methods": "informational: methods that only read",
    "No CGI Directories found": "informational: there are none",
    "Server: No banner retrieved": "informational: the server says nothing about itself",
    "host(s) tested": "informational",
    "items checked": "informational",
    "Secure flag": "the demo is served over HTTP; over HTTPS cookies are Secure (test_guarding.py)",
    "Strict-Transport-Security": "the demo is served over HTTP; over HTTPS it is sent (test_guarding.py)",
    "CSRF token 'csrf_token' is not properly checked": (
        "wapiti writes its form with a file so that it cannot be read, whichever the token (test_forged.py)"
    ),
    "X-XSS-Protection": "a filter that browsers have taken out; the policy forbids what it looked for",
}
#: Modules that need the internet or a machine outside to answer, or only repeat another scanner's list.
WITHOUT = frozenset({"nikto", "wapp", "ssrf", "xxe", "brute_login_form", "buster", "drupal_enum", "wp_enum"})
#: Debian's wapiti 3.0.4 writes a pattern that Python 3.11 refuses, so that it could exclude nothing.
DRIVER = """
import fnmatch, re, sys
from wapitiCore.main import wapiti
from wapitiCore.net import crawler
crawler.wildcard_translate = lambda pattern: re.compile(fnmatch.translate(pattern))
wapiti.wapiti_main()
"""
#: What nikto says of its own run.
SAID_OF_ITSELF = ("+ Target ", "+ Start Time", "+ End Time")
#: Decides on requests, and so sees and sends the most.
OFFICER = "ppid"
PASSWORD = re.compile(r"password (\S+)\)")


@dataclass(frozen=True)
class Found:
    """One finding: by whom, as whom, what, where."""

    scanner: str
    visitor: str
    what: str
    where: str

    @property
    def explained(self) -> str:
        """Why it is none; "" where nobody has said."""
        return next((why for words, why in EXPLAINED.items() if words in f"{self.what} {self.where}"), "")


def modules() -> str:
    """Every module of the installed wapiti that can work here."""
    listed = subprocess.run(["wapiti", "--list-modules"], capture_output=True, text=True, check=True).stdout
    return ",".join(name for name in re.findall(r"^\t(\w+)", listed, re.MULTILINE) if name not in WITHOUT)


def wapiti(url: str, cookies: str, visitor: str, into: Path, seconds: int) -> Iterator[Found]:
    """Crawl and attack. A third of the time is for finding pages."""
    report = into / f"wapiti-{visitor}.json"
    report.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as session:
        command = [
            "/usr/bin/python3", "-c", DRIVER, "--url", f"{url}/", "--scope", "domain", "--module", modules(),
            "--flush-session", "--store-session", session, "--max-scan-time", str(seconds // 3),
            "--max-attack-time", str(seconds // 20), "--depth", "6", "--exclude", f"{url}/meja/keluar",
            "--format", "json", "--output", str(report), "--no-bugreport", "--timeout", "20",
            "--verbose", "1",
        ]  # fmt: skip
        command += ["--header", f"Cookie: {cookies}"] if cookies else []
        _run(command, into / f"wapiti-{visitor}.txt", 2 * seconds)
    if not report.exists():
        yield Found("wapiti", visitor, "it did not finish", "")
        return
    told = json.loads(report.read_text(encoding="utf-8"))
    for part in ("vulnerabilities", "anomalies"):
        for what, each in told[part].items():
            for finding in each:
                yield Found(
                    "wapiti", visitor, what, f"{finding['method']} {finding['path']} {finding['info']}"
                )


def nikto(url: str, cookies: str, visitor: str, into: Path, seconds: int) -> Iterator[Found]:
    """Ask for everything that is known to be dangerous on other servers."""
    config = into / "nikto.conf"
    pairs = (each.strip().partition("=") for each in cookies.split(";") if each)
    quoted = ";".join(f'"{name}"="{value}"' for name, _, value in pairs)
    usual = Path("/etc/nikto/config.txt").read_text(encoding="utf-8")
    config.write_text(f"{usual}\nSTATIC-COOKIE={quoted}\n" if quoted else usual, encoding="utf-8")
    command = [
        "nikto", "-host", url, "-config", str(config), "-nointeractive",
        "-ask", "no", "-Cgidirs", "none",
    ]  # fmt: skip
    _run(command, into / f"nikto-{visitor}.txt", seconds + 60)
    config.unlink()
    printed = (into / f"nikto-{visitor}.txt").read_text(encoding="utf-8", errors="replace")
    if "host(s) tested" not in printed:
        yield Found("nikto", visitor, "it did not finish", f"in {seconds} seconds")
    for line in printed.splitlines():
        if line.startswith("+ ") and not line.startswith(SAID_OF_ITSELF):
            yield Found("nikto", visitor, line.removeprefix("+ "), "")


def _run(command: list[str], printed: Path, seconds: int) -> None:
    with printed.open("wb") as output:
        environment = {**os.environ, "HOME": str(printed.parent)}
        try:
            subprocess.run(
                command,
                stdout=output,
                stderr=subprocess.STDOUT,
                timeout=seconds + 60,
                check=False,
                env=environment,
            )
        except subprocess.TimeoutExpired:
            output.write(b"\nended for want of time\n")


def signed_in(place: str, printed: str) -> str:
    """The cookies of an officer who may do most."""
    password = PASSWORD.search(printed)
    assert password, printed
    caller = Caller(place).signed_in(OFFICER, password[1])
    return "; ".join(f"{key}={value}" for key, value in caller.wire.cookies.items())


def is_in(place: str, cookies: str) -> bool:
    """Whether the cookies, written as nikto sends them, open the desk."""
    connection = http.client.HTTPConnection(place, timeout=60)
    try:
        connection.request("GET", "/meja", headers={"Cookie": cookies.replace("; ", ";") + ";"})
        return connection.getresponse().status == http.client.OK
    finally:
        connection.close()


def main() -> int:
    """Scan, summarise, and tell by the exit whether all is explained."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=Path("var/scan"))
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--only", choices=("wapiti", "nikto"))
    options = parser.parse_args()
    scanners = {"wapiti": wapiti, "nikto": nikto}
    chosen = {name: run for name, run in scanners.items() if options.only in {None, name}}
    if missing := [name for name in chosen if shutil.which(name) is None]:
        print(f"Not installed: {', '.join(missing)}. On Debian: apt-get install wapiti nikto (non-free)")
        return 2
    into = options.into.resolve()
    into.mkdir(parents=True, exist_ok=True)
    found: list[Found] = []
    with tempfile.TemporaryDirectory() as folder:
        installation = Installation(Path(folder), demo=True)
        with installation.running() as server:
            url = f"http://{installation.place}"
            for visitor, cookies in (
                ("anybody", ""),
                ("officer", signed_in(installation.place, server.printed)),
            ):
                for name, run in chosen.items():
                    found += run(url, cookies, visitor, into, options.seconds)
                    if bool(cookies) is not is_in(installation.place, cookies):
                        found.append(Found(name, visitor, "it was not signed in as it should be", ""))
            log = server.printed
    (into / "server.txt").write_text(log, encoding="utf-8")
    faults = [line for line in log.splitlines() if "fault" in line]
    found += [Found("server", "", "a fault", line) for line in faults]
    open_ = [each for each in found if not each.explained]
    summary = [
        f"{each.scanner} as {each.visitor}: {each.what} | {each.where} | {each.explained or 'OPEN'}"
        for each in found
    ]
    summary.append(f"{len(found)} findings, {len(open_)} not explained")
    (into / "summary.txt").write_text("\n".join(summary) + "\n", encoding="utf-8")
    print("\n".join(summary))
    return 1 if open_ else 0


if __name__ == "__main__":
    sys.exit(main())
