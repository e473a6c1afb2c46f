"""Pictures for the sample and the self-test: drawn, so that nobody's workshop is shown."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from random import Random

from PIL import Image

from fieldcheck.photos import scenes

WIDTH, HEIGHT = 2000, 1500

_GPS = 0x8825
_EXIF = 0x8769
_MODEL, _ORIENTATION, _DATE_TIME = 0x0110, 0x0112, 0x0132
_DATE_TIME_ORIGINAL, _OFFSET_ORIGINAL = 0x9003, 0x9011

Degrees = tuple[float, float, float]


def draw(
    seed: int,
    taken_at: datetime,
    latitude: float,
    longitude: float,
    *,
    size: tuple[int, int] = (WIDTH, HEIGHT),
    scene: str = "workshop",
) -> bytes:
    """Return a JPEG of a drawn scene with the time and place of a camera in its EXIF; the same for the same seed.

    Raises KeyError for a scene that `scenes.SCENES` does not have.
    """
    # Where things stand in a drawing is no secret.
    random = Random(seed)  # noqa: S311
    image = scenes.scene(scene, random, size)
    exif = Image.Exif()
    exif[_MODEL] = "FieldCheck sample"
    exif[_ORIENTATION] = 1
    exif[_DATE_TIME] = taken_at.strftime("%Y:%m:%d %H:%M:%S")
    details = exif.get_ifd(_EXIF)
    details[_DATE_TIME_ORIGINAL] = taken_at.strftime("%Y:%m:%d %H:%M:%S")
    details[_OFFSET_ORIGINAL] = "+08:00"
    place = exif.get_ifd(_GPS)
    place[1], place[2] = "N", _degrees(latitude)
    place[3], place[4] = "E", _degrees(longitude)
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=82, exif=exif)
    return buffer.getvalue()


def _degrees(value: float) -> Degrees:
    minutes = (value - int(value)) * 60
    return (float(int(value)), float(int(minutes)), round((minutes - int(minutes)) * 60, 2))
