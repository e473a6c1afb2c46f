"""A photo of 12 megapixels in, against Pillow's draft decoding and encoding of the same thumbnail."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from PIL import Image

from benchmarks import world
from benchmarks.measure import Row, alone, peak_memory, side_by_side
from fieldcheck import photos
from fieldcheck.operations import photos as operations
from fieldcheck.photos import sample

EDGE, QUALITY = 320, 80


def picture() -> bytes:
    """Return a JPEG of 12 megapixels with the noise of a camera, about 4 MB."""
    drawn = Image.open(BytesIO(sample.draw(1, datetime(2026, 6, 1), 37.18, 119.94, size=(4000, 3000)))).convert("RGB")
    noisy = Image.blend(drawn, Image.effect_noise(drawn.size, 25).convert("RGB"), 0.3)
    buffer = BytesIO()
    noisy.save(
        buffer, "JPEG", quality=92, exif=Image.open(BytesIO(sample.draw(1, datetime(2026, 6, 1), 37, 119))).getexif()
    )
    return buffer.getvalue()


def floor_of(data: bytes) -> bytes:
    """Return the thumbnail as the shortest use of Pillow makes it: nothing is checked, nothing is read but pixels."""
    image = Image.open(BytesIO(data))
    image.draft("RGB", (EDGE, EDGE))
    image.thumbnail((EDGE, EDGE))
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=QUALITY)
    return buffer.getvalue()


def rows() -> list[Row]:
    """Measure the intake (hash, facts, thumbnail), and the whole operation with the original kept in the store."""
    data = picture()
    seconds, floor = side_by_side(lambda: photos.intake(data, "a.jpg"), lambda: floor_of(data), 21)
    with world.folder() as folder, world.new_store(folder / "a.fcstore") as store:
        target = operations.Target(world.begin(store))
        picked = [data + bytes([number]) for number in range(8)]

        def add() -> None:
            operations.add(store, target, [operations.NewPhoto("a.jpg", picked.pop())])

        whole = alone(add, 7)
    against, megabytes = "Pillow draft decode + encode", f"{len(data) / 1e6:.1f} MB"
    return [
        Row("photo of 12 megapixels in", against, seconds, floor, 1.3, peak_memory(), megabytes),
        Row("the same, original encrypted and committed", "—", whole, None, None, peak_memory(), megabytes),
    ]
