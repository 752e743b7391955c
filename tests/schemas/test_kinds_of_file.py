"""What the files of a release are: each told in both languages, by the first line that fits its path."""

import pytest

from schemas.files import kind, kinds, told
from schemas.tables import PUBLISHED, title


@pytest.mark.parametrize(
    "path, pattern",
    [
        ("applications.parquet", "*.parquet"),
        ("csv/applications.csv", "csv/*.csv"),
        ("codelists/applications.item.csv", "codelists/*.csv"),
        ("codebook.csv", "codebook.csv"),
        ("xlsx/2023.xlsx", "xlsx/*"),
        ("SHA256SUMS", "SHA256SUMS"),
    ],
)
def test_a_file_is_of_the_first_kind_that_fits(path: str, pattern: str):
    assert kind(path).files == pattern


@pytest.mark.parametrize("path", ["csv/deep/applications.csv", "applications.docx", "codebook.csv.gz"])
def test_a_file_that_no_line_tells_of_is_an_error(path: str):
    with pytest.raises(KeyError, match=r"files\.yaml"):
        told(path)


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_table_is_called_by_its_title(name: str):
    said = told(f"{name}.parquet")
    assert title(name)[0] in said.zh and title(name)[1] in said.en


def test_every_kind_is_told_in_both_languages_once():
    assert all(each.zh.strip() and each.en.strip() for each in kinds())
    assert len({each.files for each in kinds()}) == len(kinds())
