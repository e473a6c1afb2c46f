"""The items of one form, one below the other, with the finding that is open in place."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.pages.visit.checklist.finding_editor import FindingEditor, Shown
from fieldcheck.gui.pages.visit.checklist.item_list import ItemList, ListRow
from fieldcheck.gui.pages.visit.checklist.row import ItemRow, RowSignals, estimated_height
from fieldcheck.gui.pages.visit.checklist.section_entry import SectionHeading, part_name
from fieldcheck.gui.pages.visit.checklist.state import FormState, Redraw, opened_finding
from fieldcheck.gui.pages.visit.checklist.visit_state import VisitState
from fieldcheck.gui.session import Session
from fieldcheck.operations import forms

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
        self.current = ""
        self.opened = ""
        self.editor = FindingEditor(session)
        self.editor.setParent(self)
        self.editor.hide()
        self.editor.left.connect(lambda: self.editor_left.emit(self.opened))
        self.editor.next_wanted.connect(lambda: self.next_wanted.emit(self.opened))
        self.list = ItemList(self._make, self._estimate)
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.addWidget(self.list)

    def show_form(self, visit: VisitState, form: FormState) -> None:
        """Show another form, or the same one read again."""
        self.close_finding()
        self.list.clear()
        self._visit, self._form, self.current = visit, form, ""
        self.arrange()

    def arrange(self) -> None:
        """Show the rows of the items that are shown now."""
        if self._form is not None:
            self.list.set_keys(_keys(self._form))

    def _make(self, key: str) -> ListRow:
        assert self._form is not None
        if key.startswith(HEADING):
            part = next(part for part in self._form.parts if part.id == key[1:])
            return SectionHeading(part_name(part))
        row = ItemRow(self._form, key, self._signals)
        row.set_current(key == self.current)
        if self._visit is not None:
            draft = self._visit.drafts.get((self._form.answer_id(key), "value"))
            if isinstance(draft, str):
                row.show_draft(draft)
        return row

    def _estimate(self, key: str, width: int) -> int:
        assert self._form is not None
        return 52 if key.startswith(HEADING) else estimated_height(self._form, key, width)

    # Rows

    def row(self, item: str) -> ItemRow:
        """Return the row of a shown item, made now where it was not yet. Raises KeyError."""
        row = self.list.row(item)
        assert isinstance(row, ItemRow)
        return row

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
            if isinstance(row, ItemRow):
                row.set_current(current)
        self.current = self.list.current = item

    def show_item(self, item: str, *, focus: bool) -> None:
        """Bring an item into view, and give it the keyboard where asked."""
        row = self.row(item)
        self.list.show_row(item, with_next=self.opened == item)
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
        """Open the finding of a failing item below its row; the one that was open is written and closed."""
        if self._form is None or not self._form.failing(item) or self._form.items[item].finding is None:
            return
        if self.opened != item:
            self.close_finding()
            self.opened = item
            self.editor.open(self._shown(item))
            self.row(item).show_editor(self.editor)
            self.list.remeasure()
        self.list.show_row(item, with_next=True)

    def close_finding(self) -> None:
        """Write the open finding and close it."""
        if not self.opened:
            return
        row, self.opened = self.list.made(self.opened), ""
        self.editor.release()
        if isinstance(row, ItemRow):
            row.show_editor(None)
        self.editor.setParent(self)
        self.editor.hide()
        self.list.remeasure()

    def _refresh_finding(self) -> None:
        if not self.opened or self._form is None:
            return
        if self._form.failing(self.opened):
            self.editor.refresh(self._shown(self.opened))
        else:
            self.close_finding()

    def _shown(self, item: str) -> Shown:
        assert self._form is not None
        assert self._visit is not None
        day = forms.visit_day(self._visit.inspection)
        return Shown(
            finding=opened_finding(self._form, item, day),
            rules=self._form.proposed(item),
            visit_day=day,
            places=tuple(self._visit.places()),
            people=self._visit.people(),
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
