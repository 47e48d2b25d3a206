"""Options that several sub-commands share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from scalp_core.vision.manifest import Manifest
from scalp_core.vocabulary import TrainedOn
from scalp_train.cli.datasets import AuditedData
from scalp_train.fit.recipe import AnyRecipe, RecipeError, load_recipe

ROOT = Path(__file__).resolve().parents[3]
WORK = ROOT / ".work"
ARTIFACTS = ROOT / "model_artifacts"

console = Console()

Recipe = Annotated[
    Path, typer.Option("--recipe", help="A YAML file, or the name of one in training/configs.")
]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="Change a field of the recipe, as in trunk.0.epochs=3; as often as needed.",
    ),
]
Work = Annotated[Path, typer.Option("--work", help="Folder for caches and checkpoints.")]
ArtifactsFolder = Annotated[Path, typer.Option("--artifacts", help="Folder with the manifest.")]
Index = Annotated[
    Path | None,
    typer.Option(exists=True, dir_okay=False, help="Index by `audit --index`; needs --root."),
]
Root = Annotated[
    Path | None,
    typer.Option(exists=True, file_okay=False, help="AI Hub's data set of that index."),
]
DEFAULT = Path("default")


def read_recipe(path: Path, settings: Sequence[str] | None = None) -> AnyRecipe:
    """Return the recipe that --recipe names, changed by --set.

    Raises:
        typer.BadParameter: the recipe is missing or invalid, or has no such field.
    """
    try:
        return load_recipe(path, settings or ())
    except RecipeError as error:
        raise typer.BadParameter(str(error), param_hint="--recipe and --set") from error


def audited_data(index: Path | None, root: Path | None) -> AuditedData | None:
    """Return the data set that --index and --root name together.

    Raises:
        typer.BadParameter: only one of them is given.
    """
    if index is None and root is None:
        return None
    if index is None or root is None:
        raise typer.BadParameter("--index and --root are needed together")
    return AuditedData(index, root)


def data_of(manifest: Manifest, index: Path | None, root: Path | None) -> AuditedData | None:
    """Return the data set to evaluate these networks on; ``None`` for rendered pictures.

    Raises:
        typer.BadParameter: adapted networks, which ``adapt`` itself measures; networks trained on
            photos without a data set; or others with one.
    """
    if manifest.trained_on is TrainedOn.ADAPTED:
        raise typer.BadParameter(
            "adapted models have their figures in adaptation.json. Name their base instead."
        )
    data = audited_data(index, root)
    if (data is None) != (manifest.trained_on is TrainedOn.RENDERED):
        raise typer.BadParameter("--index and --root are for models trained on AI Hub's data set")
    return data
