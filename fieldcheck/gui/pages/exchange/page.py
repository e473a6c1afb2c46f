"""The Exchange page: what is not yet sent and to whom, and packages that arrive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.page import Page
from fieldcheck.gui.pages.exchange.arriving import ArrivingPackages
from fieldcheck.gui.pages.exchange.cards import OutgoingCard
from fieldcheck.gui.pages.exchange.drop_folder import SharedFolderPanel
from fieldcheck.gui.pages.exchange.enrolling import EnrolPanel, Standing, standing
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.gui.widgets.progress_panel import ProgressPanel
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.operations import conflicts, packages, requests, wording
from fieldcheck.operations.packages import SUFFIX, Exported, Outgoing
from fieldcheck.store import Changes
from fieldcheck.translation import _, ngettext

FOLDER = "package-folder"
"""Local state: where the last package was written."""
WIDEST = 920


class ExchangePage(Page):
    """Packages out above, packages in below."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.cards: list[OutgoingCard] = []
        self._asked = 0
        self._belongs = False
        self.conflicts_button = theme.button("", "secondary", "scale")
        self.conflicts_button.clicked.connect(lambda: session.go(Route("conflicts")))
        self._to_send = theme.text_label(_("To send"), "heading")
        told = _("No laptop was taken in yet: there is nobody to write packages for.")
        self.nobody = theme.text_label(told, "muted", wrap=True)
        self.progress = ProgressPanel()
        self.error = InlineError()
        self.result = theme.text_label("", "muted", wrap=True)
        self.enrol = EnrolPanel(session)
        self.shared = SharedFolderPanel(session)
        self.shared.request_opened.connect(self.enrol.admit.open_request)
        self.shared.answer_opened.connect(self.enrol.join.open_answer)
        session.shared.moved.connect(self._draw)
        self.arriving = ArrivingPackages(session)
        self.arriving.imported.connect(self._draw)
        self._outgoing = QVBoxLayout()
        self._outgoing.setSpacing(8)
        self.setAcceptDrops(True)
        theme.set_shown(self.nobody, False)
        theme.set_shown(self.conflicts_button, False)
        theme.set_shown(self.result, False)
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout()
        theme.margins(column, 32, 24)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.addWidget(theme.text_label(_("Exchange"), "title"), 1)
        head.addWidget(self.conflicts_button)
        column.addLayout(head)
        column.addWidget(self.shared)
        column.addWidget(self._to_send)
        column.addWidget(self.nobody)
        column.addLayout(self._outgoing)
        for widget in (self.progress, self.error, self.result, self.arriving, self.enrol):
            column.addWidget(widget)
        column.addStretch(1)
        inner = QFrame()
        theme.surface(inner, "page")
        inner.setMaximumWidth(WIDEST)
        inner.setLayout(column)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        layout = QHBoxLayout(self)
        theme.margins(layout, 0)
        layout.addWidget(area)

    def open(self, route: Route) -> None:
        """Show what waits now."""
        self._draw()

    def changed(self, changes: Changes) -> None:
        """Something was written, so more waits."""
        self._draw()

    def _draw(self) -> None:
        self._asked += 1
        asked, store = self._asked, self.session.store

        def show(found: list[Outgoing]) -> None:
            if asked == self._asked:
                self._show(found)

        self.session.tasks.work(lambda: packages.outgoing(store), show, owner=self)
        self.session.tasks.read(standing, self._show_standing, owner=self)
        self.session.tasks.read(conflicts.count, self._show_conflicts, owner=self)

    def _show_standing(self, found: Standing) -> None:
        """Show where the joining stands; a store that belongs to nobody has nothing else to do here."""
        self.enrol.show_standing(found)
        self._belongs = found.bureau or found.below
        for widget in (self._to_send, self.arriving):
            theme.set_shown(widget, self._belongs)
        theme.set_shown(self.nobody, self._belongs and not self.cards)

    def _show_conflicts(self, count: int) -> None:
        told = ngettext("{count} conflict to decide", "{count} conflicts to decide", count)
        self.conflicts_button.setText(told.format(count=count))
        theme.set_shown(self.conflicts_button, count > 0)

    def _show(self, found: Sequence[Outgoing]) -> None:
        self.shared.show_outgoing(found)
        theme.set_shown(self.nobody, self._belongs and not found)
        if [card.found for card in self.cards] == list(found):
            return
        for card in self.cards:
            self._outgoing.removeWidget(card)
            card.deleteLater()
        self.cards = [OutgoingCard(one) for one in found]
        for card in self.cards:
            card.export_requested.connect(self._ask_export)
            card.rewrite_requested.connect(self._ask_rewrite)
            self._outgoing.addWidget(card)

    def _ask_export(self, found: Outgoing) -> None:
        folder = self._ask_folder()
        if folder is not None:
            self.export(found, folder)

    def _ask_rewrite(self, found: Outgoing) -> None:
        folder = self._ask_folder()
        if folder is not None:
            self.rewrite(found, folder)

    def _ask_folder(self) -> Path | None:
        kept = self.session.state(FOLDER)
        usual = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        begin = kept if isinstance(kept, str) and Path(kept).is_dir() else usual
        name = QFileDialog.getExistingDirectory(self, _("Folder for the package"), begin)
        return Path(name) if name else None

    def export(self, found: Outgoing, folder: Path) -> None:
        """Write the next package for an addressee into a folder."""
        store = self.session.store
        self._write(found, lambda: packages.export(store, found.to, folder))

    def rewrite(self, found: Outgoing, folder: Path) -> None:
        """Write the last package for an addressee once more, with the same number and content."""
        store = self.session.store
        self._write(found, lambda: packages.rewrite(store, found.to, found.number, folder))

    def _write(self, found: Outgoing, work: Callable[[], Exported]) -> None:
        self.error.clear()
        theme.set_shown(self.result, False)
        self._let_write(False)
        self.progress.start(_("Writing the package for {name}").format(name=found.name), cancellable=False)
        self.session.tasks.work(work, self._written, owner=self, failed=self._failed)

    def _written(self, written: Exported) -> None:
        self._end()
        self.session.set_state(FOLDER, str(written.path.parent))
        told = _("Package {number} for {name} ({size}) is written: {path}")
        text = told.format(number=written.number, name=written.name, size=wording.size(written.size), path=written.path)
        self.result.setText(text)
        theme.set_shown(self.result, True)

    def _failed(self, error: FieldCheckError) -> None:
        self._end()
        self.error.show_error(error)

    def _end(self) -> None:
        self.progress.finish()
        self._let_write(True)
        self._draw()

    def _let_write(self, allowed: bool) -> None:
        for card in self.cards:
            card.setEnabled(allowed)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take packages that are dragged in."""
        if _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the packages and requests that were dropped."""
        paths = _dropped(event)
        if paths:
            event.acceptProposedAction()
            self.arriving.add(self.enrol.take(paths))


def _dropped(event: QDropEvent) -> list[Path]:
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix in (SUFFIX, requests.SUFFIX)]
