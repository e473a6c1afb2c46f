"""Findings, photos, undo, hidden items, reopening: what the store holds is what the page shows."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from fieldcheck.gui.pages.visit.checklist import ChecklistView
from fieldcheck.gui.pages.visit.checklist.controls import CheckControl
from fieldcheck.gui.pages.visit.checklist.other_rows import OTHER
from fieldcheck.gui.pages.visit.checklist.row import ItemRow
from fieldcheck.gui.session import Session
from fieldcheck.model.records import Photo
from fieldcheck.model.values import OnSiteMeasure, Person
from fieldcheck.operations import findings, inspections
from fieldcheck.photos import sample
from fieldcheck.store import Store, local
from fieldcheck.store.queries import records
from tests.gui.checklist.conftest import Opener
from tests.gui.checklist.support import FORM, finding_of, focus, press, settle, shown, stored


def click(view: ChecklistView, item: str, segment: int) -> None:
    """Click the segment of an item's answer, counted from 0."""
    control = view.items.row(item).control
    assert isinstance(control, CheckControl)
    view.items.list.show_row(item)
    rect = control.answer._rects()[segment]
    QTest.mouseClick(control.answer, Qt.MouseButton.LeftButton, pos=rect.center().toPoint())


def picture(folder: Path) -> Path:
    path = folder / "IMG_0001.jpg"
    path.write_bytes(sample.draw(1, datetime(2026, 8, 3, 9, 30), 37.18, 119.94))
    return path


def test_a_click_answers_and_the_row_says_saved_only_after_the_commit(
    checklist: ChecklistView, session: Session, visit: str
) -> None:
    click(checklist, "CSP-02", 0)
    row = checklist.items.row("CSP-02")
    assert shown(checklist, "CSP-02") == "pass"
    assert row._mark.shown == "pending"
    assert checklist.item == "CSP-02"
    assert focus() is row
    settle(session)
    assert row._mark.shown == "saved"
    assert stored(session, visit, "CSP-02") == "pass"
    click(checklist, "CSP-02", 0)
    settle(session)
    assert stored(session, visit, "CSP-02") is None
    assert row._mark.shown == ""


def test_a_refused_answer_is_taken_back_and_said(
    checklist: ChecklistView, session: Session, visit: str, store: Store
) -> None:
    checklist.open(visit, FORM, "CSP-02")
    told: list[str] = []
    session.notify.connect(lambda text, _tone: told.append(text))
    inspections.remove_form(store, visit, FORM)
    press("1")
    settle(session)
    assert told
    assert stored(session, visit, "CSP-02") is None


def test_the_fields_of_a_finding_are_written_when_they_are_left(
    checklist: ChecklistView, session: Session, visit: str
) -> None:
    checklist.open(visit, FORM, "CSP-03")
    press("2", Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Tab)
    press("初沉池北侧")
    checklist.items.editor._days[0].click()
    checklist.items.editor._roles["principal"].click()
    press(Qt.Key.Key_Escape)
    settle(session)
    found = finding_of(session, visit, "CSP-03")
    assert found is not None
    assert found.location == "初沉池北侧"
    assert found.deadline == date(2026, 8, 10)
    assert found.responsible_person == Person("赵清源", "厂长", "13900000012")


def test_a_place_used_before_is_offered_again(checklist: ChecklistView, session: Session, visit: str) -> None:
    assert checklist.visit is not None
    assert checklist.visit.places() == ["格栅间", "调节池"]
    checklist.open(visit, FORM, "CSP-03")
    press("2", Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Tab, "提升泵站", Qt.Key.Key_Escape)
    settle(session)
    assert "提升泵站" in checklist.visit.places()


