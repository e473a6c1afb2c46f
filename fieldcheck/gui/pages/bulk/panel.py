"""Beside the list, once several hazards are picked: what can be done with how many, one form for all, the verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.life_words import ACTIONS
from fieldcheck.gui.pages.bulk.forms import ManyForm, form_of
from fieldcheck.gui.pages.bulk.work import Work
from fieldcheck.gui.pages.list_page import button_row
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.detail_panel import DetailPanel
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.gui.widgets.progress_panel import ProgressPanel
from fieldcheck.model.authority import visit_kinds
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.possible import Action, of_role
from fieldcheck.model.values import VisitKind
from fieldcheck.operations import inspections
from fieldcheck.operations.bulk_steps import Choice, Outcome, Preview
from fieldcheck.operations.edits import FieldNeeded
from fieldcheck.operations.hazards import NotPossible
from fieldcheck.operations.steps import StepIncomplete
from fieldcheck.store import devices
from fieldcheck.translation import _, error_text, ngettext

LOOK_AFTER = 150
"""Milliseconds after the last row was picked before all of them are looked at."""


class BulkPanel(QWidget):
    """Shows the choices, the form that is filled in, or the verdict. What was typed stays while other rows are picked.

    Signals:
        all_wanted, ledger_wanted: every row shall be picked; the ledger of those that are.
        only_wanted: the ids of the rows that shall be picked alone.
        finished: the verdict was read, or the form put away.
    """

    all_wanted = Signal()
    only_wanted = Signal(object)
    ledger_wanted = Signal()
    finished = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("plain", "true")
        self._session = session
        self.panel = DetailPanel()
        self.progress = ProgressPanel()
        self.work = Work(session, self)
        self._ids: list[str] = []
        self._total = 0
        self._action = Action.CLOSE
        self.preview: Preview | None = None
        self.form: ManyForm | None = None
        self.outcome: Outcome | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LOOK_AFTER)
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.setSpacing(12)
        layout.addWidget(self.panel, 1)
        layout.addWidget(self.progress)
        self._connect()

    def _connect(self) -> None:
        self._timer.timeout.connect(lambda: self.work.look(self._ids))
        self.work.previewed.connect(self._previewed)
        self.work.recorded.connect(self._recorded)
        self.work.failed.connect(self._failed)
        self.work.stepped.connect(self._stepped)
        self.progress.cancelled.connect(self.work.stop)

    @property
    def held(self) -> bool:
        """Return whether it is shown whatever is picked: a step is being recorded, or its verdict was not read yet."""
        return self.work.busy or self.outcome is not None

    def show_picked(self, ids: Sequence[str], total: int) -> None:
        """Say what can be done with these hazards of the `total` in the list."""
        self._ids, self._total = list(ids), total
        self.look_again()

    def look_again(self) -> None:
        """Look at the picked hazards once more; what is shown stays until the answer is there."""
        if len(self._ids) > 1 and not self.held:
            if self.form is None:
                self._set_title()
            self._timer.start()

    def _set_title(self) -> None:
        count = len(self._ids)
        text = ngettext("{count} hazard picked", "{count} hazards picked", count)
        self.panel.set_title(text.format(count=f"{count:,}"))

    def _previewed(self, preview: Preview) -> None:
        self.preview = preview
        if self.held:
            return
        if self.form is None:
            self._show_choices(preview)
        else:
            self._set_title()
            self._count()

    def _show_choices(self, preview: Preview) -> None:
        self.panel.clear()
        self._set_title()
        self.panel.add("", self._picking())
        role = devices.own(self._session.reader()).role
        mine = of_role(role)
        offered = {action: choice for action, choice in preview.choices.items() if action in mine}
        possible = {action: choice for action, choice in offered.items() if choice.can}
        for action, choice in possible.items():
            self.panel.add("", self._offer(action, choice, preview.looked_at))
        if VisitKind.RECHECK in visit_kinds(role):
            self._offer_recheck(preview.to_recheck)
        ledger = theme.button(_("Export the ledger of these…"), "secondary", "download")
        ledger.clicked.connect(self.ledger_wanted)
        self.panel.add("", button_row(ledger))
        refused = [_refusal(_(ACTIONS[action]), choice.reasons) for action, choice in offered.items() if not choice.can]
        if refused:
            self.panel.add(_("Not possible with any of them"), _caption("\n".join(refused)))

    def _picking(self) -> QWidget:
        buttons = []
        if len(self._ids) < self._total:
            every = theme.button(_("Pick all {count}").format(count=f"{self._total:,}"), "quiet")
            every.clicked.connect(self.all_wanted)
            buttons.append(every)
        one = theme.button(_("Only one"), "quiet")
        one.clicked.connect(lambda: self.only_wanted.emit(()))
        return button_row(*buttons, one)

    def _offer(self, action: Action, choice: Choice, whole: int) -> QWidget:
        """Return the button of an action, and below it why some cannot take part."""
        block, layout = _block()
        told = _("{what} ({count} of {total})…")
        text = told.format(what=_(ACTIONS[action]), count=f"{len(choice.can):,}", total=f"{whole:,}")
        button = theme.button(text, "quiet", "chevron-right")
        button.setProperty("align", "left")
        button.clicked.connect(lambda: self.begin(action))
        layout.addWidget(button)
        if choice.reasons:
            layout.addWidget(_caption(_refusal(_("The others"), choice.reasons)))
        return block

    def _offer_recheck(self, waiting: Mapping[str, Mapping[str, int]]) -> None:
        """Offer one visit for the hazards of one site; it answers the visit whose documents name most of them."""
        if len(waiting) > 1:
            text = _("Those that wait for a recheck are of {count} sites. Pick those of one to start its recheck.")
            self.panel.add("", _caption(text.format(count=f"{len(waiting):,}")))
        elif waiting:
            (visits,) = waiting.values()
            self.panel.add("", self._recheck(visits))

    def _recheck(self, visits: Mapping[str, int]) -> QWidget:
        following = max(visits, key=lambda visit: (visits[visit], visit))
        button = theme.button(_("Start a recheck visit"), "secondary", "clipboard-check")
        button.clicked.connect(lambda: self._start_recheck(following))
        count = sum(visits.values())
        text = ngettext("{count} of them waits for a recheck.", "{count} of them wait for a recheck.", count)
        told = [text.format(count=f"{count:,}")]
        if len(visits) > 1:
            told.append(_("It answers the visit whose documents name most of them, and lists them all."))
        block, layout = _block()
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(_caption("\n".join(told)))
        return block

    def _start_recheck(self, visit: str) -> None:
        author = self._session.officer
        self._session.tasks.write(
            lambda store: inspections.start_recheck(store, visit, author),
            done=lambda made: self._session.go(Route("visit", made.main, "recheck")),
        )

    def begin(self, action: Action) -> None:
        """Open the form of an action."""
        if self.preview is None:
            return
        self._action, self.form = action, form_of(action, self.preview)
        self.panel.clear()
        self.panel.add("", theme.text_label(_(ACTIONS[action]), "heading"))
        self.panel.add("", theme.text_label(self.form.told, "muted", wrap=True))
        for field in self.form.fields.values():
            self.panel.add("", field)
        self._counted = _caption("")
        self.panel.add("", self._counted)
        self.error = InlineError()
        self.panel.add("", self.error)
        self.record_button = theme.button("", "primary")
        self.record_button.clicked.connect(self.record)
        cancel = theme.button(_("Cancel"), "quiet")
        cancel.clicked.connect(self._put_away)
        self.panel.add("", button_row(self.record_button, cancel))
        self._count()
        next(iter(self.form.fields.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def _choice(self) -> Choice:
        return Choice((), {}) if self.preview is None else self.preview.choices[self._action]

    def _count(self) -> None:
        """Say below the form for how many it would be recorded, and why not for the others."""
        choice = self._choice()
        self.record_button.setText(_("Record for {count}").format(count=f"{len(choice.can):,}"))
        self.record_button.setEnabled(bool(choice.can) and not self.work.busy)
        self._counted.setText(_refusal(_("Left out"), choice.reasons) if choice.reasons else "")
        theme.set_shown(self._counted, bool(choice.reasons))

    def _put_away(self) -> None:
        self.form = self.outcome = None
        if self.preview is not None:
            self._show_choices(self.preview)
        self.look_again()
        self.finished.emit()

    def record(self) -> None:
        """Record what the form holds for every hazard that can take it."""
        if self.form is None:
            return
        self.error.clear()
        for field in self.form.fields.values():
            field.set_error("")
        self.record_button.setEnabled(False)
        self.progress.start(_(ACTIONS[self._action]))
        self.work.record(self.form.kind, self._choice().can, self.form.values())

    def _stepped(self, done: int, total: int) -> None:
        counted = _("{done} of {total} hazards").format(done=f"{done:,}", total=f"{total:,}")
        self.progress.report(done, total, counted)

    def _failed(self, error: FieldCheckError) -> None:
        self.progress.finish()
        self.record_button.setEnabled(True)
        lacking = str(error.details["field"]) if isinstance(error, StepIncomplete) else ""
        if isinstance(error, FieldNeeded):
            lacking = "reason"
        field = self.form.fields.get(lacking) if self.form is not None else None
        if field is None:
            self.error.show_error(error)
            return
        field.set_error(_("This cannot be empty."))
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _recorded(self, outcome: Outcome) -> None:
        self.progress.finish()
        asked = len(self._choice().can)
        self.form, self.outcome = None, outcome
        self.panel.clear()
        self.panel.set_title(_(ACTIONS[self._action]))
        text = ngettext("Recorded for {count} hazard.", "Recorded for {count} hazards.", outcome.recorded)
        self.panel.add("", text.format(count=f"{outcome.recorded:,}"))
        if outcome.refused:
            reasons = Counter(_reason(verdict.error) for verdict in outcome.refused if verdict.error is not None)
            self.panel.add(_("Not recorded"), _caption(_counts(reasons)))
        if len(outcome.verdicts) < asked:
            left = asked - len(outcome.verdicts)
            text = ngettext("Stopped before {count} hazard.", "Stopped before {count} hazards.", left)
            self.panel.add("", text.format(count=f"{left:,}"))
        self._end(outcome)

    def _end(self, outcome: Outcome) -> None:
        done = theme.button(_("Done"), "primary")
        done.clicked.connect(self._put_away)
        recorded = {verdict.finding for verdict in outcome.verdicts if verdict.error is None}
        others = [finding for finding in self._ids if finding not in recorded]
        row: list[QPushButton] = [done]
        if len(others) > 1:
            rest = theme.button(_("Pick the {count} others").format(count=f"{len(others):,}"), "secondary")
            rest.clicked.connect(lambda: self._pick(others))
            row.append(rest)
        self.panel.add("", button_row(*row))
        done.setFocus(Qt.FocusReason.OtherFocusReason)

    def _pick(self, ids: Sequence[str]) -> None:
        self._put_away()
        self.only_wanted.emit(ids)


def _reason(error: FieldCheckError) -> str:
    """Return why a hazard did not take a step: of a guard, what it says and no more."""
    return str(error.details["reason"]) if isinstance(error, NotPossible) else error_text(error)


def _refusal(what: str, reasons: Mapping[str, int]) -> str:
    return _("{what}: {reason}").format(what=what, reason=_counts(reasons))


def _counts(reasons: Mapping[str, int]) -> str:
    """Return the reasons with their counts, most frequent first."""
    ranked = sorted(reasons.items(), key=lambda one: (-one[1], one[0]))
    told = (_("{reason} ({count})").format(reason=_(reason), count=f"{count:,}") for reason, count in ranked)
    return _("; ").join(told)


def _block() -> tuple[QWidget, QVBoxLayout]:
    block = QWidget()
    block.setProperty("plain", "true")
    layout = QVBoxLayout(block)
    theme.margins(layout, 0)
    layout.setSpacing(4)
    return block, layout


def _caption(text: str) -> QLabel:
    return theme.text_label(text, "caption", wrap=True)
