"""Training recipes: YAML files, validated when read."""

import shlex
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal, Self

import yaml
from pydantic import (
    AfterValidator,
    Field,
    PrivateAttr,
    ValidationError,
    field_validator,
    model_validator,
)

from scalp_core.vision.architectures import BLOCKS, NAMES
from scalp_core.vision.manifest import InputSpec
from scalp_core.vocabulary import Symptom
from scalp_train.fit.phases import CalibrationConfig, Phase, SeparatePlan
from scalp_train.fit.sets import LeaveOneOut, Section, SetConfig, other_techniques
from scalp_train.fit.settings import Schema, SettingError, change, known_keys
from scalp_train.render.techniques import Technique

CONFIGS = Path(__file__).resolve().parents[2] / "configs"
_MAX_ERRORS = 3


def _known_architecture(name: str) -> str:
    if name not in NAMES:
        raise ValueError(f"unknown network {name!r}; known are {', '.join(NAMES)}")
    return name


Precision = Literal["auto", "32-true", "16-mixed", "bf16-mixed"]
LoggerName = Literal["tensorboard", "wandb", "mlflow"]
Architecture = Annotated[str, AfterValidator(_known_architecture)]


class _Common(Section):
    name: str = Field(pattern="^[a-z0-9-]+$")
    input: InputSpec
    train: SetConfig
    validation: SetConfig
    test: SetConfig
    calibration: CalibrationConfig
    precision: Precision = "auto"
    """Of training and of cached features; ``auto`` suits the device."""
    workers: int | Literal["auto"] = 0
    """Processes that load pictures; 0 loads them between the steps. They change no picture."""
    compile: bool = False
    """Whether torch compiles networks that learn from pictures on a GPU; minutes at the start."""
    monitor: Literal["val_loss", "val_qwk"] = "val_loss"
    """What chooses the best epoch: lowest loss, or highest mean quadratic weighted kappa."""
    loggers: tuple[LoggerName, ...] = ()
    """In addition to the CSV file and its plot."""
    leave_one_out: LeaveOneOut | None = None
    """How the recipe is judged on each technique in turn; by default at its own size."""
    _settings: tuple[str, ...] = PrivateAttr(default=())
    _source: str = PrivateAttr(default="")

    @property
    def source(self) -> str:
        """Return the name of the recipe's file, which ``--set name=NAME`` leaves as it is."""
        return self._source or self.name

    @property
    def settings(self) -> tuple[str, ...]:
        """Return what ``--set`` changed of the file, ``KEY=VALUE`` each."""
        return self._settings

    @property
    def options(self) -> str:
        """Return the options of a command that mean this recipe, each after a blank."""
        named = "" if self.source == "default" else f" --recipe {self.source}"
        return named + "".join(f" --set {shlex.quote(setting)}" for setting in self.settings)

    @field_validator("workers")
    @classmethod
    def _workers_are_counted(cls, workers: int | str) -> int | str:
        if isinstance(workers, int) and workers < 0:
            raise ValueError("0 or more, or auto")
        return workers

    @model_validator(mode="after")
    def _sets_are_disjoint(self) -> Self:
        sets = sorted((self.train, self.validation, self.test), key=lambda part: part.seed)
        for first, second in pairwise(sets):
            if first.seed + first.count > second.seed:
                raise ValueError(f"the sets from seeds {first.seed} and {second.seed} overlap")
        return self

    def without(self, technique: Technique) -> Self:
        """Return the recipe that never sees a technique, at the sizes of ``leave_one_out``.

        Its test set is drawn by the other techniques, for comparison.

        Raises:
            UnknownTechniqueError: the technique does not draw, or nobody else does.
        """
        others = other_techniques(self.test.drawers, technique)
        sizes = self.leave_one_out
        train, validation, test = (
            (sizes.train, sizes.validation, sizes.test) if sizes else (None, None, self.test.count)
        )
        kept = {"without": technique}
        return self.model_copy(
            update={
                "name": f"{self.name}-without-{technique}",
                "train": self.train.model_copy(update={**kept, "most": train}),
                "validation": self.validation.model_copy(update={**kept, "most": validation}),
                "test": self.test.model_copy(update={"techniques": others, "count": test}),
                **self._shorter_phases(),
            }
        )

    def _shorter_phases(self) -> dict[str, object]:
        """Return the phases where ``leave_one_out`` changes them."""
        return {}


