"""Every form of every role against what no form expects: a clear page, nothing recorded, no fault of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import Any
from urllib.parse import quote_from_bytes, urlencode

import pytest
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import stream_encode_multipart

from ppid.catalogue.commands import ProposeItem
from ppid.directory import body_stream
from ppid.events import Actor, Role
from ppid.openings import Opened
from tests.journeys.forms import SPECIMENS
from tests.journeys.specimens import Specimen
from tests.web.exempting import decree, sheet_for
from tests.web.listing import entry
from tests.web.office.strangers import CODE, OFFICER, open_stranger
from tests.web.rooms import TRIED
from tests.web.visitor import Form, Page, Visitor
from tests.web.world import CODE as BODY_CODE
from tests.web.world import OFFICERS, PNG, World
from web.office.exempt_rows import named
from web.office.frame import ROOMS

pytestmark = [
    pytest.mark.journey,
    pytest.mark.slow,
    # A form that is refused for its size leaves its temporary file to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

#: What carries no words of anybody: the token, and the mark of what was looked at.
OURS = frozenset({"csrf_token", "tombol"})
#: Fields that may be there several times.
SEVERAL = frozenset({"missing", "formats", "articles", "exempt_rows", "roles"})
#: Marks of what was checked: one that fits is enough, whatever stands beside it.
MARKS = frozenset({"isi", "fingerprint"})
ROOMS_SEVERAL = frozenset(name for tried in TRIED.values() for name in tried.several)
ROOMS_CHOSEN = frozenset(name for tried in TRIED.values() for name in tried.chosen)
#: Fields with a list of what they may hold.
CHOSEN = frozenset({
    "requester_kind", "represented", "way", "delivery", "channel", "obtain", "copy_form", "ground", "method",
    "unit", "holds", "what", "missing", "formats", "articles", "held", "role", "outcome",
    "blackout_1_article", "blackout_1_exemption", "exempt_rows", "grounds", "cara", "roles", "delegate",
    "kind", "marks-1-article",
})  # fmt: skip
IMPOSSIBLE_DAYS = (
    ("31", "2", "2026"),
    ("1", "1", "9999"),
    ("1", "1", "0"),
    ("9" * 5000, "1", "2026"),
    ("x", "y", "z"),
)
#: The second of June 2026 in Arabic-Indic and in full-width digits.
ODD_DAYS = (
    ("\u0662", "\u0666", "\u0662\u0660\u0662\u0666"),
    ("\uff12", "\uff16", "\uff12\uff10\uff12\uff16"),
)
#: Half of a pair, as no text has it; a form holds what it is put in for.
SURROGATE = b"\xed\xa0\x80"
BROKEN = "tulisan-yang-rusak"
RIGHT_TO_LEFT = "\u202ekebalik"
MEGABYTES = 2_000_000
#: Forms that write nothing, and those that a script fills with the answer of a key: what they are sent is
#: tried beside their own answers (tests/web/public/test_sealed.py, tests/web/audit/test_sealing.py,
#: tests/web/account/test_passkeys_poisoned.py).
ALONE = frozenset({
    "receipt_check.look", "audit_seal.start", "passkey.enter_with", "passkey.mine", "passkey.set_up",
})  # fmt: skip
Body = MultiDict[str, Any]


@dataclass(frozen=True)
class Poison:
    """A form with one thing wrong. ``must_fail``: no form may take it."""

    name: str
    body: Body
    must_fail: bool = True


def form_of(specimen: Specimen, page: Page) -> Form:
    """The form of a specimen on its page."""
    if specimen.holds:
        return page.form(specimen.holds)
    posting = (form for form in page.forms if form.method == "post" and form.action != "/meja/keluar")
    named = (form for form in page.forms if form.method == "post" and form.action == specimen.action)
    return next(named if specimen.action else posting)


def sound(specimen: Specimen, form: Form) -> Body:
    """The form as somebody sends it who makes no mistake."""
    body: Body = MultiDict(form.values)
    for name, given in specimen.typed.items():
        value = given() if callable(given) else given
        body.setlist(name, list(value) if isinstance(value, list) else [value])
    if specimen.button:
        body["tombol"] = specimen.button
    return body


def changed(body: Body, **entries: Any) -> Body:
    """The form with some entries replaced."""
    other: Body = MultiDict(body)
    for name, value in entries.items():
        other.setlist(name, value if isinstance(value, list) else [value])
    return other


def poisons(specimen: Specimen, body: Body) -> Iterator[Poison]:
    """The form with one thing wrong at a time."""
    names = [n for n in body if n not in OURS and not isinstance(body[n], tuple)]
    days = {m[1] for n in names if (m := re.fullmatch(r"(.+)-(?:day|month|year)", n))}
    plain = [n for n in names if not re.fullmatch(r".+-(?:day|month|year)", n)]
    for name in plain:
        yield from _bad_text(
            name, body, is_chosen=name in CHOSEN | ROOMS_CHOSEN and name not in specimen.written
        )
    for name in days:
        for day in IMPOSSIBLE_DAYS:
            yield Poison(f"{name}={day[0][:9]}-{day[1]}-{day[2]}", _on(body, name, day))
        for day in ODD_DAYS:
            yield Poison(f"{name} in other digits", _on(body, name, day), must_fail=False)
    for name in [*plain, *(f"{day}-{part}" for day in days for part in ("day", "month", "year"))]:
        left = MultiDict((n, v) for n, v in body.items(multi=True) if n != name)
        yield Poison(f"without {name}", left, must_fail=False)
    unsigned = MultiDict((n, v) for n, v in body.items(multi=True) if n != "csrf_token")
    yield Poison("no token", unsigned)
    yield Poison("a wrong token", changed(body, csrf_token="x" * 40))
    yield Poison("two megabytes", changed(body, besar="x" * MEGABYTES))
    yield Poison("1,001 parts", changed(body, banyak=["x"] * 1001, berkas=(PNG, "satu.png")))


def _bad_text(name: str, body: Body, *, is_chosen: bool) -> Iterator[Poison]:
    was = str(body[name])
    # The grounds of one outcome are ticked, those of another are written.
    chosen = is_chosen and not (name == "articles" and " " in was)
    yield Poison(f"{name}: NUL", changed(body, **{name: f"a\0{was}"}))
    yield Poison(f"{name}: 70,000 characters", changed(body, **{name: "x" * 70_000}))
    yield Poison(f"{name}: right to left", changed(body, **{name: RIGHT_TO_LEFT}), must_fail=chosen)
    yield Poison(f"{name}: lone surrogate", changed(body, **{name: BROKEN}), must_fail=chosen)
    if chosen:
        yield Poison(f"{name}: unknown choice", changed(body, **{name: "bukan-pilihan"}))
    if name not in SEVERAL | ROOMS_SEVERAL | MARKS:
        yield Poison(f"{name}: twice", changed(body, **{name: [was or "x", f"{was}lain"]}))


def _on(body: Body, name: str, day: tuple[str, str, str]) -> Body:
    parts = dict(zip(("day", "month", "year"), day, strict=True))
    return changed(body, **{f"{name}-{part}": value for part, value in parts.items()})


def send(visitor: Visitor, url: str, poison: Poison) -> Page:
    """Send a form as it stands, with files as parts, and stay where the answer comes."""
    data: Body = MultiDict(
        (name, FileStorage(BytesIO(value[0]), filename=value[1]) if isinstance(value, tuple) else value)
        for name, value in poison.body.items(multi=True)
    )
    if any(isinstance(value, FileStorage) for value in data.values()):
        stream, _length, boundary = stream_encode_multipart(data)
        kind = f'multipart/form-data; boundary="{boundary}"'
        encoded = stream.read().replace(BROKEN.encode(), SURROGATE)
    else:
        kind = "application/x-www-form-urlencoded"
        typed = urlencode(list(data.items(multi=True))).encode()
        encoded = typed.replace(BROKEN.encode(), quote_from_bytes(SURROGATE).encode())
    return Page(visitor.client.post(url, data=encoded, content_type=kind), url)


def complaint(page: Page) -> str:
    """What is wrong with an answer to a poisoned form; empty when it is a refusal in words."""
    if not 400 <= page.status < 500:
        return f"{page.status} {page.location}"
    return "" if page.is_page and page.heading and len(page.text) > 200 else f"{page.status} without a page"


def test_every_form_is_tried(world: World) -> None:
    taking = {rule.endpoint for rule in world.app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert taking - ALONE == {specimen.endpoint for specimen in SPECIMENS}


@pytest.mark.parametrize("specimen", SPECIMENS, ids=str)
def test_a_form_with_one_thing_wrong_is_refused_in_words_and_records_nothing(
    world: World, specimen: Specimen
) -> None:
    visitor, page = specimen.open(world)
    assert page.status == 200, page.text
    form = form_of(specimen, page)
    body = sound(specimen, form)
    wrong: list[str] = []
    for number, (name, must_fail) in enumerate([(p.name, p.must_fail) for p in poisons(specimen, body)]):
        # What was taken is opened anew, with a form of its own, so each poison meets a form that would do.
        poison = next(islice(poisons(specimen, body), number, None))
        before = world.services.log.position()
        answer = send(visitor, form.action or page.url, poison)
        moved = world.services.log.position() != before
        if must_fail and (said := complaint(answer)):
            wrong.append(f"{name}: {said}")
        if must_fail and moved:
            wrong.append(f"{name}: something was recorded")
        if answer.status >= 500 or (answer.status == 200 and not answer.heading):
            wrong.append(f"{name}: {answer.status}")
        answer.response.close()
        if moved or answer.status == 303:
            visitor, page = specimen.open(world)
            form = form_of(specimen, page)
            body = sound(specimen, form)
    visitor, page = specimen.open(world)
    form = form_of(specimen, page)
    before = world.services.log.position()
    taken = send(visitor, form.action or page.url, Poison("sound", sound(specimen, form)))
    assert taken.status in {200, 303, 422 if specimen.endpoint == "track.find" else 303}, taken.text[:600]
    assert (world.services.log.position() > before) is specimen.records
    assert not wrong, "\n".join(wrong)


#: Entries that name something of the body, and what of another body is named there instead.
NAMING = {
    "exempt_rows": "row",
    "open_rows": "row",
    "blackout_1_exemption": "row",
    "part_1_row": "row",
    "piece_1_row": "row",
    "testers": "officer",
    "speaker_1_officer": "officer",
    "items": "item",
    "request_number": "request",
}
#: What else has to be typed so that the entry is looked at.
BESIDE = {
    "part_1_row": {"part_1_text": "Halaman 3"},
    "piece_1_row": {"piece_1_kind": "exempt-document", "piece_1_title": "Berkas"},
    "request_number": {"occasion": "upon-request"},
}
NAMERS = ("acts", "exemption", "objection", "dispute", "item")


def another_body(world: World) -> dict[str, str]:
    """A second body with an exemption, an item and a request of its own, as forms would name them."""
    open_stranger(world)
    services, body = world.services, body_stream(CODE)
    roles = (Role.PPID, Role.SUPERIOR, Role.HEAD)
    ppid, superior, head = (Actor(f"person-{n:032x}", role, body) for n, role in enumerate(roles, 60))
    sheet = sheet_for(body, world.clock.today)
    item = ProposeItem(item=f"item-{'7' * 32}", body=body, entry=entry(unit=""))
    return {
        "row": named(decree(services.exemptions, sheet, ppid, superior, head), 1),
        "officer": OFFICER,
        "item": services.catalogue.propose(item, ppid).stream.removeprefix("item-"),
        "request": world.file(body=body).number,
    }


def test_no_form_takes_what_belongs_to_another_body(world: World) -> None:
    theirs = another_body(world)
    tried: set[str] = set()
    wrong: list[str] = []
    for specimen in SPECIMENS:
        if specimen.endpoint.partition(".")[0] not in NAMERS:
            continue
        visitor, page = specimen.open(world)
        form = form_of(specimen, page)
        for name in sorted(form.names & set(NAMING)):
            body = changed(sound(specimen, form), **{name: theirs[NAMING[name]], **BESIDE.get(name, {})})
            before = world.services.log.position()
            answer = send(visitor, form.action or page.url, Poison("another's", body))
            tried.add(name)
            if (said := complaint(answer)) or world.services.log.position() != before:
                wrong.append(f"{specimen}, {name}: {said}")
    assert not wrong, "\n".join(wrong)
    assert tried == set(NAMING)


WITH_FILES = [s for s in SPECIMENS if any(isinstance(v, tuple) for v in s.typed.values())]


@pytest.mark.parametrize("specimen", WITH_FILES, ids=str)
def test_a_hundred_attachments_are_too_many(world: World, specimen: Specimen) -> None:
    visitor, page = specimen.open(world)
    form = form_of(specimen, page)
    name = next(n for n, v in specimen.typed.items() if isinstance(v, tuple))
    hundred = changed(sound(specimen, form), **{name: [(PNG, f"{n}.png") for n in range(100)]})
    before = world.services.log.position()
    answer = send(visitor, form.action or page.url, Poison("a hundred files", hundred))
    assert not complaint(answer)
    assert world.services.log.position() == before


LISTS = (
    ("desk", "/meja", ("langkah", "unit", "batas", "sesudah", "sebelum", "cari")),
    ("desk", "/meja/register", ("tahun", "hasil", "saluran", "sesudah", "sebelum", "cari", "dari", "sampai")),
    ("desk", "/meja/register.csv", ("tahun", "bentuk", "dari", "sampai")),
    ("desk", "/meja/register.xlsx", ("tahun", "bentuk")),
    (
        "auditor",
        "/audit/kasus",
        ("jenis", "badan", "tahun", "langkah", "hasil", "nomor", "sesudah", "sebelum"),
    ),
    ("auditor", "/audit/hitung", ("badan", "tahun", "per", "per-day", "per-month", "per-year", "bentuk")),
    ("auditor", "/audit/kasus.csv", ("jenis", "badan", "tahun", "langkah", "hasil", "nomor")),
    ("auditor", "/audit/kasus.json", ("jenis", "badan", "tahun", "langkah", "hasil", "nomor")),
    ("auditor", "/audit/permohonan/{case}", ("per", "fakta", "per-day", "per-year")),
    ("auditor", "/audit/permohonan/{case}.json", ("per", "fakta")),
    ("auditor", "/audit", ("nomor", "jenis")),
    ("auditor", "/audit/permohonan/{case}/dulu-dan-sekarang", ("per", "fakta", "hanya")),
    ("auditor", "/audit/permohonan/{case}/batas-waktu/D06", ("per", "fakta")),
    ("auditor", "/audit/register/terlambat-dicatat", ("lebih", "satuan", "impor", "sesudah", "sebelum")),
    ("auditor", "/audit/register/serentak", ("jumlah", "dalam", "oleh", "badan", "dari", "sampai")),
    ("auditor", "/audit/register/perubahan-kalender", ("kalender",)),
    ("auditor", "/audit/contoh", ("benih", "jumlah", "jenis", "badan", "dari", "sampai")),
    ("auditor", "/audit/perbandingan", ("tahun", "urut", "arah")),
    ("ppid", "/meja/register/keberatan", ("tahun", "bentuk", "sesudah", "sebelum")),
    ("ppid", "/meja/keberatan/baru", ("permohonan", "nomor")),
    ("ppid", "/meja/sengketa/baru", ("keberatan", "nomor")),
    ("ppid", "/meja/pengecualian/baru", ("jenis", "permohonan", "sengketa")),
    ("ppid", "/meja/daftar-informasi/baru/keputusan", ("informasi",)),
    ("", "/daftar-informasi", ("cari", "golongan", "sesudah", "sebelum")),
    ("", "/daftar-informasi/{code}", ("cari", "golongan", "sesudah", "sebelum")),
    ("", "/informasi-dikecualikan", ("cari", "keadaan", "sesudah", "sebelum")),
    ("", "/informasi-dikecualikan/{code}/unduh.csv", ("keadaan",)),
    ("citizen", "/lacak/keberatan/ajukan", ("permohonan", "sesudah")),
    ("", "/ajukan", ("teks", "informasi")),
    ("", "/keberatan-berkala", ("badan", "cari")),
    ("", "/ajukan/badan-publik", ("cari",)),
    ("", "/meja/masuk", ("kembali",)),
    ("", "/lacak", ("bahasa", "lang")),
)
#: Lists that show names: that they were opened is recorded, and nothing else (UU 27/2022 art. 32).
OPENING = frozenset({"/meja/register.csv"})
QUERIES = (
    "%00", "%ED%A0%80", "%E2%80%AE", "%FF", "x" * 5000, "9999", "0", "-1", "2026-02-31", "9999-12-31",
    "0000-01-01", "%D9%A2%D9%A0%D9%A2%D9%A6", "9" * 4000, "1e9", "a&a=b", "%25s", "{{7*7}}", "'%20OR%201=1--",
)  # fmt: skip


@pytest.mark.parametrize("kind", TRIED)
def test_no_list_of_a_room_is_a_fault(world: World, kind: str) -> None:
    tried = TRIED[kind]
    tried.at(world, tried.shown)
    world.follow()
    visitor = world.officer("ppid")
    address = f"/meja/{world.app.extensions[ROOMS][kind].place}"
    for name in ("daftar", "sesudah", "sebelum"):
        for value in QUERIES:
            answer = Page(visitor.client.get(f"{address}?{name}={value}", buffered=True), address)
            assert answer.status < 500, (name, value[:30])


@pytest.mark.parametrize(("who", "address", "names"), LISTS, ids=lambda v: v if isinstance(v, str) else "")
def test_no_address_is_a_fault(world: World, who: str, address: str, names: tuple[str, ...]) -> None:
    case = world.at("delivered")
    world.follow()
    citizen = world.tracker(case) if who == "citizen" else world.visitor()
    visitor = world.officer(who) if who in OFFICERS else citizen
    url = address.format(case=case.removeprefix("request-"), code=BODY_CODE)
    known = {name for form in visitor.get(url).forms if form.method == "get" for name in form.names}
    before = world.services.log.position()
    wrong = []
    for name in sorted(known | set(names)):
        for value in QUERIES:
            answer = Page(visitor.client.get(f"{url}?{name}={value}", buffered=True), url)
            if answer.status >= 500 or (answer.is_page and not answer.heading and answer.status != 303):
                wrong.append(f"{name}={value[:30]}: {answer.status}")
    assert not wrong, "\n".join(wrong)
    recorded = {type(each.envelope.event) for each in world.services.log.read(before, 10_000)}
    assert recorded == ({Opened} if url in OPENING else set())
