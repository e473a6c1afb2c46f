"""The Exchange page: a laptop's package is written, previewed at the bureau, imported, refused by name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fieldcheck.gui.pages.exchange.page import ExchangePage
from fieldcheck.gui.session import Route, Session
from fieldcheck.model.records import Finding
from fieldcheck.store import Store
from fieldcheck.store.queries import records
from tests.bureau import add_site, begin, fail
from tests.county import County, county


@pytest.fixture
def land(tmp_path: Path) -> Iterator[County]:
    with county(tmp_path) as made:
        yield made


@contextmanager
def page_of(store: Store, qtbot: QtBot) -> Iterator[ExchangePage]:
    with ExitStack() as closing:
        session = Session(store)
        closing.callback(session.deleteLater)
        closing.callback(session.tasks.close)
        page = ExchangePage(session)
        qtbot.addWidget(page)
        page.resize(1100, 740)
        page.show()
        page.open(Route("exchange"))
        session.tasks.drain()
        yield page


def laptop_with_hazards(land: County) -> Store:
    laptop = land.laptop("一号")
    fail(laptop, begin(laptop, "machinery", site=add_site(laptop)), "MEC-10", "MEC-11")
    return laptop


def test_a_laptop_writes_what_waits_and_the_same_again(land: County, qtbot: QtBot) -> None:
    with page_of(laptop_with_hazards(land), qtbot) as page:
        (card,) = page.cards
        assert "not yet sent" in card.waiting.text()
        page.export(card.found, land.folder)
        page.session.tasks.drain()
        (card,) = page.cards
        assert card.waiting.text() == "Everything was sent."
        assert not card.export_button.isEnabled()
        assert card.rewrite_button.isVisibleTo(card)
        assert "Package 1 for" in page.result.text()
        page.rewrite(card.found, land.folder)
        page.session.tasks.drain()
        assert "Package 1 for" in page.result.text()
        assert len(list(land.folder.glob("一号-*.fcpkg"))) == 2


def test_the_bureau_sees_what_a_package_brings_and_imports_it(land: County, qtbot: QtBot) -> None:
    up = land.up(laptop_with_hazards(land))
    with page_of(land.bureau, qtbot) as page:
        assert [card.found.name for card in page.cards] == ["一号"]
        arriving = page.arriving
        assert not arriving.import_button.isEnabled()
        arriving.add([up.path])
        page.session.tasks.drain()
        (card,) = arriving.cards
        assert "2 hazards" in card.text.text()
        assert not records.everything(land.bureau.reader(), Finding)
        with qtbot.waitSignal(page.session.committed):
            arriving.import_button.click()
            page.session.tasks.drain()
        assert len(records.everything(land.bureau.reader(), Finding)) == 2
        assert "new conflicts" in card.text.text()
        assert not arriving.import_button.isEnabled()
        arriving.add([up.path])
        page.session.tasks.drain()
        assert "nothing that is not here" in arriving.cards[0].text.text()


def test_an_altered_package_is_refused_by_name_and_the_others_are_imported(land: County, qtbot: QtBot) -> None:
    up = land.up(laptop_with_hazards(land))
    data = bytearray(up.path.read_bytes())
    data[len(data) // 2] ^= 1
    altered = land.folder / "altered.fcpkg"
    altered.write_bytes(data)
    with page_of(land.bureau, qtbot) as page:
        page.arriving.add([altered, up.path])
        page.session.tasks.drain()
        refused, good = page.arriving.cards
        assert refused.error.isVisibleTo(refused)
        assert (refused.ready, good.ready) == (False, True)
        page.arriving.start()
        page.session.tasks.drain()
        assert len(records.everything(land.bureau.reader(), Finding)) == 2


def test_a_folder_that_is_not_there_is_named(land: County, qtbot: QtBot) -> None:
    with page_of(laptop_with_hazards(land), qtbot) as page:
        page.export(page.cards[0].found, land.folder / "gone")
        page.session.tasks.drain()
        assert "gone" in page.error.text()
        assert page.cards[0].isEnabled()


def test_a_store_of_no_bureau_says_so(session: Session, qtbot: QtBot) -> None:
    with page_of(session.store, qtbot) as page:
        assert not page.cards
        assert page.enrol.join.isVisibleTo(page) and not page.arriving.isVisibleTo(page)
