"""Measures accuracy in all its parts and writes docs/accuracy.md: `python -m benchmarks.accuracy_page`.

Takes some fifteen minutes on two cores, and LibreOffice for the forms that an office program saves. The comparison with
other readers is taken from benchmarks/peers_table.md, since they are installed apart (benchmarks/peers.py). Exits 1 if
a cell is silent, a planted error is not told, or a form is less right than its floor.
"""

import io
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from benchmarks import accuracy, faults, office, planted, scans, statistics

PAGE = Path(__file__).parents[1] / "docs" / "accuracy.md"
FRAME = Path(__file__).with_name("accuracy_page.md")
PEERS = Path(__file__).with_name("peers_table.md")
FORMS_THAT_OFFICES_MUST_USE = [word for form in ("ofd", "mhtml") for word in ("--form", form)]
RULED_AND_TABS = [word for form in ("html", "docx", "pdf", "ofd", "tabs") for word in ("--form", form)]


@dataclass(frozen=True, slots=True)
class Part:
    """One measurement: its name in the page, the command's module and options."""

    name: str
    run: Callable[[Sequence[str]], int]
    module: str
    options: tuple[str, ...]

    @property
    def command(self) -> str:
        return " ".join(("python -m", f"benchmarks.{self.module}", *self.options))


PARTS = (
    Part("mixed", accuracy.main, "accuracy", ("--reports", "5400", "--seed", "1", "--silent", "0")),
    Part("common", accuracy.main, "accuracy",
         ("--reports", "1600", "--seed", "20000", "--exactly", "1", "--common", *RULED_AND_TABS, "--silent", "0")),
    Part("pairs", accuracy.main, "accuracy",
         ("--reports", "2700", "--seed", "40000", "--exactly", "2", "--silent", "0")),
    Part("saved", office.main, "office", ("--reports", "40", "--floor", "99.9")),
    Part("paged", accuracy.main, "accuracy",
         ("--reports", "400", "--seed", "60000", *FORMS_THAT_OFFICES_MUST_USE, "--silent", "0", "--floor", "99.9")),
    Part("list", statistics.main, "statistics", ("--count", "40", "--show", "0")),
    Part("planted", planted.main, "planted", ("--tables", "10000")),
    Part("faults", faults.main, "faults", ("--reports", "20")),
)  # fmt: skip


def main() -> int:
    said = {"peers": PEERS.read_text("utf-8").strip(), "scans": scans.KEPT.read_text("utf-8").strip()}
    said["scans_command"] = "make bench-scans REPORTS=40"
    failed = 0
    for part in PARTS:
        print(part.command, flush=True)
        with redirect_stdout(io.StringIO()) as out:
            failed |= part.run(part.options)
        said |= {part.name: out.getvalue().strip(), f"{part.name}_command": part.command}
    PAGE.write_text(FRAME.read_text("utf-8").format(**said), "utf-8")
    print(f"written: {PAGE}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
