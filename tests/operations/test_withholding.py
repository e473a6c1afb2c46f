"""What a city may see of a bureau: its area, whole; the rest as hashes, until a site joins the area."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldcheck.model.records import Finding, Officer, Photo, Site
from fieldcheck.operations import conflicts, findings, imports, packages, profile, sites, stores
from fieldcheck.operations.drop_folder import sync
from fieldcheck.operations.verdicts import Outcome
from fieldcheck.store import Store, blobs, devices
from fieldcheck.store.queries import exchange, records
from tests.bureau import add_site
from tests.county import County, city_of, county, given, take, visited

NEAR, FAR = "初家街道", "解甲庄街道"


@pytest.fixture
def land(tmp_path: Path) -> Iterator[County]:
    """A county whose city may see one town."""
    with county(tmp_path) as made:
        made.found_city()
        made.join(city_of(made), made.bureau, NEAR)
        yield made


def at(store: Store, town: str, picture: int | None = None) -> str:
    return visited(store, add_site(store, f"单位{town}", town=town), picture)


def sites_of(store: Store) -> set[str]:
    return {site.id for site in records.everything(store.reader(), Site)}


def finding_of(store: Store, site: str) -> str:
    return next(f.id for f in records.everything(store.reader(), Finding) if f.site == site)


def whole(store: Store) -> bool:
    return not stores.verify_store(store).problems


def pictures(store: Store) -> set[str]:
    return {photo.sha256 or "" for photo in records.everything(store.reader(), Photo)}


def test_an_area_is_seen_whole_and_the_rest_not_at_all(land: County) -> None:
    laptop = land.laptop("一号")
    near = at(laptop, NEAR, 1)
    at(laptop, FAR, 2)
    land.send_up(laptop)
    up = land.up(land.bureau)
    assert take(city_of(land), up.path).outcome is Outcome.IMPORTED
    assert sites_of(city_of(land)) == {near}
    assert given(city_of(land)).items() <= given(land.bureau).items()
    assert {f.site for f in records.everything(city_of(land).reader(), Finding)} == {near}
    shown = pictures(city_of(land))
    assert len(shown) == 1 and blobs.get(city_of(land).reader(), *shown)
    assert exchange.not_here(city_of(land).reader(), sorted(pictures(land.bureau))) == pictures(land.bureau) - shown
    assert (
        exchange.known_vector(city_of(land).reader()).items()
        >= {devices.own(laptop.reader()).id: devices.own(laptop.reader()).seq}.items()
    )
    assert whole(city_of(land))
    told = imports.inspect_for(city_of(land), up.path)
    assert told.withheld > 0
    assert told.changes == sum(told.kinds.values()) + told.withheld


def test_officers_and_forms_travel_and_stay_out_of_the_citys_own_lists(land: County) -> None:
    at(land.bureau, NEAR)
    land.send_up(land.bureau)
    every = {officer.id for officer in records.everything(city_of(land).reader(), Officer)}
    own = {officer.id for officer in profile.officers(city_of(land).reader())}
    assert every - own == {officer.id for officer in profile.officers(land.bureau.reader())}


@pytest.mark.parametrize("wider", [(NEAR, FAR), ()])
def test_a_wider_area_shows_what_was_withheld(land: County, wider: tuple[str, ...]) -> None:
    laptop = land.laptop("一号")
    at(laptop, NEAR, 1)
    far = at(laptop, FAR, 2)
    land.send_up(laptop)
    land.send_up(land.bureau)
    land.join(city_of(land), land.bureau, *wider)
    assert packages.outgoing(land.bureau)[0].changes > 0
    up = land.up(land.bureau)
    assert take(city_of(land), up.path).outcome is Outcome.IMPORTED
    assert far in sites_of(city_of(land))
    assert given(city_of(land)) == given(land.bureau)
    assert not exchange.not_here(city_of(land).reader(), sorted(pictures(land.bureau)))
    assert take(city_of(land), up.path).outcome is Outcome.NOTHING_NEW
    assert whole(city_of(land))
    with pytest.raises(packages.NothingToSend):
        land.up(land.bureau)


def test_a_site_that_joins_brings_its_past_and_nothing_twice(land: County) -> None:
    at(land.bureau, NEAR, 1)
    far = at(land.bureau, FAR, 2)
    land.send_up(land.bureau)
    sites.edit_site(land.bureau, far, {"town": NEAR})
    up = land.up(land.bureau)
    # The picture of the site that joined goes, and the form of its visit; no other picture again.
    assert up.blobs == 2
    seen = imports.preview(city_of(land), up.path)
    assert seen.new_records["site"] == 1 and seen.new_records["finding"] == 2
    assert take(city_of(land), up.path).outcome is Outcome.IMPORTED
    assert given(city_of(land)) == given(land.bureau)
    assert whole(city_of(land))
    sites.edit_site(land.bureau, far, {"note": "又改"})
    assert land.up(land.bureau).changes == 1


def test_a_site_that_leaves_tells_where_it_went_and_no_more(land: County) -> None:
    near = at(land.bureau, NEAR)
    land.send_up(land.bureau)
    sites.edit_site(land.bureau, near, {"town": FAR})
    land.send_up(land.bureau)
    sites.edit_site(land.bureau, near, {"note": "与市局无关"})
    findings.edit(land.bureau, finding_of(land.bureau, near), {"location": "二车间"})
    land.send_up(land.bureau)
    left = records.get(city_of(land).reader(), Site, near)
    assert (left.town, left.note) == (FAR, None)
    assert records.get(city_of(land).reader(), Finding, finding_of(land.bureau, near)).location != "二车间"
    sites.edit_site(land.bureau, near, {"town": NEAR})
    land.send_up(land.bureau)
    assert given(city_of(land)) == given(land.bureau)
    assert whole(city_of(land))


def test_what_the_city_did_not_see_is_not_lost_by_what_it_sends(land: County) -> None:
    laptop = land.laptop("一号")
    near = at(laptop, NEAR)
    finding = finding_of(laptop, near)
    land.send_up(laptop)
    land.send_up(land.bureau)
    sites.edit_site(land.bureau, near, {"town": FAR})
    land.send_up(land.bureau)
    findings.edit(laptop, finding, {"location": "二车间", "measure": "停机"})
    land.send_up(laptop)
    land.send_up(land.bureau)
    findings.edit(city_of(land), finding, {"location": "三车间"})
    land.send_down(land.bureau)
    land.send_down(laptop)
    for store in (land.bureau, laptop):
        open_ones = conflicts.conflicts_of(store.reader(), "finding", finding)
        assert [(one.field, {value.value for value in one.values}) for one in open_ones] == [
            ("location", {"二车间", "三车间"})
        ]
        assert records.get(store.reader(), Finding, finding).measure == "停机"
        assert whole(store)
    chosen = conflicts.conflicts_of(land.bureau.reader(), "finding", finding)[0]
    conflicts.decide(land.bureau, chosen, "二车间", "照片")
    land.send_down(laptop)
    assert not conflicts.conflicts_of(laptop.reader(), "finding", finding)
    sites.edit_site(land.bureau, near, {"town": NEAR})
    land.send_up(land.bureau)
    assert given(city_of(land)) == given(land.bureau)
    for store in (city_of(land), land.bureau, laptop):
        assert given(store).get(("finding", finding)) == given(land.bureau)["finding", finding]
        assert whole(store)


def test_a_lost_package_with_a_joined_site_is_sent_again(land: County) -> None:
    at(land.bureau, NEAR)
    far = at(land.bureau, FAR, 2)
    land.send_up(land.bureau)
    land.send_down(land.bureau)
    sites.edit_site(land.bureau, far, {"town": NEAR})
    land.up(land.bureau).path.unlink()
    assert packages.outgoing(land.bureau)[0].changes == 0
    again = land.up(land.bureau, again=True)
    assert take(city_of(land), again.path).outcome is Outcome.IMPORTED
    assert given(city_of(land)) == given(land.bureau)
    land.send_down(land.bureau)
    with pytest.raises(packages.NothingToSend):
        land.up(land.bureau, again=True)


def test_a_drop_folder_keeps_a_joined_site_until_it_was_read(land: County, tmp_path: Path) -> None:
    at(land.bureau, NEAR)
    far = at(land.bureau, FAR, 2)
    land.send_up(land.bureau)
    land.send_down(land.bureau)
    land.join(city_of(land), land.bureau, NEAR, FAR)
    shared = tmp_path / "共享"
    shared.mkdir()
    sync(land.bureau, shared)
    written = list(shared.rglob("*.fcpkg"))
    # A receipt that names the same changes and not this package: all that is new is content.
    land.send_down(land.bureau)
    sync(land.bureau, shared)
    assert list(shared.rglob("*.fcpkg")) == written
    sync(city_of(land), shared)
    assert far in sites_of(city_of(land))
    sync(land.bureau, shared)
    assert not written[0].exists()


def test_a_lost_package_is_written_again_as_the_area_is_now(land: County) -> None:
    near, far = at(land.bureau, NEAR, 1), at(land.bureau, FAR, 2)
    lost = land.up(land.bureau)
    lost.path.unlink()
    same = packages.rewrite(land.bureau, land.above(land.bureau), lost.number, land.folder)
    assert (same.changes, same.blobs) == (lost.changes, lost.blobs)
    assert take(city_of(land), same.path).outcome is Outcome.IMPORTED
    assert sites_of(city_of(land)) == {near}
    assert far not in sites_of(city_of(land))


def test_a_city_that_was_restored_is_shown_again_what_joined(land: County, tmp_path: Path) -> None:
    at(land.bureau, NEAR)
    far = at(land.bureau, FAR, 2)
    land.send_up(land.bureau)
    assert not stores.backup_store(city_of(land), tmp_path / "copy.fcstore").problems
    sites.edit_site(land.bureau, far, {"town": NEAR})
    land.send_up(land.bureau)
    land.send_down(land.bureau)
    land.city = land.restored(tmp_path / "copy.fcstore")
    assert take(land.bureau, land.down(land.bureau).path).error is None
    land.send_up(land.bureau)
    assert given(city_of(land)) == given(land.bureau)
    assert whole(city_of(land))
