"""`gongkai check` on the sample: the form as the notice prints it, failing cells marked, findings below, exit codes."""

import hashlib
from pathlib import Path

import pytest

from pipeline.cli import main
from schemas import load
from tests.drawn import report
from tests.test_report import page

DOCUMENTS = Path(__file__).parents[1] / "raw" / "documents"
BROKEN = DOCUMENTS / "江苏" / "洪泽区人民政府2023年政府信息公开工作年度报告.pdf"
SOUND = DOCUMENTS / "江苏" / "淮安市洪泽区人民政府2024年政府信息公开工作年度报告.pdf"
TEXT = DOCUMENTS / "广东" / "广州市海珠区人力资源和社会保障局2021年政府信息公开工作年度报告.txt"


def check(capsys, *arguments) -> tuple[int, str]:
    code = main(["check", *map(str, arguments)])
    return code, capsys.readouterr().out


def test_a_broken_total_is_marked_told_and_an_error(capsys):
    code, shown = check(capsys, BROKEN)
    assert code == 1
    (line,) = [line for line in shown.splitlines() if line.startswith("│ 行政复议 ")]
    assert line.count("✗") == 5 and "10" in line
    assert "10 + 1 + 0 + 0 ≠ 0" in shown and "does not hold" in shown


def test_a_sound_report_is_no_error(capsys):
    code, shown = check(capsys, SOUND)
    assert code == 0 and "✗" not in shown
    assert "三、收到和处理政府信息公开申请情况 (2019)" in shown


def drawn(folder, figures):
    file = folder / "drawn.html"
    file.write_bytes(page(report(figures=figures)))
    return file


def line_of(shown, label):
    return next(line for line in shown.splitlines() if label in line)


def test_a_located_error_shows_what_would_mend_it(capsys, tmp_path):
    code, shown = check(capsys, drawn(tmp_path, {"applications": {("granted", "total"): 1}}))
    assert code == 1 and line_of(shown, "（一）予以公开").endswith("✗ 1 → 0? │")
    assert "→ 6? suggested" in shown


def test_a_blank_that_can_not_be_0_shows_what_it_must_be(capsys, tmp_path):
    figures = {("reconsideration", "upheld"): "", ("reconsideration", "total"): 2}
    assert "✗ → 2? │" in line_of(check(capsys, drawn(tmp_path, {"reviews_litigation": figures}))[1], "行政复议 ")


def correct(schemas, file, value, expect="1"):
    (schemas / "corrections.yaml").write_text(f"""
- sha256: {hashlib.sha256(file.read_bytes()).hexdigest()}
  cell: applications/granted/total
  expect: {expect}
  value: {value}
  reason: {{zh: 印错, en: a misprint}}
  reviewer: 张三
  date: 2026-11-24
""", "utf-8")  # fmt: skip
    load.corrections.cache_clear()


def test_a_corrected_cell_shows_the_reviewed_value_and_not_the_suggested_one(capsys, tmp_path, own_schemas):
    file = drawn(tmp_path, {"applications": {("granted", "total"): 1}})
    correct(own_schemas, file, 7)
    shown = check(capsys, file)[1]
    assert line_of(shown, "（一）予以公开").endswith("✗ 1 → 7 │")
    assert "张三" in shown and "印错" in shown
    assert "corrected to 7" in check(capsys, file, "--cell", "applications/granted/total")[1]


def test_a_faulty_file_of_corrections_is_told_with_its_line(capsys, tmp_path, own_schemas):
    file = drawn(tmp_path, {})
    correct(own_schemas, file, "many")
    assert main(["check", str(file)]) == 1
    assert "corrections.yaml:2: the value 'many' is no number" in capsys.readouterr().err


def test_several_files_and_one_of_them_refused(capsys, tmp_path):
    empty = tmp_path / "empty.html"
    empty.write_bytes(b"")
    code, shown = check(capsys, SOUND, empty, tmp_path / "nowhere.pdf")
    assert code == 1
    assert "The file is empty" in shown and "can't be opened" in shown


def test_a_report_can_not_steer_the_terminal(capsys, tmp_path):
    sly = tmp_path / "sly.txt"
    sly.write_text(TEXT.read_text("utf-8").replace("二、主动公开", "\x1b[2J二、主动公开", 1), "utf-8")
    assert "\x1b" not in check(capsys, sly)[1]


@pytest.mark.parametrize(("file", "cell", "told"), [
    (TEXT, "applications/other_not_corrected/total", "【1】"),
    (DOCUMENTS / "江苏" / "沭阳县发展和改革局2023年政府信息公开年度报告.docx", "applications/granted/total", "【26】"),
    (DOCUMENTS / "上海" / "2019年上海市人民政府办公厅政府信息公开工作年度报告.html", "proactive_disclosure/procurement/amount", "【251000元】"),
])  # fmt: skip
def test_a_cell_leads_back_to_its_place(capsys, file, cell, told):
    code, shown = check(capsys, file, "--cell", cell)
    assert code == 0 and told in shown


def test_a_cell_of_a_pdf_is_shown_as_a_picture(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, shown = check(capsys, BROKEN, "--cell", "reviews_litigation/reconsideration/total")
    (picture,) = tmp_path.glob("*.png")
    assert code == 0 and picture.name in shown.replace("\n", "")
    assert picture.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(("cell", "told"), [
    ("statistics/a/b", "no table 'statistics'"),
    ("applications/granted/nobody", "natural_person"),
    ("applications", "new_received"),
])  # fmt: skip
def test_a_cell_that_is_not_there_is_told_with_those_that_are(capsys, cell, told):
    code, shown = check(capsys, TEXT, "--cell", cell)
    assert code == 1 and told in " ".join(shown.split())
