"""Unlock: the passphrase of a store, or another store."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QMenu, QWidget

from fieldcheck.gui import preferences, theme
from fieldcheck.gui.background import Background
from fieldcheck.gui.opening import Opened, open_store
from fieldcheck.gui.widgets.centred import CentredWindow
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.gui.widgets.passphrase_field import PassphraseField
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.store.errors import StoreMissing, WrongPassphrase
from fieldcheck.translation import _, error_text

WIDTH = 440


class UnlockWindow(CentredWindow):
    """Asks for the passphrase; the key is derived off the UI thread.

    Signals:
        opened: an `Opened`.
        new_wanted: the person wants a new store.
    """

    opened = Signal(object)
    new_wanted = Signal()

    def __init__(self, path: Path, error: FieldCheckError | None = None, parent: QWidget | None = None) -> None:
        super().__init__(WIDTH, parent)
        self.path = path
        self._background = Background(self)
        self._name = theme.text_label("", "title", wrap=True)
        self._where = theme.text_label("", "caption", wrap=True)
        self.error = InlineError()
        self.passphrase = PassphraseField(_("Passphrase"))
        self.open_button = theme.button(_("Open"), "primary", "lock-open")
        self.other_button = theme.button(_("Another store"), "quiet", "folder-open")
        self.forgotten_button = theme.button(_("Forgotten the passphrase?"), "quiet")
        self.forgotten = _forgotten()
        self._build()
        self.set_path(path)
        if error is not None:
            self._refused(error)

    def _build(self) -> None:
        self.setWindowTitle("FieldCheck")
        for widget in (self._name, self._where, self.error, self.passphrase):
            self.body.addWidget(widget)
        self.body.addSpacing(4)
        row = QHBoxLayout()
        row.addWidget(self.other_button)
        row.addStretch(1)
        row.addWidget(self.open_button)
        self.body.addLayout(row)
        self.body.addWidget(self.forgotten_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.forgotten)
        self.forgotten.hide()
        self.forgotten_button.clicked.connect(lambda: self.forgotten.setVisible(not self.forgotten.isVisible()))
        self.open_button.clicked.connect(self.unlock)
        self.open_button.setDefault(True)
        self.passphrase.editor.returnPressed.connect(self.unlock)
        self.passphrase.typing.connect(lambda _: self.passphrase.set_error(""))
        self.other_button.setMenu(QMenu(self.other_button))
        self._fill_menu()

    def _fill_menu(self) -> None:
        menu = self.other_button.menu()
        for store in preferences.recent_stores():
            self._add_recent(menu, store)
        menu.addSeparator()
        menu.addAction(theme.icon("folder-open"), _("Choose a file…")).triggered.connect(self.choose)
        menu.addAction(theme.icon("plus"), _("New store…")).triggered.connect(self.new_wanted)

    def _add_recent(self, menu: QMenu, store: Path) -> None:
        action = menu.addAction(store.stem)
        action.setToolTip(str(store))
        action.triggered.connect(lambda: self.set_path(store))

    def set_path(self, path: Path) -> None:
        """Ask for the passphrase of this store."""
        self.path = path
        self._name.setText(path.stem)
        self._where.setText(str(path.resolve().parent))
        self.error.clear()
        if not path.is_file():
            self.error.show_error(StoreMissing(path=path))
        self.passphrase.set_value("")
        self.passphrase.setFocus()

    def choose(self) -> None:
        """Ask for the file of a store."""
        name, _used = QFileDialog.getOpenFileName(
            self, _("Choose a store"), str(self.path.parent), _("FieldCheck stores (*.fcstore)")
        )
        if name:
            self.set_path(Path(name))

    def unlock(self) -> None:
        """Try the passphrase."""
        passphrase, path = self.passphrase.value(), self.path
        if not passphrase:
            self.passphrase.set_error(_("Type the passphrase of this store."))
            return
        self.run(lambda: open_store(path, passphrase), _("Opening…"), self.opened.emit)

    def run(self, work: Callable[[], Opened], label: str, done: Callable[[Opened], None]) -> None:
        """Let `work` open the store while the button says `label`; then `done`, or the error is shown."""
        self._set_busy(label)

        def opened(result: Opened) -> None:
            self._set_busy("")
            done(result)

        self._background.run(work, opened, self._refused)

    def _set_busy(self, label: str) -> None:
        for widget in (self.passphrase, self.open_button, self.other_button):
            widget.setEnabled(not label)
        self.open_button.setText(label or _("Open"))

    def _refused(self, error: FieldCheckError) -> None:
        self._set_busy("")
        if isinstance(error, WrongPassphrase):
            self.passphrase.set_error(
                _("This passphrase does not open the store. Check Caps Lock and the input method.")
            )
            self.passphrase.editor.selectAll()
        else:
            self.error.show_error(error_text(error))
        self.passphrase.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Wait for the key that is being derived."""
        self._background.close()
        super().closeEvent(event)


def _forgotten() -> QLabel:
    """Return what can be done where nobody knows the passphrase any more."""
    lines = (
        _("Nobody can open this file without its passphrase: not the bureau, and not whoever made FieldCheck."),
        _(
            "Start again: Another store › New store… › Join a bureau. The bureau takes this laptop in again and "
            "sends what belongs to its area; everything that was sent to the bureau is there. What was never sent is "
            "lost."
        ),
        _("A bureau's store: open its last backup; packages for the bureau can be read with the escrow key."),
        _("Keep the old file: the passphrase may come to mind."),
    )
    return theme.text_label("\n\n".join(lines), "muted", wrap=True)
