"""The hearing file: every paper of a case once, the pages it says, the digests it says, and no secret."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator

import pikepdf
import pypdf
import pytest
import segno
from msgspec.structs import replace

from ppid import commands as commands_of_request
from ppid import scanning
from ppid.dispute import commands as c
from ppid.dispute import events as e
from ppid.dispute.case import Dispute
from ppid.dispute.vocabulary import EvidenceKind
from ppid.events import Actor, Role, Stream
from ppid.exemption.reference import ExemptionRef
from ppid.objection import commands as o
from ppid.objection.events import Explanation
from ppid.objection.vocabulary import Ground, Verdict
from ppid.request.events import Document
from ppid.request.vocabulary import DocumentKind
from tests.web import disputing as d
from tests.web.exempting import ROWS
from tests.web.letters.reading import in_order, squeezed, words
from tests.web.world import SARI, World
from web.papers import NoSuchLetterError, binding, disputes

SECRET = "Rencana operasi yang dirahasiakan"
PLAIN = "Tanda bukti pengiriman"


@pytest.fixture(autouse=True)
def _in_the_application(world: World) -> Iterator[None]:
    with world.app.test_request_context():
        yield


def picture() -> bytes:
    out = io.BytesIO()
    segno.make("surat kuasa", micro=False).save(out, kind="png", scale=4)
    return out.getvalue()


def blank_pdf(pages: int = 2) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page(page_size=(595, 842))
        made.save(out)
    return out.getvalue()


def stored(world: World, person: Stream, content: bytes, media_type: str = "application/pdf") -> Document:
    """A file of a person's, as it is kept: sealed with their key."""
    key = world.services.vault.key_of(person)
    name = world.services.files.put(world.services.vault.seal_bytes(key, content))
    return Document(DocumentKind.OTHER, name, media_type, len(content), person)


def whole(world: World) -> Stream:
    """A dispute with everything in it: refusal, answer, powers, evidence that is open and that is sealed."""
    objection = d.objected(world)
    desk = world.services.objections
    state = desk.see(objection, world.actor("superior"))
    desk.answer(
        o.AnswerObjection(
            case=objection,
            verdict=Verdict.UPHELD,
            letter_number="B/40/VI/2026",
            signed_on=world.clock.today,
            sent_on=world.clock.today,
            position="Wakapolda Contoh",
            explanations=(Explanation(Ground.EXEMPT, "Nama saksi dilindungi."),),
            reasons="Penyidikan masih berjalan.",
            exemptions=(ExemptionRef(world.exempt(), rows=(1,)),),
        ),
        world.actor("superior"),
    )
    world.clock.set(d.RECEIVED)
    case = world.services.disputes.notify(d.notify(objection), world.actor("desk")).stream
    own = state.objector
    world.services.disputes.represent(
        c.AppointRepresentatives(
            case=case,
            representatives=(e.Representative("Kepala Bidang Hukum"),),
            letter_number="SK/9",
            signed_on=d.RECEIVED,
            documents=(stored(world, own, picture(), "image/png"),),
        ),
        world.actor("ppid"),
    )
    evidence = (
        e.Evidence(EvidenceKind.DOCUMENT, PLAIN, document=stored(world, own, blank_pdf(3))),
        e.Evidence(EvidenceKind.DOCUMENT, "Buku register"),
        e.Evidence(
            EvidenceKind.EXEMPT_DOCUMENT,
            SECRET,
            sealed=True,
            exemption=world.exempt(),
            rows=(1,),
            document=stored(world, own, blank_pdf(1) + b"%rahasia"),
        ),
    )
    world.services.disputes.send_evidence(
        c.SendEvidence(case=case, sent_on=d.RECEIVED, letter_number="B/91", evidence=evidence),
        world.actor("ppid"),
    )
    return case


def dispute(world: World, case: Stream) -> Dispute:
    return world.services.disputes.see(case, world.actor("ppid"))


