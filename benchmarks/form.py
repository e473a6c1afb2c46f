"""A form of 500 items with a condition on each: to its first screen, and what one answer changes."""

from __future__ import annotations

from datetime import date
from itertools import cycle

from benchmarks import large_form
from benchmarks.measure import Row, alone, peak_memory
from fieldcheck.forms import loader
from fieldcheck.forms.filled import FilledForm

FIRST_SCREEN_SECONDS, FRAME_SECONDS = 0.150, 0.016
DAY = date(2026, 6, 1)


def rows() -> list[Row]:
    """Measure the engine's part; the window draws the rows that are in view."""
    source = large_form.source()
    definition = loader.load(source)
    first = alone(lambda: FilledForm(loader.load(source), {"workers": "30"}, {}, DAY), 7)
    again = alone(lambda: FilledForm(definition, {"workers": "30"}, {}, DAY), 15)
    filled = FilledForm(definition, {"workers": "30"}, {}, DAY)
    widest = cycle(["not_applicable", "pass"])
    effect = alone(lambda: filled.set("L-001", next(widest)), 50)
    memory = peak_memory()
    return [
        Row("500-item form, read and filled for the first time", "—", first, None, FIRST_SCREEN_SECONDS, memory),
        Row("500-item form, filled again", "—", again, None, FIRST_SCREEN_SECONDS, memory),
        Row("one answer that decides 499 conditions", "—", effect, None, FRAME_SECONDS, memory),
    ]
