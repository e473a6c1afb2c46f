"""The recheck at the gate: every hazard that waits for it in a row, answered by keys from the first to the last."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.pages.visit.overview import Overview
from fieldcheck.gui.pages.visit.recheck_row import RecheckRow
from fieldcheck.gui.pages.visit.rows import CountBar, column
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.editing import DRAFT_EVERY
from fieldcheck.gui.widgets.empty_state import EmptyState
from fieldcheck.gui.widgets.gradually import Gradually
from fieldcheck.model.document import DocumentKind
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.steps import RecheckResult
from fieldcheck.operations import recheck_visit
from fieldcheck.operations.recheck_visit import Rechecking, Said, Waiting
from fieldcheck.translation import N_, _

CHANGED = N_("Said otherwise on the same recheck")
TAKEN_BACK = N_("Not examined after all")


class RecheckView(QWidget):
    """Reads the hazards of a recheck visit beside the window; a row that is typed into stays as it is."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._inspection = ""
        self._shown: Rechecking | None = None
        self._wants_focus = False
        self.rows: dict[str, RecheckRow] = {}
        self._typed: set[str] = set()
        self._timer = QTimer(self, singleShot=True, interval=DRAFT_EVERY)
        self._timer.timeout.connect(self._keep_drafts)
        self._making = Gradually(self._make, self)
        self.progress = theme.text_label("", "heading", wrap=True)
        self._bar = CountBar((), "")
        self.order = theme.button(_("Order again what failed"), "secondary", "file-text")
        self.opinion = theme.button(_("Preview and issue the opinion"), "primary", "file-text")
        self.empty = EmptyState(
            "clipboard-check",
            _("Nothing to recheck"),
            _("Hazards of this site appear once a document has told the unit of them."),
        )
        self._area, self._column = column(12)
        self._build()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.progress, 1)
        for button, kind in (
            (self.order, DocumentKind.RECTIFICATION_ORDER),
            (self.opinion, DocumentKind.RECHECK_OPINION),
        ):
            head.addWidget(button)
            button.clicked.connect(partial(self._open_document, kind))
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        theme.margins(layout, 24, 16, 24, 8)
        layout.addLayout(head)
        layout.addWidget(self._bar)
        layout.addWidget(self._area, 1)
        layout.addWidget(self.empty, 1)

    # What is shown

    def show_overview(self, overview: Overview) -> None:
        """Show the hazards of the visit; they are read beside the window."""
        if overview.inspection.id != self._inspection:
            self._clear()
            self._inspection = overview.inspection.id
        inspection = self._inspection
        self._session.tasks.read(
            lambda reader: recheck_visit.read(reader, inspection),
            lambda found: self._show(inspection, found),
            owner=self,
        )

    def _clear(self) -> None:
        self._making.clear()
        for row in self.rows.values():
            row.release()
        self.rows.clear()
        theme.take_out(self._column)
        self._shown = None

    def _show(self, inspection: str, found: Rechecking) -> None:
        if inspection != self._inspection:
            return
        same = self._shown is not None and _order(self._shown) == _order(found)
        if not same:
            self.leave()
            self._clear()
        self._shown = found
        for waiting in found.hazards:
            if waiting.finding.id in self.rows:
                self.rows[waiting.finding.id].show_waiting(waiting, found.calendar)
        if not same:
            self._making.add(_lines(found))
        self._area.setVisible(bool(found.hazards))
        self._bar.setVisible(bool(found.hazards))
        self.empty.setVisible(not found.hazards)
        self._show_progress()

    def _all_made(self) -> bool:
        return self._shown is not None and len(self.rows) == len(self._shown.hazards)

    def _make(self, line: Waiting | str) -> None:
        """Make the row of a hazard, or the words above the rows that no opinion of this visit names."""
        if isinstance(line, str):
            self._column.addWidget(_words(line))
            return
        assert self._shown is not None
        row = RecheckRow(self._session, line, self._shown.calendar)
        finding = line.finding.id
        row.decided.connect(partial(self._record, finding))
        row.taken_back.connect(partial(self._take_back, finding))
        row.typed.connect(partial(self._typing, finding))
        row.stepped.connect(partial(self._step, finding))
        self.rows[finding] = row
        self._column.addWidget(row)
        if self._all_made():
            self._column.addStretch(1)
            if self._wants_focus:
                self.take_focus()

    def _show_progress(self) -> None:
        assert self._shown is not None
        results = [one.recheck.result if one.recheck else "" for one in self._shown.hazards]
        passed, failed = results.count(RecheckResult.PASS), results.count(RecheckResult.FAIL)
        text = _("{done} of {count} rechecked · {passed} rectified · {failed} not rectified")
        told = text.format(done=passed + failed, count=len(results), passed=passed, failed=failed)
        self.progress.setText(told if results else _("Recheck"))
        open_still = len(results) - passed - failed
        self._bar.set_parts(((passed, "success"), (failed, "danger"), (open_still, "border_strong")), told)
        self.order.setVisible(bool(failed))
        self.opinion.setEnabled(any(one.recheck and one.in_opinion for one in self._shown.hazards))

    def take_focus(self) -> None:
        """Let the keyboard stand in the first hazard of which nothing is recorded, once the rows are made."""
        self._wants_focus = not self._all_made()
        if self._wants_focus:
            return
        waiting = [row for row in self.rows.values() if not row.is_recorded()] or list(self.rows.values())
        if waiting:
            self._stand_in(waiting[0])

    def _stand_in(self, row: RecheckRow) -> None:
        row.setFocus(Qt.FocusReason.OtherFocusReason)
        # Rows that were made, or have grown, a moment ago have their place only after that.
        QTimer.singleShot(0, row, lambda: self._area.ensureWidgetVisible(row, 0, 12))

    def _step(self, finding: str, by: int) -> None:
        """Go to another row; after the last one, to the opinion."""
        rows = list(self.rows.values())
        place = rows.index(self.rows[finding]) + by
        if place == len(rows):
            self.opinion.setFocus(Qt.FocusReason.OtherFocusReason)
        elif place >= 0:
            self._stand_in(rows[place])

    # What happens

    def _typing(self, finding: str) -> None:
        self._typed.add(finding)
        if not self._timer.isActive():
            self._timer.start()

    def _keep_drafts(self) -> None:
        typed, self._typed = self._typed, set()
        for finding in typed & self.rows.keys():
            self._keep(finding)

    def _keep(self, finding: str) -> None:
        inspection, author, said = self._inspection, self._session.officer, self.rows[finding].said()
        self._session.tasks.keep(lambda store: recheck_visit.keep(store, inspection, finding, said, author))

    def _record(self, finding: str, said: Said) -> None:
        self._typed.discard(finding)
        inspection, author, reason = self._inspection, self._session.officer, _(CHANGED)
        self.rows[finding].error.clear()
        self._session.tasks.write(
            lambda store: recheck_visit.record(store, inspection, finding, said, reason, author),
            failed=partial(self._refused, finding),
        )

    def _refused(self, finding: str, error: FieldCheckError) -> None:
        """Say in the row what a guard refused; what was said stays as a draft."""
        row = self.rows.get(finding)
        if row is None:
            self._session.show_error(error)
            return
        row.refused()
        row.error.show_error(error)
        self._keep(finding)

    def _take_back(self, finding: str) -> None:
        self._typed.discard(finding)
        comment = self.rows[finding].said().comment
        inspection, author, reason = self._inspection, self._session.officer, _(TAKEN_BACK)
        self._session.tasks.write(
            lambda store: recheck_visit.take_back(store, inspection, finding, comment, reason, author)
        )

    def _open_document(self, kind: DocumentKind) -> None:
        self.leave()
        self._session.go(Route("visit", self._inspection, "documents", kind))

    def leave(self) -> None:
        """Record what is said in full, and keep what is only typed."""
        for row in self.rows.values():
            row.flush()
        self._timer.stop()
        self._keep_drafts()


def _order(found: Rechecking) -> tuple[object, ...]:
    """Return what the rows are made for: another order, or photos that arrived, make them anew."""
    rows = ((one.finding.id, one.in_opinion, tuple(photo.id for photo in one.before)) for one in found.hazards)
    return found.answers, *rows


def _lines(found: Rechecking) -> Iterator[Waiting | str]:
    """Yield the hazards, and before the first that no opinion of this visit names, why it does not."""
    reason = _("Not in the papers that this visit answers: the result counts, the opinion does not name it.")
    if not found.answers:
        reason = _("Choose on the part Visit (Alt+1) which visit is rechecked: the opinion names its hazards.")
    told = False
    for one in found.hazards:
        if not one.in_opinion and not told:
            told = True
            yield reason
        yield one


def _words(text: str) -> QLabel:
    return theme.text_label(text, "muted", wrap=True)
