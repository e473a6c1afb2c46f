"""Packages that wait for earlier ones, on the Exchange page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fieldcheck.operations import package_log
from fieldcheck.store import Store
from tests.bureau import add_site
from tests.county import County, county, take
from tests.gui.exchange.test_exchange_page import page_of


@pytest.fixture
def land(tmp_path: Path) -> Iterator[County]:
    with county(tmp_path) as made:
        yield made


def written(laptop: Store, land: County) -> Path:
    add_site(laptop)
    return land.up(laptop).path


def test_what_waited_is_imported_with_what_was_missing(land: County, qtbot: QtBot) -> None:
    laptop = land.laptop("一号")
    first, second = written(laptop, land), written(laptop, land)
    take(land.bureau, second)
    with page_of(land.bureau, qtbot) as page:
        card = page.held_back
        assert "一号: came and waiting: 2; still to come: 1" in card.lines.text()
        assert card.isVisibleTo(page) and "Ask for what is missing" in card.next_step.text()
        page.arriving.add([first])
        page.session.tasks.drain()
        page.arriving.start()
        page.session.tasks.drain()
        assert [shown.path for shown in page.arriving.cards] == [first, second]
        assert page.arriving.summary.text() == "2 packages read: imported 2."
        assert not card.isVisibleTo(page)
        assert {entry.outcome for entry in package_log.entries(land.bureau.reader()) if not entry.outgoing} == {
            "imported"
        }


def test_a_button_imports_the_waiting_files_again(land: County, qtbot: QtBot) -> None:
    laptop = land.laptop("一号")
    first, second, third = (written(laptop, land) for _ in range(3))
    for path in (second, third, first):
        take(land.bureau, path)
    with page_of(land.bureau, qtbot) as page:
        card = page.held_back
        assert "2, 3: what was missing has come" in card.lines.text()
        assert card.again_button.text() == "Import the 2 waiting files again"
        card.again_button.click()
        page.session.tasks.drain()
        assert page.arriving.summary.text() == "2 packages read: imported 2."
        assert not card.isVisibleTo(page)


def test_files_that_are_gone_are_asked_for(land: County, qtbot: QtBot) -> None:
    laptop = land.laptop("一号")
    first, second = written(laptop, land), written(laptop, land)
    take(land.bureau, second)
    second.unlink()
    take(land.bureau, first)
    with page_of(land.bureau, qtbot) as page:
        assert "Open them again" in page.held_back.next_step.text()
        assert not page.held_back.again_button.isVisibleTo(page)
