"""Hazards for the bureau: filters, the ledger, and the page of one hazard with its photos, documents and history."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldcheck.gui import record_history, record_words, texts
from fieldcheck.gui.hazard_facts import read
from fieldcheck.gui.main_window import MainWindow
from fieldcheck.gui.page import Page
from fieldcheck.gui.pages.hazard import PHOTO, HazardPage
from fieldcheck.gui.pages.hazards import HazardsPage
from fieldcheck.gui.pages.inspections import InspectionsPage
from fieldcheck.gui.pages.list_page import chosen
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.fields import ComboBox
from fieldcheck.gui.widgets.photo_tile import PhotoTile
from fieldcheck.gui.widgets.photo_viewer import PhotoViewer
from fieldcheck.gui.widgets.status_chip import StatusChip
from fieldcheck.model.canonical import Json
from fieldcheck.model.document import DocumentKind
from fieldcheck.model.journal import Change
from fieldcheck.model.records import Finding
from fieldcheck.operations import conflicts, documents, findings, inspections, ledger, photos, profile, search
from fieldcheck.operations.files import FileNotWritten
from fieldcheck.store import Store
from fieldcheck.store import search as index
from fieldcheck.store.queries import records
from fieldcheck.translation import set_language
from tests.bureau import add_site, begin, fail
from tests.county import County, county
from tests.documents.ledgers import jpeg

YESTERDAY = date.today() - timedelta(days=1)


def settle(session: Session) -> None:
    for _ in range(4):
        session.tasks.drain()
        QApplication.processEvents()


def shown(page: Page, session: Session, qtbot: QtBot, route: Route) -> None:
    qtbot.addWidget(page)
    page.resize(1180, 738)
    page.show()
    session.committed.connect(page.changed)
    page.open(route)
    settle(session)


def words(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def chips(widget: QWidget) -> list[str]:
    return [chip.text() for chip in widget.findChildren(StatusChip) if chip.isVisibleTo(widget)]


def press(page: QWidget, text: str) -> None:
    found = [button for button in page.findChildren(QPushButton) if button.text() == text and button.isVisibleTo(page)]
    assert found, text
    found[0].click()


def choose(box: ComboBox, value: str) -> None:
    box.setCurrentIndex(box.findData(value))


def choices(box: ComboBox) -> list[str]:
    return [str(box.itemData(row) or "") for row in range(1, box.count())]


@pytest.fixture
def hazards(session: Session, visit: str) -> list[str]:
    """Two hazards of the visit: one overdue and with a photo, one major."""
    store = session.store
    for item in ("CSP-10", "CSP-11"):
        inspections.answer(store, visit, "confined-spaces", item, "fail")
    first, second = (finding.id for finding in findings.standing(store.reader(), visit))
    officer = session.officer
    findings.edit(store, first, {"description": "气体检测仪过期", "deadline": YESTERDAY, "location": "库房"}, officer)
    findings.edit(store, second, {"deadline": date.today() + timedelta(days=9)})
    findings.confirm_level(store, second, "major", officer)
    photos.add(store, photos.Target(visit, first), [photos.NewPhoto("a.jpg", jpeg(80, 60))])
    return [first, second]


@pytest.fixture
def land(tmp_path: Path) -> Iterator[County]:
    """A bureau with two laptops; the first sent a hazard, and both changed its measure."""
    with county(tmp_path) as made:
        one, two = made.laptop("一号机"), made.laptop("二号机")
        visit = begin(one, site=add_site(one, "甲厂", town="城港街道"))
        (finding,) = fail(one, visit, "MEC-10")
        fail(two, begin(two, site=add_site(two, "乙厂", town="永安街道")), "MEC-12")
        made.send_up(one)
        made.send_down(two)
        findings.edit(one, finding, {"measure": "立即停用"})
        findings.edit(two, finding, {"measure": "限期三日整改"})
        made.send_up(one)
        made.send_up(two)
        yield made


@pytest.fixture
def bureau(qapp: QApplication, land: County) -> Iterator[Session]:
    opened = Session(land.bureau)
    yield opened
    opened.tasks.close()
    opened.deleteLater()


def test_filters_narrow_the_list(session: Session, hazards: list[str], qtbot: QtBot) -> None:
    page = HazardsPage(session)
    shown(page, session, qtbot, Route("hazards"))
    assert sorted(page.table.model.ids) == sorted(hazards)
    for box, value, expected in (
        (page._level, "major", hazards[1:]),
        (page._state, "overdue", hazards[:1]),
        (page._state, "ordered", []),
        (page._town, "永安街道", hazards),
        (page._sector, "industry_trade", hazards),
    ):
        choose(box, value)
        settle(session)
        assert sorted(page.table.model.ids) == sorted(expected), value
        assert ("Nothing matches" in " ".join(words(page.table))) == (not expected)
        box.setCurrentIndex(0)
    settle(session)
    assert page.table.count() == 2


def test_one_laptop_needs_no_filter_and_no_column(session: Session, hazards: list[str], qtbot: QtBot) -> None:
    page = HazardsPage(session)
    shown(page, session, qtbot, Route("hazards"))
    assert not page._laptop.isVisible()
    assert page.table.view.isColumnHidden(5)
    assert not page.several_laptops


def test_a_filter_keeps_what_was_chosen_when_more_comes(session: Session, hazards: list[str], qtbot: QtBot) -> None:
    page = HazardsPage(session)
    shown(page, session, qtbot, Route("hazards"))
    choose(page._town, "永安街道")
    site = add_site(session.store, "丙厂", town="城港街道")
    session.committed.emit(inspections.start(session.store, site, {"visit_kind": "enforcement"}, ["machinery"]))
    settle(session)
    assert choices(page._town) == ["城港街道", "永安街道"]
    assert chosen(page._town) == "永安街道"


def test_the_bureau_tells_laptops_apart(bureau: Session, qtbot: QtBot) -> None:
    page = HazardsPage(bureau)
    shown(page, bureau, qtbot, Route("hazards"))
    assert page._laptop.isVisible()
    assert [page._laptop.itemText(row) for row in range(1, page._laptop.count())] == ["一号机", "二号机"]
    assert not page.table.view.isColumnHidden(5)
    page._laptop.setCurrentIndex(2)
    settle(bureau)
    assert page.table.count() == 1
    assert "二号机" in words(page.panel)
    visits = InspectionsPage(bureau)
    shown(visits, bureau, qtbot, Route("inspections"))
    assert not visits.table.view.isColumnHidden(5)
    assert {"一号机", "二号机"} & set(words(visits.panel))


def test_the_search_index_catches_up_while_the_page_is_open(
    session: Session, hazards: list[str], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "AT_ONCE", 1)
    page = HazardsPage(session)
    shown(page, session, qtbot, Route("hazards"))
    assert not index.behind(session.reader())
    page.search.setText("检测仪 库房")
    page.refresh()
    settle(session)
    assert page.table.model.ids == hazards[:1]


def test_enter_opens_the_page_of_a_hazard(session: Session, hazards: list[str], qtbot: QtBot) -> None:
    page = HazardsPage(session)
    shown(page, session, qtbot, Route("hazards", hazards[0]))
    seen: list[Route] = []
    session.navigate.connect(seen.append)
    QTest.keyClick(page.table.view, Qt.Key.Key_Return)
    press(page.panel, "Open in the checklist")
    assert [route.page for route in seen] == ["hazard", "visit"]
    assert seen[0].entity == hazards[0]


def test_a_hazard_shows_what_is_known(session: Session, visit: str, hazards: list[str], qtbot: QtBot) -> None:
    page = HazardPage(session)
    shown(page, session, qtbot, Route("hazard", hazards[0]))
    said = words(page)
    assert "气体检测仪过期" in said
    assert any(text.endswith("永安街道 · 库房") for text in said)
    assert {"General", "Overdue", "Industry and trade"} < set(chips(page))
    (tile,) = page.findChildren(PhotoTile)
    assert tile.has_picture()
    assert "In no document yet" in said
    assert "Laptop" not in said


def test_its_buttons_lead_to_checklist_site_and_documents(
    session: Session, visit: str, site: str, hazards: list[str], qtbot: QtBot
) -> None:
    inspections.edit(session.store, visit, {"certificates_shown": True})
    documents.issue(session.store, visit, DocumentKind.INSPECTION_RECORD)
    page = HazardPage(session)
    shown(page, session, qtbot, Route("hazard", hazards[0]))
    seen: list[Route] = []
    session.navigate.connect(seen.append)
    press(page, "Open in the checklist")
    press(page, "Open the site")
    (paper,) = page.paper_buttons()
    paper.click()
    assert seen == [
        Route("visit", visit, "checklist", "confined-spaces/CSP-10"),
        Route("sites", site),
        Route("visit", visit, "documents", "inspection-record"),
    ]
    assert "Not signed" in chips(page)
    page._back.click()
    assert seen[-1] == Route("hazards", hazards[0])


def test_a_photo_opens_large(session: Session, hazards: list[str], qtbot: QtBot) -> None:
    page = HazardPage(session)
    shown(page, session, qtbot, Route("hazard", hazards[0]))
    assert page.photos is not None
    page.findChildren(PhotoTile)[0].opened.emit(page.photos.ids[0])
    settle(session)
    (viewer,) = page.findChildren(PhotoViewer)
    assert viewer.isVisible()
    assert not viewer.picture.is_empty()
    viewer.close()


def test_the_history_names_who_where_and_what(session: Session, hazards: list[str], qtbot: QtBot) -> None:
    page = HazardPage(session)
    shown(page, session, qtbot, Route("hazard", hazards[0]))
    said = words(page)
    writer = next(officer for officer in profile.officers(session.reader()) if officer.id == session.officer)
    assert any(f"· {writer.name} ·" in text for text in said)
    assert any(text.endswith(f"→  {texts.day(YESTERDAY)}") for text in said)
    assert "→  气体检测仪过期" in said
    assert "Recorded" in chips(page)


def test_it_is_drawn_anew_when_something_changes(session: Session, hazards: list[str], qtbot: QtBot) -> None:
    page = HazardPage(session)
    shown(page, session, qtbot, Route("hazard", hazards[0]))
    session.tasks.write(lambda store: findings.edit(store, hazards[0], {"description": "改后的描述"}))
    settle(session)
    assert "改后的描述" in words(page)
    session.tasks.write(lambda store: findings.withdraw(store, hazards[0], "重复登记"))
    settle(session)
    assert "重复登记" in words(page)
    assert "Withdrawn" in chips(page)
    assert "Overdue" not in chips(page)


def test_a_hazard_that_is_gone_says_so(session: Session, hazards: list[str], qtbot: QtBot) -> None:
    page = HazardPage(session)
    shown(page, session, qtbot, Route("hazard", "0000"))
    seen: list[Route] = []
    session.navigate.connect(seen.append)
    assert "This hazard is not here" in words(page)
    press(page, "Show the hazards")
    assert seen == [Route("hazards")]


def test_conflicts_and_decisions_are_shown(bureau: Session, qtbot: QtBot) -> None:
    (conflict,) = conflicts.conflicts(bureau.reader())
    page = HazardPage(bureau)
    shown(page, bureau, qtbot, Route("hazard", conflict.entity))
    assert any(text.startswith("Different values stand for Measure") for text in words(page))
    assert any("二号机" in text for text in words(page))
    bureau.committed.emit(conflicts.decide(bureau.store, conflict, "立即停用", "危险程度高"))
    settle(bureau)
    said = words(page)
    assert not any(text.startswith("Different values") for text in said)
    assert "Measure: 立即停用 instead of 限期三日整改, because: 危险程度高" in said


def test_a_laptop_that_was_sent_a_hazard_says_where_its_history_is(land: County, qapp: QApplication) -> None:
    set_language("en")
    laptop = land.laptop("三号机")
    land.send_down(laptop)
    (finding, *_) = records.everything(laptop.reader(), Finding)
    facts = read(laptop.reader(), finding.id)
    assert facts is not None
    assert facts.history == ()
    assert facts.finding.description


@pytest.fixture
def save_as(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path | None], None]:
    def answer(path: Path | None) -> None:
        def ask(*_: object) -> tuple[str, str]:
            return (str(path or ""), "")

        monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)

    return answer


def test_the_ledger_holds_what_is_listed(
    session: Session, hazards: list[str], tmp_path: Path, qtbot: QtBot, save_as: Callable[[Path | None], None]
) -> None:
    page = HazardsPage(session)
    shown(page, session, qtbot, Route("hazards"))
    told: list[tuple[str, str]] = []
    session.notify.connect(lambda text, tone: told.append((text, tone)))
    save_as(None)
    press(page, "Export ledger…")
    settle(session)
    assert told == []
    save_as(tmp_path / "台账")
    choose(page._level, "major")
    press(page, "Export ledger…")
    assert page.ledger.busy
    assert page._progress.isVisible()
    settle(session)
    assert not page._progress.isVisible()
    path = tmp_path / "台账.xlsx"
    assert told == [(f"1 hazard saved as {path}", "success")]
    sheet = load_workbook(path).active
    assert sheet is not None
    assert sheet.max_row == 4


def test_a_ledger_can_be_stopped_and_may_fail(
    session: Session, hazards: list[str], tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = HazardsPage(session)
    shown(page, session, qtbot, Route("hazards"))
    told: list[str] = []
    session.notify.connect(lambda text, _tone: told.append(text))

    def waits(store: Store, path: Path, wanted: object, **given: Callable[..., bool]) -> int | None:
        while not given["cancelled"]():
            given["progress"](1, 2)
        return None

    monkeypatch.setattr(ledger, "write_beside", waits)
    page.ledger.write(tmp_path / "l.xlsx", page.query())
    page._progress.button.click()
    settle(session)
    assert told == ["The ledger was not written."]

    def fails(*_: object, **__: object) -> None:
        raise FileNotWritten(path="l.xlsx", reason="full")

    monkeypatch.setattr(ledger, "write_beside", fails)
    page.ledger.write(tmp_path / "l.xlsx", page.query())
    settle(session)
    assert told[1].startswith("l.xlsx could not be written: full")
    assert not page.ledger.busy


def test_closing_the_window_stops_the_ledger(
    session: Session, hazards: list[str], tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = MainWindow(session)
    qtbot.addWidget(window)
    session.go(Route("hazards"))
    settle(session)
    page = window.current_page()
    assert isinstance(page, HazardsPage)

    def waits(*_: object, cancelled: Callable[[], bool], **__: object) -> None:
        while not cancelled():
            pass

    monkeypatch.setattr(ledger, "write_beside", waits)
    page.ledger.write(tmp_path / "l.xlsx", page.query())
    window.close()
    assert not page.ledger.busy


def test_values_of_the_history_are_read_by_people() -> None:
    values: list[tuple[str, Json, str]] = [
        ("deadline", "2026-08-01", "1 Aug 2026"),
        ("confirmed_level", {"level": "major", "by": "x", "at": "y"}, "Major hazard"),
        ("responsible_person", {"name": "宋建国", "post": "", "phone": "139"}, "宋建国 139"),
        ("sector", "water", "Water and flood works"),
        ("withdrawn", "answer_changed", "the item no longer fails"),
        ("withdrawn", "重复", "重复"),
        ("basis", [{"title": "安全法", "article": "第三十五条"}, {"title": "规定"}], "《安全法》第三十五条\n《规定》"),
        ("basis", [1], "[1]"),
        ("newer", {"a": 1}, '{"a": 1}'),
        ("measure", None, ""),
    ]
    for name, value, text in values:
        assert record_words.value_text(name, value) == text


def test_the_history_leaves_links_out_and_knows_what_was_before() -> None:
    first = Change("d1", 1, "2026-08-01T01:00:00.000Z", "o", "finding", "f", "v", {"site": "s", "measure": "甲"})
    second = Change("d2", 1, "not a time", "", "finding", "f", "v", {"measure": "乙", "item": "X"})
    third = Change("d2", 2, "2026-08-01T03:00:00.000Z", "", "finding", "f", "v", {"item": "Y"})
    newest, oldest = record_history.entries([first, second, third], {"o": "王"}, {"d1": "一号"})
    assert (oldest.author, oldest.laptop, oldest.first) == ("王", "一号", True)
    assert (newest.at, newest.laptop, newest.first) == ("not a time", "d2", False)
    assert [(field.before, field.after) for field in newest.fields] == [("甲", "乙")]


def test_a_picture_of_a_tile_can_be_larger(qtbot: QtBot) -> None:
    tile = PhotoTile("p", "题", removable=False, picture=PHOTO)
    qtbot.addWidget(tile)
    assert tile.sizeHint().width() == PHOTO.width()
    assert isinstance(tile.grab().toImage(), QImage)
