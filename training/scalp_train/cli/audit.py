"""Sub-command ``audit``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from scalp_train.aihub.auditing import Audited
from scalp_train.aihub.auditing import audit as run
from scalp_train.aihub.findings import StrictError
from scalp_train.aihub.index import write_index
from scalp_train.aihub.splits import FRACTIONS, Fractions, Policy
from scalp_train.aihub.tables import print_audit
from scalp_train.cli.progress import progress_bar


def audit(
    root: Annotated[
        Path,
        typer.Argument(
            exists=True, file_okay=False, help="Folder of AI Hub data set 216, zipped or not."
        ),
    ],
    index: Annotated[
        Path | None, typer.Option(help="Write the index for training to this JSON-lines file.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the audit as JSON instead of tables.")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Stop at the first fault.")] = False,
    fractions: Annotated[
        tuple[float, float, float], typer.Option(help="Train, validation and test.")
    ] = FRACTIONS,
    seed: Annotated[int, typer.Option(help="Seed of the split.")] = 0,
    split: Annotated[
        Policy,
        typer.Option(
            help="By subject group, and stratified by grade; by seed alone (groups); or so that "
            "official validation stays held out."
        ),
    ] = Policy.STRATIFIED,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Threads that decode; all cores by default.")
    ] = None,
) -> None:
    """Read AI Hub data set 216 as it was downloaded: name its faults, remove repeats, split it."""
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-6:
        raise typer.BadParameter("--fractions must be 0 or more and add up to 1")
    log = Console(stderr=True)
    try:
        audited = _audit_with_progress(root, log, strict, fractions, seed, split, workers)
    except StrictError as error:
        log.print(Text(str(error), style="red"))
        raise typer.Exit(1) from error
    if as_json:
        typer.echo(audited.audit.model_dump_json(by_alias=True, indent=2))
    else:
        print_audit(audited.audit, Console())
    if index is not None:
        write_index(audited.records, index)
        log.print(Text(f"wrote {index}"))
    if not audited.records:
        log.print("[red]no usable image: is this the folder with Training and Validation?")
        raise typer.Exit(1)


def _audit_with_progress(
    root: Path,
    console: Console,
    strict: bool,
    fractions: Fractions,
    seed: int,
    policy: Policy,
    workers: int | None,
) -> Audited:
    with progress_bar(console) as bar:
        task = bar.add_task("list files, read labels", total=None)

        def on_progress(done: int, total: int) -> None:
            bar.update(task, description="decode images", completed=done, total=total)

        return run(
            root,
            strict=strict,
            fractions=fractions,
            seed=seed,
            policy=policy,
            workers=workers,
            on_progress=on_progress,
        )
