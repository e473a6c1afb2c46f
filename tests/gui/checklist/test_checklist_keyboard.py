"""The whole form by keyboard alone; digits are answers on a row and letters in a text."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from fieldcheck.gui.pages.visit.checklist import ChecklistView
from fieldcheck.gui.pages.visit.checklist.other_rows import OTHER
from fieldcheck.gui.session import Session
from fieldcheck.model.form import ItemType
from fieldcheck.operations import findings
from tests.gui.checklist.support import FORM, finding_of, focus, press, settle, shown, stored

KEYS: dict[ItemType, str] = {
    ItemType.CHECK: "1",
    ItemType.SELECT_ONE: "1",
    ItemType.SELECT_MULTIPLE: "1",
    ItemType.MEASURE: "20",
    ItemType.INTEGER: "2",
    ItemType.DECIMAL: "2.5",
    ItemType.TEXT: "2楼",
}


def test_the_whole_form_is_filled_by_keys_alone(checklist: ChecklistView, session: Session, visit: str) -> None:
    assert checklist.form is not None
    for _ in range(len(checklist.form.items)):
        item = checklist.item
        kind = checklist.form.items[item].type
        press(KEYS[kind])
        if kind in (ItemType.MEASURE, ItemType.INTEGER, ItemType.DECIMAL, ItemType.TEXT):
            press(Qt.Key.Key_Return)
        elif kind is ItemType.SELECT_MULTIPLE:
            press(Qt.Key.Key_Down)
        if checklist.form.failing(item):
            press(Qt.Key.Key_Down)
    settle(session)
    total = checklist.form.total()
    assert total.answered == total.total
    assert stored(session, visit, "CSP-01") == "pass"
    assert stored(session, visit, "CSP-16-oxygen") == "20"
    assert all(not checklist.form.pending(item) for item in checklist.form.items)


def test_each_key_has_its_answer(checklist: ChecklistView, session: Session, visit: str) -> None:
    checklist.open(visit, FORM, "CSP-01")
    press("3")
    assert checklist.item == "CSP-02"
    press("4")
    press("0")
    press("2")
    assert checklist.item == "CSP-04"
    settle(session)
    answers = [stored(session, visit, f"CSP-0{number}") for number in range(1, 5)]
    assert answers == ["not_applicable", "not_examined", "not_examined", "fail"]
    press(Qt.Key.Key_Backspace)
    settle(session)
    assert stored(session, visit, "CSP-04") is None
    assert shown(checklist, "CSP-04") is None


def test_arrows_and_pages_move(checklist: ChecklistView, visit: str) -> None:
    assert checklist.form is not None
    checklist.open(visit, FORM, "CSP-01")
    press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up)
    assert checklist.item == "CSP-02"
    press(Qt.Key.Key_PageDown)
    assert checklist.item == checklist.form.parts[2].items[0]
    press(Qt.Key.Key_PageUp)
    assert checklist.item == "CSP-01"
    press(Qt.Key.Key_End)
    assert checklist.item == "CSP-25"
    press(Qt.Key.Key_Home)
    assert checklist.item == checklist.form.order[0]


def test_two_stays_and_opens_the_finding_with_its_wording(
    checklist: ChecklistView, session: Session, visit: str
) -> None:
    checklist.open(visit, FORM, "CSP-03")
    press("2")
    editor = checklist.items.editor
    assert checklist.items.opened == "CSP-03"
    assert focus() is checklist.items.row("CSP-03")
    assert checklist.form is not None
    default = checklist.form.items["CSP-03"].finding
    assert default is not None
    assert editor.description.value() == default.wording
    press(Qt.Key.Key_Tab)
    assert focus() is editor.description.editor
    settle(session)
    found = finding_of(session, visit, "CSP-03")
    assert found is not None
    assert found.description == default.wording
    press(Qt.Key.Key_Escape)
    assert focus() is checklist.items.row("CSP-03")
    press("1")
    assert checklist.item == "CSP-04"
    assert checklist.items.opened == ""


def test_digits_in_a_text_are_letters(checklist: ChecklistView, session: Session, visit: str) -> None:
    checklist.open(visit, FORM, "CSP-03")
    press("2", Qt.Key.Key_Return)
    press("123")
    assert checklist.items.editor.description.value().endswith("123")
    press(Qt.Key.Key_Tab)
    press("14")
    press(Qt.Key.Key_Escape)
    settle(session)
    found = finding_of(session, visit, "CSP-03")
    assert found is not None
    assert (found.description or "").endswith("123")
    assert (found.measure or "").endswith("14")
    assert stored(session, visit, "CSP-03") == "fail"
    assert stored(session, visit, "CSP-04") is None


def test_digits_on_a_button_or_choice_inside_a_finding_answer_nothing(
    checklist: ChecklistView, session: Session, visit: str
) -> None:
    checklist.open(visit, FORM, "CSP-03")
    press("2")
    for widget in (checklist.items.editor.strip.add_button, checklist.items.editor.level.answer):
        widget.setFocus()
        press("1")
        assert checklist.item == "CSP-03"
    settle(session)
    assert stored(session, visit, "CSP-03") == "fail"


def test_digits_that_choose_a_candidate_of_an_input_method_answer_nothing(
    checklist: ChecklistView, session: Session, visit: str
) -> None:
    checklist.open(visit, FORM, "CSP-03")
    press("2", Qt.Key.Key_Return)
    composing = QInputMethodEvent("yi", [])
    QCoreApplication.sendEvent(focus(), composing)
    press("1")
    done = QInputMethodEvent()
    done.setCommitString("一")
    QCoreApplication.sendEvent(focus(), done)
    settle(session)
    assert stored(session, visit, "CSP-03") == "fail"
    assert checklist.items.editor.description.value().endswith("一")
    assert not checklist.items.row("CSP-03").testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_control_enter_goes_on_from_inside_a_finding(checklist: ChecklistView, visit: str) -> None:
    checklist.open(visit, FORM, "CSP-03")
    press("2", Qt.Key.Key_Return)
    press(Qt.Key.Key_Return, control=True)
    assert checklist.item == "CSP-04"
    assert focus() is checklist.items.row("CSP-04")


def test_tab_after_the_last_field_of_a_finding_goes_on(checklist: ChecklistView, visit: str) -> None:
    checklist.open(visit, FORM, "CSP-03")
    press("2")
    for _ in range(30):
        press(Qt.Key.Key_Tab)
        if checklist.item != "CSP-03":
            break
    assert checklist.item == "CSP-04"
    press(Qt.Key.Key_Up, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
    assert focus() is checklist.items.row("CSP-03")


def test_the_rows_together_are_one_stop_of_the_tab_key(checklist: ChecklistView, visit: str) -> None:
    checklist.open(visit, FORM, "CSP-01")
    press(Qt.Key.Key_Tab)
    assert not checklist.items.isAncestorOf(focus())
    press(Qt.Key.Key_Backtab)
    assert focus() is checklist.items.row("CSP-01")


def test_a_reading_is_typed_and_judged_at_once(checklist: ChecklistView, session: Session, visit: str) -> None:
    checklist.open(visit, FORM, "CSP-16-oxygen")
    press("18")
    row = checklist.items.row("CSP-16-oxygen")
    chips = [chip for chip in row.control.children() if hasattr(chip, "tone")]
    assert [chip.tone() for chip in chips] == ["danger"]
    assert stored(session, visit, "CSP-16-oxygen") is None
    press(Qt.Key.Key_Return)
    assert checklist.items.opened == "CSP-16-oxygen"
    assert checklist.item == "CSP-16-oxygen"
    settle(session)
    assert finding_of(session, visit, "CSP-16-oxygen") is not None


def test_nothing_on_the_way_opens_a_window(checklist: ChecklistView, visit: str) -> None:
    checklist.open(visit, FORM, "CSP-01")
    press("2", Qt.Key.Key_Tab, Qt.Key.Key_Escape, "1", "2", "3")
    assert [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()] == [checklist]


def test_the_same_answer_again_is_no_change(checklist: ChecklistView, session: Session, visit: str) -> None:
    checklist.open(visit, FORM, "CSP-01")
    press("1", Qt.Key.Key_Up)
    settle(session)
    changes: list[object] = []
    session.committed.connect(changes.append)
    press("1")
    settle(session)
    assert changes == []
    assert checklist.item == "CSP-02"


def test_a_hazard_that_is_not_on_the_list_is_one_key_away_even_from_a_text(
    checklist: ChecklistView, session: Session, visit: str
) -> None:
    checklist.open(visit, FORM, "CSP-03")
    press("2", Qt.Key.Key_Return)
    press(Qt.Key.Key_N, control=True)
    settle(session)
    press("配电箱门缺失", Qt.Key.Key_Escape)
    settle(session)
    others = [one for one in findings.standing(session.reader(), visit) if one.item is None]
    assert [(one.description, one.deadline) for one in others] == [("配电箱门缺失", date(2026, 8, 18))]
    assert focus() is checklist.items.stop(OTHER + others[0].id)
