"""Training as in the report: one network per symptom, each alone from initial weights."""

from __future__ import annotations

import torch
from lightning.pytorch.callbacks import Callback, ModelCheckpoint
from rich.console import Console

from scalp_core.vision.network import build
from scalp_core.vocabulary import Symptom
from scalp_train.data.distributed import broadcast, rank
from scalp_train.fit.callbacks import Deadline, best_checkpoint, early_stop, load_best
from scalp_train.fit.datamodules import PictureDataModule
from scalp_train.fit.modules import SeparateGradingModule
from scalp_train.fit.recipe import SeparateRecipe
from scalp_train.fit.run import Run
from scalp_train.fit.trainer import build_trainer, compile_for_pictures
from scalp_train.models.initial_weights import load_initial_weights


def train_separate_networks(run: Run[SeparateRecipe]) -> None:
    """Train the networks without a checkpoint; ``run.minutes`` are divided evenly among them."""
    left = [symptom for symptom in Symptom if not run.checkpoint(symptom).exists()]
    for number, symptom in enumerate(left):
        seconds = None
        if run.minutes is not None:
            rest = broadcast(run.minutes - sum(run.minutes_trained().values()))
            seconds = max(rest, 0.0) * 60 / (len(left) - number)
        with run.timed(symptom):
            train_network(run, symptom, seconds)


def train_network(run: Run[SeparateRecipe], symptom: Symptom, seconds: float | None) -> None:
    """Train one symptom's network, or resume its training, for at most ``seconds`` of wall time."""
    recipe, plan, spec = run.recipe, run.recipe.separate, run.recipe.input
    architecture = recipe.architecture_of(symptom)
    seed = recipe.train.seed + list(Symptom).index(symptom)
    torch.manual_seed(seed)
    network = build(architecture, image_size=(spec.height, spec.width))
    weights = load_initial_weights(network, architecture, run.weights)
    run.record_initial_weights(symptom, weights)
    if rank() == 0:
        Console(stderr=True).print(f"{symptom}: starts from {weights.name}")
    folder = run.folder / symptom
    last, best = folder / "last.ckpt", best_checkpoint(folder, recipe.monitor)
    # Saved at the very end of an epoch, after the learning rate has been updated.
    resumable = ModelCheckpoint(
        folder, filename="last", save_on_train_epoch_end=True, enable_version_counter=False
    )
    callbacks: list[Callback] = [early_stop(recipe.monitor, plan.patience), best, resumable]
    if seconds is not None:
        callbacks.append(Deadline(seconds))
    trainer = build_trainer(
        run, symptom, epochs=plan.epochs, callbacks=callbacks, accumulate=plan.accumulate
    )
    module = SeparateGradingModule(network, recipe, symptom, seed)
    compile_for_pictures(run, network)
    data = PictureDataModule.of_separate(run)
    trainer.fit(module, data, ckpt_path=str(last) if last.exists() else None)
    load_best(module, best)
    run.save(network, run.checkpoint(symptom))
