"""Forks: two stores wrote as one device, which one of them may write as no more; where they began is found out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from fieldcheck.exchange.errors import ChainForked, ChainForkedBefore, FormerChainForked, FormerForked, StoreCopied
from fieldcheck.model.records import Site
from fieldcheck.operations import downward, drafts, enrolment, identity, local, marks, peers
from fieldcheck.operations.verdicts import Outcome
from fieldcheck.store import Store, Transaction, devices
from fieldcheck.store.queries import conflicts, records
from tests.bureau import add_site
from tests.copies import copied, edit, field, forget_marks, opened, sound
from tests.county import County, county, record_digests, take


@pytest.fixture
def land(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[County]:
    monkeypatch.setenv(marks.FOLDER, str(tmp_path / "state"))
    with county(tmp_path) as made:
        yield made


@pytest.fixture
def closing() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def test_a_clone_and_its_original_both_write_and_nothing_is_lost(
    land: County, tmp_path: Path, closing: ExitStack
) -> None:
    laptop = land.laptop("一号")
    shared, own = add_site(laptop, "共有"), add_site(laptop, "共有二")
    edit(laptop, shared, note="复制前")
    land.send_up(laptop)
    land.send_down(laptop)
    edit(laptop, own, address="复制前未确认")
    path = copied(laptop)
    forget_marks(tmp_path)
    with Store(path, laptop.raw_key) as clone:
        edit(laptop, shared, address="原机所写")
        mine = add_site(laptop, "原机新建")
        assert land.send_up(laptop).outcome is Outcome.IMPORTED
        edit(clone, shared, note="副本所写")
        edit(clone, own, address="副本改写")
        theirs = add_site(clone, "副本新建")
        drafts.keep(clone, "site", shared, "", "address", "正在输入", seen={})
        gone = add_site(clone, "副本删除")
        clone.write(lambda transaction: _delete(transaction, gone))
        refused = take(land.bureau, land.up(clone).path)
        assert refused.outcome is Outcome.REFUSED and isinstance(refused.error, ChainForked)
        with_receipt = take(clone, land.down(laptop).path)
        assert isinstance(with_receipt.error, StoreCopied)
        before = record_digests(clone)
        shown = {site.id: (site.name, site.note, site.address) for site in records.everything(clone.reader(), Site)}
        taken = identity.take_new_identity(clone, int(str(refused.error.details["seq"])) - 1)
        assert taken.rewritten == 5
        again = {site.id: (site.name, site.note, site.address) for site in records.everything(clone.reader(), Site)}
        assert again == shown and before.keys() == record_digests(clone).keys()
        assert conflicts.count(clone.reader()) == 0
        sound(clone)
        land.join(land.bureau, clone, name=devices.own(clone.reader()).name)
        assert land.send_up(clone).outcome is Outcome.IMPORTED
        bureau = land.bureau
        assert field(bureau, shared, "address") == "原机所写" and field(bureau, shared, "note") == "副本所写"
        assert field(bureau, own, "address") == "副本改写"
        assert {field(bureau, site, "name") for site in (mine, theirs)} == {"原机新建", "副本新建"}
        assert conflicts.count(bureau.reader()) == 0
        sound(bureau, clone, laptop)
        land.send_down(laptop)
        land.send_down(clone)
        assert record_digests(clone).items() <= record_digests(bureau).items()
        assert record_digests(laptop).items() <= record_digests(bureau).items()
        drafts.recover(clone)
        assert field(clone, shared, "address") == "正在输入"


def _delete(transaction: Transaction, site: str) -> str:
    transaction.delete("site", site, "重复")
    return site


def test_without_the_bureaus_word_everything_after_the_last_receipt_is_written_again(
    land: County, tmp_path: Path, closing: ExitStack
) -> None:
    laptop = land.laptop("一号")
    site = add_site(laptop)
    path = copied(laptop)
    forget_marks(tmp_path)
    with Store(path, laptop.raw_key) as clone:
        edit(laptop, site, address="原机")
        land.send_up(laptop)
        edit(clone, site, note="副本")
        with pytest.raises(identity.CommonWrong):
            identity.take_new_identity(clone, 99)
        assert identity.take_new_identity(clone).rewritten == devices.own(clone.reader()).seq > 1
        land.join(land.bureau, clone, name=devices.own(clone.reader()).name)
        land.send_up(clone)
        bodies = [bytes(row[0]).decode() for row in land.bureau.reader().rows("SELECT body FROM journal")]
        assert any("原机" in body for body in bodies) and any("副本" in body for body in bodies)
        assert field(land.bureau, site, "note") == "副本"
        sound(clone, land.bureau)


def test_a_later_package_of_a_copy_does_not_name_a_change_that_is_too_late(
    land: County, tmp_path: Path, closing: ExitStack
) -> None:
    laptop = land.laptop("一号")
    site = add_site(laptop)
    path = copied(laptop)
    forget_marks(tmp_path)
    with Store(path, laptop.raw_key) as clone:
        for note in ("原机一", "原机二", "原机三"):
            edit(laptop, site, note=note)
        land.send_up(laptop)
        edit(clone, site, address="副本一")
        land.up(clone)
        edit(clone, site, address="副本二")
        refused = take(land.bureau, land.up(clone).path)
        # Which change is the first to differ the bureau cannot know: it was in the package before.
        assert isinstance(refused.error, ChainForkedBefore)
        identity.take_new_identity(clone)
        land.join(land.bureau, clone, name="二号")
        assert land.send_up(clone).outcome is Outcome.IMPORTED
        assert field(land.bureau, site, "address") == "副本二" and field(land.bureau, site, "note") == "原机三"
        sound(clone, land.bureau)


def two_and_a_copy(land: County, tmp_path: Path, closing: ExitStack, more: int) -> tuple[str, Store, Store]:
    """Return a site, a laptop, and the third of three stores: the second wrote as the first before it was copied.

    The first wrote `more` changes that the bureau has; the second two, beside a site of its own.
    """
    laptop = land.laptop("一号")
    site = add_site(laptop)
    edit(laptop, site, note="复制前")
    land.send_up(laptop)
    land.send_down(laptop)
    clone = closing.enter_context(Store(copied(laptop), laptop.raw_key))
    for number in range(more):
        edit(laptop, site, address=f"原机{number + 1}")
    land.send_up(laptop)
    edit(clone, site, note="副本一")
    edit(clone, site, note="副本二")
    add_site(clone, "副本新建")
    path = copied(clone, "third")
    local.set_state(clone, marks.WRITTEN, devices.own(clone.reader()).id)
    forget_marks(tmp_path)
    third = opened(path, closing)
    assert devices.own(third.reader()).id != devices.own(laptop.reader()).id
    edit(third, site, note="第三台")
    return site, laptop, third


@pytest.mark.parametrize("more", [1, 20])
def test_a_fork_of_a_former_device_is_found_before_anything_is_hidden_and_mended(
    land: County, tmp_path: Path, closing: ExitStack, more: int
) -> None:
    site, laptop, third = two_and_a_copy(land, tmp_path, closing, more)
    old = devices.own(laptop.reader())
    before = record_digests(third)
    with pytest.raises(FormerForked) as found:
        land.join(land.bureau, third, name="三号")
    assert found.value.details["id"] == old.id and record_digests(third) == before
    taken = identity.take_new_identity(third)
    # The first change that differs was told, so that nothing is written twice.
    assert taken.former.seq == found.value.details["common"] == old.seq - more
    assert taken.rewritten == 4
    assert field(third, site, "note") == "第三台" and conflicts.count(third.reader()) == 0
    sound(third)
    land.join(land.bureau, third, name="三号")
    assert land.send_up(third).outcome is Outcome.IMPORTED
    bureau = land.bureau
    assert field(bureau, site, "note") == "第三台" and field(bureau, site, "address") == f"原机{more}"
    assert "副本新建" in {one.name for one in records.everything(bureau.reader(), Site)}
    assert conflicts.count(bureau.reader()) == 0
    assert land.send_down(third).error is None
    assert record_digests(third).items() <= record_digests(bureau).items()
    # Once it said that it has the same chains, they are compared no more.
    edit(third, site, note="以后")
    land.send_up(third)
    own = devices.own(third.reader()).id
    assert not downward.content(bureau.reader(), own, peers.peer(bureau.reader(), own), again=False).ranges
    sound(bureau, third, laptop)


def test_a_fork_that_begins_after_the_copy_was_taken_in_is_found_by_the_next_package(
    land: County, tmp_path: Path, closing: ExitStack
) -> None:
    laptop = land.laptop("一号")
    site = add_site(laptop)
    land.send_up(laptop)
    clone = closing.enter_context(Store(copied(laptop), laptop.raw_key))
    edit(clone, site, note="副本一")
    local.set_state(clone, marks.WRITTEN, devices.own(clone.reader()).id)
    path = copied(clone, "third")
    forget_marks(tmp_path)
    third = opened(path, closing)
    land.join(land.bureau, third, name="三号")
    for address in ("原机一", "原机二"):
        edit(laptop, site, address=address)
    land.send_up(laptop)
    edit(third, site, note="第三台")
    down, up = land.down(third).path, land.up(third).path
    refused = take(land.bureau, up)
    assert isinstance(refused.error, FormerChainForked)
    assert isinstance(take(third, down).error, FormerForked)
    first, former = int(str(refused.error.details["seq"])), str(refused.error.details["id"])
    with pytest.raises(identity.NotWrittenAs):
        identity.take_new_identity(third, first - 1, devices.own(land.bureau.reader()).id)
    with pytest.raises(identity.CommonWrong):
        identity.take_new_identity(third, 99, former)
    drafts.keep(third, "site", site, "", "note", "正在输入", seen={former: (first,)})
    taken = identity.take_new_identity(third, first - 1, former[:13])
    # The bureau knows the device that it took in, and by that the one before.
    assert taken.rewritten == 2 and taken.former.device != former
    land.join(land.bureau, third, name="三号")
    assert land.send_up(third).outcome is Outcome.IMPORTED
    assert field(land.bureau, site, "note") == "第三台" and field(land.bureau, site, "address") == "原机二"
    drafts.recover(third)
    land.send_up(third)
    assert field(land.bureau, site, "note") == "正在输入"
    assert conflicts.count(land.bureau.reader()) == conflicts.count(third.reader()) == 0
    sound(land.bureau, third, laptop)


def test_a_store_put_back_from_a_backup_compares_its_former_chain_and_goes_on(land: County, closing: ExitStack) -> None:
    laptop = land.laptop("一号")
    site = add_site(laptop)
    backup = copied(laptop)
    edit(laptop, site, note="丢失前")
    land.send_up(laptop)
    restored = opened(backup, closing)
    asked = enrolment.read_request(enrolment.request(restored, "一号"))
    answer = enrolment.approve(land.bureau, asked, land.folder)
    # The chains are there to be compared, and counted nowhere.
    assert answer.changes == 0
    enrolment.accept(restored, answer.path, enrolment.offer(restored, answer.path).words)
    former = devices.find(restored.reader(), devices.own(laptop.reader()).id)
    assert former is not None and former.seq < devices.own(laptop.reader()).seq
    assert take(restored, answer.path).changes == 0
    sound(restored)


def three_that_hold_the_same(land: County, tmp_path: Path, closing: ExitStack) -> tuple[list[str], list[Store]]:
    """Return two sites and three stores of one device: each has what was typed in them, and the bureau nothing."""
    laptop = land.laptop("一号")
    ids = [add_site(laptop, "水库一"), add_site(laptop, "水库二")]
    edit(laptop, ids[0], note="复制前")
    edit(laptop, ids[1], note="复制前")
    copies = [closing.enter_context(Store(copied(laptop, name), laptop.raw_key)) for name in ("copy", "third")]
    forget_marks(tmp_path)
    return ids, [laptop, *copies]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_what_two_copies_write_again_is_one_act(
    land: County, tmp_path: Path, closing: ExitStack, order: tuple[int, int]
) -> None:
    ids, (laptop, *copies) = three_that_hold_the_same(land, tmp_path, closing)
    edit(copies[0], ids[0], note="副本所写")
    copies[0].write(lambda transaction: _delete(transaction, ids[1]))
    # Without the bureau's word both write again what the bureau is sent by the first as well.
    for number, copy in enumerate(copies):
        assert identity.take_new_identity(copy).rewritten > 2
        land.join(land.bureau, copy, name=f"副本{number}")
    packages = [land.up(copies[number]).path for number in order]
    packages.insert(1, land.up(laptop).path)
    for path in packages:
        assert take(land.bureau, path).outcome is Outcome.IMPORTED
    assert field(land.bureau, ids[0], "note") == "副本所写"
    assert conflicts.count(land.bureau.reader()) == 0
    assert {site.id for site in records.everything(land.bureau.reader(), Site)} & set(ids) == {ids[0]}
    for store in (laptop, *copies):
        land.send_down(store)
        assert field(store, ids[0], "note") == "副本所写" and conflicts.count(store.reader()) == 0
        assert record_digests(store).items() <= record_digests(land.bureau).items()
    sound(land.bureau, laptop, *copies)


def test_what_the_clerk_saw_of_one_copy_is_replaced_in_the_others_too(
    land: County, tmp_path: Path, closing: ExitStack
) -> None:
    ids, (_, one, other) = three_that_hold_the_same(land, tmp_path, closing)
    for number, copy in enumerate((one, other)):
        identity.take_new_identity(copy)
        land.join(land.bureau, copy, name=f"副本{number}")
    land.send_up(one)
    edit(land.bureau, ids[0], note="局里更正")
    edit(other, ids[0], address="副本二所写")
    land.send_up(other)
    assert field(land.bureau, ids[0], "note") == "局里更正"
    assert field(land.bureau, ids[0], "address") == "副本二所写"
    assert conflicts.count(land.bureau.reader()) == 0
    land.send_down(other)
    assert field(other, ids[0], "note") == "局里更正" and conflicts.count(other.reader()) == 0
    sound(land.bureau, one, other)
