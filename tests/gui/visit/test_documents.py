from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from fieldcheck.documents import render
from fieldcheck.gui import preferences
from fieldcheck.gui.pages.visit import pdf_view, preview
from fieldcheck.gui.pages.visit.documents import DocumentsView
from fieldcheck.gui.pages.visit.output import DocumentOutput
from fieldcheck.gui.selftest import distinct_colours
from fieldcheck.gui.session import Route, Session
from fieldcheck.model.document import DocumentKind
from fieldcheck.model.records import Document, Photo
from fieldcheck.model.values import Person, PhotoPurpose, SigningResult
from fieldcheck.operations import documents, findings, inspections, photos
from fieldcheck.photos import sample
from fieldcheck.store import Changes, Store
from fieldcheck.store.queries import records
from tests.contents import content, problems
from tests.gui.visit.support import read

RECORD, ORDER, LIST = DocumentKind.INSPECTION_RECORD, DocumentKind.RECTIFICATION_ORDER, DocumentKind.PROBLEM_LIST


@pytest.fixture
def view(qtbot: QtBot, session: Session) -> Iterator[DocumentsView]:
    made = DocumentsView(session)
    qtbot.addWidget(made)
    made.resize(1100, 640)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    session.tasks.drain()


def show(session: Session, store: Store, view: DocumentsView, visit: str, kind: DocumentKind) -> None:
    view.show_overview(read(store, visit), redraw=True)
    view.choose(kind)
    session.tasks.drain()


def follow(session: Session, store: Store, view: DocumentsView, visit: str) -> None:
    """Show the visit again after every commit, as the page does."""

    def again(_changes: Changes) -> None:
        view.show_overview(read(store, visit), redraw=True)

    session.committed.connect(again)


def issue(session: Session, view: DocumentsView) -> None:
    view.buttons()["issue"].click()
    view.confirm()
    session.tasks.drain()


def of_visit(store: Store, visit: str) -> list[Document]:
    return records.children(store.reader(), Document, visit)


def test_a_draft_is_shown_before_it_is_issued(
    session: Session, store: Store, view: DocumentsView, whole_visit: str
) -> None:
    show(session, store, view, whole_visit, ORDER)
    assert view.preview().pages() >= 1
    assert view.preview().page_text().startswith("Page 1 of ")
    assert "草稿" in _text(view.preview().pdf) or b"%PDF" in view.preview().pdf[:8]
    assert not of_visit(store, whole_visit)


def test_issuing_takes_the_next_number(session: Session, store: Store, view: DocumentsView, whole_visit: str) -> None:
    follow(session, store, view, whole_visit)
    show(session, store, view, whole_visit, ORDER)
    view.buttons()["issue"].click()
    assert "（晏）应急责改〔" in view.question().text()
    assert "〕1号" in view.question().text()
    view.confirm()
    session.tasks.drain()
    [document] = of_visit(store, whole_visit)
    assert document.kind == ORDER
    assert document.number is not None
    assert document.number.serial == 1
    assert view.preview().pdf == documents.pdf(store.reader(), document.id)
    assert not view.buttons()["issue"].isVisible()
    assert not session.can_undo


def test_nothing_is_issued_without_the_answer(
    qtbot: QtBot, session: Session, store: Store, view: DocumentsView, whole_visit: str
) -> None:
    show(session, store, view, whole_visit, ORDER)
    with qtbot.waitActive(view):
        view.activateWindow()
    view.buttons()["issue"].click()
    QTest.keyClick(view.question(), Qt.Key.Key_Escape)
    session.tasks.drain()
    assert not view.question().isVisible()
    assert not of_visit(store, whole_visit)


