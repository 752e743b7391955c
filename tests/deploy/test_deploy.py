"""What runs it for real: variables in one place, files that their programs accept, a backup that can be restored."""

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from pipeline import settings
from pipeline.release.portal.site import POLICY_OF_QUERIES
from tests.test_rooms import modules

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
BY_OTHERS = {"DAGSTER_DISABLE_TELEMETRY", "GONGKAI_POSTGRES", "POSTGRES_PASSWORD"}
"""Variables that Dagster and compose read, and no code of the project."""


# The environment


def test_every_variable_is_explained_and_every_explained_one_is_read():
    told = re.findall(r"^#?([A-Z][A-Z_]+)=", (DEPLOY / "gongkai.env.example").read_text("utf-8"), re.MULTILINE)
    assert len(told) == len(set(told))
    assert set(told) == settings.NAMES | BY_OTHERS


def test_one_module_reads_the_environment():
    import ast

    readers = {
        name for name, tree in modules(ROOT / "pipeline") for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
    }  # fmt: skip
    # one hands PATH on to LibreOffice, one keeps Dagster from calling home before it is loaded
    assert readers == {"settings.py", "read/office.py", "publish_command.py"}


def test_a_variable_is_set_unset_or_unknown(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GONGKAI_ALLOW_HOSTS", "a.example, b.example")
    monkeypatch.setenv("GONGKAI_SMTP", "")
    assert settings.words("GONGKAI_ALLOW_HOSTS") == ["a.example", "b.example"]
    assert settings.setting("GONGKAI_SMTP") is None
    with pytest.raises(KeyError):
        settings.setting("GONGKAI_OTHER")


# systemd


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not here")
def test_systemd_accepts_the_units(tmp_path: Path):
    for unit in UNITS:  # the programs are not installed here
        text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", unit.read_text("utf-8"), flags=re.MULTILINE)
        (tmp_path / unit.name).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", *map(str, sorted(tmp_path.iterdir()))], capture_output=True, text=True, timeout=60
    )
    about_ours = [line for line in done.stderr.splitlines() if "gongkai" in line]
    assert (done.returncode, about_ours) == (0, [])


def test_the_services_are_hardened_alike():
    hardened = [re.search(r"# It writes.*?\n\n|# It writes.*", unit.read_text("utf-8"), re.DOTALL)[0].strip()
                for unit in UNITS if unit.suffix == ".service"]  # fmt: skip
    assert len(hardened) == 3 and len(set(hardened)) == 1
    assert {"NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet="} <= set(hardened[0].splitlines())


# Containers


def test_compose_opens_nothing_but_loopback_and_names_what_it_uses():
    told = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    services = told["services"]
    assert set(services) == {"daemon", "web", "postgres", "data"}
    for service in services.values():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))
        assert "no-new-privileges:true" in service["security_opt"]
        assert {volume.split(":")[0] for volume in service["volumes"]} <= {*told["volumes"], "./nginx.conf"}
    assert "published:/srv/published:ro" in services["data"]["volumes"]


def test_the_container_file_copies_what_is_there():
    lines = (DEPLOY / "Containerfile").read_text("utf-8").splitlines()
    copied = [name for line in lines if line.startswith("COPY ") for name in line.split()[1:-1]]
    assert copied and all((ROOT / name).exists() for name in copied)
    assert any(line.startswith("USER 10001") for line in lines)


# nginx


def test_nginx_says_the_policy_of_the_portal():
    assert f'"{POLICY_OF_QUERIES}; frame-ancestors \'none\'"' in (DEPLOY / "nginx.conf").read_text("utf-8")


