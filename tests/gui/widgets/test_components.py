"""The shared components: they say what they are told to, by mouse and by keyboard, in both themes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldcheck.gui import theme
from fieldcheck.gui.selftest import distinct_colours
from fieldcheck.gui.widgets.detail_panel import DetailPanel
from fieldcheck.gui.widgets.empty_state import EmptyState
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.gui.widgets.photo_tile import PICTURE, PhotoTile
from fieldcheck.gui.widgets.progress_panel import ProgressPanel
from fieldcheck.gui.widgets.segmented_answer import Segment, SegmentedAnswer
from fieldcheck.gui.widgets.status_chip import TONES, StatusChip, chip_width
from fieldcheck.gui.widgets.toast import ToastHost
from fieldcheck.operations.sites import SiteNameMissing

SEGMENTS = (
    Segment("pass", "Pass", "1", "success"),
    Segment("fail", "Fail", "2", "danger"),
    Segment("not_applicable", "Not applicable", "3", "neutral"),
)


@pytest.fixture
def answer(qtbot: QtBot) -> SegmentedAnswer:
    made = SegmentedAnswer(SEGMENTS)
    qtbot.addWidget(made)
    made.show()
    return made


def signals_of(answer: SegmentedAnswer) -> list[str]:
    heard: list[str] = []
    answer.answered.connect(heard.append)
    return heard


def test_a_click_answers_and_a_second_one_clears(qtbot: QtBot, answer: SegmentedAnswer) -> None:
    heard = signals_of(answer)
    QTest.mouseClick(answer, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    assert (heard, answer.value(), answer.accessibleDescription()) == (["pass"], "pass", "Pass")
    QTest.mouseClick(answer, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    assert (heard, answer.value()) == (["pass", ""], None)


def test_keys_answer(qtbot: QtBot, answer: SegmentedAnswer) -> None:
    heard = signals_of(answer)
    QTest.keyClicks(answer, "2")
    QTest.keyClick(answer, Qt.Key.Key_Right)
    QTest.keyClick(answer, Qt.Key.Key_Right)
    QTest.keyClick(answer, Qt.Key.Key_Right)
    QTest.keyClick(answer, Qt.Key.Key_Left)
    QTest.keyClick(answer, Qt.Key.Key_Space)
    assert heard[0] == "fail"
    assert len(heard) == 2


def test_setting_a_value_is_silent(answer: SegmentedAnswer) -> None:
    heard = signals_of(answer)
    answer.set_value("fail")
    answer.set_value("")
    assert (heard, answer.value()) == ([], None)


def test_a_chip_is_as_wide_as_its_word(qtbot: QtBot) -> None:
    chip = StatusChip("Major", "major")
    qtbot.addWidget(chip)
    assert (chip.sizeHint().width(), chip.accessibleName()) == (chip_width("Major"), "Major")
    chip.set("", "neutral")
    assert chip.isHidden()


def test_an_error_reads_as_its_text(qtbot: QtBot) -> None:
    error = InlineError()
    qtbot.addWidget(error)
    assert error.isHidden()
    error.show_error(SiteNameMissing())
    assert "needs a name" in error.text()
    error.clear()
    assert (error.isHidden(), error.text()) == (True, "")


def test_a_tile_opens_and_is_removed(qtbot: QtBot) -> None:
    tile = PhotoTile("photo-1", "IMG_1.jpg")
    qtbot.addWidget(tile)
    tile.show()
    heard: list[tuple[str, str]] = []
    tile.opened.connect(lambda photo: heard.append(("open", photo)))
    tile.remove_requested.connect(lambda photo: heard.append(("remove", photo)))
    QTest.mouseClick(tile, Qt.MouseButton.LeftButton, pos=QPoint(20, 40))
    QTest.mouseClick(tile, Qt.MouseButton.LeftButton, pos=QPoint(PICTURE.width() - 12, 12))
    QTest.keyClick(tile, Qt.Key.Key_Return)
    QTest.keyClick(tile, Qt.Key.Key_Delete)
    assert [what for what, _photo in heard] == ["open", "remove", "open", "remove"]


def test_a_toast_takes_the_place_of_the_last_and_undoes(qtbot: QtBot) -> None:
    window = QWidget()
    window.resize(800, 500)
    qtbot.addWidget(window)
    window.show()
    host = ToastHost(window)
    undone: list[bool] = []
    host.show("First")
    host.show("Photo removed.", "success", lambda: undone.append(True))
    assert host.text() == "Photo removed."
    button = next(button for button in window.findChildren(QPushButton) if button.text() == "Undo")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert undone == [True]
    assert host.text() == ""


def test_progress_is_shown_and_can_be_stopped(qtbot: QtBot) -> None:
    panel = ProgressPanel()
    qtbot.addWidget(panel)
    panel.start("Backup")
    panel.report(3, 7, "photos")
    with qtbot.waitSignal(panel.cancelled):
        panel.button.click()
    assert not panel.button.isEnabled()
    panel.finish()
    assert panel.isHidden()


def test_details_are_replaced(qtbot: QtBot) -> None:
    panel = DetailPanel()
    qtbot.addWidget(panel)
    panel.set_title("Item")
    panel.add("Basis", "《安全生产法》第三十六条")
    panel.add("Empty", "")
    panel.clear()
    panel.add("", QWidget())
    assert panel.findChild(QWidget) is not None


@pytest.fixture
def light_again(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    theme.apply(qapp, "light")


def _tile() -> PhotoTile:
    tile = PhotoTile("x", "IMG_1.jpg")
    pixmap = QPixmap(400, 200)
    pixmap.fill(QColor("teal"))
    tile.set_pixmap(pixmap)
    return tile


def _detail() -> DetailPanel:
    panel = DetailPanel()
    panel.set_title("Item")
    panel.add("Guidance", "Look at all four sides.")
    return panel


def _error() -> InlineError:
    error = InlineError()
    error.show_error("This is no date.")
    return error


def _progress() -> ProgressPanel:
    panel = ProgressPanel()
    panel.start("Backup")
    panel.report(1, 3, "photos")
    return panel


COMPONENTS: dict[str, Callable[[], QWidget]] = {
    "segmented answer": lambda: SegmentedAnswer(SEGMENTS),
    "photo tile": _tile,
    "empty state": lambda: EmptyState("clipboard-list", "Nothing yet", "Begin one.", "New"),
    "inline error": _error,
    "progress": _progress,
    "detail": _detail,
    **{f"chip {tone}": partial(StatusChip, "Word", tone) for tone in TONES},
}


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("name", COMPONENTS)
def test_each_component_is_drawn(light_again: QApplication, qtbot: QtBot, name: str, mode: str) -> None:
    theme.apply(light_again, mode)
    widget = COMPONENTS[name]()
    qtbot.addWidget(widget)
    widget.show()
    assert distinct_colours(widget.grab().toImage()) > 2
