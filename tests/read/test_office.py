"""LibreOffice as a last resort: it runs with limits and leaves nothing behind. Without it the tests draw one."""

import shutil
import stat
import time

import pytest

from pipeline.read import Refusal, docx, office
from tests.corpus.reports import make


@pytest.fixture
def drawn_office(monkeypatch, tmp_path):
    """A program that does what its script says; `$file` is the file it is given, `$profile` the profile."""

    def draw(script: str):
        path = tmp_path / "soffice"
        path.write_text(f'#!/bin/sh\nprofile="${{1#-env:UserInstallation=file://}}"\nfor file; do :; done\n{script}\n')
        path.chmod(path.stat().st_mode | stat.S_IEXEC)
        monkeypatch.setattr(office, "program", lambda: str(path))

    return draw


def test_what_it_writes_is_taken(drawn_office):
    drawn_office('cp "$file" "${file%.doc}.docx"')
    assert office.docx_of(b"made") == b"made"


def test_its_profile_forbids_macros_and_links_and_its_home_is_the_folder(drawn_office):
    drawn_office('(cat "$profile/user/registrymodifications.xcu"; echo; echo "$HOME"; dirname "$file") > "${file%.doc}.docx"')
    said = office.docx_of(b"").decode()
    for name, value in (("DisableMacrosExecution", "true"), ("MacroSecurityLevel", "3"), ("BlockUntrustedRefererLinks", "true")):
        assert f'oor:name="{name}" oor:op="fuse"><value>{value}<' in said
    home, folder = said.splitlines()[-2:]
    assert home == folder


@pytest.mark.parametrize("script", ["exit 1", "exit 0"])
def test_what_it_cannot_open_is_refused(drawn_office, script):
    drawn_office(script)
    with pytest.raises(Refusal, match="not_convertible"):
        office.docx_of(b"")


def test_it_is_ended_with_all_that_it_started(drawn_office, monkeypatch):
    monkeypatch.setattr(office, "OFFICE_SECONDS", 1)
    drawn_office("sleep 60 & sleep 60")
    begun = time.monotonic()
    with pytest.raises(Refusal, match="too_slow"):
        office.docx_of(b"")
    assert time.monotonic() - begun < 30


@pytest.mark.skipif(shutil.which(office.PROGRAM) is None, reason="no LibreOffice here")
def test_the_real_one():
    packed = make(3, "docx").data
    assert len(docx.read(office.docx_of(packed)).grids()) == len(docx.read(packed).grids())
