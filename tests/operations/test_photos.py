"""Photos in the store: the original bytes, once; all of several or none; out with a reason and back."""

from __future__ import annotations

import hashlib
from datetime import datetime

import pytest

from fieldcheck.model.errors import PhotoError
from fieldcheck.model.records import Finding, Photo
from fieldcheck.model.values import Place
from fieldcheck.operations import edits, history, photos
from fieldcheck.operations.photos import NewPhoto, Target
from fieldcheck.photos import sample
from fieldcheck.store import Store
from fieldcheck.store.errors import RecordNotFound
from fieldcheck.store.queries import records
from tests.bureau import begin, fail

PICTURE = sample.draw(7, datetime(2026, 6, 1, 9, 30), 37.18, 119.94, size=(1600, 1200))


def test_a_photo_keeps_its_bytes_and_what_the_camera_wrote(store: Store) -> None:
    inspection = begin(store)
    (finding,) = fail(store, inspection, "MEC-10")
    target = Target(inspection, finding, "machinery", "MEC-10")
    entity = photos.add(store, target, [NewPhoto("IMG_1.jpg", PICTURE)]).main
    reader = store.reader()
    photo = records.get(reader, Photo, entity)
    assert photos.original(reader, photo) == PICTURE
    assert photo.sha256 == hashlib.sha256(PICTURE).hexdigest()
    assert (photo.size, photo.format, photo.width, photo.height) == (len(PICTURE), "JPEG", 1600, 1200)
    assert (photo.taken_at, photo.place) == ("2026-06-01T09:30:00+08:00", Place("37.18", "119.94"))
    assert (photo.file_name, photo.camera, photo.purpose) == ("IMG_1.jpg", "FieldCheck sample", "evidence")
    assert photos.thumbnail(reader, photo)[:2] == b"\xff\xd8"
    assert len(photos.thumbnail(reader, photo)) < len(photos.printed(reader, photo)) < len(PICTURE) * 2
    assert photos.of_finding(reader, records.get(reader, Finding, finding)) == [photo]


def test_the_same_picture_twice_is_one_set_of_bytes(store: Store) -> None:
    inspection = begin(store)
    photos.add(store, Target(inspection), [NewPhoto("a.jpg", PICTURE), NewPhoto("", PICTURE)])
    assert len(records.children(store.reader(), Photo, inspection)) == 2
    assert store.reader().value("SELECT count(*) FROM blob WHERE size = ?", (len(PICTURE),)) == 1


def test_of_several_pictures_all_or_none(store: Store) -> None:
    inspection = begin(store)
    with pytest.raises(PhotoError, match=r"notes\.txt"):
        photos.add(store, Target(inspection), [NewPhoto("a.jpg", PICTURE), NewPhoto("notes.txt", b"hello")])
    with pytest.raises(RecordNotFound):
        photos.add(store, Target("nowhere"), [NewPhoto("a.jpg", PICTURE)])
    assert records.children(store.reader(), Photo, inspection) == []
    assert store.reader().value("SELECT count(*) FROM blob WHERE size = ?", (len(PICTURE),)) == 0


def test_a_photo_goes_with_a_reason_and_comes_back(store: Store) -> None:
    inspection = begin(store)
    entity = photos.add(store, Target(inspection), [NewPhoto("a.jpg", PICTURE)]).main
    photos.set_caption(store, entity, "4号冲床")
    changes = photos.remove(store, entity, "模糊")
    assert records.find(store.reader(), Photo, entity) is None
    history.undo(store, changes)
    photo = records.get(store.reader(), Photo, entity)
    assert photo.caption == "4号冲床"
    assert photos.original(store.reader(), photo) == PICTURE


def test_what_a_photo_is_evidence_of_is_written_once(store: Store) -> None:
    entity = photos.add(store, Target(begin(store)), [NewPhoto("a.jpg", PICTURE)]).main
    for field, value in (("sha256", "0" * 64), ("taken_at", "2026-01-01T00:00"), ("file_name", "b.jpg")):
        with pytest.raises(edits.WrittenOnce):
            edits.edit(store, "photo", entity, {field: value})


def test_adding_several_is_undone_together(store: Store) -> None:
    inspection = begin(store)
    changes = photos.add(store, Target(inspection), [NewPhoto("a.jpg", PICTURE), NewPhoto("b.jpg", PICTURE)])
    history.undo(store, changes)
    assert records.children(store.reader(), Photo, inspection) == []
