"""Alerts against real servers on loopback: what is sent, what a hostile cause can't do, and failures that stop nothing."""

import base64
import datetime
import hashlib
import hmac
import ipaddress
import logging
import os
import socket
import ssl
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from pipeline.operate.alert import failed_check, failed_run, plain
from pipeline.operate.deliver import deliver
from pipeline.settings import NAMES
from tests.operate.post import Hook

HOSTILE = "a\r\nBcc: victim@example.org\n\n# h **b** [x](http://y) <at user_id=\"all\">all</at>\u202e" + "x" * 5000
ALERT = failed_run("night", "1f", "磁盘已满 the disk is full")


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def free_port() -> int:
    """The mail server looks for itself at the port that it is given, so it must be given one."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Box:
    """What a mail server took."""

    def __init__(self) -> None:
        self.letters: list[tuple[list[str], EmailMessage]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        self.letters.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 taken"


def told(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == (b"who", b"p@ss"))


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Box]:
    """A server without encryption."""
    box = Box()
    controller = Controller(box, "127.0.0.1", free_port())
    controller.start()
    monkeypatch.setenv("GONGKAI_SMTP", f"smtp://127.0.0.1:{controller.port}")
    monkeypatch.setenv("GONGKAI_MAIL_TO", "a@example.org, b@example.org")
    yield box
    controller.stop()


@pytest.fixture
def hook() -> Iterator[Hook]:
    with Hook() as opened:
        yield opened


# E-mail


def test_a_letter_tells_in_both_languages(box: Box):
    assert deliver(ALERT) == 1
    ((receivers, letter),) = box.letters
    assert receivers == ["a@example.org", "b@example.org"] and letter["From"] == "a@example.org"
    assert letter["Subject"] == "[gongkai] 运行 night 失败 the run night failed"
    assert "原因：磁盘已满 the disk is full" in letter.get_content()
    assert letter["Auto-Submitted"] == "auto-generated"


def test_no_cause_adds_a_header_or_a_receiver(box: Box):
    deliver(failed_check(HOSTILE, HOSTILE, HOSTILE))
    ((receivers, letter),) = box.letters
    assert len(receivers) == 2 and "Bcc" not in letter and letter.get_content_type() == "text/plain"
    assert "\n" not in letter["Subject"]


def certificate(folder: Path) -> ssl.SSLContext:
    """A server's side of TLS; the certificate, for 127.0.0.1, stands in `pem`."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "loopback")])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + datetime.timedelta(1))
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    signed = made.add_extension(names, False).sign(key, hashes.SHA256())
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "pem").write_bytes(key.private_bytes(*plain) + signed.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "pem")
    return context


@pytest.mark.parametrize(("scheme", "trusted", "user", "came"), [
    ("smtps", True, "who:p%40ss@", 1), ("smtp", True, "who:p%40ss@", 1), ("smtp", True, "who:wrong@", 0),
    ("smtps", False, "", 0), ("smtp", False, "", 0),
])  # fmt: skip
def test_a_password_goes_over_checked_tls(monkeypatch, tmp_path: Path, scheme, trusted, user, came):
    box, context = Box(), certificate(tmp_path)
    kind = {"ssl_context": context} if scheme == "smtps" else {"tls_context": context}
    controller = Controller(box, "127.0.0.1", free_port(), authenticator=told, auth_require_tls=scheme == "smtp", **kind)
    controller.start()
    try:
        if trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "pem"))
        monkeypatch.setenv("GONGKAI_SMTP", f"{scheme}://{user}127.0.0.1:{controller.port}")
        monkeypatch.setenv("GONGKAI_MAIL_TO", "a@example.org")
        assert deliver(ALERT) == came == len(box.letters)
    finally:
        controller.stop()


def test_no_password_goes_in_clear(box: Box, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture):
    port = urlsplit(os.environ["GONGKAI_SMTP"]).port
    monkeypatch.setenv("GONGKAI_SMTP", f"smtp://who:geheim@127.0.0.1:{port}")
    assert deliver(ALERT) == 0 and not box.letters
    assert "offers no TLS" in caplog.text and "geheim" not in caplog.text


# Webhooks


