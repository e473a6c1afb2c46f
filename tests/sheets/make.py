"""Tables as offices send them, made here: deterministic, and no real enterprise in them."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Sequence
from datetime import date
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

CODE = "91370685MA3C0DE0XK"
OTHER_CODE = "91350100M000100Y43"


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def begun(title: str = "Sheet1") -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    return book, sheet


def workbook(*rows: Sequence[object]) -> bytes:
    book, sheet = begun()
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def two_levels() -> bytes:
    """A title, names of columns in two merged rows, a merged town, "same as above", a total, notes."""
    book, sheet = begun("企业台账")
    for row in (
        ["海晏市工贸企业台账"],
        ["填报单位：城港街道", None, None, None, None, "2026年5月"],
        ["序号", "企业名称", "统一社会\n信用代码", "所属镇街", "主要负责人", None, "从业人员", "地  址"],
        [None, None, None, None, "姓名", "联系电话", None, None],
        [1, "海晏市 甲 厂", CODE, "城港街道", "张三", 13800000000, "12人", "环海路１０１号"],
        [2, "乙\n厂", "/", None, "李四", "13800000001/0535-1234567", 30, "同上"],
        [3, "丙厂", "—", "永安街道", "王五13900000000", None, None, "港路３号Ａ座"],
        ["合计", None, None, None, None, None, 42],
        ["注：本表由各镇街填报，每月更新。"],
    ):
        sheet.append(row)
    for span in ("A1:H1", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:F3", "G3:G4", "H3:H4", "D5:D6"):
        sheet.merge_cells(span)
    return saved(book)


def repeated_names() -> bytes:
    """Pages: the names of the columns again on each, page totals, blank rows, a heading for each town."""
    names = ["序号", "单位名称", "乡镇", "联系电话"]
    return workbook(
        names,
        ["一、城港街道"],
        [1, "甲厂", "城港街道", "0535-1234567"],
        ["本页小计", None, None, 1],
        [],
        [],
        names,
        ["二、永安街道"],
        [2, "乙厂", "永安街道", "13800000000"],
        ["制表人：张三", None, "审核：李四"],
    )


def several_sheets() -> bytes:
    """A sheet of instructions first, the table second, a hidden dictionary."""
    book, sheet = begun("填表说明")
    for text in ("一、填报范围", "二、填报时间", "三、联系人：张三", "四、其他"):
        sheet.append([text])
    table = book.create_sheet("名单")
    table.append(["企业名称", "信用代码", "镇街"])
    table.append(["甲厂", CODE, "城港街道"])
    words = book.create_sheet("字典")
    words.sheet_state = "hidden"
    words.append(["名称", "镇街"])
    for number in range(9):
        words.append([f"词{number}", "某镇"])
    return saved(book)


def hidden() -> bytes:
    """Filtered rows and a hidden column."""
    book, sheet = begun()
    for row in (
        ["名称", "镇街", "备注"],
        ["甲厂", "城港街道", "旧"],
        ["乙厂", "城港街道", None],
        ["丙厂", "永安街道", "新"],
    ):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    return saved(book)


def numbers() -> bytes:
    """A code that became a number, digits as text, formulas that nobody calculated, yes and no in many forms."""
    return workbook(
        ["名称", "信用代码", "员工人数", "是否涉氨", "是否高危", "风险等级"],
        ["甲厂", 913706850000000000, "１２人", "√", "1", "红"],
        ["乙厂", "9.13707E+17", "1,200", "无", "否", "较大风险"],
        ["丙厂", CODE.lower()[:6] + " " + CODE.lower()[6:], "=1+2", True, "×", "四级"],
        ["丁厂", None, "若干", "大概", None, "绿"],
    )


DAYS = (
    "2024-05-01",
    "2024/5/1",
    "2024.5.1",
    "２０２４．５．１",
    "2024年5月1日",
    "2024年5月",
    "2024.5",
    "20240501",
    45413,
)


def days() -> bytes:
    """The same day in ten ways, and one that is none."""
    rows: list[list[object]] = [["水库名称", "乡镇", "安全鉴定类别", "安全鉴定时间"]]
    rows += [[f"{number}号水库", "山口镇", "二类坝", day] for number, day in enumerate((*DAYS, date(2024, 5, 1)))]
    return workbook(*rows, ["末号水库", "山口镇", "三类坝", "去年五月"])


def reservoirs() -> bytes:
    """Flood works: units in the cells, levels, three responsible persons, position in two columns."""
    return workbook(
        ["2026年小型水库名录"],
        [
            "序号",
            "水库名称",
            "所在乡镇",
            "工程规模",
            "坝型",
            "坝高(m)",
            "总库容",
            "汛限水位",
            "是否病险",
            "下游影响人口",
            "行政责任人",
            "电话",
            "技术责任人",
            "电话",
            "东经",
            "北纬",
        ],
        [
            1,
            "东山水库",
            "山口镇",
            "小(一)型",
            "均质土坝",
            "18.5m",
            "3.5万m³",
            "101.20米",
            "否",
            "1.2万人",
            "赵一",
            13800000001,
            "钱二",
            13800000002,
            120.7421,
            37.1032,
        ],
        [
            2,
            "西山水库",
            "山口镇",
            "小Ⅱ型",
            "浆砌石坝",
            9,
            "120000立方米",
            88.1,
            "是",
            350,
            "孙三",
            13800000003,
            "李四",
            None,
            "120°30′00″",
            "37°06′00″",
        ],
        [3, "南山水库", "山口镇", "小二型", "土坝", "九米", 12, None, "√", None, None, None, None, None, 37.1, 120.7],
    )


def csv_text(encoding: str, delimiter: str = ",") -> bytes:
    """A table as text, with a quoted line break."""
    rows = (["企业名称", "镇街", "备注"], ["甲厂", "城港街道", '"一，\n二"'], ["乙厂", "永安街道", "“好”"])
    return "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def old_workbook() -> bytes:
    """Excel 97–2003, as a bare stream: texts, numbers, a hidden row, merged cells."""
    cells: list[tuple[int, int, object]] = [
        (0, 0, "企业名册"),
        (1, 0, "企业名称"),
        (1, 1, "镇街"),
        (1, 2, "职工人数"),
        (2, 0, "甲厂"),
        (2, 1, "城港街道"),
        (2, 2, 12.0),
        (3, 0, "乙厂"),
        (3, 2, 7.0),
    ]
    body = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    body += _record(0x0208, struct.pack("<HHHHHHI", 3, 0, 3, 255, 0, 0, 0x20))
    for row, column, value in cells:
        place = struct.pack("<HHH", row, column, 0)
        if isinstance(value, str):
            body += _record(0x0204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
        else:
            body += _record(0x0203, place + struct.pack("<d", value))
    body += _record(0x00E5, struct.pack("<HHHHH", 1, 2, 3, 1, 1)) + _record(0x000A, b"")
    head = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    head += _record(0x0042, struct.pack("<H", 1200))
    sheet = "名册".encode("utf-16-le")
    length = len(head) + 4 + 6 + 2 + len(sheet) + 4
    head += _record(0x0085, struct.pack("<IBB", length, 0, 0) + struct.pack("<BB", 2, 1) + sheet) + _record(0x000A, b"")
    return head + body


def web_page() -> bytes:
    """What many systems call an .xls."""
    return "<html><table><tr><td>企业名称</td></tr></table></html>".encode("gb18030")


def protected() -> bytes:
    """The outside of a workbook with a password."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(480)


def altered(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """Return a workbook whose parts went through `change` (name, bytes)."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()
