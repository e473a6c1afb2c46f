"""An enterprise's computer: it is sent its own matters after service, and writes self-checks and replies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from unittest.mock import patch

import pytest

from fieldcheck.exchange.errors import ChainForked
from fieldcheck.model.document import DocumentKind
from fieldcheck.model.records import Document, Finding, Inspection, Officer, Photo, Site
from fieldcheck.model.steps import Extension, ExtensionAnswer, Recheck, RecheckResult, Rectification
from fieldcheck.model.values import Commitments, Moment, Person, PhotoPurpose, Role, SigningResult
from fieldcheck.operations import (
    approving,
    documents,
    edits,
    enrolment,
    findings,
    hazards,
    identity,
    imports,
    inspections,
    marks,
    outstanding,
    packages,
    photos,
    profile,
    revocations,
    steps,
    stores,
)
from fieldcheck.operations.document_details import DocumentNotAllowed
from fieldcheck.operations.verdicts import Outcome
from fieldcheck.store import Store, Transaction, blobs, devices
from fieldcheck.store.errors import BlobMissing, NotAuthorised
from fieldcheck.store.queries import exchange, records
from tests.bureau import add_site, answer_rest, begin, fail
from tests.copies import copied, sound
from tests.county import County, take
from tests.merging import own_id, put
from tests.operations.test_packages import picture_bytes

ORDER = DocumentKind.RECTIFICATION_ORDER
picture = cache(picture_bytes)
"""The bytes of a photo: drawing one takes longer than what is tried with it."""


class Case:
    """A bureau that ordered two hazards at one site and found others elsewhere; the order is not served yet."""

    def __init__(self, land: County) -> None:
        self.land, self.bureau = land, land.bureau
        self.site = add_site(self.bureau, note="举报线索", risk_level="red")
        self.other = add_site(self.bureau, "别处化工有限公司")
        self.visit = begin(self.bureau, "machinery", site=self.site)
        self.found = fail(self.bureau, self.visit, "MEC-10", "MEC-11")
        photos.add(self.bureau, photos.Target(self.visit, self.found[0]), [photos.NewPhoto("a.jpg", picture(1))])
        photos.add(self.bureau, photos.Target(self.visit), [photos.NewPhoto("b.jpg", picture(2))])
        answer_rest(self.bureau, self.visit)
        fail(self.bureau, begin(self.bureau, "machinery", site=self.other), "MEC-10")
        self.order = documents.issue(self.bureau, self.visit, ORDER, today=lambda: date(2026, 6, 1)).main

    def serve(self) -> None:
        """Let the unit sign for the order."""
        documents.record_signing(self.bureau, self.order, SigningResult.SIGNED, signer=Person("宋建国"))


@pytest.fixture
def case(land: County) -> Case:
    """A bureau with an order that was issued."""
    return Case(land)


def kinds(store: Store) -> set[str]:
    """Return the kinds of which something was sent to a store."""
    return {kind for (kind,) in store.reader().rows("SELECT DISTINCT kind FROM snapshot")}


def test_it_is_sent_its_own_matters_after_service_and_replies(case: Case) -> None:
    land, bureau = case.land, case.bureau
    unit = land.enterprise(case.site)
    reader = unit.reader()
    assert kinds(unit) == {"site"}
    assert packages.outgoing(bureau)[0].changes == 0
    case.serve()
    assert packages.outgoing(bureau)[0].changes == 1
    assert land.send_down(unit).outcome is Outcome.IMPORTED
    assert packages.outgoing(bureau)[0].changes == 0
    assert kinds(unit) == {"site", "document", "signing", "finding", "inspection", "photo", "form"}
    assert {site.id for site in records.everything(reader, Site)} == {case.site}
    site = records.get(reader, Site, case.site)
    assert (site.note, site.risk_level, site.town) == (None, None, "初家街道")
    assert {one.id for one in records.everything(reader, Finding)} == set(case.found)
    assert records.everything(reader, Officer) == []
    assert len(records.get(reader, Inspection, case.visit).officers or ()) == 2
    [photo] = records.everything(reader, Photo)
    assert blobs.get(reader, photo.sha256 or "") == picture(1)
    assert photo.file_name is None
    assert documents.pdf(reader, case.order) == documents.pdf(bureau.reader(), case.order)
    kept = records.get(bureau.reader(), Document, case.order)
    with pytest.raises(BlobMissing):
        blobs.get(reader, kept.content_sha256 or "")
    assert hazards.life_of(reader, case.found[0]).state == hazards.life_of(bureau.reader(), case.found[0]).state
    assert profile.current(reader).bureau_name == site.name
    assert profile.is_there(reader)
    _reply(case, unit)


def _reply(case: Case, unit: Store) -> None:
    """Let the unit check itself, report one hazard as put right, ask for more time for the other, and be answered."""
    land, bureau, (first, second) = case.land, case.bureau, case.found
    check = begin(unit, "machinery", site=case.site, values={"visit_kind": "self_check", "officers": ()})
    own = fail(unit, check, "MEC-11")
    with pytest.raises(DocumentNotAllowed):
        documents.issue(unit, check, DocumentKind.PROBLEM_LIST)
    assert documents.preview(unit.reader(), check, DocumentKind.PROBLEM_LIST)
    findings.edit(unit, first, {"commitments": Commitments("宋建国", "加装", "2", "2026-06-20", "停机")})
    after = photos.Target(case.visit, first, purpose=PhotoPurpose.AFTER)
    photos.add(unit, after, [photos.NewPhoto("c.jpg", picture(3))])
    done = Rectification(
        id="r", finding=first, on_spot=False, done_at=Moment("2026-06-05T10:00+08:00"), description="换"
    )
    until = records.get(unit.reader(), Finding, second).deadline or date(2026, 6, 30)
    ask = Extension(
        id="x", finding=second, requested_on=date(2026, 6, 2), until=until.replace(year=2027), reason="订货"
    )
    steps.record(unit, [done])
    steps.record(unit, [ask])
    verdict = land.send_up(unit)
    assert (verdict.outcome, verdict.refused, verdict.conflicts) == (Outcome.IMPORTED, 0, 0)
    assert records.get(bureau.reader(), Finding, own[0]).site == case.site
    for finding in case.found:
        here, there = (hazards.life_of(store.reader(), finding) for store in (unit, bureau))
        assert (here.state, here.flags) == (there.state, there.flags)
    officers = tuple(one.id for one in profile.officers(bureau.reader()))
    answer = ExtensionAnswer(id="y", finding=second, extension="x", granted=False, answered_on=date(2026, 6, 4))
    again = begin(bureau, site=case.site, values={"visit_kind": "recheck", "recheck_of": case.visit})
    seen = Recheck(
        id="z",
        finding=first,
        inspection=again,
        result=RecheckResult.PASS,
        at=Moment("2026-06-08T10:00+08:00"),
        officers=officers,
    )
    steps.record(bureau, [replace(answer, officers=officers), seen])
    findings.edit(bureau, own[0], {"location": "二车间"})
    land.send_down(unit)
    assert records.get(unit.reader(), Recheck, "z").officers == ("1", "2")
    assert records.get(unit.reader(), Finding, own[0]).location == "二车间"
    for finding in case.found:
        here, there = (hazards.life_of(store.reader(), finding) for store in (unit, bureau))
        assert (here.state, here.broken) == (there.state, there.broken)
    [above] = packages.outgoing(unit)
    assert above.unconfirmed == 0
    assert records.get(land.laptop("一号").reader(), Rectification, "r").description == "换"
    assert not stores.verify_store(unit).problems
    assert not stores.verify_store(bureau).problems
    [standing] = [one for one in outstanding.outstanding(bureau) if one.device == own_id(unit)]
    assert not standing.missing


def test_what_an_enterprise_may_not_write_is_refused_there_and_above(case: Case) -> None:
    case.serve()
    unit = case.land.enterprise(case.site)
    first = case.found[0]
    with pytest.raises(NotAuthorised):
        inspections.start(unit, case.site, {"visit_kind": "enforcement"}, ())
    with pytest.raises(NotAuthorised):
        findings.edit(unit, first, {"description": "没有隐患"})
    with pytest.raises(NotAuthorised):
        edits.edit(unit, "site", case.site, {"name": "别名"})
    done = Rectification(id="r", finding=first, on_spot=True, done_at=Moment("2026-06-05T10:00+08:00"))
    with pytest.raises(NotAuthorised):
        steps.record(unit, [done])
    with pytest.raises(NotAuthorised):
        put(unit, "closure", "c", {"finding": first, "approver": "自己"})
    check = inspections.start(unit, case.site, {"visit_kind": "self_check"}, ()).main
    with pytest.raises(NotAuthorised):
        inspections.edit(unit, check, {"visit_kind": "supervision"})
    own = devices.own(unit.reader())
    assert own.role == Role.ENTERPRISE and b'"site":' in (own.certificate or b"")
    # As a program would that was tampered with.
    with patch.object(Transaction, "_authorise", lambda *_: None):
        put(unit, "plan", "p", {"name": "x"})
    up = case.land.up(unit)
    assert [(kind, count) for kind, _, count in imports.preview(case.bureau, up.path).refused] == [("plan", 1)]
    assert take(case.bureau, up.path).refused == 1


def test_an_id_or_a_hash_that_was_read_somewhere_opens_nothing(case: Case) -> None:
    case.serve()
    bureau, unit = case.bureau, case.land.enterprise(case.site)
    [foreign] = [one for one in records.everything(bureau.reader(), Finding) if one.site == case.other]
    content = records.get(bureau.reader(), Document, case.order).content_sha256 or ""
    check = inspections.start(unit, case.site, {"visit_kind": "self_check"}, ()).main
    # As if both had made the finding: then each sees what it wrote itself.
    put(unit, "finding", foreign.id, {"inspection": check, "site": case.site, "location": "这里"})
    put(unit, "photo", "p", {"inspection": check, "sha256": content})
    put(unit, "photo", "q", {"inspection": check, "sha256": "ab" * 32})
    # The package asks for the bytes.
    case.land.send_up(unit)
    case.land.send_down(unit)
    assert exchange.missing_blobs(unit.reader()) == sorted([content, "ab" * 32])
    mine = records.get(unit.reader(), Finding, foreign.id)
    assert (mine.location, mine.description) == ("这里", None)
    with pytest.raises(BlobMissing):
        blobs.get(unit.reader(), content)
    line = unit.reader().value("SELECT line FROM snapshot WHERE entity = ?", (foreign.id,))
    assert (foreign.description or "").encode() not in bytes(line)


def test_what_is_no_longer_its_matter_is_withdrawn_and_what_is_deleted_goes(case: Case) -> None:
    case.serve()
    bureau, unit = case.bureau, case.land.enterprise(case.site)
    [photo] = records.everything(unit.reader(), Photo)
    photos.remove(bureau, photo.id, "王警官误传")
    case.land.send_down(unit)
    assert records.everything(unit.reader(), Photo) == []
    line = unit.reader().value("SELECT line FROM snapshot WHERE entity = ?", (photo.id,))
    assert "王警官" not in bytes(line).decode() and "sha256" not in bytes(line).decode()
    assert packages.outgoing(bureau)[0].changes == 0
    put(bureau, "finding", case.found[0], {"site": case.other})
    assert packages.outgoing(bureau)[0].changes > 0
    case.land.send_down(unit)
    # A document that names a hazard of another site is not this unit's alone.
    assert {kind for (kind,) in unit.reader().rows("SELECT DISTINCT kind FROM withdrawn")} >= {"document", "finding"}


def test_a_lost_computer_and_a_revoked_one(case: Case) -> None:
    case.serve()
    land, bureau = case.land, case.bureau
    unit = land.enterprise(case.site)
    check = inspections.start(unit, case.site, {"visit_kind": "self_check", "situation": "自查"}, ()).main
    land.send_up(unit)
    lost = own_id(unit)
    again = land.enterprise(case.site, "企业二", replaces=lost)
    assert records.get(again.reader(), Inspection, check).situation == "自查"
    inspections.start(unit, case.site, {"visit_kind": "self_check"}, ())
    # What the lost one created the new one goes on writing, though its journal is not here.
    inspections.edit(again, check, {"situation": "接着写"})
    assert land.send_up(again).refused == 0
    assert records.get(bureau.reader(), Inspection, check).situation == "接着写"
    late = take(bureau, land.up(unit).path)
    assert late.error is not None and late.error.code == "PACKAGE_REVOKED"
    with pytest.raises(approving.ReplacesOther):
        land.enterprise(case.other, "别家", replaces=own_id(again))
    with pytest.raises(approving.ReplacesOther):
        land.enterprise(case.site, "又一台", replaces=own_id(land.laptop("一号")))
    sound(again, bureau)
    revocations.revoke(bureau, own_id(again), "企业注销")
    assert [one for one in packages.outgoing(bureau) if one.to in (lost, own_id(again))] == []


def test_a_copied_computer_is_taken_in_again_for_its_site(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(marks.FOLDER, str(tmp_path / "state"))
    case.serve()
    land, bureau = case.land, case.bureau
    unit = land.enterprise(case.site)
    own = {"visit_kind": "self_check", "situation": "复制前"}
    before = inspections.start(unit, case.site, own, ()).main
    land.send_up(unit)
    land.send_down(unit)
    findings.edit(unit, case.found[0], {"commitments": Commitments("宋建国", "加装", "2", "2026-06-20", "停机")})
    with Store(copied(unit), unit.raw_key) as clone:
        inspections.start(unit, case.site, own, ())
        assert land.send_up(unit).error is None
        inspections.edit(clone, before, {"situation": "副本所写"})
        refused = take(bureau, land.up(clone).path).error
        assert isinstance(refused, ChainForked)
        identity.take_new_identity(clone, int(str(refused.details["seq"])) - 1)
        asked = enrolment.read_request(enrolment.request(clone, "企业二"))
        proposal = approving.proposed(bureau.reader(), asked)
        assert (proposal.site[0], proposal.request.role) == (case.site, Role.ENTERPRISE)
        written = enrolment.approve(bureau, asked, land.folder, site=proposal.site[0])
        enrolment.accept(clone, written.path, enrolment.offer(clone, written.path).words)
        assert land.send_up(clone).refused == 0
        assert records.get(bureau.reader(), Inspection, before).situation == "副本所写"
        assert land.send_down(clone).error is None
        committed = records.get(clone.reader(), Finding, case.found[0]).commitments
        assert committed is not None and committed.responsible == "宋建国"
        sound(clone, unit, bureau)
