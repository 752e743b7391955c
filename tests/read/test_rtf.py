"""RTF: text as it shows, tables with their merges, and what is no text. Each file is drawn by its control words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read import Document, Refusal, read, rtf
from pipeline.read.limits import MAX_RTF_DEPTH, MAX_TABLE_LEVELS
from pipeline.read.rtf_text import Writing, code_page, of_charset
from pipeline.read.rtf_tokens import Tokens
from tests.read.drawing import held

FONTS = r"{\fonttbl{\f0\fnil\fcharset0 Times;}{\f1\fnil\fcharset134 SimSun;}{\f2\fnil\fcharset2 Wingdings;}}"
COLOURS = r"{\colortbl;\red0\green0\blue0;\red255\green255\blue255;}"


def file(body: str) -> bytes:
    return (r"{\rtf1\ansi\ansicpg936\deff0" + FONTS + COLOURS + body + "}").encode("ascii")


def texts(body: str) -> list[str]:
    return [text.text for text in rtf.read(file(body)).texts()]


def cell(body: str) -> str:
    """The text of the only cell of a table with that in it."""
    (grid,) = rtf.read(file(rf"\trowd\cellx2000\pard\intbl {body}\cell\row")).grids()[:1]
    return grid.rows[0][0].text


def table(*rows: tuple[str, str]) -> str:
    """Rows, each of its definition and its cells' text parted by pipes."""
    return "".join(
        rf"\trowd{definition}\pard\intbl {''.join(text + chr(92) + 'cell ' for text in cells.split('|'))}\row "
        for definition, cells in rows
    )


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        (r"{\f1 \'ca\'d5\'b5\'bd 5 \'bc\'fe}\par", "收到 5 件"),  # bytes of GBK
        (r"{\f1 \'81@\'81\'40}\par", "丂丂"),  # whose second byte may be a letter
        (r"\u25910?\u21040?5\u20214?\par", "收到5件"),
        (r"\uc0\u25910\u21040 5\par", "收到5"),
        (r"{\uc2\u25910\'ca\'d5 5}\par", "收 5"),
        (r"\u25910\u21040?5\par", "收到5"),  # the first one's replacement is forgotten
        (r"\u-10179?\u-8704?\par", "\U0001f600"),  # two halves of one character
        (r"{\f2 \'fe}\par", "\uf0fe"),  # a sign of a symbol font
        (r"a\~b\_c\-d\emdash e\{f\}\\ \par", "a\u00a0b-cd—e{f}\\"),
        ("a\nb\r\nc\\par", "abc"),
        (r"{\upr{?}{\*\ud{\u25910?}}}\par", "收"),
        (r"1{\v 2}3{\deleted 4}\par", "13"),
        (r"{\*\unknown 7}1{\footnote 2}{\header 3}{\info{\title 4}}\par", "1"),
        (r"{\listtext\'a3\'a8\'d2\'bb\'a3\'a9\tab}\u25910?\par", "（一）收"),
        (r"{\listtext 1.\tab}5\par", "1. 5"),
        (r"{\listtext 1\tab}a\par", "1 a"),
        (r"{\listtext\f2\'b7\tab}a\par", "a"),  # a dot counts nothing
        (r"{\field{\*\fldinst PAGE}{\fldrslt 5}}\par", "5"),
        (r"a\line b\tab c\par", "a\nb\tc"),
        (r"\bin3 {{{a\par", "a"),
    ],
)
def test_text_as_it_shows(body, seen):
    assert texts(body) == [seen]


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        (r"{\strike 12}", "￼12￼"),
        (r"{\striked1 12}", "￼12￼"),
        (r"1{\strike 2}", "1 2"),
        (r"1{\super 2}", "1 2"),
        (r"1{\up6 2}", "1 2"),
        (r"1\up6\up0 2", "12"),
        (r"1{\super\nosupersub 2}", "12"),
        (r"{\cf2 12}", "￼12￼"),
        (r"{\cf1 12}", "12"),
        (r"1{\v 2}", "1"),
        (r"1{\v\v0 2}", "12"),
        (r"1{\v\plain 2}", "12"),
        (r"{\field{\*\fldinst =22}{\fldrslt }}", "￼"),
        (r"{\field{\*\fldinst FORMCHECKBOX}}", "￼"),
        (r"{\pict\pngblip 89504e47}", "￼"),
        (r"{\object{\*\objdata 01}{\result 5}}", "￼"),
        (r"{\shp{\*\shpinst{\sp{\sn a}{\sv b}}}}", "￼"),
        (r"5{\*\shppict{\pict 00}}{\nonshppict{\pict 00}}", "5"),
        (r"1\par 2", "1\n2"),
        ("", ""),
    ],
)
def test_what_a_cell_can_look_like(body, seen):
    assert cell(body) == seen


