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
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from docs import county_pictures
from docs.album import Album, settle, wait_until
from docs.sample_papers import OUTSIDE, PAPERS
from docs.sample_visits import document_of, finish_visit, order_with, visit_to
from docs.stage import CARD, COST, SCREEN, compose, focused, go, opened, scroll_to_end, show, speak
from fieldcheck.gui import crash, preferences
from fieldcheck.gui.first_run.welcome import Way
from fieldcheck.gui.first_run.window import FirstRunWindow
from fieldcheck.gui.main_window import MainWindow
from fieldcheck.gui.pages.visit.documents import DocumentsView
from fieldcheck.gui.pages.visit.page import VisitPage
from fieldcheck.gui.program import Program, prepare
from fieldcheck.gui.theme import icons
from fieldcheck.gui.unlock import UnlockWindow
from fieldcheck.model.document import DocumentKind
from fieldcheck.operations import demo, marks, sites, stores
from fieldcheck.store import Store

STORE = Path("sample") / demo.STORE
FOUNDRY, PRESSES = "海晏市金诚铸造厂", "海晏市恒锐机械制造有限公司"
PAPER_MILL, TRUCKS = "海晏市清源纸业有限公司", "海晏市通达危险货物运输有限公司"
PASSPHRASE = "渔船 柴油 黄昏 石桥"
HALF_TYPED = "该工位当日已连续作业约3小时"
RECORD, ORDER, LIST = DocumentKind.INSPECTION_RECORD, DocumentKind.RECTIFICATION_ORDER, DocumentKind.PROBLEM_LIST


# Driving the window


def visit_page(window: MainWindow) -> VisitPage:
    """Return the page of the visit that is open."""
    page = window.current_page()
    assert isinstance(page, VisitPage)
    return page


# Before a store is open


def first_run(album: Album) -> None:
    """Four steps, and what a step says where something is missing."""
    window = FirstRunWindow(has_stores=False, cost=COST)
    show(window, CARD)
    window.welcome.file.set_value("D:\\检查\\现场检查.fcstore")
    album.window("first-run-1-welcome", window)
    window.next()
    type_passphrase(window)
    album.window("first-run-2-passphrase", window)
    window.next()
    window.next()
    album.window("first-run-3-missing", window)
    fill_bureau(window)
    album.window("first-run-3-bureau", window)
    window.next()
    fill_officers(window)
    album.window("first-run-4-officers", window)
    window.close()
    window.deleteLater()


def first_run_joining(album: Album, folder: str) -> None:
    """A laptop that joins a bureau: its name, then its words and what happens next."""
    window = begin_way(Way.JOIN, folder, "laptop")
    window.laptop.name.set_value(county_pictures.THIRD)
    album.window("first-run-join-laptop", window)
    window.next()
    type_passphrase(window)
    window.next()
    wait_until(lambda: window.position() == len(window.steps) - 1)
    album.window("first-run-join-words", window)
    window.close()
    window.deleteLater()


def first_run_of_bureau(album: Album, folder: str) -> None:
    """The store of a bureau: its escrow key, shown once."""
    window = begin_way(Way.BUREAU, folder, "bureau")
    type_passphrase(window)
    window.next()
    fill_bureau(window)
    window.next()
    fill_officers(window)
    window.next()
    wait_until(lambda: window.position() == len(window.steps) - 1)
    album.window("first-run-bureau-escrow", window)
    window.close()
    window.deleteLater()


def begin_way(way: Way, folder: str, name: str) -> FirstRunWindow:
    """Return a first run that is past its first step."""
    window = FirstRunWindow(has_stores=False, cost=COST)
    show(window, CARD)
    window.welcome.ways.buttons[way].click()
    window.welcome.file.set_value(str(Path(folder).resolve() / f"{name}.fcstore"))
    window.next()
    return window


def type_passphrase(window: FirstRunWindow) -> None:
    """Type the same passphrase twice."""
    for field in (window.passphrase.new.passphrase, window.passphrase.new.again):
        for letter in PASSPHRASE:
            compose(field.editor, letter)


