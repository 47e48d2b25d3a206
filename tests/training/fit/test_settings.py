"""``--set``: every field of a recipe from the command line, or one sentence that says why not."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scalp_train.cli import app
from scalp_train.data.cache import CachedSet
from scalp_train.fit.recipe import Recipe, RecipeError, SeparateRecipe, load_recipe
from scalp_train.fit.run import OtherSettingsError, Run
from support.sets import pictures_of

SMOKE, SEED = Path("smoke"), Path("seed")


def test_settings_change_fields_at_any_depth_and_nothing_else() -> None:
    changed = load_recipe(
        SMOKE,
        [
            "trunk.1.learning_rate=2e-4",
            "finish.averaging=0.5",
            "train.techniques=[shapes]",
            "leave_one_out.passes=2",
            "input.mean=[0.4, 0.5, 0.6]",
            "name=mine",
        ],
    )

    plain = load_recipe(SMOKE)
    assert isinstance(changed, Recipe)
    assert isinstance(plain, Recipe)
    assert changed.trunk[1] == plain.trunk[1].model_copy(update={"learning_rate": 2e-4})
    assert changed.trunk[0] == plain.trunk[0]
    assert changed.finish.averaging == 0.5  # not in the file
    assert changed.train.techniques == ("shapes",)
    assert changed.leave_one_out is not None
    assert changed.leave_one_out.passes == 2
    assert changed.input.mean == (0.4, 0.5, 0.6)
    assert changed.validation == plain.validation


def test_a_section_that_the_file_lacks_can_be_set() -> None:
    sizes = [f"leave_one_out.{part}=3" for part in ("train", "validation", "test")]

    changed = load_recipe(SEED, [*sizes, "architectures.dandruff=efficientnet-b0"])

    assert isinstance(changed, SeparateRecipe)
    assert changed.leave_one_out is not None
    assert changed.leave_one_out.test == 3
    assert changed.architectures["dandruff"] == "efficientnet-b0"  # type: ignore[index]


@pytest.mark.parametrize(
    ("recipe", "setting", "message"),
    [
        (SMOKE, "epochs=3", "epochs: no such field; known are architecture, "),
        (SMOKE, "finish.epoch=3", "known are finish.accumulate, finish.averaging, "),
        (SMOKE, "trunk.2.epochs=3", "trunk.2: no such field; known are trunk.0, trunk.1"),
        (SMOKE, "trunk.first.epochs=3", "known are trunk.0, trunk.1"),
        (SMOKE, "architecture.size=3", "architecture has no fields"),
        (SMOKE, "input.widht=3", "known are input.height, input.mean, input.std, input.width"),
        (SMOKE, "architecture=resnet50", "unknown network 'resnet50'"),
        (SMOKE, "finish.epochs=many", "finish.epochs: Input should be a valid integer"),
        (SMOKE, "finish.epochs=0", "finish.epochs: Input should be greater than 0"),
        (SMOKE, "workers=-1", "workers: Value error, 0 or more, or auto"),
        (SMOKE, "workers=some", "workers"),
        (SMOKE, "precision=8-bit", "precision: Input should be 'auto', '32-true', '16-mixed'"),
        (SMOKE, "finish.epochs", "is not KEY=VALUE"),
        (SMOKE, "finish.epochs=[", "is not a YAML value"),
        (SEED, "architecture=efficientnet-b0", "architecture: no such field"),
        (SEED, "architectures.nails=efficientnet-b0", "architectures.dandruff"),
    ],
)
def test_a_wrong_setting_is_refused_with_what_is_known(
    recipe: Path, setting: str, message: str
) -> None:
    with pytest.raises(RecipeError, match=re.escape(message)) as error:
        load_recipe(recipe, [setting])

    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "verb",
    [["render"], ["fit"], ["export", "--version", "1"], ["evaluate"], ["leave-one-out"], ["card"]],
    ids=" ".join,
)
def test_every_verb_refuses_a_wrong_setting_before_it_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verb: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    arguments = [*verb, "--recipe", "smoke", "--set", "finish.epoch=3"]

    done = CliRunner().invoke(app, arguments, env={"COLUMNS": "400"})

    assert done.exit_code == 2, done.output
    assert "known are finish.accumulate" in done.output
    assert list(tmp_path.iterdir()) == []


def test_options_repeat_the_settings_as_a_shell_reads_them() -> None:
    changed = load_recipe(SMOKE, ["train.techniques=[layers, shapes]", "name=mine"])

    assert changed.options == (
        " --recipe smoke --set 'train.techniques=[layers, shapes]' --set name=mine"
    )
    assert load_recipe(Path("default")).options == ""


def run(folder: Path, *settings: str) -> Run[Recipe]:
    recipe = load_recipe(SMOKE, settings)
    assert isinstance(recipe, Recipe)
    few: CachedSet = pictures_of(recipe.input, 4)
    return Run(recipe, few, few, folder)


def test_a_folder_resumes_for_the_same_settings_alone(tmp_path: Path) -> None:
    run(tmp_path, "finish.epochs=2").claim()

    run(tmp_path, "finish.epochs=2", "test.count=9", "calibration.coverage=0.8").claim()
    with pytest.raises(OtherSettingsError, match="another finish"):
        run(tmp_path).claim()
    assert json.loads((tmp_path / "recipe.json").read_text())["finish"]["epochs"] == 2


def test_a_folder_older_than_the_record_is_accepted_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "trunk-0.pt").touch()

    run(tmp_path).claim()

    assert not (tmp_path / "recipe.json").exists()
