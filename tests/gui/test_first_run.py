"""The first run: a store alone, a laptop that asks to join, a bureau with its escrow key; by keyboard."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from fieldcheck.cli.verify import keys_of
from fieldcheck.exchange.keys import is_identity
from fieldcheck.gui import preferences
from fieldcheck.gui.first_run.welcome import Way
from fieldcheck.gui.first_run.window import FirstRunWindow
from fieldcheck.gui.main_window import MainWindow
from fieldcheck.gui.pages.settings import SettingsPage
from fieldcheck.gui.program import Program
from fieldcheck.gui.session import Route
from fieldcheck.model.records import Site
from fieldcheck.model.values import Role
from fieldcheck.operations import enrolment, profile, trust
from fieldcheck.store import Store
from fieldcheck.store.queries import records
from tests.bureau import BUREAU
from tests.county import county, visited
from tests.gui.program_support import enter, fill_bureau, fill_first_run, first_run
from tests.stores import PASSPHRASE


def test_without_a_store_the_first_run_opens_and_makes_one(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    program.open(None)
    window = first_run(program)
    file = tmp_path / "a folder" / "检查.fcstore"
    fill_first_run(window, file)
    assert window.position() == 3
    assert not file.exists()
    window.next()
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow))
    assert program.session is not None
    reader = program.session.reader()
    assert profile.current(reader).bureau_name == "海晏市应急管理局"
    assert [officer.name for officer in profile.officers(reader)] == ["王䶮"]
    assert preferences.recent_stores() == [file.resolve()]


def test_an_enterprise_needs_a_name_only(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    program.open(None)
    window = first_run(program)
    window.bureau.who.set_value("enterprise")
    window.bureau.who.left.emit("enterprise")
    window.welcome.file.set_value(str(tmp_path / "自查"))
    window.next()
    enter(window.passphrase.new.passphrase.editor, "abcd")
    enter(window.passphrase.new.again.editor, "abcd")
    window.next()
    assert not window.bureau.court.isVisibleTo(window.bureau)
    window.bureau.name.set_value("海晏市金诚铸造厂")
    window.next()
    window.next()
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow))
    assert (tmp_path / "自查.fcstore").exists()


def choose_way(window: FirstRunWindow, way: Way, file: Path) -> None:
    window.welcome.file.set_value(str(file))
    QTest.mouseClick(window.welcome.ways.buttons[way], Qt.MouseButton.LeftButton)
    window.next()


def test_arrow_keys_choose_what_the_store_is_for(program: Program, qtbot: QtBot) -> None:
    program.open(None)
    window = first_run(program)
    ways = window.welcome.ways
    window.activateWindow()
    ways.buttons[Way.ALONE].setFocus()
    qtbot.waitUntil(ways.buttons[Way.ALONE].hasFocus)
    QTest.keyClick(ways.buttons[Way.ALONE], Qt.Key.Key_Down)
    assert (ways.value(), window.steps[1]) == (Way.JOIN, window.laptop)
    QTest.keyClick(ways.buttons[Way.JOIN], Qt.Key.Key_Down)
    assert (ways.value(), len(window.steps)) == (Way.BUREAU, 5)


def type_passphrase(window: FirstRunWindow) -> None:
    enter(window.passphrase.new.passphrase.editor, PASSPHRASE)
    enter(window.passphrase.new.again.editor, PASSPHRASE)
    window.next()


def test_a_laptop_asks_to_join_and_works_meanwhile(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    program.open(None)
    window = first_run(program)
    choose_way(window, Way.JOIN, tmp_path / "laptop")
    window.next()
    assert window.laptop.name.error()
    window.laptop.name.set_value("三" * 81)
    window.next()
    assert "80" in window.laptop.name.error()
    window.laptop.name.set_value("三号")
    window.next()
    type_passphrase(window)
    qtbot.waitUntil(lambda: bool(window.request.words.text()))
    assert not window.back_button.isVisibleTo(window)
    window.request.write(tmp_path / "nowhere" / "三号")
    qtbot.waitUntil(lambda: "could not be written" in window.request.error.text())
    window.request.write(tmp_path / "三号")
    qtbot.waitUntil(lambda: window.request.written.isVisibleTo(window))
    asked = enrolment.open_request(tmp_path / "三号.fcrequest")
    assert (asked.name, asked.role, " ".join(asked.words)) == ("三号", Role.INSPECTOR, window.request.words.text())
    window.next()
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow))
    assert program.session is not None
    for route in ("inspections", "hazards", "sites", "documents", "exchange", "settings"):
        program.session.go(Route(route))
        program.session.tasks.drain()
    page = window_page(program)
    assert isinstance(page, SettingsPage)
    assert any("bureau's answer" in label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page))


def window_page(program: Program) -> QWidget | None:
    assert isinstance(program.window, MainWindow)
    return program.window.current_page()


def bureau_at_its_key(program: Program, qtbot: QtBot, tmp_path: Path) -> FirstRunWindow:
    program.open(None)
    window = first_run(program)
    choose_way(window, Way.BUREAU, tmp_path / "bureau")
    type_passphrase(window)
    assert not window.bureau.who.isVisibleTo(window)
    fill_bureau(window)
    window.next()
    qtbot.waitUntil(lambda: window.position() == 4)
    return window


def test_a_bureau_puts_its_escrow_key_away_first(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    window = bureau_at_its_key(program, qtbot, tmp_path)
    view = window.escrow.view
    view.copy_button.click()
    key = QApplication.clipboard().text()
    assert is_identity(key)
    assert view.key_label.text().replace(" ", "") == key
    view.save(tmp_path / "nowhere" / "key.txt")
    assert "could not be written" in view.error.text()
    view.save(tmp_path / "key.txt")
    assert keys_of(tmp_path / "key.txt") == [key]
    assert key in view.page().toPlainText()
    window.next()
    assert "check the box" in window.error.text()
    view.put_away.editor.click()
    assert not window.error.text()
    window.next()
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow))
    assert program.session is not None
    reader = program.session.reader()
    assert trust.is_bureau(reader)
    assert (trust.escrow(reader) or "").startswith("age1")


def test_a_key_that_nobody_put_away_does_not_count(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    bureau_at_its_key(program, qtbot, tmp_path).close()
    with Store.open(tmp_path / "bureau.fcstore", PASSPHRASE) as store:
        assert trust.escrow(store.reader()) is None
    assert preferences.recent_stores() == [(tmp_path / "bureau.fcstore").resolve()]


def test_each_step_says_what_is_missing(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    program.open(None)
    window = first_run(program)
    taken = tmp_path / "taken.fcstore"
    taken.write_bytes(b"")
    window.welcome.file.set_value(str(taken))
    window.next()
    assert (window.position(), "already" in window.welcome.file.error()) == (0, True)
    window.welcome.file.set_value(str(tmp_path / "free.fcstore"))
    window.next()
    enter(window.passphrase.new.passphrase.editor, "abc")
    window.next()
    assert (window.position(), "at least" in window.passphrase.new.passphrase.error()) == (1, True)
    enter(window.passphrase.new.passphrase.editor, "abcd")
    enter(window.passphrase.new.again.editor, "abce")
    window.next()
    assert (window.position(), "not the same" in window.passphrase.new.again.error()) == (1, True)
    enter(window.passphrase.new.again.editor, "abcd")
    window.next()
    window.next()
    assert (window.position(), bool(window.bureau.name.error()), bool(window.bureau.sectors.error())) == (2, True, True)
    with_errors = window.bureau.sizeHint().height()
    window.bureau.name.typing.emit("海晏市应急管理局")
    for field in (window.bureau.prefix, window.bureau.government, window.bureau.court, window.bureau.sectors):
        field.set_error("")
    assert window.bureau.name.error() == ""
    qtbot.waitUntil(lambda: window.stack_height() == window.bureau.sizeHint().height() < with_errors)
    window.back()
    assert window.position() == 1


def test_the_first_run_goes_by_keyboard(program: Program, tmp_path: Path) -> None:
    program.open(None)
    window = first_run(program)
    window.welcome.file.set_value(str(tmp_path / "x.fcstore"))
    QTest.keyClick(window.welcome.file.editor, Qt.Key.Key_Return)
    assert window.position() == 1


def test_enter_goes_on_from_a_check_box_too_and_presses_the_button_that_has_the_keyboard(
    program: Program, tmp_path: Path
) -> None:
    program.open(None)
    window = first_run(program)
    fill_first_run(window, tmp_path / "检查")
    window.back()
    assert window.position() == 2
    QTest.keyClick(window.bureau.sectors.boxes["industry_trade"], Qt.Key.Key_Return)
    assert window.position() == 3
    QTest.keyClick(window.back_button, Qt.Key.Key_Return)
    assert window.position() == 2


def test_what_was_missing_is_no_longer_told_once_it_is_typed(program: Program, tmp_path: Path) -> None:
    program.open(None)
    window = first_run(program)
    fill_first_run(window, tmp_path / "检查")
    enter(window.officers.rows[0].name.editor, "")
    window.next()
    assert window.error.text()
    enter(window.officers.rows[0].name.editor, "王䶮")
    assert not window.error.text()
    assert not window.officers.rows[0].name.error()


def test_the_first_run_changes_its_language_at_once(program: Program, qapp: QApplication) -> None:
    program.open(None)
    first_run(program).welcome.language_chosen.emit("zh_CN")
    assert first_run(program).next_button.text() == "下一步"
    assert preferences.load().language == "zh_CN"


def test_a_lost_bureau_begins_anew_from_packages_and_key(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    with county(tmp_path) as land:
        key = tmp_path / "key.txt"
        key.write_text(trust.new_escrow(land.bureau), "utf-8")
        laptop = land.laptop("一号")
        site = visited(laptop)
        package, words = land.up(laptop).path, " ".join(trust.own_fingerprint(land.bureau.reader()))
    program.open(None)
    window = first_run(program)
    choose_way(window, Way.RECOVER, tmp_path / "again")
    lost = window.lost
    window.next()
    assert "packages" in window.error.text()
    lost.take_packages([package])
    lost.take_key(package)
    assert "no escrow key" in lost.error.text()
    lost.key.set_value(trust.make_escrow().identity)
    lost.check()
    qtbot.waitUntil(lambda: "None of these packages" in lost.error.text())
    lost.take_key(key)
    lost.check()
    qtbot.waitUntil(lambda: lost.words.text() == words)
    window.next()
    assert "Compare the words" in window.error.text()
    lost.same.editor.click()
    window.next()
    type_passphrase(window)
    assert window.bureau.name.value() == BUREAU.bureau_name
    fill_bureau(window)
    window.next()
    qtbot.waitUntil(lambda: window.position() == 5)
    assert "imported 1" in window.starts.arrived.text()
    first = window.starts.starts[0][1]
    assert first.value() == 51
    window.starts.laptops.editor.setText("3")
    assert first.value() == 151
    first.set_value(0)
    window.next()
    assert "given out" in first.error()
    first.set_value(77)
    window.next()
    qtbot.waitUntil(lambda: window.position() == 6)
    window.escrow.view.put_away.editor.click()
    window.next()
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow))
    assert program.session is not None
    reader = program.session.reader()
    assert records.find(reader, Site, site) is not None
    assert (profile.current(reader).first_serials or ())[0].first == 77
    assert len(trust.succeeded(reader)) == 1
