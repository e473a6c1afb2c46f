"""The left side: the forms of the visit, the parts of the one in view with their progress, the totals."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.pages.visit.checklist.section_entry import SectionEntry
from fieldcheck.gui.pages.visit.checklist.state import FormState, Progress
from fieldcheck.model.form import CheckAnswer
from fieldcheck.operations import forms
from fieldcheck.translation import N_, _, current_language

WIDTH = 216
TOTALS: tuple[tuple[str, str], ...] = (
    (CheckAnswer.PASS, N_("Pass")),
    (CheckAnswer.FAIL, N_("Fail")),
    (CheckAnswer.NOT_APPLICABLE, N_("Not applicable")),
    (CheckAnswer.NOT_EXAMINED, N_("Not examined")),
)


class Contents(QFrame):
    """What there is, and how far it is.

    Signals:
        part_chosen: the id of a part to go to.
        form_chosen: the id of a form of the visit to show.
        form_added: the id of a form to add to the visit.
        form_removed: the id of a form without answers to take out.
        next_open_wanted: the next item without an answer.
        other_wanted: a hazard that no item asked for.
    """

    part_chosen = Signal(str)
    form_chosen = Signal(str)
    form_added = Signal(str)
    form_removed = Signal(str)
    next_open_wanted = Signal()
    other_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        theme.surface(self, "page")
        self.setFixedWidth(WIDTH)
        self._form = ""
        self._used: list[str] = []
        self.entries: dict[str, SectionEntry] = {}
        layout = QVBoxLayout(self)
        theme.margins(layout, 0, 12, 0, 12)
        layout.setSpacing(4)
        self._tabs = QVBoxLayout()
        theme.margins(self._tabs, 8, 0)
        self._tabs.setSpacing(2)
        layout.addLayout(self._tabs)
        layout.addWidget(self._list(), 1)
        layout.addLayout(self._foot())

    def _list(self) -> QScrollArea:
        holder = QWidget()
        holder.setProperty("plain", "true")
        self._parts = QVBoxLayout(holder)
        theme.margins(self._parts, 0)
        self._parts.setSpacing(2)
        self._parts.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(holder)
        return area

    def _foot(self) -> QVBoxLayout:
        foot = QVBoxLayout()
        theme.margins(foot, 12, 8, 12, 0)
        foot.setSpacing(8)
        self._summary = theme.text_label("", "caption", wrap=True)
        foot.addWidget(self._summary)
        self.next_open = theme.button(_("Next without answer"), "secondary")
        self.next_open.setToolTip(_("Go to the next item without an answer (N)"))
        self.next_open.clicked.connect(self.next_open_wanted)
        foot.addWidget(self.next_open)
        self.add_other = theme.button(_("Add a hazard"), "quiet", "plus")
        self.add_other.setToolTip(_("Describe a hazard that is not on the list (Ctrl+N)"))
        self.add_other.clicked.connect(self.other_wanted)
        # A shortcut of the button itself would wait for its animation, while the first letters are already typed.
        QShortcut(QKeySequence.StandardKey.New, self).activated.connect(self.other_wanted)
        foot.addWidget(self.add_other)
        return foot

    def show_forms(self, used: Mapping[str, FormState], current: str) -> None:
        """Show the forms of the visit, and the parts of the one in view."""
        self._form, self._used = current, list(used)
        theme.take_out(self._tabs)
        if len(used) == 1:
            heading = theme.text_label(used[current].definition.title.text(current_language()), "label", wrap=True)
            heading.setContentsMargins(4, 4, 4, 4)
            self._tabs.addWidget(heading)
        for form_id, state in used.items() if len(used) > 1 else ():
            title = state.definition.title.text(current_language())
            tab = theme.button(title, "rail")
            tab.setCheckable(True)
            tab.setChecked(form_id == current)
            tab.setToolTip(title)
            tab.setText(tab.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, WIDTH - 44))
            tab.setAccessibleName(title)
            tab.clicked.connect(lambda _=False, form_id=form_id: self.form_chosen.emit(form_id))
            self._tabs.addWidget(tab)
        self._tabs.addWidget(self._more())
        self._show_parts(used.get(current))

    def _more(self) -> QWidget:
        self.more = theme.button(_("Add a form"), "quiet", "plus")
        menu = QMenu(self.more)
        others = [form for form in forms.shipped().values() if form.id not in self._used]
        for form in others:
            action = menu.addAction(form.title.text(current_language()))
            action.triggered.connect(lambda _=False, form_id=form.id: self.form_added.emit(form_id))
        if self._form:
            menu.addSeparator()
            remove = menu.addAction(_("Take this form out of the visit"))
            remove.triggered.connect(lambda: self.form_removed.emit(self._form))
        self.more.setMenu(menu)
        return self.more

    def _show_parts(self, form: FormState | None) -> None:
        for entry in self.entries.values():
            self._parts.removeWidget(entry)
            entry.hide()
            entry.deleteLater()
        self.entries = {}
        for part in form.parts if form else ():
            entry = SectionEntry(part)
            entry.chosen.connect(self.part_chosen)
            self.entries[part.id] = entry
            self._parts.insertWidget(self._parts.count() - 1, entry)

    def show_progress(self, form: FormState, part: str) -> None:
        """Show how far the form is; `part` is the one that the person is in."""
        known = {progress.part: progress for progress in form.progress()}
        for part_id, entry in self.entries.items():
            entry.setVisible(part_id in known)
            entry.show_progress(known.get(part_id, Progress(part_id, 0, 0, 0)), current=part_id == part)
        total, counts = form.total(), form.counts()
        lines = [_("{answered} of {total} answered").format(answered=total.answered, total=total.total)]
        lines += [f"{_(word)}\N{NO-BREAK SPACE}{counts[value]}" for value, word in TOTALS if counts[value]]
        self._summary.setText(" · ".join(lines))
        self.next_open.setEnabled(total.answered < total.total)

    def summary(self) -> str:
        """Return the totals as they are shown."""
        return self._summary.text()
