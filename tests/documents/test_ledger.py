"""The ledger: thirty columns in order, real dates, pictures that move with their row, and the same bytes again."""

from __future__ import annotations

import re
import tracemalloc
from collections.abc import Iterable
from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from fieldcheck.documents import ledger
from fieldcheck.model.ledger import LedgerHead, LedgerPhoto, LedgerPhotos, LedgerRow, masked_phone
from tests.documents.ledgers import COLUMNS, anchors, jpeg, row

HEAD = LedgerHead("海晏市应急管理局", date(2026, 8, 1), date(2026, 8, 31), 2, 1, date(2026, 9, 1))
ROW = LedgerRow(
    number=1,
    inspected_on=date(2026, 8, 3),
    inspectors="海晏市应急管理局\n王䶮、孙𬍛",
    campaign="百日攻坚",
    town="永安街道",
    unit="海晏市清源污水处理有限公司",
    credit_code="91350100M000100Y43",
    industry="工贸",
    visit_kind="enforcement",
    methods=("document_review", "site_check"),
    location="格栅间",
    description="有限空间入口没有警示标志。",
    category="现场管理",
    level="major",
    basis=("《工贸企业有限空间作业安全规定》第六条", "《中华人民共和国安全生产法》第三十五条"),
    measure="设置警示标志。",
    responsible_unit="海晏市清源污水处理有限公司",
    responsible_person="赵清源",
    phone="139****0012",
    deadline=date(2026, 8, 18),
    order_number="（晏）应急责改〔2026〕12号",
)


def written(*rows: LedgerRow, head: LedgerHead = HEAD) -> bytes:
    file = BytesIO()
    ledger.write(head, rows, file)
    return file.getvalue()


def sheet_of(data: bytes) -> Worksheet:
    sheet = load_workbook(BytesIO(data)).active
    assert isinstance(sheet, Worksheet)
    return sheet


def photo(width: int = 40, height: int = 30) -> LedgerPhoto:
    return LedgerPhoto(width, height, lambda: jpeg(width, height))


def test_the_columns_stand_in_the_order_of_the_ledger() -> None:
    sheet = sheet_of(written(ROW))
    assert len(COLUMNS) == 30
    assert [cell.value for cell in sheet[3]] == list(COLUMNS)
    assert sheet["A1"].value == "隐患排查治理台账"
    line = [cell.value for cell in sheet[2] if cell.value]
    assert line == [
        "填报单位：海晏市应急管理局",
        "检查期间：2026年8月1日至2026年8月31日",
        "共2条，其中重大隐患1条　　制表日期：2026年9月1日",
    ]


def test_a_row_says_what_is_known_in_chinese_and_leaves_the_rest_empty() -> None:
    sheet = sheet_of(written(ROW))
    assert row(sheet)["检查方式"] == "执法检查\n查阅资料、现场检查"
    assert row(sheet)["等级"] == "重大"
    assert row(sheet)["依据条款"] == "\n".join(ROW.basis)
    assert row(sheet)["检查单位/人员"] == ROW.inspectors
    for title in ("资金(万元)", "应急预案/防范措施", "完成日期", "复查日期", "复查人", "复查结论", "销号日期", "备注"):
        assert row(sheet)[title] is None


def test_dates_are_dates() -> None:
    sheet = sheet_of(written(ROW))
    assert row(sheet)["检查日期"] == datetime(2026, 8, 3)
    assert row(sheet)["期限"] == datetime(2026, 8, 18)
    assert sheet.cell(4, 2).number_format == "yyyy-mm-dd"


def test_it_prints_on_a3_one_page_wide_with_the_heads_on_every_page() -> None:
    sheet = sheet_of(written(ROW, ROW))
    setup = sheet.page_setup
    assert (str(setup.paperSize), setup.orientation, setup.fitToWidth, setup.fitToHeight) == ("8", "landscape", 1, 0)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$3"
    assert sheet.freeze_panes == "G4"
    assert sheet.auto_filter.ref == "A3:AD5"
    assert sheet.oddFooter is not None
    assert sheet.oddFooter.center.text == "第 &P 页，共 &N 页"


