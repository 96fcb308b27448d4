"""Time-stamps are kept only when they are about these bytes and this question, by the pinned certificate."""

from __future__ import annotations

import hashlib
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

from ppid.seal import der, stamping, verifier
from ppid.seal.fetching import Answer, UnreachableError, poster
from ppid.seal.stamping import Authority, StampError
from tests.seal.authority import TestAuthority, make_authority, serving

TEXT = "ppid.example.go.id/log1\n12345\nq5EFCQ1s1xNVmCmN1H0Nxj2sSQ3R9YSB/6Qr1k3GqjI=\n"
NOTE = TEXT + "\n— ppid.example.go.id/log1 AAAAAAA=\n"
BODY = TEXT.encode()
DIGEST = hashlib.sha256(BODY).digest()
send_here = poster({"127.0.0.1"})


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> TestAuthority:
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def reply(authority: TestAuthority) -> bytes:
    return authority.reply(stamping.ask(BODY, nonce=77).content)


def check(
    reply: bytes, authority: TestAuthority, *, digest: bytes = DIGEST, nonce: int | None = 77
) -> stamping.Stamp:
    return stamping.check(reply, digest, {authority.pin}, nonce=nonce, allow_test=True)


def test_the_body_of_the_note_is_stamped_whatever_signatures_follow() -> None:
    assert stamping.note_body(NOTE) == BODY
    assert stamping.note_body(NOTE + "— ki.example/w1 AAAA\n") == BODY
    with pytest.raises(StampError):
        stamping.note_body("no note")


def test_a_seal_is_stamped_over_http_and_openssl_agrees(authority: TestAuthority) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    with authority.serving() as address:
        configured = Authority("bsre", address + "/tsr", frozenset({authority.pin}))
        stamp = stamping.stamp(NOTE, configured, allow_test=True, send=send_here)
    assert before <= stamp.at <= datetime.now(UTC) + timedelta(seconds=1)
    assert stamp.certificate_sha256 == authority.pin
    assert authority.judged_by_openssl(stamp.reply, BODY)
    assert not authority.judged_by_openssl(stamp.reply, BODY + b" ")
    kept = stamping.check(stamp.reply, DIGEST, {authority.pin}, allow_test=True)
    assert kept == stamp


def test_our_question_is_what_openssl_would_ask(authority: TestAuthority) -> None:
    file = authority.folder / "ours.tsq"
    file.write_bytes(stamping.ask(BODY, nonce=2**63 + 5).content)
    text = subprocess.run(
        ("openssl", "ts", "-query", "-in", file, "-text"),
        check=True,
        capture_output=True,
        text=True,
        timeout=30,
    ).stdout
    assert "Hash Algorithm: sha256" in text
    assert "Certificate required: yes" in text
    assert f"Nonce: 0x{2**63 + 5:X}" in text


def test_an_rsa_authority_is_accepted_too(tmp_path: Path) -> None:
    authority = make_authority(tmp_path, strong=False)
    assert check(authority.reply(stamping.ask(BODY, nonce=77).content), authority).serial > 0


def test_the_verifier_of_the_auditors_agrees(authority: TestAuthority, reply: bytes) -> None:
    by_hand = authority.reply_at(stamping.ask(BODY, nonce=77).content, datetime(2026, 3, 2, tzinfo=UTC))
    for made in (reply, by_hand):
        ours = check(made, authority)
        theirs = verifier.check_token(made, BODY, {authority.pin: "bsre"})
        assert (theirs.time, theirs.serial, theirs.name) == (ours.at.timestamp(), ours.serial, "bsre")


@pytest.mark.parametrize("strong", [True, False])
def test_a_stamp_may_have_any_time_in_tests_and_openssl_agrees(tmp_path: Path, strong: bool) -> None:
    authority = make_authority(tmp_path, strong=strong)
    at = datetime(2026, 3, 2, 0, 5, 30, tzinfo=UTC)
    made = authority.reply_at(stamping.ask(BODY, nonce=77).content, at)
    assert check(made, authority).at == at
    assert authority.judged_by_openssl(made, BODY)
    assert not authority.judged_by_openssl(made, BODY + b" ")


def test_another_library_agrees(authority: TestAuthority) -> None:
    """It knows chains and no pins, so it is given the root; and it wants one certificate, or sorted ones."""
    question = stamping.ask(BODY)
    made = authority.reply_at(question.content, datetime(2026, 3, 2, 0, 5, 30, tzinfo=UTC))
    root = x509.load_pem_x509_certificate((authority.folder / "ca.pem").read_bytes())
    judge = VerifierBuilder(roots=[root], nonce=question.nonce).build()
    theirs = decode_timestamp_response(made)
    assert judge.verify_message(theirs, BODY)
    ours = check(made, authority, nonce=question.nonce)
    assert (theirs.tst_info.gen_time, theirs.tst_info.serial_number) == (ours.at, ours.serial)
    with pytest.raises(VerificationError):
        judge.verify_message(theirs, BODY + b" ")


def test_a_certificate_for_tests_is_refused_outside_tests(authority: TestAuthority, reply: bytes) -> None:
    with pytest.raises(StampError, match="TEST ONLY"):
        stamping.check(reply, DIGEST, {authority.pin}, nonce=77)


def test_an_unmarked_authority_is_accepted_in_earnest(tmp_path: Path) -> None:
    authority = make_authority(tmp_path, marked=False)
    reply = authority.reply(stamping.ask(BODY, nonce=77).content)
    assert stamping.check(reply, DIGEST, {authority.pin}, nonce=77).certificate_sha256 == authority.pin


