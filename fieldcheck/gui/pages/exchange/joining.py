"""Joining a bureau from the window: the request, the wait, the bureau's words, and all that came with its answer.

A laptop joins its bureau, and a bureau the one above it, by the same steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fieldcheck.gui import texts, theme
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.fields import TextField
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.gui.widgets.words_view import WordsView
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.values import Role
from fieldcheck.operations import enrolment, identity, trust, wording
from fieldcheck.operations.enrolment import Offer
from fieldcheck.operations.identity import Former
from fieldcheck.operations.requests import SUFFIX, Asked
from fieldcheck.store import Store
from fieldcheck.store.arrival import Counts
from fieldcheck.translation import _


class JoinPanel(QFrame):
    """One card that says where the joining stands and what to do next.

    Signals:
        joined: the bureau's answer was taken in.
    """

    joined = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.surface(self, "card")
        self._session = session
        self._bureau = trust.is_bureau(session.reader())
        self._own: tuple[str, ...] = ()
        self._asked: Asked | None = None
        self._finished = False
        self.offered: Offer | None = None
        self.title = theme.text_label("", "heading", wrap=True)
        self.text = theme.text_label("", "body", wrap=True)
        self.words = WordsView()
        self.name = TextField(_("Name of the bureau") if self._bureau else _("Name of the laptop"), required=True)
        self.request_button = theme.button(_("Write the request…"), "primary", "upload")
        self.answer_button = theme.button(_("Open the bureau's answer…"), "secondary", "download")
        self.accept_button = theme.button(_("The words are the same: join"), "primary")
        self.refuse_button = theme.button(_("They are not the same"), "secondary")
        self.close_button = theme.button(_("Close"), "secondary")
        self.error = InlineError()
        self._connect()
        self._build()

    def _connect(self) -> None:
        self.request_button.clicked.connect(self._ask_request)
        self.answer_button.clicked.connect(self._ask_answer)
        self.accept_button.clicked.connect(self.accept)
        self.refuse_button.clicked.connect(self.refuse)
        self.close_button.clicked.connect(self._close)
        self.name.typing.connect(lambda _value: self.name.set_error(""))

    def _build(self) -> None:
        self._buttons = (
            self.accept_button,
            self.refuse_button,
            self.answer_button,
            self.request_button,
            self.close_button,
        )
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        for button in self._buttons:
            self._row.addWidget(button)
        self._row.addStretch(1)
        layout = QVBoxLayout(self)
        theme.margins(layout, 16, 12)
        layout.setSpacing(8)
        for widget in (self.title, self.text, self.words, self.name, self.error):
            layout.addWidget(widget)
        layout.addLayout(self._row)

    def busy(self) -> bool:
        """Return whether the person is in the middle of something that must stay in view."""
        return self.offered is not None or self._finished

    def show_standing(self, own: tuple[str, ...], name: str, asked: Asked | None, former: Former | None = None) -> None:
        """Show the request that was written, or how to write one, and why again."""
        if self.busy():
            return
        self._own, self._asked = own, asked
        if not self.name.value():
            self.name.set_value(asked.name if asked is not None else name)
        if asked is None:
            title, told = _again(former) if former is not None else _to_join(bureau=self._bureau)
            self._show(title, told, own, self.request_button, self.answer_button, name=True)
        else:
            self._show(
                _("Waiting for the bureau's answer"), self._waiting(asked), own, self.answer_button, self.request_button
            )

    def _waiting(self, asked: Asked) -> str:
        lines = (
            _("The request of {name} was written {moment}: {path}"),
            _("Take it to the bureau and read it these eight words by telephone."),
            _("Then open the bureau's answer here, or drop it on this page. Until then work goes on as before."),
        )
        return "\n".join(lines).format(name=asked.name, moment=wording.wall_clock(asked.at), path=asked.path)

    def _show(self, title: str, text: str, shown: tuple[str, ...], *buttons: QWidget, name: bool = False) -> None:
        self.title.setText(title)
        self.text.setText(text)
        self.words.set_words(shown)
        theme.set_shown(self.name, name)
        self.error.clear()
        for button in self._buttons:
            theme.set_shown(button, button in buttons)
        for position, offered in enumerate(buttons):
            self._row.insertWidget(position, offered)
        waits = self._asked is not None
        theme.set_kind(self.answer_button, "primary" if waits else "secondary")
        theme.set_kind(self.request_button, "secondary" if waits else "primary")

    def _ask_request(self) -> None:
        if not self.name.value():
            self.name.set_error(_("Fill this in."))
            self.name.setFocus()
            return
        proposed = str(Path.home() / f"{self.name.value()}{SUFFIX}")
        told = _("Requests (*.fcrequest)")
        name, _used = QFileDialog.getSaveFileName(self, _("Save the request"), proposed, told)
        if name:
            self.write_request(Path(name))

    def write_request(self, path: Path) -> None:
        """Write this laptop's request."""
        store, name = self._session.store, self.name.value()
        self.error.clear()

        def work() -> Asked | None:
            enrolment.write_request(store, name, path)
            return enrolment.asked(store.reader())

        def done(asked: Asked | None) -> None:
            self._session.notify.emit(_("Wrote {path}.").format(path=path), "success")
            self.show_standing(self._own, name, asked)

        self._session.tasks.work(work, done, owner=self, failed=self.error.show_error)

    def _ask_answer(self) -> None:
        told = _("FieldCheck packages (*.fcpkg)")
        name, _used = QFileDialog.getOpenFileName(self, _("Open the bureau's answer"), "", told)
        if name:
            self.open_answer(Path(name))

    def open_answer(self, *paths: Path) -> None:
        """Show whose answer it is, what it gives, and the bureau's words; of several files, the first that is one."""
        store = self._session.store
        self.error.clear()
        self._session.tasks.work(
            lambda: _first_offer(store, paths), self.show_offer, owner=self, failed=self.error.show_error
        )

    def show_offer(self, found: Offer) -> None:
        """Show an answer that was opened."""
        self.offered = found
        taken = (
            _("It takes this bureau in as {name}.")
            if self._bureau
            else _("It takes this laptop in as {name} ({role}).")
        )
        lines = (
            taken.format(name=found.name, role=texts.role(found.role)),
            area(found),
            _("Let the bureau read its eight words to you by telephone. Join only where all are the same:"),
        )
        title = _("The answer of {bureau}").format(bureau=found.bureau)
        self._show(title, "\n".join(lines), found.words, self.accept_button, self.refuse_button)
        self.accept_button.setFocus()

    def refuse(self) -> None:
        """Take nothing of an answer whose words are others."""
        found, self.offered = self.offered, None
        self.show_standing(self._own, self.name.value(), self._asked)
        if found is not None:
            told = _(
                "{path} was not opened: whoever wrote it is not your bureau. Ask the bureau for its answer on another "
                "way, and tell it what happened."
            )
            self.error.show_error(told.format(path=found.path.name))

    def accept(self) -> None:
        """Trust the bureau whose words were compared, and take in what its answer brings."""
        store, found = self._session.store, self.offered
        if found is None:
            return
        self._let_choose(False)
        self._session.tasks.work(
            lambda: enrolment.accept(store, found.path, found.words),
            lambda counts: self._accepted(found, counts),
            owner=self,
            failed=self._failed,
        )

    def _accepted(self, found: Offer, counts: Counts) -> None:
        self._let_choose(True)
        self.offered, self._finished = None, True
        told = _("This bureau now belongs to {bureau}.") if self._bureau else _("This laptop now belongs to {bureau}.")
        title = told.format(bureau=found.bureau)
        self._show(title, arrived(counts), (), self.close_button)
        self._session.notify.emit(title, "success")
        self.joined.emit()

    def _failed(self, error: FieldCheckError) -> None:
        self._let_choose(True)
        self.error.show_error(error)

    def _let_choose(self, allowed: bool) -> None:
        self.accept_button.setEnabled(allowed)
        self.refuse_button.setEnabled(allowed)

    def _close(self) -> None:
        self._finished = False
        self.hide()


