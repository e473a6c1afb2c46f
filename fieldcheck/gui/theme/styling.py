"""Style by dynamic property only: the words that pages use, so that no page holds a style sheet."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QLayout, QPushButton, QWidget

from fieldcheck.gui.theme.icons import icon as make_icon
from fieldcheck.gui.theme.icons import set_tone

BUTTON_KINDS = ("primary", "secondary", "quiet", "danger", "icon")
TEXT_KINDS = ("title", "heading", "body", "label", "muted", "caption", "danger")
GAP = 3
"""Between the icon and the words of a button, beside Qt's own 4 pixels."""

SURFACES = ("page", "card", "raised", "sunken", "rail")


def restyle(widget: QWidget) -> None:
    """Draw a widget anew after a dynamic property changed."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def set_kind(widget: QWidget, kind: str) -> None:
    """Make a button "primary", "secondary", "quiet", "danger" or "icon", or a label one of TEXT_KINDS."""
    if widget.property("kind") == kind:
        return
    widget.setProperty("kind", kind)
    if isinstance(widget, QPushButton):
        set_tone(widget, icon_tone(kind))
    restyle(widget)


def surface(frame: QFrame, kind: str) -> QFrame:
    """Give a frame the ground "page", "card", "raised", "sunken" or "rail"; return it."""
    frame.setProperty("surface", kind)
    restyle(frame)
    return frame


def set_shown(widget: QWidget, shown: bool) -> None:
    """Show or hide a part of a page; one that has no parent yet is shown with its page, never as a window."""
    if shown and widget.parentWidget() is None:
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)
    else:
        widget.setVisible(shown)


def text_label(text: str, kind: str = "body", *, wrap: bool = False) -> QLabel:
    """Return a label of one of TEXT_KINDS. Its text is plain: what people typed is never read as markup."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    label.setProperty("kind", kind)
    return label


def button(text: str, kind: str = "secondary", icon: str = "") -> QPushButton:
    """Return a push button; `icon` is a name of `resources/icons`."""
    made = QPushButton(text)
    made.setProperty("kind", kind)
    # Outside a dialog Qt lets only Space press a button; people press Enter too.
    made.setAutoDefault(True)
    if icon:
        gap = GAP if text else 0
        made.setIcon(make_icon(icon, icon_tone(kind), gap))
        made.setIconSize(QSize(16 + gap, 16))
    return made


def icon_button(icon: str, name: str) -> QPushButton:
    """Return a button that is only an icon; `name` is its accessible name and its tool tip."""
    made = button("", "icon", icon)
    made.setAccessibleName(name)
    made.setToolTip(name)
    return made


def icon_tone(kind: str) -> str:
    """Return the colour of an icon on a button of this kind."""
    return {"primary": "on_accent", "danger": "on_danger", "icon": "muted"}.get(kind, "text")


def take_out(layout: QLayout, keep: int = 0) -> None:
    """Take everything but the last `keep` items out of a layout; its widgets are gone from the page at once."""
    while layout.count() > keep:
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def margins(layout: QLayout, *sides: int) -> None:
    """Set all margins of a layout: one number, or (horizontal, vertical), or (left, top, right, bottom)."""
    left, top, right, bottom = {1: sides * 4, 2: sides * 2, 4: sides}[len(sides)]
    layout.setContentsMargins(left, top, right, bottom)
