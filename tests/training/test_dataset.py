from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from scalp_core.vision.manifest import InputSpec
from scalp_train.augment import augmented
from scalp_train.config import Recipe, load
from scalp_train.dataset import RenderedSet, cached, draw

SPEC = InputSpec(width=64, height=48, mean=(0.5, 0.5, 0.5), std=(0.5, 0.5, 0.5))


def test_a_set_is_the_same_however_many_processes_draw_it() -> None:
    pictures = RenderedSet(seed=40, count=12)

    alone = np.stack(list(draw(pictures, SPEC, workers=1)))
    together = np.stack(list(draw(pictures, SPEC, workers=2)))

    assert (alone == together).all()


def test_interrupted_rendering_goes_on_where_it_stopped(tmp_path: Path) -> None:
    pictures = RenderedSet(seed=40, count=4)

    class StoppedError(Exception):
        pass

    def interrupt(done: int) -> None:
        if done == 2:
            raise StoppedError

    with pytest.raises(StoppedError):
        cached(pictures, SPEC, tmp_path, workers=1, on_progress=interrupt)
    found = cached(pictures, SPEC, tmp_path, workers=1)

    assert (found.pixels == np.stack(list(draw(pictures, SPEC, workers=1)))).all()
    assert (found.grades == pictures.grades()).all()


def test_cached_set_is_not_drawn_again(tmp_path: Path) -> None:
    pictures = RenderedSet(seed=40, count=2)
    cached(pictures, SPEC, tmp_path, workers=1)
    drawn: list[int] = []

    cached(pictures, SPEC, tmp_path, workers=1, on_progress=drawn.append)

    assert drawn == []


def test_augmentation_follows_from_its_generator_and_has_the_asked_size() -> None:
    pixels = np.random.default_rng(1).integers(0, 255, (48, 64, 3)).astype(np.uint8)

    first, second, other = (
        augmented(pixels, np.random.default_rng(seed), width=32, height=24) for seed in (5, 5, 6)
    )

    assert first.shape == (24, 32, 3)
    assert first.dtype == np.uint8
    assert (first == second).all()
    assert (first != other).any()


def test_shipped_recipe_is_valid_and_its_sets_are_disjoint() -> None:
    recipe = load(Path("default"))

    assert recipe.name == "default"


def test_overlapping_sets_are_refused() -> None:
    recipe = load(Path("default")).model_dump()
    recipe["test"]["seed"] = recipe["train"]["seed"] + 5

    with pytest.raises(ValidationError, match="overlap"):
        Recipe.model_validate(recipe)
