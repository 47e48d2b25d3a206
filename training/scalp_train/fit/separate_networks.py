"""Training as the report did it: one network per symptom, each alone from initial weights."""

from __future__ import annotations

from typing import Any

import lightning.pytorch as lightning
import torch
from lightning.pytorch.callbacks import Callback, EarlyStopping, ModelCheckpoint
from rich.console import Console
from torch.utils.data import DataLoader

from scalp_core.vision.network import Network, build
from scalp_core.vocabulary import Symptom
from scalp_train.data.datasets import Augmentation, Batch, Pictures, picture_batches
from scalp_train.data.distributed import agreed, rank
from scalp_train.data.report_transforms import report_augmented
from scalp_train.data.transforms import augmented
from scalp_train.fit.modules import Lesson
from scalp_train.fit.recipe import Phase, Separate, SeparateRecipe
from scalp_train.fit.run import Run
from scalp_train.fit.trainer import MONITORED, VALIDATION_BATCH, Deadline, best_of, restore, trainer
from scalp_train.models.initial_weights import initial

AUGMENTATIONS: dict[str, Augmentation] = {"own": augmented, "report": report_augmented}


def fit_separately(run: Run[SeparateRecipe]) -> None:
    """Train the networks that are not finished; ``run.minutes`` are dealt evenly among them."""
    left = [symptom for symptom in Symptom if not run.checkpoint(symptom).exists()]
    for number, symptom in enumerate(left):
        seconds = None
        if run.minutes is not None:
            rest = agreed(run.minutes - sum(run.minutes_trained().values()))
            seconds = max(rest, 0.0) * 60 / (len(left) - number)
        with run.timed(symptom):
            _train(run, symptom, seconds)


def _train(run: Run[SeparateRecipe], symptom: Symptom, seconds: float | None) -> None:
    recipe, plan, spec = run.recipe, run.recipe.separate, run.recipe.input
    architecture = recipe.architecture_of(symptom)
    seed = recipe.train.seed + list(Symptom).index(symptom)
    torch.manual_seed(seed)
    network = build(architecture, image_size=(spec.height, spec.width))
    origin = initial(network, architecture, run.weights)
    run.began_with(symptom, origin)
    if rank() == 0:
        Console(stderr=True).print(f"{symptom}: starts from {origin.name}")
    folder = run.folder / symptom
    last = folder / "last.ckpt"
    best = best_of(folder)
    # At the very end of an epoch, when the rate has fallen too.
    resumed = ModelCheckpoint(
        folder, filename="last", save_on_train_epoch_end=True, enable_version_counter=False
    )
    callbacks: list[Callback] = [EarlyStopping(MONITORED, patience=plan.patience), best, resumed]
    if seconds is not None:
        callbacks.append(Deadline(seconds))
    teacher = trainer(run.folder, symptom, epochs=plan.epochs, callbacks=callbacks)
    lesson = SeparateLesson(network, recipe, symptom, seed)
    batches = _Batches(run)
    teacher.fit(lesson, batches, ckpt_path=str(last) if last.exists() else None)
    restore(lesson, best)
    run.keep(network, run.checkpoint(symptom))


class SeparateLesson(Lesson):
    """Teaches all of one network by cross-entropy with Adam and a rate that falls by steps."""

    def __init__(
        self, network: Network, recipe: SeparateRecipe, symptom: Symptom, seed: int
    ) -> None:
        super().__init__(network, _whole(recipe), [symptom])
        self._plan: Separate = recipe.separate
        self._seed = seed

    def on_train_epoch_start(self) -> None:
        """Dropout follows from the epoch, so that a resumed training gives the same network."""
        torch.manual_seed(self._seed + 1000 * (self.current_epoch + 1) + rank())

    def configure_optimizers(self) -> Any:
        """Adam and StepLR, per epoch."""
        plan = self._plan
        optimiser = torch.optim.Adam(self.network.parameters(), lr=plan.learning_rate)
        schedule = torch.optim.lr_scheduler.StepLR(optimiser, plan.step, plan.gamma)
        return [optimiser], [schedule]


def _whole(recipe: SeparateRecipe) -> Phase:
    plan = recipe.separate
    return Phase(
        width=recipe.input.width,
        height=recipe.input.height,
        epochs=plan.epochs,
        batch=plan.batch,
        learning_rate=plan.learning_rate,
        smoothing=0.0,
    )


class _Batches(lightning.LightningDataModule):
    def __init__(self, run: Run[SeparateRecipe]) -> None:
        super().__init__()
        self._run = run

    def train_dataloader(self) -> DataLoader[Batch]:
        """Shuffled and augmented by epoch alone."""
        assert self.trainer is not None
        recipe, epoch = self._run.recipe, self.trainer.current_epoch
        pictures = Pictures(
            self._run.train,
            size=(recipe.input.width, recipe.input.height),
            seed=(recipe.train.seed, epoch),
            augmentation=AUGMENTATIONS[recipe.separate.augmentation],
        )
        shuffle = recipe.train.seed + epoch
        return picture_batches(pictures, recipe.input, recipe.separate.batch, shuffle_seed=shuffle)

    def val_dataloader(self) -> DataLoader[Batch]:
        """In order, as they are."""
        pictures = Pictures(self._run.validation)
        return picture_batches(pictures, self._run.recipe.input, VALIDATION_BATCH)
