"""Publishing into an object store, here moto's on a loopback address: the pointer last, one writer, nothing twice."""

import json
import logging
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from client.gongkai import load
from pipeline.cli import main
from pipeline.release import remote, store
from pipeline.release.clock import now
from pipeline.release.errors import PublishError
from pipeline.release.files import sha256, sums
from pipeline.release.index import read_index, record_failure, write_index
from pipeline.release.publish import RELEASES, SUMS, _check_version, next_version
from pipeline.release.remote import mirrored
from pipeline.release.store import Store, Unmet
from tests.release import small

pytest.importorskip("s3fs")
pytest.importorskip("moto")
BUCKET, PREFIX = "open-data", "公开 data/gongkai"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def address(endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty bucket, and credentials for it in the environment."""
    given = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}
    given |= {"AWS_ENDPOINT_URL": endpoint, "GONGKAI_WORK": str(tmp_path / "work"), "SOURCE_DATE_EPOCH": "1795312800"}
    given |= {"AWS_CONFIG_FILE": "/nowhere", "AWS_SHARED_CREDENTIALS_FILE": "/nowhere", "NO_PROXY": "127.0.0.1"}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    urllib.request.urlopen(urllib.request.Request(f"{endpoint}/moto-api/reset", method="POST"))
    store._file_system().call_s3("create_bucket", Bucket=BUCKET)
    return f"s3://{BUCKET}/{PREFIX}"


def write(folder: Path, value: int, version: str | None = None) -> str:
    """A release of four files, put in place as `publish` does it: few enough to push often."""
    index = read_index(folder)
    version = version or next_version(folder, index)
    _check_version(folder, index, version)
    release, base = folder / RELEASES / version, folder / RELEASES / str(index["latest"])
    if (base / SUMS).exists() and (base / "applications.parquet").read_text() == str(value):
        return index["latest"]
    (release / "csv").mkdir(parents=True)
    for name, text in {"applications.parquet": value, "csv/reports.csv": "r", "README.md": version}.items():
        (release / name).write_text(str(text))
    (release / SUMS).write_text(sums(release))
    entry = {"version": version, "sha256": sha256(release / SUMS)}
    write_index(folder, index | {"latest": version, "releases": [*index["releases"], entry]})
    return version


def push(address: str, value: int, version: str | None = None) -> str:
    with mirrored(address) as folder:
        return write(folder, value, version)


def objects(address: str) -> dict[str, bytes]:
    held = Store(address)
    return {name: held.get(name).data for name in held.names()}


def latest(address: str) -> str | None:
    held = Store(address).get("index.json")
    return json.loads(held.data)["latest"] if held else None


def dying(monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    """Kill the run as it writes an object whose name ends so; a killed process releases no lock."""
    put = Store._put

    def killed(self: Store, name: str, *rest: object) -> str:
        if name.endswith(at):
            raise KeyboardInterrupt
        return put(self, name, *rest)

    monkeypatch.setattr(Store, "_put", killed)
    monkeypatch.setattr(remote, "_release", lambda lock: None)


def test_two_releases_are_there_as_they_are_on_a_disk(address: str, tmp_path: Path):
    disk = tmp_path / "disk"
    for value, version in ((3, "2026.11.1"), (4, "2026.11.2")):
        assert push(address, value) == version == latest(address)
        write(disk, value)
    assert objects(address) == {f.relative_to(disk).as_posix(): f.read_bytes() for f in disk.rglob("*") if f.is_file()}


def test_nothing_new_writes_nothing(address: str, monkeypatch: pytest.MonkeyPatch):
    push(address, 3)
    before, written, put = objects(address), [], Store._put
    monkeypatch.setattr(Store, "_put", lambda self, name, *rest: written.append(name) or put(self, name, *rest))
    assert push(address, 3) == "2026.11.1"
    assert objects(address) == before and set(written) == {remote.LOCK}


def test_another_machine_goes_on_from_what_is_there(address: str, tmp_path: Path, monkeypatch):
    push(address, 3)
    monkeypatch.setenv("GONGKAI_WORK", str(tmp_path / "other"))
    assert push(address, 3) == "2026.11.1"
    assert push(address, 4) == "2026.11.2"


@pytest.mark.parametrize("at", ["csv/reports.csv", "applications.parquet", "SHA256SUMS", "index.json"])
def test_a_killed_run_shows_nothing_and_the_next_one_goes_on(address: str, monkeypatch, at: str):
    push(address, 3)
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        dying(patched, at)
        push(address, 4)
    assert latest(address) == "2026.11.1"
    with pytest.raises(PublishError, match="falls due"):
        push(address, 4)
    monkeypatch.setattr(remote, "LEASE", 0)
    assert push(address, 4) == "2026.11.2" == latest(address)
    assert not Store(address).names("releases/.pending")


def test_what_a_killed_run_pushed_is_not_pushed_again(address: str, monkeypatch):
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        dying(patched, "SHA256SUMS")
        push(address, 3)
    left = set(Store(address).names("releases/2026.11.1/"))
    created, put = [], Store._put

    def noted(self: Store, name: str, *rest: object) -> str:
        tag = put(self, name, *rest)
        created.append(name)
        return tag

    monkeypatch.setattr(remote, "LEASE", 0)
    monkeypatch.setattr(Store, "_put", noted)
    assert push(address, 3) == "2026.11.1" == latest(address)
    assert left and left.isdisjoint(created)


def test_a_killed_run_of_other_rows_leaves_nothing_behind(address: str, monkeypatch, tmp_path):
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        dying(patched, "SHA256SUMS")
        push(address, 3, "2026.10.9")
    monkeypatch.setattr(remote, "LEASE", 0)
    assert push(address, 4) == "2026.11.1"
    assert not Store(address).names("releases/2026.10.9/") and not Store(address).names("releases/.pending")


def test_a_second_writer_is_refused_while_the_first_works(address: str, tmp_path, monkeypatch):
    with mirrored(address) as folder:
        write(folder, 3)
        monkeypatch.setenv("GONGKAI_WORK", str(tmp_path / "other"))
        with pytest.raises(PublishError, match=r"is being published by .*host"):
            push(address, 4)
    assert latest(address) == "2026.11.1"
    assert push(address, 4) == "2026.11.2"


def test_a_writer_that_lost_its_lock_does_not_swing_the_index(address: str, tmp_path, monkeypatch):
    """It slept for longer than its lease, and another one published."""
    monkeypatch.setattr(remote, "LEASE", 0)
    with pytest.raises(PublishError, match=r"another run took over|changed by someone else"), mirrored(address) as folder:
        write(folder, 3)
        monkeypatch.setenv("GONGKAI_WORK", str(tmp_path / "other"))
        push(address, 4)
    assert latest(address) == "2026.11.1"
    entry = json.loads(Store(address).get("index.json").data)["releases"]
    sums = Store(address).get("releases/2026.11.1/SHA256SUMS").data
    assert [e["sha256"] for e in entry] == [remote._hash(sums)]


def test_an_index_that_someone_wrote_meanwhile_stays(address: str):
    with pytest.raises(PublishError, match="changed by someone else"), mirrored(address) as folder:
        write(folder, 3)
        Store(address).create("index.json", b"{}", "")
    assert Store(address).get("index.json").data == b"{}"


def test_a_published_version_is_never_pushed_again(address: str, tmp_path, monkeypatch):
    push(address, 3)
    push(address, 4)
    monkeypatch.setenv("GONGKAI_WORK", str(tmp_path / "other"))
    with pytest.raises(PublishError, match="another --version"):
        push(address, 3, "2026.11.1")
    with pytest.raises(PublishError, match="is published and can't change"), mirrored(address) as folder:
        (folder / "releases" / "2026.11.2" / "README.md").write_text("x")


def test_a_release_without_an_index_is_left_alone(address: str):
    push(address, 3)
    Store(address).delete("index.json")
    assert push(address, 4) == "2026.11.2"
    assert Store(address).names("releases/2026.11.1/")


def test_errata_and_failures_are_pushed_too(address: str):
    push(address, 3)
    with mirrored(address) as folder:
        (folder / "errata.json").write_text('{"errata": []}')
        record_failure(folder, "run", "no reason", now())
    assert objects(address)["errata.json"] == b'{"errata": []}'
    assert json.loads(objects(address)["index.json"])["failed"] and latest(address) == "2026.11.1"


def test_a_removed_release_goes_once_the_index_says_so(address: str):
    push(address, 3)
    push(address, 4)
    with mirrored(address) as folder:
        index = read_index(folder)
        index["releases"][0]["removed"] = "2026-11-24"
        write_index(folder, index)
    assert not Store(address).names("releases/2026.11.1/") and Store(address).names("releases/2026.11.2/")


def test_a_store_that_ignores_conditions_is_refused(address: str, monkeypatch):
    put = Store._put
    monkeypatch.setattr(Store, "_put", lambda self, name, data, digest, condition: put(self, name, data, digest, {}))
    with pytest.raises(PublishError, match="ignores conditional writes"):
        push(address, 3)
    assert objects(address) == {}


def test_a_hostile_name_leads_nowhere(address: str, tmp_path: Path):
    push(address, 3)
    Store(address).create("releases/2026.11.1/../../../evil", b"x", "")
    with pytest.raises(PublishError, match="leads out"):
        push(address, 4)
    assert not list(tmp_path.rglob("evil"))


@pytest.mark.parametrize(("given", "told"), [
    ("gs://bucket/x", "give s3://"), ("s3://", "give s3://"), ("s3://BUCKET/x?y", "give s3://"),
    ("s3://no-such-bucket/x", "no-such-bucket.*does not exist"),
])  # fmt: skip
def test_an_address_that_is_none_is_told(address: str, given: str, told: str):
    with pytest.raises(PublishError, match=told), mirrored(given):
        pass


def test_a_missing_extra_is_told(address: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(__import__("sys").modules, "s3fs", None)
    with pytest.raises(PublishError, match=r"pip install 'gongkai\[s3\]'"):
        Store(address)


def test_a_store_that_is_down_is_told(address: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    monkeypatch.setattr("s3fs.S3FileSystem.retries", 1)
    monkeypatch.setattr("s3fs.S3FileSystem.cachable", False)
    with pytest.raises(PublishError, match="check the address"):
        Store(address).create("x", b"", "")


def test_a_condition_that_does_not_hold_writes_nothing(address: str):
    held = Store(address)
    tag = held.create("x", b"1", "")
    with pytest.raises(Unmet):
        held.create("x", b"2", "")
    new = held.put("x", b"3", "", tag)
    with pytest.raises(Unmet):
        held.put("x", b"4", "", tag)
    assert (held.get("x").data, held.get("x").tag) == (b"3", new)


def test_the_command_publishes_there_and_the_client_loads_from_there(address: str, endpoint: str, tmp_path, monkeypatch, capfd):
    small.plant(monkeypatch, small.read)
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    monkeypatch.setenv("GONGKAI_CACHE", str(tmp_path / "cache"))
    raw = small.raw(tmp_path, {"a.txt": "甲 2023"})
    assert main(["publish", "--raw", str(raw), "--published", f"{address}/"]) == 0
    assert f"{address}/releases/2026.11.1" in capfd.readouterr().out
    policy = {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{BUCKET}/*"}]}
    store._file_system().call_s3("put_bucket_policy", Bucket=BUCKET, Policy=json.dumps(policy))
    frame = load("applications", base=f"{endpoint}/{BUCKET}/{PREFIX}")
    assert frame["report_id"].tolist() == ["甲-2023"] and frame.attrs["release"] == "2026.11.1"
    assert main(["publish", "--raw", str(tmp_path / "none"), "--published", address]) == 1
    assert len(json.loads(objects(address)["index.json"])["failed"]) == 1
