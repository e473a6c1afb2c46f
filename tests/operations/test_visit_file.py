"""A visit from a file: recorded like one by hand, all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest

from fieldcheck.model.errors import FieldCheckError
from fieldcheck.model.records import Answer, Inspection, Photo, Site
from fieldcheck.model.values import Person
from fieldcheck.operations import findings, forms, profile, sites, visit_file
from fieldcheck.operations.edits import FieldUnknown
from fieldcheck.operations.findings import ItemNotFound
from fieldcheck.photos import sample
from fieldcheck.store import Store
from fieldcheck.store.queries import records
from tests.bureau import UNIT, add_site

MEMBERS: dict[str, object] = {
    "visit": {"place_inspected": "一车间", "campaign": "百日攻坚", "officers": ["王䶮", "37061326002"]},
    "answers": {
        "MEC-01": {"value": "pass", "remark": "查阅12份"},
        "MEC-10": {
            "value": "fail",
            "finding": {
                "location": "一车间冲压区",
                "deadline": "2026-06-15",
                "responsible_person": {"name": "曲万里"},
                "level": "general",
            },
            "photos": ["a.jpg"],
        },
    },
}


def record(store: Store, folder: Path, members: Mapping[str, object] = MEMBERS, form: str = "machinery") -> str:
    return visit_file.record(store, form, UNIT, members, folder, "officer-7").main


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the photo that the visit names."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.jpg").write_bytes(sample.draw(1, datetime(2026, 6, 1), 37.1, 119.9, size=(400, 300)))
    return tmp_path / "in"


def test_everything_in_the_file_is_recorded(store: Store, folder: Path) -> None:
    inspection = record(store, folder)
    reader = store.reader()
    visit = records.get(reader, Inspection, inspection)
    assert (visit.place_inspected, visit.campaign, visit.visit_kind) == ("一车间", "百日攻坚", "enforcement")
    by_name = {officer.name: officer.id for officer in profile.officers(reader)}
    assert visit.officers == (by_name["王䶮"], by_name["孙𬍛"])
    values = {answer.item: (answer.value, answer.remark) for answer in records.children(reader, Answer, inspection)}
    assert values == {"MEC-01": ("pass", "查阅12份"), "MEC-10": ("fail", None)}
    (finding,) = findings.standing(reader, inspection)
    assert (finding.location, finding.responsible_person) == ("一车间冲压区", Person("曲万里"))
    assert finding.confirmed_level is not None
    assert (finding.confirmed_level.level, finding.confirmed_level.by) == ("general", "officer-7")
    (photo,) = records.children(reader, Photo, inspection)
    assert (photo.finding, photo.file_name) == (finding.id, "a.jpg")


def test_a_known_site_is_used_and_an_unknown_one_created(store: Store, folder: Path) -> None:
    created = records.get(store.reader(), Inspection, record(store, folder)).site
    assert records.get(store.reader(), Inspection, record(store, folder)).site == created
    site = records.get(store.reader(), Site, created or "")
    assert (site.name, site.kind, site.sector) == (UNIT, "enterprise", "industry_trade")


def test_facts_of_the_site_are_answers_too(store: Store, folder: Path) -> None:
    fact = next(fact for fact in forms.shipped()["confined-spaces"].facts if fact.choices)
    value = fact.choices[0].name
    inspection = record(store, folder, {"facts": {fact.id: value}, "answers": {}}, "confined-spaces")
    (answer,) = records.children(store.reader(), Answer, inspection)
    assert (answer.item, answer.value) in {(fact.id, value), (fact.id, (value,))}


@pytest.mark.parametrize(
    ("members", "error", "named"),
    [
        ({"answers": {"MEC-10": {"value": 3}}}, visit_file.VisitFileWrong, "MEC-10|value"),
        ({"answer": {}}, visit_file.VisitFileWrong, "answer"),
        ({"answers": {"MEC-99": {"value": "pass"}}}, ItemNotFound, "MEC-99"),
        ({"answers": {"MEC-01": {"value": "pass", "finding": {"location": "x"}}}}, visit_file.VisitFileWrong, "MEC-01"),
        ({"answers": {"MEC-10": {"value": "fail", "photos": ["b.jpg"]}}}, visit_file.PhotoFileMissing, "b.jpg"),
        ({"visit": {"officers": ["nobody"]}}, visit_file.VisitFileWrong, "nobody"),
        ({"visit": {"weather": "fine"}}, FieldUnknown, "weather"),
    ],
)
def test_a_file_that_is_wrong_records_nothing(
    store: Store, folder: Path, members: dict[str, object], error: type[FieldCheckError], named: str
) -> None:
    with pytest.raises(error, match=named):
        record(store, folder, members)
    assert records.everything(store.reader(), Inspection) == []
    assert sites.by_name(store.reader(), UNIT) is None


def test_a_picture_that_cannot_be_read_is_named_before_anything_is_recorded(store: Store, folder: Path) -> None:
    (folder / "a.jpg").write_bytes(b"hello")
    with pytest.raises(FieldCheckError, match=r"a\.jpg"):
        record(store, folder)
    assert records.everything(store.reader(), Inspection) == []


def test_an_unknown_form_is_named(store: Store, folder: Path) -> None:
    with pytest.raises(forms.FormNotFound, match="cooking"):
        record(store, folder, form="cooking")
    add_site(store)
    with pytest.raises(forms.FormNotFound, match="cooking"):
        record(store, folder, form="cooking")
