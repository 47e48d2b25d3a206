"""Training from a recipe to six checkpoints; every step that is done is not done again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import lightning.pytorch as lightning
import numpy as np
import torch
from lightning.pytorch.callbacks import EMAWeightAveraging, ModelCheckpoint, TQDMProgressBar
from lightning.pytorch.loggers import CSVLogger
from numpy.typing import NDArray
from torch.utils.data import DataLoader

from scalp_core.vision.manifest import InputSpec
from scalp_core.vision.network import GradingNetwork, build
from scalp_core.vocabulary import Symptom
from scalp_train.config import Optimisation, Phase, Recipe
from scalp_train.dataset import CachedSet
from scalp_train.lessons import GRADES, FinishLesson, Lesson, TrunkLesson, early
from scalp_train.loaders import Batch, Features, Pictures, feature_batches, picture_batches
from scalp_train.weights import CLASSIFIER, warm_start

VALIDATION_BATCH = 50


@dataclass(frozen=True, slots=True)
class Run:
    """One training: a recipe, its two sets and the folder that holds what it makes."""

    recipe: Recipe
    train: CachedSet
    validation: CachedSet
    folder: Path

    def checkpoint(self, symptom: Symptom) -> Path:
        """Where a finished network's state dict lies."""
        return self.folder / f"{symptom}.pt"


def fit(run: Run) -> None:
    """Train the trunk, then the six networks. Calling it again resumes."""
    run.folder.mkdir(parents=True, exist_ok=True)
    lightning.seed_everything(run.recipe.train.seed, verbose=False)
    trunk = _train_trunk(run)
    features = _Stored(run, trunk)
    for symptom in Symptom:
        if not run.checkpoint(symptom).exists():
            _finish(run, trunk, features, symptom)


def _network(recipe: Recipe, classes: int) -> GradingNetwork:
    spec = recipe.input
    return build(recipe.architecture, classes=classes, image_size=(spec.height, spec.width))


def _train_trunk(run: Run) -> GradingNetwork:
    recipe = run.recipe
    network = _network(recipe, len(Symptom) * GRADES)
    warm_start(network, recipe.architecture)
    for number, phase in enumerate(recipe.trunk.phases):
        done = run.folder / f"trunk-{number}.pt"
        if not done.exists():
            lesson = TrunkLesson(network, recipe.trunk, phase.learning_rate, phase.frozen_blocks)
            batches = _PhaseBatches(run, phase, number)
            _teach(run, lesson, batches, recipe.trunk, phase.epochs, f"trunk-{number}")
            torch.save(network.state_dict(), done)
        network = _network(recipe, len(Symptom) * GRADES)
        network.load_state_dict(torch.load(done, weights_only=True))
    return network


class _PhaseBatches(lightning.LightningDataModule):
    """Pictures of one phase, augmented anew each epoch."""

    def __init__(self, run: Run, phase: Phase, number: int) -> None:
        super().__init__()
        self._run, self._phase, self._number = run, phase, number

    def train_dataloader(self) -> DataLoader[Batch]:
        """Shuffled and augmented by (phase, epoch), so that a resumed epoch is the same one."""
        assert self.trainer is not None
        recipe, epoch = self._run.recipe, self.trainer.current_epoch
        seed = (recipe.train.seed, self._number, epoch)
        size = (self._phase.width, self._phase.height)
        return picture_batches(
            Pictures(self._run.train, size=size, seed=seed),
            recipe.input,
            recipe.trunk.batch,
            shuffle_seed=recipe.train.seed + 100 * self._number + epoch,
        )

    def val_dataloader(self) -> DataLoader[Batch]:
        """The validation set at the size of serving."""
        recipe = self._run.recipe
        return picture_batches(Pictures(self._run.validation), recipe.input, VALIDATION_BATCH)


