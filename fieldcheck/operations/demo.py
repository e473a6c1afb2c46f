"""The sample: a bureau's laptop after a few working days, made by the operations that a person's clicks call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from fieldcheck.forms.filled import FilledForm
from fieldcheck.model.document import DocumentKind
from fieldcheck.model.errors import N_, InputError
from fieldcheck.model.form import FormDefinition, Item, ItemType, Level
from fieldcheck.model.records import Document, Finding, Officer, Profile, Site
from fieldcheck.model.values import Person, Role, SigningResult
from fieldcheck.operations import documents, files, findings, forms, inspections, photos, profile, sites, stores
from fieldcheck.operations.review import review
from fieldcheck.photos import sample
from fieldcheck.store import Store
from fieldcheck.store.key import COST
from fieldcheck.store.queries import records

PASSPHRASE = "demo"  # noqa: S105 (it is printed: the sample is for everybody)
STORE = "laptop-1.fcstore"
DONE = "sample-finished"
"""Local state that says that a sample is whole."""

Progress = Callable[[int, int], None]


class FolderInUse(InputError):
    """The folder holds something else, or a sample that was stopped half-way."""

    code = "DEMO_FOLDER"
    message = N_("{path} holds files that are not a finished sample. Choose an empty folder, or delete them.")


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit of the sample. `failing` maps items to where they were found; `days_ago` counts back from today."""

    site: str
    forms: tuple[str, ...]
    kind: str
    days_ago: int
    place: str
    manager: Person
    failing: dict[str, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    campaign: str = "安全生产百日攻坚"
    recheck_of: int | None = None
    documents: tuple[DocumentKind, ...] = ()
    refused: bool = False


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
        "credit_code": "91370683MA3C0FAB0T",
        "address": "海晏市城港街道工业三路8号",
        "town": "城港街道",
        "sector": "industry_trade",
        "principal": Person("李文博", "总经理", "13900000011"),
    },
    {
        "name": "海晏市清源污水处理有限公司",
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
        "work_type": "水库",
        "work_class": "小（1）型",
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
        place="一车间、二车间、配电室",
        manager=Person("宋建国", "安全总监", "13900000021"),
        failing={
            "MEC-02": "安全科",
            "MEC-10": "一车间冲压区",
            "MEC-12": "一车间冲压区4号冲床",
            "MEC-13": "二车间打磨工位",
            "MEC-18": "配电室东侧",
        },
        documents=(RECORD, ORDER),
    ),
    Visit(
        site="海晏市清源污水处理有限公司",
        forms=("confined-spaces",),
        kind="enforcement",
        days_ago=7,
        place="格栅间、调节池、污泥脱水间",
        manager=Person("孟祥宇", "生产主管", "13900000022"),
        failing={"CSP-03": "调节池、格栅间", "CSP-04": "调节池入口", "CSP-11": "应急物资库", "CSP-20": "格栅间"},
        documents=(RECORD, ORDER),
        refused=True,
    ),
    Visit(
        site="海晏市通达危险货物运输有限公司",
        forms=("hazardous-goods-transport",),
        kind="supervision",
        days_ago=5,
        place="停车场、调度室",
        manager=Person("高峰", "调度长", "13900000023"),
        failing={"HGT-05": "动态监控室", "HGT-09": "3号罐车", "HGT-16": "5号罐车"},
        documents=(RECORD, LIST),
    ),
    Visit(
        site="青石岭水库",
        forms=("flood-works",),
        kind="flood_patrol",
        days_ago=4,
        place="坝顶、溢洪道、放水洞",
        manager=Person("马德水", "巡查责任人", "13900000024"),
        failing={"FLD-01": "坝头公示牌", "FLD-13": "溢洪道进口", "FLD-19": "防汛物资库"},
        campaign="汛前防洪工程专项检查",
        documents=(RECORD, LIST),
    ),
    Visit(
        site="海晏市鲁东食品冷藏有限公司",
        forms=("machinery", "confined-spaces"),
        kind="enforcement",
        days_ago=2,
        place="制冷机房、污水处理站",
        manager=Person("杜鹃", "安全员", "13900000025"),
        failing={},
        documents=(RECORD,),
    ),
    Visit(
        site="海晏市金诚铸造厂",
        forms=("machinery",),
        kind="enforcement",
        days_ago=0,
        place="熔炼车间、浇注区",
        manager=Person("曲万里", "车间主任", "13900000026"),
        failing={"MEC-05": "焊接工位", "MEC-17": "气瓶间"},
    ),
)


def counts(store: Store) -> dict[str, int]:
    """Return how many sites, inspections, findings, photos and documents a store lists."""
    found = records.counts(store.reader())
    standing = sum(not finding.withdrawn for finding in records.everything(store.reader(), Finding))
    return {
        "sites": found["site"],
        "inspections": found["inspection"],
        "findings": standing,
        "photos": found["photo"],
        "documents": found["document"],
    }


def open_finished(folder: Path) -> Store | None:
    """Return the finished sample in `folder`, open, or None where it is empty or not there. Raises FolderInUse."""
    path = folder / STORE
    if not path.exists():
        if folder.exists() and any(folder.iterdir()):
            raise FolderInUse(path=folder)
        return None
    store = stores.open_store(path, PASSPHRASE)
    if profile_state(store) is not True:
        store.close()
        raise FolderInUse(path=folder)
    return store


def profile_state(store: Store) -> object:
    """Return whether the sample in this store is whole."""
    from fieldcheck.operations import local

    return local.get_state(store.reader(), DONE)


