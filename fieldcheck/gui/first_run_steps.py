"""The four steps of the first run; each says what it still lacks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fieldcheck.gui import language, theme
from fieldcheck.gui.texts import ROLES, choices
from fieldcheck.gui.widgets.fields import ChoiceField, Field, TextField
from fieldcheck.gui.widgets.new_passphrase import NewPassphrase
from fieldcheck.gui.widgets.sectors_field import SectorsField
from fieldcheck.model.records import Officer, Profile
from fieldcheck.model.values import Role
from fieldcheck.translation import _, current_language

SUFFIX = ".fcstore"


class Step(QWidget):
    """One step.

    Signals:
        submitted: Enter was pressed in a field.
        typing: a field holds something else: what was missing may be there now.
    """

    submitted = Signal()
    typing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        theme.margins(self.column, 0)
        self.column.setSpacing(12)

    def title(self) -> str:
        """Return the name of the step."""
        raise NotImplementedError

    def begin(self) -> None:
        """Put the keyboard where the step begins."""

    def problem(self) -> str:
        """Return what is still missing, or an empty text; the fields say so too."""
        raise NotImplementedError

    def _add(self, *fields: Field) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        for field in fields:
            row.addWidget(field, 1)
        self._listen(*fields)
        self.column.addLayout(row)

    def _listen(self, *fields: Field) -> None:
        for field in fields:
            field.typing.connect(lambda _value, field=field: field.set_error(""))
            field.typing.connect(lambda _value: self.typing.emit())
            for editor in field.findChildren(QLineEdit):
                editor.returnPressed.connect(self.submitted)


def _missing(fields: list[Field]) -> str:
    """Mark the empty ones of `fields`; return a text where there are any."""
    for field in fields:
        field.set_error("" if field.value() else _("Fill this in."))
    empty = next((field for field in fields if not field.value()), None)
    if empty is None:
        return ""
    empty.setFocus()
    return _("Something is still missing above.")


class WelcomeStep(Step):
    """Language, and where the file goes.

    Signals:
        language_chosen: the person reads another language.
    """

    language_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.column.addWidget(
            theme.text_label(
                _(
                    "Everything that you enter lies in one encrypted file on this computer: sites, checklists, photos, "
                    "documents. Nothing is sent anywhere."
                ),
                "muted",
                wrap=True,
            )
        )
        self.language = ChoiceField("界面语言 / Language", list(language.NAMES.items()))
        self.language.set_value(current_language())
        self.language.left.connect(self.language_chosen.emit)
        self._add(self.language)
        self.file = TextField(_("Where the file goes"))
        self.file.set_value(str(default_path()))
        self._add(self.file)
        choose = theme.button(_("Choose another place…"), "quiet", "folder-open")
        choose.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.addWidget(choose)
        row.addStretch(1)
        self.column.addLayout(row)

    def title(self) -> str:
        """Return the name of the step."""
        return _("Welcome to FieldCheck")

    def begin(self) -> None:
        """Put the keyboard on the language."""
        self.language.setFocus()

    def path(self) -> Path:
        """Return where the store goes."""
        path = Path(self.file.value()).expanduser()
        return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)

    def _choose(self) -> None:
        name, _used = QFileDialog.getSaveFileName(
            self, _("Where the file goes"), str(self.path()), _("FieldCheck stores (*.fcstore)")
        )
        if name:
            self.file.set_value(name)

    def problem(self) -> str:
        """Return what is wrong with the place."""
        problem = _missing([self.file])
        if not problem and self.path().exists():
            self.file.set_error(_("There is already a file here. Choose another name."))
            problem = _("Something is still missing above.")
        return problem


def default_path() -> Path:
    """Return a free place in the person's documents."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    folder = Path(documents or Path.home()) / "FieldCheck"
    names = [_("Inspections"), *(f"{_('Inspections')} {number}" for number in range(2, 100))]
    return next(path for name in names if not (path := folder / f"{name}{SUFFIX}").exists())


class PassphraseStep(Step):
    """The passphrase, twice."""

    def __init__(self) -> None:
        super().__init__()
        self.new = NewPassphrase()
        self.new.typing.connect(self.typing)
        self.new.submitted.connect(self.submitted)
        self.column.addWidget(self.new)

    def title(self) -> str:
        """Return the name of the step."""
        return _("Choose a passphrase")

    def begin(self) -> None:
        """Put the keyboard on the passphrase."""
        self.new.setFocus()

    def problem(self) -> str:
        """Return what is wrong with the passphrase."""
        return self.new.problem()


