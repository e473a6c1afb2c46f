"""Interviews and samplings of a visit: a list at the left, the fields of the chosen one at the right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLayout, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.pages.visit.document_list import STATES, Choice, DocumentList, slot_title
from fieldcheck.gui.pages.visit.overview import Overview, Slot
from fieldcheck.gui.pages.visit.paper_forms import PaperForm, interview_form, questions_menu, sampling_form
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.empty_state import EmptyState
from fieldcheck.gui.widgets.exchanged_field import ExchangedField
from fieldcheck.gui.widgets.reason_line import ReasonLine
from fieldcheck.gui.widgets.status_chip import StatusChip
from fieldcheck.model.document import OF_ONE_RECORD, DocumentKind
from fieldcheck.model.kinds import KINDS
from fieldcheck.operations import case_papers, interviews, sampling
from fieldcheck.operations.interview_questions import topics
from fieldcheck.store import Changes, Store
from fieldcheck.translation import N_, _, error_text

LIST_WIDTH = 272
INTERVIEW, SAMPLING = DocumentKind.INTERVIEW_RECORD, DocumentKind.SAMPLING_VOUCHER
NONE_YET = N_("No interview and no sampling yet")
WHAT_FOR = N_("Who is asked, what is said, and what is taken as evidence is written here and printed from here.")
USUAL_REASONS = (N_("Begun by mistake"), N_("Did not take place"))

Operation = Callable[[Store], Changes]


class PapersView(QWidget):
    """Shows what an `Overview` says of interviews and samplings; one that was issued is only read."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._overview: Overview | None = None
        self._wanted = ""
        self.list = DocumentList(_("Interviews and samplings of this visit"))
        self.new_interview = theme.button(_("New interview"), "secondary", "plus")
        self.new_sampling = theme.button(_("New sampling"), "secondary", "plus")
        self.document = theme.button(_("Preview and issue"), "primary", "file-text")
        self.correct = theme.button(_("Correct…"), "secondary", "pen-line")
        self.remove = theme.button(_("Remove…"), "quiet", "trash-2")
        self.questions = theme.button(_("Suggested questions"), "secondary", "list")
        self.note = theme.text_label("", "muted", wrap=True)
        self.reason = ReasonLine([_(reason) for reason in USUAL_REASONS], _("why it is removed"), _("Remove"))
        self._title, self._chip = theme.text_label("", "heading"), StatusChip()
        self.forms: dict[DocumentKind, PaperForm] = {}
        self._areas: dict[DocumentKind, QScrollArea] = {}
        self.empty = EmptyState("users", _(NONE_YET), _(WHAT_FOR))
        self._stack = QStackedWidget()
        self._build()
        self._connect()

    def _build(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(8)
        right.setSpacing(10)
        for widget in (self.new_interview, self.new_sampling):
            left.addWidget(widget)
        self.list.setFixedWidth(LIST_WIDTH)
        left.addWidget(self.list, 1)
        right.addLayout(self._head())
        for bar in (self.note, self.reason):
            right.addWidget(bar)
        self._stack.addWidget(self.empty)
        right.addWidget(self._stack, 1)
        layout = QHBoxLayout(self)
        layout.setSpacing(20)
        theme.margins(layout, 24, 16, 24, 8)
        layout.addLayout(left)
        layout.addLayout(right, 1)

    def _head(self) -> QLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addWidget(self._chip)
        head.addStretch(1)
        for button in self._buttons():
            head.addWidget(button)
        return head

    def _buttons(self) -> tuple[QPushButton, ...]:
        return self.questions, self.remove, self.correct, self.document

    def _connect(self) -> None:
        self.list.chosen.connect(lambda _choice: self._show_chosen())
        self.new_interview.clicked.connect(lambda: self._begin(INTERVIEW))
        self.new_sampling.clicked.connect(lambda: self._begin(SAMPLING))
        self.document.clicked.connect(self._open_document)
        self.correct.clicked.connect(self._do_correct)
        self.remove.clicked.connect(self._ask_to_remove)
        self.reason.given.connect(self._do_remove)
        self.questions.clicked.connect(self._offer_questions)
        keys = QShortcut(QKeySequence("Ctrl+K"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self._offer_questions)

    # What is shown

    def show_overview(self, overview: Overview) -> None:
        """Draw the list anew; the chosen record stays, or the one that was begun just now is chosen."""
        if self._overview is None or self._overview.inspection.id != overview.inspection.id:
            self.close_records()
        self._overview = overview
        self.list.show_slots([slot for slot in overview.slots if slot.about and not slot.gone])
        self._show_refusal(overview.no_papers)
        self._show_chosen()
        self._choose_wanted()

    def want(self, about: str) -> None:
        """Show this interview or sampling once the visit is read."""
        self._wanted = about

    def _choose_wanted(self) -> None:
        """Choose the record that was begun just now, once the list has it, and stand where one types first."""
        slots = self._overview.slots if self._overview is not None else ()
        wanted = next((slot for slot in slots if self._wanted and slot.about == self._wanted), None)
        if wanted is not None:
            self._wanted = ""
            self.list.choose(Choice(wanted.kind, about=wanted.about))
            self.take_focus()

    def _show_refusal(self, reason: str) -> None:
        for button in (self.new_interview, self.new_sampling):
            button.setEnabled(not reason)
        self.empty.set_texts(_(NONE_YET), _(reason or WHAT_FOR))

    def _slot(self) -> Slot | None:
        choice = self.list.choice()
        if choice is None or self._overview is None:
            return None
        return self._overview.slot(choice.kind, choice.about)

    def _show_chosen(self) -> None:
        slot = self._slot()
        self.reason.hide()
        for button in (*self._buttons(), self.note, self._title, self._chip):
            button.setVisible(slot is not None)
        if slot is None or self._overview is None:
            self._stack.setCurrentWidget(self.empty)
            return
        form = self._form(slot.kind)
        if form.entity != slot.about:
            self._areas[slot.kind].verticalScrollBar().setValue(0)
        self._stack.setCurrentWidget(self._areas[slot.kind])
        form.open(slot.about, self._overview.inspection.id, list(self._overview.officers.values()))
        self._title.setText(slot_title(slot))
        word, tone = STATES[slot.state]
        self._chip.set(_(word), tone)
        self._show_possible(slot, form)

    def _form(self, kind: DocumentKind) -> PaperForm:
        """Return the fields of a kind, made when they are shown first: most visits need none."""
        if kind not in self.forms:
            form = interview_form(self._session) if kind is INTERVIEW else sampling_form(self._session)
            self.forms[kind], self._areas[kind] = form, _scrolled(form)
            self._stack.addWidget(self._areas[kind])
        return self.forms[kind]

    def _show_possible(self, slot: Slot, form: PaperForm) -> None:
        issued = slot.issued is not None
        form.setEnabled(not issued)
        for button, shown in zip(
            self._buttons(), (slot.kind is INTERVIEW and not issued, not issued, issued, True), strict=True
        ):
            button.setVisible(shown)
        self.document.setText(_("Show the document") if issued else _("Preview and issue"))
        self.note.setText(_note(slot))
        self.note.setVisible(bool(self.note.text()))

    def take_focus(self) -> None:
        """Let the keyboard stand where one types first; in the button that begins one where there is none."""
        slot = self._slot()
        names = {INTERVIEW: "person", SAMPLING: "items"}
        target = self.new_interview if slot is None else self.forms[slot.kind].fields[names[slot.kind]]
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    # What happens

    def _begin(self, kind: DocumentKind) -> None:
        assert self._overview is not None
        self.flush()
        inspection, author = self._overview.inspection.id, self._session.officer
        begin = interviews.begin if kind is INTERVIEW else sampling.begin
        self._write(lambda store: begin(store, inspection, {}, author))

    def _write(self, operation: Operation) -> None:
        self._session.tasks.write(operation, done=self._begun)

    def _begun(self, changes: Changes) -> None:
        self._wanted = changes.main
        self._choose_wanted()

    def _do_correct(self) -> None:
        slot = self._slot()
        assert slot is not None
        record, entity, author = KINDS[OF_ONE_RECORD[slot.kind]].record, slot.about, self._session.officer
        self._write(lambda store: case_papers.correct(store, record, entity, author))

    def _ask_to_remove(self) -> None:
        self.reason.show()
        self.reason.take_focus()

    def _do_remove(self, reason: str) -> None:
        slot = self._slot()
        assert slot is not None
        if not reason.strip():
            self.reason.refuse(_("Say why it is removed."))
            return
        self.forms[slot.kind].close_record()
        record, entity, author = KINDS[OF_ONE_RECORD[slot.kind]].record, slot.about, self._session.officer
        self._session.tasks.write(
            lambda store: case_papers.remove(store, record, entity, reason, author), undo=_("Remove")
        )

    def _open_document(self) -> None:
        slot = self._slot()
        if slot is not None and self._overview is not None:
            self._session.go(Route("visit", self._overview.inspection.id, "documents", slot.about))

    def _offer_questions(self) -> None:
        """Open the menu of questions below its button; the one that is chosen stands at the end of the record."""
        if self._overview is None or not self.questions.isVisible():
            return
        field = self._form(INTERVIEW).fields["exchanged"]
        assert isinstance(field, ExchangedField)
        found = topics(self._overview.site.name or "", self._overview.review.findings)
        menu = questions_menu(found, field.ask, self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.questions.mapToGlobal(self.questions.rect().bottomLeft()))

    def flush(self) -> None:
        """Make changes of what is being typed."""
        for form in self.forms.values():
            form.flush()

    def close_records(self) -> None:
        """Make changes of what is being typed, and show no record any more."""
        for form in self.forms.values():
            form.close_record()


def _note(slot: Slot) -> str:
    """Return what is to be said of a record: that it is only read, or what it lacks."""
    if slot.issued is not None:
        return _("It was issued and stays as it is. A correction is a new record that names this one.")
    return error_text(slot.refusal) if slot.refusal is not None else ""


def _scrolled(form: PaperForm) -> QScrollArea:
    """Return a form in an area that scrolls upright only."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(form)
    return area
