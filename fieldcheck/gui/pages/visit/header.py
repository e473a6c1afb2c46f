"""The head of the visit page: where one is, what is saved, undo and redo."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from fieldcheck.gui import texts, theme
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.status_chip import StatusChip
from fieldcheck.model.records import Inspection, Site
from fieldcheck.translation import _


class SavedState(QWidget):
    """Says "saved" only after the commit, with the time of the last one."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._committed_at = ""
        self._label = theme.text_label("", "caption")
        layout = QHBoxLayout(self)
        theme.margins(layout, 0)
        layout.addWidget(self._label)
        session.committed.connect(self._committed)
        session.tasks.pending_changed.connect(self._show)
        self._show()

    def _committed(self) -> None:
        self._committed_at = f"{datetime.now():%H:%M}"
        self._show()

    def _show(self) -> None:
        if self._session.tasks.pending:
            text = _("saving…")
        elif self._committed_at:
            text = _("saved {time}").format(time=self._committed_at)
        else:
            text = _("saved")
        self._label.setText(text)
        self.setAccessibleName(text)

    def text(self) -> str:
        """Return what is said."""
        return self._label.text()


class VisitHeader(QWidget):
    """Back, the site, the kind of visit and its sector; saved state, undo, redo."""

    back = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._back = theme.icon_button("arrow-left", _("Back to the inspections"))
        self._site = theme.text_label("", "title")
        self._site.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._kind = StatusChip()
        self._sector = theme.text_label("", "muted")
        self.saved = SavedState(session)
        self._undo = theme.icon_button("undo-2", _("Undo"))
        self._redo = theme.icon_button("redo-2", _("Redo"))
        self._build()
        self._back.clicked.connect(self.back)
        self._undo.clicked.connect(session.undo)
        self._redo.clicked.connect(session.redo)
        session.history_changed.connect(self._show_history)
        self._show_history()

    def _build(self) -> None:
        layout = QHBoxLayout(self)
        layout.setSpacing(10)
        theme.margins(layout, 16, 12, 24, 4)
        layout.addWidget(self._back)
        layout.addWidget(self._site, 1)
        for widget in (self._kind, self._sector):
            layout.addWidget(widget)
        layout.addSpacing(16)
        for state in (self.saved, self._undo, self._redo):
            layout.addWidget(state)

    def show_visit(self, inspection: Inspection, site: Site) -> None:
        """Show which visit this is."""
        self._site.setText(site.name or "")
        self._site.setToolTip(site.name or "")
        kind = texts.visit_kind(inspection.visit_kind)
        self._kind.set(kind or _("kind not chosen"), "accent" if kind else "warning")
        self._sector.setText(texts.sector(inspection.sector))

    def _show_history(self) -> None:
        session = self._session
        self._undo.setEnabled(session.can_undo)
        self._redo.setEnabled(session.can_redo)
        self._undo.setToolTip(_("Undo: {action}").format(action=session.undo_text) if session.can_undo else _("Undo"))
        self._redo.setToolTip(_("Redo: {action}").format(action=session.redo_text) if session.can_redo else _("Redo"))

    def undo_button(self) -> QPushButton:
        """Return the button that takes back."""
        return self._undo

    def redo_button(self) -> QPushButton:
        """Return the button that does again."""
        return self._redo
