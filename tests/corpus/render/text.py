"""Text: `render(report, seed, form)`. How merged cells fare is what tells the forms of a table apart.

    tabs        a field for each column; what a merged cell covers is an empty field
    markdown    the same between pipes, with a rule below the first row
    pipes       a field for each cell that begins in the row, the rest of the width empty behind them
    cells       a cell a line, each ended by a pipe
    cell_lines  cells and pipes on lines of their own
    bare        a cell a line, blank lines between them; an empty cell leaves no trace
"""

from collections.abc import Callable, Iterator
from random import Random

from tests.corpus.form import Line, Report, Sheet, laid_out


def render(report: Report, seed: int, form: str) -> bytes:
    """UTF-8, the blocks in their order with a blank line between them."""
    random = Random(f"text/{seed}")
    lines: list[str] = []
    for block in report.blocks:
        lines += [block.text] if isinstance(block, Line) else WRITERS[form](block, report.manners, random)
        lines.append("")
    return ("\n".join(_new_only(lines) if "lost_repeats" in report.manners else lines)).encode()


def _new_only(lines: list[str]) -> Iterator[str]:
    """What is left where every line that came before was dropped."""
    known: set[str] = set()
    for line in lines:
        if not line or line not in known:
            known.add(line)
            yield line


def in_columns(sheet: Sheet) -> list[list[str]]:
    """A field for each column; a slot's text in the first of its positions."""
    return [
        ["" if place is None or place[1:] != (r, c) else _flat(place[0].text) for c, place in enumerate(row)]
        for r, row in enumerate(laid_out(sheet))
    ]


def _flat(text: str) -> str:
    return text.replace("\n", "")


def _tabs(sheet: Sheet, manners: frozenset[str], random: Random) -> list[str]:
    rows = in_columns(sheet)
    if "labels_adrift" in manners:
        labelled = [any(slot.part == "label" for slot in row) for row in sheet.rows]
        rows = [_adrift(row) if own and random.random() < 0.2 else row for own, row in zip(labelled, rows, strict=True)]
    return ["\t".join(row) for row in rows]


def _adrift(row: list[str]) -> list[str]:
    """The row with its first text at the start of the line, if only empty fields stand before it."""
    at = next((i for i, field in enumerate(row) if field), 0)
    return [row[at], *row[:at], *row[at + 1 :]] if at else row


def _markdown(sheet: Sheet, manners: frozenset[str], random: Random) -> list[str]:
    rows = [f"| {' | '.join(row)} |" for row in in_columns(sheet)]
    return [rows[0], "|" + " --- |" * len(in_columns(sheet)[0]), *rows[1:]]


def _pipes(sheet: Sheet, manners: frozenset[str], random: Random) -> list[str]:
    width = len(laid_out(sheet)[0])
    return [
        " | ".join(_flat(slot.text) for slot in row) + " |" + "|" * (width - len(row)) for row in sheet.rows
    ]


def _cells(sheet: Sheet, manners: frozenset[str], random: Random) -> list[str]:
    return [f"{slot.text} |" if slot.text else "|" for row in sheet.rows for slot in row]


def _cell_lines(sheet: Sheet, manners: frozenset[str], random: Random) -> list[str]:
    texts = [slot.text for row in sheet.rows for slot in row]
    return [line for text in texts for line in ([text, "|"] if text else ["|"])]


def _bare(sheet: Sheet, manners: frozenset[str], random: Random) -> list[str]:
    texts = [slot.text for row in sheet.rows for slot in row if slot.text]
    return [line for text in texts for line in (text, "")]


WRITERS: dict[str, Callable[[Sheet, frozenset[str], Random], list[str]]] = {
    "tabs": _tabs,
    "pipes": _pipes,
    "markdown": _markdown,
    "cells": _cells,
    "cell_lines": _cell_lines,
    "bare": _bare,
}
