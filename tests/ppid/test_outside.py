"""What the operator says of the services around this one: whole, or every problem named at once (F70)."""

from __future__ import annotations

from pathlib import Path

import pytest

from ppid.outside import MailServer, SingleSignOn
from ppid.settings import Settings, SettingsError

SSO = {
    "PPID_OIDC_ISSUER": "https://masuk.example.go.id/",
    "PPID_OIDC_CLIENT_ID": "ppid",
    "PPID_OIDC_CLIENT_SECRET_FILE": "/run/secrets/oidc",
}
MAIL = {
    "PPID_SMTP_URL": "smtp+starttls://ppid@mail.example.go.id",
    "PPID_SMTP_PASSWORD_FILE": "/run/secrets/smtp",
    "PPID_MAIL_FROM": "ppid@example.go.id",
}


def test_nothing_around_is_needed() -> None:
    around = Settings.read({}).outside

    assert around.single_sign_on is None
    assert around.mail is None
    assert not around.clamd
    assert not around.private_hosts


def test_a_provider_and_a_mail_server_are_read_whole() -> None:
    around = Settings.read({**SSO, **MAIL, "PPID_PRIVATE_HOSTS": "Tsa.Kantor  10.0.0.5"}).outside

    assert around.single_sign_on == SingleSignOn(
        "https://masuk.example.go.id", "masuk.example.go.id", "ppid", Path("/run/secrets/oidc")
    )
    assert around.mail == MailServer(
        "smtp+starttls", "mail.example.go.id", 587, "ppid", Path("/run/secrets/smtp"), "ppid@example.go.id"
    )
    assert around.private_hosts == {"tsa.kantor", "10.0.0.5"}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"PPID_OIDC_ISSUER": "https://a.example"}, "PPID_OIDC_CLIENT_ID"),
        ({**SSO, "PPID_OIDC_ISSUER": "http://masuk.example"}, "https://"),
        ({**SSO, "PPID_OIDC_ISSUER": "https://a:b"}, "no address"),
        ({**MAIL, "PPID_SMTP_URL": "mail.example"}, "PPID_SMTP_URL is"),
        ({**MAIL, "PPID_SMTP_URL": "smtp://a:rahasia@mail.example"}, "holds a password"),
        ({**MAIL, "PPID_MAIL_FROM": "ppid"}, "PPID_MAIL_FROM"),
        ({**MAIL, "PPID_SMTP_PASSWORD_FILE": ""}, "or neither"),
        ({"PPID_CLAMD": "clamd"}, "PPID_CLAMD"),
        ({"PPID_CLAMD": "tcp://clamd"}, "PPID_CLAMD"),
        ({"PPID_FILES_URL": "berkas.example"}, "PPID_FILES_URL"),
        ({"PPID_SECOND_FACTOR": "yes"}, "PPID_SECOND_FACTOR"),
    ],
)
def test_F70_a_setting_that_cannot_be_is_named(changed: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.read(changed)

    assert any(said in problem for problem in refused.value.problems)
    assert "rahasia" not in str(refused.value)


@pytest.mark.parametrize(("demo", "asked"), [("1", False), ("0", True)])
def test_only_the_demo_does_not_ask_for_a_second_factor(demo: str, *, asked: bool) -> None:
    assert Settings.read({"PPID_DEMO": demo}).second_factor is asked
    assert Settings.read({"PPID_DEMO": demo, "PPID_SECOND_FACTOR": "1"}).second_factor
