"""LightningDataModules: pictures augmented again in every epoch, or cached features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import lightning.pytorch as lightning
import numpy as np
from numpy.typing import NDArray
from torch.utils.data import DataLoader

from scalp_train.data.cache import CachedSet
from scalp_train.data.datasets import Augmentation, FeatureDataset, PictureDataset
from scalp_train.data.distributed import local_world_size
from scalp_train.data.loaders import Batch, feature_loader, picture_loader
from scalp_train.data.report_transforms import augment_as_in_report
from scalp_train.data.transforms import augment
from scalp_train.fit.devices import count_workers
from scalp_train.fit.phases import Phase
from scalp_train.fit.recipe import Recipe, SeparateRecipe
from scalp_train.fit.run import AnyRun, Run

VALIDATION_BATCH = 50
AUGMENTATIONS: dict[str, Augmentation] = {"own": augment, "report": augment_as_in_report}


class PictureDataModule(lightning.LightningDataModule):
    """Pictures augmented again in every epoch, and the validation set as serving sees it.

    Order and augmentation depend on the epoch alone, so that a resumed epoch is the same one.
    """

    def __init__(
        self,
        run: AnyRun,
        *,
        size: tuple[int, int],
        batch: int,
        seed: tuple[int, ...],
        augmentation: Augmentation = augment,
        signs: bool = False,
    ) -> None:
        super().__init__()
        self._run, self._size, self._batch, self._seed = run, size, batch, seed
        self._augmentation, self._signs = augmentation, signs
        self._workers = count_workers(run.recipe.workers, local_world_size())

    @classmethod
    def of_phase(cls, run: Run[Recipe], phase: Phase) -> PictureDataModule:
        """Return the pictures of a phase of the shared trunk, with sign masks if it needs them."""
        return cls(
            run,
            size=(phase.width, phase.height),
            batch=phase.batch,
            seed=(run.recipe.train.seed, phase.width),
            signs=bool(phase.localisation),
        )

    @classmethod
    def of_separate(cls, run: Run[SeparateRecipe]) -> PictureDataModule:
        """Return the pictures of networks that are trained separately."""
        plan, spec = run.recipe.separate, run.recipe.input
        return cls(
            run,
            size=(spec.width, spec.height),
            batch=plan.batch,
            seed=(run.recipe.train.seed,),
            augmentation=AUGMENTATIONS[plan.augmentation],
        )

    def train_dataloader(self) -> DataLoader[Batch]:
        """Return the training set, shuffled and augmented by the epoch's number."""
        assert self.trainer is not None
        seed = (*self._seed, self.trainer.current_epoch)
        pictures = PictureDataset(
            self._run.train,
            size=self._size,
            seed=seed,
            augmentation=self._augmentation,
            signs=self._signs,
        )
        spec = self._run.recipe.input
        return picture_loader(
            pictures, spec, self._batch, shuffle_seed=sum(seed), workers=self._workers
        )

    def val_dataloader(self) -> DataLoader[Batch]:
        """Return the validation set in order, not augmented."""
        pictures = PictureDataset(self._run.validation)
        spec = self._run.recipe.input
        return picture_loader(pictures, spec, VALIDATION_BATCH, workers=self._workers)


@dataclass(frozen=True, slots=True)
class CachedFeatures:
    """Features [N, C, h, w] of both sets after ``block`` blocks, which no later phase trains.

    Attributes:
        block: number of blocks before the features.
        train: of each of the ``versions``, one after the other.
        validation: of the validation set as serving sees it.
        versions: the augmented training set, once or several times.
    """

    block: int
    train: NDArray[np.float16]
    validation: NDArray[np.float16]
    versions: Sequence[PictureDataset]


class FeatureDataModule(lightning.LightningDataModule):
    """Cached features, the same in every epoch."""

    def __init__(
        self,
        features: CachedFeatures,
        validation: CachedSet,
        *,
        batch: int,
        seed: int,
        workers: int = 0,
    ) -> None:
        super().__init__()
        self._seed, self._batch, self._workers = seed, batch, workers
        self._train = FeatureDataset(features.train, features.versions)
        self._validation = FeatureDataset(features.validation, [PictureDataset(validation)])

    def train_dataloader(self) -> DataLoader[Batch]:
        """Return the training set, shuffled by the epoch's number."""
        assert self.trainer is not None
        seed = self._seed + self.trainer.current_epoch
        return feature_loader(self._train, self._batch, shuffle_seed=seed, workers=self._workers)

    def val_dataloader(self) -> DataLoader[Batch]:
        """Return the validation set in order."""
        return feature_loader(self._validation, VALIDATION_BATCH, workers=self._workers)