def test_another_finding_does_not_take_over_what_was_typed_in_the_first(
    checklist: ChecklistView, session: Session, visit: str
) -> None:
    checklist.open(visit, FORM, "CSP-03")
    press("2", Qt.Key.Key_Return, " 甲")
    press(Qt.Key.Key_Return, control=True)
    press("2", Qt.Key.Key_Return, " 乙", Qt.Key.Key_Escape)
    settle(session)
    first, second = (finding_of(session, visit, item) for item in ("CSP-03", "CSP-04"))
    assert first is not None
    assert second is not None
    assert (first.description or "").endswith("甲")
    assert (second.description or "").endswith("乙")
    assert "乙" not in (first.description or "")


def test_a_rule_proposes_major_and_the_officer_confirms(
    checklist: ChecklistView, session: Session, visit: str, store: Store
) -> None:
    inspections.answer(store, visit, FORM, "CSP-03", "fail")
    inspections.answer(store, visit, FORM, "CSP-04", "fail")
    inspections.answer(store, visit, FORM, "toxic_gas_risk", "yes")
    view = checklist
    view.changed(inspections.answer(store, visit, FORM, "CSP-05", "pass"))
    view.visit = None
    view.open(visit, FORM, "CSP-04")
    level = view.items.editor.level
    assert "工贸企业重大事故隐患判定标准" in level.reason()
    assert level.answer.value() is None
    level.answer.choose("major")
    settle(session)
    found = finding_of(session, visit, "CSP-04")
    assert found is not None
    assert found.confirmed_level is not None
    assert (found.confirmed_level.level, found.confirmed_level.by) == ("major", session.officer)
    assert level.answer.value() == "major"


def test_photos_are_added_to_the_current_item_by_p(
    checklist: ChecklistView, session: Session, visit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = picture(tmp_path)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(path)], ""))
    checklist.open(visit, FORM, "CSP-03")
    press("p")
    settle(session)
    kept = records.children(session.reader(), Photo, visit)
    assert [(photo.item, photo.finding) for photo in kept] == [("CSP-03", None)]
    press("2", "p")
    settle(session)
    found = finding_of(session, visit, "CSP-03")
    assert found is not None
    kept = records.children(session.reader(), Photo, visit)
    assert [(photo.item, photo.finding) for photo in kept] == [("CSP-03", found.id)] * 2
    assert checklist.items.editor.strip.count() == 2


def test_a_picture_is_pasted_to_the_current_item(checklist: ChecklistView, session: Session, visit: str) -> None:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(image)
    checklist.open(visit, FORM, "CSP-02")
    press("v", control=True)
    settle(session)
    assert [photo.item for photo in records.children(session.reader(), Photo, visit)] == ["CSP-02"]
    press("2", Qt.Key.Key_Return)
    press("v", control=True)
    settle(session)
    assert len(records.children(session.reader(), Photo, visit)) == 2
    QGuiApplication.clipboard().clear()


def test_undo_shows_the_answer_before_and_withdraws_the_finding(
    checklist: ChecklistView, session: Session, visit: str
) -> None:
    checklist.open(visit, FORM, "CSP-03")
    press("1", Qt.Key.Key_Up, "2")
    settle(session)
    assert session.undo_text == "Answer CSP-03: Fail"
    session.undo()
    settle(session)
    assert shown(checklist, "CSP-03") == "pass"
    assert checklist.items.opened == ""
    assert stored(session, visit, "CSP-03") == "pass"
    session.redo()
    settle(session)
    assert shown(checklist, "CSP-03") == "fail"
    found = finding_of(session, visit, "CSP-03")
    assert found is not None
    assert found.withdrawn is None


def test_items_come_and_go_with_the_facts_and_the_current_one_stays_in_place(
    checklist: ChecklistView, session: Session, visit: str
) -> None:
    assert checklist.form is not None
    checklist.open(visit, FORM, "CSP-09")
    before = checklist.items.list.place_of("CSP-09").top()
    assert "CSP-07" in checklist.form.order
    inspections.answer(session.store, visit, FORM, "contracted_work", "no")
    session.committed.emit(inspections.answer(session.store, visit, FORM, "contracted_work", "yes"))
    session.committed.emit(inspections.answer(session.store, visit, FORM, "contracted_work", "no"))
    settle(session)
    assert "CSP-07" not in checklist.form.order
    assert checklist.item == "CSP-09"
    assert focus() is checklist.items.row("CSP-09")
    assert checklist.items.list.place_of("CSP-09").top() == before


