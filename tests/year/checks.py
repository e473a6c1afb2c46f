"""What must hold of a county at the end of its year."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from datetime import date
from pathlib import Path

from openpyxl import load_workbook

from fieldcheck.model.document import WITHOUT_NUMBER, DocumentKind
from fieldcheck.model.lifecycle import HazardState
from fieldcheck.operations import hazards, imports, kept_content, ledger, stores
from fieldcheck.store import Store
from fieldcheck.store.queries import lists
from tests.year.world import Year, issued

LEVELS = {True: "重大", False: "一般"}


def check(year: Year) -> None:
    """Raise AssertionError where the bureau says something else than what was done."""
    bureau = year.land.bureau
    _hazards(year, bureau)
    _papers(year, bureau)
    _ledger(year, bureau)
    for store in (bureau, *year.laptops):
        assert stores.verify_store(store).problems == []
    _again(year, bureau)


def _hazards(year: Year, bureau: Store) -> None:
    reader = bureau.reader()
    assert {wanted.state for wanted in year.hazards.values()} == set(HazardState)
    for finding, wanted in year.hazards.items():
        found = hazards.life_of(reader, finding)
        assert (found.state, found.due, found.broken) == (wanted.state, wanted.due, ()), (finding, wanted)
    listed = lists.finding_rows(reader, lists.finding_ids(reader))
    states = {row.id: row.state for row in listed}
    standing = {f: e.state for f, e in year.hazards.items() if e.state is not HazardState.VOID}
    assert {finding: states.get(finding) for finding in standing} == standing


def _papers(year: Year, bureau: Store) -> None:
    made = issued(bureau)
    assert Counter(DocumentKind(one.kind or "") for one in made) == year.papers
    assert set(year.papers) == set(DocumentKind)
    numbered = [one for one in made if one.kind not in WITHOUT_NUMBER]
    assert len({str(one.number) for one in numbered if one.number}) == len(numbered)
    for one in {one.kind: one for one in made}.values():
        # What lies beside a document still gives its very bytes, so that a copy can bear the drawn signatures.
        assert kept_content.remade(bureau.reader(), one) is not None, one.kind


def _ledger(year: Year, bureau: Store) -> None:
    path = Path(year.land.folder) / "ledger.xlsx"
    ledger.write(bureau.reader(), path, made_on=date.today())
    rows = _rows(path)
    wanted = [one for one in year.hazards.values() if one.state is not HazardState.VOID]
    assert len(rows) == len(wanted)
    assert Counter(row["等级"] for row in rows) == Counter(LEVELS[one.major] for one in wanted)
    closed = Counter(one.closed_on for one in wanted if one.closed_on is not None)
    assert Counter(_day(row["销号日期"]) for row in rows if row["销号日期"]) == closed


def _rows(path: Path) -> list[dict[str, object]]:
    with closing(load_workbook(path, read_only=True)) as book:
        lines = [list(line) for line in book.worksheets[0].iter_rows(values_only=True)]
    head = next(index for index, line in enumerate(lines) if line and line[0] == "序号")
    titles = [str(title) for title in lines[head]]
    return [dict(zip(titles, line, strict=True)) for line in lines[head + 1 :] if isinstance(line[0], int)]


def _day(value: object) -> date:
    return value.date() if hasattr(value, "date") else date.fromisoformat(str(value))


def _again(year: Year, bureau: Store) -> None:
    """Import every package that went up once more, the last first: nothing is new and the digest stays."""
    before = stores.digest_store(bureau)
    sent = sorted(path for path in year.land.folder.iterdir() if path.suffix != ".xlsx")
    up = [verdict for verdict in imports.import_packages(bureau, sent[::-1]) if verdict.error is None]
    assert len(up) >= len(year.laptops)
    assert not any(verdict.changes for verdict in up)
    assert stores.digest_store(bureau) == before
