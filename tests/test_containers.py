"""Documents in containers: each has a row of its own, under a path that says where it lies, whatever the others do."""

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from pipeline import report
from pipeline.cli import main
from pipeline.contents import Opened, linked_files, under_own_path
from pipeline.fetch.receipts import Receipt, receipts
from pipeline.locate.evidence import Evidence
from pipeline.read.document import Document
from pipeline.read.limits import MAX_CONTAINERS
from pipeline.release import gather
from pipeline.report import Reading, read_one
from tests.corpus.reports import make
from tests.read.boxes import letter, zipped
from tests.release import small

TABLES = ("proactive_disclosure", "applications", "reviews_litigation")


def raw(folder: Path, documents: Mapping[str, bytes], listed: str = "") -> Path:
    for path, data in documents.items():
        file = folder / "documents" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    if listed:
        (folder / "sources.csv").write_text(listed, "utf-8")
    return folder


class Here:
    """Reads in this process and hands on the readings themselves, not where they are kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, waiting: Sequence[Receipt]) -> Iterator[Reading | Opened]:
        return (gather.read_one(self._folder, receipt) for receipt in waiting)

    def refused(self, readings: Sequence[Reading]) -> Sequence[Reading]:
        return readings


def read_here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Reading]:
    """Every reading by its path, read in this process by the reader of `small`: a document says `publisher year`."""
    small.plant(monkeypatch, small.read)
    found = list(gather.gathered(folder, list(receipts(folder)), Here(folder)))
    paths = [reading.receipt.path.removeprefix("documents/") for reading in found]
    assert len(paths) == len(set(paths))
    return dict(zip(paths, found, strict=True))


def told(readings: Mapping[str, Reading]) -> dict[str, str]:
    """Of each path the publisher, or why it was refused."""
    return {path: _told(reading) for path, reading in readings.items()}


def _told(reading: Reading) -> str:
    refused = reading.tables.get("documents_refused")
    return refused[0]["reason"] if refused else reading.tables["reports"][0]["publisher"]


def test_documents_at_any_depth_have_rows_and_containers_have_none(tmp_path, monkeypatch):
    mail = letter("乙 2023", {"丙.txt": "丙 2023".encode()})
    inner = zipped({"丁/丁.txt": "丁 2023".encode()})
    outer = zipped({"甲.txt": "甲 2023".encode(), "m.eml": mail, "b.zip": inner})
    found = read_here(raw(tmp_path, {"江苏/a.zip": outer, "z.txt": "戊 2023".encode()}), monkeypatch)
    assert told(found) == {
        "z.txt": "戊",
        "江苏/a.zip!/甲.txt": "甲",
        "江苏/a.zip!/m.eml!/body.txt": "乙",
        "江苏/a.zip!/m.eml!/丙.txt": "丙",
        "江苏/a.zip!/b.zip!/丁/丁.txt": "丁",
    }
    row = found["江苏/a.zip!/甲.txt"].tables["reports"][0]
    assert row["source_path"] == "江苏/a.zip!/甲.txt"
    assert row["source_sha256"] == hashlib.sha256("甲 2023".encode()).hexdigest()


def test_a_container_has_a_row_where_it_holds_nothing_or_can_not_be_opened(tmp_path, monkeypatch):
    documents = {
        "bare.zip": zipped({}),
        "mac.zip": zipped({"__MACOSX/._a.txt": b"1", ".DS_Store": b"1", "~$a.docx": b"1", "Thumbs.db": b"1"}),
        "cut.zip": zipped({"a.txt": b"1" * 500})[:-30],
    }
    assert told(read_here(raw(tmp_path, documents), monkeypatch)) == {
        "bare.zip": "nothing_inside",
        "mac.zip": "nothing_inside",
        "cut.zip": "damaged",
    }


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_documents_called_alike_have_paths_of_their_own(tmp_path, monkeypatch):
    twice = zipped([("a.txt", "甲 2023".encode()), ("a.txt", "乙 2023".encode()), ("./a.txt", "丙 2023".encode())])
    found = told(read_here(raw(tmp_path, {"a.zip": twice}), monkeypatch))
    assert found == {"a.zip!/a.txt": "甲", "a.zip!/a.txt~2": "乙", "a.zip!/a.txt~3": "丙"}


def test_a_folder_called_like_a_container_keeps_its_paths(tmp_path, monkeypatch):
    documents = {"a.zip": zipped({"a.txt": "甲 2023".encode()}), "a.zip!/a.txt": "丁 2023".encode()}
    found = told(read_here(raw(tmp_path, documents), monkeypatch))
    assert found == {"a.zip!/a.txt": "丁", "a.zip!/a.txt~2": "甲"}


def test_what_can_not_be_taken_out_costs_itself_alone(tmp_path, monkeypatch):
    data = zipped({"a.txt": "甲 2023".encode(), "b.txt": "乙 2023".encode(), "c.zip": b"PK\3\4 and no more"})
    start = data.index(b"PK\1\2") + 8
    locked = data[:start] + b"\1\0" + data[start + 2 :]
    found = read_here(raw(tmp_path, {"a.zip": locked}), monkeypatch)
    assert told(found) == {"a.zip!/a.txt": "encrypted", "a.zip!/b.txt": "乙", "a.zip!/c.zip": "damaged"}
    assert found["a.zip!/a.txt"].tables["documents_refused"][0]["source_sha256"] == ""


def nested(depth: int) -> bytes:
    data = "甲 2023".encode()
    for _ in range(depth):
        data = zipped({"a": data})
    return data


@pytest.mark.parametrize("depth", [MAX_CONTAINERS, MAX_CONTAINERS + 1, 40])
def test_containers_go_as_deep_as_the_limit(tmp_path, monkeypatch, depth):
    found = told(read_here(raw(tmp_path, {"a": nested(depth)}), monkeypatch))
    as_deep = min(depth, MAX_CONTAINERS)
    assert found == {"a" + "!/a" * as_deep: "甲" if depth == as_deep else "too_large"}


def test_a_file_holds_no_more_documents_than_the_limit_however_they_are_nested(tmp_path, monkeypatch):
    """Two archives of six in one: the first is read, with the second it would be more than ten."""
    monkeypatch.setattr(gather, "MAX_DOCUMENTS", 10)
    many = zipped({f"{n}.txt": b"nothing" for n in range(6)})
    found = told(read_here(raw(tmp_path, {"a.zip": zipped({"b.zip": many, "c.zip": many})}), monkeypatch))
    assert found["a.zip!/c.zip"] == "too_large"
    assert len(found) == 7


def test_the_list_of_sources_may_name_a_document_in_a_container(tmp_path, monkeypatch):
    listed = "publisher,path,url\n乙局,a.zip!/b.txt,https://x.cn/b\n丙局,a.zip,https://x.cn/a\n"
    documents = {"a.zip": zipped({"b.txt": "乙 2023".encode(), "c.txt": "丙 2023".encode()})}
    found = read_here(raw(tmp_path, documents, listed), monkeypatch)
    own, other = found["a.zip!/b.txt"].receipt, found["a.zip!/c.txt"].receipt
    assert own.listed.publisher == "乙局" and own.url == "https://x.cn/b"
    assert other.listed is None and other.url == "https://x.cn/a"


def dying(receipt: Receipt, data: bytes) -> Reading:
    """A reader that ends its process where the bytes say so."""
    if data == b"die":
        os._exit(9)
    return small.read(receipt, data)


def read_or_die(folder: Path, receipt: Receipt) -> Reading:
    report.read_report = dying
    return read_one(folder, receipt)


@pytest.mark.slow
def test_a_document_that_kills_its_worker_costs_itself_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(gather, "read_one", read_or_die)
    texts = {f"{n}.txt": f"甲 {2010 + n}".encode() for n in range(3)}
    folder = raw(tmp_path, {"a.zip": zipped(texts | {"1.txt": b"die"})})
    rows = small.rows(folder, tmp_path / "work")
    found = {row["source_path"]: row["publisher"] for row in rows["reports"]}
    found |= {row["source_path"]: row["reason"] for row in rows["documents_refused"]}
    assert found == {f"a.zip!/{n}.txt": "worker_died" if n == 1 else "甲" for n in range(3)}


@pytest.mark.parametrize("form", ["html", "docx", "xlsx", "csv", "json"])
def test_a_report_reads_the_same_in_a_container_and_outside(tmp_path, form):
    made = make(11, form)
    name = f"{made.truth.title}.{form}"
    packed = {"a.zip": zipped({name: made.data}), "m.eml": letter("请查收。", {name: made.data}), name: made.data}
    folder = raw(tmp_path, packed)
    waiting, tables = list(receipts(folder)), {}
    for receipt in waiting:
        found = read_one(folder, receipt)
        if isinstance(found, Reading):
            tables[receipt.path] = found.tables
        else:
            waiting += found.documents
    refused = tables.pop("documents/m.eml!/body.txt")
    assert refused["documents_refused"][0]["reason"] == "not_a_report"
    assert len(tables) == 3
    first, *others = tables.values()
    assert all(other[table] == first[table] for other in others for table in TABLES)


def test_a_container_counts_as_a_folder_of_its_name():
    receipt = Receipt("documents/江苏省/徐州市.zip!/鼓楼区.zip!/年报.txt", "", 0, None, None, None)
    places, _ = list(Evidence(Document("text/plain", ()), receipt, 2023).places("区"))[-1]
    assert [place.code for place in places] == ["320302"]


PAGE = "<html><title>年报</title><body><p>详见附件。</p><a href='{link}'>附件</a></body></html>"


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("附件.txt", "see_attachment"),
        ("./%E9%99%84%E4%BB%B6.txt", "see_attachment"),
        ("附件.txt#p1", "see_attachment"),
        ("../b/附件.txt", "see_attachment"),
        ("gone.txt", "not_a_report"),
        ("https://x.cn/附件.txt", "not_a_report"),
        ("/附件.txt", "not_a_report"),
        ("../../../outside.txt", "not_a_report"),
        ("page.html", "not_a_report"),
        ("http://[x", "not_a_report"),
        ("#top", "not_a_report"),
    ],
)
def test_a_page_that_leads_to_a_document_beside_it_says_so(tmp_path, link, reason):
    (tmp_path / "outside.txt").write_text("x")
    folder = raw(tmp_path / "raw", {"b/page.html": PAGE.format(link=link).encode(), "b/附件.txt": "甲 2023".encode()})
    page = next(receipt for receipt in receipts(folder) if receipt.path.endswith("html"))
    (row,) = read_one(folder, page).tables["documents_refused"]
    assert row["reason"] == reason


def test_a_page_in_an_archive_leads_to_a_document_of_the_archive(tmp_path):
    pages = {f"b/{name}.html": PAGE.format(link=link).encode() for name, link in (("1", "../附件.txt"), ("2", "附件.txt"))}
    folder = raw(tmp_path, {"a.zip": zipped(pages | {"附件.txt": b"1"})})
    (archive,) = receipts(folder)
    one, other, _ = read_one(folder, archive).documents
    assert [_told(read_one(folder, page)) for page in (one, other)] == ["see_attachment", "not_a_report"]


def test_at_most_three_files_are_listed_and_the_rest_counted():
    page = "".join(f"<a href={n}.pdf>{n}</a>" for n in range(5)) + "<a href=0.pdf>again</a>"
    assert linked_files(page.encode(), lambda path: True) == "0.pdf, 1.pdf, 2.pdf + 2"
    assert linked_files(page.encode(), lambda path: False) == ""
    assert linked_files(b"%PDF-1.7 <a href=0.pdf>", lambda path: True) == ""


def test_a_path_of_its_own():
    assert under_own_path("a", ()) == "a"
    assert under_own_path("a", ("a", "a~2")) == "a~3"


def test_check_shows_each_document_of_a_container(tmp_path, capsys):
    made = make(3, "html")
    (tmp_path / "a.zip").write_bytes(zipped({"年报.html": made.data, "b.zip": zipped({"c.txt": b"x"}), "d.zip": zipped({})}))
    assert main(["check", str(tmp_path / "a.zip")]) == 1
    shown = "".join(capsys.readouterr().out.split())
    assert made.truth.title in shown
    for path in ("a.zip!/年报.html", "a.zip!/b.zip!/c.txt", "a.zip!/d.zip"):
        assert path in shown


def test_check_of_one_document_in_a_container_and_of_a_cell_of_it(tmp_path, capsys):
    made = make(3, "html")
    inner = zipped({"年报.html": made.data, "other.txt": b"x"})
    (tmp_path / "a.zip").write_bytes(zipped({"b.zip": inner}))
    wanted = str(tmp_path / "a.zip!/b.zip!/年报.html")
    main(["check", wanted])
    shown = "".join(capsys.readouterr().out.split())
    assert made.truth.title in shown and "other.txt" not in shown
    assert main(["check", wanted, "--cell", "applications/granted/total"]) == 0
    assert "applications/granted/total: " in capsys.readouterr().out
    assert main(["check", str(tmp_path / "a.zip!/gone.html")]) == 1
    assert main(["check", str(tmp_path / "gone.zip!/a.html")]) == 1
    assert "can't be opened" in capsys.readouterr().out


def test_check_of_an_archive_that_is_cut(tmp_path, capsys):
    (tmp_path / "a.zip").write_bytes(zipped({"a.txt": b"1" * 500})[:-30])
    assert main(["check", str(tmp_path / "a.zip")]) == 1
    assert "damaged" in capsys.readouterr().out
