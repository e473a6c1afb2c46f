"""The keys of a visit, as the overview that F1 opens names them."""

from __future__ import annotations

from collections.abc import Sequence

from fieldcheck.translation import _


def keys_of(part: str) -> Sequence[tuple[str, str]]:
    """Return (keys, what they do) of a part of the visit: facts, checklist, review, documents, papers, recheck."""
    own = {"checklist": _checklist, "documents": _documents, "papers": _papers, "recheck": _recheck}.get(part)
    return (*(own() if own is not None else ()), *_every_part())


def _every_part() -> Sequence[tuple[str, str]]:
    return (
        ("Alt+1 … 6", _("Visit, checklist, review, documents, interviews, recheck")),
        ("Ctrl+Tab", _("Next part of the visit")),
    )


def _checklist() -> Sequence[tuple[str, str]]:
    return (
        ("1 / 3", _("Pass, not applicable: on to the next item")),
        ("2", _("Fail: the finding opens below the item")),
        ("4 / 0", _("Not examined")),
        ("Backspace", _("Clear the answer")),
        ("↑ / ↓", _("Previous, next item")),
        ("PgUp / PgDn", _("Previous, next section")),
        ("Home / End", _("First, last item")),
        ("N", _("Next item without an answer")),
        ("Tab / Enter", _("Into the finding")),
        ("Esc", _("From the finding back to the item")),
        ("Ctrl+Enter", _("From the finding on to the next item")),
        ("Ctrl+N", _("Add a hazard that is not on the list")),
        ("P", _("Add photos from files")),
        ("Ctrl+V", _("Paste a photo")),
        ("R", _("Remark")),
        ("Y", _("Confirm what is known of a fact")),
    )


def _papers() -> Sequence[tuple[str, str]]:
    return (
        ("Enter", _("From question to answer to the next question")),
        ("Shift+Enter", _("Another line")),
        ("Alt+↑ / Alt+↓", _("Move the question with its answer")),
        ("Ctrl+K", _("Suggested questions")),
    )


def _recheck() -> Sequence[tuple[str, str]]:
    return (
        ("1", _("Rectified: on to the next hazard")),
        ("2", _("Not rectified: what was seen, Enter goes on")),
        ("3 / 0", _("Not examined; takes back what was recorded")),
        ("↑ / ↓", _("Previous, next hazard")),
        ("Enter / R", _("What was seen")),
        ("P", _("Add photos from files")),
        ("Ctrl+V", _("Paste a photo")),
        ("Esc", _("From the text back to the hazard")),
    )


def _documents() -> Sequence[tuple[str, str]]:
    return (
        ("Ctrl+S", _("Save the document as a file")),
        ("Ctrl+P", _("Print the document")),
    )
