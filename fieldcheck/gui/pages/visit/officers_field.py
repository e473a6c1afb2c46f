"""The officers of a visit, two at least, each with the number of the certificate beside the name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.widgets.fields import ComboBox, Field
from fieldcheck.model.records import Officer
from fieldcheck.translation import _

FEWEST = 2


class OfficersField(Field):
    """A box for each officer. `value()` is a tuple of ids in the order of the boxes, or None; nobody stands twice."""

    def __init__(self, label: str, officers: Sequence[Officer], parent: QWidget | None = None) -> None:
        super().__init__(label, required=True, parent=parent)
        self._officers: dict[str, Officer] = {officer.id: officer for officer in officers}
        self._boxes: list[ComboBox] = []
        self._certificates: list[QLabel] = []
        self._holder = QWidget()
        self._grid = QGridLayout(self._holder)
        theme.margins(self._grid, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        for _place in range(FEWEST):
            self._add_box()
        self._take(*self._boxes, holder=self._holder)
        self._add = theme.button(_("Add an officer"), "quiet", "plus")
        self._add.clicked.connect(self._add_one)
        self._layout.insertWidget(2, self._add, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_box(self) -> ComboBox:
        number = len(self._boxes)
        box = ComboBox()
        box.setAccessibleName(_("Officer {number}").format(number=number + 1))
        box.setPlaceholderText(_("Choose…"))
        self._fill(box)
        box.activated.connect(lambda _index: self._chosen())
        certificate = theme.text_label("", "muted")
        certificate.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._grid.addWidget(box, number, 0)
        self._grid.addWidget(certificate, number, 1)
        self._boxes.append(box)
        self._certificates.append(certificate)
        return box

    def _fill(self, box: ComboBox) -> None:
        box.clear()
        box.addItem(_("(nobody)"), "")
        for officer in self._officers.values():
            if not officer.retired:
                box.addItem(officer.name or "", officer.id)
        box.setCurrentIndex(-1)

    def set_officers(self, officers: Sequence[Officer]) -> None:
        """Offer these officers; those that were chosen stay chosen."""
        known = {officer.id: officer for officer in officers}
        if known == self._officers:
            return
        chosen = self.value()
        self._officers = known
        for box in self._boxes:
            self._fill(box)
        self._show(chosen)

    def _add_one(self) -> None:
        box = self._add_box()
        self._editors.append(box)
        box.installEventFilter(self)
        QWidget.setTabOrder(self._boxes[-2], box)
        QWidget.setTabOrder(box, self._add)
        box.setFocus(Qt.FocusReason.OtherFocusReason)

    def value(self) -> tuple[str, ...] | None:
        """Return the chosen officers."""
        chosen = [str(box.currentData() or "") for box in self._boxes]
        return tuple(dict.fromkeys(officer for officer in chosen if officer)) or None

    def _show(self, value: object) -> None:
        chosen = [str(officer) for officer in value] if isinstance(value, (tuple, list)) else []
        while len(self._boxes) < len(chosen):
            self._editors.append(self._add_box())
        for box, officer in zip(self._boxes, [*chosen, *[""] * len(self._boxes)], strict=False):
            self._choose(box, officer)
        self._show_certificates()

    def _choose(self, box: ComboBox, officer: str) -> None:
        index = box.findData(officer) if officer else -1
        if officer and index < 0:
            known = self._officers.get(officer)
            box.addItem((known.name if known else "") or officer, officer)
            index = box.count() - 1
        box.setCurrentIndex(index)

    def _chosen(self) -> None:
        self._show_certificates()
        self.typing.emit(self.value())
        self.commit()

    def _show_certificates(self) -> None:
        for box, label in zip(self._boxes, self._certificates, strict=True):
            known = self._officers.get(str(box.currentData() or ""))
            number = known.certificate_number if known else ""
            label.setText(_("certificate {number}").format(number=number) if number else "")

    def boxes(self) -> list[ComboBox]:
        """Return the boxes."""
        return list(self._boxes)
