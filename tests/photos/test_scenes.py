"""The sample's pictures: each scene can be drawn, differs from the others, and is the same for the same seed."""

from __future__ import annotations

from datetime import datetime

import pytest

from fieldcheck.photos import sample, scenes

MOMENT = datetime(2026, 7, 1, 9, 10)


def drawn(scene: str, seed: int = 1) -> bytes:
    return sample.draw(seed, MOMENT, 37.18, 119.94, size=(200, 150), scene=scene)


def test_every_scene_is_another_picture() -> None:
    assert len({drawn(scene) for scene in scenes.SCENES}) == len(scenes.SCENES)


@pytest.mark.parametrize("scene", scenes.SCENES)
def test_a_scene_follows_from_its_seed(scene: str) -> None:
    assert drawn(scene) == drawn(scene)
    assert drawn(scene) != drawn(scene, seed=2)


def test_a_scene_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError):
        drawn("moon")
