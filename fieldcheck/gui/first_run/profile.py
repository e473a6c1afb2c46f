"""Bureau or enterprise as its documents print it, and who inspects."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.first_run.step import Step, missing
from fieldcheck.gui.texts import ROLES, choices
from fieldcheck.gui.widgets.fields import ChoiceField, Field, TextField
from fieldcheck.gui.widgets.sectors_field import SectorsField
from fieldcheck.model.records import Officer, Profile
from fieldcheck.model.values import Role
from fieldcheck.translation import _


class BureauStep(Step):
    """The bureau as its documents print it.

    Signals:
        role_chosen: inspector, bureau or enterprise.
    """

    role_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        alone = {role: word for role, word in ROLES.items() if role != Role.BUREAU}
        self.who = ChoiceField(_("This computer is used by"), choices(alone))
        self.who.set_value(Role.INSPECTOR.value)
        self.who.left.connect(self._role_changed)
        self.name = TextField(_("Full name, as documents print it"), placeholder="海晏市应急管理局", required=True)
        self.prefix = TextField(_("Prefix of the numbers"), placeholder="晏", required=True)
        self.government = TextField(_("Government for reconsideration"), placeholder="海晏市", required=True)
        self.court = TextField(_("People's court of"), placeholder="海晏市", required=True)
        self.sectors = SectorsField(_("Sectors in the bureau's remit: only for these can it issue an order"))
        self.add(self.who, self.name)
        self.add(self.prefix, self.government, self.court)
        self.add(self.sectors)

    def title(self) -> str:
        """Return the name of the step."""
        return _("Your bureau") if self.role() != Role.ENTERPRISE else _("Your enterprise")

    def begin(self) -> None:
        """Put the keyboard on the name."""
        self.name.setFocus()

    def set_bureau(self, bureau: bool) -> None:
        """Ask for the profile of a bureau's store, or for one of this computer alone."""
        theme.set_shown(self.who, not bureau)
        self.who.set_value(Role.BUREAU.value if bureau else Role.INSPECTOR.value)
        self._role_changed(self.role())

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
        problem = missing(needed)
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
            self.listen(row.name, row.certificate, row.post)
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
        problems = [missing([row.name, row.certificate]) for row in used]
        if not used and self._role != Role.ENTERPRISE:
            return missing([self.rows[0].name, self.rows[0].certificate])
        return next((problem for problem in problems if problem), "")

    def officers(self) -> list[Officer]:
        """Return the officers that were typed."""
        return [row.officer() for row in self.rows if not row.is_empty()]
