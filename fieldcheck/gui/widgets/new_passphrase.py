"""A new passphrase: typed twice, with its strength, and what it means to forget it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.widgets.passphrase_field import SHORTEST, STRONG_BITS, WEAK_BITS, PassphraseField, bits
from fieldcheck.gui.widgets.status_chip import StatusChip
from fieldcheck.translation import _


class NewPassphrase(QWidget):
    """Two fields that must hold the same.

    Signals:
        submitted: Enter was pressed in a field.
        typing: a field holds something else; what was wrong may be right now.
    """

    submitted = Signal()
    typing = Signal()

    def __init__(self, label: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.passphrase = PassphraseField(label or _("Passphrase"))
        self.again = PassphraseField(_("The same once more"))
        self.strength = StatusChip()
        for field in (self.passphrase, self.again):
            field.typing.connect(lambda _value, field=field: field.set_error(""))
            field.typing.connect(lambda _value: self.typing.emit())
            field.editor.returnPressed.connect(self.submitted)
        self.passphrase.typing.connect(self._show_strength)
        self.setFocusProxy(self.passphrase)
        self._build()
        self._show_strength("")

    def _build(self) -> None:
        strength = QHBoxLayout()
        strength.addWidget(self.strength)
        hint = _("Three or four unrelated words are easy to remember and strong.")
        strength.addWidget(theme.text_label(hint, "caption"))
        strength.addStretch(1)
        column = QVBoxLayout(self)
        theme.margins(column, 0)
        column.setSpacing(12)
        column.addWidget(self.passphrase)
        column.addLayout(strength)
        column.addWidget(self.again)
        column.addWidget(_warning())

    def value(self) -> str:
        """Return the passphrase exactly as typed."""
        return self.passphrase.value()

    def clear(self) -> None:
        """Forget what was typed."""
        self.passphrase.set_value("")
        self.again.set_value("")
        self._show_strength("")

    def _show_strength(self, passphrase: object) -> None:
        strength = bits(str(passphrase))
        if not passphrase:
            self.strength.set(_("Not typed yet"), "neutral")
        elif strength < WEAK_BITS:
            self.strength.set(_("Weak"), "warning")
        elif strength < STRONG_BITS:
            self.strength.set(_("Fair"), "info")
        else:
            self.strength.set(_("Strong"), "success")

    def problem(self) -> str:
        """Return what is wrong with the passphrase, or an empty text; the fields say so too."""
        first, second = self.passphrase.value(), self.again.value()
        short = len(first) < SHORTEST
        if not short and first == second:
            return ""
        text = _("Type at least {count} characters.").format(count=SHORTEST)
        self.passphrase.set_error(text if short else "")
        self.again.set_error("" if short else _("This is not the same. Type it again."))
        (self.passphrase if short else self.again).setFocus()
        return _("Something is still missing above.")


def _warning() -> QFrame:
    banner = QFrame()
    banner.setProperty("banner", "warning")
    layout = QHBoxLayout(banner)
    theme.margins(layout, 12, 10)
    text = _(
        "Nobody can recover a forgotten passphrase: the file stays closed. Write it down and keep it in a "
        "safe place, not with this computer."
    )
    layout.addWidget(theme.text_label(text, wrap=True))
    return banner
