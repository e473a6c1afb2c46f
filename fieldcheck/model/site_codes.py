"""The codes that fields of a site hold, with their names.

Classes of reservoirs by capacity (水利水电工程等级划分), risk colours of dual prevention (红橙黄蓝), appraisal classes
(一类 to 三类, of sluices 四类).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from fieldcheck.model.form import SiteKind


class SiteStatus(StrEnum):
    """Whether an enterprise works (在营, 停产, 关闭, 注销), or a flood work is used (在用, 停用, 拆除)."""

    OPERATING = "operating"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    DEREGISTERED = "deregistered"
    IN_USE = "in_use"
    DISUSED = "disused"
    DISMANTLED = "dismantled"


class RiskLevel(StrEnum):
    """The four risk colours (红, 橙, 黄, 蓝)."""

    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"
    BLUE = "blue"


class SizeClass(StrEnum):
    """The size of an enterprise (大型, 中型, 小型, 微型)."""

    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"
    MICRO = "micro"


class SupervisionClass(StrEnum):
    """The trades of 工贸 supervision (管理分类), those with criteria of their own first."""

    METALLURGY = "metallurgy"
    NONFERROUS = "nonferrous"
    BUILDING_MATERIALS = "building_materials"
    MACHINERY = "machinery"
    LIGHT_INDUSTRY = "light_industry"
    TEXTILE = "textile"
    TOBACCO = "tobacco"
    COMMERCE = "commerce"


class WorkType(StrEnum):
    """The type of a flood work."""

    RESERVOIR = "reservoir"
    POND = "pond"
    DIKE = "dike"
    SLUICE = "sluice"
    PUMPING_STATION = "pumping_station"
    SPILLWAY = "spillway"


class WorkClass(StrEnum):
    """The size of a reservoir: small (1) 1–10 million m³, small (2) 0.1–1 million m³."""

    LARGE = "large"
    MEDIUM = "medium"
    SMALL_1 = "small_1"
    SMALL_2 = "small_2"


class AppraisalClass(StrEnum):
    """What the last safety appraisal found (一类 to 四类), or that there was none."""

    CLASS_1 = "class_1"
    CLASS_2 = "class_2"
    CLASS_3 = "class_3"
    CLASS_4 = "class_4"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Word:
    """A code and its names; registers and documents have the Chinese one."""

    code: str
    zh: str
    en: str

    def text(self, language: str) -> str:
        """Return the name for `language` ("zh_CN" or "en")."""
        return self.en if language.startswith("en") else self.zh


CHOICES: Mapping[str, tuple[Word, ...]] = {
    "kind": (
        Word(SiteKind.ENTERPRISE, "生产经营单位", "Enterprise"),
        Word(SiteKind.FLOOD_WORK, "防洪工程", "Flood work"),
    ),
    "status": (
        Word(SiteStatus.OPERATING, "在营", "Operating"),
        Word(SiteStatus.SUSPENDED, "停产", "Suspended"),
        Word(SiteStatus.CLOSED, "关闭", "Closed"),
        Word(SiteStatus.DEREGISTERED, "注销", "Deregistered"),
        Word(SiteStatus.IN_USE, "在用", "In use"),
        Word(SiteStatus.DISUSED, "停用", "Disused"),
        Word(SiteStatus.DISMANTLED, "拆除", "Dismantled"),
    ),
    "risk_level": (
        Word(RiskLevel.RED, "红（重大风险）", "Red (major)"),
        Word(RiskLevel.ORANGE, "橙（较大风险）", "Orange (considerable)"),
        Word(RiskLevel.YELLOW, "黄（一般风险）", "Yellow (general)"),
        Word(RiskLevel.BLUE, "蓝（低风险）", "Blue (low)"),
    ),
    "size_class": (
        Word(SizeClass.LARGE, "大型", "Large"),
        Word(SizeClass.MEDIUM, "中型", "Medium"),
        Word(SizeClass.SMALL, "小型", "Small"),
        Word(SizeClass.MICRO, "微型", "Micro"),
    ),
    "supervision_class": (
        Word(SupervisionClass.METALLURGY, "冶金", "Metallurgy"),
        Word(SupervisionClass.NONFERROUS, "有色", "Non-ferrous metals"),
        Word(SupervisionClass.BUILDING_MATERIALS, "建材", "Building materials"),
        Word(SupervisionClass.MACHINERY, "机械", "Machinery"),
        Word(SupervisionClass.LIGHT_INDUSTRY, "轻工", "Light industry"),
        Word(SupervisionClass.TEXTILE, "纺织", "Textile"),
        Word(SupervisionClass.TOBACCO, "烟草", "Tobacco"),
        Word(SupervisionClass.COMMERCE, "商贸", "Commerce"),
    ),
    "major_hazard_source": (
        Word("none", "不构成", "None"),
        Word("level_1", "一级", "Level 1"),
        Word("level_2", "二级", "Level 2"),
        Word("level_3", "三级", "Level 3"),
        Word("level_4", "四级", "Level 4"),
    ),
    "dust": (
        Word("al_mg", "铝、镁等金属粉尘", "Aluminium, magnesium or other metal dust"),
        Word("wood", "木质粉尘", "Wood dust"),
        Word("other", "其他可燃性粉尘", "Other combustible dust"),
        Word("none", "没有可燃性粉尘", "No combustible dust"),
    ),
    "hot_metal": (
        Word("furnace", "熔炼炉、精炼炉、保温炉及浇注", "Melting, refining or holding furnace, pouring"),
        Word("die_casting", "压铸机", "Die-casting machine"),
        Word("none", "没有熔炼铸造", "Neither"),
    ),
    "special_equipment": (
        Word("crane", "起重机械", "Crane"),
        Word("forklift", "叉车", "Forklift"),
        Word("pressure_vessel", "压力容器", "Pressure vessel"),
        Word("none", "没有特种设备", "None of these"),
    ),
    "work_type": (
        Word(WorkType.RESERVOIR, "水库", "Reservoir"),
        Word(WorkType.POND, "塘坝", "Pond"),
        Word(WorkType.DIKE, "堤防", "Dike"),
        Word(WorkType.SLUICE, "水闸", "Sluice"),
        Word(WorkType.PUMPING_STATION, "泵站", "Pumping station"),
        Word(WorkType.SPILLWAY, "溢洪道", "Spillway"),
    ),
    "work_class": (
        Word(WorkClass.LARGE, "大型", "Large"),
        Word(WorkClass.MEDIUM, "中型", "Medium"),
        Word(WorkClass.SMALL_1, "小（1）型", "Small (1)"),
        Word(WorkClass.SMALL_2, "小（2）型", "Small (2)"),
    ),
    "dam_type": (
        Word("earth", "土坝", "Earth dam"),
        Word("rockfill", "堆石坝", "Rockfill dam"),
        Word("masonry", "砌石坝", "Masonry dam"),
        Word("concrete", "混凝土坝", "Concrete dam"),
        Word("other", "其他坝型", "Other"),
    ),
    "spillway_type": (
        Word("none", "无溢洪道", "No spillway"),
        Word("chute", "正槽溢洪道", "Chute"),
        Word("side_channel", "侧槽溢洪道", "Side channel"),
        Word("shaft", "竖井溢洪道", "Shaft"),
        Word("siphon", "虹吸溢洪道", "Siphon"),
        Word("other", "其他形式", "Other"),
    ),
    "appraisal": (
        Word(AppraisalClass.CLASS_1, "一类", "Class 1"),
        Word(AppraisalClass.CLASS_2, "二类", "Class 2"),
        Word(AppraisalClass.CLASS_3, "三类", "Class 3"),
        Word(AppraisalClass.CLASS_4, "四类", "Class 4"),
        Word(AppraisalClass.NONE, "未鉴定", "Never appraised"),
    ),
    "standardisation": (
        Word("level_1", "一级", "Level 1"),
        Word("level_2", "二级", "Level 2"),
        Word("level_3", "三级", "Level 3"),
        Word("none", "未创建", "None"),
    ),
}
"""The codes of the fields that hold one, or several, or one with its day (`appraisal`, `standardisation`)."""

_STATUS: Mapping[str, tuple[SiteStatus, ...]] = {
    SiteKind.ENTERPRISE: (
        SiteStatus.OPERATING,
        SiteStatus.SUSPENDED,
        SiteStatus.CLOSED,
        SiteStatus.DEREGISTERED,
    ),
    SiteKind.FLOOD_WORK: (SiteStatus.IN_USE, SiteStatus.DISUSED, SiteStatus.DISMANTLED),
}


def choices_of(field: str, kind: str | None = None) -> tuple[Word, ...]:
    """Return the codes that a field of a site of this kind may hold; empty for a field without codes."""
    fitting = _STATUS.get(kind or "") if field == "status" else None
    return tuple(word for word in CHOICES.get(field, ()) if fitting is None or word.code in fitting)


def word(field: str, code: str) -> Word:
    """Return the names of a code; one that this version does not know stands for itself (P9)."""
    return next((one for one in CHOICES.get(field, ()) if one.code == code), Word(code, code, code))
