"""Scenes for the sample's pictures: a workshop, a tank, a truck, a reservoir, a store room, a switch cabinet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
YELLOW: Colour = (214, 170, 40)
RED: Colour = (176, 44, 36)
STEEL: Colour = (128, 132, 138)
DARK: Colour = (44, 46, 50)


class Canvas:
    """A picture that is drawn on in fractions of its width and height (0 to 1, from the top left)."""

    def __init__(self, size: tuple[int, int], random: Random) -> None:
        """Begin with an empty picture; `random` decides where things stand."""
        self.image = Image.new("RGB", size)
        self.random = random
        self._brush = ImageDraw.Draw(self.image)
        self._size = size

    def at(self, *points: tuple[float, float]) -> list[tuple[float, float]]:
        """Return points in pixels."""
        return [(x * self._size[0], y * self._size[1]) for x, y in points]

    def area(self, top: float, bottom: float, above: Colour, below: Colour) -> None:
        """Fill a band of the whole width with a gradient."""
        height = max(1, round((bottom - top) * self._size[1]))
        mask = Image.linear_gradient("L").resize((self._size[0], height))
        band = Image.composite(Image.new("RGB", mask.size, below), Image.new("RGB", mask.size, above), mask)
        self.image.paste(band, (0, round(top * self._size[1])))

    def box(self, left: float, top: float, right: float, bottom: float, fill: Colour, radius: float = 0.0) -> None:
        """Draw a box, with round corners where a radius (in widths) is given."""
        self._brush.rounded_rectangle(self.at((left, top), (right, bottom)), radius * self._size[0], fill=fill)

    def disc(self, x: float, y: float, radius: float, fill: Colour) -> None:
        """Draw a disc; the radius is in widths."""
        (cx, cy), r = self.at((x, y))[0], radius * self._size[0]
        self._brush.ellipse((cx - r, cy - r, cx + r, cy + r), fill=fill)

    def shape(self, fill: Colour, *points: tuple[float, float]) -> None:
        """Draw a polygon."""
        self._brush.polygon(self.at(*points), fill=fill)

    def line(self, fill: Colour, thickness: float, *points: tuple[float, float]) -> None:
        """Draw a line; its thickness is in widths."""
        self._brush.line(self.at(*points), fill=fill, width=max(1, round(thickness * self._size[0])), joint="curve")


def shade(colour: Colour, factor: float) -> Colour:
    """Return a colour made darker (below 1) or lighter."""
    red, green, blue = (max(0, min(255, round(part * factor))) for part in colour)
    return red, green, blue


def workshop(canvas: Canvas) -> None:
    """Draw a hall with columns, windows and machines behind a yellow line."""
    canvas.area(0, 0.58, (150, 156, 158), (196, 198, 194))
    canvas.area(0.58, 1, (104, 108, 106), (70, 74, 74))
    for column in range(7):
        x = column / 6 + canvas.random.uniform(-0.01, 0.01)
        canvas.box(x + 0.03, 0.08, x + 0.11, 0.26, (222, 228, 230))
        canvas.box(x - 0.008, 0, x + 0.008, 0.58, (104, 110, 118))
    canvas.box(0, 0.03, 1, 0.06, (92, 98, 106))
    for number in range(canvas.random.randint(2, 3)):
        machine(canvas, 0.06 + number * 0.31 + canvas.random.uniform(0, 0.05))
    canvas.shape(YELLOW, (0, 0.86), (1, 0.8), (1, 0.815), (0, 0.88))


def machine(canvas: Canvas, left: float) -> None:
    """Draw a press with table, ram and flywheel."""
    colour = canvas.random.choice(((60, 98, 112), (78, 108, 84), (120, 116, 104)))
    right, top = left + canvas.random.uniform(0.16, 0.22), canvas.random.uniform(0.24, 0.32)
    canvas.shape((58, 60, 60), (left - 0.02, 0.76), (right + 0.06, 0.76), (right + 0.02, 0.72), (left, 0.72))
    canvas.box(left, top, right, 0.74, shade(colour, 0.8), 0.01)
    canvas.box(left + 0.015, top + 0.02, right - 0.015, 0.44, colour, 0.008)
    canvas.box(left + 0.03, 0.44, right - 0.03, 0.6, DARK)
    canvas.box(left + 0.05, 0.44, right - 0.05, 0.52, STEEL)
    canvas.box(left - 0.01, 0.6, right + 0.01, 0.64, shade(STEEL, 0.8))
    canvas.disc(right, top + 0.09, 0.035, DARK)
    canvas.disc(right, top + 0.09, 0.012, STEEL)
    canvas.box(left + 0.03, top + 0.05, left + 0.06, top + 0.1, (220, 220, 210))


def tank(canvas: Canvas) -> None:
    """Draw a sewage tank with a railing, an open manhole in front, a building behind."""
    canvas.area(0, 0.36, (176, 196, 212), (216, 222, 222))
    canvas.area(0.36, 1, (150, 148, 140), (116, 114, 108))
    canvas.box(0.55, 0.14, 0.98, 0.4, (178, 166, 148))
    for window in range(3):
        canvas.box(0.6 + window * 0.12, 0.2, 0.67 + window * 0.12, 0.29, (86, 104, 116))
    canvas.shape((120, 118, 112), (0.04, 0.66), (0.2, 0.42), (0.9, 0.42), (0.98, 0.66))
    canvas.shape((66, 72, 52), (0.09, 0.63), (0.23, 0.45), (0.87, 0.45), (0.93, 0.63))
    for _ in range(14):
        x, y = canvas.random.uniform(0.25, 0.85), canvas.random.uniform(0.47, 0.61)
        canvas.line((92, 98, 76), 0.004, (x, y), (x + canvas.random.uniform(0.02, 0.07), y))
    for post in range(9):
        canvas.line(shade(STEEL, 1.1), 0.005, (0.04 + post * 0.117, 0.66), (0.04 + post * 0.117, 0.52))
    canvas.line(shade(STEEL, 1.1), 0.006, (0.02, 0.52), (1, 0.52))
    canvas.line(shade(STEEL, 1.1), 0.004, (0.02, 0.59), (1, 0.59))
    x = canvas.random.uniform(0.2, 0.6)
    canvas.shape(DARK, (x, 0.84), (x + 0.05, 0.77), (x + 0.22, 0.77), (x + 0.24, 0.84))
    canvas.shape(shade(STEEL, 0.7), (x + 0.26, 0.88), (x + 0.3, 0.8), (x + 0.47, 0.81), (x + 0.46, 0.9))


def truck(canvas: Canvas) -> None:
    """Draw a tank truck on a yard."""
    canvas.area(0, 0.5, (150, 182, 210), (214, 222, 226))
    canvas.area(0.5, 1, (98, 98, 98), (70, 70, 72))
    canvas.box(0, 0.4, 1, 0.52, (150, 146, 136))
    shift = canvas.random.uniform(-0.04, 0.04)
    canvas.shape((48, 48, 50), (0.06 + shift, 0.83), (0.94 + shift, 0.83), (0.98 + shift, 0.78), (0.1 + shift, 0.78))
    canvas.box(0.08 + shift, 0.66, 0.9 + shift, 0.72, DARK)
    canvas.box(0.3 + shift, 0.34, 0.92 + shift, 0.66, (196, 200, 204), 0.09)
    canvas.box(0.33 + shift, 0.36, 0.89 + shift, 0.44, (226, 228, 230), 0.03)
    canvas.box(0.3 + shift, 0.49, 0.92 + shift, 0.53, (206, 108, 40))
    canvas.box(0.07 + shift, 0.36, 0.26 + shift, 0.72, canvas.random.choice(((170, 50, 44), (52, 84, 130))), 0.02)
    canvas.box(0.09 + shift, 0.4, 0.2 + shift, 0.52, (60, 78, 90), 0.01)
    plate = 0.76 + shift
    canvas.shape(RED, (plate, 0.5), (plate + 0.05, 0.567), (plate, 0.634), (plate - 0.05, 0.567))
    for wheel in (0.16, 0.56, 0.68, 0.8):
        canvas.disc(wheel + shift, 0.74, 0.045, (28, 28, 30))
        canvas.disc(wheel + shift, 0.74, 0.02, STEEL)


def reservoir(canvas: Canvas) -> None:
    """Draw a reservoir: hills, water, the stone slope of the dam and its spillway."""
    canvas.area(0, 0.4, (128, 172, 214), (214, 226, 232))
    for ridge in range(3):
        colour = shade((92, 118, 92), 1.25 - ridge * 0.2)
        peaks = [(x / 8, 0.36 + ridge * 0.03 - canvas.random.uniform(0, 0.14)) for x in range(9)]
        canvas.shape(colour, (0, 0.5), *peaks, (1, 0.5))
    water = Canvas((canvas.image.width, canvas.image.height), canvas.random)
    water.area(0, 1, (98, 132, 148), (52, 88, 104))
    top, bottom = round(0.42 * canvas.image.height), round(0.82 * canvas.image.height)
    canvas.image.paste(water.image.resize((canvas.image.width, bottom - top)), (0, top))
    canvas.shape((150, 146, 136), (0, 0.6), (1, 0.78), (1, 1), (0, 1))
    for _ in range(160):
        x, y = canvas.random.uniform(0, 1), canvas.random.uniform(0.64, 1)
        if y > 0.62 + x * 0.18:
            size = canvas.random.uniform(0.01, 0.03)
            canvas.box(x, y, x + size, y + size, shade((150, 146, 136), canvas.random.uniform(0.8, 1.12)), 0.004)
    canvas.shape((176, 172, 162), (0.55, 0.68), (0.7, 0.7), (0.86, 1), (0.58, 1))
    canvas.shape((108, 108, 98), (0.59, 0.7), (0.67, 0.71), (0.79, 1), (0.63, 1))
    for mesh in range(7):
        canvas.line((60, 84, 62), 0.003, (0.58, 0.72 + mesh * 0.012), (0.7, 0.73 + mesh * 0.012))
        canvas.line((60, 84, 62), 0.003, (0.58 + mesh * 0.02, 0.72), (0.58 + mesh * 0.02, 0.81))


def store_room(canvas: Canvas) -> None:
    """Draw shelves with boxes and sacks, and extinguishers on the floor."""
    canvas.area(0, 0.74, (182, 180, 170), (204, 202, 192))
    canvas.area(0.74, 1, (128, 124, 116), (98, 94, 88))
    for shelf in range(3):
        y = 0.24 + shelf * 0.2
        x = 0.1
        while x < 0.76:
            wide, tall = canvas.random.uniform(0.05, 0.1), canvas.random.uniform(0.08, 0.15)
            colour = canvas.random.choice(((168, 138, 96), (122, 132, 116), (190, 180, 160), (96, 110, 128)))
            if canvas.random.random() < 0.75:
                canvas.box(x, y - tall, x + wide, y, colour, 0.004)
            x += wide + 0.008
        canvas.box(0.06, y, 0.84, y + 0.018, (84, 98, 118))
    for post in (0.06, 0.44, 0.82):
        canvas.box(post, 0.06, post + 0.018, 0.8, (70, 84, 104))
    for number in range(3):
        x = 0.86 + number * 0.045
        canvas.box(x, 0.62, x + 0.036, 0.82, RED, 0.014)
        canvas.box(x + 0.01, 0.58, x + 0.026, 0.63, DARK)


def cabinet(canvas: Canvas) -> None:
    """Draw a switch cabinet with its door open and cables hanging out."""
    canvas.area(0, 0.86, (190, 186, 174), (164, 160, 150))
    canvas.area(0.86, 1, (104, 100, 94), (84, 82, 78))
    left = canvas.random.uniform(0.26, 0.34)
    canvas.box(left - 0.01, 0.1, left + 0.42, 0.78, (132, 134, 132), 0.006)
    canvas.box(left + 0.01, 0.13, left + 0.4, 0.75, (86, 88, 88))
    edge = left - 0.01
    canvas.shape((158, 160, 156), (edge, 0.1), (edge - 0.16, 0.06), (edge - 0.16, 0.84), (edge, 0.78))
    canvas.shape(YELLOW, (edge - 0.1, 0.2), (edge - 0.06, 0.29), (edge - 0.14, 0.28))
    for row in range(3):
        for breaker in range(6):
            x, y = left + 0.04 + breaker * 0.056, 0.2 + row * 0.16
            canvas.box(x, y, x + 0.042, y + 0.09, (222, 222, 216), 0.003)
            canvas.box(x + 0.014, y + 0.03, x + 0.028, y + 0.06, DARK)
    for _ in range(7):
        x, drift = canvas.random.uniform(left + 0.05, left + 0.36), canvas.random.uniform(-0.16, 0.2)
        colour = canvas.random.choice((RED, (40, 70, 130), (60, 120, 66), YELLOW, DARK))
        canvas.line(colour, 0.006, (x, 0.62), (x + drift / 4, 0.74), (x + drift, 0.86), (x + drift * 2, 0.92))


SCENES: Mapping[str, Callable[[Canvas], None]] = {
    "workshop": workshop,
    "tank": tank,
    "truck": truck,
    "reservoir": reservoir,
    "store_room": store_room,
    "cabinet": cabinet,
}


def scene(name: str, random: Random, size: tuple[int, int]) -> Image.Image:
    """Return the scene as a camera would see it: a little soft, a little noisy, darker in the corners.

    The same for the same state of `random`. Raises KeyError for an unknown scene.
    """
    canvas = Canvas(size, random)
    SCENES[name](canvas)
    soft = canvas.image.filter(ImageFilter.GaussianBlur(size[0] / 1400))
    return ImageChops.multiply(ImageChops.overlay(soft, _grain(random, size)), _corners(size))


def _grain(random: Random, size: tuple[int, int]) -> Image.Image:
    small = (max(1, size[0] // 4), max(1, size[1] // 4))
    noise = Image.frombytes("L", small, bytes(116 + value // 11 for value in random.randbytes(small[0] * small[1])))
    return noise.resize(size).convert("RGB")


def _corners(size: tuple[int, int]) -> Image.Image:
    dark = Image.radial_gradient("L").point([255 - value // 6 for value in range(256)])
    return dark.resize(size).convert("RGB")
