"""The places, people and visits of the sample. Everything in it is invented."""

from __future__ import annotations

from dataclasses import dataclass, field

from fieldcheck.model.document import DocumentKind
from fieldcheck.model.records import Officer, Profile
from fieldcheck.model.values import Person

Value = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """An item that fails: where, in the officer's words (the form's where empty), and what its photo shows."""

    place: str
    description: str = ""
    scene: str = "workshop"
    photos: int = 1


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit of the sample.

    `failing` maps items to what was found; `facts` maps facts of the site to their answers, `answers` items to answers
    other than "pass" ("not_applicable", a reading). `days_ago` counts back from today. A visit without `documents` is
    still going on: a part of its items is open, and no level is confirmed.
    """

    site: str
    forms: tuple[str, ...]
    kind: str
    days_ago: int
    place: str
    manager: Person
    situation: str
    failing: dict[str, Failure] = field(default_factory=dict)
    facts: dict[str, Value] = field(default_factory=dict)
    answers: dict[str, Value] = field(default_factory=dict)
    at: tuple[float, float] = (37.18, 119.94)
    campaign: str = "安全生产百日攻坚"
    documents: tuple[DocumentKind, ...] = ()
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Dispute:
    """A field of a site that both laptops correct, each to its own value."""

    site: str
    field: str
    values: tuple[str, str]


PROFILE = Profile(
    id="",
    bureau_name="海晏市应急管理局",
    region_prefix="晏",
    sectors=("industry_trade", "hazardous_chemicals", "mining", "tailings", "fireworks"),
    government="海晏市",
    court="海晏市",
    address="海晏市滨河路16号",
    phone="0535-0000000",
)

OFFICERS = (
    Officer(id="", name="王䶮", certificate_number="37068326001", post="执法大队副队长", phone="13800000001"),
    Officer(id="", name="孙𬍛", certificate_number="37068326002", post="执法人员", phone="13800000002"),
    Officer(id="", name="周㛃", certificate_number="37068326003", post="执法人员", phone="13800000003"),
)

SITES: tuple[dict[str, object], ...] = (
    {
        "name": "海晏市恒锐机械制造有限公司",
        "kind": "enterprise",
        "credit_code": "91370683MA3C0FAB00",
        "address": "海晏市城港街道工业三路8号",
        "town": "城港街道",
        "sector": "industry_trade",
        "principal": Person("李文博", "总经理", "13900000011"),
    },
    {
        "name": "海晏市清源纸业有限公司",
        "kind": "enterprise",
        "address": "海晏市永安街道环海路101号",
        "town": "永安街道",
        "sector": "industry_trade",
        "principal": Person("赵清源", "厂长", "13900000012"),
    },
    {
        "name": "海晏市通达危险货物运输有限公司",
        "kind": "enterprise",
        "address": "海晏市虎头镇疏港路2号",
        "town": "虎头镇",
        "sector": "transport",
        "principal": Person("陈志远", "经理", "13900000013"),
    },
    {
        "name": "青石岭水库",
        "kind": "flood_work",
        "address": "海晏市驿道镇青石岭村北",
        "town": "驿道镇",
        "sector": "water",
        "work_type": "reservoir",
        "work_class": "small_1",
        "owner": "驿道镇人民政府",
        "principal": Person("刘长河", "镇水利站站长", "13900000014"),
    },
    {
        "name": "海晏市金诚铸造厂",
        "kind": "enterprise",
        "address": "海晏市沙河镇铸造园区5号",
        "town": "沙河镇",
        "sector": "industry_trade",
        "principal": Person("吕金诚", "厂长", "13900000015"),
    },
    {
        "name": "海晏市鲁东食品冷藏有限公司",
        "kind": "enterprise",
        "address": "海晏市文昌街道冷链路66号",
        "town": "文昌街道",
        "sector": "industry_trade",
        "principal": Person("于海波", "总经理", "13900000016"),
    },
)

RECORD, ORDER, LIST = DocumentKind.INSPECTION_RECORD, DocumentKind.RECTIFICATION_ORDER, DocumentKind.PROBLEM_LIST

VISITS: tuple[Visit, ...] = (
    Visit(
        site="海晏市恒锐机械制造有限公司",
        forms=("machinery",),
        kind="enforcement",
        days_ago=9,
        place="一车间、二车间、涂装车间、配电室",
        manager=Person("宋建国", "安全总监", "13900000021"),
        situation="查阅安全生产责任制、教育培训、设备台账等资料，现场检查一车间、二车间、涂装车间和配电室，询问作业人员5人。",
        failing={
            "MEC-04": Failure(
                "安全科", "抽查6名新入职人员安全教育培训档案，其中2人无考核记录，签名为同一笔迹。", "store_room"
            ),
            "MEC-10": Failure("一车间冲压区", "一车间冲压区3台冲床未设置明显的安全警示标志。", photos=2),
            "MEC-12": Failure("一车间4号冲床", "4号冲床光电保护装置被短接，遮挡光幕后滑块仍能动作。", photos=2),
            "MEC-18": Failure(
                "配电室东侧", "配电室东侧配电箱门敞开，临时线路接头裸露，未装设漏电保护装置。", "cabinet"
            ),
            "MEC-23-works": Failure(
                "涂装车间调漆间", "调漆间可燃气体浓度监测报警装置处于断电状态，不能正常运行。", "cabinet"
            ),
        },
        facts={
            "employees": "128",
            "high_risk": "no",
            "shandong": "yes",
            "contractors": "yes",
            "presses": "yes",
            "special_equipment": ("crane", "forklift", "pressure_vessel"),
            "dormitory": "no",
            "solvent_spray": "yes",
            "solvent_cleaning": "no",
            "hot_metal": ("none",),
            "fuel_gas": "no",
            "dust": ("other",),
        },
        answers={"MEC-30-pressure": "not_applicable", "MEC-30-airlock": "not_applicable", "MEC-32": "not_examined"},
        documents=(RECORD, ORDER),
    ),
    Visit(
        site="海晏市清源纸业有限公司",
        forms=("confined-spaces",),
        kind="enforcement",
        days_ago=7,
        place="浆池、污水处理站格栅间、调节池",
        manager=Person("孟祥宇", "生产主管", "13900000022"),
        situation="查阅有限空间管理台账和最近3次作业票，现场检查浆池、格栅间、调节池及应急物资库，回看作业监控视频。",
        failing={
            "CSP-03": Failure("格栅间、调节池", "污水处理站格栅间、调节池未列入有限空间管理台账。", "tank", 2),
            "CSP-04": Failure("调节池入口", "调节池、格栅间入口未设置安全警示标志和安全风险告知牌。", "tank"),
            "CSP-11": Failure("应急物资库", "2台四合一气体检测报警仪超过检定有效期4个月。", "store_room"),
            "CSP-20": Failure("调节池", "回看最近一次调节池清淤作业监控视频，监护人员中途离开现场约20分钟。", "tank"),
        },
        facts={
            "toxic_gas_risk": "yes",
            "explosion_risk": "yes",
            "work_in_progress": "no",
            "gas_test": "yes",
            "contracted_work": "no",
            "space_count": "7",
        },
        answers={
            "CSP-16-oxygen": "20.8",
            "CSP-16-combustible": "3",
            "CSP-16-hydrogen-sulfide": "4",
            "CSP-16-carbon-monoxide": "2",
            "CSP-22": "not_examined",
        },
        at=(37.205, 119.961),
        documents=(RECORD, ORDER),
        refused=True,
    ),
    Visit(
        site="海晏市通达危险货物运输有限公司",
        forms=("hazardous-goods-transport",),
        kind="supervision",
        days_ago=5,
        place="停车场、动态监控室",
        manager=Person("高峰", "调度长", "13900000023"),
        situation="会同交通运输部门督导检查，抽查车辆6辆、运单30份，查看动态监控平台近一个月的报警处理记录。",
        failing={
            "HGT-05": Failure("动态监控室", "抽查近7日记录，2号、11号车累计9条疲劳驾驶报警无处理记录。", "truck"),
            "HGT-09": Failure("停车场3号罐车", "3号罐车后部菱形标志牌与所载货物不一致，矩形标志牌缺失。", "truck", 2),
            "HGT-16": Failure("停车场5号罐车", "5号罐车1具灭火器压力不足，未配备堵漏器材。", "store_room"),
        },
        facts={
            "goods_classes": ("class_3",),
            "has_tanks": "yes",
            "carries_packages": "no",
            "carries_waste": "no",
            "carries_toxic": "no",
            "parking_yard": "own",
            "loads_goods": "no",
            "vehicle_count": "24",
            "vehicles_checked": "6",
        },
        answers={"HGT-05-uncorrected": "no", "HGT-15": "not_examined"},
        at=(37.233, 119.872),
        documents=(RECORD, LIST),
    ),
    Visit(
        site="青石岭水库",
        forms=("flood-works",),
        kind="flood_patrol",
        days_ago=4,
        place="坝顶、溢洪道、放水洞、防汛物资库",
        manager=Person("马德水", "巡查责任人", "13900000024"),
        situation="沿坝顶、上下游坝坡和溢洪道徒步检查，拨打公示电话，核对防汛物资台账和巡查记录。",
        failing={
            "FLD-01": Failure("坝头公示牌", "公示牌上技术责任人已调离，公示电话两次拨打无人接听。", "reservoir"),
            "FLD-13": Failure("溢洪道进口", "溢洪道进口设有拦鱼网一道，两侧有杂草和碎石淤积。", "reservoir", 2),
            "FLD-19": Failure(
                "防汛物资库", "防汛物资库账面编织袋3000条，实存1800条，应急照明灯4盏中2盏不亮。", "store_room"
            ),
        },
        facts={
            "work_type": "reservoir",
            "work_class": "small_1",
            "appraisal_class": "class_2",
            "is_unsafe": "no",
            "under_construction": "no",
            "has_spillway": "yes",
            "flood_limit_level": "86.50",
            "water_level": "84.20",
            "administrative_person": "姜晓东（副镇长）13900000041",
            "technical_person": "刘长河（水利站站长）13900000014",
            "patrol_person": "马德水（护坝员）13900000024",
        },
        answers={"FLD-13-major": "no"},
        at=(37.041, 120.086),
        campaign="防洪工程专项检查",
        documents=(RECORD, LIST),
    ),
    Visit(
        site="海晏市鲁东食品冷藏有限公司",
        forms=("machinery", "confined-spaces"),
        kind="enforcement",
        days_ago=2,
        place="制冷机房、冷库装卸口、污水处理站",
        manager=Person("杜鹃", "安全员", "13900000025"),
        situation="查阅安全管理和有限空间作业资料，现场检查制冷机房、冷库装卸口、污水处理站。",
        facts={
            "employees": "86",
            "high_risk": "no",
            "shandong": "yes",
            "contractors": "yes",
            "presses": "no",
            "special_equipment": ("forklift", "pressure_vessel"),
            "dormitory": "no",
            "solvent_spray": "no",
            "solvent_cleaning": "no",
            "hot_metal": ("none",),
            "fuel_gas": "no",
            "dust": ("none",),
            "toxic_gas_risk": "yes",
            "explosion_risk": "no",
            "work_in_progress": "no",
            "gas_test": "no",
            "contracted_work": "no",
            "space_count": "3",
        },
        answers={"MEC-13": "not_applicable", "MEC-17": "not_applicable", "CSP-21": "not_examined"},
        at=(37.176, 119.917),
        documents=(RECORD,),
    ),
    Visit(
        site="海晏市金诚铸造厂",
        forms=("machinery",),
        kind="enforcement",
        days_ago=0,
        place="熔炼车间、浇注区、气瓶间",
        manager=Person("曲万里", "车间主任", "13900000026"),
        situation="",
        failing={
            "MEC-05": Failure(
                "熔炼车间焊接工位", "1名电焊工正在作业，不能出示特种作业操作证，经全国联网查询无有效证件。", photos=2
            ),
            "MEC-17": Failure("气瓶间", "1只乙炔瓶卧放使用，未配置防回火装置。", "store_room"),
        },
        facts={
            "employees": "63",
            "high_risk": "no",
            "shandong": "yes",
            "contractors": "no",
            "presses": "no",
            "special_equipment": ("crane", "pressure_vessel"),
            "dormitory": "no",
            "solvent_spray": "no",
            "solvent_cleaning": "no",
            "hot_metal": ("furnace",),
            "fuel_gas": "no",
            "dust": ("other",),
        },
        at=(37.152, 119.998),
    ),
)

LAPTOP_NAMES = ("一号检查用机", "二号检查用机")

VISITS_OF = ((0, 1, 2, 5), (3, 4))
"""Which laptop recorded which visits, by their place in VISITS."""

OPEN_FIELD = Dispute("海晏市金诚铸造厂", "address", ("海晏市沙河镇铸造园区5号（南门）", "海晏市沙河镇铸造园区7号"))
"""Left open, for the clerk to decide."""

DECIDED_FIELD = Dispute("青石岭水库", "owner", ("驿道镇水利站", "海晏市水利局"))
DECISION_REASON = "水库注册登记表载明的管理单位为驿道镇水利站。"
