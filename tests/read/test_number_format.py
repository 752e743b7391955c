"""What a number looks like in a format, as Excel shows it, and where that can't be told."""

from datetime import datetime
from decimal import Decimal

import pytest

from pipeline.read.number_format import BUILT_IN, is_day, shown, shown_day, significant


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("3", "General", "3"),
        ("3.0", "General", "3"),
        ("12.5", "0.00", "12.50"),
        ("1.005", "0.00", "1.01"),
        ("12.5", "0.##", "12.5"),
        ("12", "0.##", "12"),
        ("0.5", "#.0", ".5"),
        ("12345", "#,##0", "12,345"),
        ("12", "#,##0", "12"),
        ("-5", "0_ ", "-5"),
        ("-1234", "#,##0;[Red]-#,##0", "-1,234"),
        ("-3", "#,##0_);(#,##0)", "(3)"),
        ("3", "+0;-0;0", "+3"),
        ("0", "+0;-0;0", "0"),
        ("0", "0;-0;", ""),
        ("0", "#", ""),
        ("-0.001", "0.00", "0.00"),
        ("0", BUILT_IN[41], "-"),
        ("1234.5", BUILT_IN[43], "1,234.50"),
        ("0.125", "0.0%", "12.5%"),
        ("5", '0"件"', "5件"),
        ("5", "General\\件", "5件"),
        ("3", "[$¥-804]#,##0.00", "¥3.00"),
        ("3", "@", "3"),
        ("0.30000000000000004", "General", "0.3"),
        ("0.333333333333333", "General", "0.333333333"),
        ("1234567.89", "General", "1234567.89"),
    ],
)
def test_a_number_as_it_is_shown(value, code, text):
    assert shown(significant(value), code) == text


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("12345", "0,"), ("3", "[>5]0;1"), ("0.5", "# ?/?"), ("3", "0.00E+00"), ("3", "[DBNum1]0"), ("7", "000"),
        ("123456789012", "General"), ("0.0000001", "General"), ("3", "0-0"), ("3", "0" * 300), ("3", "0;0;0;0;0"),
    ],
)  # fmt: skip
def test_a_number_that_is_shown_otherwise_than_can_be_told(value, code):
    assert shown(significant(value), code) is None


@pytest.mark.parametrize("text", ["", "x", "NaN", "Infinity", "1e400", "1e-99"])
def test_what_is_no_number(text):
    assert significant(text) is None


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("45316", "yyyy/m/d", "2024/1/25"),
        ("45316", 'yyyy"年"m"月"d"日"', "2024年1月25日"),
        ("45316.5", "yyyy-mm-dd hh:mm", "2024-01-25 12:00"),
        ("0.75", "h:mm:ss", "18:00:00"),
        ("45316", "d-mmm-yy", None),
        ("45316", "[h]:mm", None),
        ("-1", "yyyy", None),
        ("99999999", "yyyy", None),
    ],
)
def test_a_day_as_it_is_shown(value, code, text):
    assert is_day(code)
    assert shown_day(Decimal(value), code, datetime(1899, 12, 30)) == text


@pytest.mark.parametrize("code", ["General", "0.00", '"日"0', "[Red]0", "@", "#,##0"])
def test_codes_of_numbers_show_no_day(code):
    assert not is_day(code)
