"""The page that takes sites from a table: columns named, rows judged, good ones imported, bad ones saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from fieldcheck.gui.pages.sites_import.page import SitesImportPage
from fieldcheck.gui.session import Route, Session
from fieldcheck.model.records import Site
from fieldcheck.operations.site_matching import Fate
from fieldcheck.store.queries import records
from tests.bureau import add_site
from tests.gui.pages.support import choose, settle, shown
from tests.sheets import make


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> SitesImportPage:
    made = SitesImportPage(session)
    shown(made, session, qtbot, Route("sites_import"))
    return made


def open_file(page: SitesImportPage, path: Path, data: bytes) -> None:
    path.write_bytes(data)
    page.open_file(path)
    settle(page.session)


def settled(page: SitesImportPage, qtbot: QtBot) -> None:
    """Wait for the check that follows a choice."""
    with qtbot.waitSignal(page.work.checked, timeout=60_000):
        pass
    settle(page.session)


def told(page: SitesImportPage) -> list[str]:
    """Return the third column."""
    model = page.lines.model
    return [str(model.data(model.index(row, 2))) for row in range(model.rowCount())]


def test_a_table_is_shown_and_its_good_rows_are_taken(page: SitesImportPage, qtbot: QtBot, tmp_path: Path) -> None:
    open_file(page, tmp_path / "表.xlsx", make.numbers())
    assert page.import_button.text() == "Import 1 row" and page.save_button.isVisibleTo(page)
    assert [row.box.currentData() for row in page.columns.rows][:3] == ["name", "credit_code", "employees"]
    assert "lost" in told(page)[0] and told(page)[3] == "new"
    assert "formulas" in page.found.text()
    page.start()
    with qtbot.waitSignal(page.work.imported, timeout=60_000):
        pass
    settled(page, qtbot)
    assert page.preview is not None and page.preview.counts == {Fate.WRONG: 3, Fate.SAME: 1}
    assert not page.import_button.isEnabled()
    names = {site.name for site in records.everything(page.session.reader(), Site)}
    assert "丙厂" in names and "甲厂" not in names


def test_another_column_is_chosen_and_the_rows_are_judged_again(
    page: SitesImportPage, qtbot: QtBot, tmp_path: Path
) -> None:
    open_file(page, tmp_path / "表.xlsx", make.workbook(["店名", "镇街", "备注"], ["甲", "城港街道", "乙"]))
    assert "No column" in page.error.text() and not page.import_button.isEnabled()
    choose(page.columns.rows[0].box, "name")
    page.columns.rows[0].box.activated.emit(0)
    settled(page, qtbot)
    assert page.import_button.isEnabled() and not page.error.text()
    choose(page.columns.rows[2].box, "name")
    page.columns.rows[2].box.activated.emit(0)
    settled(page, qtbot)
    assert [row.box.currentData() for row in page.columns.rows] == ["", "town", "name"]
    assert page.lines.model.lines[0].name == "乙"


def test_another_sheet_and_hidden_rows(page: SitesImportPage, qtbot: QtBot, tmp_path: Path) -> None:
    open_file(page, tmp_path / "表.xlsx", make.several_sheets())
    assert page.sheet.currentData() == "名单" and page.sheet.count() == 3
    choose(page.sheet, "字典")
    page.sheet.activated.emit(2)
    settled(page, qtbot)
    assert page.import_button.text() == "Import 9 rows"
    open_file(page, tmp_path / "两.xlsx", make.hidden())
    page.leave_hidden.click()
    settled(page, qtbot)
    assert page.import_button.text() == "Import 2 rows"


def test_a_problem_of_several_columns_names_their_field(page: SitesImportPage, tmp_path: Path) -> None:
    rows = "名称,纬度,经度,职工人数\n甲厂,37.1,,很多\n"
    open_file(page, tmp_path / "表.csv", rows.encode())
    assert not page.sheet.isVisibleTo(page)
    assert told(page) == [
        '职工人数: "很多" This is no whole number. Write digits only, like 12. '
        "Position: Latitude or longitude is missing. Write both, or neither."
    ]


def test_each_possible_duplicate_is_decided_by_a_key(page: SitesImportPage, qtbot: QtBot, tmp_path: Path) -> None:
    for name in ("甲厂", "乙厂"):
        add_site(page.session.store, name, town="城港街道", address="")
    rows = "名称,镇街,地址\n甲厂,城港街道,一路\n乙厂,城港街道,二路\n丙厂,城港街道,三路\n"
    open_file(page, tmp_path / "表.csv", rows.encode())
    assert page.import_button.text() == "Import 3 rows"
    assert page.lines.choice.isVisibleTo(page) and page.lines.choice.value() == "fill"
    page.lines.choice.answered.emit("new")
    page.lines.choice.answered.emit("skip")
    assert not page.lines.choice.isVisibleTo(page), "the third row is no duplicate"
    settled(page, qtbot)
    assert [line.fate for line in page.lines.model.lines] == [Fate.NEW, Fate.SKIPPED, Fate.NEW]
    assert page.import_button.text() == "Import 2 rows"
    assert page.lines.table.currentIndex().row() == 2


def test_letters_that_are_not_clear_are_asked_for(page: SitesImportPage, qtbot: QtBot, tmp_path: Path) -> None:
    open_file(page, tmp_path / "表.csv", "名稱,鄉鎮\n".encode("big5") + b"\xf9\xfa\x80,a\n")
    assert "Choose one of" in page.error.text() and page.encoding.isVisibleTo(page)


def test_the_rows_that_will_not_do_are_saved(
    page: SitesImportPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_file(page, tmp_path / "表.xlsx", make.numbers())
    target = tmp_path / "wrong.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    page.save_button.click()
    settle(page.session)
    assert target.exists()


def test_what_is_no_table_says_why(page: SitesImportPage, tmp_path: Path) -> None:
    open_file(page, tmp_path / "表.xls", make.web_page())
    assert "web page" in page.error.text() and page.choose_button.isVisibleTo(page)


def test_the_chosen_row_is_told_in_full(page: SitesImportPage, tmp_path: Path) -> None:
    open_file(page, tmp_path / "表.xlsx", make.numbers())
    QTest.keyClick(page.lines.table, Qt.Key.Key_Down)
    QApplication.processEvents()
    assert page.lines.table.currentIndex().row() == 1
    assert "Row 3 乙厂" in page.lines._full.text()
