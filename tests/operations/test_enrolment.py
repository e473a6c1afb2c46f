"""A laptop joins: its request, eight words, the bureau's answer; what is not meant for it changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldcheck.exchange.errors import CertificateWrong, RequestWrong, WrongAddressee
from fieldcheck.model.errors import NotFoundError
from fieldcheck.model.records import Enrolment, NumberBlock, Officer, Site
from fieldcheck.model.values import Role
from fieldcheck.operations import approving, enrolment, inspections, package_log, profile, stores, trust
from fieldcheck.operations.numbers import SERIES_CODES
from fieldcheck.operations.requests import NameMissing
from fieldcheck.operations.verdicts import Outcome
from fieldcheck.store import devices
from fieldcheck.store.queries import records
from tests.bureau import BUREAU, add_site
from tests.county import County, county, record_digests, take
from tests.stores import CHEAP, PASSPHRASE


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[County]:
    with county(tmp_path) as made:
        yield made


def test_the_words_are_256_and_each_stands_once() -> None:
    assert len(set(trust.words())) == 256
    assert all(len(word) == 2 for word in trust.words())


def test_both_sides_read_the_same_words(bureau: County) -> None:
    laptop = bureau.new_laptop("一号")
    asked = enrolment.read_request(enrolment.request(laptop, "一号"))
    assert asked.words == enrolment.own_fingerprint(laptop.reader())
    assert len(asked.words) == 8
    written = enrolment.approve(bureau.bureau, asked, bureau.folder)
    assert enrolment.offer(laptop, written.path).words == enrolment.own_fingerprint(bureau.bureau.reader())


def test_the_answer_brings_all_that_a_laptop_needs(bureau: County) -> None:
    here = add_site(bureau.bureau, "一厂", town="初家街道")
    add_site(bureau.bureau, "二厂", town="解甲庄街道")
    laptop = bureau.laptop("一号", "初家街道", sectors=("industry_trade",))
    reader = laptop.reader()
    assert profile.current(reader).court == "莱山区"
    assert {officer.name for officer in records.everything(reader, Officer)} == {"王䶮", "孙𬍛"}
    assert [site.id for site in records.everything(reader, Site)] == [here]
    assert len(records.everything(reader, NumberBlock)) == len(SERIES_CODES)
    own = trust.own_certificate(reader)
    assert (own.name, own.role, own.scope.towns) == ("一号", "inspector", ("初家街道",))
    assert records.everything(bureau.bureau.reader(), Enrolment)[0].device == own.device
    sent = record_digests(laptop)
    assert sent.items() <= record_digests(bureau.bureau).items()
    assert not stores.verify_store(laptop).problems
    # And work begins at once.
    assert inspections.start(laptop, here, {"visit_kind": "enforcement"}, ["machinery"]).main


def test_other_words_than_those_told_stop_it(bureau: County) -> None:
    laptop = bureau.new_laptop("一号")
    asked = enrolment.read_request(enrolment.request(laptop, "一号"))
    written = enrolment.approve(bureau.bureau, asked, bureau.folder)
    with pytest.raises(enrolment.WordsDiffer):
        enrolment.accept(laptop, written.path, asked.words)
    assert not trust.is_enrolled(laptop.reader())
    assert record_digests(laptop) == {}


def test_the_answer_to_another_laptop_does_not_open(bureau: County) -> None:
    first, second = bureau.new_laptop("一号"), bureau.new_laptop("二号")
    asked = enrolment.read_request(enrolment.request(first, "一号"))
    written = enrolment.approve(bureau.bureau, asked, bureau.folder)
    with pytest.raises(WrongAddressee):
        enrolment.offer(second, written.path)


def test_a_package_that_enrols_nobody_is_no_answer(bureau: County) -> None:
    laptop = bureau.laptop("一号")
    with pytest.raises(enrolment.NotAnAnswer):
        enrolment.offer(laptop, bureau.down(laptop).path)


def test_the_history_of_packages_begins_with_the_answer(bureau: County) -> None:
    (entry,) = package_log.entries(bureau.laptop("一号").reader())
    assert (entry.outgoing, entry.outcome, entry.name, entry.number) == (False, "imported", BUREAU.bureau_name, 1)
    (answer,) = bureau.folder.glob("*.fcpkg")
    assert (entry.file, entry.size) == (answer.name, answer.stat().st_size) and entry.records > 0


def test_an_answer_taken_twice_is_taken_once(bureau: County) -> None:
    laptop = bureau.new_laptop("一号")
    asked = enrolment.read_request(enrolment.request(laptop, "一号"))
    written = enrolment.approve(bureau.bureau, asked, bureau.folder)
    words = enrolment.offer(laptop, written.path).words
    enrolment.accept(laptop, written.path, words)
    before = stores.digest_store(laptop)
    assert enrolment.accept(laptop, written.path, words).nothing
    assert stores.digest_store(laptop) == before


def test_a_laptop_changes_its_area_by_a_new_answer(bureau: County) -> None:
    first, second = add_site(bureau.bureau, "一厂"), add_site(bureau.bureau, "二厂", town="解甲庄街道")
    laptop = bureau.laptop("一号", "初家街道")
    asked = enrolment.read_request(enrolment.request(laptop, "一号"))
    written = enrolment.approve(bureau.bureau, asked, bureau.folder, towns=["解甲庄街道"], grants=[])
    enrolment.accept(laptop, written.path, enrolment.offer(laptop, written.path).words)
    assert trust.own_certificate(laptop.reader()).scope.towns == ("解甲庄街道",)
    assert records.find(laptop.reader(), Site, second) is not None
    # What is no longer sent stays to be read.
    assert records.find(laptop.reader(), Site, first) is not None


def test_a_new_answer_of_the_same_bureau_is_imported_like_any_package(bureau: County) -> None:
    laptop = bureau.laptop("一号", "初家街道")
    device = trust.own_certificate(laptop.reader()).device
    answers = []
    for town in ("解甲庄街道", "滨河镇"):
        trust.new_escrow(bureau.bureau)
        asked = approving.proposed_again(bureau.bureau.reader(), device).request
        answers.append(enrolment.approve(bureau.bureau, asked, bureau.folder, towns=(town,), grants=()).path)
    assert take(laptop, answers[1]).outcome is Outcome.IMPORTED
    reader = laptop.reader()
    assert trust.own_certificate(reader).scope.towns == ("滨河镇",)
    above = trust.bureau_of(reader)
    assert above is not None and above.escrow == trust.escrow(bureau.bureau.reader())
    take(laptop, answers[0])
    assert trust.own_certificate(laptop.reader()).scope.towns == ("滨河镇",)
    add_site(laptop, "新厂")
    assert bureau.send_up(laptop).outcome is Outcome.IMPORTED


@pytest.mark.parametrize("member", ["name", "device", "public_key", "recipient", "role", "requested_at"])
def test_an_altered_request_is_refused(bureau: County, member: str) -> None:
    members = json.loads(enrolment.request(bureau.new_laptop("一号"), "一号"))
    other = json.loads(enrolment.request(bureau.new_laptop("二号"), "二号"))
    members[member] = "enterprise" if member == "role" else other[member] + ("0" if member == "requested_at" else "")
    with pytest.raises(RequestWrong):
        enrolment.read_request(json.dumps(members).encode())


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff", b'{"format":2}', b"[" * 100_000])
def test_what_is_no_request_is_refused(data: bytes) -> None:
    with pytest.raises(RequestWrong):
        enrolment.read_request(data)


def test_a_device_needs_a_name(bureau: County) -> None:
    with pytest.raises(NameMissing):
        enrolment.request(bureau.new_laptop("一号"), "  ")


def test_an_enterprise_is_taken_in_for_one_site_and_nobody_else_is(bureau: County, tmp_path: Path) -> None:
    path = tmp_path / "enterprise.fcstore"
    with stores.create_to_join(path, PASSPHRASE, Role.ENTERPRISE, "龙江塑编", cost=CHEAP) as store:
        asked = enrolment.read_request(enrolment.request(store, "龙江塑编"))
    with pytest.raises(approving.SiteMissing):
        enrolment.approve(bureau.bureau, asked, bureau.folder)
    with pytest.raises(NotFoundError):
        enrolment.approve(bureau.bureau, asked, bureau.folder, site="no such site")
    laptop = bureau.new_laptop("一号")
    asked = enrolment.read_request(enrolment.request(laptop, "一号"))
    with pytest.raises(approving.SiteMissing):
        enrolment.approve(bureau.bureau, asked, bureau.folder, site=add_site(bureau.bureau))
    assert not list(bureau.folder.iterdir())


def test_only_a_bureau_approves_and_never_itself(bureau: County) -> None:
    laptop = bureau.laptop("一号")
    asked = enrolment.read_request(enrolment.request(bureau.new_laptop("二号"), "二号"))
    with pytest.raises(trust.BureauOnly):
        enrolment.approve(laptop, asked, bureau.folder)
    own = enrolment.read_request(enrolment.request(bureau.bureau, "局"))
    with pytest.raises(CertificateWrong):
        enrolment.approve(bureau.bureau, own, bureau.folder)


def test_a_laptop_with_an_own_profile_takes_the_bureaus(bureau: County, tmp_path: Path) -> None:
    from tests.bureau import BUREAU, OFFICERS
    from tests.stores import CHEAP, PASSPHRASE

    with stores.create(tmp_path / "solo", PASSPHRASE, Role.INSPECTOR, BUREAU, OFFICERS, cost=CHEAP) as solo:
        asked = enrolment.read_request(enrolment.request(solo, "三号"))
        written = enrolment.approve(bureau.bureau, asked, bureau.folder)
        enrolment.accept(solo, written.path, enrolment.offer(solo, written.path).words)
        assert devices.own(solo.reader()).name == "三号"
        assert profile.current(solo.reader()).role == "bureau"
        assert not stores.verify_store(solo).problems
        bureau.send_up(solo)
        key = ("profile", profile.PROFILE)
        assert record_digests(solo)[key] == record_digests(bureau.bureau)[key]
