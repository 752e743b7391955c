"""Whether all is well, as asset checks: a good run lately, sources in reach, coverage kept, room on disk.

They stand in a job of their own, `watch`, since what must be noticed is a night that did not run.
"""

import dagster as dg

from pipeline.assets.fetched import fetched
from pipeline.assets.folders import Folders
from pipeline.assets.history import last_good
from pipeline.assets.release import release
from pipeline.operate import facts
from pipeline.operate.facts import Fact
from pipeline.release.clock import now


def _result(found: Fact) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        passed=found.good,
        severity=dg.AssetCheckSeverity.ERROR,
        description=f"{found.zh} {found.en}",
        metadata={name: value for name, value in found.told.items() if value is not None},
    )


@dg.asset_check(asset=release, description="A run went well within two days; finding nothing new is well, too.")
def fresh(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
    return _result(facts.ran(last_good(context.instance), now()))


@dg.asset_check(asset=fetched, description="Most hosts of the last fetch could be reached.")
def reachable(folders: Folders) -> dg.AssetCheckResult:
    return _result(facts.reachable(folders.raw_path))


@dg.asset_check(asset="coverage", description="From January to April no report of the year before is lost.")
def kept_in_season(folders: Folders) -> dg.AssetCheckResult:
    return _result(facts.covered(folders.published_path, now()))


@dg.asset_check(asset="documents", description="The disks have room for a run.")
def room(folders: Folders) -> dg.AssetCheckResult:
    found = [facts.room(folders.raw_path), facts.room(folders.published_path)]
    return _result(next((one for one in found if not one.good), found[0]))


watching = [fresh, reachable, kept_in_season, room]
WATCHED = dg.AssetSelection.checks(*watching)
watch_job = dg.define_asset_job("watch", selection=WATCHED, description="See whether nights run and sources answer.")
