"""Settings: the bureau, its officers, the look, the file."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from fieldcheck import __version__
from fieldcheck.gui import language, preferences, theme
from fieldcheck.gui.page import Page
from fieldcheck.gui.pages.exchange.drop_folder import SharedFolderPanel
from fieldcheck.gui.pages.list_page import button_row
from fieldcheck.gui.pages.settings_escrow import EscrowPanel
from fieldcheck.gui.pages.settings_holidays import HolidaysPanel
from fieldcheck.gui.pages.settings_officers import OfficersPanel
from fieldcheck.gui.pages.settings_space import SpacePanel
from fieldcheck.gui.pages.settings_store import StorePanel
from fieldcheck.gui.session import Route, Session
from fieldcheck.gui.widgets.editing import FieldWriter
from fieldcheck.gui.widgets.fields import CheckField, ChoiceField, Field, TextField
from fieldcheck.gui.widgets.sectors_field import SectorsField
from fieldcheck.model.values import Role
from fieldcheck.operations import profile, trust
from fieldcheck.store import Changes, Reader, devices
from fieldcheck.translation import _, current_language

WIDEST = 820


class SettingsPage(Page):
    """One column of cards; everything is kept as it is typed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.writer = FieldWriter(session, "profile", profile.PROFILE, parent=self)
        self.officers = OfficersPanel(session)
        self.store_panel = StorePanel(session)
        # A store is a bureau's from its first day, or never.
        bureau = trust.is_bureau(session.reader())
        self.escrow = EscrowPanel(session) if bureau else None
        self.holidays = HolidaysPanel(session) if bureau else None
        self.space = SpacePanel(session)
        self.shared = SharedFolderPanel(session)
        for opened in (self.shared.request_opened, self.shared.answer_opened):
            opened.connect(lambda _path: session.go(Route("exchange")))
        self.theme_field = ChoiceField(_("Theme"), _themes())
        self.language_field = ChoiceField(_("Language"), list(language.NAMES.items()))
        self._waiting_card = card(_("Bureau"), "", _waiting())
        # An enterprise that a bureau takes in has no profile of its own, and no officers.
        self._belongs = _belongs(session.reader())
        self._called = theme.text_label("", "body", wrap=True)
        self._profile_card = self._make_profile_card()
        told = _("Who inspects and signs. Retired officers stay in what they did.")
        self._officers_card = card(_("Officers"), told, self.officers)
        self._build()

    def _make_profile_card(self) -> QFrame:
        if self._belongs:
            return card(_("Enterprise"), _("As the bureau's register calls it."), self._called)
        if profile.current(self.session.reader()).role == Role.ENTERPRISE:
            return card(_("Enterprise"), "", self._enterprise_card())
        return card(_("Bureau"), _("The documents print this."), self._bureau_card())

    def _build(self) -> None:
        column = QVBoxLayout()
        theme.margins(column, 32, 24)
        column.setSpacing(16)
        column.addWidget(theme.text_label(_("Settings"), "title"))
        column.addWidget(self._waiting_card)
        column.addWidget(self._profile_card)
        column.addWidget(self._officers_card)
        theme.set_shown(self._officers_card, not self._belongs)
        if self.holidays is not None:
            told = _("Deadlines that end on a day off end on the next working day.")
            self._holidays_card = card(_("Days off"), told, self.holidays)
            column.addWidget(self._holidays_card)
        column.addWidget(card(_("Appearance"), "", self._look()))
        column.addWidget(card(_("This store"), _("One encrypted file holds everything."), self.store_panel))
        if self.escrow is not None:
            told = _("It opens packages for the bureau when this store is lost. The store itself does not keep it.")
            column.addWidget(card(_("Escrow key"), told, self.escrow))
        column.addWidget(self.space)
        column.addWidget(self.shared)
        column.addWidget(card(_("About"), "", _about()))
        column.addStretch(1)
        self._scroll(column)

    def _scroll(self, column: QVBoxLayout) -> None:
        inner = QWidget()
        inner.setProperty("plain", "true")
        inner.setMaximumWidth(WIDEST)
        inner.setLayout(column)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        self._area = area
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.addWidget(area)

    def _enterprise_card(self) -> QWidget:
        return self._grid({"bureau_name": TextField(_("Full name")), "address": TextField(_("Address"))}, 2)

    def _bureau_card(self) -> QWidget:
        fields: dict[str, Field] = {
            "bureau_name": TextField(_("Full name, as documents print it"), required=True),
            "region_prefix": TextField(_("Prefix of the numbers"), required=True),
            "government": TextField(_("Government for reconsideration"), required=True),
            "court": TextField(_("People's court of"), required=True),
            "address": TextField(_("Address")),
            "phone": TextField(_("Phone")),
        }
        holder = self._grid(fields, 2)
        sectors = SectorsField(_("Sectors in the bureau's remit: only for these can it issue an order"))
        alike = CheckField(_("A case keeps its number: order and recheck opinion take that of its first document"))
        self.writer.bind(sectors, "sectors")
        self.writer.bind(alike, "case_serials")
        grid = holder.layout()
        assert isinstance(grid, QGridLayout)
        if trust.is_bureau(self.session.reader()) or not trust.is_enrolled(self.session.reader()):
            wording = theme.button(_("Wording and layout of the documents…"), "secondary", "file-text")
            wording.clicked.connect(lambda: self.session.go(Route("wording")))
            grid.addWidget(button_row(wording), grid.rowCount(), 0, 1, 2)
        for field in (alike, sectors):
            grid.addWidget(field, grid.rowCount(), 0, 1, 2)
        return holder

    def _grid(self, fields: dict[str, Field], columns: int) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        theme.margins(grid, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        for position, (name, field) in enumerate(fields.items()):
            self.writer.bind(field, name)
            grid.addWidget(field, position // columns, position % columns, Qt.AlignmentFlag.AlignTop)
        return holder

    def _look(self) -> QWidget:
        self.theme_field.set_value(preferences.load().theme)
        self.language_field.set_value(current_language())
        self.theme_field.left.connect(_set_theme)
        self.language_field.left.connect(_set_language)
        holder = QWidget()
        row = QHBoxLayout(holder)
        theme.margins(row, 0)
        row.setSpacing(16)
        row.addWidget(self.theme_field, 1)
        row.addWidget(self.language_field, 1)
        return holder

    def open(self, route: Route) -> None:
        """Show what is set now."""
        self.writer.show()
        self.officers.reload()
        self.space.reload()
        self._show_profile()
        if self.escrow is not None:
            self.escrow.reload()
        if self.holidays is not None:
            self.holidays.reload()
            if route.part == "holidays":
                # The cards have their heights only once the page is laid out.
                QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(self._holidays_card, 0, 24))

    def _show_profile(self) -> None:
        there = profile.is_there(self.session.reader())
        theme.set_shown(self._profile_card, there)
        theme.set_shown(self._waiting_card, not there)
        self._called.setText(profile.current(self.session.reader()).bureau_name or "")

    def changed(self, changes: Changes) -> None:
        """Show officers again where one changed; the profile's fields follow by themselves."""
        if changes.touches("officer"):
            self.officers.reload()
        if changes.touches("profile"):
            self._show_profile()
        if self.holidays is not None and changes.touches("holidays"):
            self.holidays.reload()

    def leave(self) -> None:
        """Keep what is being typed."""
        self.writer.flush()
        self.officers.flush()


def _belongs(reader: Reader) -> bool:
    """Return whether this is an enterprise's computer that belongs to a bureau, or will."""
    own_profile = profile.is_there(reader) and not trust.own_site(reader)
    return devices.own(reader).role == Role.ENTERPRISE and not own_profile


def card(title: str, text: str, content: QWidget) -> QFrame:
    """Return a card with a heading, a line of explanation, and its content."""
    frame = QFrame()
    theme.surface(frame, "card")
    layout = QVBoxLayout(frame)
    theme.margins(layout, 24, 20)
    layout.setSpacing(4)
    layout.addWidget(theme.text_label(title, "heading"))
    if text:
        layout.addWidget(theme.text_label(text, "muted", wrap=True))
    layout.addSpacing(8)
    layout.addWidget(content)
    return frame


def _waiting() -> QWidget:
    text = _("Name, court, sectors and officers come with the bureau's answer. Open it on the page Exchange.")
    return theme.text_label(text, "muted", wrap=True)


def _themes() -> list[tuple[str, str]]:
    return [("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))]


def _set_theme(mode: str) -> None:
    from PySide6.QtWidgets import QApplication

    preferences.save(theme=mode)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, mode)


def _set_language(chosen: str) -> None:
    preferences.save(language=chosen)
    preferences.signals().language_changed.emit(chosen)


def _about() -> QWidget:
    holder = QWidget()
    layout = QVBoxLayout(holder)
    theme.margins(layout, 0)
    layout.setSpacing(4)
    layout.addWidget(theme.text_label(f"FieldCheck {__version__}", "label"))
    layout.addWidget(
        theme.text_label(
            _(
                "Free software under the Apache License 2.0. The window uses Qt for Python under the LGPL 3.0; letters "
                "are Noto Sans SC and Noto Serif SC under the SIL Open Font License; icons are Lucide under ISC."
            ),
            "muted",
            wrap=True,
        )
    )
    return holder
