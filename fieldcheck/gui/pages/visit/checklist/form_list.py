"""The items of one form, one below the other, with the finding that is open in place."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.pages.visit.checklist.finding_editor import FindingEditor, Shown
from fieldcheck.gui.pages.visit.checklist.item_list import ItemList, ListRow
from fieldcheck.gui.pages.visit.checklist.other_rows import OTHER, OTHERS, AddRow, OtherRow, other_keys
from fieldcheck.gui.pages.visit.checklist.row import ItemRow, Measures
from fieldcheck.gui.pages.visit.checklist.section_entry import HEADING as SECTION
from fieldcheck.gui.pages.visit.checklist.section_entry import SectionHeading, part_name
from fieldcheck.gui.pages.visit.checklist.state import FormState, Redraw, opened_finding
from fieldcheck.gui.pages.visit.checklist.stop_row import RowSignals, StopRow
from fieldcheck.gui.pages.visit.checklist.visit_state import VisitState
from fieldcheck.gui.session import Session
from fieldcheck.model.form import MajorRule
from fieldcheck.model.possible import MEASURING
from fieldcheck.operations import forms
from fieldcheck.store import Seen
from fieldcheck.translation import _

NO_RULES: tuple[MajorRule, ...] = ()
HEADING = "#"
"""Keys of headings in the list begin with this; all others are items."""


class FormList(QWidget):
    """Shows what it is told; the page decides what a key or a click does.

    Signals:
        editor_left: Escape in the finding of this item.
        next_wanted: the item after this one, from inside its finding.
    """

    editor_left = Signal(str)
    next_wanted = Signal(str)

    def __init__(self, session: Session, signals: RowSignals) -> None:
        super().__init__()
        self._signals = signals
        self._visit: VisitState | None = None
        self._form: FormState | None = None
        self._measures: Measures | None = None
        self.current = ""
        self.opened = ""
        self.editor = FindingEditor(session)
        self.editor.left.connect(lambda: self.editor_left.emit(self.opened))
        self.editor.next_wanted.connect(lambda: self.next_wanted.emit(self.opened))
        self.list = ItemList(self._make, self._estimate)
        self.list.adopt(self.editor)
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.addWidget(self.list)

    def show_form(self, visit: VisitState, form: FormState | None) -> None:
        """Show another form, or the same one read again; None where the visit has none."""
        self.close_finding()
        self.list.clear()
        self._visit, self._form, self.current = visit, form, ""
        self._measures = Measures(form) if form is not None else None
        self.arrange()

    def arrange(self) -> None:
        """Show the rows of the items that are shown now, and below them the hazards that no item asked for."""
        assert self._visit is not None
        keys = _keys(self._form) if self._form is not None else []
        self.list.set_keys([*keys, *other_keys(self._visit)])

    def stops(self) -> list[str]:
        """Return the keys of the rows that can be the current one: items, other hazards, the row that adds one."""
        assert self._visit is not None
        items = self._form.order if self._form is not None else ()
        return [*items, *(key for key in other_keys(self._visit) if key != OTHERS)]

    def _make(self, key: str) -> ListRow:
        assert self._visit is not None
        if key.startswith(OTHER):
            other = AddRow(self._signals) if key == OTHER else OtherRow(self._visit, key, self._signals)
            other.set_current(key == self.current)
            return other
        if key == OTHERS:
            return SectionHeading(_("Other hazards"))
        return self._make_item(key)

    def _make_item(self, key: str) -> ListRow:
        assert self._form is not None
        assert self._measures is not None
        if key.startswith(HEADING):
            part = next(part for part in self._form.parts if part.id == key[1:])
            return SectionHeading(part_name(part))
        row = ItemRow(self._form, key, self._signals, self._measures.number_width)
        row.set_current(key == self.current)
        if self._visit is not None:
            draft = self._visit.drafts.get((self._form.answer_id(key), "value"))
            if isinstance(draft, str):
                row.show_draft(draft)
        return row

    def _estimate(self, key: str, width: int) -> int:
        if key.startswith((HEADING, OTHER)) or self._measures is None:
            return SECTION
        return self._measures.height(key, width)

    # Rows

    def row(self, item: str) -> ItemRow:
        """Return the row of a shown item, made now where it was not yet. Raises KeyError."""
        row = self.stop(item)
        assert isinstance(row, ItemRow)
        return row

    def stop(self, key: str) -> StopRow:
        """Return a row that can be the current one, made now where it was not yet. Raises KeyError."""
        row = self.list.row(key)
        assert isinstance(row, StopRow)
        return row

    def item_at(self, widget: QWidget) -> str:
        """Return the key of the row that a widget in the list belongs to, itself or its open finding; else empty."""
        if self.editor is widget or self.editor.isAncestorOf(widget):
            return self.opened
        found: QWidget | None = widget if self.isAncestorOf(widget) else None
        while found is not None and not isinstance(found, StopRow):
            found = found.parentWidget()
        return found.key if isinstance(found, StopRow) else ""

    def refresh(self, redraw: Redraw) -> None:
        """Draw again what an answer changed."""
        if redraw.order:
            self.arrange()
        for item in redraw.items:
            row = self.list.made(item)
            if isinstance(row, ItemRow):
                row.refresh()
        self._refresh_finding()

    def set_current(self, item: str) -> None:
        """Mark another row as the current one."""
        for key, current in ((self.current, False), (item, True)):
            row = self.list.made(key)
            if isinstance(row, StopRow):
                row.set_current(current)
        self.current = self.list.current = item

    def show_item(self, item: str, *, focus: bool) -> None:
        """Bring an item into view, and give it the keyboard where asked."""
        row = self.stop(item)
        self.list.show_row(item, with_next=True)
        if focus:
            row.take_focus()

    def leave(self) -> None:
        """Give what is being typed in a row, and write what is typed in the finding."""
        for row in self.list.rows():
            if isinstance(row, ItemRow):
                row.control.commit()
        self.editor.flush()

    # The finding in place

    def open_finding(self, item: str) -> None:
        """Open a finding below its row: of a failing item, or one that no item asked for. The one before is closed."""
        if not self._has_finding(item):
            return
        if self.opened != item:
            self._show_closed()
            self.opened = item
            self.editor.open(self._shown(item))
            self.stop(item).show_editor(self.editor)
            self.list.attach(item, self.editor)
        self.list.show_row(item, with_next=True)

    def _has_finding(self, key: str) -> bool:
        if key.startswith(OTHER):
            return self._visit is not None and key[len(OTHER) :] in self._visit.others
        return self._form is not None and self._form.failing(key) and self._form.items[key].finding is not None

    def close_finding(self) -> None:
        """Write the open finding and close it."""
        if self.opened:
            self.editor.release()
            self._show_closed()
            self.list.detach()

    def _show_closed(self) -> None:
        row, self.opened = self.list.made(self.opened), ""
        if isinstance(row, StopRow):
            row.show_editor(None)

    def _refresh_finding(self) -> None:
        if not self.opened:
            return
        if self._has_finding(self.opened):
            self.editor.refresh(self._shown(self.opened))
        else:
            self.close_finding()

    def refresh_others(self) -> None:
        """Draw again the hazards that no item asked for."""
        if self.opened and not self._has_finding(self.opened):
            self.close_finding()
        self.arrange()
        for row in self.list.rows():
            if isinstance(row, OtherRow):
                row.refresh()
        self._refresh_finding()

    def _shown(self, key: str) -> Shown:
        assert self._visit is not None
        day = forms.visit_day(self._visit.inspection)
        if key.startswith(OTHER):
            finding, rules = self._visit.others[key[len(OTHER) :]], NO_RULES
            seen: Mapping[str, Seen] = self._visit.others_seen.get(finding.id, {})
        else:
            assert self._form is not None
            finding, rules = opened_finding(self._form, key, day), self._form.proposed(key)
            seen = self._form.records.of(key).finding_seen
        return Shown(
            finding=finding,
            seen=seen,
            rules=rules,
            visit_day=day,
            places=tuple(self._visit.places()),
            people=self._visit.people(),
            may_measure=self._visit.inspection.visit_kind in MEASURING,
        )


def _keys(form: FormState) -> list[str]:
    keys: list[str] = []
    part = ""
    for item in form.order:
        if form.part_of(item).id != part:
            part = form.part_of(item).id
            keys.append(HEADING + part)
        keys.append(item)
    return keys
