"""What an operator decides: stable, retracted, removed, and errata; the releases themselves never change."""

import json
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.release.errata import NAME, Erratum, add, read_errata
from pipeline.release.errors import PublishError
from pipeline.release.index import read_index
from pipeline.release.pointers import make_stable, prune, retract, take_down
from pipeline.release.publish import publish
from tests.release.small import cell
from tests.release.test_publish import accepted, everything

ERRATUM = {"table": "applications", "message_zh": "错", "message_en": "wrong"}


@pytest.fixture
def four(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the releases 2026.11.1 to 2026.11.4."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795312800")
    for value in range(4):
        publish(tmp_path / "p", accepted(tmp_path / str(value), cell(value=value)))
    return tmp_path / "p"


def versions(published: Path) -> list[str]:
    return sorted(folder.name for folder in (published / "releases").iterdir())


def test_no_release_is_stable_until_one_is_made_so(four: Path):
    assert read_index(four)["stable"] is None
    make_stable(four, "2026.11.2")
    assert (read_index(four)["stable"], read_index(four)["latest"]) == ("2026.11.2", "2026.11.4")


def test_a_retracted_release_keeps_its_files_and_loses_its_pointers(four: Path):
    """2026.11.4 latest, .2 and .3 were stable → retract .4 and .3 → latest and stable are .2"""
    make_stable(four, "2026.11.2")
    make_stable(four, "2026.11.3")
    before = everything(four / "releases")
    retract(four, "2026.11.4", "读错", "misread")
    assert (read_index(four)["latest"], read_index(four)["stable"]) == ("2026.11.3", "2026.11.3")
    retract(four, "2026.11.3", "读错", "misread")
    assert (read_index(four)["latest"], read_index(four)["stable"]) == ("2026.11.2", "2026.11.2")
    assert everything(four / "releases") == before
    assert [told["version"] for told in read_index(four)["retracted"]] == ["2026.11.4", "2026.11.3"]
    assert read_index(four)["retracted"][0] | {"time": ""} == {
        "version": "2026.11.4", "time": "", "reason_zh": "读错", "reason_en": "misread",
    }  # fmt: skip


def test_after_all_are_retracted_the_next_release_is_the_latest(four: Path, tmp_path: Path):
    for number in range(1, 5):
        retract(four, f"2026.11.{number}", "错", "wrong")
    assert read_index(four)["latest"] is None
    assert publish(four, accepted(tmp_path / "t", cell(value=3))).version == "2026.11.5"
    assert read_index(four)["latest"] == "2026.11.5"


@pytest.mark.parametrize("decide", [make_stable, lambda p, v: retract(p, v, "错", "wrong")])
def test_a_version_that_is_not_there_is_told_with_those_that_are(four: Path, decide):
    with pytest.raises(PublishError, match=r"2026\.11\.9 is no release.*2026\.11\.4"):
        decide(four, "2026.11.9")


def test_what_was_retracted_is_neither_stable_nor_retracted_again(four: Path):
    retract(four, "2026.11.1", "错", "wrong")
    with pytest.raises(PublishError, match="was retracted"):
        make_stable(four, "2026.11.1")
    with pytest.raises(PublishError, match="was retracted"):
        retract(four, "2026.11.1", "错", "wrong")


def test_old_releases_are_removed_and_never_one_that_was_stable(four: Path, tmp_path: Path):
    make_stable(four, "2026.11.1")
    make_stable(four, "2026.11.4")
    assert prune(four, 2) == ["2026.11.2"]
    assert versions(four) == ["2026.11.1", "2026.11.3", "2026.11.4"]
    gone = next(entry for entry in read_index(four)["releases"] if entry["version"] == "2026.11.2")
    assert gone["removed"] == "2026-11-22"
    assert prune(four, 2) == []
    with pytest.raises(PublishError, match="was published"):
        publish(four, accepted(tmp_path / "t", cell(value=9)), "2026.11.2")


