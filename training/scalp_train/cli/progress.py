"""Progress bars of the sub-commands."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

Show = Callable[[int], None]
"""Shows the number of items done so far."""


def progress_bar(console: Console) -> Progress:
    """Return a bar with a count and the remaining time, which only rank 0 shows."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        disable=os.environ.get("RANK", "0") != "0",
    )


@contextmanager
def progress(console: Console, description: str, total: int | None) -> Iterator[Show]:
    """Show the progress of one task; without ``total`` the end counts as all."""
    with progress_bar(console) as bar:
        task = bar.add_task(description, total=total)
        yield lambda done: bar.update(task, completed=done)
        if total is None:
            bar.update(task, total=bar.tasks[task].completed)
