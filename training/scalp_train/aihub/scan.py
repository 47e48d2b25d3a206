"""First pass: what lies where. Reads labels, and of images and META files only the names."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath

from scalp_train.aihub import contents
from scalp_train.aihub.findings import Findings, Kind, MalformedError
from scalp_train.aihub.names import (
    META_SUFFIX,
    FileKind,
    FolderClass,
    Shot,
    folder_class,
    key_of,
    kind_of,
    official_part,
    repaired,
    shot_of,
)
from scalp_train.aihub.records import Grades, Official
from scalp_train.aihub.store import Found, Place, Store


@dataclass(frozen=True, slots=True)
class Filed:
    """A file, and what its folders say about it."""

    place: Place
    part: Official | None
    folder: FolderClass | None


@dataclass(frozen=True, slots=True)
class Copy(Filed):
    """An image file; one image stands in the folder of each of its symptoms."""

    size: int
    checksum: int | None


@dataclass(frozen=True, slots=True)
class LabelCopy(Filed):
    """A label file; one lies beside each copy of its image."""

    grades: Grades


@dataclass(slots=True)
class Bundle:
    """All files of one image."""

    shot: Shot
    copies: list[Copy] = field(default_factory=list)
    labels: list[LabelCopy] = field(default_factory=list)

    @property
    def files(self) -> tuple[Filed, ...]:
        """Return images and labels."""
        return (*self.copies, *self.labels)

    @property
    def official(self) -> tuple[Official, ...]:
        """Return the official parts it stands in."""
        parts = {copy.part for copy in self.copies}
        return tuple(part for part in Official if part in parts)


@dataclass(slots=True)
class Contents:
    """The whole data set by image."""

    bundles: dict[str, Bundle] = field(default_factory=dict)
    meta: dict[str, list[Place]] = field(default_factory=dict)


def scan(store: Store, findings: Findings) -> Contents:
    """List a data set and read its labels."""
    root = repaired(store.root.resolve().name)
    found = Contents()
    for file in store.files(findings):
        match kind_of(file.parts):
            case FileKind.IMAGE:
                _image(file, root, found, findings)
            case FileKind.LABEL:
                _label(file, root, store, found, findings)
            case FileKind.META:
                key = key_of(file.parts[-1]).removesuffix(META_SUFFIX)
                found.meta.setdefault(key, []).append(file.place)
            case FileKind.UNKNOWN:
                suffix = PurePosixPath(file.parts[-1]).suffix.lower()
                packed = suffix in (".zip", ".tar", ".7z", ".egg", ".alz", ".rar", ".gz")
                detail = "unpack it first" if packed else "neither JPEG nor JSON"
                findings.report(Kind.UNKNOWN_FILE, file.place, detail)
    return found


def _image(file: Found, root: str, found: Contents, findings: Findings) -> None:
    *folders, name = file.parts
    shot = shot_of(key_of(name))
    if shot is None:
        findings.report(
            Kind.UNKNOWN_IMAGE_NAME, file.place, "the name does not contain device and place"
        )
        return
    part = official_part([root, *folders])
    if part is None:
        findings.report(
            Kind.NO_OFFICIAL_PART,
            file.place,
            "neither under Training nor under Validation",
            skipped=False,
        )
    bundle = found.bundles.setdefault(shot.stem, Bundle(shot))
    folder = folder_class(folders)
    bundle.copies.append(Copy(file.place, part, folder, file.size, file.checksum))


def _label(file: Found, root: str, store: Store, found: Contents, findings: Findings) -> None:
    *folders, name = file.parts
    try:
        label = contents.label(store.read(file.place, contents.MAX_JSON_BYTES), key_of(name))
    except MalformedError as error:
        findings.report(error.kind, file.place, error.detail)
        return
    shot = shot_of(label.key)
    if shot is None:
        detail = f"{label.key!r} does not contain device and place"
        findings.report(Kind.UNKNOWN_IMAGE_NAME, file.place, detail)
        return
    bundle = found.bundles.setdefault(label.key, Bundle(shot))
    part, folder = official_part([root, *folders]), folder_class(folders)
    bundle.labels.append(LabelCopy(file.place, part, folder, label.grades))