def test_what_must_not_be_public_is_taken_down_after_it_was_retracted(four: Path):
    """Even a release that was stable: the law stands above the promise to keep it."""
    make_stable(four, "2026.11.3")
    with pytest.raises(PublishError, match="retract it with the reason first"):
        take_down(four, "2026.11.3")
    retract(four, "2026.11.3", "含个人信息", "holds personal data")
    take_down(four, "2026.11.3")
    assert versions(four) == ["2026.11.1", "2026.11.2", "2026.11.4"]
    assert next(e for e in read_index(four)["releases"] if e["version"] == "2026.11.3")["removed"] == "2026-11-22"
    assert read_index(four)["retracted"][0]["reason_en"] == "holds personal data"


def test_at_least_the_latest_and_its_base_stay(four: Path):
    with pytest.raises(PublishError, match="at least 2"):
        prune(four, 1)


@pytest.mark.parametrize("left", [".removing-2026.11.1", "2026.11.1"])
def test_a_removal_that_was_cut_short_is_finished_by_the_next_run(four: Path, tmp_path: Path, monkeypatch, left: str):
    """A kill after the index was written, before or after the folder was renamed."""
    with monkeypatch.context() as dying:
        dying.setattr("pipeline.release.pointers._remove", lambda folder: None)
        prune(four, 3)
    (four / "releases" / "2026.11.1").rename(four / "releases" / left)
    publish(four, accepted(tmp_path / "t", cell(value=9)))
    assert versions(four) == ["2026.11.2", "2026.11.3", "2026.11.4", "2026.11.5"]


def test_an_erratum_stands_beside_the_releases(four: Path):
    assert read_errata(four) == []
    narrow = Erratum(["2026.11.1"], **ERRATUM, report_id="r", item="granted", column="total")
    assert [add(four, narrow), add(four, Erratum(["2026.11.1", "2026.11.2"], **ERRATUM))] == ["2026-11-22-1", "2026-11-22-2"]
    assert json.loads((four / NAME).read_text("utf-8"))["errata"][0] == {
        "id": "2026-11-22-1", "versions": ["2026.11.1"], "table": "applications", "message_zh": "错",
        "message_en": "wrong", "report_id": "r", "item": "granted", "column": "total", "time": "2026-11-22T10:00:00+08:00",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"versions": ["2026.11.9"]}, "releases that are there"),
        ({"versions": []}, "releases that are there"),
        ({"table": "aplications"}, "no table"),
        ({"item": "grant"}, "no item of applications"),
        ({"column": "granted"}, "no column of applications"),
        ({"report_id": "q"}, "q has no row"),
        ({"table": "coverage", "report_id": "r"}, "no column report_id"),
    ],
)
def test_an_erratum_about_nothing_is_refused(four: Path, wrong: dict, told: str):
    with pytest.raises(PublishError, match=told):
        add(four, Erratum(**{"versions": ["2026.11.1"]} | ERRATUM | wrong))
    assert not (four / NAME).exists()


def test_a_damaged_file_of_errata_is_told_and_not_replaced(four: Path):
    (four / NAME).write_text("[]")
    with pytest.raises(PublishError, match="restore it"):
        add(four, Erratum(["2026.11.1"], **ERRATUM))
    assert (four / NAME).read_text() == "[]"


def test_the_command_decides_and_lists(four: Path, capsys: pytest.CaptureFixture[str]):
    def releases(*given: str) -> int:
        return main(["releases", "--published", str(four), *given])

    assert releases("stable", "2026.11.1") == 0
    assert releases("retract", "2026.11.4", "--zh", "错", "--en", "misread columns") == 0
    assert releases("erratum", "--versions", "2026.11.1", "--table", "applications", "--zh", "错", "--en", "wrong") == 0
    assert releases("prune", "--keep", "2") == 0
    capsys.readouterr()
    assert releases() == 0
    assert [line.strip().split(maxsplit=3) for line in capsys.readouterr().out.splitlines()[1:]] == [
        ["2026.11.4", "2026-11-22", "1", "retracted: misread columns"],
        ["2026.11.3", "2026-11-22", "1", "latest"],
        ["2026.11.2", "2026-11-22", "1", "removed 2026-11-22"],
        ["2026.11.1", "2026-11-22", "1", "stable"],
    ]
    assert releases("stable", "2026.11.4") == 1
    assert "was retracted" in capsys.readouterr().err
