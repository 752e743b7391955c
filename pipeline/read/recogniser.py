"""What characters a picture of a line shows: `recognised(lines, width)`, through rapidocr's model.

rapidocr is an extra (see `extra`). The model comes with it, is loaded once a process and runs on one thread: a
worker is one of several processes.
"""

import logging
import math
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

import cv2
import numpy as np

from pipeline.read.straight import PAPER

HEIGHT = 48
"""Pixels that the model wants of a line's height."""

STEP = 48
"""Lines are read together with others of about their width, in steps of so many pixels."""

TOGETHER = 16
"""Lines read in one go."""

FIGURES = {
    **{character: character for character in "346789+/%"},
    "2": "2Z", "5": "5S", "0": "0OoQD〇", "1": "1lI|", ".": ".。", ",": ",，", "-": "-—",
}  # fmt: skip
"""The characters of a number or mark, each with those that can't be told from it by their looks alone."""


NOTHING = 0
"""The model's sign for no character, or for none yet."""


class Reading(NamedTuple):
    """What a line shows; `figures` is the likeliest reading of it as a number; how sure the least sure character of
    each is, from 0 to 1."""

    text: str
    surety: float
    figures: str
    figures_surety: float


class _Model(NamedTuple):
    """`figures` are the characters that look like one of `FIGURES`, in its order; those of each start at `begins`."""

    session: Any
    characters: np.ndarray
    figures: np.ndarray
    begins: np.ndarray


@cache
def _model() -> _Model:
    from rapidocr import RapidOCR

    cv2.setNumThreads(1)
    one = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
    loaded = RapidOCR(params={"Global.log_level": "error", **one})._load_rec_model()
    logging.getLogger("RapidOCR").setLevel(logging.WARNING)
    characters = loaded.postprocess_op.character
    figures = [[characters.index(like) for like in likes if like in characters] for likes in FIGURES.values()]
    likes = [[NOTHING], *figures]
    begins = np.cumsum([0, *map(len, likes[:-1])])
    return _Model(loaded.session, np.array(characters), np.concatenate(likes), begins)


def recognised(lines: Sequence[np.ndarray]) -> list[Reading]:
    """The readings of pictures of single lines, grey, dark on white."""
    widths = [_width(line) for line in lines]
    found: dict[int, Reading] = {}
    order = sorted(range(len(lines)), key=lambda n: widths[n])
    while order:
        batch = [n for n in order[:TOGETHER] if widths[n] == widths[order[0]]]
        order = order[len(batch) :]
        found |= zip(batch, _read([lines[n] for n in batch], widths[batch[0]]), strict=True)
    return [found[n] for n in range(len(lines))]


def _width(line: np.ndarray) -> int:
    """The width in pixels that a line takes once it is `HEIGHT` high, in whole steps."""
    wide = math.ceil(HEIGHT * line.shape[1] / line.shape[0])
    return math.ceil(wide / STEP) * STEP


def _read(lines: Sequence[np.ndarray], width: int) -> Iterator[Reading]:
    model = _model()
    for chances in model.session(np.stack([_scaled(line, width) for line in lines])):
        figures = np.add.reduceat(chances[:, model.figures], model.begins, axis=1)
        yield Reading(*_decoded(chances, model.characters), *_decoded(figures, np.array(["", *FIGURES])))


def _scaled(line: np.ndarray, width: int) -> np.ndarray:
    """The line at the model's height, on paper of the given width, in its range from -1 to 1 and three colours."""
    wide = min(width, math.ceil(HEIGHT * line.shape[1] / line.shape[0]))
    paper = np.full((HEIGHT, width), PAPER, np.float32)
    paper[:, :wide] = cv2.resize(line, (wide, HEIGHT))
    return np.repeat(((paper / PAPER - 0.5) / 0.5)[None], 3, axis=0)


def _decoded(chances: np.ndarray, characters: np.ndarray) -> tuple[str, float]:
    """The likeliest character of each step; the same one again is the same, and the first one is none."""
    best = chances.argmax(axis=1)
    begins = (best != NOTHING) & (np.concatenate(([True], best[1:] != best[:-1])))
    surety = float(chances.max(axis=1)[begins].min()) if begins.any() else 0.0
    return "".join(characters[best[begins]]), surety
