"""Whom a slip goes to, and by when it or a problem list asks for an answer: chosen beside the draft."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.pages.visit.overview import Issued, Overview, Slot
from fieldcheck.gui.widgets.fields import DateField, TextField
from fieldcheck.model.document import DocumentKind
from fieldcheck.model.sectors import SECTORS
from fieldcheck.operations.addressing import AS_PROPOSED, ASKING, Addressed
from fieldcheck.translation import _


class AddressBar(QFrame):
    """Shown beside a draft, and while an issued document is corrected; what a letter goes to follows from its row.

    Signals:
        changed: another recipient or day was chosen for the draft.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.recipient = TextField(_("Goes to"))
        self.reply_by = DateField(_("Asks for an answer by"))
        self._of: tuple[str, DocumentKind] | None = None
        self._proposed = ""
        self._correcting = False
        for field in (self.recipient, self.reply_by):
            field.left.connect(lambda _value: self._tell())
        row = QHBoxLayout(self)
        theme.margins(row, 0)
        row.setSpacing(12)
        row.addWidget(self.recipient, 2, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.reply_by, 1, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        theme.set_shown(self, False)

    def _tell(self) -> None:
        day = self.reply_by.value()
        self.reply_by.set_error(_("This day has passed.") if day is not None and day < date.today() else "")
        if not self._correcting and not self.reply_by.error():
            self.changed.emit()

    def show_slot(self, overview: Overview, slot: Slot, issued: Issued | None) -> None:
        """Show what is chosen for a draft; what was chosen stays while the same draft is in view."""
        self._correcting = False
        theme.set_shown(self, slot.kind in ASKING and slot.refusal is None and issued is None)
        theme.set_shown(self.recipient, slot.kind is DocumentKind.ASSIGNMENT_SLIP)
        self.recipient.set_suggestions(_suggested(overview))
        of = (overview.inspection.id, slot.kind)
        if issued is not None or of != self._of:
            self._fill(slot.proposed)
        elif self.recipient.value() == self._proposed:
            self.recipient.set_value(slot.proposed.recipient)
        self._of, self._proposed = (of if issued is None else None), slot.proposed.recipient

    def begin_correction(self, slot: Slot, issued: Issued) -> None:
        """Offer what was chosen for the document that is corrected."""
        if slot.kind in ASKING:
            self._correcting = True
            self._fill(issued.addressed)
            theme.set_shown(self, True)

    def end_correction(self) -> None:
        """Offer nothing any more: the correction was given up."""
        if self._correcting:
            self._correcting = False
            theme.set_shown(self, False)

    def _fill(self, chosen: Addressed) -> None:
        self.recipient.set_value(chosen.recipient)
        self.reply_by.set_value(chosen.reply_by)

    def addressed(self, slot: Slot, issued: Issued | None) -> Addressed:
        """Return what is chosen for the document that is drawn or issued now."""
        if slot.kind is DocumentKind.TRANSFER_LETTER:
            return issued.addressed if issued is not None else slot.proposed
        if slot.kind not in ASKING:
            return AS_PROPOSED
        recipient = self.recipient.value() if slot.kind is DocumentKind.ASSIGNMENT_SLIP else ""
        return Addressed(recipient, self.reply_by.value())


def _suggested(overview: Overview) -> list[str]:
    names = [overview.site.town or "", *(sector.authority_zh for sector in SECTORS)]
    return [name for name in dict.fromkeys(names) if name]
