"""Training recipes: YAML files, checked when read."""

from itertools import pairwise
from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from scalp_core.vision.manifest import InputSpec
from scalp_core.vocabulary import Symptom
from scalp_train.dataset import RenderedSet

CONFIGS = Path(__file__).resolve().parents[1] / "configs"


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SetConfig(_Section):
    """A rendered set; picture ``i`` has seed ``seed + i``."""

    seed: int = Field(ge=0)
    count: int = Field(gt=0)
    labels: Literal["balanced", "natural"] = "balanced"
    look: Literal["scope", "phone", "harsh", "mixed"] = "scope"
    label_noise: float = Field(ge=0, le=0.5, default=0.0)

    @property
    def rendered(self) -> RenderedSet:
        """The set itself."""
        return RenderedSet(self.seed, self.count, self.labels, self.look, self.label_noise)


class Phase(_Section):
    """Some epochs of some blocks.

    With ``passes`` the blocks before ``from_block`` stay as they are, so their output is computed
    and stored once for that many augmented versions of the training set: several times cheaper than
    running them again in each epoch. Without, every epoch sees pictures augmented anew, and the
    blocks before ``from_block`` are merely not changed.
    """

    width: int
    height: int
    epochs: int = Field(gt=0)
    learning_rate: float = Field(gt=0)
    from_block: int = Field(ge=0, default=0)
    passes: int = Field(ge=0, default=0)
    batch: int = Field(gt=0)
    weight_decay: float = Field(ge=0, default=0.01)
    smoothing: float = Field(ge=0, lt=0.5, default=0.06)
    """Probability mass that a target gives to its neighbouring grades."""
    averaging: float = Field(ge=0, lt=1, default=0.99)
    """Decay of the exponential moving average of the weights, per step."""
    localisation: float = Field(ge=0, default=0.0)
    """Weight of the localisation loss, for pictures whose signs are known."""

    @model_validator(mode="after")
    def _stored_features_need_a_block(self) -> "Phase":
        if self.passes and not self.from_block:
            raise ValueError("passes: there is nothing to store before block 0")
        return self


class CalibrationConfig(_Section):
    """How the uncertainty threshold is chosen on the validation set."""

    target_accuracy: float = Field(gt=0, le=1)
    most_uncertain: float = Field(ge=0, lt=1)


class Separate(_Section):
    """One network per symptom, each trained alone: Adam, its rate falling by steps.

    Cross-entropy without smoothing; training ends after ``epochs``, or once the validation loss has
    not fallen for ``patience`` epochs, and the epoch with the lowest one is kept.
    """

    epochs: int = Field(gt=0)
    patience: int = Field(gt=0)
    batch: int = Field(gt=0)
    learning_rate: float = Field(gt=0)
    step: int = Field(gt=0)
    """Epochs after which the learning rate is multiplied by ``gamma``, again and again."""
    gamma: float = Field(gt=0, le=1)
    augmentation: Literal["own", "report"]


class _Common(_Section):
    name: str = Field(pattern="^[a-z0-9-]+$")
    input: InputSpec
    train: SetConfig
    validation: SetConfig
    test: SetConfig
    calibration: CalibrationConfig

    @model_validator(mode="after")
    def _sets_are_disjoint(self) -> Self:
        sets = sorted((self.train, self.validation, self.test), key=lambda one: one.seed)
        for first, second in pairwise(sets):
            if first.seed + first.count > second.seed:
                raise ValueError(f"the sets from seeds {first.seed} and {second.seed} overlap")
        return self


class Recipe(_Common):
    """A recipe whose six networks come from one trunk."""

    architecture: str
    trunk: tuple[Phase, ...]
    """One network with six heads, in phases."""
    finish: Phase
    """Each symptom's own copy of it."""

    def architecture_of(self, symptom: Symptom) -> str:
        """The same for every symptom."""
        del symptom
        return self.architecture


class SeparateRecipe(_Common):
    """A recipe whose six networks have nothing in common."""

    architectures: dict[Symptom, str]
    separate: Separate

    @model_validator(mode="after")
    def _one_architecture_for_each_symptom(self) -> Self:
        missing = [symptom.value for symptom in Symptom if symptom not in self.architectures]
        if missing:
            raise ValueError(f"architectures: none for {', '.join(missing)}")
        return self

    def architecture_of(self, symptom: Symptom) -> str:
        """The name of one symptom's network."""
        return self.architectures[symptom]


AnyRecipe = Recipe | SeparateRecipe


def load(path: Path) -> AnyRecipe:
    """Read a recipe; a bare name stands for a file in ``training/configs``."""
    file = path if path.suffix else CONFIGS / f"{path}.yaml"
    content = yaml.safe_load(file.read_text())
    if "separate" in content:
        return SeparateRecipe.model_validate(content)
    return Recipe.model_validate(content)
