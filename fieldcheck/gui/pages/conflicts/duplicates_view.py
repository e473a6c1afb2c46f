"""Possible duplicates: the pairs in a list, one of them side by side; judged by keyboard with a reason."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.pages.conflicts import duplicate_facts
from fieldcheck.gui.pages.conflicts.duplicate_facts import Comparison, ListedPair, Pairs
from fieldcheck.gui.pages.conflicts.listing import elided, narrow_list
from fieldcheck.gui.pages.conflicts.pair_choice import PairChoice
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.empty_state import EmptyState
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.operations import duplicates
from fieldcheck.store import Changes, Store
from fieldcheck.translation import _


class DuplicatesView(QWidget):
    """Pairs that nobody judged come first; the others can be taken back.

    Signals:
        counted: how many pairs nobody judged yet.
    """

    counted = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.pairs = Pairs((), judges=False)
        self.choice: PairChoice | None = None
        self.list = narrow_list(_("Possible duplicates"))
        self.list.currentRowChanged.connect(self._show_row)
        text = _("Sites, visits and hazards that two people may have recorded twice appear here.")
        self.none = EmptyState("circle-check", _("No possible duplicates"), text)
        self._right = QStackedWidget()
        self._right.addWidget(self.none)
        row = QHBoxLayout(self)
        theme.margins(row, 0)
        row.setSpacing(24)
        row.addWidget(self.list)
        row.addWidget(self._right, 1)
        for number in (1, 2):
            self._key(str(number)).activated.connect(lambda number=number: self._choose(number))
        for keys, step in (("PgDown", 1), ("PgUp", -1)):
            self._key(keys).activated.connect(lambda step=step: self._step(step))

    def _key(self, keys: str) -> QShortcut:
        return QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def reload(self) -> None:
        """Look for pairs again."""
        self._session.tasks.read(duplicate_facts.read, self._show, owner=self)

    def _show(self, found: Pairs) -> None:
        if found == self.pairs and self.choice is not None:
            return
        row = min(max(0, self.list.currentRow()), len(found.every) - 1)
        self.pairs = found
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([elided(self.list, _lines(pair)) for pair in found.every])
        self.list.setCurrentRow(row)
        self.list.blockSignals(False)
        theme.set_shown(self.list, bool(found.every))
        self.counted.emit(found.open)
        self._show_row(row)

    def _show_row(self, row: int) -> None:
        if not 0 <= row < len(self.pairs.every):
            self._replace(None)
            return
        pair = self.pairs.every[row]
        self._session.tasks.read(
            lambda reader: duplicate_facts.compare(reader, pair),
            lambda found: self._show_pair(pair, found),
            owner=self,
        )

    def _show_pair(self, pair: ListedPair, found: Comparison) -> None:
        row = self.list.currentRow()
        if not 0 <= row < len(self.pairs.every) or self.pairs.every[row] is not pair:
            return
        choice = PairChoice(self._session, found, judges=self.pairs.judges)
        choice.judged.connect(self._judge)
        choice.taken_back.connect(self._take_back)
        self._replace(choice)
        if self.pairs.judges and not self.list.hasFocus():
            choice.take_focus()

    def _replace(self, choice: PairChoice | None) -> None:
        """Show another pair, or that there is none."""
        before, self.choice = self.choice, choice
        if choice is not None:
            self._right.addWidget(choice)
        self._right.setCurrentWidget(choice or self.none)
        if before is not None:
            self._right.removeWidget(before)
            before.deleteLater()

    def _step(self, by: int) -> None:
        self.list.setCurrentRow(min(max(self.list.currentRow() + by, 0), self.list.count() - 1))

    def _choose(self, number: int) -> None:
        if self.choice is not None and self.pairs.judges:
            self.choice.choose(number)

    def _judge(self, same: bool, reason: str) -> None:
        pair, author = self._pair(), self._session.officer
        self._write(lambda store: duplicates.judge(store, *pair, reason, same=same, author=author), _("Judge a pair"))

    def _take_back(self, reason: str) -> None:
        pair, author = self._pair(), self._session.officer
        self._write(lambda store: duplicates.take_back(store, *pair, reason, author), _("Take back a pair"))

    def _pair(self) -> tuple[str, str, str]:
        assert self.choice is not None, "it was its signal"
        pair = self.choice.pair
        return pair.kind, pair.entity, pair.other

    def _write(self, operation: Callable[[Store], Changes], name: str) -> None:
        choice = self.choice
        assert choice is not None, "it was its signal"
        choice.reason.wait()

        def failed(error: FieldCheckError) -> None:
            if choice is self.choice:
                choice.reason.refuse(error)
            else:
                self._session.show_error(error)

        self._session.tasks.write(operation, failed=failed, undo=name)


def _lines(pair: ListedPair) -> tuple[str, ...]:
    return (pair.judged or pair.signs, *pair.names)
