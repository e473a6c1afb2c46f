"""Time, place and camera: as the camera wrote them, or not at all."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL.TiffImagePlugin import IFDRational

from fieldcheck import photos
from fieldcheck.photos import facts, sample
from tests.photos.pictures import corners, encoded, exif_of

YANTAI = {1: "N", 2: (37.0, 27.0, 49.36), 3: "E", 4: (121.0, 26.0, 52.1)}


def intake(details: dict[int, Any] | None = None, place: dict[int, Any] | None = None) -> photos.Facts:
    return photos.intake(encoded(corners(), exif=exif_of(1, details, place)), "a.jpg").facts


@pytest.mark.parametrize(
    ("tags", "wanted"),
    [
        ({0x9003: "2026:07:01 09:10:11"}, "2026-07-01T09:10:11"),
        ({0x9003: "2026:07:01 09:10:11", 0x9011: "+08:00"}, "2026-07-01T09:10:11+08:00"),
        ({0x9003: "2026:07:01 09:10:11", 0x9011: "Beijing"}, "2026-07-01T09:10:11"),
        ({0x9003: "2026:07:01 09:10:11\0\0"}, "2026-07-01T09:10:11"),
        ({0x9003: "0000:00:00 00:00:00"}, None),
        ({0x9003: "2026:02:30 09:10:11"}, None),
        ({0x9003: "    :  :     :  :  "}, None),
        ({0x9004: "2026:07:01 09:10:11"}, None),
        ({}, None),
    ],
)
def test_the_time_is_the_cameras_own_or_none(tags: dict[int, Any], wanted: str | None) -> None:
    assert intake(tags).taken_at == wanted


@pytest.mark.parametrize(
    ("place", "wanted"),
    [
        (YANTAI, ("37.463711111", "121.447805556")),
        ({**YANTAI, 1: "S", 3: "W"}, ("-37.463711111", "-121.447805556")),
        ({**YANTAI, 2: (37.5, 0.0, 0.0)}, ("37.5", "121.447805556")),
        ({1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)}, (None, None)),
        ({**YANTAI, 9: "V"}, (None, None)),
        ({**YANTAI, 9: "A"}, ("37.463711111", "121.447805556")),
        ({**YANTAI, 1: "?"}, (None, None)),
        ({**YANTAI, 2: (97.0, 0.0, 0.0)}, (None, None)),
        ({**YANTAI, 2: (37.0, 75.0, 0.0)}, (None, None)),
        ({**YANTAI, 2: (IFDRational(37, 0), 27.0, 49.0)}, (None, None)),
        ({**YANTAI, 2: (37.0, 27.0)}, (None, None)),
        ({1: "N", 2: (37.0, 27.0, 49.36)}, (None, None)),
        ({}, (None, None)),
    ],
)
def test_a_place_is_whole_or_none(place: dict[int, Any], wanted: tuple[str | None, str | None]) -> None:
    found = intake(place=place)
    assert (found.latitude, found.longitude) == wanted


@given(st.integers(0, 89), st.integers(0, 59), st.integers(1, 599_999))
def test_no_digit_of_a_place_is_lost(degrees: int, minutes: int, ten_thousandths: int) -> None:
    latitude, _ = facts.place(
        {
            1: "N",
            2: (IFDRational(degrees), IFDRational(minutes), IFDRational(ten_thousandths, 10_000)),
            3: "E",
            4: (IFDRational(121), IFDRational(26), IFDRational(52)),
        }
    )
    assert latitude is not None
    assert round(float(latitude) * 36_000_000) == (degrees * 60 + minutes) * 600_000 + ten_thousandths


def test_the_camera_is_named_once() -> None:
    assert intake().camera == "Canon EOS R5"
    assert facts.camera({0x010F: "Apple\0", 0x0110: "iPhone 15"}) == "Apple iPhone 15"
    assert facts.camera({}) == ""


@pytest.mark.filterwarnings("ignore::UserWarning:PIL.TiffImagePlugin")
def test_broken_metadata_does_not_keep_a_picture_out() -> None:
    whole = encoded(corners(), exif=exif_of(1, {0x9003: "2026:07:01 09:10:11"}, YANTAI))
    start = whole.index(b"Exif\0\0")
    for position in range(start + 6, start + 200):
        broken = whole[:position] + b"\xff\xff" + whole[position + 2 :]
        assert photos.intake(broken, "a.jpg").facts.format == "JPEG"


def test_the_sample_says_when_and_where() -> None:
    from datetime import datetime

    found = photos.intake(sample.draw(1, datetime(2026, 7, 1, 9, 10), 37.18, 119.94, size=(400, 300)), "a.jpg").facts
    assert found.taken_at == "2026-07-01T09:10:00+08:00"
    assert (found.latitude, found.longitude) == ("37.18", "119.94")
    assert found.camera == "FieldCheck sample"
