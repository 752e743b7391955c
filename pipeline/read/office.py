"""LibreOffice, where the machine has it: `program()`, and `docx_of(data)` for what no other converter can read.

It runs apart: with a profile of its own that allows no macros and fetches nothing, and with limits on
time and memory.
"""

import os
import resource
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from pipeline.read.document import Refusal
from pipeline.read.limits import OFFICE_BYTES, OFFICE_SECONDS

PROGRAM, PACKAGE = "soffice", "libreoffice-writer-nogui"
"""The command, and the package of Debian that has it."""

_SETTINGS = {
    "Common/Security/Scripting": {
        "DisableMacrosExecution": "true", "MacroSecurityLevel": "3", "DisableActiveContent": "true",
        "BlockUntrustedRefererLinks": "true", "DisablePythonRuntime": "true",
    },
    "Writer/Content/Update": {"Link": "0", "Field": "false"},
}
_PROXY = {"ooInetProxyType": "2", "ooInetHTTPProxyName": "127.0.0.1", "ooInetHTTPProxyPort": "9",
          "ooInetHTTPSProxyName": "127.0.0.1", "ooInetHTTPSProxyPort": "9"}  # fmt: skip
"""Whatever would be fetched after all is asked of a port where nobody answers."""


def program() -> str | None:
    """The path of LibreOffice's command, if there is one."""
    return shutil.which(PROGRAM)


def docx_of(data: bytes) -> bytes:
    """The file as DOCX. Raises Refusal: not_convertible, or too_slow."""
    with tempfile.TemporaryDirectory() as folder:
        source, profile = Path(folder, "report.doc"), Path(folder, "profile")
        source.write_bytes(data)
        _write_profile(profile)
        _run([program() or PROGRAM, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
              "--convert-to", "docx", "--outdir", folder, str(source)], folder)  # fmt: skip
        result = source.with_suffix(".docx")
        if not result.is_file():
            raise Refusal("not_convertible", "LibreOffice can't open it")
        return result.read_bytes()


def _write_profile(profile: Path) -> None:
    paths = {f"Office.{path}": values for path, values in _SETTINGS.items()} | {"Inet/Settings": _PROXY}
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, values in paths.items()
        for name, value in values.items()
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'
    )


def _run(command: list[str], folder: str) -> None:
    """Run to the end or to the time limit, then end whatever it started."""
    with subprocess.Popen(
        command, cwd=folder, env={"PATH": os.environ.get("PATH", ""), "HOME": folder}, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, preexec_fn=_limit,
    ) as started:  # fmt: skip
        try:
            started.wait(OFFICE_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise Refusal("too_slow", f"LibreOffice, {OFFICE_SECONDS} s") from error
        finally:
            _end(started.pid)


def _end(group: int) -> None:
    """End a group of processes, of which none may be left."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (OFFICE_BYTES, OFFICE_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OFFICE_BYTES, OFFICE_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (OFFICE_SECONDS, OFFICE_SECONDS))
