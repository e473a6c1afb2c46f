"""What the documents view says of a visit and of a document that is about to be issued."""

from __future__ import annotations

from fieldcheck.gui.pages.visit.overview import Overview, Slot
from fieldcheck.translation import ngettext


def officer_names(overview: Overview) -> list[str]:
    """Return the names of the visit's officers."""
    known = (overview.officers.get(officer) for officer in overview.inspection.officers or ())
    return [officer.name or "" for officer in known if officer is not None]


def problems_text(slot: Slot) -> str:
    """Return how many hazards a document will name; nothing for one that names none."""
    if not slot.problems:
        return ""
    text = ngettext("It names {count} hazard.", "It names {count} hazards.", slot.problems)
    return text.format(count=slot.problems)


def numbers_text(slot: Slot) -> str:
    """Return how many numbers are left behind the one that is taken, where they are few."""
    if not slot.few_numbers:
        return ""
    after = max(0, (slot.numbers_left or 0) - 1)
    text = ngettext("{count} number is left after it.", "{count} numbers are left after it.", after)
    return text.format(count=after)
