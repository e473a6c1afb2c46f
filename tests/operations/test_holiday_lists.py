"""Days off as they are pasted: the notice word for word, lists, and what cannot be read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from fieldcheck.operations import holidays
from fieldcheck.operations.holiday_lists import ListWrong, pasted
from tests.bureau import new_bureau

NOTICE = """国务院办公厅关于2026年
部分节假日安排的通知
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2026年元旦、春节等放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。
国务院办公厅
2025年11月4日
"""


def test_the_notice_gives_the_year_that_the_program_knows(tmp_path: Path) -> None:
    found = pasted(NOTICE.replace("2026年\n", "2026年"), 2031)
    with new_bureau(tmp_path / "a.fcstore") as store:
        (known,) = holidays.everything(store.reader())
    assert (found.year, found.source) == (2026, "国务院办公厅关于2026年部分节假日安排的通知")
    assert found.days_off == known.days_off and found.working_days == known.working_days


def test_lists_and_the_turn_of_the_year() -> None:
    found = pasted("2027-01-01 休\n2026/12/27\t班\n10.1～10.3 off; 2月6日调休上班", 2027)
    assert found.days_off == (date(2027, 1, 1), *(date(2027, 10, day) for day in (1, 2, 3)))
    assert found.working_days == (date(2026, 12, 27), date(2027, 2, 6))
    turn = pasted("元旦：2026年12月31日至2027年1月2日放假。", 2027)
    assert turn.days_off == (date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2))


@pytest.mark.parametrize(
    "text",
    ["2027-01-01", "1月1日至3日", "13月1日放假", "1月5日至3日放假", "1月1日至9月3日放假", "2031-01-01 休", "放假三天"],
)
def test_what_says_no_days_is_named(text: str) -> None:
    with pytest.raises(ListWrong) as caught:
        pasted(f"1月1日至3日放假。\n{text}" if "三天" not in text else text, 2027)
    assert text in str(caught.value)
