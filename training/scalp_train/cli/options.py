"""Options that several sub-commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from scalp_core.vision.manifest import Manifest
from scalp_core.vocabulary import TrainedOn
from scalp_train.cli.datasets import Indexed
from scalp_train.fit.recipe import AnyRecipe, RecipeError, load

ROOT = Path(__file__).resolve().parents[3]
WORK = ROOT / ".work"
ARTIFACTS = ROOT / "model_artifacts"

console = Console()

RecipeOption = Annotated[
    Path, typer.Option("--recipe", help="A YAML file, or the name of one in training/configs.")
]
WorkOption = Annotated[Path, typer.Option("--work", help="Folder for caches and checkpoints.")]
ArtifactsOption = Annotated[Path, typer.Option("--artifacts", help="Folder with the manifest.")]
IndexOption = Annotated[
    Path | None,
    typer.Option(exists=True, dir_okay=False, help="Index by `audit --index`; needs --root."),
]
RootOption = Annotated[
    Path | None,
    typer.Option(exists=True, file_okay=False, help="AI Hub's data set of that index."),
]
DEFAULT = Path("default")


def recipe_of(path: Path) -> AnyRecipe:
    """Return the recipe that --recipe names.

    Raises:
        typer.BadParameter: there is none, or training would fail with it.
    """
    try:
        return load(path)
    except RecipeError as error:
        raise typer.BadParameter(str(error), param_hint="--recipe") from error


def indexed_by(index: Path | None, root: Path | None) -> Indexed | None:
    """What --index and --root name together.

    Raises:
        typer.BadParameter: one of them is there without the other.
    """
    if index is None and root is None:
        return None
    if index is None or root is None:
        raise typer.BadParameter("--index and --root are needed together")
    return Indexed(index, root)


def indexed_for(manifest: Manifest, index: Path | None, root: Path | None) -> Indexed | None:
    """The data set that these models are to be asked about; ``None`` for rendered pictures.

    Raises:
        typer.BadParameter: models trained on photos without a data set, or others with one.
    """
    indexed = indexed_by(index, root)
    if (indexed is None) != (manifest.trained_on is TrainedOn.RENDERED):
        raise typer.BadParameter("--index and --root are for models trained on AI Hub's data set")
    return indexed
