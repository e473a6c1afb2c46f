"""Pages of hazards: two on one laptop, and a bureau with what two laptops sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from fieldcheck.gui.session import Session
from fieldcheck.operations import findings, inspections, photos
from tests.bureau import add_site, begin, fail
from tests.county import County, county
from tests.documents.ledgers import jpeg

LONG_PAST = date.today() - timedelta(days=40)


@pytest.fixture
def hazards(session: Session, visit: str) -> list[str]:
    """Two hazards of the visit: one overdue and with a photo, one major."""
    store = session.store
    for item in ("CSP-10", "CSP-11"):
        inspections.answer(store, visit, "confined-spaces", item, "fail")
    first, second = (finding.id for finding in findings.standing(store.reader(), visit))
    officer = session.officer
    findings.edit(store, first, {"description": "气体检测仪过期", "deadline": LONG_PAST, "location": "库房"}, officer)
    findings.edit(store, second, {"deadline": date.today() + timedelta(days=9)})
    findings.confirm_level(store, second, "major", officer)
    photos.add(store, photos.Target(visit, first), [photos.NewPhoto("a.jpg", jpeg(80, 60))])
    return [first, second]


@pytest.fixture
def land(tmp_path: Path) -> Iterator[County]:
    """A bureau with two laptops; the first sent a hazard, and both changed its measure."""
    with county(tmp_path) as made:
        one, two = made.laptop("一号机"), made.laptop("二号机")
        visit = begin(one, site=add_site(one, "甲厂", town="城港街道"))
        (finding,) = fail(one, visit, "MEC-10")
        fail(two, begin(two, site=add_site(two, "乙厂", town="永安街道")), "MEC-12")
        made.send_up(one)
        made.send_down(two)
        findings.edit(one, finding, {"measure": "立即停用"})
        findings.edit(two, finding, {"measure": "限期三日整改"})
        made.send_up(one)
        made.send_up(two)
        yield made


@pytest.fixture
def bureau(qapp: QApplication, land: County) -> Iterator[Session]:
    opened = Session(land.bureau)
    yield opened
    opened.tasks.close()
    opened.deleteLater()
