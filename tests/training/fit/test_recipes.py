"""Recipes are checked when they are read, and a wrong one is one sentence."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
import yaml
from typer.testing import CliRunner

from scalp_core.vision.architectures import BLOCKS, NAMES
from scalp_core.vision.network import build
from scalp_core.vocabulary import Symptom
from scalp_train.cli import app
from scalp_train.fit.recipe import CONFIGS, Recipe, RecipeError, load_recipe

Damage = Callable[[dict[str, Any]], None]


def damaged(tmp_path: Path, name: str, damage: Damage) -> Path:
    content = yaml.safe_load((CONFIGS / f"{name}.yaml").read_text(encoding="utf-8"))
    damage(content)
    file = tmp_path / "mine.yaml"
    file.write_text(yaml.safe_dump(content), encoding="utf-8")
    return file


def put(*keys: str | int, value: object) -> Damage:
    def damage(content: Any) -> None:
        for key in keys[:-1]:
            content = content[key]
        content[keys[-1]] = value

    return damage


@pytest.mark.parametrize("name", [file.stem for file in sorted(CONFIGS.glob("*.yaml"))])
def test_the_recipes_that_there_are_can_be_read(name: str) -> None:
    assert load_recipe(Path(name)) == load_recipe(CONFIGS / f"{name}.yaml")


@pytest.mark.parametrize(
    ("recipe", "damage", "message"),
    [
        (
            "smoke",
            put("architecture", value="efficientnet-b9"),
            "unknown network 'efficientnet-b9'",
        ),
        ("smoke", put("architecture", value="resnet50"), "known are efficientnet-lite0"),
        ("smoke", put("architecture", value=3), "architecture"),
        (
            "seed",
            put("architectures", str(Symptom.DANDRUFF), value="EfficientNet-B3"),
            "architectures.dandruff",
        ),
        ("seed", put("architectures", "nails", value="efficientnet-b3"), "architectures.nails"),
        ("seed", put("input", "width", value=301), "square"),
        ("smoke", put("finish", "from_block", value=17), "has 16 blocks"),
        ("smoke", put("trunk", 1, "from_block", value=99), "has 16 blocks"),
        ("smoke", put("trunk", value=[]), "trunk"),
        ("smoke", put("trunk", 0, "width", value=0), "trunk.0.width"),
        ("smoke", put("epochs", value=3), "epochs"),
        ("smoke", put("test", "seed", value=6000000), "overlap"),
    ],
)
def test_a_recipe_that_training_would_fail_with_is_refused_when_it_is_read(
    tmp_path: Path, recipe: str, damage: Damage, message: str
) -> None:
    with pytest.raises(RecipeError, match=re.escape(message)) as error:
        load_recipe(damaged(tmp_path, recipe, damage))

    assert "mine.yaml" in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "content", [b"", b"smoke", b"- a\n- b\n", b"a: [", b"\xff\xfe\x00", b"{}", b"separate: 3"]
)
def test_a_file_that_is_no_recipe_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "mine.yaml"
    file.write_bytes(content)

    with pytest.raises(RecipeError, match=r"mine\.yaml"):
        load_recipe(file)


@pytest.mark.parametrize(
    "verb",
    [
        ["render"],
        ["render", "--to", "one.jpg"],
        ["fit"],
        ["export", "--version", "1"],
        ["calibrate"],
        ["gate"],
        ["card"],
    ],
    ids=" ".join,
)
def test_every_verb_ends_with_2_and_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verb: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    wrong = damaged(tmp_path, "smoke", put("architecture", value="resnet50"))
    for recipe, message in (("nosuch", "no such recipe"), (str(wrong), "unknown network")):
        # Wide, or the sentence is broken into lines of a frame.
        done = CliRunner().invoke(app, [*verb, "--recipe", recipe], env={"COLUMNS": "400"})

        assert done.exit_code == 2, done.output
        assert message in done.output
        assert "Traceback" not in done.output
    assert list(tmp_path.iterdir()) == [wrong]


@pytest.mark.parametrize("name", NAMES)
def test_a_network_has_as_many_blocks_as_its_name_says(name: str) -> None:
    with torch.device("meta"):
        network = build(name, image_size=(64, 64))

    assert len(network._blocks) == BLOCKS[name]


def test_smoke_run_is_of_sixty_pictures() -> None:
    smoke = load_recipe(Path("smoke"))

    assert isinstance(smoke, Recipe)
    assert smoke.train.count + smoke.validation.count + smoke.test.count == 60
