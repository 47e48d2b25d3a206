"""Training from an index of AI Hub's data set, in one process and in two, by the command line."""

import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
import torch
import yaml
from PIL import Image
from typer.testing import CliRunner, Result

from scalp_core.vision.manifest import Artifacts, InputSpec
from scalp_core.vocabulary import Symptom, TrainedOn
from scalp_train.aihub import ImageRecord, Split, read_index, write_index
from scalp_train.cli import app
from scalp_train.data.aihub import UnusableIndexError, cached_split
from support import aihub_faults
from support import aihub_tree as tree
from support.lite0 import SIZE

pytestmark = pytest.mark.filterwarnings("ignore")  # Lightning's and the exporter's advice

COLOURS = ((200, 60, 60), (60, 190, 70), (60, 80, 200), (220, 210, 80))
"""One for each grade, which all six symptoms share: easy to learn in seconds."""
PICTURES = 96
SPEC = InputSpec(width=SIZE[1], height=SIZE[0], mean=(0.5, 0.5, 0.5), std=(0.5, 0.5, 0.5))
PHASE = {
    "width": SIZE[1],
    "height": SIZE[0],
    "batch": 32,
    "learning_rate": 2e-3,
    "averaging": 0.0,
    "smoothing": 0.0,
}
RECIPE = {
    "name": "colours",
    "architecture": "efficientnet-lite0",
    "input": SPEC.model_dump(mode="json"),
    **{
        part: {"seed": 10 * n, "count": 4} for n, part in enumerate(("train", "validation", "test"))
    },
    "trunk": [PHASE | {"epochs": 6, "from_block": 16, "passes": 4}],
    "finish": PHASE | {"epochs": 1, "from_block": 16, "passes": 4, "learning_rate": 1e-4},
    "calibration": {"coverage": 0.9},
}


