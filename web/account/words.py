"""What people read for each kind of access record, and for how somebody got in."""

from __future__ import annotations

from collections.abc import Mapping

from ppid.deadlines import Text
from ppid.events import Role
from web.account.records import AccessRecord, RecordKind
from web.account.sessions import Proof
from web.i18n import gettext as _
from web.office.words import ROLES, say

KINDS: Mapping[RecordKind, Text] = {
    RecordKind.SIGNED_IN: Text("Masuk", "Signed in"),
    RecordKind.FAILED: Text("Gagal masuk", "Sign-in failed"),
    RecordKind.LOCKED: Text("Percobaan ditahan", "Try held back"),
    RecordKind.SECOND_FACTOR_FAILED: Text("Langkah kedua gagal", "Second step failed"),
    RecordKind.RECOVERY_USED: Text("Kode pemulihan dipakai", "Recovery code used"),
    RecordKind.RECOVERY_RENEWED: Text("Kode pemulihan diganti", "Recovery codes renewed"),
    RecordKind.PASSKEY_ADDED: Text("Kunci sandi ditambahkan", "Passkey added"),
    RecordKind.PASSKEY_REMOVED: Text("Kunci sandi dilepas", "Passkey removed"),
    RecordKind.PASSKEY_COPIED: Text(
        "Kunci sandi ditolak: hitungannya mundur", "Passkey refused: its count ran back"
    ),
    RecordKind.TOTP_SET: Text("Aplikasi autentikator dipasang", "Authenticator application set up"),
    RecordKind.TOTP_REMOVED: Text("Aplikasi autentikator dilepas", "Authenticator application removed"),
    RecordKind.PASSWORD_CHANGED: Text("Kata sandi diganti", "Password changed"),
    RecordKind.SIGNED_OUT: Text("Keluar", "Signed out"),
    RecordKind.SESSION_ENDED: Text("Sesi diakhiri", "Session ended"),
    RecordKind.ROLE_CHOSEN: Text("Peran dipilih", "Role chosen"),
    RecordKind.OIDC_LINKED: Text("Masuk tunggal dikaitkan", "Single sign-on linked"),
    RecordKind.OIDC_UNLINKED: Text("Masuk tunggal dilepas", "Single sign-on unlinked"),
    RecordKind.PROVED_AGAIN: Text("Membuktikan diri lagi", "Proved again"),
    RecordKind.FORGED: Text("Mencoba memakai wewenang lain", "Tried powers not held"),
    RecordKind.SOUGHT: Text("Mencari perkara dengan NIK", "Looked for cases by identity number"),
}
PROOFS: Mapping[Proof, Text] = {
    Proof.PASSWORD: Text("kata sandi", "password"),
    Proof.TOTP: Text("kata sandi dan kode aplikasi", "password and code of the application"),
    Proof.RECOVERY: Text("kata sandi dan kode pemulihan", "password and recovery code"),
    Proof.SECOND_PASSKEY: Text("kata sandi dan kunci sandi", "password and passkey"),
    Proof.PASSKEY: Text("kunci sandi (dua faktor)", "passkey (two factors)"),
    Proof.SINGLE_SIGN_ON: Text(
        "masuk tunggal (dihitung dua faktor karena dikaitkan sendiri oleh petugas)",
        "single sign-on (counts as two factors, since the officer linked it)",
    ),
}
DETAILS: Mapping[str, Text] = {
    "dismissed": Text("penunjukan sudah berakhir", "the appointment has ended"),
    "second-factor": Text("langkah kedua", "second step"),
    "one": Text("oleh pemiliknya", "by its owner"),
    "others": Text("semua perangkat lain, oleh pemiliknya", "all other devices, by their owner"),
    "single-sign-on": Text("masuk tunggal", "single sign-on"),
    "operator": Text("oleh operator", "by the operator"),
    "invitation": Text("dengan kode dari admin", "with a code from an administrator"),
}


def detail_words(record: AccessRecord) -> str:
    """What a record adds to its kind, in words; '' where nothing."""
    detail = record.detail
    if record.kind is RecordKind.SIGNED_IN and detail in {p.value for p in Proof}:
        return say(PROOFS[Proof(detail)])
    if record.kind is RecordKind.ROLE_CHOSEN and detail in {r.value for r in Role}:
        return say(ROLES[Role(detail)])
    if record.kind is RecordKind.RECOVERY_USED:
        return _("tersisa %(count)s", count=detail)
    if record.kind is RecordKind.SOUGHT:
        return _("%(count)s perkara ditemukan", count=detail)
    return say(DETAILS[detail]) if detail in DETAILS else detail
