"""The search indexes of findings and sites, filled a little at a time between other writes."""

from __future__ import annotations

from fieldcheck.store import Store, Transaction, search, site_search
from fieldcheck.store.behind import Index

HAZARDS, SITES = search.INDEX, site_search.INDEX

AT_ONCE = 150
"""Records indexed in one transaction: some 30 ms for which answers wait."""


def catch_up(store: Store, index: Index) -> bool:
    """Index some of the records that are not indexed as they stand; return whether there may be more.

    Searching finds them all the same, only slower, and sites not by their sound.
    """
    done = 0
    if not index.behind(store.reader()):
        return False

    def work(transaction: Transaction) -> str:
        nonlocal done
        done = index.catch_up(transaction.connection, AT_ONCE)
        return ""

    store.write(work)
    return done == AT_ONCE
