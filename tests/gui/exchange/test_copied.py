"""A store that was copied: both sides say so in the window, and the way out is a button."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fieldcheck.operations import identity, imports, stores
from fieldcheck.operations.drop_folder import Synced
from fieldcheck.operations.packages import Exported
from fieldcheck.store import Store, devices
from tests.bureau import add_site
from tests.county import County, county
from tests.gui.exchange.test_exchange_page import page_of


@pytest.fixture
def land(tmp_path: Path) -> Iterator[County]:
    with county(tmp_path) as made:
        yield made


def forked(land: County, laptop: Store, backup: Path) -> Exported:
    """Let a copy of a laptop send before the laptop does; return the laptop's package, which is refused."""
    add_site(laptop)
    land.send_up(laptop)
    stores.backup_store(laptop, backup)
    copy = land.restored(backup)
    add_site(copy, "乙厂")
    land.send_up(copy)
    add_site(laptop, "丙厂")
    return land.up(laptop)


def test_the_bureau_says_where_the_way_out_is(land: County, qtbot: QtBot, tmp_path: Path) -> None:
    refused = forked(land, land.laptop("一号"), tmp_path / "copy.fcstore")
    with page_of(land.bureau, qtbot) as page:
        page.arriving.add([refused.path])
        page.session.tasks.drain()
        (card,) = page.arriving.cards
        assert "On 一号: open Settings" in card.way_out.text() and "type 2." in card.way_out.text()
        assert not page.copied.isVisibleTo(page)


def test_the_laptop_writes_as_another_device_and_asks_to_be_taken_in(
    land: County, qtbot: QtBot, tmp_path: Path
) -> None:
    laptop = land.laptop("一号")
    forked(land, laptop, tmp_path / "copy.fcstore")
    before = devices.own(laptop.reader()).id
    with page_of(laptop, qtbot) as page:
        page.session.committed.connect(page.changed)
        path = land.down(laptop).path
        page.arriving.add([path])
        page.session.tasks.drain()
        card = page.copied
        assert card.isVisibleTo(page) and not card.identity.form.isVisibleTo(card)
        card.identity.begin_button.click()
        assert card.identity.form.isVisibleTo(card)
        card.identity.take_button.click()
        page.session.tasks.drain()
        assert devices.own(laptop.reader()).id != before
        former = identity.former(laptop.reader())
        assert former is not None and former.device == before
        assert not card.isVisibleTo(page) and not page.arriving.cards
        assert "taken in again" in page.enrol.join.title.text() and page.enrol.join.isVisibleTo(page)
        card.offer(path)
        assert not card.isVisibleTo(page)


def test_a_package_in_the_shared_folder_offers_the_way_out_too(land: County, qtbot: QtBot, tmp_path: Path) -> None:
    laptop = land.laptop("一号")
    forked(land, laptop, tmp_path / "copy.fcstore")
    (verdict,) = imports.import_packages(laptop, [land.down(laptop).path])
    with page_of(laptop, qtbot) as page:
        shared = page.session.shared
        shared.state = replace(shared.state, done=Synced(verdicts=(verdict,)))
        shared.changed.emit()
        assert page.copied.isVisibleTo(page)
