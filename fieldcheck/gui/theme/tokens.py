"""Design tokens: the colours, type sizes and distances of the window, light and dark. Nothing else names a colour."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """Colours as #RRGGBB. `…_soft` is the ground on which the colour of the same name is read."""

    page: str
    card: str
    raised: str
    sunken: str
    rail: str
    hover: str
    text: str
    muted: str
    faint: str
    border: str
    border_strong: str
    accent: str
    accent_hover: str
    accent_pressed: str
    accent_soft: str
    on_accent: str
    neutral_soft: str
    info: str
    info_soft: str
    success: str
    success_soft: str
    warning: str
    warning_soft: str
    danger: str
    danger_hover: str
    danger_soft: str
    on_danger: str
    focus: str
    selection: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme: `sizes` of type and `spacing` are device-independent pixels, `name` is "light" or "dark"."""

    name: str
    colours: Colours
    caption: int = 12
    body: int = 14
    heading: int = 16
    title: int = 20
    spacing: tuple[int, ...] = (4, 8, 12, 16, 24, 32)
    row: int = 40
    button: int = 32
    radius: int = 6


LIGHT = Tokens(
    "light",
    Colours(
        page="#F6F8F8",
        card="#FFFFFF",
        raised="#FFFFFF",
        sunken="#EDF1F2",
        rail="#ECF0F1",
        hover="#E6ECEE",
        text="#182226",
        muted="#53646C",
        faint="#7C8C94",
        border="#DCE3E6",
        border_strong="#B9C5CA",
        accent="#0F6676",
        accent_hover="#0C5664",
        accent_pressed="#094652",
        accent_soft="#DDEFF2",
        on_accent="#FFFFFF",
        neutral_soft="#E9EEF0",
        info="#1B5A9E",
        info_soft="#E4EFFA",
        success="#17693F",
        success_soft="#DFF3E7",
        warning="#865000",
        warning_soft="#FCF0D9",
        danger="#B3261E",
        danger_hover="#971D17",
        danger_soft="#FCE8E6",
        on_danger="#FFFFFF",
        focus="#2590A5",
        selection="#D5EAEE",
    ),
)

DARK = Tokens(
    "dark",
    Colours(
        page="#151B1E",
        card="#1C2327",
        raised="#252E33",
        sunken="#11171A",
        rail="#10161A",
        hover="#29343A",
        text="#E7ECEE",
        muted="#A3B3BA",
        faint="#7F9098",
        border="#2E393F",
        border_strong="#48565D",
        accent="#56BACA",
        accent_hover="#70C7D5",
        accent_pressed="#8CD4DF",
        accent_soft="#17383F",
        on_accent="#06222A",
        neutral_soft="#2A343A",
        info="#84B7EF",
        info_soft="#182B40",
        success="#66C892",
        success_soft="#153423",
        warning="#E5B05A",
        warning_soft="#382B10",
        danger="#F58A7F",
        danger_hover="#F7A198",
        danger_soft="#401F1C",
        on_danger="#2B0B08",
        focus="#6CC6D5",
        selection="#1D434B",
    ),
)


class _Shown:
    tokens = LIGHT


def current() -> Tokens:
    """Return the theme that is shown now."""
    return _Shown.tokens


def show(tokens: Tokens) -> None:
    """Make `tokens` the current theme; `theme.apply` calls this and draws."""
    _Shown.tokens = tokens


def colour(name: str) -> QColor:
    """Return the current theme's colour of this name. Raises AttributeError for a name that is no token."""
    return QColor(getattr(current().colours, name))


_TONES = {
    "neutral": ("muted", "neutral_soft"),
    "info": ("info", "info_soft"),
    "success": ("success", "success_soft"),
    "warning": ("warning", "warning_soft"),
    "danger": ("danger", "danger_soft"),
    "major": ("on_danger", "danger"),
    "accent": ("accent", "accent_soft"),
}


def tone_colours(tone: str) -> tuple[QColor, QColor]:
    """Return (letters, ground) of a tone: neutral, info, success, warning, danger, major or accent."""
    letters, ground = _TONES[tone]
    return colour(letters), colour(ground)
