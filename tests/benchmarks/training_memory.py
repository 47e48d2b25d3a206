"""Memory of training while it sees very many photos, in AI Hub's layout.

    python -m benchmarks.training_memory                 20,000 pictures, minutes
    python -m benchmarks.training_memory 100000 --workers 2
    python -m benchmarks.training_memory 100000 --width 64 --write    small ones, into docs

Few rendered pictures are linked under as many names as wanted, as files in the folders of AI Hub
data set 216. Their index is written as the audit would write it, which itself would drop pictures
with equal pixels. They are decoded into the cache, then read once by the loader of the training,
augmented. Printed is the anonymous memory of this process and its workers at each tenth:
pages of the memory-mapped cache are left out, since the kernel drops them whenever it needs to.
--width makes files and input smaller, for machines with less disk and time: what grows with the
number of pictures stays the same.
"""

import argparse
import io
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import psutil
from PIL import Image

from benchmarks.record import circumstances, write
from scalp_core.vocabulary import Grade
from scalp_train.aihub import ImageRecord, Official, Split, write_index
from scalp_train.data.aihub import cached_split
from scalp_train.data.datasets import PictureDataset
from scalp_train.data.loaders import picture_loader
from scalp_train.fit.recipe import load_recipe
from scalp_train.render.picture import Picture
from scalp_train.render.techniques import draw
from support import aihub_tree as tree

_DRAWN = 16
_SEED = 7_100_000  # pictures that belong to no set


def linked_tree(root: Path, count: int, width: int) -> Iterator[ImageRecord]:
    """Yield the records of ``count`` links to a few rendered pictures, made on the way."""
    grades = [[(number + symptom) % 4 for symptom in range(6)] for number in range(_DRAWN)]
    drawn = [draw("layers", _SEED + number, each) for number, each in enumerate(grades)]
    encoded = [_jpeg(picture, width) for picture in drawn]
    for number in range(count):
        which = number % _DRAWN
        name = tree.stem(number, number=f"{number % 10000:04}")
        symptom = next(s for s, grade in enumerate(grades[which], start=1) if grade)
        folder = f"{tree.TRAINING}/{tree.IMAGES}{tree.folder(symptom, grades[which][symptom - 1])}"
        file = root / folder / f"{name}.jpg"
        file.parent.mkdir(parents=True, exist_ok=True)
        first = root / f"{which}.jpg"
        if not first.exists():
            first.write_bytes(encoded[which])
        # A file system allows some 65,000 links to a file: symbolic ones have no limit.
        file.symlink_to(first)
        record = tree.record(
            f"{number % 997}",
            number,
            Official.TRAINING,
            grades=[Grade(grade) for grade in grades[which]],
            file=f"{folder}/{name}.jpg",
        )
        yield record.model_copy(update={"split": Split.TRAIN})


def _jpeg(picture: Picture, width: int) -> bytes:
    buffer = io.BytesIO()
    image = Image.fromarray(picture.pixels)
    image.thumbnail((width, width))
    image.save(buffer, "JPEG", quality=92)
    return buffer.getvalue()


def anonymous_megabytes() -> float:
    """Memory of this process and its children that no file backs."""
    process = psutil.Process()
    return sum(_anonymous(one.pid) for one in (process, *process.children(recursive=True))) / 1000


def _anonymous(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1])
    return 0


def table(found: dict[str, list[float]]) -> list[str]:
    """First and last memory of each step, and the most in between, in Markdown."""
    rows = [
        f"| {step} | {values[0]:,.0f} | {values[-1]:,.0f} | {max(values):,.0f} |"
        for step, values in found.items()
    ]
    return ["| MB after each tenth | first | last | most |", "|---|--:|--:|--:|", *rows]


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("count", type=int, nargs="?", default=20_000)
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--width", type=int, help="of files and input, px; else the recipe's")
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    given = parser.parse_args()
    spec = load_recipe(Path("aihub")).input
    if given.width is not None:
        spec = spec.model_copy(update={"width": given.width, "height": given.width * 3 // 4})
    found: dict[str, list[float]] = {}
    with TemporaryDirectory() as place:
        folder, tenth = Path(place), max(given.count // 10, 1)

        def show(step: str, done: int) -> None:
            found.setdefault(step, []).append(anonymous_megabytes())
            print(f"{step} {done:,}: {found[step][-1]:,.0f} MB", flush=True)

        records = linked_tree(folder / "data", given.count, given.width or 640)
        write_index(records, folder / "index.jsonl")
        show("linked", given.count)
        decoded = cached_split(
            folder / "index.jsonl", folder / "data", Split.TRAIN, spec, folder,
            on_progress=lambda done: show("decoded", done) if done % tenth == 0 else None,
        )  # fmt: skip
        pictures = PictureDataset(decoded, size=(spec.width, spec.height), seed=(1,))
        loader = picture_loader(pictures, spec, given.batch, shuffle_seed=1, workers=given.workers)
        done, began, means = 0, time.perf_counter(), []
        for images, *_ in loader:
            done += len(images)
            means.append(float(images.mean()))
            if done // tenth > (done - len(images)) // tenth:
                show("read, augmented", done)
        rate = done / (time.perf_counter() - began)
        print(f"{rate:,.0f} pictures a second read; mean of all {np.mean(means):.3f}")
    if given.write:
        size = f"{given.count:,} pictures of {spec.width}×{spec.height}, {given.workers} workers. "
        write("training memory", [size + circumstances("torch", "numpy"), "", *table(found)])


if __name__ == "__main__":
    main()
