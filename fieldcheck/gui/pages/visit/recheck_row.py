"""One hazard at its recheck: what was ordered, before beside after, what is seen now, all in one row of keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from fieldcheck.gui import life_words, texts, theme
from fieldcheck.gui.pages.visit.rows import wrapped
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.editing import FieldWriter
from fieldcheck.gui.widgets.fields import DateField, TextField
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.gui.widgets.photo_row import PhotoRow
from fieldcheck.gui.widgets.photo_strip import PhotoStrip, picture_only
from fieldcheck.gui.widgets.segmented_answer import Segment, SegmentedAnswer
from fieldcheck.gui.widgets.status_chip import StatusChip
from fieldcheck.model.clocks import Calendar
from fieldcheck.model.lifecycle import UNDONE
from fieldcheck.model.steps import RecheckResult
from fieldcheck.model.values import PhotoPurpose
from fieldcheck.operations.photos import Target
from fieldcheck.operations.recheck_visit import Said, Waiting, recorded
from fieldcheck.translation import N_, _

NOT_EXAMINED = "not_examined"
ANSWERS = (
    (RecheckResult.PASS, N_("Rectified"), "1", "success"),
    (RecheckResult.FAIL, N_("Not rectified"), "2", "danger"),
    (NOT_EXAMINED, N_("Not examined"), "3", "neutral"),
)
KEYS = {key: str(value) for value, _word, key, _tone in ANSWERS} | {"0": NOT_EXAMINED}
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
PHOTO = QSize(120, 90)
BEFORE = 272
"""Width of the photos as the hazard was found, in pixels."""
WIDE = 920
"""From this width on, in pixels, the note stands beside the photos."""


class RecheckRow(QFrame):
    """Shows a hazard and takes what is said of it; what is recorded is the view's affair.

    Signals:
        decided: a `Said` with a result is to be recorded.
        typed: something was said that is not recorded yet.
        taken_back: the hazard was not examined after all; the comment stays.
        stepped: by how many rows the keyboard moves.
    """

    decided = Signal(object)
    typed = Signal()
    taken_back = Signal()
    stepped = Signal(int)

    def __init__(self, session: Session, waiting: Waiting, calendar: Calendar) -> None:
        super().__init__()
        self._session = session
        self._waiting, self._calendar = waiting, calendar
        self._mine: Said | None = None
        self._sent = recorded(waiting.recheck)
        self._result = ""
        self._writer: FieldWriter | None = None
        self._chips_shown: tuple[tuple[str, str], ...] = ()
        theme.surface(self, "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self.setAccessibleName(waiting.finding.description or _("Hazard without a description"))
        self._build()
        self.show_waiting(waiting, calendar)

    def _build(self) -> None:
        self.answer = SegmentedAnswer([Segment(str(value), _(word), key, tone) for value, word, key, tone in ANSWERS])
        # The row has the keyboard: its digits answer, its arrows move.
        self.answer.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.answer.answered.connect(self._answered)
        self.note = TextField(_("What was seen"), multiline=True)
        self.note.typing.connect(lambda _text: self._typing())
        self.deadline = DateField(_("New deadline, to order it again"))
        self.deadline.hide()
        self.error = InlineError()
        finding = self._waiting.finding
        self.strip = PhotoStrip(
            self._session, Target(finding.inspection or "", finding.id, purpose=PhotoPurpose.AFTER), beside=True
        )
        self._chips = QHBoxLayout()
        self._chips.setSpacing(6)
        self._caption = wrapped("", "caption")
        self._below = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        layout = QVBoxLayout(self)
        theme.margins(layout, 16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(self._chips)
        layout.addLayout(self._head())
        layout.addLayout(self._pictures_and_note())
        layout.addWidget(self.error)
        for editor in (self.note.editor, self.deadline.editor):
            editor.installEventFilter(self)

    def _head(self) -> QHBoxLayout:
        finding = self._waiting.finding
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(wrapped(self.accessibleName(), "label"))
        words.addWidget(self._caption)
        if finding.measure:
            words.addWidget(wrapped(_("To be done: {measure}").format(measure=finding.measure), "caption"))
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addLayout(words, 1)
        head.addWidget(self.answer, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _pictures_and_note(self) -> QBoxLayout:
        below = self._below
        below.setSpacing(20)
        said = QVBoxLayout()
        said.setSpacing(8)
        said.addWidget(self.note)
        said.addWidget(self.deadline)
        said.addStretch(1)
        below.addLayout(self._pictures(), 5)
        below.addLayout(said, 2)
        return below

    def _pictures(self) -> QHBoxLayout:
        one, pictures = self._waiting, QHBoxLayout()
        pictures.setSpacing(20)
        found: QWidget = theme.text_label("—", "muted")
        if one.before or one.missing:
            found = PhotoRow(self._session, one.before, one.missing, PHOTO)
        found.setFixedWidth(BEFORE)
        for title, content, stretch in ((_("As found"), found, 0), (_("As it is now"), self.strip, 1)):
            column = QVBoxLayout()
            column.setSpacing(4)
            column.addWidget(theme.text_label(title, "caption"))
            column.addWidget(content)
            column.addStretch(1)
            pictures.addLayout(column, stretch)
        return pictures

    # What is shown

    def finding(self) -> str:
        """Return the id of the hazard."""
        return self._waiting.finding.id

    def said(self) -> Said:
        """Return what is said now, recorded or not."""
        return Said(self._result, self.note.value())

    def is_recorded(self) -> bool:
        """Return whether a result is said, and all that is said is recorded or on its way."""
        return bool(self._result) and self.said() == self._sent

    def show_waiting(self, waiting: Waiting, calendar: Calendar) -> None:
        """Show the hazard anew; what was said here and is not yet known of elsewhere stays."""
        self._waiting, self._calendar = waiting, calendar
        if self._mine in (None, waiting.said):
            self._mine = None
            self._sent = recorded(waiting.recheck)
            self._result = waiting.said.result
            if self.note.value() != waiting.said.comment:
                self.note.set_value(waiting.said.comment)
        self._show_answer()
        self._show_caption()

    def _show_answer(self) -> None:
        self.answer.set_value(self._result)
        self._show_chips()
        failed = self._result == RecheckResult.FAIL
        if failed and self._writer is None:
            finding = self._waiting.finding
            self._writer = FieldWriter(self._session, "finding", finding.id, finding.inspection or "", parent=self)
            self._writer.bind(self.deadline, "deadline")
        self.deadline.setVisible(failed)

    def _show_chips(self) -> None:
        chips = tuple(self._words())
        if chips == self._chips_shown:
            return
        self._chips_shown = chips
        theme.take_out(self._chips)
        for word, tone in chips:
            self._chips.addWidget(StatusChip(word, tone))
        self._chips.addStretch(1)
        self.setAccessibleDescription(", ".join(word for word, _tone in chips))

    def _words(self) -> Iterator[tuple[str, str]]:
        yield from life_words.chips(self._waiting.life, date.today(), self._calendar)
        if self._result and self.said() != self._sent:
            yield _("Not recorded yet"), "warning"
        if self._result == RecheckResult.PASS and not self._waiting.after:
            yield _("No photo as it is now"), "warning"

    def _show_caption(self) -> None:
        one, document = self._waiting, self._waiting.document
        named = f"{texts.document_kind(document.kind)} {document.number or ''}".strip() if document else ""
        due = life_words.due_text(one.life.due, date.today(), running=one.life.state in UNDONE)
        parts = (named, _("Deadline: {day}").format(day=due) if due else "", one.finding.location)
        self._caption.setText(" · ".join(filter(None, parts)))

    # What is said

    def choose(self, value: str) -> None:
        """Say what became of the hazard: rectified goes on to the next, not rectified asks what was seen."""
        self.error.clear()
        if value in ("", NOT_EXAMINED):
            self._not_examined()
            return
        self._result = value
        self._show_answer()
        if value == RecheckResult.FAIL:
            self._typing()
            self._stand_in(self.note.editor)
            return
        self.settle()
        self.stepped.emit(1)

    def _answered(self, value: str) -> None:
        if QApplication.focusWidget() is not self:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.choose(value)

    def _not_examined(self) -> None:
        had = bool(self._result)
        self._result, self._sent = "", Said()
        self._show_answer()
        if had:
            self._mine = self.said()
            self.taken_back.emit()
        self.stepped.emit(1)

    def _typing(self) -> None:
        self._mine = self.said()
        self._show_chips()
        self.typed.emit()

    def settle(self) -> None:
        """Let what is said be recorded, where a result is said and it is not what was recorded."""
        said = self.said()
        if said.result and said != self._sent:
            self._sent = self._mine = said
            self._show_chips()
            self.decided.emit(said)

    def refused(self) -> None:
        """Note that what was sent last was not recorded: it is still to be said."""
        self._sent = recorded(self._waiting.recheck)
        self._show_chips()

    def flush(self) -> None:
        """Settle, and make a change of a deadline that is being typed."""
        self.settle()
        if self._writer is not None:
            self._writer.flush()

    def release(self) -> None:
        """Let go of the hazard: the row goes away."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    # Keyboard, mouse

    def _stand_in(self, editor: QPlainTextEdit | QLineEdit) -> None:
        if isinstance(editor, QPlainTextEdit):
            editor.moveCursor(QTextCursor.MoveOperation.End)
        editor.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on a key that was pressed on the row itself; of what a field inside left over, only Escape counts."""
        if QApplication.focusWidget() is self:
            event.setAccepted(self._act(event))
        elif event.key() == Qt.Key.Key_Escape:
            self.setFocus()
        else:
            event.ignore()

    def _act(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if event.matches(QKeySequence.StandardKey.Paste):
            self.strip.paste()
        elif event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        elif event.text() in KEYS:
            self.choose(KEYS[event.text()])
        elif key in STEPS:
            self.stepped.emit(STEPS[key])
        elif key in (*ENTER, Qt.Key.Key_R):
            self._stand_in(self.note.editor)
        elif key == Qt.Key.Key_P:
            self.strip.add_files()
        else:
            return False
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on from the note and the deadline; a picture that is pasted there is a photo; leaving records."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in ENTER and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._go_on(watched)
                return True
            if watched is self.note.editor and event.matches(QKeySequence.StandardKey.Paste) and picture_only():
                self.strip.paste()
                return True
        elif isinstance(event, QFocusEvent) and event.lostFocus() and watched is self.note.editor:
            QTimer.singleShot(0, self, self._settle_if_left)
        return super().eventFilter(watched, event)

    def _go_on(self, watched: QObject) -> None:
        """Go from the note to a deadline that has passed, else to the next hazard."""
        self.settle()
        if watched is self.deadline.editor:
            self.deadline.commit()
            if self.deadline.error():
                return
        elif self._lacks_deadline():
            self._stand_in(self.deadline.editor)
            return
        self.stepped.emit(1)

    def _lacks_deadline(self) -> bool:
        day = self.deadline.value()
        return self._result == RecheckResult.FAIL and (day is None or day < date.today())

    def _settle_if_left(self) -> None:
        if QApplication.focusWidget() is not self.note.editor:
            self.settle()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take pictures anywhere on the row."""
        self.strip.dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Add what was dropped as photos of how it is now."""
        self.strip.dropEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand the note beside the photos, or below them where the width is small."""
        super().resizeEvent(event)
        wide = event.size().width() >= WIDE
        self._below.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card, and the ring where the row has the keyboard."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 8, 8)
