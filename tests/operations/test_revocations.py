"""A lost laptop: what it wrote until then counts, and nothing after it, wherever it turns up."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from fieldcheck.exchange import revocations as signed
from fieldcheck.exchange.errors import DeviceRevoked, RevocationWrong
from fieldcheck.model.records import Site
from fieldcheck.operations import revocations, stores, trust
from fieldcheck.operations.verdicts import Outcome
from fieldcheck.store import Store, Transaction, devices, local
from fieldcheck.store import trust as kept_trust
from fieldcheck.store.queries import conflicts, records
from tests.bureau import add_site
from tests.county import County, take


def names(store: Store) -> set[str | None]:
    return {site.name for site in records.everything(store.reader(), Site)}


def test_what_arrived_counts_and_later_packages_are_refused_by_name(land: County) -> None:
    laptop = land.laptop("一号")
    add_site(laptop, "甲")
    land.send_up(laptop)
    add_site(laptop, "乙")
    revocations.revoke(land.bureau, "一号", "三月三日被盗")
    verdict = take(land.bureau, land.up(laptop).path)
    assert verdict.outcome is Outcome.REFUSED
    assert isinstance(verdict.error, DeviceRevoked) and verdict.error.details["device"] == "一号"
    assert names(land.bureau) == {"甲"}
    assert stores.verify_store(land.bureau).problems == []
    assert [target.name for target in revocations.revoked(land.bureau.reader())] == ["一号"]


def test_changes_up_to_the_last_that_counts_are_still_merged(land: County) -> None:
    laptop = land.laptop("一号")
    add_site(laptop, "甲")
    land.send_up(laptop)
    known = devices.own(laptop.reader()).seq
    for name in ("乙", "丙"):
        add_site(laptop, name)
    late = land.up(laptop)
    revocations.revoke(land.bureau, "一号", "被盗", known + 1)
    verdict = take(land.bureau, late.path)
    assert verdict.outcome is Outcome.IMPORTED and verdict.refused == 1
    assert names(land.bureau) == {"甲", "乙"}
    assert [(row.seq, row.reason) for row in conflicts.refused(land.bureau.reader())] == [(known + 2, "revoked")]
    assert stores.verify_store(land.bureau).problems == []


def test_of_two_revocations_the_earlier_end_holds_and_travels(land: County) -> None:
    one, two, three = land.laptop("一号"), land.laptop("二号"), land.laptop("三号")
    add_site(one, "甲")
    land.send_up(one)
    revocations.revoke(land.bureau, "一号", "被盗", 9)
    first = land.down(two).path
    revocations.revoke(land.bureau, "一号", "被盗", 0)
    revocations.revoke(land.bureau, "一号", "被盗", 5)
    second = land.down(two).path
    assert [known.last_seq for known in revocations.every(land.bureau.reader())] == [0]
    for path in (second, first):
        take(two, path)
    land.send_down(three)
    for store in (two, three):
        assert [known.last_seq for known in revocations.every(store.reader())] == [0]


def test_laptops_carry_it_to_a_bureau_that_was_restored_from_a_backup(land: County, tmp_path: Path) -> None:
    one, two = land.laptop("一号"), land.laptop("二号")
    add_site(one, "甲")
    land.send_up(one)
    stores.backup_store(land.bureau, tmp_path / "backup.fcstore")
    revocations.revoke(land.bureau, "一号", "被盗", 0)
    assert land.send_down(two).outcome is Outcome.IMPORTED
    assert [known.reason for known in revocations.revoked(two.reader())] == ["被盗"]
    add_site(two, "丁")
    with Store(tmp_path / "backup.fcstore", land.bureau.raw_key) as restored:
        assert names(restored) == {"甲"}
        take(restored, land.up(two).path)
        assert names(restored) == {"丁"}
        assert stores.verify_store(restored).problems == []


def test_only_a_bureau_above_the_device_revokes_it(land: County) -> None:
    one, two = land.laptop("一号"), land.laptop("二号")
    with pytest.raises(trust.BureauOnly):
        revocations.revoke(one, "二号", "试试")
    with pytest.raises(trust.DeviceUnknown):
        revocations.revoke(land.bureau, "三号", "没有")
    with pytest.raises(revocations.RevocationReasonMissing):
        revocations.revoke(land.bureau, "二号", " ")
    with pytest.raises(revocations.LastChangeWrong):
        revocations.revoke(land.bureau, "二号", "错", -1)
    add_site(two, "甲")
    land.send_up(two)
    _forge(one, two)
    add_site(one, "乙")
    verdict = take(land.bureau, land.up(one).path)
    assert isinstance(verdict.error, RevocationWrong) and verdict.error.details["device"] == "二号"
    assert names(land.bureau) == {"甲"}


def _forge(writer: Store, victim: Store) -> None:
    """Let a laptop claim that its bureau revoked another."""
    bureau = trust.bureau_of(writer.reader())
    assert bureau is not None
    own = devices.own_identity(writer.reader())
    forged = signed.issue(
        devices.own(victim.reader()).id,
        0,
        "伪造",
        bureau.certificate.device,
        own.private_key,
        "2026-03-03T08:00:00.000Z",
    )

    def work(transaction: Transaction) -> str:
        trust.keep(transaction, trust.own_certificate(victim.reader()))
        local.set_state(transaction, revocations.KEPT, {forged.device: msgspec.to_builtins(forged)})
        return "forged"

    writer.write(work)


def test_folding_again_goes_on_after_a_stop(land: County, monkeypatch: pytest.MonkeyPatch) -> None:
    laptop = land.laptop("一号")
    for number in range(5):
        add_site(laptop, f"甲{number}")
    land.send_up(laptop)
    monkeypatch.setattr(kept_trust, "TRANSACTION_SECONDS", 0)
    with monkeypatch.context() as stopping:
        stopping.setattr(kept_trust, "finish_folding", lambda store: store.write(kept_trust._fold_part))
        revocations.revoke(land.bureau, "一号", "被盗", 0)
    assert len(names(land.bureau)) == 4
    path, key = land.bureau.path, land.bureau.raw_key
    with Store(path, key) as again:
        kept_trust.finish_folding(again)
        assert names(again) == set()
        assert stores.verify_store(again).problems == []
