"""What LibreOffice makes of a DOCX: `saved(files, kind)`, many at once; only where the machine has it.

`kind` is an ending: doc for Word's binary form, rtf for RTF. Its bytes hold the time, so they are never the same twice.
"""

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from pipeline.read.office import program
from tests.corpus.form import Report
from tests.corpus.render import docx

SECONDS = 300


def render(report: Report, seed: int, kind: str) -> bytes:
    """The DOCX rendering of the report, saved again."""
    return saved({"report": docx.render(report, seed)}, kind)["report"]


def saved(files: Mapping[str, bytes], kind: str) -> dict[str, bytes]:
    """Each of the DOCX files, by its name, in the other form."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = [folder / f"{stem}.docx" for stem in files]
        for path, data in zip(paths, files.values(), strict=True):
            path.write_bytes(data)
        command = [program() or "soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
        subprocess.run([*command, "--convert-to", kind, "--outdir", name, *map(str, paths)],
                       check=True, capture_output=True, timeout=SECONDS)  # fmt: skip
        return {path.stem: path.with_suffix(f".{kind}").read_bytes() for path in paths}
