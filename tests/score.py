"""Run the scorer of real reports and hold its figures against `floors.json`: `python -m tests.score SCORER CASES`.

The scorer's own words are printed. Exits 1 where a figure is worse than the floor, and says when one is
better, so that the floor can be raised.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

FLOORS = Path(__file__).with_name("floors.json")
LEFT_OUT = "shanghai-stc-2024"
"""Rows without labels and a lost cell: kept out of the share, not out of silent and invented."""
CLOSING = re.compile(r"([\d.]+) % right of (\d+) cells, (\d+) silent, (\d+) invented")


def main(scorer: str, cases: str) -> int:
    """0 where the floors hold; 1 otherwise, with the reason on standard error."""
    gongkai = Path(sys.executable).with_name("gongkai")
    command = [sys.executable, scorer, "--cases", cases, "--gongkai", str(gongkai), "--leave-out", LEFT_OUT]
    done = subprocess.run([*command, "--silent", "999999", "--invented", "999999"], capture_output=True, text=True)
    print(done.stdout, end="")
    closing = CLOSING.search(done.stdout)
    if done.returncode or closing is None:
        print(done.stderr, file=sys.stderr)
        return 1
    reached = {"right_percent": float(closing[1]), "silent": int(closing[3]), "invented": int(closing[4])}
    return _hold(reached, json.loads(FLOORS.read_text("utf-8"))["cases"])


def _hold(reached: dict[str, float], floor: dict[str, float]) -> int:
    worse = [k for k, v in reached.items() if (v < floor[k] if k == "right_percent" else v > floor[k])]
    better = [k for k, v in reached.items() if (v > floor[k] if k == "right_percent" else v < floor[k])]
    for name in worse:
        print(f"{name} is {reached[name]}, worse than the floor of {floor[name]} in {FLOORS.name}", file=sys.stderr)
    for name in better:
        print(f"{name} is {reached[name]}, better than the floor of {floor[name]}: raise it in {FLOORS.name}")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
