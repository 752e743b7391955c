"""Whatever ends a publish, readers see whole releases and the next run clears up; and readers would see a fault."""

import errno
from pathlib import Path

import pytest

from tests.release.kills import (
    REFUSED,
    accepted,
    kill,
    leftovers,
    points_of,
    publish_in_peace,
    publish_on_a_failing_disk,
    wrong_with,
)


@pytest.fixture(scope="module")
def points(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return points_of(tmp_path_factory.mktemp("points"))


def some(points: list[str], number: int) -> list[int]:
    """About so many points, evenly, and all from where the release is renamed into place; `kills` itself takes all."""
    announced = next(n for n, name in enumerate(points, start=1) if name == "os.rename .building")
    return sorted({*range(1, announced, max(1, announced // number)), *range(announced, len(points) + 1)})


@pytest.mark.slow
def test_a_kill_at_a_point_or_at_random_is_never_seen(tmp_path: Path, points: list[str]):
    told = kill(tmp_path, some(points, 12), at_random=3, seed=1)
    assert told.violations == []
    assert told.killed >= 12
    assert told.reads > told.killed


def test_the_points_are_those_where_a_release_is_made_and_announced(points: list[str]):
    assert {"os.mkdir .building", "os.rename .building", "os.rename .index.json"} <= {
        name.split(".json.")[0] + (".json" if ".json." in name else "") for name in points
    }


@pytest.mark.slow
@pytest.mark.parametrize(("code", "for_good"), [(errno.ENOSPC, False), (errno.EROFS, True)])
def test_a_disk_that_fails_at_any_point_leaves_the_old_release(
    tmp_path: Path, points: list[str], code: int, for_good: bool
):
    """Nothing is published, or all of it; either way what the index names is whole."""
    published = tmp_path / "p"
    publish_in_peace(published, accepted(tmp_path / "first", 0))
    ends = []
    for number in some(points, 6):
        tables = accepted(tmp_path / str(number), number)
        ends.append(publish_on_a_failing_disk(published, tables, number, 10**6 if for_good else number, code))
        assert wrong_with(published) == "", points[number - 1]
    assert set(ends) <= {0, REFUSED}
    assert ends.count(REFUSED) > len(ends) / 2
    publish_in_peace(published, accepted(tmp_path / "last", -1))
    assert leftovers(published) == set()


def test_the_reader_sees_a_changed_byte_a_lost_file_and_a_foreign_one(tmp_path: Path):
    publish_in_peace(tmp_path / "p", accepted(tmp_path / "t", 0))
    assert wrong_with(tmp_path / "p") == ""
    release = next((tmp_path / "p" / "releases").iterdir())
    readme = (release / "README.md").read_bytes()
    (release / "README.md").write_bytes(readme + b" ")
    assert "README.md" in wrong_with(tmp_path / "p")
    (release / "README.md").unlink()
    assert "README.md" in wrong_with(tmp_path / "p")
    (release / "README.md").write_bytes(readme)
    (release / "stray").write_bytes(b"")
    assert "stray" in wrong_with(tmp_path / "p")
