"""Whatever a bureau's store holds, an enterprise's package holds nothing outside the allow-list and its own matters."""

from __future__ import annotations

import json
import random
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import settings

from fieldcheck.model.authority import STAYS_OPEN
from fieldcheck.model.canonical import Json
from fieldcheck.model.enterprise import DOCUMENTS, PHOTOS, SHOWN, Mask
from fieldcheck.model.kinds import KINDS, STEPS
from fieldcheck.model.papers import Service
from fieldcheck.model.records import Document, Finding, Inspection, Photo, Signing
from fieldcheck.operations import packages, stores
from fieldcheck.operations.verdicts import Outcome
from fieldcheck.store import Store, Transaction, blobs, devices
from fieldcheck.store.errors import NotAuthorised
from fieldcheck.store.queries import details, records
from tests import forging
from tests.bureau import add_site
from tests.county import County, county, take
from tests.merging import delete, own_id

EXAMPLES = 2 if settings.default is None or settings.default.max_examples == 100 else 40
SECRET = re.compile("秘([0-9]+)。")
ROUNDS = 12


class Office:
    """A bureau in which anybody writes anything about two sites; each text and each file holds a number of its own."""

    def __init__(self, land: County, seed: int) -> None:
        self.land, self.random = land, random.Random(seed)
        self.sites = [add_site(land.bureau, name) for name in ("本企业", "别的企业")]
        self.unit = land.enterprise(self.sites[0])
        self.written: dict[str, tuple[str, str, str]] = {}
        self.ids: dict[str, list[str]] = {"site": list(self.sites)}
        self.put(self.unit, "inspection", "own", self.sites[0], {"site": self.sites[0], "visit_kind": "self_check"})

    def secret(self, kind: str, entity: str, field: str) -> str:
        number = str(len(self.written) + 1)
        self.written[number] = (kind, entity, field)
        return f"秘{number}。"

    def put(self, store: Store, kind: str, entity: str, of: str, values: dict[str, Json], *, file: bool = True) -> None:
        def work(transaction: Transaction) -> str:
            sha256 = ""
            if kind in ("photo", "document", "form") and file:
                sha256 = blobs.put(transaction, self.secret(kind, entity, "sha256").encode())
            transaction.append(kind, entity, of, {**values, **({"sha256": sha256} if sha256 else {})})
            return entity

        store.write(work, "" if store is self.unit else "秘密的人")
        self.ids.setdefault(kind, []).append(entity)

    def some(self, kind: str) -> str:
        return self.random.choice(self.ids.get(kind, ["nobody"]))

    def noise(self, kind: str, entity: str) -> dict[str, Json]:
        """Return values of some fields, known and not, of the right shape and not."""
        names = self.random.sample([*KINDS[kind].fields, "from_tomorrow"], k=3)
        return {name: self.value(kind, entity, name) for name in names if name != "sha256"}

    def value(self, kind: str, entity: str, name: str) -> Json:
        if name in ("site", "inspection", "finding", "document") and self.random.random() < 0.7:
            return self.some(name)
        text = self.secret(kind, entity, name)
        shapes: list[Json] = [
            text,
            [text],
            {"name": text, "from_tomorrow": text},
            {"level": "major", "by": text, "at": ""},
        ]
        return self.random.choice(shapes)

    def case(self) -> None:
        """A visit with a hazard, a paper and what follows, of one of the sites; some of it missing or mixed up."""
        number, site = len(self.written), self.random.choice(self.sites)
        visit, finding, document = f"v{number}", f"f{number}", f"d{number}"
        bureau, chance = self.land.bureau, self.random.random
        self.put(bureau, "inspection", visit, site, {**self.noise("inspection", visit), "site": site})
        self.put(
            bureau, "finding", finding, visit, {**self.noise("finding", finding), "inspection": visit, "site": site}
        )
        named: Json = [finding, self.some("finding")] if chance() < 0.3 else [finding]
        kind = self.random.choice(["rectification-order", "problem-list", "assignment-slip", "from-tomorrow"])
        values: dict[str, Json] = {"kind": kind, "inspection": visit, "site": site, "findings": named}
        self.put(bureau, "document", document, visit, {**self.noise("document", document), **values})
        if chance() < 0.7:
            result = self.random.choice(["signed", "signed", "refused"])
            signing = {**self.noise("signing", f"g{number}"), "document": document, "result": result}
            self.put(bureau, "signing", f"g{number}", document, signing)
        if chance() < 0.3:
            service = {**self.noise("service", f"s{number}"), "document": document, "method": "mail"}
            self.put(bureau, "service", f"s{number}", document, service)
        photo = {
            **self.noise("photo", f"p{number}"),
            "finding": finding,
            "purpose": self.random.choice(["evidence", "service"]),
        }
        self.put(bureau, "photo", f"p{number}", visit, photo)
        for step in self.random.sample(STEPS, k=3):
            self.put(
                bureau, step, f"{step}{number}", finding, {**self.noise(step, step + str(number)), "finding": finding}
            )

    def stray(self) -> None:
        """Somebody writes something anywhere: the bureau, or the enterprise as if a record of others were its own."""
        kind = self.random.choice(sorted(KINDS.keys() - {"profile", "enrolment", "site"}))
        known = self.ids.get(kind, [])
        entity = self.random.choice(known) if known and self.random.random() < 0.6 else f"{kind}-{len(self.written)}"
        values = {**self.noise(kind, entity), KINDS[kind].created_by: "x"}
        if kind in ("inspection", "finding", "photo", "rectification", "answer") and self.random.random() < 0.5:
            own: dict[str, Json] = {"visit_kind": "self_check", "on_spot": None, "site": self.sites[0]}
            values |= {name: value for name, value in own.items() if name in KINDS[kind].fields}
            with suppress(NotAuthorised):
                self.put(self.unit, kind, entity, self.some("inspection"), values)
        elif entity not in known or kind not in STAYS_OPEN:
            self.put(self.land.bureau, kind, entity, self.some("inspection"), values)
        elif kind == "photo":
            self.put(self.land.bureau, kind, entity, "", {"finding": self.some("finding")}, file=False)
        else:
            delete(self.land.bureau, kind, entity, self.secret(kind, entity, "deleted"))

    def matters(self) -> set[tuple[str, str]]:
        """Return the records that the enterprise may know of, said once more in other words."""
        reader, site = self.land.bureau.reader(), self.sites[0]
        visits = {one.id for one in records.everything(reader, Inspection) if one.site == site}
        findings = {one.id for one in records.everything(reader, Finding) if one.site == site}
        signed = {one.document for one in records.everything(reader, Signing) if one.result == "signed"}
        served = signed | {one.document for one in records.everything(reader, Service) if one.method}
        papers = [
            one
            for one in records.everything(reader, Document)
            if one.site == site
            and one.inspection in visits
            and one.kind in set(DOCUMENTS)
            and one.id in served
            and findings.issuperset(one.findings or ())
        ]
        named = {finding for one in papers for finding in one.findings or ()}
        found = {("site", site), *(("document", one.id) for one in papers), *(("finding", one) for one in named)}
        photos = (one for one in records.everything(reader, Photo) if one.purpose in PHOTOS and one.finding in named)
        steps = [kind for kind in STEPS if kind in SHOWN]
        below = {("finding", kind): named for kind in steps} | {
            ("document", kind): served for kind in ("signing", "service")
        }
        for (above, kind), of in below.items():
            every: list[Any] = records.everything(reader, KINDS[kind].record)
            found |= {(kind, one.id) for one in every if getattr(one, above) in of}
        return found | {("photo", one.id) for one in photos} | {("inspection", visit) for visit in visits}


