"""The ledger of a store: what each column is taken from, photos that have not come, stopping half-way."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from fieldcheck.model.document import DocumentKind
from fieldcheck.model.records import Finding
from fieldcheck.model.steps import Closure, Recheck, Rectification
from fieldcheck.model.values import Commitments, Moment, Person, PhotoPurpose
from fieldcheck.operations import child, documents, findings, inspections, ledger, photos, profile, steps
from fieldcheck.operations.files import FileNotWritten
from fieldcheck.store import Store, Transaction
from fieldcheck.store.queries import lists, records
from tests.bureau import UNIT, add_site, answer_rest, begin, fail
from tests.documents.ledgers import anchors, jpeg, row


def day() -> date:
    return date(2026, 6, 1)


def made(store: Store, **values: object) -> str:
    """Return the id of a visit with two hazards, worded, the first with two photos."""
    inspection = begin(store, site=add_site(store, UNIT, credit_code="91350100M000100Y43"), values=values)
    first, _ = fail(store, inspection, "MEC-10", "MEC-12")
    answer_rest(store, inspection)
    worded = {"location": "一车间", "responsible_person": Person("宋建国", "安全总监", "13900000021")}
    findings.edit(store, first, worded)
    target = photos.Target(inspection, first)
    photos.add(store, target, [photos.NewPhoto(f"{n}.jpg", jpeg(80 + n, 60)) for n in range(2)])
    return inspection


def exported(store: Store, path: Path, chosen: list[str] | None = None) -> Worksheet:
    ledger.write(store.reader(), path, chosen, made_on=date(2026, 9, 1))
    sheet = load_workbook(path).active
    assert isinstance(sheet, Worksheet)
    return sheet


def test_a_row_is_taken_from_the_finding_and_what_it_belongs_to(store: Store, tmp_path: Path) -> None:
    inspection = made(store, campaign="百日攻坚")
    documents.issue(store, inspection, DocumentKind.RECTIFICATION_ORDER, today=day)
    sheet = exported(store, tmp_path / "l.xlsx")
    found = row(sheet)
    assert found["序号"] == 1
    assert found["检查日期"] == datetime(2026, 6, 1)
    assert found["检查单位/人员"] == "莱山区应急管理局\n孙𬍛、王䶮"
    assert (found["专项行动"], found["镇街"], found["被检查单位"]) == ("百日攻坚", "初家街道", UNIT)
    assert (found["统一社会信用代码"], found["行业"]) == ("91350100M000100Y43", "工贸")
    assert str(found["检查方式"]).startswith("执法检查\n")
    assert found["等级"] == "待确认"
    assert str(found["依据条款"]).startswith("《")
    assert (found["责任单位"], found["责任人"], found["电话"]) == (UNIT, "宋建国\n安全总监", "139****0021")
    assert found["指令文号"] == "（莱）应急责改〔2026〕1号"
    assert len(anchors(sheet)) == 2
    assert row(sheet, 2)["序号"] == 2
    assert sheet.max_row == 5


def ended(store: Store, finding: str) -> None:
    """Commit, put right, photograph, recheck and close a hazard that was ordered."""
    officers = tuple(officer.id for officer in profile.officers(store.reader()))
    findings.edit(store, finding, {"commitments": Commitments("张三", "加罩", "1.5", "2026-08-01", "停机断电")})
    at = Moment("2026-06-20T10:00+08:00")
    steps.record(store, [Rectification(id="x", finding=finding, done_at=at)])
    inspection = records.get(store.reader(), Finding, finding).inspection or ""
    after = photos.Target(inspection, finding, purpose=PhotoPurpose.AFTER)
    photos.add(store, after, [photos.NewPhoto("after.jpg", jpeg(70, 50))])
    recheck = Recheck(
        id="r", finding=finding, result="pass", at=Moment("2026-06-22T10:00+08:00"), officers=officers[:2]
    )
    steps.record(store, [recheck, Closure(id="c", finding=finding, approver="局长", approved_on=date(2026, 6, 23))])


def test_what_became_of_a_hazard(store: Store, tmp_path: Path) -> None:
    inspection = made(store)
    documents.issue(store, inspection, DocumentKind.RECTIFICATION_ORDER, today=day)
    first, second = findings.standing(store.reader(), inspection)
    ended(store, first.id)
    found, other = (row(exported(store, tmp_path / "l.xlsx", [first.id, second.id]), number) for number in (1, 2))
    assert (found["资金(万元)"], found["应急预案/防范措施"]) == ("1.5", "停机断电")
    assert (found["完成日期"], found["复查日期"]) == (datetime(2026, 6, 20), datetime(2026, 6, 22))
    assert (found["复查人"], found["复查结论"], found["销号日期"]) == (
        "孙𬍛、王䶮",
        "合格",
        datetime(2026, 6, 23),
    )
    assert (other["完成日期"], other["复查结论"], other["销号日期"]) == (None, None, None)
    # A closing that is not valid has no day; the deadline is the one that was ordered.
    findings.confirm_level(store, first.id, "major", "o")
    findings.edit(store, first.id, {"deadline": date(2027, 1, 1)})
    broken = row(exported(store, tmp_path / "m.xlsx", [first.id]))
    assert (broken["等级"], broken["销号日期"], broken["期限"]) == ("重大", None, found["期限"])


def test_records_that_are_one_hazard_have_one_row(store: Store, tmp_path: Path) -> None:
    first, second = findings.standing(store.reader(), made(store))
    values = {"kind": "finding", "entity": min(first.id, second.id), "other": max(first.id, second.id), "same": True}

    def work(transaction: Transaction) -> str:
        transaction.append("join", "j", first.id, values)
        return "j"

    store.write(work)
    sheet = exported(store, tmp_path / "l.xlsx", [second.id, first.id])
    assert sheet.max_row == 4
    assert row(sheet)["隐患描述"] == second.description
    assert len(anchors(sheet)) == 2
    assert "共1" in str(sheet.cell(2, sheet.max_column * 2 // 3 + 1).value).replace(" ", "")


def test_a_hazard_outside_the_remit_names_the_problem_list(store: Store, tmp_path: Path) -> None:
    inspection = made(store, visit_kind="supervision")
    documents.issue(store, inspection, DocumentKind.PROBLEM_LIST, today=day)
    found = row(exported(store, tmp_path / "l.xlsx"))
    assert found["指令文号"] is None
    assert str(found["备注"]).startswith("（莱）应急问题〔2026〕1号")


def test_a_corrected_order_is_named_once(store: Store, tmp_path: Path) -> None:
    inspection = made(store)
    documents.issue(store, inspection, DocumentKind.RECTIFICATION_ORDER, today=day)
    documents.issue(store, inspection, DocumentKind.RECTIFICATION_ORDER, today=day, correct=True)
    assert row(exported(store, tmp_path / "l.xlsx"))["指令文号"] == "（莱）应急责改〔2026〕2号"


def test_hazards_come_in_the_order_that_was_asked_for(store: Store, tmp_path: Path) -> None:
    first, second = findings.standing(store.reader(), made(store))
    sheet = exported(store, tmp_path / "l.xlsx", [second.id, first.id, "gone"])
    assert [row(sheet, n)["隐患描述"] for n in (1, 2)] == [second.description, first.description]
    assert sheet.max_row == 5


def test_the_oldest_visit_comes_first_and_withdrawn_hazards_do_not_come(store: Store, tmp_path: Path) -> None:
    late = made(store)
    early = begin(store, site=add_site(store, "乙厂"), values={"started_at": "2026-05-02T09:00+08:00"})
    fail(store, early, "MEC-10")
    kept, gone = findings.standing(store.reader(), late)
    findings.withdraw(store, gone.id, "记录有误")
    sheet = exported(store, tmp_path / "l.xlsx")
    assert [row(sheet, n)["被检查单位"] for n in (1, 2)] == ["乙厂", UNIT]
    assert row(sheet, 2)["隐患描述"] == kept.description
    assert sheet["K2"].value == "检查期间：2026年5月2日至2026年6月1日"


def test_photos_whose_bytes_have_not_come_are_counted(store: Store, tmp_path: Path) -> None:
    inspection = made(store)
    finding = findings.standing(store.reader(), inspection)[0]

    def forget() -> None:
        connection = store._write_connection
        (sha256,) = connection.execute("SELECT sha256 FROM photo WHERE finding = ? LIMIT 1", (finding.id,)).fetchone()
        connection.execute("DELETE FROM blob WHERE sha256 = ?", (sha256,))
        connection.execute("DELETE FROM derivative WHERE parent = ?", (sha256,))

    store.submit(forget).result()
    sheet = exported(store, tmp_path / "l.xlsx")
    assert row(sheet)["整改前照片"] == "1张照片尚未收到"
    assert len(anchors(sheet)) == 1


def test_a_visit_that_is_gone_leaves_no_row(store: Store, tmp_path: Path) -> None:
    inspections.delete(store, made(store), "测试")
    assert ledger.write(store.reader(), tmp_path / "l.xlsx") == 0


def test_progress_counts_hazards_and_stopping_leaves_nothing(store: Store, tmp_path: Path) -> None:
    made(store)
    told: list[tuple[int, int]] = []
    path = tmp_path / "l.xlsx"
    assert ledger.write(store.reader(), path, progress=lambda *counts: told.append(counts)) == 2
    assert told == [(0, 2), (2, 2)]
    before = path.read_bytes()
    assert ledger.write(store.reader(), path, cancelled=lambda: True) is None
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir() if "partial" in one.name] == []


def test_a_folder_that_is_not_there_is_named(store: Store, tmp_path: Path) -> None:
    with pytest.raises(FileNotWritten):
        ledger.write(store.reader(), tmp_path / "none" / "l.xlsx")


def test_a_child_process_writes_the_same_file(store: Store, tmp_path: Path) -> None:
    made(store)
    told: list[tuple[int, int]] = []
    first, second = findings_of(store)
    assert ledger.write_beside(store, tmp_path / "b.xlsx", [second, first], progress=lambda *n: told.append(n)) == 2
    ledger.write(store.reader(), tmp_path / "a.xlsx", [second, first])
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert told[-1] == (2, 2)


def test_a_child_process_stops_and_says_what_went_wrong(store: Store, tmp_path: Path) -> None:
    made(store)
    with pytest.raises(FileNotWritten):
        ledger.write_beside(store, tmp_path / "none" / "l.xlsx")
    with pytest.raises(child.ChildDied):
        child.beside(store, die)


def die(store: Store, line: child.Line) -> None:
    os._exit(3)


def findings_of(store: Store) -> list[str]:
    return lists.finding_ids(store.reader(), order=lists.Order.OLDEST)
