"""Sites and plain edits: what a field takes, what it refuses, what is left out."""

from __future__ import annotations

import pytest

from fieldcheck.model.canonical import NotRepresentable
from fieldcheck.model.records import Site
from fieldcheck.model.values import Person, Place
from fieldcheck.operations import edits, inspections, sites
from fieldcheck.store import Store
from fieldcheck.store.errors import RecordNotFound
from fieldcheck.store.queries import details, records
from tests.bureau import UNIT, add_site, begin


def site_of(store: Store, entity: str) -> Site:
    return records.get(store.reader(), Site, entity)


def test_a_site_keeps_what_was_given_and_nothing_empty(store: Store) -> None:
    entity = add_site(store, credit_code="", principal=Person("李文博", "总经理", ""), place=Place("37.1", "121.2"))
    site = site_of(store, entity)
    assert (site.name, site.kind, site.credit_code) == (UNIT, "enterprise", None)
    assert site.principal == Person("李文博", "总经理", "")
    assert site.place == Place("37.1", "121.2", "WGS84")
    assert "credit_code" not in details.history(store.reader(), entity)[0].set


@pytest.mark.parametrize("name", ["", "   ", None])
def test_a_site_without_a_name_is_refused(store: Store, name: str | None) -> None:
    with pytest.raises(sites.SiteNameMissing):
        sites.create(store, {"name": name, "town": "x"})
    with pytest.raises(sites.SiteNameMissing):
        sites.edit_site(store, add_site(store), {"name": name})


def test_a_site_is_found_by_its_exact_name(store: Store) -> None:
    entity = add_site(store)
    add_site(store)
    found = sites.by_name(store.reader(), UNIT)
    assert found is not None
    assert found.id == entity
    assert sites.by_name(store.reader(), UNIT[:-1]) is None


def test_what_already_has_the_value_is_no_change(store: Store) -> None:
    entity = add_site(store)
    changes = sites.edit_site(store, entity, {"town": "初家街道", "name": UNIT})
    assert not changes.undoable
    assert len(details.history(store.reader(), entity)) == 1


def test_a_field_is_cleared_by_none(store: Store) -> None:
    entity = add_site(store)
    sites.edit_site(store, entity, {"town": None})
    assert site_of(store, entity).town is None


@pytest.mark.parametrize(
    ("field", "value"), [("town", 3), ("principal", "李文博"), ("place", {"latitude": "1"}), ("principal", [1])]
)
def test_a_value_of_the_wrong_type_is_refused_whole(store: Store, field: str, value: object) -> None:
    entity = add_site(store)
    with pytest.raises(edits.ValueNotUnderstood, match=field):
        sites.edit_site(store, entity, {"village": "东村", field: value})
    assert site_of(store, entity).village is None
    with pytest.raises(edits.ValueNotUnderstood):
        sites.create(store, {"name": "x", field: value})


def test_an_unknown_field_names_those_that_are_there(store: Store) -> None:
    with pytest.raises(edits.FieldUnknown, match=r"no field colour.*credit_code"):
        sites.edit_site(store, add_site(store), {"colour": "red"})
    with pytest.raises(edits.FieldUnknown):
        sites.create(store, {"name": "x", "colour": "red"})


def test_a_record_that_is_not_there_is_named(store: Store) -> None:
    with pytest.raises(RecordNotFound, match="nowhere"):
        sites.edit_site(store, "nowhere", {"town": "x"})


def test_a_letter_that_cannot_be_kept_is_named_and_nothing_written(store: Store) -> None:
    entity = add_site(store)
    with pytest.raises(NotRepresentable):
        sites.edit_site(store, entity, {"town": "\ud800"})
    assert site_of(store, entity).town == "初家街道"


def test_the_site_of_a_visit_is_written_once(store: Store) -> None:
    inspection = begin(store)
    with pytest.raises(edits.WrittenOnce, match="site"):
        inspections.edit(store, inspection, {"site": add_site(store)})
