"""The base of every page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from fieldcheck.gui.session import Route, Session
from fieldcheck.store import Changes


class Page(QWidget):
    """One page of the window. It reads through the session and never knows another page."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session

    @staticmethod
    def make_ready() -> None:
        """Read what is slow the first time, before the page is made; called on a reader thread."""

    def open(self, route: Route) -> None:
        """Show this place; called each time it is navigated to."""

    def changed(self, changes: Changes) -> None:
        """Draw again what shows these records; called for the page in view, and for a hidden one when it returns."""

    def leave(self) -> None:
        """Make changes of what is being typed; called before another place opens and before the window closes."""

    def shortcuts(self) -> Sequence[tuple[str, str]]:
        """Return (keys, what they do) of this page, for the overview that F1 opens."""
        return ()
