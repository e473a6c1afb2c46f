"""What this person's account keeps outside every store: language, theme, window, the stores that were open.

A JSON file in the user's configuration folder; nothing in it comes from a store but its path.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import platformdirs
from PySide6.QtCore import QObject, Signal

from fieldcheck.operations.files import FileNotWritten, write_new

MOST_RECENT = 8


@dataclass(frozen=True, slots=True)
class Preferences:
    """Members that a newer version added are passed over; one of the wrong type is the ordinary one."""

    language: str = ""
    theme: str = "system"
    geometry: str = ""
    rail_narrow: bool = False
    photo_stamps: bool = False
    stores: tuple[str, ...] = ()


class Signals(QObject):
    """`language_changed`: the window is to be drawn in another language."""

    language_changed = Signal(str)


@cache
def signals() -> Signals:
    """Return the one emitter."""
    return Signals()


def path() -> Path:
    """Return where the file lies (XDG_CONFIG_HOME, %APPDATA%, ~/Library)."""
    return Path(platformdirs.user_config_dir("fieldcheck", appauthor=False)) / "window.json"


def load() -> Preferences:
    """Return the preferences; the ordinary ones where there is no file yet or it cannot be read."""
    try:
        read = json.loads(path().read_text("utf-8"))
    except (OSError, ValueError):
        return Preferences()
    known = _known(read) if isinstance(read, dict) else {}
    return Preferences(**known)


def _known(read: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for field in fields(Preferences):
        value = read.get(field.name)
        if isinstance(value, list):
            value = tuple(str(item) for item in value)
        if isinstance(value, type(field.default)):
            kept[field.name] = value
    return kept


def save(**members: Any) -> Preferences:
    """Change some members and keep them; return all. What is the same already costs no write."""
    kept = load()
    changed = replace(kept, **members)
    if changed == kept:
        return kept
    # An account that may not write keeps the ordinary look; work in the store does not depend on it.
    with suppress(FileNotWritten, OSError):
        path().parent.mkdir(parents=True, exist_ok=True)
        write_new(path(), json.dumps(asdict(changed), ensure_ascii=False).encode("utf-8"))
    return changed


def remember_store(store: Path) -> None:
    """Put a store at the head of the recent ones."""
    first = str(store.resolve())
    known = [name for name in load().stores if name != first]
    save(stores=(first, *known)[:MOST_RECENT])


def recent_stores() -> list[Path]:
    """Return the stores that were open before and are still there, the last one first."""
    return [Path(name) for name in load().stores if Path(name).is_file()]
