"""A small world to visit: one police region with two units, its officers, the decrees, and a clock to turn.

It begins on Tuesday 2 June 2026 at 09:14 in Jakarta (oracle E32 of the regulations: ten working days to
17 June, seven more to 26 June). ``world.at("extended")`` makes a case and takes it to a step.
"""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from msgspec.structs import replace

from ppid import commands as c
from ppid.body import Body
from ppid.commands import FileRequest
from ppid.desk import Receipt
from ppid.directory import body_stream
from ppid.events import Actor, Role, Stream
from ppid.outside import Outside
from ppid.person import Identity
from ppid.request import events as e
from ppid.request.state import Request
from ppid.request.vocabulary import (
    Channel,
    DocumentKind,
    RequesterKind,
)
from ppid.seal.heads import HeadsBook
from ppid.seal.integrator import Integrator
from ppid.seal.ledger import Note
from ppid.seal.signer import LogSigner
from ppid.settings import Settings
from tests.web.exempting import DECREED, decree, sheet_for
from tests.web.stories import ACTS, STORIES
from tests.web.visitor import Visitor
from web import create_app
from web.access import TRACKED
from web.mailing.proofs import Opened
from web.services import Services, migrate, open_services
from web.state import Account

BEGIN = datetime(2026, 6, 2, 2, 14, tzinfo=UTC)
CODE = "POLDA-X"
BODY = body_stream(CODE)
PASSWORD = "kata-sandi-panjang-7"
OPERATOR = Actor("operator", Role.OPERATOR)
OFFICERS: dict[str, tuple[Role, str, str]] = {
    "desk": (Role.SERVICE_DESK, "", "Petugas Meja"),
    "ppid": (Role.PPID, "", "Pejabat PPID"),
    "unit": (Role.UNIT_OFFICER, "LANTAS", "Petugas Lantas"),
    "superior": (Role.SUPERIOR, "", "Atasan PPID"),
    "head": (Role.HEAD, "", "Pimpinan Badan"),
    "auditor": (Role.AUDITOR, "", "Asisten Komisi"),
}
SARI = Identity(
    name="Sari Wulandari",
    number="3276014107900001",
    address="Jalan Melati 5, Depok",
    occupation="Peneliti",
    phone="0812 0000 0001",
    email="sari@example.org",
)
WISH = e.Wish(information="Anggaran pelayanan SIM tahun 2025", purpose="Penelitian")
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\x00\x00\x00\n"
    b"IDATx\xdac\xf8\x0f\x00\x01\x01\x01\x00\x1c\xb0\x8c\x99\x00\x00\x00\x00IEND\xaeB`\x82"
)


class Clock:
    """The time of the world; it stands still until it is turned."""

    def __init__(self, at: datetime = BEGIN) -> None:
        self.at = at

    def __call__(self) -> datetime:
        """Read it."""
        return self.at

    def forward(self, **by: float) -> None:
        """Turn it on: ``forward(days=3)``."""
        self.at += timedelta(**by)

    def set(self, day: str | date, hour: int = 9, minute: int = 0) -> None:
        """Turn it to a day and an hour in Jakarta."""
        on = date.fromisoformat(day) if isinstance(day, str) else day
        self.at = datetime.combine(on, time(hour, minute), UTC) - timedelta(hours=7)

    @property
    def today(self) -> date:
        """The day in Jakarta."""
        return (self.at + timedelta(hours=7)).date()


def settings_of(folder: Path, url: str = "", owner_url: str = "") -> Settings:
    """Settings of an installation that lives in ``folder``, on SQLite unless a URL is given."""
    database = url or f"sqlite:///{folder / 'ppid.sqlite3'}"
    return Settings(
        database_url=database,
        owner_database_url=owner_url,
        master_key_file=folder / "master.key",
        files=folder / "files",
        host="127.0.0.1",
        port=8080,
        base_url="http://localhost",
        demo=False,
        threads=2,
        proxies=0,
        embedded_follower=False,
        signer=None,
        signer_dir=folder / "signer",
        log_origin="",
        policy_file=None,
        tsa=(),
        second_factor=False,
        erased_file=folder / "erased.list",
        outside=Outside(),
    )


def app_of(services: Services) -> Flask:
    """The application on opened services, as it is served."""
    return create_app(services)


def establish(services: Services) -> None:
    """Fill an empty installation: the body, its units and officers with accounts, and the decrees."""
    directory = services.directory
    directory.establish(
        c.EstablishBody(
            code=CODE,
            name="Kepolisian Daerah Contoh",
            established_on=date(2020, 1, 1),
            address="Jalan Merdeka 1, Kota Contoh",
            city="Kota Contoh",
            phone="(021) 555 0101",
            email="ppid@polda-x.example",
            whatsapp="0811 0000 0101",
        ),
        OPERATOR,
    )
    directory.add_unit(c.AddUnit(body=BODY, code="LANTAS", name="Direktorat Lalu Lintas"), OPERATOR)
    directory.add_unit(c.AddUnit(body=BODY, code="RESKRIM", name="Direktorat Reserse Kriminal"), OPERATOR)
    directory.ship(OPERATOR)
    for username, (role, unit, name) in OFFICERS.items():
        officer = officer_id(username)
        body = "" if role is Role.AUDITOR else BODY
        if body:
            directory.appoint(
                c.AppointOfficer(
                    body=BODY, officer=officer, name=name, roles=(role,), unit=unit, position=name
                ),
                OPERATOR,
            )
        services.state.add_account(Account(username, officer, body), PASSWORD)


