"""The page ``docs/renders/realism.md``: real and rendered pictures side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scalp_train.evaluate.real_pictures import HAIR_COVER
from scalp_train.evaluate.realism import Row, mean_distance
from scalp_train.render.techniques import Technique

Comparison = Mapping[Technique, Sequence[Row]]

_PAGE = """# How far renders lie from real pictures

`python -m scalp_train realism --count {count} --write` makes this page. Medians over pictures: real
ones are 25 trichoscope pictures that public repositories show, rendered ones {count} of each
technique with natural grades. A distance is the difference of the medians in the real pictures'
deviations. L, a and b are CIELAB's, lengths are px at 640x480;
`training/scalp_train/evaluate/realism.py` defines each statistic. Small distances are necessary,
not sufficient.

{tables}
## Hair by grade of hair loss

Share of the picture that hair covers, as 10th / 50th / 90th percentile: of 469 real hair masks with
known grades, and of rendered pictures by the statistic `hair_cover`, which also counts thin and
pale hairs that the masks miss.

| grade | real | {names} |
|---|---|{rules}|
{lines}
"""


def realism_page(
    compared: Comparison, covers: Mapping[Technique, Sequence[Sequence[float]]], count: int
) -> str:
    """Return the page as Markdown.

    Args:
        compared: rows of each technique, worst first.
        covers: percentiles 10, 50 and 90 of hair's share, by grade, for each technique.
        count: rendered pictures of each technique.
    """
    tables = "\n".join(_table(name, rows) for name, rows in compared.items())
    lines = [
        f"| {grade} | {_percentiles(real)} | "
        + " | ".join(_percentiles(cover[grade]) for cover in covers.values())
        + " |"
        for grade, real in enumerate(HAIR_COVER)
    ]
    return _PAGE.format(
        count=count,
        tables=tables,
        names=" | ".join(covers),
        rules="|".join(["---"] * len(covers)),
        lines="\n".join(lines),
    )


def _table(name: str, rows: Sequence[Row]) -> str:
    head = (
        f"## {name}: mean distance {mean_distance(rows):.2f}\n\n"
        "| statistic | real | rendered | distance |\n|---|--:|--:|--:|\n"
    )
    return head + "".join(
        f"| `{row.name}` | {row.real.median:.3g} ± {row.real.deviation:.2g} "
        f"| {row.rendered.median:.3g} ± {row.rendered.deviation:.2g} | {row.distance:+.2f} |\n"
        for row in rows
    )


def _percentiles(parts: Sequence[float]) -> str:
    return " / ".join(f"{part:.3f}" for part in parts)
