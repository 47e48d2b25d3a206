"""Sub-command ``realism``."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from scalp_train.cli.options import ROOT, console
from scalp_train.cli.progress import progress
from scalp_train.render.techniques import TECHNIQUES, Technique

PAGE = ROOT / "docs" / "renders" / "realism.md"


def realism(
    technique: Annotated[Technique | None, typer.Option(help="Only this one, not all.")] = None,
    count: Annotated[int, typer.Option(min=2, help="Pictures of each technique.")] = 200,
    write: Annotated[bool, typer.Option("--write", help="Write docs/renders/realism.md.")] = False,
) -> None:
    """Measure how far natural renders lie from real pictures, statistic by statistic."""
    from scalp_train.evaluate.realism import compare, hair_cover_by_grade, mean_distance
    from scalp_train.evaluate.realism_page import realism_page

    compared, covers = {}, {}
    for name in (technique,) if technique else TECHNIQUES:
        with progress(console, f"measure {name}", count) as show:
            rows = compare(name, count, on_progress=show)
        table = Table("statistic", "real", "rendered", "distance", title=f"{name}")
        for row in rows:
            real, rendered = f"{row.real.median:.4g}", f"{row.rendered.median:.4g}"
            table.add_row(row.name, real, rendered, f"{row.distance:+.2f}")
        console.print(table)
        console.print(f"{name}: mean distance {mean_distance(rows):.2f} deviations")
        compared[name] = rows
        if write:
            covers[name] = hair_cover_by_grade(name, max(count // 4, 2))
    if write:
        PAGE.write_text(realism_page(compared, covers, count), encoding="utf-8")
        console.print(f"wrote {PAGE}")
