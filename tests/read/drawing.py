"""Tables drawn with box characters, as strokes, as words with their places, and as what a grid should hold.

A drawing's character takes 10 points across and 20 down; its first one stands 50 points from both edges.
"""

import re
from textwrap import dedent

from pipeline.read.document import Box, Grid
from pipeline.read.edges import Paper

ARMS = {
    "─": "lr", "│": "ud", "┌": "rd", "┐": "ld", "└": "ru", "┘": "lu",
    "├": "udr", "┤": "udl", "┬": "lrd", "┴": "lru", "┼": "lrud",
}  # fmt: skip
ACROSS, DOWN, MARGIN = 10, 20, 50
PAPER = Paper(Box(0, 0, 595, 842))


def strokes(drawing: str) -> list[Box]:
    """Each character's arms, from its middle to where the next character's begin."""
    found = []
    for row, line in enumerate(_lines(drawing)):
        for column, character in enumerate(line):
            x, y = MARGIN + (column + 0.5) * ACROSS, MARGIN + (row + 0.5) * DOWN
            found += [_arm(x, y, arm) for arm in ARMS.get(character, "")]
    return found


def _arm(x: float, y: float, arm: str) -> Box:
    left, right = x - (arm == "l") * ACROSS / 2, x + (arm == "r") * ACROSS / 2
    top, bottom = y - (arm == "u") * DOWN / 2, y + (arm == "d") * DOWN / 2
    return Box(left, top, right, bottom)


def words(drawing: str) -> list[tuple[str, float, float]]:
    """Each word with the left end of its baseline."""
    pattern = re.compile(f"[^ {''.join(ARMS)}]+")
    return [
        (word[0], MARGIN + word.start() * ACROSS, MARGIN + (row + 0.8) * DOWN)
        for row, line in enumerate(_lines(drawing))
        for word in pattern.finditer(line)
    ]


def _lines(drawing: str) -> list[str]:
    return dedent(drawing).strip("\n").split("\n")


def held(grid: Grid) -> list[str]:
    """A grid's rows, one string each: merged cells repeat, `_` is an empty cell, `.` is none at all."""
    return [" ".join("." if cell is None else cell.text or "_" for cell in row) for row in grid.rows]
