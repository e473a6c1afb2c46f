"""First run: a few short steps to a store; nothing is created before the step that says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from fieldcheck.gui import preferences, theme
from fieldcheck.gui.background import Background
from fieldcheck.gui.first_run.escrow import EscrowStep
from fieldcheck.gui.first_run.joining import LaptopStep, RequestStep
from fieldcheck.gui.first_run.lost import LostBureauStep, StartsStep
from fieldcheck.gui.first_run.profile import BureauStep, OfficersStep
from fieldcheck.gui.first_run.step import PassphraseStep, Step
from fieldcheck.gui.first_run.welcome import Way, WelcomeStep
from fieldcheck.gui.opening import Opened
from fieldcheck.gui.widgets.centred import CentredWindow
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.values import Role
from fieldcheck.operations import first_serials, photos, recovery, stores, trust
from fieldcheck.operations.files import FileNotWritten
from fieldcheck.operations.first_serials import ProposedStart
from fieldcheck.operations.trust import EscrowKey
from fieldcheck.operations.verdicts import Verdict
from fieldcheck.store import Changes, Store
from fieldcheck.store.key import COST
from fieldcheck.translation import _

WIDTH = 680


@dataclass(frozen=True, slots=True)
class _Recovered:
    """What became of the packages for a lost bureau, where its numbers may begin, and how many laptops are known."""

    verdicts: list[Verdict]
    starts: list[ProposedStart]
    laptops: int


@dataclass(frozen=True, slots=True)
class _Made:
    """A store that was just created, the words of its device, and a bureau's escrow key that is not kept yet."""

    store: Store
    words: tuple[str, ...]
    escrow: EscrowKey | None = None
    recovered: _Recovered | None = None


