"""The program before a store is open: its windows, and what a person types into the first run."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QWidget

from fieldcheck.gui.first_run.window import FirstRunWindow
from fieldcheck.gui.program import Program


def first_run(program: Program) -> FirstRunWindow:
    """Return the window of the first run, which is open."""
    assert isinstance(program.window, FirstRunWindow)
    return program.window


def enter(field: QWidget, text: str) -> None:
    """Type into a field."""
    assert isinstance(field, QLineEdit)
    field.setText(text)


def fill_first_run(window: FirstRunWindow, file: Path) -> None:
    """Go through all steps of a store alone, up to the last."""
    window.welcome.file.set_value(str(file))
    window.next()
    enter(window.passphrase.new.passphrase.editor, "晨雾里有三只白鹭")
    enter(window.passphrase.new.again.editor, "晨雾里有三只白鹭")
    window.next()
    fill_bureau(window)


def fill_bureau(window: FirstRunWindow) -> None:
    """Fill in bureau and officers."""
    window.bureau.name.set_value("海晏市应急管理局")
    window.bureau.prefix.set_value("晏")
    window.bureau.government.set_value("海晏市")
    window.bureau.court.set_value("海晏市")
    window.bureau.sectors.set_value(("industry_trade",))
    window.next()
    window.officers.rows[0].name.set_value("王䶮")
    window.officers.rows[0].certificate.set_value("37068326001")