def test_where_the_current_item_vanishes_the_next_one_is_current(
    checklist: ChecklistView, session: Session, visit: str
) -> None:
    checklist.open(visit, FORM, "CSP-07")
    session.committed.emit(inspections.answer(session.store, visit, FORM, "contracted_work", "no"))
    settle(session)
    assert checklist.item == "CSP-08"
    assert focus() is checklist.items.row("CSP-08")


def test_reopened_it_shows_the_same(
    checklist: ChecklistView, open_checklist: Opener, session: Session, visit: str
) -> None:
    checklist.open(visit, FORM, "CSP-01")
    press("1", "2", Qt.Key.Key_Return, "。补充", Qt.Key.Key_Escape, Qt.Key.Key_Down, "3")
    settle(session)
    route = session.last_route()
    assert route is not None
    assert (route.page, route.entity, route.part, route.item) == ("visit", visit, "checklist", f"{FORM}/CSP-04")
    again = open_checklist(visit, *route.item.split("/"))
    assert [shown(again, f"CSP-0{number}") for number in (1, 2, 3)] == ["pass", "fail", "not_applicable"]
    assert again.item == "CSP-04"
    press(Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Return)
    assert again.items.editor.description.value().endswith("。补充")


def test_a_reading_that_was_being_typed_is_shown_again_and_leaving_writes_it(
    checklist: ChecklistView, session: Session, visit: str
) -> None:
    checklist.open(visit, FORM, "CSP-16-oxygen")
    press("20.9")
    checklist.writer.keep_drafts()
    settle(session)
    assert [draft.value for draft in local.drafts(session.store.reader())] == ["20.9"]
    checklist.leave()
    settle(session)
    assert stored(session, visit, "CSP-16-oxygen") == "20.9"
    assert local.drafts(session.store.reader()) == []


def test_a_remark_is_written_beside_the_answer(checklist: ChecklistView, session: Session, visit: str) -> None:
    assert checklist.form is not None
    checklist.open(visit, FORM, "CSP-02")
    press("r", "下次带上图纸", Qt.Key.Key_Escape)
    settle(session)
    assert checklist.form.records.of("CSP-02").remark == "下次带上图纸"
    assert focus() is checklist.items.row("CSP-02")
    assert stored(session, visit, "CSP-02") is None


def test_last_times_finding_is_shown(open_checklist: Opener, session: Session, site: str, visit: str) -> None:
    values: dict[str, object] = {"visit_kind": "enforcement", "started_at": "2026-05-03T09:10+08:00"}
    earlier = inspections.start(session.store, site, values, [FORM]).main
    inspections.answer(session.store, earlier, FORM, "CSP-03", "fail")
    known = findings.standing(session.reader(), earlier)[0]
    findings.edit(session.store, known.id, {"location": "调节池东侧"})
    view = open_checklist(visit, FORM, "CSP-03")
    assert "调节池东侧" in view.guidance.text_of("last")


def test_a_form_is_added_and_taken_out_again(checklist: ChecklistView, session: Session) -> None:
    checklist.contents.form_added.emit("machinery")
    settle(session)
    assert checklist.form is not None
    assert checklist.form.definition.id == "machinery"
    checklist.contents.form_chosen.emit(FORM)
    assert checklist.form.definition.id == FORM
    checklist.contents.form_removed.emit("machinery")
    settle(session)
    assert checklist.visit is not None
    assert list(checklist.visit.forms) == [FORM]


