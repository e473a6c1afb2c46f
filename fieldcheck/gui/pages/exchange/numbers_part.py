"""What became of the numbers: a card for each series, and the form that declares a spoiled one void."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fieldcheck.gui import texts, theme
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.fields import ChoiceField, TextField
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.gui.widgets.status_chip import StatusChip
from fieldcheck.gui.widgets.unfolding_form import UnfoldingForm
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.operations import number_report, number_wording
from fieldcheck.operations.number_report import SeriesReport
from fieldcheck.operations.numbers import SERIES_CODES
from fieldcheck.store import Changes, Reader
from fieldcheck.translation import _

HIGHEST = 99_999

Found = tuple[list[SeriesReport], dict[str, str]]


def _find(reader: Reader) -> Found:
    return number_report.report(reader), number_wording.names(reader)


class NumbersPart(QWidget):
    """The report, and the way to void a number."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.cards: list[SeriesCard] = []
        self.void = VoidForm(session)
        self.empty = theme.text_label(_("No number was granted or used yet."), "muted", wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.setSpacing(12)
        layout.addWidget(theme.text_label(_("Numbers of documents"), "heading"))
        told = _(
            "As far as documents have come here. What is missing between others was not used, or was lost on paper."
        )
        layout.addWidget(theme.text_label(told, "muted", wrap=True))
        layout.addWidget(self.void)
        layout.addWidget(self.empty)
        layout.addLayout(self._list)

    def reload(self) -> None:
        """Read the report again."""
        self._session.tasks.read(_find, self._show, owner=self)

    def _show(self, found: Found) -> None:
        reports, called = found
        for card in self.cards:
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = [SeriesCard(report, called) for report in reports]
        for card in self.cards:
            self._list.addWidget(card)
        theme.set_shown(self.empty, not reports)


class SeriesCard(QFrame):
    """One series of a year."""

    def __init__(self, found: SeriesReport, called: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.surface(self, "card")
        self.chip = StatusChip(*_chip(found))
        self.lines = theme.text_label("\n".join(number_wording.lines(found, called)), "body", wrap=True)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(theme.text_label(_title(found), "heading"))
        head.addWidget(theme.text_label(number_wording.totals(found), "muted", wrap=True), 1)
        head.addWidget(self.chip)
        layout = QVBoxLayout(self)
        theme.margins(layout, 16, 12)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.lines)


def _title(found: SeriesReport) -> str:
    kinds = {code: kind for kind, code in SERIES_CODES.items()}
    kind = kinds.get(found.series[1])
    return f"{number_wording.title(found)} {texts.document_kind(kind)}" if kind else number_wording.title(found)


def _chip(found: SeriesReport) -> tuple[str, str]:
    if found.twice:
        return (_("one number twice"), "danger")
    return (_("numbers missing"), "info") if found.gaps else ("", "neutral")


class VoidForm(UnfoldingForm):
    """Series, number and reason of a number that was spoiled on paper."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self._session = session
        series: Sequence[tuple[str, str]] = [
            (code, f"{texts.document_kind(kind)} ({code})") for kind, code in SERIES_CODES.items()
        ]
        self.code = ChoiceField(_("Series"), series, required=True)
        self.year = TextField(_("Year"), required=True)
        self.serial = TextField(_("Number"), required=True)
        self.reason = TextField(_("Reason, for example: the paper was torn before it was signed"), required=True)
        self.error = InlineError()
        self.action = theme.button(_("Declare void"), "primary")
        self.year.set_value(str(date.today().year))
        for field, highest in ((self.year, 9999), (self.serial, HIGHEST)):
            assert isinstance(field.editor, QLineEdit)
            field.editor.setValidator(QIntValidator(1, highest, field.editor))
        begin = theme.button(_("Declare a number void…"), "quiet", "ban")
        told = _("For a number that was spoiled on paper. No document will carry it; this stays written for ever.")
        fields = (_row(self.code, self.year, self.serial), self.reason, self.error)
        super().__init__(begin, told, fields, self.action, parent)
        self.action.clicked.connect(self.declare)

    def declare(self) -> None:
        """Write that the number is void."""
        code, reason, author = self.code.value(), self.reason.value(), self._session.officer
        year, serial = int(self.year.value() or 0), int(self.serial.value() or 0)
        self.error.clear()
        self.action.setEnabled(False)
        self._session.tasks.write(
            lambda store: number_report.void(store, code, year, serial, reason, author),
            done=self._done,
            failed=self._failed,
        )

    def _done(self, _changes: Changes) -> None:
        self.action.setEnabled(True)
        self.serial.set_value("")
        self.reason.set_value("")
        self.unfold(False)
        self._session.notify.emit(_("The number is void."), "success")

    def _failed(self, error: FieldCheckError) -> None:
        self.action.setEnabled(True)
        self.error.show_error(error)


def _row(*fields: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    theme.margins(row, 0)
    row.setSpacing(12)
    for field, stretch in zip(fields, (3, 1, 1), strict=True):
        row.addWidget(field, stretch)
    return holder
