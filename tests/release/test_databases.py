"""The databases beside a release: the same rows, keys that are held, views in Chinese."""

import sqlite3
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from pipeline.release import databases as making
from pipeline.release.databases import databases, write_duckdb, write_sqlite
from pipeline.release.errors import PublishError
from schemas.tables import columns_of, key, title
from tests.release.making import build, form, whole
from tests.release.small import finding, result, row

WRITERS = {"gongkai.sqlite": write_sqlite, "gongkai.duckdb": write_duckdb}
CONNECT = {"gongkai.sqlite": sqlite3.connect, "gongkai.duckdb": duckdb.connect}


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A release with rows that refer to each other, one of them to a row of its own table."""
    section = {"report_id": "r", "section": "overview"}
    figure = {"subject": "requests_received", "value": 3, "approximate": False, "text": "3", "start": 0, "end": 1, **section}
    return build(
        tmp_path,
        reports=[whole(publisher_id="p")],
        publishers=[row("publishers", publisher_id="p", name="某县人民政府")],
        applications=form("applications", 2021),
        sections=[row("sections", **section, present=True)],
        narrative_figures=[row("narrative_figures", figure_id="1", part_of=p, **figure) | {"figure_id": f} for f, p in (("1", "2"), ("2", None))],
        findings=[finding(finding_id="1", table="applications")],
        rule_results=[result("pass")],
    ).folder


@pytest.mark.parametrize("name", WRITERS)
def test_every_table_has_the_rows_of_the_parquet(release: Path, name: str):
    WRITERS[name](release, release / name)
    with CONNECT[name](str(release / name)) as database:
        for parquet in release.glob("*.parquet"):
            columns = ", ".join(f'"{c}"' for c in key(parquet.stem))
            found = database.execute(f'SELECT * FROM "{parquet.stem}" ORDER BY {columns}').fetchall()
            wanted = [tuple(r.values()) for r in pq.read_table(parquet).to_pylist()]
            assert found == wanted


def test_sqlite_holds_its_keys(release: Path):
    write_sqlite(release, release / "s")
    with sqlite3.connect(release / "s") as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        database.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            database.execute("UPDATE applications SET report_id = 'nobody'")
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            database.execute("UPDATE applications SET status = 'unheard of'")
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
            database.execute("UPDATE applications SET item = 'granted'")


def test_duckdb_holds_its_keys(release: Path):
    write_duckdb(release, release / "d")
    with duckdb.connect(str(release / "d")) as database:
        with pytest.raises(duckdb.ConstraintException):
            database.execute("INSERT INTO rule_results SELECT * REPLACE ('nobody' AS report_id) FROM rule_results")
        with pytest.raises(duckdb.ConstraintException):
            database.execute("INSERT INTO applications SELECT * FROM applications LIMIT 1")


@pytest.mark.parametrize("name", WRITERS)
def test_the_views_are_in_chinese(release: Path, name: str):
    WRITERS[name](release, release / name)
    with CONNECT[name](str(release / name)) as database:
        asked = database.execute(f'SELECT * FROM "{title("applications")[0]}"')
        assert [told[0] for told in asked.description] == [c.title_zh for c in columns_of("applications").values()]
        found = database.execute(f'SELECT "项目", "申请人", "状态", "数值" FROM "{title("applications")[0]}" WHERE "数值" = 14').fetchall()
    assert found == [("（一）予以公开", "自然人", "已报告", 14)]


def published(release: Path) -> Path:
    release.rename(release.with_name("2026.11.1"))
    return release.parents[1]


def test_they_lie_beside_the_release_and_are_made_once(release: Path, monkeypatch: pytest.MonkeyPatch):
    before = sorted(path.name for path in release.iterdir())
    where = published(release)
    folder = databases(where, "2026.11.1")
    assert folder == where / "extras" / "2026.11.1"
    assert sorted(path.name for path in folder.iterdir()) == ["gongkai.duckdb", "gongkai.sqlite"]
    assert sorted(path.name for path in (where / "releases" / "2026.11.1").iterdir()) == before
    monkeypatch.setattr(making, "_make", lambda *_: pytest.fail("made again"))
    assert databases(where, "2026.11.1") == folder


def test_a_failure_leaves_nothing_under_the_name(release: Path, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    where = published(release)
    monkeypatch.setattr(making, "write_duckdb", full)
    with pytest.raises(PublishError):
        databases(where, "2026.11.1")
    assert list((where / "extras").iterdir()) == []
