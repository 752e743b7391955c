"""`datapackage.json` and `CITATION.cff`: valid by their standards, true of the files, and told in both languages."""

import copy
import hashlib
import json
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from jsonschema import Draft7Validator, Draft202012Validator

from schemas import codes
from schemas.tables import TABLES, columns_of, foreign_keys, key
from tests.release.described import release
from tests.release.profiles import CITATION, DATA_PACKAGE
from tests.release.references import broken_references


@pytest.fixture(scope="session")
def package(described: Path) -> dict[str, Any]:
    return json.loads((described / "datapackage.json").read_text("utf-8"))


def resource(package: dict[str, Any], name: str) -> dict[str, Any]:
    return next(each for each in package["resources"] if each["name"] == name)


def faults(given: dict[str, Any], profile: dict[str, Any]) -> list[str]:
    validator = Draft202012Validator(profile, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [f"{'/'.join(map(str, error.path))}: {error.message[:80]}" for error in validator.iter_errors(given)]


def test_it_fits_the_profile(package: dict[str, Any]):
    assert faults(package, DATA_PACKAGE) == []


def test_it_fits_the_profile_that_the_standard_publishes(package: dict[str, Any]):
    """The whole of it, as the package dplib-py carries it; what is restated here tells better what is wrong."""
    found = find_spec("dplib")
    if found is None:
        pytest.skip("dplib-py is not installed")
    profile = json.loads((Path(found.origin).parent / "profiles" / "2.0" / "datapackage.json").read_text("utf-8"))
    assert list(Draft7Validator(profile).iter_errors(package)) == []
    broken = package | {"resources": [package["resources"][0] | {"hash": "sha256:xyz"}]}
    assert list(Draft7Validator(profile).iter_errors(broken))


def _of_a_field(change: Callable[[dict[str, Any]], object]) -> Callable[[dict[str, Any]], object]:
    return lambda package: change(resource(package, "applications")["schema"]["fields"][1])


PLANTED = {
    "no resources": lambda p: p.pop("resources"),
    "a path out of the folder": lambda p: p["resources"][0].update(path="../secret"),
    "a hash that is none": lambda p: p["resources"][0].update(hash="sha256:xyz"),
    "a licence without a name": lambda p: p["licenses"][0].update(name="CC BY") or p["licenses"][0].pop("path"),
    "a day without an hour": lambda p: p.update(created="2026-11-22"),
    "an unknown type": _of_a_field(lambda f: f.update(type="category")),
    "a pattern for a number": _of_a_field(lambda f: f.update(type="integer", constraints={"pattern": "1"})),
    "a category without value": _of_a_field(lambda f: f["categories"].append({"label": "x"})),
    "a reference to nothing": lambda p: resource(p, "applications")["schema"]["foreignKeys"][0].pop("reference"),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_caught(package: dict[str, Any], fault: str):
    broken = copy.deepcopy(package)
    PLANTED[fault](broken)
    assert faults(broken, DATA_PACKAGE)


def test_it_lists_every_file_but_itself_and_the_papers_with_size_and_hash(described: Path, package: dict[str, Any]):
    there = {f.relative_to(described).as_posix(): f.read_bytes() for f in described.rglob("*") if f.is_file()}
    for paper in ("datapackage.json", "README.md", "SHA256SUMS"):
        del there[paper]
    told = {each["path"]: (each["bytes"], each["hash"]) for each in package["resources"]}
    assert told == {path: (len(b), f"sha256:{hashlib.sha256(b).hexdigest()}") for path, b in there.items()}
    assert len({each["name"] for each in package["resources"]}) == len(package["resources"])


def tables_of(package: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Each table with its schema, once as CSV and once as Parquet."""
    return [(each["name"].removesuffix("-parquet"), each["schema"]) for each in package["resources"] if "schema" in each]


def test_every_table_is_there_twice(described: Path, package: dict[str, Any]):
    there = {file.stem for file in described.glob("*.parquet")}
    assert there >= {*TABLES, "codelists"}
    assert sorted(name for name, _ in tables_of(package)) == sorted([*there, *there])


def test_a_table_has_its_columns_keys_and_references(package: dict[str, Any]):
    for table, schema in tables_of(package):
        assert [field["name"] for field in schema["fields"]] == list(columns_of(table))
        assert schema["primaryKey"] == list(key(table))
        told = {tuple(each["fields"]) for each in schema.get("foreignKeys", ())}
        assert told == {each.columns for each in foreign_keys(table)} - {("report_id", "part_of")}


def test_every_column_and_code_is_told_in_both_languages(package: dict[str, Any]):
    for table, schema in tables_of(package):
        for field in schema["fields"]:
            column = columns_of(table)[field["name"]]
            assert all(field[word] for word in ("title", "titleZh", "description", "descriptionZh"))
            told = {each["value"]: (each["labelZh"], each["label"]) for each in field.get("categories", ()) if each["value"]}
            known = codes.code_rows(column.codelist) if column.codelist else ()
            assert told == {row.code: (row.title_zh, row.title_en) for row in known if row.code in column.codes}


def test_every_reference_leads_to_the_key_of_a_resource(package: dict[str, Any]):
    names = {each["name"]: each for each in package["resources"]}
    for each in package["resources"]:
        for reference in each.get("schema", {}).get("foreignKeys", ()):
            target = names[reference["reference"].get("resource", each["name"])]
            assert reference["reference"]["fields"] == target["schema"]["primaryKey"]
            assert target["format"] == each["format"]


def test_limits_and_years_are_told(package: dict[str, Any]):
    fields = {field["name"]: field for field in resource(package, "reports")["schema"]["fields"]}
    assert fields["year"]["constraints"] == {"minimum": 1990, "maximum": 2100}
    assert fields["layout_applications"]["constraints"]["enum"] == [2019, 2021]
    assert fields["division_code"]["constraints"]["pattern"] == "^[0-9]{6}$"
    assert (fields["report_id"]["constraints"], fields["report_id"]["missingValues"]) == ({"required": True}, [])
    assert package["temporal"] == {"start": "2022", "end": "2023"}
    assert "homepage" not in package and "contact" not in package


def test_the_references_hold(described: Path):
    assert broken_references(described) == []


def test_a_reference_that_leads_nowhere_is_noticed(described: Path, tmp_path: Path):
    for file in described.glob("*.parquet"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    query = f"COPY (SELECT * FROM '{described}/reports.parquet' WHERE report_id <> 'q') TO '{tmp_path}/reports.parquet'"
    duckdb.sql(query)
    assert broken_references(tmp_path) == ["continuity: previous_report_id", "revisions: earlier_report_id"]


def test_the_citation_fits_its_schema_and_names_the_release(described: Path):
    cited = yaml.safe_load((described / "CITATION.cff").read_text("utf-8"))
    assert faults(cited, CITATION) == []
    assert (cited["version"], cited["date-released"], cited["type"]) == ("2026.11.1", "2026-11-22", "dataset")


@pytest.mark.parametrize("fault", [{"authors": []}, {"cff-version": "1.0"}, {"type": "table"}, {"date-released": "today"}, {"doi": "10"}])
def test_a_citation_that_is_none_is_caught(described: Path, fault: dict[str, Any]):
    cited = yaml.safe_load((described / "CITATION.cff").read_text("utf-8"))
    assert faults(cited | fault, CITATION)


def test_the_readme_tells_every_kind_of_file(described: Path):
    text = (described / "README.md").read_text("utf-8")
    for pattern in ("….parquet", "csv/….csv", "codelists/….csv", "codebook.html", "codebook.xlsx", "datapackage.json"):
        assert f"| `{pattern}` |" in text
    assert "sqlite" not in text and "CC BY 4.0" in text


def test_a_rebuild_is_the_same_bytes(described: Path, tmp_path: Path):
    again = release(tmp_path)
    files = {file.relative_to(described) for file in described.rglob("*") if file.is_file()}
    assert files == {file.relative_to(again) for file in again.rglob("*") if file.is_file()}
    assert [str(f) for f in files if (described / f).read_bytes() != (again / f).read_bytes()] == []
