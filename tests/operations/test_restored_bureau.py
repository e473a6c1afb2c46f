"""A bureau put back from a backup: laptops go on with it, and what it lost comes again or is missed by nobody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

import pytest

from fieldcheck.exchange import revocations as signed
from fieldcheck.exchange.certificates import Certificate, chain_of
from fieldcheck.exchange.errors import CertificateWrong
from fieldcheck.model.records import Site
from fieldcheck.operations import conflicts, local, marks, payloads, peers, revocations, sites, trust
from fieldcheck.operations.verdicts import Outcome
from fieldcheck.store import Store, devices
from fieldcheck.store.queries import conflicts as queries
from fieldcheck.store.queries import records
from tests.bureau import add_site
from tests.copies import copied, edit, field, opened, sound
from tests.county import County, city_of, county, take


@pytest.fixture
def land(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[County]:
    monkeypatch.setenv(marks.FOLDER, str(tmp_path / "state"))
    with county(tmp_path) as made:
        yield made


@pytest.fixture
def closing() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def put_back(land: County, backup: Path, closing: ExitStack) -> Store:
    """Let a backup take the place of the bureau's store."""
    reached = payloads.next_receipt_number(land.bureau.reader())
    land.bureau.close()
    copy = backup.with_name(f"{reached}-{backup.name}")
    copy.write_bytes(backup.read_bytes())
    land.bureau = opened(copy, closing)
    # Receipts are numbered by the second, and a backup is older than a test takes.
    local.set_state(land.bureau, peers.RECEIPT_NUMBER, reached)
    return land.bureau


def above(store: Store) -> str:
    found = trust.bureau_of(store.reader())
    assert found is not None
    return found.certificate.device


def test_who_followed_goes_on_following(land: County, closing: ExitStack) -> None:
    laptop = land.laptop("一号")
    site = add_site(land.bureau)
    backup = copied(land.bureau)
    land.send_down(laptop)
    put_back(land, backup, closing)
    for note in ("第一次", "第二次"):
        edit(land.bureau, site, note=note)
        assert land.send_down(laptop).outcome is Outcome.IMPORTED
        assert field(laptop, site, "note") == note and above(laptop) == devices.own(land.bureau.reader()).id
    edit(laptop, site, address="东街")
    assert land.send_up(laptop).outcome is Outcome.IMPORTED
    # One that joins now hears of the bureau as it was before no more than that it was.
    new = land.laptop("二号")
    assert land.send_down(new).error is None and field(new, site, "address") == "东街"
    edit(land.bureau, site, note="第三次")
    assert land.send_down(new).outcome is Outcome.IMPORTED
    sound(land.bureau, laptop, new)


def test_a_backup_that_is_put_back_a_second_time_is_followed_too(land: County, closing: ExitStack) -> None:
    laptop = land.laptop("一号")
    site = add_site(land.bureau)
    backup = copied(land.bureau)
    land.send_down(laptop)
    put_back(land, backup, closing)
    edit(land.bureau, site, note="第一次恢复")
    old = land.down(laptop).path
    assert take(laptop, old).outcome is Outcome.IMPORTED
    late = land.down(laptop).path
    put_back(land, backup, closing)
    edit(land.bureau, site, note="第二次恢复")
    assert land.send_down(laptop).outcome is Outcome.IMPORTED
    assert above(laptop) == devices.own(land.bureau.reader()).id and field(laptop, site, "note") == "第二次恢复"
    # What the first one wrote and comes late is no reason to go back to it.
    assert take(laptop, late).error is None
    assert above(laptop) == devices.own(land.bureau.reader()).id and field(laptop, site, "note") == "第二次恢复"
    edit(laptop, site, address="东街")
    assert land.send_up(laptop).outcome is Outcome.IMPORTED


def test_a_laptop_that_the_backup_does_not_know_is_taken_in_again_and_sends_all(
    land: County, closing: ExitStack
) -> None:
    backup = copied(land.bureau)
    laptop = land.laptop("一号")
    site = add_site(laptop)
    land.send_up(laptop)
    land.send_down(laptop)
    put_back(land, backup, closing)
    edit(laptop, site, note="恢复之后")
    assert land.send_up(laptop).outcome is Outcome.WAITING
    land.join(land.bureau, laptop, name="一号")
    assert land.send_up(laptop).outcome is Outcome.IMPORTED
    assert field(land.bureau, site, "note") == "恢复之后"
    sound(land.bureau, laptop)


def test_taking_a_laptop_in_again_leaves_no_conflict(land: County, closing: ExitStack) -> None:
    laptop = land.laptop("一号")
    backup = copied(land.bureau)
    land.send_down(laptop)
    put_back(land, backup, closing)
    land.join(land.bureau, laptop, "初家街道", name="一号")
    assert conflicts.count(land.bureau.reader()) == 0
    assert land.send_down(laptop).error is None


