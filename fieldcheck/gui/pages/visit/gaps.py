"""What a visit still lacks, as words and as the place where it is filled in."""

from __future__ import annotations

from fieldcheck.gui.pages.visit.overview import Overview
from fieldcheck.gui.session import Route
from fieldcheck.operations.review import Gap
from fieldcheck.translation import _, current_language


def gap_text(overview: Overview, gap: Gap) -> str:
    """Return what is missing, in the language of the window."""
    details = dict(gap.details)
    definition = overview.form(gap.form)
    if definition is not None and "form" in details:
        details["form"] = definition.title.text(current_language())
    return _(gap.message()).format(**details)


def gap_detail(overview: Overview, gap: Gap) -> str:
    """Return the words of the item that a gap is about, or an empty text."""
    definition = overview.form(gap.form)
    if definition is None or not gap.item or gap.code == "unanswered":
        return ""
    return definition.item(gap.item).label.text(current_language())


def gap_route(inspection: str, gap: Gap) -> Route:
    """Return where a gap is filled in: a field of the visit, an item of a form, a finding without one, the exchange."""
    if gap.page == "exchange":
        return Route("exchange")
    if gap.page == "visit":
        return Route("visit", inspection, "facts", gap.code)
    return checklist_route(inspection, gap.form, gap.item, gap.finding)


def checklist_route(inspection: str, form: str, item: str, finding: str = "") -> Route:
    """Return the place of an item in the checklist; a finding that no item asked for is named by its own id."""
    return Route("visit", inspection, "checklist", f"{form}/{item}" if item else f"/{finding}")


def checklist_target(route: Route) -> tuple[str, str]:
    """Return (form, item) of a route into the checklist; both may be empty."""
    form, _slash, item = route.item.partition("/")
    return form, item
