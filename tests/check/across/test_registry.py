"""The rules together: what they read is what is said of them, and what they give fits the published tables."""

from pathlib import Path

from pipeline.check.across import RULES, findings, rule_results, trials_of, tried
from pipeline.check.across.frames import LOOKED_AT, Frames
from pipeline.check.across.trials import COLUMNS
from pipeline.release.faults import faults
from pipeline.release.staging import open_staging, remove_staging
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
    results = from_arrow("rule_results", plain_of("rule_results", rule_results(trials_of(**DRAWN))))
    told = from_arrow("findings", plain_of("findings", findings(trials_of(**DRAWN))))
    assert faults("rule_results", results) == faults("findings", told) == ""
    assert list(told["finding_id"]) == ["甲-2024-carry_over-carried_in-total"]
    assert len(results.drop_duplicates(["rule", "report_id", "item", "column"])) == len(results)


def test_without_any_report_there_is_nothing_to_try():
    nothing = trials_of(**{name: empty(name) for name in LOOKED_AT})
    assert len(RULES) == 10 and len(rule_results(nothing)) == len(findings(nothing)) == 0


def test_trials_are_made_once_a_run_and_come_back_as_they_were(tmp_path: Path):
    staged, asked = open_staging(tmp_path, "run"), []
    for name in ("some", "none"):
        made = trials_of(**(DRAWN if name == "some" else {name: empty(name) for name in LOOKED_AT}))
        for _ in range(2):
            found = staged.once(name, lambda made=made: asked.append(1) or made)
            assert list(rule_results(found).itertuples(index=False)) == list(rule_results(made).itertuples(index=False))
            assert findings(found).to_dict("records") == findings(made).to_dict("records")
    assert len(asked) == 2
    remove_staging(tmp_path, "run")
