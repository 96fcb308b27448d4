"""An officer writes a request down for somebody: checked before, filed once, handed over with a receipt."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ppid.commands import SetCounting
from ppid.events import CountingRules, Stream
from ppid.request import events as e
from ppid.request.vocabulary import Channel, CopyForm, Delivery, DocumentKind, Obtain, RequesterKind
from tests.web.letters.reading import squeezed, words
from tests.web.office.strangers import open_stranger
from tests.web.visitor import Page, Visitor
from tests.web.world import BODY, OPERATOR, PNG, World

ENTRIES: dict[str, Any] = {
    "channel": "counter",
    "received_on-day": "2",
    "received_on-month": "6",
    "received_on-year": "2026",
    "requester_kind": "individual",
    "name": "Siti Rahmawati",
    "number": "6300 0000 0000 0001",
    "address": "Jl. Kenanga 4\nDepok",
    "occupation": "Guru",
    "phone": "0812 0000 0101",
    "email": "siti@contoh.example",
    "information": "Jumlah kendaraan dinas tahun 2025",
    "purpose": "Penelitian",
    "obtain": "copy",
    "copy_form": "hard",
    "delivery": "pick-up",
}


def fill(visitor: Visitor, **changes: Any) -> Page:
    """Open the form and send it."""
    return visitor.send(visitor.get("/meja/baru"), {**ENTRIES, **changes}, form="name")


def file(visitor: Visitor, **changes: Any) -> tuple[Page, Stream]:
    """Fill in, check, and record; the receipt page and the case."""
    checked = fill(visitor, **changes)
    assert checked.heading == "Periksa sebelum mencatat", checked.text[:600]
    done = visitor.send(checked, form="fingerprint")
    return done, f"request-{done.url.split('/')[-2]}"


def filed_event(world: World, case: Stream) -> e.Filed:
    event = world.services.log.load(case)[0].envelope.event
    assert isinstance(event, e.Filed)
    return event


def test_a_request_is_filled_in_checked_and_recorded(world: World) -> None:
    visitor = world.officer("desk")
    page = fill(visitor)
    for fact in ("17 Juni 2026", "hari ke-10", "libur nasional", "5 Juni 2026", "Di meja layanan",
                 "Siti Rahmawati", "6300000000000001", "Jumlah kendaraan dinas", "Salinan cetak",
                 "Salinan identitas"):  # fmt: skip
        assert fact in page.text, fact
    assert world.services.log.last(f"request-{page.url.split('/')[-2]}") is None
    done, case = file(visitor)
    request = world.request(case)
    assert request.number == "0001/PPID-POLDA-X/VI/2026"
    assert (request.channel, request.requester_kind) == (Channel.COUNTER, RequesterKind.INDIVIDUAL)
    assert (request.wish.obtain, request.wish.copy_form, request.wish.delivery) == (
        Obtain.COPY, CopyForm.HARD, Delivery.PICK_UP,
    )  # fmt: skip
    identity = world.services.people.identity(request.requester)
    assert identity is not None
    assert (identity.name, identity.number, identity.address) == (
        "Siti Rahmawati", "6300000000000001", "Jl. Kenanga 4\nDepok",
    )  # fmt: skip
    envelope = world.services.log.load(case)[0].envelope
    assert (envelope.actor, envelope.role) == (world.actor("desk").id, world.actor("desk").role)
    assert "0001/" in done.text
    assert "17 Juni 2026" in done.text


@pytest.mark.parametrize("channel", ["counter", "phone", "letter", "email", "whatsapp"])
def test_every_channel_of_an_officer_can_be_recorded(world: World, channel: str) -> None:
    _, case = file(world.officer("ppid"), channel=channel)
    assert world.request(case).channel == channel
    starts = {"D02"} if channel == "letter" else {"D01"}
    assert starts <= set(world.request(case).clocks)


@pytest.mark.parametrize("channel", ["web", "book", "", "x"])
def test_no_other_channel_is_taken(world: World, channel: str) -> None:
    page = fill(world.officer("desk"), channel=channel)
    assert page.status == 422
    assert page.error("channel")


def test_an_earlier_day_of_receipt_counts_from_that_day(world: World) -> None:
    visitor = world.officer("desk")
    page = fill(visitor, channel="letter", **{"received_on-day": "29", "received_on-month": "5"})
    assert "15 Juni 2026" in page.text
    done = visitor.send(page, form="fingerprint")
    request = world.request(f"request-{done.url.split('/')[-2]}")
    assert request.received_on == date(2026, 5, 29)
    assert request.number == "0001/PPID-POLDA-X/V/2026"
    assert filed_event(world, request.stream).received_at is None


@pytest.mark.parametrize(
    ("day", "month", "year", "words_"),
    [
        ("3", "6", "2026", "3 Juni 2026"),
        ("31", "2", "2026", "tidak ada dalam kalender"),
        ("1", "1", "9999", "9999"),
        ("", "", "", "Isi tanggal"),
        ("2", "", "2026", "Isi hari, bulan, dan tahun"),
        ("1", "1", "2019", "2020"),
    ],
)
def test_a_day_that_cannot_be_is_refused_at_its_field(
    world: World, day: str, month: str, year: str, words_: str
) -> None:
    dates = {"received_on-day": day, "received_on-month": month, "received_on-year": year}
    page = fill(world.officer("desk"), **dates)
    assert page.status == 422
    assert words_ in page.error("received_on")
    assert page.form("name").values["name"] == "Siti Rahmawati"


def test_everything_wrong_is_told_at_once_and_everything_typed_is_kept(world: World) -> None:
    page = fill(
        world.officer("desk"), name="", number="123", email="x", phone="y", information="", purpose=" ",
        copy_form="", proxy_phone="0812 0000 0102", delivery="pigeon",
    )  # fmt: skip
    assert page.status == 422
    for field in (
        "name",
        "number",
        "email",
        "phone",
        "information",
        "purpose",
        "copy_form",
        "delivery",
        "proxy_name",
    ):
        assert page.error(field), field
    kept = page.form("name").values
    assert (kept["number"], kept["address"], kept["occupation"]) == ("123", "Jl. Kenanga 4\nDepok", "Guru")


def test_only_name_information_and_purpose_must_be_there(world: World) -> None:
    visitor = world.officer("desk")
    page = fill(visitor, number="", address="", occupation="", phone="", email="", obtain="view",
                copy_form="", delivery="")  # fmt: skip
    assert page.heading == "Periksa sebelum mencatat"
    for lack in ("Salinan identitas", "Nomor identitas", "Alamat", "Nomor telepon atau surel"):
        assert lack in page.text
    done = visitor.send(page, form="fingerprint")
    assert "Permohonan dicatat" in done.text


def test_a_group_acts_through_its_representative(world: World) -> None:
    _, case = file(
        world.officer("desk"), requester_kind="group", name="Forum Warga", number="",
        proxy_name="Hendra Gunawan", proxy_number="6300000000000009",
    )  # fmt: skip
    request = world.request(case)
    proxy = world.services.people.identity(request.representative)
    assert request.requester_kind is RequesterKind.GROUP
    assert proxy is not None
    assert proxy.name == "Hendra Gunawan"


def test_files_are_sealed_kept_over_errors_and_named_by_kind(world: World) -> None:
    visitor = world.officer("desk")
    page = fill(visitor, name="", file_identity=(PNG, "KTP Siti.png"))
    assert page.status == 422
    assert "KTP Siti.png" in page.text
    page = visitor.send(page, {"name": "Siti"}, form="name")
    assert "KTP Siti.png" in page.text
    assert "Salinan identitas" not in page.text
    done = visitor.send(page, form="fingerprint")
    request = world.request(f"request-{done.url.split('/')[-2]}")
    (document,) = request.documents
    assert (document.kind, document.person, document.label) == (DocumentKind.IDENTITY, request.requester, "")
    stored = world.services.files.get(document.sha256)
    assert PNG not in stored
    assert world.services.vault.open_bytes(request.requester, stored) == PNG


def test_a_file_can_be_taken_off_again(world: World) -> None:
    visitor = world.officer("desk")
    page = fill(visitor, name="", file_identity=(PNG, "salah.png"))
    (sha,) = {f for f in page.html.split('"') if len(f) == 64 and f.isalnum()}
    page = visitor.send(page, {"name": "Siti", "remove": sha}, form="name")
    assert "Tidak ada berkas." in page.text


@pytest.mark.parametrize(
    ("content", "name"), [(b"MZ not a picture", "ktp.png"), (b"", "kosong.pdf"), (PNG[:20], "potong.png")]
)
def test_a_file_that_is_none_is_refused_at_its_field(world: World, content: bytes, name: str) -> None:
    page = fill(world.officer("desk"), file_identity=(content, name))
    assert page.status == 422
    assert name in page.error("file_identity")


def test_the_same_form_sent_twice_is_one_request(world: World) -> None:
    visitor = world.officer("desk")
    checked = fill(visitor)
    first = visitor.send(checked, form="fingerprint")
    again = visitor.send(checked, form="fingerprint")
    assert first.url == again.url
    world.follow()
    assert world.file().number.startswith("0002/")


def test_going_back_after_recording_leads_to_the_receipt(world: World) -> None:
    visitor = world.officer("desk")
    done, case = file(visitor)
    for address in (f"/meja/baru/{case.removeprefix('request-')}", f"{done.url.rsplit('/', 1)[0]}/periksa"):
        assert visitor.get(address).heading == "Permohonan dicatat"


def test_what_is_recorded_is_what_was_checked(world: World) -> None:
    visitor = world.officer("desk")
    checked = fill(visitor)
    visitor.send(visitor.get(checked.url.removesuffix("/periksa")), {"purpose": "Lain"}, form="purpose")
    page = visitor.send(checked, form="fingerprint")
    assert page.status == 409
    assert "Lain" in page.text
    assert world.services.log.last(f"request-{checked.url.split('/')[-2]}") is None


def test_two_forms_open_at_once_do_not_mix(world: World) -> None:
    visitor = world.officer("desk")
    one, two = visitor.get("/meja/baru"), visitor.get("/meja/baru")
    first = visitor.send(one, {**ENTRIES, "name": "Satu"}, form="name")
    second = visitor.send(two, {**ENTRIES, "name": "Dua"}, form="name")
    assert "Satu" in visitor.get(first.url).text
    assert "Dua" in visitor.get(second.url).text


def test_the_check_page_without_a_draft_leads_to_the_form(world: World) -> None:
    page = world.officer("desk").get(f"/meja/baru/{'a' * 32}/periksa")
    assert page.heading == "Catat permohonan untuk pemohon"


# The receipt ----------------------------------------------------------------------------------------------


def test_the_code_is_shown_to_who_filed_for_half_an_hour(world: World) -> None:
    visitor = world.officer("desk")
    done, case = file(visitor)
    code = world.services.vault.access_code(case)
    assert squeezed(code) in squeezed(done.text)
    pdf = f"/meja/baru/{case.removeprefix('request-')}/tanda-bukti"
    assert squeezed(code) in words(visitor.get(pdf).response.data)
    other = world.officer("ppid")
    assert squeezed(code) not in squeezed(other.get(done.url).text)
    assert squeezed(code) not in words(other.get(pdf).response.data)
    world.clock.forward(minutes=31)
    assert squeezed(code) not in squeezed(visitor.get(done.url).text)
    assert squeezed(code) not in words(visitor.get(pdf).response.data)


def test_the_form_of_annex_vi_can_be_printed(world: World) -> None:
    visitor = world.officer("desk")
    done, _ = file(visitor)
    text = words(visitor.get(done.link("Cetak formulir")).response.data)
    assert squeezed("Siti Rahmawati") in text


# Hours and hostile input ----------------------------------------------------------------------------------


def test_after_hours_counts_from_the_next_day_where_the_body_says_so(world: World) -> None:
    rules = SetCounting(body=BODY, rules=CountingRules(after_hours_next_day=True))
    world.services.directory.set_counting(rules, OPERATOR)
    world.clock.set("2026-06-02", 16, 0)
    page = fill(world.officer("desk"), channel="phone")
    assert "18 Juni 2026" in page.text


@pytest.mark.parametrize(
    "odd",
    [
        "\x00",
        "a\x00b",
        "\ud800",
        "x" * 70_000,
        "\u202eevil",
        "<script>alert(1)</script>",
        "=cmd|' /C calc'!A0",
        "🂡" * 300,
    ],
)
def test_odd_text_is_kept_or_refused_and_never_a_fault(world: World, odd: str) -> None:
    visitor = world.officer("desk")
    sent = {**ENTRIES, "information": odd.encode("utf-8", "surrogatepass") if "\ud800" in odd else odd}
    page = visitor.get("/meja/baru")
    data = {**page.form("name").values, **sent}
    answer = visitor.post(page.response.request.path, data)
    assert answer.status in {200, 422}
    assert "<script>alert(1)" not in answer.html


def test_a_forged_officer_body_or_key_is_ignored(world: World) -> None:
    visitor = world.officer("desk")
    page = visitor.get("/meja/baru")
    forged = {
        **ENTRIES,
        "body": "body-" + "9" * 32,
        "officer": "person-x",
        "idempotency_key": "x",
        "requester": "y",
    }
    checked = visitor.post(page.response.request.path, {**page.form("name").values, **forged})
    done = visitor.send(checked, form="fingerprint")
    assert world.request(f"request-{done.url.split('/')[-2]}").body == BODY


# Who may ------------------------------------------------------------------------------------------------


def test_each_role_is_let_in_or_refused(world: World) -> None:
    done, case = file(world.officer("desk"))
    hex_ = case.removeprefix("request-")
    fresh = "b" * 32
    routes = ("/meja/baru", f"/meja/baru/{fresh}", f"/meja/baru/{fresh}/periksa",
              f"/meja/baru/{hex_}/selesai", f"/meja/baru/{hex_}/tanda-bukti")  # fmt: skip
    for url in routes:
        for username in ("desk", "ppid"):
            assert world.officer(username).get(url).status == 200, (url, username)
        for username in ("unit", "superior", "auditor"):
            assert world.officer(username).get(url).status == 403, (url, username)
        for visitor in (world.visitor(), world.tracker(case)):
            page = visitor.get(url, follow=False)
            assert page.status == 303
            assert page.location.startswith("/meja/masuk")
    assert done.status == 200


def test_another_body_learns_nothing_of_a_case(world: World) -> None:
    _, case = file(world.officer("desk"))
    visitor = world.visitor()
    visitor.client.set_cookie("ppid_meja", open_stranger(world))
    hex_ = case.removeprefix("request-")
    for page in ("", "/periksa", "/selesai", "/tanda-bukti"):
        answer = visitor.get(f"/meja/baru/{hex_}{page}")
        assert answer.status == 404
        assert "Siti" not in answer.text


@pytest.mark.parametrize("case", ["x", "A" * 32, "0" * 31, "0" * 33, "%00" * 4])
def test_an_address_that_is_none_is_not_found(world: World, case: str) -> None:
    for page in ("", "/periksa", "/selesai", "/tanda-bukti"):
        assert world.officer("desk").get(f"/meja/baru/{case}{page}").status == 404


def test_a_draft_of_one_officer_is_not_shown_to_another(world: World) -> None:
    page = fill(world.officer("desk"))
    other = world.officer("ppid").get(page.url)
    assert "Siti" not in other.text


def test_a_form_without_its_token_is_refused(world: World) -> None:
    assert world.officer("desk").post(f"/meja/baru/{'c' * 32}", ENTRIES).status == 400