def _first_offer(store: Store, paths: Sequence[Path]) -> Offer:
    """Return the first of these files that is an answer; raise what is wrong with the last where none is."""
    for path in paths[:-1]:
        try:
            return enrolment.offer(store, path)
        except FieldCheckError:
            # Another file of the same stick; what matters is whether one of them is the answer.
            continue
    return enrolment.offer(store, paths[-1])


def _to_join(*, bureau: bool) -> tuple[str, str]:
    """Return title and text of a store that belongs to nobody."""
    if bureau:
        return _("Join a higher bureau"), _(
            "The bureau above takes this one in: what is recorded here goes to it, and what it decides comes back. "
            "Write the request, take it there, and read out these eight words by telephone."
        )
    return _("Join a bureau"), _(
        "The bureau takes this laptop in: it sends numbers, forms and register, and what is recorded here goes "
        "to it. Write the request, take it to the bureau, and read it these eight words by telephone."
    )


def _again(former: Former) -> tuple[str, str]:
    """Return title and text of a store that belongs to a bureau no more as the device that it is now."""
    told = _(
        "{reason} So that nothing is written twice under one name, it writes as another device from now on. Nothing "
        "that was typed is lost: it goes to the bureau once this store was taken in again. Write the request, take it "
        "to the bureau, and read it these eight words by telephone."
    )
    return _("This store must be taken in again"), told.format(reason=_(identity.REASONS[former.reason]))


def area(found: Offer) -> str:
    """Return the area of a laptop in words."""
    if found.role == Role.ENTERPRISE:
        return _("It sends what it serves on this enterprise, and takes self-checks and replies.")
    return _("Area: {towns}; {sectors}").format(
        towns=_(", ").join(found.towns) or _("all towns"),
        sectors=_(", ").join(map(texts.sector, found.sectors)) or _("all sectors"),
    )


def arrived(counts: Counts) -> str:
    """Return all that came with an answer, one kind a line."""
    came = {**counts.records, "file": counts.blobs}
    kinds = ((_(name), came.get(kind, 0)) for kind, name in wording.KINDS.items())
    lines = [_("{kind}: {count}").format(kind=name, count=count) for name, count in kinds if count]
    return "\n".join([_("With its answer came:"), *lines] if lines else [_("Nothing else came with its answer.")])
