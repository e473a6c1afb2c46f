"""Where a person can go, and where they were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from fieldcheck.gui.page import Page
from fieldcheck.gui.session import Route
from fieldcheck.translation import N_


@dataclass(frozen=True, slots=True)
class Entry:
    """One page: its class, loaded when first opened; in the rail, or `under` the page that stands there for it.

    One with an icon and `under` both stands in the rail of a bureau only.
    """

    module: str
    page: str
    title: str
    icon: str = ""
    under: str = ""

    def load(self) -> type[Page]:
        """Return the class of the page."""
        loaded: type[Page] = getattr(import_module(self.module), self.page)
        return loaded

    def make_ready(self) -> None:
        """Import the page, on any thread, and what it names as slow to read the first time."""
        self.load().make_ready()


CONFLICTS = "conflicts"

PAGES: Mapping[str, Entry] = {
    "today": Entry("fieldcheck.gui.pages.today", "TodayPage", N_("Today"), icon="sun"),
    "inspections": Entry(
        "fieldcheck.gui.pages.inspections", "InspectionsPage", N_("Inspections"), icon="clipboard-check"
    ),
    "hazards": Entry("fieldcheck.gui.pages.hazards", "HazardsPage", N_("Hazards"), icon="triangle-alert"),
    "sites": Entry("fieldcheck.gui.pages.sites", "SitesPage", N_("Sites"), icon="factory"),
    "sites_import": Entry(
        "fieldcheck.gui.pages.sites_import.page", "SitesImportPage", N_("Sites from a table"), under="sites"
    ),
    "documents": Entry("fieldcheck.gui.pages.documents", "DocumentsPage", N_("Documents"), icon="file-text"),
    "exchange": Entry("fieldcheck.gui.pages.exchange.page", "ExchangePage", N_("Exchange"), icon="upload"),
    CONFLICTS: Entry(
        "fieldcheck.gui.pages.conflicts.page", "ConflictsPage", N_("Conflicts"), icon="scale", under="exchange"
    ),
    "settings": Entry("fieldcheck.gui.pages.settings", "SettingsPage", N_("Settings"), icon="settings"),
    "wording": Entry("fieldcheck.gui.pages.wording.page", "WordingPage", N_("Wording and layout"), under="settings"),
    "plans": Entry("fieldcheck.gui.pages.plans", "PlansPage", N_("Plans"), under="today"),
    "planned": Entry("fieldcheck.gui.pages.planned", "PlannedPage", N_("Planned visits"), under="today"),
    "draw": Entry("fieldcheck.gui.pages.draw", "DrawPage", N_("Draw by lot"), under="today"),
    "hazard": Entry("fieldcheck.gui.pages.hazard", "HazardPage", N_("Hazard"), under="hazards"),
    "site": Entry("fieldcheck.gui.pages.site", "SitePage", N_("Site"), under="sites"),
    "visit": Entry("fieldcheck.gui.pages.visit.page", "VisitPage", N_("Inspection"), under="inspections"),
}
FIRST = Route("today")


def in_rail(*, bureau: bool) -> dict[str, Entry]:
    """Return the pages that stand in the rail."""
    return {name: entry for name, entry in PAGES.items() if entry.icon and (bureau or not entry.under)}


class Trail:
    """The places that were open, for Back and Forward."""

    MOST = 100

    def __init__(self) -> None:
        self._routes: list[Route] = []
        self._position = -1

    @property
    def current(self) -> Route | None:
        """Return the place that is open, or None before the first."""
        return self._routes[self._position] if self._routes else None

    def visit(self, route: Route) -> None:
        """Open a place: what lay ahead is forgotten. The same place again changes nothing."""
        if route == self.current:
            return
        self._routes = [*self._routes[: self._position + 1], route][-self.MOST :]
        self._position = len(self._routes) - 1

    def move(self, route: Route) -> None:
        """Note that the person moved inside the open place (another item of a checklist)."""
        if self._routes:
            self._routes[self._position] = route

    def can_step(self, step: int) -> bool:
        """Return whether there is a place `step` back (-1) or ahead (1)."""
        return 0 <= self._position + step < len(self._routes)

    def step(self, step: int) -> Route:
        """Go back (-1) or ahead (1); return the place. Raises IndexError where there is none."""
        if not self.can_step(step):
            raise IndexError(step)
        self._position += step
        return self._routes[self._position]
