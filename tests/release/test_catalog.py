"""`catalog.jsonld`: conforms to DCAT-AP, lists what the index lists, and is mended by the next run."""

import copy
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyshacl import validate
from rdflib import Graph, Namespace, URIRef

from pipeline.release import catalog as catalogs
from pipeline.release.catalog import catalog, write_catalog
from pipeline.release.index import read_index
from pipeline.release.pointers import make_stable, prune, retract
from pipeline.release.publish import publish
from tests.release.described import in_november, release, tables

HERE = "https://example.org/open/"
DCAT = Namespace("http://www.w3.org/ns/dcat#")
SHAPES = Graph().parse(Path(__file__).with_name("dcat_shapes.ttl"))


def graph(told: dict[str, Any]) -> Graph:
    """The catalogue as it reads from where it is served."""
    return Graph().parse(data=json.dumps(told), format="json-ld", publicID=HERE + "catalog.jsonld")


def conforms(told: dict[str, Any]) -> bool:
    return validate(graph(told), shacl_graph=SHAPES, inference="none")[0]


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two releases; nobody may change them."""
    folder = tmp_path_factory.mktemp("catalogued")
    for value in (3, 4):
        release(folder, value)
    return folder / "published"


@pytest.fixture
def own(published: Path, tmp_path: Path) -> Path:
    """A copy to change."""
    return shutil.copytree(published, tmp_path / "published")


@pytest.fixture(scope="session")
def told(published: Path) -> dict[str, Any]:
    return json.loads((published / "catalog.jsonld").read_text("utf-8"))


def node(told: dict[str, Any], name: str) -> dict[str, Any]:
    return next(each for each in told["@graph"] if each["@id"] == name)


def test_it_conforms(told: dict[str, Any]):
    assert conforms(told)


def _release(change: Callable[[dict[str, Any]], object]) -> Callable[[dict[str, Any]], object]:
    return lambda told: change(node(told, "releases/2026.11.2/"))


def _file(change: Callable[[dict[str, Any]], object]) -> Callable[[dict[str, Any]], object]:
    return _release(lambda made: change(made["dcat:distribution"][0]))


PLANTED = {
    "no licence": _file(lambda file: file.pop("dct:license")),
    "a size that is none": _file(lambda file: file["dcat:byteSize"].update({"@value": "-1"})),
    "a short checksum": _file(lambda file: file["spdx:checksum"]["spdx:checksumValue"].update({"@value": "ab"})),
    "one language": _release(lambda made: made["dct:title"].pop()),
    "no publisher's name": lambda told: [each.pop("dct:publisher", None) for each in told["@graph"]],
    "an hour for a day": _release(lambda made: made["dct:issued"].update({"@value": "soon"})),
    "a version before that is none": _release(lambda made: made["dcat:previousVersion"].update({"@id": "nowhere"})),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_caught(told: dict[str, Any], fault: str):
    broken = copy.deepcopy(told)
    for each in broken["@graph"]:  # two files a release are enough to plant a fault in
        each["dcat:distribution"] = each.get("dcat:distribution", [])[:2]
    PLANTED[fault](broken)
    assert not conforms(broken)


def test_releases_follow_each_other(told: dict[str, Any]):
    made = graph(told)
    first, second = (URIRef(f"{HERE}releases/2026.11.{number}/") for number in (1, 2))
    series = URIRef(f"{HERE}catalog.jsonld#series")
    assert list(made.objects(second, DCAT.previousVersion)) == [first]
    assert list(made.objects(first, DCAT.previousVersion)) == []
    assert set(made.objects(series, DCAT.hasVersion)) == {first, second}
    assert (made.value(series, DCAT.first), made.value(series, DCAT.last)) == (first, second)


def test_every_file_is_there_with_its_size_and_hash(published: Path, told: dict[str, Any]):
    folder = published / "releases" / "2026.11.2"
    files = node(told, "releases/2026.11.2/")["dcat:distribution"]
    sums = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines())
    found = {each["dcat:downloadURL"]["@id"].removeprefix("releases/2026.11.2/"): each for each in files}
    assert {path: each["spdx:checksum"]["spdx:checksumValue"]["@value"] for path, each in found.items()} == sums
    assert all(int(each["dcat:byteSize"]["@value"]) == (folder / path).stat().st_size for path, each in found.items())


def test_the_years_are_those_of_the_reports(told: dict[str, Any]):
    period = node(told, "releases/2026.11.1/")["dct:temporal"]
    assert (period["dcat:startDate"]["@value"], period["dcat:endDate"]["@value"]) == ("2022", "2023")


def test_a_retracted_release_says_so_and_why(own: Path):
    with in_november():
        retract(own, "2026.11.2", "有误", "wrong")
    made = node(json.loads((own / "catalog.jsonld").read_text("utf-8")), "releases/2026.11.2/")
    assert made["adms:status"]["@id"].endswith("/WITHDRAWN")
    assert [each["@value"] for each in made["adms:versionNotes"]] == ["有误", "wrong"]


def test_a_removed_release_has_no_files_any_more(own: Path, tmp_path: Path):
    with in_november():
        make_stable(own, "2026.11.2")
        publish(own, tables(tmp_path / "t", 5))
        assert prune(own, 2) == ["2026.11.1"]
    told = json.loads((own / "catalog.jsonld").read_text("utf-8"))
    gone, kept = (node(told, f"releases/2026.11.{number}/") for number in (1, 2))
    assert gone["dcat:distribution"] == [] and gone["adms:status"]["@id"].endswith("/DISCONT")
    assert kept["dcat:distribution"] and kept["adms:status"]["@id"].endswith("/COMPLETED")


def test_a_kill_between_index_and_catalogue_is_mended_by_the_next_run(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    before = (own / "catalog.jsonld").read_bytes()
    given = tables(tmp_path / "t", 5)
    with in_november():
        with monkeypatch.context() as dying, pytest.raises(KeyboardInterrupt):
            dying.setattr(catalogs, "write_text", killed)
            publish(own, given)
        assert read_index(own)["latest"] == "2026.11.3" and (own / "catalog.jsonld").read_bytes() == before
        assert not publish(own, given).is_new
    assert "2026.11.3" in (own / "catalog.jsonld").read_text("utf-8")


def test_writing_it_again_changes_nothing(own: Path):
    stamp = (own / "catalog.jsonld").stat().st_mtime_ns
    write_catalog(own, read_index(own))
    assert (own / "catalog.jsonld").stat().st_mtime_ns == stamp


def test_where_nothing_is_published_there_is_no_catalogue(tmp_path: Path):
    write_catalog(tmp_path, read_index(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_lost_file_and_an_unknown_one_stop_nothing(own: Path):
    folder = own / "releases" / "2026.11.1"
    (folder / "codebook.csv").unlink()
    with (folder / "SHA256SUMS").open("a") as sums:
        sums.write(f"{'0' * 64}  older/thing.xyz\n")
    files = node(catalog(own, read_index(own)), "releases/2026.11.1/")["dcat:distribution"]
    told = {each["dcat:downloadURL"]["@id"].rpartition("/")[2]: each for each in files}
    assert "dcat:byteSize" not in told["codebook.csv"]
    assert told["thing.xyz"]["dct:title"][0]["@value"] == "older/thing.xyz"
