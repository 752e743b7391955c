"""ZIP: what is in it, under which path, and what can't be taken out; archives that are bombs."""

import io
import struct
import zipfile
import zlib

import pytest

from pipeline.read.containers import is_container, listing, taken_out
from pipeline.read.document import Refusal
from tests.read.boxes import in_gbk, zipped


def paths(data: bytes) -> list[str]:
    return [one.path for one in listing(data)]


def reason(data: bytes, number: int) -> str:
    with pytest.raises(Refusal) as refused:
        taken_out(data, number)
    assert listing(data)[number].sha256 == ""
    return refused.value.reason


def test_files_in_their_order_with_their_bytes_and_folders_left_out():
    data = zipped({"南京/": b"", "南京/财政局.txt": b"1", "b.txt": b"22"})
    assert paths(data) == ["南京/财政局.txt", "b.txt"]
    assert [taken_out(data, n) for n in (0, 1)] == [b"1", b"22"]
    assert [one.size for one in listing(data)] == [1, 2]


@pytest.mark.parametrize("name", ["财政局报告.txt", "镕乗\\乛.txt"])
def test_a_name_in_gbk_is_read_as_what_it_says(name):
    raw = name.encode("gbk")
    assert paths(in_gbk(zipped({"N" * len(raw): b"1"}), name)) == [name.replace("\\", "/")]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("../../etc/a.txt", "etc/a.txt"),
        ("/etc/a.txt", "etc/a.txt"),
        ("C:\\报告\\a.txt", "报告/a.txt"),
        ("a/./b//c.txt", "a/b/c.txt"),
        ("a\nb.txt", "a b.txt"),
        ("../..", "1"),
    ],
)
def test_a_name_leads_nowhere_else(name, path):
    assert paths(zipped({name: b"1"})) == [path]


def test_a_name_without_end_is_cut():
    (path,) = paths(zipped({"a" * 60_000: b"1"}))
    assert len(path) == 201


def test_a_link_is_not_followed():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        file = zipfile.ZipInfo("a.txt")
        file.create_system, file.external_attr = 3, 0o120777 << 16
        archive.writestr(file, "/etc/passwd")
    assert reason(out.getvalue(), 0) == "unopenable"


def changed(data: bytes, at: int, value: int) -> bytes:
    """An archive with a field of its first file changed: `at` counts from its entry in the directory."""
    start = data.index(b"PK\x01\x02") + at
    return data[:start] + struct.pack("<H", value) + data[start + 2 :]


@pytest.mark.parametrize(
    ("at", "value", "told"),
    [(8, 1, "encrypted"), (10, 97, "unsupported_type"), (16, 0xFFFF, "damaged")],
    ids=["password", "method", "checksum"],
)
def test_a_file_that_can_not_be_taken_out_costs_itself_alone(at, value, told):
    data = changed(zipped({"a.txt": b"1" * 90, "b.txt": b"2"}), at, value)
    assert reason(data, 0) == told
    assert taken_out(data, 1) == b"2"


def test_a_file_that_is_packed_too_well_is_a_bomb():
    assert reason(zipped({"a.txt": bytes(5_000_000)}), 0) == "too_large"


def test_a_file_that_lies_about_its_size_is_damaged():
    data = zipped({"a.txt": bytes(3_000_000)})
    assert reason(changed(changed(data, 24, 100), 26, 0), 0) == "damaged"


def whole(data: bytes) -> str:
    with pytest.raises(Refusal) as refused:
        listing(data)
    return refused.value.reason


def test_files_that_lie_over_each_other_refuse_the_archive():
    """One piece of packed bytes that many entries of the directory name."""
    packed = zlib.compress(bytes(900_000))[2:-4]
    sum_of = zlib.crc32(bytes(900_000))
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 0, sum_of, len(packed), 900_000, 1, 0) + b"a" + packed
    entry = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 0, sum_of, len(packed), 900_000, 1, 0, 0, 0, 0, 0, 0)
    many = (entry + b"a") * 300
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 300, 300, len(many), len(local), 0)
    assert whole(local + many + end) == "damaged"


def test_more_files_than_any_archive_of_reports_has():
    assert whole(zipped({f"{n}": b"" for n in range(1_001)}, zipfile.ZIP_STORED)) == "too_large"
    assert whole(zipped({f"{n}": b"" for n in range(65_000)}, zipfile.ZIP_STORED)) == "too_large"


def test_files_that_unpack_to_more_than_a_worker_can_hold(monkeypatch):
    monkeypatch.setattr("pipeline.read.archive.MAX_CONTAINED", 100)
    assert whole(zipped({"a": b"1" * 60, "b": b"1" * 60})) == "too_large"


def test_a_cut_archive_is_damaged():
    assert whole(zipped({"a.txt": b"1" * 900})[:-30]) == "damaged"


@pytest.mark.parametrize("name", ["word/document.xml", "[Content_Types].xml", "OFD.xml", "META-INF/MANIFEST.MF"])
def test_an_office_file_is_no_container(name):
    assert not is_container(zipped({name: b"<x/>", "a.pdf": b"1"}))
    assert is_container(zipped({"a.pdf": b"1"}))