@pytest.fixture
def data(tmp_path: Path) -> Iterator[http.client.HTTPConnection]:
    """nginx with the project's configuration before a small published/."""
    if NGINX is None:
        pytest.skip("nginx is not here")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    published = tmp_path / "published"
    for path in ("index.json", "portal/index.html", "releases/2026.1.1/a.parquet", ".lock", ".cache/x"):
        (published / path).parent.mkdir(parents=True, exist_ok=True)
        (published / path).write_text("x")
    server = (DEPLOY / "nginx.conf").read_text("utf-8")
    server = server.replace("listen 8080", f"listen 127.0.0.1:{port}").replace("/srv/published", str(published))
    places = "".join(f"{kind}_temp_path {tmp_path}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (tmp_path / "nginx.conf").write_text(
        f"daemon off; pid {tmp_path}/pid; {'user root;' if os.getuid() == 0 else ''} error_log {tmp_path}/errors;"
        f"events {{}} http {{ access_log off; {places} {server} }}"
    )
    running = subprocess.Popen([NGINX, "-c", str(tmp_path / "nginx.conf"), "-e", str(tmp_path / "errors")])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    for _ in range(100):
        try:
            connection.connect()
            break
        except OSError:
            time.sleep(0.1)
    yield connection
    running.terminate()
    running.wait(10)


@pytest.mark.parametrize(("method", "path", "status", "kind"), [
    ("GET", "/", 302, None), ("GET", "/portal/", 200, "text/html"), ("GET", "/index.json", 200, "application/json"),
    ("GET", "/releases/2026.1.1/a.parquet", 200, "application/vnd.apache.parquet"), ("GET", "/releases/", 403, None),
    ("GET", "/.lock", 404, None), ("GET", "/.cache/x", 404, None), ("POST", "/index.json", 403, None),
    ("GET", "/releases/../../etc/passwd", 400, None),
])  # fmt: skip
def test_nginx_serves_what_is_published_and_no_more(data, method, path, status, kind):
    data.request(method, path)
    answer = data.getresponse()
    answer.read()
    assert answer.status == status
    if kind:
        assert answer.headers["Content-Type"].startswith(kind)
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


# Backup


def backup(raw: Path, published: Path, *given: str) -> subprocess.CompletedProcess[str]:
    place = {"GONGKAI_RAW": str(raw), "GONGKAI_PUBLISHED": str(published)}
    return subprocess.run(
        [str(DEPLOY / "backup"), *given], env=os.environ | place, capture_output=True, text=True, timeout=60
    )


@pytest.mark.slow
def test_what_was_backed_up_and_lost_is_restored_and_holds(tmp_path: Path):
    raw, published, kept = tmp_path / "raw", tmp_path / "published", tmp_path / "kept"
    (raw / "documents").mkdir(parents=True)
    source = ROOT / "raw" / "documents" / "上海"
    shutil.copy(next(source.iterdir()), raw / "documents")
    gongkai = [sys.executable, "-m", "pipeline.cli"]
    told = {"cwd": ROOT, "env": os.environ | {"GONGKAI_WORKERS": "1"}, "timeout": 300, "capture_output": True, "text": True}
    told["env"].pop("DAGSTER_HOME", None)
    publish = [*gongkai, "publish", "--raw", str(raw), "--published", str(published)]
    assert subprocess.run(publish, **told).returncode == 0
    made = backup(raw, published, str(kept))
    assert made.returncode == 0, made.stderr
    assert "already" in backup(raw, published, str(kept)).stderr
    assert "is not empty" in backup(raw, published, "--restore", str(kept)).stderr
    shutil.rmtree(raw)
    shutil.rmtree(published)
    restored = backup(raw, published, "--restore", str(kept))
    assert restored.returncode == 0, restored.stderr
    assert subprocess.run([*gongkai, "verify", "latest", "--published", str(published)], **told).returncode == 0
    again = subprocess.run(publish, **told)
    assert again.returncode == 0 and "unchanged, so no new release" in again.stdout


def test_a_damaged_backup_is_not_restored(tmp_path: Path):
    raw, published, kept = tmp_path / "raw", tmp_path / "published", tmp_path / "kept"
    raw.mkdir()
    published.mkdir()
    assert backup(raw, published, str(kept)).returncode == 0
    (kept / "raw.tar.gz").write_bytes(b"x")
    assert backup(tmp_path / "a", tmp_path / "b", "--restore", str(kept)).returncode != 0
    assert not (tmp_path / "a").exists()
