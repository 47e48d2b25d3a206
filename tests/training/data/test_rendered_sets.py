import json
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from scalp_core.vision.manifest import InputSpec
from scalp_core.vocabulary import Grade
from scalp_train.data.cache import cached_rendered_set
from scalp_train.data.rendered import RenderedSet, render_job, render_jobs, render_samples
from scalp_train.data.transforms import augment
from scalp_train.fit.recipe import Recipe, load_recipe

SPEC = InputSpec(width=64, height=48, mean=(0.5, 0.5, 0.5), std=(0.5, 0.5, 0.5))


def test_a_set_is_the_same_however_many_processes_draw_it() -> None:
    pictures = RenderedSet(seed=40, count=9)

    alone = list(render_samples(pictures, SPEC, workers=1))
    together = list(render_samples(pictures, SPEC, workers=2))

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
        cached_rendered_set(pictures, SPEC, tmp_path, workers=1, on_progress=interrupt)
    rendered: list[int] = []
    found = cached_rendered_set(pictures, SPEC, tmp_path, workers=1, on_progress=rendered.append)

    assert rendered == [3, 4]
    expected = list(render_samples(pictures, SPEC, workers=1))
    assert (found.pixels == np.stack([sample.pixels for sample in expected])).all()
    assert found.signs is not None
    assert (found.signs == np.stack([sample.signs for sample in expected])).all()
    assert (found.grades == pictures.grades()).all()


def test_cached_set_is_not_drawn_again(tmp_path: Path) -> None:
    pictures = RenderedSet(seed=40, count=2)
    cached_rendered_set(pictures, SPEC, tmp_path, workers=1)
    rendered: list[int] = []

    cached_rendered_set(pictures, SPEC, tmp_path, workers=1, on_progress=rendered.append)

    assert rendered == []


def test_a_set_that_another_renderer_drew_is_drawn_again(tmp_path: Path) -> None:
    pictures = RenderedSet(seed=40, count=2)
    stale = cached_rendered_set(pictures, SPEC, tmp_path, workers=1)
    state = next(tmp_path.glob("*.json"))
    state.write_text(json.dumps({**json.loads(state.read_text()), "first": "of another renderer"}))
    rendered: list[int] = []

    fresh = cached_rendered_set(pictures, SPEC, tmp_path, workers=1, on_progress=rendered.append)

    assert rendered == [1, 2]
    assert (fresh.pixels == stale.pixels).all()


def test_stored_signs_are_the_masks_at_the_size_of_their_grid(tmp_path: Path) -> None:
    pictures = RenderedSet(seed=40, count=3)
    found = cached_rendered_set(pictures, SPEC, tmp_path, workers=1)

    assert found.signs is not None
    for index, job in enumerate(render_jobs(pictures, SPEC)):
        share = found.signs[index].mean(axis=(1, 2)) / 255
        assert share == pytest.approx(render_job(job).masks.mean(axis=(1, 2)), abs=0.01)


def test_a_mixed_set_holds_one_phone_among_four() -> None:
    looks = RenderedSet(seed=40, count=2000, look="mixed").looks()

    assert set(looks) == {"scope", "phone"}
    assert 0.21 < looks.count("phone") / len(looks) < 0.29


def test_label_noise_confuses_mild_with_moderate_and_nothing_else() -> None:
    clean = RenderedSet(seed=40, count=4000)
    noisy = RenderedSet(seed=40, count=4000, label_noise=0.12)
    true, noisy_grades = clean.grades(), noisy.noisy_grades()
    between = (true == Grade.MILD) | (true == Grade.MODERATE)

    assert (clean.noisy_grades() == true).all()
    assert (noisy_grades[~between] == true[~between]).all()
    assert set(np.unique(noisy_grades[between])) == {Grade.MILD, Grade.MODERATE}
    assert 0.10 < (noisy_grades != true)[between].mean() < 0.14


def test_augmentation_follows_from_its_generator_and_has_the_asked_size() -> None:
    pixels = np.random.default_rng(1).integers(0, 255, (48, 64, 3)).astype(np.uint8)

    first, second, other = (
        augment(pixels, np.random.default_rng(seed), width=32, height=24) for seed in (5, 5, 6)
    )

    assert first.shape == (24, 32, 3)
    assert first.dtype == np.uint8
    assert (first == second).all()
    assert (first != other).any()


def test_shipped_recipe_is_valid_and_its_sets_are_disjoint() -> None:
    recipe = load_recipe(Path("default"))

    assert recipe.name == "default"


def test_overlapping_sets_are_refused() -> None:
    recipe = load_recipe(Path("default")).model_dump()
    recipe["test"]["seed"] = recipe["train"]["seed"] + 5

    with pytest.raises(ValidationError, match="overlap"):
        Recipe.model_validate(recipe)
