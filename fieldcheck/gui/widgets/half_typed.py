"""What is typed for a record that does not exist yet: kept on this laptop until it does (P1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer

from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.editing import DRAFT_EVERY
from fieldcheck.gui.widgets.field import Field
from fieldcheck.model.canonical import plain


class HalfTyped(QObject):
    """Keeps `values()` under `key` soon after each keystroke; it outlives a stop, Escape, and a look elsewhere."""

    def __init__(self, session: Session, key: str, values: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._key = key
        self._values = values
        self._timer = QTimer(self, singleShot=True, interval=DRAFT_EVERY)
        self._timer.timeout.connect(self.keep)

    def watch(self, *fields: Field) -> None:
        """Keep what is typed into these fields."""
        for field in fields:
            field.typing.connect(lambda _value: self._timer.start())

    def keep(self) -> None:
        """Keep the values as they are now."""
        self._timer.stop()
        self._session.set_state(self._key, plain(self._values()))

    def keep_now(self) -> None:
        """Keep what was typed in the last moment, before another place opens or the window closes."""
        if self._timer.isActive():
            self.keep()

    def kept(self) -> dict[str, Any] | None:
        """Return the values as they were kept, or None."""
        kept = self._session.state(self._key)
        return dict(kept) if isinstance(kept, dict) else None

    def forget(self) -> None:
        """Keep it no longer: the record is made, or not wanted."""
        self._timer.stop()
        self._session.set_state(self._key, None)
