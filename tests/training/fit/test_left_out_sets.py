"""Leaving a technique out: which pictures a recipe trains on, and what it is judged by."""

from pathlib import Path

import numpy as np
import pytest

from scalp_train.fit.recipe import Recipe, load_recipe
from scalp_train.fit.sets import SetConfig, UnknownTechniqueError
from scalp_train.render.techniques import TECHNIQUES

DEFAULT = load_recipe(Path("default"))
assert isinstance(DEFAULT, Recipe)
LEFT_OUT = TECHNIQUES[-1]


def test_the_shipped_models_learn_from_every_technique() -> None:
    rendered = DEFAULT.train.rendered
    turns = [rendered.drawn_by(index) for index in range(2 * len(TECHNIQUES))]

    assert turns == [*TECHNIQUES, *TECHNIQUES]
    assert DEFAULT.train.is_whole


@pytest.mark.parametrize("part", ["train", "validation"])
def test_no_picture_of_the_technique_left_out_is_used(part: str) -> None:
    config = getattr(DEFAULT.without(LEFT_OUT), part)
    rows = config.rows()

    drawn_by = {config.rendered.drawn_by(int(row)) for row in rows}
    assert drawn_by == set(TECHNIQUES) - {LEFT_OUT}
    assert len(rows) == config.most
    assert set(config.seen.techniques) == drawn_by
    assert (np.diff(rows) > 0).all()


def test_every_technique_left_out_needs_the_same_rendered_pictures() -> None:
    for technique in TECHNIQUES:
        reduced = DEFAULT.without(technique)

        assert reduced.train.rendered == DEFAULT.train.rendered
        assert reduced.name == f"default-without-{technique}"
        assert technique not in reduced.test.drawers


def test_without_sizes_nothing_but_the_technique_is_left_out() -> None:
    reduced = DEFAULT.model_copy(update={"leave_one_out": None}).without(LEFT_OUT)

    others = DEFAULT.train.count * (len(TECHNIQUES) - 1) / len(TECHNIQUES)
    assert len(reduced.train.rows()) == pytest.approx(others, abs=1)
    assert isinstance(reduced, Recipe)
    assert reduced.trunk == DEFAULT.trunk
    assert reduced.test.count == DEFAULT.test.count


def test_the_smaller_training_sees_each_picture_in_fewer_versions() -> None:
    reduced = DEFAULT.without(LEFT_OUT)

    assert isinstance(reduced, Recipe)
    assert DEFAULT.trunk[0].passes == 2
    assert reduced.trunk[0].passes == reduced.finish.passes == 1


def test_the_only_technique_cannot_be_left_out() -> None:
    alone = DEFAULT.model_copy(update={"test": SetConfig(seed=1, count=4, techniques=(LEFT_OUT,))})

    with pytest.raises(UnknownTechniqueError, match=LEFT_OUT):
        alone.without(LEFT_OUT)
