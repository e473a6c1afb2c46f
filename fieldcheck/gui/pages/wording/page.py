"""Wording and layout of the bureau's documents: what holds when, edited beside a preview, kept from a day on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from fieldcheck.documents.rules import Wrong
from fieldcheck.gui import texts, theme, wording_words
from fieldcheck.gui.page import Page
from fieldcheck.gui.pages.list_page import filter_box
from fieldcheck.gui.pages.visit.preview import Preview
from fieldcheck.gui.pages.wording.layout_part import LayoutPart
from fieldcheck.gui.pages.wording.reading import Checked, Found, checked, found
from fieldcheck.gui.pages.wording.texts_part import TextsPart
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.fields import DateField
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.model.document import DocumentKind
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.operations import files, wording_editing, wordings
from fieldcheck.operations.wording_editing import Editable
from fieldcheck.store import Changes, Store
from fieldcheck.translation import _

SIDE, EDITOR = 24, 520
PAUSE = 350
"""Milliseconds without a keystroke after which the preview is drawn."""

DRAFT = "wording-draft-"
"""Local state: what was typed and not kept yet, by kind."""


class WordingPage(Page):
    """Kind and version above, texts and measures at the left, the example at the right."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.kind = DocumentKind.RECTIFICATION_ORDER
        self._editable: Editable | None = None
        self._found: Found | None = None
        self._asked = 0
        self._drawn: DocumentKind | None = None
        self.kinds = filter_box(_("Kind of document"), texts.choices(texts.DOCUMENT_KINDS))
        self.versions = filter_box(_("Version"), [])
        self.tabs = QTabBar()
        self.texts, self.layout_part = TextsPart(), LayoutPart()
        self.basis = theme.text_label("", "body", wrap=True)
        self.preview = Preview(session)
        self.first_day = DateField(_("Holds from"))
        self.error = InlineError()
        self.told = theme.text_label("", "muted", wrap=True)
        self.newer = theme.text_label("", "danger", wrap=True)
        self.save_button = theme.button(_("Keep as a new version"), "primary", "save")
        self.discard_button = theme.button(_("Discard"), "quiet", "undo-2")
        self.back_button = theme.button(_("Back to the shipped one"), "secondary")
        self._pause = QTimer(self)
        self._stack = QStackedWidget()
        self._build()
        self._connect()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        theme.margins(layout, SIDE, 20, SIDE, 16)
        layout.setSpacing(8)
        layout.addLayout(self._head())
        told = _("The names of the bureau, its government and its court stand in Settings. Laptops get a kept version.")
        layout.addWidget(theme.text_label(told, "muted", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._editor())
        row.addWidget(self.preview, 1)
        layout.addLayout(row, 1)

    def _head(self) -> QHBoxLayout:
        back = theme.icon_button("arrow-left", _("Back to Settings"))
        back.clicked.connect(lambda: self.session.go(Route("settings")))
        self.import_button = theme.button(_("Open a file…"), "quiet", "folder-open")
        self.export_button = theme.button(_("Save a file…"), "quiet", "download")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(back)
        head.addWidget(theme.text_label(_("Wording and layout"), "title"))
        for widget in (self.kinds, self.versions):
            head.addWidget(widget)
        head.addStretch(1)
        for button in (self.import_button, self.export_button):
            head.addWidget(button)
        return head

    def _editor(self) -> QWidget:
        holder = QWidget()
        holder.setFixedWidth(EDITOR)
        column = QVBoxLayout(holder)
        theme.margins(column, 0)
        column.setSpacing(8)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(_("Parts of the page"))
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)
        for title, part in ((_("Texts"), self.texts), (_("Layout"), self.layout_part), (_("Basis"), self.basis)):
            self.tabs.addTab(title)
            self._stack.addWidget(_scrolled(part))
        for widget in (self.newer, self.told, self.error):
            column.addWidget(widget)
        column.addLayout(self._foot())
        return holder

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self.first_day.setFixedWidth(150)
        foot.addWidget(self.first_day)
        for button in (self.save_button, self.back_button, self.discard_button):
            foot.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        foot.addStretch(1)
        return foot

    def _connect(self) -> None:
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.check)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self.kinds.activated.connect(lambda _: self.session.go(Route("wording", self.kinds.currentData())))
        self.versions.activated.connect(self._show_version)
        self.texts.changed.connect(self._typed)
        self.layout_part.changed.connect(self._typed)
        self.layout_part.font_wanted.connect(self.choose_font)
        self.save_button.clicked.connect(self.keep)
        self.back_button.clicked.connect(self.put_back)
        self.discard_button.clicked.connect(self.discard)
        self.import_button.clicked.connect(self.choose_import)
        self.export_button.clicked.connect(self.choose_export)

    def open(self, route: Route) -> None:
        """Show the wordings of a kind: what was typed and not kept, else what holds last."""
        self.kind = DocumentKind(route.entity) if route.entity in set(DocumentKind) else self.kind
        self.kinds.setCurrentIndex(self.kinds.findData(self.kind.value))
        self.kinds.setFocus()
        self._read()

    def changed(self, changes: Changes) -> None:
        """Show the versions again where one came, and fonts."""
        if changes.touches("wording") or changes.touches("typeface") or changes.touches("profile"):
            self._keep_draft()
            self._read()

    def leave(self) -> None:
        """Keep what is being typed."""
        self._keep_draft()

    def _read(self) -> None:
        kind, draft = self.kind, self.session.state(DRAFT + self.kind)
        typed = draft if isinstance(draft, str) else ""
        self.session.tasks.read(partial(found, kind=kind, draft=typed), self._show, owner=self, failed=self._failed)

    def _show(self, shown: Found) -> None:
        if shown.kind is not self.kind:
            return
        self._found = shown
        self.versions.clear()
        for version in shown.versions:
            self.versions.addItem(_version_text(version), None)
        self.layout_part.offer_fonts(shown.fonts)
        self._edit(shown.editable)
        self._tell_draft(shown.is_draft)
        self._tell_newer(shown.newer)
        theme.set_shown(self.back_button, shown.versions[0].own)

    def _tell_draft(self, is_draft: bool) -> None:
        self.told.setText(_("Typed and not kept yet.") if is_draft else "")
        theme.set_shown(self.told, is_draft)
        theme.set_shown(self.discard_button, is_draft)

    def _tell_newer(self, newer: date | None) -> None:
        """Say that the program brought a newer version than the bureau's own, which goes on holding."""
        told = _("The program has a version from {day}, newer than the bureau's own, which holds. Compare them.")
        self.newer.setText(told.format(day=texts.day(newer)) if newer else "")
        theme.set_shown(self.newer, newer is not None)

    def _edit(self, editable: Editable) -> None:
        assert self._found is not None, "what is edited was read"
        self._editable = editable
        self.error.clear()
        self.texts.show_texts(editable.texts, self._found.notes, self._found.shipped)
        self.layout_part.show_layout(editable.layout)
        self.basis.setText("\n\n".join(wording_editing.basis_lines(editable)) or "—")
        self.first_day.set_value(max(date.today(), editable.first_day))
        self.check()

    def _show_version(self, index: int) -> None:
        """Show the texts of a version; it is edited from there."""
        if self._found is not None:
            self._take_text(self._found.versions[index].text)

    def _take_text(self, text: str) -> None:
        try:
            editable = wording_editing.opened(text, self.kind)
        except FieldCheckError as error:
            self.error.show_error(error)
            return
        self._edit(editable)

    def _typed(self) -> None:
        self._tell_draft(True)
        self._pause.start()

    def text(self) -> str:
        """Return what is typed, as TOML."""
        assert self._editable is not None, "a wording is shown"
        day = self.first_day.value() or date.today()
        return wording_editing.written(self._editable, self.texts.values(), self.layout_part.values(), day)

    def _keep_draft(self) -> None:
        if self._editable is not None and self.discard_button.isVisibleTo(self):
            self.session.set_state(DRAFT + self.kind, self.text())

    def check(self) -> None:
        """Say what is wrong, and draw the example where nothing is."""
        self._pause.stop()
        self._keep_draft()
        self._asked += 1
        asked, text, kind = self._asked, self.text(), self.kind
        self.session.tasks.work(
            lambda: checked(text, kind), lambda seen: self._checked(asked, seen), owner=self, failed=self._failed
        )

    def _checked(self, asked: int, seen: Checked) -> None:
        if asked != self._asked:
            return
        self.error.clear()
        self.texts.show_wrong(seen.wrong)
        self.layout_part.show_wrong(seen.wrong)
        self.save_button.setEnabled(not seen.wrong)
        if seen.wrong:
            self.error.show_error("\n".join(map(_wrong_text, seen.wrong)))
            return
        kind, text = self.kind, seen.text
        again, self._drawn = self._drawn is kind, kind
        self.preview.show_document(lambda reader: wording_editing.preview(reader, kind, text), again=again)

    def _failed(self, error: FieldCheckError) -> None:
        self.save_button.setEnabled(False)
        self.error.show_error(error)

    def keep(self) -> None:
        """Keep what is typed as a new version."""
        kind, text, author = self.kind, self.text(), self.session.officer
        self._write(lambda store: wordings.put(store, kind, text, author), _("Kept: documents print with it."))

    def put_back(self) -> None:
        """Let the shipped wording hold again from the day."""
        kind, day, author = self.kind, self.first_day.value() or date.today(), self.session.officer
        self._write(lambda store: wordings.put_back(store, kind, day, author), _("The shipped wording holds again."))

    def _write(self, operation: Callable[[Store], Changes], told: str) -> None:
        """Write a version; what was typed is no draft any more before the page hears of it."""
        self._pause.stop()
        self._asked += 1
        self.session.set_state(DRAFT + self.kind, None)
        self._tell_draft(False)

        def refused(error: FieldCheckError) -> None:
            self._tell_draft(True)
            self._keep_draft()
            self._failed(error)

        self.session.tasks.write(
            operation, done=lambda _changes: self.session.notify.emit(told, "success"), failed=refused
        )

    def discard(self) -> None:
        """Forget what is typed and show what holds."""
        self._pause.stop()
        self.session.set_state(DRAFT + self.kind, None)
        self._read()

    def choose_font(self) -> None:
        """Ask for a font file and take it in."""
        name, _used = QFileDialog.getOpenFileName(self, _("Take a font in"), "", "TrueType (*.ttf)")
        if name:
            self.take_font(Path(name))

    def take_font(self, path: Path) -> None:
        """Take a font file in; it can be chosen then."""
        author = self.session.officer
        self._keep_draft()
        self.session.tasks.write(
            lambda store: wordings.take_font(store, files.read(path), path.name, author),
            failed=self.error.show_error,
            heavy=True,
        )

    def choose_import(self) -> None:
        """Ask for a file with a wording."""
        name, _used = QFileDialog.getOpenFileName(self, _("Open a wording"), "", "TOML (*.toml)")
        if name:
            self.take_file(Path(name))

    def take_file(self, path: Path) -> None:
        """Show a wording from a file; it is kept only when that is asked for."""
        self.session.tasks.work(
            lambda: files.read(path).decode("utf-8", "replace"), self._opened, owner=self, failed=self.error.show_error
        )

    def _opened(self, text: str) -> None:
        self._tell_draft(True)
        self._take_text(text)

    def choose_export(self) -> None:
        """Ask where the wording goes."""
        name, _used = QFileDialog.getSaveFileName(self, _("Save the wording"), f"{self.kind}.toml", "TOML (*.toml)")
        if name:
            self.export(Path(name))

    def export(self, path: Path) -> None:
        """Write what is shown to a file."""
        data = self.text().encode()
        told = _("Saved as {path}").format(path=path)
        self.session.tasks.work(
            lambda: files.write_new(path, data),
            lambda _none: self.session.notify.emit(told, "success"),
            owner=self,
            failed=self.error.show_error,
        )


def _wrong_text(wrong: Wrong) -> str:
    return f"{wording_words.name(wrong.key)}{_(': ')}{wrong.told}"


def _version_text(version: wording_editing.Version) -> str:
    whose = _("own") if version.own else _("as shipped")
    return _("from {day}: {whose}").format(day=texts.day(version.first_day), whose=whose)


def _scrolled(part: QWidget) -> QScrollArea:
    inner = QFrame()
    theme.surface(inner, "page")
    layout = QVBoxLayout(inner)
    theme.margins(layout, 0, 4, 12, 12)
    layout.addWidget(part)
    layout.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inner)
    return area