def test_programs_get_json(hook: Hook, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GONGKAI_WEBHOOK", f"{hook.address}/x?token=1")
    assert deliver(ALERT) == 1
    ((path, body),) = hook.got
    assert path == "/x?token=1" and body["title"] == ALERT.title and body["lines"] == list(ALERT.lines)


def test_dingtalk_is_signed(hook: Hook, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GONGKAI_DINGTALK", f"{hook.address}/robot/send?access_token=t")
    monkeypatch.setenv("GONGKAI_DINGTALK_SECRET", "SEC1")
    assert deliver(ALERT) == 1
    ((path, body),) = hook.got
    given = parse_qs(urlsplit(path).query)
    signed = hmac.digest(b"SEC1", f"{given['timestamp'][0]}\nSEC1".encode(), hashlib.sha256)
    assert given["sign"] == [base64.b64encode(signed).decode()] and given["access_token"] == ["t"]
    assert body == {"msgtype": "text", "text": {"content": ALERT.text}}


def test_feishu_is_signed(hook: Hook, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GONGKAI_FEISHU", f"{hook.address}/hook/t")
    monkeypatch.setenv("GONGKAI_FEISHU_SECRET", "SEC2")
    assert deliver(ALERT) == 1
    ((_, body),) = hook.got
    signed = hmac.digest(f"{body['timestamp']}\nSEC2".encode(), b"", hashlib.sha256)
    assert body["sign"] == base64.b64encode(signed).decode()
    assert (body["msg_type"], body["content"]) == ("text", {"text": ALERT.text})


def test_wecom_gets_no_more_than_it_takes(hook: Hook, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GONGKAI_WECOM", f"{hook.address}/send?key=k")
    assert deliver(failed_run("夜" * 500, "1", "因" * 900)) == 1
    content = hook.got[0][1]["text"]["content"]
    assert 2000 < len(content.encode()) <= 2048 and "\ufffd" not in content


@pytest.mark.parametrize("name", ["GONGKAI_DINGTALK", "GONGKAI_FEISHU", "GONGKAI_WECOM"])
@pytest.mark.parametrize("answer", [b'{"errcode": 310000, "code": 9499}', b"[]", b"not json", b""])
def test_a_robot_that_refuses_has_not_taken_it(hook: Hook, monkeypatch, caplog, name, answer):
    hook.answer = answer
    monkeypatch.setenv(name, f"{hook.address}/geheim?key=geheim")
    assert deliver(ALERT) == 0
    assert f"could not be delivered by {name}" in caplog.text and "geheim" not in caplog.text


def test_a_token_is_not_sent_elsewhere(hook: Hook, monkeypatch: pytest.MonkeyPatch):
    with Hook(status=307, headers={"Location": hook.address}) as first:
        monkeypatch.setenv("GONGKAI_WEBHOOK", first.address)
        assert deliver(ALERT) == 0
    assert len(first.got) == 1 and not hook.got


def test_no_cause_is_a_mention_or_a_line_of_its_own(hook: Hook, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GONGKAI_FEISHU", hook.address)
    deliver(failed_run("night", "1", HOSTILE))
    text = hook.got[0][1]["content"]["text"]
    assert not set("<>\r\u202e") & set(text) and len(text) < 1500
    assert len(text.split("\n")) == 5  # title, blank, cause, what is kept, run


# Failures


@pytest.mark.parametrize("address", [
    "http://127.0.0.1:1/geheim", "ftp://geheim.example", "http://[geheim", "http://127.0.0.1:1/\ngeheim", "geheim",
])  # fmt: skip
def test_what_can_not_be_delivered_is_logged_and_the_others_are_told(hook: Hook, monkeypatch, caplog, address):
    monkeypatch.setenv("GONGKAI_WEBHOOK", address)
    monkeypatch.setenv("GONGKAI_WECOM", hook.address)
    assert deliver(ALERT) == 1
    assert "GONGKAI_WEBHOOK" in caplog.text and "geheim" not in caplog.text


def test_without_a_channel_the_log_tells(caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.ERROR):
        assert deliver(ALERT) == 0
    assert "the run night failed" in caplog.text and len(caplog.records) == 1


def test_a_short_cause_stays_and_a_long_one_is_cut():
    assert plain("甲局 50%") == "甲局 50%"
    assert len(plain("x" * 5000)) == 600
