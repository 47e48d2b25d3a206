"""Packages whose pictures show no scalp: what they hold, how they are fetched, their licences."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

HELD_OUT = 0.3
"""Share of the groups of pictures that no fit sees."""
SUFFIXES = (".png", ".jpg", ".jpeg", ".webp")
"""SVG files are left out: those of the packages are drawings, and reading them needs a renderer."""
FOLDERS = {
    "people": "people", "animals": "animals", "food": "food", "plants": "plants",
}  # fmt: skip
"""Kind by a folder of Tux Paint's stamps; all others are ``things``."""
LEFT_OUT = ("cartoon", "alphabets", "math", "music", "shapes", "00_symbols", "flags", "dinosaur")
"""Folders of drawings and letters."""


@dataclass(frozen=True, slots=True)
class Package:
    """A Debian package (``folders`` below its root) or an installed one of Python."""

    name: str
    licence: str
    folders: tuple[str, ...]
    kind: str


DEBIAN = (
    Package("tuxpaint-stamps-default", "GPL-2", ("usr/share/tuxpaint/stamps",), "things"),
    Package("mate-backgrounds", "GPL-2+, CC BY-SA 3.0", ("usr/share/backgrounds",), "wallpapers"),
    Package("gnome-backgrounds", "CC BY-SA 3.0", ("usr/share/backgrounds",), "wallpapers"),
    Package("plasma-workspace-wallpapers", "GPL-2+", ("usr/share/wallpapers",), "wallpapers"),
)
PYTHON = {
    "skimage/data": ("scikit-image", "CC0 and public domain"),
    "sklearn/datasets/images": ("scikit-learn", "CC BY 2.0"),
    "matplotlib/mpl-data/sample_data": ("matplotlib", "public domain"),
}
"""Folder inside a module: its distribution, and the licence of the pictures used."""
PYTHON_KINDS = {
    "textures": ("brick.png", "grass.png", "gravel.png"),
    "people": ("astronaut.png", "grace_hopper.jpg"),
    "animals": ("chelsea.png", "horse.png"),
    "medical": ("retina.jpg", "ihc.png", "cell.png"),
    "documents": ("page.png", "text.png", "clock_motion.png"),
    "things": ("camera.png", "coffee.png", "coins.png", "rocket.jpg", "moon.png", "color.png",
               "hubble_deep_field.jpg", "chessboard_RGB.png", "china.jpg",
               "Minduka_Present_Blue_Pack.png"),
    "plants": ("flower.jpg",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """One picture of a package.

    Attributes:
        group: of pictures that look alike (sizes, day and night); never divided between fit and
            held-out.
    """

    package: str
    version: str
    licence: str
    kind: str
    group: str
    file: Path

    @property
    def held_out(self) -> bool:
        """Return whether no fit may see it; depends on its group alone."""
        digest = sha256(f"{self.package}/{self.group}".encode()).digest()
        return digest[0] / 256 < HELD_OUT


class FetchError(Exception):
    """A package could not be fetched; the text says why."""


def fetch(package: Package, folder: Path) -> Path:
    """Download a Debian package and unpack it below ``folder``; return its root.

    What is there already is not fetched again.

    Raises:
        FetchError: no apt-get, no network, or the package is unknown.
    """
    root = folder / package.name
    if (root / "usr").is_dir():
        return root
    root.mkdir(parents=True, exist_ok=True)
    try:
        _run(["apt-get", "download", package.name], root)
        (archive,) = root.glob("*.deb")
        _run(["dpkg-deb", "-x", archive.name, "."], root)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise FetchError(f"{package.name}: {error}") from error
    return root


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(  # noqa: S603  # constants of this module
        command, cwd=folder, check=True, capture_output=True, timeout=600
    )


def debian_sources(package: Package, root: Path) -> list[Source]:
    """Return the pictures of an unpacked package; none where it was not fetched."""
    archives = sorted(root.glob("*.deb"))
    release = archives[-1].name.split("_")[1].replace("%3a", ":") if archives else "unknown"
    return [
        Source(
            package.name,
            release,
            package.licence,
            _kind(package, file.relative_to(root / folder)),
            group_of(file.relative_to(root / folder)),
            file,
        )
        for folder in package.folders
        for file in sorted((root / folder).rglob("*"))
        if file.suffix in SUFFIXES and not set(file.parts) & set(LEFT_OUT) and file.is_file()
    ]


def python_sources() -> Iterator[Source]:
    """Yield the sample pictures inside the installed packages of Python, without a download."""
    for folder, (distribution, licence) in PYTHON.items():
        module, _, inside = folder.partition("/")
        spec = find_spec(module)
        if spec is None or spec.origin is None:
            continue
        place = Path(spec.origin).parent / inside
        for kind, names in PYTHON_KINDS.items():
            for file in (place / name for name in names):
                if file.exists():
                    release = version(distribution)
                    yield Source(distribution, release, licence, kind, group_of(file), file)


def group_of(file: Path) -> str:
    """Return the common name of a picture's sizes and variants."""
    if "contents" in file.parts:  # Plasma: NAME/contents/images/1920x1080.jpg
        return file.parts[file.parts.index("contents") - 1]
    return re.sub(r"([-_]?\d+x\d+|[-_]?\d+|-[dl])+$", "", file.stem).lower()


def _kind(package: Package, file: Path) -> str:
    return FOLDERS.get(file.parts[0], package.kind)


def find_sources(folder: Path) -> list[Source]:
    """Return all sources there are: those of Python, and the Debian packages below ``folder``."""
    found = list(python_sources())
    for package in DEBIAN:
        found += debian_sources(package, folder / package.name)
    return found
