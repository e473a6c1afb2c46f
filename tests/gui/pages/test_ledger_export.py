"""The ledger from the list of hazards: what is listed is written; it can be stopped, and may fail."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from fieldcheck.gui.main_window import MainWindow
from fieldcheck.gui.pages.hazards import HazardsPage
from fieldcheck.gui.session import Route, Session
from fieldcheck.operations import ledger
from fieldcheck.operations.files import FileNotWritten
from fieldcheck.store import Store
from tests.gui.pages.support import choose, press, settle, shown


@pytest.fixture
def save_as(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path | None], None]:
    def answer(path: Path | None) -> None:
        def ask(*_: object) -> tuple[str, str]:
            return (str(path or ""), "")

        monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)

    return answer


def test_the_ledger_holds_what_is_listed(
    session: Session, hazards: list[str], tmp_path: Path, qtbot: QtBot, save_as: Callable[[Path | None], None]
) -> None:
    page = HazardsPage(session)
    shown(page, session, qtbot, Route("hazards"))
    told: list[tuple[str, str]] = []
    session.notify.connect(lambda text, tone: told.append((text, tone)))
    save_as(None)
    press(page, "Export ledger…")
    settle(session)
    assert told == []
    save_as(tmp_path / "台账")
    choose(page._level, "major")
    press(page, "Export ledger…")
    assert page.ledger.busy
    assert page._progress.isVisible()
    settle(session)
    assert not page._progress.isVisible()
    path = tmp_path / "台账.xlsx"
    assert told == [(f"1 hazard saved as {path}", "success")]
    sheet = load_workbook(path).active
    assert sheet is not None
    assert sheet.max_row == 4


def test_a_ledger_can_be_stopped_and_may_fail(
    session: Session, hazards: list[str], tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = HazardsPage(session)
    shown(page, session, qtbot, Route("hazards"))
    told: list[str] = []
    session.notify.connect(lambda text, _tone: told.append(text))

    def waits(store: Store, path: Path, wanted: object, **given: Callable[..., bool]) -> int | None:
        while not given["cancelled"]():
            given["progress"](1, 2)
        return None

    monkeypatch.setattr(ledger, "write_beside", waits)
    page.ledger.write(tmp_path / "l.xlsx", page.query())
    page._progress.button.click()
    settle(session)
    assert told == ["The ledger was not written."]

    def fails(*_: object, **__: object) -> None:
        raise FileNotWritten(path="l.xlsx", reason="full")

    monkeypatch.setattr(ledger, "write_beside", fails)
    page.ledger.write(tmp_path / "l.xlsx", page.query())
    settle(session)
    assert told[1].startswith("l.xlsx could not be written: full")
    assert not page.ledger.busy


def test_closing_the_window_stops_the_ledger(
    session: Session, hazards: list[str], tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = MainWindow(session)
    qtbot.addWidget(window)
    session.go(Route("hazards"))
    settle(session)
    page = window.current_page()
    assert isinstance(page, HazardsPage)

    def waits(*_: object, cancelled: Callable[[], bool], **__: object) -> None:
        while not cancelled():
            pass

    monkeypatch.setattr(ledger, "write_beside", waits)
    page.ledger.write(tmp_path / "l.xlsx", page.query())
    window.close()
    assert not page.ledger.busy
