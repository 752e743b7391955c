"""`gongkai verify RELEASE`: each proof of a release on a line, ✓ or ✗; nothing but the folder is needed."""

import sys
from pathlib import Path

from pipeline.release.errors import PublishError
from pipeline.release.gates.shipped import Fault
from pipeline.release.index import RELEASES, read_index
from pipeline.release.verify import Proof, proofs
from schemas.load import codelist

SIGNS = {True: "✓", False: "✗"}
SKIPPED = "-"


def run(release: str, published: Path) -> int:
    """0 where every proof that could be tried holds, else 1; `release` is a folder, a version or `latest`."""
    try:
        shown = [_show(proof) for proof in proofs(_folder(release, published))]
    except FileNotFoundError as error:
        return _fail(f"{error} holds no release: give its folder, or a version and --published.")
    except PublishError as error:
        return _fail(str(error))
    return 0 if all(shown) else 1


def _fail(why: str) -> int:
    print(f"gongkai verify: {why}", file=sys.stderr)
    return 1


def _folder(release: str, published: Path) -> Path:
    """The folder of that name, else the version below `published`."""
    if Path(release).is_dir():
        return Path(release)
    version = read_index(published)["latest"] if release == "latest" else release
    return published / RELEASES / str(version)


def _show(proof: Proof) -> bool:
    """Print it; whether nothing speaks against it."""
    told = codelist("proofs").get(proof.name.split(" ")[0])
    words = f"{told.title_zh} · {told.title_en}" if told else ""
    sign = SKIPPED if proof.skipped else SIGNS[proof.holds]
    print(f"{sign} {proof.name}: {words}" + (f" ({proof.skipped})" if proof.skipped else ""))
    for fault in proof.faults:
        _print(fault)
    return not proof.faults


def _print(fault: Fault) -> None:
    told = "".join(sign if sign.isprintable() else "�" for sign in str(fault))
    print(f"    {told}")
