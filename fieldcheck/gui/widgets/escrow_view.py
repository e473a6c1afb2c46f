"""The escrow key of a bureau, shown once: copied, printed or saved, and confirmed to be put away."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QMarginsF, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QPageLayout, QTextDocument
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.widgets.fields import CheckField
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.model.errors import N_, EnvironmentProblem, FieldCheckError
from fieldcheck.operations import files
from fieldcheck.operations.trust import EscrowKey
from fieldcheck.translation import _

GROUP = 8
MARGIN_MILLIMETRES = 25


class NoPrinting(EnvironmentProblem):
    """Qt's print library is not there."""

    code = "NO_PRINTING"
    message = N_("This machine has no libraries for printing. Copy the key, or save it as a text.")


class EscrowView(QWidget):
    """Says what the key is for, shows it, and asks whether it was put away.

    Signals:
        confirmed: whether the box is checked.
    """

    confirmed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key: EscrowKey | None = None
        self._bureau = ""
        self.key_label = theme.text_label("", "heading", wrap=True)
        self.key_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy_button = theme.button(_("Copy"), "secondary", "clipboard-paste")
        self.print_button = theme.button(_("Print…"), "secondary", "printer")
        self.save_button = theme.button(_("Save as text…"), "secondary", "save")
        self.error = InlineError()
        self.done = theme.text_label("", "muted", wrap=True)
        self.put_away = CheckField(_("I have put it away where it is safe, and not on this computer."))
        self.put_away.typing.connect(lambda checked: self.confirmed.emit(bool(checked)))
        self.copy_button.clicked.connect(self.copy)
        self.print_button.clicked.connect(self._print)
        self.save_button.clicked.connect(self._save)
        self._build()

    def _build(self) -> None:
        told = _(
            "Whoever has this key can read every package that laptops send to the bureau, even when this computer is "
            "lost or nobody knows its passphrase any more. It is shown this once and kept nowhere: print it or save "
            "it on a stick, and put it into the safe."
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.print_button, self.save_button, self.copy_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.setSpacing(12)
        layout.addWidget(theme.text_label(told, "body", wrap=True))
        layout.addWidget(self._frame())
        layout.addLayout(buttons)
        for widget in (self.error, self.done, self.put_away):
            layout.addWidget(widget)

    def _frame(self) -> QFrame:
        frame = theme.surface(QFrame(), "sunken")
        inside = QVBoxLayout(frame)
        theme.margins(inside, 20, 14)
        inside.addWidget(self.key_label)
        return frame

    def show_key(self, key: EscrowKey, bureau: str) -> None:
        """Show a key that was just made for a bureau of this name."""
        self._key, self._bureau = key, bureau
        self.key_label.setText(grouped(key.identity))
        self.put_away.set_value(False)
        self._tell("")

    def key(self) -> EscrowKey | None:
        """Return the key that is shown."""
        return self._key

    def forget(self) -> None:
        """Show nothing any more."""
        self._key = None
        self.key_label.clear()
        self.put_away.set_value(False)

    def text(self) -> str:
        """Return what is printed and saved: lines that the age tool takes for remarks, then the key."""
        lines = [
            _("Escrow key of {bureau}, made {day}").format(bureau=self._bureau, day=date.today().isoformat()),
            _("It opens packages for the bureau when the bureau's store is lost. Keep it in the safe."),
        ]
        remarks = [f"# {line}" for line in lines]
        if self._key is not None:
            remarks += [f"# public key: {self._key.recipient}", self._key.identity]
        return "\n".join(remarks) + "\n"

    def _tell(self, text: str) -> None:
        self.error.clear()
        self.done.setText(text)
        theme.set_shown(self.done, bool(text))

    def copy(self) -> None:
        """Put the key into the clipboard."""
        if self._key is not None:
            QGuiApplication.clipboard().setText(self._key.identity)
            self._tell(_("Copied. Paste it where it is kept, then copy something else."))

    def _save(self) -> None:
        proposed = str(Path.home() / f"{_('Escrow key')}.txt")
        name, _used = QFileDialog.getSaveFileName(self, _("Save the escrow key"), proposed, _("Texts (*.txt)"))
        if name:
            self.save(Path(name))

    def save(self, path: Path) -> None:
        """Write the key to a file."""
        try:
            files.write_new(path, self.text().encode("utf-8"))
        except FieldCheckError as error:
            self.error.show_error(error)
            return
        self._tell(_("Saved as {path}").format(path=path))

    def _print(self) -> None:
        try:
            from PySide6.QtPrintSupport import QPrintDialog, QPrinter
        except ImportError:
            self.error.show_error(NoPrinting())
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        margins = QMarginsF(*[MARGIN_MILLIMETRES] * 4)
        printer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
        if QPrintDialog(printer, self).exec() == QPrintDialog.DialogCode.Accepted:
            self.page().print_(printer)
            self._tell(_("Sent to the printer."))

    def page(self) -> QTextDocument:
        """Return the text as a page."""
        page = QTextDocument(self.text(), self)
        letters = QFont(theme.font())
        letters.setPointSize(14)
        page.setDefaultFont(letters)
        return page


def grouped(identity: str) -> str:
    """Return a key in groups of eight letters, as people read and type it."""
    name, one, rest = identity.partition("-1")
    groups = (rest[start : start + GROUP] for start in range(0, len(rest), GROUP))
    return " ".join([name + one, *groups])
