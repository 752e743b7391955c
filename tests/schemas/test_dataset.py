"""The dataset's own facts: told in both languages, and a wrong key is an error with file and line."""

from pathlib import Path

import pytest

from schemas.dataset import SENTENCES, dataset, read_dataset
from schemas.load import HERE, SchemaError

TEXT = (HERE / "dataset.yaml").read_text("utf-8")


def read(folder: Path, text: str):
    (folder / "dataset.yaml").write_text(text, encoding="utf-8")
    return read_dataset(folder / "dataset.yaml")


def test_every_sentence_is_told_in_both_languages():
    told = dataset()
    for name in SENTENCES:
        assert getattr(told, name).zh and getattr(told, name).en
    assert told.licence.id == "CC-BY-4.0" and told.keywords.zh and told.keywords.en


def test_the_citation_names_version_and_date():
    made = dataset().citation("2026.11.1", "2026-11-22")
    assert all("2026.11.1" in text and "2026-11-22" in text for text in (made.zh, made.en))


def test_nothing_is_invented_where_there_is_no_homepage(tmp_path: Path):
    assert (dataset().homepage, dataset().contact) == (None, None)
    assert read(tmp_path, TEXT.replace("homepage: null", "homepage: https://a.example")).homepage == "https://a.example"


LINE = {name: 1 + TEXT[: TEXT.index(found)].count("\n") for name, found in {"spatial": "spatial:", "all": "name:"}.items()}


@pytest.mark.parametrize(
    "wrong, line, told",
    [
        (TEXT + "colour: red\n", "all", "has no 'colour'"),
        (TEXT.replace("en: China}", "fr: Chine}"), "spatial", "has no 'fr'"),
        (TEXT.replace("en: China}", "en: ''}"), "spatial", "in zh and en"),
        (TEXT.replace("publisher: Gongkai contributors\n", ""), "all", "publisher"),
        (TEXT.replace("spatial: {zh: 中国, en: China}", "spatial: China"), "all", "a mapping"),
        (TEXT.replace("{version}", "{vision}"), "all", "attribution"),
    ],
)
def test_a_wrong_fact_is_told_with_file_and_line(tmp_path: Path, wrong: str, line: str, told: str):
    with pytest.raises(SchemaError, match=told) as error:
        read(tmp_path, wrong)
    assert f"dataset.yaml:{LINE[line]}" in str(error.value)


def test_a_file_without_facts_is_told(tmp_path: Path):
    with pytest.raises(SchemaError, match=r"dataset\.yaml"):
        read(tmp_path, "- a\n")
