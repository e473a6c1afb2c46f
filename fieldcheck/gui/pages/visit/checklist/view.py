"""The checklist of a visit: parts on the left, items in the middle, guidance on the right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from fieldcheck.forms.filled import Value
from fieldcheck.gui import theme
from fieldcheck.gui.pages.visit.checklist import visit_state
from fieldcheck.gui.pages.visit.checklist.answer_writer import AnswerWriter
from fieldcheck.gui.pages.visit.checklist.contents import Contents
from fieldcheck.gui.pages.visit.checklist.form_list import FormList
from fieldcheck.gui.pages.visit.checklist.guidance import Guidance
from fieldcheck.gui.pages.visit.checklist.keys import Ask, Step
from fieldcheck.gui.pages.visit.checklist.marks import Rule
from fieldcheck.gui.pages.visit.checklist.other_rows import OTHER, add_other, withdraw_other
from fieldcheck.gui.pages.visit.checklist.row import ItemRow
from fieldcheck.gui.pages.visit.checklist.state import FormState, Redraw
from fieldcheck.gui.pages.visit.checklist.stop_row import RowSignals
from fieldcheck.gui.pages.visit.checklist.visit_state import VisitState
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.empty_state import EmptyState
from fieldcheck.gui.widgets.photo_strip import PhotoStrip
from fieldcheck.operations import inspections
from fieldcheck.store import Changes, Store
from fieldcheck.translation import _

GUIDANCE = 300
ROOM_FOR_GUIDANCE = 1200
"""Width of the window, in pixels, from which on the guidance is open by itself."""


class ChecklistView(QWidget):
    """Fill a visit's forms. `open` shows a visit, `changed` what was committed, `leave` writes what is being typed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.visit: VisitState | None = None
        self.form: FormState | None = None
        self._guidance_wanted: bool | None = None
        self._build()
        self._guiding = QTimer(self)
        self._guiding.setSingleShot(True)
        self._guiding.setInterval(0)
        self._guiding.timeout.connect(self._show_guidance)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)

    # Building

    def _build(self) -> None:
        self.signals = RowSignals(self)
        self.writer = AnswerWriter(self.session, self)
        self.writer.settled.connect(self._draw)
        self.signals.answered.connect(self._answered)
        self.signals.typing.connect(self._typing)
        self.signals.stepped.connect(self.step)
        self.signals.asked.connect(self._asked)
        self.contents = Contents()
        self.contents.part_chosen.connect(self._go_to_part)
        self.contents.form_chosen.connect(self._show_form)
        self.contents.form_added.connect(lambda form: self._change_forms(inspections.add_form, form))
        self.contents.form_removed.connect(lambda form: self._change_forms(inspections.remove_form, form))
        self.contents.next_open_wanted.connect(lambda: self.step(self.item, Step.NEXT_OPEN))
        self.contents.other_wanted.connect(lambda: self._asked(OTHER, Ask.OPEN))
        self.items = FormList(self.session, self.signals)
        self.items.editor_left.connect(self._focus_row)
        self.items.next_wanted.connect(lambda item: self.step(item, Step.NEXT))
        self.guidance = Guidance(self.session)
        self.guidance.setFixedWidth(GUIDANCE)
        self.guidance.left.connect(lambda: self._focus_row(self.item))
        self.guidance.hide_wanted.connect(lambda: self._want_guidance(False))
        self._no_form = EmptyState(
            "clipboard-list",
            _("No form yet"),
            _("Add a form on the left to begin with its checklist, or describe a hazard without one."),
            _("Add a hazard"),
        )
        self._no_form.triggered.connect(lambda: self._asked(OTHER, Ask.OPEN))
        self._stack = QStackedLayout()
        layout = QHBoxLayout(self)
        theme.margins(layout, 0)
        layout.setSpacing(0)
        layout.addWidget(self.contents)
        layout.addWidget(Rule())
        layout.addLayout(self._stack, 1)
        # After the layout stands in the page: a widget in a stack without one would be shown as a window.
        self._stack.addWidget(self.items)
        self._stack.addWidget(self._no_form)
        layout.addWidget(Rule())
        self._strip_aside = self._aside()
        layout.addWidget(self._strip_aside)
        layout.addWidget(self.guidance)

    def _aside(self) -> QWidget:
        """Return the narrow strip that stands in for the guidance while it is closed."""
        self.show_guidance = theme.icon_button("panel-right", _("Show the guidance"))
        self.show_guidance.clicked.connect(lambda: self._want_guidance(True))
        aside = QWidget()
        layout = QVBoxLayout(aside)
        theme.margins(layout, 4, 12)
        layout.addWidget(self.show_guidance)
        layout.addStretch(1)
        return aside

    @property
    def item(self) -> str:
        """Return the current item, or an empty text."""
        return self.items.current

    # Opening

    def open(self, inspection: str, form_id: str = "", item_id: str = "") -> None:
        """Show a visit at an item; without one, where the person was, else the first item without an answer.

        Raises RecordNotFound, BlobMissing, FormDefinitionErrors.
        """
        if self.visit is None or self.visit.inspection.id != inspection:
            self.leave()
            self.visit = visit_state.read(self.session.reader(), inspection)
            self.form = None
        self._show_form(form_id, item_id)

    def _show_form(self, form_id: str, item_id: str = "") -> None:
        assert self.visit is not None
        known = self.visit.forms
        chosen = form_id if form_id in known else next(iter(known), "")
        form = known.get(chosen)
        if form is None or self.form is not form:
            self.form = form
            self.items.show_form(self.visit, form)
            self.contents.show_forms(known, chosen)
        empty = form is None and not self.visit.others
        self._stack.setCurrentWidget(self._no_form if empty else self.items)
        self._fit_guidance()
        key = self._key_of(item_id)
        self._go(key)
        if item_id:
            self.items.open_finding(key)

    def _key_of(self, item_id: str) -> str:
        """Return the row to open at: that of an item, of a hazard that no item asked for, or where to begin."""
        assert self.visit is not None
        if item_id in self.visit.others:
            return OTHER + item_id
        if self.form is None:
            return self.items.stops()[0]
        return self.form.nearest(item_id) if item_id in self.form.items else self.item or self.form.first()

    def leave(self) -> None:
        """Make changes of everything that is being typed."""
        self.items.leave()
        self.writer.keep_drafts()
        self.guidance.flush()

    # Moving

    def _go(self, item: str, *, focus: bool = True) -> None:
        """Make a row the current one: an item, or another hazard."""
        if item not in self.items.stops():
            return
        if item != self.items.current:
            self.items.set_current(item)
            self._keep_place()
        self.items.show_item(item, focus=focus)
        self._show_progress()
        self._guiding.start()

    def _show_progress(self) -> None:
        if self.form is not None:
            part = self.form.part_of(self.item).id if self.item in self.form.items else ""
            self.contents.show_progress(self.form, part)

    def _keep_place(self) -> None:
        assert self.visit is not None
        form = self.form.definition.id if self.form is not None and not self.item.startswith(OTHER) else ""
        place = f"{form}/{self.item.removeprefix(OTHER)}"
        self.session.keep_route(Route("visit", self.visit.inspection.id, "checklist", place))

    def step(self, item: str, step: str) -> None:
        """Move from a row as a key says; other hazards stand below the last item."""
        stops = self.items.stops()
        match Step(step):
            case Step.FIRST | Step.LAST:
                ends = self.form.order if self.form is not None and self.form.order else stops
                there = ends[0 if step == Step.FIRST else -1]
            case Step.NEXT_OPEN:
                there = (self.form.next_open(item) if self.form is not None else "") or item
            case Step.NEXT_SECTION | Step.PREVIOUS_SECTION:
                there = self._section_start(item, 1 if step == Step.NEXT_SECTION else -1)
            case Step.NEXT | Step.PREVIOUS:
                there = self._neighbour(item, 1 if step == Step.NEXT else -1)
        self._go(there)

    def _neighbour(self, item: str, step: int) -> str:
        there = self.form.neighbour(item, step) if self.form is not None and item in self.form.order else item
        if there != item:
            return there
        stops = self.items.stops()
        return stops[min(max(stops.index(item) + step, 0), len(stops) - 1)]

    def _section_start(self, item: str, step: int) -> str:
        others = next(stop for stop in self.items.stops() if stop.startswith(OTHER))
        if self.form is None or not self.form.order:
            return others
        if item.startswith(OTHER):
            return item if step > 0 else self.form.start_of(self.form.part_of(self.form.order[-1]).id)
        there = self.form.section_start(item, step)
        return others if there == item and step > 0 else there

    def _go_to_part(self, part: str) -> None:
        if self.form is not None:
            self.items.list.show_top(f"#{part}")
            self._go(self.form.start_of(part))

    def _focus_row(self, item: str) -> None:
        if item in self.items.stops():
            self.items.stop(item).setFocus()

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Follow the keyboard and the mouse: the row that holds the focus is the current one."""
        item = self.items.item_at(new) if new is not None else ""
        if item and item != self.item:
            self._go(item, focus=False)

    # Answering

    def _answered(self, item: str, value: Value, moves_on: bool) -> None:
        """Take an answer: the page shows it at once; the store is told, and says later that it is kept."""
        assert self.form is not None
        redraw = Redraw()
        # The same answer again is no change; a default that the form proposes is one, for the store lacks it.
        if value != self.form.value(item) or self.form.items[item].default is not None:
            redraw = self.form.answer(item, value)
            self.writer.answer(self.form, item, value)
        if self.form.failing(item) and not moves_on:
            self.items.open_finding(item)
        self._draw(self.form, redraw)
        if moves_on:
            self.step(item, Step.NEXT)

    def _typing(self, item: str, text: str) -> None:
        assert self.form is not None
        self.writer.typing(self.form, item, text)

    def _draw(self, form: FormState, redraw: Redraw) -> None:
        if form is not self.form or not (redraw.items or redraw.order):
            return
        self.items.refresh(redraw)
        if self.item in form.items and self.item not in form.order:
            self._go(form.nearest(self.item))
        else:
            self._show_progress()
        if self.item in redraw.items:
            self._guiding.start()

    def changed(self, changes: Changes) -> None:
        """Draw again what was committed, here or elsewhere."""
        if self.visit is None:
            return
        forms_before = self.visit.inspection.forms
        redraws = self.visit.refresh(self.session.reader(), changes)
        if self.visit.inspection.forms != forms_before:
            self._read_again()
            return
        for form_id, redraw in redraws.items():
            self._draw(self.visit.forms[form_id], redraw)
        if changes.touches("finding"):
            self._draw_others()

    def _draw_others(self) -> None:
        self.items.refresh_others()
        if self.item.startswith(OTHER) and self.item not in self.items.stops():
            self._go(self.items.stops()[-1])

    def _read_again(self) -> None:
        """Show other forms of the same visit; the one in view stays where it is still there."""
        assert self.visit is not None
        shown, item = (self.form.definition.id, self.item) if self.form else ("", "")
        new = [form for form in (known.form for known in self.visit.inspection.forms or ()) if form != shown]
        added = [form for form in new if form not in self.visit.forms]
        self.leave()
        self.visit = visit_state.read(self.session.reader(), self.visit.inspection.id)
        self.form = None
        self._show_form(*((added[0], "") if added else (shown, item.removeprefix(OTHER))))

    # What a key asks for

    def _asked(self, item: str, ask: str) -> None:
        match Ask(ask):
            case Ask.CLEAR:
                self._clear(item)
            case Ask.ENTER | Ask.OPEN if item == OTHER:
                assert self.visit is not None
                add_other(self.session, self.visit, self._show_other)
            case Ask.ENTER:
                self._enter(item)
            case Ask.OPEN:
                self._go(item)
                self.items.open_finding(item)
            case Ask.CLOSE:
                self.items.close_finding()
            case Ask.PHOTO if item != OTHER:
                self._strip(item).add_files()
            case Ask.PASTE if item != OTHER:
                self._strip(item).paste()
            case Ask.REMARK if not item.startswith(OTHER):
                self._set_guidance(True)
                self._show_guidance()
                self.guidance.remark.setFocus()

    def _clear(self, item: str) -> None:
        if item.startswith(OTHER):
            if item != OTHER and self.visit is not None:
                withdraw_other(self.session, self.visit, item)
        elif self.form is not None and not self.form.filled.readonly(item):
            self._answered(item, None, False)

    def _show_other(self, key: str) -> None:
        self._stack.setCurrentWidget(self.items)
        self._go(key)
        self._enter(key)

    def _enter(self, item: str) -> None:
        """Go into the finding of a row, else into its field, else on to the next row."""
        self.items.open_finding(item)
        row = self.items.stop(item)
        field = row.control.field() if isinstance(row, ItemRow) else None
        if self.items.opened == item:
            self.items.editor.take_focus()
        elif field is not None:
            field.setFocus()
        else:
            self.step(item, Step.NEXT)

    def _strip(self, item: str) -> PhotoStrip:
        """Return the strip that shows the photos of an item: that of its open finding, or that of the guidance."""
        if item.startswith(OTHER):
            self.items.open_finding(item)
        if self.items.opened == item:
            return self.items.editor.strip
        self._show_guidance()
        return self.guidance.strip

    # Forms of the visit

    def _change_forms(self, change: Callable[[Store, str, str, str], Changes], form_id: str) -> None:
        assert self.visit is not None
        visit, author = self.visit.inspection.id, self.session.officer
        self.session.tasks.write(lambda store: change(store, visit, form_id, author), undo=_("Forms of the visit"))

    # Guidance

    def _show_guidance(self) -> None:
        self._guiding.stop()
        # A hidden page may stand before a store that is being closed.
        if not self.isVisible() or self.visit is None:
            return
        if self.form is not None and self.item in self.form.items:
            self.guidance.show_item(self.visit, self.form, self.item)
        else:
            self.guidance.show_nothing(_("Other hazards"))

    def _want_guidance(self, shown: bool) -> None:
        self._guidance_wanted = shown
        self._fit_guidance()
        self._focus_row(self.item)

    def _set_guidance(self, shown: bool) -> None:
        self.guidance.setVisible(shown)
        self._strip_aside.setVisible(not shown and self.form is not None)

    def _fit_guidance(self) -> None:
        """Open the guidance where there is room or the person wants it."""
        room = self.window().width() >= ROOM_FOR_GUIDANCE
        wanted = room if self._guidance_wanted is None else self._guidance_wanted
        self._set_guidance(wanted and self.form is not None)

    def showEvent(self, event: QShowEvent) -> None:
        """Bring the current item into view: before, there was no view to bring it into."""
        super().showEvent(event)
        self._guiding.start()
        QTimer.singleShot(0, self, self._show_current)

    def _show_current(self) -> None:
        if self.visit is not None and self.item in self.items.stops():
            self.items.show_item(self.item, focus=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Open or close the guidance with the room that there is."""
        super().resizeEvent(event)
        self._fit_guidance()
