"""First run: four short steps to a store of one's own; nothing is created before the last."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.background import Background
from fieldcheck.gui.first_run_steps import BureauStep, OfficersStep, PassphraseStep, Step, WelcomeStep
from fieldcheck.gui.opening import Opened
from fieldcheck.gui.widgets.centred import CentredWindow
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.values import Role
from fieldcheck.operations import stores
from fieldcheck.operations.files import FileNotWritten
from fieldcheck.store import Store
from fieldcheck.store.key import COST
from fieldcheck.translation import _

WIDTH = 680


class FirstRunWindow(CentredWindow):
    """Asks for language and place, passphrase, bureau, officers.

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
        self._background = Background(self)
        self.welcome = WelcomeStep()
        self.passphrase = PassphraseStep()
        self.bureau = BureauStep()
        self.officers = OfficersStep()
        self.steps: tuple[Step, ...] = (self.welcome, self.passphrase, self.bureau, self.officers)
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
        for step in self.steps:
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
        self.bureau.role_chosen.connect(self.officers.set_role)

    def position(self) -> int:
        """Return the step in view, from 0."""
        return self._stack.currentIndex()

    def _go(self, position: int) -> None:
        step = self.steps[position]
        self.error.clear()
        for index, other in enumerate(self.steps):
            # Hidden steps give no height to the stack: each step is as high as it needs.
            other.setVisible(index == position)
        self._stack.setCurrentIndex(position)
        self._fit()
        self._count.setText(_("Step {number} of {total}").format(number=position + 1, total=len(self.steps)))
        self._title.setText(step.title())
        self.back_button.setVisible(position > 0 or self._has_stores)
        self.next_button.setText(_("Create the store") if position == len(self.steps) - 1 else _("Next"))
        step.begin()

    def _fit(self) -> None:
        """Make the stack as high as the step in view: errors that come and go change it."""
        self._stack.setFixedHeight(self.steps[self.position()].sizeHint().height())

    def stack_height(self) -> int:
        """Return how high the step in view is drawn."""
        return self._stack.height()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the height of the step in view."""
        if event.type() is QEvent.Type.LayoutRequest and watched is self.steps[self.position()]:
            self._fit()
        return super().eventFilter(watched, event)

    def back(self) -> None:
        """Go one step back; before the first, back to the stores that are there."""
        if self.position():
            self._go(self.position() - 1)
        else:
            self.back_wanted.emit()

    def next(self) -> None:
        """Go on where the step is complete; from the last one, create the store."""
        problem = self.steps[self.position()].problem()
        if problem:
            self.error.show_error(problem)
        elif self.position() < len(self.steps) - 1:
            self._go(self.position() + 1)
        else:
            self._create()

    def _create(self) -> None:
        path, passphrase = self.welcome.path(), self.passphrase.new.value()
        profile, officers = self.bureau.profile(), self.officers.officers()
        role, cost = Role(self.bureau.role()), self._cost
        self._set_busy(True)

        def create() -> Store:
            make_folder(path)
            return stores.create(path, passphrase, role, profile, officers, cost=cost)

        self._background.run(create, self._created, self._refused)

    def _set_busy(self, busy: bool) -> None:
        self._stack.setEnabled(not busy)
        self.back_button.setEnabled(not busy)
        self.next_button.setEnabled(not busy)
        self.next_button.setText(_("Creating…") if busy else _("Create the store"))

    def _created(self, store: Store) -> None:
        self.opened.emit(Opened(store, 0))

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
        """Wait for a store that is being created."""
        self._background.close()
        super().closeEvent(event)


def make_folder(path: Path) -> None:
    """Make the folder that the store goes into. Raises FileNotWritten."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileNotWritten(path=path.parent, reason=error.strerror) from error
