"""The search index of findings, filled a little at a time between other writes."""

from __future__ import annotations

from fieldcheck.store import Store, Transaction, search

AT_ONCE = 250
"""Findings indexed in one transaction: some 30 ms for which answers wait."""


def catch_up(store: Store) -> bool:
    """Index some of the findings that are not indexed as they stand; return whether there may be more.

    Searching finds them all the same, only slower.
    """
    done = 0
    if not search.behind(store.reader()):
        return False

    def work(transaction: Transaction) -> str:
        nonlocal done
        done = search.catch_up(transaction.connection, AT_ONCE)
        return ""

    store.write(work)
    return done == AT_ONCE
