"""Documents for tests: plausible content of each kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO

from PIL import Image, ImageDraw

from fieldcheck.model.document import (
    Assignment,
    Decided,
    DocumentContent,
    DocumentKind,
    DocumentNumber,
    Interviewed,
    Material,
    Measures,
    OfficerLine,
    PersonLine,
    PhotoEntry,
    Problem,
    Rechecked,
    RecheckOpinion,
    Sampled,
    Scheme,
    Served,
    ServiceReceipt,
    TransferLetter,
)
from fieldcheck.model.papers import Exchanged, SampledItem
from fieldcheck.model.values import MeasureKind

ISSUED = date(2026, 9, 1)

PROBLEMS = (
    (
        "一车间4号冲床双手启动按钮被短接，光电保护装置不起作用",
        "一车间冲压区4号冲床",
        ("《中华人民共和国安全生产法》第三十六条", "《工贸企业重大事故隐患判定标准》第七条第（三）项"),
        "立即停用，恢复双手启动和光电保护装置，经验收后使用",
    ),
    (
        "打磨工位除尘管道积尘超过3.2mm，未按规定清理并记录",
        "二车间打磨工位",
        ("《工贸企业粉尘防爆安全规定》第十五条",),
        "清理积尘，建立清扫制度和记录",
    ),
    (
        "配电室东侧堆放纸箱等可燃物，疏散通道宽度不足0.8m",
        "配电室东侧",
        ("《中华人民共和国安全生产法》第四十二条",),
        "清除可燃物，保持通道畅通",
    ),
    (
        "未对新上岗的12名从业人员进行三级安全教育培训",
        "安全科",
        ("《中华人民共和国安全生产法》第二十八条",),
        "补充培训并考核，建立一人一档",
    ),
)


def problems(count: int) -> tuple[Problem, ...]:
    """Return `count` problems with three different deadlines; the first is major."""
    made = []
    for index in range(count):
        description, location, basis, measure = PROBLEMS[index % len(PROBLEMS)]
        made.append(
            Problem(
                number=index + 1,
                description=description,
                location=location,
                basis=basis,
                level="major" if index == 0 else "general",
                measure=measure,
                deadline=ISSUED + timedelta(days=(7, 15, 30)[index % 3]),
                authority="应急管理部门",
            )
        )
    return tuple(made)


def jpeg(width: int = 320, height: int = 240, colour: str = "#6b8fa3") -> bytes:
    """Return a small JPEG."""
    picture = Image.new("RGB", (width, height), colour)
    ImageDraw.Draw(picture).ellipse((width // 4, height // 4, width * 3 // 4, height * 3 // 4), fill="#e0c070")
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


def photos(count: int) -> tuple[PhotoEntry, ...]:
    """Return `count` photos, every third of them upright."""
    shapes = ((320, 240), (400, 225), (240, 320))
    return tuple(
        PhotoEntry(
            problem_number=index % 4 + 1,
            caption="冲床操作位",
            taken_at="2026-09-01 09:42",
            sha256=f"{index:02x}" * 32,
            jpeg=jpeg(*shapes[index % 3]),
        )
        for index in range(count)
    )


def an_order(items: int = 1, **changes: object) -> DocumentContent:
    """Return a rectification order with `items` problems."""
    content = DocumentContent(
        kind=DocumentKind.RECTIFICATION_ORDER,
        document_id="0199f3a2-7c11-7e52-9d0b-5a4c1b2e3f40",
        number=DocumentNumber("晏", "应急责改", 2026, 12),
        draft=False,
        bureau="海晏市应急管理局",
        unit_name="海晏市恒锐机械制造有限公司",
        address="海晏市城港街道工业三路8号",
        principal=PersonLine("李文博", "总经理", "13900000011"),
        site_manager=PersonLine("宋建国", "安全总监", "13900000021"),
        place_inspected="一车间、二车间、配电室",
        started_at=datetime(2026, 9, 1, 9, 5),
        ended_at=datetime(2026, 9, 1, 11, 30),
        officers=(OfficerLine("王䶮", "37068326001"), OfficerLine("孙𬍛", "37068326002")),
        certificates_shown=True,
        visit_kind="enforcement",
        campaign="安全生产百日攻坚",
        sector="industry_trade",
        situation="",
        problems=problems(items),
        photos=(),
        issued_on=ISSUED,
        government="海晏市",
        court="海晏市",
    )
    return replace(content, **changes)  # type: ignore[arg-type]  # names and values are the test's own


def a_record(items: int = 3, **changes: object) -> DocumentContent:
    """Return an inspection record with `items` problems."""
    return an_order(
        items,
        **{
            "kind": DocumentKind.INSPECTION_RECORD,
            "number": DocumentNumber("晏", "应急检记", 2026, 12),
            "situation": "检查时企业正常生产，一车间在岗6人。\n对照《机械行业检查表》（2026.1版）检查32项："
            "符合25项，不符合3项，不适用4项。",
            **changes,
        },
    )


def a_problem_list(items: int = 3, **changes: object) -> DocumentContent:
    """Return the problem list of a supervision visit outside the remit."""
    listed = tuple(replace(problem, authority="交通运输主管部门") for problem in problems(items))
    return an_order(
        items,
        **{
            "kind": DocumentKind.PROBLEM_LIST,
            "number": DocumentNumber("晏", "应急问题", 2026, 3),
            "visit_kind": "supervision",
            "sector": "transport",
            "unit_name": "海晏市通达危险货物运输有限公司",
            "problems": listed,
            "reply_by": date(2026, 9, 20),
            **changes,
        },
    )


def a_decision(items: int = 1, **changes: object) -> DocumentContent:
    """Return a decision on measures with `items` problems: the first stops work, the others are removed at once."""
    stop = Decided(MeasureKind.SUSPEND, "一车间4号冲床", (1,), date(2026, 9, 30))
    rest = Decided(MeasureKind.REMOVE, "", tuple(range(2, items + 1)), None)
    return an_order(
        items,
        **{
            "kind": DocumentKind.MEASURES_DECISION,
            "number": DocumentNumber("晏", "应急现决", 2026, 12),
            "details": Measures("（晏）应急检记〔2026〕12号", (stop, rest) if items > 1 else (stop,)),
            **changes,
        },
    )


def an_opinion(items: int = 1, **changes: object) -> DocumentContent:
    """Return the opinion on an order of `items`: every fourth failed, the last of many was not rechecked."""
    failed = tuple(number for number in range(1, items + 1) if number % 4 == 0)
    pending = (items,) if items > 4 and items not in failed else ()
    passed = tuple(n for n in range(1, items + 1) if n not in failed and n not in pending)
    order = Rechecked("rectification-order", "（晏）应急责改〔2026〕12号", date(2026, 9, 1), passed, failed, pending)
    return an_order(
        items,
        **{
            "kind": DocumentKind.RECHECK_OPINION,
            "number": DocumentNumber("晏", "应急复查", 2026, 12),
            "issued_on": date(2026, 9, 20),
            "visit_kind": "recheck",
            "problems": tuple(problem for problem in problems(items) if problem.number in failed),
            "details": RecheckOpinion((order,)),
            **changes,
        },
    )


def a_scheme(subjects: int = 3, **changes: object) -> DocumentContent:
    """Return a scheme with so many subjects."""
    listed = tuple(f"第{number}车间的设备设施、作业现场和安全管理制度" for number in range(1, subjects + 1))
    return an_order(
        0,
        **{
            "kind": DocumentKind.INSPECTION_SCHEME,
            "number": DocumentNumber("晏", "应急检查", 2026, 12),
            "details": Scheme(
                PersonLine("李文博", "总经理", "13900000011"),
                "通用设备制造业",
                listed,
                "查阅资料、现场检查、人员询问",
                "晏应急检批〔2026〕8号",
                "与市场监管部门联合检查",
            ),
            **changes,
        },
    )


def a_slip(items: int = 2, **changes: object) -> DocumentContent:
    """Return the slip that hands problems outside the remit to the department and the town."""
    number, details = DocumentNumber("晏", "应急交办", 2026, 3), Assignment("交通运输主管部门、城港街道")
    members = {"kind": DocumentKind.ASSIGNMENT_SLIP, "number": number, "details": details}
    return a_problem_list(items, **{**members, **changes})


WITNESS = PersonLine("陈明", "社区网格员", "13900000031")
HANDED_OVER = Served(
    "direct",
    "2026-09-01T11:20+08:00",
    "海晏市工业路18号门卫室",
    (OfficerLine("王䶮", "37061326001"), OfficerLine("孙𬍛", "37061326002")),
    PersonLine("宋建国", "安全总监", "13900000021"),
    "",
    PersonLine(),
    (Material("rectification-order", "（晏）应急责改〔2026〕12号"),),
)
LEFT_THERE = replace(HANDED_OVER, method="left", recipient=PersonLine(), reason="现场负责人拒绝签收", witness=WITNESS)


def a_receipt(*services: Served, **changes: object) -> DocumentContent:
    """Return the receipt for these services of a visit's documents."""
    members = {"kind": DocumentKind.SERVICE_RECEIPT, "number": None, "details": ServiceReceipt(services)}
    return an_order(0, **{**members, **changes})


