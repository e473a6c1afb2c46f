"""Steps of a hazard, its life, and the days off, on the command line."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

from fieldcheck.model import errors
from fieldcheck.model.document import DocumentKind
from fieldcheck.model.records import Document
from fieldcheck.model.values import Role
from fieldcheck.operations import documents, findings, holidays, profile, stores
from fieldcheck.photos.sample import draw
from fieldcheck.store import Store
from fieldcheck.store.queries import records
from tests.bureau import BUREAU, OFFICERS, answer_rest, fail
from tests.cli.conftest import Program, Sample
from tests.stores import CHEAP, PASSPHRASE


def ordered(sample: Sample) -> tuple[str, str]:
    """Return a hazard that stands in an order of 1 June 2026, and the officers as JSON."""
    with Store.open(sample.path, PASSPHRASE) as store:
        found = fail(store, sample.inspection, "MEC-10")
        answer_rest(store, sample.inspection)
        order = DocumentKind.RECTIFICATION_ORDER
        documents.issue(store, sample.inspection, order, today=lambda: date(2026, 6, 1))
        return found[0], json.dumps([officer.id for officer in profile.officers(store.reader())])


def test_only_a_hazard_has_a_life(run: Program, sample: Sample) -> None:
    for words in (("hazard", "show", sample.path), ("step", sample.path, "recheck")):
        ran = run(*words, sample.inspection)
        assert (ran.code, ran.err.startswith("ENTITY_KIND: ")) == (errors.InputError.exit_code, True)


def test_the_life_of_a_hazard(run: Program, sample: Sample) -> None:
    finding, officers = ordered(sample)
    told = run("hazard", "show", sample.path, finding).out
    assert told.splitlines()[:2] == ["Recheck due", "Overdue"]
    assert "Recheck: 2026-" in told and "rectification-order" in told
    assert "第十六条 (article not verified)" in told
    step = run(
        "step", sample.path, "recheck", finding, "result=pass", "at=2026-07-01T10:00+08:00", f"officers={officers}"
    )
    assert (step.code, step.out.startswith("Saved recheck ")) == (0, True)
    early = run("step", sample.path, "closure", finding, "approver=局长", "approved_on=2026-07-02")
    assert early.code == errors.AuthorityError.exit_code
    assert early.err.startswith("HAZARD_NOT_POSSIBLE: ") and "no photo shows it put right" in early.err
    shown = run("hazard", "show", sample.path, finding, "--json").json
    assert (shown["state"], shown["broken"]) == ("rechecked_pass", [])
    assert all("《" in clock["source"] for clock in shown["clocks"])
    assert shown["refusals"]["close"] == "after_photo"
    recheck = shown["history"][-1]["record"]
    run("step", sample.path, "annulment", finding, "kind=recheck", f"step={recheck}", "reason=录入有误")
    assert "(annulled)" in run("hazard", "show", sample.path, finding).out
    void = run("step", sample.path, "void", finding, "reason=误判")
    assert void.err.startswith("HAZARD_NOT_POSSIBLE: ")


def test_one_step_for_several_hazards(run: Program, sample: Sample) -> None:
    finding, _officers = ordered(sample)
    with Store.open(sample.path, PASSPHRASE) as store:
        bare = findings.add(store, sample.inspection, {"description": "楼梯无扶手"}).main
    ran = run("step", sample.path, "void", finding, bare, "reason=误判")
    assert (ran.code, ran.err.split(":")[0]) == (errors.AuthorityError.exit_code, "STEP_SOME_REFUSED")
    refused, saved = ran.out.splitlines()
    assert refused.startswith(f"{finding}  HAZARD_NOT_POSSIBLE: ") and saved.startswith(f"{bare}  Saved void ")
    ran = run("step", sample.path, "case_filing", finding, "number=立1", "filed_on=2026-07-03", finding[:-1])
    assert (ran.code, ran.out.count("Saved case_filing")) == (0, 1)
    assert run("step", sample.path, "void", "reason=误判").err.startswith("STEP_NO_HAZARD: ")


def test_words_that_make_no_step_say_so(run: Program, sample: Sample) -> None:
    finding, _officers = ordered(sample)
    for words, code in (
        (("closure", finding, "colour=red"), "FIELD_UNKNOWN"),
        (("closure", finding, "approved_on=tomorrow"), "VALUE_NOT_UNDERSTOOD"),
        (("closure", finding, "approver=甲"), "STEP_INCOMPLETE"),
        (("annulment", finding, "kind=recheck", "step=x", "reason=y"), "STEP_UNKNOWN"),
    ):
        assert run("step", sample.path, *words).err.split(":")[0] == code


def test_days_off(run: Program, tmp_path: Path) -> None:
    path = tmp_path / "b.fcstore"
    stores.create(path, PASSPHRASE, Role.BUREAU, BUREAU, OFFICERS, cost=CHEAP).close()
    assert run("holidays", path).out.startswith("2026  国务院办公厅")
    days = tmp_path / "2027.csv"
    days.write_text("2027-01-01,休\n2027-01-02,班\n", "utf-8")
    ran = run("holidays", path, days)
    assert (ran.code, "Days off: 2027-01-01\n  Worked: 2027-01-02" in ran.out) == (0, True)
    with Store.open(path, PASSPHRASE) as store:
        assert holidays.calendar(store.reader()).is_day_off(date(2027, 1, 1))
    days.write_text("2027-01-01,x\n", "utf-8")
    assert run("holidays", path, days).err.startswith("HOLIDAYS_WRONG: ")


def test_an_order_is_served_by_a_command(run: Program, sample: Sample, tmp_path: Path) -> None:
    finding, _officers = ordered(sample)
    with Store.open(sample.path, PASSPHRASE) as store:
        [order] = (one.id for one in records.everything(store.reader(), Document))
    picture = tmp_path / "left.jpg"
    picture.write_bytes(draw(3, datetime(2026, 6, 1, 9, 30), 37.5, 121.4))
    left = ("serve", sample.path, order, "--method", "left", "--reason", "拒收", "--witness", "陈明")
    assert run(*left).err.startswith("SERVICE_PHOTO: ")
    served = run(*left, "--photo", picture, "--at", "2026-06-01T12:00+08:00", "--place", "门卫室")
    assert (served.code, served.out.startswith("Saved service ")) == (0, True)
    assert run("hazard", "show", sample.path, finding, "--json").json["state"] == "rectifying"
    assert "; witness: 陈明." in run("verify", sample.path, "--document", order).out
    assert run("serve", sample.path, order).err.startswith("SERVICE_ALREADY: ")
    assert run("serve", sample.path, order, "--take-back", "录入有误").code == 0
    assert run("serve", sample.path, order, "--take-back", "录入有误").code == errors.NotFoundError.exit_code
    assert run("serve", sample.path, order, "--recipient", "李文博").code == 0