class FirstRunWindow(CentredWindow):
    """Asks for language, way and place; then what that way needs.

    Signals:
        opened: an `Opened` with the new store.
        language_chosen: the person reads another language.
        back_wanted: back to the stores that are there.
    """

    opened = Signal(object)
    language_chosen = Signal(str)
    back_wanted = Signal()

    def __init__(self, *, has_stores: bool = False, cost: int = COST, parent: QWidget | None = None) -> None:
        super().__init__(WIDTH, parent)
        self._cost = cost
        self._has_stores = has_stores
        self._made: _Made | None = None
        self._background = Background(self)
        self.welcome = WelcomeStep()
        self.laptop = LaptopStep()
        self.passphrase = PassphraseStep()
        self.bureau = BureauStep()
        self.officers = OfficersStep()
        self.request = RequestStep(self._background)
        self.escrow = EscrowStep()
        self.lost = LostBureauStep(self._background)
        self.starts = StartsStep()
        self._ways: dict[Way, tuple[Step, ...]] = {
            Way.ALONE: (self.welcome, self.passphrase, self.bureau, self.officers),
            Way.JOIN: (self.welcome, self.laptop, self.passphrase, self.request),
            Way.BUREAU: (self.welcome, self.passphrase, self.bureau, self.officers, self.escrow),
            Way.RECOVER: (
                *(self.welcome, self.lost, self.passphrase, self.bureau),
                *(self.officers, self.starts, self.escrow),
            ),
        }
        self._every = tuple(dict.fromkeys(step for steps in self._ways.values() for step in steps))
        self._count = theme.text_label("", "caption")
        self._title = theme.text_label("", "title")
        self._stack = QStackedWidget()
        self.error = InlineError()
        self.back_button = theme.button(_("Back"), "secondary", "arrow-left")
        self.next_button = theme.button(_("Next"), "primary")
        self._build()
        self._go(0)

    def _build(self) -> None:
        self.setWindowTitle("FieldCheck")
        self.body.addWidget(self._count)
        self.body.addWidget(self._title)
        for step in self._every:
            self._stack.addWidget(step)
            step.submitted.connect(self.next)
            step.typing.connect(self.error.clear)
            step.installEventFilter(self)
        self.body.addWidget(self._stack)
        self.body.addWidget(self.error)
        row = QHBoxLayout()
        row.addWidget(self.back_button)
        row.addStretch(1)
        row.addWidget(self.next_button)
        self.body.addSpacing(4)
        self.body.addLayout(row)
        self.back_button.clicked.connect(self.back)
        self.next_button.clicked.connect(self.next)
        self.next_button.setDefault(True)
        self.welcome.language_chosen.connect(self.language_chosen)
        self.welcome.way_chosen.connect(self._way_chosen)
        self.bureau.role_chosen.connect(self.officers.set_role)

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return the steps of the way that was chosen."""
        return self._ways[self.welcome.way()]

    def position(self) -> int:
        """Return the step in view, from 0."""
        return self.steps.index(self._step())

    def _step(self) -> Step:
        step = self._stack.currentWidget()
        assert isinstance(step, Step), "the stack holds nothing else"
        return step

    def _way_chosen(self) -> None:
        self.bureau.set_bureau(self.welcome.way() in (Way.BUREAU, Way.RECOVER))
        self._show_count(0)

    def _go(self, position: int) -> None:
        shown = self.steps[position]
        if shown is self.bureau and self.lost.former is not None and not self.bureau.name.value():
            self.bureau.name.set_value(self.lost.former.name)
        self.error.clear()
        for step in self._every:
            # Hidden steps give no height to the stack: each step is as high as it needs.
            step.setVisible(step is shown)
        self._stack.setCurrentWidget(shown)
        self._fit()
        self._show_count(position)
        self._title.setText(shown.title())
        self.back_button.setVisible(self._made is None and (position > 0 or self._has_stores))
        self.next_button.setText(self._next_text())
        shown.begin()

    def _show_count(self, position: int) -> None:
        self._count.setText(_("Step {number} of {total}").format(number=position + 1, total=len(self.steps)))

    def _next_text(self) -> str:
        if self._made is not None:
            return _("Next") if self._step() is self.starts else _("Open FieldCheck")
        return _("Create the store") if self._creates() else _("Next")

    def _creates(self) -> bool:
        """Return whether the store is created behind the step in view."""
        last = self.passphrase if self.welcome.way() is Way.JOIN else self.officers
        return self._made is None and self._step() is last

    def _fit(self) -> None:
        """Make the stack as high as the step in view: errors that come and go change it."""
        step = self._step()
        self.card.ensurePolished()
        margins = self.body.contentsMargins()
        width = self.card.contentsRect().width() - margins.left() - margins.right()
        height = step.heightForWidth(width) if step.hasHeightForWidth() else step.sizeHint().height()
        self._stack.setFixedHeight(height)

    def stack_height(self) -> int:
        """Return how high the step in view is drawn."""
        return self._stack.height()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the height of the step in view."""
        if event.type() is QEvent.Type.LayoutRequest and watched is self._stack.currentWidget():
            self._fit()
        return super().eventFilter(watched, event)

    def back(self) -> None:
        """Go one step back; before the first, back to the stores that are there."""
        if self.position():
            self._go(self.position() - 1)
        else:
            self.back_wanted.emit()

    def next(self) -> None:
        """Go on where the step is complete; create the store where its time has come; open it behind the last step."""
        problem = self._step().problem()
        if problem:
            self.error.show_error(problem)
        elif self._creates():
            self._create()
        elif self._made is not None and self._step() is self.starts:
            self._confirm_starts(self._made.store)
        elif self._made is not None:
            self._finish(self._made)
        else:
            self._go(self.position() + 1)

    def _create(self) -> None:
        path, passphrase, way, cost = self.welcome.path(), self.passphrase.new.value(), self.welcome.way(), self._cost
        profile, officers, role = self.bureau.profile(), self.officers.officers(), Role(self.bureau.role())
        laptop, used_by = self.laptop.name.value(), Role(self.laptop.who.value())
        recover = self._recovering() if way is Way.RECOVER else None
        self._set_busy(True)

        def create() -> _Made:
            make_folder(path)
            if way is Way.JOIN:
                store = stores.create_to_join(path, passphrase, used_by, laptop, cost=cost)
            else:
                store = stores.create(path, passphrase, role, profile, officers, cost=cost)
            escrow = trust.make_escrow() if role is Role.BUREAU else None
            recovered = recover(store) if recover is not None else None
            return _Made(store, trust.own_fingerprint(store.reader()), escrow, recovered)

        self._background.run(create, self._created, self._refused)

    def _recovering(self) -> Callable[[Store], _Recovered]:
        """Return what brings back what laptops sent to the lost bureau."""
        former, packages, escrow = self.lost.former, self.lost.packages, self.lost.escrow()
        assert former is not None, "the step before is complete"
        words = trust.fingerprint_of(former)

        def recover(store: Store) -> _Recovered:
            try:
                verdicts = recovery.recover(store, packages, escrow, words)
                photos.fill_thumbnails(store)
                reader = store.reader()
                laptops = first_serials.laptops_of_the_lost(reader)
                return _Recovered(verdicts, first_serials.proposed(reader), laptops)
            except FieldCheckError:
                # A package that was taken away meanwhile: nothing of the new store is worth keeping then.
                store.close()
                store.path.unlink(missing_ok=True)
                raise

        return recover

    def _confirm_starts(self, store: Store) -> None:
        starts = self.starts.values()
        self._set_busy(True)

        def confirmed(_changes: Changes) -> None:
            self._set_busy(False)
            self._go(self.position() + 1)

        self._background.run(lambda: first_serials.confirm(store, starts), confirmed, self._refused)

    def _set_busy(self, busy: bool) -> None:
        self._stack.setEnabled(not busy)
        self.back_button.setEnabled(not busy)
        self.next_button.setEnabled(not busy)
        self.next_button.setText(_("Creating…") if busy else self._next_text())

    def _created(self, made: _Made) -> None:
        self._made = made
        preferences.remember_store(made.store.path)
        self._set_busy(False)
        if self.position() == len(self.steps) - 1:
            self._open(made)
            return
        if made.escrow is not None:
            self.escrow.view.show_key(made.escrow, self.bureau.name.value())
        if made.recovered is not None:
            found = made.recovered
            self.starts.show_recovered(found.verdicts, found.starts, found.laptops)
        self.request.show_store(made.store, self.laptop.name.value(), made.words)
        self._go(self.position() + 1)

    def _finish(self, made: _Made) -> None:
        escrow = made.escrow
        if escrow is None:
            self._open(made)
            return
        self._set_busy(True)
        self._background.run(
            lambda: trust.keep_escrow(made.store, escrow), lambda _none: self._open(made), self._refused
        )

    def _open(self, made: _Made) -> None:
        self._made = None
        self.opened.emit(Opened(made.store, 0))

    def _refused(self, error: FieldCheckError) -> None:
        self._set_busy(False)
        self.error.show_error(error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on from wherever nothing else takes it: a check box, a choice."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.next_button.isEnabled():
            self.next()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Wait for a store that is being created; one that nobody opened is closed."""
        self._background.close()
        if self._made is not None:
            self._made.store.close()
            self._made = None
        super().closeEvent(event)


def make_folder(path: Path) -> None:
    """Make the folder that the store goes into. Raises FileNotWritten."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileNotWritten(path=path.parent, reason=error.strerror) from error