class Recipe(_Common):
    """A recipe that trains one trunk with six heads, then each symptom's own copy of it."""

    architecture: Architecture
    trunk: tuple[Phase, ...] = Field(min_length=1)
    """One network with six heads, in phases."""
    finish: Phase
    """Each symptom's own copy of it."""
    balance: float | None = Field(gt=0, lt=1, default=None)
    """Beta of the effective number of pictures by which grades weigh in the loss
    (:mod:`scalp_train.fit.imbalance`); by default all pictures weigh the same."""

    @model_validator(mode="after")
    def _phases_begin_within_the_network(self) -> Self:
        blocks = BLOCKS[self.architecture]
        for phase in (*self.trunk, self.finish):
            if phase.from_block > blocks:
                raise ValueError(
                    f"from_block: {phase.from_block}, but {self.architecture} has {blocks} blocks"
                )
        return self

    def architecture_of(self, symptom: Symptom) -> str:
        """Return the architecture, which is the same for every symptom."""
        del symptom
        return self.architecture

    def _shorter_phases(self) -> dict[str, object]:
        if self.leave_one_out is None:
            return {}
        most = self.leave_one_out.passes
        trunk, finish = (
            tuple(phase.model_copy(update={"passes": min(phase.passes, most)}) for phase in phases)
            for phases in (self.trunk, (self.finish,))
        )
        return {"trunk": trunk, "finish": finish[0]}


class SeparateRecipe(_Common):
    """A recipe that trains one network per symptom, separately."""

    architectures: dict[Symptom, Architecture]
    separate: SeparatePlan

    @model_validator(mode="after")
    def _one_architecture_for_each_symptom(self) -> Self:
        missing = [symptom.value for symptom in Symptom if symptom not in self.architectures]
        if missing:
            raise ValueError(f"architectures: none for {', '.join(missing)}")
        return self

    @model_validator(mode="after")
    def _turned_pictures_are_square(self) -> Self:
        if self.separate.augmentation == "report" and self.input.width != self.input.height:
            raise ValueError("augmentation: report turns pictures, so input has to be square")
        return self

    def architecture_of(self, symptom: Symptom) -> str:
        """Return the name of one symptom's network."""
        return self.architectures[symptom]

    def as_phase(self) -> Phase:
        """Return the plan as one phase of all blocks, without label smoothing."""
        plan = self.separate
        return Phase(
            width=self.input.width,
            height=self.input.height,
            epochs=plan.epochs,
            batch=plan.batch,
            learning_rate=plan.learning_rate,
            smoothing=0.0,
        )


AnyRecipe = Recipe | SeparateRecipe


class RecipeError(ValueError):
    """A recipe is missing or invalid; the message says why in one sentence."""


def load_recipe(path: Path, settings: Sequence[str] = ()) -> AnyRecipe:
    """Read and validate a recipe.

    Args:
        path: a YAML file; a bare name stands for one in ``training/configs``.
        settings: fields to change, ``KEY=VALUE`` each (:mod:`scalp_train.fit.settings`).

    Raises:
        RecipeError: the recipe is missing or invalid, or a setting names no field of it.
    """
    file = path if path.suffix else CONFIGS / f"{path}.yaml"
    schema: Schema = {}
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        if not isinstance(content, dict):
            raise RecipeError(f"{file}: a recipe is a mapping in YAML, see training/configs.")
        kind = SeparateRecipe if "separate" in content else Recipe
        schema = kind.model_json_schema()
        change(content, settings, schema)
        recipe = kind.model_validate(content)
    except OSError as error:
        known = ", ".join(sorted(file.stem for file in CONFIGS.glob("*.yaml")))
        raise RecipeError(
            f"{path}: no such recipe ({error.strerror}). Name a YAML file, or one of {known}."
        ) from error
    except SettingError as error:
        raise RecipeError(f"{file}: --set {error}.") from error
    except ValidationError as error:
        raise RecipeError(f"{file}: {_messages(error, schema)}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise RecipeError(f"{file}: not YAML: {' '.join(str(error).split())}.") from error
    recipe._settings, recipe._source = tuple(settings), path.stem
    return recipe


def _messages(error: ValidationError, schema: Schema) -> str:
    found = []
    for item in error.errors()[:_MAX_ERRORS]:
        message = item["msg"]
        if item["type"] == "extra_forbidden":
            message = f"no such field; known are {', '.join(known_keys(schema, item['loc'][:-1]))}"
        found.append(": ".join([*filter(None, [".".join(map(str, item["loc"]))]), message]))
    return "; ".join(found)
