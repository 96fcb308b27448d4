"""The servers around: the signer and witnesses of the sealed log, the mail server, the malware scanner."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from ppid.scanning import Scanner
from ppid.seal.daily import last_due
from ppid.seal.heads import HeadsBook
from ppid.seal.ledger import Ledger
from ppid.seal.note import Note as SignedNote
from ppid.seal.signer import LogSigner
from ppid.seal.signing import SignerAwayError, SignerError, SocketSigner
from ppid.settings import Settings, SettingsError
from web.doctor.finding import Finding, ok, problem, warning
from web.mailing.sending import AwayError, connected
from web.signing import others_in

SEALED_WITHIN = timedelta(minutes=2)
SEALED_LATE = timedelta(hours=1)


def signer(settings: Settings) -> Iterator[Finding]:
    """Whether the signer answers and signs this very log."""
    ledger = Ledger(settings.database_url)
    try:
        origin = ledger.origin()
        asked = SocketSigner(settings.signer) if settings.signer else LogSigner(settings.signer_dir)
        state = asked.state()
    except (SignerError, SignerAwayError) as away:
        yield problem("signer", str(away), "See docs/operations/sealing.md.")
    else:
        if state.origin != origin:
            yield problem(
                "signer", f"It signs {state.origin}, and this log is {origin}.", "Name its own signer."
            )
        elif state.size > ledger.size():
            yield problem(
                "signer",
                f"It has signed {state.size} entries and the log has {ledger.size()}: was a backup restored?",
                "See docs/operations/restored.md. Nothing is signed until a person decides.",
            )
        else:
            yield ok("signer", f"It has signed {state.size} entries.")
    finally:
        ledger.close()


def sealed(settings: Settings, now: datetime | None = None) -> Iterator[Finding]:
    """Whether checkpoints keep up, the seal of the day was made, and the witnesses confirmed it."""
    at, ledger = now or datetime.now(UTC), Ledger(settings.database_url)
    try:
        yield from _checkpoints(ledger, at)
        entry = HeadsBook(ledger).newest()
        note = ledger.note_covering(entry.index) if entry else None
    finally:
        ledger.close()
    if entry is None or note is None or entry.recorded_at < last_due(at) - SEALED_LATE:
        yield warning("seal of the day", "The last one that was due was not made.", "Does `ppid follow` run?")
        return
    try:
        policy = others_in(settings).policy
    except SettingsError as wrong:
        yield problem("witnesses", " ".join(wrong.problems), "See PPID_POLICY_FILE.")
        return
    if policy is None:
        yield warning("witnesses", "Nobody outside confirms the seal.", "See docs/operations/witness.md.")
    elif policy.judge(SignedNote.of(note.text)).quorum:
        yield ok("witnesses", f"The seal of {note.size} entries is confirmed.")
    else:
        yield problem(
            "witnesses", f"The seal of {note.size} entries lacks confirmations.", "See: ppid log status"
        )


def _checkpoints(ledger: Ledger, at: datetime) -> Iterator[Finding]:
    newest, size, last = ledger.newest(), ledger.size(), ledger.last_at()
    signed = newest.size if newest else 0
    if signed >= size:
        yield ok("checkpoints", f"All {size} entries are under a checkpoint.")
    elif last is not None and at - last < SEALED_WITHIN:
        yield ok("checkpoints", f"{signed} of {size} entries; the rest is new.")
    else:
        yield problem("checkpoints", f"{size - signed} entries are not sealed.", "Does `ppid follow` run?")


def mail(settings: Settings) -> Iterator[Finding]:
    """Whether the mail server takes our connection. No mail is sent."""
    server = settings.outside.mail
    if server is None:
        yield warning("mail", "None is configured: nobody is told anything by mail.", "See PPID_SMTP_URL.")
        return
    try:
        with connected(server) as line:
            line.noop()
    except (AwayError, OSError, smtplib.SMTPException) as away:
        why = away.why if isinstance(away, AwayError) else type(away).__name__
        yield problem("mail", f"{server.host}:{server.port} does not take our mail ({why}).", "Mails wait.")
    else:
        yield ok("mail", f"{server.host}:{server.port} answers.")


def scanner(settings: Settings) -> Iterator[Finding]:
    """Whether files are looked at for malware."""
    if not settings.outside.clamd:
        yield warning(
            "malware scanner", "None is configured: files stay marked as not scanned.", "See PPID_CLAMD."
        )
    elif engine := Scanner(settings.outside.clamd).engine():
        yield ok("malware scanner", f"{engine}.")
    else:
        yield problem("malware scanner", "It does not answer: files stay in quarantine.", "Start clamd.")
