"""Attacks on time stamps and on stored files."""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, datetime, timedelta

import pytest

from ppid.seal.ledger import Token
from ppid.seal.stamping import note_body
from tests.seal.attacks.attack import Attack, Said, check
from tests.seal.attacks.history import Fact
from tests.seal.attacks.scene import Scene, codes, says
from tests.seal.attacks.sealing import TSA
from tests.seal.attacks.stamps import Stamper, curve_key

WRONG = Said("D05", "cap waktu bsre", "the time stamp of bsre on the checkpoint of size")


def put(scene: Scene, token: bytes, name: str = TSA) -> None:
    """Put a token in the place of the newest seal's."""
    size = scene.history.seals[-1].size
    scene.run("DELETE FROM log_token WHERE size = ?", size)
    scene.ledger.add_token(Token(size, name, token))


def body(scene: Scene) -> bytes:
    """What is stamped of the newest seal."""
    return note_body(scene.history.seals[-1].text)


def true_time(scene: Scene) -> datetime:
    """When the newest seal was made."""
    return datetime(2026, 6, 10, 17, 5, tzinfo=UTC)


def of_another_seal(scene: Scene) -> None:
    size = scene.history.seals[-2].size
    ((token,),) = scene.ask("SELECT token FROM log_token WHERE size = ?", size)
    put(scene, bytes(token))


def of_the_whole_note(scene: Scene) -> None:
    """Stamped with its signatures: whoever adds one later breaks the stamp."""
    put(scene, scene.history.stamper.stamp(scene.history.seals[-1].text.encode(), true_time(scene)))


def unpinned(scene: Scene) -> None:
    """A certificate of the insider's own, under the name of the authority."""
    put(scene, Stamper().stamp(body(scene), true_time(scene)))


def unpinned_on_a_curve(scene: Scene) -> None:
    put(scene, Stamper(key=curve_key()).stamp(body(scene), true_time(scene)))


def expired(scene: Scene) -> None:
    """A time at which the certificate was not valid."""
    put(scene, scene.history.stamper.stamp(body(scene), datetime(2019, 1, 1, tzinfo=UTC)))


def flipped(scene: Scene) -> None:
    token = bytearray(scene.history.stamper.stamp(body(scene), true_time(scene)))
    token[-9] ^= 1
    put(scene, bytes(token))


def other_time(scene: Scene) -> None:
    """The time inside is changed, the signature is not."""
    token = scene.history.stamper.stamp(body(scene), true_time(scene))
    assert token.count(b"20260610170500Z") == 1
    put(scene, token.replace(b"20260610170500Z", b"20260609170500Z"))


def garbage(scene: Scene) -> None:
    put(scene, b"0\x84\xff\xff\xff\xff")


def nothing(scene: Scene) -> None:
    put(scene, b"")


def without_seal(scene: Scene) -> None:
    scene.ledger.add_token(Token(123, TSA, scene.history.stamper.stamp(body(scene), true_time(scene))))


def early(scene: Scene) -> None:
    """The pinned authority says a day earlier than the commissions: the entries of that day come too late."""
    put(scene, scene.history.stamper.stamp(body(scene), true_time(scene) - timedelta(days=1)))


def no_stamps(scene: Scene) -> None:
    scene.run("DELETE FROM log_token")


def late(scene: Scene) -> None:
    """A stamp of a week later proves less, and contradicts nothing."""
    put(scene, scene.history.stamper.stamp(body(scene), true_time(scene) + timedelta(days=7)))


STAMPS = (
    Attack("of-another-seal", of_another_seal, (WRONG,)),
    Attack("of-the-whole-note", of_the_whole_note, (WRONG,)),
    Attack("unpinned", unpinned, (WRONG,)),
    Attack("unpinned-on-a-curve", unpinned_on_a_curve, (WRONG,)),
    Attack("expired", expired, (WRONG,)),
    Attack("flipped", flipped, (WRONG,)),
    Attack("other-time", other_time, (WRONG,)),
    Attack("garbage", garbage, (WRONG,)),
    Attack("nothing", nothing, (WRONG,)),
    Attack("without-seal", without_seal, (Said("C07", "bsre", "bsre"),)),
    Attack("early", early, (Said("D02", "dimajukan", "post-dated"),), notes=("W03", "W04")),
    Attack("none-LIMIT", no_stamps, (), exit_code=0, notes=("W03",)),
    Attack("late", late, (), exit_code=0, notes=("W03", "W04")),
)


@pytest.mark.parametrize("attack", STAMPS, ids=lambda attack: attack.name)
def test_attacks_on_time_stamps_are_told(scene: Scene, attack: Attack) -> None:
    check(scene, attack)