def test_a_text_box_is_told_behind_its_paragraph():
    assert texts(r"a{\shp{\*\shpinst{\shptxt\pard b\par c}}}d\par") == ["ad", "b", "c"]


def test_merges_across_and_down():
    body = table(
        (r"\clvmgf\cellx1000\clmgf\cellx2000\clmrg\cellx3000", "a|b|"),
        (r"\clvmrg\cellx1000\cellx2000\cellx3000", "|1|2"),
    )
    (grid,) = rtf.read(file(body)).grids()
    assert held(grid) == ["a b b", "a 1 2"]
    assert [(cell.row_span, cell.column_span) for cell in grid.cells()] == [(2, 1), (1, 2), (1, 1), (1, 1)]


def test_columns_come_from_the_borders_of_all_rows():
    body = table((r"\cellx3000", "a"), (r"\cellx1000\cellx2000\cellx3000", "1|2|3"), (r"\cellx1000\cellx3000", "4|5"))
    (grid,) = rtf.read(file(body)).grids()
    assert held(grid) == ["a a a", "1 2 3", "4 5 5"]


def test_borders_a_hands_tremble_apart_are_one_and_narrow_columns_stay():
    tremble = table((r"\cellx1000\cellx2000", "1|2"), (r"\cellx1015\cellx1990", "3|4"))
    narrow = table((r"\cellx1000\cellx1020\cellx2000", "1|2|3"), (r"\cellx1000\cellx2000", "4|5"))
    assert rtf.read(file(tremble)).grids()[0].width == 2
    assert rtf.read(file(narrow)).grids()[0].width == 3


def test_a_row_begins_further_right():
    body = table((r"\cellx1000\cellx2000", "1|2"), (r"\trleft1000\cellx2000", "3"))
    assert held(rtf.read(file(body)).grids()[0]) == ["1 2", ". 3"]


def test_a_table_within_a_cell_is_told_behind_the_outer_one():
    inner = r"\pard\intbl\itap2 9\nestcell{\*\nesttableprops\trowd\cellx500\nestrow}{\nonesttables\par}"
    document = rtf.read(file(rf"\trowd\cellx1000\cellx2000{inner}\pard\intbl 1\cell{inner}\pard\intbl\cell\row"))
    assert [[c.text for c in grid.cells()] for grid in document.grids()] == [["1", "￼"], ["9"], ["9"]]


@pytest.mark.parametrize(
    ("body", "cells"),
    [
        (r"\trowd\cellx1000\cellx2000\pard 1\cell 2\cell\row", ["1", "2"]),  # a cell without \intbl
        (r"{\trowd\cellx1000\cellx2000\pard\intbl 1\cell 2\cell\trowd\cellx1000\cellx2000\row}", ["1", "2"]),
        (r"\trowd\cellx1000\cellx2000\pard\intbl 1\par 2\cell 3\cell\row", ["1\n2", "3"]),
        (r"\trowd\cellx1000\cellx2000\pard\intbl 1\cell 2\row", ["1", "2"]),  # the last \cell is forgotten
    ],
)
def test_rows_as_writers_leave_them(body, cells):
    document = rtf.read(file(body + r"\pard a\par"))
    assert [c.text for c in document.grids()[0].cells()] == cells
    assert [text.text for text in document.texts()] == ["a"] and not document.remarks


def test_a_text_that_another_cell_covers_casts_doubt():
    assert "￼" in cell_of(r"\clmgf\cellx1000\clmrg\cellx2000", "5|6")
    assert cell_of(r"\clmgf\cellx1000\clmrg\cellx2000", "5|") == "5"


def cell_of(definition, cells):
    return rtf.read(file(table((definition, cells)))).grids()[0].rows[0][0].text


