"""Undo and redo: the inverse is appended, nothing is taken out of the journal."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldcheck.model.records import Site
from fieldcheck.operations import history, sites, stores
from fieldcheck.store import Store
from fieldcheck.store.queries import details, records
from tests.bureau import add_site

FIELDS = ("town", "village", "industry")


def shown(store: Store, entity: str) -> tuple[str | None, ...]:
    site = records.get(store.reader(), Site, entity)
    return (site.town, site.village, site.industry)


def test_undo_appends_and_redo_undoes_the_undo(store: Store) -> None:
    entity = add_site(store)
    changes = sites.edit_site(store, entity, {"town": "沙河镇", "village": "东村"})
    undone = history.undo(store, changes, "officer-7")
    assert shown(store, entity) == ("初家街道", None, None)
    history.undo(store, undone)
    assert shown(store, entity) == ("沙河镇", "东村", None)
    assert len(details.history(store.reader(), entity)) == 4
    assert details.history(store.reader(), entity)[2].author == "officer-7"


def test_undoing_a_creation_hides_the_record_and_redo_shows_it(store: Store) -> None:
    changes = sites.create(store, {"name": "x"})
    undone = history.undo(store, changes)
    assert records.find(store.reader(), Site, changes.main) is None
    history.undo(store, undone)
    assert records.get(store.reader(), Site, changes.main).name == "x"


def test_several_writes_are_undone_as_one(store: Store) -> None:
    entity = add_site(store)
    done = [sites.edit_site(store, entity, {"town": town}) for town in ("a", "b", "c")]
    history.undo(store, history.combined(done))
    assert shown(store, entity)[0] == "初家街道"
    with pytest.raises(IndexError):
        history.combined([])


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dictionaries(st.sampled_from(FIELDS), st.sampled_from([None, "a", "b"]), min_size=1), max_size=6))
def test_undoing_everything_shows_the_beginning_and_redoing_the_end(
    store: Store, edits: list[dict[str, str | None]]
) -> None:
    entity = add_site(store)
    begin = shown(store, entity)
    done = [sites.edit_site(store, entity, values) for values in edits]
    end = shown(store, entity)
    undone = [history.undo(store, changes) for changes in reversed(done)]
    assert shown(store, entity) == begin
    for changes in reversed(undone):
        history.undo(store, changes)
    assert shown(store, entity) == end


def test_what_was_undone_still_verifies(store: Store) -> None:
    history.undo(store, sites.create(store, {"name": "x"}))
    assert stores.verify_store(store).problems == []
