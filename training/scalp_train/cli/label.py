"""Sub-command ``label``: a local page to grade photos, and their labels in and out."""

from __future__ import annotations

import getpass
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scalp_core.clock import now
from scalp_core.errors import PhotoNotFoundError, PhotoRejectedError
from scalp_deployment.cli import cli_errors
from scalp_train.cli import options
from scalp_train.cli.options import console
from scalp_train.cli.progress import progress
from scalp_train.labels.consensus import ADJUDICATED, by_photo, consensus, disputed
from scalp_train.labels.exchange import read_any_labels, write_any_labels
from scalp_train.labels.folder import FolderPhotos
from scalp_train.labels.journal import SUFFIX, Journal, journal_paths, read_journals
from scalp_train.labels.photos import Photos
from scalp_train.labels.table import LabelsError

if TYPE_CHECKING:  # import onnxruntime, which is slow
    from scalp_train.labelling.model_answers import Models

LABELS = "scalp-labels"
"""Folder of the journals: below that of the photos, or for a stack below the project's."""
_RATER = re.compile(r"[\w-][\w.-]{0,39}")


@dataclass(frozen=True, slots=True)
class _Source:
    photos: Photos
    labels: Path


def label(
    folder: Annotated[
        Path | None, typer.Argument(exists=True, file_okay=False, help="Folder of photos.")
    ] = None,
    stack: Annotated[
        str | None, typer.Option(help="Instead of a folder: a stack's consented copies.")
    ] = None,
    rater: Annotated[
        str | None, typer.Option(help="Whose labels these are; by default the system's user name.")
    ] = None,
    labels: Annotated[
        Path | None,
        typer.Option(help=f"Folder of the labels; by default {LABELS}, below the photos."),
    ] = None,
    next_first: Annotated[
        bool, typer.Option("--next", help="First the photos that the models know least.")
    ] = False,
    adjudicate: Annotated[
        bool, typer.Option("--adjudicate", help="Settle the photos that raters differ on.")
    ] = False,
    agreement: Annotated[
        bool, typer.Option("--agreement", help="Print how far raters agree; open no page.")
    ] = False,
    export_to: Annotated[
        Path | None, typer.Option("--export", help="Write LABELS to this .csv or .jsonl file.")
    ] = None,
    import_from: Annotated[
        Path | None,
        typer.Option("--import", help="Read a rater's labels from a .csv, .jsonl or .json file."),
    ] = None,
    by_folder: Annotated[
        bool, typer.Option(help="Export the first folder of a photo's path as its person.")
    ] = False,
    port: Annotated[int, typer.Option(help="Port of the page; 0 for any free one.")] = 0,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
    artifacts: options.ArtifactsFolder = options.ARTIFACTS,
) -> None:
    """Grade photos on a local page, by keyboard; or print agreement, import or export labels.

    Everything is saved after each photo, in one file for each rater. With --stack the photos stay
    in memory, and labels of withdrawn ones are removed at every start.
    """
    name = rater or getpass.getuser()
    if not _RATER.fullmatch(name) or name == ADJUDICATED:
        raise typer.BadParameter("letters, digits, - _ and . only", param_hint="--rater")
    if (folder is None) == (stack is None):
        raise typer.BadParameter("name a folder of photos, or --stack")
    try:
        with cli_errors():
            source = (
                _folder_source(folder, labels)
                if folder is not None
                else _stack_source(str(stack), labels or options.ROOT / LABELS / str(stack))
            )
            if import_from is not None:
                _import(source, import_from, name)
            if agreement:
                _print_agreement(source)
            if export_to is not None:
                _export(source, export_to, by_folder)
            if not (agreement or import_from or export_to):
                _open_page(source, name, artifacts, next_first, adjudicate, port, browser)
    except LabelsError as error:
        console.print(str(error), style="red", markup=False)
        raise typer.Exit(1) from error


def _folder_source(folder: Path, labels: Path | None) -> _Source:
    return _Source(FolderPhotos(folder), labels or folder / LABELS)


