import json
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from scalp_core.vision.manifest import InputSpec
from scalp_core.vocabulary import Grade
from scalp_train.data.rendered import RenderedSet, cached, draw, drawn, orders
from scalp_train.data.transforms import augmented
from scalp_train.fit.recipe import Recipe, load

SPEC = InputSpec(width=64, height=48, mean=(0.5, 0.5, 0.5), std=(0.5, 0.5, 0.5))


def test_a_set_is_the_same_however_many_processes_draw_it() -> None:
    pictures = RenderedSet(seed=40, count=12)

    alone = list(draw(pictures, SPEC, workers=1))
    together = list(draw(pictures, SPEC, workers=2))

    assert all((a.pixels == b.pixels).all() for a, b in zip(alone, together, strict=True))
    assert all((a.signs == b.signs).all() for a, b in zip(alone, together, strict=True))


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

    drawn = list(draw(pictures, SPEC, workers=1))
    assert (found.pixels == np.stack([one.pixels for one in drawn])).all()
    assert found.signs is not None
    assert (found.signs == np.stack([one.signs for one in drawn])).all()
    assert (found.grades == pictures.grades()).all()


def test_cached_set_is_not_drawn_again(tmp_path: Path) -> None:
    pictures = RenderedSet(seed=40, count=2)
    cached(pictures, SPEC, tmp_path, workers=1)
    drawn: list[int] = []

    cached(pictures, SPEC, tmp_path, workers=1, on_progress=drawn.append)

    assert drawn == []


def test_a_set_that_another_renderer_drew_is_drawn_again(tmp_path: Path) -> None:
    pictures = RenderedSet(seed=40, count=2)
    stale = cached(pictures, SPEC, tmp_path, workers=1)
    note = next(tmp_path.glob("*.json"))
    note.write_text(json.dumps({**json.loads(note.read_text()), "first": "of another renderer"}))
    drawn: list[int] = []

    fresh = cached(pictures, SPEC, tmp_path, workers=1, on_progress=drawn.append)

    assert drawn == [1, 2]
    assert (fresh.pixels == stale.pixels).all()


def test_stored_signs_are_the_masks_at_the_size_of_their_grid(tmp_path: Path) -> None:
    pictures = RenderedSet(seed=40, count=3)
    found = cached(pictures, SPEC, tmp_path, workers=1)

    assert found.signs is not None
    for index, order in enumerate(orders(pictures, SPEC)):
        share = found.signs[index].mean(axis=(1, 2)) / 255
        assert share == pytest.approx(drawn(order).masks.mean(axis=(1, 2)), abs=0.01)


def test_a_mixed_set_holds_one_phone_among_four() -> None:
    looks = RenderedSet(seed=40, count=2000, look="mixed").looks()

    assert set(looks) == {"scope", "phone"}
    assert 0.21 < looks.count("phone") / len(looks) < 0.29


def test_label_noise_confuses_mild_with_moderate_and_nothing_else() -> None:
    clean = RenderedSet(seed=40, count=4000)
    noisy = RenderedSet(seed=40, count=4000, label_noise=0.12)
    true, told = clean.grades(), noisy.grades_told()
    between = (true == Grade.MILD) | (true == Grade.MODERATE)

    assert (clean.grades_told() == true).all()
    assert (told[~between] == true[~between]).all()
    assert set(np.unique(told[between])) == {Grade.MILD, Grade.MODERATE}
    assert 0.10 < (told != true)[between].mean() < 0.14


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