def test_a_correction_supersedes(session: Session, store: Store, view: DocumentsView, whole_visit: str) -> None:
    old = documents.issue(store, whole_visit, ORDER).main
    follow(session, store, view, whole_visit)
    show(session, store, view, whole_visit, ORDER)
    view.buttons()["correct"].click()
    view.confirm()
    session.tasks.drain()
    slot = read(store, whole_visit).slot(ORDER)
    assert slot.issued is not None
    assert slot.issued.document.supersedes == old
    assert view.preview().pdf == documents.pdf(store.reader(), slot.issued.document.id)


def test_a_visit_that_changed_after_the_issue_says_so(
    session: Session, store: Store, view: DocumentsView, whole_visit: str
) -> None:
    documents.issue(store, whole_visit, RECORD)
    show(session, store, view, whole_visit, RECORD)
    assert view.refusal().text() == ""
    inspections.edit(store, whole_visit, {"situation": "补充说明"})
    show(session, store, view, whole_visit, RECORD)
    assert "changed after this was issued" in view.refusal().text()
    assert view.refusal().isVisible()
    assert view.buttons()["correct"].isEnabled()
    documents.issue(store, whole_visit, RECORD, correct=True)
    show(session, store, view, whole_visit, RECORD)
    assert view.refusal().text() == ""


def test_gaps_stop_the_issue_and_lead_to_the_review(
    qtbot: QtBot, session: Session, store: Store, view: DocumentsView, whole_visit: str
) -> None:
    inspections.edit(store, whole_visit, {"certificates_shown": None})
    show(session, store, view, whole_visit, ORDER)
    assert view.refusal().text() == "1 thing is missing before this can be issued."
    assert not view.buttons()["issue"].isEnabled()
    with qtbot.waitSignal(session.navigate) as caught:
        view.refusal().review_wanted.emit()
    assert caught.args == [Route("visit", whole_visit, "review")]


def test_an_order_on_a_flood_work_is_refused_with_its_reason(
    session: Session, store: Store, view: DocumentsView, flood_visit: str
) -> None:
    show(session, store, view, flood_visit, ORDER)
    assert "not in the bureau's remit" in view.refusal().text()
    assert "水行政主管部门" in view.refusal().text()
    assert not view.buttons()["issue"].isVisible()
    assert not view.preview().pdf
    view.refusal().list_wanted.emit()
    session.tasks.drain()
    assert "水行政主管部门" in _text(view.preview().pdf)


def test_signed_proposes_the_site_manager_and_enter_records(
    qtbot: QtBot, session: Session, store: Store, view: DocumentsView, whole_visit: str
) -> None:
    document = documents.issue(store, whole_visit, ORDER).main
    follow(session, store, view, whole_visit)
    show(session, store, view, whole_visit, ORDER)
    panel = view.signing()
    panel.buttons()["signed"].click()
    signer = panel.forms()[0].signer
    assert signer.value() == Person("孟祥宇", "生产主管", "13900000022")
    QTest.keyClick(signer.name, Qt.Key.Key_Return)
    session.tasks.drain()
    [signing] = documents.signings(store.reader(), document)
    assert signing.result == SigningResult.SIGNED
    assert signing.signer == Person("孟祥宇", "生产主管", "13900000022")
    assert panel.text().startswith("Signed by 孟祥宇")


def test_a_refusal_needs_reason_and_witness(
    session: Session, store: Store, view: DocumentsView, whole_visit: str
) -> None:
    document = documents.issue(store, whole_visit, ORDER).main
    follow(session, store, view, whole_visit)
    show(session, store, view, whole_visit, ORDER)
    panel = view.signing()
    panel.buttons()["refused"].click()
    form = panel.forms()[1]
    form.reason.set_value("负责人称需请示")
    panel.buttons()["record"].click()
    session.tasks.drain()
    assert "witness" in panel.error()
    assert not documents.signings(store.reader(), document)
    form.witness.set_value(Person("丁一", "安监办工作人员"))
    panel.buttons()["record"].click()
    session.tasks.drain()
    [signing] = documents.signings(store.reader(), document)
    assert (signing.result, signing.reason) == (SigningResult.REFUSED, "负责人称需请示")
    assert signing.witness == Person("丁一", "安监办工作人员")


