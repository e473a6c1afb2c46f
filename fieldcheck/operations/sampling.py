"""Samplings (抽样取证): what was taken as evidence on a visit."""

from __future__ import annotations

from collections.abc import Mapping

from fieldcheck.model.papers import Sampling
from fieldcheck.model.records import Inspection
from fieldcheck.operations import case_papers
from fieldcheck.operations.inspections import now_text
from fieldcheck.store import Changes, Store, Transaction
from fieldcheck.store.queries import records


def begin(store: Store, inspection: str, values: Mapping[str, object], author: str = "") -> Changes:
    """Begin a sampling; time, place, manager on site and officers are taken from clock and visit. `main` is its id.

    Raises PaperNotAllowed, RecordNotFound, ValueNotUnderstood.
    """

    def work(transaction: Transaction) -> str:
        visit = records.get(transaction, Inspection, inspection)
        proposed = {
            "at": now_text(),
            "place": visit.place_inspected,
            "site_manager": visit.site_manager,
            "officers": visit.officers,
        }
        return case_papers.append(transaction, Sampling, {**proposed, **values, "inspection": inspection})

    return store.write(work, author)