def fill_officers(window: FirstRunWindow) -> None:
    """Fill in the fourth step."""
    officers = (("王䶮", "37068326001", "执法大队副队长"), ("孙𬍛", "37068326002", "执法人员"))
    for row, (name, certificate, post) in zip(window.officers.rows[:2], officers, strict=True):
        row.name.set_value(name)
        row.certificate.set_value(certificate)
        row.post.set_value(post)


def fill_bureau(window: FirstRunWindow) -> None:
    """Fill in the third step."""
    bureau = window.bureau
    bureau.name.set_value("海晏市应急管理局")
    bureau.prefix.set_value("晏")
    bureau.government.set_value("海晏市")
    bureau.court.set_value("海晏市")
    bureau.sectors.set_value(("industry_trade", "hazardous_chemicals", "mining", "tailings", "fireworks"))
    window.error.clear()


def unlocking(album: Album) -> None:
    """A passphrase that does not open the store."""
    window = UnlockWindow(STORE)
    show(window, CARD)
    window.passphrase.set_value("wrong")
    window.unlock()
    wait_until(window.open_button.isEnabled)
    album.window("unlock-wrong-passphrase", window)
    window.close()
    window.deleteLater()


# In the main window


def lists_of(window: MainWindow, album: Album) -> None:
    """The lists and the settings."""
    for page in ("today", "inspections", "plans", "hazards", "sites", "sites_import", "documents", "settings"):
        go(window, page)
        album.window(page, window)
    site = sites.by_name(window.session.reader(), FOUNDRY)
    assert site is not None, "the demo has it"
    go(window, "site", site.id)
    album.window("site", window)


def checklist_and_review(window: MainWindow, album: Album, visit: str) -> None:
    """A failed item with its finding open and the next item in view; then what the visit lacks."""
    go(window, "visit", visit, "checklist", "machinery/MEC-05")
    album.window("checklist", window)
    go(window, "visit", visit, "review")
    album.window("review", window)


def beginning(window: MainWindow, album: Album, visit: str) -> None:
    """A new visit, its fields, an item that was answered by a key, all keys; backup and proof in the settings."""
    go(window, "inspections", part="new")
    album.window("new-visit", window)
    go(window, "visit", visit, "facts")
    album.window("visit-facts", window)
    go(window, "visit", visit, "checklist", "machinery/MEC-12")
    QTest.keyClick(focused(window), Qt.Key.Key_1)
    album.window("checklist-keys", window)
    window.show_shortcuts()
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    dialog.resize(560, 880)
    album.window("keys", dialog)
    dialog.close()
    go(window, "settings")
    page = window.current_page()
    assert page is not None
    scroll_to_end(page)
    album.window("settings-store", window)


def choose(window: MainWindow, store: Store, site: str, kind: DocumentKind) -> DocumentsView:
    """Open a document of the newest visit to a site."""
    go(window, "visit", visit_to(store, site), "documents")
    view = visit_page(window).views()[3]
    view.choose(kind)
    settle(window)
    return view


def papers(window: MainWindow, album: Album, store: Store, kind: DocumentKind) -> None:
    """The foundry's draft, the question before issuing, the paper at the gate, a refusal, a correction, the service."""
    view = choose(window, store, FOUNDRY, kind)
    album.window("document-preview", window)
    view.ask_to_issue(correct=False)
    album.window("document-issue", window)
    view.confirm()
    settle(window)
    window.toasts.clear()
    album.window("document-issued", window)
    view.signing().buttons()["refused"].click()
    album.window("document-refusing", window)
    view.signing().buttons()["cancel"].click()
    view.ask_to_issue(correct=True)
    album.window("document-correct", window)
    served = choose(window, store, FOUNDRY, ORDER).service()
    served.begin()
    settle(window)
    album.window("document-service", window)
    served.give_up()


