"""Draws the tokens: palette and style sheet of the whole application."""

from __future__ import annotations

from dataclasses import asdict
from functools import lru_cache
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from fieldcheck.gui.theme import fonts, icons, tokens
from fieldcheck.gui.theme.tokens import DARK, LIGHT, Tokens
from fieldcheck.paths import data_directory

MODES = ("system", "light", "dark")


class _Signals(QObject):
    changed = Signal()


class _Applied:
    mode = ""
    watching: object = None


signals = _Signals()
"""`signals.changed` follows every change of theme; what paints itself then asks for its colours again."""


def apply(app: QApplication, mode: str = "system") -> None:
    """Show `mode` ("light", "dark" or "system", which follows the desktop) in every window. Raises ValueError."""
    if mode not in MODES:
        raise ValueError(mode)
    _Applied.mode = mode
    if _Applied.watching is not app:
        _Applied.watching = app
        app.styleHints().colorSchemeChanged.connect(_follow_system)
    chosen = _chosen(app, mode)
    if chosen is tokens.current() and app.styleSheet():
        return
    tokens.show(chosen)
    app.setStyle("Fusion")
    app.setFont(fonts.font())
    app.setPalette(_palette(chosen))
    app.setStyleSheet(_sheet(chosen.name))
    icons.refresh()
    signals.changed.emit()


def _follow_system() -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication) and _Applied.mode == "system":
        apply(app, "system")


def _chosen(app: QApplication, mode: str) -> Tokens:
    dark = app.styleHints().colorScheme() == Qt.ColorScheme.Dark if mode == "system" else mode == "dark"
    return DARK if dark else LIGHT


@lru_cache(maxsize=2)
def _sheet(name: str) -> str:
    chosen = DARK if name == "dark" else LIGHT
    text = (data_directory("resources") / "themes" / "window.qss").read_text("utf-8")
    sizes = {"caption": chosen.caption, "body": chosen.body, "heading": chosen.heading, "title": chosen.title}
    return Template(text).substitute(asdict(chosen.colours), **sizes, radius=chosen.radius)


def _palette(chosen: Tokens) -> QPalette:
    colours = chosen.colours
    palette = QPalette()
    role = QPalette.ColorRole
    for name, value in (
        (role.Window, colours.page),
        (role.WindowText, colours.text),
        (role.Base, colours.card),
        (role.AlternateBase, colours.sunken),
        (role.Text, colours.text),
        (role.PlaceholderText, colours.faint),
        (role.Button, colours.card),
        (role.ButtonText, colours.text),
        (role.ToolTipBase, colours.raised),
        (role.ToolTipText, colours.text),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent),
        (role.Link, colours.accent),
        (role.Accent, colours.accent),
        (role.Mid, colours.border),
        (role.Dark, colours.border_strong),
    ):
        palette.setColor(name, QColor(value))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(colours.faint))
    return palette
