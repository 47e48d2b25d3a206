"""Training of one trunk with six heads in phases, then of each symptom's own copy of it."""

from __future__ import annotations

from collections.abc import Sequence

import lightning.pytorch as lightning
import torch
from lightning.pytorch.callbacks import ModelCheckpoint, WeightAveraging
from torch.optim.swa_utils import get_ema_multi_avg_fn
from torch.utils.data import ConcatDataset

from scalp_core.vision.network import Network, build
from scalp_core.vocabulary import Symptom
from scalp_train.data.datasets import PictureDataset
from scalp_train.data.distributed import local_world_size, rank_zero_first
from scalp_train.fit.callbacks import best_checkpoint, early_stop, load_best
from scalp_train.fit.datamodules import CachedFeatures, FeatureDataModule, PictureDataModule
from scalp_train.fit.devices import count_workers
from scalp_train.fit.feature_cache import (
    cached_features,
    features_of_features,
    features_of_pictures,
)
from scalp_train.fit.imbalance import effective_number_weights, remove_weights
from scalp_train.fit.modules import GradingModule
from scalp_train.fit.phases import Phase
from scalp_train.fit.recipe import Recipe
from scalp_train.fit.run import Run
from scalp_train.fit.trainer import build_trainer, compile_for_pictures
from scalp_train.models.initial_weights import load_initial_weights
from scalp_train.models.trunk import GRADES, split_head


def train_trunk_and_heads(run: Run[Recipe]) -> None:
    """Train the trunk, then finish a copy for each symptom that has no checkpoint yet."""
    trunk, features = _train_trunk(run)
    with run.timed("finish"):
        data, _ = _datamodule(run, trunk, run.recipe.finish, "finish", features)
    for symptom in Symptom:
        if not run.checkpoint(symptom).exists():
            network = split_head(trunk, _network(run.recipe, GRADES), symptom)
            name = f"finish-{symptom}"
            with run.timed(name):
                _train_phase(run, network, [symptom], run.recipe.finish, data, name)
            weights = _weights(run)
            if weights is not None:
                remove_weights(network, weights[list(Symptom).index(symptom)])
            run.save(network, run.checkpoint(symptom))


def _weights(run: Run[Recipe]) -> torch.Tensor | None:
    """Return the weights of the grades in the loss [6, 4]; ``None`` where all weigh the same."""
    if run.recipe.balance is None:
        return None
    return effective_number_weights(run.train.grades, run.recipe.balance)


def _network(recipe: Recipe, classes: int) -> Network:
    spec = recipe.input
    return build(recipe.architecture, classes=classes, image_size=(spec.height, spec.width))


def _train_trunk(run: Run[Recipe]) -> tuple[Network, CachedFeatures | None]:
    recipe = run.recipe
    network = _network(recipe, len(Symptom) * GRADES)
    weights = load_initial_weights(network, recipe.architecture, run.weights)
    for symptom in Symptom:
        run.record_initial_weights(symptom, weights)
    features: CachedFeatures | None = None
    for number, phase in enumerate(recipe.trunk):
        name = f"trunk-{number}"
        checkpoint = run.folder / f"{name}.pt"
        with run.timed(name):
            data, features = _datamodule(run, network, phase, name, features)
            if not checkpoint.exists():
                _train_phase(run, network, list(Symptom), phase, data, name)
                run.save(network, checkpoint)
        network = _network(recipe, len(Symptom) * GRADES)
        network.load_state_dict(torch.load(checkpoint, weights_only=True))
    return network, features


def _datamodule(
    run: Run[Recipe], network: Network, phase: Phase, name: str, before: CachedFeatures | None
) -> tuple[lightning.LightningDataModule, CachedFeatures | None]:
    """Return the data of a phase, and the cached features that stay valid after it.

    Features are computed from those of the phase ``before`` where it cached enough of them.
    """
    if not phase.passes:
        return PictureDataModule.of_phase(run, phase), None
    recipe, block = run.recipe, phase.from_block
    workers = count_workers(recipe.workers, local_world_size())
    total = phase.passes * len(run.train)
    if before is not None and len(before.train) >= total and before.block <= block:
        versions = before.versions[: phase.passes]
        train = features_of_features(network, before.train, before.block, block)
        validation = features_of_features(network, before.validation, before.block, block)
    else:
        size = phase.width, phase.height
        versions = [
            PictureDataset(
                run.train, size=size, seed=(recipe.train.seed, block, number), signs=True
            )
            for number in range(phase.passes)
        ]
        train = features_of_pictures(network, ConcatDataset(versions), recipe.input, block, workers)
        held = PictureDataset(run.validation)
        validation = features_of_pictures(network, held, recipe.input, block, workers)
    files = [run.folder / f"{name}-{part}.npy" for part in ("train", "validation")]
    features = rank_zero_first(
        lambda: CachedFeatures(
            block,
            cached_features(network, train, total, files[0], recipe.precision),
            cached_features(network, validation, len(run.validation), files[1], recipe.precision),
            versions,
        )
    )
    data = FeatureDataModule(
        features, run.validation, batch=phase.batch, seed=recipe.train.seed, workers=workers
    )
    return data, features


def _train_phase(
    run: Run[Recipe],
    network: Network,
    symptoms: Sequence[Symptom],
    phase: Phase,
    data: lightning.LightningDataModule,
    name: str,
) -> None:
    """Train from the last checkpoint if there is one, and load the best epoch's weights."""
    folder = run.folder / name
    last, best = folder / "last.ckpt", best_checkpoint(folder, run.recipe.monitor)
    # torch declares no types for it.
    average = get_ema_multi_avg_fn(phase.averaging)  # type: ignore[no-untyped-call]
    stops = [] if phase.patience is None else [early_stop(run.recipe.monitor, phase.patience)]
    trainer = build_trainer(
        run,
        name,
        epochs=phase.epochs,
        accumulate=phase.accumulate,
        callbacks=[
            *stops,
            # All weights at once: EMAWeightAveraging moves them one tensor after the other.
            WeightAveraging(multi_avg_fn=average),
            best,
            ModelCheckpoint(folder, filename="last", enable_version_counter=False),
        ],
    )
    module = GradingModule(network, phase, symptoms, _weights(run))
    if not phase.passes:
        compile_for_pictures(run, network)
    trainer.fit(module, data, ckpt_path=str(last) if last.exists() else None)
    load_best(module, best)
