"""`raw/sources.csv`: what a line says, how it finds its document, and that a bad line stops nothing."""

from pathlib import Path

import pytest

from pipeline.fetch.receipts import fingerprint, receipts
from pipeline.fetch.sources import Source, Sources, sources
from tests.release.small import raw


def listed(folder: Path, *lines: str) -> Sources:
    (folder / "sources.csv").write_text("\n".join(lines), encoding="utf-8")
    return sources(folder)


@pytest.mark.parametrize("path", ["甲/a.txt", "documents/甲/a.txt"])
def test_a_line_is_found_by_its_path(tmp_path: Path, path: str):
    folder = raw(tmp_path, {"甲/a.txt": "甲", "b.txt": "乙"})
    listed(folder, "publisher,year,url,kind,path,division_code", f"甲局,2023,https://x/a,department,{path},320813")
    a, b = sorted(receipts(folder), key=lambda receipt: receipt.listed is None)
    assert a.listed == Source("甲局", 2023, "department", "320813", "https://x/a") and a.url == "https://x/a"
    assert (b.listed, b.url) == (None, None)


def test_a_line_is_found_by_its_address(tmp_path: Path):
    assert listed(tmp_path, "publisher,url", "甲局,https://x/a").of("documents/z", "https://x/a") == Source(
        "甲局", url="https://x/a"
    )


def test_all_columns_but_the_publisher_are_optional(tmp_path: Path):
    assert listed(tmp_path, "path,publisher", "a.txt,甲局").of("documents/a.txt") == Source("甲局")


def test_every_line_is_kept_those_without_a_document_too(tmp_path: Path):
    found = listed(tmp_path, "path,publisher,year", "documents/a.txt,甲局,2023", ",乙局,2024").lines
    assert found == (("a.txt", Source("甲局", 2023)), ("", Source("乙局", 2024)))


def test_no_list_is_an_empty_list(tmp_path: Path):
    assert sources(tmp_path) == Sources()


@pytest.mark.parametrize(("line", "why"), [
    ("a.txt,,2023,,", "no publisher"),
    ("a.txt,甲局,23,,", "'23' is no year"),
    ("a.txt,甲局,２０２３,,", "is no year"),
    ("a.txt,甲局,2023,3208,", "is no division code"),
    ("a.txt,甲局,2023,,ministry", "is no kind"),
    ("a.txt,甲局,2023", "more or fewer fields"),
    ("a.txt,甲局,2023,,,,,", "more or fewer fields"),
])  # fmt: skip
def test_a_line_that_cant_be_understood_is_left_out_and_told(tmp_path: Path, caplog, line: str, why: str):
    found = listed(tmp_path, "path,publisher,year,division_code,kind", line, "b.txt,乙局,2022,,")
    assert list(found.by_path) == ["documents/b.txt"]
    assert "sources.csv:2" in caplog.text and why in caplog.text


@pytest.mark.parametrize("header", ["path,year", "path,publisher,colour"])
def test_an_unknown_header_leaves_the_list_out(tmp_path: Path, caplog, header: str):
    assert listed(tmp_path, header, "a.txt,2023,x") == Sources()
    assert "sources.csv:1" in caplog.text


def test_a_file_that_is_no_text_leaves_the_list_out(tmp_path: Path, caplog):
    (tmp_path / "sources.csv").write_bytes("publisher\n甲局".encode("gb18030"))
    assert sources(tmp_path) == Sources() and "can't be read" in caplog.text


def test_a_change_of_the_list_is_a_change(tmp_path: Path):
    folder = raw(tmp_path, {"a.txt": "甲"})
    before = fingerprint(folder)
    listed(folder, "path,publisher", "a.txt,甲局")
    assert fingerprint(folder) != before


def fetched(folder: Path, *lines: str) -> Sources:
    """The list of a folder in which something was fetched: time, address, outcome, source, publisher, year and path."""
    header = "time,url,outcome,source,publisher,year,path"
    (folder / "receipts.csv").write_text("\n".join([header, *lines, ""]), "utf-8")
    return sources(folder)


def test_a_fetched_document_has_its_own_address_and_what_the_line_says_that_led_to_it(tmp_path: Path):
    listed(tmp_path, "publisher,year,url,kind,address_kind", "甲局,2023,https://x/list,department,list")
    found = fetched(tmp_path, "t,https://x/a.pdf,new,https://x/list,乙局,2022,documents/fetched/r/h.pdf")
    assert found.of("documents/fetched/r/h.pdf") == Source("甲局", 2023, "department", None, "https://x/a.pdf", "list")
    assert len(found.lines) == 1


def test_what_the_line_said_when_it_was_fetched_is_kept_where_the_line_is_gone(tmp_path: Path):
    found = fetched(tmp_path, "t,https://x/a.pdf,new,https://x/list,乙局,2022,documents/fetched/r/h.pdf")
    assert found.of("documents/fetched/r/h.pdf") == Source("乙局", 2022, url="https://x/a.pdf")


def test_a_line_that_names_the_path_goes_before_the_receipt(tmp_path: Path):
    listed(tmp_path, "publisher,path", "丙局,fetched/r/h.pdf")
    found = fetched(tmp_path, "t,https://x/a.pdf,new,https://x/list,乙局,2022,documents/fetched/r/h.pdf")
    assert found.of("documents/fetched/r/h.pdf") == Source("丙局")


def test_a_list_page_is_no_document(tmp_path: Path):
    assert fetched(tmp_path, "t,https://x/list,new,https://x/list,乙局,2022,pages/h.html") == Sources()


def test_an_unknown_kind_of_address_leaves_the_line_out(tmp_path: Path, caplog):
    assert listed(tmp_path, "publisher,url,address_kind", "甲局,https://x/a,feed").lines == ()
    assert "'feed' is none of report, attachment, list" in caplog.text


GOT = "2026-11-24T02:30:00Z,https://x/a.pdf,new,https://x/a.pdf,乙局,2022,documents/fetched/r/h.pdf"
GONE = "2026-11-26T02:30:00Z,https://x/a.pdf,vanished,https://x/a.pdf,乙局,2022,"


@pytest.mark.parametrize(("lines", "vanished"), [
    ([GOT], None), ([GOT, GONE], "2026-11-26"), ([GOT, GONE, GONE.replace("vanished", "failed")], "2026-11-26"),
    ([GOT, GONE, GOT.replace("new", "unchanged")], None), ([GOT, GONE.replace("a.pdf", "b.pdf")], None),
])  # fmt: skip
def test_a_document_that_vanished_is_known_until_it_comes_back(tmp_path: Path, lines: list[str], vanished: str | None):
    assert fetched(tmp_path, *lines).of("documents/fetched/r/h.pdf").vanished == vanished


def test_bytes_that_two_addresses_gave_keep_the_first_and_have_vanished_from_neither(tmp_path: Path):
    other = GOT.replace("a.pdf", "b.pdf")
    found = fetched(tmp_path, GOT, other, GONE, other).of("documents/fetched/r/h.pdf")
    assert (found.url, found.vanished) == ("https://x/a.pdf", None)