def texts(pdf: bytes) -> list[str]:
    return [squeezed(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def listed(pdf: bytes) -> list[tuple[str, int]]:
    """What the bookmarks say: a title and the page it begins on, counted from 1."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    found = []
    for mark in reader.outline:
        assert not isinstance(mark, list)
        number = reader.get_destination_page_number(mark)
        assert number is not None
        found.append((str(mark.title), number + 1))
    return found


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_file_holds_everything_of_the_case_in_order(world: World) -> None:
    text = words(disputes.hearing_pdf(dispute(world, whole(world)), world.actor("ppid")))
    facts = [
        "BERKAS SIDANG", d.REGISTER, "Daftar isi", "Perjalanan perkara", "Permohonan informasi",
        "Tanda bukti permohonan", "Formulir permohonan (Lampiran VI)", "Pemberitahuan tertulis",
        "Surat keputusan penolakan", "Pengujian konsekuensi", "Lembar pengujian konsekuensi (Lampiran II)",
        "Keputusan klasifikasi", "Keberatan", "Formulir keberatan", "Tanggapan atas keberatan", "Sengketa",
        PLAIN, SECRET, "Buku register", "Diserahkan langsung",
        "PERJALANAN PERKARA", "FORMULIR PERMOHONAN INFORMASI PUBLIK", "LEMBAR PENGUJIAN KONSEKUENSI",
        "FORMULIR KEBERATAN", "TANGGAPAN ATAS KEBERATAN",
    ]  # fmt: skip
    assert in_order(text, facts) == []


def test_every_page_number_of_the_contents_is_right(world: World) -> None:
    pdf = disputes.hearing_pdf(dispute(world, whole(world)), world.actor("ppid"))
    pages = texts(pdf)
    marks = listed(pdf)
    assert marks[0] == ("Daftar isi", 1)
    begins = {
        "Perjalanan perkara": "PERJALANANPERKARA",
        "Tanda bukti permohonan": "TANDABUKTIPERMOHONAN",
        "Formulir permohonan (Lampiran VI)": "FORMULIRPERMOHONAN",
        "Pemberitahuan tertulis (Lampiran VII)": "PEMBERITAHUANTERTULIS",
        "Surat keputusan penolakan (Lampiran IX)": "SURATKEPUTUSANPPID",
        "Lembar pengujian konsekuensi (Lampiran II)": "LEMBARPENGUJIANKONSEKUENSI",
        "Keputusan klasifikasi (Lampiran III)": "KEPUTUSANPPID",
        "Formulir keberatan (Lampiran X)": "FORMULIRKEBERATAN",
        "Tanda terima keberatan": "TANDATERIMAKEBERATAN",
        "Tanggapan atas keberatan": "TANGGAPANATASKEBERATAN",
    }
    front = "".join(pages[: marks[1][1] - 1])
    for title, heading in begins.items():
        page = next(page for said, page in marks if said.split(". ", 1)[-1] == title)
        assert heading in pages[page - 1]
        assert not any(heading in text for text in pages[marks[1][1] - 1 : page - 1]) or title.startswith(
            "Kep"
        )
        stands = re.search(re.escape(squeezed(title)) + r"\d{1,2}[A-Z][a-z]+\d{4}(\d+)", front)
        assert stands, title
        assert int(stands[1][: len(str(page))]) == page
    for number, text in enumerate(pages, start=1):
        assert squeezed(f"halaman {number} dari {len(pages)}") in text


def test_a_picture_is_printed_on_a_page_of_its_own(world: World) -> None:
    pdf = disputes.hearing_pdf(dispute(world, whole(world)), world.actor("ppid"))
    page = next(page for title, page in listed(pdf) if title.endswith("Lampiran"))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        drawn = [x.Subtype for x in document.pages[page - 1].Resources.XObject.values()]
    assert pikepdf.Name.Image in drawn


def test_a_contents_page_that_grows_still_counts_itself(world: World) -> None:
    """Two hundred pieces need several pages of contents, which move every number they hold."""
    asked: list[list[int]] = []

    def contents(starts: list[int]) -> bytes:
        asked.append(list(starts))
        return blank_pdf(7)

    pieces = [binding.Bound(f"Piece {n}", blank_pdf(1)) for n in range(200)]
    pdf = binding.bind("Berkas", pieces, contents, language="id", bookmark="Isi")  # type: ignore[arg-type]
    assert asked[-1][0] == 8
    assert asked[-1][-1] == 207
    assert len(texts(pdf)) == 207
    assert listed(pdf)[1] == ("Piece 0", 8)


def test_the_zip_gives_every_piece_by_itself_with_its_digest(world: World) -> None:
    files = unpacked(disputes.hearing_zip(dispute(world, whole(world)), world.actor("ppid")))
    manifest = json.loads(files.pop("manifest.json"))
    assert [each["file"] for each in manifest["files"]] == list(files)
    for each in manifest["files"]:
        content = files[each["file"]]
        assert (each["sha256"], each["bytes"]) == (hashlib.sha256(content).hexdigest(), len(content))
    assert manifest["case"] == d.REGISTER
    assert [each["why"] for each in manifest["left_out"]] == [
        "Diserahkan langsung; tidak tersimpan dalam sistem."
    ]
    names = "\n".join(files)
    for name in ("formulir-permohonan-lampiran-vi", "lembar-pengujian", "formulir-keberatan", "tanggapan"):
        assert name in names
    assert all(re.fullmatch(r"\d{3}-[a-z0-9-]+\.(pdf|png|jpg|json|bin)", name) for name in files)
    assert picture() in files.values()
    assert SARI.name.split()[0].lower() not in names


def test_the_facts_of_the_case_are_in_the_zip_as_json(world: World) -> None:
    case = whole(world)
    files = unpacked(disputes.hearing_zip(dispute(world, case), world.actor("ppid")))
    facts = json.loads(next(content for name, content in files.items() if name.endswith("-peristiwa.json")))
    assert [fact["position"] for fact in facts] == sorted(fact["position"] for fact in facts)
    names = {fact["name"] for fact in facts}
    assert {"request.filed", "objection.filed", "exemption.decreed", "dispute.notified"} <= names
    assert SARI.number not in json.dumps(facts)
    assert {fact["stream"] for fact in facts if fact["name"] == "dispute.notified"} == {case}


def test_what_is_sealed_is_only_for_those_who_decide_on_exemptions(world: World) -> None:
    found = dispute(world, whole(world))
    open_to, closed_to = world.actor("superior"), world.actor("desk")
    unsealed = unpacked(disputes.hearing_zip(found, open_to))
    sealed = unpacked(disputes.hearing_zip(found, closed_to))
    assert any(b"%rahasia" in content for content in unsealed.values())
    assert not any(b"%rahasia" in content for content in sealed.values())
    left_out = json.loads(sealed["manifest.json"])["left_out"]
    assert [each["why"].partition(":")[0] for each in left_out].count("Tersegel") == 2
    assert not any("lembar-pengujian" in name for name in sealed)
    facts = next(content for name, content in sealed.items() if name.endswith("peristiwa.json"))
    assert b"exemption.tested" not in facts
    pdf = disputes.hearing_pdf(found, closed_to)
    assert squeezed("Tersegel: disampaikan kepada majelis") in words(pdf)
    assert squeezed("LEMBAR PENGUJIAN KONSEKUENSI\nNomor") not in words(pdf)
    assert squeezed(ROWS[0].consequence_closed) not in words(pdf)


def test_an_auditor_gets_every_title_and_no_paper_that_may_name_the_applicant(world: World) -> None:
    found, auditor = dispute(world, whole(world)), world.actor("auditor")
    files, full = (unpacked(disputes.hearing_zip(found, each)) for each in (auditor, world.actor("ppid")))
    left_out, others = (json.loads(each["manifest.json"])["left_out"] for each in (files, full))
    assert len(left_out) + len(files) == len(others) + len(full)
    why = {each["part"]: each["why"].partition(":")[0] for each in left_out}
    assert why["request"] == why["objection"] == "Dapat memuat identitas pemohon"
    shown = ("manifest.json", "peristiwa.json", "perjalanan-perkara.pdf")
    assert all(name.endswith(shown) or "keputusan" in name for name in files), sorted(files)
    text = words(disputes.hearing_pdf(found, auditor))
    assert squeezed("Dapat memuat identitas pemohon") in text
    for secret in (SARI.name, SARI.number, SARI.address, SARI.phone, SARI.email):
        assert squeezed(secret) not in text
        assert not any(secret.encode() in content for content in files.values())
    elsewhere = replace(auditor, body="body-" + "9" * 32)
    with pytest.raises(NoSuchLetterError):
        disputes.hearing_pdf(found, elsewhere)


@pytest.mark.parametrize("role", [Role.CITIZEN, Role.UNIT_OFFICER, Role.BODY_ADMIN, Role.OPERATOR])
def test_nobody_else_gets_a_hearing_file(world: World, role: Role) -> None:
    found = dispute(world, d.disputed(world))
    for actor in (Actor("somebody", role, found.body), replace(world.actor("ppid"), body="body-" + "9" * 32)):
        with pytest.raises(NoSuchLetterError):
            disputes.hearing_pdf(found, actor)
        with pytest.raises(NoSuchLetterError):
            disputes.hearing_zip(found, actor)


def test_a_stored_file_that_is_no_readable_pdf_gets_a_page_that_says_so(world: World) -> None:
    case = d.disputed(world)
    own = world.request(dispute(world, case).request).requester
    broken = stored(world, own, b"%PDF-1.7 \x00 broken %%EOF")
    damaged = stored(world, own, b"\x89PNG\r\n\x1a\nbroken", "image/png")
    gone = replace(d.PROOF, person=own)
    world.services.disputes.represent(
        c.AppointRepresentatives(
            case=case,
            representatives=(e.Representative("Kepala Bidang Hukum"),),
            letter_number="SK/9",
            signed_on=d.RECEIVED,
            documents=(broken, damaged, gone),
        ),
        world.actor("ppid"),
    )
    text = words(disputes.hearing_pdf(dispute(world, case), world.actor("ppid")))
    assert text.count(squeezed("tidak dapat dicetak; berkas aslinya ada dalam paket ZIP")) == 2
    assert squeezed("tidak dapat dibuka") in text
    files = unpacked(disputes.hearing_zip(dispute(world, case), world.actor("ppid")))
    assert b"%PDF-1.7 \x00 broken %%EOF" in files.values()


def test_F34_malware_is_in_no_hearing_file(world: World) -> None:
    case = d.disputed(world)
    own = world.request(dispute(world, case).request).requester
    evil = stored(world, own, b"isi yang berbahaya")
    world.services.scans.note(evil.sha256, own, scanning.Scan(scanning.Verdict.INFECTED, "X"))
    world.services.disputes.represent(
        c.AppointRepresentatives(
            case=case,
            representatives=(e.Representative("Kepala Bidang Hukum"),),
            letter_number="SK/9",
            signed_on=d.RECEIVED,
            documents=(evil,),
        ),
        world.actor("ppid"),
    )
    text = words(disputes.hearing_pdf(dispute(world, case), world.actor("ppid")))
    assert squeezed("menemukan perangkat lunak berbahaya dalam berkas ini") in text
    files = unpacked(disputes.hearing_zip(dispute(world, case), world.actor("ppid")))
    assert b"isi yang berbahaya" not in files.values()


def test_an_erased_requester_leaves_the_file_without_their_papers(world: World) -> None:
    case = whole(world)
    found = dispute(world, case)
    world.services.people.erase(
        commands_of_request.ErasePerson(
            person=world.request(found.request).requester, basis="UU 27/2022 Pasal 43", order="12/2026"
        ),
        Actor("operator", Role.OPERATOR),
    )
    text = words(disputes.hearing_pdf(found, world.actor("ppid")))
    assert squeezed(SARI.name) not in text
    assert "[dihapus]" in text
    left_out = json.loads(unpacked(disputes.hearing_zip(found, world.actor("ppid")))["manifest.json"])[
        "left_out"
    ]
    assert len(left_out) >= 4


def test_the_same_case_is_the_same_file(world: World) -> None:
    found = dispute(world, whole(world))
    first = disputes.hearing_pdf(found, world.actor("ppid")), disputes.hearing_zip(found, world.actor("ppid"))
    world.clock.forward(days=30)
    again = disputes.hearing_pdf(found, world.actor("ppid")), disputes.hearing_zip(found, world.actor("ppid"))
    assert first == again


def test_a_script_in_a_stored_pdf_does_not_reach_the_bound_file() -> None:
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        made.pages[0].Annots = made.make_indirect(
            pikepdf.Array(
                [pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 1, 1])]
            )
        )
        made.save(out)
    with pikepdf.open(io.BytesIO(binding.plain_pdf(out.getvalue()))) as plain:
        assert "/OpenAction" not in plain.Root
        assert "/Annots" not in plain.pages[0]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"nothing", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"])
def test_what_is_no_pdf_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(binding.UnreadablePdfError):
        binding.plain_pdf(content)


@pytest.mark.parametrize(
    "said", ["../../etc/passwd", "C:\\x", "", "ünïcode / name", "a" * 300, "..", "\u202ex"]
)
def test_no_name_in_the_zip_leads_out_of_it(said: str) -> None:
    name = binding.plain_name(said)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert len(name) <= 60


def test_the_file_is_sent_under_its_number_alone(world: World) -> None:
    found = dispute(world, d.disputed(world))
    for form, mimetype in (("pdf", "application/pdf"), ("zip", "application/zip")):
        response = disputes.send_hearing(found, world.actor("ppid"), form=form)  # type: ignore[arg-type]
        assert response.mimetype == mimetype
        expected = f'attachment; filename="berkas-sidang-021-VII-KI-CTH-PS-2026.{form}"'
        assert response.headers["Content-Disposition"] == expected
        assert response.headers["Cache-Control"] == "no-store"
