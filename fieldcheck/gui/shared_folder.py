"""The shared folder that the window looks after: visited every minute, and whenever a person asks."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from fieldcheck.gui.background import Background
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.store import Store

if TYPE_CHECKING:
    from fieldcheck.operations.drop_folder import Contact, Synced
    from fieldcheck.operations.verdicts import Step

Result = TypeVar("Result")

MINUTE = 60_000


@dataclass(frozen=True, slots=True)
class SharedState:
    """What is known of the folder.

    Attributes:
        folder: the one that was chosen, or None.
        contact: whether it was there when it was looked at last, and since when; None before that.
        busy: a visit that a person asked for is under way.
        done: the last visit that moved something, or that has something to say to a person.
        error: why the last visit did nothing; None too where the folder is only not reachable.
    """

    folder: Path | None = None
    contact: Contact | None = None
    busy: bool = False
    done: Synced | None = None
    error: FieldCheckError | None = None


class SharedFolder(QObject):
    """Visits the folder on a thread of its own: a share that does not answer keeps nobody waiting.

    Signals:
        changed: `state` is another.
        moved: packages were read or written.
        imported: packages brought something new; every page reads anew.
        stepped: a `Step` of an import that is under way.
    """

    changed = Signal()
    moved = Signal()
    imported = Signal()
    stepped = Signal(object)

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = SharedState()
        self._store = store
        self._stop = threading.Event()
        self._under_way = False
        self._asked = False
        self._background: Background | None = None
        self._timer = QTimer(self, interval=MINUTE)
        self._timer.timeout.connect(self._look)

    def begin(self) -> None:
        """Look after the folder that was chosen, from now on."""
        if self._background is None:
            self._run(self._chosen, self._follow)

    def _chosen(self) -> Path | None:
        # Imported here, on its thread: what the exchange needs is not ready when the window opens.
        from fieldcheck.operations import drop_folder

        return drop_folder.chosen(self._store.reader())

    def choose(self, folder: Path | None) -> None:
        """Look after another folder, or after none."""

        def keep() -> Path | None:
            from fieldcheck.operations import drop_folder

            drop_folder.choose(self._store, folder)
            return folder

        self._run(keep, self._follow)

    def _follow(self, folder: Path | None) -> None:
        self._set(SharedState(folder=folder))
        if folder is None:
            self._timer.stop()
        else:
            self._timer.start()
            self._visit(gently=True)

    def visit(self) -> None:
        """Move now what can be moved, and read again what could not be taken before."""
        self._visit(gently=False)

    def _look(self) -> None:
        self._visit(gently=True)

    def _visit(self, *, gently: bool) -> None:
        folder = self.state.folder
        if folder is None:
            return
        if self._under_way:
            self._asked = self._asked or not gently
            return
        self._under_way, self._asked = True, False
        self._stop.clear()
        # Nobody waits for a visit of every minute, and nothing should flicker for it.
        self._set(replace(self.state, busy=not gently))
        report, stopped = self.stepped.emit, self._stop.is_set
        self._run(
            lambda: _visited(self._store, folder, report, stopped, gently=gently),
            lambda found: self._show(found, gently=gently),
            self._visit_failed,
        )

    def _show(self, found: SharedState, *, gently: bool) -> None:
        self._under_way = False
        if found.folder == self.state.folder:
            self._keep(found, gently=gently)
        if self._asked or found.folder != self.state.folder:
            self._visit(gently=not self._asked)

    def _keep(self, found: SharedState, *, gently: bool) -> None:
        before, now = self.state.done, found.done
        if gently and before is not None and now is not None and not now.moved:
            # Nothing moved: what the last visit did is still the news, and only who asks may be another.
            now = replace(before, requests=now.requests, answers=now.answers, request=now.request)
        self._set(replace(found, done=now))
        if found.done is not None and found.done.moved:
            self.moved.emit()
        if found.done is not None and found.done.arrived:
            self.imported.emit()

    def _set(self, state: SharedState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit()

    def _run(
        self,
        work: Callable[[], Result],
        done: Callable[[Result], None],
        failed: Callable[[FieldCheckError], None] | None = None,
    ) -> None:
        if self._background is None:
            self._background = Background(self)
        self._background.run(work, done, failed or self._failed)

    def _visit_failed(self, error: FieldCheckError) -> None:
        # It is over all the same: the next minute, or the next click, tries again.
        self._under_way = False
        self._failed(error)

    def _failed(self, error: FieldCheckError) -> None:
        self._set(replace(self.state, busy=False, error=error))

    def stop(self) -> None:
        """Stop the visit that is under way as soon as it can be; the next one goes on from there."""
        self._stop.set()

    def close(self) -> None:
        """Stop visiting, and wait for what is under way."""
        self._timer.stop()
        self.stop()
        if self._background is not None:
            self._background.close()
            self._background = None


def _visited(
    store: Store, folder: Path, report: Callable[[Step], None], stopped: Callable[[], bool], *, gently: bool
) -> SharedState:
    """Visit the folder; return what is known of it then."""
    from fieldcheck.operations import drop_folder
    from fieldcheck.operations.background_sync import visit_beside
    from fieldcheck.operations.drop_layout import FolderUnreachable

    done: Synced | None = None
    error: FieldCheckError | None = None
    try:
        done = visit_beside(store, folder, report, stopped, gently=gently)
    except FolderUnreachable:
        # It comes and goes; since when it has been away is kept, and shown.
        done = None
    except FieldCheckError as found:
        error = found
    return SharedState(folder, drop_folder.contact(store.reader(), folder), done=done, error=error)
