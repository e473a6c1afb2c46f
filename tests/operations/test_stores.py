"""Creating a store: a whole profile or nothing; the profile as a file; copies."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fieldcheck.model.records import Officer, Profile
from fieldcheck.model.values import Role, SeriesStart
from fieldcheck.operations import edits, entities, files, profile, profile_file, stores
from fieldcheck.store import Store
from fieldcheck.store.errors import StoreExists
from tests.bureau import BUREAU, add_site, new_bureau
from tests.stores import CHEAP, PASSPHRASE

PROFILE_FILE = {
    "bureau_name": "莱山区应急管理局",
    "region_prefix": "莱",
    "sectors": ["industry_trade"],
    "government": "莱山区",
    "court": "莱山区",
    "first_serials": [{"code": "应急责改", "year": 2026, "first": 38}],
    "officers": [{"name": "王䶮", "certificate_number": "3701"}],
}


def blank(field: str) -> Profile:
    members: dict[str, Any] = {field: " "}
    return replace(BUREAU, **members)


def test_a_store_holds_its_profile_and_officers(store: Store) -> None:
    assert profile.current(store.reader()).bureau_name == "莱山区应急管理局"
    assert profile.current(store.reader()).role == "inspector"
    assert [officer.name for officer in profile.officers(store.reader())] == ["孙𬍛", "王䶮"]


@pytest.mark.parametrize("field", ["bureau_name", "region_prefix", "government", "court"])
def test_a_profile_that_documents_could_not_print_makes_no_store(tmp_path: Path, field: str) -> None:
    with pytest.raises(profile.ProfileIncomplete, match=field):
        new_bureau(tmp_path / "b.fcstore", blank(field))
    with pytest.raises(profile.ProfileIncomplete, match="cooking"):
        new_bureau(tmp_path / "b.fcstore", replace(BUREAU, sectors=("cooking",)))
    with pytest.raises(profile.OfficerIncomplete):
        new_bureau(tmp_path / "b.fcstore", officers=(Officer(id="", name="王"),))
    assert list(tmp_path.iterdir()) == []


def test_an_enterprise_needs_only_its_name(tmp_path: Path) -> None:
    bare = replace(BUREAU, region_prefix=None, government=None, court=None, sectors=None, role="enterprise")
    stores.create(tmp_path / "e.fcstore", PASSPHRASE, Role.ENTERPRISE, bare, (), cost=CHEAP).close()


def test_the_profile_and_its_officers_stay_printable(store: Store) -> None:
    for name, value in (("government", ""), ("bureau_name", None), ("sectors", ("cooking",))):
        with pytest.raises((profile.ProfileIncomplete, edits.FieldNeeded)):
            profile.save(store, {name: value})
    officer = profile.officers(store.reader())[0]
    with pytest.raises(profile.OfficerIncomplete):
        profile.edit_officer(store, officer.id, {"certificate_number": None})
    assert profile.officers(store.reader())[0] == officer
    assert profile.current(store.reader()).government == "莱山区"


def test_a_profile_is_read_from_a_file() -> None:
    read, officers = profile_file.decode(PROFILE_FILE)
    assert (read.bureau_name, read.sectors) == ("莱山区应急管理局", ("industry_trade",))
    assert read.first_serials == (SeriesStart("应急责改", 2026, 38),)
    assert [(officer.name, officer.certificate_number) for officer in officers] == [("王䶮", "3701")]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"bureau_name": 3}, "bureau_name"),
        ({"colour": "red"}, "colour"),
        ({"officers": [{"name": "x"}]}, "certificate_number"),
        ({"first_serials": [{"code": "a", "year": "x", "first": 1}]}, "year"),
    ],
)
def test_a_profile_file_that_is_wrong_names_the_member(change: dict[str, object], named: str) -> None:
    with pytest.raises(profile_file.ProfileFileWrong, match=named):
        profile_file.decode({**PROFILE_FILE, **change})


def test_a_backup_opens_with_the_same_passphrase_and_digest(tmp_path: Path, store: Store) -> None:
    add_site(store)
    target = tmp_path / "copy.fcstore"
    assert stores.backup_store(store, target).problems == []
    with stores.open_store(target, PASSPHRASE) as copy:
        assert stores.digest_store(copy) == stores.digest_store(store)
    with pytest.raises(StoreExists):
        stores.backup_store(store, target)


def test_the_digest_names_every_record(store: Store) -> None:
    add_site(store)
    assert [record.kind for record in stores.digest_records(store)] == ["officer", "officer", "profile", "site"]


def test_a_record_is_named_by_the_beginning_of_its_id(store: Store) -> None:
    entity = add_site(store)
    assert entities.resolve(store.reader(), entity[:20]) == ("site", entity)
    with pytest.raises(entities.EntityNotFound):
        entities.resolve(store.reader(), "zzz")
    with pytest.raises(entities.EntityAmbiguous, match=entity[:8]):
        entities.resolve(store.reader(), entity[:2])


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    files.write_new(tmp_path / "a.pdf", b"one")
    files.write_new(tmp_path / "a.pdf", b"two")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.pdf", b"two")]
    with pytest.raises(files.FileNotWritten, match="nowhere"):
        files.write_new(tmp_path / "nowhere" / "a.pdf", b"one")
