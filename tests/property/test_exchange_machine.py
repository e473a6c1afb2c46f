"""Two laptops and a bureau, packages in any order, lost and repeated: the same knowledge shows the same records."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from fieldcheck.operations import conflicts, imports, packages, sites, stores
from fieldcheck.operations.imports import Outcome
from fieldcheck.store import Store, Transaction, devices
from fieldcheck.store.queries import exchange
from tests.county import county, record_digests

FIELDS = ("address", "note", "alias")
WHO = st.integers(0, 2)
SITE = st.integers(0, 3)


class Exchange(RuleBasedStateMachine):
    """Actor 0 is the bureau, 1 and 2 are laptops; `flying` are packages that were written, with their addressee."""

    def __init__(self) -> None:
        super().__init__()
        self.closing = ExitStack()
        folder = self.closing.enter_context(tempfile.TemporaryDirectory())
        self.county = self.closing.enter_context(county(Path(folder)))
        self.sites: list[str] = []
        self.flying: list[tuple[Store, Path]] = []
        self.typed: set[tuple[str, str, str]] = set()

    @initialize()
    def enrol(self) -> None:
        """Begin with one site that everybody knows."""
        self.sites.append(sites.create(self.county.bureau, {"name": "水库0"}).main)
        self.actors = [self.county.bureau, self.county.laptop("一号"), self.county.laptop("二号")]

    @rule(who=WHO)
    def create(self, who: int) -> None:
        """Somebody adds a site."""
        self.sites.append(sites.create(self.actors[who], {"name": f"水库{len(self.sites)}"}).main)

    @rule(who=WHO, place=SITE, field=st.sampled_from(FIELDS), value=st.integers(0, 3))
    def edit(self, who: int, place: int, field: str, value: int) -> None:
        """Somebody edits a site that is shown."""
        store, site = self.actors[who], self.sites[place % len(self.sites)]
        if self._shown(store, site):
            changes = sites.edit_site(store, site, {field: f"{field} {value}"})
            if changes.entities:
                self.typed.add((site, field, f"{field} {value}"))

    def _shown(self, store: Store, site: str) -> bool:
        row = store.reader().row("SELECT name FROM site WHERE id = ? AND NOT _deleted", (site,))
        return row is not None and row[0] is not None

    @rule(who=WHO, place=SITE)
    def delete(self, who: int, place: int) -> None:
        """Somebody deletes a site."""
        store, site = self.actors[who], self.sites[place % len(self.sites)]

        def work(transaction: Transaction) -> str:
            transaction.delete("site", site, "重复")
            return site

        store.write(work)

    @rule(laptop=st.integers(1, 2), again=st.booleans())
    def write_up(self, laptop: int, again: bool) -> None:
        """A laptop writes a package."""
        try:
            written = self.county.up(self.actors[laptop], again=again)
        except packages.NothingToSend:
            return
        self.flying.append((self.county.bureau, written.path))

    @rule(laptop=st.integers(1, 2))
    def write_down(self, laptop: int) -> None:
        """The bureau writes a package."""
        self.flying.append((self.actors[laptop], self.county.down(self.actors[laptop]).path))

    @precondition(lambda self: bool(self.flying))
    @rule(which=st.integers(0, 100))
    def arrive(self, which: int) -> None:
        """Any package arrives, an old one too; it stays on the stick and can come again."""
        store, path = self.flying[which % len(self.flying)]
        verdict = imports.import_packages(store, [path])[0]
        assert verdict.outcome in (Outcome.IMPORTED, Outcome.NOTHING_NEW, Outcome.WAITING), verdict.error

    @rule(place=st.integers(0, 3))
    def decide(self, place: int) -> None:
        """The bureau settles a conflict."""
        open_ones = conflicts.conflicts(self.county.bureau.reader())
        if open_ones:
            chosen = open_ones[place % len(open_ones)]
            conflicts.decide(self.county.bureau, chosen, chosen.values[-1].value, "照片")

    def teardown(self) -> None:
        """Let everything arrive; then everybody shows the same, and everything that was typed is there."""
        try:
            if self.sites:
                self._settle()
                self._compare()
        finally:
            self.closing.close()

    def _settle(self) -> None:
        for laptop in self.actors[1:]:
            try:
                path = self.county.up(laptop, again=True).path
            except packages.NothingToSend:
                continue
            verdict = imports.import_packages(self.county.bureau, [path])[0]
            assert verdict.error is None
        for laptop in self.actors[1:]:
            assert self.county.send_down(laptop).error is None

    def _compare(self) -> None:
        at_the_bureau = record_digests(self.county.bureau).items()
        arrived = exchange.known_vector(self.county.bureau.reader())
        for store in self.actors:
            assert stores.verify_store(store).problems == []
            assert record_digests(store).items() <= at_the_bureau
            own = devices.own(store.reader())
            assert arrived.get(own.id, 0) == own.seq
        bodies = [row[0].decode() for row in self.county.bureau.reader().rows("SELECT body FROM journal")]
        for site, field, value in self.typed:
            assert any(site in body and f'"{field}":"{value}"' in body for body in bodies)


TestExchange = Exchange.TestCase
EXAMPLES = settings.default.max_examples if settings.default is not None else 100
TestExchange.settings = settings(
    max_examples=12 if EXAMPLES == 100 else EXAMPLES, stateful_step_count=20, deadline=None
)
