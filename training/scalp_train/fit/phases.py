"""Parts of a recipe: phases of training, the report's plan, and the calibration."""

from typing import Literal

from pydantic import Field, model_validator

from scalp_train.fit.sets import Section


class Phase(Section):
    """Some epochs of some blocks.

    With ``passes`` the blocks before ``from_block`` are frozen and their output is cached for that
    many augmented versions of the training set, which is several times cheaper than running them in
    each epoch. Without, the blocks before ``from_block`` are frozen too, but run on pictures that
    are augmented again in every epoch.
    """

    width: int = Field(gt=0)
    height: int = Field(gt=0)
    epochs: int = Field(gt=0)
    learning_rate: float = Field(gt=0)
    from_block: int = Field(ge=0, default=0)
    passes: int = Field(ge=0, default=0)
    batch: int = Field(gt=0)
    weight_decay: float = Field(ge=0, default=0.01)
    smoothing: float = Field(ge=0, lt=0.5, default=0.06)
    """Probability mass that a target gives to its neighbouring grades, 0-0.5."""
    ordinal: float = Field(ge=0, default=0.0)
    """Weight of the ranked probability score beside the cross-entropy."""
    averaging: float = Field(ge=0, lt=1, default=0.99)
    """Decay of the exponential moving average of the weights, per step."""
    localisation: float = Field(ge=0, default=0.0)
    """Weight of the localisation loss, for pictures that have sign masks."""
    patience: int | None = Field(gt=0, default=None)
    """Epochs without a better ``monitor`` after which the phase ends; by default none end it."""
    accumulate: int = Field(gt=0, default=1)
    """Batches whose gradients are added up before each step."""

    @model_validator(mode="after")
    def _cached_features_need_a_block(self) -> "Phase":
        if self.passes and not self.from_block:
            raise ValueError("passes: there is nothing to cache before block 0")
        return self


class CalibrationConfig(Section):
    """How often the set of plausible grades shall hold the true one, 0-1."""

    coverage: float = Field(gt=0, lt=1)


class SeparatePlan(Section):
    """One network per symptom, each trained alone by Adam; the learning rate falls by steps.

    Cross-entropy without smoothing; training ends after ``epochs``, or once the validation loss has
    not fallen for ``patience`` epochs, and the epoch with the lowest one is kept.
    """

    epochs: int = Field(gt=0)
    patience: int = Field(gt=0)
    batch: int = Field(gt=0)
    learning_rate: float = Field(gt=0)
    step: int = Field(gt=0)
    """Number of epochs between two multiplications of the learning rate by ``gamma``."""
    gamma: float = Field(gt=0, le=1)
    augmentation: Literal["own", "report"]
    accumulate: int = Field(gt=0, default=1)
    """Batches whose gradients are added up before each step."""
