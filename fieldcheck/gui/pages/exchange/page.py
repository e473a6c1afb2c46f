"""The Exchange page: packages out and in, the laptops of a bureau, the history of packages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from fieldcheck.exchange.errors import StoreCopied, UnknownSigner
from fieldcheck.gui import theme
from fieldcheck.gui.page import Page
from fieldcheck.gui.pages.exchange.arriving import ArrivingPackages
from fieldcheck.gui.pages.exchange.cards import OutgoingCard
from fieldcheck.gui.pages.exchange.copied import CopiedCard
from fieldcheck.gui.pages.exchange.devices import Laptops
from fieldcheck.gui.pages.exchange.drop_folder import SharedFolderPanel
from fieldcheck.gui.pages.exchange.enrolling import EnrolPanel, standing
from fieldcheck.gui.pages.exchange.enrolling import Standing as Joining
from fieldcheck.gui.pages.exchange.held_back import HeldBackCard
from fieldcheck.gui.pages.exchange.history import History
from fieldcheck.gui.pages.exchange.numbers_panel import NumbersPanel, own_series
from fieldcheck.gui.pages.exchange.numbers_part import NumbersPart
from fieldcheck.gui.pages.exchange.writing import Writing
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.doubled_numbers import DoubledNumbers
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.values import Role
from fieldcheck.operations import conflicts, enrolment, held_back, outstanding, packages, requests, trust
from fieldcheck.operations.background_export import Wanted
from fieldcheck.operations.enrolment import Offer
from fieldcheck.operations.held_back import HeldBack
from fieldcheck.operations.numbers import SeriesLeft
from fieldcheck.operations.outstanding import Standing
from fieldcheck.operations.packages import SUFFIX, Outgoing
from fieldcheck.store import Changes, Store
from fieldcheck.translation import _, ngettext

WIDEST, SIDE = 920, 32
PARTS = ("packages", "laptops", "numbers", "history")


@dataclass(frozen=True, slots=True)
class _Found:
    """What the page shows, read in one go."""

    waiting: list[Outgoing]
    laptops: list[Standing]
    series: list[SeriesLeft]
    held_back: list[HeldBack]
    conflicts: int


def _find(store: Store) -> _Found:
    reader = store.reader()
    waiting = packages.outgoing(store)
    return _Found(
        waiting=waiting,
        laptops=outstanding.standings(reader, waiting) if trust.is_bureau(reader) else [],
        series=[] if trust.is_bureau(reader) else own_series(reader),
        held_back=held_back.held_back(reader),
        conflicts=conflicts.count(reader),
    )


class ExchangePage(Page):
    """Three parts under tabs; a laptop has no part for laptops."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._bureau = trust.is_bureau(session.reader())
        self._asked = 0
        self.cards: list[OutgoingCard] = []
        self.conflicts_button = theme.button("", "secondary", "scale")
        self.conflicts_button.clicked.connect(lambda: session.go(Route("conflicts")))
        self.writing = Writing(session)
        self.enrol = EnrolPanel(session)
        self.shared = SharedFolderPanel(session)
        self.arriving = ArrivingPackages(session)
        self.held_back = HeldBackCard()
        self.copied = CopiedCard(session)
        self.laptops = Laptops(session)
        self.history = History(session)
        self.numbers = NumbersPanel()
        self.number_report = NumbersPart(session)
        self.doubled = DoubledNumbers(session)
        self.tabs = QTabBar()
        self._stack = QStackedWidget()
        self._outgoing = QVBoxLayout()
        self._sending = self._sending_part()
        self.setAcceptDrops(True)
        theme.set_shown(self.conflicts_button, False)
        self._build()
        self._connect()

    def _sending_part(self) -> QWidget:
        part = QWidget()
        part.setProperty("plain", "true")
        self._outgoing.setSpacing(8)
        layout = QVBoxLayout(part)
        theme.margins(layout, 0)
        layout.setSpacing(12)
        layout.addWidget(theme.text_label(_("To send"), "heading"))
        layout.addLayout(self._outgoing)
        return part

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(theme.text_label(_("Exchange"), "title"), 1)
        head.addWidget(self.conflicts_button)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(_("Parts of the page"))
        top = QVBoxLayout()
        theme.margins(top, SIDE, 24, SIDE, 8)
        top.setSpacing(12)
        top.addLayout(head)
        top.addWidget(self.tabs)
        top.addWidget(self.doubled)
        top.addWidget(self.writing)
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._stack, 1)
        self._add_parts()

    def _add_parts(self) -> None:
        # What came with a bureau's answer is shown where it was asked for, and not below all that appears with it.
        joins, numbers = ((), ()) if self._bureau else ((self.enrol,), (self.numbers,))
        receives = (self.held_back, self.arriving)
        self._add_part(_("Packages"), self.copied, self.shared, *joins, self._sending, *receives, *numbers)
        if self._bureau:
            self._add_part(_("Laptops"), self.enrol, self.laptops)
        self._add_part(_("Numbers"), self.number_report)
        self._add_part(_("History"), self.history)

    def _add_part(self, title: str, *widgets: QWidget) -> None:
        column = QVBoxLayout()
        theme.margins(column, SIDE, 8, SIDE, 24)
        column.setSpacing(12)
        for widget in widgets:
            column.addWidget(widget, 1 if widget is self.history else 0)
        if self.history not in widgets:
            column.addStretch(1)
        inner = QFrame()
        theme.surface(inner, "page")
        inner.setMaximumWidth(WIDEST)
        inner.setLayout(column)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        self._stack.addWidget(area)
        self.tabs.addTab(title)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self.arriving.imported.connect(self._draw)
        self.arriving.refused.connect(self._refused)
        self.held_back.again_requested.connect(self.arriving.import_again)
        self.copied.identity.taken.connect(self.arriving.clear)
        self.session.shared.changed.connect(self._look_at_shared)
        self.session.shared.moved.connect(self._draw)
        self.shared.request_opened.connect(self._open_request)
        self.shared.answer_opened.connect(self._open_answer)
        self.writing.finished.connect(self._draw)
        self.writing.busy_changed.connect(self._let_write)
        self.laptops.export_requested.connect(self.writing.ask)
        self.laptops.approve_requested.connect(self._change_area)
        self.history.again_requested.connect(self.ask_again)

    def ask_again(self, wanted: Wanted) -> None:
        """Ask where a package is to be written once more."""
        self.writing.ask([wanted])

    def _parts(self) -> list[str]:
        return [part for part in PARTS if self._bureau or part != "laptops"]

    def open(self, route: Route) -> None:
        """Show what waits now, in the part that the route names."""
        if route.part in self._parts():
            self.show_part(route.part)
        self.tabs.setFocus()
        self._draw()

    def show_part(self, part: str) -> None:
        """Turn to "packages", "laptops" (a bureau's) or "history"."""
        self.tabs.setCurrentIndex(self._parts().index(part))

    def changed(self, changes: Changes) -> None:
        """Something was written, so more waits."""
        self._draw()

    def _draw(self) -> None:
        self._asked += 1
        asked, store = self._asked, self.session.store

        def show(found: _Found) -> None:
            if asked == self._asked:
                self._show(found)

        self.session.tasks.work(lambda: _find(store), show, owner=self)
        self.session.tasks.read(standing, self._show_joining, owner=self)
        self.history.reload()
        self.number_report.reload()
        self.doubled.reload()

    def _show_joining(self, found: Joining) -> None:
        """Show where the joining stands; a store that belongs to nobody has nothing else to do here."""
        self.enrol.show_standing(found)
        theme.set_shown(self.arriving, found.bureau or found.below)

    def _show(self, found: _Found) -> None:
        told = ngettext("{count} conflict for the bureau", "{count} conflicts for the bureau", found.conflicts)
        if self._bureau:
            told = ngettext("{count} conflict to decide", "{count} conflicts to decide", found.conflicts)
        self.conflicts_button.setText(told.format(count=found.conflicts))
        theme.set_shown(self.conflicts_button, found.conflicts > 0)
        upward = [one for one in found.waiting if one.direction == "upward"]
        theme.set_shown(self._sending, bool(upward))
        self.shared.show_outgoing(found.waiting)
        self.numbers.show_series(found.series)
        self.held_back.show_held_back(found.held_back)
        if self._bureau:
            self.laptops.show_standings(found.laptops)
            bureaus = any(one.role == Role.BUREAU for one in found.laptops)
            told = _("Bureaus and laptops ({count})") if bureaus else _("Laptops ({count})")
            self.tabs.setTabText(1, told.format(count=len(found.laptops)))
        self._show_outgoing(upward)

    def _show_outgoing(self, found: list[Outgoing]) -> None:
        if [card.found for card in self.cards] == found:
            return
        for card in self.cards:
            self._outgoing.removeWidget(card)
            card.deleteLater()
        self.cards = [OutgoingCard(one) for one in found]
        for card in self.cards:
            card.export_requested.connect(self.writing.ask)
            self._outgoing.addWidget(card)
        self._let_write(self.writing.busy)

    def _let_write(self, busy: bool) -> None:
        for widget in (*self.cards, self.laptops, self.history):
            widget.setEnabled(not busy)

    def _refused(self, path: Path, error: FieldCheckError) -> None:
        """Offer the way out of what stands in the way of a package, where there is one on this page."""
        if isinstance(error, StoreCopied):
            self.copied.offer(path)
        if isinstance(error, UnknownSigner):
            store = self.session.store
            # What is no answer to this store's request stays refused, as its card says.
            self.session.tasks.work(
                lambda: enrolment.offer(store, path), self._show_offer, owner=self, failed=lambda _error: None
            )

    def _show_offer(self, found: Offer) -> None:
        """Show the answer of a bureau that is not trusted yet: two people compare its words."""
        self.arriving.remove(found.path)
        self.show_part("laptops" if self._bureau else "packages")
        self.enrol.show_offer(found)

    def _look_at_shared(self) -> None:
        """Offer the way out where a package in the shared folder says that this store was copied."""
        done = self.session.shared.state.done
        for verdict in done.verdicts if done is not None else ():
            if verdict.error is not None:
                self._refused(verdict.path, verdict.error)

    def _open_request(self, path: Path) -> None:
        self.show_part("laptops")
        self.enrol.admit.open_request(path)

    def _open_answer(self, path: Path) -> None:
        if self._bureau:
            self.show_part("laptops")
        self.enrol.join.open_answer(path)

    def _change_area(self, device: str) -> None:
        self.enrol.admit.open_device(device)
        area = self._stack.currentWidget()
        assert isinstance(area, QScrollArea), "every part scrolls"
        area.verticalScrollBar().setValue(0)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take packages and requests that are dragged in."""
        if _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the packages and requests that were dropped, in the part where they are shown."""
        paths = _dropped(event)
        if not paths:
            return
        event.acceptProposedAction()
        asks = self._bureau and any(path.suffix == requests.SUFFIX for path in paths)
        self.show_part("laptops" if asks else "packages")
        self.arriving.add(self.enrol.take(paths))


def _dropped(event: QDropEvent) -> list[Path]:
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix in (SUFFIX, requests.SUFFIX)]
