"""`python -m tests.kill.filler STORE SEED`: an inspector who never stops; a line after each write shown as saved.

A line is JSON: {"kind", "entity", "field", "value"}; a photo's value is its SHA-256, a document's that of its PDF,
a draft's the text so far.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from itertools import count
from pathlib import Path
from random import Random

from fieldcheck.model.canonical import sha256_hex
from fieldcheck.model.document import DocumentKind
from fieldcheck.model.records import Photo
from fieldcheck.operations import documents, drafts, findings, forms, inspections, photos, stores
from fieldcheck.photos import sample
from fieldcheck.store import Store
from fieldcheck.store.queries import records
from tests.bureau import AUTHOR, answer_rest, begin, fail
from tests.stores import PASSPHRASE


def shown_as_saved(kind: str, entity: str, field: str, value: str) -> None:
    """Say to the outside what the window would now draw as saved."""
    print(json.dumps({"kind": kind, "entity": entity, "field": field, "value": value}), flush=True)  # noqa: T201


def answer(store: Store, inspection: str, random: Random) -> None:
    """Answer one item of the form."""
    item = random.choice([item.id for item in forms.shipped()["machinery"].items() if item.finding])
    value = random.choice(["pass", "fail", "not_applicable"])
    before = store.reader().value("SELECT count(*) FROM journal")
    entity = inspections.answer(store, inspection, "machinery", item, value, AUTHOR).main
    if store.reader().value("SELECT count(*) FROM journal") > before:
        shown_as_saved("answer", entity, "value", value)


def word(store: Store, inspection: str, random: Random, number: int) -> None:
    """Word one of the findings."""
    standing = findings.standing(store.reader(), inspection)
    if standing:
        entity, text = random.choice(standing).id, f"隐患描述第{number}稿"
        findings.edit(store, entity, {"description": text}, AUTHOR)
        shown_as_saved("finding", entity, "description", text)


def photograph(store: Store, inspection: str, random: Random) -> None:
    """Add a photo."""
    data = sample.draw(random.randrange(10**9), datetime(2026, 6, 1), 37.1, 119.9, size=(640, 480))
    entity = photos.add(store, photos.Target(inspection), [photos.NewPhoto("a.jpg", data)], AUTHOR).main
    shown_as_saved("photo", entity, "sha256", records.get(store.reader(), Photo, entity).sha256 or "")


def type_on(store: Store, inspection: str, number: int) -> None:
    """Type a little more into the situation of the visit; it is a draft until the field is left."""
    text = "企业正常生产" + "，继续检查" * number
    drafts.keep(store, "inspection", inspection, "", "situation", text, AUTHOR)
    shown_as_saved("draft", inspection, "situation", text)


def issue(store: Store, random: Random) -> None:
    """Fill another visit and issue its order."""
    inspection = begin(store, "machinery")
    fail(store, inspection, "MEC-10")
    answer_rest(store, inspection)
    entity = documents.issue(store, inspection, DocumentKind.RECTIFICATION_ORDER, AUTHOR).main
    shown_as_saved("document", entity, "sha256", sha256_hex(documents.pdf(store.reader(), entity)))


def main(path: Path, seed: int) -> None:
    """Work until killed."""
    random = Random(seed)
    store = stores.open_store(path, PASSPHRASE)
    inspection = begin(store, "machinery")
    shown_as_saved("inspection", inspection, "place_inspected", "一车间")
    for number in count(1):
        chance = random.random()
        if chance < 0.6:
            answer(store, inspection, random)
        elif chance < 0.75:
            word(store, inspection, random, number)
        elif chance < 0.9:
            type_on(store, inspection, number)
        elif chance < 0.99:
            photograph(store, inspection, random)
        else:
            issue(store, random)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