def test_photos_lie_in_their_cell_and_move_with_the_row() -> None:
    three = LedgerPhotos((photo(), photo(30, 40), photo()), missing=1)
    sheet = sheet_of(written(ROW, LedgerRow(number=2, before=three, after=LedgerPhotos((photo(),)))))
    found = anchors(sheet)
    assert len(found) == 3
    before, after = COLUMNS.index("整改前照片"), COLUMNS.index("整改后照片")
    assert [(one._from.col, one.to.col) for one in found] == [(before, before), (before, before), (after, after)]
    assert all((one._from.row, one.to.row, one.editAs) == (4, 4, "twoCell") for one in found)
    assert found[0].to.colOff < found[1]._from.colOff
    assert row(sheet, 2)["整改前照片"] == "共3张，1张照片尚未收到"


def test_photos_keep_their_shape() -> None:
    sheet = sheet_of(written(LedgerRow(number=1, before=LedgerPhotos((photo(400, 100),)))))
    (anchor,) = anchors(sheet)
    wide, tall = anchor.to.colOff - anchor._from.colOff, anchor.to.rowOff - anchor._from.rowOff
    assert wide / tall == pytest.approx(4, rel=0.05)


def test_pictures_are_asked_for_once_after_the_rows() -> None:
    asked: list[str] = []

    def rows() -> Iterable[LedgerRow]:
        for number in (1, 2):
            asked.append(f"row {number}")
            yield LedgerRow(number=number, before=LedgerPhotos((LedgerPhoto(4, 3, lambda: fetch()),)))

    def fetch() -> bytes:
        asked.append("photo")
        return jpeg(4, 3)

    ledger.write(HEAD, rows(), BytesIO())
    assert asked == ["row 1", "row 2", "photo", "photo"]


def test_the_same_values_give_the_same_bytes() -> None:
    row = LedgerRow(number=1, before=LedgerPhotos((photo(),)))
    first = written(ROW, row)
    assert first == written(ROW, row)
    with ZipFile(BytesIO(first)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2026-09-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_a_text_is_never_a_formula() -> None:
    sheet = sheet_of(written(LedgerRow(number=1, description='=HYPERLINK("http://x","y")', remark="+1")))
    assert row(sheet)["隐患描述"] == '=HYPERLINK("http://x","y")'
    assert sheet.cell(4, COLUMNS.index("隐患描述") + 1).data_type == "s"


@given(st.text())
def test_any_text_comes_back_but_for_what_a_cell_cannot_hold(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    sheet = sheet_of(written(LedgerRow(number=1, description=text)))
    found = row(sheet)["隐患描述"] or ""
    assert isinstance(found, str)
    assert re.sub(r"\s", "", found) == re.sub(r"\s", "", ledger.clean(text))


def test_a_row_is_high_enough_and_a_very_long_text_gets_smaller_letters() -> None:
    sheet = sheet_of(written(ROW, LedgerRow(number=2, description="隐" * 100), LedgerRow(number=3, measure="改" * 350)))
    heights = [sheet.row_dimensions[row].height for row in (4, 5, 6)]
    assert all(height is not None for height in heights)
    known = [float(height) for height in heights if height is not None]
    assert known[0] < known[1] <= known[2] <= ledger.HIGHEST
    sizes = [sheet.cell(row, 11).font.sz for row in (4, 5, 6)]
    assert sizes == [10, 10, 8]


def test_lines_are_counted_as_a_column_breaks_them() -> None:
    assert ledger.line_count("", 100, 10) == 1
    assert ledger.line_count("隐患\n部位", 100, 10) == 2
    assert ledger.line_count("隐" * 12, 100, 10) == 2
    assert ledger.line_count("隐患 91350100M000", 100, 10) == 2
    assert ledger.line_count("9" * 40, 100, 10) >= 3


def test_an_empty_ledger_has_its_heads() -> None:
    sheet = sheet_of(written(head=LedgerHead("甲局", None, None, 0, 0, date(2026, 9, 1))))
    assert sheet.max_row == 3
    assert sheet["K2"].value == "检查期间："


def test_memory_does_not_grow_with_the_rows() -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        ledger.write(HEAD, (LedgerRow(number=n, description=f"隐患{n}") for n in range(count)), BytesIO())
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    peak(1)
    # The bytes of the file itself are all that there is more of.
    assert peak(2000) < 2 * peak(200)


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13900000012", "139****0012"),
        ("0535-6881234", "053*-***1234"),
        ("6881234", "688**34"),
        ("110", "110"),
        ("", ""),
    ],
)
def test_phones_hide_their_middle(phone: str, shown: str) -> None:
    assert masked_phone(phone) == shown
