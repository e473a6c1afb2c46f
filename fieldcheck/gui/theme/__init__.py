"""The look of the window: tokens, style sheet, icons, fonts.

Pages set dynamic properties and nothing else: `kind` of a button (primary, secondary, quiet, danger, icon) or of a
label (title, heading, body, label, muted, caption, danger; "text" is taken in a QLabel), `surface` of a frame.
"""

from fieldcheck.gui.theme.fonts import font
from fieldcheck.gui.theme.icons import icon, image, pixmap
from fieldcheck.gui.theme.stylesheet import MODES, apply, signals
from fieldcheck.gui.theme.styling import (
    button,
    icon_button,
    margins,
    restyle,
    set_kind,
    set_shown,
    surface,
    take_out,
    text_label,
)
from fieldcheck.gui.theme.tokens import DARK, LIGHT, Tokens, colour, current, tone_colours

__all__ = [
    "DARK",
    "LIGHT",
    "MODES",
    "Tokens",
    "apply",
    "button",
    "colour",
    "current",
    "font",
    "icon",
    "icon_button",
    "image",
    "margins",
    "pixmap",
    "restyle",
    "set_kind",
    "set_shown",
    "signals",
    "surface",
    "take_out",
    "text_label",
    "tone_colours",
]
