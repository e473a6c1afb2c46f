"""Settings: a line and a button where photos can be freed, and nothing where there is nothing to free."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fieldcheck.gui.pages.settings_space import SpacePanel
from fieldcheck.gui.session import Session
from fieldcheck.operations import freeing
from fieldcheck.operations.freeing import Space


def test_nothing_is_offered_to_a_store_for_itself(session: Session, qtbot: QtBot) -> None:
    panel = SpacePanel(session)
    qtbot.addWidget(panel)
    panel.reload()
    session.tasks.drain()
    assert panel.isHidden()


def test_what_can_be_freed_is_freed_by_keyboard(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    spaces = [Space(12, 40_000_000), Space(0, 0)]
    monkeypatch.setattr(freeing, "freeable", lambda reader, today: spaces[0])
    monkeypatch.setattr(freeing, "freed", lambda reader: spaces[1])

    def free(store: object, today: object) -> Space:
        spaces.reverse()
        return spaces[1]

    monkeypatch.setattr(freeing, "free", free)
    told: list[str] = []
    session.notify.connect(lambda text, tone: told.append(text))
    panel = SpacePanel(session)
    qtbot.addWidget(panel)
    panel.show()
    panel.reload()
    session.tasks.drain()
    assert "12 original photos" in panel.text.text()
    QTest.keyClick(panel.free_button, Qt.Key.Key_Space)
    session.tasks.drain()
    assert told == ["Freed 12 photos, 40.0 MB; their originals lie in the bureau's store."]
    assert "in the bureau's store alone" in panel.text.text() and not panel.free_button.isVisible()