@pytest.mark.parametrize(
    ("body", "rules"),
    [
        (table((r"\cellx1000", "1|2")), ["content_lost"]),  # more cells than borders
        (table((r"\cellx2000\cellx1000", "1|2")), ["content_lost"]),  # borders that go back
        (r"\trowd\cellx1000\pard\intbl 1\cell\pard a\par", ["content_lost"]),  # a row without an end
        (r"{\f1\'ca}5\par", ["undecodable_bytes"]),
        (table((r"\cellx1000\cellx2000", "1|2")), []),
    ],
)
def test_what_is_remarked(body, rules):
    assert [remark.rule for remark in rtf.read(file(body)).remarks] == rules


def test_a_file_that_ends_too_early_says_so_unless_only_its_last_brace_is_lost():
    assert [remark.rule for remark in rtf.read(file(r"{\b 5\par")[:-1]).remarks] == ["content_lost"]
    assert not rtf.read(file(r"5\par")[:-1]).remarks


def test_places_are_those_of_a_docx():
    document = read(file(table((r"\cellx1000\cellx2000", "1|2")) + r"\pard a\par"))
    assert document.media_type == "application/rtf"
    assert [c.place.locator for c in document.grids()[0].cells()] == ["t1/r1/c1", "t1/r1/c2"]
    assert [c.place.path for c in document.grids()[0].cells()] == [None, None]
    assert [text.place.locator for text in document.texts()] == ["b1"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("{" * (MAX_RTF_DEPTH + 1), "too_large"),
        ("".join(rf"\pard\intbl\itap{level} a\nestcell" for level in range(1, MAX_TABLE_LEVELS + 2)), "too_large"),
        (r"{\shp{\*\shpinst{\shptxt a" * (MAX_TABLE_LEVELS + 1), "too_large"),
        (r"\trowd\cellx9 " + r"\cell\row" * 5_001, "too_large"),
        (r"{\pict 00}", "no_text_layer"),
        ("", "no_text_layer"),
    ],
    ids=["groups", "tables", "text boxes", "rows", "a picture", "nothing"],
)
def test_files_that_are_refused(body, reason):
    with pytest.raises(Refusal) as refused:
        rtf.read(file(body))
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("name", "limit", "body"),
    [
        ("pipeline.read.rtf_tokens.MAX_RTF_TOKENS", 100, "{}" * 100),
        ("pipeline.read.rtf_tokens.MAX_RTF_TOKENS", 100, r"{\*\x" + "{}" * 100 + "}"),
        ("pipeline.read.rtf_story.MAX_RUNS", 10, r"\v a\v0 b" * 10),
        ("pipeline.read.rtf_story.MAX_LINES", 10, r"a\par " * 11),
        ("pipeline.read.rtf_story.MAX_CELLS", 10, r"\cell" * 11),
    ],
)
def test_limits(monkeypatch, name, limit, body):
    monkeypatch.setattr(name, limit)
    with pytest.raises(Refusal, match="too_large"):
        rtf.read(file(body))


@given(st.lists(st.sampled_from(
    [*r"{ } \par \cell \row \trowd \cellx9 \intbl \itap2 \nestcell \nestrow \u5 \'b5 \field \fldrslt \shptxt \* \bin2 a 5"
     r" \listtext \fonttbl \f1 \upr \pict \nesttableprops \clmrg \clvmrg \uc2 \pard".split()]), max_size=60))  # fmt: skip
def test_any_control_words_are_a_document_or_a_refusal(words):
    try:
        assert isinstance(rtf.read(file("".join(words))), Document)
    except Refusal as refused:
        assert refused.reason


def test_code_pages():
    assert [code_page(number) for number in (936, 1252, 65001, 31337)] == ["gbk", "cp1252", "utf-8", "gbk"]
    assert [of_charset(number, "cp1252") for number in (134, 0, 99)] == ["gbk", "cp1252", "cp1252"]


def test_a_digit_is_never_half_of_a_character():
    writing = Writing()
    writing.add(b"\x965", "gbk")
    assert writing.taken() == "\ufffd5" and writing.taken() == ""


def test_tokens():
    assert [*Tokens(rb"{\fs24 a\~\'b5}")] == [
        ("{", b"", None), ("word", b"fs", 24), ("bytes", b"a", None), ("sign", b"~", None), ("bytes", b"\xb5", None),
        ("}", b"", None),
    ]  # fmt: skip


def test_a_group_can_be_passed():
    tokens = Tokens(rb"{\pict{\}}\bin3 }}}x}y")
    told = iter(tokens)
    assert [next(told)[1], next(told)[1]] == [b"", b"pict"]
    tokens.pass_group()
    assert [*told] == [("}", b"", None), ("bytes", b"y", None)]
