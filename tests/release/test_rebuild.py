"""The same documents, code, version and date give the same bytes, however and wherever they are built."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

BUILD = """
import json, sys, time_machine
from datetime import timedelta
from pathlib import Path
from tests.golden import hashes, release
with time_machine.travel(timedelta(days=int(sys.argv[2])), tick=True):
    json.dump(hashes(release(Path(sys.argv[1]))), open(sys.argv[3], "w"))
"""


def built(work: Path, workers: int, days: int) -> dict[str, str]:
    """The hash of every file of the sample's release, built in a folder of its own by a clock that many days off."""
    told = work.with_suffix(".json")
    given = {"GONGKAI_WORKERS": str(workers), "SOURCE_DATE_EPOCH": "946684800", "TZ": f"UTC-{8 * days}"}
    given |= {"PYTHONHASHSEED": str(days)}
    command = [sys.executable, "-c", BUILD, str(work), str(days), str(told)]
    subprocess.run(command, env=os.environ | given, check=True, capture_output=True, text=True)
    return json.loads(told.read_text())


@pytest.mark.slow
def test_two_builds_are_identical_whatever_the_folder_workers_clock_zone_and_hash_seed(tmp_path: Path):
    one, other = built(tmp_path / "a", workers=1, days=0), built(tmp_path / "elsewhere" / "b", workers=2, days=2)
    assert one == other
    assert len(one) > 20
