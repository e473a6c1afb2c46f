"""A bureau whose store is lost: the packages of its laptops, its escrow key, its words; then where numbers begin."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit

from fieldcheck.exchange.certificates import Certificate
from fieldcheck.gui import theme
from fieldcheck.gui.background import Background
from fieldcheck.gui.first_run.step import Step, missing
from fieldcheck.gui.widgets.count_field import CountField
from fieldcheck.gui.widgets.fields import CheckField, TextField
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.gui.widgets.words_view import WordsView
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.values import SeriesStart
from fieldcheck.operations import exchange_wording, recovery, trust
from fieldcheck.operations.first_serials import ProposedStart
from fieldcheck.operations.numbers import STANDARD_COUNT
from fieldcheck.operations.verdicts import Verdict
from fieldcheck.translation import _, error_text, ngettext


class LostBureauStep(Step):
    """What is left of the bureau: the packages that laptops wrote for it, and its escrow key.

    The words of the lost bureau are shown once both fit together; a laptop shows the same ones.
    """

    def __init__(self, background: Background) -> None:
        super().__init__()
        self._background = background
        self.packages: tuple[Path, ...] = ()
        self.former: Certificate | None = None
        self.packages_button = theme.button(_("Packages of the laptops…"), "secondary", "folder-open")
        self.chosen = theme.text_label("", "muted", wrap=True)
        self.key = TextField(_("Escrow key"), placeholder="AGE-SECRET-KEY-1…", required=True)
        self.key_button = theme.button(_("Open its file…"), "quiet", "folder-open")
        self.check_button = theme.button(_("Open the packages with this key"), "primary")
        self.found = theme.text_label("", "body", wrap=True)
        self.words = WordsView()
        self.same = CheckField(_("A laptop shows these eight words of its bureau."))
        self.error = InlineError()
        self._build()
        self.packages_button.clicked.connect(self._choose_packages)
        self.key_button.clicked.connect(self._choose_key)
        self.check_button.clicked.connect(self.check)
        self.key.typing.connect(lambda _value: self._show_former(None))
        self.same.typing.connect(lambda _checked: self.typing.emit())
        self._show_former(None)

    def _build(self) -> None:
        told = _(
            "What laptops sealed for the bureau that is gone opens with its escrow key, which somebody put away when "
            "the bureau began. Bring all packages that you can find: from sticks, mails, the shared folder."
        )
        self.column.addWidget(theme.text_label(told, "muted", wrap=True))
        for widgets in ((self.packages_button, self.chosen), (self.key, self.key_button), (self.check_button,)):
            row = QHBoxLayout()
            row.setSpacing(12)
            for widget in widgets:
                wide = widget in (self.chosen, self.key)
                # A field has its label above: what stands beside it stands beside its line.
                row.addWidget(widget, int(wide), Qt.AlignmentFlag(0) if wide else Qt.AlignmentFlag.AlignBottom)
            row.addStretch(0 if len(widgets) > 1 else 1)
            self.column.addLayout(row)
        # A secret: whoever looks over a shoulder sees dots.
        editor = self.key.editor
        assert isinstance(editor, QLineEdit)
        editor.setEchoMode(QLineEdit.EchoMode.Password)
        self.listen(self.key)
        for part in (self.error, self.found, self.words, self.same):
            self.column.addWidget(part)

    def title(self) -> str:
        """Return the name of the step."""
        return _("What is left of the bureau")

    def begin(self) -> None:
        """Put the keyboard on the packages."""
        self.packages_button.setFocus()

    def problem(self) -> str:
        """Return what is still missing."""
        if not self.packages:
            return _("Choose the packages of the laptops first.")
        if missing([self.key]):
            return _("Something is still missing above.")
        if self.former is None:
            return _("Open the packages with the key first.")
        return "" if self.same.value() else _("Compare the words with those of a laptop, then check the box.")

    def _choose_packages(self) -> None:
        names, _used = QFileDialog.getOpenFileNames(self, _("Open packages"), "", _("FieldCheck packages (*.fcpkg)"))
        if names:
            self.take_packages([Path(name) for name in names])

    def take_packages(self, paths: Sequence[Path]) -> None:
        """Take the packages that were found, beside those that were chosen before."""
        self.packages = tuple(dict.fromkeys((*self.packages, *paths)))
        count = len(self.packages)
        self.chosen.setText(ngettext("{count} package", "{count} packages", count).format(count=count))
        self._show_former(None)

    def _choose_key(self) -> None:
        name, _used = QFileDialog.getOpenFileName(self, _("Escrow key"), "", _("Text files (*.txt);;All files (*)"))
        if name:
            self.take_key(Path(name))

    def take_key(self, path: Path) -> None:
        """Read the escrow key from a file."""
        try:
            self.key.set_value(recovery.read_escrow(path))
        except FieldCheckError as error:
            self.error.show_error(error)
            return
        self._show_former(None)

    def escrow(self) -> str:
        """Return the escrow key, without the blanks between its groups."""
        return "".join(self.key.value().split())

    def check(self) -> None:
        """Find out which bureau these packages were written for."""
        paths, escrow = self.packages, self.escrow()
        if not paths or not escrow:
            self.error.show_error(_("Choose the packages and type the key first."))
            return
        self.check_button.setEnabled(False)
        self._background.run(lambda: recovery.former_bureau(paths, escrow), self._show_former, self._failed)

    def _show_former(self, former: Certificate | None) -> None:
        self.former = former
        self.error.clear()
        self.check_button.setEnabled(True)
        self.words.set_words(trust.fingerprint_of(former) if former is not None else ())
        told = _(
            "They were written for {bureau}. Compare its words with those that a laptop shows on its page Exchange:"
        )
        self.found.setText(told.format(bureau=former.name) if former is not None else "")
        self.same.set_value(False)
        for widget in (self.found, self.same):
            theme.set_shown(widget, former is not None)
        self.typing.emit()

    def _failed(self, error: FieldCheckError) -> None:
        self._show_former(None)
        self.error.show_error(error)


class StartsStep(Step):
    """What came with the packages, and where each series of numbers begins, to be confirmed by a person."""

    def __init__(self) -> None:
        super().__init__()
        self._known = 0
        self.arrived = theme.text_label("", "body", wrap=True)
        self.laptops = CountField(_("How many laptops had the bureau, those of which nothing came too?"))
        told = _(
            "Nobody knows any more which numbers the lost store had granted. These beginnings lie behind every number "
            "that came, and one usual block for each laptop. Compare them with the papers in the cabinet, and raise "
            "them where you are not sure: a number that is left out harms nobody, one that stands twice does."
        )
        self.column.addWidget(self.arrived)
        self.column.addWidget(theme.text_label(told, "muted", wrap=True))
        self.add(self.laptops)
        self.laptops.typing.connect(self._make_room)
        self.starts: list[tuple[ProposedStart, CountField]] = []

    def title(self) -> str:
        """Return the name of the step."""
        return _("Where the numbers begin")

    def begin(self) -> None:
        """Put the keyboard on how many laptops there were."""
        self.laptops.editor.setFocus()

    def show_recovered(self, verdicts: Sequence[Verdict], proposed: Sequence[ProposedStart], laptops: int) -> None:
        """Show what became of the packages, and the beginnings that are proposed for so many laptops."""
        lines = [exchange_wording.summary([one.outcome for one in verdicts])]
        told = _("{name}: {outcome}")
        lines += [told.format(name=one.path.name, outcome=error_text(one.error)) for one in verdicts if one.error]
        self.arrived.setText("\n".join(lines))
        self._known = laptops
        self.laptops.set_value(laptops)
        for one in proposed:
            label = _("{code}〔{year}〕, seen up to {seen}")
            field = CountField(label.format(code=one.code, year=one.year, seen=one.seen or "—"), required=True)
            field.set_value(one.first)
            self.starts.append((one, field))
        for place in range(0, len(self.starts), 2):
            self.add(*(field for _one, field in self.starts[place : place + 2]))

    def _make_room(self, laptops: object) -> None:
        """Leave a usual block more to each laptop of which nothing came."""
        more = max(0, laptops - self._known) if isinstance(laptops, int) else 0
        for one, field in self.starts:
            field.set_value(one.first + more * STANDARD_COUNT)

    def values(self) -> tuple[SeriesStart, ...]:
        """Return the beginnings as they stand in the fields."""
        return tuple(SeriesStart(one.code, one.year, field.value() or 0) for one, field in self.starts)

    def problem(self) -> str:
        """Return what is wrong with a beginning."""
        wrong = ""
        for one, field in self.starts:
            low = (field.value() or 0) <= one.seen
            field.set_error(_("Number {seen} was given out already.").format(seen=one.seen) if low else "")
            wrong = wrong or (_("A series must begin behind the numbers that were given out.") if low else "")
        return wrong
