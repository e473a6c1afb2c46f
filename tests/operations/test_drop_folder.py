"""The drop folder: packages find their way by themselves."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fieldcheck.operations import drop_folder, drop_layout, enrolment, trust
from fieldcheck.operations.drop_folder import Synced, sync
from fieldcheck.operations.verdicts import Outcome
from fieldcheck.store import DeviceIdentity, Store, Transaction, devices
from tests.bureau import add_site
from tests.county import County
from tests.operations.drop import count, device, inbox
from tests.stores import identity


def test_packages_go_both_ways_and_are_tidied_once_confirmed(land: County, shared: Path) -> None:
    laptop = land.laptop("一号")
    add_site(laptop)
    up = sync(laptop, shared)
    assert [(one.number, one.path.parent) for one in up.written] == [(1, inbox(shared, land.bureau))]
    arrived = sync(land.bureau, shared)
    assert arrived.arrived == 1 and count(land.bureau) == 1
    assert len(arrived.written) == 1, "the laptop gets its receipt at once"
    back = sync(laptop, shared)
    assert back.arrived == 1
    assert back.removed == (up.written[0].path,), "a receipt covers what was sent"
    assert sync(laptop, shared) == Synced() and drop_folder.glance(laptop, shared) == Synced()
    add_site(laptop, "又一厂")
    sync(laptop, shared)
    assert arrived.written[0].path in sync(land.bureau, shared).removed
    assert count(land.bureau) == 2


def test_what_was_read_is_not_read_again_whatever_it_is_called(land: County, shared: Path) -> None:
    laptop = land.laptop("一号")
    add_site(laptop)
    (written,) = sync(laptop, shared).written
    sync(land.bureau, shared)
    assert sync(land.bureau, shared).verdicts == ()
    shutil.copy(written.path, written.path.with_name("一号 (conflict copy).FCPKG"))
    again = sync(land.bureau, shared)
    assert [verdict.outcome for verdict in again.verdicts] == [Outcome.NOTHING_NEW]
    assert sync(land.bureau, shared).verdicts == ()


def test_what_waits_for_another_package_follows_it(land: County, shared: Path) -> None:
    laptop = land.laptop("一号")
    add_site(laptop)
    (first,) = sync(laptop, shared).written
    held = first.path.rename(shared / "later")
    add_site(laptop, "又一厂")
    sync(laptop, shared)
    assert [verdict.outcome for verdict in sync(land.bureau, shared).verdicts] == [Outcome.WAITING]
    assert sync(land.bureau, shared, gently=True).verdicts == ()
    held.rename(first.path)
    done = sync(land.bureau, shared, gently=True)
    assert done.arrived == 2 and count(land.bureau) == 2


def test_a_gentle_visit_collects_changes_and_an_asked_one_writes(land: County, shared: Path) -> None:
    laptop = land.laptop("一号")
    add_site(laptop)
    assert len(sync(laptop, shared, gently=True).written) == 1
    add_site(laptop, "又一厂")
    assert drop_folder.glance(laptop, shared) == Synced()
    assert sync(laptop, shared, gently=True).written == ()
    assert len(sync(laptop, shared).written) == 1


def test_enrolment_by_the_folder_is_decided_by_people(land: County, shared: Path) -> None:
    laptop = land.new_laptop("三号")
    asked = sync(laptop, shared)
    assert asked.request is not None and asked.request.parent.name == "requests"
    assert sync(laptop, shared).request == asked.request
    (shared / "FieldCheck" / "requests" / "other.fcrequest").write_bytes(b"{")
    (listed,) = sync(land.bureau, shared).requests
    assert (listed.path, listed.request.name) == (asked.request, "三号")
    assert listed.request.words == enrolment.own_fingerprint(laptop.reader())
    answers = drop_layout.answer_folder(listed.path)
    assert answers is not None
    enrolment.approve(land.bureau, listed.request, drop_layout.made(answers))
    assert sync(land.bureau, shared).requests == ()
    (answer,) = sync(laptop, shared).answers
    assert not trust.is_enrolled(laptop.reader())
    enrolment.accept(laptop, answer.path, answer.words)
    assert asked.request in sync(laptop, shared).removed
    assert drop_layout.answer_folder(shared / "x.fcrequest") is None


def test_an_answer_that_waits_is_opened_once(land: County, shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    laptop = land.new_laptop("三号")
    inbox = drop_layout.made(shared / "FieldCheck" / device(laptop))
    asked = sync(laptop, shared)
    assert asked.request is not None
    enrolment.approve(land.bureau, enrolment.read_request(asked.request.read_bytes()), inbox)
    (inbox / "none.fcpkg").write_bytes(b"no package")
    opened: list[Path] = []
    offer = enrolment.offer

    def opening(store: Store, path: Path) -> enrolment.Offer:
        opened.append(path)
        return offer(store, path)

    monkeypatch.setattr(enrolment, "offer", opening)
    (first,) = sync(laptop, shared).answers
    count_opened = len(opened)
    assert drop_folder.glance(laptop, shared) is not None and sync(laptop, shared).answers == (first,)
    # Only what may still be being copied is looked at again.
    assert {path.name for path in opened[count_opened:]} <= {"none.fcpkg"}
    first.path.write_bytes(first.path.read_bytes()[:-100])
    assert sync(laptop, shared).answers == ()
    enrolment.approve(land.bureau, enrolment.read_request(asked.request.read_bytes()), inbox)
    (second,) = sync(laptop, shared).answers
    assert (second.words, second.bureau) == (first.words, first.bureau) and second.path != first.path


def test_what_was_sent_to_a_former_device_of_the_store_is_taken(land: County, shared: Path) -> None:
    laptop = land.laptop("一号")
    add_site(land.bureau)
    sync(land.bureau, shared)
    laptop.write(lambda transaction: insert_identity(transaction, identity(name="一号")))
    asked = enrolment.read_request(enrolment.request(laptop, "一号"))
    answer = enrolment.approve(land.bureau, asked, land.folder)
    enrolment.accept(laptop, answer.path, enrolment.offer(laptop, answer.path).words)
    (verdict,) = sync(laptop, shared).verdicts
    assert verdict.error is None and verdict.path.parent.name != device(laptop)


def insert_identity(transaction: Transaction, made: DeviceIdentity) -> str:
    devices.insert_own(transaction.connection, made)
    return made.id


def test_a_store_for_itself_has_nothing_to_ask(land: County, shared: Path, store: Store) -> None:
    with pytest.raises(trust.NotEnrolled):
        sync(store, shared)
    with pytest.raises(trust.NotEnrolled):
        drop_folder.glance(store, shared)


def test_the_folder_may_be_chosen_one_level_too_deep(land: County, shared: Path) -> None:
    laptop = land.laptop("一号")
    add_site(laptop)
    sync(laptop, shared)
    assert sync(land.bureau, shared / "FieldCheck").arrived == 1


def test_the_chosen_folder_is_kept(land: County, shared: Path) -> None:
    assert drop_folder.chosen(land.bureau.reader()) is None
    drop_folder.choose(land.bureau, shared)
    assert drop_folder.chosen(land.bureau.reader()) == shared
    drop_folder.choose(land.bureau, None)
    assert drop_folder.chosen(land.bureau.reader()) is None
