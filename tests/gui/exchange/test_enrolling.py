"""A laptop joins a bureau in the two windows, words compared on both sides."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fieldcheck.operations import trust
from tests.county import County, county
from tests.gui.exchange.test_exchange_page import page_of


@pytest.fixture
def land(tmp_path: Path) -> Iterator[County]:
    with county(tmp_path) as made:
        yield made


def test_a_laptop_joins(land: County, qtbot: QtBot) -> None:
    laptop, path = land.new_laptop("三号"), land.folder / "三号.fcrequest"
    with page_of(laptop, qtbot) as here, page_of(land.bureau, qtbot) as there:
        here.session.committed.connect(here.changed)
        assert here.enrol.request_button.isVisibleTo(here)
        assert not here.enrol.open_button.isVisibleTo(here)
        own = here.enrol.words.text()
        here.enrol.name.setText("三号")
        here.enrol.write_request(path)
        here.session.tasks.drain()
        there.enrol.open_request(path)
        there.session.tasks.drain()
        assert there.enrol.words.text() == own
        there.enrol.approve(land.folder)
        there.session.tasks.drain()
        (answer,) = land.folder.glob("*.fcpkg")
        here.enrol.open_answer(answer)
        here.session.tasks.drain()
        assert here.enrol.words.text() == there.enrol.words.text()
        assert not trust.is_enrolled(laptop.reader())
        here.enrol.accept()
        here.session.tasks.drain()
        assert trust.is_enrolled(laptop.reader())
        assert len(here.cards) == 1
        assert not here.nobody.isVisibleTo(here)


def test_a_request_without_a_name_is_refused(land: County, qtbot: QtBot) -> None:
    with page_of(land.new_laptop("三号"), qtbot) as page:
        page.enrol.write_request(land.folder / "a.fcrequest")
        page.session.tasks.drain()
        assert "needs a name" in page.enrol.error.text()
        assert not list(land.folder.iterdir())
