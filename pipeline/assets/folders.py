"""`Folders`, the resource that says where `raw/` and `published/` are; `told`, how failures are told."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg

from pipeline import folders
from pipeline.code_version import code_of
from pipeline.engine import EngineError
from pipeline.release.errors import PublishError, explained
from pipeline.release.kept import Kept, place
from pipeline.release.packs import kept_together
from pipeline.release.remote import work_folder
from pipeline.release.staging import Staging, staging


class Folders(dg.ConfigurableResource):
    """The two folders of the project; absolute, or relative to where the process was started.

    `published` can be an `s3://bucket/prefix`; `published_path` is then where its copy lies on this machine.
    """

    raw: str
    published: str

    @classmethod
    def default(cls) -> "Folders":
        return cls(raw=str(folders.raw()), published=folders.address())

    @property
    def raw_path(self) -> Path:
        return Path(self.raw)

    @property
    def published_path(self) -> Path:
        return work_folder(self.published)

    def staging(self, run: dg.DagsterRun) -> Staging:
        """Where the run keeps its rows."""
        return staging(self.published_path, run.run_id)

    def kept(self) -> Kept:
        """What earlier runs of the same reading code read."""
        return Kept(place(self.published_path), code_of(kept_together.__module__))


@contextmanager
def told(folders: Folders) -> Iterator[None]:
    """Turns what keeps a run from publishing into a Failure whose description is one clear sentence."""
    try:
        with explained(folders.published_path):
            yield
    except (PublishError, EngineError) as error:
        raise dg.Failure(str(error), allow_retries=False) from error
