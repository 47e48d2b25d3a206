"""Sub-command ``adapt``: from labelled photos to adapted artifacts."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from scalp_core.clock import now
from scalp_core.errors import ScalpSpectraError
from scalp_core.vision.manifest import MANIFEST_NAME, Artifacts
from scalp_core.vocabulary import TrainedOn
from scalp_train.adapt.photos import PhotoSource, folder_source
from scalp_train.aihub.records import Split
from scalp_train.cli import options
from scalp_train.cli.datasets import NEGATIVES, PICTURES, aihub_set
from scalp_train.cli.options import console
from scalp_train.cli.progress import progress
from scalp_train.data.cache import CachedSet, cached_rendered_set
from scalp_train.labels.table import Label, LabelsError, read_labels, write_labels
from scalp_train.publish.adaptation import AdaptationRecord

MAX_OLD = 1000
"""Pictures of AI Hub's validation split that are used at most."""
ADAPTED = options.WORK / "adapted"
SHOWN = 5
"""Files that are named for each reason why photos are left out."""


def adapt(
    labels: Annotated[
        Path, typer.Argument(help="CSV: file, the six symptoms with grades 0-3, and person.")
    ],
    root: Annotated[
        Path | None, typer.Option(exists=True, file_okay=False, help="Folder of the photos.")
    ] = None,
    stack: Annotated[
        str | None, typer.Option(help="Instead of a folder: a stack's consented copies.")
    ] = None,
    artifacts: Annotated[
        Path, typer.Option(help="Folder to write the adapted artifacts into.")
    ] = ADAPTED,
    base: Annotated[
        Path, typer.Option(exists=True, file_okay=False, help="Artifacts to adapt.")
    ] = options.ARTIFACTS,
    version: Annotated[
        str | None, typer.Option(help="For the manifest; by default the base's and `-adapted`.")
    ] = None,
    work: options.Work = options.WORK,
    index: options.Index = None,
    data: Annotated[
        Path | None,
        typer.Option(
            exists=True, file_okay=False, help="AI Hub's data set of --index, of the base's."
        ),
    ] = None,
) -> None:
    """Fit last layers, calibration and photo gate to labelled photos, in a minute on a CPU.

    A symptom with too few photos of a grade keeps the base's layer, and so does one that a new
    layer does not help. Figures come from nested cross-validation by person. Photos are read and
    not stored. With --stack, rows of withdrawn copies are removed from LABELS. A base trained on AI
    Hub's data set needs --index and --data, from which the old pictures come; for others they are
    rendered once.
    """
    from scalp_train.adapt.adaptation import adapt as run
    from scalp_train.adapt.sufficiency import UnusableError, require_enough
    from scalp_train.negatives.packages import find_sources
    from scalp_train.publish.adapted_card import write_adapted_card

    if (root is None) == (stack is None):
        raise typer.BadParameter("name the photos by --root or by --stack")
    try:
        known = read_labels(labels)
        loaded = Artifacts(base)
        _refuse_to_overwrite(artifacts)
        if root is not None:
            source = folder_source(root)
        else:
            source, known = consented_photos(str(stack), known, labels)
        require_enough(known)
        old = _old_pictures(loaded, work, index, data)
        with progress(console, "photos", len(known)) as show:
            adapted = run(
                loaded,
                known,
                source,
                old,
                find_sources(work / NEGATIVES),
                version=version or f"{loaded.manifest.version}-adapted",
                on_progress=show,
            )
    except (LabelsError, UnusableError, ScalpSpectraError) as error:
        console.print(str(error), style="red", markup=False)
        raise typer.Exit(1) from error
    adapted.write(loaded, artifacts)
    write_adapted_card(artifacts, base)
    _print(adapted.record)
    _print_left_out([(each.file, each.reason) for each in adapted.left_out])
    stated = adapted.manifest.adaptation
    assert stated is not None
    console.print(
        f"{stated.photos} photos of {stated.people} people; {len(stated.symptoms)} symptoms "
        f"adapted, written to {artifacts}",
        highlight=False,
    )


