"""Every page of the window draws itself."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage

from fieldcheck.gui import navigation
from fieldcheck.gui.selftest import distinct_colours, draw_every_page
from fieldcheck.store import Store


@pytest.mark.usefixtures("visit")
def test_every_page_is_drawn(store: Store) -> None:
    drawn = draw_every_page(store)
    assert list(drawn) == [
        "today",
        "inspections",
        "hazards",
        "sites",
        "documents",
        "exchange",
        "conflicts",
        "settings",
        "visit facts",
        "visit checklist",
        "visit review",
        "visit documents",
    ]
    assert all(colours > 8 for colours in drawn.values()), drawn


def test_each_page_of_the_rail_can_be_loaded() -> None:
    assert {entry.load().__name__ for entry in navigation.PAGES.values()} == {
        entry.page for entry in navigation.PAGES.values()
    }


def test_a_blank_picture_has_one_colour() -> None:
    image = QImage(90, 90, QImage.Format.Format_RGB32)
    image.fill(0)
    assert distinct_colours(image) == 1
