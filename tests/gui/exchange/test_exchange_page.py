"""The Exchange page: a laptop's package is written, previewed at the bureau, imported, refused by name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from fieldcheck.gui.pages.exchange.cards import OutgoingCard
from fieldcheck.gui.pages.exchange.device_cards import GrantForm, RevokeForm
from fieldcheck.gui.pages.exchange.page import ExchangePage
from fieldcheck.gui.session import Route, Session
from fieldcheck.model.records import Finding
from fieldcheck.operations import package_log
from fieldcheck.operations.background_export import Wanted
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
        page.writing.write(asked(card.export_button, card), land.folder)
        assert page.writing.progress.isVisibleTo(page)
        assert not card.isEnabled()
        page.session.tasks.drain()
        (card,) = page.cards
        assert card.waiting.text() == "Everything was sent."
        assert not card.export_button.isEnabled()
        assert card.rewrite_button.isVisibleTo(card)
        assert "Package 1 for" in page.writing.result.text()
        assert page.writing.open_button.isVisibleTo(page)
        page.writing.write(asked(card.rewrite_button, card), land.folder)
        page.session.tasks.drain()
        assert "Package 1 for" in page.writing.result.text()
        assert len(list(land.folder.glob("一号-*.fcpkg"))) == 2


def asked(button: QPushButton, card: OutgoingCard) -> list[Wanted]:
    """Return what a card asks for when a button of it is pressed."""
    found: list[list[Wanted]] = []
    card.export_requested.disconnect()
    card.export_requested.connect(found.append)
    button.click()
    return found[0]


def test_an_export_that_is_cancelled_leaves_nothing(land: County, qtbot: QtBot) -> None:
    laptop = laptop_with_hazards(land)
    before = set(land.folder.iterdir())
    with page_of(laptop, qtbot) as page:
        page.writing.write([Wanted(page.cards[0].found.to, "局")], land.folder)
        page.writing.progress.button.click()
        page.session.tasks.drain()
        assert "Stopped" in page.writing.result.text()
        assert not page.writing.open_button.isVisibleTo(page)
        assert set(land.folder.iterdir()) == before


def test_the_history_lists_packages_and_writes_one_again(land: County, qtbot: QtBot) -> None:
    laptop = laptop_with_hazards(land)
    land.up(laptop)
    land.send_down(laptop)
    with page_of(laptop, qtbot) as page:
        page.show_part("history")
        page.session.tasks.drain()
        history = page.history
        entries = package_log.entries(laptop.reader())
        assert [entry.outgoing for entry in entries] == [False, True, False]
        for entry in entries:
            history.table.model.index(0, 0).data()
            page.session.tasks.drain()
            history.table.select(entry.id)
            assert history.again_button.isEnabled() is entry.outgoing
        history.table.select(entries[1].id)
        with qtbot.waitSignal(history.again_requested) as heard:
            history.again_requested.disconnect(page.ask_again)
            history.again_button.click()
        assert heard.args == [Wanted(entries[1].device, entries[1].name, again=1)]


def test_a_bureau_sees_its_laptops_and_writes_for_all(land: County, qtbot: QtBot) -> None:
    for name in ("一号", "二号"):
        land.laptop(name)
    add_site(land.bureau)
    with page_of(land.bureau, qtbot) as page:
        page.show_part("laptops")
        first, second = page.laptops.cards.values()
        assert "Nothing has come from it yet." in first.lines.text()
        assert page.laptops.all_button.isEnabled()
        page.writing.write(page.laptops.due(), land.folder)
        page.session.tasks.drain()
        assert page.writing.result.text().count("is written") == 2
        assert page.laptops.cards[first.found.device] is first
        assert second.export_button.accessibleName() == "Write a package… (二号)"


def test_a_bureau_grants_numbers_in_the_card(land: County, qtbot: QtBot) -> None:
    laptop = land.laptop("一号")
    with page_of(land.bureau, qtbot) as page:
        page.session.committed.connect(page.changed)
        (card,) = page.laptops.cards.values()
        card.numbers_button.click()
        assert isinstance(card.form, GrantForm)
        card.form.grant_button.click()
        assert card.form.error.isVisibleTo(card)
        code, year = next(iter(card.form.blocks.counts))
        card.form.blocks.counts[code, year].setText("7")
        card.form.grant_button.click()
        page.session.tasks.drain()
        (card,) = page.laptops.cards.values()
        assert card.form is None
        assert f"{code} {year}: 57 of 57 numbers left" in card.lines.text()
        card.area_button.click()
        page.session.tasks.drain()
        assert page.enrol.admit.form is not None
    land.send_down(laptop)
    with page_of(laptop, qtbot) as page:
        assert f"{code} {year}: 57 of 57" in page.numbers.lines.text()
        assert not page.numbers.warning.isVisibleTo(page)


def test_a_bureau_revokes_a_laptop_with_a_reason(land: County, qtbot: QtBot) -> None:
    laptop = land.laptop("一号")
    add_site(laptop)
    late = land.up(laptop).path
    with page_of(land.bureau, qtbot) as page:
        page.session.committed.connect(page.changed)
        (card,) = page.laptops.cards.values()
        card.revoke_button.click()
        assert isinstance(card.form, RevokeForm)
        card.form.revoke_button.click()
        page.session.tasks.drain()
        assert "needs its reason" in card.form.error.text()
        card.form.reason.set_value("被盗")
        card.form.revoke_button.click()
        page.session.tasks.drain()
        (card,) = page.laptops.cards.values()
        assert card.found.revoked and card.chip.text() == "revoked"
        assert "被盗" in card.warning.text() and "numbers left" not in card.lines.text()
        assert not card.export_button.isVisibleTo(card)
        page.arriving.add([late])
        page.session.tasks.drain()
        (refused,) = page.arriving.cards
        assert "一号, which was revoked" in refused.error.text() and not refused.ready


def test_forty_packages_get_a_verdict_each_and_a_last_line(land: County, qtbot: QtBot) -> None:
    laptop = land.laptop("一号")
    paths = []
    for _ in range(39):
        add_site(laptop)
        paths.append(land.up(laptop).path)
    paths.append(land.folder / "broken.fcpkg")
    paths[-1].write_bytes(b"nothing of the kind")
    with page_of(land.bureau, qtbot) as page:
        arriving = page.arriving
        arriving.add(paths)
        qtbot.waitUntil(lambda: len(arriving.cards) == 40)
        page.session.tasks.drain()
        arriving.start()
        page.session.tasks.drain()
        assert arriving.summary.text() == "40 packages read: imported 39, not imported 1."
        assert {card.chip.text() for card in arriving.cards} == {"imported", "not imported"}
        arriving.clear_button.click()
        assert not arriving.cards and not arriving.summary.text()


def test_each_package_says_what_became_of_it_while_others_follow(land: County, qtbot: QtBot) -> None:
    laptop = land.laptop("一号")
    add_site(laptop)
    first = land.up(laptop).path
    add_site(laptop)
    _lost = land.up(laptop).path
    add_site(laptop)
    third = land.up(laptop).path
    with page_of(land.bureau, qtbot) as page:
        arriving = page.arriving
        arriving.add([first, third])
        page.session.tasks.drain()
        seen: list[list[str]] = []
        arriving._judged.connect(lambda _verdict: seen.append([card.chip.text() for card in arriving.cards]))
        arriving.start()
        page.session.tasks.drain()
        assert seen[0][0] == "imported"
        waits = arriving.cards[1]
        assert waits.chip.text() == "waits for an earlier package"
        assert "waits for package 2" in waits.text.text() and not waits.error.isVisibleTo(waits)


def test_the_bureau_sees_what_a_package_brings_and_imports_it(land: County, qtbot: QtBot) -> None:
    up = land.up(laptop_with_hazards(land))
    with page_of(land.bureau, qtbot) as page:
        assert [card.found.name for card in page.laptops.cards.values()] == ["一号"]
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
        page.writing.write([Wanted(page.cards[0].found.to, "局")], land.folder / "gone")
        page.session.tasks.drain()
        assert "gone" in page.writing.error.text()
        assert page.cards[0].isEnabled()


def test_a_store_of_no_bureau_says_so(session: Session, qtbot: QtBot) -> None:
    with page_of(session.store, qtbot) as page:
        assert not page.cards
        assert page.enrol.join.isVisibleTo(page) and not page.arriving.isVisibleTo(page)
