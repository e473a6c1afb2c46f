"""A bureau's own wording, layout and fonts: checked, in force from a day on, the same on every laptop."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fieldcheck import documents as engine
from fieldcheck.documents.files import OwnWordingWrong
from fieldcheck.documents.typefaces import FontUnusable
from fieldcheck.model.canonical import sha256_hex
from fieldcheck.model.document import DocumentKind
from fieldcheck.model.records import Document
from fieldcheck.operations import documents, findings, kept_content, wording_editing, wordings
from fieldcheck.operations.trust import BureauOnly
from fieldcheck.store import Store
from fieldcheck.store.queries import records
from tests.bureau import add_site, answer_rest, begin, changed_since, fail
from tests.county import County
from tests.documents import reading
from tests.documents.typefaces import RESTRICTED, own_font

ORDER = DocumentKind.RECTIFICATION_ORDER
PAST = date(2026, 1, 1)


def own(first_day: date, **layout: object) -> str:
    """Return the shipped order from a day on, in the bureau's words and layout."""
    text = engine.shipped_wording(ORDER, PAST).replace("2024-01-01", f"{first_day}", 1)
    lines = [f"{key} = {value!r}" for key, value in layout.items()]
    return "\n".join([text.replace("经查，", "经现场检查，"), "[layout]", *lines, ""])


def test_layout_and_font_travel_and_the_document_stays_what_it_was(land: County) -> None:
    bureau, laptop = land.bureau, land.laptop("一号机")
    wordings.take_font(bureau, own_font(), "仿宋.ttf")
    again = wordings.take_font(bureau, own_font(), "仿宋.ttf").main
    (font,) = wordings.typefaces(bureau.reader())
    assert (font.id, font.name, font.sha256) == (again, "Noto Sans SC Regular", sha256_hex(own_font()))
    wordings.put(bureau, ORDER, own(PAST, font=font.sha256, margin_left=35))
    land.send_down(laptop)
    visit = begin(laptop, site=add_site(laptop, "甲厂"))
    (finding,) = fail(laptop, visit, "MEC-10")
    findings.edit(laptop, finding, {"deadline": date.today() + timedelta(days=15)})
    answer_rest(laptop, visit)
    order = records.get(laptop.reader(), Document, documents.issue(laptop, visit, ORDER).main)
    printed = documents.pdf(laptop.reader(), order.id)
    assert "经现场检查，你单位存在下列问题" in reading.letters(printed)
    assert {font.name[8:] for font in reading.fonts(printed)} >= {"NotoSansSC-Regular", "NotoSerifSC-Bold"}
    wordings.put_back(bureau, ORDER, date.today() + timedelta(days=1))
    land.send_down(laptop)
    land.send_up(laptop)
    for store in (laptop, bureau):
        assert documents.pdf(store.reader(), order.id) == printed
        assert kept_content.remade(store.reader(), order) is not None
        assert not changed_since(store, records.get(store.reader(), Document, order.id))
        assert not wordings.text_of(store.reader(), ORDER, date.today() + timedelta(days=1))
    with pytest.raises(BureauOnly):
        wordings.put(laptop, ORDER, own(PAST))
    with pytest.raises(BureauOnly):
        wordings.take_font(laptop, own_font(), "仿宋.ttf")


def test_a_city_prints_with_its_own_wording(land: County) -> None:
    city, bureau = land.found_city(), land.bureau
    wordings.put(city, ORDER, own(PAST, margin_left=40))
    wordings.take_font(bureau, own_font(), "仿宋.ttf")
    wordings.put(bureau, ORDER, own(PAST, margin_left=35))
    land.send_up(bureau)
    land.send_down(bureau)
    assert "margin_left = 40" in wordings.text_of(city.reader(), ORDER, PAST)
    assert "margin_left = 35" in wordings.text_of(bureau.reader(), ORDER, PAST)
    assert not wordings.typefaces(city.reader())


def test_what_holds_on_a_day(store: Store) -> None:
    shipped = engine.shipped_wording(ORDER, PAST)
    assert wordings.in_force(store.reader(), ORDER, PAST) == shipped
    wordings.put(store, ORDER, own(PAST))
    wordings.put_back(store, ORDER, PAST + timedelta(days=9))
    assert wordings.in_force(store.reader(), ORDER, PAST + timedelta(days=8)) == own(PAST)
    assert wordings.in_force(store.reader(), ORDER, PAST + timedelta(days=9)) == shipped
    assert [(one.version, one.in_force_from) for one in wordings.every(store.reader(), ORDER)] == [
        ("2024-01", PAST),
        ("", PAST + timedelta(days=9)),
    ]
    assert not records.everything(store.reader(), Document)


def test_a_shipped_version_that_is_newer_than_the_bureaus_own_is_told(store: Store) -> None:
    assert wording_editing.newer_shipped(wording_editing.versions(store.reader(), ORDER)) is None
    wordings.put(store, ORDER, own(date(2023, 5, 1)))
    assert wording_editing.newer_shipped(wording_editing.versions(store.reader(), ORDER)) == date(2024, 1, 1)
    wordings.put(store, ORDER, own(PAST))
    assert wording_editing.newer_shipped(wording_editing.versions(store.reader(), ORDER)) is None


def test_what_cannot_be_printed_is_refused_and_changes_nothing(store: Store) -> None:
    with pytest.raises(wordings.FontNotHere):
        wordings.put(store, ORDER, own(PAST, font="ab" * 32))
    with pytest.raises(OwnWordingWrong):
        wordings.put(store, ORDER, own(PAST, seal_edge=30))
    with pytest.raises(FontUnusable):
        wordings.take_font(store, own_font(RESTRICTED), "仿宋.ttf")
    assert not wordings.every(store.reader(), ORDER)
    assert not wordings.typefaces(store.reader())
