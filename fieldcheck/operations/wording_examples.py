"""Example data with which a bureau sees its wording and layout: one plausible document of each kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from fieldcheck.model.document import (
    Assignment,
    Decided,
    Details,
    DocumentContent,
    DocumentKind,
    Interviewed,
    Material,
    Measures,
    OfficerLine,
    PersonLine,
    Problem,
    Rechecked,
    RecheckOpinion,
    Sampled,
    Scheme,
    Served,
    ServiceReceipt,
    TransferLetter,
)
from fieldcheck.model.form import Level
from fieldcheck.model.papers import Exchanged, SampledItem
from fieldcheck.model.records import Profile
from fieldcheck.model.values import MeasureKind, VisitKind

DAY = date(2026, 9, 1)
OFFICERS = (OfficerLine("王建军", "37000000001"), OfficerLine("孙立新", "37000000002"))
MANAGER = PersonLine("宋建国", "安全总监", "13900000021")
ORDER = "（例）应急责改〔2026〕12号"

PROBLEMS = (
    Problem(
        number=1,
        description="4号冲床的光电保护装置不起作用",
        location="一车间冲压区",
        basis=("《中华人民共和国安全生产法》第三十六条",),
        level=Level.MAJOR,
        measure="立即停用，恢复双手启动和光电保护装置，经验收后使用",
        deadline=date(2026, 9, 8),
        responsible_person="宋建国 安全总监",
        authority="应急管理部门",
    ),
    Problem(
        number=2,
        description="堆放纸箱等可燃物",
        location="配电室东侧",
        basis=("《中华人民共和国安全生产法》第四十二条",),
        level=Level.GENERAL,
        measure="清除可燃物，保持通道畅通",
        deadline=date(2026, 9, 16),
        authority="应急管理部门",
    ),
)

DETAILS: Mapping[DocumentKind, Details | None] = {
    DocumentKind.INSPECTION_RECORD: None,
    DocumentKind.RECTIFICATION_ORDER: None,
    DocumentKind.PROBLEM_LIST: None,
    DocumentKind.INSPECTION_SCHEME: Scheme(
        PersonLine("李文博", "总经理", "13900000011"),
        "通用设备制造业",
        ("机械设备安全防护", "有限空间作业", "安全管理制度和教育培训"),
        "查阅资料、现场检查、人员询问",
        "应急检批〔2026〕8号",
        "",
    ),
    DocumentKind.MEASURES_DECISION: Measures(
        "（例）应急检记〔2026〕12号",
        (
            Decided(MeasureKind.SUSPEND, "一车间4号冲床", (1,), date(2026, 9, 30)),
            Decided(MeasureKind.REMOVE, "", (2,), None),
        ),
    ),
    DocumentKind.RECHECK_OPINION: RecheckOpinion((Rechecked("rectification-order", ORDER, DAY, (1,), (2,), ()),)),
    DocumentKind.ASSIGNMENT_SLIP: Assignment("城港街道办事处"),
    DocumentKind.TRANSFER_LETTER: TransferLetter(
        "交通运输局",
        "未按规定进行动态监控",
        PersonLine("王建军", "", "13900000001"),
        (Material("inspection-record", "（例）应急检记〔2026〕12号"),),
    ),
    DocumentKind.SERVICE_RECEIPT: ServiceReceipt(
        (
            Served(
                "direct",
                "2026-09-01T11:20+08:00",
                "工业三路8号门卫室",
                OFFICERS,
                MANAGER,
                "",
                PersonLine(),
                (Material("rectification-order", ORDER),),
            ),
        )
    ),
    DocumentKind.INTERVIEW_RECORD: Interviewed(
        ordinal=1,
        person=MANAGER,
        gender="男",
        age="46",
        identity_number="",
        employer="某机械制造有限公司",
        home="城港街道",
        posts=("执法中队中队长", "执法中队执法员"),
        recorder="孙立新",
        present="",
        told_at="2026-09-01T13:30+08:00",
        exchanged=(Exchanged("4号冲床的光电保护装置何时停用？", "上周五，等待配件期间没有停机。"),),
    ),
    DocumentKind.SAMPLING_VOUCHER: Sampled((SampledItem("除尘管道积尘", "铝合金打磨粉尘", "2袋"),)),
}
"""What only one kind of document says."""


def example(kind: DocumentKind, profile: Profile) -> DocumentContent:
    """Return a document of a kind as a draft of this bureau; blanks where its profile is not filled in."""
    recheck = kind is DocumentKind.RECHECK_OPINION
    content = DocumentContent(
        kind=kind,
        document_id="",
        number=None,
        draft=True,
        bureau=profile.bureau_name or "",
        unit_name="某机械制造有限公司",
        address="工业三路8号",
        principal=PersonLine("李文博", "总经理", "13900000011"),
        site_manager=MANAGER,
        place_inspected="一车间、配电室",
        started_at=datetime(2026, 9, 1, 9, 5),
        ended_at=datetime(2026, 9, 1, 11, 30),
        officers=OFFICERS,
        certificates_shown=True,
        visit_kind=VisitKind.RECHECK if recheck else VisitKind.ENFORCEMENT,
        campaign="",
        sector="industry_trade",
        situation="检查时企业正常生产，一车间在岗6人。",
        problems=PROBLEMS[1:] if recheck else PROBLEMS,
        photos=(),
        issued_on=DAY,
        government=profile.government or "",
        court=profile.court or "",
        second_body=profile.second_body or "",
        details=DETAILS[kind],
    )
    return replace(content, problems=()) if kind is DocumentKind.INSPECTION_SCHEME else content
