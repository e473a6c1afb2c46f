"""The language of the window and of Qt's own dialogs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from fieldcheck.gui import language, preferences, texts
from fieldcheck.translation import set_language


@pytest.fixture
def english_again(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    language.speak(qapp, "en")


def test_qt_itself_speaks_chinese(english_again: QApplication, qtbot: QtBot) -> None:
    language.speak(english_again, "zh_CN")
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert "取消" in box.button(QDialogButtonBox.StandardButton.Cancel).text()


def test_and_english_again(english_again: QApplication, qtbot: QtBot) -> None:
    language.speak(english_again, "zh_CN")
    language.speak(english_again, "en")
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert "Cancel" in box.button(QDialogButtonBox.StandardButton.Cancel).text()


def test_the_chosen_language_comes_before_the_system_s(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert language.chosen() == "zh_CN"
    preferences.save(language="en")
    assert language.chosen() == "en"
    preferences.save(language="tlh")
    assert language.chosen() == "zh_CN"


def test_words_and_dates() -> None:
    assert texts.visit_kind("recheck") == "Recheck"
    assert texts.visit_kind("a kind of a later version") == "a kind of a later version"
    assert texts.day("2026-08-01") == "1 Aug 2026"
    assert texts.moment("2026-08-01T09:05+08:00") == "1 Aug 2026 09:05"
    assert texts.day("soon") == "soon"
    assert texts.moment(None) == ""
    set_language("zh_CN")
    assert texts.day("2026-08-01") == "2026年8月1日"
    assert texts.answer("fail") == "不符合"
    assert texts.sector("transport") == "道路运输"


def test_preferences_outlive_what_cannot_be_read() -> None:
    preferences.save(theme="dark", rail_narrow=True)
    assert preferences.load().theme == "dark"
    preferences.path().write_text("{not json", "utf-8")
    assert preferences.load() == preferences.Preferences()
    preferences.path().write_text("[]", "utf-8")
    assert preferences.load() == preferences.Preferences()
    preferences.path().write_text('{"theme": 7, "stores": ["a"]}', "utf-8")
    assert (preferences.load().theme, preferences.load().stores) == ("system", ("a",))
    preferences.path().write_text('{"theme": "dark", "of a later version": 1}', "utf-8")
    assert preferences.load().theme == "dark"
