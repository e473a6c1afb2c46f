"""Icons of `resources/icons`, drawn in a colour of the theme, crisp at any scale."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication

from fieldcheck.gui.theme.tokens import colour
from fieldcheck.paths import data_directory

_SIZES = (16, 20, 32, 48)
"""Pixels: 16 and 20 as they are drawn, the others for scales of 1.5 and 2; Qt takes the next larger one."""

_TONES = {"neutral": "muted"}
_ON_COLOUR = ("on_accent", "on_danger")
"""Tones for a coloured ground: Qt's own paler copy is not seen on the grey ground of a disabled button."""

_made: dict[int, tuple[str, str, int]] = {}
"""What each icon that was handed out shows, by its cache key, so that a new theme can exchange it."""


@lru_cache(maxsize=256)
def _source(name: str) -> bytes:
    return (data_directory("resources") / "icons" / f"{name}.svg").read_bytes()


def _renderer(name: str, colour_name: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_source(name).replace(b"currentColor", colour_name.encode())))


def _draw(renderer: QSvgRenderer, pixels: int, gap: int = 0) -> QImage:
    image = QImage(QSize(pixels + gap, pixels), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return image


@lru_cache(maxsize=1024)
def _drawn(name: str, colour_name: str, pixels: int) -> QImage:
    return _draw(_renderer(name, colour_name), pixels)


def _colour_of(tone: str) -> str:
    return colour(_TONES.get(tone, tone)).name()


@lru_cache(maxsize=512)
def _icon(name: str, colour_name: str, gap: int, disabled: str) -> QIcon:
    made = QIcon()
    for colour_of_mode, mode in ((colour_name, QIcon.Mode.Normal), (disabled, QIcon.Mode.Disabled)):
        if colour_of_mode:
            renderer = _renderer(name, colour_of_mode)
            for pixels in _SIZES:
                made.addPixmap(QPixmap.fromImage(_draw(renderer, pixels, pixels * gap // 16)), mode)
    return made


def icon(name: str, tone: str = "text", gap: int = 0) -> QIcon:
    """Return an icon in the colour of `tone` (a colour token). Raises FileNotFoundError for an unknown name.

    `gap` is empty room at its right, in sixteenths of its height: what a button leaves before its words is too little.
    """
    disabled = _colour_of("faint") if tone in _ON_COLOUR else ""
    made = _icon(name, _colour_of(tone), gap, disabled)
    _made[made.cacheKey()] = (name, tone, gap)
    return made


def image(name: str, size: int, tone: str = "text", ratio: float = 1.0) -> QImage:
    """Return an icon as an image of `size` device-independent pixels, for a painter."""
    drawn = QImage(_drawn(name, _colour_of(tone), round(size * ratio)))
    drawn.setDevicePixelRatio(ratio)
    return drawn


def pixmap(name: str, size: int, tone: str = "text", ratio: float = 1.0) -> QPixmap:
    """Return an icon as a pixmap of `size` device-independent pixels at this device ratio."""
    return QPixmap.fromImage(image(name, size, tone, ratio))


def refresh() -> None:
    """Exchange every icon on a button or an action for the same one in the current theme."""
    for widget in QApplication.allWidgets():
        if isinstance(widget, QAbstractButton):
            _exchange(widget)
        for action in widget.actions():
            _exchange(action)


def set_tone(holder: QAbstractButton, tone: str) -> None:
    """Draw the icon of a button, where it has one, in another colour."""
    known = _made.get(holder.icon().cacheKey())
    if known is not None:
        holder.setIcon(icon(known[0], tone, known[2]))


def _exchange(holder: QAbstractButton | QAction) -> None:
    known = _made.get(holder.icon().cacheKey())
    if known is not None:
        holder.setIcon(icon(*known))


def forget() -> None:
    """Drop the pixmaps before the application object goes."""
    _icon.cache_clear()
    _made.clear()
