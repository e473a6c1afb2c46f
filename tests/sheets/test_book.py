"""Files read as tables: every kind that offices have, and those that are made to harm."""

from __future__ import annotations

import tracemalloc

import pytest

from fieldcheck.model.errors import FieldCheckError
from fieldcheck.sheets import book, text
from fieldcheck.sheets.errors import (
    EncodingUnclear,
    SheetDamaged,
    SheetFileTooLarge,
    SheetHasEntities,
    SheetNotATable,
    SheetProtected,
    SheetUnknown,
)
from fieldcheck.sheets.table import BLANK_ROWS_THAT_END, MOST_COLUMNS, Span
from tests.sheets import make

PART = "xl/worksheets/sheet1.xml"


def in_sheet(data: bytes, rows: str) -> bytes:
    """Return a workbook whose first sheet ends with `rows`."""

    def change(name: str, part: bytes) -> bytes:
        return part.replace(b"</sheetData>", rows.encode() + b"</sheetData>") if name == PART else part

    return make.altered(data, change)


def test_a_workbook_with_merged_cells() -> None:
    data = make.two_levels()
    assert book.sheet_names(data) == {"企业台账": False}
    sheet = book.read_sheet(data, "企业台账")
    assert [row.number for row in sheet.rows] == list(range(1, 10))
    assert Span(5, 3, 6, 3) in sheet.merged
    assert sheet.rows[4].cells[:3] == (1, "海晏市 甲 厂", make.CODE)


def test_hidden_rows_columns_and_sheets_are_told() -> None:
    sheet = book.read_sheet(make.hidden(), "Sheet1")
    assert sheet.hidden_rows == {3}
    assert sheet.hidden_columns == {2}
    assert book.sheet_names(make.several_sheets()) == {"填表说明": False, "名单": False, "字典": True}


def test_a_formula_without_a_result_is_empty_and_told() -> None:
    sheet = book.read_sheet(make.numbers(), "Sheet1")
    assert sheet.uncalculated == 1
    assert sheet.rows[3].cells[2] is None


def test_an_old_workbook() -> None:
    data = make.old_workbook()
    assert book.sheet_names(data) == {"名册": False}
    sheet = book.read_sheet(data, "名册")
    assert [row.cells for row in sheet.rows] == [
        ("企业名册",),
        ("企业名称", "镇街", "职工人数"),
        ("甲厂", "城港街道", 12),
        ("乙厂", None, 7),
    ]
    assert sheet.merged == (Span(3, 1, 4, 1),)
    assert sheet.hidden_rows == {4}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_text_file_is_read_in_its_coding(encoding: str, delimiter: str) -> None:
    sheet = book.read_sheet(make.csv_text(encoding, delimiter), text.NAME)
    assert sheet.rows[1].cells == ("甲厂", "城港街道", "一，\n二")
    assert sheet.rows[2].cells == ("乙厂", "永安街道", "“好”")


def test_a_coding_that_is_not_clear_is_asked_for() -> None:
    data = make.csv_text("utf-8")[:-1] + b"\xff\xfe\x80"
    with pytest.raises(EncodingUnclear):
        book.read_sheet(data, text.NAME)
    with pytest.raises(EncodingUnclear):
        book.read_sheet(make.csv_text("gb18030"), text.NAME, "utf-8")
    assert book.read_sheet("名稱,地址".encode("big5"), text.NAME, "big5").rows[0].cells == ("名稱", "地址")


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (make.web_page(), SheetNotATable),
        (b"%PDF-1.7", SheetNotATable),
        (make.protected(), SheetProtected),
        (b"PK\x03\x04 no zip", SheetDamaged),
        (make.two_levels()[:2000], SheetDamaged),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), SheetDamaged),
        (make.old_workbook()[:60], SheetDamaged),
    ],
)
def test_what_is_no_table_explains_itself(data: bytes, error: type[FieldCheckError]) -> None:
    with pytest.raises(error):
        book.read_sheet(data, next(iter(book.sheet_names(data))))


def test_a_sheet_that_is_not_there_is_named() -> None:
    with pytest.raises(SheetUnknown):
        book.read_sheet(make.two_levels(), "别的")


def test_entities_are_refused() -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'

    def change(name: str, part: bytes) -> bytes:
        return laughs + part.partition(b"?>")[2] if name == "xl/workbook.xml" else part

    with pytest.raises(SheetHasEntities):
        book.sheet_names(make.altered(make.two_levels(), change))


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fieldcheck.sheets.xlsx.LARGEST_UNPACKED", 1000)
    with pytest.raises(SheetFileTooLarge):
        book.sheet_names(make.two_levels())


def test_a_part_that_is_missing_is_damage() -> None:
    with pytest.raises(SheetDamaged):
        book.read_sheet(
            make.altered(make.two_levels(), lambda n, p: b"<a/>" if n == "xl/styles.xml" else p[:90]), "企业台账"
        )


def test_columns_without_end_are_refused() -> None:
    row = '<row r="20"><c r="XFD20"><v>1</v></c></row>'
    with pytest.raises(SheetFileTooLarge, match=str(MOST_COLUMNS)):
        book.read_sheet(in_sheet(make.two_levels(), row), "企业台账")


def test_formatted_blank_rows_end_the_sheet_and_take_no_memory() -> None:
    blank = "".join(f'<row r="{n}" ht="20" customHeight="1"><c r="A{n}" s="1"/></row>' for n in range(20, 60_000))
    data = in_sheet(make.two_levels(), blank)
    tracemalloc.start()
    sheet = book.read_sheet(data, "企业台账")
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sheet.ended_at == 9 and len(sheet.rows) == 9
    assert BLANK_ROWS_THAT_END < 60_000 - 20
    assert peak < 20 << 20
