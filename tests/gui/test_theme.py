"""Tokens, icons, and a change of theme while the window is open."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldcheck.gui import theme
from fieldcheck.gui.theme.tokens import DARK, LIGHT, Tokens
from fieldcheck.paths import data_directory

READ_ON = [
    ("text", "page"), ("text", "card"), ("text", "raised"), ("text", "sunken"), ("text", "rail"), ("text", "selection"),
    ("text", "hover"), ("muted", "page"), ("muted", "card"), ("muted", "rail"), ("muted", "neutral_soft"),
    ("muted", "selection"), ("on_accent", "accent"), ("on_accent", "accent_hover"), ("on_danger", "danger"),
    ("info", "info_soft"), ("success", "success_soft"), ("warning", "warning_soft"), ("danger", "danger_soft"),
    ("danger", "card"), ("danger", "page"), ("accent", "accent_soft"),
]  # fmt: skip


@pytest.fixture
def light_again(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    theme.apply(qapp, "light")


def luminance(colour: QColor) -> float:
    parts = [channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4
             for channel in (colour.redF(), colour.greenF(), colour.blueF())]  # fmt: skip
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(first: str, second: str) -> float:
    low, high = sorted((luminance(QColor(first)), luminance(QColor(second))))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("letters", "ground"), READ_ON)
def test_letters_are_read_on_their_ground(tokens: Tokens, letters: str, ground: str) -> None:
    """WCAG 2.1, 1.4.3: at least 4.5 to 1."""
    assert contrast(getattr(tokens.colours, letters), getattr(tokens.colours, ground)) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_the_focus_ring_is_seen(tokens: Tokens) -> None:
    """WCAG 2.1, 1.4.11: at least 3 to 1 beside what it surrounds."""
    for ground in ("card", "page", "rail"):
        assert contrast(tokens.colours.focus, getattr(tokens.colours, ground)) >= 3


def test_every_icon_draws(qapp: QApplication) -> None:
    for path in sorted((data_directory("resources") / "icons").glob("*.svg")):
        image = theme.image(path.stem, 20, "text", 2.0)
        assert (image.width(), image.devicePixelRatio()) == (40, 2.0)
        assert any(image.pixelColor(x, y).alpha() for x in range(40) for y in range(40)), path.stem


def test_an_icon_that_is_not_there_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        theme.icon("no-such-icon")


def test_a_change_of_theme_reaches_icons_and_signals(light_again: QApplication, qtbot: QtBot) -> None:
    button = theme.button("Save", "secondary", "save")
    qtbot.addWidget(button)
    light = button.icon().cacheKey()
    with qtbot.waitSignal(theme.signals.changed):
        theme.apply(light_again, "dark")
    assert theme.current() is DARK
    assert button.icon().cacheKey() != light
    assert light_again.palette().window().color().name() == DARK.colours.page.lower()


def test_another_word_for_a_theme_is_refused(qapp: QApplication) -> None:
    with pytest.raises(ValueError, match="sepia"):
        theme.apply(qapp, "sepia")


def test_the_icon_of_a_button_takes_the_colour_of_its_new_kind(qapp: QApplication, qtbot: QtBot) -> None:
    button = theme.button("x", "primary", "printer")
    qtbot.addWidget(button)
    theme.set_kind(button, "secondary")
    plain = theme.button("x", "secondary", "printer")
    qtbot.addWidget(plain)
    assert button.icon().cacheKey() == plain.icon().cacheKey()


def test_the_icon_of_a_disabled_primary_button_is_seen_on_grey(qapp: QApplication) -> None:
    drawn = theme.icon("printer", "on_accent").pixmap(16, QIcon.Mode.Disabled).toImage()
    shown = {
        drawn.pixelColor(x, y).name() for x in range(16) for y in range(16) if drawn.pixelColor(x, y).alpha() > 250
    }
    assert shown == {QColor(LIGHT.colours.faint).name()}
