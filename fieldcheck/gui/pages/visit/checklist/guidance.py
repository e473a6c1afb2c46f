"""What helps with the current item: method, basis, what failing looks like, the last finding here, remark, photos."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from fieldcheck.gui import texts, theme
from fieldcheck.gui.pages.visit.checklist.state import FormState
from fieldcheck.gui.pages.visit.checklist.visit_state import VisitState
from fieldcheck.gui.pages.visit.checklist.wording import basis_text, limits_text, listed
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.editing import FieldWriter
from fieldcheck.gui.widgets.fields import TextField
from fieldcheck.gui.widgets.photo_strip import PhotoStrip
from fieldcheck.gui.widgets.status_chip import StatusChip
from fieldcheck.model.form import Item
from fieldcheck.model.lifecycle import ENDED, STATES
from fieldcheck.operations import inspections
from fieldcheck.operations.last_time import LastTime
from fieldcheck.operations.photos import Target
from fieldcheck.translation import _, current_language, ngettext


class Guidance(QFrame):
    """The right side of the checklist.

    Signals:
        left: Escape was pressed in the remark: the keyboard goes back to the row.
        hide_wanted: the person wants the room for the items.
    """

    left = Signal()
    hide_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._shown: tuple[str, str, str] | None = None
        self._writer: FieldWriter | None = None
        theme.surface(self, "page")
        self._body = QWidget()
        self._body.setProperty("plain", "true")
        self._parts = QVBoxLayout(self._body)
        theme.margins(self._parts, 16, 12, 12, 16)
        self._parts.setSpacing(4)
        self._build_parts()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._body)
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.addWidget(area)

    def _build_parts(self) -> None:
        self._title = theme.text_label("", "heading", wrap=True)
        hide = theme.icon_button("panel-right", _("Hide the guidance"))
        hide.clicked.connect(self.hide_wanted)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(hide, 0, Qt.AlignmentFlag.AlignTop)
        self._parts.addLayout(head)
        self._unverified = StatusChip()
        self._texts = {
            "hint": _Part(self._parts, _("How to check")),
            "limits": _Part(self._parts, _("Limits")),
            "failing": _Part(self._parts, _("What failing looks like")),
            "basis": _Part(self._parts, _("Basis")),
            "last": _Part(self._parts, _("Last time here")),
        }
        self._parts.insertWidget(self._parts.indexOf(self._texts["last"]), self._unverified)
        self._parts.addSpacing(12)
        self.remark = TextField(_("Remark"), multiline=True, placeholder=_("Anything to remember about this item"))
        self._parts.addWidget(self.remark)
        self._parts.addSpacing(12)
        self._photos_title = theme.text_label(_("Photos"), "caption")
        self._parts.addWidget(self._photos_title)
        self.strip = PhotoStrip(self._session, None)
        self._parts.addWidget(self.strip)
        self._parts.addStretch(1)

    def show_item(self, visit: VisitState, form: FormState, item: str) -> None:
        """Show the guidance of an item; what was typed about the one before is written first."""
        known = form.items[item]
        key = (visit.inspection.id, form.definition.id, item)
        if self._shown != key:
            self.release()
            self._shown = key
            self._show_texts(form, known)
            self._bind_remark(visit, form, item)
        self.refresh(visit, form, item)

    def show_nothing(self, title: str) -> None:
        """Show only a title: what is current has no guidance."""
        self.release()
        self._title.setText(title)
        for part in self._texts.values():
            part.show_text("")
        self._unverified.set("", "neutral")
        for widget in (self.remark, self.strip, self._photos_title):
            widget.hide()

    def refresh(self, visit: VisitState, form: FormState, item: str) -> None:
        """Show what an answer or a photo changed: photos stand here unless the finding shows them."""
        failing = form.failing(item)
        self.remark.show()
        self.strip.setVisible(not failing)
        self._photos_title.setVisible(not failing)
        finding = form.finding_id(item) if failing else None
        self.strip.set_target(Target(visit.inspection.id, finding, form.definition.id, item))

    def _show_texts(self, form: FormState, item: Item) -> None:
        language = current_language()
        methods = listed(texts.method(method) for method in item.methods)
        hint = item.hint.text(language) if item.hint else ""
        self._title.setText(item.id if form.numbered(item.id) else item.label.text(language))
        self._texts["hint"].show_text("\n".join(part for part in (methods, hint) if part))
        self._texts["limits"].show_text(limits_text(item))
        self._texts["failing"].show_text(item.failing.text(language) if item.failing else "")
        self._texts["basis"].show_text("\n".join(basis_text(basis, "\n") for basis in item.basis))
        unverified = any(not basis.verified for basis in item.basis)
        self._unverified.set(_("Not checked against the official text") if unverified else "", "warning")
        record = form.records.by_item.get(item.id)
        self._texts["last"].show_text(_last(record.last) if record and record.last else "")

    def _bind_remark(self, visit: VisitState, form: FormState, item: str) -> None:
        inspection, form_id, answer = visit.inspection.id, form.definition.id, form.answer_id(item)
        self._writer = FieldWriter(
            self._session,
            "answer",
            answer,
            inspection,
            edit=lambda store, values, author, seen: inspections.remark(
                store, inspection, form_id, item, str(values["remark"] or ""), author, seen
            ),
            parent=self,
        )
        self._writer.bind(self.remark, "remark")

    def text_of(self, part: str) -> str:
        """Return what a part shows: hint, limits, failing, basis or last."""
        return self._texts[part].text()

    def release(self) -> None:
        """Write what was typed and let go of the item."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        self._shown = None

    def flush(self) -> None:
        """Write what was typed."""
        if self._writer is not None:
            self._writer.flush()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the row; no other key of a text acts on it."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        event.accept()


class _Part(QWidget):
    """A text under a small heading; nothing where there is no text."""

    def __init__(self, parts: QVBoxLayout, title: str) -> None:
        super().__init__()
        self._text = theme.text_label("", "body", wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QVBoxLayout(self)
        theme.margins(layout, 0, 8, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(theme.text_label(title, "caption"))
        layout.addWidget(self._text)
        self.setVisible(False)
        parts.addWidget(self)

    def text(self) -> str:
        """Return what is shown."""
        return self._text.text()

    def show_text(self, text: str) -> None:
        """Show a text, or nothing."""
        self._text.setText(text)
        self.setVisible(bool(text))


def _last(last: LastTime) -> str:
    """Return what failed here before, and what became of it."""
    finding = last.finding
    failed = _("Failed on {day}: {state}").format(day=texts.day(last.found_at), state=_state(last))
    parts = [failed, finding.description or "", finding.location or ""]
    if finding.deadline and last.state not in ENDED:
        parts.append(_("Deadline: {day}").format(day=texts.day(finding.deadline)))
    if last.times > 1:
        parts.append(
            ngettext("Failed on {count} visit here", "Failed on {count} visits here", last.times).format(
                count=last.times
            )
        )
    return "\n".join(part for part in parts if part)


def _state(last: LastTime) -> str:
    word = _(STATES[last.state])
    if last.overdue:
        word = _("{state}, overdue").format(state=word)
    return _("{state} {day}").format(state=word, day=texts.day(last.since)) if last.since else word
