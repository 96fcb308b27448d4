"""An auditor finds, lists, replays and follows a case of every kind, as far as a request."""

from __future__ import annotations

import csv
import html
import io
import json
from dataclasses import dataclass
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ppid.catalogue.state import ITEM, list_stream
from ppid.dispute.state import DISPUTE
from ppid.events import Stream
from ppid.exemption.reference import ExemptionRef
from ppid.exemption.state import EXEMPTION
from ppid.objection.state import OBJECTION
from ppid.subject import Subject
from projections.agenda import AGENDA
from projections.cases import CASES
from projections.reader import Reader
from projections.replay import case_as_of, counts_as_of, find_all, find_in_log, moment_of
from tests.web.disputing import RULING, served
from tests.web.listing import listed
from tests.web.office import tries_breach, tries_privacy
from tests.web.office.strangers import open_stranger
from tests.web.office.test_desk import questions
from tests.web.visitor import Page, Visitor
from tests.web.world import BODY, CODE, SARI, World
from web.audit.kinds import KINDS, hex_of, kind_of
from web.cli.law import replay

SECRETS = (SARI.name, SARI.number, SARI.address, SARI.phone, SARI.email)


@dataclass(frozen=True)
class Chain:
    """A refusal of 2 June, its objection that nobody answered, the dispute, the exemption, what it opened."""

    request: Stream
    objection: Stream
    dispute: Stream
    exemption: Stream
    item: Stream
    public_list: Stream

    def __iter__(self) -> Any:
        """Every case, a request first."""
        return iter((self.request, self.objection, self.dispute, self.exemption, self.item, self.public_list))


def _of(world: World, subject: Subject[Any]) -> list[Stream]:
    where = {"kind": subject.kind}
    return [row.stream for row in Reader(world.services.views, AGENDA).page(where=where)]


@pytest.fixture
def chain(world: World) -> Chain:
    exemption = world.exempt()
    dispute = served(world, ExemptionRef(exemption, rows=(1,)))
    world.clock.set("2026-09-04")
    world.services.timekeeper.note_ends(lambda _: [dispute])
    world.follow()
    [item] = _of(world, ITEM)
    listed(world)
    [objection] = _of(world, OBJECTION)
    assert _of(world, DISPUTE) == [dispute]
    assert _of(world, EXEMPTION) == [exemption]
    behind = world.services.objections.see(objection, world.actor("ppid"))
    return Chain(behind.request, objection, dispute, exemption, item, list_stream(BODY))


@pytest.fixture
def auditor(world: World, chain: Chain) -> Visitor:
    return world.officer("auditor")


def address(case: Stream, query: str = "") -> str:
    return f"/audit/{kind_of(case).place.value}/{hex_of(case)}{query}"


# One case -------------------------------------------------------------------------------------------------


def test_a_case_of_every_kind_stands_with_its_step_its_facts_and_their_stored_form(
    world: World, auditor: Visitor, chain: Chain
) -> None:
    for stream in chain:
        page = auditor.get(address(stream))
        assert page.status == 200, stream
        state = case_as_of(world.services.log, stream, world.clock()).state
        assert state is not None
        assert kind_of(stream).step(state.step) in page.text  # type: ignore[attr-defined]
        shown = page.html.split('<pre class="ppid-raw" tabindex="0"><code>')[1:]
        found = [json.loads(html.unescape(part.split("</code>")[0])) for part in shown]
        assert found == [json.loads(raw.state) for raw in world.services.log.raw(stream)]
        for secret in SECRETS:
            assert secret not in page.html, (stream, secret)


def test_a_dispute_of_a_day_before_its_ruling_knows_nothing_of_it(auditor: Visitor, chain: Chain) -> None:
    page = auditor.get(address(chain.dispute, "?per=2026-08-09"))
    before, _, _ = page.text.partition("Yang berbeda sekarang")
    assert "Ajudikasi" not in before  # its opening was recorded the day after
    assert "Dipanggil sidang" in before
    assert RULING not in before
    assert RULING in page.text
    now = auditor.get(address(chain.dispute)).text
    assert "Pelaksanaan putusan" in now
    assert "Berkekuatan hukum tetap" in now
    assert "0 dari 1" in now


def test_an_objection_tells_its_clock_day_by_day_and_that_it_ran_out_unanswered(
    auditor: Visitor, chain: Chain
) -> None:
    text = auditor.get(address(chain.objection, "?per=2026-07-15")).text
    assert "Tanggapan atas keberatan berjalan paling lambat Rabu, 15 Juli 2026" in text
    assert "Dihitung 30 hari kerja sesudah Selasa, 2 Juni 2026" in text
    assert "lewat paling lambat Rabu, 15 Juli 2026" in auditor.get(address(chain.objection)).text


