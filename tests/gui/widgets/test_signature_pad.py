"""The signature pad: strokes with their time and pressure, by mouse and pen; undo and clear; nothing by keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldcheck.gui.pages.visit.drawing_signatures import Signatory, SignaturesDialog
from fieldcheck.gui.widgets.signature_pad import MOUSE_PRESSURE, SignaturePad
from fieldcheck.model.strokes import SignedAs


def draw(pad: SignaturePad, *places: tuple[int, int]) -> None:
    first, *rest = [QPoint(*place) for place in places]
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=first)
    for place in rest:
        QTest.mouseMove(pad, place)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=rest[-1] if rest else first)


def made(qtbot: QtBot) -> SignaturePad:
    pad = SignaturePad()
    qtbot.addWidget(pad)
    pad.resize(600, 240)
    pad.show()
    return pad


def test_a_mouse_draws_strokes_with_their_time(qtbot: QtBot) -> None:
    pad = made(qtbot)
    assert pad.is_empty() and pad.drawn("unit", "宋建国") is None
    draw(pad, (50, 80), (80, 120), (120, 90))
    draw(pad, (200, 100), (240, 140))
    drawn = pad.drawn("unit", "宋建国")
    assert drawn is not None
    assert (drawn.width, drawn.height, len(drawn.strokes)) == (600, 240, 2)
    first = drawn.strokes[0][0]
    assert (first.x, first.y, first.pressure) == (500, 800, MOUSE_PRESSURE)
    times = [point.at for stroke in drawn.strokes for point in stroke]
    assert times == sorted(times)
    assert drawn.began_at.startswith("20")


def test_a_stroke_is_undone_and_all_are_cleared(qtbot: QtBot) -> None:
    pad = made(qtbot)
    draw(pad, (50, 80), (80, 120))
    draw(pad, (90, 80), (120, 120))
    with qtbot.waitSignal(pad.changed):
        pad.undo()
    left = pad.drawn("unit", "")
    assert left is not None and len(left.strokes) == 1
    pad.clear()
    assert pad.is_empty()
    pad.undo()
    assert pad.is_empty()


def test_a_pen_brings_its_pressure_and_stays_inside(qtbot: QtBot) -> None:
    pad = made(qtbot)
    for kind, place, pressure in (
        (QEvent.Type.TabletPress, (60, 60), 0.25),
        (QEvent.Type.TabletMove, (9000, -40), 0.75),
        (QEvent.Type.TabletRelease, (100, 80), 0.0),
    ):
        QApplication.sendEvent(pad, _pen(kind, QPointF(*place), pressure))
    drawn = pad.drawn("officer", "王䶮")
    assert drawn is not None
    assert [(point.x, point.y, point.pressure) for point in drawn.strokes[0]] == [(600, 600, 250), (6000, 0, 750)]


def test_each_person_signs_under_a_tab(qtbot: QtBot) -> None:
    officers = [Signatory(SignedAs.OFFICER, name) for name in ("王䶮", "孙𬍛")]
    people = [Signatory(SignedAs.UNIT, "宋建国"), *officers]
    dialog = SignaturesDialog(people, ())
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.signatures()
    draw(dialog.pad, (50, 80), (80, 120))
    dialog.tabs.setCurrentIndex(2)
    assert dialog.pad.is_empty()
    draw(dialog.pad, (60, 60), (90, 90))
    found = dialog.signatures()
    assert [(one.signed_as, one.name) for one in found] == [("unit", "宋建国"), ("officer", "孙𬍛")]
    again = SignaturesDialog(people, found)
    qtbot.addWidget(again)
    assert again.signatures() == found


def _pen(kind: QEvent.Type, place: QPointF, pressure: float) -> QTabletEvent:
    device = QPointingDevice.primaryPointingDevice()
    assert isinstance(device, QInputDevice)
    button, buttons = Qt.MouseButton.LeftButton, Qt.MouseButton.LeftButton
    return QTabletEvent(
        kind, device, place, place, pressure, 0, 0, 0, 0, 0, Qt.KeyboardModifier.NoModifier, button, buttons
    )
