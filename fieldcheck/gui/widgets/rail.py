"""Navigation rail: the pages, who is at the keyboard, and whether all is saved."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.translation import _

WIDE, NARROW = 184, 60


class Rail(QFrame):
    """Signals up, setters down; it knows no session.

    Signals:
        chosen: the name of a page.
        stepped: -1 for Back, 1 for Forward.
        officer_chosen: the id of the officer who is at the keyboard from now on.
        narrowed: the person made the rail narrow (True) or wide.
    """

    chosen = Signal(str)
    stepped = Signal(int)
    officer_chosen = Signal(str)
    narrowed = Signal(bool)

    def __init__(self, pages: Sequence[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        """`pages` are (name, title, icon)."""
        super().__init__(parent)
        theme.surface(self, "rail")
        self._titles = {name: title for name, title, _icon in pages}
        self._icons = {name: icon for name, _title, icon in pages}
        self._tips: dict[str, str] = {}
        self._counts: dict[str, int] = {}
        self._narrow = False
        self._officer = ""
        self.buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self.back = theme.icon_button("arrow-left", _("Back (Alt+Left)"))
        self.forward = theme.icon_button("arrow-right", _("Forward (Alt+Right)"))
        self.fold = theme.icon_button("panel-right", _("Narrow or wide"))
        self.officer = QPushButton()
        self.officers = QMenu(self)
        self._saved_sign, self._saved = QLabel(), theme.text_label("", "caption")
        self._build(pages)
        self.set_saved(0)
        self.set_narrow(False)
        theme.signals.changed.connect(self._redraw)

    def _build(self, pages: Sequence[tuple[str, str, str]]) -> None:
        layout = QVBoxLayout(self)
        theme.margins(layout, 8, 12)
        layout.setSpacing(2)
        layout.addLayout(self._head())
        layout.addSpacing(8)
        for number, (name, title, icon) in enumerate(pages, start=1):
            layout.addWidget(self._page_button(number, name, title, icon))
        layout.addStretch(1)
        layout.addWidget(self._officer_button())
        layout.addLayout(self._foot())

    def _head(self) -> QHBoxLayout:
        self._head_row = QHBoxLayout()
        self._head_row.setSpacing(0)
        for button in (self.back, self.forward):
            self._head_row.addWidget(button)
        self._head_row.addStretch(1)
        self._head_row.addWidget(self.fold)
        self.back.clicked.connect(lambda: self.stepped.emit(-1))
        self.forward.clicked.connect(lambda: self.stepped.emit(1))
        self.fold.clicked.connect(lambda: self._fold(not self._narrow))
        return self._head_row

    def _page_button(self, number: int, name: str, title: str, icon: str) -> QPushButton:
        button = QPushButton(title)
        button.setProperty("kind", "rail")
        button.setIcon(theme.icon(icon, "muted"))
        button.setIconSize(QSize(20, 20))
        button.setCheckable(True)
        self._tips[name] = f"{title} (Ctrl+{number})"
        button.setToolTip(self._tips[name])
        button.setAccessibleName(title)
        button.clicked.connect(lambda: self.chosen.emit(name))
        self._group.addButton(button)
        self.buttons[name] = button
        return button

    def _officer_button(self) -> QPushButton:
        self.officer.setProperty("kind", "rail")
        self.officer.setIcon(theme.icon("user", "muted"))
        self.officer.setIconSize(QSize(20, 20))
        self.officer.clicked.connect(self._open_officers)
        return self.officer

    def _open_officers(self) -> None:
        height = self.officers.sizeHint().height()
        self.officers.popup(self.officer.mapToGlobal(QPoint(0, -height - 4)))

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        theme.margins(row, 13, 6, 4, 2)
        row.setSpacing(8)
        row.addWidget(self._saved_sign)
        row.addWidget(self._saved, 1)
        return row

    def _fold(self, narrow: bool) -> None:
        self.set_narrow(narrow)
        self.narrowed.emit(narrow)

    def set_narrow(self, narrow: bool) -> None:
        """Show icons alone, or icons with their words."""
        self._narrow = narrow
        self.setFixedWidth(NARROW if narrow else WIDE)
        self._head_row.setDirection(QHBoxLayout.Direction.TopToBottom if narrow else QHBoxLayout.Direction.LeftToRight)
        for name, button in self.buttons.items():
            self._write_title(name, button)
        self._saved.setVisible(not narrow)
        self._write_officer()

    def _write_title(self, name: str, button: QPushButton) -> None:
        count = self._counts.get(name, 0)
        told = f"{self._titles[name]}  {count:,}" if count else self._titles[name]
        button.setText("" if self._narrow else told)
        button.setAccessibleName(told)

    def set_count(self, page: str, count: int) -> None:
        """Say beside the name of a page how much waits there; nothing where nothing does."""
        self._counts[page] = count
        button = self.buttons.get(page)
        if button is not None:
            self._write_title(page, button)

    def set_current(self, page: str) -> None:
        """Mark the page that is open."""
        button = self.buttons.get(page)
        if button is not None:
            button.setChecked(True)

    def set_note(self, page: str, note: str) -> None:
        """Say something about a page before it is opened: a sign on its button, and the words when it is pointed at."""
        button = self.buttons.get(page)
        if button is None:
            return
        button.setIcon(theme.icon("triangle-alert" if note else self._icons[page], "warning" if note else "muted"))
        button.setToolTip("\n".join(part for part in (self._tips[page], note) if part))
        button.setAccessibleDescription(note)

    def set_steps(self, back: bool, forward: bool) -> None:
        """Allow Back and Forward."""
        self.back.setEnabled(back)
        self.forward.setEnabled(forward)

    def set_officers(self, officers: Sequence[tuple[str, str]], current: str) -> None:
        """Offer these (id, name) and show who is at the keyboard."""
        menu = self.officers
        menu.clear()
        group = QActionGroup(menu)
        title = QAction(_("At the keyboard"), menu)
        title.setEnabled(False)
        menu.addAction(title)
        for officer, name in officers:
            action = QAction(name, menu)
            action.setCheckable(True)
            action.setChecked(officer == current)
            action.triggered.connect(lambda _checked, chosen=officer: self.officer_chosen.emit(chosen))
            group.addAction(action)
            menu.addAction(action)
        self._officer = dict(officers).get(current, _("Nobody"))
        self._write_officer()

    def _write_officer(self) -> None:
        self.officer.setText("" if self._narrow else self._officer)
        text = _("At the keyboard: {name}").format(name=self._officer)
        self.officer.setToolTip(text)
        self.officer.setAccessibleName(text)

    def set_saved(self, pending: int) -> None:
        """Show "saved" only while nothing waits for the disk."""
        self._pending = pending
        sign, tone = ("circle-dashed", "muted") if pending else ("circle-check", "success")
        self._saved_sign.setPixmap(theme.pixmap(sign, 16, tone, self.devicePixelRatioF()))
        text = _("Saving…") if pending else _("All saved")
        self._saved.setText(text)
        self._saved_sign.setToolTip(text)

    def _redraw(self) -> None:
        self.set_saved(self._pending)

    def saved_text(self) -> str:
        """Return what the foot says."""
        return self._saved.text()
