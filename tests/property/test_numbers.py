"""No two documents get one number, whatever laptops, bureau and city do in whatever order (P7)."""

from __future__ import annotations

import tempfile
from collections import Counter
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldcheck.model.document import DocumentKind
from fieldcheck.model.identifiers import new_id
from fieldcheck.operations import case_numbers, number_report, numbers, packages, profile
from fieldcheck.operations.numbers import ALL, SERIES_CODES, Grant
from fieldcheck.store import Store, Transaction, devices
from fieldcheck.store.queries import numbers as standing
from fieldcheck.store.verify import verify
from tests.county import County, county

YEAR = date.today().year
KINDS = tuple(DocumentKind)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("document", "document", "case", "void", "grant", "alike", "city", "up", "down", "toggle")),
        st.integers(0, 2),
        st.integers(0, 5),
    ),
    min_size=8,
    max_size=40,
)


class Numbering:
    """A bureau below a city and its laptops; documents are written without pages, numbered by the program."""

    def __init__(self, land: County) -> None:
        self.land = land
        self.laptops = [land.laptop("一号"), land.laptop("二号")]
        land.found_city()
        self.stores = [land.bureau, *self.laptops]
        self.visits: list[str] = []
        self.used: Counter[str] = Counter()

    def step(self, name: str, who: int, number: int) -> None:
        """Do one thing; what the program refuses is not done."""
        store = self.stores[who]
        if name in ("document", "case"):
            if name == "case" or not self.visits:
                self.visits.append(new_id())
            self._document(store, KINDS[number % len(KINDS)], self.visits[number % len(self.visits)])
        elif name == "void":
            self._void(store, KINDS[number % len(KINDS)])
        elif name == "toggle":
            on = profile.current(self.land.bureau.reader()).case_serials
            profile.save(self.land.bureau, {"case_serials": not on})
        else:
            self._between(name, who, number)

    def _between(self, name: str, who: int, number: int) -> None:
        laptop = self.laptops[who % 2]
        if name in ("grant", "alike"):
            code = ALL if name == "alike" else SERIES_CODES[KINDS[number % len(KINDS)]]
            self._grant(self.land.bureau, devices.own(laptop.reader()).id, Grant(code, YEAR, 1 + number))
        elif name == "city":
            city, bureau = self.land.city, devices.own(self.land.bureau.reader()).id
            assert city is not None
            self._grant(city, bureau, Grant(SERIES_CODES[KINDS[number % len(KINDS)]], YEAR, 3 + number))
            self.land.send_down(self.land.bureau)
        elif name == "up":
            self._send_up(laptop)
        else:
            self.land.send_down(laptop)

    def _grant(self, store: Store, device: str, wanted: Grant) -> None:
        try:
            numbers.grant(store, device, wanted)
        except numbers.BlockTooSmall:
            return

    def _send_up(self, laptop: Store) -> None:
        try:
            assert not self.land.send_up(laptop).twice
        except packages.NothingToSend:
            return

    def _document(self, store: Store, kind: DocumentKind, visit: str) -> None:
        def work(transaction: Transaction) -> str:
            bureau = profile.current(transaction)
            number = case_numbers.next_for(transaction, bureau, kind, YEAR, visit).number
            transaction.append("document", new_id(), visit, {"kind": kind, "number": number})
            self.used[str(number)] += 1
            return ""

        try:
            store.write(work)
        except numbers.NumbersExhausted:
            return

    def _void(self, store: Store, kind: DocumentKind) -> None:
        bureau = profile.current(store.reader())
        try:
            number = numbers.next_number(store.reader(), bureau, kind, YEAR)
            number_report.void(store, number.code, YEAR, number.serial, "作废")
        except (numbers.NumbersExhausted, number_report.NumberNotOwn):
            return
        self.used[str(number)] += 1

    def check(self) -> None:
        """Bring everything together and look."""
        for laptop in self.laptops:
            self._send_up(laptop)
        assert max(self.used.values(), default=1) == 1
        assert not standing.twice(self.land.bureau.reader())
        assert not [one.code for one in verify(self.land.bureau.reader()).problems if one.code.startswith("number")]


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_no_number_is_given_twice(steps: list[tuple[str, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder, county(Path(folder)) as land:
        numbering = Numbering(land)
        for step in steps:
            numbering.step(*step)
        numbering.check()
