"""Makes the pictures of the guide: `.venv/bin/python docs/pictures.py [FOLDER]` (docs/pictures where none is named).

The sample is made by the real operations in a temporary folder, the real window is driven over it by routes and keys,
and every picture is what that window draws. Seeds and sizes are fixed; days follow the day on which it is run.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from math import ceil
from pathlib import Path
from unittest.mock import patch

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image, ImageOps
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from fieldcheck.forms.filled import FilledForm
from fieldcheck.gui import crash, language, preferences, theme
from fieldcheck.gui.first_run import FirstRunWindow
from fieldcheck.gui.main_window import MainWindow
from fieldcheck.gui.pages.visit.page import VisitPage
from fieldcheck.gui.pages.visit.pdf_view import page_count, page_image
from fieldcheck.gui.program import Program, prepare
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.theme import icons
from fieldcheck.gui.unlock import UnlockWindow
from fieldcheck.model.document import DocumentKind
from fieldcheck.model.records import Answer, Inspection, Site
from fieldcheck.model.values import Person
from fieldcheck.operations import demo, documents, findings, forms, inspections, photos, profile, sites, stores
from fieldcheck.operations.review import review
from fieldcheck.photos import sample
from fieldcheck.store import Store
from fieldcheck.store.queries import lists, records

SCREEN = (1366, 768)
"""The laptops of the people who use it."""
CARD = (960, 700)
STORE = Path("sample") / demo.STORE
WORKSHOP = "海晏市金诚铸造厂"
PRESSES = "海晏市恒锐机械制造有限公司"
PAPER = "海晏市清源纸业有限公司"
TRUCKS = "海晏市通达危险货物运输有限公司"
HALF_TYPED = "，作业面约有6平方米"
COST = 4
"""Of the key: nothing here is a secret."""


# Saving


@dataclass(frozen=True)
class Album:
    """The folder that the pictures go to."""

    folder: Path

    def add(self, name: str, picture: Image.Image) -> None:
        """Save a picture with at most 255 colours: drawings lose nothing that an eye sees."""
        path = self.folder / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        small = picture.convert("RGB").quantize(255, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        small.save(path, optimize=True)
        print(f"{path.relative_to(self.folder)}  {path.stat().st_size // 1024} KB", flush=True)

    def window(self, name: str, window: QWidget) -> None:
        """Save what a window shows."""
        settle()
        self.add(name, as_picture(window.grab().toImage()))

    def pages(self, name: str, pdf: bytes, *, columns: int, dpi: int = 75, first: int = 0, last: int = 99) -> None:
        """Save pages of a PDF side by side."""
        chosen = range(page_count(pdf))[first:last]
        drawn = [as_picture(page_image(pdf, page, dpi)) for page in chosen]
        self.add(name, sheet(drawn, columns))


def as_picture(image: QImage) -> Image.Image:
    """Return Qt's picture as Pillow's."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "BMP")
    buffer.close()
    return Image.open(BytesIO(bytes(data.data()))).convert("RGB")


