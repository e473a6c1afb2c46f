"""What the rows are measured on: a bureau's store, a form of 500 items, a store of many changes."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from fieldcheck.model.document import DocumentContent, DocumentKind, DocumentNumber
from fieldcheck.model.records import Officer, Profile
from fieldcheck.model.values import Person, Role
from fieldcheck.operations import document_content, documents, findings, forms, inspections, profile, sites, stores
from fieldcheck.store import Store

CHEAP = 4
"""scrypt's log2(N) of stores whose unlocking is not what is measured."""

PASSPHRASE = "benchmark"

BUREAU = Profile(
    id="",
    bureau_name="海晏市应急管理局",
    region_prefix="晏",
    sectors=("industry_trade",),
    government="海晏市",
    court="海晏市",
)
OFFICERS = tuple(
    Officer(id="", name=f"执法人员{number}", certificate_number=f"3706832600{number}") for number in (1, 2)
)


@contextmanager
def folder() -> Iterator[Path]:
    """Yield a folder on a disk (not in memory, where a commit would cost nothing), removed afterwards."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("FIELDCHECK_BENCHMARK_DIR", "/var/tmp")) as name:
        yield Path(name)


def new_store(path: Path, cost: int = CHEAP) -> Store:
    """Return a new open store of a bureau with two officers."""
    return stores.create(path, PASSPHRASE, Role.INSPECTOR, BUREAU, OFFICERS, cost=cost)


def begin(store: Store, *form_ids: str) -> str:
    """Return a new visit to a new site, with all that its documents need."""
    site = sites.create(store, {"name": "海晏市恒锐机械制造有限公司", "sector": "industry_trade"}).main
    values = {
        "visit_kind": "enforcement",
        "place_inspected": "一车间、二车间",
        "officers": tuple(officer.id for officer in profile.officers(store.reader())),
        "certificates_shown": True,
        "principal": Person("李文博", "总经理", "13900000011"),
        "site_manager": Person("宋建国", "安全总监", "13900000021"),
    }
    return inspections.start(store, site, values, form_ids).main


def notice(store: Store, count: int) -> DocumentContent:
    """Return the order of a visit with so many findings, as it would be issued, without photos."""
    inspection = begin(store)
    items = [item for item in forms.shipped()["machinery"].items() if item.finding]
    for number in range(count):
        item = items[number % len(items)]
        assert item.finding is not None
        values = {
            "description": item.finding.wording,
            "measure": item.finding.measure,
            "basis": item.basis,
            "location": f"一车间{number + 1}号工位",
            "deadline": deadline(number),
            "responsible_person": Person("曲万里", "车间主任", "13900000026"),
        }
        findings.add(store, inspection, values)
    source = documents.check_allowed(store.reader(), inspection, DocumentKind.RECTIFICATION_ORDER)
    return document_content.content(
        store.reader(),
        source,
        DocumentKind.RECTIFICATION_ORDER,
        document_id=inspection,
        number=DocumentNumber("晏", "应急责改", 2026, 12),
        draft=False,
        issued_on=date(2026, 6, 1),
    )


def deadline(number: int) -> date:
    """Return one of three deadlines, so that an order has several pairs of items and deadline."""
    return date(2026, 6, 15) + timedelta(days=7 * (number % 3))
