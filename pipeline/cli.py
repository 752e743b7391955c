"""`gongkai fetch | publish | reread | check | audit | releases | verify | health`; each loads what it needs."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from pipeline.logs import configure

ABOUT = "Reads annual reports on open government information and publishes their tables as open data."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    given = _parser().parse_args(arguments)
    configure()
    return given.command(given)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="gongkai", description=ABOUT)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_fetch(commands)
    _add_publish(commands)
    _add_reread(commands)
    _add_check(commands)
    _add_audit(commands)
    _add_releases(commands)
    _add_verify(commands)
    _add_health(commands)
    return parser


def _add_fetch(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("fetch", help="get what raw/sources.csv names; the only command on the network")
    command.description = (
        "Asks each address of raw/sources.csv, follows list pages to the report and pages to their attachments, and "
        "writes how each attempt ended into raw/receipts.csv. Run it again to go on where it was stopped."
    )
    command.add_argument("--raw", type=Path, help="folder that holds sources.csv (GONGKAI_RAW, or the project's raw/)")
    command.add_argument(
        "--allow-host", action="append", default=[], metavar="HOST",
        help="let this host be reached though it leads to an internal address (also GONGKAI_ALLOW_HOSTS)",
    )  # fmt: skip
    command.add_argument(
        "--contact", default="", help="address or page that hosts are told to complain to (GONGKAI_CONTACT)"
    )
    command.set_defaults(command=_fetch)


def _add_publish(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "publish", help="read every document below raw/documents/ and publish a release"
    )
    command.add_argument(
        "--raw", type=Path, help="folder that holds documents/ (GONGKAI_RAW, or the project's raw/)"
    )
    command.add_argument(
        "--published", help="folder or s3://bucket/prefix to publish in (GONGKAI_PUBLISHED, or published/)"
    )
    command.add_argument("--version", help="version of the release, such as 2026.11.1 (the next free one)")
    command.add_argument(
        "--accept", default="", metavar="GATE[,GATE]", help="publish although these gates tell of a loss: it is meant"
    )
    command.add_argument("--full", action="store_true", help="also make SQLite and DuckDB files, in published/extras/")
    command.set_defaults(command=_publish_all)


def _add_reread(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("reread", help="after a change of a reader: read documents again and publish")
    command.add_argument("--since", metavar="DATE", help="only if documents came since this day, such as 2026-11-01")
    command.add_argument("--raw", type=Path, help="folder that holds documents/ (GONGKAI_RAW, or raw/)")
    command.add_argument("--published", help="folder or s3://bucket/prefix (GONGKAI_PUBLISHED, or published/)")
    command.set_defaults(command=_reread)


def _add_health(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("health", help="tell how the installation is; exits 1 where something is not well")
    command.add_argument("--json", action="store_true", help="as JSON, for monitoring")
    command.add_argument("--alert", action="store_true", help="also send an alert where something is not well")
    command.add_argument("--raw", type=Path, help="folder that holds receipts.csv (GONGKAI_RAW, or raw/)")
    command.add_argument("--published", help="folder or s3://bucket/prefix (GONGKAI_PUBLISHED, or published/)")
    command.set_defaults(command=_health)


def _health(given: argparse.Namespace) -> int:
    from pipeline.health_command import run

    return run(given.raw, given.published, given.json, given.alert)


def _reread(given: argparse.Namespace) -> int:
    from pipeline.reread_command import run

    return run(given.raw, given.published, given.since)


def _add_check(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "check", help="read single documents and tell what is wrong; publish nothing"
    )
    command.description = (
        "Prints each report as the official form: ✗ marks a cell in doubt, · one that is not shown, ? one that can't "
        "be read; → 6? is what a finding suggests, → 6 what a reviewer put beside it. Exits 1 on an error."
    )
    command.add_argument("files", type=Path, nargs="+", metavar="FILE", help="a report, or an archive of some")
    command.add_argument("--cell", metavar="TABLE/ROW/COLUMN", help="show where one cell of one FILE was read")
    command.add_argument("--html", action="store_true", help="write a page for each FILE, into the folder you are in")
    command.set_defaults(command=_check)


def _add_audit(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("audit", help="draw cells to compare with the source by hand, or count such a sheet")
    command.add_argument("--report", type=Path, metavar="SHEET", help="count a filled-in sheet, and do nothing else")
    command.add_argument("--sample", type=int, default=100, metavar="N", help="cells to draw (100)")
    command.add_argument("--seed", type=int, default=1, metavar="N", help="another seed draws other cells (1)")
    command.add_argument("--raw", type=Path, help="folder that holds documents/ (GONGKAI_RAW, or raw/)")
    command.add_argument("--published", type=Path, help="folder with the releases (GONGKAI_PUBLISHED, or published/)")
    command.add_argument("--version", help="release to draw from (the latest)")
    command.add_argument("--out", type=Path, default=Path("audit"), metavar="FOLDER", help="where to write (audit/)")
    command.set_defaults(command=_audit)


def _add_releases(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "releases", help="list the releases; make one the stable one, retract one, add an erratum, remove old ones"
    )
    command.add_argument("--published", help="folder or s3://bucket/prefix (GONGKAI_PUBLISHED, or the project's)")
    command.set_defaults(command=_releases)
    decisions = command.add_subparsers(dest="decision", metavar="DECISION")
    stable = decisions.add_parser("stable", help="recommend a release; it is never removed")
    stable.add_argument("version")
    retract = decisions.add_parser("retract", help="withdraw a release: no pointer leads to it any more")
    retract.add_argument("version")
    taken = decisions.add_parser("take-down", help="remove a retracted release's files, which must not be public")
    taken.add_argument("version")
    prune = decisions.add_parser("prune", help="remove all but the last N releases, and none that was ever stable")
    prune.add_argument("--keep", type=int, required=True, metavar="N")
    erratum = decisions.add_parser("erratum", help="tell what is wrong in releases that can't change")
    erratum.add_argument("--versions", required=True, help="such as 2026.11.1,2026.11.2")
    erratum.add_argument("--table", required=True)
    for name in ("report", "item", "column"):
        erratum.add_argument(f"--{name}", help=f"the {name} concerned; all where it is not given")
    for told in (retract, erratum):
        told.add_argument("--zh", required=True, help="why, in Chinese")
        told.add_argument("--en", required=True, help="why, in English")


def _add_verify(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("verify", help="hold a release against everything that it says of itself")
    command.description = "Needs nothing but the release's folder; exits 1 where a proof fails."
    command.add_argument("release", metavar="RELEASE", help="a release's folder, a version, or latest")
    command.add_argument("--published", type=Path, help="folder in which a version is looked for")
    command.set_defaults(command=_verify)


def _verify(given: argparse.Namespace) -> int:
    from pipeline.folders import published
    from pipeline.verify_command import run

    return run(given.release, published(given.published))


def _releases(given: argparse.Namespace) -> int:
    from pipeline.folders import address
    from pipeline.releases_command import run

    return run(address(given.published), given)


def _fetch(given: argparse.Namespace) -> int:
    from pipeline.fetch_command import run

    return run(given.raw, given.allow_host, given.contact)


def _publish_all(given: argparse.Namespace) -> int:
    failed = _publish(given)
    return failed or (_full(given) if given.full else 0)


def _full(given: argparse.Namespace) -> int:
    from pipeline.folders import published
    from pipeline.full_command import run

    return run(published(given.published))


def _publish(given: argparse.Namespace) -> int:
    from pipeline.publish_command import run

    return run(given.raw, given.published, given.version, given.accept)


def _check(given: argparse.Namespace) -> int:
    from schemas.load import SchemaError

    try:
        return _checked(given)
    except SchemaError as error:
        print(f"gongkai check: {error}", file=sys.stderr)
        return 1


def _audit(given: argparse.Namespace) -> int:
    from pipeline.audit_command import draw, report

    if given.report is not None:
        return report(given.report)
    return draw(given.raw, given.published, given.version, given.out, given.sample, given.seed)


def _checked(given: argparse.Namespace) -> int:
    if given.cell is not None:
        from pipeline.cell_command import run as show

        return max(show(file, given.cell) for file in given.files)
    if given.html:
        from pipeline.page_command import run as write

        return max(write(file) for file in given.files)
    from pipeline.check_command import run

    return run(given.files)


if __name__ == "__main__":
    sys.exit(main())