def coloured(grade: int, seed: int) -> bytes:
    rng = np.random.default_rng(seed)
    pixels = rng.normal(COLOURS[grade], 12, (48, 64, 3)).clip(0, 255).astype(np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Holds the data set, its index, a recipe, and what training leaves."""
    folder = tmp_path_factory.mktemp("work")
    files: dict[str, bytes] = {}
    for number in range(PICTURES):
        name = tree.stem(number, number=f"{number:04}")
        grade = number % 4
        files |= tree.files_of(name, str(grade) * 6, picture=coloured(grade, number))
    tree.write(folder / "data", files)
    (folder / "colours.yaml").write_text(yaml.safe_dump(RECIPE))
    result = command("audit", folder / "data", "--json", "--index", folder / "index.jsonl")
    assert result.exit_code == 0, result.output
    return folder


def command(*arguments: object) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)))


def data(work: Path) -> list[object]:
    return ["--index", work / "index.jsonl", "--root", work / "data"]


def options(work: Path, where: str) -> list[object]:
    return ["--recipe", work / "colours.yaml", "--work", work / where, *data(work)]


@pytest.fixture(scope="module")
def trained(work: Path) -> Path:
    """The run's folder after training in this process."""
    result = command("fit", *options(work, "one"))
    assert result.exit_code == 0, result.output
    return work / "one" / "runs" / "colours-aihub"


def final(run: Path, column: str, symptoms: Iterable[Symptom] = Symptom) -> dict[str, float]:
    """One figure of each finished network on the validation set."""
    found = {}
    for symptom in symptoms:
        lines = (run / "curves" / f"finish-{symptom}" / "metrics.csv").read_text().splitlines()
        found[symptom.value] = float(lines[-1].split(",")[lines[0].split(",").index(column)])
    return found


def test_networks_learn_from_the_index(trained: Path) -> None:
    assert min(final(trained, "val_accuracy").values()) >= 0.9
    assert min(final(trained, "val_qwk").values()) >= 0.9


def test_minutes_and_initial_weights_are_noted(trained: Path) -> None:
    minutes = json.loads((trained / "minutes.json").read_text())

    assert {"trunk-0", *(f"finish-{symptom}" for symptom in Symptom)} <= set(minutes)
    assert "ImageNet" in (trained / "dandruff.weights.json").read_text()


ALL_OF_AIHUB = (
    "trunk.0.batch=8",
    "trunk.0.accumulate=2",
    "trunk.0.patience=1",
    "precision=auto",
    "workers=2",
    "monitor=val_qwk",
    "balance=0.99",
    "loggers=[tensorboard]",
)
"""What the recipe for a GPU sets and the default one does not."""


def test_dry_run_estimates_every_step_and_keeps_nothing(work: Path) -> None:
    settings = [f"--set={setting}" for setting in ALL_OF_AIHUB]
    arguments = ["fit", "--dry-run", *options(work, "dry"), *settings]
    done = CliRunner().invoke(app, list(map(str, arguments)), env={"COLUMNS": "200"})

    assert done.exit_code == 0, done.output
    lines = [line for line in done.output.splitlines() if line.startswith("│")]
    cells = [line.split("│") for line in lines]
    # A row that a narrow terminal wraps goes on in a line without hours.
    rows = {row[1].strip(): row[2:5] for row in cells if row[4].strip()}
    assert {"decode", "trunk-0, features", "trunk-0", "finish, features"} <= set(rows)
    records = list(read_index(work / "index.jsonl"))
    trained = sum(record.split is Split.TRAIN for record in records)
    for symptom in Symptom:
        pictures, rate, _ = rows[f"finish-{symptom}"]
        assert int(pictures.replace(",", "")) == 4 * trained  # four cached versions, one epoch
        assert float(rate.replace(",", "")) > 0
    assert int(rows["trunk-0"][0].replace(",", "")) == 6 * 4 * trained
    whole = re.search(r"about (\d+\.\d) hours", done.output)
    assert whole
    # Each row is rounded to a hundredth of an hour, the sum to a tenth.
    parts = sum(float(hours) for _, _, hours in rows.values())
    assert float(whole[1]) == pytest.approx(parts, abs=0.05 + 0.005 * len(rows))
    assert "peak memory" in done.output
    assert not (work / "dry").exists()


TOGETHER = (Symptom.FINE_SCALING, Symptom.HAIR_LOSS)
"""What two processes finish: of the trunk all six learn, but each network takes seconds."""


def test_two_processes_reach_the_same_figures(work: Path, trained: Path) -> None:
    together = work / "two" / "runs" / "colours-aihub"
    together.mkdir(parents=True)
    for symptom in set(Symptom) - set(TOGETHER):
        (together / f"{symptom}.pt").hardlink_to(trained / f"{symptom}.pt")
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--standalone"]
    line = [*torchrun, "--nproc_per_node=2", "-m", "scalp_train", "fit", *options(work, "two")]

    done = subprocess.run(
        list(map(str, line)), capture_output=True, text=True, timeout=300, check=False
    )

    assert done.returncode == 0, done.stderr
    for figure, noise in (("val_accuracy", 0.06), ("val_loss", 0.1)):
        alone = final(trained, figure, TOGETHER)
        assert final(together, figure, TOGETHER) == pytest.approx(alone, abs=noise)


@pytest.fixture
def short(work: Path, trained: Path) -> list[object]:
    """The finished run beside fewer pictures: the gate draws and judges as many of its own."""
    shutil.copytree(trained, work / "short" / "runs" / trained.name)
    of_split: dict[Split, list[ImageRecord]] = {split: [] for split in Split}
    for record in read_index(work / "index.jsonl"):
        of_split[record.split].append(record)
    chosen = [*of_split[Split.TRAIN][:12], *of_split[Split.VALIDATION][:6], *of_split[Split.TEST]]
    write_index(chosen, work / "short.jsonl")
    return ["--work", work / "short", "--index", work / "short.jsonl", "--root", work / "data"]


def test_manifest_and_card_say_that_people_were_photographed(
    work: Path, short: list[object]
) -> None:
    artifacts = work / "artifacts"
    wanted = ["--version", "0.0.1", "--artifacts", artifacts, "--recipe", work / "colours.yaml"]
    exported = command("export", *wanted, *short)
    assert exported.exit_code == 0, exported.output

    manifest = Artifacts(artifacts).manifest
    held_out = [r for r in read_index(work / "index.jsonl") if r.split is Split.TEST]
    assert manifest.trained_on is TrainedOn.AIHUB
    assert manifest.evaluation.pictures == len(held_out)
    assert "--index" in manifest.evaluation.command
    card = (artifacts / "MODEL_CARD.md").read_text()
    assert "Trained on photos of people" in card
    assert "rendered" not in card

    again = command("evaluate", "--artifacts", artifacts, *short)
    assert again.exit_code == 0, again.output
    assert "as the manifest says" in again.output
    assert command("evaluate", "--artifacts", artifacts).exit_code == 2


def test_faulty_data_set_serves_for_training_after_its_audit(tmp_path: Path) -> None:
    planted = aihub_faults.plant(tmp_path / "data")
    index = tmp_path / "index.jsonl"
    assert command("audit", planted.root, "--json", "--index", index).exit_code == 0

    sets = {split: cached_split(index, planted.root, split, SPEC, tmp_path) for split in Split}

    records = list(read_index(index))
    assert sum(map(len, sets.values())) == len(records) == len(planted.kept)
    first = next(record for record in records if record.split is Split.TRAIN)
    assert "".join(str(grade) for grade in sets[Split.TRAIN].grades[0]) == planted.kept[first.name]
    assert sets[Split.TRAIN].pixels.shape[1:] == (*SIZE, 3)


def test_picture_that_went_missing_since_is_named(work: Path, tmp_path: Path) -> None:
    with pytest.raises(UnusableIndexError, match=r"\.jpg could be read when"):
        cached_split(work / "index.jsonl", tmp_path, Split.TRAIN, SPEC, tmp_path)


def test_split_without_pictures_is_named(tmp_path: Path) -> None:
    (tmp_path / "index.jsonl").write_text("")

    with pytest.raises(UnusableIndexError, match="no image in test"):
        cached_split(tmp_path / "index.jsonl", tmp_path, Split.TEST, SPEC, tmp_path)


def test_index_without_its_data_set_is_refused(work: Path) -> None:
    assert command("fit", "--index", work / "index.jsonl").exit_code == 2


def test_state_dicts_are_whole(trained: Path) -> None:
    assert not list(trained.glob("*.unfinished"))
    for symptom in Symptom:
        assert torch.load(trained / f"{symptom}.pt", weights_only=True)["_fc.bias"].shape == (4,)
