"""What every field has: a name above, an editor, an error below, and two signals."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QVBoxLayout, QWidget

from fieldcheck.gui import theme


class Field(QWidget):
    """Base of the fields.

    Signals:
        typing: the value after every keystroke.
        left: the value, when the field is left and it is another than the one that was shown.
    """

    typing = Signal(object)
    left = Signal(object)

    def __init__(self, label: str, *, required: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = label
        self._shown: Any = None
        self._name = theme.text_label(f"{label} *" if required else label, "caption")
        theme.set_shown(self._name, bool(label))
        self._error = theme.text_label("", "danger", wrap=True)
        self._error.hide()
        self._layout = QVBoxLayout(self)
        theme.margins(self._layout, 0)
        self._layout.setSpacing(4)
        self._layout.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._layout.addWidget(self._name)
        self._editors: list[QWidget] = []

    def _take(self, *editors: QWidget, holder: QWidget | None = None) -> None:
        """Place the editors (in `holder`, where there are several) and watch for the focus that leaves them."""
        self._editors = list(editors)
        self._layout.addWidget(holder or editors[0])
        self._layout.addWidget(self._error)
        for editor in editors:
            if not editor.accessibleName():
                editor.setAccessibleName(self.label)
            editor.installEventFilter(self)
        self._name.setBuddy(editors[0])
        self.setFocusProxy(editors[0])

    def hide_label(self) -> None:
        """Show no name above the editor: it stands in a table whose first row has it. Its accessible name stays."""
        self._name.setVisible(False)

    def value(self) -> Any:
        """Return what the field holds now."""
        raise NotImplementedError

    def _show(self, value: Any) -> None:
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show a value; no signal. An error that stood there is gone."""
        blocked = self.blockSignals(True)
        self._show(value)
        self.blockSignals(blocked)
        self._shown = self.value()
        self.set_error("")

    def is_dirty(self) -> bool:
        """Return whether the field holds another value than the one that was shown."""
        return bool(self.value() != self._shown)

    def shown(self) -> Any:
        """Return the value that was shown or left last."""
        return self._shown

    def commit(self) -> None:
        """Do as if the field were left."""
        if self.is_dirty():
            self._shown = self.value()
            self.left.emit(self._shown)

    def set_error(self, text: str) -> None:
        """Say below the field what is wrong with it; an empty text takes that away."""
        self._error.setText(text)
        self._error.setVisible(bool(text))
        for editor in self._editors:
            if bool(editor.property("wrong")) != bool(text):
                editor.setProperty("wrong", bool(text))
                theme.restyle(editor)
            editor.setAccessibleDescription(text)

    def error(self) -> str:
        """Return the error that is shown, or an empty text."""
        return self._error.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Commit when the focus leaves all editors of the field; a menu that opens over it is no leaving."""
        if isinstance(event, QFocusEvent) and event.lostFocus() and not _for_menu(event):
            QTimer.singleShot(0, self, self._commit_if_left)
        return False

    def _commit_if_left(self) -> None:
        if QApplication.focusWidget() not in self._editors:
            self.commit()


def _for_menu(event: QFocusEvent) -> bool:
    return event.reason() is Qt.FocusReason.PopupFocusReason


class ComboBox(QComboBox):
    """A combo box with the theme's arrow, which the wheel does not change while a person scrolls the page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.currentIndexChanged.connect(self._mark_empty)
        self._mark_empty(-1)

    def _mark_empty(self, index: int) -> None:
        if self.property("empty") != (index < 0):
            self.setProperty("empty", index < 0)
            theme.restyle(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, then the arrow."""
        super().paintEvent(event)
        painter = QPainter(self)
        arrow = theme.image("chevron-down", 16, "muted" if self.isEnabled() else "faint", self.devicePixelRatioF())
        painter.drawImage(self.width() - 24, (self.height() - 16) // 2, arrow)


class CheckBox(QCheckBox):
    """A check box drawn from the tokens."""

    BOX = 18

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Return the size of box and words."""
        return QSize(self.BOX + 12 + self.fontMetrics().horizontalAdvance(self.text()), 28)

    def minimumSizeHint(self) -> QSize:
        """Return the same as `sizeHint`: words of a check box are not cut."""
        return self.sizeHint()

    def hitButton(self, position: object) -> bool:  # noqa: N802 - Qt's name
        """Let a click on the words count too."""
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw box, check and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = (self.height() - self.BOX) / 2
        focused, checked = self.hasFocus(), self.isChecked()
        ground = "accent" if checked else "card"
        painter.setBrush(theme.colour(ground if self.isEnabled() else "sunken"))
        edge = "focus" if focused else "accent" if checked else "border_strong"
        painter.setPen(QPen(theme.colour(edge), 2 if focused else 1))
        painter.drawRoundedRect(1, round(top), self.BOX - 1, self.BOX - 1, 4, 4)
        if checked:
            sign = theme.image("check", 14, "on_accent" if self.isEnabled() else "muted", self.devicePixelRatioF())
            painter.drawImage(3, round(top) + 2, sign)
        painter.setPen(theme.colour("text" if self.isEnabled() else "faint"))
        words = self.rect().adjusted(self.BOX + 8, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
