"""Stamps stand on copies alone: legible on light and dark, and the original keeps its bytes."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from fieldcheck import photos as engine
from fieldcheck.model.canonical import sha256_hex
from fieldcheck.model.document import DocumentKind, DocumentNumber
from fieldcheck.model.records import Document, Photo
from fieldcheck.operations import documents, photo_stamps, photos
from fieldcheck.photos import sample
from fieldcheck.store import Store
from fieldcheck.store.queries import records
from tests.bureau import add_site, answer_rest, begin, fail

ORDER = DocumentKind.RECTIFICATION_ORDER


def test_the_stamp_says_when_where_who_and_which(store: Store, tmp_path: Path) -> None:
    visit = begin(store, "machinery", site=add_site(store))
    [finding] = fail(store, visit, "MEC-10")
    data = sample.draw(1, datetime(2026, 6, 1, 9, 30), 37.5, 121.4)
    entity = photos.add(store, photos.Target(visit, finding), [photos.NewPhoto("a.jpg", data)]).main
    photo = records.get(store.reader(), Photo, entity)
    assert f"隐患{finding[-8:]}" in photo_stamps.lines(store.reader(), photo)[2]
    answer_rest(store, visit)
    order = documents.issue(store, visit, DocumentKind.RECTIFICATION_ORDER).main
    said = "\n".join(photo_stamps.lines(store.reader(), photo))
    known = ("2026-06-01 09:30", "（WGS84）", "莱山龙江塑编有限公司", "王䶮", "孙𬍛", "应急责改")
    for words in (*known, sha256_hex(data)[:16]):
        assert words in said
    path = tmp_path / "copy.jpg"
    photo_stamps.save(store.reader(), entity, path)
    assert path.read_bytes() == photo_stamps.stamped(store.reader(), photo)
    assert photos.original(store.reader(), photo) == data
    assert documents.pdf(store.reader(), order)


def test_the_photos_of_a_document_bear_its_number_where_stamps_are_asked_for(store: Store) -> None:
    visit = begin(store, "machinery", site=add_site(store))
    [finding] = fail(store, visit, "MEC-10")
    data = sample.draw(1, datetime(2026, 6, 1, 9, 30), 37.5, 121.4)
    entity = photos.add(store, photos.Target(visit, finding), [photos.NewPhoto("a.jpg", data)]).main
    photo = records.get(store.reader(), Photo, entity)
    answer_rest(store, visit)
    [plain] = documents.draft(store.reader(), visit, ORDER).photos
    [stamped] = documents.draft(store.reader(), visit, ORDER, stamped=True).photos
    assert plain.jpeg == photos.printed(store.reader(), photo)
    assert stamped.jpeg == photo_stamps.printed(store.reader(), photo, None) != plain.jpeg
    number = DocumentNumber("莱", "应急责改", 2026, 7)
    assert f"编号：{number}" in photo_stamps.lines(store.reader(), photo, number)[2]
    issued = documents.issue(store, visit, ORDER, stamped=True).main
    drawn = photo_stamps.printed(store.reader(), photo, records.get(store.reader(), Document, issued).number)
    assert drawn in documents.pdf(store.reader(), issued)
    assert photos.original(store.reader(), photo) == data


@pytest.mark.parametrize("ground", ["white", "black"])
def test_letters_stand_out_from_the_band_on_any_ground(ground: str) -> None:
    buffer = BytesIO()
    Image.new("RGB", (900, 600), ground).save(buffer, "PNG")
    lines = ("拍摄时间：2026-06-01 09:30", "检查对象：莱山龙江塑编有限公司" * 6)
    copy = engine.stamped_jpeg(buffer.getvalue(), lines, edge=900)
    grey = Image.open(BytesIO(copy)).convert("L")
    lowest, highest = grey.crop((0, 600 - 120, 900, 600)).getextrema()
    assert isinstance(lowest, int | float) and isinstance(highest, int | float)
    assert highest - lowest > 120
    above = 255 if ground == "white" else 0
    assert grey.crop((0, 0, 900, 300)).getextrema() == (above, above)
