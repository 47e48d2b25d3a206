"""The audit as tables for people."""

from __future__ import annotations

from collections import defaultdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from scalp_train.aihub.auditing import Audit, Leak
from scalp_train.aihub.findings import Finding, Kind
from scalp_train.aihub.records import Official, Split

EXAMPLES = 5

_LEAKS = {
    Leak.REPEATED_IN_FOLDERS: "further copies of an image in other folders of the same part",
    Leak.IN_BOTH_PARTS: "images in Training and Validation; they count as validation",
    Leak.EQUAL_PICTURES: "pictures dropped, equal to another under a different name",
    Leak.EQUAL_PICTURES_ACROSS_PARTS: "sets of equal pictures across Training and Validation",
    Leak.GROUPS_IN_BOTH_PARTS: "subject groups in Training and Validation",
}


def print_audit(audit: Audit, console: Console) -> None:
    """Print counts, leaks, splits and faults as tables."""
    console.print(_funnel(audit))
    console.print(_grades(audit))
    console.print(_sides(audit))
    console.print(_leaks(audit))
    if audit.findings:
        console.print(_findings(audit))
    notes = [
        *(
            f"no image in {side} of {', '.join(missing)}"
            for side, missing in audit.missing_grades.items()
        ),
        *(f"answer not on the public lists, {n}×: {a}" for a, n in audit.unknown_answers.items()),
    ]
    if audit.meta_without_image:
        notes.append(f"{audit.meta_without_image} META files without an image")
    if len(audit.sizes) > 1:
        notes.append(f"sizes: {', '.join(f'{n} of {size}' for size, n in audit.sizes.items())}")
    for note in notes:
        console.print(Text(f"note: {note}"))


def _funnel(audit: Audit) -> Table:
    table = Table("images", "count", title="From files to training")
    for text, count in (
        ("files, counted in each folder", audit.entries),
        ("unique by name", audit.unique_images),
        ("with grades that nothing contradicts", audit.labelled),
        ("with a picture that decodes", audit.whole),
        ("without equal pictures", audit.kept),
        ("on a side of the split", audit.placed),
    ):
        table.add_row(text, f"{count:,}")
    return table


def _grades(audit: Audit) -> Table:
    table = Table(title="Before: by folder. After: unique images by label")
    table.add_column("symptom")
    table.add_column("grade")
    for part in Official:
        table.add_column(f"folder, {part}", justify="right")
    for side in Split:
        table.add_column(f"after, {side}", justify="right")
    for row in audit.by_grade:
        before = (f"{row.entries[part]:,}" for part in Official)
        after = (f"{row.images[side]:,}" for side in Split)
        last = row.grade == max(one.grade for one in audit.by_grade)
        table.add_row(row.symptom, row.grade.name.lower(), *before, *after, end_section=last)
    return table


def _sides(audit: Audit) -> Table:
    table = Table("side", "images", "subject groups", title="Split, no group on two sides")
    for side, counts in audit.sides.items():
        table.add_row(side, f"{counts.images:,}", f"{counts.groups:,}")
    return table


def _leaks(audit: Audit) -> Table:
    table = Table("leak", "count", title="Leaks in the data set as it comes")
    for leak, count in audit.leaks.items():
        table.add_row(_LEAKS[leak], f"{count:,}")
    return table


def _findings(audit: Audit) -> Table:
    table = Table("fault", "count", title="Faults")
    table.add_column("files", overflow="fold")
    by_kind: dict[tuple[Kind, bool], list[Finding]] = defaultdict(list)
    for finding in audit.findings:
        by_kind[finding.kind, finding.skipped].append(finding)
    for (kind, skipped), found in by_kind.items():
        lines = [f"{one.place} – {one.detail}" for one in found[:EXAMPLES]]
        if len(found) > EXAMPLES:
            lines.append(f"… and {len(found) - EXAMPLES:,} more; --json names them all")
        name = f"{kind.replace('_', ' ')}, {'skipped' if skipped else 'used'}"
        # Text, not markup: names of the data set have brackets.
        table.add_row(name, f"{len(found):,}", Text("\n".join(lines)), end_section=True)
    return table