def _stack_source(stack: str, labels: Path) -> _Source:
    """Return a stack's consented copies, and remove the labels of those that are gone."""
    from scalp_deployment.region import use_region
    from scalp_deployment.stack import find_stack
    from scalp_train.labels.consented import ConsentedPhotos

    console.print(use_region(None))
    photos = ConsentedPhotos(find_stack(stack), now)
    console.print(
        f"{len(photos.files)} consented copies; {photos.withdrawn} withdrawn or expired and "
        f"{photos.not_covered} with another consent are left out"
    )
    removed = 0
    for path in journal_paths(labels):
        with Journal(path) as journal:
            removed = max(removed, journal.keep(photos.files))
    if removed:
        console.print(f"removed the labels of {removed} photos that are gone")
    return _Source(photos, labels)


def _import(source: _Source, path: Path, rater: str) -> None:
    imported = read_any_labels(path, source.photos.files, now())
    with Journal(source.labels / f"{rater}{SUFFIX}") as journal:
        journal.append(imported.judgements)
    console.print(f"imported {len(imported.judgements)} labels as {rater}", markup=False)
    for name in imported.unknown:
        console.print(f"no such photo, or several: {name}", style="yellow", markup=False)


def _export(source: _Source, path: Path, by_folder: bool) -> None:
    found = consensus(read_journals(source.labels))
    written = write_any_labels(found.judgements.values(), path, by_folder=by_folder)
    console.print(f"wrote {written} labels to {path}", markup=False)
    if found.open:
        console.print(
            f"raters differ on {len(found.open)} of them, and what they differ on is left empty: "
            "settle it with --adjudicate",
            style="yellow",
        )


def _print_agreement(source: _Source) -> None:
    from scalp_train.labelling.agreement import print_agreement

    by_rater = read_journals(source.labels)
    print_agreement(by_rater, console)
    console.print(f"raters differ on {len(disputed(by_rater))} photos")


def _open_page(
    source: _Source,
    rater: str,
    artifacts: Path,
    next_first: bool,
    adjudicate: bool,
    port: int,
    browser: bool,
) -> None:
    from functools import cache

    from scalp_core.vision.decoding.client import PhotoDecoder
    from scalp_deployment.local_page.serve import serve
    from scalp_train.labelling.model_answers import ModelAnswer, Models
    from scalp_train.labelling.session import Session
    from scalp_train.labelling.web import create_app, create_guard

    decoder = PhotoDecoder()

    @cache
    def models() -> Models:
        return Models(artifacts, decoder)

    def judge(content: bytes) -> ModelAnswer:
        return models().judge(content)

    by_rater = read_journals(source.labels)
    order: Sequence[str] = source.photos.files
    answers = by_photo(by_rater) if adjudicate else {}
    if adjudicate:
        order = disputed(by_rater)
    elif next_first:
        judged = by_rater.get(rater, {})
        labelled = [file for file in order if file in judged]
        order = [*labelled, *_by_information(source.photos, models(), labelled)]
    if not order:
        console.print("raters differ on no photo" if adjudicate else "there are no photos")
        return
    name = ADJUDICATED if adjudicate else rater
    with Journal(source.labels / f"{name}{SUFFIX}") as journal:
        session = Session(source.photos, order, journal, decoder, now, answers)
        guard = create_guard()
        serve(
            create_app(session, guard, judge, rater=rater),
            guard.path,
            port=port,
            browser=browser,
            announce=lambda url: console.print(
                f"open this address once, in one browser: {url}\nCtrl-C ends it",
                markup=False,
                soft_wrap=True,
            ),
        )


def _by_information(photos: Photos, models: Models, labelled: Sequence[str]) -> list[str]:
    """Return the photos that are not labelled, most informative first; unreadable ones last."""
    from scalp_train.labelling.queue import next_photos

    answers, unreadable = {}, []
    with progress(console, "judge photos", len(photos.files)) as show:
        for number, file in enumerate(photos.files, start=1):
            try:
                answers[file] = models.judge(photos.read(file))
            except PhotoRejectedError:
                unreadable.append(file)
            except PhotoNotFoundError:
                pass
            show(number)
    return [
        *next_photos(answers, labelled),
        *(file for file in unreadable if file not in labelled),
    ]
