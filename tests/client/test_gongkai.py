"""The client: what it loads is what was published, or it says why not."""

import os
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from client import gongkai
from client.gongkai import Errata, GongkaiError, Offline, Retracted, codebook, load, releases
from tests.client import site


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site.build(tmp_path_factory.mktemp("site"))


@pytest.fixture
def published(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GONGKAI_CACHE", str(tmp_path / "缓存 cache"))
    monkeypatch.delenv("GONGKAI_BASE", raising=False)
    monkeypatch.setattr(gongkai, "TIMEOUT", 2.0)
    return Path(shutil.copytree(built, tmp_path / "公开 published"))


def value(frame: pd.DataFrame) -> int:
    """The number in which the two releases differ."""
    return int(frame.loc[(frame["report_id"] == "r") & (frame["applicant"] == "total"), "value"].iloc[0])


def cached() -> list[Path]:
    return [file for file in Path(os.environ["GONGKAI_CACHE"]).rglob("*") if file.is_file()]


# What is loaded


@pytest.mark.parametrize(("version", "expected"), [("latest", 4), ("stable", 3), ("2026.11.1", 3), ("2026.11.2", 4)])
def test_a_version_is_what_it_is_called(published: Path, version: str, expected: int):
    site.index(published, stable="2026.11.1")
    with site.served(published) as (address, _):
        assert value(load("applications", version=version, base=address)) == expected
    assert value(load("applications", version=version, base=published)) == expected


def test_a_blank_stays_blank_and_whole_numbers_stay_whole(published: Path):
    frame = load("applications", base=published)
    assert str(frame["value"].dtype) == "Int64" and str(frame["sound"].dtype) == "boolean"
    assert frame["value"].isna().tolist() == [True, False, False]


def test_years_and_columns_are_chosen(published: Path):
    assert load("applications", year=2023, base=published)["report_id"].tolist() == ["s"]
    assert len(load("applications", year=[2021, 2023], base=published)) == 3
    frame = load("applications", year=2021, columns=["value", "item"], base=published)
    assert list(frame.columns) == ["value", "item"] and len(frame) == 2


def test_a_table_without_years_is_filtered_by_its_reports(published: Path):
    rows = site.conform("sections", [{"report_id": r, "section": "overview", "heading": r, "text": "", "present": True} for r in "rs"])
    site.write_parquet("sections", rows, published / "releases" / "2026.11.2" / "sections.parquet")
    site.seal(published, "2026.11.2")
    assert load("sections", year=2021, base=published)["heading"].tolist() == ["r"]
    with pytest.raises(GongkaiError, match="neither a year nor a report"):
        load("publishers", year=2021, base=published)


def test_the_sound_selection_is_a_file_of_its_own(published: Path):
    folder = published / "releases" / "2026.11.2"
    shutil.rmtree(folder / "sound", ignore_errors=True)
    site.seal(published, "2026.11.2")
    with pytest.raises(GongkaiError, match="sound selection is there of no table"):
        load("applications", sound=True, base=published)
    (folder / "sound").mkdir()
    pq.write_table(pq.read_table(folder / "applications.parquet", filters=[("sound", "==", True)]), folder / "sound" / "applications.parquet")
    site.seal(published, "2026.11.2")
    assert len(load("applications", sound=True, base=published)) == 2
    with pytest.raises(GongkaiError, match="selection is there of applications; load reports"):
        load("reports", sound=True, base=published)


def test_release_licence_and_citation_travel_with_the_frame(published: Path):
    frame = load("applications", base=published, version="2026.11.1")
    assert frame.attrs["release"] == "2026.11.1" and frame.attrs["licence"] == "CC-BY-4.0"
    assert "2026.11.1" in frame.attrs["citation"] and frame.attrs["errata"] == [] and frame.attrs["retracted"] is None


def test_releases_and_the_code_book(published: Path):
    site.index(published, stable="2026.11.1")
    listed = releases(published)
    assert listed["version"].tolist() == ["2026.11.1", "2026.11.2"]
    assert listed["latest"].tolist() == [False, True] and listed["stable"].tolist() == [True, False]
    book = codebook(published, "2026.11.1")
    assert "applications" in set(book["table"]) and not book.isna().any().any()


# The pointer and the cache


def test_an_index_that_swings_during_a_load_changes_nothing(published: Path):
    site.index(published, latest="2026.11.1")

    def swing(request: site.Handler) -> bool:
        if request.path.endswith("SHA256SUMS"):
            site.index(published, latest="2026.11.2")
        return False

    with site.served(published, swing) as (address, asked):
        frame = load("applications", base=address)
        assert (value(frame), frame.attrs["release"]) == (3, "2026.11.1")
        assert asked.count("/index.json") == 1
        assert value(load("applications", base=address)) == 4


def test_what_was_loaded_is_not_fetched_again(published: Path):
    with site.served(published) as (address, asked):
        load("applications", base=address)
        load("applications", base=address)
    assert [path.rpartition("/")[2] for path in asked].count("applications.parquet") == 1


def test_a_damaged_copy_is_fetched_anew(published: Path):
    with site.served(published) as (address, _):
        load("applications", base=address)
        for file in cached():
            if "files" in file.parts:
                file.write_bytes(b"damaged")
        assert value(load("applications", base=address)) == 4


def test_offline_a_version_that_was_loaded_is_still_there(published: Path):
    site.errata(published)
    with site.served(published) as (address, _), pytest.warns(Errata):
        load("applications", base=address)
    with pytest.warns(Offline, match="later errata and retractions"), pytest.warns(Errata):
        assert value(load("applications", version="2026.11.2", base=address)) == 4
    with pytest.raises(GongkaiError, match="Name a version"):
        load("applications", base=address)
    with pytest.warns(Offline), pytest.raises(GongkaiError, match=r"applications.parquet can't be had|SHA256SUMS can't be had"):
        load("applications", version="2026.11.1", base=address)


def test_offline_and_never_seen(published: Path):
    with pytest.raises(GongkaiError, match="nothing of it is in"):
        load("applications", version="2026.11.2", base="http://127.0.0.1:9")


def test_a_server_in_trouble_is_no_server(published: Path):
    def trouble(request: site.Handler) -> bool:
        request.send_error(503)
        return True

    with site.served(published, trouble) as (address, _), pytest.raises(GongkaiError, match="503"):
        load("applications", base=address)


def test_two_processes_load_at_once(published: Path):
    with site.served(published) as (address, _):
        command = [sys.executable, "-c", f"from client.gongkai import load; print(len(load('applications', base={address!r})))"]
        running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
        assert [process.communicate(timeout=60)[0].strip() for process in running] == ["3", "3"]
    assert not [file for file in cached() if file.name.startswith(".")]


def test_spaces_and_chinese_in_an_address(published: Path):
    with site.served(published.parent) as (address, _):
        assert value(load("applications", base=f"{address}/公开 published/")) == 4
    assert value(load("applications", base=published.as_uri())) == 4


def test_the_environment_names_the_base(published: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GONGKAI_BASE", str(published))
    assert value(load("applications")) == 4


# What must not be believed


def test_a_tampered_table_is_refused(published: Path):
    file = published / "releases" / "2026.11.2" / "applications.parquet"
    expected = site.sha256(file)
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    with pytest.raises(GongkaiError) as local:
        load("applications", base=published)
    with site.served(published) as (address, _), pytest.raises(GongkaiError) as remote:
        load("applications", base=address)
    for told in (str(local.value), str(remote.value)):
        assert "applications.parquet" in told and expected in told and site.sha256(file) in told
    assert not [copy for copy in cached() if copy.name in (expected, site.sha256(file))]


def test_tampered_checksums_are_refused(published: Path):
    sums = published / "releases" / "2026.11.2" / "SHA256SUMS"
    sums.write_text(sums.read_text("utf-8").replace("a", "b"), "utf-8")
    with pytest.raises(GongkaiError, match="SHA256SUMS is not what was published"):
        load("applications", base=published)


def test_half_a_download_is_refused_and_not_kept(published: Path):
    def halve(request: site.Handler) -> bool:
        if not request.path.endswith("applications.parquet"):
            return False
        data = (published / "releases" / "2026.11.2" / "applications.parquet").read_bytes()
        request.send_response(200)
        request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        request.wfile.write(data[: len(data) // 2])
        return True

    with site.served(published, halve) as (address, _), pytest.raises(GongkaiError, match=r"bytes came; try again|broke off"):
        load("applications", base=address)
    with site.served(published) as (address, _):
        assert value(load("applications", base=address)) == 4


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x"])
def test_no_redirect_leaves_the_web(published: Path, target: str):
    def lead(request: site.Handler) -> bool:
        request.send_response(302)
        request.send_header("Location", target)
        request.end_headers()
        return True

    with site.served(published, lead) as (address, _), pytest.raises(GongkaiError, match=r"not allowed|not followed"):
        load("applications", base=address)


def test_a_redirect_on_the_web_is_followed(published: Path):
    def lead(request: site.Handler) -> bool:
        if not request.path.startswith("/old/"):
            return False
        request.send_response(301)
        request.send_header("Location", request.path.removeprefix("/old"))
        request.end_headers()
        return True

    with site.served(published, lead) as (address, _):
        assert value(load("applications", base=f"{address}/old")) == 4


@pytest.mark.parametrize("name", ["index.json", "releases/2026.11.2/applications.parquet"])
def test_a_file_beyond_the_limit_is_refused(published: Path, monkeypatch: pytest.MonkeyPatch, name: str):
    monkeypatch.setitem(gongkai.MOST, "index.json", 10 if name == "index.json" else 2**20)
    monkeypatch.setattr(gongkai, "MOST_OF_A_TABLE", 100)
    with site.served(published) as (address, _), pytest.raises(GongkaiError, match=f"{name} is larger than"):
        load("applications", base=address)


@pytest.mark.parametrize(("given", "told"), [
    ({"table": "aplications"}, "its tables are .*applications.*sections"),
    ({"table": "../index"}, "no name of a table"),
    ({"version": "2026.11.9"}, "give one of 2026.11.1, 2026.11.2"),
    ({"version": "newest"}, "'latest', 'stable' or"),
    ({"version": "stable"}, "names no stable release yet"),
    ({"columns": ["valeu"]}, "applications.parquet has no valeu: it has report_id, item"),
])  # fmt: skip
def test_a_wrong_word_is_told_with_the_right_ones(published: Path, given: dict, told: str):
    with pytest.raises(GongkaiError, match=told):
        load(**{"table": "applications", "base": published} | given)


@pytest.mark.parametrize(("base", "told"), [
    (None, "GONGKAI_BASE"), ("ftp://example.org", "not supported"), ("/nowhere/at/all", "no index.json"),
])  # fmt: skip
def test_a_base_that_is_none_is_told(published: Path, base: str | None, told: str):
    with pytest.raises(GongkaiError, match=told):
        load("applications", base=base)


@pytest.mark.parametrize("text", ["", "[]", '{"releases": 1}', '{"releases": [{"version": "../../etc"}]}'])
def test_an_index_that_is_none_is_told(published: Path, text: str):
    (published / "index.json").write_text(text)
    with pytest.raises(GongkaiError, match=r"index\.json"):
        load("applications", base=published)


# Retractions and errata


def test_a_retracted_release_is_loaded_with_a_warning(published: Path):
    site.index(published, retracted=[{"version": "2026.11.1", "time": "", "reason_zh": "错", "reason_en": "wrong"}])
    with pytest.warns(Retracted, match=r"2026\.11\.1 was retracted: 错 · wrong"):
        frame = load("applications", version="2026.11.1", base=published)
    assert frame.attrs["retracted"] == "错 · wrong"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        load("applications", version="2026.11.2", base=published)


@pytest.mark.parametrize(("fields", "year", "rows"), [
    ({}, None, 3),
    ({"report_id": "r"}, None, 2),
    ({"report_id": "r", "item": "granted", "column": "total"}, None, 1),
    ({"report_id": "r"}, 2023, 0),
    ({"item": "new_received"}, None, 0),
    ({"table": "reports"}, None, 0),
    ({"versions": ["2026.11.1"]}, None, 0),
])  # fmt: skip
def test_errata_warn_where_rows_of_the_result_are_concerned(published: Path, fields: dict, year: int | None, rows: int):
    site.errata(published, **fields)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        frame = load("applications", year=year, base=published, columns=["value"])
    assert [w.category for w in told] == ([Errata] if rows else [])
    assert list(frame.columns) == ["value"]
    if rows:
        assert str(told[0].message).startswith(f"{rows} row") and "印错 · a misprint" in str(told[0].message)
        assert frame.attrs["errata"][0]["id"] == "E1"
