"""A county, and the city above it, in which everybody does anything, and packages arrive in any order and state."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path
from unittest.mock import patch

from fieldcheck.exchange.errors import StoreCopied
from fieldcheck.model.canonical import sha256_hex
from fieldcheck.model.identifiers import form_id, join_id, new_id
from fieldcheck.model.journal import DELETED, Standing
from fieldcheck.model.judgements import Join
from fieldcheck.model.kinds import KINDS
from fieldcheck.operations import conflicts, duplicates, edits, enrolment, sites
from fieldcheck.store import Transaction, blobs, devices, snapshots
from fieldcheck.store.errors import RecordWithdrawn
from fieldcheck.store.queries import conflicts as queries
from fieldcheck.store.queries import records
from tests.county import County
from tests.histories.actors import Actor, Page
from tests.histories.lives import Lives
from tests.histories.oracle import Deletion, Named, Oracle
from tests.histories.steps import Steps
from tests.histories.sticks import Flying, Sticks

NEWER = "from_tomorrow"
"""A field that this version does not know."""

FIELDS = {
    "site": ("address", "note", "alias", NEWER),
    "inspection": ("situation", "place_inspected"),
    "finding": ("description", "measure", "location", NEWER),
    "photo": ("caption",),
}
SAME_FIELD, SAME_VALUE = "status", "在用"
TOWNS = ("", "初家街道", "黄海路街道")
TOMORROW = "kind_from_tomorrow"


class World:
    """A bureau, its laptops, the sticks between them, and the oracle of what was typed.

    With `city`, the bureau belongs to one that sees its whole area.
    """

    def __init__(
        self, folder: Path, closing: ExitStack, laptops: int = 2, years: tuple[int, ...] = (0,), *, city: bool = False
    ) -> None:
        self.county = County(folder, closing)
        self.oracle = Oracle()
        self.records: list[Named] = []
        self.moved: set[Named] = set()
        self._stamps: dict[tuple[str, int], int] = {}
        clocks = cycle(years)
        self.bureau = Actor("局", self.county.bureau, folder / "局", next(clocks))
        self.laptops = [
            Actor(name, self.county.laptop(name), folder / name, next(clocks))
            for name in (f"{n}号" for n in range(1, laptops + 1))
        ]
        self.city = Actor("市", self.county.found_city(), folder / "市", next(clocks)) if city else None
        self.sticks = Sticks(self)
        self.lives = Lives(self, folder, closing)
        self.steps = Steps(self)

    @property
    def below(self) -> list[Actor]:
        """Return everybody who belongs to somebody: the laptops, and the bureau below a city."""
        return [*self.laptops, *([self.bureau] if self.city is not None else [])]

    @property
    def actors(self) -> list[Actor]:
        """Return everybody."""
        return [self.bureau, *self.laptops, *([self.city] if self.city is not None else [])]

    # What people do with records.

    def create_site(self, who: int, town: int) -> None:
        """Somebody adds a site; what a city adds is nobody else's yet."""
        actor = self.actor(who)
        if actor is self.city:
            return
        value = self.new_value()
        with actor.at_work():
            site = sites.create(actor.store, {"name": value, "town": TOWNS[town % len(TOWNS)]}).main
        self._made(actor, ("site", site), {"name": value})

    def create(self, who: int, kind: str, which: int) -> None:
        """Somebody records a visit, a finding or a photo at a site that is shown."""
        actor = self.actor(who)
        site = self.shown(actor, which, "site")
        if site is None:
            return
        entity, named = new_id(), self.new_value()
        values: dict[str, object] = {"site": site[1], FIELDS[kind][0]: named}
        if kind == "finding":
            values["inspection"] = "visit"
        if kind == "photo":
            values = {"caption": named, "inspection": site[1]}

        def work(transaction: Transaction) -> str:
            if kind == "photo":
                values["sha256"] = blobs.put(transaction, named.encode() * 50)
            transaction.append(kind, entity, site[1], values)
            return entity

        self.written(actor, work)
        self._made(actor, (kind, entity), {FIELDS[kind][0]: named})

    def look(self, who: int, which: int) -> None:
        """Somebody opens a record's page, and leaves it open."""
        actor = self.actor(who)
        record = self.shown(actor, which)
        if record is not None:
            actor.pages[record] = self._page(actor, record)

    def edit(self, who: int, which: int, field: int, *, fresh: bool) -> None:
        """Somebody types in a field: on the page that is open, or on one that shows what stands now."""
        actor = self.actor(who)
        record = self.shown(actor, which)
        if record is None:
            return
        name = FIELDS[record[0]][field % len(FIELDS[record[0]])]
        page = actor.pages.get(record)
        if page is None or fresh:
            page = actor.pages[record] = self._page(actor, record)
        self._type(actor, record, name, self.new_value(), page)

    def same(self, who: int, which: int) -> None:
        """Somebody types what others type there too, without looking."""
        actor = self.actor(who)
        site = self.shown(actor, which, "site")
        if site is not None:
            with actor.at_work():
                edits_or_nothing(actor, site, {SAME_FIELD: SAME_VALUE})

    def delete(self, who: int, which: int) -> None:
        """Somebody deletes a record that is shown, and that nobody moved."""
        actor = self.actor(who)
        record = self.shown(actor, which)
        if record is None or record in self.moved:
            return
        named = frozenset(number for numbers in self._page(actor, record).shown.values() for number in numbers)

        reason = f"重复录入，第{len(self.oracle.deletions) + 1}次，{self.new_value()}"

        def work(transaction: Transaction) -> str:
            transaction.delete(*record, reason)
            return record[1]

        if self.written(actor, work):
            self.oracle.deletions.append(Deletion(record, named, reason))

    def write_newer_kind(self, who: int) -> None:
        """Somebody's newer program writes a kind of record that this one does not know."""
        actor = self.actor(who)
        if actor is self.city:
            return
        entity, value = new_id(), self.new_value()

        def work(transaction: Transaction) -> str:
            with (
                patch.dict(KINDS, {TOMORROW: KINDS["site"]}),
                patch.object(Transaction, "_fold", lambda *_: None),
            ):
                transaction.append(TOMORROW, entity, "", {"what": value})
            return entity

        self.written(actor, work)
        self.typed_once(actor, (TOMORROW, entity), "what", value)

    def keep_form(self, who: int, version: int) -> None:
        """Somebody uses a version of a form; whoever uses the same one meets in one record."""
        definition = f'id = "gas"\nversion = "{version % 4}"\n'.encode()
        entity = form_id(sha256_hex(definition))

        def work(transaction: Transaction) -> str:
            sha256 = blobs.put(transaction, definition)
            transaction.append("form", entity, "", {"form": "gas", "version": str(version % 4), "sha256": sha256})
            return entity

        actor = self.actor(who)
        if actor is not self.city and not actor.shows(("form", entity)):
            self.written(actor, work)

    def forbid(self, who: int) -> None:
        """Somebody's program writes a decision, which only the bureau may."""
        actor = self.laptops[who % len(self.laptops)]
        entity, value = new_id(), self.new_value()

        def work(transaction: Transaction) -> str:
            with patch.object(Transaction, "_authorise", lambda *_: None):
                transaction.append("decision", entity, "", {"entity": value})
            return entity

        actor.rogue = True
        self.written(actor, work)
        self.typed_once(actor, ("decision", entity), "entity", value, counts=False)

    def decide(self, which: int, *, own_wording: bool) -> None:
        """A clerk of the bureau, or of the city, settles a conflict, with one of the values or with another."""
        clerk = self.city if self.city is not None and which % 2 else self.bureau
        open_ones = [one for one in conflicts.conflicts(clerk.reader) if one.field != DELETED]
        if not open_ones:
            return
        chosen = open_ones[which % len(open_ones)]
        record = (chosen.kind, chosen.entity)
        if chosen.field == SAME_FIELD:
            raise AssertionError("the same value is no conflict")
        page = self._page(clerk, record)
        value = self.new_value() if own_wording and chosen.field != NEWER else str(chosen.values[-1].value)
        with clerk.at_work():
            conflicts.decide(clerk.store, chosen, value, "现场照片")
        self._typed(clerk, record, chosen.field, value, page, decided=True)

    def judge(self, which: int, other: int, *, same: bool) -> None:
        """A clerk says that two sites are one, or are not; about a pair that was judged, that nobody knows any more."""
        pair = [self.shown(self.bureau, number, "site") for number in (which, other)]
        one, two = (record[1] if record is not None else "" for record in pair)
        if not one or not two or one == two:
            return
        judged = records.find(self.bureau.reader, Join, join_id("site", one, two))
        with self.bureau.at_work():
            if judged is None:
                duplicates.judge(self.bureau.store, "site", one, two, "现场核实", same=same)
            else:
                duplicates.take_back(self.bureau.store, "site", one, two, "再核实")

    # What becomes of areas.

    def change_city_area(self, town: int) -> None:
        """The city may see one town from now on, or all; the answer arrives at once."""
        if self.city is not None:
            towns = [TOWNS[town % len(TOWNS)]] if town % len(TOWNS) else []
            with self.city.at_work():
                self.county.join(self.city.store, self.bureau.store, *towns)

    def move(self, which: int, town: int) -> None:
        """Somebody at the bureau corrects the town of a site; the oracle knows no towns, so none that was deleted."""
        site = self.shown(self.bureau, which, "site")
        if site is not None and site not in {deletion.record for deletion in self.oracle.deletions}:
            self.moved.add(site)
            with self.bureau.at_work():
                edits.edit(self.bureau.store, *site, {"town": TOWNS[town % len(TOWNS)] or None})

    def change_area(self, who: int, town: int) -> None:
        """The bureau gives a laptop another area; the answer arrives at once."""
        laptop = self.laptops[who % len(self.laptops)]
        towns = [TOWNS[town % len(TOWNS)]] if town % len(TOWNS) else []
        self.enrol(laptop, *towns)

    def enrol(self, laptop: Actor, *towns: str) -> None:
        """The bureau takes a laptop in, perhaps again; the answer arrives at once."""
        with laptop.at_work():
            asked = enrolment.read_request(enrolment.request(laptop.store, laptop.name))
        with self.bureau.at_work():
            written = enrolment.approve(self.bureau.store, asked, self.county.folder, towns=towns, grants=())
        with laptop.at_work():
            try:
                offer = enrolment.offer(laptop.store, written.path)
            except StoreCopied as error:
                self.lives.forked(Flying(laptop, self.bureau, written.path), error)
                return
            enrolment.accept(laptop.store, written.path, offer.words)

    def take_in(self, actor: Actor) -> None:
        """A store that took another identity is taken in again, a laptop by the bureau, the bureau by the city."""
        if actor is not self.bureau:
            self.enrol(actor)
        elif self.city is not None:
            with self.city.at_work():
                self.county.join(self.city.store, actor.store)

    # What holds at any moment.

    def watch(self, actor: Actor) -> None:
        """Raise AssertionError where a store shows what it must not, though packages are still on their way."""
        replaced = self.oracle.replaced()
        for (record, name), numbers in actor.own.items():
            if record[0] not in FIELDS:
                continue
            standing = {str(value) for value, _, _ in actor.values(record).get(name, [])}
            for number in numbers - replaced:
                assert self.oracle.typed[number].value in standing, (actor.name, self.oracle.typed[number])
        for row in queries.conflicts(actor.reader):
            record = (row.kind, row.entity)
            stand = [(one, self._number(record, row.field, one.value, one.device, one.seq)) for one in row.values]
            behind = {old for _, number in stand if number is not None for old in self.oracle.behind(number)}
            # Of what a store wrote again and nobody was sent yet, nobody can tell it that it was replaced.
            known = {number for one, number in stand if not self._is_unsent(actor, one)}
            assert not behind & known, (actor.name, row)

    def _is_unsent(self, actor: Actor, value: Standing) -> bool:
        own = devices.own(actor.reader)
        return actor in self.laptops and value.device == own.id and value.seq > self._told(actor).get(own.id, 0)

    def _told(self, actor: Actor) -> dict[str, int]:
        return snapshots.newest(actor.reader)[1]

    # Helpers.

    def stamp(self, number: int) -> tuple[str, int] | None:
        """Return the change (device, seq) that a decided value is; None for one that is known by its text."""
        return next((stamp for stamp, decided in self._stamps.items() if decided == number), None)

    def actor(self, who: int) -> Actor:
        return self.actors[who % len(self.actors)]

    def new_value(self) -> str:
        return f"文字{self.oracle.count + 1}号"

    def shown(self, actor: Actor, which: int, kind: str | None = None) -> Named | None:
        among = [record for record in self.records if kind in (None, record[0])]
        record = among[which % len(among)] if among else None
        return record if record is not None and actor.shows(record) else None

    def _page(self, actor: Actor, record: Named) -> Page:
        shown = {
            name: frozenset(filter(None, (self._number(record, name, *value) for value in values)))
            for name, values in actor.values(record).items()
        }
        return Page(shown, actor.seen(record))

    def _number(self, record: Named, name: str, value: object, device: str, seq: int) -> int | None:
        """Return the number of the value that stands: of a decision by its change, of all others by their text."""
        stamped = self.oracle.typed.get(self._stamps.get((device, seq), 0))
        if stamped is not None and stamped.field == name:
            return stamped.number
        typed = (
            one for one in self.oracle.typed.values() if (one.record, one.field, one.value) == (record, name, value)
        )
        return next((one.number for one in typed), None)

    def _type(self, actor: Actor, record: Named, name: str, value: str, page: Page) -> None:
        def work(transaction: Transaction) -> str:
            if name == NEWER:
                transaction.append(record[0], record[1], "", {name: value}, page.seen.get(name, {}))
            else:
                edits.apply(transaction, record[0], record[1], {name: value}, page.seen.get(name, {}))
            return record[1]

        if self.written(actor, work):
            self._typed(actor, record, name, value, page)
            assert value in {shown for shown, _, _ in actor.values(record)[name]}, (actor.name, record, name)

    def _typed(self, actor: Actor, record: Named, name: str, value: str, page: Page, *, decided: bool = False) -> None:
        own = actor.own.setdefault((record, name), set())
        made = self.oracle.add(record, name, value, page.shown.get(name, frozenset()) | frozenset(own))
        own.add(made.number)
        if decided:
            # Its text may have been typed before; and the decision's own record comes after the change of the field.
            device = devices.own(actor.reader)
            self._stamps[device.id, device.seq - 1] = made.number

    def _made(self, actor: Actor, record: Named, values: dict[str, str]) -> None:
        self.records.append(record)
        for name, value in values.items():
            self.typed_once(actor, record, name, value)

    def typed_once(self, actor: Actor, record: Named, name: str, value: str, *, counts: bool = True) -> None:
        made = self.oracle.add(record, name, value, frozenset(), counts=counts)
        actor.own.setdefault((record, name), set()).add(made.number)

    def written(self, actor: Actor, work: Callable[[Transaction], str]) -> bool:
        """Write; return whether the record could still be written."""
        try:
            with actor.at_work():
                actor.store.write(work)
        except RecordWithdrawn:
            return False
        return True


def edits_or_nothing(actor: Actor, record: Named, values: dict[str, object]) -> None:
    """Set fields without having looked, where the record can still be written."""
    try:
        edits.edit(actor.store, *record, values, seen={})
    except RecordWithdrawn:
        return
