"""Where the window cannot start it says why; Qt itself would abort the process."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from fieldcheck.gui import application
from fieldcheck.model.errors import EnvironmentProblem

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Qt finds its screen without DISPLAY elsewhere")


@LINUX
@pytest.mark.parametrize("platform", ["", "xcb", "wayland"])
def test_without_a_display_it_says_so(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(application.NoDisplay):
        application.run(None)


@LINUX
def test_a_display_that_does_not_answer_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    monkeypatch.setenv("DISPLAY", ":7531")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with pytest.raises(EnvironmentProblem):
        application.require_display()


def test_a_platform_without_a_screen_needs_no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen:size=800x600")
    monkeypatch.delenv("DISPLAY", raising=False)
    application.require_display()
    application.require_platform()


@LINUX
def test_the_command_exits_with_the_code_of_its_family() -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    done = subprocess.run(
        [sys.executable, "-m", "fieldcheck", "open"],
        env=environment | {"QT_QPA_PLATFORM": "xcb", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr.split(":")[0]) == (11, "NO_DISPLAY")


def test_qt_that_cannot_be_imported_is_named() -> None:
    code = (
        "import sys; sys.modules['PySide6'] = None\n"
        "from fieldcheck.gui import application\n"
        "try:\n    application.run(None)\nexcept application.QtNotUsable as error:\n    print(error.code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "QT_MISSING"


def test_a_start_imports_no_packages_no_documents_and_no_proofs() -> None:
    late = {
        "fieldcheck.documents",
        "fieldcheck.exchange.reader",
        "fieldcheck.exchange.writer",
        "fieldcheck.model.document",
        "fieldcheck.operations.imports",
        "fieldcheck.operations.payloads",
        "fieldcheck.photos",
        "fieldcheck.store.queries.details",
        "fieldcheck.store.queries.lists",
        "fieldcheck.store.verify",
        "lark",
        "polib",
        "reportlab",
        "tomllib",
    }
    code = "import sys; from fieldcheck.gui import application; application.load(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert late.intersection(done.stdout.split()) == set()
