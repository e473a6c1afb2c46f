"""The documents that a visit may end in, as a list with the state of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from fieldcheck.gui import texts, theme
from fieldcheck.gui.pages.visit.overview import DocumentState, Issued, Slot
from fieldcheck.gui.widgets.elided_label import ElidedLabel
from fieldcheck.gui.widgets.status_chip import StatusChip
from fieldcheck.model.document import WITHOUT_NUMBER, DocumentKind
from fieldcheck.translation import N_, _

STATES = {
    DocumentState.NOT_ALLOWED: (N_("not possible"), "danger"),
    DocumentState.EMPTY: (N_("nothing to name"), "neutral"),
    DocumentState.DRAFT: (N_("draft"), "info"),
    DocumentState.ISSUED: (N_("issued"), "warning"),
    DocumentState.SIGNED: (N_("signed"), "success"),
    DocumentState.SERVED: (N_("served"), "success"),
    DocumentState.REFUSED: (N_("refused"), "danger"),
    DocumentState.SUPERSEDED: (N_("superseded"), "neutral"),
}
ROW_HEIGHT = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """One row: the draft or the standing document of a kind (`earlier` is empty), or one that was superseded.

    `about` is the interview or sampling that it is made of, or the authority that it goes to.
    """

    kind: DocumentKind
    earlier: str = ""
    about: str = ""


def state_chip(state: DocumentState) -> StatusChip:
    """Return the chip of a state."""
    word, tone = STATES[state]
    return StatusChip(_(word), tone)


class DocumentList(QListWidget):
    """A row for each kind of document, and one for each document that a correction replaced."""

    chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._choices: list[Choice] = []
        self.currentRowChanged.connect(self._tell)

    def show_slots(self, slots: Iterable[Slot]) -> None:
        """Draw the rows anew; the same one stays chosen."""
        before = self.choice()
        self.blockSignals(True)
        self.clear()
        self._choices = []
        for slot in slots:
            self._add(Choice(slot.kind, about=slot.key), slot_title(slot), slot_line(slot), slot.state)
            for earlier in slot.earlier:
                choice = Choice(slot.kind, earlier.document.id, slot.key)
                self._add(choice, slot_title(slot), issued_line(earlier), earlier.state)
        self.setCurrentRow(self._choices.index(before) if before in self._choices else 0)
        self.blockSignals(False)

    def _add(self, choice: Choice, title: str, line: str, state: DocumentState) -> None:
        self._choices.append(choice)
        item = QListWidgetItem()
        item.setSizeHint(QSize(0, ROW_HEIGHT))
        item.setToolTip(title)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{title} {line} {_(STATES[state][0])}")
        self.addItem(item)
        self.setItemWidget(item, _row(title, line, state))

    def choice(self) -> Choice | None:
        """Return the chosen row, or None."""
        row = self.currentRow()
        return self._choices[row] if 0 <= row < len(self._choices) else None

    def choose(self, choice: Choice) -> None:
        """Choose a row that is there; where `about` is not said, the first of its kind."""
        of_kind = [one for one in self._choices if one.kind is choice.kind and not (choice.about or choice.earlier)]
        wanted = choice if choice in self._choices else next(iter(of_kind), None)
        if wanted is not None:
            self.setCurrentRow(self._choices.index(wanted))

    def _tell(self) -> None:
        choice = self.choice()
        if choice is not None:
            self.chosen.emit(choice)


def _row(title: str, line: str, state: DocumentState) -> QWidget:
    row = QWidget()
    row.setProperty("plain", "true")
    row.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    head = QHBoxLayout()
    head.addWidget(ElidedLabel(title, "label"), 1)
    head.addWidget(state_chip(state))
    layout = QVBoxLayout(row)
    layout.setSpacing(0)
    theme.margins(layout, 12, 6)
    layout.addStretch(1)
    layout.addLayout(head)
    if line:
        layout.addWidget(theme.text_label(line, "caption"))
    layout.addStretch(1)
    return row


def slot_title(slot: Slot) -> str:
    """Return the kind of document, and whose it is where a visit has several."""
    return " · ".join(part for part in (texts.document_kind(slot.kind), slot.title) if part)


def slot_line(slot: Slot) -> str:
    """Return the number of the document that stands, or which number comes next."""
    if slot.issued is not None:
        return issued_line(slot.issued)
    if slot.refusal is not None or slot.kind in WITHOUT_NUMBER:
        return ""
    return _("next number: {number}").format(number=slot.next_number)


def issued_line(issued: Issued) -> str:
    """Return the number of an issued document, or its day where its kind has none."""
    document = issued.document
    if document.kind in WITHOUT_NUMBER:
        return f"{texts.document_kind(document.kind)} {texts.day(str(document.issued_on or ''))}"
    return str(document.number or _("without a number"))