def papers_of_others(window: MainWindow, album: Album, store: Store) -> None:
    """Signed, refused, and a document that the law does not allow."""
    shown = (("refused", PAPER_MILL, ORDER), ("signed", PRESSES, RECORD), ("not-allowed", TRUCKS, ORDER))
    for name, site, kind in shown:
        choose(window, store, site, kind)
        album.window(f"document-{name}", window)


# Killed while typing


def type_until_killed() -> None:
    """Run in a process of its own: type into a finding, say so once it is kept, and wait to be killed."""
    app = prepare()
    speak("zh_CN")
    program = Program(app, cost=COST)
    program.open(STORE, demo.PASSPHRASE)
    window = program.window
    assert isinstance(window, MainWindow)
    show(window, SCREEN)
    go(window, "visit", visit_to(window.session.store, FOUNDRY), "checklist", "machinery/MEC-05")
    visit_page(window).views()[1].items.editor.take_focus()
    QTest.keyClick(focused(window), Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    compose(focused(window), HALF_TYPED)
    QTest.qWait(800)
    settle(window)
    print("typed", flush=True)
    app.exec()


def recovery(album: Album, app: QApplication) -> None:
    """Kill the program while it holds half-typed text, and start it again."""
    typing = subprocess.Popen([sys.executable, __file__, "--type"], stdout=subprocess.PIPE, text=True)
    assert typing.stdout is not None
    said = typing.stdout.readline()
    typing.send_signal(signal.SIGKILL)
    typing.communicate()
    assert said == "typed\n", said
    program = Program(app, cost=COST)
    program.open(STORE, demo.PASSPHRASE)
    assert program.window is not None
    show(program.window, SCREEN)
    album.window("recovery", program.window)
    program.close()


# All of them


def pages_of_visits(out: Path) -> None:
    """The pages before anything is issued: Chinese and English, and the dark theme."""
    for folder, chosen, mode in (("zh", "zh_CN", "light"), ("en", "en", "light"), ("dark", "zh_CN", "dark")):
        speak(chosen, mode)
        album = Album(out / folder)
        with stores.open_store(STORE, demo.PASSPHRASE) as store, opened(store) as window:
            lists_of(window, album)
            checklist_and_review(window, album, visit_to(store, FOUNDRY))
            if mode == "light":
                beginning(window, album, visit_to(store, FOUNDRY))


def pages_of_documents(out: Path) -> None:
    """The documents in the window, then their pages."""
    with stores.open_store(STORE, demo.PASSPHRASE) as store:
        finish_visit(store, visit_to(store, FOUNDRY))
        for folder, chosen, kind in (("zh", "zh_CN", ORDER), ("en", "en", RECORD)):
            speak(chosen)
            with opened(store) as window:
                papers(window, Album(out / folder), store, kind)
                if folder == "zh":
                    papers_of_others(window, Album(out / folder), store)
        album = Album(out / "documents")
        for count, dpi in ((1, 75), (25, 54)):
            album.pages(f"order-{count}", order_with(store, PRESSES, count), dpi=dpi)
        album.pages("record", document_of(store, TRUCKS, RECORD))
        album.pages("problem-list", document_of(store, TRUCKS, LIST))
        for site, made in ((PRESSES, PAPERS), (TRUCKS, OUTSIDE)):
            for name, make in made.items():
                album.pages(name, make(store, site))


def tour(out: Path) -> None:
    """Make every picture."""
    app = prepare()
    demo.make(STORE.parent, cost=COST).close()
    pages_of_visits(out)
    for folder, chosen in (("en", "en"), ("zh", "zh_CN")):
        speak(chosen)
        first_run(Album(out / folder))
        first_run_joining(Album(out / folder), f"first-run-{folder}")
        first_run_of_bureau(Album(out / folder), f"first-run-{folder}")
        unlocking(Album(out / folder))
    recovery(Album(out / "zh"), app)
    pages_of_documents(out)
    county_pictures.tour(out)
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
        patch.dict(os.environ, {marks.FOLDER: folder}),
    ):
        os.chdir(folder)
        tour(out)
        os.chdir(out)


if __name__ == "__main__":
    main()
