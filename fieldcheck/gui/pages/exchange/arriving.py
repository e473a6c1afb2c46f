"""Packages that arrive: opened, checked one by one and imported, both beside the window."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from fieldcheck.exchange.errors import SequenceGap
from fieldcheck.gui import theme
from fieldcheck.gui.pages.exchange.cards import PackageCard
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.gradually import Gradually
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.gui.widgets.progress_panel import ProgressPanel
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.operations import exchange_wording
from fieldcheck.operations.background_import import import_beside, preview_beside
from fieldcheck.operations.verdicts import Preview, Step, Verdict
from fieldcheck.translation import _


class ArrivingPackages(QWidget):
    """The list of packages to import, and the import.

    Signals:
        imported: an import ended; `cards` say what became of each package.
        refused: one cannot be taken; carries its path and the `FieldCheckError`.
    """

    imported = Signal()
    refused = Signal(object, object)
    _stepped = Signal(object)
    _judged = Signal(object)
    _previewed = Signal(object, object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._stop = threading.Event()
        self._closed = threading.Event()
        self._unchecked: set[Path] = set()
        self._early: dict[Path, Preview | FieldCheckError] = {}
        self._busy = False
        self.cards: list[PackageCard] = []
        self.choose_button = theme.button(_("Open packages…"), "secondary", "download")
        self.import_button = theme.button(_("Import"), "primary")
        self.clear_button = theme.button(_("Clear the list"), "quiet")
        self.summary = theme.text_label("", "body", wrap=True)
        self.progress = ProgressPanel()
        self.error = InlineError()
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.choose_button.clicked.connect(self.choose)
        self.import_button.clicked.connect(self.start)
        self.progress.cancelled.connect(self._stop.set)
        session.closing.connect(self._stop.set)
        session.closing.connect(self._closed.set)
        self._stepped.connect(self._show_step)
        self._judged.connect(self._show_verdict)
        self._previewed.connect(self._show_preview)
        self._build()
        self._making = Gradually(self._add_card, self)
        self.clear_button.clicked.connect(self.clear)
        self._show_ready()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(theme.text_label(_("Received"), "heading"), 1)
        head.addWidget(self.clear_button)
        head.addWidget(self.choose_button)
        head.addWidget(self.import_button)
        layout = QVBoxLayout(self)
        theme.margins(layout, 0, 12, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(head)
        hint = _("Drop packages (*.fcpkg) here, several at once, or open them. Nothing changes before you import.")
        layout.addWidget(theme.text_label(hint, "muted", wrap=True))
        layout.addWidget(self.progress)
        layout.addWidget(self.error)
        layout.addWidget(self.summary)
        layout.addLayout(self._list)

    def choose(self) -> None:
        """Ask for packages."""
        names, _used = QFileDialog.getOpenFileNames(self, _("Open packages"), "", _("FieldCheck packages (*.fcpkg)"))
        self.add([Path(name) for name in names])

    def add(self, paths: Sequence[Path]) -> None:
        """Put packages on the list and check each; one that is listed already is checked again."""
        if self._busy:
            return
        wanted = list(dict.fromkeys(paths))
        for path in wanted:
            self._early.pop(path, None)
            self.remove(path)
        self.summary.clear()
        self._making.add(wanted)
        if wanted:
            self._check(wanted)
        self._show_ready()

    def _add_card(self, path: Path) -> None:
        card = PackageCard(path)
        card.removed.connect(partial(self.remove, path))
        self.cards.append(card)
        self._list.addWidget(card)
        if path in self._early:
            self._show_preview(path, self._early.pop(path))

    def clear(self) -> None:
        """Take all packages off the list."""
        self._making.clear()
        self._early.clear()
        self.summary.clear()
        for card in list(self.cards):
            self.remove(card.path)

    def _check(self, paths: Sequence[Path]) -> None:
        store, closed, tell = self._session.store, self._closed, self._previewed.emit
        self._unchecked.update(paths)

        def failed(error: FieldCheckError) -> None:
            for path in self._unchecked.intersection(paths):
                self._show_preview(path, error)

        self._session.tasks.work(
            lambda: preview_beside(store, paths, tell, closed.is_set), lambda _: None, owner=self, failed=failed
        )

    def _show_preview(self, path: Path, found: Preview | FieldCheckError) -> None:
        self._unchecked.discard(path)
        if all(card.path != path for card in self.cards):
            # Its card is still to be made, or was taken off the list.
            self._early[path] = found
        for card in [card for card in self.cards if card.path == path]:
            if isinstance(found, FieldCheckError):
                card.show_refusal(found, waits=isinstance(found, SequenceGap))
                self.refused.emit(path, found)
            else:
                card.show_preview(found)
        self._show_ready()

    def remove(self, path: Path) -> None:
        """Take a package off the list, except while packages are imported."""
        for card in [card for card in self.cards if card.path == path and not self._busy]:
            self.cards.remove(card)
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._show_ready()

    def _show_ready(self) -> None:
        self.import_button.setEnabled(not self._busy and any(card.ready for card in self.cards))
        self.choose_button.setEnabled(not self._busy)
        theme.set_shown(self.clear_button, bool(self.cards))
        self.clear_button.setEnabled(not self._busy)
        theme.set_shown(self.summary, bool(self.summary.text()))

    def start(self) -> None:
        """Import the packages that can be imported, in a child process."""
        self.import_again([card.path for card in self.cards if card.ready])

    def import_again(self, paths: Sequence[Path]) -> None:
        """Import these files, which may not be on the list: they came before and waited for others."""
        if self._busy or not paths:
            return
        self._busy = True
        self._stop.clear()
        self.error.clear()
        self._show_ready()
        self.progress.start(_("Importing"))
        store, stop, stepped, judged = self._session.store, self._stop, self._stepped, self._judged
        self._session.tasks.work(
            lambda: import_beside(store, paths, stepped.emit, stop.is_set, judged.emit),
            self._imported,
            owner=self,
            failed=self._failed,
        )

    def _show_step(self, step: Step) -> None:
        told = _("Importing {name}, package {number} of {total}")
        if not step.applying:
            told = _("Checking {name}, package {number} of {total}")
        label = told.format(name=step.path.name, number=step.number, total=step.total)
        # Thousandths: a bar counts in 32 bits, and packages grow beyond that many bytes. A package is read twice.
        part = step.done * 500 // max(1, step.size) + (500 if step.applying else 0)
        self.progress.report((step.number - 1) * 1000 + part, step.total * 1000, label)
        for card in self.cards:
            if card.path == step.path:
                card.show_importing()

    def _show_verdict(self, verdict: Verdict) -> None:
        for card in self.cards:
            if card.path == verdict.path:
                card.show_verdict(verdict)

    def _imported(self, verdicts: list[Verdict]) -> None:
        listed = {card.path for card in self.cards}
        for verdict in verdicts:
            if verdict.path not in listed:
                # It waited for what came now.
                self._add_card(verdict.path)
            self._show_verdict(verdict)
        said = [card.outcome for card in self.cards if card.outcome is not None]
        self.summary.setText(exchange_wording.summary(said))
        self._end()

    def _failed(self, error: FieldCheckError) -> None:
        self.error.show_error(error)
        self._end()

    def _end(self) -> None:
        self._busy = False
        self.progress.finish()
        self._show_ready()
        self._session.everything_changed()
        self.imported.emit()
