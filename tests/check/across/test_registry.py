"""The rules together: what they read is what is said of them, and what they give fits the published tables."""

from pipeline.check.across import RULES, findings, rule_results, tried
from pipeline.check.across.frames import LOOKED_AT, Frames
from pipeline.check.across.trials import COLUMNS
from pipeline.release.faults import faults
from schemas.load import rules
from schemas.tables import empty, from_arrow, plain_of
from tests.check.across.drawing import cells, reports, sections

DRAWN = {name: empty(name) for name in LOOKED_AT} | {
    "reports": reports("report\n甲-2023\n甲-2024"),
    "applications": cells("applications", """
        report   item         column  value
        甲-2023  carried_out  total   3
        甲-2024  carried_in   total   5
    """),
    "sections": sections(甲_2024__overview="总体良好。"),
}  # fmt: skip


def test_rules_read_only_the_columns_that_lineage_names():
    few = {name: frame[list(frame.columns[frame.columns.isin(LOOKED_AT[name])])] for name, frame in DRAWN.items()}
    made = tried(Frames(**few))
    assert list(made.columns) == list(COLUMNS) and set(made["rule"]) <= set(rules())


def test_results_and_findings_fit_their_tables():
    results = from_arrow("rule_results", plain_of("rule_results", rule_results(**DRAWN)))
    told = from_arrow("findings", plain_of("findings", findings(**DRAWN)))
    assert faults("rule_results", results) == faults("findings", told) == ""
    assert list(told["finding_id"]) == ["甲-2024-carry_over-carried_in-total"]
    assert len(results.drop_duplicates(["rule", "report_id", "item", "column"])) == len(results)


def test_without_any_report_there_is_nothing_to_try():
    nothing = {name: empty(name) for name in LOOKED_AT}
    assert len(RULES) == 10 and len(rule_results(**nothing)) == len(findings(**nothing)) == 0
