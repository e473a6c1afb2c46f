"""Pictures for tests: made here, each with what the test is about."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 160, 60), (30, 60, 200), (255, 255, 255)


def corners(width: int = 400, height: int = 300) -> Image.Image:
    """Return a picture with a red, a green and a blue corner (top left, top right, bottom left)."""
    image = Image.new("RGB", (width, height), WHITE)
    brush = ImageDraw.Draw(image)
    wide, tall = width // 3, height // 3
    brush.rectangle((0, 0, wide, tall), fill=RED)
    brush.rectangle((width - wide, 0, width, tall), fill=GREEN)
    brush.rectangle((0, height - tall, wide, height), fill=BLUE)
    return image


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """Return the file of a picture."""
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def exif_of(orientation: int = 1, details: dict[int, Any] | None = None, place: dict[int, Any] | None = None) -> Any:
    """Return EXIF with these tags."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F], exif[0x0110] = "Canon", "Canon EOS R5"
    exif.get_ifd(0x8769).update(details or {})
    exif.get_ifd(0x8825).update(place or {})
    return exif


def near(image: Image.Image, point: tuple[int, int], colour: tuple[int, int, int]) -> bool:
    """Return whether a point has a colour, as far as JPEG keeps it."""
    found = image.convert("RGB").getpixel(point)
    assert isinstance(found, tuple)
    return all(abs(a - b) < 24 for a, b in zip(found, colour, strict=True))


def opened(data: bytes) -> Image.Image:
    """Return a decoded picture."""
    image = Image.open(BytesIO(data))
    image.load()
    return image