def officer_id(username: str) -> Stream:
    """The person behind an account."""
    return f"person-{username.encode().hex():0>32}"


@dataclass
class World:
    """Everything a test may touch."""

    services: Services
    clock: Clock
    app: Flask
    settings: Settings
    _filed: int = field(default=0)
    _exemption: Stream = ""

    @property
    def body(self) -> Body:
        """The police region."""
        return self.services.directory.body(BODY)

    def visitor(self, language: str = "id", address: str = "203.0.113.7") -> Visitor:
        """A fresh browser."""
        return Visitor(self.app, language, address)

    def officer(self, username: str, language: str = "id") -> Visitor:
        """A fresh browser in which the officer of ``OFFICERS`` is signed in, without the sign-in page."""
        visitor = self.visitor(language)
        role, _unit, _name = OFFICERS[username]
        body = "" if role is Role.AUDITOR else BODY
        token = self.services.state.open_session(
            Account(username, officer_id(username), body), "" if role is Role.AUDITOR else role.value
        )
        visitor.client.set_cookie("ppid_meja", token)
        return visitor

    def tracker(self, case: Stream, language: str = "id") -> Visitor:
        """A fresh browser of a citizen who proved number and code of a case."""
        visitor = self.visitor(language)
        with visitor.client.session_transaction() as session:
            session[TRACKED] = self.services.proofs.open_case(Opened(case))
        return visitor

    def actor(self, username: str) -> Actor:
        """An officer, as the desk knows them."""
        role, unit, _name = OFFICERS[username]
        return Actor(officer_id(username), role, "" if role is Role.AUDITOR else BODY, unit)

    def request(self, case: Stream) -> Request:
        """A case as it stands."""
        return self.services.desk.request(case, Actor(case, Role.CITIZEN))

    def follow(self) -> None:
        """Bring every projection up to date."""
        self.services.follower.catch_up()

    def seal(self, *, daily: bool = False) -> Note | None:
        """Seal what is in the log, as the process beside the server does; return the newest checkpoint.

        ``daily`` begins with the map of heads, as the seal of the day does.
        """
        ledger = self.services.ledger
        if daily:
            HeadsBook(ledger).record(self.clock())
        Integrator(ledger, LogSigner(self.settings.signer_dir)).integrate()
        return ledger.newest()

    # Acts through the desk ---------------------------------------------------------------------------

    def file(self, **changes: Any) -> Receipt:
        """File a request of Sari, an individual with her card attached; ``changes`` are the command's."""
        command = replace(self.command(), **changes)
        return self.services.desk.file_request(command, Actor(command.request, Role.CITIZEN))

    def command(self) -> FileRequest:
        """A filing of Sari's, not sent yet."""
        self._filed += 1
        case = secrets.token_hex(16)
        person = f"person-{case}"
        key = self.services.vault.mint(person)
        content = self.services.vault.seal_bytes(key, PNG)
        card = e.Document(
            kind=DocumentKind.IDENTITY,
            sha256=self.services.files.put(content),
            media_type="image/png",
            size_bytes=len(PNG),
            person=person,
        )
        return FileRequest(
            request=f"request-{case}",
            body=BODY,
            channel=Channel.WEB,
            requester_kind=RequesterKind.INDIVIDUAL,
            requester=person,
            requester_key=base64.b64encode(key.wrapped).decode(),
            identity=SARI,
            wish=WISH,
            documents=(card,),
            received_at=self.clock(),
        )

    def exempt(self) -> Stream:
        """The exemption that refusals rest on (``exempting.ROWS``), decreed when it is first needed."""
        if not self._exemption:
            sheet = sheet_for(BODY, self.clock.today, exemption=DECREED)
            chain = (self.actor("ppid"), self.actor("superior"), self.actor("head"))
            self._exemption = decree(self.services.exemptions, sheet, *chain)
        return self._exemption

    def at(self, step: str, **changes: Any) -> Stream:
        """A fresh case, taken to ``step``: a key of ``STORIES``."""
        case = self.file(**changes).request
        for act in STORIES[step]:
            ACTS[act](self, case)
        return case

    def act(self, case: Stream, *acts: str) -> None:
        """Take a case further: keys of ``ACTS``."""
        for act in acts:
            ACTS[act](self, case)


def open_world(folder: Path, url: str = "", owner_url: str = "", *, empty: bool = False) -> World:
    """Open an installation in ``folder``; make and fill it first when it is new."""
    settings = settings_of(folder, url, owner_url)
    clock = Clock()
    new = not (folder / "master.key").exists()
    if new:
        migrate(settings, clock())
    services = open_services(settings, clock)
    if new and not empty:
        establish(services)
    return World(services, clock, app_of(services), settings)