def test_what_is_about_something_else_is_not_kept(authority: TestAuthority, reply: bytes) -> None:
    with pytest.raises(StampError, match="something else"):
        check(reply, authority, digest=hashlib.sha256(BODY + b"\n").digest())
    with pytest.raises(StampError, match="another question"):
        check(reply, authority, nonce=78)


def test_another_authority_than_the_pinned_one_is_not_believed(
    authority: TestAuthority, tmp_path: Path
) -> None:
    other = make_authority(tmp_path)
    with pytest.raises(StampError, match="pinned"):
        check(other.reply(stamping.ask(BODY, nonce=77).content), authority)


def test_a_token_of_another_signer_with_the_pinned_certificate_added_is_not_believed(
    authority: TestAuthority, reply: bytes, tmp_path: Path
) -> None:
    """Somebody with a certificate of the same CA swaps the signature and leaves the pinned certificate in."""
    other = make_authority(tmp_path)
    theirs = other.reply(stamping.ask(BODY, nonce=77).content)
    mine, yours = (stamping.read_signed(r) for r in (reply, theirs))
    forged = reply.replace(mine.content, yours.content).replace(mine.signature, yours.signature)
    forged = forged.replace(mine.attributes.content, yours.attributes.content)
    with pytest.raises(StampError):
        check(forged, authority)


def test_a_refusing_authority_is_not_kept(authority: TestAuthority) -> None:
    wrong_hash = stamping.ask(BODY, nonce=77).content.replace(
        stamping.SHA256_ID, bytes.fromhex("608648016503040203")
    )
    refused = authority.reply(wrong_hash)
    with pytest.raises(StampError, match="refused"):
        check(refused, authority)


@pytest.mark.parametrize(
    ("status", "media_type"), [(500, stamping.REPLY_TYPE), (200, "text/html"), (302, stamping.REPLY_TYPE)]
)
def test_an_answer_that_is_no_reply_is_refused(
    authority: TestAuthority, status: int, media_type: str
) -> None:
    def send(_url: str, _content: bytes, _type: str) -> Answer:
        return Answer(status, media_type, b"")

    configured = Authority("bsre", "http://127.0.0.1:1/", frozenset({authority.pin}))
    with pytest.raises(StampError, match=str(status)):
        stamping.stamp(NOTE, configured, send=send)


def test_no_redirect_is_followed(authority: TestAuthority) -> None:
    asked: list[str] = []

    def elsewhere(path: str, _body: bytes) -> tuple[int, str, bytes]:
        asked.append(path)
        return 302, "text/plain", b"/secret"

    with serving(elsewhere) as address:
        configured = Authority("bsre", address + "/tsr", frozenset({authority.pin}))
        with pytest.raises(StampError, match="302"):
            stamping.stamp(NOTE, configured, send=send_here)
    assert asked == ["/tsr"]


def test_an_authority_that_is_away_is_named(authority: TestAuthority) -> None:
    configured = Authority("bsre", "http://127.0.0.1:9/tsr", frozenset({authority.pin}))
    with pytest.raises(UnreachableError, match=r"127\.0\.0\.1"):
        stamping.stamp(NOTE, configured, send=send_here)


def test_every_flipped_bit_is_refused_or_changes_nothing(authority: TestAuthority, reply: bytes) -> None:
    """Never another time, number or certificate, and no exception but the one."""
    whole = check(reply, authority)
    for at in range(len(reply)):
        changed = bytearray(reply)
        changed[at] ^= 1 << (at % 8)
        try:
            stamp = check(bytes(changed), authority)
        except StampError:
            continue
        assert (stamp.at, stamp.serial, stamp.certificate_sha256) == (
            whole.at,
            whole.serial,
            whole.certificate_sha256,
        )


def test_a_certificate_for_letters_makes_no_time_stamps(
    tmp_path: Path, authority: TestAuthority, reply: bytes
) -> None:
    wrong = make_authority(tmp_path, usage=False)
    certificate = x509.load_pem_x509_certificate((wrong.folder / "tsa.pem").read_bytes())
    with pytest.raises(StampError, match="time-stamps"):
        stamping.check_certificate(certificate, check(reply, authority).at, allow_test=True)
    with pytest.raises(StampError, match="not valid"):
        stamping.check_certificate(certificate, datetime(2019, 1, 1, tzinfo=UTC), allow_test=True)


@pytest.mark.parametrize("cut", [0, 1, 2, 5, 50, 400])
def test_a_cut_reply_is_refused(authority: TestAuthority, reply: bytes, cut: int) -> None:
    with pytest.raises(StampError):
        check(reply[:cut], authority)
    with pytest.raises(StampError):
        check(reply + b"\0" * (cut + 1), authority)


@pytest.mark.parametrize(
    "written", ["0280", "028101" + "00", "0282000100", "3080", "3084ffffffff", "0200", "02020001", "1f0101"]
)
def test_der_has_one_spelling(written: str) -> None:
    with pytest.raises(der.DerError):
        der.whole_number(der.read_one(bytes.fromhex(written)))


@pytest.mark.parametrize(
    "text", ["20260230000000Z", "20260101000000", "2026010100000Z", "20260101000000.Z", "20260101000000.10Z"]
)
def test_times_are_of_the_calendar(text: str) -> None:
    with pytest.raises(der.DerError):
        der.instant(der.read_one(der.element(der.GENERALIZED_TIME, text.encode())))
