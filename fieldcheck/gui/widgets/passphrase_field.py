"""A passphrase: hidden, with a hint while Caps Lock seems to be on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.widgets.field import Field
from fieldcheck.translation import _

SHORTEST = 4
WEAK_BITS, STRONG_BITS = 40, 60
_POOLS = ((str.islower, 26), (str.isupper, 26), (str.isdigit, 10))


def bits(passphrase: str) -> int:
    """Return a rough strength in bits: the length times the alphabet that the letters come from."""
    pool = sum(size for test, size in _POOLS if any(map(test, passphrase)))
    pool += 30 if any(not letter.isalnum() for letter in passphrase) else 0
    pool += 2500 if any(ord(letter) > 0x2E7F for letter in passphrase) else 0
    distinct = len(set(passphrase))
    return round(min(len(passphrase), distinct * 2) * max(pool, 1).bit_length())


class PassphraseField(Field):
    """`value()` is the passphrase exactly as typed."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label, parent=parent)
        self.editor = QLineEdit()
        self.editor.setEchoMode(QLineEdit.EchoMode.Password)
        # An input method would compose in the clear, and store what it learns.
        self.editor.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.hint = theme.text_label("", "caption")
        self.hint.setVisible(False)
        self._take(self.editor)
        self._layout.addWidget(self.hint)
        self._shown = ""
        self.editor.textChanged.connect(lambda *_: self.typing.emit(self.value()))

    def value(self) -> str:
        """Return the passphrase."""
        return self.editor.text()

    def _show(self, value: object) -> None:
        self.editor.setText(str(value or ""))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say so where a letter comes in capitals without Shift: Qt cannot ask the keyboard itself."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.text().isalpha():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            locked = event.text().isascii() and event.text().isupper() != shifted
            self.hint.setText(_("Caps Lock seems to be on."))
            self.hint.setVisible(locked)
        return super().eventFilter(watched, event)
