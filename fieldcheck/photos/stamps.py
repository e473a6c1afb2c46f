"""A stamp on a copy of a photo: time, place, site, officers, number, in a band at its foot.

White letters on a dark band read on a light picture and on a dark one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from fieldcheck.paths import data_directory

SIZE = 0.026
"""Type size as a part of the longer edge."""
SMALLEST = 12
LEADING = 1.4
BAND = (0, 0, 0, 168)
LETTERS = (255, 255, 255, 255)


@lru_cache(maxsize=8)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(data_directory("resources") / "fonts" / "NotoSansSC-Medium.ttf"), size)


def draw(image: Image.Image, lines: Sequence[str]) -> Image.Image:
    """Return an RGB picture with these lines on a band at its foot; what is too long goes on in a further line.

    Raises DataMissing.
    """
    font = _font(max(SMALLEST, round(max(image.size) * SIZE)))
    margin = font.size * 0.6
    broken = [part for line in lines for part in _broken(line, font, image.width - 2 * margin)]
    height = round(len(broken) * font.size * LEADING + 2 * margin)
    layer = Image.new("RGBA", image.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    top = image.height - height
    pen.rectangle((0, top, image.width, image.height), fill=BAND)
    for number, line in enumerate(broken):
        pen.text((margin, top + margin + number * font.size * LEADING), line, font=font, fill=LETTERS)
    return Image.alpha_composite(image.convert("RGBA"), layer).convert("RGB")


def _broken(line: str, font: ImageFont.FreeTypeFont, width: float) -> Iterator[str]:
    """Yield a line in parts that fit; a part holds at least one letter."""
    part = ""
    for letter in line:
        if part and font.getlength(part + letter) > width:
            yield part
            part = ""
        part += letter
    yield part
