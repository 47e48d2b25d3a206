"""Networks trained apart, as the report did: its recipe, resuming, stopping, and time limits."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from efficientnet_pytorch.utils import get_model_params

from scalp_core.vision import network as networks
from scalp_core.vision.network import LITE0, build
from scalp_core.vision.preprocessing import normalise
from scalp_core.vocabulary import Symptom
from scalp_train.data.cache import CachedSet
from scalp_train.data.datasets import PictureDataset
from scalp_train.data.report_transforms import augment_as_in_report, rotation, shearing
from scalp_train.fit import separate_networks as separate
from scalp_train.fit.losses import grading_loss
from scalp_train.fit.modules import SeparateGradingModule
from scalp_train.fit.recipe import SeparateRecipe, load_recipe
from scalp_train.fit.run import Run
from scalp_train.fit.train import FixedEpochsError, fit

pytestmark = pytest.mark.filterwarnings("ignore")  # Lightning's advice

SEED = load_recipe(Path("seed"))
assert isinstance(SEED, SeparateRecipe)


NARROW = "efficientnet-b1"
"""Is narrow and short here: most of the time would go into files of its weights."""
SMALL = {"width_coefficient": 0.125, "depth_coefficient": 0.1}
PUBLISHED = Symptom.DANDRUFF
"""Its network is a whole one, for which there are published weights."""


def narrow_params(name: str, overrides: dict[str, Any]) -> tuple[Any, Any]:
    """efficientnet-pytorch's parameters of a network, those of ``NARROW`` reduced."""
    blocks, params = get_model_params(name, overrides)
    return blocks, params._replace(**SMALL) if name == NARROW else params


@pytest.fixture(scope="module", autouse=True)
def _narrow() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(networks, "get_model_params", narrow_params)
        yield


def tiny(**changes: object) -> SeparateRecipe:
    """The report's recipe on 32x32 pictures with small networks."""
    assert isinstance(SEED, SeparateRecipe)
    plan = SEED.separate.model_copy(update={"epochs": 2, "batch": 4, **changes})
    size = SEED.input.model_copy(update={"width": 32, "height": 32})
    names = dict.fromkeys(Symptom, NARROW) | {PUBLISHED: LITE0}
    return SEED.model_copy(update={"separate": plan, "input": size, "architectures": names})


def pictures(count: int, seed: int) -> CachedSet:
    rng = np.random.default_rng(seed)
    grades = rng.integers(0, 4, (count, 6))
    pixels = rng.integers(0, 255, (count, 32, 32, 3)).astype(np.uint8)
    return CachedSet(pixels, grades)


def run(folder: Path, **changes: object) -> Run[SeparateRecipe]:
    return Run(tiny(**changes), pictures(12, 1), pictures(6, 2), folder)


def curve(run: Run[SeparateRecipe], symptom: Symptom, column: str) -> list[float]:
    with (run.folder / "curves" / symptom / "metrics.csv").open() as file:
        return [float(row[column]) for row in csv.DictReader(file) if row[column]]


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Run[SeparateRecipe]:
    found = run(tmp_path_factory.mktemp("run"))
    fit(found)
    return found


def test_seed_recipe_is_the_reports() -> None:
    assert isinstance(SEED, SeparateRecipe)
    b3 = {s for s in Symptom if SEED.architecture_of(s) == "efficientnet-b3"}
    b7 = {s for s in Symptom if SEED.architecture_of(s) == "efficientnet-b7"}
    assert b3 == {Symptom.FINE_SCALING, Symptom.EXCESS_SEBUM}
    assert b7 == set(Symptom) - b3
    assert (SEED.input.width, SEED.input.height) == (300, 300)
    assert SEED.input.mean == (0.485, 0.456, 0.406)
    plan = SEED.separate
    assert (plan.epochs, plan.patience, plan.learning_rate) == (100, 5, 1e-4)
    assert (plan.step, plan.gamma, plan.augmentation) == (7, 0.1, "report")


def test_seed_recipe_learns_from_the_same_pictures_as_the_default_one() -> None:
    default = load_recipe(Path("default"))

    assert SEED.train == default.train


def test_seed_recipe_is_measured_on_no_more_pictures_of_the_same_kind() -> None:
    default = load_recipe(Path("default"))

    for part in ("validation", "test"):
        own, others = getattr(SEED, part), getattr(default, part)
        assert own.count <= others.count
        assert own == others.model_copy(update={"count": own.count})


def test_optimiser_is_adam_whose_rate_falls_by_steps() -> None:
    module = SeparateGradingModule(build(NARROW, image_size=(32, 32)), tiny(), Symptom.HAIR_LOSS, 1)

    (adam,), (schedule,) = module.configure_optimizers()

    assert type(adam) is torch.optim.Adam
    assert adam.defaults["lr"] == 1e-4
    assert adam.defaults["weight_decay"] == 0
    assert (schedule.step_size, schedule.gamma) == (7, 0.1)


def test_six_networks_are_trained_from_weights_that_are_noted(
    finished: Run[SeparateRecipe],
) -> None:
    assert set(finished.minutes_trained()) == {symptom.value for symptom in Symptom}
    for symptom in Symptom:
        assert len(curve(finished, symptom, "val_loss")) == 2
        origin = finished.initial_weights(symptom)
        assert origin is not None
        assert ("ImageNet" if symptom is PUBLISHED else "random weights") in origin.name


