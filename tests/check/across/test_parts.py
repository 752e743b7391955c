"""Members have no more requests together than their government's report, which adds them up."""

import pytest

from pipeline.check.across.parts import parts
from tests.check.across.drawing import cells, frames, reports, sentences, told


def district(whole: str, members: str, scope: str = "aggregate", own: str = "own_office", code: str = "320813"):
    """A district's government and two departments of a division."""
    first, second = members.split()
    return frames(
        reports=reports(f"""
            report     kind        scope    code
            区-2023    government  {scope}  320813
            民政-2023  department  {own}    {code}
            教育-2023  department  {own}    {code}
        """),
        applications=cells("applications", f"""
            report     item          column  value
            区-2023    new_received  total   {whole}
            民政-2023  new_received  total   {first}
            教育-2023  new_received  total   {second}
        """),
    )  # fmt: skip


@pytest.mark.parametrize(("drawn", "outcome"), [
    (("36", "20 10"), "pass"),
    (("36", "20 ?"), "pass"),
    (("36", "20 17"), "fail"),
    (("36", "? ?"), "not_assessable: no_members"),
    (("36", "20 17", "aggregate", "own_office", "320829"), "not_assessable: no_members"),
    (("36", "20 17", "aggregate", "unknown"), "not_assessable: no_members"),
    (("36", "20 17", "unknown"), "not_assessable: scope_unknown"),
    (("36!", "20 17"), "not_assessable: no_sound_value"),
])  # fmt: skip
def test_members_against_their_whole(drawn: tuple[str, ...], outcome: str):
    assert told(parts(district(*drawn))) == {"区-2023 new_received total": outcome}


def test_a_government_is_no_member_and_a_town_no_whole():
    given = frames(
        reports=reports("""
            report   kind        level     scope
            区-2023  government  county    aggregate
            镇-2023  government  township  own_office
            局-2023  department  county    own_office
        """),
        applications=cells("applications", """
            report   item          column  value
            区-2023  new_received  total   36
            镇-2023  new_received  total   30
            局-2023  new_received  total   20
        """),
    )  # fmt: skip
    assert told(parts(given)) == {"区-2023 new_received total": "pass"}


def test_a_body_that_nobody_resolved_is_neither_whole_nor_member():
    given = frames(
        reports=reports("""
            report   kind        scope       publisher_id
            区-2023  government  aggregate   区
            区-2024  government  aggregate   -
            局-2023  department  own_office  -
        """),
        applications=cells("applications", """
            report   item          column  value
            区-2023  new_received  total   36
            局-2023  new_received  total   99
        """),
    )  # fmt: skip
    assert told(parts(given)) == {
        "区-2023 new_received total": "not_assessable: no_members",
        "区-2024 new_received total": "not_assessable: publisher_unknown",
    }


def test_members_that_exceed_are_told():
    given = district("36", "20 17")
    (sentence,) = sentences(parts(given), given)
    assert "37 (2) > 36" in sentence
