"""The shared folder on the Exchange page and in Settings: which one, whether it is there, what moved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from fieldcheck.gui import texts, theme
from fieldcheck.gui.session import Session
from fieldcheck.gui.shared_folder import SharedState
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.gui.widgets.progress_panel import ProgressPanel
from fieldcheck.gui.widgets.status_chip import StatusChip
from fieldcheck.operations.drop_folder import Applicant, Synced
from fieldcheck.operations.enrolment import Offer
from fieldcheck.operations.packages import Outgoing
from fieldcheck.operations.verdicts import Outcome, Step
from fieldcheck.translation import _, error_text, ngettext


class SharedFolderPanel(QFrame):
    """What the session's shared folder does.

    Signals:
        request_opened: the path of a laptop's request that the person wants to look at.
        answer_opened: the path of the bureau's answer.
    """

    request_opened = Signal(object)
    answer_opened = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.surface(self, "card")
        self._shared = session.shared
        self._waiting = ""
        self.ask_buttons: list[QPushButton] = []
        self._asking: tuple[Applicant | Offer, ...] = ()
        self.chip = StatusChip("", "neutral")
        self.place = theme.text_label("", "body", wrap=True)
        self.summary = theme.text_label("", "muted", wrap=True)
        self.moved = theme.text_label("", "muted", wrap=True)
        self.error = InlineError()
        self.progress = ProgressPanel()
        self.move_button = theme.button(_("Move packages now"), "secondary", "refresh-cw")
        self.choose_button = theme.button(_("Choose a folder…"), "secondary", "folder-open")
        self.forget_button = theme.button(_("Use no folder"), "quiet")
        self._build()
        self._connect()
        self._show()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(theme.text_label(_("Shared folder"), "heading"))
        head.addWidget(self.chip)
        head.addStretch(1)
        for button in (self.forget_button, self.choose_button, self.move_button):
            head.addWidget(button)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        layout = QVBoxLayout(self)
        theme.margins(layout, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(head)
        for widget in (self.place, self.summary, self.moved, self.progress, self.error):
            layout.addWidget(widget)
        layout.addLayout(self._rows)

    def _connect(self) -> None:
        self.move_button.clicked.connect(self._shared.visit)
        self.choose_button.clicked.connect(self._ask_folder)
        self.forget_button.clicked.connect(lambda: self._shared.choose(None))
        self.progress.cancelled.connect(self._shared.stop)
        self._shared.changed.connect(self._show)
        self._shared.stepped.connect(self._show_step)

    def _ask_folder(self) -> None:
        begin = str(self._shared.state.folder or "")
        name = QFileDialog.getExistingDirectory(self, _("Shared folder"), begin)
        if name:
            self._shared.choose(Path(name))

    def show_outgoing(self, found: Sequence[Outgoing]) -> None:
        """Say beside the folder what waits, and when the last receipt came."""
        self._waiting = _waiting(found)
        self._show()

    def _show(self) -> None:
        state = self._shared.state
        self.place.setText(str(state.folder) if state.folder is not None else _nothing_chosen())
        self.chip.set(*_status(state))
        self._line(self.summary, _summary(self._waiting, state))
        self._line(self.moved, _moved(state.done) if state.done is not None else "")
        self._show_errors(state)
        theme.set_shown(self.forget_button, state.folder is not None)
        theme.set_shown(self.move_button, state.folder is not None)
        self.move_button.setEnabled(not state.busy)
        if not state.busy:
            self.progress.finish()
        self._show_asking(state.done)

    def _line(self, label: QLabel, text: str) -> None:
        label.setText(text)
        theme.set_shown(label, bool(text))

    def _show_errors(self, state: SharedState) -> None:
        told = _told(state)
        if told:
            self.error.show_error("\n".join(told))
        else:
            self.error.clear()

    def _show_step(self, step: Step) -> None:
        if not self.progress.isVisibleTo(self):
            self.progress.start(_("Moving packages"))
        told = _("{name}, package {number} of {total}")
        label = told.format(name=step.path.name, number=step.number, total=step.total)
        self.progress.report(step.done * 1000 // max(1, step.size), 1000, label)

    def _show_asking(self, done: Synced | None) -> None:
        asking: tuple[Applicant | Offer, ...] = () if done is None else (*done.requests, *done.answers)
        if asking == self._asking:
            # Whoever stands on one of the buttons stays there.
            return
        self._asking = asking
        for button in self.ask_buttons:
            row = button.parentWidget()
            assert row is not None, "a button stands in its row"
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.ask_buttons = []
        for asked in done.requests if done is not None else ():
            told = _("{name} asks to be taken in.").format(name=asked.request.name)
            self._row(told, _("Compare the words…"), partial(self.request_opened.emit, asked.path))
        for offer in done.answers if done is not None else ():
            told = _("{bureau} answered the request.").format(bureau=offer.bureau)
            self._row(told, _("Compare the words…"), partial(self.answer_opened.emit, offer.path))

    def _row(self, text: str, action: str, open_it: Callable[[], object]) -> None:
        row = QWidget()
        layout = QHBoxLayout(row)
        theme.margins(layout, 0)
        layout.addWidget(theme.text_label(text, "body", wrap=True), 1)
        button = theme.button(action, "secondary", "key-round")
        button.setAccessibleName(f"{text} {action}")
        button.clicked.connect(open_it)
        layout.addWidget(button)
        self._rows.addWidget(row)
        self.ask_buttons.append(button)


def _nothing_chosen() -> str:
    return _(
        "No folder is chosen. A folder that laptops and bureau reach (a file share, a synced folder, a stick) carries "
        "packages by itself: what waits is written, what arrives is imported."
    )


def _status(state: SharedState) -> tuple[str, str]:
    """Return the word of the chip and its tone; no word before the first visit."""
    if state.busy:
        return _("being visited"), "info"
    if state.contact is None:
        return "", "neutral"
    return (_("reachable"), "success") if state.contact.reachable else (_("not reachable"), "warning")


def _waiting(found: Sequence[Outgoing]) -> str:
    """Return "12 changes not yet sent · last receipt Friday 16:20"."""
    changes = max((one.changes for one in found), default=0)
    receipts = [one.receipt_at for one in found if one.receipt_at]
    told = [_("everything sent")]
    if changes:
        counted = ngettext("{count} change not yet sent", "{count} changes not yet sent", changes)
        told = [counted.format(count=f"{changes:,}")]
    if receipts:
        told.append(_("last receipt {moment}").format(moment=texts.lately(max(receipts))))
    return "  ·  ".join(told) if found else ""


def _summary(waiting: str, state: SharedState) -> str:
    parts = [waiting] if waiting else []
    if state.contact is not None and not state.contact.reachable:
        parts.append(_("folder not reachable since {moment}").format(moment=texts.lately(state.contact.since)))
    if state.done is not None and state.done.request is not None and not state.done.answers:
        parts.append(_("the request waits for the bureau"))
    return "  ·  ".join(parts)


def _moved(done: Synced) -> str:
    """Return what the last visit did."""
    if not done.moved:
        return ""
    parts = []
    if done.written:
        parts.append(ngettext("{count} package written", "{count} packages written", len(done.written)))
        parts[-1] = parts[-1].format(count=len(done.written))
    if done.arrived:
        told = ngettext("{count} package imported", "{count} packages imported", done.arrived)
        parts.append(told.format(count=done.arrived))
    waits = sum(verdict.outcome is Outcome.WAITING for verdict in done.verdicts)
    if waits:
        told = ngettext("{count} package waits for an earlier one", "{count} packages wait for an earlier one", waits)
        parts.append(told.format(count=waits))
    half = len(done.incomplete)
    if half:
        told = ngettext("{count} package is still being copied", "{count} packages are still being copied", half)
        parts.append(told.format(count=half))
    return _(", ").join(parts) if parts else _("Nothing new in the folder.")


def _told(state: SharedState) -> list[str]:
    """Return what went wrong, in the person's language."""
    found = [] if state.error is None else [error_text(state.error)]
    if state.done is not None:
        refused = [one.error for one in state.done.verdicts if one.outcome is Outcome.REFUSED]
        found += [error_text(error) for error in (*refused, *state.done.errors) if error is not None]
    return found
