"""Taking a laptop in at the bureau, and joining a bureau on a laptop; people compare words by voice in between."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.kinds import KINDS
from fieldcheck.operations import enrolment, trust
from fieldcheck.operations.enrolment import Offer
from fieldcheck.operations.packages import Exported
from fieldcheck.operations.requests import SUFFIX, Request
from fieldcheck.store import Changes, Reader
from fieldcheck.translation import _


@dataclass(frozen=True, slots=True)
class Standing:
    """What a store is in the exchange, and the words of its device."""

    bureau: bool
    enrolled: bool
    words: tuple[str, ...]


def standing(reader: Reader) -> Standing:
    """Return what the store is. Raises WordsMissing."""
    return Standing(trust.is_bureau(reader), trust.is_enrolled(reader), trust.own_fingerprint(reader))


class EnrolPanel(QFrame):
    """A bureau opens requests here; a laptop that belongs to nobody writes one and opens the answer."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.surface(self, "card")
        self._session = session
        self.asked: Request | None = None
        self.offered: Offer | None = None
        self.text = theme.text_label("", "body", wrap=True)
        self.words = theme.text_label("", "title", wrap=True)
        self.name = QLineEdit()
        self.name.setAccessibleName(_("Name of the laptop"))
        self.name.setPlaceholderText(_("Name of the laptop"))
        self.request_button = theme.button(_("Write the request…"), "primary")
        self.answer_button = theme.button(_("Open the bureau's answer…"), "secondary")
        self.accept_button = theme.button(_("The words are the same: join"), "primary")
        self.open_button = theme.button(_("Take a laptop in…"), "secondary")
        self.approve_button = theme.button(_("The words are the same: approve…"), "primary")
        self.error = InlineError()
        self._build()
        self.request_button.clicked.connect(self._ask_request)
        self.answer_button.clicked.connect(self._ask_answer)
        self.accept_button.clicked.connect(self.accept)
        self.open_button.clicked.connect(self._ask_open)
        self.approve_button.clicked.connect(self._ask_approve)
        theme.set_shown(self, False)

    def _build(self) -> None:
        self._buttons = (
            self.request_button,
            self.answer_button,
            self.accept_button,
            self.open_button,
            self.approve_button,
        )
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in self._buttons:
            row.addWidget(button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        theme.margins(layout, 16, 12)
        layout.setSpacing(8)
        for widget in (self.text, self.words, self.name):
            layout.addWidget(widget)
        layout.addLayout(row)
        layout.addWidget(self.error)

    def show_standing(self, found: Standing) -> None:
        """Offer what this store can do; what a person is in the middle of stays."""
        theme.set_shown(self, found.bureau or not found.enrolled or bool(self.words.text()))
        if self.asked is not None or self.offered is not None or self.words.text():
            return
        if found.bureau:
            told = _("A laptop is taken in by its request (*.fcrequest), once its words were compared.")
            self._offer(told, (), self.open_button)
        elif not found.enrolled:
            told = _("Join a bureau: write the request, tell the bureau these words, then open its answer.")
            self._offer(told, found.words, self.request_button, self.answer_button, name=True)

    def _offer(self, text: str, words: tuple[str, ...], *buttons: QWidget, name: bool = False) -> None:
        self.text.setText(text)
        self.words.setText("  ".join(words))
        theme.set_shown(self.words, bool(words))
        theme.set_shown(self.name, name)
        for button in self._buttons:
            theme.set_shown(button, button in buttons)

    def _ask_request(self) -> None:
        name, _used = QFileDialog.getSaveFileName(self, _("Save the request"), f"{self.name.text()}{SUFFIX}")
        if name:
            self.write_request(Path(name))

    def write_request(self, path: Path) -> None:
        """Write this laptop's request."""
        store, name = self._session.store, self.name.text()
        self.error.clear()

        def done(_written: object) -> None:
            self._session.notify.emit(_("Wrote {path}.").format(path=path), "success")

        self._session.tasks.work(
            lambda: enrolment.write_request(store, name, path), done, owner=self, failed=self.error.show_error
        )

    def _ask_answer(self) -> None:
        name, _used = QFileDialog.getOpenFileName(
            self, _("Open the bureau's answer"), "", _("FieldCheck packages (*.fcpkg)")
        )
        if name:
            self.open_answer(Path(name))

    def open_answer(self, path: Path) -> None:
        """Show whose answer it is, and the bureau's words."""
        store = self._session.store
        self.error.clear()

        def show(found: Offer) -> None:
            self.offered = found
            told = _("{bureau} takes this laptop in as {name}. Are these the words that the bureau told you?")
            self._offer(told.format(bureau=found.bureau, name=found.name), found.words, self.accept_button)

        self._session.tasks.work(lambda: enrolment.offer(store, path), show, owner=self, failed=self.error.show_error)

    def accept(self) -> None:
        """Trust the bureau whose words were compared, and take in what its answer brings."""
        store, found = self._session.store, self.offered
        if found is None:
            return
        self.accept_button.setEnabled(False)

        def done(_counts: object) -> None:
            self.offered = None
            told = _("This laptop now belongs to {bureau}.").format(bureau=found.bureau)
            self._offer(told, ())
            self._session.notify.emit(told, "success")
            self._refresh()

        self._session.tasks.work(
            lambda: enrolment.accept(store, found.path, found.words), done, owner=self, failed=self._failed
        )

    def _ask_open(self) -> None:
        name, _used = QFileDialog.getOpenFileName(self, _("Open a request"), "", f"*{SUFFIX}")
        if name:
            self.open_request(Path(name))

    def open_request(self, path: Path) -> None:
        """Show who asks, and the words of that laptop."""
        self.error.clear()

        def show(found: Request) -> None:
            self.asked = found
            self.name.setText(found.name)
            told = _("{name} asks to be taken in. Are these the words that its inspector reads to you?")
            self._offer(told.format(name=found.name), found.words, self.approve_button, name=True)

        self._session.tasks.work(lambda: enrolment.open_request(path), show, owner=self, failed=self.error.show_error)

    def _ask_approve(self) -> None:
        usual = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = QFileDialog.getExistingDirectory(self, _("Folder for the package"), usual)
        if name:
            self.approve(Path(name))

    def approve(self, folder: Path) -> None:
        """Take the laptop in for the whole area with the standard blocks, and write the answer."""
        store, asked, name, author = self._session.store, self.asked, self.name.text(), self._session.officer
        if asked is None:
            return
        self.approve_button.setEnabled(False)

        def work() -> tuple[Exported, tuple[str, ...]]:
            written = enrolment.approve(store, asked, folder, name=name, author=author)
            return written, trust.own_fingerprint(store.reader())

        self._session.tasks.work(work, self._approved, owner=self, failed=self._failed)

    def _approved(self, found: tuple[Exported, tuple[str, ...]]) -> None:
        written, own = found
        self.asked = None
        self.approve_button.setEnabled(True)
        told = _("The answer for {name} is written: {path}. Tell its inspector these words of the bureau:")
        self._offer(told.format(name=written.name, path=written.path), own, self.open_button)
        self._refresh()

    def _failed(self, error: FieldCheckError) -> None:
        self.accept_button.setEnabled(True)
        self.approve_button.setEnabled(True)
        self.error.show_error(error)

    def _refresh(self) -> None:
        everything = frozenset((kind, "") for kind in KINDS)
        self._session.tasks.committed.emit(Changes("", everything, ()))