def test_a_visit_without_a_form_says_what_to_do(open_checklist: Opener, session: Session, site: str) -> None:
    visit = inspections.start(session.store, site, {"visit_kind": "enforcement"}, []).main
    view = open_checklist(visit)
    assert view._no_form.isVisible()
    view.contents.form_added.emit(FORM)
    settle(session)
    assert not view._no_form.isVisible()
    assert view.item


def test_a_hazard_that_no_item_asked_for_is_added_described_and_withdrawn(
    checklist: ChecklistView, session: Session, visit: str
) -> None:
    press(Qt.Key.Key_End, Qt.Key.Key_Down)
    assert checklist.item == OTHER
    press(Qt.Key.Key_Return)
    settle(session)
    press("配电箱门未关", Qt.Key.Key_Escape)
    settle(session)
    found = findings.standing(session.reader(), visit)
    assert [(finding.description, finding.item) for finding in found] == [("配电箱门未关", None)]
    assert checklist.item == OTHER + found[0].id
    assert focus() is checklist.items.stop(checklist.item)
    press(Qt.Key.Key_Delete)
    settle(session)
    assert findings.standing(session.reader(), visit) == []
    assert checklist.item == OTHER
    session.undo()
    settle(session)
    assert len(findings.standing(session.reader(), visit)) == 1


def test_it_opens_at_a_hazard_that_no_item_asked_for(
    open_checklist: Opener, session: Session, store: Store, site: str
) -> None:
    bare = inspections.start(store, site, {"visit_kind": "enforcement"}, []).main
    finding = findings.add(store, bare, {"description": "临边无护栏"}).main
    view = open_checklist(bare, "", finding)
    assert view.items.opened == OTHER + finding
    assert view.items.editor.description.value() == "临边无护栏"


def test_the_guidance_closes_where_there_is_no_room_and_opens_again(open_checklist: Opener, visit: str) -> None:
    view = open_checklist(visit, width=1000)
    assert not view.guidance.isVisible()
    view.show_guidance.click()
    assert view.guidance.isVisible()


@pytest.mark.parametrize("width", [700, 1000, 1290])
def test_no_control_of_a_row_is_cut(open_checklist: Opener, visit: str, width: int) -> None:
    view = open_checklist(visit, width=width)
    for row in view.items.list.rows():
        if isinstance(row, ItemRow) and row.isVisible():
            end = row.control.mapTo(row, QPoint(row.control.width(), row.control.height()))
            assert end.x() <= row.width()
            assert end.y() <= row.height()
            assert row.control.width() >= row.control.sizeHint().width()


def test_a_measure_on_site_is_chosen_at_the_finding(checklist: ChecklistView, session: Session, visit: str) -> None:
    click(checklist, "CSP-11", 1)
    settle(session)
    field = checklist.items.editor.on_site
    assert field.isVisibleTo(checklist.items.editor)
    assert field.until.isHidden()
    field.kind.setCurrentIndex(field.kind.findData("suspend"))
    field.kind.activated.emit(field.kind.currentIndex())
    field.what.setText("3号污水池")
    field.until.setText("2026-9-1")
    field.commit()
    settle(session)
    found = finding_of(session, visit, "CSP-11")
    assert found is not None
    assert found.on_site_measure == OnSiteMeasure("suspend", "3号污水池", "2026-09-01")
    field.until.setText("soon")
    field.commit()
    assert field.error()
    field.kind.setCurrentIndex(0)
    field.kind.activated.emit(0)
    settle(session)
    again = finding_of(session, visit, "CSP-11")
    assert again is not None
    assert again.on_site_measure is None


def test_a_visit_that_is_no_enforcement_offers_no_measure_on_site(
    open_checklist: Opener, session: Session, store: Store, visit: str
) -> None:
    inspections.edit(store, visit, {"visit_kind": "assistance"})
    view = open_checklist(visit)
    click(view, "CSP-11", 1)
    settle(session)
    assert view.items.editor.on_site.isHidden()