def test_an_exemption_says_which_rows_hold_on_the_day(auditor: Visitor, chain: Chain) -> None:
    held = "Baris yang berlaku pada hari itu"
    assert f"{held} 1, 2, 3" in auditor.get(address(chain.exemption, "?per=2026-06-02")).text
    assert f"{held} 2, 3" in auditor.get(address(chain.exemption)).text
    before = auditor.get(address(chain.exemption, "?per=2026-06-01"))
    assert "Belum diketahui pada saat itu" in before.text


@pytest.mark.parametrize("name", ["objection", "dispute", "exemption", "item", "public_list"])
def test_one_can_go_through_a_case_fact_by_fact(auditor: Visitor, chain: Chain, name: str) -> None:
    stream = getattr(chain, name)
    page, seen = auditor.get(address(stream, "?fakta=1")), 1
    while page.has_link("Maju satu fakta"):
        page = auditor.get(page.link("Maju satu fakta"))
        assert page.status == 200
        seen += 1
    assert "Tidak ada yang dicatat sesudahnya" in page.text
    assert f'id="fakta-{seen}"' in page.html


def test_cases_that_belong_together_lead_to_each_other_on_the_same_day(
    auditor: Visitor, chain: Chain
) -> None:
    def leads(case: Stream, query: str = "") -> set[str]:
        page = auditor.get(address(case, query))
        _, _, part = page.html.partition("Kasus yang berkaitan")
        found = part.partition("</ul>")[0]
        return {name for name in chain.__annotations__ if hex_of(getattr(chain, name)) in found}

    together = {"request", "objection", "dispute", "exemption", "item"}
    for name in together:
        assert leads(getattr(chain, name)) == together - {name}, name
    assert leads(chain.request, "?per=2026-06-02") == {"objection", "exemption"}
    page = auditor.get(address(chain.request, "?per=2026-06-02"))
    assert page.link("0001/KEB").endswith("?per=2026-06-02")


@pytest.mark.parametrize("name", ["objection", "dispute", "exemption", "item", "public_list"])
def test_a_case_of_any_kind_goes_along_as_json_and_csv(auditor: Visitor, chain: Chain, name: str) -> None:
    stream: Stream = getattr(chain, name)
    told = json.loads(auditor.get(f"{address(stream)}.json").response.data)
    assert told["case"][kind_of(stream).subject.kind] == stream
    assert told["case"]["clocks"] == sorted(told["case"]["clocks"], key=lambda clock: clock["clock"])
    rows = list(
        csv.reader(
            io.StringIO(auditor.get(f"{address(stream)}.csv").response.data.decode("utf-8-sig")),
            delimiter=";",
        )
    )
    assert len(rows) == len(told["facts"]) + 1
    for secret in SECRETS:
        assert secret not in json.dumps(told)


def test_a_case_is_found_only_at_the_place_of_its_kind(auditor: Visitor, chain: Chain) -> None:
    for stream in chain:
        wrong = next(kind.place.value for kind in KINDS if kind is not kind_of(stream))
        assert auditor.get(f"/audit/{wrong}/{hex_of(stream)}").status == 404
        assert auditor.get(f"/audit/{kind_of(stream).place.value}/{'0' * 32}").status == 404


@pytest.mark.parametrize("language", ["en"])
def test_every_kind_reads_in_english_too(world: World, chain: Chain, language: str) -> None:
    visitor = world.officer("auditor", language)
    for stream in chain:
        text = visitor.get(address(stream, "?per=2026-09-03")).text.partition("{")[0]
        for word in ("Langkah", "Keadaan", "Batas waktu", "Keputusan", "Alasan", "berjalan", "dipenuhi"):
            assert word not in text, (stream, word)


# The list -------------------------------------------------------------------------------------------------


def shown(page: Page) -> list[str]:
    """The cases of a list, by their addresses."""
    return [href for _, href in page.links if href.count("/") == 3 and href.startswith("/audit/")]


def test_the_list_of_a_kind_and_of_all_kinds(auditor: Visitor, chain: Chain) -> None:
    for stream in chain:
        kind = kind_of(stream)
        addresses = shown(auditor.get(f"/audit/kasus?jenis={kind.place.value}"))
        assert address(stream) in addresses
        assert all(found.startswith(f"/audit/{kind.place.value}/") for found in addresses)
    together = shown(auditor.get("/audit/kasus?jenis=semua"))
    assert {address(stream) for stream in chain} <= set(together)
    rows = json.loads(auditor.get("/audit/kasus.json?jenis=semua").response.data)
    assert {row["kasus"] for row in rows} >= set(chain)
    assert [row["mulai"] for row in rows] == sorted(row["mulai"] for row in rows)
    for secret in SECRETS:
        assert secret not in json.dumps(rows)


