"""What each kind of document says, and what it must not say (domain: 现场检查记录, 责令限期整改指令书, 问题清单)."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

import pytest

from fieldcheck import documents
from fieldcheck.documents import fonts, layouts, sheet, texts, wordings
from fieldcheck.documents.drawing import PhotoNotDrawable
from fieldcheck.model.document import (
    DocumentContent,
    DocumentKind,
    OfficerLine,
    PersonLine,
    PhotoEntry,
    content_bytes,
)
from tests.documents import reading
from tests.documents.builders import (
    ISSUED,
    a_decision,
    a_letter,
    a_problem_list,
    a_receipt,
    a_record,
    a_scheme,
    a_slip,
    an_opinion,
    an_order,
    photos,
    problems,
)

NUMBER = "（晏）应急责改〔2026〕12号"


def said(content: DocumentContent) -> str:
    return reading.letters(documents.render(content))


def test_the_order_follows_the_form() -> None:
    found = said(an_order(1))
    in_order = (
        "安全生产行政执法文书",
        "责令限期整改指令书",
        NUMBER,
        "海晏市恒锐机械制造有限公司：",
        "经查，你单位存在下列问题：",
        "1.一车间4号冲床双手启动按钮被短接，光电保护装置不起作用（重大事故隐患）。位置：一车间冲压区4号冲床。依据：《中华人民共和国安全生产法》第三十六条；",
        "现责令你单位对上述第1项问题于2026年9月8日前整改完毕，达到有关法律法规规章和标准规定的要求。由此造成事故的，依法追究有关人员的责任。",
        "整改期间，你单位应当采取措施，确保安全生产。对安全生产违法行为，将依法予以行政处罚。",
        "如果不服本指令，可以依法在60日内向海晏市人民政府申请行政复议，或者在6个月内依法向海晏市人民法院提起行政诉讼，但本指令不停止执行，法律另有规定的除外。",
        "安全生产监管行政执法人员（签名）：",
        "证号：37068326001（王䶮）",
        "安全生产监管行政执法人员（签名）：",
        "证号：37068326002（孙𬍛）",
        "被检查单位负责人（签名）：",
        "海晏市应急管理局（印章）",
        "2026年9月1日",
        "本文书一式两份：一份由应急管理部门备案，一份交被检查单位。",
        "共1页第1页",
    )
    position = 0
    for words in in_order:
        position = found.index(words, position) + len(words)


def test_items_with_different_deadlines_are_ordered_pair_by_pair() -> None:
    found = said(an_order(4))
    assert "现责令你单位对上述第1、4项问题于2026年9月8日前整改完毕，对上述第2项问题于2026年9月16日前整改完毕，" in found


def test_a_deadline_that_is_not_known_is_left_to_be_filled_in() -> None:
    undated = replace(problems(1)[0], deadline=None)
    assert "对上述第1项问题于年月日前整改完毕" in said(an_order(problems=(undated,)))


@pytest.mark.parametrize(
    ("government", "court", "expected"),
    [
        ("海晏市人民政府", "海晏市人民法院", "向海晏市人民政府申请行政复议，或者在6个月内依法向海晏市人民法院提起"),
        ("海晏市", "南京铁路运输法院", "向海晏市人民政府申请行政复议，或者在6个月内依法向南京铁路运输法院提起"),
        ("", "", "向人民政府申请行政复议，或者在6个月内依法向人民法院提起"),
    ],
)
def test_bodies_of_remedy_are_named_once(government: str, court: str, expected: str) -> None:
    assert expected in said(an_order(1, government=government, court=court))


def test_a_second_body_of_reconsideration_is_named_only_where_the_profile_has_one() -> None:
    assert "人民政府或者" not in said(an_order(1))
    assert "向海晏市人民政府或者烟台市应急管理局申请行政复议" in said(an_order(1, second_body="烟台市应急管理局"))


def test_every_page_of_a_long_order_bears_the_number_and_is_signed() -> None:
    pages = reading.pages(documents.render(an_order(25)))
    assert len(pages) > 2
    for index, page in enumerate(pages, 1):
        assert NUMBER in page
        assert page.count("安全生产监管行政执法人员（签名）：") == 2
        assert "证号：37068326001" in page
        assert "证号：37068326002" in page
        assert "被检查单位负责人（签名）：" in page
        assert f"共{len(pages)}页第{index}页" in page
    assert [("责令限期整改指令书（续页）" in page) for page in pages] == [False] + [True] * (len(pages) - 1)
    assert [("（印章）" in page) for page in pages] == [False] * (len(pages) - 1) + [True]
    assert "25.一车间4号冲床" in "".join(pages)


@pytest.mark.parametrize(
    ("content", "first"),
    [
        (a_problem_list(1), "上述第1项问题的主管部门为"),
        (a_slip(40), "上述第1至40项问题的主管部门为"),
        (a_letter(40), "上述问题依法应当由你机关处理"),
        (a_decision(40), "2.针对上述第2至40项问题"),
        (an_opinion(40), "40.未对新上岗的"),
        (an_order(2, draft=True, number=None), "整改期间，你单位应当采取措施"),
    ],
)
def test_the_closing_sentences_stay_together_above_the_seal(content: DocumentContent, first: str) -> None:
    *before, last = reading.pages(documents.render(content))
    assert before
    assert first in last


def test_a_sentence_that_announces_something_stays_with_it() -> None:
    for count in range(1, 12):
        pages = reading.pages(documents.render(an_opinion(4, situation="\n".join(["复查情况属实。"] * count))))
        (announcing,) = (page for page in pages if "未整改或者整改不合格的问题如下：" in page)
        assert "4.未对新上岗的" in announcing


def test_a_long_name_of_the_bureau_stands_beside_the_line_that_the_unit_signs() -> None:
    bureau = "海晏市经济技术开发区管理委员会应急管理与综合行政执法局"
    pdf = documents.render(an_order(1, bureau=bureau, photos=photos(1)))
    signing = reading.start_of(pdf, "被检查单位负责人")
    name, mark = reading.start_of(pdf, bureau[:10]), reading.start_of(pdf, "（印章）")
    assert name[0] >= signing[0] + fonts.text_width("被检查单位负责人（签名）：", fonts.SERIF, 12) + 80
    assert mark[1] < name[1]
    assert bureau + "（印章）" in reading.letters(pdf)


def test_two_officer_lines_are_printed_though_nobody_is_known() -> None:
    for content in (an_order(1, officers=()), a_record(officers=()), a_problem_list(officers=())):
        assert said(content).count("证号：") >= 2


def test_officers_beyond_the_foot_sign_below_the_text() -> None:
    officers = tuple(OfficerLine(f"执法员{index}", f"3706832600{index}") for index in range(9))
    found = said(an_order(1, officers=officers))
    assert all(f"证号：{officer.certificate_number}（{officer.name}）" in found for officer in officers)


def test_a_correction_names_what_it_replaces() -> None:
    assert f"本文书更正并代替{NUMBER}" in said(an_order(1, supersedes=NUMBER))


def test_a_draft_says_so_on_every_page_and_has_no_number() -> None:
    pages = reading.pages(documents.render(an_order(25, draft=True, number=None)))
    assert all("草稿" in page and "应急责改〔〕号" in page for page in pages)
    assert "草稿" not in said(an_order(1))
    assert "待编号" in said(an_order(1, number=None))


def test_letters_leave_room_for_boxes_and_blanks() -> None:
    pdf = documents.render(a_record(officers=()))
    box_left = layouts.default().left + 2 * 14
    assert reading.start_of(pdf, "已出示证件")[0] == pytest.approx(box_left + 14)
    # 我们是海晏市应急管理局行政执法人员, eight letters of blank, 证件号码为
    assert reading.start_of(pdf, "，证件号")[0] > layouts.default().left + (2 + 17 + 7) * 14


def test_the_record_follows_the_form() -> None:
    found = said(a_record())
    in_order = (
        "安全生产行政执法文书",
        "现场检查记录",
        "（晏）应急检记〔2026〕12号",
        "被检查单位：海晏市恒锐机械制造有限公司",
        "地址：海晏市城港街道工业三路8号",
        "法定代表人（负责人）：李文博职务：总经理联系电话：13900000011",
        "检查场所：一车间、二车间、配电室",
        "检查时间：2026年9月1日9时5分至9月1日11时30分",
        "我们是海晏市应急管理局行政执法人员王䶮、孙𬍛，证件号码为37068326001、37068326002，这是我们的证件（出示证件）。",
        "现依法对你单位进行现场检查，请予以配合。",
        "检查情况：",
        "检查时企业正常生产，一车间在岗6人。",
        "检查发现下列问题：",
        "1.一车间4号冲床",
    )
    position = 0
    for words in in_order:
        position = found.index(words, position) + len(words)
    assert found.count("检查人员（签名）：") == 4
    assert "被检查单位现场负责人（签名）：" in found
    assert "以下空白" in found
    assert "行政复议" not in found


def test_a_record_of_another_visit_claims_no_enforcement() -> None:
    found = said(a_record(visit_kind="flood_patrol"))
    assert "行政执法" not in found
    assert "现对你单位开展防汛检查，请予以配合。" in found


def test_only_documents_of_an_enforcement_visit_bear_the_head_of_enforcement() -> None:
    for make in (a_letter, a_receipt, a_scheme):
        assert "安全生产行政执法文书" in said(make(visit_kind="enforcement"))
        assert "安全生产行政执法文书" not in said(make(visit_kind="supervision"))


def test_a_record_without_problems_says_so() -> None:
    assert "在检查的范围内未发现问题。" in said(a_record(0))


def test_missing_persons_and_times_leave_blanks() -> None:
    found = said(a_record(principal=PersonLine(), site_manager=PersonLine(), ended_at=None))
    assert "法定代表人（负责人）：职务：联系电话：检查场所：" in found
    assert "2026年9月1日9时5分至月日时分" in found


def test_a_visit_over_new_year_prints_both_years() -> None:
    ended = a_record().started_at + timedelta(days=200)
    assert "至2027年3月20日9时5分" in said(a_record(ended_at=ended))


def test_a_problem_list_orders_nothing_and_names_the_authority() -> None:
    found = said(a_problem_list())
    for words in ("责令", "行政复议", "行政诉讼", "安全生产行政执法文书", "依法予以行政处罚"):
        assert words not in found
    assert "上述第1、2、3项问题的主管部门为交通运输主管部门" in found
    assert found.count("主管部门：交通运输主管部门") == 3
    assert "检查类型：督政督查专项行动：安全生产百日攻坚" in found
    assert "并于2026年9月20日前将整改情况书面反馈海晏市应急管理局" in found
    assert "级别：重大事故隐患" in found
    assert "级别：一般隐患" in found
    assert "接收人（签名）：" in found
    assert "建议整改期限：2026年9月8日前" in found


def test_problems_of_several_authorities_are_named_apart() -> None:
    first, second = problems(2)
    mixed = (replace(first, authority="水行政主管部门"), replace(second, authority="消防救援机构"))
    found = said(a_problem_list(problems=mixed, reply_by=None))
    assert "上述第1项问题的主管部门为水行政主管部门，第2项问题的主管部门为消防救援机构；" in found
    assert "整改完成后将整改情况书面反馈海晏市应急管理局" in found


def test_photos_lie_behind_the_signed_page_with_number_and_hash() -> None:
    pages = reading.pages(documents.render(an_order(1, photos=photos(5))))
    assert len(pages) == 3
    assert "附：检查照片附页2页，照片5张" in pages[0]
    for page in pages[1:]:
        assert "检查照片附页" in page
        assert NUMBER in page
    for words in ("第2项问题：冲床操作位", "拍摄时间：2026年9月1日9时42分", "SHA-256：0101010101010101"):
        assert words in pages[1]
    assert "共3页第3页" in pages[2]


def test_a_photo_goes_in_as_it_is() -> None:
    photo = photos(1)[0]
    assert photo.jpeg in documents.render(an_order(1, photos=(photo,)))


def test_a_long_caption_takes_further_pages_and_is_whole() -> None:
    words = "".join(f"第{index}处可见积尘；" for index in range(200))
    photo = replace(photos(1)[0], caption=words)
    assert "第199处可见积尘；" in said(an_order(1, photos=(photo, photo)))


def test_a_damaged_photo_is_named() -> None:
    broken = PhotoEntry(1, "", "", "ab" * 32, b"no picture")
    with pytest.raises(PhotoNotDrawable) as caught:
        documents.render(an_order(1, photos=(broken,)))
    assert caught.value.details["sha256"] == "ab" * 8


def test_the_qr_code_names_number_id_and_content() -> None:
    content = an_order(1)
    digest = sha256(content_bytes(content)).hexdigest()[:16]
    assert sheet.qr_text(content) == f"{NUMBER}|{content.document_id}|{digest}"


def test_the_file_says_what_it_is() -> None:
    found = reading.reader(documents.render(an_order(1)))
    information = found.metadata
    assert information is not None
    assert information.title == f"责令限期整改指令书 {NUMBER}"
    assert information.author == "海晏市应急管理局"
    assert information.subject == "海晏市恒锐机械制造有限公司"
    assert information.keywords == NUMBER
    assert information.creation_date is not None
    assert information.creation_date.date() == ISSUED
    assert found.trailer["/Root"]["/Lang"] == "zh-CN"  # type: ignore[index]  # pypdf types a dictionary as an object
    assert found.pages[0].mediabox.width == pytest.approx(595.27, abs=0.1)


def test_another_process_gives_the_same_bytes() -> None:
    command = (
        "import sys; from fieldcheck import documents; from tests.documents.builders import an_order;"
        "sys.stdout.buffer.write(documents.render(an_order(2)))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join(sys.path)}
    made = subprocess.run([sys.executable, "-c", command], check=True, capture_output=True, env=environment)
    assert made.stdout == documents.render(an_order(2))


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [((1,), "1"), ((1, 2, 3), "1、2、3"), ((1, 2, 3, 4), "1至4"), ((1, 3, 4, 5, 6, 9), "1、3至6、9")],
)
def test_numbers_in_a_row_are_written_as_a_range(numbers: tuple[int, ...], expected: str) -> None:
    assert texts.number_list(numbers) == expected


def test_times_are_written_as_the_clock_showed_them() -> None:
    assert texts.moment_text("2026-11-15T09:05:20+08:00") == "2026年11月15日9时5分"
    assert texts.moment_text("上午") == "上午"


def test_dates_have_no_leading_zeros() -> None:
    assert texts.date_text(date(2026, 1, 5)) == "2026年1月5日"


def test_every_statement_about_the_law_has_its_source() -> None:
    for kind in DocumentKind:
        wording = wordings.in_force(kind, date(2026, 9, 1))
        assert wording.legal_basis
        assert all(basis.title and basis.article and basis.version for basis in wording.legal_basis)


def test_filled_texts_are_never_read_as_templates() -> None:
    assert "{unit}{0}有限公司：" in said(an_order(1, unit_name="{unit}{0}有限公司"))