def check(office: Office, plain: bytes) -> int:
    """Check a package, and return how many of the bureau's texts and files it tells."""
    allowed, own = office.matters(), own_id(office.unit)
    mine = _typed_by(office, own)
    told = set(SECRET.findall(plain.decode("utf-8", "ignore")))
    for number in told - mine:
        kind, entity, field = office.written[number]
        assert SHOWN.get(kind, {}).get(field) is Mask.WHOLE, (kind, field)
        assert (kind, entity) in allowed, (kind, entity)
    assert "秘密的人" not in "".join(map(_authors, _lines(plain, own)))
    for line in _lines(plain, own):
        assert line["kind"] in SHOWN
        foreign = {name for name, values in line["fields"].items() if any(value[1] != own for value in values)}
        assert foreign <= SHOWN[line["kind"]].keys() | {"deleted"}
    return len(told - mine)


def check_arrival(office: Office, path: Path) -> None:
    """The package is taken in, and what the enterprise wrote itself stands there as it does at the bureau."""
    unit, bureau = office.unit, office.land.bureau
    for outcome in (Outcome.IMPORTED, Outcome.NOTHING_NEW):
        verdict = take(unit, path)
        assert (verdict.outcome, verdict.error) == (outcome, None)
    for store in (unit, bureau):
        # Photos of which nobody has the bytes are part of the mess.
        assert {problem.code for problem in stores.verify_store(store).problems} <= {"blob_missing"}
    own = own_id(unit)
    named = unit.reader().rows(
        "SELECT DISTINCT kind, entity FROM journal WHERE device = (SELECT number FROM device WHERE id = ?)", (own,)
    )
    for kind, entity in named:
        here, there = (_standing_of(store, kind, entity, own) for store in (unit, bureau))
        assert here == there, (kind, entity)


def _standing_of(store: Store, kind: str, entity: str, device: str) -> set[tuple[str, int]]:
    values = details.standing_values(store.reader(), kind, entity)
    return {(value.field, value.seq) for value in values if value.device == device}


def _typed_by(office: Office, device: str) -> set[str]:
    rows = office.unit.reader().rows(
        "SELECT CAST(body AS TEXT) FROM journal WHERE device = (SELECT number FROM device WHERE id = ?)", (device,)
    )
    texts = {number for (body,) in rows for number in SECRET.findall(body)}
    files = {bytes(data).decode() for (data,) in office.unit.reader().rows("SELECT data FROM blob")}
    named = {row[0] for row in office.unit.reader().rows("SELECT id FROM photo")}
    return texts | {
        n for n, (k, e, f) in office.written.items() if f == "sha256" and e in named and f"秘{n}。" in files
    }


def _lines(plain: bytes, own: str) -> list[dict[str, Any]]:
    members = forging.members_of(plain)
    return [json.loads(line) for line in members["package/data/records.jsonl"].splitlines()]


def _authors(line: dict[str, Any]) -> str:
    return "".join(value[4] for values in line["fields"].values() for value in values)


def test_nothing_outside_the_allow_list_reaches_an_enterprise(tmp_path: Path) -> None:
    told = 0
    for seed in range(EXAMPLES):
        folder = tmp_path / str(seed)
        folder.mkdir()
        with county(folder) as land:
            office = Office(land, seed)
            for _ in range(ROUNDS):
                office.case()
                office.stray()
                office.stray()
            land.send_up(office.unit)
            written = packages.export(land.bureau, own_id(office.unit), land.folder)
            identity = devices.own_identity(office.unit.reader()).identity
            told += check(office, forging.opened(written.path, identity))
            check_arrival(office, written.path)
    assert told > EXAMPLES * 2
