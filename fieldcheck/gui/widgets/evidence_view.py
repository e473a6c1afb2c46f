"""The chain of evidence of one document: each link in words, with what it is worth."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from fieldcheck.gui import theme
from fieldcheck.gui.record_words import field_title
from fieldcheck.gui.session import Session
from fieldcheck.gui.widgets.inline_error import InlineError
from fieldcheck.model.errors import FieldCheckError
from fieldcheck.operations import evidence, evidence_wording, files, signature_copy
from fieldcheck.operations.evidence import State
from fieldcheck.store import Reader
from fieldcheck.translation import _

MARKS = {State.GOOD: "✓", State.BROKEN: "✗", State.NOT_HERE: "?", State.CHANGED: "≠", State.OPEN: "…"}

Found = tuple[str, list[tuple[State, str]], bool]


def _find(reader: Reader, document: str) -> Found:
    chain = evidence.walk(reader, document)
    drawn = signature_copy.strokes_of(reader, document) is not None
    return evidence_wording.verdict(chain), evidence_wording.lines(reader, chain, field_title), drawn


class EvidenceView(QWidget):
    """Reads the chain beside the window; what does not hold or was changed stands in the colour of an error."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._document = ""
        self.verdict = theme.text_label("", "label", wrap=True)
        self.lines = theme.text_label("", "caption", wrap=True)
        self.problems = theme.text_label("", "danger", wrap=True)
        self.signatures_button = theme.button(_("Copy with the drawn signatures…"), "quiet", "signature")
        self.error = InlineError()
        self.signatures_button.clicked.connect(self._choose_file)
        layout = QVBoxLayout(self)
        theme.margins(layout, 0)
        layout.setSpacing(4)
        for widget in (self.verdict, self.problems, self.lines, self.signatures_button, self.error):
            layout.addWidget(widget)
        for widget in (self.problems, self.signatures_button):
            theme.set_shown(widget, False)

    def show_document(self, document: str) -> None:
        """Walk the chain of a document and show it."""
        self._document = document
        self._session.tasks.read(
            lambda reader: _find(reader, document), self._show, owner=self, failed=self.error.show_error
        )

    def _show(self, found: Found) -> None:
        verdict, lines, drawn = found
        self.verdict.setText(verdict)
        wrong = [f"{MARKS[state]} {text}" for state, text in lines if state in (State.BROKEN, State.CHANGED)]
        self.problems.setText("\n".join(wrong))
        rest = [f"{MARKS[state]} {text}" for state, text in lines if state not in (State.BROKEN, State.CHANGED)]
        self.lines.setText("\n".join(rest))
        theme.set_shown(self.problems, bool(wrong))
        theme.set_shown(self.signatures_button, drawn)

    def _choose_file(self) -> None:
        name, _used = QFileDialog.getSaveFileName(self, _("Save as"), _("signatures.pdf"), "PDF (*.pdf)")
        if name:
            self.save_signatures(Path(name))

    def save_signatures(self, path: Path) -> None:
        """Write the copy with the drawn signatures into a file."""
        document = self._document

        def work(reader: Reader) -> Path:
            files.write_new(path, signature_copy.pdf(reader, document))
            return path

        self._session.tasks.read(work, self._saved, owner=self, failed=self._failed)

    def _saved(self, path: Path) -> None:
        self._session.notify.emit(_("Saved as {path}").format(path=path), "success")

    def _failed(self, error: FieldCheckError) -> None:
        self.error.show_error(error)
