"""The foreign keys: each names the whole key of a table that is there, column by column of the same type."""

import pytest

from schemas.tables import PUBLISHED, columns_of, foreign_keys, key
from schemas.tables.keys import FOREIGN_KEYS

KEYS = [(name, given) for name in PUBLISHED for given in foreign_keys(name)]


def test_only_tables_that_are_there_have_foreign_keys():
    assert set(FOREIGN_KEYS) <= set(PUBLISHED)
    assert foreign_keys("coverage") == ()


@pytest.mark.parametrize("name, given", KEYS)
def test_a_foreign_key_names_a_key(name: str, given):
    assert given.target_columns == key(given.table)
    own, other = columns_of(name), columns_of(given.table)
    for column, target in zip(given.columns, given.target_columns, strict=True):
        assert own[column].dtype == other[target].dtype


def test_every_report_of_a_table_is_one_of_reports():
    told = {name for name, given in KEYS if given.columns == ("report_id",)}
    assert told == {name for name in PUBLISHED if "report_id" in columns_of(name)} - {"reports", "changes"}
