"""The checklist: the forms of a visit, filled item by item."""

from fieldcheck.gui.pages.visit.checklist.view import ChecklistView

__all__ = ["ChecklistView"]
