"""The documents of a visit: a list at the left, the pages at the right, issued and signed without leaving the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from fieldcheck.gui import preferences, theme
from fieldcheck.gui.pages.visit.address_bar import AddressBar
from fieldcheck.gui.pages.visit.confirm_bar import ConfirmBar
from fieldcheck.gui.pages.visit.document_list import STATES, Choice, DocumentList, issued_line, slot_title
from fieldcheck.gui.pages.visit.document_words import numbers_text, officer_names, problems_text
from fieldcheck.gui.pages.visit.output import DocumentOutput
from fieldcheck.gui.pages.visit.overview import Issued, Overview, Slot
from fieldcheck.gui.pages.visit.preview import Preview
from fieldcheck.gui.pages.visit.refusal import RefusalBar
from fieldcheck.gui.pages.visit.signing import SigningPanel
from fieldcheck.gui.service_panel import ServicePanel
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.field import CheckBox
from fieldcheck.gui.widgets.status_chip import StatusChip
from fieldcheck.model.document import TO_BE_SERVED, WITHOUT_NUMBER, DocumentKind
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.operations import documents
from fieldcheck.operations.document_content import WITH_PHOTOS
from fieldcheck.operations.number_wording import missed
from fieldcheck.operations.numbers import NumbersExhausted
from fieldcheck.store import Changes, Reader, Store
from fieldcheck.translation import _

LIST_WIDTH, NARROW_LIST = 300, 248
ROOM_FOR_ONE_ROW = 900


class DocumentsView(QWidget):
    """Shows an `Overview`. A draft is drawn when it comes into view; what was issued is shown from its kept bytes."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._overview: Overview | None = None
        self._correcting = False
        self._wanted = ""
        self._pages_of = ""
        self._list = DocumentList(_("Documents of this visit"))
        self._title = theme.text_label("", "heading")
        self._chip = StatusChip()
        self._issue = theme.button(_("Issue…"), "primary", "stamp")
        self._correct = theme.button(_("Correct…"), "quiet", "pen-line")
        self._save = theme.button(_("Save as…"), "secondary", "download")
        self._print = theme.button(_("Print…"), "secondary", "printer")
        self._question = ConfirmBar()
        self._address = AddressBar()
        self._refusal = RefusalBar()
        self._signing = SigningPanel(session)
        self._service = ServicePanel(session)
        self._preview = Preview(session)
        self._stamps = CheckBox(_("Photos with a stamp: time, place, officers, number"))
        self._preview.add_choice(self._stamps)
        self._output = DocumentOutput(session, self)
        self._save.setShortcut(QKeySequence.StandardKey.Save)
        self._print.setShortcut(QKeySequence.StandardKey.Print)
        for button in (self._issue, self._correct, self._save, self._print):
            button.setAutoDefault(True)
        self._build()
        self._connect()

    def _build(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addLayout(self._head())
        for bar in (self._address, self._question, self._refusal, self._signing, self._service):
            right.addWidget(bar)
        right.addWidget(self._preview, 1)
        layout = QHBoxLayout(self)
        layout.setSpacing(20)
        theme.margins(layout, 24, 16, 24, 8)
        layout.addWidget(self._list)
        layout.addLayout(right, 1)

    def _head(self) -> QBoxLayout:
        names, buttons = QHBoxLayout(), QHBoxLayout()
        names.setSpacing(8)
        buttons.setSpacing(8)
        names.addWidget(self._title)
        names.addWidget(self._chip)
        names.addStretch(1)
        buttons.addStretch(1)
        for button in (self._correct, self._save, self._print, self._issue):
            buttons.addWidget(button)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(8)
        self._row.addLayout(names, 1)
        self._row.addLayout(buttons)
        return self._row

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons below the name, and give the list less, where there is little room."""
        narrow = event.size().width() < ROOM_FOR_ONE_ROW
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)
        self._list.setFixedWidth(NARROW_LIST if narrow else LIST_WIDTH)
        super().resizeEvent(event)

    def _connect(self) -> None:
        self._list.chosen.connect(self._chosen)
        self._issue.clicked.connect(lambda: self.ask_to_issue(correct=False))
        self._correct.clicked.connect(lambda: self.ask_to_issue(correct=True))
        self._question.confirmed.connect(self._do_issue)
        self._question.cancelled.connect(lambda: self._issue.setFocus(Qt.FocusReason.OtherFocusReason))
        self._refusal.list_wanted.connect(lambda: self.choose(DocumentKind.PROBLEM_LIST))
        self._refusal.review_wanted.connect(self._open_review)
        self._refusal.exchange_wanted.connect(lambda: self._session.go(Route("exchange", part="packages")))
        self._save.clicked.connect(lambda: self._output.save(self._preview.pdf, self.file_name()))
        self._print.clicked.connect(lambda: self._output.print_document(self._preview.pdf, self.file_name()))
        self._stamps.toggled.connect(self._set_stamps)
        self._address.changed.connect(self._chosen_again)
        self._question.cancelled.connect(self._address.end_correction)
        self._output.printed.connect(self._signing.take_focus)
        self._preview.loaded.connect(self._enable)
        self._service.unfolded.connect(self._make_room)
        self._service.receipt_wanted.connect(lambda: self.choose(DocumentKind.SERVICE_RECEIPT))

    # What is shown

    def show_overview(self, overview: Overview, *, redraw: bool) -> None:
        """Draw the list and the chosen document anew; with `redraw` a draft's pages too."""
        if self._overview is None or self._overview.inspection.id != overview.inspection.id:
            # The question names a number and hazards of the visit that was shown when it was asked.
            self._question.hide()
        self._overview = overview
        self._list.show_slots(slot for slot in overview.slots if slot.offered)
        named = (slot for slot in overview.slots if self._wanted and self._wanted in (slot.about, slot.kind))
        wanted = next(named, None)
        if wanted is not None:
            self._wanted = ""
            self._list.choose(Choice(wanted.kind, about=wanted.key))
        choice = self._list.choice()
        if choice is not None:
            self._show(choice, redraw=redraw)

    def take_focus(self) -> None:
        """Let the keyboard stand in the list of documents."""
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, kind: DocumentKind, about: str = "") -> None:
        """Show the document of this kind; of several the one that is made of `about`, or goes there."""
        self._list.choose(Choice(kind, about=about))

    def want(self, about: str) -> None:
        """Show the document of this kind, or of this interview or sampling, once the visit is read."""
        self._wanted = about

    def _chosen(self, choice: Choice) -> None:
        self._question.hide()
        self._show(choice, redraw=True)

    def _show(self, choice: Choice, *, redraw: bool) -> None:
        assert self._overview is not None
        slot = self._overview.slot(choice.kind, choice.about)
        issued = self._issued(slot, choice)
        state = slot.state if issued is None else issued.state
        self._title.setText(issued_line(issued) if issued else slot_title(slot))
        word, tone = STATES[state]
        self._chip.set(_(word), tone)
        self._address.show_slot(self._overview, slot, issued)
        self._show_bars(slot, issued)
        self._show_stamps(slot, issued)
        self._show_pages(slot, issued, redraw=redraw)
        self._enable()

    def _issued(self, slot: Slot, choice: Choice) -> Issued | None:
        if choice.earlier:
            return next((one for one in slot.earlier if one.document.id == choice.earlier), None)
        return slot.issued

    def _show_bars(self, slot: Slot, issued: Issued | None) -> None:
        assert self._overview is not None
        if issued is not None:
            self._refusal.show_changed(issued.changed, gaps=len(slot.blocking), gone=slot.gone)
            if issued.changed and isinstance(slot.refusal, NumbersExhausted):
                # A correction takes a number of its own.
                self._refusal.show_refusal(slot.refusal, offer_list=False)
            visit = self._overview.inspection
            who = replace(visit, site_manager=slot.signer) if slot.signer is not None else visit
            self._signing.show_document(issued, who, officer_names(self._overview))
            self._show_service(issued)
            return
        self._signing.show_nothing()
        self._service.show_nothing()
        if slot.refusal is not None:
            can_list = slot.kind is DocumentKind.RECTIFICATION_ORDER and self._can_list()
            self._refusal.show_refusal(slot.refusal, offer_list=can_list)
        elif slot.few_numbers and not slot.blocking:
            self._refusal.show_few_numbers(slot.numbers_left or 0)
        else:
            self._refusal.show_gaps(len(slot.blocking))

    def _show_service(self, issued: Issued) -> None:
        if issued.document.kind in TO_BE_SERVED:
            self._service.show_document(issued.document.id)
        else:
            self._service.show_nothing()
        self._make_room(self._service.is_open())

    def _make_room(self, service: bool) -> None:
        """Hide what else was asked while the form of the service is filled in."""
        if service:
            self._question.hide()
        _slot, issued = self._current()
        self._signing.setVisible(issued is not None and not service)

    def _show_stamps(self, slot: Slot, issued: Issued | None) -> None:
        """Offer stamps where a draft prints photos; a correction is printed as the draft before it would be."""
        assert self._overview is not None
        drawn = slot.kind in WITH_PHOTOS and slot.refusal is None and issued is None
        theme.set_shown(self._stamps, drawn and bool(self._overview.photos))
        with QSignalBlocker(self._stamps):
            self._stamps.setChecked(preferences.load().photo_stamps)

    def _set_stamps(self, shown: bool) -> None:
        """Draw the photos with or without stamps, here and where photos are looked at."""
        preferences.save(photo_stamps=shown)
        self._chosen_again()

    def _chosen_again(self) -> None:
        """Draw the draft anew, with what was chosen for it."""
        choice = self._list.choice()
        if choice is not None:
            self._show(choice, redraw=True)

    def _can_list(self) -> bool:
        assert self._overview is not None
        slot = self._overview.slot(DocumentKind.PROBLEM_LIST)
        return slot.issued is not None or slot.refusal is None

    def _show_pages(self, slot: Slot, issued: Issued | None, *, redraw: bool) -> None:
        if issued is not None:
            document = issued.document.id
            self._read(document, lambda reader: documents.pdf(reader, document))
        elif slot.refusal is not None:
            self._pages_of = ""
            self._preview.say(_("There is nothing to show."))
        elif redraw:
            self._pages_of = ""
            self._draw_draft(slot)

    def _draw_draft(self, slot: Slot) -> None:
        assert self._overview is not None
        inspection, kind, about = self._overview.inspection.id, slot.kind, slot.about
        stamped, addressed = self._stamps.isChecked(), self._address.addressed(slot, None)
        self._preview.show_document(
            lambda reader: documents.preview(
                reader, inspection, kind, stamped=stamped, about=about, addressed=addressed
            )
        )

    def _read(self, document: str, read: Callable[[Reader], bytes]) -> None:
        """Show kept bytes once: what was issued never changes."""
        if self._pages_of != document:
            self._pages_of = document
            self._preview.show_document(read)

    def _enable(self) -> None:
        slot, issued = self._current()
        if slot is None or self._overview is None:
            return
        there = bool(self._preview.pdf)
        superseded = issued is not None and issued.superseded
        ready = slot.refusal is None and not slot.blocking
        self._issue.setVisible(issued is None and slot.refusal is None)
        self._issue.setEnabled(ready)
        # An interview or a sampling is corrected where it is written.
        self._correct.setVisible(issued is not None and not superseded and not slot.about)
        self._correct.setEnabled(ready)
        possible = issued is not None or slot.refusal is None
        for button in (self._save, self._print):
            button.setVisible(possible)
        self._save.setEnabled(there)
        self._print.setEnabled(there and self._output.can_print())
        wanted = issued is not None and not issued.signings and not superseded
        theme.set_kind(self._print, "primary" if wanted else "secondary")

    def _current(self) -> tuple[Slot | None, Issued | None]:
        choice = self._list.choice()
        if choice is None or self._overview is None:
            return None, None
        slot = self._overview.slot(choice.kind, choice.about)
        return slot, self._issued(slot, choice)

    def file_name(self) -> str:
        """Return the name that a saved file is offered: number or kind, and the site."""
        slot, issued = self._current()
        if slot is None or self._overview is None:
            return ""
        what = slot_title(slot)
        if issued is not None and issued.document.number is not None:
            what = issued_line(issued)
        elif issued is None:
            what = f"{what} {_('draft')}"
        return f"{what} {self._overview.site.name or ''}.pdf".replace("/", "-")

    # What happens

    def ask_to_issue(self, *, correct: bool) -> None:
        """Ask once, in the page, whether to issue (or correct) the chosen document."""
        slot, issued = self._current()
        if slot is None:
            return
        self._correcting = correct
        if correct and issued is not None:
            self._address.begin_correction(slot, issued)
        text = _("The number will be {number}. What is issued cannot be changed afterwards.")
        if slot.kind in WITHOUT_NUMBER:
            text = _("It has no number. What is issued cannot be changed afterwards.")
        elif correct:
            text = _("A new document {number} will be issued that names the old one. The old one stays as it is.")
        told = text.format(number=slot.next_number or "—")
        parts = (told, missed(slot.missed_serial), problems_text(slot), numbers_text(slot))
        self._question.ask(
            " ".join(part for part in parts if part), _("Issue the correction") if correct else _("Issue")
        )

    def confirm(self) -> None:
        """Answer the question with yes."""
        self._question.confirm()

    def _do_issue(self) -> None:
        slot, issued = self._current()
        if slot is None or self._overview is None:
            return
        inspection, author = self._overview.inspection.id, self._session.officer
        kind, correct, stamped, about = slot.kind, self._correcting, self._stamps.isChecked(), slot.about
        addressed = self._address.addressed(slot, issued)

        def operation(store: Store) -> Changes:
            return documents.issue(
                store, inspection, kind, author, correct=correct, stamped=stamped, about=about, addressed=addressed
            )

        self._issue.setEnabled(False)
        self._correct.setEnabled(False)
        self._session.tasks.write(operation, done=self._issued_now, failed=self._not_issued, heavy=True)

    def _issued_now(self, changes: Changes) -> None:
        self._session.notify.emit(_("The document is issued. Print it and have it signed."), "success")
        self._print.setFocus(Qt.FocusReason.OtherFocusReason)

    def _not_issued(self, error: FieldCheckError) -> None:
        self._refusal.show_refusal(error, offer_list=self._can_list())
        self._enable()

    def _open_review(self) -> None:
        assert self._overview is not None
        self._session.go(Route("visit", self._overview.inspection.id, "review"))

    def buttons(self) -> dict[str, QPushButton]:
        """Return the buttons of the document by name: issue, correct, save, print."""
        return {"issue": self._issue, "correct": self._correct, "save": self._save, "print": self._print}

    def stamps(self) -> CheckBox:
        """Return the box that draws stamps on the photos."""
        return self._stamps

    def preview(self) -> Preview:
        """Return the pages."""
        return self._preview

    def refusal(self) -> RefusalBar:
        """Return the bar that says why a document cannot be issued."""
        return self._refusal

    def address(self) -> AddressBar:
        """Return the bar in which recipient and last day for an answer are chosen."""
        return self._address

    def question(self) -> ConfirmBar:
        """Return the bar that asks before issuing."""
        return self._question

    def service(self) -> ServicePanel:
        """Return the panel that records how the document was served."""
        return self._service

    def signing(self) -> SigningPanel:
        """Return the panel that records what the unit did with the paper."""
        return self._signing