class BureauStep(Step):
    """The bureau as its documents print it.

    Signals:
        role_chosen: inspector, bureau or enterprise.
    """

    role_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.who = ChoiceField(_("This computer is used by"), choices(ROLES))
        self.who.set_value(Role.INSPECTOR.value)
        self.who.left.connect(self._role_changed)
        self.name = TextField(_("Full name, as documents print it"), placeholder="海晏市应急管理局", required=True)
        self.prefix = TextField(_("Prefix of the numbers"), placeholder="晏", required=True)
        self.government = TextField(_("Government for reconsideration"), placeholder="海晏市", required=True)
        self.court = TextField(_("People's court of"), placeholder="海晏市", required=True)
        self.sectors = SectorsField(_("Sectors in the bureau's remit: only for these can it issue an order"))
        self._add(self.who, self.name)
        self._add(self.prefix, self.government, self.court)
        self._add(self.sectors)

    def title(self) -> str:
        """Return the name of the step."""
        return _("Your bureau") if self.role() != Role.ENTERPRISE else _("Your enterprise")

    def begin(self) -> None:
        """Put the keyboard on the name."""
        self.name.setFocus()

    def role(self) -> str:
        """Return the role of this device."""
        return str(self.who.value())

    def _bureau_fields(self) -> tuple[Field, ...]:
        return (self.prefix, self.government, self.court, self.sectors)

    def _role_changed(self, role: str) -> None:
        for field in self._bureau_fields():
            field.setVisible(role != Role.ENTERPRISE)
        self.role_chosen.emit(role)

    def problem(self) -> str:
        """Return what is missing of the profile."""
        needed: list[Field] = [self.name]
        if self.role() != Role.ENTERPRISE:
            needed += [self.prefix, self.government, self.court]
        problem = _missing(needed)
        nothing = self.role() != Role.ENTERPRISE and not self.sectors.value()
        self.sectors.set_error(_("Check at least one sector.") if nothing else "")
        return problem or (_("Something is still missing above.") if nothing else "")

    def profile(self) -> Profile:
        """Return what was typed."""
        if self.role() == Role.ENTERPRISE:
            return Profile(id="", bureau_name=self.name.value(), role=Role.ENTERPRISE.value)
        return Profile(
            id="",
            bureau_name=self.name.value(),
            region_prefix=self.prefix.value(),
            government=self.government.value(),
            court=self.court.value(),
            sectors=self.sectors.value(),
        )


class _OfficerRow(QWidget):
    def __init__(self, number: int) -> None:
        super().__init__()
        self.name = TextField(_("Name") if number == 0 else "")
        self.certificate = TextField(_("Certificate number") if number == 0 else "")
        self.post = TextField(_("Post") if number == 0 else "")
        layout = QHBoxLayout(self)
        theme.margins(layout, 0)
        layout.setSpacing(12)
        for field, text in (
            (self.name, _("Name")),
            (self.certificate, _("Certificate number")),
            (self.post, _("Post")),
        ):
            field.editor.setAccessibleName(f"{text} {number + 1}")
            layout.addWidget(field, 1)

    def is_empty(self) -> bool:
        return not (self.name.value() or self.certificate.value() or self.post.value())

    def officer(self) -> Officer:
        return Officer(
            id="",
            name=self.name.value(),
            certificate_number=self.certificate.value(),
            post=self.post.value() or None,
        )


class OfficersStep(Step):
    """The officers with their certificate numbers; two sign every statutory document."""

    MOST = 6

    def __init__(self) -> None:
        super().__init__()
        self._role = Role.INSPECTOR.value
        self._text = theme.text_label("", "muted", wrap=True)
        self.column.addWidget(self._text)
        self.rows = [_OfficerRow(number) for number in range(self.MOST)]
        for row in self.rows:
            self.column.addWidget(row)
            self._listen(row.name, row.certificate, row.post)
        for row in self.rows[3:]:
            row.setVisible(False)
        self.set_role(self._role)

    def title(self) -> str:
        """Return the name of the step."""
        return _("Who inspects")

    def begin(self) -> None:
        """Put the keyboard on the first name."""
        self.rows[0].name.setFocus()

    def set_role(self, role: str) -> None:
        """Ask for officers of a bureau, or allow none in an enterprise."""
        self._role = role
        self._text.setText(
            _(
                "Name and certificate number as on the enforcement certificate. A statutory document needs two "
                "officers; you can add more at any time."
            )
            if role != Role.ENTERPRISE
            else _("The people who check, if you wish. You can add them at any time.")
        )

    def problem(self) -> str:
        """Return what is missing."""
        used = [row for row in self.rows if not row.is_empty()]
        problems = [_missing([row.name, row.certificate]) for row in used]
        if not used and self._role != Role.ENTERPRISE:
            return _missing([self.rows[0].name, self.rows[0].certificate])
        return next((problem for problem in problems if problem), "")

    def officers(self) -> list[Officer]:
        """Return the officers that were typed."""
        return [row.officer() for row in self.rows if not row.is_empty()]
