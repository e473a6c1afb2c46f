"""Interviews and samplings in the window, by keyboard alone: begun, typed, recovered, printed, corrected."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from fieldcheck.gui.pages.conflicts import facts
from fieldcheck.gui.pages.visit.documents import DocumentsView
from fieldcheck.gui.pages.visit.paper_forms import questions_menu
from fieldcheck.gui.pages.visit.papers import INTERVIEW, SAMPLING, PapersView
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.exchanged_field import ExchangedField
from fieldcheck.gui.widgets.fields import PersonField
from fieldcheck.gui.widgets.told_field import ToldField
from fieldcheck.gui.widgets.value_fields import RowsField
from fieldcheck.model.papers import Exchanged, Interview, SampledItem, Sampling
from fieldcheck.model.values import Person
from fieldcheck.operations import case_papers, documents, inspections, interviews
from fieldcheck.operations.conflicts import Conflict, Value
from fieldcheck.operations.interview_questions import topics
from fieldcheck.store import Changes, Store, Transaction, local
from tests.gui.visit.support import read


@pytest.fixture
def view(qtbot: QtBot, session: Session, store: Store, whole_visit: str) -> PapersView:
    made = PapersView(session)

    def again(_changes: Changes) -> None:
        made.show_overview(read(store, whole_visit))

    def save(_widget: QWidget) -> None:
        made.close_records()
        session.tasks.drain()
        session.committed.disconnect(again)

    qtbot.addWidget(made, before_close_func=save)
    made.resize(1100, 640)
    session.committed.connect(again)
    made.show_overview(read(store, whole_visit))
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def begin(session: Session, view: PapersView) -> ExchangedField:
    """Begin an interview as the button does; return the field of its questions."""
    view.new_interview.click()
    session.tasks.drain()
    field = view.forms[INTERVIEW].fields["exchanged"]
    assert isinstance(field, ExchangedField)
    return field


def stand(editor: object) -> None:
    """Let the keyboard stand in an editor."""
    QApplication.processEvents()
    assert QApplication.focusWidget() is editor


def only(store: Store, visit: str) -> Interview:
    (found,) = case_papers.standing(store.reader(), Interview, visit)
    return found


def test_an_interview_is_written_by_keyboard_and_every_question_is_kept_as_typed(
    session: Session, store: Store, view: PapersView, whole_visit: str
) -> None:
    assert view.empty.isVisible()
    field = begin(session, view)
    person = view.forms[INTERVIEW].fields["person"]
    assert isinstance(person, PersonField)
    stand(person.name)
    assert view.note.text(), "it says what the record still lacks"
    QTest.keyClicks(person.name, "Meng")
    ((question, answer),) = field.pairs()
    question.setFocus()
    QTest.keyClicks(question, "What happened?")
    QTest.keyClick(question, Qt.Key.Key_Return)
    stand(answer)
    QTest.keyClicks(answer, "Nothing")
    QTest.keyClick(answer, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(answer, "new.")
    QTest.keyClick(answer, Qt.Key.Key_Return)
    session.tasks.drain()
    stand(field.pairs()[1][0])
    known = only(store, whole_visit)
    assert known.exchanged == (Exchanged("What happened?", "Nothing\nnew."),)
    assert known.person is not None and known.person.name == "Meng"
    QTest.keyClicks(field.pairs()[1][0], "Half a quest")
    view.flush()
    session.tasks.drain()
    assert [one.question for one in only(store, whole_visit).exchanged or ()] == ["What happened?", "Half a quest"]


def test_typing_is_a_draft_before_it_is_a_change(
    qtbot: QtBot, session: Session, store: Store, view: PapersView, whole_visit: str
) -> None:
    field = begin(session, view)
    QTest.keyClicks(field.pairs()[0][0], "Why")

    def kept() -> None:
        session.tasks.drain()
        assert [draft.field for draft in local.drafts(store.reader())] == ["exchanged"]

    qtbot.waitUntil(lambda: bool(local.drafts(store.reader())))
    kept()
    assert only(store, whole_visit).exchanged is None


def test_questions_are_moved_taken_out_and_suggested(
    session: Session, store: Store, view: PapersView, whole_visit: str
) -> None:
    field = begin(session, view)
    overview = read(store, whole_visit)
    found = topics("某单位", overview.review.findings)
    hazards = next(topic for topic in found if topic.zh == "隐患情况")
    assert (overview.review.findings[0].description or "")[:8] in hazards.questions[0]
    menu = questions_menu(found, field.ask, view)
    parts = [action.menu() for action in menu.actions()]
    assert len(parts) == 6
    for part in (parts[0], parts[1]):
        part.actions()[0].trigger()  # type: ignore[attr-defined]  # a menu of a menu
    session.tasks.drain()
    first, second = (topic.questions[0] for topic in found[:2])
    assert "{" not in first + second
    second_question = field.pairs()[1][0]
    second_question.setFocus()
    QTest.keyClick(second_question, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    session.tasks.drain()
    assert [one.question for one in only(store, whole_visit).exchanged or ()] == [second, first]
    stand(field.pairs()[0][0])
    QTest.keyClick(field.pairs()[0][0], Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    field.take_out(0)
    session.tasks.drain()
    assert [one.question for one in only(store, whole_visit).exchanged or ()] == [first]


def test_what_was_told_and_taken_leads_to_documents_that_are_only_read_and_corrected(
    session: Session, store: Store, view: PapersView, whole_visit: str
) -> None:
    field = begin(session, view)
    told, person = view.forms[INTERVIEW].fields["told_at"], view.forms[INTERVIEW].fields["person"]
    assert isinstance(told, ToldField)
    assert isinstance(person, PersonField)
    person.name.setText("孟祥宇")
    person.commit()
    told.editor.click()
    field.ask("请介绍一下你的身份。")
    session.tasks.drain()
    assert view.note.isHidden()
    gone: list[Route] = []
    session.navigate.connect(gone.append)
    view.document.click()
    about = only(store, whole_visit).id
    assert gone == [Route("visit", whole_visit, "documents", about)]
    documents.issue(store, whole_visit, INTERVIEW, about=about)
    view.show_overview(read(store, whole_visit))
    assert not view.forms[INTERVIEW].isEnabled()
    assert view.remove.isHidden()
    view.correct.click()
    session.tasks.drain()
    assert view.forms[INTERVIEW].isEnabled()
    assert only(store, whole_visit).corrects == about
    view.new_sampling.click()
    session.tasks.drain()
    items = view.forms[SAMPLING].fields["items"]
    assert isinstance(items, RowsField)
    first = items.findChildren(QLineEdit)[0]
    stand(first)
    QTest.keyClicks(first, "Oil")
    QTest.keyClick(first, Qt.Key.Key_Return)
    stand(items.findChildren(QLineEdit)[1])
    session.tasks.drain()
    (taken,) = case_papers.standing(store.reader(), Sampling, whole_visit)
    assert taken.items == (SampledItem("Oil"),)
    view.remove.click()
    view.reason.give()
    assert view.reason.error.text()
    view.reason.box.setEditText("录错")
    view.reason.give()
    session.tasks.drain()
    assert not case_papers.standing(store.reader(), Sampling, whole_visit)


def test_a_document_stays_in_its_visit_though_another_laptop_deleted_what_it_was_made_of(
    session: Session, store: Store, view: PapersView, whole_visit: str, qtbot: QtBot
) -> None:
    at = "2026-08-03T10:00+08:00"
    said = {"person": Person("孟祥宇"), "began_at": at, "told_at": at, "exchanged": (Exchanged("问"),)}
    about = interviews.begin(store, whole_visit, said).main
    first = documents.issue(store, whole_visit, INTERVIEW, about=about).main
    corrected = case_papers.correct(store, Interview, about).main

    def elsewhere(transaction: Transaction, entity: str) -> str:
        transaction.delete("interview", entity, "录错")
        return entity

    store.write(lambda transaction: elsewhere(transaction, about))
    found = read(store, whole_visit)
    assert [one.document.id for one in found.slot(INTERVIEW, corrected).earlier] == [first]
    store.write(lambda transaction: elsewhere(transaction, corrected))
    found = read(store, whole_visit)
    slot = found.slot(INTERVIEW, about)
    assert slot.issued is not None and slot.issued.document.id == first
    assert (slot.gone, slot.offered, slot.issued.changed) == (True, True, True)
    view.show_overview(found)
    assert view.list.count() == 0, "nothing of it is left to be read"
    page = DocumentsView(session)
    qtbot.addWidget(page)
    page.want(about)
    page.show_overview(found, redraw=True)
    session.tasks.drain()
    assert page.preview().pages() > 0
    assert page.buttons()["correct"].isHidden()
    assert page.refusal().text().startswith("The interview or sampling that it was made of was deleted")


def test_a_conflict_in_an_interview_names_the_person_and_leads_to_it(
    store: Store, view: PapersView, whole_visit: str
) -> None:
    numbers = ("370683198003150017", "370683198003250017")
    about = interviews.begin(store, whole_visit, {"person": Person("孟祥宇"), "identity_number": numbers[0]}).main
    second = interviews.begin(store, whole_visit, {}).main
    titles = facts.Titles(store.reader())
    assert titles.parts("interview", about) == ("Interview record · 孟祥宇", read(store, whole_visit).site.name)
    assert facts.route_of(store.reader(), "interview", about) == Route("visit", whole_visit, "papers", about)
    values = tuple(Value(number, f"d{number}", "", 1, "2026-06-01T10:00:00.000Z", "") for number in numbers)
    found = Conflict("interview", about, "identity_number", None, values)
    told = facts.case(store.reader(), facts.Listed(found, "", "", "")).told
    assert [one.text for one in told] == list(numbers), "who decides must see where they differ"
    for wanted in (about, second):
        view.want(wanted)
        view.show_overview(read(store, whole_visit))
        choice = view.list.choice()
        assert choice is not None and choice.about == wanted


def test_a_visit_that_is_no_enforcement_says_why_there_are_none(
    session: Session, store: Store, view: PapersView, whole_visit: str
) -> None:
    inspections.edit(store, whole_visit, {"visit_kind": "supervision"})
    view.show_overview(read(store, whole_visit))
    assert not view.new_interview.isEnabled()
    assert not view.new_sampling.isEnabled()
