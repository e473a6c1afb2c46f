"""Pictures for the sample and the self-test: drawn, so that nobody's workshop is shown."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 2000, 1500

_GPS = 0x8825
_EXIF = 0x8769
_MODEL, _ORIENTATION, _DATE_TIME = 0x0110, 0x0112, 0x0132
_DATE_TIME_ORIGINAL, _OFFSET_ORIGINAL = 0x9003, 0x9011

Degrees = tuple[float, float, float]


def draw(
    seed: int, taken_at: datetime, latitude: float, longitude: float, *, size: tuple[int, int] = (WIDTH, HEIGHT)
) -> bytes:
    """Return a JPEG of a drawn workshop with the time and place of a camera in its EXIF; the same for the same seed."""
    # Where things stand in a drawing is no secret.
    random = Random(seed)  # noqa: S311
    image = _scene(random, size)
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


def _scene(random: Random, size: tuple[int, int]) -> Image.Image:
    width, height = size
    wall = tuple(random.randint(150, 200) for _ in range(3))
    image = Image.new("RGB", size, wall)
    brush = ImageDraw.Draw(image)
    horizon = height * random.randint(55, 68) // 100
    brush.rectangle((0, horizon, width, height), fill=tuple(random.randint(80, 120) for _ in range(3)))
    for index in range(6):
        _beam(brush, random, width, horizon, index)
    for _ in range(random.randint(2, 4)):
        _machine(brush, random, width, horizon, height)
    return image.filter(ImageFilter.GaussianBlur(1.2))


def _beam(brush: ImageDraw.ImageDraw, random: Random, width: int, horizon: int, index: int) -> None:
    left = width * index // 6 + random.randint(-20, 20)
    shade = random.randint(90, 140)
    brush.rectangle((left, 0, left + width // 60, horizon), fill=(shade, shade, shade + 10))


def _machine(brush: ImageDraw.ImageDraw, random: Random, width: int, horizon: int, height: int) -> None:
    wide, tall = random.randint(width // 7, width // 4), random.randint(height // 5, height // 3)
    left, top = random.randint(0, width - wide), horizon - tall // 2
    colour = random.choice(((46, 92, 120), (70, 110, 70), (150, 96, 40), (92, 92, 100)))
    brush.rounded_rectangle((left, top, left + wide, top + tall), radius=wide // 20, fill=colour)
    radius = tall // 4
    centre = (left + wide // 2, top + tall // 2)
    box = (centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius)
    brush.ellipse(box, fill=(60, 60, 64), outline=(220, 180, 60), width=max(2, radius // 8))
    brush.line((left, top + tall, left + wide, top + tall), fill=(220, 180, 60), width=max(2, height // 150))
