"""Search as you type over a register of 100,000 sites: what each key press costs, on both sides of the thread."""

from __future__ import annotations

import os
import random
import statistics
import time
from functools import partial
from pathlib import Path

from benchmarks import world
from benchmarks.apart import apart, say
from benchmarks.measure import Row
from fieldcheck.gui.models.paged import PagedModel
from fieldcheck.model.identifiers import new_id
from fieldcheck.operations import search
from fieldcheck.store import Store, Transaction, pinyin, site_terms
from fieldcheck.store.queries import lists

SITES = int(os.environ.get("FIELDCHECK_BENCHMARK_SITES", "100000"))
AT_ONCE = 5_000
TYPED = 40
"""Sites that somebody looks for, each typed letter by letter in one of the ways below."""

FIRST_ROWS = 60
SLOWEST_SECONDS = 0.1
FRAME_SECONDS = 0.016

TOWNS = ("城港街道", "永安街道", "沙河镇", "虎头镇", "驿道镇", "朱桥镇", "平里店镇", "程郭镇")
LETTERS = "恒锐清源通达金诚鑫海宏远华泰永丰瑞祥嘉和德信东升顺兴长盛万利天成广益中正安康龙江新力昌隆富民重行曾单石车"
TRADES = ("机械制造", "纸业", "铸造", "塑编", "食品", "建材", "物流", "电子科技", "木业", "石材", "化工", "汽车零部件")
ENDS = ("有限公司", "有限责任公司", "厂", "股份有限公司", "经营部", "合作社")


def rows() -> list[Row]:
    """Measure in one process, in a store that a person would have open."""
    with world.folder() as folder:
        say(f"site_search: a register of {SITES:,} sites")
        filled = apart(prepare, folder).result
        ran = apart(measure, folder)
    answers, drawn = ran.result
    answers.sort()
    at99 = answers[len(answers) * 99 // 100]
    note = (
        f"{len(answers):,} key presses; median {statistics.median(answers) * 1e3:.1f} ms, "
        f"slowest {answers[-1] * 1e3:.0f} ms; index filled behind in {filled:.0f} s"
    )
    keys = f"a key press over {SITES:,} sites, answered (99th percentile)"
    taken = "the same on the UI thread (slowest)"
    return [
        Row(keys, "—", at99, None, SLOWEST_SECONDS, ran.memory, note),
        Row(taken, "—", max(drawn), None, FRAME_SECONDS, ran.memory, "the ids taken over by the table"),
    ]


def prepare(folder: Path) -> float:
    """Make the store; return how long its index took, in seconds."""
    chance = random.Random(5)
    with world.new_store(folder / "a.fcstore") as store:
        for begin in range(0, SITES, AT_ONCE):
            store.write(partial(_some, chance=chance, begin=begin))
        started = time.perf_counter()
        while search.catch_up(store, search.SITES):
            pass
        return time.perf_counter() - started


def _some(transaction: Transaction, chance: random.Random, begin: int) -> str:
    for number in range(begin, min(begin + AT_ONCE, SITES)):
        transaction.append("site", new_id(), "", site(chance, number))
    return ""


def site(chance: random.Random, number: int) -> dict[str, object]:
    """Return the fields of one site of the register."""
    town = chance.choice(TOWNS)
    own = "".join(chance.choice(LETTERS) for _ in range(chance.choice((2, 2, 3))))
    return {
        "name": f"海晏市{own}{chance.choice(TRADES)}{chance.choice(ENDS)}",
        "kind": "enterprise",
        "credit_code": f"91370683{number:09d}{chance.choice('0123456789ABCDEFG')}",
        "town": town,
        "address": f"海晏市{town}工业{chance.choice('一二三四五六七八九')}路{chance.randrange(1, 400)}号",
        "sector": "industry_trade",
    }


def measure(folder: Path) -> tuple[list[float], list[float]]:
    """Return the seconds of each key press: until its first rows are there, and what the window does with the ids."""
    answers, drawn = [], []
    with Store.open(folder / "a.fcstore", world.PASSPHRASE) as store:
        model = PagedModel((), lambda _ids, _arrived: None)
        for typed in _presses(store):
            started = time.perf_counter()
            found = lists.site_ids(store.reader(), typed)
            lists.site_rows(store.reader(), found[:FIRST_ROWS])
            answers.append(time.perf_counter() - started)
            started = time.perf_counter()
            model.set_ids(found)
            drawn.append(time.perf_counter() - started)
    return answers, drawn


def _presses(store: Store) -> list[str]:
    """Return what stands in the search after each key: in names, pinyin, initials, codes, and addresses."""
    chance = random.Random(6)
    reader = store.reader()
    rows = lists.site_rows(reader, chance.sample(lists.site_ids(reader), TYPED))
    presses: list[str] = []
    for row in rows:
        own = site_terms.letters(row.name)[3:]
        read = [chance.choice(pinyin.readings(letter) or (letter,)) for letter in own[:5]]
        for text in (own, "".join(read), "".join(one[0] for one in read), row.credit_code, row.address[-9:]):
            presses += [text[:length] for length in range(1, len(text) + 1)]
    return presses