def test_any_case_is_found_by_number_and_by_stream(world: World, auditor: Visitor, chain: Chain) -> None:
    for stream in chain:
        state = case_as_of(world.services.log, stream, world.clock()).state
        assert state is not None
        assert address(stream) in shown(auditor.get(f"/audit/kasus?nomor={state.number}"))
        assert address(stream) in shown(auditor.get(f"/audit/kasus?nomor={state.number.lower()}"))
        assert shown(auditor.get(f"/audit/kasus?nomor={stream}")) == [address(stream)]
    first = shown(auditor.get("/audit/kasus?nomor=1"))
    assert {address(chain.request), address(chain.objection)} <= set(first)
    assert address(chain.objection) not in shown(auditor.get("/audit/kasus?nomor=2"))


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("jenis=x", 422),
        ("jenis=keberatan&langkah=complete", 422),
        ("jenis=keberatan&langkah=disputed", 200),
        ("jenis=semua&langkah=disputed", 422),
        ("jenis=keberatan&hasil=granted", 422),
        ("jenis=sengketa&tahun=9999", 200),
        ("jenis=sengketa&tahun=1900&nomor=999999999", 200),
        ("jenis=semua&sesudah=x", 400),
        ("jenis=semua&sesudah=WzEsMl0", 400),
    ],
)
def test_a_list_that_cannot_be_asked_for_is_refused(auditor: Visitor, query: str, status: int) -> None:
    assert auditor.get(f"/audit/kasus?{query}").status == status


def test_years_narrow_every_kind(auditor: Visitor, chain: Chain) -> None:
    assert len(shown(auditor.get("/audit/kasus?jenis=semua&tahun=2026"))) >= 6
    assert shown(auditor.get("/audit/kasus?jenis=semua&tahun=2025")) == []


def test_pages_of_all_kinds_follow_one_another_both_ways(world: World) -> None:
    world.exempt()
    for n in range(60):
        world.file(documents=())
        listed(world, title=f"Laporan {n}")
        world.clock.forward(days=n % 3)
    world.follow()
    auditor = world.officer("auditor")
    with questions() as asked:
        page = auditor.get("/audit/kasus?jenis=semua")
    assert len(asked) <= 5, asked
    pages = [shown(page)]
    while page.has_link("Lebih lama"):
        page = auditor.get(page.link("Lebih lama"))
        pages.append(shown(page))
    everything = [
        address(row["kasus"])
        for row in json.loads(auditor.get("/audit/kasus.json?jenis=semua").response.data)
    ]
    assert [len(found) for found in pages] == [50, 50, 22]
    assert [found for part in pages for found in part] == everything[::-1]
    for earlier in reversed(pages[:-1]):
        page = auditor.get(page.link("Lebih baru"))
        assert shown(page) == earlier
    assert not page.has_link("Lebih baru")
    with questions() as asked:
        auditor.get("/audit/kasus")
    assert len(asked) <= 5, asked


# Counts ---------------------------------------------------------------------------------------------------


def test_counts_of_a_day_are_those_of_every_kind(world: World, auditor: Visitor, chain: Chain) -> None:
    now = json.loads(auditor.get("/audit/hitung?bentuk=json").response.data)
    assert now["objections"]["grounds"] == {"a": 1}
    assert (now["objections"]["all"], now["objections"]["late"], now["objections"]["filed_late"]) == (1, 1, 0)
    assert now["disputes"] == {
        "all": 1, "open": 1, "overdue": 0, "at_court": 0,
        "steps": {"complying": 1}, "outcomes": {"open-part": 1},
    }  # fmt: skip
    assert (now["exemptions"]["in_force"], now["exemptions"]["rows"]) == (1, 2)
    assert (now["items"]["all"], now["items"]["classes"]) == (2, {"any-time": 2})
    then = counts_as_of(world.services.log, BODY, moment_of(world.clock.today.replace(month=6, day=30)))
    assert (then["objections"]["steps"], then["objections"]["late"]) == ({"registered": 1}, 0)
    assert (then["disputes"]["all"], then["items"]["all"], then["exemptions"]["rows"]) == (0, 0, 3)
    other = counts_as_of(world.services.log, BODY, world.clock(), year=2025)
    assert (other["requests"], other["objections"]["all"], other["disputes"]["all"]) == (0, 0, 0)
    assert (other["exemptions"]["in_force"], other["items"]["all"]) == (1, 2)
    page = auditor.get("/audit/hitung?per=2026-06-30&tahun=2026")
    assert "Menurut alasan" in page.text
    assert "Sengketa" not in page.text.partition("Keadaan pada akhir")[2]
    assert auditor.get("/audit/hitung?tahun=x").status == 422


