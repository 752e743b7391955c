"""`gongkai fetch` as a user meets it: exit codes, sentences in both languages, TLS, and what stops a run."""

import datetime
import errno
import os
import ssl
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from pipeline.cli import main
from pipeline.fetch import crawl, ledger
from pipeline.fetch.crawl import fetch
from pipeline.fetch.ledger import Ledger, entries
from schemas.fetching import fetching
from tests.fetch import site as of
from tests.fetch.five_hundred import limits
from tests.fetch.site import Site

HOST = "127.0.0.2"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch):
    """The command with limits by which it takes no time."""
    own = replace(fetching(), limits=limits(attempts=2))
    monkeypatch.setattr(crawl, "fetching", lambda: own)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return tmp_path


def lists(raw: Path, *urls: str) -> None:
    (raw / "sources.csv").write_text("publisher,url\n" + "".join(f"甲局,{url}\n" for url in urls), "utf-8")


def test_it_ends_well_however_the_addresses_end(raw: Path, capfd: pytest.CaptureFixture[str]):
    with Site((HOST,)) as site:
        lists(raw, site.put(HOST, "/a", of.page(b"<html>1</html>")), site.url(HOST, "/b"), "ftp://x/")
        assert main(["fetch", "--raw", str(raw), "--allow-host", HOST, "--contact", "https://c/"]) == 0
        assert site.log[-1].headers["user-agent"] == "gongkai/1 (+https://c/)"
    shown = capfd.readouterr().out.splitlines()
    assert shown[:2] == ["新获取 new: 1", "未获取 failed: 2"]
    assert sorted(shown[2:]) == [
        "  不是网页地址 neither http nor https (ftp): ftp://x/", f"  网址不存在 not found (404): {site.url(HOST, '/b')}"
    ]  # fmt: skip


def test_hosts_are_allowed_by_the_environment_too(raw: Path, monkeypatch: pytest.MonkeyPatch, capfd):
    monkeypatch.setenv("GONGKAI_ALLOW_HOSTS", f"example.org, {HOST}")
    with Site((HOST,)) as site:
        lists(raw, site.put(HOST, "/a", of.page(b"<html>1</html>")))
        assert main(["fetch", "--raw", str(raw)]) == 0
    assert "新获取 new: 1" in capfd.readouterr().out


def test_a_list_without_addresses_is_said(raw: Path, capfd: pytest.CaptureFixture[str]):
    (raw / "sources.csv").write_text("publisher,path\n甲局,a.pdf\n", "utf-8")
    assert main(["fetch", "--raw", str(raw)]) == 0
    assert "names no address: there is nothing to fetch" in capfd.readouterr().out


def test_beside_another_fetch_it_stops(raw: Path, capfd: pytest.CaptureFixture[str]):
    with Ledger(raw):
        assert main(["fetch", "--raw", str(raw)]) == 1
    assert "another fetch is at work here" in capfd.readouterr().err


def test_a_full_disk_stops_the_run_with_one_sentence(raw: Path, monkeypatch: pytest.MonkeyPatch, capfd):
    def full(self: Ledger, entry: ledger.Entry) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Ledger, "_write", full)
    with Site((HOST,)) as site:
        lists(raw, site.put(HOST, "/a", of.page(b"<html>1</html>")))
        assert main(["fetch", "--raw", str(raw), "--allow-host", HOST]) == 1
    told = capfd.readouterr().err
    assert "No space left on device" in told and "run it again to go on" in told and len(told.splitlines()) == 1


def certified(folder: Path) -> ssl.SSLContext:
    """A certificate that nobody vouches for."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.datetime.now(datetime.UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + datetime.timedelta(1))
    signed = made.sign(key, hashes.SHA256())
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "pem").write_bytes(key.private_bytes(*plain) + signed.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "pem")
    return context


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(raw: Path):
    with Site((HOST,), tls=certified(raw)) as site:
        lists(raw, site.put(HOST, "/a", of.page(b"<html>1</html>")))
        fetch(raw, (HOST,), limits=limits(attempts=1))
        assert site.log == []
    assert {entry.reason for entry in entries(raw)} == {"tls_failed", "robots_unreachable"}


def test_a_host_that_asks_to_wait_for_hours_is_left_alone_for_the_run(raw: Path):
    with Site((HOST,)) as site:
        urls = [site.put(HOST, f"/{n}", of.status(503, retry_after="7200")) for n in range(5)]
        lists(raw, *urls)
        fetch(raw, (HOST,), limits=limits(per_host=1))
        assert len([one for one in site.log if one.path != of.RULES]) == 1
    reasons = [entry.reason for entry in entries(raw) if entry.address_kind == "report"]
    assert sorted(reasons) == ["host_resting"] * 4 + ["server_error"]


def test_a_host_of_which_all_fails_is_left_alone_for_the_run(raw: Path):
    with Site((HOST,)) as site:
        lists(raw, *[site.put(HOST, f"/{n}", of.reset) for n in range(9)])
        fetch(raw, (HOST,), limits=limits(per_host=1, host_failures=3, attempts=1))
    reasons = [entry.reason for entry in entries(raw) if entry.address_kind == "report"]
    assert reasons == ["connection_failed"] * 3 + ["host_resting"] * 6