def test_stamps_of_an_authority_nobody_pinned_are_left_aside(scene: Scene) -> None:
    plain = "".join(line for line in scene.history.policy.splitlines(keepends=True) if "# tsa" not in line)
    result = scene.audit(policy=plain)
    assert codes(result) == []
    says(result, "W04", "tidak memuat sertifikatnya", "your policy does not pin its certificate")


def test_a_stamp_bounds_the_time_where_no_commission_does(scene: Scene) -> None:
    """Without the commissions' lines the stamps still prove that the newest entry is not older."""
    for note in scene.history.notes:
        text = "".join(line for line in note.text.splitlines(keepends=True) if "/saksi " not in line)
        scene.set_note(note.size, text)
    early(scene)
    result = scene.audit()
    assert codes(result) == ["C03", "D02"]


# Files ------------------------------------------------------------------------------------------------


def delivered(scene: Scene) -> tuple[Fact, str, str]:
    """The entry that records a disclosed file, its name, and its SHA-256."""
    fact = scene.history.fact("request.information-delivered")
    (document,) = scene.state(fact)["event"]["documents"]
    return fact, document["label"], document["sha256"]


def altered_file(scene: Scene) -> None:
    _, _, sha256 = delivered(scene)
    path = scene.files / sha256[:2] / sha256
    path.write_bytes(path.read_bytes()[:-1] + b"!")


def replaced_file(scene: Scene) -> None:
    """The letter is another one now."""
    _, _, sha256 = delivered(scene)
    (scene.files / sha256[:2] / sha256).write_bytes(b"%PDF-1.7 surat lain")


def emptied_file(scene: Scene) -> None:
    _, _, sha256 = delivered(scene)
    (scene.files / sha256[:2] / sha256).write_bytes(b"")


def deleted_file(scene: Scene) -> None:
    _, _, sha256 = delivered(scene)
    (scene.files / sha256[:2] / sha256).unlink()


def linked_file(scene: Scene) -> None:
    """A link to a copy elsewhere, to be exchanged later."""
    _, _, sha256 = delivered(scene)
    path = scene.files / sha256[:2] / sha256
    path.rename(scene.folder / "elsewhere")
    path.symlink_to(scene.folder / "elsewhere")


def folder_for_a_file(scene: Scene) -> None:
    _, _, sha256 = delivered(scene)
    path = scene.files / sha256[:2] / sha256
    path.unlink()
    path.mkdir()


def pipe_for_a_file(scene: Scene) -> None:
    """A pipe that nobody writes to would keep a reader waiting for ever."""
    _, _, sha256 = delivered(scene)
    path = scene.files / sha256[:2] / sha256
    path.unlink()
    os.mkfifo(path)


def file_with_its_event(scene: Scene) -> None:
    """The file and its fingerprint in the event are exchanged together."""
    fact, _, sha256 = delivered(scene)
    content = b"%PDF-1.7 surat lain"
    other = hashlib.sha256(content).hexdigest()
    (document,) = scene.state(fact)["event"]["documents"]
    scene.rewrite(fact, documents=[document | {"sha256": other}])
    (scene.files / sha256[:2] / sha256).unlink()
    (scene.files / other[:2]).mkdir(exist_ok=True)
    (scene.files / other[:2] / other).write_bytes(content)


REPLACED = Said(
    "F01", "berkas 'anggaran.pdf' yang dicatat pada catatan", "file 'anggaran.pdf' recorded in entry"
)
MISSING = Said("F02", "berkas 'anggaran.pdf'", "file 'anggaran.pdf' recorded in entry")

FILES = (
    Attack("29-altered-file", altered_file, (REPLACED,), files=True),
    Attack("30-replaced-letter", replaced_file, (REPLACED,), files=True),
    Attack("30b-emptied-letter", emptied_file, (REPLACED,), files=True),
    Attack("31-deleted-file", deleted_file, (MISSING,), files=True),
    Attack("32-folder-for-a-file", folder_for_a_file, (MISSING,), files=True),
    Attack("32b-link-for-a-file", linked_file, (MISSING,), files=True),
    Attack("32c-pipe-for-a-file", pipe_for_a_file, (MISSING,), files=True),
    Attack(
        "33-file-with-its-event",
        file_with_its_event,
        (Said("E01", "isi diubah", "content was altered"),),
        files=True,
    ),
)


@pytest.mark.parametrize("attack", FILES, ids=lambda attack: attack.name)
def test_attacks_on_files_are_told(scene: Scene, attack: Attack) -> None:
    check(scene, attack)


def test_29_the_sentence_names_the_entry_and_asks_for_the_original(scene: Scene) -> None:
    fact, _, _ = delivered(scene)
    altered_file(scene)
    (finding,) = [f for f in scene.audit(files=True).findings if f.code == "F01"]
    assert finding.entry == fact.index
    assert "Minta berkas aslinya" in finding.sentence("id")
    assert "Ask for the original" in finding.sentence("en")
