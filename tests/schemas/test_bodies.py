"""Bodies as data: whatever isn't listed or is misspelt is an error that says where."""

from pathlib import Path

import pytest

from schemas import bodies
from schemas.load import SchemaError


@pytest.mark.parametrize(("text", "error"), [
    ("education:\n  教育: {alias: [教]}\n", r"bodies.yaml:2: Department has no 'alias'"),
    ("education:\n  教育: {into: [nothing]}\n", "教育: 'nothing' is listed nowhere"),
    ("colour:\n  教育: {}\n", "教育: 'colour' is listed nowhere"),
    ("education:\n  教育: {kind: ministry}\n", "教育: 'ministry' is listed nowhere"),
    ("education:\n  教育: {}\n  教育: {}\n", "bodies.yaml:3: '教育' is written twice"),
])  # fmt: skip
def test_a_mistake_in_the_data_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, error: str):
    (tmp_path / "bodies.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(bodies, "FOLDER", tmp_path)
    with pytest.raises(SchemaError, match=error):
        bodies.departments.__wrapped__()


def test_a_body_that_a_reform_ended_has_heirs_and_only_that():
    for listed in (*bodies.departments().values(), *bodies.national().values()):
        assert (listed.until is None) == (listed.into == ())