def test_somebody_must_have_signed(session: Session, store: Store, view: DocumentsView, whole_visit: str) -> None:
    document = documents.issue(store, whole_visit, ORDER).main
    show(session, store, view, whole_visit, ORDER)
    panel = view.signing()
    panel.buttons()["signed"].click()
    panel.forms()[0].signer.set_value(None)
    panel.buttons()["record"].click()
    assert panel.error()
    assert not documents.signings(store.reader(), document)


def test_a_half_typed_refusal_comes_back(
    qtbot: QtBot, session: Session, store: Store, view: DocumentsView, whole_visit: str
) -> None:
    documents.issue(store, whole_visit, ORDER)
    show(session, store, view, whole_visit, ORDER)
    view.signing().buttons()["refused"].click()
    editor = view.signing().forms()[1].reason.editor
    assert isinstance(editor, QLineEdit)
    editor.insert("负责人不在")
    view.signing().keep_draft()
    session.tasks.drain()
    later = Session(store)
    again = DocumentsView(later)
    qtbot.addWidget(again)
    again.show_overview(read(store, whole_visit), redraw=False)
    again.choose(ORDER)
    assert again.signing().forms()[1].reason.value() == "负责人不在"
    later.shared.close()
    later.tasks.close()


def test_giving_up_forgets_what_was_typed(
    session: Session, store: Store, view: DocumentsView, whole_visit: str
) -> None:
    documents.issue(store, whole_visit, ORDER)
    show(session, store, view, whole_visit, ORDER)
    panel = view.signing()
    panel.buttons()["refused"].click()
    panel.forms()[1].reason.set_value("负责人不在")
    panel.keep_draft()
    panel.buttons()["cancel"].click()
    panel.buttons()["refused"].click()
    assert panel.forms()[1].reason.value() == ""


def test_saving_writes_the_issued_bytes(
    qtbot: QtBot, session: Session, store: Store, view: DocumentsView, whole_visit: str, tmp_path: Path
) -> None:
    document = documents.issue(store, whole_visit, RECORD).main
    show(session, store, view, whole_visit, RECORD)
    assert view.file_name().startswith("（晏）应急检记〔")
    output = DocumentOutput(session, view)
    with qtbot.waitSignal(output.saved):
        output.write(tmp_path / "记录", view.preview().pdf)
    assert (tmp_path / "记录.pdf").read_bytes() == documents.pdf(store.reader(), document)


def test_printing_puts_every_page_on_paper(
    qtbot: QtBot, session: Session, store: Store, view: DocumentsView, whole_visit: str, tmp_path: Path
) -> None:
    documents.issue(store, whole_visit, RECORD)
    show(session, store, view, whole_visit, RECORD)
    pdf = view.preview().pdf
    printer = pdf_view.new_printer("record")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    output = DocumentOutput(session, view)
    with qtbot.waitSignal(output.printed, timeout=20000):
        output.print_on(printer, pdf, pdf_view.page_count(pdf))
    assert len(PdfReader(tmp_path / "printed.pdf").pages) == pdf_view.page_count(pdf)


def test_without_the_pdf_libraries_saving_is_offered(
    qtbot: QtBot, session: Session, store: Store, whole_visit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview, "load_pdf_view", lambda: None)
    made = preview.Preview(session)
    qtbot.addWidget(made)
    made.show_document(lambda reader: documents.preview(reader, whole_visit, RECORD))
    session.tasks.drain()
    assert made.pages() == 0
    assert made.pdf.startswith(b"%PDF")


def test_bytes_that_are_no_pdf_say_so(qtbot: QtBot, session: Session) -> None:
    made = preview.Preview(session)
    qtbot.addWidget(made)
    made.show_document(lambda reader: b"nothing")
    session.tasks.drain()
    assert made.pages() == 0
    with pytest.raises(pdf_view.PdfNotReadable):
        pdf_view.page_count(b"nothing")


