"""Which label of the form a text is, drawn as a table: what is printed, what it is taken for, how surely."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.locate.draft import row_index
from pipeline.locate.headers import column_index
from pipeline.locate.labels import LabelIndex, plain
from pipeline.locate.routes import indexes
from schemas.load import sections, table
from tests.drawn import cut

ROWS = """
    | 1.属于国家秘密                             | denied_state_secret           | exact    |
    | 1．属于 国家秘密                           | denied_state_secret           | exact    |
    | １、属于国家秘密                           | denied_state_secret           | exact    |
    | 属于国家秘密                               | denied_state_secret           | exact    |
    | （一）予以公开                             | granted                       | exact    |
    | (一) 予以公开                              | granted                       | exact    |
    | 一)予以公开                                | granted                       | exact    |
    | 不予公开                                   | denied                        | exact    |
    | （三）不予公开                             | denied                        | exact    |
    | 不予以公开                                 | –                             |          |
    | 部分公开                                   | partially_granted             | exact    |
    | （二）部分公开（区分处理的，只计这一情形） | partially_granted             | misprint |
    | （二）部分公开（区分处理的,只计这一情况,不计其他情形） | partially_granted | misprint |
    | 2.其他法律行政止公开                       | denied_forbidden_by_law       | misprint |
    | 3.危及三安全一稳定                         | denied_safety_stability       | exact    |
    | 3.危及“三安全一稳定”                       | denied_safety_stability       | exact    |
    | 5.属于三类内容事务信息                     | denied_internal_affairs       | misprint |
    | 6.属于四类过程性性信息                     | denied_process_information    | misprint |
    | 属于四类内部事务信息                       | denied_internal_affairs       | misprint |
    | 逾期不补正                                 | other_not_corrected           | exact    |
    | 3.其他                                     | other_remaining               | exact    |
    | （六）其他处理                             | other_handling_group          | exact    |
    | （七）总计                                 | total_handled                 | exact    |
    | 合计                                       | total_handled                 | exact    |
    | 总                                         | –                             |          |
    | 小计                                       | –                             |          |
    | 三、本年度办理结果                         | results                       | exact    |
    | 二、上年结转政府信息公开申请数量           | carried_in                    | exact    |
    | 二、上年新收政府信息公开申请数量           | –                             |          |
    | 本年结转政府信息公开申请数量               | –                             |          |
    | 其他主动公开文件                           | –                             |          |
    | 政府信息公开                               | –                             |          |
    | 四、结转下年度继续办理                     | carried_out                   | exact    |
"""


@pytest.mark.parametrize(("text", "code", "sure"), cut(ROWS))
def test_a_row_of_table_three(text, code, sure):
    match = row_index("applications", 2021).best(text)
    assert (match.code if match else "–", sure) == (code, {None: "", True: "exact", False: "misprint"}[
        match.exact if match else None
    ])


COLUMNS = """
    | 自然人           | natural_person              |
    | 自 然 人         | natural_person              |
    | 商业 企业        | business                    |
    | 社会公益组织     | public_interest_organization |
    | 社会公益组织机构 | public_interest_organization |
    | 其他             | other_organization          |
    | 其它             | other_organization          |
    | 总计             | total                       |
    | 小计             | extra                       |
    | 法人或其他组织   | organizations               |
    | 法律机构         | legal_service_organization  |
    | 法律             | –                           |
    | 企业             | –                           |
"""


@pytest.mark.parametrize(("text", "code"), cut(COLUMNS))
def test_a_column_of_table_three(text, code):
    shape = table("applications", 2021)
    match = column_index("applications", 2021, tuple(shape.columns)).best(text)
    assert (match.code if match else "–") == code


def test_a_cut_header_is_both_columns_that_it_can_be():
    shape = table("proactive_disclosure", 2019)
    index = column_index("proactive_disclosure", 2019, tuple(shape.columns))
    assert [match.code for match in index.all("本年新")] == ["newly_made", "newly_disclosed"]
    assert index.best("本年新") is None


def test_table_four_tells_its_routes_from_their_group():
    routes, outcomes = indexes("reviews_litigation", 2021)
    assert routes.best("行政诉讼").code == "litigation"
    assert routes.best("复议后起诉").code == "litigation_after_reconsideration"
    assert outcomes.best("尚未审结").code == "pending"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("一、总体情况", "总体情况"), ("1.3 万", "13万"), ("（一）予以公开", "予以公开"), ("１．属于", "属于"),
        ("|六、其他", "其他"), ("三类", "三类"), ("一 致", "一致"), ("", ""),
    ],
)  # fmt: skip
def test_what_two_spellings_have_in_common(text, word):
    assert plain(text) == word


@pytest.mark.parametrize("name", ["proactive_disclosure", "applications"])
@pytest.mark.parametrize("edition", [2021, 2019])
def test_every_printed_label_is_itself(name, edition):
    shape = table(name, edition)
    for code, line in {**shape.rows, **shape.groups}.items():
        match = row_index(name, edition).best(line.zh)
        if code != "organizations":
            assert match is not None and (match.code, match.exact) == (code, True)


@given(st.sampled_from(sorted(table("applications", 2021).rows.items())), st.data())
def test_a_label_with_one_lost_character_is_never_another(row, data):
    code, line = row
    at = data.draw(st.integers(0, len(line.zh) - 1))
    match = row_index("applications", 2021).best(line.zh[:at] + line.zh[at + 1 :])
    assert match is None or match.code == code


@given(st.text(max_size=60))
def test_any_text_is_one_label_or_none(text):
    match = LabelIndex(sections()).best(text)
    assert match is None or (match.code in sections() and 0 < match.likeness <= 1)


@pytest.mark.parametrize(("text", "code"), [
    ("一、本年新收政府信息公開申請數量", "new_received"), ("1.屬於國家秘密", "denied_state_secret"), ("（七）總計", "total_handled"),
])  # fmt: skip
def test_traditional_characters_are_those_of_the_form(text, code):
    assert row_index("applications", 2021).best(text).code == code
