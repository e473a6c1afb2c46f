"""The form in which a bureau takes a laptop in, or gives one that it knows another area or more numbers."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.pages.exchange.blocks_field import BlocksField
from fieldcheck.gui.pages.exchange.site_choice import SiteChoice
from fieldcheck.gui.session import Session
from fieldcheck.gui.texts import ROLES, choices
from fieldcheck.gui.widgets.field import CheckBox
from fieldcheck.gui.widgets.fields import ChoiceField, TextField
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.gui.widgets.sectors_field import SectorsField
from fieldcheck.gui.widgets.towns_field import TownsField
from fieldcheck.gui.widgets.words_view import WordsView
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.records import NumberBlock
from fieldcheck.model.values import Role
from fieldcheck.operations import drop_layout, enrolment, profile
from fieldcheck.operations.approving import Proposal
from fieldcheck.operations.packages import Exported
from fieldcheck.translation import _


class ApproveForm(QWidget):
    """Shows a `Proposal`, lets the clerk change it, and writes the answer.

    Signals:
        approved: the answer is written; carries its `Exported`.
        cancelled: the clerk does not take this laptop in now.
    """

    approved = Signal(object)
    cancelled = Signal()

    def __init__(
        self, session: Session, proposal: Proposal, answers: Path | None = None, parent: QWidget | None = None
    ) -> None:
        """`answers` is where the answer goes; without it the clerk is asked."""
        super().__init__(parent)
        self._session = session
        self._answers = answers
        self._proposal = proposal
        self.words = WordsView()
        self._joins = proposal.request.role is Role.BUREAU
        self.name = TextField(_("Name of the bureau") if self._joins else _("Name of the laptop"), required=True)
        # A bureau takes no other role, and a laptop takes not this one.
        allowed = {role: word for role, word in ROLES.items() if (role == Role.BUREAU) is self._joins}
        self.role = ChoiceField(_("Role"), choices(allowed))
        self.towns = TownsField(_("Towns of its area; none means all"), proposal.known_towns)
        self.sectors = SectorsField(_("Sectors of its area; none means all"))
        self.site = SiteChoice(session, _("Its site: it is sent what was served on this one, and nothing else"))
        alike = bool(profile.current(session.reader()).case_serials)
        self.blocks = BlocksField(_("Numbers for its documents"), alike=alike)
        nobody = _("no other laptop")
        self.replaces = ChoiceField(_("Takes the place of"), [("", nobody), *proposal.others], placeholder=nobody)
        self.ended = CheckBox(_("That one is gone: what it writes from now on does not count"))
        told = _("Write the new answer…") if proposal.again else _("The words are the same: take it in…")
        self.approve_button = theme.button(told, "primary")
        self.cancel_button = theme.button(_("Cancel"), "quiet")
        self.error = InlineError()
        self.approve_button.clicked.connect(self._ask_folder)
        self.cancel_button.clicked.connect(self.cancelled)
        self.name.typing.connect(lambda _value: self._check_name())
        self.role.left.connect(lambda _value: self._show_served())
        self.replaces.left.connect(lambda _value: self._show_ended())
        self.ended.toggled.connect(lambda _checked: self._check_name())
        self._build()
        self._show(proposal)
        self._check_name()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.setSpacing(12)
        layout.addWidget(theme.text_label(self._title(), "heading", wrap=True))
        layout.addWidget(theme.text_label(self._told(), "muted", wrap=True))
        layout.addWidget(self.words)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.name, 2)
        row.addWidget(self.role, 1)
        layout.addLayout(row)
        for field in (self.towns, self.sectors, self.site, self.blocks, self.replaces, self.ended):
            layout.addWidget(field)
        self._granted = theme.text_label(granted(self._proposal.granted), "caption", wrap=True)
        theme.set_shown(self._granted, bool(self._proposal.granted))
        layout.addWidget(self._granted)
        layout.addWidget(self.error)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.approve_button)
        buttons.addWidget(self.cancel_button)
        buttons.addStretch(1)
        layout.addLayout(buttons)

    def _title(self) -> str:
        told = (
            _("{name} again: another area, or more numbers")
            if self._proposal.again
            else _("{name} asks to be taken in")
        )
        return told.format(name=self._proposal.request.name)

    def _told(self) -> str:
        if self._proposal.again:
            return _("It takes the new area when it imports the answer. These are the words that it has:")
        if self._joins:
            return _("Let its clerk read the eight words to you by telephone. Go on only where all are the same:")
        if self._proposal.request.role is Role.ENTERPRISE:
            return _("Let the unit read the eight words to you by telephone. Go on only where all are the same:")
        return _("Let its inspector read the eight words to you by telephone. Go on only where all are the same:")

    def _show(self, proposal: Proposal) -> None:
        self.words.set_words(proposal.request.words)
        self.name.set_value(proposal.request.name)
        self.role.set_value(proposal.request.role.value)
        # Keys have one role for ever: another one is another device.
        self.role.setEnabled(not proposal.again)
        theme.set_shown(self.role, not self._joins)
        self.towns.set_value(proposal.towns)
        self.sectors.set_value(proposal.sectors)
        self.blocks.set_value(proposal.grants)
        self.site.begin(proposal.site[1] or proposal.request.name, proposal.site[0])
        self._show_served()
        former = proposal.request.replaces
        self.replaces.set_value(former.device if former is not None else "")
        theme.set_shown(self.replaces, bool(proposal.others) and not proposal.again)
        self._show_ended()

    def _serves_enterprise(self) -> bool:
        return self.role.value() == Role.ENTERPRISE

    def _show_served(self) -> None:
        """Ask for an area and numbers, or of an enterprise for its site; a bureau numbers by its own series."""
        unit = self._serves_enterprise()
        for field in (self.towns, self.sectors):
            theme.set_shown(field, not unit)
        theme.set_shown(self.blocks, not unit and not self._joins)
        theme.set_shown(self.site, unit)

    def _show_ended(self) -> None:
        """Ask what becomes of the laptop whose place this one takes, where it takes one."""
        theme.set_shown(self.ended, bool(self.replaces.value()))
        self._check_name()

    def _ends(self) -> str:
        """Return the device that is gone, or nothing."""
        return self.replaces.value() if self.ended.isChecked() else ""

    def _ask_folder(self) -> None:
        self._check_name()
        if self.name.error():
            self.name.setFocus()
            return
        if self._serves_enterprise() and not self.site.value():
            self.site.refuse()
            return
        if self._answers is not None:
            self.approve(self._answers)
            return
        usual = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = QFileDialog.getExistingDirectory(self, _("Folder for the answer"), usual)
        if folder:
            self.approve(Path(folder))

    def _check_name(self) -> None:
        """Say what is wrong with the name; two laptops of one name would be told apart by nobody."""
        problem = "" if self.name.value() else _("Fill this in.")
        free = dict(self._proposal.others).get(self._ends())
        if self.name.value() in self._proposal.taken and self.name.value() != free:
            problem = _("Another one is called so. A new one in its place needs a name of its own.")
        self.name.set_error(problem)

    def approve(self, folder: Path) -> None:
        """Take the laptop in as the form says, and write the answer into a folder."""
        store, asked, author = self._session.store, self._proposal.request, self._session.officer
        name, role = self.name.value(), Role(self.role.value())
        unit = role is Role.ENTERPRISE
        towns, sectors = ((), ()) if unit else (self.towns.value(), self.sectors.value())
        site = self.site.value() if unit else ""
        grants = () if unit or self._joins else self.blocks.value()
        former, ended = self.replaces.value(), bool(self._ends())
        self.error.clear()
        self.setEnabled(False)

        def work() -> Exported:
            into = folder if self._answers is None else drop_layout.made(folder)
            return enrolment.approve(
                store,
                asked,
                into,
                name=name,
                role=role,
                towns=towns,
                sectors=sectors,
                site=site,
                grants=grants,
                replaces=former,
                end_replaced=ended,
                author=author,
            )

        self._session.tasks.work(work, self._approved, owner=self, failed=self._failed)

    def _approved(self, written: Exported) -> None:
        self.setEnabled(True)
        self.approved.emit(written)

    def _failed(self, error: FieldCheckError) -> None:
        self.setEnabled(True)
        self.error.show_error(error)


def granted(blocks: tuple[NumberBlock, ...]) -> str:
    """Return the numbers that a laptop was given: 应急责改〔2026〕1–50."""
    parts = (f"{block.code}〔{block.year}〕{block.first}–{block.last}" for block in blocks)
    return _("Granted so far: {blocks}").format(blocks=_(", ").join(parts))
