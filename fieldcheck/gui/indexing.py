"""Lets a search index catch up while a page that searches is open."""

from __future__ import annotations

from PySide6.QtCore import QObject

from fieldcheck.gui.session import Session
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.operations import search
from fieldcheck.store.behind import Index


class Indexing(QObject):
    """Indexes a few records more, as long as there are any: each part is a short write between others."""

    def __init__(self, session: Session, index: Index, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._index = index
        self._running = False

    def start(self) -> None:
        """Go on where the index stands, unless that is happening already."""
        if not self._running:
            self._more(True)

    def _more(self, more: bool) -> None:
        store, index = self._session.store, self._index
        self._running = more
        if more:
            self._session.tasks.work(lambda: search.catch_up(store, index), self._more, owner=self, failed=self._failed)

    def _failed(self, error: FieldCheckError) -> None:
        self._running = False
        self._session.show_error(error)
