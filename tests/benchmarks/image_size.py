"""The assess function's image against the same function with PyTorch.

    python -m benchmarks.image_size            as a table
    python -m benchmarks.image_size --write    into docs/benchmarks.md

Builds both targets of functions/assess/Dockerfile; needs Docker or Podman, and a package index.
``--python`` gives both another Python than the shipped one, where PyTorch has no wheel for it.
"""

import argparse
import shutil
import subprocess
import sys
import zlib
from dataclasses import dataclass

from benchmarks.record import circumstances, write
from scalp_deployment.paths import ROOT

_MEGABYTE = 1_000_000  # as `docker images` counts
_DOCKERFILE = "functions/assess/Dockerfile"
_READ = 1 << 20


@dataclass(frozen=True)
class Size:
    """Bytes of an image's layers, as they are unpacked and as a registry holds them."""

    unpacked: int
    compressed: int


def find_engine() -> str:
    """Docker or Podman.

    Raises:
        SystemExit: there is neither.
    """
    found = shutil.which("docker") or shutil.which("podman")
    if found is None:
        raise SystemExit("Images are built by Docker or Podman, and there is neither.")
    return found


def build(engine: str, target: str, python: str | None) -> str:
    """Build a target; gives the image's name."""
    name = f"scalpspectra-size-{target}"
    arguments = ["--build-arg", f"PYTHON_VERSION={python}"] if python else []
    command = [engine, "build", "--quiet", "--target", target, "--tag", name, *arguments]
    subprocess.run([*command, "--file", _DOCKERFILE, "."], cwd=ROOT, check=True, stdout=sys.stderr)
    return name


def measure(engine: str, image: str) -> Size:
    """All layers of an image."""
    with subprocess.Popen([engine, "save", image], stdout=subprocess.PIPE) as saving:
        assert saving.stdout is not None
        packer, unpacked, compressed = zlib.compressobj(6), 0, 0
        while block := saving.stdout.read(_READ):
            unpacked += len(block)
            compressed += len(packer.compress(block))
        compressed += len(packer.flush())
    if saving.returncode:
        raise SystemExit(f"{image} could not be saved")
    return Size(unpacked, compressed)


def table(ours: Size, torch: Size, base: Size) -> list[str]:
    """Both images in Markdown."""
    rows = [
        "| image | unpacked, MB | compressed, MB |",
        "|---|--:|--:|",
        *(
            f"| {name} | {size.unpacked / _MEGABYTE:,.0f} | {size.compressed / _MEGABYTE:,.0f} |"
            for name, size in (("shipped", ours), ("with PyTorch", torch), ("their base", base))
        ),
        f"| shipped to with PyTorch (≤ 0.333) | {ours.unpacked / torch.unpacked:.3f} "
        f"| {ours.compressed / torch.compressed:.3f} |",
    ]
    return rows


def main() -> None:
    """Build, measure, print, and write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--python", help="version, such as 3.11, instead of the Dockerfile's")
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    given = parser.parse_args()
    engine = find_engine()
    sizes = {
        target: measure(engine, build(engine, target, given.python))
        for target in ("onnx", "torch", "base")
    }
    python = f" Both with Python {given.python}." if given.python else ""
    report = [
        circumstances() + python,
        "",
        *table(sizes["onnx"], sizes["torch"], sizes["base"]),
    ]
    print("\n".join(report))
    if given.write:
        write("image size", report)


if __name__ == "__main__":
    main()
