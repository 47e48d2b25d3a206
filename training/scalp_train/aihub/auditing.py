"""What a data set holds, what is wrong with it, and what training gets of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from pydantic import Field

from scalp_core.analysis import Record
from scalp_core.vocabulary import Grade, Symptom
from scalp_train.aihub.findings import Finding, Findings, Kind
from scalp_train.aihub.names import FolderClass
from scalp_train.aihub.pictures import EqualPictures, equal_pictures
from scalp_train.aihub.reader import graded, records
from scalp_train.aihub.records import ImageRecord, Official, Split
from scalp_train.aihub.scan import Contents, Copy, scan
from scalp_train.aihub.splits import FRACTIONS, Fractions, Policy, split, straddling
from scalp_train.aihub.store import Store

Progress = Callable[[int, int], None]
"""Called with the number of images looked at so far, and of all."""


def _unwatched(done: int, total: int) -> None:
    del done, total


class Leak(StrEnum):
    """Ways in which the data set as it comes would let training see what it is tested on."""

    REPEATED_IN_FOLDERS = "repeated_in_folders"
    IN_BOTH_PARTS = "in_both_parts"
    EQUAL_PICTURES = "equal_pictures"
    EQUAL_PICTURES_ACROSS_PARTS = "equal_pictures_across_parts"
    GROUPS_IN_BOTH_PARTS = "groups_in_both_parts"


class GradeCounts(Record):
    """One symptom at one grade.

    Attributes:
        entries: images in the folder of that name, before, by official part.
        images: unique images with that grade by their labels, after, by side of our split.
    """

    symptom: Symptom
    grade: Grade
    entries: dict[Official, int]
    images: dict[Split, int]


class Side(Record):
    """One part of the split."""

    images: int
    groups: int


class Duplicates(Record):
    """Equal pictures under several names; none is kept where their grades differ."""

    kept: str | None
    dropped: tuple[str, ...]


class Audit(Record):
    """The whole audit.

    Attributes:
        entries: image files by official part, folder and name; copies in a zip and beside it
            count once.
        unique_images: image names among them.
        labelled: unique images with six grades that nothing contradicts.
        whole: those of which a picture decodes.
        kept: those left without equal pictures.
        placed: those on a side of our split.
        meta_without_image: META files of images that are not here, as those of AI Hub's withheld
            test part would be.
        sizes: pictures by "width×height".
        missing_grades: by side of our split, "symptom grade" of which it has no image.
    """

    entries: int = Field(ge=0)
    unique_images: int
    labelled: int
    whole: int
    kept: int
    placed: int
    by_grade: tuple[GradeCounts, ...]
    sides: dict[Split, Side]
    leaks: dict[Leak, int]
    duplicates: tuple[Duplicates, ...]
    meta_without_image: int
    unknown_answers: dict[str, int]
    sizes: dict[str, int]
    missing_grades: dict[Split, tuple[str, ...]]
    findings: tuple[Finding, ...]

    def counted_findings(self) -> dict[tuple[Kind, bool], int]:
        """Return findings by kind and whether the file was skipped."""
        return dict(Counter((finding.kind, finding.skipped) for finding in self.findings))


class Audited(NamedTuple):
    """The audit, and the records that an index is written from."""

    audit: Audit
    records: list[ImageRecord]


def audit(
    root: Path,
    *,
    strict: bool = False,
    fractions: Fractions = FRACTIONS,
    seed: int = 0,
    policy: Policy = Policy.GROUPS,
    workers: int | None = None,
    on_progress: Progress = _unwatched,
) -> Audited:
    """Read a data set, remove its repeats and split it.

    Raises:
        StrictError: at the first fault, with ``strict``.
    """
    findings = Findings(strict=strict)
    with Store(root) as store:
        found = scan(store, findings)
        images = graded(found, findings)
        read = list(
            records(
                store,
                images,
                found,
                findings,
                workers=workers,
                on_progress=lambda done: on_progress(done, len(images)),
            )
        )
    equal = equal_pictures(read, findings)
    dropped = {record.name for same in equal for record in same.dropped}
    kept = sorted(
        (record for record in read if record.name not in dropped), key=lambda one: one.name
    )
    placed = split(kept, fractions=fractions, seed=seed, policy=policy)
    by_grade = tuple(_by_grade(found, placed))
    account = Audit(
        entries=len(_entries(found)),
        unique_images=sum(bool(bundle.copies) for bundle in found.bundles.values()),
        labelled=len(images),
        whole=len(read),
        kept=len(kept),
        placed=sum(record.split is not None for record in placed),
        by_grade=by_grade,
        sides=_sides(placed),
        leaks=_leaks(found, read, equal),
        duplicates=tuple(
            Duplicates(
                kept=same.kept.name if same.kept else None,
                dropped=tuple(record.name for record in same.dropped),
            )
            for same in equal
        ),
        meta_without_image=_meta_without_image(found),
        unknown_answers=dict(findings.unknown_answers.most_common()),
        sizes=dict(Counter(f"{record.width}×{record.height}" for record in read).most_common()),
        missing_grades=_missing_grades(by_grade),
        findings=tuple(findings.all),
    )
    return Audited(account, placed)


def _entries(found: Contents) -> dict[tuple[str, object, object], Copy]:
    return {
        (name, copy.part, copy.folder): copy
        for name, bundle in found.bundles.items()
        for copy in bundle.copies
    }


def _by_grade(found: Contents, placed: Iterable[ImageRecord]) -> Iterable[GradeCounts]:
    before = Counter((copy.folder, copy.part) for copy in _entries(found).values())
    after: Counter[tuple[Symptom, Grade, Split]] = Counter()
    for record in placed:
        if record.split is not None:
            for symptom, grade in zip(Symptom, record.grades, strict=True):
                after[symptom, grade, record.split] += 1
    for symptom in Symptom:
        for grade in Grade:
            yield GradeCounts(
                symptom=symptom,
                grade=grade,
                entries={part: before[FolderClass(symptom, grade), part] for part in Official},
                images={side: after[symptom, grade, side] for side in Split},
            )


def _missing_grades(rows: Iterable[GradeCounts]) -> dict[Split, tuple[str, ...]]:
    missing: dict[Split, list[str]] = defaultdict(list)
    for row in rows:
        for side, count in row.images.items():
            if count == 0:
                missing[side].append(f"{row.symptom} {int(row.grade)}")
    return {side: tuple(names) for side, names in missing.items()}


def _sides(placed: Sequence[ImageRecord]) -> dict[Split, Side]:
    groups: dict[Split, set[str]] = defaultdict(set)
    images: Counter[Split] = Counter()
    for record in placed:
        if record.split is not None:
            groups[record.split].add(record.group)
            images[record.split] += 1
    return {side: Side(images=images[side], groups=len(groups[side])) for side in Split}


def _leaks(
    found: Contents, read: Sequence[ImageRecord], equal: Sequence[EqualPictures]
) -> dict[Leak, int]:
    repeats = 0
    both = 0
    for bundle in found.bundles.values():
        places = {(copy.part, copy.folder) for copy in bundle.copies}
        parts = {part for part, _ in places}
        repeats += max(len(places) - len(parts), 0)
        both += len(bundle.official) > 1
    across = 0
    for same in equal:
        members = [*same.dropped, *([same.kept] if same.kept else [])]
        across += len({member.official_part for member in members}) > 1
    return {
        Leak.REPEATED_IN_FOLDERS: repeats,
        Leak.IN_BOTH_PARTS: both,
        Leak.EQUAL_PICTURES: sum(len(same.dropped) for same in equal),
        Leak.EQUAL_PICTURES_ACROSS_PARTS: across,
        Leak.GROUPS_IN_BOTH_PARTS: len(straddling(read)),
    }


def _meta_without_image(found: Contents) -> int:
    names = {name for name, bundle in found.bundles.items() if bundle.copies}
    ids = {name.rpartition("_")[0] for name in names}
    return sum(key not in names and key not in ids for key in found.meta)
