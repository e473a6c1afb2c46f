"""What the camera wrote down about a picture: read where it makes sense, never invented."""

from __future__ import annotations

import re
import struct
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from numbers import Rational
from typing import Any

from PIL import Image

_MAKE, _MODEL, _ORIENTATION = 0x010F, 0x0110, 0x0112
_DETAILS, _PLACE = 0x8769, 0x8825
_DATE_TIME_ORIGINAL, _OFFSET_ORIGINAL = 0x9003, 0x9011
_LATITUDE_REF, _LATITUDE, _LONGITUDE_REF, _LONGITUDE, _STATUS = 1, 2, 3, 4, 9

_OFFSET = re.compile(r"[+-](0\d|1[0-4]):[0-5]\d")
_STEP = Decimal("1e-9")
"""A tenth of a millimetre: finer than the last digit of any camera, so none is lost."""

_UNREADABLE = (SyntaxError, ValueError, TypeError, KeyError, IndexError, OSError, struct.error)
"""What Pillow raises on metadata that is not what its format says; the picture itself may be whole."""

# Pillow also tells of broken metadata by warnings; here what is broken counts as not written.
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.TiffImagePlugin")

Tags = Mapping[int, Any]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a picture; `width` and `height` in pixels as it is seen upright.

    `taken_at` is the camera's own local time in ISO 8601, with its offset where the camera gave one;
    `latitude` and `longitude` are decimal degrees (WGS84), north and east positive. None is unknown.
    """

    sha256: str
    format: str
    width: int
    height: int
    taken_at: str | None
    latitude: str | None
    longitude: str | None
    camera: str


@dataclass(frozen=True, slots=True)
class CameraFacts:
    """The part of the facts that comes from EXIF; `orientation` is 1 to 8."""

    orientation: int
    taken_at: str | None
    latitude: str | None
    longitude: str | None
    camera: str


def read(image: Image.Image) -> CameraFacts:
    """Return what the camera wrote into an opened picture; what is broken counts as not written."""
    try:
        exif = image.getexif()
    except _UNREADABLE:
        return CameraFacts(1, None, None, None, "")
    latitude, longitude = place(_directory(exif, _PLACE))
    return CameraFacts(
        orientation(exif.get(_ORIENTATION)), taken_at(_directory(exif, _DETAILS)), latitude, longitude, camera(exif)
    )


def _directory(exif: Image.Exif, tag: int) -> Tags:
    try:
        return exif.get_ifd(tag)
    except _UNREADABLE:
        return {}


def orientation(value: object) -> int:
    """Return the EXIF orientation, 1 (upright) where it is none of the eight."""
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def taken_at(tags: Tags) -> str | None:
    """Return DateTimeOriginal as ISO 8601, with the offset where it is given, or None."""
    try:
        moment = datetime.strptime(_text(tags.get(_DATE_TIME_ORIGINAL)), "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return None
    offset = _text(tags.get(_OFFSET_ORIGINAL))
    return moment.isoformat() + (offset if _OFFSET.fullmatch(offset) else "")


def camera(tags: Tags) -> str:
    """Return maker and model in one text, or an empty one."""
    make, model = _text(tags.get(_MAKE)), _text(tags.get(_MODEL))
    return model if model.lower().startswith(make.lower()) else f"{make} {model}".strip()


def _text(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    # Cameras pad with NUL and spaces, and some leave a control character or half a letter behind.
    return "".join(letter for letter in str(value or "") if letter.isprintable()).strip()


def place(tags: Tags) -> tuple[str | None, str | None]:
    """Return (latitude, longitude), or (None, None) where either is missing, impossible, or said to be void."""
    void = _text(tags.get(_STATUS)) == "V"
    latitude = _degrees(tags.get(_LATITUDE), _text(tags.get(_LATITUDE_REF)), "NS", 90)
    longitude = _degrees(tags.get(_LONGITUDE), _text(tags.get(_LONGITUDE_REF)), "EW", 180)
    # A receiver without a fix writes zeros.
    if void or latitude is None or longitude is None or latitude == longitude == 0:
        return None, None
    return _decimal(latitude), _decimal(longitude)


def _degrees(value: object, reference: str, references: str, limit: int) -> Fraction | None:
    parts = [_fraction(part) for part in value] if isinstance(value, tuple) and len(value) == 3 else [None]
    exact = [part for part in parts if part is not None]
    if len(exact) != 3 or reference not in tuple(references):
        return None
    whole, minutes, seconds = exact
    degrees = whole + minutes / 60 + seconds / 3600
    if min(exact) < 0 or minutes > 60 or seconds > 60 or degrees > limit:
        return None
    return degrees if reference == references[0] else -degrees


def _fraction(part: object) -> Fraction | None:
    # Cameras without a fix write 0/0.
    if not isinstance(part, Rational) or not part.denominator:
        return None
    return Fraction(int(part.numerator), int(part.denominator))


def _decimal(degrees: Fraction) -> str:
    exact = Decimal(degrees.numerator) / Decimal(degrees.denominator)
    return format(exact.quantize(_STEP).normalize(), "f")
