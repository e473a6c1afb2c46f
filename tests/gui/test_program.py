"""From the desktop to the open store: unlocking, recovery, another language, a fault of the program."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from fieldcheck.gui import crash, preferences
from fieldcheck.gui.main_window import MainWindow
from fieldcheck.gui.program import Program
from fieldcheck.gui.session import Route
from fieldcheck.gui.unlock import UnlockWindow
from fieldcheck.model.records import Site
from fieldcheck.operations import drafts
from fieldcheck.store import Store
from fieldcheck.store.queries import records
from tests.gui.program_support import enter, first_run
from tests.stores import CHEAP, PASSPHRASE


@pytest.fixture
def path(store: Store) -> Path:
    store.close()
    return store.path


def unlocking(program: Program) -> UnlockWindow:
    assert isinstance(program.window, UnlockWindow)
    return program.window


def test_a_wrong_passphrase_says_so_and_the_right_one_opens(program: Program, qtbot: QtBot, path: Path) -> None:
    program.open(path)
    window = unlocking(program)
    window.unlock()
    assert window.passphrase.error()
    enter(window.passphrase.editor, "wrong")
    window.unlock()
    qtbot.waitUntil(lambda: "does not open" in window.passphrase.error())
    enter(window.passphrase.editor, PASSPHRASE)
    QTest.keyClick(window.passphrase.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow))


def test_what_can_be_done_about_a_lost_passphrase_is_said(program: Program, path: Path) -> None:
    program.open(path)
    window = unlocking(program)
    assert not window.forgotten.isVisibleTo(window)
    window.forgotten_button.click()
    assert window.forgotten.isVisibleTo(window)
    assert "sent to the bureau is there" in window.forgotten.text()


def test_another_passphrase_opens_the_same_store(program: Program, qtbot: QtBot, path: Path) -> None:
    program.open(path, PASSPHRASE)
    assert program.session is not None
    program.session.go(Route("settings"))
    program.session.set_state("test", "kept")
    program.session.passphrase_chosen.emit("三只白鹭")
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow))
    assert isinstance(program.window, MainWindow)
    assert "was changed" in program.window.toasts.text()
    assert program.session.state("test") == "kept"
    program.close()
    program.open(path, PASSPHRASE)
    assert "does not open" in unlocking(program).passphrase.error()
    program.open(path, "三只白鹭")
    assert isinstance(program.window, MainWindow)


def test_a_store_that_others_have_open_keeps_its_passphrase(program: Program, qtbot: QtBot, path: Path) -> None:
    program.open(path, PASSPHRASE)
    assert program.session is not None
    with Store.open(path, PASSPHRASE):
        program.session.passphrase_chosen.emit("三只白鹭")
        qtbot.waitUntil(lambda: "in use by another program" in unlocking(program).error.text())
    program.open(path, PASSPHRASE)
    assert isinstance(program.window, MainWindow)


def test_a_second_window_on_the_same_store_says_so(program: Program, qapp: QApplication, path: Path) -> None:
    program.open(path, PASSPHRASE)
    other = Program(qapp, cost=CHEAP)
    other.open(path, PASSPHRASE)
    assert isinstance(program.window, MainWindow) and isinstance(other.window, MainWindow)
    assert "another window" not in program.window.toasts.text()
    assert "another window" in other.window.toasts.text()
    other.close()
    program.close()
    other.open(path, PASSPHRASE)
    assert isinstance(other.window, MainWindow)
    assert "another window" not in other.window.toasts.text()
    other.close()
    other.deleteLater()


def test_what_is_no_store_says_so(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("no store", "utf-8")
    program.open(other, "anything")
    assert "not a FieldCheck store" in unlocking(program).error.text()


def test_a_store_that_is_gone_is_told_before_anybody_types(program: Program, tmp_path: Path) -> None:
    program.open(tmp_path / "stick" / "gone.fcstore")
    assert "There is no store at" in unlocking(program).error.text()


def test_the_store_that_was_open_last_is_asked_for(program: Program, path: Path, tmp_path: Path) -> None:
    gone = tmp_path / "gone.fcstore"
    gone.write_bytes(b"")
    preferences.remember_store(path)
    preferences.remember_store(gone)
    gone.unlink()
    program.open(None)
    assert unlocking(program).path == path.resolve()


def test_a_new_store_beside_others_and_back(program: Program, path: Path) -> None:
    preferences.remember_store(path)
    program.open(None)
    unlocking(program).new_wanted.emit()
    window = first_run(program)
    assert window.back_button.isVisibleTo(window)
    window.back()
    assert unlocking(program).path == path.resolve()


def test_typing_at_the_stop_is_recovered_and_said(program: Program, store: Store, site: str) -> None:
    drafts.keep(store, "site", site, "", "note", "正在输入的话")
    store.close()
    program.open(store.path, PASSPHRASE)
    assert isinstance(program.window, MainWindow)
    assert "1 text" in program.window.toasts.text()
    assert program.session is not None
    assert records.get(program.session.reader(), Site, site).note == "正在输入的话"


def test_another_language_draws_the_window_anew_at_the_same_place(program: Program, path: Path) -> None:
    program.open(path, PASSPHRASE)
    assert program.session is not None
    program.session.go(Route("settings"))
    before = program.window
    preferences.signals().language_changed.emit("zh_CN")
    assert isinstance(program.window, MainWindow)
    assert program.window is not before
    assert program.window.rail.buttons["settings"].text() == "设置"
    assert program.window.rail.buttons["settings"].isChecked()


def test_closing_writes_what_was_asked_for(program: Program, path: Path) -> None:
    program.open(path, PASSPHRASE)
    session = program.session
    assert session is not None
    session.set_state("test", "kept")
    program.close()
    program.open(path, PASSPHRASE)
    assert program.session is not None
    assert program.session.state("test") == "kept"


def test_a_fault_of_the_program_leaves_a_report_without_contents(qapp: QApplication, qtbot: QtBot) -> None:
    handler = crash.CrashHandler(qapp)
    typed = "".join(("清", "源"))
    try:
        try:
            raise ZeroDivisionError(typed)
        except ZeroDivisionError:
            sys.excepthook(*sys.exc_info())
        qtbot.waitUntil(lambda: crash.folder().exists() and any(crash.folder().iterdir()))
        report = next(crash.folder().iterdir()).read_text("utf-8")
        assert "ZeroDivisionError" in report
        assert "test_program.py" in report
        assert typed not in report
        dialog = next(one for one in qapp.topLevelWidgets() if isinstance(one, crash.CrashDialog))
        next(button for button in dialog.findChildren(QPushButton) if button.text() == "Go on").click()
        dialog.deleteLater()
    finally:
        handler.restore()
        handler.deleteLater()