def test_the_counts_tell_of_requests_on_personal_data_and_of_breaches(world: World) -> None:
    tries_privacy.proved(world)
    tries_breach.assessed(world)
    auditor = world.officer("auditor")
    now = json.loads(auditor.get("/audit/hitung?bentuk=json").response.data)
    assert (now["privacy"]["steps"], now["privacy"]["late"]) == ({"verified": 1}, 0)
    assert (now["breaches"]["steps"], now["breaches"]["people"]) == ({"assessed": 1}, 2)
    text = auditor.get("/audit/hitung").text.lower()
    for said in (
        "menunggu jawaban",
        "melihat data",
        "menunggu pemberitahuan",
        "orang yang datanya terungkap",
    ):
        assert said in text, said
    english = world.officer("auditor", "en").get("/audit/hitung")
    assert "People whose data were concerned" in english.text
    told = ran(world, "--as-of", world.clock.today.isoformat())
    assert "  privacy\n    all                        1" in told.output
    assert "  breaches\n    all                        1" in told.output


# Who may --------------------------------------------------------------------------------------------------


def test_an_auditor_of_another_body_sees_no_case_of_any_kind(world: World, chain: Chain) -> None:
    from ppid.directory import body_stream
    from tests.web.audit.test_audit import bound_auditor
    from tests.web.office.strangers import CODE as OTHER

    open_stranger(world)
    other = bound_auditor(world, body_stream(OTHER))
    for stream in chain:
        assert other.get(address(stream)).status == 404
        assert other.get(f"{address(stream)}.json").status == 404
    assert shown(other.get("/audit/kasus?jenis=semua")) == []
    assert json.loads(other.get(f"/audit/kasus.json?jenis=semua&badan={CODE}").response.data) == []
    assert other.get(f"{address(chain.dispute)}/berkas-sidang.pdf").status == 404


def test_the_hearing_file_goes_along_without_the_applicant(auditor: Visitor, chain: Chain) -> None:
    page = auditor.get(address(chain.dispute))
    for words, begin in (("PDF", b"%PDF"), ("ZIP", b"PK")):
        answer = auditor.get(page.link(words)).response
        assert answer.data.startswith(begin)
        assert "attachment" in answer.headers["Content-Disposition"]
    assert auditor.get(f"/audit/sengketa/{hex_of(chain.request)}/berkas-sidang.pdf").status == 404


# In a shell -----------------------------------------------------------------------------------------------


def ran(world: World, *arguments: str) -> Result:
    """The command on the store of the world, as it prints and exits."""
    settings = world.settings
    environment = {
        "PPID_DATABASE_URL": settings.database_url,
        "PPID_MASTER_KEY_FILE": str(settings.master_key_file),
        "PPID_FILES": str(settings.files),
    }
    return CliRunner().invoke(replay, arguments, env=environment)


def test_any_case_is_found_in_the_log_alone(world: World, chain: Chain) -> None:
    readers = Reader(world.services.views, CASES), Reader(world.services.views, AGENDA)
    for stream in chain:
        state = case_as_of(world.services.log, stream, world.clock()).state
        assert state is not None
        assert find_in_log(world.services.log, state.number) == find_all(state.number, *readers) == [stream]
    assert find_in_log(world.services.log, "0009/NOWHERE") == find_all("", *readers) == []


def test_ppid_replay_shows_a_case_of_any_kind(world: World, chain: Chain) -> None:
    for stream in chain:
        state = case_as_of(world.services.log, stream, world.clock()).state
        assert state is not None
        done = ran(world, state.number, "--json", "--as-of", "2026-09-04")
        assert done.exit_code == 0, done.output
        told = json.loads(done.stdout)
        assert told[kind_of(stream).subject.kind] == stream
        assert told["step"] == state.step  # type: ignore[attr-defined]
        assert len(told["events"]) == state.version
        assert ran(world, stream, "--as-of", "2026-05-31").exit_code == 1
    text = ran(world, chain.dispute, "--as-of", "2026-08-12").stdout
    assert "(dispute) as of 2026-08-12: ruled" in text
    assert "D22  due 2026-09-03" in text
    assert ran(world, "0009/NOWHERE").exit_code == 1
    counts = json.loads(ran(world, "--body", CODE, "--json", "--as-of", "2026-09-04").stdout)
    assert counts["exemptions"]["rows"] == 2
    assert "exemptions" in ran(world, "--as-of", "2026-09-04").stdout
