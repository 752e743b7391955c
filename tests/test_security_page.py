"""docs/security.md is of this code: every limit is in it with its value, and its tables are those that were measured."""

import ast
from pathlib import Path

import pytest

from benchmarks import bombs, security_page
from pipeline.read import limits
from tests.hostile.bombs import BOMBS

NAMES = [name for name in vars(limits) if name.isupper()]


def test_the_page_is_written_anew_where_code_or_figures_changed():
    assert security_page.PAGE.read_text("utf-8") == security_page.page(), "python -m benchmarks.security_page"


@pytest.mark.parametrize("name", NAMES)
def test_every_limit_is_told_with_a_sentence(name):
    assert security_page.told()[name]


def test_a_limit_that_changes_shows(monkeypatch):
    monkeypatch.setattr(limits, "MAX_PAGES", 7)
    assert "| `MAX_PAGES` | 7 |" in security_page.page()


def test_every_bomb_was_measured():
    rows = {line.split("|")[1].strip(): line for line in bombs.KEPT.read_text("utf-8").splitlines()[2:]}
    assert set(BOMBS) <= set(rows)


def test_readers_take_their_bounds_from_one_place():
    """No module of the readers but `limits` has a MAX_ of bytes, pages, pixels or members."""
    room = Path(limits.__file__).parent
    own = {
        f"{file.name}: {target.id}"
        for file in room.glob("*.py") if file.name != "limits.py"
        for node in ast.parse(file.read_text("utf-8")).body if isinstance(node, ast.Assign)
        for target in node.targets if isinstance(target, ast.Name) and target.id.startswith("MAX_")
    }  # fmt: skip
    assert not own
