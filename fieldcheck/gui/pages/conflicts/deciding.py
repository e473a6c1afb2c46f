"""The conflicts of a store: the list, one of them to decide, and below the list what waits."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.pages.conflicts import facts
from fieldcheck.gui.pages.conflicts.choice import ConflictChoice
from fieldcheck.gui.pages.conflicts.facts import Case, Cases, Listed
from fieldcheck.gui.pages.conflicts.listing import LIST_WIDTH, elided, narrow_list
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.empty_state import EmptyState
from fieldcheck.model.canonical import Json
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.operations import conflicts
from fieldcheck.translation import _, ngettext

MOST_KEYS = 9
MOST_WAITING = 20


class ConflictsView(QWidget):
    """Decided by keyboard: an arrow or a number, Enter, the reason, Enter, and the next one is there.

    Signals:
        counted: how many conflicts stand.
    """

    counted = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._wanted = ""
        self.cases = Cases((), (), decides=False)
        self.choice: ConflictChoice | None = None
        self.list = narrow_list(_("Conflicts"))
        self.list.currentRowChanged.connect(self._show_row)
        self.waits = theme.text_label("", "muted", wrap=True)
        self.waits.setFixedWidth(LIST_WIDTH)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.none = EmptyState("circle-check", _("No conflicts"), _("Every field has one value."))
        self._build()
        for number in range(1, MOST_KEYS + 1):
            self._key(str(number)).activated.connect(lambda number=number: self._choose(number))
        self._key("E").activated.connect(self._type_own)
        for keys, step in (("PgDown", 1), ("PgUp", -1)):
            self._key(keys).activated.connect(lambda step=step: self._step(step))

    def _build(self) -> None:
        self._right = QStackedWidget()
        self._right.addWidget(self.none)
        self._right.addWidget(self._area)
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        theme.margins(left, 0)
        left.setSpacing(12)
        left.addWidget(self.list, 1)
        left.addWidget(self.waits)
        row = QHBoxLayout(self)
        theme.margins(row, 0)
        row.setSpacing(24)
        row.addWidget(self._left)
        row.addWidget(self._right, 1)

    def _key(self, keys: str) -> QShortcut:
        return QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def open(self, entity: str) -> None:
        """Show the conflicts that stand, beginning with one of the record `entity`."""
        self._wanted = entity
        self.reload()

    def reload(self) -> None:
        """Read again: a value or a decision may have come."""
        self._session.tasks.read(facts.read, self._show, owner=self)

    def _show(self, found: Cases) -> None:
        if found == self.cases and self.choice is not None and not self._wanted:
            return
        row = self._row_of(found)
        self.cases = found
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([elided(self.list, (one.field, one.title, one.site)) for one in found.every])
        self.list.setCurrentRow(row)
        self.list.blockSignals(False)
        self._show_waiting()
        theme.set_shown(self._left, bool(found.every or found.waiting))
        self.counted.emit(len(found.every))
        self._show_row(row)

    def _row_of(self, found: Cases) -> int:
        """Return the row to show: of the wanted record, of the conflict in view, else the one at its place."""
        wanted, self._wanted = self._wanted, ""
        shown = self.choice.conflict.id if self.choice is not None else ""
        for number, listed in enumerate(found.every):
            if (wanted and listed.conflict.entity == wanted) or (not wanted and listed.conflict.id == shown):
                return number
        return min(max(0, self.list.currentRow()), len(found.every) - 1)

    def _show_waiting(self) -> None:
        lines = list(self.cases.waiting[:MOST_WAITING])
        more = len(self.cases.waiting) - len(lines)
        if more:
            lines.append(ngettext("{count} more record waits.", "{count} more records wait.", more).format(count=more))
        self.waits.setText("\n".join(lines))
        theme.set_shown(self.waits, bool(lines))

    def _show_row(self, row: int) -> None:
        if not 0 <= row < len(self.cases.every):
            self.choice = None
            self._right.setCurrentWidget(self.none)
            return
        listed = self.cases.every[row]
        self._session.tasks.read(
            lambda reader: facts.case(reader, listed), lambda case: self._show_case(listed, case), owner=self
        )

    def _show_case(self, listed: Listed, case: Case) -> None:
        row = self.list.currentRow()
        if not 0 <= row < len(self.cases.every) or self.cases.every[row] is not listed:
            return
        self.choice = ConflictChoice(self._session, case, decides=self.cases.decides)
        self.choice.decided.connect(self._decide)
        self._area.setWidget(self.choice)
        self._right.setCurrentWidget(self._area)
        if self.cases.decides and not self.list.hasFocus():
            self.choice.cards.take_focus()

    def _step(self, by: int) -> None:
        self.list.setCurrentRow(min(max(self.list.currentRow() + by, 0), self.list.count() - 1))

    def _choose(self, number: int) -> None:
        if self.choice is not None and self.cases.decides:
            self.choice.choose(number)

    def _type_own(self) -> None:
        if self.choice is not None and self.cases.decides:
            self.choice.type_own()

    def _decide(self, value: Json, reason: str) -> None:
        choice, author = self.choice, self._session.officer
        if choice is None:
            return
        choice.reason.wait()
        conflict = choice.conflict

        def failed(error: FieldCheckError) -> None:
            if choice is self.choice:
                choice.reason.refuse(error)
            else:
                self._session.show_error(error)

        self._session.tasks.write(lambda store: conflicts.decide(store, conflict, value, reason, author), failed=failed)
