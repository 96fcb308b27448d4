"""The office asks commissions over real HTTP or by file, and believes what they signed and nothing else."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest

from ppid.seal.fetching import Answer, UnreachableError, post, poster
from ppid.seal.note import Kind, Note, Signer, signature_of
from ppid.seal.policy import Known, Policy
from ppid.seal.protocol import SIZE_TYPE
from ppid.seal.witnessing import Result, ask, ask_all, latest_sizes, request_of, take
from tests.seal.authority import serving
from tests.seal.commission import Commission, establish
from tests.seal.office import Log

NAMES = ("riau", "jambi", "bengkulu")
HERE = {"127.0.0.1"}
send_here = poster(HERE)


@pytest.fixture
def log() -> Log:
    return Log.of(40)


@pytest.fixture
def commissions(tmp_path: Path, log: Log) -> Iterator[dict[str, Commission]]:
    keys = [log.signer.verifier]
    made = {name: establish(tmp_path / name, f"ki.example.go.id/{name}", keys) for name in NAMES}
    yield made
    for commission in made.values():
        commission.archive.close()


@pytest.fixture
def addresses(commissions: dict[str, Commission]) -> Iterator[dict[str, str]]:
    with ExitStack() as stack:
        yield {name: stack.enter_context(commission.serving()) for name, commission in commissions.items()}


def policy_of(log: Log, commissions: dict[str, Commission], needed: int, addresses: dict[str, str]) -> Policy:
    lines = [f"log {log.vkey}"]
    lines += [f"witness {name} {one.vkey} {addresses.get(name, '')}" for name, one in commissions.items()]
    lines += [f"group komisi {needed} {' '.join(commissions)}", "quorum komisi"]
    return Policy.of("\n".join(lines) + "\n")


def known_of(commission: Commission, url: str = "") -> Known:
    return Known("riau", commission.witness.verifier, url)


def test_a_seal_gets_the_lines_of_every_commission(
    log: Log, commissions: dict[str, Commission], addresses: dict[str, str]
) -> None:
    policy = policy_of(log, commissions, 3, addresses)
    kept: list[Note] = []
    first = ask_all(Note.of(log.note(8)), policy, lambda _: 0, log.prove, kept.append, send_here)
    assert first.quorum
    assert [outcome.result for outcome in first.outcomes] == [Result.CONFIRMED] * 3
    assert [len(note.signatures) for note in kept] == [2, 3, 4], "each line is kept as it comes"
    assert policy.judge(first.note).accepted
    sizes = latest_sizes(policy, [str(first.note)])
    assert sizes == dict.fromkeys(NAMES, 8)
    second = ask_all(Note.of(log.note(33)), policy, sizes.__getitem__, log.prove, kept.append, send_here)
    assert second.quorum
    assert commissions["riau"].entries()[-1].proof == tuple(log.prove(8, 33))


def test_who_confirmed_is_not_asked_again(
    log: Log, commissions: dict[str, Commission], addresses: dict[str, str]
) -> None:
    policy = policy_of(log, commissions, 3, addresses | {"jambi": ""})
    done = ask_all(Note.of(log.note(8)), policy, lambda _: 0, log.prove, lambda _: None, send_here)
    assert [o.result for o in done.outcomes] == [Result.CONFIRMED, Result.BY_FILE, Result.CONFIRMED]
    assert not done.quorum
    again = ask_all(done.note, policy, lambda _: 0, log.prove, lambda _: None, send_here)
    assert [outcome.witness for outcome in again.outcomes] == ["jambi"]


def test_an_office_that_forgot_what_a_witness_knows_asks_once_more(
    log: Log, commissions: dict[str, Commission], addresses: dict[str, str]
) -> None:
    riau = commissions["riau"]
    riau.witness.confirm(log.request(0, 8))
    outcome = ask(known_of(riau, addresses["riau"]), Note.of(log.note(20)), 0, log.prove, send_here)
    assert outcome.result is Result.CONFIRMED
    assert [entry.old for entry in riau.entries()] == [0, 8]


def test_a_witness_that_knows_more_than_we_have_is_an_alarm(
    log: Log, commissions: dict[str, Commission], addresses: dict[str, str]
) -> None:
    """The office was restored from a backup."""
    commissions["riau"].witness.confirm(log.request(0, 33))
    outcome = ask(
        known_of(commissions["riau"], addresses["riau"]), Note.of(log.note(20)), 8, log.prove, send_here
    )
    assert (outcome.result, outcome.told) == (Result.AHEAD, 33)
    assert outcome.result.alarming
    assert "33" in outcome.sentence("en")


def test_a_witness_that_knows_less_than_it_confirmed_is_an_alarm(
    log: Log, commissions: dict[str, Commission], addresses: dict[str, str]
) -> None:
    commissions["riau"].witness.confirm(log.request(0, 4))
    outcome = ask(
        known_of(commissions["riau"], addresses["riau"]), Note.of(log.note(20)), 8, log.prove, send_here
    )
    assert (outcome.result, outcome.told) == (Result.FORGOT, 4)
    assert len(commissions["riau"].entries()) == 1, "it is not asked to go on"


def test_a_second_history_gets_no_line_and_a_sentence(
    log: Log, commissions: dict[str, Commission], addresses: dict[str, str]
) -> None:
    riau = commissions["riau"]
    riau.witness.confirm(log.request(0, 20))
    fork = log.fork(12, 40)
    outcome = ask(known_of(riau, addresses["riau"]), Note.of(fork.note(33)), 20, fork.prove, send_here)
    assert (outcome.result, outcome.signatures) == (Result.REFUSED, ())
    assert "HISTORY CHANGED" in outcome.words
    assert "MENOLAK segel 33 entri: RIWAYAT BERUBAH" in outcome.sentence("id")
    assert "HISTORY" not in outcome.sentence("id")
    assert "REFUSED the seal of 33 entries: HISTORY CHANGED" in outcome.sentence("en")


def test_what_waits_for_a_person_is_asked_again_later(log: Log, commissions: dict[str, Commission]) -> None:
    riau = commissions["riau"]
    with riau.serving(by_hand=True) as address:
        known = known_of(riau, address)
        assert ask(known, Note.of(log.note(8)), 0, log.prove, send_here).result is Result.WAITING
        riau.witness.confirm(log.request(0, 8))
        assert ask(known, Note.of(log.note(8)), 0, log.prove, send_here).result is Result.CONFIRMED


def answering(status: int, media_type: str, body: bytes) -> Callable[[str, bytes, str], Answer]:
    return lambda _url, _content, _type: Answer(status, media_type, body)


def lines(log: Log, commission: Commission, size: int) -> bytes:
    return commission.witness.confirm(log.request(0, size)).lines.encode()


def foreign(log: Log, size: int) -> bytes:
    other = Signer.from_seed("elsewhere.example/w", Kind.COSIGNATURE, b"\6" * 32)
    return str(other.sign(log.checkpoint(size).text, 1)).encode()


def test_only_a_right_line_of_the_asked_witness_is_kept(log: Log, commissions: dict[str, Commission]) -> None:
    riau, note = commissions["riau"], Note.of(log.note(8))
    right = lines(log, riau, 8)
    known = known_of(riau, "http://127.0.0.1:1")
    with_more = ask(known, note, 0, log.prove, answering(200, "text/plain", foreign(log, 8) + right))
    assert [str(line).encode() for line in with_more.signatures] == [right], "the foreign line is left out"
    line = signature_of(right.decode().rstrip("\n"))
    wrong = str(replace(line, data=line.data[:-1] + bytes([line.data[-1] ^ 1]))).encode()
    other_size = lines(log, commissions["jambi"], 9)
    bodies = (
        b"",
        b"\n",
        b"ok\n",
        right[:-1],
        wrong,
        foreign(log, 8),
        other_size,
        b"\xff\xff\n",
        right + wrong,
    )
    for body in bodies:
        outcome = ask(known, note, 0, log.prove, answering(200, "text/plain", body))
        assert (outcome.result, outcome.signatures) == (Result.UNUSABLE, ()), body


@pytest.mark.parametrize(
    ("status", "media_type", "body", "result"),
    [
        (409, SIZE_TYPE, b"0\n", Result.REFUSED),
        (409, SIZE_TYPE, b"9\n", Result.AHEAD),
        (409, SIZE_TYPE, b"08\n", Result.REFUSED),
        (409, SIZE_TYPE, b"99999999999999999999999\n", Result.REFUSED),
        (409, "text/plain", b"5\n", Result.REFUSED),
        (409, SIZE_TYPE, b"5\n", Result.REFUSED),
        (403, "text/plain", b"no \x1b[31m\x00\xff", Result.REFUSED),
        (503, "text/plain", b"later", Result.WAITING),
        (500, "text/html", b"<h1>", Result.UNREACHABLE),
        (301, "text/html", b"", Result.UNUSABLE),
    ],
)
def test_whatever_a_witness_says_is_an_outcome(
    log: Log, commissions: dict[str, Commission], status: int, media_type: str, body: bytes, result: Result
) -> None:
    known = known_of(commissions["riau"], "http://127.0.0.1:1")
    outcome = ask(known, Note.of(log.note(8)), 0, log.prove, answering(status, media_type, body))
    assert outcome.result is result
    assert outcome.words.replace("\n", "").isprintable()
    for language in ("id", "en"):
        assert outcome.sentence(language)


def test_a_witness_that_moves_on_while_it_is_asked_is_asked_later(
    log: Log, commissions: dict[str, Commission]
) -> None:
    sizes = iter((b"3\n", b"5\n"))
    asked: list[bytes] = []

    def send(_url: str, content: bytes, _type: str) -> Answer:
        asked.append(content)
        return Answer(409, SIZE_TYPE, next(sizes))

    outcome = ask(
        known_of(commissions["riau"], "http://127.0.0.1:1"), Note.of(log.note(8)), 0, log.prove, send
    )
    assert (outcome.result, outcome.told) == (Result.AGAIN, 5)
    assert asked == [log.request(0, 8), log.request(3, 8)]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/",
        "http://10.0.0.1/",
        "ftp://127.0.0.1/",
        "http://a:b@127.0.0.1/",
        "file:///etc",
        "x",
    ],
)
def test_an_address_that_is_none_or_away_is_unreachable(
    log: Log, commissions: dict[str, Commission], url: str
) -> None:
    outcome = ask(known_of(commissions["riau"], url), Note.of(log.note(8)), 0, log.prove, send_here)
    assert outcome.result is Result.UNREACHABLE


def test_a_redirect_leads_nowhere(log: Log, commissions: dict[str, Commission]) -> None:
    asked: list[str] = []

    def elsewhere(path: str, _body: bytes) -> tuple[int, str, bytes]:
        asked.append(path)
        return 307, "text/plain", b"/inside"

    with serving(elsewhere) as address:
        known = known_of(commissions["riau"], address + "/saksi/")
        assert ask(known, Note.of(log.note(8)), 0, log.prove, send_here).result is Result.UNUSABLE
    assert asked == ["/saksi/add-checkpoint"]


def test_who_answers_without_end_or_too_slowly_is_given_up() -> None:
    with (
        serving(lambda _path, _body: (200, "text/plain", b"x" * 100_000)) as address,
        pytest.raises(UnreachableError, match="longer"),
    ):
        post(address, b"", "text/plain", private_hosts=HERE)

    stop = Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            connection, _ = server.accept()
            with connection:
                while not stop.wait(0.05):
                    try:
                        connection.sendall(b"H")
                    except OSError:
                        return

        thread = Thread(target=drip, daemon=True)
        thread.start()
        with pytest.raises(UnreachableError, match="No answer"):
            post(
                f"http://127.0.0.1:{server.getsockname()[1]}/",
                b"",
                "text/plain",
                private_hosts=HERE,
                timeout_s=0.4,
            )
        stop.set()
        thread.join(timeout=5)


def carried(commission: Commission, data: bytes) -> bytes:
    """What comes back on the stick."""
    return commission.witness.confirm(data).body.encode()


def test_a_stick_carries_the_same_texts_as_http(
    log: Log, commissions: dict[str, Commission], addresses: dict[str, str]
) -> None:
    note = Note.of(log.note(8))
    riau, jambi = commissions["riau"], commissions["jambi"]
    request = str(request_of(note, 0, log.prove)).encode()
    assert request == log.request(0, 8)
    by_http = send_here(addresses["jambi"] + "/add-checkpoint", request, "text/plain")
    by_file = carried(riau, request)
    assert by_http.status == 200
    one, other = Note.of(log.note(8) + by_file.decode()), Note.of(log.note(8) + by_http.body.decode())
    assert one.verify([riau.witness.verifier])
    assert other.verify([jambi.witness.verifier])
    outcome = take(known_of(riau), note, 0, by_file)
    assert outcome.result is Result.CONFIRMED
    assert note.signed(*outcome.signatures) == one

    fork = log.fork(3, 40)
    refused = str(request_of(Note.of(fork.note(20)), 8, fork.prove)).encode()
    said = send_here(addresses["jambi"] + "/add-checkpoint", refused, "text/plain")
    assert said.status == 422
    assert said.body == carried(riau, refused)
    assert take(known_of(riau), Note.of(fork.note(20)), 8, said.body).result is Result.REFUSED

    stale = str(request_of(Note.of(log.note(20)), 4, log.prove)).encode()
    told = send_here(addresses["jambi"] + "/add-checkpoint", stale, "text/plain")
    assert (told.status, told.media_type, told.body) == (409, SIZE_TYPE, b"8\n")
    assert carried(riau, stale) == b"8\n"
    again = take(known_of(riau), Note.of(log.note(20)), 4, b"8\n")
    assert (again.result, again.told) == (Result.AGAIN, 8)


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"8", b"\xe2\x80\x94 ", b"\xe2\x80\x94 a b\n"])
def test_a_file_that_is_no_answer_is_not_believed(
    log: Log, commissions: dict[str, Commission], body: bytes
) -> None:
    outcome = take(known_of(commissions["riau"]), Note.of(log.note(8)), 0, body)
    assert outcome.result in {Result.REFUSED, Result.UNUSABLE}
    assert not outcome.signatures


class TestQuorum:
    """Two histories both sealed: how many liars it takes, played with real witnesses."""

    @staticmethod
    def sealed(tmp_path: Path, log: Log, members: int, needed: int, liars: int) -> bool:
        """Whether the office gets a quorum for two histories, when so many commissions sign both."""
        keys = [log.signer.verifier]
        made = {
            f"w{n}": establish(tmp_path / f"w{n}", f"ki.example.go.id/w{n}", keys) for n in range(members)
        }
        policy = policy_of(log, made, needed, {})
        assert policy.arithmetic().liars_needed == max(0, 2 * needed - members)
        fork = log.fork(12, 40)
        honest = [name for number, name in enumerate(made) if number >= liars]
        half = len(honest) // 2
        views = {20: (log, honest[:half]), 21: (fork, honest[half:])}
        results = []
        for number, (history, believers) in enumerate(views.values()):
            note = Note.of(history.note(20))
            for name, commission in made.items():
                if name in believers:
                    lines_ = commission.witness.confirm(history.request(0, 20)).lines
                    assert (
                        commission.witness.confirm((fork if history is log else log).request(20, 20)).status
                        == 422
                    )
                elif name in list(made)[:liars]:
                    # A liar keeps two archives under one key.
                    key = (commission.folder / "witness.key").read_text().strip()
                    lines_ = str(Signer.of(key).sign(note.text, 1_800_000_000 + number))
                else:
                    continue
                note = Note.of(str(note) + lines_)
            judged = policy.judge(note)
            assert not judged.wrong_witnesses
            results.append(judged.quorum)
        for commission in made.values():
            commission.archive.close()
        return all(results)

    @pytest.mark.parametrize(
        ("members", "needed", "liars", "both"),
        [(3, 2, 0, False), (3, 2, 1, True), (3, 3, 2, False), (3, 3, 3, True), (4, 3, 1, False),
         (4, 3, 2, True), (5, 4, 2, False), (5, 4, 3, True), (2, 1, 0, True)],
    )  # fmt: skip
    def test_two_histories_are_sealed_only_from_2k_minus_n_liars_on(
        self, tmp_path: Path, log: Log, members: int, needed: int, liars: int, both: bool
    ) -> None:
        """The arithmetic of the policy is what really happens."""
        assert self.sealed(tmp_path, log, members, needed, liars) is both


def test_the_size_a_witness_confirmed_is_read_from_right_lines_alone(
    log: Log, commissions: dict[str, Commission]
) -> None:
    policy = policy_of(log, commissions, 1, {})
    right = log.note(8) + lines(log, commissions["riau"], 8).decode()
    moved = log.note(20) + Note.of(right).signatures[-1].__str__()
    assert latest_sizes(policy, [right, moved, log.note(33)]) == {"riau": 8, "jambi": 0, "bengkulu": 0}
    assert replace(policy.witnesses["riau"], url="x").verifier == commissions["riau"].witness.verifier
