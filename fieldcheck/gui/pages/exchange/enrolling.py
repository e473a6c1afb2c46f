"""Enrolment on the Exchange page: a laptop joins a bureau, a bureau takes laptops in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.pages.exchange.approving import ApproveForm
from fieldcheck.gui.pages.exchange.joining import JoinPanel
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.gui.widgets.words_view import WordsView
from fieldcheck.model.kinds import KINDS
from fieldcheck.operations import approving, drop_layout, enrolment, identity, packages, trust
from fieldcheck.operations.approving import Proposal
from fieldcheck.operations.enrolment import Offer
from fieldcheck.operations.identity import Former
from fieldcheck.operations.packages import Exported
from fieldcheck.operations.requests import SUFFIX, Asked
from fieldcheck.store import Changes, Reader, devices
from fieldcheck.translation import _


@dataclass(frozen=True, slots=True)
class Standing:
    """What a store is in the exchange: `below` a bureau, its own words and name, the request that it wrote.

    `former` is the device as which it belonged to that bureau, until it is taken in as the one that it is now.
    """

    bureau: bool
    below: bool
    words: tuple[str, ...]
    name: str
    asked: Asked | None
    former: Former | None


def standing(reader: Reader) -> Standing:
    """Return what the store is. Raises WordsMissing."""
    own = devices.own(reader)
    former = identity.former(reader)
    return Standing(
        bureau=trust.is_bureau(reader),
        below=trust.bureau_of(reader) is not None and former is None,
        words=trust.own_fingerprint(reader),
        name=own.name,
        asked=enrolment.asked(reader),
        former=former,
    )


class EnrolPanel(QWidget):
    """The card of a laptop that joins, and the card of a bureau that takes laptops in."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._found: Standing | None = None
        self.join = JoinPanel(session)
        self.admit = AdmitPanel(session)
        self.higher_button = theme.button(_("Join a higher bureau…"), "quiet")
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.setSpacing(8)
        for widget in (self.admit, self.join):
            layout.addWidget(widget)
            theme.set_shown(widget, False)
        row = QHBoxLayout()
        row.addWidget(self.higher_button)
        row.addStretch(1)
        layout.addLayout(row)
        theme.set_shown(self.higher_button, False)
        self.higher_button.clicked.connect(self._show_join)
        self.join.joined.connect(self._refresh)
        self.admit.admitted.connect(self._refresh)

    def show_standing(self, found: Standing) -> None:
        """Offer what this store can do; what a person is in the middle of stays."""
        self._found = found
        self.join.show_standing(found.words, found.name, found.asked, found.former)
        theme.set_shown(self.admit, found.bureau)
        again = found.asked is not None or found.former is not None
        waits = not found.below and (not found.bureau or again)
        theme.set_shown(self.join, waits or self.join.busy())
        theme.set_shown(self.higher_button, found.bureau and not found.below and not self.join.isVisibleTo(self))

    def _show_join(self) -> None:
        theme.set_shown(self.join, True)
        theme.set_shown(self.higher_button, False)

    def take(self, paths: Sequence[Path]) -> list[Path]:
        """Open what belongs here of the files that were dropped; return the rest."""
        requests = [path for path in paths if path.suffix == SUFFIX]
        rest = [path for path in paths if path.suffix == packages.SUFFIX]
        found = self._found
        if found is not None and found.bureau and requests:
            self.admit.open_request(requests[0])
        if found is not None and rest and not found.below and not found.bureau:
            self.join.open_answer(*rest)
            return []
        return rest

    def show_offer(self, found: Offer) -> None:
        """Show the answer of a bureau that came among other packages."""
        theme.set_shown(self.join, True)
        theme.set_shown(self.higher_button, False)
        self.join.show_offer(found)

    def _refresh(self) -> None:
        everything = frozenset((kind, "") for kind in KINDS)
        self._session.tasks.committed.emit(Changes("", everything, ()))


class AdmitPanel(QFrame):
    """A bureau opens a request, fills in the form, writes the answer, and reads out its own words.

    Signals:
        admitted: a laptop was taken in.
    """

    admitted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.surface(self, "card")
        self._session = session
        self.form: ApproveForm | None = None
        self._answers: Path | None = None
        self.title = theme.text_label("", "heading", wrap=True)
        self.text = theme.text_label("", "body", wrap=True)
        self.words = WordsView()
        self.open_button = theme.button(_("Open a request…"), "secondary", "plus")
        self.error = InlineError()
        self.open_button.clicked.connect(self._ask_request)
        row = QHBoxLayout()
        row.addWidget(self.open_button)
        row.addStretch(1)
        self._layout = QVBoxLayout(self)
        theme.margins(self._layout, 16, 12)
        self._layout.setSpacing(8)
        for widget in (self.title, self.text, self.words, self.error):
            self._layout.addWidget(widget)
        self._layout.addLayout(row)
        self._show_beginning()

    def _show_beginning(self) -> None:
        told = _(
            "A laptop, or a bureau below this one, is taken in by its request (*.fcrequest): two people compare words."
        )
        self._show(_("Take in"), told, ())

    def _show(self, title: str, text: str, shown: tuple[str, ...]) -> None:
        self.title.setText(title)
        self.text.setText(text)
        self.words.set_words(shown)
        self._show_form(False)

    def _show_form(self, shown: bool) -> None:
        if not shown and self.form is not None:
            self._layout.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        for widget in (self.title, self.text, self.open_button):
            theme.set_shown(widget, not shown)

    def _ask_request(self) -> None:
        told = _("Requests (*.fcrequest)")
        name, _used = QFileDialog.getOpenFileName(self, _("Open a request"), "", told)
        if name:
            self.open_request(Path(name))

    def open_request(self, path: Path) -> None:
        """Show who asks, and what it would be given."""
        store = self._session.store
        self._answers = drop_layout.answer_folder(path)
        self._read(lambda: approving.proposed(store.reader(), enrolment.open_request(path)))

    def open_device(self, device: str) -> None:
        """Show a device that was taken in before (its id): another area, or more numbers."""
        store = self._session.store
        self._answers = None
        self._read(lambda: approving.proposed_again(store.reader(), device))

    def _read(self, work: Callable[[], Proposal]) -> None:
        self.error.clear()
        self._session.tasks.work(work, self._show_proposal, owner=self, failed=self.error.show_error)

    def _show_proposal(self, found: Proposal) -> None:
        self._show_beginning()
        self.form = ApproveForm(self._session, found, self._answers)
        self.form.approved.connect(self._approved)
        self.form.cancelled.connect(self._show_beginning)
        self._layout.insertWidget(0, self.form)
        self._show_form(True)
        self.form.name.setFocus()

    def _approved(self, written: Exported) -> None:
        told = _("It is written: {path}. Take it there, and read out these eight words of this bureau by telephone:")
        own = trust.own_fingerprint(self._session.reader())
        self._show(_("The answer for {name}").format(name=written.name), told.format(path=written.path), own)
        self.admitted.emit()
