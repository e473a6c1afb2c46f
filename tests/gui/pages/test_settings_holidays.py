"""Settings of a bureau: days off are added, removed, pasted, and what moves is said."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from fieldcheck.gui.pages.settings import SettingsPage
from fieldcheck.gui.pages.settings_holidays import HolidaysPanel
from fieldcheck.gui.session import Route, Session
from fieldcheck.model.document import DocumentKind
from fieldcheck.operations import documents, findings, holidays
from tests.bureau import add_site, answer_rest, begin, fail
from tests.gui.pages.support import press, settle, shown, words

THURSDAY = date(2026, 10, 8)
"""The first working day after the holiday of October 2026."""


def test_days_off_are_kept_and_what_they_move_is_said(bureau: Session, qtbot: QtBot) -> None:
    store = bureau.store
    visit = begin(store, site=add_site(store, "丙厂"))
    (found,) = fail(store, visit, "MEC-10")
    findings.edit(store, found, {"deadline": THURSDAY})
    answer_rest(store, visit)
    documents.issue(store, visit, DocumentKind.RECTIFICATION_ORDER, today=lambda: date(2026, 6, 1))
    page = SettingsPage(bureau)
    shown(page, bureau, qtbot, Route("settings", part="holidays"))
    panel = page.holidays
    assert panel is not None
    panel.year.set_value("2026")
    panel.year.left.emit("2026")
    assert panel.days.count() == 39 and "1 Jan 2026 · Thu · Day off" in panel.days.item(0).text()
    panel.day.set_value(THURSDAY)
    panel.add_button.click()
    settle(bureau)
    assert "1 open hazard moves, for example from 8 Oct 2026 to 9 Oct 2026" in panel.effect.text()
    assert holidays.calendar(store.reader()).rolled(THURSDAY) == date(2026, 10, 9)
    panel.days.setCurrentRow(0)
    panel.remove_button.click()
    panel.kind.set_value("work")
    panel.day.set_value(THURSDAY)
    panel.add()
    settle(bureau)
    (kept,) = holidays.everything(store.reader())
    assert THURSDAY in (kept.working_days or ()) and date(2026, 1, 1) not in (kept.days_off or ())
    panel.day.set_value(date(2031, 1, 1))
    panel.add()
    assert "does not lie" in panel.day.error()


def type_text(panel: HolidaysPanel, text: str) -> None:
    editor = panel.pasting.text.editor
    assert isinstance(editor, QPlainTextEdit)
    editor.setPlainText(text)


def test_a_year_is_pasted(bureau: Session, qtbot: QtBot) -> None:
    page = SettingsPage(bureau)
    shown(page, bureau, qtbot, Route("settings"))
    panel = page.holidays
    assert panel is not None
    press(page, "Paste a year…")
    pasting = panel.pasting
    for text, said in (("1月1日至3日", "cannot be read"), ("", "")):
        type_text(panel, text)
        assert said in pasting.text.error() and not pasting.taken.isEnabled()
    notice = "国务院办公厅关于2031年部分节假日安排的通知：1月1日至3日放假调休。1月4日上班。"
    type_text(panel, notice)
    settle(bureau)
    assert pasting.told.text() == "2031: 3 off, 1 worked instead. No deadline of an open hazard moves."
    press(page, "Take this year")
    settle(bureau)
    assert holidays.everything(bureau.reader())[-1].source == "国务院办公厅关于2031年部分节假日安排的通知"
    assert (panel.year.value(), panel.days.count()) == ("2031", 4)
    assert "2031" not in "".join(text for text in words(page) if "not entered" in text)
