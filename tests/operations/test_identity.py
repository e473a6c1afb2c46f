"""Stores that were copied or put back from a backup: another identity, and nothing that was typed is stranded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from fieldcheck.exchange import certificates
from fieldcheck.model.document import DocumentKind
from fieldcheck.model.journal import Change
from fieldcheck.model.records import Profile
from fieldcheck.model.values import Role, SigningResult
from fieldcheck.operations import (
    documents,
    drafts,
    identity,
    marks,
    numbers,
    packages,
    sites,
    stores,
    trust,
)
from fieldcheck.operations.identity import Reason
from fieldcheck.operations.verdicts import Outcome
from fieldcheck.store import Store, devices, fold
from fieldcheck.store.errors import StoreClosed
from fieldcheck.store.queries import conflicts, records
from tests.bureau import add_site, answer_rest, begin, fail
from tests.copies import copied, edit, field, forget_marks, opened, sound
from tests.county import County, county
from tests.stores import PASSPHRASE


@pytest.fixture
def land(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[County]:
    monkeypatch.setenv(marks.FOLDER, str(tmp_path / "state"))
    with county(tmp_path) as made:
        yield made


@pytest.fixture
def closing() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def test_a_store_goes_on_as_it_was_while_its_mark_is_there(land: County, closing: ExitStack) -> None:
    laptop = land.laptop("一号")
    add_site(laptop)
    land.send_up(laptop)
    before = devices.own(laptop.reader()).id
    add_site(laptop)
    laptop.close()
    assert devices.own(opened(laptop.path, closing).reader()).id == before


def test_a_store_put_back_from_a_backup_writes_as_another_device(land: County, closing: ExitStack) -> None:
    laptop = land.laptop("一号")
    site = add_site(laptop)
    edit(laptop, site, address="东街1号")
    backup = copied(laptop)
    edit(laptop, site, note="丢失前")
    land.send_up(laptop)
    old = devices.own(laptop.reader())
    restored = opened(backup, closing)
    new = devices.own(restored.reader())
    assert new.id != old.id and new.certificate is None
    told = identity.former(restored.reader())
    assert told is not None and (told.device, told.reason) == (old.id, Reason.MARK_AHEAD)
    with pytest.raises(trust.NotEnrolled):
        packages.export(restored, land.above(restored), land.folder)
    edit(restored, site, address="西街1号")
    land.join(land.bureau, restored, name=devices.own(restored.reader()).name)
    assert identity.former(restored.reader()) is None
    # What the lost store had sent comes back, though the backup did not have it.
    assert field(restored, site, "note") == "丢失前"
    assert land.send_up(restored).outcome is Outcome.IMPORTED
    assert field(land.bureau, site, "address") == "西街1号"
    assert conflicts.count(land.bureau.reader()) == 0
    sound(restored, land.bureau)


def test_a_store_on_another_computer_finds_no_mark(land: County, tmp_path: Path, closing: ExitStack) -> None:
    laptop = land.laptop("一号")
    site = add_site(laptop)
    land.send_up(laptop)
    edit(laptop, site, note="未报送")
    laptop.close()
    forget_marks(tmp_path)
    moved = opened(laptop.path, closing)
    told = identity.former(moved.reader())
    assert told is not None and told.reason is Reason.MARK_LOST
    land.join(land.bureau, moved, name=devices.own(moved.reader()).name)
    # The old device's end was signed before its key went: what it had not sent travels.
    land.send_up(moved)
    assert field(land.bureau, site, "note") == "未报送"
    assert conflicts.count(land.bureau.reader()) == 0
    sound(moved, land.bureau)


def test_numbers_of_the_old_device_are_not_given_again(land: County, tmp_path: Path, closing: ExitStack) -> None:
    laptop = land.laptop("一号")
    land.send_down(laptop)
    backup = copied(laptop)
    visit = begin(laptop, "machinery", site=add_site(laptop, principal=None))
    fail(laptop, visit, "MEC-10")
    answer_rest(laptop, visit)
    documents.issue(laptop, visit, DocumentKind.INSPECTION_RECORD)
    restored = opened(backup, closing)
    issued = documents.issued(laptop.reader(), visit, DocumentKind.INSPECTION_RECORD)
    assert issued is not None and issued.number is not None
    year = issued.number.year
    assert numbers.left(restored.reader(), DocumentKind.INSPECTION_RECORD, year) == 0
    land.join(land.bureau, restored, name=devices.own(restored.reader()).name)
    profile = records.everything(restored.reader(), Profile)[0]
    assert numbers.next_number(restored.reader(), profile, DocumentKind.INSPECTION_RECORD, year).serial == 51


def test_authors_are_people_whatever_the_laptop(land: County, closing: ExitStack, tmp_path: Path) -> None:
    laptop = land.laptop("一号")
    site = add_site(laptop)
    sites.edit_site(laptop, site, {"note": "甲"}, author="officer-1")
    before = [(c.at, c.author, c.set) for c in _changes(laptop, site)]
    identity.take_new_identity(laptop, 0)
    assert [(c.at, c.author, c.set) for c in _changes(laptop, site)] == before


def _changes(store: Store, entity: str) -> list[Change]:
    return fold.changes_of(store.reader().connection, entity)


def test_a_bureau_put_back_from_a_backup_is_followed_by_its_laptops(
    land: County, tmp_path: Path, closing: ExitStack
) -> None:
    laptop, other = land.laptop("一号"), land.laptop("二号")
    site = add_site(land.bureau)
    land.send_down(laptop)
    backup = copied(land.bureau)
    edit(laptop, site, note="甲")
    land.send_up(laptop)
    land.send_down(laptop)
    land.bureau.close()
    land.bureau = restored = opened(backup, closing)
    assert trust.is_bureau(restored.reader()) and field(restored, site, "note") is None
    # Receipts are numbered by the second, and a backup is older than a test takes.
    for _ in range(5):
        land.down(other)
    # It writes as another device, certified by its former one: laptops follow, and send again what it lost.
    assert land.send_down(laptop).outcome is Outcome.IMPORTED
    above = trust.bureau_of(laptop.reader())
    assert above is not None and above.certificate.device == devices.own(restored.reader()).id
    assert land.send_up(laptop).outcome is Outcome.IMPORTED
    assert field(restored, site, "note") == "甲"
    # One that has not heard of it yet still writes to the bureau as it knew it.
    edit(other, add_site(other), note="乙")
    assert land.send_up(other).outcome is Outcome.IMPORTED
    land.laptop("三号")
    sound(restored, laptop, other)


def test_a_restored_bureau_below_a_city_is_taken_in_again_with_all_that_belongs_to_it(
    land: County, closing: ExitStack
) -> None:
    city, laptop = land.found_city(), land.laptop("一号")
    backup = copied(land.bureau)
    site = add_site(laptop)
    lost = add_site(land.bureau, "备份之后")
    land.send_up(laptop)
    land.send_up(land.bureau)
    sites.edit_site(city, site, {"note": "市局抽查"})
    land.bureau.close()
    land.bureau = restored = opened(backup, closing)
    with pytest.raises(trust.DeviceUnknown):
        land.up(restored)
    land.join(city, restored, name="莱山区应急管理局（恢复）")
    for _ in range(5):
        land.down(laptop)
    assert land.send_down(laptop).outcome is Outcome.IMPORTED
    assert land.send_up(laptop).outcome is Outcome.IMPORTED
    edit(restored, site, address="恢复之后")
    assert land.send_up(restored).error is None
    assert land.send_down(restored).error is None
    assert field(restored, site, "note") == "市局抽查" and field(restored, lost, "name") == "备份之后"
    assert conflicts.count(city.reader()) == conflicts.count(restored.reader()) == 0
    sound(city, restored, laptop)


def test_an_officer_who_changes_laptops_needs_nothing(land: County) -> None:
    one, two = land.laptop("一号"), land.laptop("二号")
    site = add_site(one)
    sites.edit_site(one, site, {"note": "甲"}, author="officer-1")
    land.send_up(one)
    land.send_down(two)
    sites.edit_site(two, site, {"note": "乙"}, author="officer-1")
    land.send_up(two)
    assert conflicts.count(land.bureau.reader()) == 0
    assert [change.author for change in _changes(land.bureau, site) if "note" in change.set] == ["officer-1"] * 2


def test_documents_of_a_copy_are_made_anew_by_the_new_device_and_count(
    land: County, tmp_path: Path, closing: ExitStack
) -> None:
    laptop = land.laptop("一号")
    visit = begin(laptop, "machinery", site=add_site(laptop))
    fail(laptop, visit, "MEC-10")
    answer_rest(laptop, visit)
    land.send_up(laptop)
    path = copied(laptop)
    forget_marks(tmp_path)
    with Store(path, laptop.raw_key) as clone:
        edit(laptop, add_site(laptop), note="原机")
        land.send_up(laptop)
        issued = documents.issue(clone, visit, DocumentKind.INSPECTION_RECORD).main
        documents.record_signing(clone, issued, SigningResult.SIGNED)
        identity.take_new_identity(clone)
        land.join(land.bureau, clone, name="二号")
        assert land.send_up(clone).refused == 0
        assert documents.pdf(land.bureau.reader(), issued) == documents.pdf(clone.reader(), issued)
        assert len(documents.signings(land.bureau.reader(), issued)) == 1
        assert conflicts.refused(land.bureau.reader()) == []
        sound(clone, land.bureau)


def test_where_no_mark_can_be_written_everything_else_goes_on(
    land: County, tmp_path: Path, closing: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = tmp_path / "file"
    nowhere.write_text("no folder", "utf-8")
    monkeypatch.setenv(marks.FOLDER, str(nowhere))
    laptop = land.laptop("一号")
    add_site(laptop)
    assert land.send_up(laptop).outcome is Outcome.IMPORTED
    before = devices.own(laptop.reader()).id
    laptop.close()
    assert devices.own(opened(laptop.path, closing).reader()).id == before


def test_a_store_that_numbers_by_itself_gives_no_number_again_after_its_backup(
    land: County, closing: ExitStack
) -> None:
    bureau = land.bureau
    visit = begin(bureau, "machinery", site=add_site(bureau))
    answer_rest(bureau, visit)
    backup = copied(bureau)
    documents.issue(bureau, visit, DocumentKind.INSPECTION_RECORD)
    given = documents.issued(bureau.reader(), visit, DocumentKind.INSPECTION_RECORD)
    restored = opened(backup, closing)
    documents.issue(restored, visit, DocumentKind.INSPECTION_RECORD)
    again = documents.issued(restored.reader(), visit, DocumentKind.INSPECTION_RECORD)
    assert given is not None and again is not None and given.number is not None and again.number is not None
    assert again.number.serial == given.number.serial + 1


def test_text_that_was_being_typed_takes_the_place_of_what_the_former_device_wrote(
    land: County, closing: ExitStack
) -> None:
    laptop = land.laptop("一号")
    site = add_site(laptop)
    edit(laptop, site, address="东街1号")
    drafts.keep(laptop, "site", site, "", "address", "西街1号", seen={})
    identity.take_new_identity(laptop, devices.own(laptop.reader()).seq)
    assert drafts.recover(laptop) == 1
    assert field(laptop, site, "address") == "西街1号"
    assert conflicts.count(laptop.reader()) == 0


def test_a_copy_that_wrote_more_than_its_original_is_known_by_the_hash(land: County, closing: ExitStack) -> None:
    laptop = land.laptop("一号")
    site = add_site(laptop)
    path = copied(laptop)
    with Store(path, laptop.raw_key) as copy:
        for note in ("一", "二", "三"):
            edit(copy, site, note=note)
    edit(laptop, site, note="原机")
    land.send_up(laptop)
    told = identity.former(opened(path, closing).reader())
    assert told is not None and told.reason is Reason.MARK_AHEAD


def test_a_folder_of_marks_that_cannot_be_read_says_nothing_about_the_store(
    land: County, tmp_path: Path, closing: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop = land.laptop("一号")
    add_site(laptop)
    land.send_up(laptop)
    before = devices.own(laptop.reader()).id
    laptop.close()
    no_folder = tmp_path / "file"
    no_folder.write_text("no folder", "utf-8")
    monkeypatch.setenv(marks.FOLDER, str(no_folder))
    assert devices.own(opened(laptop.path, closing).reader()).id == before


def test_a_mark_that_a_newer_program_wrote_is_a_mark(land: County, closing: ExitStack) -> None:
    laptop = land.laptop("一号")
    add_site(laptop)
    land.send_up(laptop)
    own = devices.own(laptop.reader()).id
    laptop.close()
    path = marks.folder() / f"{own}.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "newer": True}), "utf-8")
    assert devices.own(opened(laptop.path, closing).reader()).id == own


def test_a_backup_that_is_looked_at_stays_the_backup_that_it_was(land: County, closing: ExitStack) -> None:
    laptop = land.laptop("一号")
    add_site(laptop)
    backup = copied(laptop)
    add_site(laptop)
    land.send_up(laptop)
    before = devices.own(laptop.reader()).id
    with stores.open_to_read(backup, PASSPHRASE) as seen:
        sound(seen)
        assert devices.own(seen.reader()).id == before
    assert devices.own(opened(backup, closing).reader()).id != before


def test_a_store_that_cannot_be_made_ready_is_closed_again(
    land: County, closing: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop = land.laptop("一号")
    laptop.close()
    left: list[Store] = []

    def refuse(store: Store) -> None:
        left.append(store)
        raise identity.CommonWrong(after=1, known=0)

    monkeypatch.setattr(identity, "check", refuse)
    with pytest.raises(identity.CommonWrong):
        stores.open_store(laptop.path, PASSPHRASE)
    with pytest.raises(StoreClosed):
        add_site(left[0])


def test_nobody_but_the_bureaus_own_successor_takes_its_place(land: County) -> None:
    one, two = land.laptop("一号"), land.laptop("二号")
    before = trust.bureau_of(one.reader())
    liar, keys = devices.own_identity(two.reader()), identity.new_identity(Role.BUREAU, "冒名")
    subject = certificates.Subject(keys.id, keys.name, keys.role, keys.public_key, keys.recipient)
    forged = certificates.issue(subject, liar.id, liar.private_key, "2026-06-01T08:00:00.000Z", succeeds=liar.id)
    trust.follow(one, forged, [forged, trust.own_certificate(two.reader())])
    assert before is not None
    named = certificates.issue(
        subject, liar.id, liar.private_key, "2026-06-01T08:00:00.000Z", succeeds=before.certificate.device
    )
    trust.follow(one, named, [named, trust.own_certificate(two.reader())])
    assert trust.bureau_of(one.reader()) == before