def test_what_it_was_before_may_be_revoked_by_it_below_and_above(land: County, closing: ExitStack) -> None:
    city = land.found_city()
    laptop, lost = land.laptop("一号"), land.laptop("二号")
    add_site(lost)
    land.send_up(lost)
    land.send_up(land.bureau)
    backup = copied(land.bureau)
    land.send_down(laptop)
    put_back(land, backup, closing)
    land.join(city, land.bureau, name="莱山区应急管理局（恢复）")
    revocations.revoke(land.bureau, "二号", "被盗")
    add_site(land.bureau, "恢复之后")
    # Whoever did not hear yet that the bureau was put back hears both at once.
    assert land.send_down(laptop).error is None
    assert land.send_up(land.bureau).error is None
    for store in (laptop, city):
        found = devices.find(store.reader(), devices.own(lost.reader()).id)
        assert found is not None and found.revoked_after is not None


def test_another_bureau_may_not_revoke(land: County) -> None:
    laptop = land.laptop("一号")
    add_site(laptop)
    land.send_up(laptop)
    city, other = land.found_city(), land.second_bureau()
    land.send_up(land.bureau)
    own = devices.own_identity(other.reader())
    forged = signed.issue(devices.own(laptop.reader()).id, 0, "无权", own.id, own.private_key, "2026-06-01T08:00:00Z")
    known, trusted = trust.known(city.reader()), trust.trusted(city.reader())
    with pytest.raises(CertificateWrong):
        signed.chain_of(forged, known, trusted)
    mine = devices.own(land.bureau.reader()).id
    with pytest.raises(CertificateWrong):
        signed.chain_of(forged, known, trusted, {own.id})
    assert chain_of(known[mine], known, trusted) is not None


def test_a_laptop_shows_no_conflict_while_its_bureau_waits(land: County, closing: ExitStack) -> None:
    one, two, three = (land.laptop(name) for name in ("一号", "二号", "三号"))
    site = add_site(one)
    edit(one, site, note="甲")
    land.send_up(one)
    backup = copied(land.bureau)
    land.send_down(one)
    edit(one, site, note="乙")
    land.send_up(one)
    land.send_down(two)
    edit(two, site, note="丙")
    put_back(land, backup, closing)
    # What the second laptop saw and replaced, the bureau has not got again yet.
    assert land.send_up(two).outcome is Outcome.IMPORTED
    assert queries.waiting(land.bureau.reader()) and not conflicts.count(land.bureau.reader())
    assert land.send_down(three).outcome is Outcome.IMPORTED
    assert not conflicts.count(three.reader()) and queries.waiting(three.reader())
    # What went to the lost store and was not confirmed is sent again to the new device.
    land.send_down(one)
    assert land.send_up(one).outcome is Outcome.IMPORTED
    land.send_down(three)
    for store in (land.bureau, three):
        assert field(store, site, "note") == "丙" and not queries.waiting(store.reader())
        assert not conflicts.count(store.reader())
    sound(land.bureau, one, two, three)


def test_what_only_the_lost_store_held_is_waited_for_by_nobody(land: County, closing: ExitStack) -> None:
    laptop = land.laptop("一号")
    site = add_site(land.bureau)
    edit(land.bureau, site, note="备份之前")
    backup = copied(land.bureau)
    edit(land.bureau, site, note="备份之后")
    land.send_down(laptop)
    edit(laptop, site, note="笔记本所写")
    put_back(land, backup, closing)
    land.send_down(laptop)
    assert land.send_up(laptop).outcome is Outcome.IMPORTED
    assert not queries.waiting(land.bureau.reader())
    # The value that replaced the older one is gone: nobody can say that the laptop's does.
    found = conflicts.conflicts_of(land.bureau.reader(), "site", site)
    assert [{value.value for value in one.values} for one in found] == [{"备份之前", "笔记本所写"}]
    sound(land.bureau, laptop)


def test_a_city_whose_clock_is_wrong_goes_on_with_what_it_certified(land: County, closing: ExitStack) -> None:
    city = land.found_city()
    with patch("fieldcheck.store.transaction.clock", lambda: "2020-01-01T00:00:00.000Z"):
        land.join(city, land.bureau)
    former = devices.own(land.bureau.reader()).id
    backup = copied(land.bureau)
    add_site(land.bureau)
    land.send_up(land.bureau)
    put_back(land, backup, closing)
    with patch("fieldcheck.store.transaction.clock", lambda: "2020-01-02T00:00:00.000Z"):
        land.join(city, land.bureau, name="莱山区应急管理局（恢复）")
    for name in ("一", "二"):
        add_site(land.bureau, name)
        assert land.send_up(land.bureau).error is None
    kept = _certificate(city_of(land), former)
    assert kept.issuer == devices.own(city.reader()).id


def test_what_was_sent_as_a_hash_after_the_backup_is_shown_once_it_may_be(land: County, closing: ExitStack) -> None:
    city, laptop = land.found_city(), land.laptop("一号")
    site = sites.create(laptop, {"name": "水库", "town": "黄海路街道"}).main
    land.send_up(laptop)
    backup = copied(land.bureau)
    land.join(city, land.bureau, "初家街道")
    land.send_up(land.bureau)
    assert records.find(city.reader(), Site, site) is None
    put_back(land, backup, closing)
    land.join(city, land.bureau, name="莱山区应急管理局（恢复）")
    assert land.send_up(land.bureau).error is None
    assert field(city, site, "name") == "水库"
    sound(city, land.bureau)


def _certificate(store: Store, device: str) -> Certificate:
    return trust.known(store.reader())[device]
