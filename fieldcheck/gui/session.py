"""An open store in the window: its tasks, who is at the keyboard, where the person is, undo."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import asdict, dataclass

from PySide6.QtCore import QObject, Signal

from fieldcheck.gui.shared_folder import SharedFolder
from fieldcheck.gui.tasks import Tasks
from fieldcheck.model.canonical import Json
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.kinds import KINDS
from fieldcheck.operations import history, local, profile
from fieldcheck.store import Changes, Reader, Store
from fieldcheck.translation import error_text

OFFICER = "officer"
ROUTE = "route"
UNDO_STEPS = 200


@dataclass(frozen=True, slots=True)
class Route:
    """A place in the window: the page, the record that it shows, the part of the page, the item in it."""

    page: str
    entity: str = ""
    part: str = ""
    item: str = ""


@dataclass(eq=False, slots=True)
class _Step:
    """One step of the undo history; its future holds what was written."""

    name: str
    future: Future[Changes]


class Session(QObject):
    """What every page is given.

    Signals:
        committed: `Changes` that are on the disk.
        navigate: a `Route` that the main window opens.
        moved: the `Route` of another item or part, reached inside the open page.
        notify: (text, tone) for a toast; tone is info, success, warning or danger.
        undo_offered: a text for a toast with a button that undoes the last action.
        history_changed: what can be undone or done again is another.
        officer_changed: another officer is at the keyboard.
        closing: the window closes; long work that can be stopped stops.
        passphrase_chosen: a new passphrase; the program closes the store, changes it, and opens the store again.
    """

    committed = Signal(object)
    navigate = Signal(object)
    moved = Signal(object)
    notify = Signal(str, str)
    undo_offered = Signal(str)
    history_changed = Signal()
    officer_changed = Signal()
    closing = Signal()
    passphrase_chosen = Signal(str)

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self.tasks = Tasks(store, self)
        self.shared = SharedFolder(store, self)
        self.shared.imported.connect(self.everything_changed)
        self.tasks.committed.connect(self.committed)
        self.tasks.failed.connect(self.show_error)
        self.tasks.undoable.connect(self._remember)
        self.tasks.not_undoable.connect(self._forget)
        self._undo: list[_Step] = []
        self._redo: list[_Step] = []
        self._onto: list[_Step] | None = None
        self._state: dict[str, Json] = {}

    def everything_changed(self) -> None:
        """Let every page read anew: another process wrote to the same file, and none of it can be undone here."""
        self.committed.emit(Changes("", frozenset((kind, "") for kind in KINDS), ()))

    def reader(self) -> Reader:
        """Return the UI thread's reader."""
        return self.store.reader()

    @property
    def officer(self) -> str:
        """Return the id of the officer at the keyboard: the `author` of every write; empty where none is known."""
        chosen = self.state(OFFICER)
        known = [officer.id for officer in profile.officers(self.reader())]
        if isinstance(chosen, str) and chosen in known:
            return chosen
        # Ids are in the order of time: the one who set up the store, not the first of the alphabet.
        return min(known, default="")

    @officer.setter
    def officer(self, officer: str) -> None:
        self.set_state(OFFICER, officer)
        self.officer_changed.emit()

    def go(self, route: Route) -> None:
        """Open a place, and keep it: after any stop the same page opens again."""
        self.set_state(ROUTE, dict(asdict(route)))
        self.navigate.emit(route)

    def keep_route(self, route: Route) -> None:
        """Remember where the person is inside a page that moved by itself (the next item of a checklist)."""
        self.set_state(ROUTE, dict(asdict(route)))
        self.moved.emit(route)

    def last_route(self) -> Route | None:
        """Return the place that was open last, or None."""
        kept = self.state(ROUTE)
        if not isinstance(kept, dict) or not kept.get("page"):
            return None
        return Route(*(str(kept.get(name) or "") for name in ("page", "entity", "part", "item")))

    def state(self, key: str) -> Json:
        """Return a value of this laptop, or None."""
        if key not in self._state:
            self._state[key] = local.get_state(self.reader(), key)
        return self._state[key]

    def set_state(self, key: str, value: Json) -> None:
        """Keep a value of this laptop; it is no record and travels nowhere."""
        if self.state(key) != value:
            self._state[key] = value
            self.tasks.keep(lambda store: local.set_state(store, key, value))

    @property
    def can_undo(self) -> bool:
        """Return whether something can be taken back."""
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        """Return whether something that was taken back can be done again."""
        return bool(self._redo)

    @property
    def undo_text(self) -> str:
        """Return the name of what would be undone, or an empty text."""
        return self._undo[-1].name if self._undo else ""

    @property
    def redo_text(self) -> str:
        """Return the name of what would be done again, or an empty text."""
        return self._redo[-1].name if self._redo else ""

    def undo(self) -> None:
        """Take back the last action: a change like any other, durable and itself undoable."""
        self._return(self._undo, self._redo)

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._return(self._redo, self._undo)

    def offer_undo(self, text: str) -> None:
        """Say what was done, in a toast with Undo."""
        self.undo_offered.emit(text)

    def show_error(self, error: FieldCheckError) -> None:
        """Tell the person what happened, where, and what to do."""
        self.notify.emit(error_text(error), "danger")

    def _remember(self, name: str, future: Future[Changes]) -> None:
        if self._onto is None:
            self._redo.clear()
        steps = self._undo if self._onto is None else self._onto
        steps.append(_Step(name, future))
        del steps[:-UNDO_STEPS]
        self.history_changed.emit()

    def _forget(self, future: Future[Changes]) -> None:
        for steps in (self._undo, self._redo):
            steps[:] = [step for step in steps if step.future is not future]
        self.history_changed.emit()

    def _return(self, steps: list[_Step], onto: list[_Step]) -> None:
        if not steps:
            return
        step = steps.pop()
        author = self.officer
        self._onto = onto
        # The step was queued before this one, so the writer has its result when it comes here.
        self.tasks.write(lambda store: history.undo(store, step.future.result(), author), undo=step.name)
        self._onto = None
