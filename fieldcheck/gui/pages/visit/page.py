"""The page of one visit: its facts, checklist, review, documents, interviews and samplings, and its recheck."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.page import Page
from fieldcheck.gui.pages.visit.checklist import ChecklistView
from fieldcheck.gui.pages.visit.documents import DocumentsView
from fieldcheck.gui.pages.visit.facts import FactsView
from fieldcheck.gui.pages.visit.gaps import checklist_target
from fieldcheck.gui.pages.visit.header import VisitHeader
from fieldcheck.gui.pages.visit.overview import DocumentState, Overview, overview
from fieldcheck.gui.pages.visit.page_keys import keys_of
from fieldcheck.gui.pages.visit.papers import PapersView
from fieldcheck.gui.pages.visit.recheck import RecheckView
from fieldcheck.gui.pages.visit.review import ReviewView
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.status_chip import StatusChip
from fieldcheck.model.document import DocumentKind
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.values import VisitKind
from fieldcheck.operations import documents, forms
from fieldcheck.store import Changes
from fieldcheck.translation import N_, _

PARTS = ("facts", "checklist", "review", "documents", "papers", "recheck")
RECHECK = PARTS.index("recheck")
ORDER_BADGES = {
    DocumentState.ISSUED: (N_("order issued"), "warning"),
    DocumentState.SIGNED: (N_("order signed"), "success"),
    DocumentState.SERVED: (N_("order served"), "success"),
    DocumentState.REFUSED: (N_("refused"), "danger"),
}
READ_AFTER = 120
"""Milliseconds after a commit before the visit is read again: several commits in a row are one reading."""


class VisitPage(Page):
    """`open` shows a part of a visit; what a commit touches is read again on a reader thread."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._inspection = ""
        self._wants_focus = False
        self._header = VisitHeader(session)
        self._tabs = QTabBar()
        self._facts = FactsView(session)
        self._checklist = ChecklistView(session)
        self._review = ReviewView(session)
        self._documents = DocumentsView(session)
        self._papers = PapersView(session)
        self._recheck = RecheckView(session)
        self._stack = QStackedWidget()
        self._badges: dict[int, StatusChip] = {}
        self._timer = QTimer(self, singleShot=True, interval=READ_AFTER)
        self._timer.timeout.connect(self._read)
        self._build()
        self._connect()
        QTimer.singleShot(0, self, self._facts.prepare)

    @staticmethod
    def make_ready() -> None:
        """Read the shipped forms, and the letters and the library of the documents."""
        forms.shipped()
        documents.warm_up()

    def _build(self) -> None:
        for text in (
            _("Visit"),
            _("Checklist"),
            _("Review"),
            _("Documents"),
            _("Interviews and samplings"),
            _("Recheck"),
        ):
            self._tabs.addTab(text)
        self._tabs.setTabVisible(RECHECK, False)
        self._tabs.setExpanding(False)
        self._tabs.setDrawBase(False)
        self._tabs.setAccessibleName(_("Parts of the visit"))
        for index in range(len(PARTS)):
            self._tabs.setTabToolTip(index, f"Alt+{index + 1}")
        for view in (self._facts, self._checklist, self._review, self._documents, self._papers, self._recheck):
            self._stack.addWidget(view)
        layout = QVBoxLayout(self)
        layout.setSpacing(0)
        theme.margins(layout, 0)
        layout.addWidget(self._header)
        layout.addLayout(self._tab_row())
        layout.addWidget(self._stack, 1)

    def _tab_row(self) -> QVBoxLayout:
        row = QVBoxLayout()
        theme.margins(row, 14, 0)
        row.addWidget(self._tabs)
        return row

    def _connect(self) -> None:
        self._header.back.connect(self._go_back)
        self._tabs.currentChanged.connect(self._tab_changed)
        self._review.documents_wanted.connect(lambda: self._show_part("documents"))
        for index in range(len(PARTS)):
            self._shortcut(QKeySequence(f"Alt+{index + 1}"), lambda index=index: self._choose(index))
        self._shortcut(QKeySequence("Ctrl+Tab"), lambda: self._step(1))
        self._shortcut(QKeySequence("Ctrl+Shift+Tab"), lambda: self._step(-1))

    def _shortcut(self, keys: QKeySequence, action: object) -> None:
        shortcut = QShortcut(keys, self, context=Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(action)

    def _step(self, by: int) -> None:
        count = len(PARTS) if self._tabs.isTabVisible(RECHECK) else RECHECK
        self._tabs.setCurrentIndex((self._tabs.currentIndex() + by) % count)

    def _choose(self, index: int) -> None:
        if self._tabs.isTabVisible(index):
            self._tabs.setCurrentIndex(index)

    # Where one is

    def open(self, route: Route) -> None:
        """Show the part of the visit that the route names, at the field or item that it names."""
        if route.entity != self._inspection:
            self.leave()
            self._inspection = route.entity
        part = route.part if route.part in PARTS else "facts"
        # Who walks along the tabs by arrow keys stays there.
        self._wants_focus = not self._tabs.hasFocus()
        self._tabs.blockSignals(True)
        if part == "recheck":
            self._tabs.setTabVisible(RECHECK, True)
        self._tabs.setCurrentIndex(PARTS.index(part))
        self._tabs.blockSignals(False)
        self._stack.setCurrentIndex(PARTS.index(part))
        if part == "facts":
            self._facts.open(route.entity)
            self._facts.show_field(route.item)
            if not route.item:
                self._take_focus(self._facts)
        elif part == "checklist":
            self._checklist.open(self._inspection, *checklist_target(route))
        elif part == "documents":
            self._documents.want(route.item)
        elif part == "papers":
            self._papers.want(route.item)
        self._read()

    def _tab_changed(self, index: int) -> None:
        self.leave()
        self._show_part(PARTS[index])

    def _show_part(self, part: str) -> None:
        self.session.go(Route("visit", self._inspection, part))

    def _go_back(self) -> None:
        self.session.go(Route("inspections"))

    def leave(self) -> None:
        """Make changes of what is being typed."""
        self._facts.flush()
        self._checklist.leave()
        self._papers.flush()
        self._recheck.leave()
        self._documents.signing().keep_draft()
        self._documents.service().keep_draft()

    # What is shown

    def changed(self, changes: Changes) -> None:
        """Read the visit again soon; the checklist takes care of itself."""
        self._checklist.changed(changes)
        if self.isVisible():
            self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Read no more: the page is read when it opens again, and the store may be about to close."""
        self._timer.stop()
        super().hideEvent(event)

    def _read(self) -> None:
        self._timer.stop()
        inspection = self._inspection
        if not inspection:
            return
        self.session.tasks.read(
            lambda reader: overview(reader, inspection),
            lambda found: self._show(inspection, found),
            owner=self,
            failed=self._gone,
        )

    def _show(self, inspection: str, found: Overview) -> None:
        if inspection != self._inspection:
            return
        self._header.show_visit(found.inspection, found.site)
        self._show_badges(found)
        self._show_recheck(found)
        part = PARTS[self._tabs.currentIndex()]
        if part == "facts":
            self._facts.show_overview(found)
        elif part == "review":
            self._review.show_overview(found)
            self._take_focus(self._review)
        elif part == "documents":
            self._documents.show_overview(found, redraw=True)
            self._take_focus(self._documents)
        elif part == "papers":
            self._papers.show_overview(found)
            self._take_focus(self._papers)
        elif part == "recheck":
            self._recheck.show_overview(found)
            self._take_focus(self._recheck)

    def _show_recheck(self, found: Overview) -> None:
        """Show the part of the recheck on a visit of that kind only; whoever is in it otherwise sees the facts."""
        rechecks = found.inspection.visit_kind == VisitKind.RECHECK
        if not rechecks and self._tabs.currentIndex() == RECHECK:
            self._show_part("facts")
        self._tabs.setTabVisible(RECHECK, rechecks)

    def _take_focus(self, view: FactsView | ReviewView | DocumentsView | PapersView | RecheckView) -> None:
        """Let the keyboard stand in a part that has just opened, once it is drawn."""
        wanted, self._wants_focus = self._wants_focus, False
        focus = self.window().focusWidget()
        if wanted and (focus is None or not view.isAncestorOf(focus)):
            view.take_focus()

    def _show_badges(self, found: Overview) -> None:
        count = len(found.blocking)
        self._set_badge(PARTS.index("review"), str(count) if count else "", "danger")
        order = found.slot(DocumentKind.RECTIFICATION_ORDER).state
        word, tone = ORDER_BADGES.get(order, ("", "neutral"))
        self._set_badge(PARTS.index("documents"), _(word), tone)

    def _set_badge(self, index: int, text: str, tone: str) -> None:
        """Put a chip beside a tab's name; a new one each time, since a tab hides the one that it replaces."""
        known = self._badges.get(index)
        if (known.text() if known is not None else "") == text:
            return
        chip = StatusChip(text, tone, self._tabs)
        chip.resize(chip.sizeHint() if text else QSize())
        self._tabs.setTabButton(index, QTabBar.ButtonPosition.RightSide, chip)
        self._badges[index] = chip
        if known is not None:
            known.deleteLater()

    def badge(self, part: str) -> str:
        """Return what stands beside the name of a part; empty for nothing."""
        known = self._badges.get(PARTS.index(part))
        return known.text() if known is not None else ""

    def _gone(self, error: FieldCheckError) -> None:
        """Leave a visit that was taken back (an undo of its beginning) or cannot be read."""
        self.session.show_error(error)
        self._inspection = ""
        self._go_back()

    def shortcuts(self) -> Sequence[tuple[str, str]]:
        """Return the keys of the part in view."""
        return keys_of(PARTS[self._tabs.currentIndex()])

    def views(self) -> tuple[FactsView, ChecklistView, ReviewView, DocumentsView]:
        """Return the parts that every visit has."""
        return self._facts, self._checklist, self._review, self._documents

    def papers(self) -> PapersView:
        """Return the interviews and samplings."""
        return self._papers

    def recheck(self) -> RecheckView:
        """Return the recheck of the site's hazards."""
        return self._recheck

    def header(self) -> VisitHeader:
        """Return the head of the page."""
        return self._header
