"""Service in the window: beside the document of a visit, and in the list of all documents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from fieldcheck.gui.pages.documents import DocumentsPage
from fieldcheck.gui.pages.visit.documents import DocumentsView
from fieldcheck.gui.scanned import MOST_PAGES, ScanTooLong, pages_of
from fieldcheck.gui.service_panel import ServicePanel
from fieldcheck.gui.session import Route, Session
from fieldcheck.model.document import DocumentKind
from fieldcheck.model.papers import ServiceMethod
from fieldcheck.model.records import Document
from fieldcheck.model.values import Person, PhotoPurpose, SigningResult
from fieldcheck.operations import documents, evidence, photos, service
from fieldcheck.operations.photos import NewPhoto
from fieldcheck.photos import sample
from fieldcheck.store import Changes, Store
from fieldcheck.store.queries import records
from fieldcheck.store.queries.served import Serving
from tests.county import county
from tests.gui.pages.support import chips, settle, shown, words
from tests.gui.visit.support import read
from tests.operations.test_enterprise import Case

ORDER, RECEIPT = DocumentKind.RECTIFICATION_ORDER, DocumentKind.SERVICE_RECEIPT
WITNESS = Person("陈明", "社区网格员", "13900000031")


@pytest.fixture
def order(store: Store, whole_visit: str) -> Document:
    """An order that was issued."""
    return records.get(store.reader(), Document, documents.issue(store, whole_visit, ORDER).main)


@pytest.fixture
def view(qtbot: QtBot, session: Session, store: Store, whole_visit: str, order: Document) -> Iterator[DocumentsView]:
    made = DocumentsView(session)
    qtbot.addWidget(made)
    made.resize(1100, 640)
    made.show()

    def again(_changes: Changes) -> None:
        made.show_overview(read(store, whole_visit), redraw=True)

    session.committed.connect(again)
    made.show_overview(read(store, whole_visit), redraw=True)
    made.choose(ORDER)
    session.tasks.drain()
    yield made
    session.tasks.drain()


def test_an_order_is_handed_over_and_its_receipt_follows(
    session: Session, store: Store, view: DocumentsView, order: Document
) -> None:
    panel = view.service()
    assert (panel.text(), panel.buttons()["receipt"].isVisible()) == ("Not served yet.", False)
    view.buttons()["correct"].click()
    panel.buttons()["serve"].click()
    assert not view.signing().isVisible() and not view.question().isVisible()
    form = panel.form
    assert (form.method.value(), form.place.value()) == (ServiceMethod.DIRECT, "永安街道环海路101号")
    assert not form.reason.isVisible()
    form.recipient.set_value(Person())
    panel.buttons()["record"].click()
    session.tasks.drain()
    assert panel.error() == "Who received it? Enter the name."
    form.recipient.set_value(Person("孟祥宇", "生产主管"))
    panel.record()
    session.tasks.drain()
    served = service.standing(store.reader(), order.id)
    assert served is not None and served.recipient == Person("孟祥宇", "生产主管")
    assert not panel.is_open() and view.signing().isVisible()
    assert panel.text().startswith("Served: Handed over, ") and "孟祥宇" in panel.text()
    panel.buttons()["receipt"].click()
    session.tasks.drain()
    view.buttons()["issue"].click()
    assert view.question().text() == "It has no number. What is issued cannot be changed afterwards."
    view.confirm()
    session.tasks.drain()
    assert view.file_name() == "Service receipt 海晏市清源污水处理有限公司.pdf"
    assert not panel.isVisible(), "a receipt is not served itself"


def test_a_refusal_is_left_there_with_its_photo_and_taken_back(
    session: Session, store: Store, view: DocumentsView, order: Document
) -> None:
    documents.record_signing(store, order.id, SigningResult.REFUSED, reason="负责人不在场", witness=WITNESS)
    panel = view.service()
    panel.buttons()["serve"].click()
    form = panel.form
    assert (form.method.value(), form.reason.value(), form.witness.value()) == ("left", "负责人不在场", WITNESS)
    assert not form.recipient.isVisible()
    panel.record()
    session.tasks.drain()
    assert panel.error().startswith("A document that is left there needs a photo")
    data = sample.draw(3, datetime(2026, 8, 3, 9, 30), 37.5, 121.4)
    photos.add(store, service.target(order, PhotoPurpose.SERVICE), [NewPhoto("left.jpg", data)])
    panel.record()
    session.tasks.drain()
    assert "Witness: 陈明." in panel.text()
    panel.buttons()["back"].click()
    panel.reason.box.setEditText("不是留置送达")
    panel.reason.give()
    session.tasks.drain()
    assert service.standing(store.reader(), order.id) is None
    assert panel.text() == "Not served yet."


def test_half_typed_fields_come_back(session: Session, qtbot: QtBot, view: DocumentsView, order: Document) -> None:
    panel = view.service()
    panel.begin()
    place = panel.form.place.editor
    assert isinstance(place, QLineEdit)
    place.setText("门卫室")
    panel.form.method.buttons[ServiceMethod.MAIL].click()
    panel.show_nothing()
    again = ServicePanel(session, narrow=True)
    qtbot.addWidget(again)
    again.show_document(order.id)
    assert again.is_open()
    assert (again.form.place.value(), again.form.method.value()) == ("门卫室", ServiceMethod.MAIL)
    again.give_up()
    assert not again.is_open()


def test_what_is_recorded_forgets_its_own_draft_though_another_document_is_in_view(
    session: Session, store: Store, view: DocumentsView, order: Document, whole_visit: str
) -> None:
    record = documents.issue(store, whole_visit, DocumentKind.INSPECTION_RECORD).main
    view.show_overview(read(store, whole_visit), redraw=True)
    signing, panel = view.signing(), view.service()
    signing.choose(SigningResult.REFUSED)
    signing.forms()[1].reason.set_value("负责人不在场")
    signing.forms()[1].witness.set_value(WITNESS)
    signing.record()
    view.choose(DocumentKind.INSPECTION_RECORD)
    signing.choose(SigningResult.SIGNED)
    settle(session)
    assert signing.forms()[0].isVisible(), "the answer about the other document is still being typed"
    signing.keep_draft()
    assert session.state(f"signing:{order.id}") is None
    assert session.state(f"signing:{record}") is not None
    session.set_state(f"service:{order.id}", {"how": {"at": "上午", "place": "门卫室", "colour": "红"}, "together": []})
    view.choose(ORDER)
    assert panel.form.place.value() == "门卫室", "what cannot be read of a draft is left out, the rest comes back"
    panel.form.method.buttons[ServiceMethod.MAIL].click()
    panel.form.at.set_value(f"{date.today()}T23:59+08:00")
    panel.form.officers.set_value(service.proposed(store.reader(), order.id).officers)
    panel.record()
    view.choose(DocumentKind.INSPECTION_RECORD)
    settle(session)
    assert service.standing(store.reader(), order.id) is not None
    assert session.state(f"service:{order.id}") is None


def test_the_computer_of_a_unit_is_told_and_records_nothing(tmp_path: Path, qtbot: QtBot) -> None:
    with county(tmp_path) as land:
        case = Case(land)
        case.serve()
        unit = land.enterprise(case.site)
        land.send_down(unit)
        session = Session(unit)
        view = DocumentsView(session)
        qtbot.addWidget(view)
        view.show()
        view.show_overview(read(unit, case.visit), redraw=True)
        view.choose(ORDER)
        settle(session)
        assert view.signing().text().startswith("Signed by 宋建国")
        assert view.service().text() == "Signed for on the spot: it was served by that."
        buttons = (*view.signing().buttons().values(), *view.service().buttons().values())
        assert not [button.text() for button in buttons if button.isVisible()]
        session.tasks.close()


def test_the_list_of_documents_tells_and_records_it(
    session: Session, store: Store, order: Document, qtbot: QtBot, whole_visit: str
) -> None:
    record = documents.issue(store, whole_visit, DocumentKind.INSPECTION_RECORD).main
    documents.record_signing(store, record, SigningResult.SIGNED, signer=WITNESS)
    page = DocumentsPage(session)
    shown(page, session, qtbot, Route("documents", part=Serving.WAITING))
    assert page.table.model.ids == [order.id]
    [panel] = page.panel.findChildren(ServicePanel)
    panel.begin()
    panel.form.at.set_value(f"{date.today() + timedelta(days=1)}T09:00+08:00")
    panel.record()
    settle(session)
    assert page.table.model.ids == []
    page.open(Route("documents", part=Serving.DONE))
    settle(session)
    assert page.table.model.ids == [order.id]
    page.open(Route("documents", part=Serving.NO_PAGE))
    settle(session)
    assert page.table.model.ids == [record]
    QApplication.processEvents()
    assert "Signed" in chips(page.panel)


def test_a_scanned_paper_comes_back_page_by_page(
    session: Session, store: Store, view: DocumentsView, order: Document, tmp_path: Path
) -> None:
    documents.record_signing(store, order.id, SigningResult.SIGNED, signer=WITNESS)
    view.show_overview(read(store, order.inspection or ""), redraw=True)
    settle(session)
    strip = view.signing().strip()
    assert "Signed paper missing" in words(view.signing())
    scan, picture, wrong = tmp_path / "指令书.pdf", tmp_path / "last.jpg", tmp_path / "wrong.pdf"
    scan.write_bytes(documents.pdf(store.reader(), order.id))
    picture.write_bytes(sample.draw(3, datetime(2026, 8, 3, 9, 30), 37.5, 121.4))
    wrong.write_bytes(b"%PDF-1.7 torn")
    strip.add_paths([scan, wrong])
    settle(session)
    assert any("wrong.pdf cannot be read as a PDF" in text for text in words(strip))
    assert strip.count() == 0
    strip.add_paths([scan, picture])
    settle(session)
    assert "Signed paper missing" not in words(view.signing())
    pages = service.photos_of(store.reader(), order, PhotoPurpose.SIGNED_PAGE)
    assert [page.file_name for page in pages] == ["指令书-1.jpg", "last.jpg"]
    assert [page.source_sha256 for page in pages] == [order.sha256, None], "the file itself is kept"
    assert (pages[0].format, (pages[0].width or 0) > 1000) == ("JPEG", True)
    codes = [link.code for link in evidence.walk(store.reader(), order.id).links]
    assert codes[-3:] == ["signed_page", "signed_page", "scan"]
    with pytest.raises(ScanTooLong):
        pages_of("long.pdf", long_pdf(MOST_PAGES + 1))


def long_pdf(pages: int) -> bytes:
    """Return a PDF of empty pages."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(100, 100)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()
