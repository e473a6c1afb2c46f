"""What the tests of the visit page share: a visit with hazards, an overview, keys."""

from __future__ import annotations

from fieldcheck.gui.pages.visit.overview import Overview, overview
from fieldcheck.model.records import Inspection
from fieldcheck.operations import findings, inspections
from fieldcheck.store import Store
from fieldcheck.store.queries import records

FORM = "confined-spaces"


def answer_all(store: Store, visit: str, failing: tuple[str, ...] = (), form: str = FORM) -> None:
    """Answer what the form requires: facts with their first choice, checks in order but for `failing`."""
    from datetime import date

    from fieldcheck.forms.filled import FilledForm
    from fieldcheck.operations import forms
    from fieldcheck.operations.demo import ordinary

    definition = forms.shipped()[form]
    filled = FilledForm(definition, {}, {}, date(2026, 8, 3))
    for item in (*definition.facts, *definition.items()):
        value = ordinary(definition, item, failing=item.id in failing)
        if value is not None and filled.shown(item.id):
            filled.set(item.id, value)
            inspections.answer(store, visit, form, item.id, value)


def complete(store: Store, visit: str, failing: tuple[str, ...] = ("CSP-11",)) -> None:
    """Make a visit whole: nothing stops its documents, and one hazard stands."""
    answer_all(store, visit, failing)
    inspections.edit(store, visit, {"certificates_shown": True})
    for proposal in overview(store.reader(), visit).review.proposals:
        for finding in proposal.findings:
            findings.confirm_level(store, finding, "general", "")


def read(store: Store, visit: str) -> Overview:
    """Return the overview as it is now."""
    return overview(store.reader(), visit)


def inspection(store: Store, visit: str) -> Inspection:
    """Return the visit as it is in the store."""
    return records.get(store.reader(), Inspection, visit)