def test_a_question_about_one_visit_is_not_answered_for_another(
    session: Session, store: Store, view: DocumentsView, whole_visit: str, flood_visit: str
) -> None:
    show(session, store, view, whole_visit, RECORD)
    view.ask_to_issue(correct=False)
    assert view.question().isVisible()
    show(session, store, view, flood_visit, RECORD)
    assert not view.question().isVisible()


def test_a_page_that_is_being_drawn_is_not_taken_for_one_of_the_next_document(qtbot: QtBot) -> None:
    first, second = (render(content(unit_name=name * 8, problems=problems(3))) for name in ("甲", "乙"))
    alone, view = pdf_view.PdfView(), pdf_view.PdfView()
    for made in (alone, view):
        qtbot.addWidget(made)
        made.resize(700, 500)
        made.show()
    alone.show_pdf(second)
    view.show_pdf(first)
    qtbot.waitUntil(lambda: _ink(alone) and _ink(view))
    view.resize(700, 520)
    view.resize(700, 500)
    view.grab()
    view.show_pdf(second)
    qtbot.waitUntil(lambda: view.grab().toImage() == alone.grab().toImage())


def test_the_same_document_drawn_again_stays_on_its_page(qtbot: QtBot) -> None:
    view = pdf_view.PdfView()
    qtbot.addWidget(view)
    view.resize(700, 500)
    view.show()
    view.show_pdf(render(content(problems=problems(20))), 2)
    qtbot.waitUntil(lambda: view.page() == 2)
    view.show_pdf(render(content(problems=problems(1))), 9)
    qtbot.waitUntil(lambda: view.page() == view.page_count())


def _ink(view: pdf_view.PdfView) -> bool:
    """Return whether the letters of a page are drawn."""
    return distinct_colours(view.grab().toImage()) > 20


def test_a_photo_of_the_signed_page_belongs_to_the_document(
    session: Session, store: Store, view: DocumentsView, whole_visit: str, tmp_path: Path
) -> None:
    document = documents.issue(store, whole_visit, ORDER).main
    show(session, store, view, whole_visit, ORDER)
    picture = tmp_path / "IMG_1.jpg"
    picture.write_bytes(sample.draw(1, datetime(2026, 8, 3, 11, 0), 37.18, 119.94))
    view.signing().strip().add_paths([picture])
    session.tasks.drain()
    [photo] = records.children(store.reader(), Photo, whole_visit)
    assert (photo.document, photo.purpose) == (document, PhotoPurpose.SIGNED_PAGE)


def _text(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_a_draft_prints_stamps_on_its_photos_where_that_is_preferred(
    session: Session, store: Store, view: DocumentsView, whole_visit: str
) -> None:
    show(session, store, view, whole_visit, ORDER)
    assert view.stamps().isHidden()
    finding = findings.standing(store.reader(), whole_visit)[0].id
    picture = photos.NewPhoto("a.jpg", sample.draw(1, datetime(2026, 6, 1, 9, 30), 37.5, 121.4))
    photos.add(store, photos.Target(whole_visit, finding), [picture])
    show(session, store, view, whole_visit, ORDER)
    assert not view.stamps().isHidden()
    plain = view.preview().pdf
    view.stamps().setChecked(True)
    session.tasks.drain()
    assert preferences.load().photo_stamps
    assert view.preview().pdf == documents.preview(store.reader(), whole_visit, ORDER, stamped=True) != plain
    preferences.save(photo_stamps=False)
    show(session, store, view, whole_visit, ORDER)
    assert not view.stamps().isChecked()
    assert view.preview().pdf == plain
    documents.issue(store, whole_visit, ORDER)
    show(session, store, view, whole_visit, ORDER)
    assert view.stamps().isHidden(), "what was issued stays as it is"