def consented_photos(
    stack: str, labels: list[Label], path: Path
) -> tuple[PhotoSource, list[Label]]:
    """Return a stack's consented copies, and the labels of those that still are.

    The other labels are removed from the file, as their photos have been withdrawn or have expired.

    Raises:
        UnusableError: there are no other labels; the file is left as it is.
    """
    from scalp_deployment.region import use_region
    from scalp_deployment.stack import find_stack
    from scalp_train.adapt.sufficiency import UnusableError
    from scalp_train.labels.consented import ConsentedPhotos

    console.print(use_region(None))
    photos = ConsentedPhotos(find_stack(stack), now)
    there = set(photos.files)
    kept = [label for label in labels if label.file in there]
    if not kept:
        raise UnusableError(
            f"Stack {stack} holds none of the labelled photos that may be used, and {path} is left "
            "as it is. Check the stack's name; if all were withdrawn, delete the file."
        )
    if gone := len(labels) - len(kept):
        write_labels(kept, path)
        console.print(f"removed {gone} rows of withdrawn or expired copies from {path}")
    return photos.read, kept


def _refuse_to_overwrite(folder: Path) -> None:
    """Raise unless the folder has no manifest, or one of an earlier adaptation."""
    from scalp_train.adapt.sufficiency import UnusableError

    if (folder / MANIFEST_NAME).exists():
        found = Artifacts(folder).manifest
        if found.trained_on is not TrainedOn.ADAPTED:
            raise UnusableError(
                f"{folder} holds models {found.version}, which are not adapted and would be "
                "overwritten. Name another folder by --artifacts."
            )


def _old_pictures(base: Artifacts, work: Path, index: Path | None, data: Path | None) -> CachedSet:
    """Return pictures of the kind that the base learned from, none of which it was fitted to."""
    from scalp_train.adapt.old_pictures import old_renders
    from scalp_train.evaluate.inference import shared_input

    spec = shared_input(base.manifest)
    known = options.data_of(base.manifest, index, data)
    if known is not None:
        whole = aihub_set(known, Split.VALIDATION, spec, work, console)
        return whole.take(np.arange(min(len(whole), MAX_OLD)))
    wanted = old_renders(base.manifest)
    with progress(console, "old pictures", wanted.count) as show:
        rendered = cached_rendered_set(wanted, spec, work / PICTURES, on_progress=show)
        show(len(rendered))
    return rendered


def _print(record: AdaptationRecord) -> None:
    """Print figures one symptom a line: a table of them is cut off in a narrow terminal."""
    console.print("Quadratic weighted kappa of held-out photos, with 95 % intervals:")
    for symptom, change in record.symptoms.items():
        console.print(f"{symptom}: {change.sentence()}", highlight=False, markup=False)
    gate = record.gate
    console.print(
        f"Photo gate {'adapted' if gate.adapted else 'kept'}: of the photos "
        f"{gate.unfamiliar_before:.0%} were unfamiliar and {gate.rejected_before:.0%} rejected, "
        f"now {gate.unfamiliar_after:.0%} and {gate.rejected_after:.0%}; of anything else "
        f"{gate.others_pass_before:.1%} passed, now {gate.others_pass_after:.1%}.",
        highlight=False,
    )
    console.print(
        f"On {record.old_pictures} old pictures no symptom loses more than {record.most_lost:g}.",
        highlight=False,
    )


def _print_left_out(left_out: list[tuple[str, str]]) -> None:
    """Print why photos were left out, with some of their names."""
    for reason, count in Counter(reason for _, reason in left_out).items():
        files = [file for file, why in left_out if why == reason]
        more = ", …" if count > SHOWN else ""
        console.print(
            f"left out, {count}: {reason} ({', '.join(files[:SHOWN])}{more})",
            style="yellow",
            markup=False,
        )
