"""Training from a recipe to six checkpoints; every step that is done is not done again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import lightning.pytorch as lightning
import numpy as np
import torch
from lightning.pytorch.callbacks import ModelCheckpoint, WeightAveraging
from numpy.typing import NDArray
from torch.optim.swa_utils import get_ema_multi_avg_fn
from torch.utils.data import ConcatDataset, DataLoader

from scalp_core.vision.network import Network, build
from scalp_core.vocabulary import Symptom
from scalp_train.data.datasets import Batch, Features, Pictures, feature_batches, picture_batches
from scalp_train.data.distributed import first_alone, join
from scalp_train.fit.feature_cache import from_features, from_pictures, stored
from scalp_train.fit.modules import GRADES, Lesson
from scalp_train.fit.recipe import AnyRecipe, Phase, Recipe, SeparateRecipe
from scalp_train.fit.run import Run
from scalp_train.fit.separate_networks import fit_separately
from scalp_train.fit.trainer import VALIDATION_BATCH, best_of, restore, trainer
from scalp_train.models.initial_weights import CLASSIFIER, initial


class UncuttableError(ValueError):
    """Minutes were given for a recipe whose learning rate falls over a fixed number of epochs."""


def fit(run: Run[AnyRecipe]) -> None:
    """Train six networks as the recipe says. Calling it again resumes.

    Raises:
        UncuttableError: a recipe of a trunk cannot be cut to ``run.minutes``.
    """
    join()
    run.folder.mkdir(parents=True, exist_ok=True)
    lightning.seed_everything(run.recipe.train.seed, verbose=False)
    if isinstance(run.recipe, SeparateRecipe):
        fit_separately(run)
    elif run.minutes is not None:
        raise UncuttableError(
            f"recipe {run.recipe.name} plans its epochs and cannot be cut by minutes"
        )
    else:
        _fit_by_trunk(run)


def _fit_by_trunk(run: Run[Recipe]) -> None:
    trunk, stored = _train_trunk(run)
    with run.timed("finish"):
        batches, _ = _batches(run, trunk, run.recipe.finish, "finish", stored)
    for symptom in Symptom:
        if not run.checkpoint(symptom).exists():
            network = split(trunk, _network(run.recipe, GRADES), symptom)
            with run.timed(f"finish-{symptom}"):
                _teach(run, network, [symptom], run.recipe.finish, batches, f"finish-{symptom}")
            run.keep(network, run.checkpoint(symptom))


def split(trunk: Network, single: Network, symptom: Symptom) -> Network:
    """Give ``single`` (4 logits) the trunk's weights and one symptom's part of its 24 logits."""
    first = list(Symptom).index(symptom) * GRADES
    state = trunk.state_dict()
    for name in CLASSIFIER:
        state[name] = state[name][first : first + GRADES]
    single.load_state_dict(state)
    return single


def _network(recipe: Recipe, classes: int) -> Network:
    spec = recipe.input
    return build(recipe.architecture, classes=classes, image_size=(spec.height, spec.width))


@dataclass(frozen=True, slots=True)
class _Stored:
    """Features of both sets after ``block`` blocks, which no later phase changes."""

    block: int
    train: NDArray[np.float16]
    validation: NDArray[np.float16]
    versions: Sequence[Pictures]
    """The augmented training set whose features these are, once or several times."""


def _train_trunk(run: Run[Recipe]) -> tuple[Network, _Stored | None]:
    recipe = run.recipe
    network = _network(recipe, len(Symptom) * GRADES)
    origin = initial(network, recipe.architecture, run.weights)
    for symptom in Symptom:
        run.began_with(symptom, origin)
    stored: _Stored | None = None
    for number, phase in enumerate(recipe.trunk):
        name = f"trunk-{number}"
        done = run.folder / f"{name}.pt"
        with run.timed(name):
            batches, stored = _batches(run, network, phase, name, stored)
            if not done.exists():
                _teach(run, network, list(Symptom), phase, batches, name)
                run.keep(network, done)
        network = _network(recipe, len(Symptom) * GRADES)
        network.load_state_dict(torch.load(done, weights_only=True))
    return network, stored


class _PictureBatches(lightning.LightningDataModule):
    """Pictures augmented anew each epoch."""

    def __init__(self, run: Run[Recipe], phase: Phase) -> None:
        super().__init__()
        self._run, self._phase = run, phase

    def train_dataloader(self) -> DataLoader[Batch]:
        """Shuffled and augmented by epoch alone, so that a resumed epoch is the same one."""
        assert self.trainer is not None
        recipe, epoch = self._run.recipe, self.trainer.current_epoch
        seed = (recipe.train.seed, self._phase.width, epoch)
        size = (self._phase.width, self._phase.height)
        signs = bool(self._phase.localisation)
        pictures = Pictures(self._run.train, size=size, seed=seed, signs=signs)
        shuffle = recipe.train.seed + self._phase.width + epoch
        return picture_batches(pictures, recipe.input, self._phase.batch, shuffle_seed=shuffle)

    def val_dataloader(self) -> DataLoader[Batch]:
        """The validation set at the size of serving."""
        recipe = self._run.recipe
        return picture_batches(Pictures(self._run.validation), recipe.input, VALIDATION_BATCH)


class _FeatureBatches(lightning.LightningDataModule):
    """Stored features, the same in every epoch."""

    def __init__(self, run: Run[Recipe], phase: Phase, features: _Stored) -> None:
        super().__init__()
        self._seed, self._batch = run.recipe.train.seed, phase.batch
        self._train = Features(features.train, features.versions)
        self._validation = Features(features.validation, [Pictures(run.validation)])

    def train_dataloader(self) -> DataLoader[Batch]:
        """Shuffled by epoch."""
        assert self.trainer is not None
        seed = self._seed + self.trainer.current_epoch
        return feature_batches(self._train, self._batch, shuffle_seed=seed)

    def val_dataloader(self) -> DataLoader[Batch]:
        """In order."""
        return feature_batches(self._validation, VALIDATION_BATCH)


def _batches(
    run: Run[Recipe], network: Network, phase: Phase, name: str, before: _Stored | None
) -> tuple[lightning.LightningDataModule, _Stored | None]:
    """What a phase learns from, and the stored features that it leaves valid.

    Features are computed from those of the phase ``before`` where that has stored enough.
    """
    if not phase.passes:
        return _PictureBatches(run, phase), None
    spec, size, block = run.recipe.input, (phase.width, phase.height), phase.from_block
    total = phase.passes * len(run.train)
    if before is not None and len(before.train) >= total and before.block <= block:
        versions = before.versions[: phase.passes]
        train = from_features(network, before.train, before.block, block)
        held = from_features(network, before.validation, before.block, block)
    else:
        versions = [
            Pictures(run.train, size=size, seed=(run.recipe.train.seed, block, number), signs=True)
            for number in range(phase.passes)
        ]
        train = from_pictures(network, ConcatDataset(versions), spec, block)
        held = from_pictures(network, Pictures(run.validation), spec, block)
    files = [run.folder / f"{name}-{part}.npy" for part in ("train", "validation")]
    found = first_alone(
        lambda: _Stored(
            block,
            stored(network, train, total, files[0]),
            stored(network, held, len(run.validation), files[1]),
            versions,
        )
    )
    return _FeatureBatches(run, phase, found), found


def _teach(
    run: Run[Recipe],
    network: Network,
    symptoms: Sequence[Symptom],
    phase: Phase,
    batches: lightning.LightningDataModule,
    name: str,
) -> None:
    """Run the trainer, from its last checkpoint if it was interrupted; the best epoch is kept."""
    folder = run.folder / name
    last, best = folder / "last.ckpt", best_of(folder)
    teacher = trainer(
        run.folder,
        name,
        epochs=phase.epochs,
        callbacks=[
            # All weights at once: EMAWeightAveraging moves them one tensor after the other.
            WeightAveraging(multi_avg_fn=get_ema_multi_avg_fn(phase.averaging)),
            best,
            ModelCheckpoint(folder, filename="last", enable_version_counter=False),
        ],
    )
    lesson = Lesson(network, phase, symptoms)
    teacher.fit(lesson, batches, ckpt_path=str(last) if last.exists() else None)
    restore(lesson, best)
