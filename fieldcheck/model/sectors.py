"""Sectors of supervision and the authority competent for each, as the bureau's profile names its remit.

The authority is the usual one by function (国务院“三定” division of work); a bureau changes it in its profile.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sector:
    """One sector: its code, its names, and the authority that may order in it."""

    code: str
    zh: str
    en: str
    authority_zh: str
    authority_en: str


SECTORS: tuple[Sector, ...] = (
    Sector("industry_trade", "工贸", "Industry and trade", "应急管理部门", "emergency management"),
    Sector("hazardous_chemicals", "危险化学品", "Hazardous chemicals", "应急管理部门", "emergency management"),
    Sector("mining", "非煤矿山", "Non-coal mines", "应急管理部门", "emergency management"),
    Sector("tailings", "尾矿库", "Tailings ponds", "应急管理部门", "emergency management"),
    Sector("fireworks", "烟花爆竹", "Fireworks", "应急管理部门", "emergency management"),
    Sector("transport", "道路运输", "Road transport", "交通运输主管部门", "transport"),
    Sector("water", "水利防洪", "Water and flood works", "水行政主管部门", "water"),
    Sector(
        "construction", "房屋市政", "Housing and construction", "住房和城乡建设主管部门", "housing and construction"
    ),
    Sector("fishery", "渔业", "Fishery", "渔业主管部门", "fishery"),
    Sector("fire", "消防", "Fire safety", "消防救援机构", "fire and rescue"),
    Sector("geology", "地质灾害", "Geological hazards", "自然资源主管部门", "natural resources"),
    Sector("special_equipment", "特种设备", "Special equipment", "市场监督管理部门", "market regulation"),
)

BY_CODE = {sector.code: sector for sector in SECTORS}