def sheet(pages: list[Image.Image], columns: int) -> Image.Image:
    """Return pages on a grey table, `columns` a row."""
    framed = [ImageOps.expand(page, 1, "#c9ced6") for page in pages]
    width, height, gap = framed[0].width, framed[0].height, 12
    columns = min(columns, len(framed))
    rows = ceil(len(framed) / columns)
    table = Image.new("RGB", (columns * (width + gap) + gap, rows * (height + gap) + gap), "#e9ecf1")
    for place, page in enumerate(framed):
        table.paste(page, (gap + place % columns * (width + gap), gap + place // columns * (height + gap)))
    return table


def settle(window: MainWindow | None = None) -> None:
    """Let everything that was asked for happen: reads, timers of searching and reading, pages of a PDF."""
    for _round in range(3):
        if window is not None:
            window.session.tasks.drain()
        QTest.qWait(160)


# The window


@contextmanager
def opened(store: Store, size: tuple[int, int] = SCREEN) -> Iterator[MainWindow]:
    """A main window on a store."""
    session = Session(store)
    window = MainWindow(session)
    window.resize(*size)
    window.show()
    window.activateWindow()
    try:
        yield window
    finally:
        window.close()
        session.tasks.close()
        window.deleteLater()
        session.deleteLater()
        settle()


def go(window: MainWindow, page: str, entity: str = "", part: str = "", item: str = "") -> None:
    """Open a place and wait until it is drawn."""
    window.session.go(Route(page, entity, part, item))
    settle(window)


def visit_page(window: MainWindow) -> VisitPage:
    """Return the page of the visit that is open."""
    page = window.current_page()
    assert isinstance(page, VisitPage)
    return page


def speak(chosen: str, mode: str = "light") -> None:
    """Set language and theme of the windows that are made from now on."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    language.speak(app, chosen)
    theme.apply(app, mode)


# The sample


def visit_to(store: Store, name: str) -> str:
    """Return the newest visit to a site."""
    reader = store.reader()
    visits = [records.get(reader, Inspection, entity) for entity in lists.inspection_ids(reader)]
    return next(visit.id for visit in visits if records.get(reader, Site, visit.site or "").name == name)


def document_of(store: Store, name: str, kind: DocumentKind) -> bytes:
    """Return the document of this kind of the newest visit to a site."""
    document = documents.issued(store.reader(), visit_to(store, name), kind)
    assert document is not None
    return documents.pdf(store.reader(), document.id)


def finish_visit(store: Store, visit: str) -> None:
    """Answer what is open, in order, and confirm what is proposed: the visit can have its documents."""
    reader = store.reader()
    author = profile.officers(reader)[0].id
    for definition in forms.definitions_of(reader, records.get(reader, Inspection, visit)):
        answered = {answer.item for answer in records.children(reader, Answer, visit) if answer.form == definition.id}
        for item in (*definition.facts, *definition.items()):
            value = demo.ordinary(definition, item, failing=False)
            if item.id not in answered and value is not None:
                inspections.answer(store, visit, definition.id, item.id, value, author)
    for proposal in review(reader, visit).proposals:
        for finding in proposal.findings:
            findings.confirm_level(store, finding, "major", author)


def order_with(store: Store, count: int) -> bytes:
    """Return an order that names `count` items of the checklist for machinery."""
    reader = store.reader()
    officers = tuple(officer.id for officer in profile.officers(reader)[:2])
    manager = Person("宋建国", "安全总监", "13900000021")
    values: dict[str, object] = {
        "visit_kind": "enforcement",
        "started_at": "2026-08-03T09:10+08:00",
        "ended_at": "2026-08-03T11:35+08:00",
        "place_inspected": "一车间、二车间、涂装车间、配电室",
        "site_manager": manager,
        "officers": officers,
        "certificates_shown": True,
    }
    site = sites.by_name(reader, PRESSES)
    assert site is not None
    visit = inspections.start(store, site.id, values, ["machinery"], officers[0]).main
    fail_items(store, visit, count, manager)
    finish_visit(store, visit)
    document = documents.issue(store, visit, DocumentKind.RECTIFICATION_ORDER, officers[0]).main
    return documents.pdf(reader, document)


def fail_items(store: Store, visit: str, count: int, manager: Person) -> None:
    """Let the first `count` checks fail that are shown; each finding gets a place, a person and, of three, a photo."""
    reader = store.reader()
    definition = forms.shipped()["machinery"]
    author = profile.officers(reader)[0].id
    from datetime import date, datetime

    filled = FilledForm(definition, {}, {}, date(2026, 8, 3))
    for item in (*definition.facts, *definition.items()):
        failing = bool(item.finding) and len(findings.standing(reader, visit)) < count
        value = demo.ordinary(definition, item, failing=failing)
        if value is not None and filled.shown(item.id):
            filled.set(item.id, value)
            inspections.answer(store, visit, "machinery", item.id, value, author)
    for place, finding in enumerate(findings.standing(reader, visit), start=1):
        findings.edit(store, finding.id, {"location": f"一车间{place}号工位", "responsible_person": manager}, author)
        if place % 9 == 1:
            picture = sample.draw(place, datetime(2026, 8, 3, 9, 20 + place), 37.18, 119.94, scene="workshop")
            target = photos.Target(visit, finding.id, finding.form, finding.item)
            photos.add(store, target, [photos.NewPhoto(f"IMG_{place:04}.jpg", picture)], author)


# The tours


def first_run(album: Album) -> None:
    """Four steps, and what a step says where something is missing."""
    window = FirstRunWindow(has_stores=False, cost=COST)
    window.resize(*CARD)
    window.show()
    window.welcome.file.set_value("D:\\检查\\现场检查.fcstore")
    album.window("first-run-1-welcome", window)
    window.next()
    window.passphrase.passphrase.set_value("渔船 柴油 黄昏 石桥")
    window.passphrase.again.set_value("渔船 柴油 黄昏 石桥")
    window.passphrase._show_strength("渔船 柴油 黄昏 石桥")
    album.window("first-run-2-passphrase", window)
    window.next()
    album_missing = window.next
    album_missing()
    album.window("first-run-3-bureau-missing", window)
    bureau = window.bureau
    bureau.name.set_value("海晏市应急管理局")
    bureau.prefix.set_value("晏")
    bureau.government.set_value("海晏市")
    bureau.court.set_value("海晏市")
    bureau.sectors.set_value(("industry_trade", "hazardous_chemicals", "mining", "tailings", "fireworks"))
    for field in (bureau.name, bureau.prefix, bureau.government, bureau.court, bureau.sectors):
        field.set_error("")
    window.error.clear()
    album.window("first-run-3-bureau", window)
    window.next()
    for row, (name, certificate) in zip(
        window.officers.rows, (("王䶮", "37068326001"), ("孙𬍛", "37068326002")), strict=False
    ):
        row.name.set_value(name)
        row.certificate.set_value(certificate)
        row.post.set_value("执法人员")
    album.window("first-run-4-officers", window)
    window.close()
    window.deleteLater()


def unlocking(album: Album) -> None:
    """A passphrase that does not open the store."""
    window = UnlockWindow(STORE)
    window.resize(*CARD)
    window.show()
    window.passphrase.set_value("wrong")
    window.unlock()
    QTest.qWait(600)
    album.window("unlock-wrong-passphrase", window)
    window.close()
    window.deleteLater()


def lists_of(window: MainWindow, album: Album) -> None:
    """The lists and the settings."""
    for page in ("inspections", "hazards", "sites", "documents", "settings"):
        go(window, page)
        album.window(page, window)


def checklist(window: MainWindow, album: Album, visit: str) -> None:
    """A failed item with its finding open, its photos, and the next item in view."""
    go(window, "visit", visit, "checklist", "machinery/MEC-05")
    album.window("checklist", window)


def reviewing(window: MainWindow, album: Album, visit: str) -> None:
    """What the visit lacks and what is proposed as major."""
    go(window, "visit", visit, "review")
    album.window("review", window)


def beginning(window: MainWindow, album: Album, visit: str) -> None:
    """A new visit, its fields, the checklist at rest, keys."""
    go(window, "inspections", part="new")
    album.window("new-visit", window)
    go(window, "visit", visit, "facts")
    album.window("visit-facts", window)
    go(window, "visit", visit, "checklist", "machinery/MEC-12")
    QTest.keyClick(focused(window), Qt.Key.Key_1)
    album.window("checklist-keys", window)
    window.show_shortcuts()
    dialog = QApplication.activeModalWidget() or QApplication.activeWindow()
    assert dialog is not None
    album.window("keys", dialog)
    dialog.close()


def focused(window: MainWindow) -> QWidget:
    """Return the widget that keys go to."""
    return QApplication.focusWidget() or window


def papers(window: MainWindow, album: Album, store: Store) -> None:
    """A draft, the question before issuing, an order at the gate, signed, refused, and one that cannot be issued."""
    visit = visit_to(store, WORKSHOP)
    finish_visit(store, visit)
    go(window, "visit", visit, "documents")
    view = visit_page(window).views()[3]
    view.choose(DocumentKind.RECTIFICATION_ORDER)
    settle(window)
    album.window("document-preview", window)
    view.ask_to_issue(correct=False)
    album.window("document-issue", window)
    view.confirm()
    settle(window)
    window.toasts.clear()
    album.window("document-issued", window)
    view.signing().buttons()["refused"].click()
    album.window("document-refusing", window)
    for name, shown, kind in (
        ("document-refused", PAPER, DocumentKind.RECTIFICATION_ORDER),
        ("document-signed", PRESSES, DocumentKind.INSPECTION_RECORD),
        ("document-not-allowed", TRUCKS, DocumentKind.RECTIFICATION_ORDER),
    ):
        go(window, "visit", visit_to(store, shown), "documents")
        visit_page(window).views()[3].choose(kind)
        settle(window)
        album.window(name, window)


def main_window(album: Album, store: Store, *, everything: bool) -> None:
    """Drive one window through the pages."""
    visit = visit_to(store, WORKSHOP)
    with opened(store) as window:
        lists_of(window, album)
        checklist(window, album, visit)
        reviewing(window, album, visit)
        if everything:
            beginning(window, album, visit)


def paper_pages(album: Album, store: Store) -> None:
    """Documents, page by page."""
    for count in (1, 25):
        pdf = order_with(store, count)
        album.pages(f"order-{count}", pdf, columns=3)
    album.pages("record", document_of(store, TRUCKS, DocumentKind.INSPECTION_RECORD), columns=3)
    album.pages("problem-list", document_of(store, TRUCKS, DocumentKind.PROBLEM_LIST), columns=3)


# Killed while typing


def type_until_killed() -> None:
    """Run in a process of its own: type into a finding, say so once it is kept, and wait to be killed."""
    app = prepare()
    speak("zh_CN")
    program = Program(app, cost=COST)
    program.open(STORE, demo.PASSPHRASE)
    assert isinstance(program.window, MainWindow)
    window, session = program.window, program.session
    assert session is not None
    window.resize(*SCREEN)
    window.activateWindow()
    go(window, "visit", visit_to(session.store, WORKSHOP), "checklist", "machinery/MEC-05")
    editor = visit_page(window).views()[1].items.editor
    editor.take_focus()
    field = focused(window)
    QTest.keyClick(field, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    composed = QInputMethodEvent()
    composed.setCommitString(HALF_TYPED)
    QApplication.sendEvent(field, composed)
    settle(window)
    QTest.qWait(800)
    print("typed", flush=True)
    app.exec()


def recovery(album: Album, app: QApplication) -> None:
    """Kill the program while it holds half-typed text, and start it again."""
    typing = subprocess.Popen([sys.executable, __file__, "--type"], stdout=subprocess.PIPE, text=True)
    assert typing.stdout is not None
    said = typing.stdout.readline()
    typing.send_signal(signal.SIGKILL)
    typing.wait()
    assert said == "typed\n", said
    program = Program(app, cost=COST)
    program.open(STORE, demo.PASSPHRASE)
    assert program.window is not None
    program.window.resize(*SCREEN)
    album.window("recovery", program.window)
    program.close()


def tour(out: Path) -> None:
    """Make every picture."""
    app = prepare()
    demo.make(STORE.parent, cost=COST).close()
    for folder, chosen, mode in (("zh", "zh_CN", "light"), ("en", "en", "light"), ("dark", "zh_CN", "dark")):
        speak(chosen, mode)
        album = Album(out / folder)
        with stores.open_store(STORE, demo.PASSPHRASE) as store:
            main_window(album, store, everything=folder != "dark")
    speak("zh_CN")
    album = Album(out / "zh")
    first_run(album)
    unlocking(album)
    recovery(album, app)
    with stores.open_store(STORE, demo.PASSPHRASE) as store:
        with opened(store) as window:
            papers(window, album, store)
        paper_pages(Album(out / "documents"), store)
    icons.forget()


def main() -> None:
    """Make the pictures in a temporary folder that is the working folder meanwhile: no path of this machine shows."""
    if sys.argv[1:] == ["--type"]:
        with patch.object(preferences, "path", lambda: Path("account/typing.json")):
            type_until_killed()
        return
    out = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).with_suffix("")).resolve()
    with (
        tempfile.TemporaryDirectory(prefix="fieldcheck-pictures-") as folder,
        patch.object(preferences, "path", lambda: Path(folder) / "window.json"),
        patch.object(crash, "folder", lambda: Path(folder) / "reports"),
    ):
        os.chdir(folder)
        tour(out)
        os.chdir(out)


if __name__ == "__main__":
    main()
