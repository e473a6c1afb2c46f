"""A laptop joins a bureau in the two windows, words compared on both sides."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from fieldcheck.exchange import certificates
from fieldcheck.gui.pages.exchange.page import ExchangePage
from fieldcheck.gui.pages.new_visit import NewVisit
from fieldcheck.gui.pages.settings import SettingsPage
from fieldcheck.gui.session import Route, Session
from fieldcheck.model.values import Role
from fieldcheck.operations import (
    approving,
    enrolment,
    exchange_wording,
    numbers,
    outstanding,
    revocations,
    stores,
    trust,
)
from fieldcheck.operations.numbers import SERIES_CODES, Grant
from fieldcheck.store import Store, devices
from tests.bureau import add_site
from tests.county import CITY, County, bureau_name, county
from tests.gui.exchange.test_exchange_page import page_of
from tests.stores import CHEAP, PASSPHRASE

YEAR = date.today().year


@pytest.fixture
def land(tmp_path: Path) -> Iterator[County]:
    with county(tmp_path) as made:
        yield made


def drop(page: ExchangePage, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    none = (Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier)
    page.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, *none))
    page.session.tasks.drain()


def asked(land: County, laptop: Store, name: str = "三号") -> Path:
    return enrolment.write_request(laptop, name, land.folder / f"{name}.fcrequest")


def answered(land: County, laptop: Store) -> Path:
    request = enrolment.read_request(enrolment.request(laptop, "三号"))
    return enrolment.approve(land.bureau, request, land.folder).path


@contextmanager
def settings_of(store: Store, qtbot: QtBot) -> Iterator[SettingsPage]:
    session = Session(store)
    page = SettingsPage(session)
    qtbot.addWidget(page)
    page.open(Route("settings"))
    yield page
    session.tasks.drain()


def shown(widget: QWidget) -> str:
    labels = (label for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))
    return "\n".join(label.text() for label in labels)


def scope(store: Store) -> certificates.Scope:
    return trust.own_certificate(store.reader()).scope


def test_a_laptop_joins(land: County, qtbot: QtBot) -> None:
    add_site(land.bureau, town="永安街道")
    laptop, path = land.new_laptop("三号"), land.folder / "三号.fcrequest"
    with page_of(laptop, qtbot) as here, page_of(land.bureau, qtbot) as there:
        here.session.committed.connect(here.changed)
        join, admit = here.enrol.join, there.enrol.admit
        assert join.isVisibleTo(here) and not here.enrol.admit.isVisibleTo(here)
        assert there.arriving.isVisibleTo(there)
        there.show_part("laptops")
        assert admit.isVisibleTo(there) and not there.enrol.join.isVisibleTo(there)
        assert join.name.value() == "三号"
        assert not here.arriving.isVisibleTo(here)
        assert "No laptop" in there.laptops.summary.text()
        own = join.words.text()
        join.write_request(path)
        here.session.tasks.drain()
        assert "Waiting" in join.title.text() and str(path) in join.text.text()
        assert join.words.text() == own
        drop(there, path)
        form = admit.form
        assert form is not None
        assert form.words.text() == own
        assert form.blocks.value() == tuple(Grant(code, YEAR, 50) for code in numbers.SERIES_CODES.values())
        form.name.set_value("三号车")
        form.towns.boxes["永安街道"].click()
        form.towns.others.setText("滨河镇，清源镇")
        form.sectors.boxes["industry_trade"].click()
        form.blocks.counts[("应急责改", YEAR)].setText("7")
        form.blocks.counts[("应急责改", YEAR + 1)].setText("3")
        form.blocks.counts[("应急问题", YEAR)].setText("")
        form.approve(land.folder)
        there.session.tasks.drain()
        assert admit.form is None
        (answer,) = land.folder.glob("*.fcpkg")
        drop(here, answer)
        assert not here.arriving.cards
        assert join.words.text() == admit.words.text()
        assert "三号车" in join.text.text() and "滨河镇" in join.text.text()
        assert not trust.is_enrolled(laptop.reader())
        join.accept()
        here.session.tasks.drain()
        assert trust.is_enrolled(laptop.reader())
        assert "bureau's profile: 1" in join.text.text() and f"number blocks: {len(SERIES_CODES)}" in join.text.text()
        assert (scope(laptop).towns, scope(laptop).sectors) == (("永安街道", "滨河镇", "清源镇"), ("industry_trade",))
        assert len(here.cards) == 1
        assert here.arriving.isVisibleTo(here)
        join.close_button.click()
        here.open(Route("exchange"))
        here.session.tasks.drain()
        assert not join.isVisibleTo(here)


def test_an_answer_with_other_words_is_not_opened(land: County, qtbot: QtBot) -> None:
    laptop = land.new_laptop("三号")
    with page_of(laptop, qtbot) as page:
        page.enrol.join.open_answer(answered(land, laptop))
        page.session.tasks.drain()
        page.enrol.join.refuse_button.click()
        assert page.enrol.join.offered is None
        assert "not your bureau" in page.enrol.join.error.text()
        assert not trust.is_enrolled(laptop.reader())
        page.enrol.join.open_answer(land.folder / "nothing.fcpkg")
        page.session.tasks.drain()
        assert page.enrol.join.error.text() and page.enrol.join.offered is None


def test_a_request_without_a_name_is_refused(land: County, qtbot: QtBot) -> None:
    with page_of(land.new_laptop("三号"), qtbot) as page:
        page.enrol.join.name.set_value("")
        page.enrol.join.request_button.click()
        assert page.enrol.join.name.error()
        page.enrol.join.write_request(land.folder / "a.fcrequest")
        page.session.tasks.drain()
        assert "needs a name" in page.enrol.join.error.text()
        assert not list(land.folder.iterdir())


def test_a_store_that_waits_says_so_when_it_opens(land: County, qtbot: QtBot) -> None:
    laptop = land.new_laptop("三号")
    path = asked(land, laptop, "四号")
    with page_of(laptop, qtbot) as page:
        assert "Waiting" in page.enrol.join.title.text()
        assert str(path) in page.enrol.join.text.text() and "四号" in page.enrol.join.text.text()
        assert " ".join(trust.own_fingerprint(laptop.reader())) == page.enrol.join.words.text()


def test_a_laptop_is_taken_in_again_with_what_it_has(land: County, qtbot: QtBot) -> None:
    laptop = land.laptop("三号", "永安街道", sectors=("mining",))
    device = devices.own(laptop.reader()).id
    with page_of(land.bureau, qtbot) as page:
        admit = page.enrol.admit
        admit.open_device(device)
        page.session.tasks.drain()
        form = admit.form
        assert form is not None
        assert (form.name.value(), form.towns.value(), form.sectors.value()) == ("三号", ("永安街道",), ("mining",))
        assert form.words.text() == " ".join(trust.own_fingerprint(laptop.reader()))
        assert form.blocks.value() == () and not form.role.isEnabled()
        assert f"应急责改〔{YEAR}〕1–50" in shown(form)
        form.towns.others.setText("滨河镇")
        form.approve(land.folder)
        page.session.tasks.drain()
        assert admit.form is None
        known = trust.known(land.bureau.reader())[device]
        assert known.scope.towns == ("滨河镇",)
        blocks = numbers.blocks(land.bureau.reader(), device)
        assert len(blocks) == len(numbers.SERIES_CODES)


def test_what_the_form_lacks_is_said_and_nobody_is_taken_in(land: County, qtbot: QtBot) -> None:
    laptop = land.new_laptop("三号")
    with page_of(land.bureau, qtbot) as page:
        admit = page.enrol.admit
        drop(page, asked(land, laptop))
        form = admit.form
        assert form is not None
        form.name.set_value("")
        form.approve_button.click()
        assert form.name.error()
        form.name.set_value(bureau_name(land.bureau))
        form.approve_button.click()
        assert "called so" in form.name.error()
        form.name.set_value("三号")
        form.approve(land.folder / "nowhere")
        page.session.tasks.drain()
        assert "nowhere" in form.error.text() and form.isEnabled()
        assert form.role.editor.findData(Role.BUREAU.value) == -1
        form.cancel_button.click()
        assert admit.form is None and admit.open_button.isVisibleTo(page)
        assert len(devices.every(land.bureau.reader())) == 1
        (land.folder / "wrong.fcrequest").write_text("{}")
        drop(page, land.folder / "wrong.fcrequest")
        assert admit.form is None and admit.error.text()


def test_a_bureau_can_join_a_higher_one(land: County, qtbot: QtBot) -> None:
    with page_of(land.bureau, qtbot) as page:
        page.show_part("laptops")
        assert not page.enrol.join.isVisibleTo(page)
        page.enrol.higher_button.click()
        assert page.enrol.join.isVisibleTo(page) and not page.enrol.higher_button.isVisibleTo(page)
        page.enrol.join.write_request(land.folder / "县.fcrequest")
        page.session.tasks.drain()
        assert "Waiting" in page.enrol.join.title.text()


def test_a_bureau_joins_the_city_though_packages_of_its_laptops_come_with_the_answer(
    land: County, qtbot: QtBot
) -> None:
    laptop = land.laptop("三号")
    add_site(laptop)
    sent = land.up(laptop).path
    city = land.new_bureau("city", CITY)
    path = land.folder / "莱山.fcrequest"
    with page_of(land.bureau, qtbot) as here, page_of(city, qtbot) as there:
        here.show_part("laptops")
        here.enrol.higher_button.click()
        assert "Name of the bureau" in shown(here.enrol.join) and "laptop" not in shown(here.enrol.join)
        here.enrol.join.write_request(path)
        here.session.tasks.drain()
        drop(there, path)
        form = there.enrol.admit.form
        assert form is not None and "its clerk" in shown(form) and "laptop" not in shown(form)
        assert not form.blocks.isVisibleTo(form) and not form.role.isVisibleTo(form)
        form.approve(land.folder)
        there.session.tasks.drain()
        there.open(Route("exchange"))
        there.session.tasks.drain()
        assert there.tabs.tabText(1) == "Bureaus and laptops (1)"
        assert there.laptops.summary.text() == "1 taken in; 0 to write for."
        (answer,) = land.folder.glob("烟台*.fcpkg")
        drop(here, sent, answer)
        here.session.tasks.drain()
        assert [card.path for card in here.arriving.cards] == [sent]
        join = here.enrol.join
        assert join.isVisibleTo(here) and "takes this bureau in" in join.text.text()
        join.accept()
        here.session.tasks.drain()
        assert "This bureau now belongs to 烟台市应急管理局." in join.title.text()


def test_the_answer_is_found_among_other_files(land: County, qtbot: QtBot) -> None:
    laptop, other = land.new_laptop("三号"), land.new_laptop("四号")
    answer, another = answered(land, laptop), answered(land, other)
    with page_of(laptop, qtbot) as page:
        drop(page, another, answer)
        assert page.enrol.join.offered is not None and page.enrol.join.offered.path == answer
        page.enrol.join.refuse()
        drop(page, answer, another)
        assert page.enrol.join.offered is not None


def test_a_bureau_whose_store_is_lost_is_taken_for_ones_own_once_its_words_were_compared(
    land: County, qtbot: QtBot, tmp_path: Path
) -> None:
    laptop = land.laptop("三号")
    other = land.new_bureau("other", CITY)
    asked = enrolment.read_request(enrolment.request(laptop, "三号"))
    answer = enrolment.approve(other, asked, land.folder).path
    with page_of(laptop, qtbot) as page:
        page.arriving.add([answer])
        page.session.tasks.drain()
        page.session.tasks.drain()
        join = page.enrol.join
        assert not page.arriving.cards and join.isVisibleTo(page)
        assert "烟台市应急管理局" in join.title.text()
        join.accept()
        page.session.tasks.drain()
        # It took nobody's place, so that the laptop stays where it is.
        assert "already belongs to" in join.error.text()


def test_an_answer_that_was_written_again_arrives_like_any_package(land: County, qtbot: QtBot) -> None:
    laptop = land.laptop("三号", "永安街道")
    again = approving.proposed_again(land.bureau.reader(), "三号").request
    written = enrolment.approve(land.bureau, again, land.folder, towns=("滨河镇",), grants=())
    with page_of(laptop, qtbot) as page:
        drop(page, written.path)
        (card,) = page.arriving.cards
        assert "answer again" in card.text.text()
        assert page.enrol.join.offered is None


def test_a_store_that_was_put_back_says_why_it_must_be_taken_in_again(
    land: County, qtbot: QtBot, tmp_path: Path
) -> None:
    laptop = land.laptop("三号")
    old = devices.own(laptop.reader()).id
    with settings_of(laptop, qtbot) as settings:
        panel = settings.store_panel.identity
        assert panel.isVisibleTo(settings)
        panel.begin_button.click()
        panel.first.set_value("甲")
        panel.take()
        assert "number alone" in panel.first.error()
        panel.first.set_value("99")
        panel.take()
        settings.session.tasks.drain()
        assert "no number of a change" in panel.error.text()
        panel.first.set_value("")
        panel.take()
        settings.session.tasks.drain()
        assert not panel.form.isVisibleTo(settings)
    path = land.folder / "again.fcrequest"
    with page_of(laptop, qtbot) as here, page_of(land.bureau, qtbot) as there:
        join = here.enrol.join
        assert join.isVisibleTo(here) and join.title.text() == "This store must be taken in again"
        assert "A copy of it wrote" in join.text.text() and join.name.value() == "三号"
        join.write_request(path)
        here.session.tasks.drain()
        assert "Waiting" in join.title.text()
        drop(there, path)
        form = there.enrol.admit.form
        assert form is not None and form.replaces.value() == old and form.ended.isVisibleTo(form)
        assert "Another one" in form.name.error()
        form.ended.setChecked(True)
        assert form.name.error() == ""
        form.approve(land.folder)
        there.session.tasks.drain()
        assert [one.device for one in revocations.revoked(land.bureau.reader())] == [old]


def test_an_enterprise_is_taken_in_for_its_site(land: County, qtbot: QtBot, tmp_path: Path) -> None:
    site, _other = add_site(land.bureau, "龙江塑编"), add_site(land.bureau, "别处化工")
    made = stores.create_to_join(tmp_path / "unit.fcstore", PASSPHRASE, Role.ENTERPRISE, "龙江塑编", cost=CHEAP)
    with made as unit, page_of(unit, qtbot) as here, page_of(land.bureau, qtbot) as there:
        with settings_of(unit, qtbot) as settings:
            assert "Officers" not in shown(settings)
        drop(there, asked(land, unit, "龙江塑编"))
        form = there.enrol.admit.form
        assert form is not None
        there.session.tasks.drain()
        assert form.site.table.count() == 1
        assert form.site.isVisibleTo(form)
        assert not form.towns.isVisibleTo(form) and not form.blocks.isVisibleTo(form)
        form.approve_button.click()
        assert "Choose the site" in form.site.error.text()
        form.site.table.select(site)
        form.approve(land.folder)
        there.session.tasks.drain()
        (answer,) = land.folder.glob("*.fcpkg")
        drop(here, answer)
        assert "this enterprise" in here.enrol.join.text.text()
        here.enrol.join.accept()
        here.session.tasks.drain()
        assert trust.own_site(unit.reader()) == site
        assert [exchange_wording.area(one) for one in outstanding.outstanding(land.bureau)] == ["its own matters"]
        again = approving.proposed_again(land.bureau.reader(), devices.own(unit.reader()).id)
        assert again.site == (site, "龙江塑编")
        visit = NewVisit(here.session)
        qtbot.addWidget(visit)
        visit.begin(site)
        assert visit.kind.value() == "self_check"
        with settings_of(unit, qtbot) as settings:
            assert "龙江塑编" in shown(settings) and not settings.officers.isVisibleTo(settings)