def test_finished_networks_are_not_trained_again(
    finished: Run[SeparateRecipe], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(separate, "train_network", lambda *_: pytest.fail("trained again"))

    fit(finished)


def test_interrupted_training_goes_on_to_the_same_network(
    finished: Run[SeparateRecipe], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class StoppedError(Exception):
        pass

    def interrupted(module: SeparateGradingModule) -> None:
        original(module)
        if module.current_epoch == 1:
            raise StoppedError

    original = SeparateGradingModule.on_train_epoch_start
    monkeypatch.setattr(SeparateGradingModule, "on_train_epoch_start", interrupted)
    again = run(tmp_path)
    symptom = Symptom.FINE_SCALING
    with pytest.raises(StoppedError):
        separate.train_network(again, symptom, None)
    monkeypatch.setattr(SeparateGradingModule, "on_train_epoch_start", original)
    separate.train_network(again, symptom, None)

    first, second = (
        torch.load(one.folder / symptom / "last.ckpt", weights_only=True)["state_dict"]
        for one in (finished, again)
    )
    for name, tensor in first.items():
        torch.testing.assert_close(second[name], tensor)
    # One row for each epoch, those before the interruption among them, at the same steps.
    assert curve(again, symptom, "step") == curve(finished, symptom, "step")
    assert curve(again, symptom, "epoch") == [0.0, 1.0]
    assert curve(again, symptom, "val_loss") == pytest.approx(
        curve(finished, symptom, "val_loss"), rel=1e-3
    )


def test_training_stops_when_the_loss_no_longer_falls_and_keeps_the_best(tmp_path: Path) -> None:
    one = run(tmp_path, epochs=40, patience=2, learning_rate=0.05)
    symptom = Symptom.HAIR_LOSS
    separate.train_network(one, symptom, None)

    losses = curve(one, symptom, "val_loss")
    assert len(losses) < 40
    assert min(losses[-2:]) > min(losses)
    network = build(NARROW, image_size=(32, 32)).eval()
    network.load_state_dict(torch.load(one.checkpoint(symptom), weights_only=True))
    images = torch.from_numpy(normalise(one.validation.pixels, one.recipe.input))
    with torch.inference_mode():
        logits = network(images).logits
    column = torch.from_numpy(one.validation.grades[:, [5]])
    assert float(grading_loss(logits[:, None], column, 0.0)) == pytest.approx(min(losses), rel=0.05)


def test_minutes_end_training_after_whichever_batch(tmp_path: Path) -> None:
    limited = replace(run(tmp_path, epochs=50), minutes=0.0)
    *finished_before, first, second = (s for s in Symptom if s is not PUBLISHED)
    for symptom in (PUBLISHED, *finished_before):
        limited.checkpoint(symptom).touch()

    fit(limited)

    for symptom in (first, second):
        assert limited.checkpoint(symptom).exists()
        assert len(curve(limited, symptom, "val_loss")) == 1
    assert set(limited.minutes_trained()) == {first.value, second.value}


def test_recipe_that_plans_its_epochs_is_not_cut(tmp_path: Path) -> None:
    limited = replace(run(tmp_path), recipe=load_recipe(Path("smoke")), minutes=1.0)

    with pytest.raises(FixedEpochsError, match="smoke"):
        fit(limited)


class Middle(np.random.Generator):
    """A generator whose every draw is the middle of its range, or ``chance``."""

    def __init__(self, chance: float = 0.5) -> None:
        super().__init__(np.random.PCG64(0))
        self._chance = chance

    def random(self, *_: object) -> float:  # type: ignore[override]
        return self._chance

    def uniform(self, low: float, high: float) -> float:  # type: ignore[override]
        return (low + high) / 2


PIXELS = np.random.default_rng(1).integers(1, 255, (40, 40, 3)).astype(np.uint8)


def test_without_any_luck_a_picture_is_turned_by_a_quarter_alone() -> None:
    found = augment_as_in_report(PIXELS, Middle(0.5), width=40, height=40)

    assert (found == np.rot90(PIXELS)).all()


def test_half_the_pictures_are_flipped_each_way() -> None:
    found = augment_as_in_report(PIXELS, Middle(0.49), width=40, height=40)

    assert (found == np.rot90(PIXELS[::-1, ::-1])).all()


def test_what_was_outside_the_picture_is_black() -> None:
    white = np.full((40, 40, 3), 255, np.uint8)
    many = np.stack(
        [
            augment_as_in_report(white, np.random.default_rng(seed), width=40, height=40)
            for seed in range(40)
        ]
    )

    assert set(np.unique(many)) == {0, 255}
    assert 0.03 < (many == 0).mean() < 0.25
    assert (many[:, 15:25, 15:25] == 255).all()


def test_turn_keeps_lengths_and_shear_keeps_rows() -> None:
    np.testing.assert_allclose(rotation(10) @ rotation(10).T, np.eye(2), atol=1e-12)
    np.testing.assert_allclose(shearing(10) @ [3, 0], [3, 0])
    np.testing.assert_allclose(shearing(10) @ [0, 1], [-np.tan(np.deg2rad(10)), 1])


def test_pictures_that_are_not_square_are_refused() -> None:
    with pytest.raises(ValueError, match="square"):
        augment_as_in_report(PIXELS[:30], Middle(), width=40, height=30)


def test_augmentation_of_the_recipe_reaches_the_pictures() -> None:
    cached = pictures(1, 3)
    chosen = PictureDataset(cached, size=(32, 32), seed=(4,), augmentation=augment_as_in_report)

    expected = augment_as_in_report(
        cached.pixels[0], np.random.default_rng((4, 0)), width=32, height=32
    )
    assert (chosen[0][0] == expected).all()


def test_recipe_without_a_network_for_a_symptom_is_refused() -> None:
    assert isinstance(SEED, SeparateRecipe)
    content = SEED.model_dump()
    del content["architectures"][Symptom.DANDRUFF]

    with pytest.raises(ValueError, match="none for dandruff"):
        SeparateRecipe.model_validate(content)
