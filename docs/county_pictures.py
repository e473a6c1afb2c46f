"""Pictures of a bureau and its laptops: joining, packages out and in, refusals, conflicts, hazards, the ledger."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from docs.album import Album, settle
from docs.sample_visits import finish_visit, visit_to
from docs.stage import COST, focused, go, opened, scroll_to_end, speak
from fieldcheck.gui.main_window import MainWindow
from fieldcheck.gui.pages.conflicts.page import ConflictsPage
from fieldcheck.gui.pages.exchange.page import ExchangePage
from fieldcheck.gui.pages.hazards import HazardsPage
from fieldcheck.model.records import Finding, Site
from fieldcheck.model.values import Person, Role
from fieldcheck.operations import demo, enrolment, imports, ledger, packages, profile, sites, stores, trust
from fieldcheck.store import Store
from fieldcheck.store.queries import records

FOUNDRY, PRESSES = "海晏市金诚铸造厂", "海晏市恒锐机械制造有限公司"
TRUCKS, TWICE = "海晏市通达危险货物运输有限公司", "海晏市通达危货运输有限公司"
THIRD = "三号检查用机"
LEDGER_DPI = 80


@dataclass
class Land:
    """The stores of a county that belongs to one language, open, and the stick that goes between them."""

    bureau: Store
    laptops: Sequence[Store]
    stick: Path
    closing: ExitStack = field(repr=False)

    @property
    def bureau_id(self) -> str:
        return trust.own_certificate(self.bureau.reader()).device

    def up(self, number: int) -> Path:
        """Write the next package of a laptop."""
        return packages.export(self.laptops[number], self.bureau_id, self.stick).path

    def site(self, name: str, store: Store | None = None) -> Site:
        found = sites.by_name((store or self.bureau).reader(), name)
        assert found is not None
        return found


def make(folder: Path, stick: Path, closing: ExitStack) -> Land:
    """Make the county in a folder of its own."""
    bureau = closing.enter_context(demo.make(folder, cost=COST))
    open_one = [stores.open_store(folder / name, demo.PASSPHRASE) for name in demo.LAPTOPS]
    stick.mkdir()
    return Land(bureau, [closing.enter_context(store) for store in open_one], stick, closing)


def exchange_page(window: MainWindow, part: str = "packages") -> ExchangePage:
    """Open the Exchange page."""
    go(window, "exchange", part=part)
    page = window.current_page()
    assert isinstance(page, ExchangePage)
    return page


# A third laptop joins


def joining(album: Album, land: Land) -> None:
    """The request, the form at the bureau, its answer, and what came with it."""
    path = land.bureau.path.with_name("laptop-3.fcstore")
    laptop = stores.create_to_join(path, demo.PASSPHRASE, Role.INSPECTOR, THIRD, cost=COST)
    with laptop:
        asked = enrolment.write_request(laptop, THIRD, land.stick / f"{THIRD}.fcrequest")
        with opened(laptop) as window:
            exchange_page(window)
            album.window("joining-waiting", window)
        with opened(land.bureau) as window:
            answer = approve(album, window, asked, land.stick)
        with opened(laptop) as window:
            page = exchange_page(window)
            page.enrol.join.open_answer(answer)
            album.window("joining-answer", window)
            page.enrol.join.accept()
            settle(window)
            window.toasts.clear()
            album.window("joining-joined", window)


def approve(album: Album, window: MainWindow, asked: Path, stick: Path) -> Path:
    """Fill in the form of the bureau and write the answer; return its path."""
    page = exchange_page(window, "laptops")
    page.enrol.admit.open_request(asked)
    settle(window)
    form = page.enrol.admit.form
    assert form is not None
    form.towns.set_value(("永安街道", "沙河镇"))
    album.window("joining-approve", window)
    before = set(stick.glob("*.fcpkg"))
    form.approve(stick)
    settle(window)
    window.toasts.clear()
    album.window("joining-approved", window)
    return next(path for path in stick.glob("*.fcpkg") if path not in before)


# Packages out and in


def edit(store: Store, land: Land, name: str, values: dict[str, object], officer: int) -> None:
    """Let an officer correct a site."""
    sites.edit_site(store, land.site(name, store).id, values, profile.officers(store.reader())[officer].id)


def work_on(land: Land) -> None:
    """One laptop corrects a site and sends it; the other corrects the same, and enters a site a second time."""
    first, second = land.laptops
    edit(first, land, TRUCKS, {"principal": Person("陈志远", "经理", "13900000053")}, 0)
    imports.import_packages(land.bureau, [land.up(0)])
    edit(second, land, TRUCKS, {"principal": Person("陈志强", "总经理", "13900000063")}, 1)
    register = {"name": TWICE, "kind": "enterprise", "town": "虎头镇", "address": "海晏市虎头镇疏港路2号"}
    sites.create(second, {**register, "sector": "transport"}, profile.officers(second.reader())[1].id)
    finish_visit(first, visit_to(first, FOUNDRY))


def sending(album: Album, land: Land) -> None:
    """What a laptop has not sent yet, and the package that it writes."""
    with opened(land.laptops[0]) as window:
        page = exchange_page(window)
        album.window("exchange-laptop", window)
        with patch.object(QFileDialog, "getExistingDirectory", return_value=str(land.stick)):
            page.cards[0].export_button.click()
        settle(window)
        album.window("exchange-written", window)
        page.show_part("history")
        album.window("exchange-history", window)


def spoiled(land: Land, whole: Path) -> list[Path]:
    """Return packages that a bureau does not take: altered, cut off, for somebody else, and one that waits."""
    data = bytearray(whole.read_bytes())
    cut = land.stick / f"{whole.stem} (2).fcpkg"
    cut.write_bytes(data[: len(data) * 2 // 3])
    data[len(data) // 2] ^= 1
    altered = land.stick / f"{whole.stem} (3).fcpkg"
    altered.write_bytes(data)
    first = trust.own_certificate(land.laptops[0].reader()).device
    for_a_laptop = packages.export(land.bureau, first, land.stick).path
    edit(land.laptops[1], land, PRESSES, {"note": "大门口有值班室"}, 1)
    land.up(1)
    edit(land.laptops[1], land, PRESSES, {"note": "大门口有值班室，夜间无人"}, 1)
    return [altered, cut, for_a_laptop, land.up(1)]


def receiving(album: Album, land: Land, dark: Album | None) -> None:
    """Packages as the bureau sees them before and after, and those that it refuses."""
    new, disputed = newest(land.stick, "一号"), land.up(1)
    known = min((land.bureau.path.parent / "packages").glob("*.fcpkg"))
    bad = spoiled(land, new)
    if dark is not None:
        speak("zh_CN", "dark")
        with opened(land.bureau) as window:
            preview(dark, window, [new, disputed, known])
        speak("zh_CN")
    with opened(land.bureau) as window:
        page = preview(album, window, [new, disputed, known])
        page.arriving.start()
        settle(window)
        window.toasts.clear()
        album.window("import-done", window)
        page.arriving.clear()
        page.arriving.add(bad)
        settle(window)
        scroll_to_end(page.arriving)
        album.window("import-refused", window)


def newest(stick: Path, name: str) -> Path:
    """Return the package that a laptop wrote last."""
    return max(stick.glob(f"{name}*.fcpkg"), key=lambda path: path.stat().st_mtime_ns)


def preview(album: Album, window: MainWindow, paths: Sequence[Path]) -> ExchangePage:
    """Show what packages would bring."""
    page = exchange_page(window)
    page.arriving.add(paths)
    album.window("import-preview", window)
    return page


# The bureau's window


def bureau_pages(album: Album, land: Land) -> None:
    """What a clerk looks at every day."""
    for draw in (laptops, conflict, hazards):
        with opened(land.bureau) as window:
            draw(album, window)


def laptops(album: Album, window: MainWindow) -> None:
    """The laptops of the bureau."""
    exchange_page(window, "laptops")
    album.window("exchange-bureau", window)


def conflict(album: Album, window: MainWindow) -> None:
    """Two values of one field, one of them chosen, the reason typed."""
    go(window, "conflicts")
    page = window.current_page()
    assert isinstance(page, ConflictsPage)
    QTest.keyClick(focused(window), Qt.Key.Key_1)
    album.window("conflicts", window)
    go(window, "conflicts", part="duplicates")
    album.window("duplicates", window)


def hazards(album: Album, window: MainWindow) -> None:
    """All hazards of one laptop that are still open and hold what is searched for; then one of them."""
    go(window, "hazards")
    page = window.current_page()
    assert isinstance(page, HazardsPage)
    page.search.setText("未")
    choose(page, 1, 1)
    settle(window)
    album.window("hazards-search", window)
    reader = window.session.reader()
    every = records.everything(reader, Finding)
    chosen = next(one for one in every if one.item == "MEC-12" and not one.withdrawn)
    go(window, "hazard", chosen.id)
    album.window("hazard", window)


def choose(page: QWidget, box: int, row: int) -> None:
    """Choose a row in one of the filters, counted from the left."""
    page.findChildren(QComboBox)[box].setCurrentIndex(row)


def ledger_sheet(album: Album, land: Land) -> None:
    """The ledger as LibreOffice prints it: its first page, A3."""
    if shutil.which("soffice") is None or shutil.which("pdftoppm") is None:
        print("soffice or pdftoppm is not installed: the ledger was left out")
        return
    folder = land.stick / "ledger"
    folder.mkdir()
    ledger.write(land.bureau.reader(), folder / "ledger.xlsx")
    home = f"-env:UserInstallation={(folder / 'office').resolve().as_uri()}"
    run("soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / "ledger.xlsx"))
    run("pdftoppm", "-r", str(LEDGER_DPI), "-png", str(folder / "ledger.pdf"), str(folder / "page"))
    pages = sorted(folder.glob("page*.png"))
    album.add("ledger", Image.open(pages[0]).convert("RGB"))


def run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "SAL_USE_VCLPLUGIN": "svp"})


# All of them


def tour(out: Path) -> None:
    """Make every picture of the county, in both languages; some of them in the dark."""
    for folder, chosen, stick in (("zh", "zh_CN", "U盘"), ("en", "en", "stick")):
        speak(chosen)
        album = Album(out / folder)
        dark = Album(out / "dark") if folder == "zh" else None
        with ExitStack() as closing:
            land = make(Path(f"county-{folder}"), Path(stick), closing)
            work_on(land)
            joining(album, land)
            sending(album, land)
            receiving(album, land, dark)
            bureau_pages(album, land)
            if dark is not None:
                speak(chosen, "dark")
                bureau_pages(dark, land)
                ledger_sheet(Album(out / "documents"), land)
