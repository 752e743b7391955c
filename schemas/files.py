"""What the files of a release are: `told(path)`, from `schemas/files.yaml`."""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import PurePosixPath

from schemas import load
from schemas.load import Sentence, build
from schemas.tables import PUBLISHED, title


@dataclass(frozen=True, slots=True)
class Kind:
    """Files whose path in the release fits the pattern `files`; `*` stands for anything but a slash."""

    files: str
    zh: str
    en: str

    def fits(self, path: str) -> bool:
        return path.count("/") == self.files.count("/") and fnmatchcase(path, self.files)


@cache
def kinds() -> tuple[Kind, ...]:
    """The lines of `schemas/files.yaml` in their order."""
    return tuple(build(Kind, each) for each in load.read_yaml(load.HERE / "files.yaml"))


def kind(path: str) -> Kind:
    """The line that says what a file is; KeyError where none does."""
    found = next((each for each in kinds() if each.fits(path)), None)
    if found is None:
        raise KeyError(f"schemas/files.yaml has no line for {path}")
    return found


def told(path: str) -> Sentence:
    """What a file of a release is, in both languages; KeyError where `schemas/files.yaml` doesn't say."""
    own, name = kind(path), PurePosixPath(path).stem
    zh, en = title(name) if name in PUBLISHED else (name, name)
    return Sentence(own.zh.format(table=zh), own.en.format(table=en))
