"""The page of one hazard: its facts, photos, documents, history, conflicts and decisions."""

from __future__ import annotations

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from fieldcheck.gui import record_history, record_words, texts
from fieldcheck.gui.hazard_facts import read
from fieldcheck.gui.pages.hazard import PHOTO, HazardPage
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.photo_tile import PhotoTile
from fieldcheck.gui.widgets.photo_viewer import PhotoViewer
from fieldcheck.model.canonical import Json
from fieldcheck.model.document import DocumentKind
from fieldcheck.model.journal import Change
from fieldcheck.model.possible import Action
from fieldcheck.model.records import Finding
from fieldcheck.model.values import Person
from fieldcheck.operations import conflicts, documents, findings, inspections, profile
from fieldcheck.store.queries import records
from fieldcheck.translation import set_language
from tests.county import County
from tests.gui.pages.conftest import LONG_PAST
from tests.gui.pages.support import chips, press, settle, shown, words
from tests.operations.test_enterprise import Case


def test_a_hazard_shows_what_is_known(session: Session, visit: str, hazards: list[str], qtbot: QtBot) -> None:
    page = HazardPage(session)
    shown(page, session, qtbot, Route("hazard", hazards[0]))
    said = words(page)
    assert "气体检测仪过期" in said
    assert any(text.endswith("永安街道 · 库房") for text in said)
    assert {"Ungraded", "Overdue", "Industry and trade"} < set(chips(page))
    (tile,) = page.findChildren(PhotoTile)
    assert tile.has_picture()
    assert "In no document yet" in said
    assert "Site management" in said
    assert "Laptop" not in said


def test_phone_numbers_are_masked_until_they_are_asked_for(
    session: Session, visit: str, hazards: list[str], qtbot: QtBot
) -> None:
    findings.edit(session.store, hazards[0], {"responsible_person": Person("张三", "班长", "13900000012")})
    page = HazardPage(session)
    shown(page, session, qtbot, Route("hazard", hazards[0]))
    assert any("张三 班长 139****0012" in text for text in words(page))
    assert not any("13900000012" in text for text in words(page))
    page.phones.click()
    settle(session)
    assert "张三 班长 13900000012" in words(page)


def test_a_hazard_that_a_rule_proposes_as_major_says_so_until_an_officer_decides(
    session: Session, visit: str, qtbot: QtBot
) -> None:
    store = session.store
    inspections.answer(store, visit, "confined-spaces", "CSP-07", "fail")
    (found,) = findings.standing(store.reader(), visit)
    page = HazardPage(session)
    shown(page, session, qtbot, Route("hazard", found.id))
    assert "Proposed as major" in chips(page)
    findings.confirm_level(store, found.id, "general", session.officer)
    page.open(Route("hazard", found.id))
    settle(session)
    assert "General" in chips(page)
    assert "Proposed as major" not in chips(page)


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
        Route("site", site),
        Route("visit", visit, "documents", "inspection-record"),
    ]
    assert "Not signed" in chips(page)
    page.frame.back.click()
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
    assert any(text.endswith(f"→  {texts.day(LONG_PAST)}") for text in said)
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
    assert "Void" in chips(page)
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


def test_an_enterprise_is_offered_what_a_unit_does(land: County, qtbot: QtBot) -> None:
    case = Case(land)
    case.serve()
    session = Session(land.enterprise(case.site))
    page = HazardPage(session)
    shown(page, session, qtbot, Route("hazard", case.found[0]))
    assert page.steps is not None and set(page.steps.buttons) == {Action.REPORT, Action.REQUEST_EXTENSION}
    assert not any("recheck" in button.text() for button in page.findChildren(QPushButton))
    session.tasks.drain()