class _FeatureBatches(lightning.LightningDataModule):
    def __init__(self, run: Run, features: _Stored) -> None:
        super().__init__()
        self._run, self._features = run, features

    def train_dataloader(self) -> DataLoader[Batch]:
        assert self.trainer is not None
        seed = self._run.recipe.train.seed + self.trainer.current_epoch
        batch = self._run.recipe.finish.batch
        return feature_batches(self._features.train, batch, shuffle_seed=seed)

    def val_dataloader(self) -> DataLoader[Batch]:
        return feature_batches(self._features.validation, VALIDATION_BATCH)


def _teach(
    run: Run,
    lesson: Lesson,
    batches: lightning.LightningDataModule,
    optimisation: Optimisation,
    epochs: int,
    name: str,
) -> None:
    """Run the trainer, from its last checkpoint if it was interrupted."""
    folder = run.folder / name
    last = folder / "last.ckpt"
    trainer = lightning.Trainer(
        accelerator="auto",
        devices=1,
        precision="bf16-mixed",
        max_epochs=epochs,
        reload_dataloaders_every_n_epochs=1,
        num_sanity_val_steps=0,
        log_every_n_steps=20,
        enable_model_summary=False,
        logger=CSVLogger(run.folder, name="curves", version=name),
        callbacks=[
            EMAWeightAveraging(decay=optimisation.averaging),
            ModelCheckpoint(folder, filename="last", enable_version_counter=False),
            TQDMProgressBar(refresh_rate=20),
        ],
    )
    trainer.fit(lesson, batches, ckpt_path=str(last) if last.exists() else None)


class _Stored:
    """Features of the early blocks, which the six networks share."""

    def __init__(self, run: Run, trunk: GradingNetwork) -> None:
        recipe, spec = run.recipe, run.recipe.input
        size = (spec.width, spec.height)
        passes = [
            Pictures(run.train, size=size, seed=(recipe.train.seed, 1000 + number))
            for number in range(recipe.finish.passes)
        ]
        train = [self._store(run, trunk, p, f"train-{i}", spec) for i, p in enumerate(passes)]
        held = self._store(run, trunk, Pictures(run.validation), "validation", spec)
        grades = np.concatenate([run.train.grades] * len(passes))
        self.train = Features(np.concatenate(train), grades)
        self.validation = Features(held, run.validation.grades)

    @staticmethod
    @torch.inference_mode()
    def _store(
        run: Run, trunk: GradingNetwork, pictures: Pictures, name: str, spec: InputSpec
    ) -> NDArray[np.float16]:
        file = run.folder / f"features-{name}.npy"
        if not file.exists():
            trunk = trunk.eval().to(memory_format=torch.channels_last)
            parts = []
            for images, _ in picture_batches(pictures, spec, VALIDATION_BATCH):
                with torch.autocast("cpu", torch.bfloat16):
                    features = early(trunk, images, run.recipe.finish.from_block)
                parts.append(features.to(torch.float16).contiguous().numpy())
            np.save(file, np.concatenate(parts))
        stored: NDArray[np.float16] = np.load(file)
        return stored


def _finish(run: Run, trunk: GradingNetwork, features: _Stored, symptom: Symptom) -> None:
    """Split one symptom off the trunk and train its late part."""
    recipe = run.recipe
    network = split(trunk, _network(recipe, GRADES), symptom)
    lesson = FinishLesson(
        network,
        recipe.finish,
        recipe.finish.learning_rate,
        symptom=symptom,
        from_block=recipe.finish.from_block,
    )
    batches = _FeatureBatches(run, features)
    _teach(run, lesson, batches, recipe.finish, recipe.finish.epochs, f"finish-{symptom}")
    torch.save(network.state_dict(), run.checkpoint(symptom))


def split(trunk: GradingNetwork, single: GradingNetwork, symptom: Symptom) -> GradingNetwork:
    """Give ``single`` (4 logits) the trunk's weights and one symptom's part of its 24 logits."""
    first = list(Symptom).index(symptom) * GRADES
    state = trunk.state_dict()
    for name in CLASSIFIER:
        state[name] = state[name][first : first + GRADES]
    single.load_state_dict(state)
    return single