def a_letter(items: int = 1, **changes: object) -> DocumentContent:
    """Return the letter with which problems go to the authority for transport."""
    materials = (
        Material("inspection-record", "（晏）应急检记〔2026〕12号"),
        Material("problem-list", "（晏）应急问题〔2026〕3号"),
    )
    contact = PersonLine("王䶮", "", "13900000001")
    details = TransferLetter("海晏市交通运输局", "未按规定进行动态监控", contact, materials)
    members = {"kind": DocumentKind.TRANSFER_LETTER, "number": DocumentNumber("晏", "应急移", 2026, 1)}
    return a_problem_list(items, **{**members, "details": details, **changes})


ASKED = (
    ("请介绍一下你的身份和职责。", "我叫宋建国，是公司安全总监，负责全公司的安全生产管理。"),
    ("一车间4号冲床的双手启动按钮是什么时候被短接的？", "8月28日前后，为了赶一批急件，班长曲万里让维修工短接的。"),
    ("公司知道这件事吗？", "我是今天检查时才知道的，日常巡查没有查到这台设备。"),
    ("短接以后发生过事故没有？", "没有。我们马上停用，恢复双手启动和光电保护装置以后再使用。"),
)


def an_interview(questions: int = 1, **changes: object) -> DocumentContent:
    """Return the record of an interview with so many questions."""
    asked = tuple(Exchanged(*ASKED[index % len(ASKED)]) for index in range(questions))
    details = Interviewed(
        ordinal=1,
        person=PersonLine("宋建国", "安全总监", "13900000021"),
        gender="男",
        age="46",
        identity_number="370683198003150017",
        employer="海晏市恒锐机械制造有限公司",
        home="海晏市城港街道海景花园3号楼",
        posts=("执法中队中队长", "执法中队执法员"),
        recorder="孙𬍛",
        present="曲万里（车间主任）",
        told_at="2026-09-01T13:30+08:00",
        exchanged=asked,
    )
    return an_order(
        0,
        **{
            "kind": DocumentKind.INTERVIEW_RECORD,
            "number": None,
            "details": details,
            "principal": PersonLine(),
            "site_manager": PersonLine(),
            "place_inspected": "公司安全科办公室",
            "started_at": datetime(2026, 9, 1, 13, 30),
            "ended_at": datetime(2026, 9, 1, 14, 20),
            **changes,
        },
    )


THINGS = (
    ("打磨工位除尘器灰斗内粉尘", "铝镁合金粉尘，2026年8月批次", "2袋，各500g"),
    ("4号冲床双手启动按钮短接导线", "BV 1.5mm²，红色", "1根"),
    ("切削液", "18L/桶，批号20260712", "500mL"),
)


def a_voucher(items: int = 1, **changes: object) -> DocumentContent:
    """Return the voucher of a sampling of so many things."""
    taken = tuple(SampledItem(*THINGS[index % len(THINGS)]) for index in range(items))
    return an_order(
        0,
        **{
            "kind": DocumentKind.SAMPLING_VOUCHER,
            "number": DocumentNumber("晏", "应急抽", 2026, 2),
            "details": Sampled(taken),
            "principal": PersonLine(),
            "place_inspected": "二车间打磨工位",
            "started_at": datetime(2026, 9, 1, 10, 40),
            "ended_at": None,
            **changes,
        },
    )
