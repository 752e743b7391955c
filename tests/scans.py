"""Makes the small scans in tests/read/scans/ with their truth: `python -m tests.scans`, on a machine with the fonts
that tests/corpus/render/scan.py names. They are kept as files, so that the tests need no font.

    fax.tiff    a whole report on two pages, black on white, as a fax or a copier makes it
    rough.jpg   table 二 with fees in decimals and a negative change, askew and grainy
    seal.jpg    table 四 with a red seal over it
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PIL import Image

from tests.corpus.render import scan
from tests.corpus.render.scan import Scanner
from tests.corpus.reports import written
from tests.corpus.truth import IN_FULL, Truth, expected, random_truth

FOLDER = Path(__file__).parent / "read" / "scans"


def truth(seed: int, *names: str) -> Truth:
    """A random truth with some of its tables."""
    whole = random_truth(seed, IN_FULL)
    return replace(whole, cells={name: cells for name, cells in whole.cells.items() if not names or name in names})


def pages(told: Truth, seed: int, scanner: Scanner) -> list[Image.Image]:
    return scan.pages(written(told, [], "pdf", seed), seed, scanner)


def fax() -> tuple[Truth, bytes]:
    told = truth(21)
    packed = io.BytesIO()
    bilevel = [page.convert("L").point(lambda grey: 255 * (grey > 128), "1") for page in pages(told, 21, Scanner(200, 0.6))]
    bilevel[0].save(packed, "TIFF", save_all=True, append_images=bilevel[1:], compression="group4", dpi=(200, 200))
    return told, packed.getvalue()


def rough() -> tuple[Truth, bytes]:
    told = truth(36, "proactive_disclosure")
    return told, _packed(pages(told, 36, Scanner(150, 2.0, 6, 60)), "JPEG", 150)


def seal() -> tuple[Truth, bytes]:
    told = truth(24, "reviews_litigation")
    return told, _packed(pages(told, 24, Scanner(150, 0.0, 0.0, 95, True)), "JPEG", 150)


def _packed(taken: Sequence[Image.Image], kind: str, dpi: int) -> bytes:
    packed = io.BytesIO()
    _, _, _, bottom = taken[0].convert("L").point(lambda grey: 255 * (grey < 120), "1").getbbox()
    upper = taken[0].crop((0, 0, taken[0].width, min(taken[0].height, bottom + dpi // 2)))
    upper.save(packed, kind, quality=40, dpi=(dpi, dpi), optimize=True)
    return packed.getvalue()


FILES = {"fax.tiff": fax, "rough.jpg": rough, "seal.jpg": seal}


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, make in FILES.items():
        told, data = make()
        (FOLDER / name).write_bytes(data)
        with (FOLDER / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
            lines = csv.writer(out, lineterminator="\n")
            lines.writerow(["table", "row", "column", "status", "value"])
            lines.writerows([*cell, status, value] for cell, (status, value) in expected(told).items())
        print(f"{name}: {len(data):,} bytes")


if __name__ == "__main__":
    main()
