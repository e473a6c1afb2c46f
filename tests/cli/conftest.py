"""Commands in process: the program's own entry, its exit code, what it printed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from fieldcheck.cli import main as entry
from fieldcheck.cli.common import PASSPHRASE as PASSPHRASE_VARIABLE
from fieldcheck.translation import set_language
from tests.bureau import add_site, begin, new_bureau
from tests.stores import PASSPHRASE


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Return standard output as JSON."""
        return json.loads(self.out)


class Program:
    """Runs the program as a shell would, without a second process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.monkeypatch, self.capsys = monkeypatch, capsys

    def __call__(self, *arguments: object) -> Ran:
        self.monkeypatch.setattr(sys, "argv", ["fieldcheck", *map(str, arguments)])
        self.capsys.readouterr()
        with pytest.raises(SystemExit) as stopped:
            entry.main()
            raise SystemExit(0)
        captured = self.capsys.readouterr()
        code = stopped.value.code
        return Ran(code if isinstance(code, int) else int(code is not None), captured.out, captured.err)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Program]:
    """The program, in English, with the passphrase of the test stores and a cheap key for new ones."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("FIELDCHECK_TEST_COST", "4")
    monkeypatch.setenv(PASSPHRASE_VARIABLE, PASSPHRASE)
    yield Program(monkeypatch, capsys)
    set_language("en")


@dataclass(frozen=True)
class Sample:
    """A store on the disk with one site and one visit."""

    path: Path
    site: str
    inspection: str


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    """A closed store."""
    with new_bureau(tmp_path / "s.fcstore") as store:
        site = add_site(store)
        return Sample(store.path, site, begin(store, "machinery", site=site))