def make(folder: Path, progress: Progress = lambda done, total: None, *, cost: int = COST) -> Store:
    """Make the sample in an empty folder; return its store, open. Raises what the operations raise."""
    from fieldcheck.operations import local

    (folder / "documents").mkdir(parents=True, exist_ok=True)
    store = stores.create(folder / STORE, PASSPHRASE, Role.INSPECTOR, PROFILE, OFFICERS, cost=cost)
    known = {str(values["name"]): sites.create(store, values).main for values in SITES}
    for index, visit in enumerate(VISITS):
        progress(index, len(VISITS))
        _record(store, known[visit.site], visit, seed=index * 100)
    _write_documents(store, folder / "documents")
    local.set_state(store, DONE, True)
    progress(len(VISITS), len(VISITS))
    return store


def _record(store: Store, site: str, visit: Visit, seed: int) -> None:
    author = profile.officers(store.reader())[0].id
    started = (datetime.now() - timedelta(days=visit.days_ago)).replace(hour=9, minute=10).astimezone()
    officers = tuple(officer.id for officer in profile.officers(store.reader())[:2])
    values = {
        "visit_kind": visit.kind,
        "campaign": visit.campaign,
        "place_inspected": visit.place,
        "started_at": started.isoformat(timespec="minutes"),
        "site_manager": visit.manager,
        "officers": officers,
        "certificates_shown": True,
    }
    inspection = inspections.start(store, site, values, visit.forms, author).main
    for form in visit.forms:
        _answer_form(store, inspection, form, visit, author)
    _word_findings(store, inspection, visit, author, started, seed)
    if visit.documents:
        ended = started + timedelta(hours=2, minutes=25)
        inspections.edit(store, inspection, {"ended_at": ended.isoformat(timespec="minutes")}, author)
    for kind in visit.documents:
        document = documents.issue(store, inspection, kind, author).main
        _sign(store, document, visit, author)


def _answer_form(store: Store, inspection: str, form: str, visit: Visit, author: str) -> None:
    definition = forms.shipped()[form]
    stop_after = len(definition.items()) if visit.documents else len(definition.items()) * 2 // 3
    filled = FilledForm(definition, {}, {}, datetime.now().date())
    for fact in definition.facts:
        value = visit.facts.get(fact.id) or ordinary(definition, fact, failing=False)
        if value is not None and filled.shown(fact.id):
            filled.set(fact.id, value)
            inspections.answer(store, inspection, form, fact.id, value, author)
    for item in definition.items()[:stop_after]:
        answer = ordinary(definition, item, failing=item.id in visit.failing)
        if answer is not None and filled.shown(item.id):
            filled.set(item.id, answer)
            inspections.answer(store, inspection, form, item.id, answer, author)


def ordinary(definition: FormDefinition, item: Item, *, failing: bool) -> str | tuple[str, ...] | None:
    """Return an answer that a careful inspector might give to an item: in order, or failing."""
    if item.type is ItemType.CHECK:
        return "fail" if failing else "pass"
    if item.type is ItemType.MEASURE:
        return _reading(item, failing)
    if item.type is ItemType.SELECT_ONE and item.choices:
        return item.choices[0].name
    if item.type is ItemType.SELECT_MULTIPLE and item.choices:
        return (item.choices[0].name,)
    if item.type is ItemType.INTEGER:
        return "2"
    return None


def _reading(item: Item, failing: bool) -> str | None:
    limits = item.limits
    if limits is None:
        return None
    if limits.maximum is not None:
        return str(limits.maximum * 2) if failing else str(_inside(limits.minimum, limits.maximum))
    if limits.minimum is not None:
        return str(limits.minimum / 2) if failing else str(limits.minimum + 1)
    return None


def _inside(minimum: object, maximum: object) -> object:
    from decimal import Decimal

    assert isinstance(maximum, Decimal)
    low = minimum if isinstance(minimum, Decimal) else Decimal(0)
    return (low + maximum) / 2


def _word_findings(store: Store, inspection: str, visit: Visit, author: str, started: datetime, seed: int) -> None:
    for index, finding in enumerate(findings.standing(store.reader(), inspection)):
        place = visit.failing.get(finding.item or "", visit.place)
        findings.edit(store, finding.id, {"location": place, "responsible_person": visit.manager}, author)
        taken = started + timedelta(minutes=12 * (index + 1))
        pictures = [
            photos.NewPhoto(
                f"IMG_{taken:%Y%m%d_%H%M%S}_{number}.jpg",
                sample.draw(seed + index * 3 + number, taken.replace(tzinfo=None), 37.18 + index / 1000, 119.94),
            )
            for number in range(2 if index == 0 else 1)
        ]
        target = photos.Target(inspection, finding.id, finding.form, finding.item)
        photos.add(store, target, pictures, author)
    for proposal in review(store.reader(), inspection).proposals:
        for entity in proposal.findings:
            findings.confirm_level(store, entity, Level.MAJOR, author)


def _sign(store: Store, document: str, visit: Visit, author: str) -> None:
    if visit.refused:
        documents.record_signing(
            store,
            document,
            SigningResult.REFUSED,
            reason="负责人称需请示后再签",
            witness=Person("丁一", "永安街道安监办工作人员", "13900000031"),
            author=author,
        )
    else:
        documents.record_signing(store, document, SigningResult.SIGNED, signer=visit.manager, author=author)


def _write_documents(store: Store, folder: Path) -> None:
    reader = store.reader()
    for document in records.everything(reader, Document):
        site = records.get(reader, Site, document.site or "")
        name = f"{document.number or document.id} {site.name}.pdf".replace("/", "-")
        files.write_new(folder / name, documents.pdf(reader, document.id))
